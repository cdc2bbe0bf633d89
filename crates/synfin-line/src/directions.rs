//! What the lines of packets from one IPv4 socket to another have in common, remembered.
//!
//! Duty: find it at once for the packets that come next. Invariant: what is remembered is what
//! would be worked out: the bases are those of [`SequenceBases`](crate::sequence::SequenceBases),
//! which has them forgotten when it sets others. Absence: IPv6, names; and directions beyond the
//! few that a core's cache holds: where so many speak at the same time, nothing is remembered.

use crate::last::Last;
use crate::line::Line;
use crate::payload::Concern;
use crate::sockets::Ports;
use synfin::SeqNumber;

/// The most places, and how many there are at first. Powers of two.
const MOST: usize = 4096;
const FEWEST: usize = 64;

/// How many places are looked at for a direction. Who wants to make many share one gains nothing.
const LOOKS: usize = 4;

/// With fewer packets than so many for each direction, remembering costs more than it saves.
const WORTH: u64 = 3;

/// For so many packets nothing is remembered then.
const REST: u64 = 1 << 16;

/// Octets of the longest text of a direction, ` IP ADDRESS.PORT > ADDRESS.PORT: Flags [`, and of
/// the piece it is copied as.
const TEXT: usize = 4 + 21 + 3 + 21 + 9;
const PIECE: usize = 64;

/// A direction: from one IPv4 socket to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    /// The source address and the destination address as they stand in a header, the first octet
    /// lowest.
    addresses: u64,
    /// The same of the ports.
    ports: u32,
}

/// What the lines of a direction have in common.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    direction: Direction,
    /// When it was remembered; 0 for never.
    era: u32,
    /// What stands before the control bits' letters.
    len: u8,
    text: [u8; PIECE],
    pub(crate) last: Last,
}

/// The directions in which packets went lately.
#[derive(Debug)]
pub(crate) struct Directions {
    places: Vec<Known>,
    /// How often all was forgotten, and one more. What is from an earlier time is forgotten.
    era: u32,
    /// How many were remembered in this era, and the first packet of it.
    len: usize,
    begun: u64,
    /// The first packet for which something is remembered.
    from: u64,
}

impl Default for Directions {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            era: 1,
            len: 0,
            begun: 0,
            from: 0,
        }
    }
}

impl Direction {
    /// The direction from these addresses and ports to those behind them.
    pub(crate) fn new(ports: Ports, addresses: [u32; 2]) -> Self {
        let [[s1, s0], [d1, d0]] = ports.map(u16::to_be_bytes);
        Self::of_header(addresses.map(u32::to_be_bytes), [s1, s0, d1, d0])
    }

    /// The same as they stand in a header.
    #[inline(always)]
    pub(crate) const fn of_header([source, destination]: [[u8; 4]; 2], ports: [u8; 4]) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (source, destination);
        Self {
            addresses: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            ports: u32::from_le_bytes(ports),
        }
    }

    /// The ports and the addresses, the source's first.
    pub(crate) fn parts(&self) -> (Ports, [u32; 2]) {
        let [a, b, c, d, e, f, g, h] = self.addresses.to_le_bytes();
        let [s1, s0, d1, d0] = self.ports.to_le_bytes();
        (
            [[s1, s0], [d1, d0]].map(u16::from_be_bytes),
            [[a, b, c, d], [e, f, g, h]].map(u32::from_be_bytes),
        )
    }

    /// The place where the search for it begins, in as many places as may be.
    #[inline(always)]
    fn home(&self) -> usize {
        let mixed = self.addresses ^ u64::from(self.ports).wrapping_mul(0x7feb_352d);
        // The highest bits depend on all octets.
        let high = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - MOST.ilog2());
        usize::try_from(high).unwrap_or(0)
    }
}

impl Known {
    const NONE: Self = Self {
        direction: Direction {
            addresses: 0,
            ports: 0,
        },
        era: 0,
        len: 0,
        text: [0; PIECE],
        last: Last::new([SeqNumber(0); 2], Concern::Nothing),
    };

    #[inline(always)]
    fn is_of(&self, direction: Direction, era: u32) -> bool {
        self.direction == direction && self.era == era
    }

