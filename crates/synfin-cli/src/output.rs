//! What a command prints, gathered into large pieces.
//!
//! Duty: one buffer that printers append to, and that whoever is about to wait for input can
//! empty. Invariant: what was written comes out in order and whole, in blocks as long as nobody asks
//! for more. Absence: no text of its own.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Octets gathered before the system is asked to write.
pub(crate) const FULL: usize = 1 << 17;

/// Pieces end at multiples of this in a file that is written from its beginning: for whole blocks
/// that begin where blocks do, the system has a tenth to a third less to do.
const BLOCK: usize = 1 << 16;

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
    /// Octets behind the end of the last whole block that was written.
    behind_block: usize,
    failed: Option<io::ErrorKind>,
}

impl Output {
    /// The buffer before `to`, which is standard output but in tests.
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Gathered {
            to: Box::new(to),
            text: Vec::with_capacity(FULL + FULL / 4),
            behind_block: 0,
            failed: None,
        })))
    }

    /// Lets `append` append to the buffer, and writes it out if it is full.
    #[inline]
    pub(crate) fn gather<T>(&self, append: impl FnOnce(&mut Vec<u8>) -> T) -> io::Result<T> {
        self.with(|gathered| {
            let result = append(&mut gathered.text);
            gathered.write_if_full()?;
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
            gathered.write_if_full()
        })
    }

    /// Takes over the beginning of a text that goes on, and leaves what fills no block.
    pub(crate) fn hand_over_blocks(&self, text: &mut Vec<u8>) -> io::Result<()> {
        self.with(|gathered| {
            if gathered.text.is_empty() {
                gathered.write_blocks_of(text)
            } else {
                gathered.text.append(text);
                gathered.write_if_full()
            }
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Gathered) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Gathered {
    /// Writes out all whole blocks if there is enough.
    #[inline]
    fn write_if_full(&mut self) -> io::Result<()> {
        if self.text.len() < FULL {
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.text);
        let written = self.write_blocks_of(&mut text);
        self.text = text;
        written
    }

    /// Writes all whole blocks of a text, and takes them away from it.
    fn write_blocks_of(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        let left = (self.behind_block + text.len()) % BLOCK;
        let end = text.len().saturating_sub(left);
        let written = self.write(text.get(..end).unwrap_or_default());
        text.drain(..end);
        written
    }

    /// Writes out everything.
    fn write_out(&mut self) -> io::Result<()> {
        let mut text = std::mem::take(&mut self.text);
        let written = self.write(&text);
        text.clear();
        self.text = text;
        written
    }

    /// Writes out a text. After a failure nothing is written any more, and every call fails.
    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        if let Some(kind) = self.failed {
            return Err(kind.into());
        }
        let written = (self.to.write_all(text)).and_then(|()| self.to.flush());
        self.failed = written.as_ref().err().map(io::Error::kind);
        self.behind_block = (self.behind_block + text.len()) % BLOCK;
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

#[cfg(test)]
mod tests {
    use super::{BLOCK, FULL, Output};
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    /// The pieces that were written.
    #[derive(Clone, Default)]
    struct Pieces(Arc<Mutex<Vec<Vec<u8>>>>);

    impl Write for Pieces {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().push(octets.to_vec());
            Ok(octets.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn pieces_end_where_blocks_do_until_all_is_asked_for() {
        let pieces = Pieces::default();
        let mut out = Output::new(pieces.clone());
        let (mut expected, mut text) = (Vec::new(), Vec::new());
        for number in 0..20_000_u32 {
            let line = format!("{number} and some more of it\n");
            expected.extend_from_slice(line.as_bytes());
            match number {
                ..5_000 => out.write_all(line.as_bytes()).unwrap(),
                5_000..12_000 => {
                    text.extend_from_slice(line.as_bytes());
                    if text.len() >= FULL {
                        out.hand_over_blocks(&mut text).unwrap();
                    }
                }
                _ => {
                    text.extend_from_slice(line.as_bytes());
                    if number % 1000 == 0 {
                        out.hand_over(&mut text).unwrap();
                        assert!(text.is_empty());
                    }
                }
            }
        }
        out.hand_over(&mut text).unwrap();
        out.flush().unwrap();
        let pieces = pieces.0.lock().unwrap();
        assert!(pieces.concat() == expected);
        let (last, whole) = pieces.split_last().unwrap();
        assert!(whole.len() > 2 && last.len() < FULL);
        assert!(whole.iter().all(|piece| piece.len() % BLOCK == 0));
    }

    #[test]
    fn after_a_flush_blocks_end_where_they_would_have() {
        let pieces = Pieces::default();
        let mut out = Output::new(pieces.clone());
        out.write_all(b"first").unwrap();
        out.flush().unwrap();
        out.write_all(&vec![b'x'; FULL + 100]).unwrap();
        let lengths: Vec<_> = pieces.0.lock().unwrap().iter().map(Vec::len).collect();
        assert_eq!(lengths, [5, FULL - 5]);
    }
}
