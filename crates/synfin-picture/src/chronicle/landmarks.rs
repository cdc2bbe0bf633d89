//! The few packets of a connection that a story names, wherever they lie in it.
//!
//! Invariant: a fixed size, also where rows were left out. Absence: no words.

use super::step::Step;
use synfin::Side;
use synfin::tcp::Phase;

/// A packet and when it came, in nanoseconds since the connection's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The packet's number, from 1.
    pub packet: u64,
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
}

/// The longest time between two packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Nanoseconds.
    pub lasting: i64,
    /// The packet before it.
    pub before: u64,
    /// The packet behind it.
    pub after: u64,
    /// Who sent the packet behind it.
    pub ended_by: Side,
}

/// What is remembered of a connection as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Landmarks {
    /// Segments seen.
    pub segments: u64,
    /// The longest pause once the connection was asked for.
    pub pause: Option<Pause>,
    last: Option<Moment>,
    client: Direction,
    server: Direction,
}

/// What is remembered of what one side sent.
#[derive(Clone, Copy, Debug)]
struct Direction {
    first_data: Option<Moment>,
    last_data: Option<Moment>,
    /// The number behind the last octet of payload, and the packet that had it first.
    sent: Option<(i64, u64)>,
    acked: Option<i64>,
}

impl Direction {
    const NONE: Self = Self {
        first_data: None,
        last_data: None,
        sent: None,
        acked: None,
    };
}

impl Landmarks {
    /// Of no segment.
    pub(super) const NONE: Self = Self {
        segments: 0,
        pause: None,
        last: None,
        client: Direction::NONE,
        server: Direction::NONE,
    };

    /// Takes the connection's next step.
    pub(super) fn take(&mut self, step: &Step) {
        let (packet, at) = (step.packet, step.at);
        self.segments += 1;
        // Waiting for an answer to the first question is part of opening, not a pause.
        let opens = matches!(step.phase, Phase::Handshake(_) | Phase::SimultaneousOpen);
        if let Some(last) = self.last.filter(|_| !opens) {
            let lasting = at.saturating_sub(last.at);
            if self.pause.is_none_or(|pause| lasting > pause.lasting) {
                self.pause = Some(Pause {
                    lasting,
                    before: last.packet,
                    after: packet,
                    ended_by: step.sender,
                });
            }
        }
        let moment = Moment { packet, at };
        self.last = Some(moment);
        let (own, peer) = match step.sender {
            Side::Client => (&mut self.client, &mut self.server),
            Side::Server => (&mut self.server, &mut self.client),
        };
        if step.payload_len > 0 && !step.control.rst() {
            own.first_data = own.first_data.or(Some(moment));
            own.last_data = Some(moment);
            let end = step.seq().map(|seq| {
                seq.saturating_add((step.payload_len + u32::from(step.control.syn())).into())
            });
            if let Some(end) = end.filter(|end| own.sent.is_none_or(|(sent, _)| *end > sent)) {
                own.sent = Some((end, packet));
            }
        }
        peer.acked = peer.acked.max(step.ack());
    }

    const fn direction(&self, side: Side) -> &Direction {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    /// The first packet in which a side sent payload.
    #[must_use]
    pub const fn first_data(&self, side: Side) -> Option<Moment> {
        self.direction(side).first_data
    }

    /// The first and the last packet with payload from either side.
    #[must_use]
    pub fn data(&self) -> Option<(u64, u64)> {
        let packets = |moment: fn(&Direction) -> Option<Moment>| {
            let both = [moment(&self.client), moment(&self.server)].into_iter();
            both.flatten().map(|moment| moment.packet)
        };
        let first = packets(|side| side.first_data).min();
        first.zip(packets(|side| side.last_data).max())
    }

    /// Octets of payload that a side sent last and that were never acknowledged, with the packet
    /// that had the last of them.
    #[must_use]
    pub fn unacknowledged(&self, side: Side) -> Option<(u64, u64)> {
        let direction = self.direction(side);
        let (sent, packet) = direction.sent?;
        let missing = sent.checked_sub(direction.acked?)?;
        let missing = u64::try_from(missing).ok().filter(|octets| *octets > 0)?;
        Some((missing, packet))
    }
}
