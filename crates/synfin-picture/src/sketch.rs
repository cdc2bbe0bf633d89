//! What a connection's pictures are drawn from, gathered while the capture is read.
//!
//! Duty: keep the rows of the ladder and the points of the charts together. Invariant: a
//! [`Sketch`] makes the picture that would have been drawn at once; of a short connection nothing
//! is drawn before it is clear that it will be shown. Absence: which connections are worth a
//! picture.

use crate::chronicle::{Chronicle, Step};
use crate::plot::Samples;
use std::net::SocketAddr;
use synfin::tcp::Observation;
use synfin::{Segment, Timestamp};

/// Segments that are kept as they came before rows and points are made of them. Drawing them one
/// after the other finds the picture in the processor's cache, which it has left when a capture of
/// many connections comes to the next segment.
const SKETCHED: usize = 48;

/// For so many more of them room is made at once.
const AT_ONCE: usize = 16;

/// The rows and samples of a connection.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What its ladder and its story are made of.
    pub chronicle: Chronicle,
    /// What its charts are made of.
    pub samples: Samples,
}

/// How much a picture may hold.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Rows of the ladder at most.
    pub rows: usize,
    /// Points of each curve at most.
    pub points: usize,
}

/// A picture that is drawn piece by piece, or when it is asked for.
#[derive(Debug)]
pub struct Sketch {
    connection: u64,
    client: SocketAddr,
    server: SocketAddr,
    start: Timestamp,
    room: Room,
    /// Segments that are not drawn yet.
    kept: Vec<Step>,
    picture: Option<Box<Picture>>,
}

impl Picture {
    /// A picture that begins with a connection's first segment. With `unfold` every segment has a
    /// row.
    #[must_use]
    pub fn new(segment: &Segment<'_>, observation: &Observation, unfold: bool, room: Room) -> Self {
        let chronicle = Chronicle::new(segment, observation, unfold);
        Self {
            chronicle: chronicle.with_max_rows(room.rows),
            samples: Samples::new(segment.time).with_max_points(room.points),
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        let at = segment.time.nanos_since(self.chronicle.start);
        self.take(Step::new(segment, observation, at));
    }

    fn take(&mut self, step: Step) {
        self.samples.take(&step);
        self.chronicle.take(step);
    }
}

impl Sketch {
    /// A sketch that begins with a connection's first segment.
    #[must_use]
    pub fn new(segment: &Segment<'_>, observation: &Observation, room: Room) -> Self {
        let (client, server) = observation.sockets(segment);
        Self {
            connection: observation.connection,
            client,
            server,
            start: segment.time,
            room,
            kept: Vec::with_capacity(AT_ONCE),
            picture: None,
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        if self.kept.len() == self.kept.capacity() {
            // Doubling it would leave much of it empty.
            self.kept.reserve_exact(AT_ONCE);
        }
        let at = segment.time.nanos_since(self.start);
        self.kept.push(Step::new(segment, observation, at));
        if self.kept.len() >= SKETCHED {
            self.draw();
        }
    }

    /// Draws the segments that were kept.
    fn draw(&mut self) -> &mut Picture {
        let beginning = (self.connection, self.client, self.server, self.start);
        let picture = self.picture.get_or_insert_with(|| {
            Box::new(Picture {
                chronicle: Chronicle::begin(beginning, false).with_max_rows(self.room.rows),
                samples: Samples::new(self.start).with_max_points(self.room.points),
            })
        });
        for step in self.kept.drain(..) {
            picture.take(step);
        }
        picture
    }

    /// The picture.
    #[must_use]
    pub fn picture(&mut self) -> &Picture {
        self.draw()
    }
}

impl From<Picture> for Sketch {
    fn from(picture: Picture) -> Self {
        let Chronicle {
            connection,
            client,
            server,
            start,
            ..
        } = picture.chronicle;
        Self {
            connection,
            client,
            server,
            start,
            room: Room { rows: 0, points: 0 },
            kept: Vec::new(),
            picture: Some(Box::new(picture)),
        }
    }
}
