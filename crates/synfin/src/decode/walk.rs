//! The patient path: one header after the other, of any kind, until TCP or the end.
//!
//! Duty: hold what the headers read so far say, and go from each to the next. Invariant: every
//! header takes at least one octet or comes from a fixed table, no function calls itself, and at
//! most [`MAX_HEADERS`] are followed, so the work is bounded by the frame's length. Absence:
//! nothing is put together from several frames.

use super::fragment::Fragment;
use super::rest::Rest;
use super::stop::{Layer, Reason, Stop};
use super::{ethernet, ipv4, ipv6, link, llc, mpls, ppp, tcp, tunnel, udp, wireless};
use crate::{Frame, LinkType, Segment, Timestamp};
use std::net::IpAddr;

/// How many headers around each other are followed. Real frames have a dozen; a full-size frame
/// of nothing but VLAN tags has 375.
const MAX_HEADERS: u32 = 512;

/// The protocol number of TCP.
pub(super) const TCP: u8 = 6;

/// What an IP header says that later headers need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) source: IpAddr,
    pub(super) destination: IpAddr,
    /// TTL or hop limit.
    pub(super) ttl: u8,
    /// IPv4 identification, or that of an IPv6 fragment header.
    pub(super) id: Option<u32>,
}

/// What the headers read so far say of the frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The frame's number.
    pub(super) packet: u64,
    pub(super) time: Timestamp,
    /// The outermost VLAN tag's identifier.
    pub(super) vlan: Option<u16>,
    /// The innermost IP header.
    pub(super) network: Option<Network>,
    /// Was there an IP header around the innermost one?
    pub(super) tunnelled: bool,
}

/// A frame being decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk<'a> {
    /// What is left behind the headers read.
    pub(super) rest: Rest<'a>,
    pub(super) context: Context,
    /// The fragment of a datagram that the outermost IP header with one announces.
    pub(super) fragment: Option<Fragment<'a>>,
    /// Does an IP header announce TCP?
    pub(super) carries_tcp: bool,
}

/// What comes next in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// What a link type says.
    Link(LinkType),
    Ethernet,
    /// What an Ethernet type field says.
    EtherType(u16),
    Llc,
    /// 802.11; with a frame check sequence and padding as capturing left them.
    Wifi(wireless::Trim),
    Mpls,
    Ppp,
    /// IP of either version, by its first four bits.
    Ip,
    Ipv4,
    Ipv6,
    /// What an IP header's protocol field says.
    Protocol(u8),
    /// What a UDP datagram on these ports carries.
    Datagram(u16, u16),
    Gre,
    /// A network service header (RFC 8300).
    Nsh,
}

/// The patient path over a whole frame.
pub(super) fn walk<'a>(frame: &Frame<'a>) -> (Walk<'a>, Result<Segment<'a>, Stop>) {
    let context = Context {
        packet: frame.number,
        time: frame.time,
        vlan: None,
        network: None,
        tunnelled: false,
    };
    let rest = Rest::new(frame.data, frame.original_len);
    Walk::run(rest, context, Next::Link(frame.link_type))
}

impl<'a> Walk<'a> {
    /// Follows the headers from `next` on.
    pub(super) fn run(
        rest: Rest<'a>,
        context: Context,
        mut next: Next,
    ) -> (Self, Result<Segment<'a>, Stop>) {
        let mut walk = Self {
            rest,
            context,
            fragment: None,
            carries_tcp: false,
        };
        for _ in 0..MAX_HEADERS {
            if let (Next::Protocol(TCP), Some(network)) = (next, walk.context.network) {
                walk.carries_tcp = true;
                let segment = tcp::segment(walk.rest, &walk.context, network);
                return (walk, segment);
            }
            next = match walk.step(next) {
                Ok(next) => next,
                Err(stop) => return (walk, Err(stop)),
            };
        }
        let stop = walk.rest.stop(Layer::Tunnel, Reason::TooDeep);
        (walk, Err(stop))
    }

    /// Reads one header and says what follows it.
    fn step(&mut self, next: Next) -> Result<Next, Stop> {
        match next {
            Next::Link(link_type) => link::link(self, link_type),
            Next::Ethernet => ethernet::ethernet(self),
            Next::EtherType(kind) => ethernet::ether_type(self, kind),
            Next::Llc => llc::llc(self),
            Next::Wifi(trim) => wireless::wifi(self, trim),
            Next::Mpls => mpls::mpls(self),
            Next::Ppp => ppp::ppp(self),
            Next::Ip => self.ip(),
            Next::Ipv4 => ipv4::ipv4(self),
            Next::Ipv6 => ipv6::ipv6(self),
            Next::Protocol(number) => self.protocol(number),
            Next::Datagram(source, destination) => udp::datagram(self, source, destination),
            Next::Gre => tunnel::gre(self),
            Next::Nsh => tunnel::nsh(self),
        }
    }

    /// IP of the version that the first four bits say.
    fn ip(&self) -> Result<Next, Stop> {
        let [first] = self.rest.peek(Layer::Ipv4)?;
        match first >> 4 {
            4 => Ok(Next::Ipv4),
            6 => Ok(Next::Ipv6),
            version => Err(self.rest.impossible(Layer::Ipv4, "version", version.into())),
        }
    }

    /// What an IP protocol number announces, TCP excepted.
    fn protocol(&mut self, number: u8) -> Result<Next, Stop> {
        match number {
            0 | 43 | 60 | 135 | 139 | 140 => ipv6::extension(self, number),
            4 => Ok(Next::Ipv4),
            17 => udp::udp(self),
            41 => Ok(Next::Ipv6),
            44 => ipv6::fragment(self),
            47 => Ok(Next::Gre),
            51 => ipv6::authentication(self),
            97 => tunnel::ether_ip(self),
            137 => Ok(Next::Mpls),
            143 => Ok(Next::Ethernet),
            _ => Err(self.rest.other(Layer::Ipv4, number)),
        }
    }

    /// Enters an IP header; one inside another makes a tunnel.
    pub(super) fn enter(&mut self, network: Network) {
        self.context.tunnelled = self.context.network.is_some();
        self.context.network = Some(network);
    }
}
