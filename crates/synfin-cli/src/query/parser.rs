//! From tokens to the tree of an expression.
//!
//! ```text
//! expression = term ("or" term)*
//! term       = factor ("and" factor)*
//! factor     = "not" factor | "(" expression ")" | test
//! test       = preset [comparison operand]
//!            | field [comparison operand | ["not"] "in" ( operand | "(" operand ("," operand)* ")" )]
//! ```

use super::error::Misread;
use super::lexer::{Placed, Token, tokens};
use super::operand::Operand;
use super::{Comparison, Node, presets};
use crate::facts::{Fact, Unit, find};
use std::ops::Range;

/// How deep parentheses and `not` may be nested.
const DEEPEST: usize = 100;

/// The tree of an expression.
pub(super) fn parse(expression: &str) -> Result<Node, Misread> {
    let tokens = tokens(expression)?;
    let end = expression.trim_end().len();
    let mut parser = Parser {
        tokens: &tokens,
        end: end..end + 1,
        depth: 0,
    };
    let node = parser.expression()?;
    match parser.tokens.first() {
        None => Ok(node),
        Some((_, place)) => Err(Misread::new(
            "expected and, or, or the end of the expression",
            place.clone(),
        )),
    }
}

struct Parser<'a> {
    tokens: &'a [Placed],
    /// The place behind the expression, for what is missing there.
    end: Range<usize>,
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Placed> {
        let (token, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(token.clone())
    }

    /// Takes the next token if it is this one.
    fn take(&mut self, wanted: &Token) -> bool {
        let found = self
            .tokens
            .first()
            .is_some_and(|(token, _)| token == wanted);
        if found {
            self.next();
        }
        found
    }

    fn place(&self) -> Range<usize> {
        let next = self.tokens.first();
        next.map_or_else(|| self.end.clone(), |(_, place)| place.clone())
    }

    fn expression(&mut self) -> Result<Node, Misread> {
        let mut nodes = vec![self.term()?];
        while self.take(&Token::Or) {
            nodes.push(self.term()?);
        }
        Ok(Node::Or(nodes))
    }

    fn term(&mut self) -> Result<Node, Misread> {
        let mut nodes = vec![self.factor()?];
        while self.take(&Token::And) {
            nodes.push(self.factor()?);
        }
        Ok(Node::And(nodes))
    }

    fn factor(&mut self) -> Result<Node, Misread> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Misread::new("this is nested too deeply", self.place()));
        }
        let node = if self.take(&Token::Not) {
            Node::Not(Box::new(self.factor()?))
        } else if self.take(&Token::Open) {
            let node = self.expression()?;
            let place = self.place();
            if !self.take(&Token::Close) {
                return Err(Misread::new("expected )", place));
            }
            node
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn test(&mut self) -> Result<Node, Misread> {
        let place = self.place();
        let Some((Token::Word(name), _)) = self.next() else {
            return Err(Misread::new("expected a field or a preset", place));
        };
        let compared = matches!(
            self.tokens.first(),
            Some((Token::Comparison(_) | Token::In | Token::Not, _))
        );
        if let Some(preset) = presets::find(&name) {
            let field = preset.field.filter(|_| compared);
            return match field.and_then(|field| find(field).ok()) {
                Some(fact) => self.comparison(fact, &place),
                None => parse(preset.expression).map_err(|error| Misread { place, ..error }),
            };
        }
        let fact = find(&name).map_err(|error| Misread::new(error.to_string(), place.clone()))?;
        if compared {
            self.comparison(fact, &place)
        } else {
            Ok(Node::Given(fact))
        }
    }

    fn comparison(&mut self, fact: Fact, field: &Range<usize>) -> Result<Node, Misread> {
        if self.take(&Token::Not) {
            let place = self.place();
            if !self.take(&Token::In) {
                return Err(Misread::new("expected in", place));
            }
            return Ok(Node::Not(Box::new(self.list(fact)?)));
        }
        match self.next() {
            Some((Token::In, _)) => self.list(fact),
            Some((Token::Comparison(comparison), place)) => {
                check(fact, comparison, field.start..place.end)?;
                Ok(Node::Test(fact, comparison, self.operand(fact)?))
            }
            _ => Err(Misread::new("expected a comparison", field.clone())),
        }
    }

    fn list(&mut self, fact: Fact) -> Result<Node, Misread> {
        if !self.take(&Token::Open) {
            return Ok(Node::OneOf(fact, vec![self.operand(fact)?]));
        }
        let mut operands = vec![self.operand(fact)?];
        while self.take(&Token::Comma) {
            operands.push(self.operand(fact)?);
        }
        let place = self.place();
        if !self.take(&Token::Close) {
            return Err(Misread::new("expected , or )", place));
        }
        Ok(Node::OneOf(fact, operands))
    }

    fn operand(&mut self, fact: Fact) -> Result<Operand, Misread> {
        let place = self.place();
        // `in` and the like can be values too, but hardly ever are.
        let Some((Token::Word(word) | Token::Quoted(word), _)) = self.next() else {
            return Err(Misread::new("expected a value", place));
        };
        Operand::read(&word, fact.unit())
            .map_err(|expected| Misread::new(format!("{}: {expected}", fact.name()), place))
    }
}

/// Refuses comparisons that mean nothing for the fact.
fn check(fact: Fact, comparison: Comparison, place: Range<usize>) -> Result<(), Misread> {
    let text = matches!(fact.unit(), Unit::Word(_) | Unit::Text);
    let ordered = !text && !matches!(fact.unit(), Unit::Flag | Unit::Address);
    let name = fact.name();
    if comparison.needs_order() && !ordered {
        let message = format!("{name} has no order; compare it by ==, != or in");
        return Err(Misread::new(message, place));
    }
    if comparison == Comparison::Contains && !text {
        return Err(Misread::new(format!("{name} is no text"), place));
    }
    Ok(())
}
