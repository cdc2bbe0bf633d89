//! Calls that were printed, for the replies to come.
//!
//! Duty: find a reply's call. Invariant: the last 64 are kept, as tcpdump does, and looked through
//! from the one that was found last; a call is never taken out. Absence: ports do not count.

use super::Procedure;
use crate::sockets::Sockets;

/// How many calls are kept.
const KEPT: usize = 64;

/// The calls printed last, in a ring.
#[derive(Debug, Default)]
pub(in super::super) struct Calls {
    ring: Vec<Call>,
    /// Where the next one goes.
    next: usize,
    /// The one that was found last.
    found: usize,
}

#[derive(Clone, Copy, Debug)]
struct Call {
    id: u32,
    hosts: Hosts,
    procedure: Procedure,
}

/// The addresses of a client and a server, the client's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hosts {
    V4([u32; 2]),
    V6([[u32; 4]; 2]),
}

impl Hosts {
    /// The source and the destination.
    const fn of(sockets: Sockets) -> Self {
        match sockets {
            Sockets::V4(_, addresses) => Self::V4(addresses),
            Sockets::V6(_, addresses) => Self::V6(addresses),
        }
    }

    const fn swapped(self) -> Self {
        match self {
            Self::V4([one, other]) => Self::V4([other, one]),
            Self::V6([one, other]) => Self::V6([other, one]),
        }
    }
}

impl Calls {
    /// Keeps a call with this transaction number, sent from one socket to another.
    pub(super) fn enter(&mut self, id: u32, sockets: Sockets, procedure: Procedure) {
        let call = Call {
            id,
            hosts: Hosts::of(sockets),
            procedure,
        };
        match self.ring.get_mut(self.next) {
            Some(place) => *place = call,
            None => self.ring.push(call),
        }
        self.next = (self.next + 1) % KEPT;
    }

    /// The procedure of the call that a reply answers.
    pub(super) fn find(&mut self, id: u32, sockets: Sockets) -> Option<Procedure> {
        let hosts = Hosts::of(sockets).swapped();
        let places = (0..KEPT).map(|step| (self.found + step) % KEPT);
        let is_it = |call: &Call| call.id == id && call.hosts == hosts;
        let mut found = places.filter_map(|place| Some((place, self.ring.get(place)?)));
        let (place, call) = found.find(|(_, call)| is_it(call))?;
        self.found = place;
        Some(call.procedure)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calls, KEPT, Procedure};
    use crate::sockets::Sockets;

    const CALL: Sockets = Sockets::V4([1023, 2049], [1, 2]);
    const REPLY: Sockets = Sockets::V4([2049, 700], [2, 1]);

    #[test]
    fn a_reply_finds_its_call_by_number_and_addresses() {
        let mut calls = Calls::default();
        let lookup = Procedure::new(3, 3);
        calls.enter(7, CALL, lookup);
        assert_eq!(calls.find(7, REPLY), Some(lookup));
        assert_eq!(calls.find(8, REPLY), None);
        assert_eq!(calls.find(7, CALL), None);
    }

    #[test]
    fn the_last_calls_are_kept() {
        let mut calls = Calls::default();
        for id in 0..=64 {
            calls.enter(id, CALL, Procedure::new(3, id));
        }
        assert_eq!(calls.ring.len(), KEPT);
        assert_eq!(calls.find(0, REPLY), None);
        assert_eq!(calls.find(1, REPLY), Some(Procedure::new(3, 1)));
        assert_eq!(calls.find(64, REPLY), Some(Procedure::new(3, 64)));
    }
}
