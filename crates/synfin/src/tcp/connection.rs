//! One connection: one incarnation of a flow.

use super::endpoint::Endpoint;
use super::summary::{Summary, known_by};
use super::{
    CloseStyle, Closing, KnownBy, Observation, OpenStyle, Opening, Phase, ResetReason, StateChange,
    StateChanges, TcpState, Transition,
};
use crate::analysis::{Sent, Traffic};
use crate::{End, FlowKey, Segment, Side, Timestamp};
use std::fmt;
use std::net::SocketAddr;

/// One incarnation of a flow: who took part, how it went, and both endpoints' states.
#[derive(Clone, Debug)]
pub struct Connection {
    id: u64,
    key: FlowKey,
    client: End,
    known_by: KnownBy,
    incarnation: u32,
    first: (u64, Timestamp),
    last: (u64, Timestamp),
    summary: Summary,
    transitions: Vec<Transition>,
    lower: Endpoint,
    upper: Endpoint,
    traffic: Traffic,
}

impl Connection {
    pub(crate) fn new(id: u64, incarnation: u32, first: &Segment<'_>) -> Self {
        Self {
            id,
            key: FlowKey::of(first),
            client: FlowKey::of(first).end_of(first.source),
            known_by: KnownBy::FirstPacket,
            incarnation,
            first: (first.packet, first.time),
            last: (first.packet, first.time),
            summary: Summary::default(),
            transitions: Vec::new(),
            lower: Endpoint::default(),
            upper: Endpoint::default(),
            traffic: Traffic::new(first, incarnation > 1),
        }
    }

    /// The connection's number in the capture, from 1 in the order of first packets.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The unordered pair of sockets.
    #[must_use]
    pub const fn key(&self) -> FlowKey {
        self.key
    }

    /// The socket of one side.
    #[must_use]
    pub const fn socket(&self, side: Side) -> SocketAddr {
        self.key.socket(self.end(side))
    }

    /// Which end of the flow is the client, or the server.
    #[must_use]
    pub const fn end(&self, side: Side) -> End {
        match (side, self.client) {
            (Side::Client, end) => end,
            (Side::Server, End::Lower) => End::Upper,
            (Side::Server, End::Upper) => End::Lower,
        }
    }

    /// Which part an end of the flow has.
    #[must_use]
    pub fn side(&self, end: End) -> Side {
        if end == self.client {
            Side::Client
        } else {
            Side::Server
        }
    }

    /// How we know which end is the client.
    #[must_use]
    pub const fn client_known_by(&self) -> KnownBy {
        self.known_by
    }

    /// Which connection between these sockets it is in the capture, from 1.
    #[must_use]
    pub const fn incarnation(&self) -> u32 {
        self.incarnation
    }

    /// When its first packet was captured.
    #[must_use]
    pub const fn first_time(&self) -> Timestamp {
        self.first.1
    }

    /// When its last packet was captured; before the first one's time where the capture runs
    /// backwards.
    #[must_use]
    pub const fn last_time(&self) -> Timestamp {
        self.last.1
    }

    /// The number of its first packet, from 1.
    #[must_use]
    pub const fn first_packet(&self) -> u64 {
        self.first.0
    }

    /// The number of its last packet, from 1.
    #[must_use]
    pub const fn last_packet(&self) -> u64 {
        self.last.0
    }

    /// How its opening was seen.
    #[must_use]
    pub fn opening(&self) -> Opening {
        self.summary.opening(self.client)
    }

    /// What its opening was like.
    #[must_use]
    pub fn open_style(&self) -> OpenStyle {
        match self.opening() {
            Opening::Handshake => OpenStyle::ThreeWay,
            Opening::Simultaneous => OpenStyle::Simultaneous,
            Opening::Refused => OpenStyle::Refused,
            Opening::Unanswered => OpenStyle::Unanswered,
            Opening::Partial => OpenStyle::Incomplete,
            Opening::None => OpenStyle::Unseen,
        }
    }

    /// How its closing was seen.
    #[must_use]
    pub fn closing(&self) -> Closing {
        self.summary.closing()
    }

    /// Who sent the first FIN or, where [`closing`](Self::closing) is `Reset`, the RST. Where the
    /// FINs crossed both ends closed, as [`close_style`](Self::close_style) says.
    #[must_use]
    pub fn closed_by(&self) -> Option<Side> {
        self.summary.closed_by().map(|end| self.side(end))
    }

    /// What its closing was like.
    #[must_use]
    pub fn close_style(&self) -> CloseStyle {
        match self.closing() {
            Closing::Fin => CloseStyle::FourSegment,
            Closing::Reset => CloseStyle::Reset,
            Closing::HalfClosed => CloseStyle::HalfClosed,
            Closing::Open => CloseStyle::Open,
        }
    }

    /// Why it was reset, if it was.
    #[must_use]
    pub const fn reset_reason(&self) -> Option<ResetReason> {
        None
    }

    /// An endpoint's state when the capture ended, or when the connection was handed out.
    #[must_use]
    pub fn state(&self, side: Side) -> TcpState {
        self.shown_state(side)
    }

