//! The quick ways from a record to the next: what nearly all records are, read at fixed places.
//!
//! Duty: read a record that lies in memory as a whole, is laid out as the last one was, and
//! contradicts itself nowhere. Invariant: what is read is what the format's patient reader reads;
//! everything else is left to that. Absence: big-endian files, and reasons for a refusal.

use super::pcapng::{Clock, ENHANCED_PACKET};
use super::record::Record;
use crate::Timestamp;

/// Octets of a pcap record's header in the standard layout.
const PCAP_HEADER_LEN: usize = 16;

/// Octets of an enhanced packet block before the packet's own.
const BLOCK_HEADER_LEN: usize = 28;

/// The way from the last record to the next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quick {
    /// There is none.
    None,
    /// Over pcap records in little-endian order, with headers of the standard layout.
    Pcap {
        /// Nanoseconds that one unit of a time stamp's fraction stands for.
        unit: u32,
        /// The most octets captured of a frame that need no second look.
        most: u32,
    },
    /// Over little-endian enhanced packet blocks of one interface.
    Enhanced {
        /// The interface's number in its section.
        interface: u32,
        clock: Clock,
    },
}

impl Quick {
    /// Is there one?
    #[inline]
    pub(super) const fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Makes the last record the one that `octets` begin with; false, and nothing of use in it,
    /// where this way does not lead there.
    #[inline(always)]
    pub(super) fn next(&self, octets: &[u8], record: &mut Record) -> bool {
        match *self {
            Self::None => false,
            Self::Pcap { unit, most } => pcap(octets, unit, most, record).is_some(),
            Self::Enhanced {
                interface,
                ref clock,
            } => enhanced(octets, interface, clock, record).is_some(),
        }
    }
}

#[inline]
fn pcap(octets: &[u8], unit: u32, most: u32, record: &mut Record) -> Option<()> {
    let header = octets.first_chunk::<PCAP_HEADER_LEN>()?.as_chunks::<4>().0;
    let &[seconds, fraction, captured, original] = header else {
        return None;
    };
    let captured = u32::from_le_bytes(captured);
    let total_len = PCAP_HEADER_LEN + captured as usize;
    if captured > most || total_len > octets.len() {
        return None;
    }
    record.time = Timestamp::new(
        u32::from_le_bytes(seconds).into(),
        u64::from(u32::from_le_bytes(fraction)) * u64::from(unit),
    );
    record.original_len = u32::from_le_bytes(original);
    record.data_len = captured as usize;
    record.total_len = total_len;
    Some(())
}

#[inline]
fn enhanced(octets: &[u8], interface: u32, clock: &Clock, record: &mut Record) -> Option<()> {
    let head = octets.first_chunk::<BLOCK_HEADER_LEN>()?.as_chunks::<4>().0;
    let &[kind, len, of_interface, high, low, captured, original] = head else {
        return None;
    };
    let total_len = u32::from_le_bytes(len) as usize;
    let room = total_len.checked_sub(BLOCK_HEADER_LEN + 4)?;
    let (_, trailer) = octets.get(..total_len)?.split_last_chunk::<4>()?;
    let data_len = u32::from_le_bytes(captured) as usize;
    let is_sound = *trailer == len && total_len.is_multiple_of(4) && data_len <= room;
    let is_alike = u32::from_le_bytes(kind) == ENHANCED_PACKET
        && u32::from_le_bytes(of_interface) == interface;
    if !is_sound || !is_alike {
        return None;
    }
    let padded_len = (data_len + 3) & !3;
    let [high, low] = [high, low].map(|half| u64::from(u32::from_le_bytes(half)));
    record.time = clock.timestamp(high << 32 | low);
    record.original_len = u32::from_le_bytes(original);
    record.data_at = BLOCK_HEADER_LEN;
    record.data_len = data_len;
    record.options_at = BLOCK_HEADER_LEN + padded_len;
    record.options_len = room - padded_len;
    record.total_len = total_len;
    Some(())
}
