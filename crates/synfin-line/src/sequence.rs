//! What relative sequence numbers count from: tcpdump's memory of connections.
//!
//! Duty: for each pair of sockets the base of either direction. Invariant: an entry is written by
//! the first packet with ACK, and again by every one that has SYN too; nothing else changes it.
//! Absence: no connection tracking. FIN, RST, a new SYN and time mean nothing here, because they
//! mean nothing to tcpdump; the relative numbers of the annotation come from the tracker.

use crate::ip::Addresses;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use synfin::{ControlBits, SeqNumber};

/// The numbers a packet is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The sequence number.
    pub(crate) seq: SeqNumber,
    /// The acknowledgment number.
    pub(crate) ack: SeqNumber,
    /// What SACK edges are shown relative to: the base of the direction they acknowledge.
    pub(crate) sack_base: SeqNumber,
}

impl Shown {
    /// All numbers as they stand in the packet.
    pub(crate) const fn absolute(seq: SeqNumber, ack: SeqNumber) -> Self {
        Self {
            seq,
            ack,
            sack_base: SeqNumber(0),
        }
    }
}

/// A packet's sockets and numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'a> {
    pub(crate) addresses: &'a Addresses,
    pub(crate) source_port: u16,
    pub(crate) destination_port: u16,
    pub(crate) seq: SeqNumber,
    pub(crate) ack: SeqNumber,
    pub(crate) control: ControlBits,
}

/// The bases of both directions: of the packets sent by the lower socket, and by the upper one.
#[derive(Clone, Copy, Debug)]
struct Bases {
    lower: SeqNumber,
    upper: SeqNumber,
}

/// An unordered pair of sockets, the lower one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pair<Address> {
    lower: (u16, Address),
    upper: (u16, Address),
}

/// The bases of all connections seen, IPv4 and IPv6 apart.
#[derive(Debug, Default)]
pub(crate) struct SequenceBases {
    v4: HashMap<Pair<u32>, Bases, RandomState>,
    v6: HashMap<Pair<u128>, Bases, RandomState>,
}

impl SequenceBases {
    /// The numbers that a packet shows, after it has been taken note of.
    pub(crate) fn observe(&mut self, packet: &Numbers<'_>) -> Shown {
        if !packet.control.ack() {
            return Shown::absolute(packet.seq, packet.ack);
        }
        match *packet.addresses {
            Addresses::V4 {
                source,
                destination,
            } => shown(
                &mut self.v4,
                (packet.source_port, u32::from_be_bytes(source)),
                (packet.destination_port, u32::from_be_bytes(destination)),
                packet,
            ),
            Addresses::V6 {
                source,
                destination,
            } => shown(
                &mut self.v6,
                (packet.source_port, u128::from_be_bytes(source)),
                (packet.destination_port, u128::from_be_bytes(destination)),
                packet,
            ),
        }
    }
}

fn shown<Address: Copy + Ord + std::hash::Hash>(
    known: &mut HashMap<Pair<Address>, Bases, RandomState>,
    source: (u16, Address),
    destination: (u16, Address),
    packet: &Numbers<'_>,
) -> Shown {
    let upwards = source <= destination;
    let pair = if upwards {
        Pair {
            lower: source,
            upper: destination,
        }
    } else {
        Pair {
            lower: destination,
            upper: source,
        }
    };
    // The acknowledgment's base is one less, so that the first relative acknowledgment is 1.
    let (own, peer) = (packet.seq, packet.ack.minus(1));
    let fresh = if upwards {
        Bases {
            lower: own,
            upper: peer,
        }
    } else {
        Bases {
            lower: peer,
            upper: own,
        }
    };
    match known.entry(pair) {
        Entry::Occupied(entry) if !packet.control.syn() => {
            let (own, peer) = if upwards {
                (entry.get().lower, entry.get().upper)
            } else {
                (entry.get().upper, entry.get().lower)
            };
            Shown {
                seq: packet.seq.minus(own.0),
                ack: packet.ack.minus(peer.0),
                sack_base: peer,
            }
        }
        entry => {
            entry.insert_entry(fresh);
            Shown {
                sack_base: peer,
                ..Shown::absolute(packet.seq, packet.ack)
            }
        }
    }
}

#[cfg(test)]
mod tests;
