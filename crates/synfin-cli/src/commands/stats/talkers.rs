//! Who sent most, in bounded memory.
//!
//! Invariant: at most [`MOST`] addresses are kept, whatever the capture. Where there are more, the
//! half that sent least is forgotten; how much any address can have sent before it was forgotten
//! is known, so the figures say how far they may be too low. Absence: no words.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;

/// Addresses kept: some 20 MiB.
const MOST: usize = 1 << 18;

/// Addresses that are listed.
const LISTED: usize = 10;

/// What an address sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Talk {
    /// Octets of payload.
    pub(crate) octets: u64,
    /// Connections it took part in.
    pub(crate) connections: u64,
}

/// Addresses, and what they sent.
#[derive(Debug)]
pub(super) struct Talkers {
    kept: HashMap<IpAddr, Talk>,
    most: usize,
    forgotten: Talk,
}

impl Default for Talkers {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            most: MOST,
            forgotten: Talk::default(),
        }
    }
}

impl Talkers {
    /// Adds what an address sent in a connection.
    pub(super) fn add(&mut self, address: IpAddr, octets: u64) {
        let talk = self.kept.entry(address).or_default();
        talk.octets = talk.octets.saturating_add(octets);
        talk.connections += 1;
        if self.kept.len() > self.most {
            self.forget();
        }
    }

    /// Forgets the half that sent least.
    #[cold]
    fn forget(&mut self) {
        let mut talks: Vec<Talk> = self.kept.values().copied().collect();
        let (_, bound, _) = talks.select_nth_unstable(self.most / 2);
        let bound = *bound;
        let mut gone = Talk::default();
        // Of those that sent just as much as the bound some must go too.
        let mut surplus = self.kept.len() - self.most / 2;
        self.kept.retain(|_, talk| {
            let goes = *talk <= bound && surplus > 0;
            if goes {
                surplus -= 1;
                gone.octets = gone.octets.max(talk.octets);
                gone.connections = gone.connections.max(talk.connections);
            }
            !goes
        });
        self.forgotten.octets = self.forgotten.octets.saturating_add(gone.octets);
        self.forgotten.connections += gone.connections;
    }

    /// Those that sent most, and what may be missing in the figures of each.
    pub(super) fn listed(self) -> (Vec<(IpAddr, Talk)>, Talk) {
        let mut all: Vec<_> = self.kept.into_iter().collect();
        all.sort_unstable_by_key(|(address, talk)| (Reverse(talk.octets), *address));
        all.truncate(LISTED);
        (all, self.forgotten)
    }
}

#[cfg(test)]
mod tests {
    use super::{Talk, Talkers};
    use std::net::{IpAddr, Ipv4Addr};

    fn address(number: u32) -> IpAddr {
        Ipv4Addr::from(number).into()
    }

    #[test]
    fn those_that_sent_most_stay_however_many_come() {
        let mut talkers = Talkers {
            most: 100,
            ..Talkers::default()
        };
        for round in 0..1000 {
            talkers.add(address(1), 1000);
            talkers.add(address(2), 900);
            // Each once: none of these sent much.
            talkers.add(address(1000 + round), 3);
        }
        assert!(talkers.kept.len() <= 100);
        let (listed, missing) = talkers.listed();
        let talk = |octets| Talk {
            octets,
            connections: 1000,
        };
        assert_eq!(
            listed[..2],
            [(address(1), talk(1_000_000)), (address(2), talk(900_000))]
        );
        assert!(missing.octets > 0 && missing.octets < 100, "{missing:?}");
    }

    #[test]
    fn what_is_missing_is_bounded_by_what_is_said() {
        let mut talkers = Talkers {
            most: 8,
            ..Talkers::default()
        };
        let mut truth = vec![0; 50];
        let mut number = 1_u32;
        for _ in 0..5000 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (who, octets) = (number >> 8 & 31, number >> 20 & 63);
            truth[who as usize] += u64::from(octets);
            talkers.add(address(who), octets.into());
        }
        let (listed, missing) = talkers.listed();
        for (address, talk) in listed {
            let IpAddr::V4(address) = address else {
                unreachable!()
            };
            let truth = truth[u32::from(address) as usize];
            assert!(talk.octets <= truth && truth <= talk.octets + missing.octets);
        }
    }

    #[test]
    fn nothing_is_missing_where_all_are_kept() {
        let mut talkers = Talkers::default();
        (0..20).for_each(|number| talkers.add(address(number), number.into()));
        let (listed, missing) = talkers.listed();
        assert_eq!((listed.len(), listed[0].0), (10, address(19)));
        assert_eq!(missing, Talk::default());
    }
}
