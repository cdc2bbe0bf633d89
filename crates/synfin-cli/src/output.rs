//! Standard output, gathered into large pieces.
//!
//! Duty: one buffer that the printing loop fills and that whoever is about to wait for input can
//! empty. Invariant: what was written comes out in order and whole. Absence: no text of its own.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Octets gathered before the system is asked to write.
const BUFFER: usize = 1 << 16;

/// A handle on the one buffer before standard output; a clone is another on the same buffer.
#[derive(Clone)]
pub(crate) struct Output(Arc<Mutex<BufWriter<Stdout>>>);

impl Output {
    /// The buffer before standard output; every command makes one.
    pub(crate) fn stdout() -> Self {
        Self(Arc::new(Mutex::new(BufWriter::with_capacity(
            BUFFER,
            io::stdout(),
        ))))
    }

    fn with<T>(&self, act: impl FnOnce(&mut BufWriter<Stdout>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Output {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.with(|buffer| buffer.write(octets))
    }

    fn write_all(&mut self, octets: &[u8]) -> io::Result<()> {
        self.with(|buffer| buffer.write_all(octets))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(|buffer| {
            buffer.flush()?;
            buffer.get_mut().flush()
        })
    }
}
