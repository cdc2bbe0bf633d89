//! What a connection's pictures are drawn from, gathered while the capture is read.
//!
//! Duty: keep the rows of the ladder and the points of the charts together. Invariant: a
//! [`Sketch`] makes the picture that would have been drawn at once; it costs little as long as the
//! connection is short, and nobody knows whether it will be shown. Absence: which connections are
//! worth a picture.

use crate::chronicle::{Chronicle, Step};
use crate::plot::{self, Samples};
use std::net::SocketAddr;
use synfin::tcp::Observation;
use synfin::{Segment, Timestamp};

/// Segments that are kept as they came, before rows and points are made of them.
const SKETCHED: usize = 48;

/// Those that there is room for at first.
const AT_FIRST: usize = 8;

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

/// A picture that is drawn when it is asked for, or when it gets long.
#[derive(Debug)]
pub struct Sketch {
    connection: u64,
    client: SocketAddr,
    server: SocketAddr,
    start: Timestamp,
    room: Room,
    glances: Vec<Glance>,
    picture: Option<Box<Picture>>,
}

/// One segment, as rows and points are made of it.
#[derive(Debug)]
struct Glance {
    step: Step,
    window: Option<u32>,
    /// What it acknowledges out of order, in relative numbers.
    sacked: Box<[(i64, i64)]>,
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
        let step = Step::new(segment, observation, self.chronicle.start);
        let sacked = plot::sacked(segment, &step);
        let window = observation.scaled_window;
        self.samples.take(&step, window, sacked);
        self.chronicle.take(step);
    }

    fn take(&mut self, glance: Glance) {
        let Glance {
            step,
            window,
            sacked,
        } = glance;
        self.samples.take(&step, window, sacked);
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
            glances: Vec::with_capacity(AT_FIRST),
            picture: None,
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        if let Some(picture) = &mut self.picture {
            return picture.observe(segment, observation);
        }
        let step = Step::new(segment, observation, self.start);
        self.glances.push(Glance {
            sacked: plot::sacked(segment, &step).collect(),
            window: observation.scaled_window,
            step,
        });
        if self.glances.len() >= SKETCHED {
            self.picture = Some(Box::new(self.draw()));
        }
    }

    /// Draws the segments that were kept, and lets go of them.
    fn draw(&mut self) -> Picture {
        let beginning = (self.connection, self.client, self.server, self.start);
        let mut picture = Picture {
            chronicle: Chronicle::begin(beginning, false).with_max_rows(self.room.rows),
            samples: Samples::new(self.start).with_max_points(self.room.points),
        };
        for glance in std::mem::take(&mut self.glances) {
            picture.take(glance);
        }
        picture
    }

    /// The picture.
    #[must_use]
    pub fn into_picture(mut self) -> Picture {
        match self.picture.take() {
            Some(picture) => *picture,
            None => self.draw(),
        }
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
            glances: Vec::new(),
            picture: Some(Box::new(picture)),
        }
    }
}
