//! What went wrong with what one end sent.
//!
//! Duty: count. Invariant: kept apart from the counts every connection has, and only once there
//! is something to count. Absence: no rule; see `detect` and `evidence`.

use super::{Event, Events};
use crate::packing::packed;

/// Counts of what went wrong with what one end sent, and of what it did about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trouble {
    /// Segments with at least one sequence number (payload, SYN or FIN) that an earlier one had.
    pub retransmitted_packets: u64,
    /// Payload octets that an earlier segment had.
    pub retransmitted_bytes: u64,
    /// Segments with payload, SYN or FIN, not retransmitted, that begin below the highest
    /// sequence number used so far: they fill a hole.
    pub out_of_order_packets: u64,
    /// Keep-alives (RFC 9293, 3.8.4).
    pub keep_alive_packets: u64,
    /// Segments that closed the receive window, or left it closed.
    pub zero_windows: u64,
    /// Duplicate acknowledgments.
    pub duplicate_acks: u64,
    /// Retransmissions after duplicate acknowledgments (RFC 5681, 3.2).
    pub fast_retransmissions: u64,
    /// Retransmissions of what was acknowledged before.
    pub spurious_retransmissions: u64,
    /// Packets captured a second time.
    pub capture_duplicates: u64,
    /// Retransmissions of the oldest outstanding octets after a silence (RFC 6298).
    pub timeout_retransmissions: u64,
    /// Acknowledgments sent by this end that report octets as received twice (RFC 2883).
    pub duplicate_sacks: u64,
}

impl Trouble {
    /// Nothing went wrong.
    pub(super) const NONE: Self = Self {
        retransmitted_packets: 0,
        retransmitted_bytes: 0,
        out_of_order_packets: 0,
        keep_alive_packets: 0,
        zero_windows: 0,
        duplicate_acks: 0,
        fast_retransmissions: 0,
        spurious_retransmissions: 0,
        capture_duplicates: 0,
        timeout_retransmissions: 0,
        duplicate_sacks: 0,
    };

    /// Counts those events of one segment that follow from nothing else; duplicate acknowledgments,
    /// which come without trouble too, are counted with the course of what was sent.
    pub(super) fn count(&mut self, events: Events) {
        for (event, count) in [
            (Event::ZeroWindow, &mut self.zero_windows),
            (Event::FastRetransmission, &mut self.fast_retransmissions),
            (
                Event::SpuriousRetransmission,
                &mut self.spurious_retransmissions,
            ),
            (Event::CaptureDuplicate, &mut self.capture_duplicates),
            (
                Event::TimeoutRetransmission,
                &mut self.timeout_retransmissions,
            ),
            (Event::DuplicateSack, &mut self.duplicate_sacks),
        ] {
            *count += u64::from(events.contains(event));
        }
    }
}

packed!(Trouble {
    retransmitted_packets,
    retransmitted_bytes,
    out_of_order_packets,
    keep_alive_packets,
    zero_windows,
    duplicate_acks,
    fast_retransmissions,
    spurious_retransmissions,
    capture_duplicates,
    timeout_retransmissions,
    duplicate_sacks,
});
