//! The grammar: `and`, `or`, `not`, parentheses, and what an id inherits.
//!
//! Duty: read exactly what libpcap's grammar reads. Two of its rules surprise: `and` and `or` bind
//! equally, so `a or b and c` is `(a or b) and c`; and an id without qualifiers takes those of
//! the id before it, so `tcp port 22 or 80` needs no second `tcp port`, while behind anything but an
//! id there is nothing to take.

use super::cursor::Parser;
use super::token::{Keyword, Operator, Token};
use super::tree::{Id, Join, Node, NodeKind, Qualifiers, Relation, Value};
use crate::filter::FilterError;

/// Reads an expression; `None` if it says nothing.
pub(crate) fn parse(text: &str) -> Result<Option<Node>, FilterError> {
    let mut parser = Parser::new(text)?;
    if parser.peek() == Token::End {
        return Ok(None);
    }
    let first = parser.piece(None, false)?;
    let (first, qualifiers) = parser.condition(first, None, false)?;
    let (node, _) = parser.chain(first, qualifiers)?;
    if parser.peek() != Token::End {
        return Err(parser.unexpected());
    }
    Ok(Some(node))
}

/// Something read whose role the next token decides.
pub(super) enum Piece {
    /// A number: an id, or part of a value.
    Number(u32, usize),
    /// A value that is more than a number.
    Value(Value),
    /// An id. `bare` when it is not one in parentheses: only that may begin a list of ids.
    Id {
        node: Node,
        qualifiers: Qualifiers,
        bare: bool,
    },
    /// A condition, and the qualifiers an id behind it would take.
    Term(Node, Option<Qualifiers>),
}

