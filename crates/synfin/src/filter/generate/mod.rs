//! From the tree of an expression to the conditions of a filter for one link layer.
//!
//! Duty: say with libpcap's own rules what each word tests, and in which order. Invariant: the tree
//! is walked in the order it is written in, since `vlan` and its like change what follows them.
//! Absence: what is known of names comes in as [`Names`]; nothing is looked up outside.

mod arithmetic;
mod encapsulation;
mod host;
mod layout;
mod lengths;
mod link_protocol;
mod load;
mod numbers;
mod port;
mod protocol;

use super::conditions::{ConditionId, Conditions, Graph, Target};
use super::program::CELLS;
use super::simplify::{fold, simplify};
use super::syntax::token::Protocol;
use super::syntax::tree::{Id, Join, Kind, Node, NodeKind, Primitive, Qualifiers};
use super::values::Values;
use super::{FilterError, Names};
use crate::LinkType;
use layout::Layout;

pub(crate) use layout::ByteOrder;

/// A filter's graph of tests, and the values they compare.
pub(crate) struct Generated {
    pub(crate) graph: Graph,
    pub(crate) values: Values,
}

/// Generates the tests of an expression.
pub(crate) fn generate(
    node: &Node,
    link_type: LinkType,
    file_order: ByteOrder,
    names: &Names,
) -> Result<Generated, FilterError> {
    let Some(layout) = Layout::of(link_type, file_order) else {
        return Err(FilterError::new(
            0,
            format!(
                "filters for the link layer of type {} are not supported",
                link_type.0
            ),
        ));
    };
    let mut generator = Generator {
        names,
        link_type,
        values: Values::default(),
        conditions: Conditions::default(),
        layout,
        live_values: 0,
        cells: 0,
        optimises: true,
        at: node.at,
    };
    let root = generator.node(node)?;
    let mut graph = generator.conditions.graph(root);
    let mut values = generator.values;
    if generator.optimises {
        simplify(&mut graph, &mut values);
        values = fold(&mut graph, &values).map_err(|message| FilterError::new(node.at, message))?;
        if graph.root == Target::Reject {
            return Err(FilterError::new(
                node.at,
                "no packet can pass this expression",
            ));
        }
    }
    Ok(Generated { graph, values })
}

/// What is known at one point of the walk.
struct Generator<'a> {
    names: &'a Names,
    link_type: LinkType,
    values: Values,
    conditions: Conditions,
    layout: Layout,
    /// Values of the expression that wait to be used; libpcap has room for sixteen.
    live_values: usize,
    /// Cells in use.
    cells: u8,
    /// libpcap leaves an expression with a loop or a tunnel in it as it is.
    optimises: bool,
    /// The octet of the expression that errors point at.
    at: usize,
}

type Generation = Result<ConditionId, FilterError>;

impl Generator<'_> {
    fn error(&self, message: impl Into<String>) -> FilterError {
        FilterError::new(self.at, message)
    }

    /// A cell to keep a value in while a frame is tested.
    fn new_cell(&mut self) -> Result<u8, FilterError> {
        let cell = self.cells;
        self.cells += 1;
        if usize::from(self.cells) > CELLS {
            return Err(self.error("too many tunnels inside each other"));
        }
        Ok(cell)
    }

    fn node(&mut self, node: &Node) -> Generation {
        self.at = node.at;
        match &node.kind {
            NodeKind::Not(of) => {
                let of = self.node(of)?;
                Ok(self.conditions.not(of))
            }
            NodeKind::Chain(first, rest) => {
                let mut condition = self.node(first)?;
                for (join, node) in rest {
                    let next = self.node(node)?;
                    condition = match join {
                        Join::And => self.conditions.and(condition, next),
                        Join::Or => self.conditions.or(condition, next),
                    };
                }
                Ok(condition)
            }
            NodeKind::Id(id, qualifiers) => self.id(id, *qualifiers),
            NodeKind::Protocol(protocol) => self.protocol(*protocol),
            NodeKind::Relation(relation, left, right) => self.relation(*relation, left, right),
            NodeKind::Primitive(primitive) => self.primitive(primitive),
        }
    }

    fn id(&mut self, id: &Id, qualifiers: Qualifiers) -> Generation {
        match qualifiers.kind {
            Kind::Default | Kind::Host | Kind::Net => self.address(id, qualifiers),
            Kind::Port => self.port(id, qualifiers),
            Kind::Portrange => self.portrange(id, qualifiers),
            Kind::Proto | Kind::Protochain => self.numbered_protocol(id, qualifiers),
            Kind::Gateway => Err(self.error("gateway is not supported").hint(
                "it needs names of Ethernet addresses: ether host ADDRESS and not host NAME",
            )),
        }
    }

    fn primitive(&mut self, primitive: &Primitive) -> Generation {
        match primitive {
            Primitive::Broadcast(protocol) => self.broadcast(*protocol),
            Primitive::Multicast(protocol) => self.multicast(*protocol),
            Primitive::Less(octets) => Ok(self.at_most(*octets)),
            Primitive::Greater(octets) => Ok(self.at_least(*octets)),
            Primitive::Byte {
                offset,
                operator,
                value,
            } => self.byte(*offset, *operator, *value),
            Primitive::Inbound => self.direction(true),
            Primitive::Outbound => self.direction(false),
            Primitive::Ifindex(index) => self.ifindex(*index),
            Primitive::Vlan(id) => self.vlan(*id),
            Primitive::Mpls(label) => self.mpls(*label),
            Primitive::Pppoed => self.link_protocol(numbers::ETHER_PPPOED),
            Primitive::Pppoes(session) => self.pppoes(*session),
            Primitive::Geneve(network) => self.geneve(*network),
            Primitive::Llc(kind) => self.llc(kind.as_deref()),
            Primitive::WlanType { .. } | Primitive::WlanDirection(_) => {
                Err(self.error("this asks for 802.11, which this link layer is not"))
            }
        }
    }
}

/// A protocol's name in the language, for messages.
fn name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Link => "ether",
        Protocol::Ip => "ip",
        Protocol::Arp => "arp",
        Protocol::Rarp => "rarp",
        Protocol::Sctp => "sctp",
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Icmp => "icmp",
        Protocol::Ip6 => "ip6",
        Protocol::Icmp6 => "icmp6",
        Protocol::Decnet => "decnet",
        Protocol::Iso => "iso",
        Protocol::Isis => "isis",
        _ => "this protocol",
    }
}
