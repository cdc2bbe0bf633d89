//! Fields kept beyond their frame's octets.

use super::{Behind, Fixed, LineFields};
use crate::sequence::Shown;
use crate::sockets::{Ports, Sockets};
use crate::time::Stamp;
use synfin::ControlBits;

/// The fields of a line in little room, without what they borrow and what few lines have: that
/// lies in a buffer beside.
#[derive(Clone, Copy, Debug)]
pub struct KeptLine {
    packet: u64,
    stamp: Stamp,
    /// Are the addresses those of IPv6? These are in the buffer.
    is_ipv6: bool,
    addresses: [u32; 2],
    ports: Ports,
    shown: Shown,
    control: ControlBits,
    window: u16,
    urgent_pointer: u16,
    payload_len: u32,
    /// Octets of options in the buffer.
    options_len: u8,
    /// Octets of what the payload's printer had to say, in the buffer behind the options.
    text_len: u32,
}

impl LineFields<'_> {
    /// Keeps the fields; the octets that they borrow are appended to `octets`. Those of several
    /// lines may share one buffer.
    #[inline]
    #[must_use]
    pub fn keep(&self, octets: &mut Vec<u8>) -> KeptLine {
        let fixed = &self.fixed;
        let (is_ipv6, ports, addresses) = match fixed.sockets {
            Sockets::V4(ports, pair) => (false, ports, pair),
            Sockets::V6(ports, pair) => {
                let quarters = pair.as_flattened().iter();
                octets.extend(quarters.flat_map(|quarter| quarter.to_ne_bytes()));
                (true, ports, [0; 2])
            }
        };
        octets.extend_from_slice(self.options);
        let start = octets.len();
        match self.behind {
            Behind::Nothing => {}
            Behind::Payload(captured) => self.append_payload(captured, octets),
            Behind::Text(text) => octets.extend_from_slice(text),
        }
        KeptLine {
            packet: fixed.packet,
            stamp: fixed.stamp,
            is_ipv6,
            addresses,
            ports,
            shown: fixed.shown,
            control: fixed.control,
            window: fixed.window,
            urgent_pointer: fixed.urgent_pointer,
            payload_len: fixed.payload_len,
            options_len: u8::try_from(self.options.len()).unwrap_or(0),
            text_len: u32::try_from(octets.len() - start).unwrap_or(0),
        }
    }
}

impl KeptLine {
    /// The fields. Their octets are taken from the front of `octets`, in the order in which the
    /// lines were kept.
    #[inline]
    #[must_use]
    pub fn fields<'a>(&self, octets: &mut &'a [u8]) -> LineFields<'a> {
        let sockets = if self.is_ipv6 {
            Sockets::V6(self.ports, ipv6_pair(take(octets, 32)))
        } else {
            Sockets::V4(self.ports, self.addresses)
        };
        LineFields {
            fixed: Fixed {
                packet: self.packet,
                stamp: self.stamp,
                sockets,
                shown: self.shown,
                control: self.control,
                window: self.window,
                urgent_pointer: self.urgent_pointer,
                payload_len: self.payload_len,
            },
            options: take(octets, self.options_len.into()),
            behind: match self.text_len {
                0 => Behind::Nothing,
                len => Behind::Text(take(octets, len as usize)),
            },
        }
    }
}

/// Takes so many octets from the front.
#[inline]
fn take<'a>(octets: &mut &'a [u8], len: usize) -> &'a [u8] {
    let (taken, rest) = octets.split_at_checked(len).unwrap_or((octets, &[]));
    *octets = rest;
    taken
}

// Many of them are on their way from thread to thread.
const _: () = assert!(size_of::<KeptLine>() <= 64);

/// Two IPv6 addresses as they were kept.
fn ipv6_pair(octets: &[u8]) -> [[u32; 4]; 2] {
    let mut pair = [[0; 4]; 2];
    let quarters = pair.as_flattened_mut().iter_mut();
    for (quarter, octets) in quarters.zip(octets.as_chunks().0) {
        *quarter = u32::from_ne_bytes(*octets);
    }
    pair
}
