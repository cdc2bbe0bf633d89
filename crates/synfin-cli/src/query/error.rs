//! What is wrong with an expression, and where.

use std::fmt;
use std::ops::Range;

/// What is wrong, and which octets of the expression are to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) message: String,
    pub(super) place: Range<usize>,
}

/// Why an expression was refused, with the expression and a mark under the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryError {
    misread: Misread,
    expression: String,
}

impl Misread {
    pub(super) fn new(message: impl Into<String>, place: Range<usize>) -> Self {
        Self {
            message: message.into(),
            place,
        }
    }

    /// The same with the expression it is about.
    pub(super) fn of(self, expression: &str) -> QueryError {
        QueryError {
            misread: self,
            expression: expression.to_owned(),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters_before = |octet: usize| {
            let letters = self.expression.char_indices();
            letters.take_while(|(at, _)| *at < octet).count()
        };
        let Range { start, end } = self.misread.place;
        let column = letters_before(start);
        let marks = (letters_before(end).saturating_sub(column)).max(1);
        let line = self.expression.chars();
        let line = line.map(|letter| if letter.is_control() { ' ' } else { letter });
        writeln!(f, "{}", self.misread.message)?;
        writeln!(f, "    {}", line.collect::<String>())?;
        write!(f, "    {:column$}{:^<marks$}", "", "")
    }
}

impl std::error::Error for QueryError {}
