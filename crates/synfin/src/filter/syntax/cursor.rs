//! The tokens of an expression, one after the other.
//!
//! Invariant: brackets are counted, so nesting is bounded. Absence: no grammar.

use super::lexer::{Lexeme, tokens};
use super::token::{Keyword, Token};
use crate::filter::FilterError;

/// Parentheses nested deeper are refused.
const MAX_DEPTH: usize = 200;

/// What has been read of an expression.
pub(super) struct Parser<'a> {
    lexemes: Vec<Lexeme<'a>>,
    position: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, FilterError> {
        Ok(Self {
            lexemes: tokens(text)?,
            position: 0,
            depth: 0,
        })
    }

    fn lexeme(&self) -> Lexeme<'a> {
        let last = Lexeme {
            token: Token::End,
            at: 0,
        };
        *self
            .lexemes
            .get(self.position)
            .or_else(|| self.lexemes.last())
            .unwrap_or(&last)
    }

    pub(super) fn peek(&self) -> Token<'a> {
        self.lexeme().token
    }

    /// The octet where the next token begins.
    pub(super) fn here(&self) -> usize {
        self.lexeme().at
    }

    pub(super) fn advance(&mut self) -> Lexeme<'a> {
        let lexeme = self.lexeme();
        self.position += 1;
        lexeme
    }

    /// Enters a bracket.
    pub(super) fn open(&mut self) -> Result<usize, FilterError> {
        let at = self.advance().at;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(FilterError::new(at, "too many brackets inside each other"));
        }
        Ok(at)
    }

    /// Leaves a bracket by its closing token.
    pub(super) fn leave(&mut self) {
        self.advance();
        self.depth -= 1;
    }

    /// Leaves a parenthesis.
    pub(super) fn close(&mut self) -> Result<(), FilterError> {
        if self.peek() != Token::Close {
            return Err(self.unexpected().hint("')' is missing here"));
        }
        self.leave();
        Ok(())
    }

    /// The next token, which has to be a number.
    pub(super) fn number(&mut self, hint: &str) -> Result<u32, FilterError> {
        match self.peek() {
            Token::Number(number) => {
                self.advance();
                Ok(number)
            }
            _ => Err(self.unexpected().hint(hint)),
        }
    }

    /// The error of a token that cannot stand where it stands.
    pub(super) fn unexpected(&self) -> FilterError {
        match self.peek() {
            Token::End => FilterError::new(self.here(), "the expression ends too early"),
            Token::Name(name) => {
                FilterError::misplaced_name(self.here(), name, "a name cannot stand here")
            }
            Token::Keyword(Keyword::Foreign) => {
                FilterError::new(self.here(), "this word of pcap-filter(7) is not supported")
            }
            _ => FilterError::new(self.here(), "this cannot stand here"),
        }
    }
}
