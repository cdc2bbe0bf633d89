//! The primitives: qualifiers with the id they apply to, and the words that stand alone.

use super::address;
use super::cursor::Parser;
use super::network;
use super::parser::{Piece, id};
use super::token::{Keyword, Operator, Protocol, Token};
use super::tree::{ByteOperator, Direction, Id, Kind, Node, NodeKind, Primitive, Qualifiers};
use super::wlan;
use crate::filter::FilterError;

impl Parser<'_> {
    /// A condition that begins with a keyword.
    pub(super) fn term(&mut self) -> Result<Piece, FilterError> {
        let at = self.here();
        let protocol = match self.peek() {
            Token::Protocol(protocol) => {
                self.advance();
                Some(protocol)
            }
            _ => None,
        };
        if let (Some(protocol), Token::OpenIndex) = (protocol, self.peek()) {
            return Ok(Piece::Value(self.octets(protocol, at)?));
        }
        if let Some(qualifiers) = self.qualifiers(protocol)? {
            return self.qualified(qualifiers);
        }
        let primitive = match self.peek() {
            Token::Keyword(Keyword::Broadcast) => {
                self.advance();
                Primitive::Broadcast(protocol)
            }
            Token::Keyword(Keyword::Multicast) => {
                self.advance();
                Primitive::Multicast(protocol)
            }
            Token::Keyword(Keyword::Type | Keyword::Subtype | Keyword::Direction) => {
                wlan::primitive(self)?
            }
            _ => match protocol {
                Some(protocol) => {
                    let kind = NodeKind::Protocol(protocol);
                    return Ok(Piece::Term(Node { kind, at }, None));
                }
                None => self.primitive()?,
            },
        };
        let kind = NodeKind::Primitive(primitive);
        Ok(Piece::Term(Node { kind, at }, None))
    }

    /// The qualifiers behind a protocol's name, if there are any.
    fn qualifiers(
        &mut self,
        protocol: Option<Protocol>,
    ) -> Result<Option<Qualifiers>, FilterError> {
        let direction = self.direction()?;
        let kind = match self.peek() {
            Token::Keyword(Keyword::Host) => Kind::Host,
            Token::Keyword(Keyword::Net) => Kind::Net,
            Token::Keyword(Keyword::Port) => Kind::Port,
            Token::Keyword(Keyword::Portrange) => Kind::Portrange,
            Token::Keyword(Keyword::Proto) if direction.is_none() => Kind::Proto,
            Token::Keyword(Keyword::Protochain) if direction.is_none() => Kind::Protochain,
            Token::Keyword(Keyword::Gateway) if direction.is_none() => Kind::Gateway,
            _ => Kind::Default,
        };
        if kind != Kind::Default {
            self.advance();
        } else if direction.is_none() {
            return Ok(None);
        }
        let direction = direction.unwrap_or(Direction::Default);
        Ok(Some(Qualifiers {
            protocol,
            direction,
            kind,
        }))
    }

    /// `src`, `dst or src` and the like.
    fn direction(&mut self) -> Result<Option<Direction>, FilterError> {
        let Token::Keyword(word) = self.peek() else {
            return Ok(None);
        };
        let (first, other) = match word {
            Keyword::Src => (Direction::Src, Keyword::Dst),
            Keyword::Dst => (Direction::Dst, Keyword::Src),
            _ => {
                let address = match word {
                    Keyword::Addr1 => Direction::Address(1),
                    Keyword::Addr2 => Direction::Address(2),
                    Keyword::Addr3 => Direction::Address(3),
                    Keyword::Addr4 => Direction::Address(4),
                    Keyword::Receiver => Direction::Receiver,
                    Keyword::Transmitter => Direction::Transmitter,
                    _ => return Ok(None),
                };
                self.advance();
                return Ok(Some(address));
            }
        };
        self.advance();
        let both = match self.peek() {
            Token::Or => Direction::SrcOrDst,
            Token::And => Direction::SrcAndDst,
            _ => return Ok(Some(first)),
        };
        self.advance();
        if self.peek() != Token::Keyword(other) {
            return Err(self.unexpected().hint("as in: src or dst port 80"));
        }
        self.advance();
        Ok(Some(both))
    }

    /// The id that qualifiers apply to; it may be negated, or a list in parentheses.
    fn qualified(&mut self, qualifiers: Qualifiers) -> Result<Piece, FilterError> {
        let at = self.here();
        match self.piece(Some(qualifiers), true)? {
            Piece::Number(number, at) => {
                let (node, qualifiers) = id(Id::Number(number), at, Some(qualifiers))?;
                Ok(Piece::Term(node, Some(qualifiers)))
            }
            Piece::Id { node, qualifiers, .. } => Ok(Piece::Term(node, Some(qualifiers))),
            Piece::Value(_) | Piece::Term(..) => {
                Err(FilterError::new(at, "the qualifiers before this need an id").hint(
                    "as in: host 10.0.0.1, tcp port 80, net 10.0.0.0/8; \\tcp for a name that is a keyword",
                ))
            }
        }
    }

    /// A name, an address or a network.
    pub(super) fn id(&mut self) -> Result<Id, FilterError> {
        let at = self.here();
        let id = match self.peek() {
            Token::Name(name) => Id::Name(name.to_owned()),
            Token::Ether(address) => Id::Ether(address),
            Token::Arcnet(address) => Id::Arcnet(address),
            Token::Dotted(text) => {
                let (value, bits) = network::dotted(text, at)?;
                self.advance();
                return self.network(value, bits);
            }
            Token::Ip6(text) => {
                let Some(address) = address::ip6(text) else {
                    return Err(FilterError::new(at, "this is no IPv6 address")
                        .hint("as in: host 2001:db8::1, ip6 net 2001:db8::/32"));
                };
                self.advance();
                return self.network6(address.to_bits());
            }
            _ => return Err(self.unexpected()),
        };
        self.advance();
        Ok(id)
    }

    /// A primitive without qualifiers.
    fn primitive(&mut self) -> Result<Primitive, FilterError> {
        let Token::Keyword(keyword) = self.peek() else {
            return Err(self.unexpected());
        };
        let octets = "a number of octets";
        if matches!(keyword, Keyword::Mask | Keyword::Foreign | Keyword::Rnr) {
            return Err(self.unexpected());
        }
        self.advance();
        Ok(match keyword {
            Keyword::Less => Primitive::Less(self.number(octets)?),
            Keyword::Greater => Primitive::Greater(self.number(octets)?),
            Keyword::Byte => self.byte()?,
            Keyword::Inbound => Primitive::Inbound,
            Keyword::Outbound => Primitive::Outbound,
            Keyword::Ifindex => Primitive::Ifindex(self.number("an interface's number")?),
            Keyword::Vlan => Primitive::Vlan(self.optional_number()?),
            Keyword::Mpls => Primitive::Mpls(self.optional_number()?),
            Keyword::Pppoed => Primitive::Pppoed,
            Keyword::Pppoes => Primitive::Pppoes(self.optional_number()?),
            Keyword::Geneve => Primitive::Geneve(self.optional_number()?),
            Keyword::Llc => Primitive::Llc(self.llc()),
            _ => return Err(self.unexpected()),
        })
    }

    /// `byte OFFSET OPERATOR VALUE`.
    fn byte(&mut self) -> Result<Primitive, FilterError> {
        let form = "as in: byte 12 = 8";
        let offset = self.number(form)?;
        let operator = match self.peek() {
            Token::Arithmetic(Operator::And) => ByteOperator::And,
            Token::Arithmetic(Operator::Or) => ByteOperator::Or,
            Token::Less => ByteOperator::Less,
            Token::Greater => ByteOperator::Greater,
            Token::Equal => ByteOperator::Equal,
            _ => return Err(self.unexpected().hint(form)),
        };
        self.advance();
        let value = self.number(form)?;
        Ok(Primitive::Byte {
            offset,
            operator,
            value,
        })
    }

    /// A number behind `vlan` and the like, which may stand in parentheses.
    fn optional_number(&mut self) -> Result<Option<u32>, FilterError> {
        let mut open = 0;
        while self.peek() == Token::Open {
            self.open()?;
            open += 1;
        }
        let number = match self.peek() {
            Token::Number(number) => {
                self.advance();
                Some(number)
            }
            _ if open == 0 => None,
            _ => {
                return Err(self
                    .unexpected()
                    .hint("and or or is missing before the parenthesis"));
            }
        };
        for _ in 0..open {
            self.close()?;
        }
        Ok(number)
    }

    /// The kind of frame behind `llc`, if one is named.
    fn llc(&mut self) -> Option<String> {
        let name = match self.peek() {
            Token::Name(name) => name.to_owned(),
            Token::Keyword(Keyword::Rnr) => "rnr".to_owned(),
            _ => return None,
        };
        self.advance();
        Some(name)
    }
}
