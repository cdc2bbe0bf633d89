//! Why an expression was refused, and how to show it.

use std::fmt;

/// Why an expression was refused: what is wrong, where, and what would work.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{message}")]
#[non_exhaustive]
pub struct FilterError {
    /// What is wrong; lower case, without a full stop.
    pub message: String,
    /// Where, in octets from the expression's start; its length if something is missing at the end.
    pub offset: usize,
    /// What would work, if anything is known.
    pub hint: Option<String>,
}

impl FilterError {
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            offset,
            hint: None,
        }
    }

    /// An address, number or name where no qualifier says what it is.
    pub(super) fn unqualified(offset: usize) -> Self {
        Self::new(offset, "nothing says what this is")
            .hint("write host, net, port, portrange or proto before it")
    }

    /// A name where no name can stand: most often a keyword that was mistyped.
    pub(super) fn misplaced_name(offset: usize, name: &str, message: &str) -> Self {
        let error = Self::new(offset, message);
        match super::syntax::nearest_word(name) {
            Some(word) => error.hint(format!("did you mean {word}?")),
            None => error.hint("say what it names: host NAME, port NAME, ip proto NAME"),
        }
    }

    /// The same error with a word on what would work.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The error as a person should see it: the message, the expression with a caret under the
    /// place, and the hint. Several lines, without a line feed at the end.
    #[must_use]
    pub fn in_expression<'a>(&'a self, expression: &'a str) -> impl fmt::Display + 'a {
        InExpression {
            error: self,
            expression,
        }
    }
}

/// An error together with the expression it is about.
struct InExpression<'a> {
    error: &'a FilterError,
    expression: &'a str,
}

impl fmt::Display for InExpression<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.expression.char_indices();
        let column = before.take_while(|(at, _)| *at < self.error.offset).count();
        let line = self
            .expression
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c });
        writeln!(f, "{}", self.error.message)?;
        writeln!(f, "    {}", line.collect::<String>())?;
        write!(f, "    {:column$}^", "")?;
        match &self.error.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let error = FilterError::new(11, "no such port").hint("a number works always");
        assert_eq!(
            error.in_expression("ip\tand port httq").to_string(),
            "no such port\n    ip and port httq\n               ^\nhint: a number works always"
        );
    }

    #[test]
    fn a_place_behind_the_end_and_wide_characters_are_no_trouble() {
        let error = FilterError::new(99, "it ends too early");
        assert_eq!(
            error.in_expression("h\u{f6}st").to_string(),
            "it ends too early\n    h\u{f6}st\n        ^"
        );
    }
}
