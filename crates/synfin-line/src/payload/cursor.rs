//! Reading a payload from front to back, where every step can fail.
//!
//! Duty: tell apart the two ways of running out: the snapshot ended (the octets were sent, but not
//! captured) and the payload, or the part of it being read, ended. Invariant: nothing here panics
//! or moves backwards, whatever lengths a packet claims. Absence: no knowledge of any protocol.

/// Why octets could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Short {
    /// The part being read has no more octets, by what lengths say.
    Payload,
    /// The octets were not captured.
    Snapshot,
}

/// A place in a payload, and the end of the part being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    /// What was captured of the payload, from its first octet.
    captured: &'a [u8],
    /// Octets read so far.
    at: usize,
    /// Where the part being read ends, captured or not.
    end: usize,
}

impl<'a> Cursor<'a> {
    /// The first of `len` octets, of which `captured` were captured.
    pub(super) const fn new(captured: &'a [u8], len: usize) -> Self {
        Self {
            captured,
            at: 0,
            end: len,
        }
    }

    /// Octets left of the part being read, captured or not.
    pub(super) const fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    /// Is nothing left of the part being read?
    pub(super) const fn is_empty(&self) -> bool {
        self.left() == 0
    }

    /// The next `count` octets.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Short> {
        if count > self.left() {
            return Err(Short::Payload);
        }
        let octets = self.captured.get(self.at..).and_then(|o| o.get(..count));
        let octets = octets.ok_or(Short::Snapshot)?;
        self.at = self.at.saturating_add(count);
        Ok(octets)
    }

    /// The next `N` octets.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Short> {
        let octets = self.take(N)?;
        octets.try_into().map_err(|_| Short::Snapshot)
    }

    /// The next octet.
    pub(super) fn u8(&mut self) -> Result<u8, Short> {
        self.array::<1>().map(|[octet]| octet)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Short};

    #[test]
    fn the_end_of_the_part_and_of_the_snapshot_are_told_apart() {
        let mut cursor = Cursor::new(&[1, 2, 3], 4);
        assert_eq!(cursor.array(), Ok([1, 2]));
        assert_eq!(cursor.array::<3>(), Err(Short::Payload));
        assert_eq!(cursor.take(2), Err(Short::Snapshot));
        assert_eq!((cursor.u8(), cursor.left()), (Ok(3), 1));
        assert_eq!(cursor.u8(), Err(Short::Snapshot));
        assert_eq!(cursor.take(usize::MAX), Err(Short::Payload));
        assert!(!cursor.is_empty());
    }
}
