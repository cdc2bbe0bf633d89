//! The rows of a picture: single segments, and runs of them.

use super::step::Step;
use synfin::Side;
use synfin::tcp::Phase;

/// One row of a picture.
#[derive(Clone, Debug)]
pub enum Row {
    /// One segment.
    Step(Step),
    /// Uneventful segments that followed each other.
    Run(Run),
    /// Segments in the middle of a long connection, of which nothing else is kept.
    LeftOut(Run),
}

/// Segments that followed each other.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first packet's number.
    pub first_packet: u64,
    /// The last packet's number.
    pub last_packet: u64,
    /// Nanoseconds since the connection's first packet, of the run's first one.
    pub from: i64,
    /// The same of its last one.
    pub to: i64,
    /// How many segments.
    pub segments: u64,
    /// Payload octets from the client.
    pub client_octets: u64,
    /// Payload octets from the server.
    pub server_octets: u64,
    /// The phase they belong to.
    pub phase: Phase,
}

impl Run {
    /// A run of no segments yet, which is to begin with this one.
    pub(super) const fn begin(step: &Step) -> Self {
        Self {
            first_packet: step.packet,
            last_packet: step.packet,
            from: step.at,
            to: step.at,
            segments: 0,
            client_octets: 0,
            server_octets: 0,
            phase: step.phase,
        }
    }

    /// A run of one segment.
    pub(super) fn of(step: &Step) -> Self {
        let mut run = Self::begin(step);
        run.add(step);
        run
    }

    /// One more segment.
    pub(super) fn add(&mut self, step: &Step) {
        self.last_packet = step.packet;
        self.to = step.at;
        self.segments += 1;
        match step.sender {
            Side::Client => self.client_octets += u64::from(step.payload_len),
            Side::Server => self.server_octets += u64::from(step.payload_len),
        }
    }

    /// The segments of a later run, too.
    pub(super) fn join(&mut self, later: &Self) {
        self.last_packet = later.last_packet;
        self.to = later.to;
        self.segments += later.segments;
        self.client_octets += later.client_octets;
        self.server_octets += later.server_octets;
    }
}
