//! Standard input, which may be a live capture: what was printed must not wait for what is next.

use super::reading::Meanwhile;
use std::io::{self, Read};

/// Standard input; what was printed is written out before each read.
pub(super) struct LiveInput {
    meanwhile: Meanwhile,
}

impl LiveInput {
    /// Standard input, while a command does what `meanwhile` says.
    pub(super) const fn new(meanwhile: Meanwhile) -> Self {
        Self { meanwhile }
    }
}

impl Read for LiveInput {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.meanwhile.flush()?;
        io::stdin().read(room)
    }
}
