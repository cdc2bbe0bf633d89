//! What a connection's charts are drawn from, gathered segment by segment.
//!
//! Invariant: memory is bounded by the number of points allowed for a series, whatever the
//! connection's length; sequence numbers are offsets from the initial ones, in 64 bits. Absence:
//! no titles and no drawing.

use super::curve::{Curve, Point, Shape};
use super::rate::Rate;
use crate::chronicle::{Sacked, Step};
use synfin::analysis::Event;
use synfin::tcp::Observation;
use synfin::{Segment, Side, Timestamp};

/// Points of a series, unless fewer are asked for: more than a wide screen has columns.
pub const MAX_POINTS: usize = 2_000;

/// Letters of one direction: SYN, FIN and RST are few, or tell nothing new.
const MAX_LETTERS: usize = 64;

/// The samples of one connection.
#[derive(Clone, Debug)]
pub struct Samples {
    start: Timestamp,
    /// Points kept of each series.
    most: usize,
    client: Direction,
    server: Direction,
}

/// What one side sent, and what its peer answered.
#[derive(Clone, Debug)]
pub(super) struct Direction {
    pub(super) sent: Curve,
    pub(super) sent_again: Curve,
    pub(super) acked: Curve,
    pub(super) window: Curve,
    pub(super) sacked: Curve,
    pub(super) in_flight: Curve,
    pub(super) round_trips: Curve,
    pub(super) rate: Rate,
    pub(super) letters: Vec<Letter>,
    /// The number behind the highest one sent.
    next: Option<i64>,
    /// The highest acknowledgment number of the peer.
    una: Option<i64>,
    /// The one segment that is timed: the number behind it, and when it was sent.
    timed: Option<(i64, i64)>,
}

/// A control bit that a chart marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// The number behind the segment.
    pub value: i64,
    /// `S`, `F` or `R`.
    pub letter: char,
}

impl Samples {
    /// No samples yet; time counts from the connection's first packet.
    #[must_use]
    pub const fn new(start: Timestamp) -> Self {
        Self {
            start,
            most: MAX_POINTS,
            client: Direction::new(),
            server: Direction::new(),
        }
    }

    /// The same with at most so many points in a series.
    #[must_use]
    pub fn with_max_points(self, most: usize) -> Self {
        Self {
            most: most.clamp(2, MAX_POINTS),
            ..self
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        let at = segment.time.nanos_since(self.start);
        self.take(&Step::new(segment, observation, at));
    }

    /// Takes the connection's next step.
    pub fn take(&mut self, step: &Step) {
        let (at, most) = (step.at, self.most);
        let (own, peer) = match step.sender {
            Side::Client => (&mut self.client, &mut self.server),
            Side::Server => (&mut self.server, &mut self.client),
        };
        own.send(step, most);
        if let Some(ack) = step.ack() {
            peer.acknowledge(at, ack, most);
            if let Some(window) = step.window() {
                let edge = ack.saturating_add(window.into());
                peer.window.push_change(Point::new(at, edge), most);
            }
            for (from, to) in step.sacked().into_iter().flat_map(Sacked::blocks) {
                peer.sacked.push(Point { at, from, to }, most);
            }
        }
    }

    /// Did so much come that points stand for several segments?
    #[must_use]
    pub fn is_thinned(&self) -> bool {
        [&self.client, &self.server]
            .iter()
            .any(|side| side.sent.is_thinned() || side.acked.is_thinned())
    }

    /// The control bits that the chart of a side's sequence numbers marks.
    #[must_use]
    pub fn letters(&self, side: Side) -> &[Letter] {
        &self.direction(side).letters
    }

    pub(super) const fn direction(&self, side: Side) -> &Direction {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }
}

impl Direction {
    const fn new() -> Self {
        Self {
            sent: Curve::new(Shape::Bars),
            sent_again: Curve::new(Shape::Bars),
            acked: Curve::new(Shape::Steps),
            window: Curve::new(Shape::Limit),
            sacked: Curve::new(Shape::Bars),
            in_flight: Curve::new(Shape::Steps),
            round_trips: Curve::new(Shape::Dots),
            rate: Rate::new(),
            letters: Vec::new(),
            next: None,
            una: None,
            timed: None,
        }
    }

    /// The side sent a segment.
    fn send(&mut self, step: &Step, most: usize) {
        let Some(from) = step.seq() else {
            return;
        };
        let (at, control) = (step.at, step.control);
        let to = from.saturating_add(step.seq_len().into());
        if control.rst() || control.syn() || control.fin() {
            self.mark(at, to, control);
        }
        // A RST's number tells where it fits, not what was sent.
        if control.rst() || to == from {
            return;
        }
        if step.payload_len > 0 {
            self.rate.add(at, step.payload_len);
        }
        if step.events.contains(Event::Retransmission) {
            self.sent_again.push(Point { at, from, to }, most);
            // Karn's rule: the next ACK may be the answer to either (RFC 6298, section 3).
            self.timed = None;
        } else {
            self.sent.push(Point { at, from, to }, most);
            self.timed = self.timed.or(Some((to, at)));
        }
        self.next = self.next.max(Some(to));
        self.push_in_flight(at, most);
    }

    fn mark(&mut self, at: i64, value: i64, control: synfin::ControlBits) {
        let letter = match (control.rst(), control.syn()) {
            (true, _) => 'R',
            (_, true) => 'S',
            _ => 'F',
        };
        if self.letters.len() < MAX_LETTERS {
            self.letters.push(Letter { at, value, letter });
        }
    }

    /// The peer acknowledged what the side had sent up to a number. One segment is timed at a
    /// time, which gives a sample a round trip (RFC 6298, section 3).
    fn acknowledge(&mut self, at: i64, ack: i64, most: usize) {
        if self.una.is_some_and(|una| ack <= una) {
            return;
        }
        self.una = Some(ack);
        self.acked.push(Point::new(at, ack), most);
        if let Some((_, sent)) = self.timed.filter(|(to, _)| *to <= ack) {
            let trip = at.saturating_sub(sent);
            if trip >= 0 {
                self.round_trips.push(Point::new(at, trip), most);
            }
            self.timed = None;
        }
        self.push_in_flight(at, most);
    }

    fn push_in_flight(&mut self, at: i64, most: usize) {
        if let (Some(next), Some(una)) = (self.next, self.una) {
            let octets = next.saturating_sub(una).max(0);
            self.in_flight.push_change(Point::new(at, octets), most);
        }
    }
}
