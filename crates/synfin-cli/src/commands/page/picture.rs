//! What a connection's pictures in a page are drawn from.

use synfin::tcp::Observation;
use synfin::{Connection, Segment};
use synfin_picture::Chronicle;
use synfin_picture::plot::Samples;

/// A connection of a page.
pub(crate) struct Entry {
    /// Its facts.
    pub(crate) connection: Connection,
    /// Its rows and samples; none where there was no room for them.
    pub(crate) picture: Option<Box<Picture>>,
}

/// The rows and samples of a connection.
pub(crate) struct Picture {
    /// What its ladder and its story are made of.
    pub(crate) chronicle: Chronicle,
    /// What its charts are made of.
    pub(crate) samples: Samples,
}

impl Picture {
    /// A picture that begins with a connection's first segment, with at most so many rows and so
    /// many points a curve. With `unfold` every segment has a row.
    pub(crate) fn new(
        segment: &Segment<'_>,
        seen: &Observation,
        unfold: bool,
        (rows, points): (usize, usize),
    ) -> Self {
        Self {
            chronicle: Chronicle::new(segment, seen, unfold).with_max_rows(rows),
            samples: Samples::new(segment.time).with_max_points(points),
        }
    }

    /// Takes the connection's next segment.
    pub(crate) fn observe(&mut self, segment: &Segment<'_>, seen: &Observation) {
        self.chronicle.observe(segment, seen);
        self.samples.observe(segment, seen);
    }
}
