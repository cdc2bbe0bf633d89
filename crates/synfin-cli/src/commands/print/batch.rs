//! Lines that wait for their annotations.
//!
//! Duty: gather lines in the order of capture, and put annotations behind them. Invariant: the text
//! is the one that a single thread writes. Absence: no threads, no choice of packets.

use synfin_line::Sheet;

/// Octets of text at most.
const OCTETS: usize = 1 << 18;

/// Hardly a line is longer, and hardly what an annotation says behind the connection's number.
const LINE: usize = 128;
const ANNOTATION: usize = 16;

/// Lines without annotations.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) text: Sheet,
    places: Vec<Place>,
}

/// Where an annotation is to stand.
struct Place {
    at: usize,
    /// Which thread writes it, from 0.
    thread: usize,
}

/// The annotations that one thread writes.
#[derive(Default)]
pub(super) struct Annotations {
    /// All of them, but for the connections' numbers, one behind the other.
    pub(super) text: Sheet,
    pub(super) each: Vec<Annotation>,
}

/// One annotation.
#[derive(Clone, Copy)]
pub(super) struct Annotation {
    /// The connection's number; `None` where there is nothing to be said.
    pub(super) connection: Option<u64>,
    /// Where it ends.
    pub(super) end: usize,
}

impl Lines {
    /// An annotation is to stand there, which that thread writes.
    #[inline]
    pub(super) fn expect(&mut self, at: usize, thread: usize) {
        self.places.push(Place { at, thread });
    }

    /// Moves the lines to `out`, the threads' annotations behind them, and leaves no lines.
    pub(super) fn move_to(&mut self, annotations: &[Annotations], out: &mut Sheet) {
        let lines = self.text.as_bytes();
        let mut line = 0;
        let mut rest: Vec<_> = annotations.iter().map(Rest::of).collect();
        for place in &self.places {
            out.part::<LINE>(lines, line, place.at);
            line = place.at;
            if let Some(rest) = rest.get_mut(place.thread) {
                rest.move_next_to(out);
            }
        }
        out.append(lines.get(line..).unwrap_or_default());
        self.text.clear();
        self.places.clear();
    }

    /// Is it time to move on?
    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.text.len() >= OCTETS
    }

    /// Are there none?
    pub(super) const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// A thread's annotations that were not moved.
struct Rest<'a> {
    text: &'a [u8],
    each: std::slice::Iter<'a, Annotation>,
    start: usize,
}

impl<'a> Rest<'a> {
    fn of(annotations: &'a Annotations) -> Self {
        Self {
            text: annotations.text.as_bytes(),
            each: annotations.each.iter(),
            start: 0,
        }
    }

    #[inline]
    fn move_next_to(&mut self, out: &mut Sheet) {
        let Some(Annotation { connection, end }) = self.each.next() else {
            return;
        };
        if let Some(connection) = connection {
            super::annotation::append_connection(out, *connection);
            out.part::<ANNOTATION>(self.text, self.start, *end);
        }
        self.start = *end;
    }
}
