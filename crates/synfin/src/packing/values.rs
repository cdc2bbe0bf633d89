//! How the usual types are packed.
//!
//! Duty: numbers, times, options, boxes, pairs, lists. Invariant: as `packing`'s. Absence: types of
//! this crate that are packed where they are defined.

use super::{Pack, Packer, Unpacker};
use crate::{End, Timestamp};
use std::collections::VecDeque;
use std::ops::Range;

/// More values than this are in no list that is packed.
const MOST: u64 = 1 << 20;

impl Pack for () {
    fn pack(&self, _: &mut Packer) {}

    fn unpack(_: &mut Unpacker<'_>) -> Option<Self> {
        Some(())
    }
}

impl Pack for bool {
    fn pack(&self, to: &mut Packer) {
        to.bit(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.bit()
    }
}

impl Pack for u8 {
    fn pack(&self, to: &mut Packer) {
        let is_any = *self != 0;
        to.bit(is_any);
        if is_any {
            to.octets(&[*self]);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        if !from.bit()? {
            return Some(0);
        }
        let [octet] = *from.octets()?;
        Some(octet)
    }
}

impl Pack for u16 {
    fn pack(&self, to: &mut Packer) {
        to.number((*self).into());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Pack for u32 {
    fn pack(&self, to: &mut Packer) {
        to.near(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.near()
    }
}

/// Many are numbers of packets, which are near to one another.
impl Pack for u64 {
    fn pack(&self, to: &mut Packer) {
        let small = u32::try_from(*self);
        to.bit(small.is_err());
        match small {
            Ok(small) => to.near(small),
            Err(_) => to.number(*self),
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        if from.bit()? {
            from.number()
        } else {
            from.near().map(Self::from)
        }
    }
}

/// Packs signed numbers that are mostly near to 0.
macro_rules! packed_folded {
    ($($type:ty),+) => {
        $(impl Pack for $type {
            fn pack(&self, to: &mut Packer) {
                to.number(super::folded((*self).into()));
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                super::unfolded(from.number()?).try_into().ok()
            }
        })+
    };
}

packed_folded!(i16, i32);

impl Pack for i64 {
    fn pack(&self, to: &mut Packer) {
        to.time(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.time()
    }
}

/// As the nanoseconds it stands for, if there are no others that stand for as many.
impl Pack for Timestamp {
    fn pack(&self, to: &mut Packer) {
        let usual = Self::from_nanos(self.as_nanos()) == *self;
        usual.pack(to);
        if usual {
            self.as_nanos().pack(to);
        } else {
            self.seconds().pack(to);
            self.subsec_nanos().pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(if bool::unpack(from)? {
            Self::from_nanos(i64::unpack(from)?)
        } else {
            Self::new(i64::unpack(from)?, u64::unpack(from)?)
        })
    }
}

super::packed_as_number!(End: Lower, Upper);

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, to: &mut Packer) {
        self.is_some().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(if bool::unpack(from)? {
            Some(T::unpack(from)?)
        } else {
            None
        })
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, to: &mut Packer) {
        T::pack(self, to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        T::unpack(from).map(Self::new)
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, to: &mut Packer) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<T: Pack> Pack for Range<T> {
    fn pack(&self, to: &mut Packer) {
        self.start.pack(to);
        self.end.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(T::unpack(from)?..T::unpack(from)?)
    }
}

impl<T: Pack + Copy + Default, const N: usize> Pack for [T; N] {
    fn pack(&self, to: &mut Packer) {
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let mut all = [T::default(); N];
        for value in &mut all {
            *value = T::unpack(from)?;
        }
        Some(all)
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, to: &mut Packer) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let len = from.number().filter(|len| *len <= MOST)?;
        (0..len).map(|_| T::unpack(from)).collect()
    }
}

impl<T: Pack> Pack for VecDeque<T> {
    fn pack(&self, to: &mut Packer) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Vec::unpack(from).map(Self::from)
    }
}
