//! What the lines of packets from one IPv4 socket to another have in common, remembered.
//!
//! Duty: find it at once for the packets that come next. Invariant: what is remembered is what
//! would be worked out: the bases are those of [`SequenceBases`](crate::sequence::SequenceBases),
//! which has them forgotten when it sets others. Absence: IPv6, names; and directions beyond the
//! few that a core's cache holds: where so many speak at the same time, nothing is remembered.

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

/// Octets of the longest text of a direction, `IP ADDRESS.PORT > ADDRESS.PORT: Flags [`, and of
/// the piece it is copied as.
const TEXT: usize = 3 + 21 + 3 + 21 + 9;
const PIECE: usize = 64;

/// What the lines of a direction have in common.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    addresses: [u32; 2],
    ports: Ports,
    /// When it was remembered; 0 for never.
    era: u32,
    /// What the sender's sequence numbers count from, and the acknowledgments of the receiver's.
    pub(crate) bases: [SeqNumber; 2],
    /// What may follow `, length N`, if there is a payload.
    pub(crate) concern: Concern,
    len: u8,
    text: [u8; PIECE],
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

impl Known {
    const NONE: Self = Self {
        addresses: [0; 2],
        ports: [0; 2],
        era: 0,
        bases: [SeqNumber(0); 2],
        concern: Concern::Nothing,
        len: 0,
        text: [0; PIECE],
    };

    /// Appends all that stands before the control bits' letters.
    #[inline]
    pub(crate) fn append(&self, line: &mut Line<'_>) {
        line.piece(&self.text, self.len.into());
    }
}

impl Directions {
    /// What is known of the direction of a packet of this number.
    #[inline(always)]
    pub(crate) fn get(&self, packet: u64, ports: Ports, addresses: [u32; 2]) -> Option<&Known> {
        if packet < self.from {
            return None;
        }
        let home = home(ports, addresses);
        let known = self.places.get(home & self.mask())?;
        if self.is_of(known, ports, addresses) {
            return Some(known);
        }
        self.get_beside(home, ports, addresses)
    }

    /// The same, where another one has its place.
    #[inline(never)]
    fn get_beside(&self, home: usize, ports: Ports, addresses: [u32; 2]) -> Option<&Known> {
        let places = (home..home.wrapping_add(LOOKS)).skip(1);
        let mut known = places.filter_map(|place| self.places.get(place & self.mask()));
        known.find(|known| self.is_of(known, ports, addresses))
    }

    #[inline]
    fn is_of(&self, known: &Known, ports: Ports, addresses: [u32; 2]) -> bool {
        known.addresses == addresses && known.ports == ports && known.era == self.era
    }

    /// Writes what is remembered of a direction that is not known, and remembers it with the bases,
    /// from the packet of this number on. Gives what else is to be known of it.
    pub(crate) fn introduce(
        &mut self,
        line: &mut Line<'_>,
        (packet, ports, addresses): (u64, Ports, [u32; 2]),
        bases: [SeqNumber; 2],
    ) -> ([SeqNumber; 2], Concern) {
        let start = line.len();
        let ([source, destination], [source_port, destination_port]) = (addresses, ports);
        line.lit(b"IP ");
        line.ipv4_socket(source, source_port);
        line.lit(b" > ");
        line.ipv4_socket(destination, destination_port);
        line.lit(b": Flags [");
        let len = line.len() - start;
        debug_assert!(len <= TEXT);
        let concern = Concern::of(ports);
        if let (Some(text), Ok(len)) = (line.since(start), u8::try_from(len))
            && packet >= self.from
        {
            let known = Known {
                addresses,
                ports,
                era: 0,
                bases,
                concern,
                len,
                text: *text,
            };
            self.remember(packet, known);
        }
        (bases, concern)
    }

