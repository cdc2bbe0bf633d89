//! Standard input, which may be a live capture: what was printed must not wait for what is next.

use std::io::{self, Read};

/// What to do before a read that may have to wait.
pub(super) type BeforeWaiting = Box<dyn Fn() -> io::Result<()> + Send>;

/// Standard input that gives notice before each read.
pub(super) struct LiveInput {
    before: BeforeWaiting,
}

impl LiveInput {
    pub(super) fn new(before: BeforeWaiting) -> Self {
        Self { before }
    }
}

impl Read for LiveInput {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        (self.before)()?;
        io::stdin().read(room)
    }
}