    /// Every change of an endpoint's state that the capture proves, in order of time; at the end
    /// those that nothing contradicts, marked as assumed.
    pub fn transitions(&self) -> impl Iterator<Item = &Transition> {
        self.transitions.iter()
    }

    /// What was sent in both directions.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// What one side sent.
    #[must_use]
    pub const fn sent(&self, side: Side) -> &Sent {
        self.traffic.sent(self.end(side))
    }

    /// Does this SYN begin another connection between the same sockets?
    ///
    /// An initial sequence number belongs to one incarnation (RFC 9293, 3.4.1).
    pub(crate) fn is_followed_by(&self, segment: &Segment<'_>) -> bool {
        let control = segment.control;
        if !control.syn() || control.rst() {
            return false;
        }
        let end = self.key.end_of(segment.source);
        let (mine, peer) = (self.summary.sent(end), self.summary.sent(!end));
        if control.ack() {
            // A server may answer one SYN twice with different numbers (SYN cookies, a restart),
            // so a SYN-ACK is new only when it answers another SYN than the one on record.
            return mine.expected_isn().is_some_and(|isn| isn != segment.seq)
                && peer.isn.is_none_or(|isn| isn.plus(1) != segment.raw_ack);
        }
        if let Some(isn) = mine.isn {
            return isn != segment.seq;
        }
        if peer.isn.is_some() && !peer.accepted {
            // A SYN that answers a SYN, whatever was sent before (simultaneous open, 3.5).
            return false;
        }
        mine.expected_isn()
            .or_else(|| Some(peer.first_ack?.minus(1)))
            .is_some_and(|isn| isn != segment.seq)
    }

    /// What must have happened before the first packet.
    fn presume(&mut self, first: &Segment<'_>, sender: End) {
        let (mine, peer) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        if !first.control.syn() {
            mine.presume_open();
            peer.presume_open();
        } else if first.control.ack() {
            peer.presume_asked();
        }
    }

    fn advance(&mut self, segment: &Segment<'_>, sender: End) {
        let response = |peer: End| {
            let rtt = self.traffic.sent(peer).rtt().min();
            rtt.and_then(|rtt| i64::try_from(rtt).ok()).unwrap_or(0)
        };
        let response = response(!sender);
        let (mine, peer) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        if mine.send(peer, segment, response) {
            peer.receive(mine, segment);
        }
    }

    const fn endpoint(&self, end: End) -> &Endpoint {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    /// The state an endpoint is in if what it was sent arrived, unless something says otherwise.
    fn shown_state(&self, side: Side) -> TcpState {
        let state = self.endpoint(self.end(side)).assumed_state();
        match (side, state) {
            // Somebody must listen there, or the SYN will be refused.
            (Side::Server, TcpState::Closed) if !self.endpoint(self.end(side)).took_part() => {
                TcpState::Listen
            }
            _ => state,
        }
    }

    fn changes_since(&self, before: [TcpState; 2], sender: Side) -> StateChanges {
        let [client, server] = before;
        let changes = [(Side::Client, client), (Side::Server, server)];
        changes
            .into_iter()
            .filter_map(|(endpoint, from)| {
                let to = self.shown_state(endpoint);
                (from != to).then_some(StateChange {
                    endpoint,
                    from,
                    to,
                    assumed: endpoint != sender,
                })
            })
            .collect()
    }

    pub(crate) fn finish(&mut self) {
        for end in [self.client, !self.client] {
            let side = self.side(end);
            let endpoint = match end {
                End::Lower => &mut self.lower,
                End::Upper => &mut self.upper,
            };
            endpoint.finish();
            self.transitions
                .extend(endpoint.log().iter().map(|step| Transition {
                    endpoint: side,
                    from: step.from,
                    to: step.to,
                    time: step.time,
                    packet: step.packet,
                    assumed: step.assumed,
                    reason: step.reason,
                }));
        }
        self.transitions
            .sort_by_key(|transition| transition.time.as_nanos());
    }

    pub(crate) fn observe(&mut self, segment: &Segment<'_>) -> Observation {
        let sender = self.key.end_of(segment.source);
        if let Some((asked, known_by)) = known_by(segment, sender, self.known_by) {
            (self.client, self.known_by) = (asked, known_by);
        }
        if self.last.0 == self.first.0 && self.first.0 == segment.packet {
            self.presume(segment, sender);
        }
        self.last = (segment.packet, segment.time);
        let before = Side::BOTH.map(|side| self.shown_state(side));
        self.advance(segment, sender);
        self.summary.add(segment, sender);
        let receiver = self.key.end_of(segment.destination);
        let verdict = self
            .traffic
            .observe((sender, receiver), self.client, segment);
        Observation {
            connection: self.id,
            sender: self.side(sender),
            phase: Phase::Data,
            repeats: None,
            client_state: self.shown_state(Side::Client),
            server_state: self.shown_state(Side::Server),
            changes: self.changes_since(before, self.side(sender)),
            events: verdict.events,
            notes: Vec::new(),
            relative_seq: verdict.relative_seq,
            relative_ack: verdict.relative_ack,
            scaled_window: verdict.scaled_window,
        }
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (client, server) = (self.socket(Side::Client), self.socket(Side::Server));
        write!(f, "{} {client} > {server}", self.id)
    }
}
