//! How soon an endpoint answered at the earliest.

use crate::packing::{Pack, Packer, Unpacker};

/// The shortest of several times in nanoseconds; the longest that there is stands for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fastest(i64);

impl Default for Fastest {
    fn default() -> Self {
        Self(i64::MAX)
    }
}

impl Fastest {
    /// Takes another one.
    pub(super) fn take(&mut self, nanos: i64) {
        self.0 = self.0.min(nanos);
    }

    /// The shortest so far, in nanoseconds.
    pub(super) fn nanos(self) -> Option<i64> {
        (self.0 != i64::MAX).then_some(self.0)
    }
}

impl Pack for Fastest {
    fn pack(&self, to: &mut Packer) {
        self.nanos().pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Option::unpack(from)?.map_or_else(Self::default, Self))
    }
}
