//! The little that is asked of a packed connection.
//!
//! Duty: read it without the rest. Invariant: its fields are the first that a connection packs, in
//! the same order. Absence: how a connection is packed.

use crate::Timestamp;
use crate::flow::CompactKey;
use crate::packing::packed;

/// What a packed connection begins with, for who wants to know no more of it.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) key: CompactKey,
    pub(crate) id: u64,
    first: (u64, Timestamp),
    last: (u64, Timestamp),
    pub(crate) latest: i64,
}

impl Beginning {
    pub(crate) const fn first_packet(&self) -> u64 {
        self.first.0
    }

    pub(crate) const fn last_packet(&self) -> u64 {
        self.last.0
    }
}

packed!(Beginning {
    key,
    id,
    first,
    last,
    latest
});
