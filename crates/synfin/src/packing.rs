//! What is known of a connection in as few octets as can be, for as long as nobody asks.
//!
//! Duty: write values one after the other, and read them in the same order. Invariant: what is read
//! is what was written, so that packing shows nowhere. Absence: no format: these octets never
//! leave the process, and change with the types that are packed.

mod context;
mod values;

use crate::SeqNumber;
use context::Context;

/// Times farther than this from 0 are written as distances from the last one.
const LARGE: u64 = 1 << 40;

/// A value that can be packed.
pub(crate) trait Pack: Sized {
    /// Writes it.
    fn pack(&self, to: &mut Packer);

    /// Reads it; `None` where none was written.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Packs a struct, field by field; with `copy` before its name one whose fields may not be aligned,
/// with `newtype` one that has a single field without a name.
macro_rules! packed {
    (copy $type:ty { $($field:ident),+ $(,)? }) => {
        impl crate::packing::Pack for $type {
            fn pack(&self, to: &mut crate::packing::Packer) {
                $(crate::packing::Pack::pack(&{ self.$field }, to);)+
            }
            packed!(@unpack $($field),+);
        }
    };
    ($type:ty { $($field:ident),+ $(,)? }) => {
        impl crate::packing::Pack for $type {
            fn pack(&self, to: &mut crate::packing::Packer) {
                $(crate::packing::Pack::pack(&self.$field, to);)+
            }
            packed!(@unpack $($field),+);
        }
    };
    (newtype $type:ident) => {
        impl crate::packing::Pack for $type {
            fn pack(&self, to: &mut crate::packing::Packer) {
                crate::packing::Pack::pack(&self.0, to);
            }

            fn unpack(from: &mut crate::packing::Unpacker<'_>) -> Option<Self> {
                crate::packing::Pack::unpack(from).map(Self)
            }
        }
    };
    (@unpack $($field:ident),+) => {
        fn unpack(from: &mut crate::packing::Unpacker<'_>) -> Option<Self> {
            Some(Self { $($field: crate::packing::Pack::unpack(from)?),+ })
        }
    };
}

/// Packs an enum without fields.
macro_rules! packed_as_number {
    ($type:ty: $($variant:ident),+ $(,)?) => {
        impl crate::packing::Pack for $type {
            fn pack(&self, to: &mut crate::packing::Packer) {
                to.number(match self {
                    $(Self::$variant => Self::$variant as u64),+
                });
            }

            fn unpack(from: &mut crate::packing::Unpacker<'_>) -> Option<Self> {
                match from.number()? {
                    $(number if number == Self::$variant as u64 => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use {packed, packed_as_number};

/// Writes values.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    octets: Vec<u8>,
    /// Where the octet is that the next bit goes to, and which bit of it that is; none if there is
    /// no room in it.
    bits: usize,
    bit: u8,
    context: Context,
}

/// Reads them.
#[derive(Debug)]
pub(crate) struct Unpacker<'a> {
    octets: &'a [u8],
    /// The octet that the next bit comes from, and which bit of it that is.
    bits: u8,
    bit: u8,
    context: Context,
}

/// The octets of a value.
#[cfg(test)]
pub(crate) fn pack(value: &impl Pack) -> Box<[u8]> {
    pack_pair(value, &())
}

/// The octets of two values, which are those of a pair of them.
pub(crate) fn pack_pair(first: &impl Pack, second: &impl Pack) -> Box<[u8]> {
    let mut packer = Packer::default();
    packer.octets.reserve(512);
    first.pack(&mut packer);
    second.pack(&mut packer);
    packer.octets.as_slice().into()
}

/// The value that these octets are of.
pub(crate) fn unpack<T: Pack>(octets: &[u8]) -> Option<T> {
    let mut unpacker = Unpacker::new(octets);
    let value = T::unpack(&mut unpacker)?;
    unpacker.octets.is_empty().then_some(value)
}

/// The value that these octets, and perhaps others, begin with.
pub(crate) fn unpack_first<T: Pack>(octets: &[u8]) -> Option<T> {
    T::unpack(&mut Unpacker::new(octets))
}

/// A signed number as an unsigned one that is small if it is near to 0.
const fn folded(number: i64) -> u64 {
    (number << 1 ^ number >> 63).cast_unsigned()
}

const fn unfolded(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

impl Packer {
    /// Writes one bit. Eight of them, with whatever is written between them, share an octet.
    #[inline]
    pub(crate) fn bit(&mut self, is_set: bool) {
        if self.bit == 0 {
            (self.bits, self.bit) = (self.octets.len(), 1);
            self.octets.push(0);
        }
        if is_set && let Some(octet) = self.octets.get_mut(self.bits) {
            *octet |= self.bit;
        }
        self.bit <<= 1;
    }

    /// Writes a bit that says that the number is not 0, and the number seven bits an octet, the
    /// lowest first. More than half of all numbers are 0.
    #[inline]
    pub(crate) fn number(&mut self, mut number: u64) {
        self.bit(number != 0);
        if number == 0 {
            return;
        }
        while number > 0x7f {
            let [low, ..] = number.to_le_bytes();
            self.octets.push(low | 0x80);
            number >>= 7;
        }
        let [low, ..] = number.to_le_bytes();
        self.octets.push(low);
    }

    /// Writes octets as they are.
    pub(crate) fn octets(&mut self, octets: &[u8]) {
        self.octets.extend_from_slice(octets);
    }

    /// Writes a number that may be near to another one.
    fn near(&mut self, number: u32) {
        let (place, distance) = self.context.nearest(number);
        self.context.learn(number, place, distance);
        self.number(folded(distance.into()) << 3 | place as u64);
    }

    /// Writes a number that may be a time in nanoseconds.
    fn time(&mut self, time: i64) {
        let distance = time.wrapping_sub(self.context.time);
        if time == i64::MIN {
            self.number(3);
        } else if time.unsigned_abs() < LARGE {
            self.number(folded(time) << 2);
        } else if distance.unsigned_abs() < 1 << 60 {
            self.context.time = time;
            self.number(folded(distance) << 2 | 1);
        } else {
            self.context.time = time;
            self.number(2);
            self.octets(&time.to_le_bytes());
        }
    }
}

impl<'a> Unpacker<'a> {
    fn new(octets: &'a [u8]) -> Self {
        Self {
            octets,
            bits: 0,
            bit: 0,
            context: Context::default(),
        }
    }

    /// Reads what [`Packer::bit`] wrote.
    #[inline]
    pub(crate) fn bit(&mut self) -> Option<bool> {
        if self.bit == 0 {
            let (octet, rest) = self.octets.split_first()?;
            (self.octets, self.bits, self.bit) = (rest, *octet, 1);
        }
        let is_set = self.bits & self.bit != 0;
        self.bit <<= 1;
        Some(is_set)
    }

    /// Reads what [`Packer::number`] wrote.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<u64> {
        if !self.bit()? {
            return Some(0);
        }
        if let Some((octet @ ..0x80, rest)) = self.octets.split_first() {
            self.octets = rest;
            return Some((*octet).into());
        }
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (octet, rest) = self.octets.split_first()?;
            self.octets = rest;
            number |= u64::from(octet & 0x7f) << shift;
            if octet & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    /// Reads octets.
    pub(crate) fn octets<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (octets, rest) = self.octets.split_first_chunk()?;
        self.octets = rest;
        Some(octets)
    }

    fn near(&mut self) -> Option<u32> {
        let number = self.number()?;
        let place = usize::try_from(number & 7).ok()?;
        let distance = i32::try_from(unfolded(number >> 3)).ok()?;
        let near = self.context.neighbour(place)?;
        let number = near.wrapping_add_signed(distance);
        self.context.learn(number, place, distance);
        Some(number)
    }

    fn time(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some(match number & 3 {
            0 => unfolded(number >> 2),
            1 => {
                self.context.time = self.context.time.wrapping_add(unfolded(number >> 2));
                self.context.time
            }
            2 => {
                self.context.time = i64::from_le_bytes(*self.octets()?);
                self.context.time
            }
            _ => i64::MIN,
        })
    }
}

impl Pack for SeqNumber {
    fn pack(&self, to: &mut Packer) {
        to.near(self.0);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.near().map(Self)
    }
}

#[cfg(test)]
mod tests;
