//! A source that tells how much of it was read.
//!
//! Invariant: the count is of octets as they lie in the file, packed where it is packed. Absence:
//! no meaning of the octets.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much was read of a source, which may be at work deep inside a decompressor.
#[derive(Clone, Debug, Default)]
pub(super) struct Count(Arc<AtomicU64>);

impl Count {
    /// A source that counts here.
    pub(super) fn of(&self, input: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        Box::new(Counted {
            input,
            count: self.clone(),
        })
    }

    /// Octets read so far.
    pub(super) fn octets(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Counted {
    input: Box<dyn Read + Send>,
    count: Count,
}

impl Read for Counted {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(room)?;
        self.count.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
