//! What was sent in each direction of a connection, and what happened on the way.
//!
//! Duty: hand each segment to the end that sent it, and to the rules. Invariant: ends are told
//! apart by their sockets, never by client and server, which a late SYN may turn round. Absence:
//! no state of RFC 9293, no opinion on how the connection began or ended.

use super::handshake::Handshake;
use super::zeek::Zeek;
use super::{Completeness, Event, Events, Rule, Sent, detect};
use crate::packing::packed;
use crate::{End, Segment};

/// What both ends of a connection sent.
// In this order, as what a calm segment needs should lie together.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Traffic {
    pub(super) silence: Silence,
    vlan: Option<u16>,
    pub(super) completeness: Completeness,
    pub(super) reuses_ports: bool,
    pub(super) handshake: Handshake,
    pub(super) zeek: Zeek,
    pub(super) lower: Sent,
    pub(super) upper: Sent,
}

/// How long nothing was sent, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silence {
    /// When the last packet was captured.
    last: i64,
    longest: i64,
}

impl Silence {
    /// The next packet was captured at `time`.
    #[inline]
    pub(super) fn end(&mut self, time: i64) {
        let silence = time.checked_sub(self.last);
        let silence = silence.unwrap_or_else(|| time.saturating_sub(self.last));
        self.longest = self.longest.max(silence);
        self.last = time;
    }
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
            silence: Silence {
                last: first.time.as_nanos(),
                longest: 0,
            },
            reuses_ports: reuses_ports && first.control.syn(),
            handshake: Handshake::default(),
            completeness: Completeness::default(),
            zeek: Zeek::default(),
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
        self.silence.longest
    }

    /// From the client's SYN to the SYN-ACK, in nanoseconds: the server's half of the handshake.
    /// Unknown where the SYN was sent again (Karn).
    #[must_use]
    pub fn syn_ack_rtt(&self) -> Option<u64> {
        self.handshake.syn_ack_rtt()
    }

    /// From the SYN-ACK to the client's ACK of it, in nanoseconds: the client's half.
    #[must_use]
    pub fn ack_rtt(&self) -> Option<u64> {
        self.handshake.ack_rtt()
    }

    /// Which kinds of segments there were, as Wireshark has it.
    #[must_use]
    pub const fn completeness(&self) -> Completeness {
        self.completeness
    }

    /// The letters of Zeek's `history`, those of `client` in upper case: at most 120, all ASCII.
    pub fn history(&self, client: End) -> impl Iterator<Item = u8> {
        self.zeek.history(client)
    }

    /// Zeek's `conn_state`, as seen from `client`.
    #[must_use]
    pub fn conn_state(&self, client: End) -> &'static str {
        let empty = [&self.lower, &self.upper]
            .into_iter()
            .all(|sent| sent.unique_bytes() == 0 && sent.missing_bytes() == 0);
        self.zeek.conn_state(client, empty)
    }

    /// Takes any segment.
    #[inline(never)]
    pub(crate) fn observe_patiently(
        &mut self,
        (sender, receiver): (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        let copy = self.sent_mut(sender).take_recent(segment);
        let (x, y) = (self.sent(sender), self.sent(receiver));
        let place = x.place(segment, y);
        let mut events = detect::events(segment, (x, y), &place, copy);
        let peer_window = y.window;
        if std::mem::take(&mut self.reuses_ports) {
            events.insert(Rule::OtherInitialSequenceNumber);
        }
        self.sent_mut(sender)
            .add(segment, &place, &peer_window, events);
        self.sent_mut(receiver).acknowledged(segment);
        self.observe_whole(segment, sender, receiver, client, events);
        if segment.control.syn() {
            self.agree_on_windows(sender, receiver);
        }
        events
    }

    /// What is to be said of a segment that was just taken, in which this happened.
    #[inline(always)]
    pub(crate) fn verdict(
        &self,
        (sender, receiver): (End, End),
        segment: &Segment<'_>,
        events: Events,
    ) -> Verdict {
        let (x, y) = (self.sent(sender), self.sent(receiver));
        Verdict {
            events,
            relative_seq: x.relative(segment.seq),
            relative_ack: segment.ack().and_then(|ack| y.relative(ack)),
            scaled_window: if segment.control.syn() {
                Some(segment.raw_window.into())
            } else {
                x.window.known()
            },
        }
    }

    /// After a SYN: what it means for both windows.
    fn agree_on_windows(&mut self, sender: End, receiver: End) {
        let known = |end| self.sent(end).initial_seq().is_some();
        let syns = known(sender) && known(receiver);
        let mut peer = self.sent(receiver).window;
        self.sent_mut(sender).window.agree_with(&mut peer, syns);
        self.sent_mut(receiver).window = peer;
    }

    /// What concerns the connection as a whole.
    fn observe_whole(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        receiver: End,
        client: End,
        events: Events,
    ) {
        let time = segment.time.as_nanos();
        self.silence.end(time);
        if !events.contains(Event::CaptureDuplicate) {
            self.handshake.take(sender, segment, time);
        }
        self.completeness.take(segment);
        self.zeek.take(segment, (sender, receiver), client, events);
    }

    const fn sent_mut(&mut self, end: End) -> &mut Sent {
        match end {
            End::Lower => &mut self.lower,
            End::Upper => &mut self.upper,
        }
    }
}

packed!(Silence { last, longest });
packed!(Traffic {
    silence,
    vlan,
    completeness,
    reuses_ports,
    handshake,
    zeek,
    lower,
    upper,
});
