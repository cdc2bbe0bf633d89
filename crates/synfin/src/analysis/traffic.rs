//! What was sent in each direction of a connection, and what happened on the way.
//!
//! Duty: hand each segment to the end that sent it, and to the rules. Invariant: ends are told
//! apart by their sockets, never by client and server, which a late SYN may turn round. Absence:
//! no state of RFC 9293, no opinion on how the connection began or ended.

use super::{Events, Rule, Sent, detect};
use crate::{End, Segment, Timestamp};

/// What both ends of a connection sent.
#[derive(Clone, Debug)]
pub struct Traffic {
    lower: Sent,
    upper: Sent,
    vlan: Option<u16>,
    last: Timestamp,
    longest_silence: i64,
    reuses_ports: bool,
}

/// What is known of one segment beside its connection's life.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Verdict {
    /// What happened in it.
    pub events: Events,
    /// Octets from the sender's initial sequence number to SEG.SEQ, in 64 bits.
    pub relative_seq: Option<i64>,
    /// Octets from the peer's initial sequence number to SEG.ACK, in 64 bits; without ACK `None`.
    pub relative_ack: Option<i64>,
    /// The window in octets after scaling, where the scale is known.
    pub scaled_window: Option<u32>,
}

impl Traffic {
    /// Nothing yet; `first` is the first segment to come, and `reuses_ports` says whether its
    /// endpoints had a connection before.
    pub(crate) fn new(first: &Segment<'_>, reuses_ports: bool) -> Self {
        Self {
            lower: Sent::default(),
            upper: Sent::default(),
            vlan: first.vlan,
            last: first.time,
            longest_silence: 0,
            reuses_ports,
        }
    }

    /// What one end sent. Where a socket talks to itself, the upper end sent nothing.
    #[must_use]
    pub const fn sent(&self, end: End) -> &Sent {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    /// The identifier of the first packet's outermost VLAN tag.
    #[must_use]
    pub const fn vlan(&self) -> Option<u16> {
        self.vlan
    }

    /// The longest time between two packets, in nanoseconds.
    #[must_use]
    pub const fn longest_silence(&self) -> i64 {
        self.longest_silence
    }

    /// Takes the next segment, sent from `sender` to `receiver`; these are the same end where a
    /// socket talks to itself.
    pub(crate) fn observe(&mut self, sender: End, receiver: End, segment: &Segment<'_>) -> Verdict {
        let (x, y) = (self.sent(sender), self.sent(receiver));
        let place = x.place(segment, y);
        let mut events = detect::events(segment, x, y, &place);
        if std::mem::take(&mut self.reuses_ports) {
            events.insert(Rule::OtherInitialSequenceNumber);
        }
        let peer = self.sent(receiver).as_peer();
        self.sent_mut(sender).add(segment, &place, peer, events);
        if let Some(ack) = segment.ack() {
            let y = self.sent_mut(receiver);
            y.acknowledged_first(ack);
            y.acknowledged(ack, segment.time.as_nanos());
        }
        let silence = segment.time.nanos_since(self.last);
        self.longest_silence = self.longest_silence.max(silence);
        self.last = segment.time;
        let (x, y) = (self.sent(sender), self.sent(receiver));
        Verdict {
            events,
            relative_seq: x.relative(segment.seq),
            relative_ack: segment.ack().and_then(|ack| y.relative(ack)),
            scaled_window: x.known_window(y, segment),
        }
    }

    const fn sent_mut(&mut self, end: End) -> &mut Sent {
        match end {
            End::Lower => &mut self.lower,
            End::Upper => &mut self.upper,
        }
    }
}
