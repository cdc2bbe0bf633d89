//! A window on the octets of a capture, moved forward as records are read.
//!
//! Duty: hold whole records in one piece, with few calls of `read`. Invariant: `start <= end <=
//! octets.len()`; nothing is read while the octets asked for are there already, so a live pipe
//! never waits for more than the record at hand. Absence: no meaning of the octets.

use std::fmt;
use std::io::{self, Read};

/// Octets asked for at once: large enough to make system calls rare, small enough to stay in a
/// core's second-level cache while the records are read out of it.
const CHUNK: usize = 128 * 1024;

/// A source of octets and the part of it that lies in memory.
pub(super) struct Buffer {
    input: Box<dyn Read + Send>,
    octets: Vec<u8>,
    start: usize,
    end: usize,
    /// Octets of the input before the first one in memory.
    before: u64,
}

impl Buffer {
    /// A window at the beginning of `input`; nothing is read yet.
    pub(super) fn new(input: Box<dyn Read + Send>) -> Self {
        Self {
            input,
            octets: Vec::new(),
            start: 0,
            end: 0,
            before: 0,
        }
    }

    /// Octets of memory in use.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.octets.capacity()
    }

    /// The octets that were read and not consumed, and where further ones come from.
    pub(super) fn into_parts(self) -> (Vec<u8>, Box<dyn Read + Send>) {
        (self.available().to_vec(), self.input)
    }

    /// The octets that are there, from the current position.
    #[inline]
    pub(super) fn available(&self) -> &[u8] {
        self.octets.get(self.start..self.end).unwrap_or(&[])
    }

    /// The octets from `at`, counted from the current position, on.
    #[inline]
    pub(super) fn part(&self, at: usize, len: usize) -> &[u8] {
        let begin = self.start + at;
        match self.octets.get(begin..begin + len) {
            Some(part) => part,
            None => nothing(),
        }
    }

    /// Octets from the beginning of the (decompressed) input to the current position.
    pub(super) const fn offset(&self) -> u64 {
        self.before + self.start as u64
    }

    /// Moves the position forward by octets that are available.
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Moves the position forward by octets that are available, and gives those behind them; `None`
    /// and no move where they are not.
    #[inline]
    pub(super) fn pass(&mut self, count: usize) -> Option<&[u8]> {
        let start = self.start + count;
        let behind = self.octets.get(start..self.end)?;
        self.start = start;
        Some(behind)
    }

    /// Reads until `needed` octets are available; false if the input ends before.
    ///
    /// Memory grows with what arrives, never with what is asked for.
    pub(super) fn ensure(&mut self, needed: usize) -> io::Result<bool> {
        while self.end - self.start < needed {
            self.make_room(needed);
            let room = self.octets.get_mut(self.end..).unwrap_or_default();
            match self.input.read(room) {
                Ok(0) => return Ok(false),
                Ok(count) => self.end = (self.end + count).min(self.octets.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Moves the position forward by `count` octets, read or not; false if the input ends before.
    pub(super) fn skip(&mut self, mut count: u64) -> io::Result<bool> {
        while count > 0 {
            if !self.ensure(1)? {
                return Ok(false);
            }
            let step = usize::try_from(count)
                .unwrap_or(usize::MAX)
                .min(self.available().len());
            self.consume(step);
            count -= step as u64;
        }
        Ok(true)
    }

    /// Makes sure that there is room behind `end`.
    fn make_room(&mut self, needed: usize) {
        if self.start == self.end {
            self.moved_to_front();
        } else if self.start > 0 && self.octets.len() - self.end < self.octets.len() / 2 {
            self.octets.copy_within(self.start..self.end, 0);
            self.moved_to_front();
        }
        if self.end == self.octets.len() {
            let doubled = self.octets.len().saturating_mul(2);
            self.grow(needed.min(doubled).max(CHUNK));
        }
    }

    /// What is available lies at the beginning now.
    fn moved_to_front(&mut self) {
        self.before += self.start as u64;
        (self.start, self.end) = (0, self.end - self.start);
    }

    /// Moves what is available to the beginning of `len` octets: fresh ones, which the system
    /// hands out zeroed and only as they are used.
    fn grow(&mut self, len: usize) {
        let mut octets = vec![0; len];
        let kept = self.available();
        let count = kept.len();
        if let Some(room) = octets.get_mut(..count) {
            room.copy_from_slice(kept);
            self.octets = octets;
            self.moved_to_front();
        }
    }
}

/// In place of a record's octets that are not there, which no reader lets happen.
#[cold]
const fn nothing() -> &'static [u8] {
    &[]
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffer")
            .field("offset", &self.offset())
            .field("available", &self.available().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Buffer, CHUNK};
    use std::io::Read;

    /// Gives one octet a call, as a slow pipe may.
    struct Drip(u64);

    impl Read for Drip {
        fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
            if self.0 == 0 || room.is_empty() {
                return Ok(0);
            }
            self.0 -= 1;
            room[0] = 7;
            Ok(1)
        }
    }

    #[test]
    fn a_slow_pipe_is_asked_for_no_more_than_is_needed() {
        let mut buffer = Buffer::new(Box::new(Drip(10)));
        assert!(buffer.ensure(3).unwrap());
        assert_eq!(buffer.available(), [7; 3]);
        buffer.consume(2);
        assert_eq!((buffer.offset(), buffer.available().len()), (2, 1));
        assert!(buffer.skip(4).unwrap());
        assert!(!buffer.ensure(5).unwrap());
        assert_eq!((buffer.offset(), buffer.available().len()), (6, 4));
        assert!(!buffer.skip(5).unwrap());
    }

    #[test]
    fn a_record_larger_than_the_buffer_grows_it_by_what_arrives() {
        let mut buffer = Buffer::new(Box::new(std::io::repeat(1).take(3 * CHUNK as u64)));
        assert!(buffer.ensure(2 * CHUNK + 1).unwrap());
        assert!(!buffer.ensure(usize::MAX).unwrap());
        assert!(buffer.octets.len() <= 8 * CHUNK);
        assert_eq!(buffer.available().len(), 3 * CHUNK);
    }

    #[test]
    #[cfg_attr(miri, ignore = "takes too long")]
    fn what_is_left_moves_to_the_front() {
        let octets: Vec<u8> = (0..251).cycle().take(CHUNK * 2).collect();
        let mut buffer = Buffer::new(Box::new(std::io::Cursor::new(octets.clone())));
        let mut at = 0;
        while buffer.ensure(1000).unwrap() {
            assert_eq!(&buffer.available()[..1000], &octets[at..at + 1000]);
            buffer.consume(999);
            at += 999;
        }
        assert_eq!(buffer.available(), &octets[at..]);
        assert_eq!(buffer.octets.len(), CHUNK);
    }
}
