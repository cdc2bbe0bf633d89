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
