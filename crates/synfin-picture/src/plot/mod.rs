//! Time and sequence: what each direction sent, what came back, and what lay between.
//!
//! Duty: the samples of one connection, and the charts made of them. Invariant: memory is bounded
//! by [`MAX_SAMPLES`]; sequence numbers are offsets from the initial ones, in 64 bits. Absence:
//! no drawing; `svg` and `terminal` draw charts and know nothing of TCP.

mod axis;
mod charts;
mod svg;
mod terminal;

pub use charts::{Chart, Mark, Point, Series, Shape, Unit};
pub use svg::{figure, svg};
pub use terminal::terminal;

use synfin::analysis::Event;
use synfin::tcp::Observation;
use synfin::{Segment, Side, Timestamp};

/// Samples kept at most; what comes after is counted only.
pub const MAX_SAMPLES: usize = 50_000;

/// The samples of one connection.
#[derive(Clone, Debug)]
pub struct Samples {
    start: Timestamp,
    samples: Vec<Sample>,
    /// Segments that came after the last sample kept.
    pub left_out: u64,
}

/// One segment, as far as charts need it. Numbers are relative to the initial ones.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Nanoseconds since the first sample.
    pub(crate) at: i64,
    pub(crate) sender: Side,
    /// The first sequence number and the one behind the last.
    pub(crate) seq: Option<(i64, i64)>,
    pub(crate) payload_len: u32,
    /// What the sender expects next of its peer.
    pub(crate) ack: Option<i64>,
    /// The number behind the last one that the sender's window lets its peer send.
    pub(crate) edge: Option<i64>,
    /// Blocks that the sender got beyond its ACK.
    pub(crate) sacked: Vec<(i64, i64)>,
    /// Was some of it sent before?
    pub(crate) again: bool,
    /// `S`, `F` or `R`, where it is one.
    pub(crate) mark: Option<char>,
}

impl Samples {
    /// No samples yet; time counts from the connection's first packet.
    #[must_use]
    pub const fn new(start: Timestamp) -> Self {
        Self {
            start,
            samples: Vec::new(),
            left_out: 0,
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        if self.samples.len() >= MAX_SAMPLES {
            self.left_out += 1;
            return;
        }
        let ack = segment.ack().and(observation.relative_ack);
        let sacked = segment.options.sack_blocks().filter_map(|(left, right)| {
            let from = |number: synfin::SeqNumber| {
                ack.map(|ack| ack.saturating_add(number.distance_from(segment.raw_ack).into()))
            };
            from(left).zip(from(right))
        });
        let control = segment.control;
        self.samples.push(Sample {
            at: segment.time.nanos_since(self.start),
            sender: observation.sender,
            seq: observation
                .relative_seq
                .filter(|_| !control.rst())
                .map(|seq| (seq, seq.saturating_add(segment.seq_len().into()))),
            payload_len: segment.payload_len,
            ack,
            edge: ack
                .zip(observation.scaled_window)
                .map(|(ack, window)| ack.saturating_add(window.into())),
            sacked: sacked.collect(),
            again: observation.events.contains(Event::Retransmission),
            mark: match (control.rst(), control.syn(), control.fin()) {
                (true, ..) => Some('R'),
                (_, true, _) => Some('S'),
                (_, _, true) => Some('F'),
                _ => None,
            },
        });
    }

    /// The samples, in the order of capture.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Sample> {
        self.samples.iter()
    }
}
