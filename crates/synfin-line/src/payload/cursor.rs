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

    /// The same place, with no end but the snapshot's: for what tcpdump reads past lengths that
    /// contradict each other.
    pub(super) const fn unbounded(self) -> Self {
        Self {
            end: usize::MAX,
            ..self
        }
    }

    /// The same place, with the end where the snapshot ends: for what may be missing without a dump
    /// having to begin elsewhere.
    pub(super) const fn up_to_snapshot(self) -> Self {
        Self {
            end: self.captured.len(),
            ..self
        }
    }

    /// The same place, with the end `len` octets from it, be that within this part or not.
    pub(super) const fn with_len(self, len: usize) -> Self {
        Self {
            end: self.at.saturating_add(len),
            ..self
        }
    }

    /// The place `count` octets further on, be it within this part or not.
    pub(super) const fn ahead(self, count: usize) -> Self {
        Self {
            at: self.at.saturating_add(count),
            ..self
        }
    }

    /// Was more skipped than there is of the part being read?
    pub(super) const fn is_past_end(&self) -> bool {
        self.at > self.end
    }

    /// Steps over what is left of the part being read, which has to be captured.
    pub(super) fn rest(mut self) -> Result<(), Short> {
        self.take(self.left()).map(|_| ())
    }

    /// Octets between an earlier place of the same payload and this one.
    pub(super) const fn since(&self, earlier: &Self) -> usize {
        self.at.saturating_sub(earlier.at)
    }

    /// Moves on by `count` octets, whether or not they are there.
    pub(super) const fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }

    /// Were the next `count` octets captured?
    pub(super) fn has(&self, count: usize) -> bool {
        self.at
            .checked_add(count)
            .is_some_and(|end| end <= self.captured.len())
    }

    /// Fails like the end of the part if the next `count` octets were not captured: that is no reason
    /// for a dump to begin elsewhere.
    pub(super) fn need(&self, count: usize) -> Result<(), Short> {
        if self.has(count) {
            Ok(())
        } else {
            Err(Short::Payload)
        }
    }

    /// What was captured of the next `count` octets, whether or not they lie in this part.
    pub(super) fn captured(&self, count: usize) -> &'a [u8] {
        let octets = self.captured.get(self.at..).unwrap_or(&[]);
        octets.get(..count).unwrap_or(octets)
    }

    /// The next octet.
    pub(super) fn u8(&mut self) -> Result<u8, Short> {
        self.array::<1>().map(|[octet]| octet)
    }

    /// The next two octets as a big-endian number.
    pub(super) fn u16(&mut self) -> Result<u16, Short> {
        self.array().map(u16::from_be_bytes)
    }

    /// The next three octets as a big-endian number.
    pub(super) fn u24(&mut self) -> Result<u32, Short> {
        self.array()
            .map(|[a, b, c]| u32::from_be_bytes([0, a, b, c]))
    }

    /// The next four octets as a big-endian number.
    pub(super) fn u32(&mut self) -> Result<u32, Short> {
        self.array().map(u32::from_be_bytes)
    }

    /// The next eight octets as a big-endian number.
    pub(super) fn u64(&mut self) -> Result<u64, Short> {
        self.array().map(u64::from_be_bytes)
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

    #[test]
    fn without_an_end_only_the_snapshot_counts() {
        let mut cursor = Cursor::new(&[1, 2, 3, 4], 1).unbounded();
        let start = cursor;
        assert_eq!(cursor.u24(), Ok(0x01_0203));
        assert_eq!(cursor.u16(), Err(Short::Snapshot));
        assert!(cursor.has(1) && !cursor.has(2) && !cursor.has(usize::MAX));
        assert_eq!(cursor.captured(9), [4]);
        cursor.skip(usize::MAX - 4);
        assert_eq!(cursor.u8(), Err(Short::Snapshot));
        cursor.skip(usize::MAX);
        assert!(cursor.is_empty());
        assert!(cursor.captured(9).is_empty());
        assert_eq!(start.ahead(3).since(&start), 3);
        assert_eq!(start.with_len(2).left(), 2);
    }
}
