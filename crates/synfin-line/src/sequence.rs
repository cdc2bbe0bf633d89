//! What relative sequence numbers count from: tcpdump's memory of connections.
//!
//! Duty: for each pair of sockets the base of either direction. Invariant: an entry is written by
//! the first packet with ACK, and again by every one that has SYN too; nothing else changes it.
//! Absence: no connection tracking. FIN, RST, a new SYN and time mean nothing here, because they
//! mean nothing to tcpdump; the relative numbers of the annotation come from the tracker.
//!
//! tcpdump never forgets a pair, so its memory grows with the capture. Here the pairs used last
//! are kept, [at least so many](Limits) of them: a capture with fewer pairs of sockets prints
//! exactly as tcpdump has it, and in a larger one so does every connection that is not silent
//! while so many others speak.

mod table;

use crate::directions::{Direction, Directions};
use crate::line::Line;
use crate::payload::Concern;
use crate::sockets::{Ports, Sockets};
use synfin::{ControlBits, Glance, SeqNumber};
use table::{Keyed, Table};

/// How many frames are worth a glance at once: more than a core waits for at the same time.
pub(crate) const AHEAD: usize = 16;

/// With how many pairs a core waits longer for them than it takes to look ahead: a table of several
/// megabytes.
const MANY: usize = 1 << 16;

/// The same where much else is read between two lines: a table that its second-level cache would not
/// hold.
const MANY_IN_COMPANY: usize = 1 << 14;

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
    pub(crate) sockets: &'a Sockets,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair<Address> {
    addresses: [Address; 2],
    ports: [u16; 2],
}

/// Pairs of sockets that are kept at least, by IP version: as many as fill a hash table of 2^18
/// and of 2^17 places. Twice as many are kept at most, in 13 MB each.
struct Limits;

impl Limits {
    const V4: usize = (1 << 18) / 8 * 7;
    const V6: usize = (1 << 17) / 8 * 7;
}

/// The bases of the pairs used last, IPv4 and IPv6 apart.
#[derive(Debug)]
pub(crate) struct SequenceBases {
    v4: Lately<u32>,
    v6: Lately<[u32; 4]>,
    /// What is known besides of pairs used very lately.
    pub(crate) directions: Directions,
}

impl Default for SequenceBases {
    fn default() -> Self {
        Self {
            v4: Lately::new(Limits::V4),
            v6: Lately::new(Limits::V6),
            directions: Directions::default(),
        }
    }
}

/// A table that forgets what was not used for long: when as many keys as its limit were used since
/// the last time, those not used since then go.
#[derive(Debug)]
struct Lately<Address> {
    now: Table<Address>,
    before: Table<Address>,
    limit: usize,
    /// How often that happened.
    turns: u64,
}

impl<Address: Copy + Eq> Lately<Address>
where
    Pair<Address>: Keyed,
{
    fn new(limit: usize) -> Self {
        Self {
            now: Table::new(),
            before: Table::new(),
            limit,
            turns: 0,
        }
    }

    /// What is known of a pair.
    #[inline]
    fn get(&mut self, pair: &Pair<Address>) -> Option<Bases> {
        match self.now.get(pair) {
            None => self.get_from_before(pair),
            bases => bases,
        }
    }

    #[cold]
    fn get_from_before(&mut self, pair: &Pair<Address>) -> Option<Bases> {
        let bases = self.before.get(pair)?;
        self.set(*pair, bases);
        Some(bases)
    }

    #[cold]
    fn set(&mut self, pair: Pair<Address>, bases: Bases) {
        if self.now.len() >= self.limit {
            // What was allocated for those before is used again.
            std::mem::swap(&mut self.now, &mut self.before);
            self.now.clear();
            self.turns += 1;
        }
        self.now.set(pair, bases);
    }
}

impl<Address: Copy + Ord> Pair<Address> {
    /// The pair of a packet's sockets, and whether the lower one sent it.
    #[inline]
    fn of(ports: [u16; 2], addresses: [Address; 2]) -> (Self, bool) {
        let ([source_port, destination_port], [source, destination]) = (ports, addresses);
        let upwards = (source_port, source) <= (destination_port, destination);
        let pair = if upwards {
            Self { addresses, ports }
        } else {
            Self {
                addresses: [destination, source],
                ports: [destination_port, source_port],
            }
        };
        (pair, upwards)
    }
}

