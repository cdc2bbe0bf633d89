//! A connection of which nothing is wanted at the moment, in a fraction of the room.
//!
//! Duty: keep all that is known of it, and what is asked of it meanwhile. Invariant: what wakes is
//! what fell asleep: a lone SYN's connection is made again, for a connection follows from its
//! segments alone; any other is packed. Absence: when it is worth the trouble, which depends on how
//! many flows there are.

use super::bound::Worth;
use super::held::Kept;
use crate::flow::{CompactKey, Probe};
use crate::{Connection, ControlBits, FlowKey, Segment, packing};

/// A connection in less room.
#[derive(Debug)]
pub(super) enum Asleep {
    /// All that there is of it is a SYN: half as much work.
    Syn(Box<LoneSyn>),
    /// There is more of it.
    Packed(Box<Packed>),
}

/// A SYN whose connection is made again.
#[derive(Debug)]
pub(super) struct LoneSyn {
    id: u64,
    incarnation: u32,
    syn: Kept,
}

/// A packed connection.
#[derive(Debug)]
pub(super) struct Packed {
    id: u64,
    latest: i64,
    worth: Worth,
    over: bool,
    /// The connection; its key comes first.
    octets: Box<[u8]>,
}

impl Asleep {
    /// A connection of which this is the only segment, if it can be made again from that.
    pub(super) fn of_syn(connection: &Connection, segment: &Segment<'_>) -> Option<Self> {
        let is_lone = segment.control == ControlBits::SYN && segment.payload_len == 0;
        is_lone.then(|| {
            Self::Syn(Box::new(LoneSyn {
                id: connection.id(),
                incarnation: connection.incarnation(),
                syn: Kept::new(segment),
            }))
        })
    }

    /// Packs a connection of such a worth.
    pub(super) fn packed(connection: &Connection, worth: Worth) -> Self {
        Self::Packed(Box::new(Packed {
            id: connection.id(),
            latest: connection.latest_time(),
            worth,
            over: connection.is_over(),
            octets: packing::pack(connection),
        }))
    }

    pub(super) const fn id(&self) -> u64 {
        match self {
            Self::Syn(lone) => lone.id,
            Self::Packed(packed) => packed.id,
        }
    }

    /// How useful it is to keep the connection.
    pub(super) fn worth(&self) -> Worth {
        match self {
            Self::Syn(lone) => Worth::Unanswered(lone.syn.segment().packet),
            Self::Packed(packed) => packed.worth,
        }
    }

    /// Is nothing left of it but, perhaps, TIME-WAIT?
    pub(super) const fn is_over(&self) -> bool {
        match self {
            Self::Syn(_) => false,
            Self::Packed(packed) => packed.over,
        }
    }

    /// The latest time of its packets, in nanoseconds.
    pub(super) fn latest_time(&self) -> i64 {
        match self {
            Self::Syn(lone) => lone.syn.segment().time.as_nanos(),
            Self::Packed(packed) => packed.latest,
        }
    }

    pub(super) fn key(&self) -> Option<FlowKey> {
        match self {
            Self::Syn(lone) => Some(FlowKey::of(&lone.syn.segment())),
            Self::Packed(packed) => packed.key().map(|key| key.key()),
        }
    }

    /// Is it of the flow that is looked for?
    pub(super) fn is(&self, probe: &Probe) -> bool {
        match self {
            Self::Syn(lone) => Probe::of(&lone.syn.segment()).0 == *probe,
            Self::Packed(packed) => packed.key().is_some_and(|key| key.is(probe)),
        }
    }

    /// The connection. There is one: what is packed was packed by this very process.
    pub(super) fn wake(self, two_msl: i64) -> Option<Box<Connection>> {
        match self {
            Self::Syn(lone) => {
                let syn = lone.syn.segment();
                let mut connection = Box::new(Connection::new(lone.id, lone.incarnation, &syn));
                connection.observe(&syn, two_msl);
                Some(connection)
            }
            Self::Packed(packed) => {
                let connection = packing::unpack(&packed.octets);
                debug_assert!(connection.is_some(), "what was packed comes out again");
                connection.map(Box::new)
            }
        }
    }

    /// Reads a little of it, so that it is in the processor's caches.
    #[inline]
    pub(super) fn touch(&self) -> u64 {
        match self {
            Self::Syn(lone) => lone.id ^ u64::from(lone.syn.segment().ttl),
            Self::Packed(packed) => {
                let octets = packed.octets.iter().step_by(64);
                octets.fold(packed.id, |read, octet| read ^ u64::from(*octet))
            }
        }
    }
}

impl Packed {
    fn key(&self) -> Option<CompactKey> {
        packing::unpack_first(&self.octets)
    }
}
