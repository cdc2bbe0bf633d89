//! A connection of which nothing is wanted at the moment, in a fraction of the room.
//!
//! Duty: keep all that is known of it, and what is asked of it meanwhile. Invariant: what wakes is
//! what fell asleep: a lone SYN's connection is made again, for a connection follows from its
//! segments alone; any other is packed. Absence: when it is worth the trouble, which depends on how
//! many flows there are.

use super::bound::Worth;
use super::held::Kept;
use crate::packing::{self, packed};
use crate::prefetch::{prefetch, prefetch_octets};
use crate::tcp::Beginning;
use crate::{Connection, ControlBits, Segment};

/// A connection in less room.
#[derive(Debug)]
pub(super) enum Asleep {
    /// All that there is of it is a SYN: half as much work.
    Syn(Box<Kept>),
    /// There is more of it: the octets of a [`Sort`], then of the connection.
    Packed(Box<[u8]>),
}

/// What matters of a connection to others, and does not stand at its beginning.
#[derive(Clone, Copy, Debug)]
struct Sort {
    is_unanswered: bool,
    is_closing: bool,
    is_over: bool,
}

packed!(Sort {
    is_unanswered,
    is_closing,
    is_over
});

impl Asleep {
    /// A connection of which this is the only segment, if it can be made again from that.
    pub(super) fn of_syn(segment: &Segment<'_>) -> Option<Self> {
        let is_lone = segment.control == ControlBits::SYN && segment.payload_len == 0;
        is_lone.then(|| Self::Syn(Box::new(Kept::new(segment))))
    }

    /// Packs a connection of such a worth.
    pub(super) fn packed(connection: &Connection, worth: Worth) -> Self {
        let sort = Sort {
            is_unanswered: matches!(worth, Worth::Unanswered(_)),
            is_closing: matches!(worth, Worth::Closing(_)),
            is_over: connection.is_over(),
        };
        Self::Packed(packing::pack_pair(&sort, connection))
    }

    /// How useful it is to keep the connection.
    pub(super) fn worth(&self) -> Option<Worth> {
        match self {
            Self::Syn(syn) => Some(Worth::Unanswered(syn.segment().packet)),
            Self::Packed(octets) => {
                let (sort, beginning) = beginning(octets)?;
                Some(match sort {
                    Sort {
                        is_unanswered: true,
                        ..
                    } => Worth::Unanswered(beginning.first_packet()),
                    Sort {
                        is_closing: true, ..
                    } => Worth::Closing(beginning.last_packet()),
                    _ => Worth::Open(beginning.last_packet()),
                })
            }
        }
    }

    /// Is nothing left of it but, perhaps, TIME-WAIT?
    pub(super) fn is_over(&self) -> bool {
        match self {
            Self::Syn(_) => false,
            Self::Packed(octets) => {
                packing::unpack_first::<Sort>(octets).is_some_and(|sort| sort.is_over)
            }
        }
    }

    /// The latest time of its packets, in nanoseconds.
    pub(super) fn latest_time(&self) -> Option<i64> {
        match self {
            Self::Syn(syn) => Some(syn.segment().time.as_nanos()),
            Self::Packed(octets) => beginning(octets).map(|(_, beginning)| beginning.latest),
        }
    }

    /// The connection, which has this number, and is the how many-th of its flow. There is one: what
    /// is packed was packed by this very process.
    pub(super) fn wake(
        self,
        (id, incarnation): (u64, u32),
        two_msl: i64,
    ) -> Option<Box<Connection>> {
        match self {
            Self::Syn(syn) => {
                let syn = syn.segment();
                let mut connection = Box::new(Connection::new(id, incarnation, &syn));
                connection.observe(&syn, two_msl);
                Some(connection)
            }
            Self::Packed(octets) => {
                let connection = packing::unpack::<(Sort, Connection)>(&octets);
                debug_assert!(connection.is_some(), "what was packed comes out again");
                connection.map(|(_, connection)| Box::new(connection))
            }
        }
    }

    /// Asks for its memory.
    #[inline]
    pub(super) fn prefetch(&self) {
        match self {
            Self::Syn(syn) => prefetch(&**syn),
            Self::Packed(octets) => prefetch_octets(octets),
        }
    }
}

/// What a packed connection begins with. There is something: it was packed by this very process.
fn beginning(octets: &[u8]) -> Option<(Sort, Beginning)> {
    packing::unpack_first(octets)
}