    /// Appends all that stands before the control bits' letters.
    #[inline]
    pub(crate) fn append(&self, line: &mut Line<'_>) {
        line.piece(&self.text, self.len.into());
    }
}

impl Directions {
    /// What is known of the direction of a packet of this number.
    #[inline(always)]
    pub(crate) fn get(&mut self, packet: u64, direction: Direction) -> Option<&mut Known> {
        if packet < self.from {
            return None;
        }
        let home = direction.home();
        let place = home & self.mask();
        if self.places.get(place)?.is_of(direction, self.era) {
            return self.places.get_mut(place);
        }
        self.get_beside(home, direction)
    }

    /// The same, where another one has its place.
    #[inline(never)]
    fn get_beside(&mut self, home: usize, direction: Direction) -> Option<&mut Known> {
        let (mask, era) = (self.mask(), self.era);
        let mut places = (home..home.wrapping_add(LOOKS)).skip(1);
        let place = places.find(|place| {
            let known = self.places.get(place & mask);
            known.is_some_and(|known| known.is_of(direction, era))
        })?;
        self.places.get_mut(place & mask)
    }

    /// Writes what is remembered of a direction that is not known, and remembers it with the bases,
    /// from the packet of this number on. Gives what else is to be known of it, as far as it matters
    /// to a packet with or without payload.
    pub(crate) fn introduce(
        &mut self,
        line: &mut Line<'_>,
        (packet, direction): (u64, Direction),
        bases: [SeqNumber; 2],
        has_payload: bool,
    ) -> Concern {
        let start = line.len();
        let (ports, [source, destination]) = direction.parts();
        let [source_port, destination_port] = ports;
        line.lit(b" IP ");
        line.ipv4_socket(source, source_port);
        line.lit(b" > ");
        line.ipv4_socket(destination, destination_port);
        line.lit(b": Flags [");
        let len = line.len() - start;
        debug_assert!(len <= TEXT);
        let remembers = packet >= self.from;
        if !remembers && !has_payload {
            return Concern::Nothing;
        }
        let concern = Concern::of(ports);
        if let (Some(text), Ok(len)) = (line.since(start), u8::try_from(len))
            && remembers
        {
            let place = self.place_for(packet, direction);
            let era = self.era;
            if let Some(place) = self.places.get_mut(place) {
                *place = Known {
                    direction,
                    era,
                    len,
                    text: *text,
                    last: Last::new(bases, concern),
                };
            }
        }
        concern
    }

    /// The place where a direction is to be remembered.
    fn place_for(&mut self, packet: u64, direction: Direction) -> usize {
        if (self.len + 1) * 2 > self.places.len() {
            self.begin_anew(packet);
        }
        self.len += 1;
        let (home, mask) = (direction.home(), self.mask());
        let mut places = (home..home.wrapping_add(LOOKS)).map(|place| place & mask);
        let free = places.find(|place| {
            let known = self.places.get(*place);
            known.is_some_and(|known| known.era != self.era)
        });
        free.unwrap_or(home & mask)
    }

    /// Forgets all where the places are taken, and provides more of them if that is of use.
    fn begin_anew(&mut self, packet: u64) {
        let lines = packet.saturating_sub(self.begun);
        if self.places.len() < MOST {
            let more = (self.places.len() * 8).clamp(FEWEST, MOST);
            self.places = vec![Known::NONE; more];
        } else if lines < WORTH * self.len as u64 {
            self.from = packet.saturating_add(REST);
        }
        self.begun = packet.max(self.from);
        self.clear();
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.era = self.era.wrapping_add(1);
        self.len = 0;
    }

    /// Forgets both directions between two sockets.
    #[cold]
    pub(crate) fn forget(&mut self, ports: Ports, addresses: [u32; 2]) {
        let ([source, destination], [source_port, destination_port]) = (addresses, ports);
        let there = Direction::new(ports, addresses);
        let back = Direction::new([destination_port, source_port], [destination, source]);
        let mask = self.mask();
        for direction in [there, back] {
            let home = direction.home();
            for place in home..home.wrapping_add(LOOKS) {
                if let Some(known) = self.places.get_mut(place & mask)
                    && known.direction == direction
                {
                    known.era = 0;
                }
            }
        }
    }

    #[inline]
    const fn mask(&self) -> usize {
        self.places.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests;