impl Parser<'_> {
    /// `and` and `or` behind the first condition, up to a closing parenthesis or the end.
    fn chain(
        &mut self,
        first: Node,
        qualifiers: Option<Qualifiers>,
    ) -> Result<(Node, Option<Qualifiers>), FilterError> {
        let (at, mut inherited, mut rest) = (first.at, qualifiers, Vec::new());
        while let Some(join) = self.join() {
            let piece = self.piece(inherited, true)?;
            let (node, qualifiers) = self.condition(piece, inherited, true)?;
            inherited = qualifiers;
            rest.push((join, node));
        }
        let node = match rest.is_empty() {
            true => first,
            false => Node {
                kind: NodeKind::Chain(Box::new(first), rest),
                at,
            },
        };
        Ok((node, inherited))
    }

    fn join(&mut self) -> Option<Join> {
        let join = match self.peek() {
            Token::And => Join::And,
            Token::Or => Join::Or,
            _ => return None,
        };
        self.advance();
        Some(join)
    }

    /// Makes a condition of a piece; a bare number is an id if one may stand here.
    fn condition(
        &mut self,
        piece: Piece,
        inherited: Option<Qualifiers>,
        ids: bool,
    ) -> Result<(Node, Option<Qualifiers>), FilterError> {
        match piece {
            Piece::Term(node, qualifiers) => Ok((node, qualifiers)),
            Piece::Id {
                node, qualifiers, ..
            } if ids => Ok((node, Some(qualifiers))),
            Piece::Id { node, .. } => Err(FilterError::unqualified(node.at)),
            Piece::Number(number, at) if ids => {
                let (node, qualifiers) = id(Id::Number(number), at, inherited)?;
                Ok((node, Some(qualifiers)))
            }
            Piece::Number(..) | Piece::Value(_) => Err(self
                .unexpected()
                .hint("compare the value with another: = != < <= > >=")),
        }
    }

    /// The next piece, with everything that belongs to it if it is a value or a comparison.
    pub(super) fn piece(
        &mut self,
        inherited: Option<Qualifiers>,
        ids: bool,
    ) -> Result<Piece, FilterError> {
        let piece = self.simple_piece(inherited, ids)?;
        let value = match piece {
            Piece::Number(number, at) => match self.peek() {
                Token::Arithmetic(_) => self.value(Some(Value::number(number, at)))?,
                token if relation(token).is_some() => Value::number(number, at),
                _ => return Ok(Piece::Number(number, at)),
            },
            Piece::Value(value) => self.value(Some(value))?,
            piece => return Ok(piece),
        };
        let Some(relation) = relation(self.peek()) else {
            return Ok(Piece::Value(value));
        };
        self.advance();
        let at = value.at;
        let right = Box::new(self.value(None)?);
        let kind = NodeKind::Relation(relation, Box::new(value), right);
        Ok(Piece::Term(Node { kind, at }, None))
    }

    fn simple_piece(
        &mut self,
        inherited: Option<Qualifiers>,
        ids: bool,
    ) -> Result<Piece, FilterError> {
        let at = self.here();
        match self.peek() {
            Token::Not => self.negated(inherited, ids),
            Token::Open => self.parenthesised(inherited, ids),
            Token::Number(number) => {
                self.advance();
                Ok(Piece::Number(number, at))
            }
            Token::Arithmetic(Operator::Subtract) | Token::Keyword(Keyword::Len) => {
                Ok(Piece::Value(self.value(None)?))
            }
            Token::Protocol(_) | Token::Keyword(_) => self.term(),
            Token::Name(name) if !ids || inherited.is_none() => {
                let message = "nothing says what this names";
                Err(FilterError::misplaced_name(at, name, message))
            }
            _ => {
                let what = self.id()?;
                if !ids {
                    return Err(FilterError::unqualified(at));
                }
                let (node, qualifiers) = id(what, at, inherited)?;
                Ok(Piece::Id {
                    node,
                    qualifiers,
                    bare: true,
                })
            }
        }
    }

    fn negated(&mut self, inherited: Option<Qualifiers>, ids: bool) -> Result<Piece, FilterError> {
        let at = self.here();
        let mut odd = false;
        while self.peek() == Token::Not {
            self.advance();
            odd = !odd;
        }
        let piece = self.piece(inherited, ids)?;
        let is_term = matches!(piece, Piece::Term(..));
        let (node, qualifiers) = self.condition(piece, inherited, ids)?;
        let node = match odd {
            true => Node {
                kind: NodeKind::Not(Box::new(node)),
                at,
            },
            false => node,
        };
        Ok(match qualifiers {
            Some(qualifiers) if !is_term => Piece::Id {
                node,
                qualifiers,
                bare: true,
            },
            qualifiers => Piece::Term(node, qualifiers),
        })
    }

    /// Parentheses around a value, a number, a list of ids, or an expression.
    fn parenthesised(
        &mut self,
        inherited: Option<Qualifiers>,
        ids: bool,
    ) -> Result<Piece, FilterError> {
        let at = self.open()?;
        let piece = self.piece(inherited, ids)?;
        let joined = matches!(self.peek(), Token::And | Token::Or);
        let piece = match piece {
            Piece::Term(node, qualifiers) => {
                let (node, _) = self.chain(node, qualifiers)?;
                Piece::Term(Node { at, ..node }, inherited)
            }
            Piece::Id { bare: false, .. } => {
                return Err(self.unexpected().hint("one pair of parentheses is enough"));
            }
            Piece::Number(..) | Piece::Id { .. } if joined => {
                let (first, qualifiers) = self.condition(piece, inherited, ids)?;
                self.ids(first, qualifiers, at)?
            }
            Piece::Id {
                node, qualifiers, ..
            } => Piece::Id {
                node,
                qualifiers,
                bare: false,
            },
            piece => piece,
        };
        self.close()?;
        Ok(piece)
    }

    /// A list of ids in parentheses: `(80 or 443)`. Nothing but ids may stand in it.
    fn ids(
        &mut self,
        first: Node,
        qualifiers: Option<Qualifiers>,
        at: usize,
    ) -> Result<Piece, FilterError> {
        let (mut inherited, mut rest) = (qualifiers, Vec::new());
        while let Some(join) = self.join() {
            let begin = self.here();
            let piece = self.piece(inherited, true)?;
            if !matches!(piece, Piece::Number(..) | Piece::Id { .. }) {
                return Err(FilterError::new(begin, "only ids can stand in this list")
                    .hint("begin the list with its qualifier: (port 80 or tcp)"));
            }
            let (node, qualifiers) = self.condition(piece, inherited, true)?;
            inherited = qualifiers;
            rest.push((join, node));
        }
        let Some(qualifiers) = inherited else {
            return Err(FilterError::unqualified(at));
        };
        let node = Node {
            kind: NodeKind::Chain(Box::new(first), rest),
            at,
        };
        Ok(Piece::Id {
            node,
            qualifiers,
            bare: false,
        })
    }
}

/// An id with the qualifiers it takes over.
pub(super) fn id(
    id: Id,
    at: usize,
    qualifiers: Option<Qualifiers>,
) -> Result<(Node, Qualifiers), FilterError> {
    let Some(qualifiers) = qualifiers else {
        return Err(FilterError::unqualified(at));
    };
    let kind = NodeKind::Id(id, qualifiers);
    Ok((Node { kind, at }, qualifiers))
}

fn relation(token: Token<'_>) -> Option<Relation> {
    Some(match token {
        Token::Equal => Relation::Equal,
        Token::NotEqual => Relation::NotEqual,
        Token::Greater => Relation::Greater,
        Token::GreaterEqual => Relation::GreaterEqual,
        Token::Less => Relation::Less,
        Token::LessEqual => Relation::LessEqual,
        _ => return None,
    })
}
