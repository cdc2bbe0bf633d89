//! Where a frame's headers lie, for each link layer.
//!
//! Duty: libpcap's table of link layers, and the shifts that `vlan`, `mpls`, `pppoes` and `geneve`
//! make in it. These shifts act from the word on to the end of the expression, in the order it is
//! written in, `or` or not. Offsets are in octets and may be meaningless (see [`UNSET`]): then the
//! arithmetic wraps like libpcap's, and what is read lies behind every frame's end.

use crate::LinkType;
use crate::filter::values::ValueId;

/// An offset that a link layer does not have.
pub(super) const UNSET: u32 = u32::MAX;

/// How a link layer says which protocol it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ethernet,
    /// A number as Ethernet's, without 802.2.
    EtherType,
    LinuxSll,
    /// IP of both versions, without a header.
    Raw,
    Ip4,
    Ip6,
    /// A 32-bit address family.
    Loopback(ByteOrder),
    /// PPP; libpcap knows MPLS in one of its kinds only.
    Ppp {
        mpls: bool,
    },
    PppBsdos,
    CiscoHdlc,
    /// 802.2 always follows.
    Llc(LlcLink),
    Arcnet,
    FrameRelay,
    LocalTalk,
    Juniper,
    BacnetMstp,
    Ipnet,
    /// Nothing but `link[...]` and the length can be asked.
    Opaque,
}

/// The order of octets in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Big,
    Little,
}

impl ByteOrder {
    /// Does a file's byte order say something of the frames in it? Where it does, a filter is made
    /// for each order.
    pub(crate) fn matters(link_type: LinkType) -> bool {
        matches!(link_type.0, 0 | 109)
    }
}

/// The link layers that always have 802.2 behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LlcLink {
    Fddi,
    TokenRing,
    /// RFC 1483.
    Atm,
    /// RFC 1577, as Linux captures it.
    ClassicalIp,
    /// RFC 2625.
    FibreChannel,
}

/// An offset: a constant, and for some link layers something computed from the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    pub(super) constant: u32,
    pub(super) variable: Option<ValueId>,
}

impl Offset {
    pub(super) fn at(constant: u32) -> Self {
        Self {
            constant,
            variable: None,
        }
    }
}

/// Where the headers lie at one point of the expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) kind: Kind,
    /// The link-layer header.
    pub(super) link: Offset,
    /// The field that names the protocol.
    pub(super) protocol: Offset,
    /// What follows the link-layer header (an 802.2 header, if there is one).
    pub(super) payload: Offset,
    /// The network-layer header, behind `payload`.
    pub(super) network: u32,
    /// The network-layer header behind `payload` if 802.2 is used without SNAP.
    pub(super) network_without_snap: u32,
    /// MPLS labels passed.
    pub(super) labels: u32,
    /// Is this a tunnel's inner frame, whose link layer the frame itself tells?
    pub(super) tunnelled: bool,
}

impl Layout {
    fn new(kind: Kind, protocol: u32, payload: u32, network: u32, without_snap: u32) -> Self {
        Self {
            kind,
            link: Offset::at(0),
            protocol: Offset::at(protocol),
            payload: Offset::at(payload),
            network,
            network_without_snap: without_snap,
            labels: 0,
            tunnelled: false,
        }
    }

    /// The layout of a link layer, `None` if it is not supported.
    pub(super) fn of(link_type: LinkType, file_order: ByteOrder) -> Option<Self> {
        let plain = |kind, protocol, payload| Self::new(kind, protocol, payload, 0, 0);
        let llc = |kind, protocol| Self::new(Kind::Llc(kind), protocol, protocol, 8, 3);
        let juniper = |network, without_snap| Self::new(Kind::Juniper, 4, 0, network, without_snap);
        let unknown = UNSET.wrapping_add(UNSET);
        Some(match link_type.0 {
            0 => plain(Kind::Loopback(file_order), 0, 4),
            1 => Self::new(Kind::Ethernet, 12, 14, 0, 3),
            6 => llc(LlcLink::TokenRing, 14),
            7 => plain(Kind::Arcnet, 2, 6),
            8 => plain(Kind::Raw, UNSET, 16),
            9 => plain(Kind::Ppp { mpls: true }, 2, 4),
            50 | 166 => plain(Kind::Ppp { mpls: false }, 2, 4),
            10 => llc(LlcLink::Fddi, 13),
            11 | 100 => llc(LlcLink::Atm, 0),
            19 | 106 => llc(LlcLink::ClassicalIp, 0),
            12 | 101 => plain(Kind::Raw, UNSET, 0),
            15 => plain(Kind::Raw, UNSET, 24),
            16 | 102 => plain(Kind::PppBsdos, 5, 24),
            51 => plain(Kind::Ppp { mpls: false }, 6, 8),
            99 => plain(Kind::EtherType, 6, 44),
            104 | 112 => plain(Kind::CiscoHdlc, 2, 4),
            107 => plain(Kind::FrameRelay, UNSET, 0),
            108 => plain(Kind::Loopback(ByteOrder::Big), 0, 4),
            109 => plain(Kind::Loopback(file_order), 0, 12),
            113 => plain(Kind::LinuxSll, 14, 16),
            114 => plain(Kind::LocalTalk, UNSET, 0),
            122 => llc(LlcLink::FibreChannel, 16),
            129 => plain(Kind::Arcnet, 4, 8),
            138 => plain(Kind::EtherType, 16, 18),
            165 => Self::new(Kind::BacnetMstp, UNSET, UNSET, UNSET, UNSET),
            226 => Self::new(Kind::Ipnet, 1, 24, 0, UNSET),
            228 => plain(Kind::Ip4, UNSET, 0),
            229 => plain(Kind::Ip6, UNSET, 0),
            276 => plain(Kind::EtherType, 0, 20),
            130 | 131 | 134 | 179..=181 => juniper(4, 3),
            132 | 136 | 183 | 194 | 200 | 232..=234 | 238 => juniper(unknown, unknown),
            133 | 164 => juniper(12, 11),
            135 => juniper(8, 18),
            137 => juniper(4, 14),
            167 | 178 => juniper(32, 35),
            168 => juniper(6, 5),
            _ => return Self::opaque(link_type),
        })
    }

    /// A link layer of which libpcap, too, only knows where its frames begin.
    fn opaque(link_type: LinkType) -> Option<Self> {
        // Those between libpcap knows more of than we do; 119 and 163 have a variable header first.
        matches!(link_type.0, 110 | 111 | 115 | 116 | 118 | 120 | 121 | 124..=126 | 128 | 139 | 140
            | 141..=162 | 169..=177 | 182 | 184..=191 | 193 | 195..=199 | 201..=225 | 227 | 230 | 231
            | 235..=237 | 239 | 242..=275 | 277..=289)
        .then(|| Self::new(Kind::Opaque, UNSET, UNSET, UNSET, UNSET))
    }
}