impl SequenceBases {
    /// The numbers that a packet shows, after it has been taken note of.
    #[inline(always)]
    pub(crate) fn observe(&mut self, packet: &Numbers<'_>) -> Shown {
        if !packet.control.ack() {
            return Shown::absolute(packet.seq, packet.ack);
        }
        match *packet.sockets {
            Sockets::V4(ports, addresses) => self.observe_v4(ports, addresses, packet),
            Sockets::V6(ports, addresses) => self.observe_v6(ports, addresses, packet),
        }
    }

    /// The same of an IPv4 packet.
    #[inline]
    fn observe_v4(&mut self, ports: Ports, addresses: [u32; 2], packet: &Numbers<'_>) -> Shown {
        if packet.control.syn() {
            self.directions.forget(ports, addresses);
        }
        let turns = self.v4.turns;
        let shown = shown(&mut self.v4, ports, addresses, packet);
        if self.v4.turns != turns {
            // Whoever is silent from now on is to be forgotten at the next turn.
            self.directions.clear();
        }
        shown
    }

    /// Writes what is [remembered](Directions) of a packet's direction, and remembers it, if that is
    /// of use. Gives the bases, which were set by an earlier packet; `None` if none did, or long ago.
    #[inline(never)]
    pub(crate) fn introduce(
        &mut self,
        line: &mut Line<'_>,
        (packet, direction): (u64, Direction),
        absolute: bool,
        has_payload: bool,
    ) -> Option<([SeqNumber; 2], Concern)> {
        let bases = if absolute {
            [SeqNumber(0); 2]
        } else {
            let (ports, addresses) = direction.parts();
            self.bases(ports, addresses)?
        };
        let packet = (packet, direction);
        let concern = (self.directions).introduce(line, packet, bases, has_payload);
        Some((bases, concern))
    }

    /// What the numbers count from that packets between two IPv4 sockets show: the sender's and the
    /// receiver's.
    fn bases(&self, ports: Ports, addresses: [u32; 2]) -> Option<[SeqNumber; 2]> {
        let (pair, upwards) = Pair::of(ports, addresses);
        let Bases { lower, upper } = self.v4.now.get(&pair)?;
        Some(if upwards {
            [lower, upper]
        } else {
            [upper, lower]
        })
    }

    /// [`observe_v4`](Self::observe_v4) of an IPv6 packet.
    #[inline(never)]
    fn observe_v6(
        &mut self,
        ports: Ports,
        addresses: [[u32; 4]; 2],
        packet: &Numbers<'_>,
    ) -> Shown {
        shown(&mut self.v6, ports, addresses, packet)
    }

    /// Are there so many pairs that it is worth while to [anticipate](Self::anticipate) some?
    #[inline]
    pub(crate) const fn has_many(&self, in_company: bool) -> bool {
        let many = if in_company { MANY_IN_COMPANY } else { MANY };
        self.v4.now.len() >= many
    }

    /// Asks for the memory of what is known of a coming packet's sockets. Nothing is changed.
    #[inline]
    pub(crate) fn anticipate(&self, glance: Glance) {
        let sockets = glance.sockets();
        let addresses = sockets.map(|socket| socket.ip().to_bits());
        let (pair, _) = Pair::of(sockets.map(|socket| socket.port()), addresses);
        self.v4.now.prefetch_home(&pair);
    }
}

#[inline]
fn shown<Address: Copy + Ord>(
    known: &mut Lately<Address>,
    ports: [u16; 2],
    addresses: [Address; 2],
    packet: &Numbers<'_>,
) -> Shown
where
    Pair<Address>: Keyed,
{
    let (pair, upwards) = Pair::of(ports, addresses);
    if !packet.control.syn()
        && let Some(bases) = known.get(&pair)
    {
        let (own, peer) = if upwards {
            (bases.lower, bases.upper)
        } else {
            (bases.upper, bases.lower)
        };
        return Shown {
            seq: packet.seq.minus(own.0),
            ack: packet.ack.minus(peer.0),
            sack_base: peer,
        };
    }
    // The acknowledgment's base is one less, so that the first relative acknowledgment is 1.
    let (own, peer) = (packet.seq, packet.ack.minus(1));
    let (lower, upper) = if upwards { (own, peer) } else { (peer, own) };
    known.set(pair, Bases { lower, upper });
    Shown {
        sack_base: peer,
        ..Shown::absolute(packet.seq, packet.ack)
    }
}

#[cfg(test)]
mod tests;
