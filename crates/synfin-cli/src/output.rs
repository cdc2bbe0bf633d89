//! What a command prints, gathered into large pieces.
//!
//! Duty: one buffer that printers append to, and that whoever is about to wait for input can
//! empty. Invariant: what was written comes out in order and whole. Absence: no text of its own.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Octets gathered before the system is asked to write.
pub(crate) const FULL: usize = 1 << 16;

/// A handle on the one buffer before what is written to; a clone is another on the same buffer.
#[derive(Clone)]
pub(crate) struct Output(Arc<Mutex<Gathered>>);

/// One that holds text back before it comes to an [`Output`].
pub(crate) trait HoldsBack {
    /// Writes out everything that is held back.
    fn flush(&mut self) -> io::Result<()>;
}

/// What was not written out yet, and why nothing more can be.
struct Gathered {
    to: Box<dyn Write + Send>,
    text: Vec<u8>,
    failed: Option<io::ErrorKind>,
}

impl Output {
    /// The buffer before `to`, which is standard output but in tests.
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Gathered {
            to: Box::new(to),
            text: Vec::with_capacity(FULL + FULL / 4),
            failed: None,
        })))
    }

    /// Lets `append` append to the buffer, and writes it out if it is full.
    #[inline]
    pub(crate) fn gather<T>(&self, append: impl FnOnce(&mut Vec<u8>) -> T) -> io::Result<T> {
        self.with(|gathered| {
            let result = append(&mut gathered.text);
            if gathered.text.len() >= FULL {
                gathered.write_out()?;
            }
            Ok(result)
        })
    }

    /// Takes over a whole text, and leaves an empty one: no octet is copied where nothing else was
    /// gathered.
    pub(crate) fn hand_over(&self, text: &mut Vec<u8>) -> io::Result<()> {
        self.with(|gathered| {
            if gathered.text.is_empty() {
                std::mem::swap(&mut gathered.text, text);
            } else {
                gathered.text.append(text);
            }
            if gathered.text.len() >= FULL {
                gathered.write_out()?;
            }
            Ok(())
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Gathered) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Gathered {
    /// Writes out everything. After a failure nothing is written any more, and every call fails.
    fn write_out(&mut self) -> io::Result<()> {
        if let Some(kind) = self.failed {
            return Err(kind.into());
        }
        let written = (self.to.write_all(&self.text)).and_then(|()| self.to.flush());
        self.failed = written.as_ref().err().map(io::Error::kind);
        self.text.clear();
        written
    }
}

impl Drop for Gathered {
    /// A command that failed shows what it printed before.
    fn drop(&mut self) {
        let _ = self.write_out();
    }
}

impl Write for Output {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write_all(octets)?;
        Ok(octets.len())
    }

    fn write_all(&mut self, octets: &[u8]) -> io::Result<()> {
        self.gather(|text| text.extend_from_slice(octets))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(Gathered::write_out)
    }
}
