//! One connection: one incarnation of a flow.
//!
//! Duty: hold what is known of a connection and answer for it. Invariant: everything here follows
//! from the flow's own packets in the order of capture. Absence: which packets are the
//! connection's is the tracker's to say.

mod beginning;
mod calm;
mod changes;
mod ending;
mod holding;
mod incarnation;
mod noting;
mod observing;
mod opening;
mod prefetching;
mod style;

pub(crate) use beginning::Beginning;
pub(crate) use calm::Telling;
pub(crate) use incarnation::SynVerdict;

use super::endpoint::Endpoint;
use super::steps::Steps;
use super::summary::Summary;
use super::{CloseStyle, Closing, KnownBy, OpenStyle, Opening, Phase, ResetReason, TcpState};
use crate::analysis::{Sent, Traffic};
use crate::flow::{CompactKey, Probe};
use crate::packing::packed;
use crate::{End, FlowKey, Segment, Side, Timestamp};
use std::fmt;
use std::net::SocketAddr;

/// One incarnation of a flow: who took part, how it went, and both endpoints' states.
// In this order, as what a calm segment needs should lie in as few lines of memory as can be.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Connection {
    key: CompactKey,
    id: u64,
    last: (u64, Timestamp),
    /// The latest time of its packets in nanoseconds; the capture may run backwards.
    latest: i64,
    client: End,
    /// Is nothing but numbers going on for a plain segment of the lower end, and of the upper?
    calm: (bool, bool),
    /// The phases of the two ends' last packets.
    phases: (Phase, Phase),
    summary: Summary,
    // A few that are seldom needed have the room that is left before a line.
    incarnation: u32,
    /// The two ends' states if what they were sent arrived, as after the last segment.
    shown: (TcpState, TcpState),
    known_by: KnownBy,
    /// Did another connection take its ports before it was closed?
    superseded: bool,
    /// Was it removed before it was over, to bound memory?
    evicted: bool,
    /// Were packets of it seen on another VLAN than the first one's?
    other_vlan: bool,
    /// Who ended it by a RST, and why.
    reset: Option<(End, ResetReason)>,
    /// Was the data in the SYN accepted?
    fast_open: Option<bool>,
    // What the two ends sent begins with a line and in the middle of one, so that what a calm segment
    // needs of either takes two.
    traffic: Traffic,
    lower: Endpoint,
    upper: Endpoint,
    // What is needed where more happens.
    steps: Steps,
    first: (u64, Timestamp),
}

impl Connection {
    pub(crate) fn new(id: u64, incarnation: u32, first: &Segment<'_>) -> Self {
        let (probe, sender) = Probe::of(first);
        Self {
            id,
            key: probe.keep(),
            client: sender,
            known_by: KnownBy::FirstPacket,
            incarnation,
            first: (first.packet, first.time),
            last: (first.packet, first.time),
            latest: first.time.as_nanos(),
            summary: Summary::default(),
            steps: Steps::default(),
            phases: (Phase::Data, Phase::Data),
            calm: (false, false),
            lower: Endpoint::default(),
            upper: Endpoint::default(),
            shown: (TcpState::Closed, TcpState::Closed),
            traffic: Traffic::new(first, incarnation > 1),
            reset: None,
            fast_open: None,
            superseded: false,
            evicted: false,
            other_vlan: false,
        }
    }

    /// The connection's number in the capture, from 1 in the order of first packets.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// Numbers the connection anew, as where its tracker saw a part of the capture only.
    pub const fn set_id(&mut self, id: u64) {
        self.id = id;
    }

    /// The unordered pair of sockets.
    #[must_use]
    pub const fn key(&self) -> FlowKey {
        self.key.key()
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
        style::of_opening(self)
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
        style::of_closing(self)
    }

    /// Why it was reset, if it was.
    #[must_use]
    pub fn reset_reason(&self) -> Option<ResetReason> {
        let (_, reason) = self.reset?;
        (!style::is_closed_by_fins(self)).then_some(reason)
    }

    /// Was everything captured sent by one side? Then the other's states are inferred.
    #[must_use]
    pub fn is_one_way(&self) -> bool {
        self.traffic.sent(End::Lower).packets() == 0 || self.traffic.sent(End::Upper).packets() == 0
    }

    /// Were packets of it seen on more than one VLAN?
    #[must_use]
    pub const fn is_on_several_vlans(&self) -> bool {
        self.other_vlan
    }

    /// An endpoint's state when the capture ended, or when the connection was handed out.
    #[must_use]
    pub fn state(&self, side: Side) -> TcpState {
        self.shown_state(side)
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
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (client, server) = (self.socket(Side::Client), self.socket(Side::Server));
        write!(f, "{} {client} > {server}", self.id)
    }
}

// It begins with its `Beginning`.
packed!(Connection {
    key,
    id,
    first,
    last,
    latest,
    client,
    calm,
    phases,
    traffic,
    summary,
    lower,
    upper,
    shown,
    known_by,
    superseded,
    evicted,
    other_vlan,
    reset,
    fast_open,
    incarnation,
    steps,
});