    fn remember(&mut self, packet: u64, known: Known) {
        if (self.len + 1) * 2 > self.places.len() {
            self.begin_anew(packet);
        }
        let (home, mask) = (home(known.ports, known.addresses), self.mask());
        let place = (home..home.wrapping_add(LOOKS))
            .find(|place| {
                let known = self.places.get(place & mask);
                known.is_some_and(|known| known.era != self.era)
            })
            .unwrap_or(home);
        if let Some(place) = self.places.get_mut(place & mask) {
            self.len += 1;
            *place = Known {
                era: self.era,
                ..known
            };
        }
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
        let back = ([destination_port, source_port], [destination, source]);
        let mask = self.mask();
        for (ports, addresses) in [(ports, addresses), back] {
            let home = home(ports, addresses);
            for place in home..home.wrapping_add(LOOKS) {
                if let Some(known) = self.places.get_mut(place & mask)
                    && (known.addresses, known.ports) == (addresses, ports)
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

/// The place where the search for a direction begins, in as many places as may be.
#[inline]
fn home(ports: Ports, [source, destination]: [u32; 2]) -> usize {
    let [source_port, destination_port] = ports.map(u64::from);
    let addresses = u64::from(source) << 32 | u64::from(destination);
    let ports = (source_port << 16 | destination_port).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let [.., a, b, c, d] = (addresses ^ ports)
        .wrapping_mul(0xd6e8_feb8_6659_fd93)
        .to_le_bytes();
    u32::from_le_bytes([a, b, c, d]) as usize
}

#[cfg(test)]
mod tests {
    use super::{Directions, MOST, REST, WORTH};
    use crate::line::{Line, NEW_ROOM};
    use synfin::SeqNumber;

    /// The direction of a number, in a packet.
    fn of(packet: u64, number: u16) -> (u64, [u16; 2], [u32; 2]) {
        (packet, [number, 80], [u32::from(number) << 3, 7])
    }

    fn introduce(directions: &mut Directions, packet: (u64, [u16; 2], [u32; 2])) {
        let mut room = NEW_ROOM;
        let bases = [SeqNumber(1), SeqNumber(2)];
        directions.introduce(&mut Line::new(&mut room), packet, bases);
    }

    fn knows(directions: &Directions, number: u16) -> bool {
        let (packet, ports, addresses) = of(u64::MAX, number);
        directions.get(packet, ports, addresses).is_some()
    }

    #[test]
    fn what_was_remembered_is_known_until_it_is_forgotten() {
        let mut directions = Directions::default();
        assert!(!knows(&directions, 0));
        for number in 0..20 {
            introduce(&mut directions, of(0, number));
            assert!(knows(&directions, number));
        }
        let (_, [one, other], [source, destination]) = of(0, 7);
        let back = (0, [other, one], [destination, source]);
        introduce(&mut directions, back);
        assert!(directions.get(0, back.1, back.2).is_some());
        directions.forget([one, other], [source, destination]);
        assert!(!knows(&directions, 7) && knows(&directions, 8));
        assert!(directions.get(0, back.1, back.2).is_none());
        directions.clear();
        assert!((0..20).all(|number| !knows(&directions, number)));
    }

    #[test]
    fn an_empty_place_is_nobodys() {
        let mut directions = Directions::default();
        introduce(&mut directions, of(0, 1));
        assert!(directions.get(0, [0; 2], [0; 2]).is_none());
    }

    #[test]
    fn where_all_speak_once_nothing_is_remembered_for_a_while() {
        let mut directions = Directions::default();
        let mut known = 0;
        for number in 0..u16::MAX {
            introduce(&mut directions, of(number.into(), number));
            known += u32::from(knows(&directions, number));
        }
        assert!(known < 2 * u32::try_from(MOST).unwrap());
        let (packet, ports, addresses) = of(REST * 2, 1);
        introduce(&mut directions, (packet, ports, addresses));
        assert!(directions.get(packet, ports, addresses).is_some());
        // With enough packets a direction it goes on.
        let mut directions = Directions::default();
        for number in 0..u16::MAX {
            introduce(&mut directions, of(u64::from(number) * (WORTH + 1), number));
            assert!(knows(&directions, number));
        }
    }
}
