//! What a command prints, gathered into large pieces.
//!
//! Duty: one buffer that printers append to, and that whoever is about to wait for input can
//! empty. Invariant: what was written comes out in order and whole, in whole pages as long as nobody
//! asks for more. Absence: no text of its own.

use std::io::{self, IoSlice, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Octets gathered before the system is asked to write.
pub(crate) const FULL: usize = 1 << 17;

/// Pieces end at multiples of this in a file that is written from its beginning: for whole pages the
/// system has a tenth to a third less to do.
const PAGE: usize = 1 << 12;

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
    /// Octets behind the end of the last whole page that was written.
    behind_page: usize,
    failed: Option<io::ErrorKind>,
}

impl Output {
    /// The buffer before `to`, which is standard output but in tests.
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Gathered {
            to: Box::new(to),
            text: Vec::with_capacity(FULL + FULL / 4),
            behind_page: 0,
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

    /// Takes over a whole text. Of a large one hardly an octet is copied.
    pub(crate) fn take(&self, text: &[u8]) -> io::Result<()> {
        self.with(|gathered| {
            if gathered.text.len() + text.len() >= FULL {
                return gathered.write_pages_with(text);
            }
            gathered.text.extend_from_slice(text);
            Ok(())
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Gathered) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Gathered {
    /// Writes out all whole pages if there is enough.
    #[inline]
    fn write_if_full(&mut self) -> io::Result<()> {
        if self.text.len() < FULL {
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.text);
        let written = self.write_pages_with(&text);
        text.clear();
        // Its room is larger.
        text.append(&mut self.text);
        self.text = text;
        written
    }

    /// Writes out all whole pages of what was gathered and of a text behind it, and gathers what is
    /// left of that.
    fn write_pages_with(&mut self, text: &[u8]) -> io::Result<()> {
        let mut gathered = std::mem::take(&mut self.text);
        let left = (self.behind_page + gathered.len() + text.len()) % PAGE;
        let (pages, rest) = text
            .split_at_checked(text.len().saturating_sub(left))
            .unwrap_or_default();
        let written = self.write(&gathered, pages);
        gathered.clear();
        gathered.extend_from_slice(rest);
        self.text = gathered;
        written
    }

    /// Writes out everything.
    fn write_out(&mut self) -> io::Result<()> {
        let mut text = std::mem::take(&mut self.text);
        let written = self.write(&text, &[]);
        text.clear();
        self.text = text;
        written
    }

    /// Writes out two texts, one behind the other. After a failure nothing is written any more, and
    /// every call fails.
    fn write(&mut self, first: &[u8], second: &[u8]) -> io::Result<()> {
        if let Some(kind) = self.failed {
            return Err(kind.into());
        }
        let written = write_both(&mut self.to, first, second).and_then(|()| self.to.flush());
        self.failed = written.as_ref().err().map(io::Error::kind);
        self.behind_page = (self.behind_page + first.len() + second.len()) % PAGE;
        written
    }
}

/// Writes two texts, one behind the other, at once if possible.
fn write_both(to: &mut impl Write, first: &[u8], second: &[u8]) -> io::Result<()> {
    let count = if first.is_empty() || second.is_empty() {
        0
    } else {
        match to.write_vectored(&[IoSlice::new(first), IoSlice::new(second)]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            count => count?,
        }
    };
    to.write_all(first.get(count..).unwrap_or_default())?;
    let count = count.saturating_sub(first.len());
    to.write_all(second.get(count..).unwrap_or_default())
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
    use super::{FULL, Output, PAGE};
    use std::io::{self, IoSlice, Write};
    use std::sync::{Arc, Mutex};

    /// How many octets were written when everything that was asked for at once was written.
    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<(Vec<u8>, Vec<usize>)>>);

    impl Write for Sink {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().0.extend_from_slice(octets);
            Ok(octets.len())
        }

        /// Never writes all that is asked for.
        fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
            let octets: Vec<u8> = parts.iter().flat_map(|part| part.to_vec()).collect();
            self.write(&octets[..octets.len() / 2])
        }

        fn flush(&mut self) -> io::Result<()> {
            let (octets, ends) = &mut *self.0.lock().unwrap();
            ends.push(octets.len());
            Ok(())
        }
    }

    #[test]
    fn pieces_end_where_pages_do_until_all_is_asked_for() {
        let sink = Sink::default();
        let mut out = Output::new(sink.clone());
        let (mut expected, mut text) = (Vec::new(), Vec::new());
        for number in 0..20_000_u32 {
            let line = format!("{number} and some more of it\n");
            expected.extend_from_slice(line.as_bytes());
            if number < 8_000 {
                out.write_all(line.as_bytes()).unwrap();
                continue;
            }
            text.extend_from_slice(line.as_bytes());
            if text.len() >= FULL || number % 3000 == 0 {
                out.take(&text).unwrap();
                text.clear();
            }
        }
        out.take(&text).unwrap();
        out.flush().unwrap();
        let (written, ends) = &*sink.0.lock().unwrap();
        assert!(*written == expected);
        let (last, whole) = ends.split_last().unwrap();
        assert!(whole.len() > 2 && *last == expected.len());
        assert!(whole.iter().all(|end| end.is_multiple_of(PAGE)));
    }

    #[test]
    fn after_a_flush_pages_end_where_they_would_have() {
        let sink = Sink::default();
        let mut out = Output::new(sink.clone());
        out.write_all(b"first").unwrap();
        out.flush().unwrap();
        out.write_all(&vec![b'x'; FULL + 100]).unwrap();
        assert_eq!(sink.0.lock().unwrap().1, [5, FULL]);
    }
}
