//! What a segment acknowledges out of order.

use synfin::{Segment, SeqNumber};

/// Octets of options that are less than one SACK block (RFC 2018, 3).
const NO_BLOCK: usize = 9;

/// As many SACK blocks as a header has room for (RFC 2018, 3).
const BLOCKS: usize = 4;

/// What a segment acknowledges out of order, from one number to another, relative as its
/// acknowledgment number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sacked([Option<(i64, i64)>; BLOCKS]);

impl Sacked {
    /// Of a segment with that relative acknowledgment number, if there is any.
    #[inline]
    pub(super) fn of(segment: &Segment<'_>, ack: Option<i64>) -> Option<Self> {
        if segment.options.as_bytes().len() <= NO_BLOCK {
            return None;
        }
        let ack = ack?;
        let number = |seq: SeqNumber| ack.saturating_add(seq.distance_from(segment.raw_ack).into());
        let mut blocks = segment.options.sack_blocks();
        let first = blocks.next()?;
        let [two, three, four] = std::array::from_fn(|_| blocks.next());
        Some(Self([Some(first), two, three, four].map(|block| {
            block.map(|(left, right)| (number(left), number(right)))
        })))
    }

    /// From where to where.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (i64, i64)> {
        self.0.into_iter().flatten()
    }
}
