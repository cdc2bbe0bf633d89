//! The tree of an expression.

use super::token::{Operator, Protocol};

/// A condition and the octet of the expression it begins at.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) at: usize,
}

/// What a condition says.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Not(Box<Node>),
    /// `and` and `or` bind equally and from the left.
    Chain(Box<Node>, Vec<(Join, Node)>),
    Id(Id, Qualifiers),
    /// A bare protocol name.
    Protocol(Protocol),
    Relation(Relation, Box<Value>, Box<Value>),
    Primitive(Primitive),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    And,
    Or,
}

/// The qualifiers of an id, with those carried over from the id before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Qualifiers {
    pub(crate) protocol: Option<Protocol>,
    pub(crate) direction: Direction,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Not said; what it means depends on the primitive.
    Default,
    Src,
    Dst,
    SrcOrDst,
    SrcAndDst,
    /// One of 802.11's address fields, 1 to 4.
    Address(u8),
    Receiver,
    Transmitter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not said: a host.
    Default,
    Host,
    Net,
    Port,
    Portrange,
    Gateway,
    Proto,
    Protochain,
}

/// What the qualifiers apply to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Id {
    Number(u32),
    Name(String),
    /// Two to four octets, in the low `bits` bits.
    Dotted {
        value: u32,
        bits: u32,
    },
    /// An IPv4 network.
    Network {
        value: u32,
        mask: u32,
    },
    Ip6 {
        address: u128,
        prefix: u32,
    },
    Ether([u8; 6]),
    Arcnet(u8),
}

/// How two values are compared. The others of the language are these with the answer turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
}

/// A value of 32 bits.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) kind: ValueKind,
    pub(crate) at: usize,
    /// Levels of values below this one.
    pub(super) depth: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum ValueKind {
    Number(u32),
    /// The frame's length on the wire, in octets.
    Length,
    /// `protocol[index:size]`.
    Octets {
        protocol: Protocol,
        index: Box<Value>,
        size: u32,
    },
    Binary(Operator, Box<Value>, Box<Value>),
    Negate(Box<Value>),
}

/// The primitives that have neither qualifiers nor values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    Broadcast(Option<Protocol>),
    Multicast(Option<Protocol>),
    /// At most this many octets on the wire.
    Less(u32),
    /// At least this many octets on the wire.
    Greater(u32),
    /// `byte OFFSET OPERATOR VALUE`.
    Byte {
        offset: u32,
        operator: ByteOperator,
        value: u32,
    },
    Inbound,
    Outbound,
    Ifindex(u32),
    Vlan(Option<u32>),
    Mpls(Option<u32>),
    Pppoed,
    Pppoes(Option<u32>),
    Geneve(Option<u32>),
    /// `llc`, or with the name of a kind of frame.
    Llc(Option<String>),
    /// 802.11's frame control field under a mask.
    WlanType {
        value: u8,
        mask: u8,
    },
    WlanDirection(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOperator {
    And,
    Or,
    Less,
    Greater,
    Equal,
}
