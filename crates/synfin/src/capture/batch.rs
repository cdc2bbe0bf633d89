//! Frames copied out of their capture, to be handed to another thread.
//!
//! Duty: keep frames whole, in one piece of memory that can be used again. Invariant: what comes
//! out equals what was put in. Absence: no threads.

use super::{Frame, Origin};

/// Frames that outlive the reading of the next one.
///
/// ```
/// use synfin::capture::FrameBatch;
/// use synfin::{Frame, LinkType};
///
/// let mut batch = FrameBatch::new();
/// batch.push(&Frame::new(LinkType::ETHERNET, b"octets"));
/// assert_eq!(batch.iter().map(|frame| frame.data).collect::<Vec<_>>(), [b"octets"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct FrameBatch {
    /// Each frame's data, and its options behind it.
    octets: Vec<u8>,
    frames: Vec<Kept>,
    /// Where the frames come from, each in a row of frames once.
    origins: Vec<Origin>,
}

/// A frame without its octets.
#[derive(Clone, Copy, Debug)]
struct Kept {
    frame: Frame<'static>,
    /// The place of its origin among the batch's.
    origin: usize,
    start: usize,
    /// Where the data end and the options begin.
    middle: usize,
    end: usize,
}

impl FrameBatch {
    /// A batch without frames.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a frame.
    #[inline]
    pub fn push(&mut self, frame: &Frame<'_>) {
        if self.origins.last() != Some(frame.origin) {
            self.origins.push(*frame.origin);
        }
        let start = self.octets.len();
        self.octets.extend_from_slice(frame.data);
        let middle = self.octets.len();
        self.octets.extend_from_slice(frame.options);
        self.frames.push(Kept {
            frame: Frame {
                data: &[],
                options: &[],
                origin: &Origin::NONE,
                ..*frame
            },
            origin: self.origins.len() - 1,
            start,
            middle,
            end: self.octets.len(),
        });
    }

    /// Lets go of the frames, but not of the memory.
    pub fn clear(&mut self) {
        self.octets.clear();
        self.frames.clear();
        self.origins.clear();
    }

    /// How many frames there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.frames.len()
    }

    /// Are there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Octets of all frames together.
    #[must_use]
    pub const fn octets(&self) -> usize {
        self.octets.len()
    }

    /// The frames in the order they were put in.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Frame<'_>> {
        self.frames.iter().map(|kept| Frame {
            data: self.part(kept.start, kept.middle),
            options: self.part(kept.middle, kept.end),
            origin: self.origins.get(kept.origin).unwrap_or(&Origin::NONE),
            ..kept.frame
        })
    }

    #[inline]
    fn part(&self, start: usize, end: usize) -> &[u8] {
        self.octets.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::FrameBatch;
    use crate::Capture;
    use crate::capture::tests::files::{SECTION, open};

    #[test]
    fn what_comes_out_is_what_was_put_in() {
        let section = [
            SECTION.header(),
            SECTION.interface(1, 96, &[]),
            SECTION.interface(113, 0, &SECTION.option(13, &[4])),
            SECTION.packet(0, 1, b"one", &SECTION.option(1, b"comment")),
            SECTION.packet(1, 2, b"", &[]),
            SECTION.packet(1, 3, b"three", &[]),
            SECTION.packet(0, 4, b"four", &[]),
        ];
        let text = |mut capture: Capture, batch: &mut FrameBatch| {
            let mut text = Vec::new();
            while let Some(frame) = capture.next_frame().unwrap() {
                text.push(format!("{frame:?}"));
                batch.push(&frame);
            }
            text
        };
        let mut batch = FrameBatch::new();
        for _ in 0..2 {
            batch.clear();
            let put_in = text(open(&section.concat()).unwrap(), &mut batch);
            let came_out: Vec<_> = batch.iter().map(|frame| format!("{frame:?}")).collect();
            assert_eq!((came_out, batch.len()), (put_in, 4));
        }
    }
}
