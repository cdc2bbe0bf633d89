//! The parts of a message: what lengths they may have, and what is said of others.
//!
//! Duty: a part that does not fit the lengths around it ends as [`Short::Payload`], until what
//! encloses it marks it as invalid and goes on behind it.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;

/// The octets that a part may have.
#[derive(Clone, Copy)]
pub(super) enum Size {
    /// As many as it likes.
    Any,
    /// These, or more.
    AtLeast(usize),
    /// No fewer and no more.
    Exactly(usize),
    /// From the first to the second number.
    Between(usize, usize),
}

impl Size {
    /// May a part have `len` octets?
    pub(super) const fn allows(self, len: usize) -> bool {
        self.broken_by(len).is_none()
    }

    /// The limit that `len` octets break, and how they compare with it.
    const fn broken_by(self, len: usize) -> Option<(&'static str, usize)> {
        match self {
            Self::AtLeast(least) | Self::Between(least, _) if len < least => Some(("<", least)),
            Self::Between(_, most) if len > most => Some((">", most)),
            Self::Exactly(exact) if len != exact => Some(("!=", exact)),
            _ => None,
        }
    }

    /// Fails unless a part may have `len` octets, and says that `what` is wrong.
    pub(super) fn check(self, line: &mut Line<'_>, what: &str, len: usize) -> Result<(), Short> {
        match self.broken_by(len) {
            None => Ok(()),
            Some((comparison, limit)) => {
                write!(line, " [{what} {len} {comparison} {limit}]");
                Err(Short::Payload)
            }
        }
    }

    /// Fails unless the rest of a part has such a size, and says so.
    pub(super) fn check_rest(self, line: &mut Line<'_>, part: Cursor<'_>) -> Result<(), Short> {
        self.check(line, "len", part.left())
    }
}

/// Marks a part that turned out as invalid and steps over it, so that reading goes on behind it.
pub(super) fn marked(
    line: &mut Line<'_>,
    part: Cursor<'_>,
    printed: Result<(), Short>,
) -> Result<(), Short> {
    match printed {
        Err(Short::Payload) => {
            write!(line, " (invalid)");
            part.rest()
        }
        other => other,
    }
}

/// Prints a list's entries until it is used up, each behind `intro`; none has fewer octets than
/// `least`.
pub(super) fn each<'a>(
    line: &mut Line<'_>,
    mut list: Cursor<'a>,
    (intro, least): (&str, usize),
    entry: impl Fn(&mut Line<'_>, &mut Cursor<'a>) -> Result<(), Short>,
) -> Result<(), Short> {
    while !list.is_empty() {
        write!(line, "{intro}");
        Size::AtLeast(least).check(line, "remaining length", list.left())?;
        entry(line, &mut list)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::cursor::{Cursor, Short};
    use super::super::super::line::Line;
    use super::{Size, each, marked};

    #[test]
    fn what_breaks_a_limit_is_said() {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out, 1);
        for (size, len) in [
            (Size::Any, 0),
            (Size::AtLeast(8), 8),
            (Size::AtLeast(8), 7),
            (Size::Exactly(8), 9),
            (Size::Between(8, 12), 12),
            (Size::Between(8, 12), 7),
            (Size::Between(8, 12), 13),
        ] {
            assert_eq!(size.check(&mut line, "len", len).is_ok(), size.allows(len));
        }
        assert_eq!(out, b" [len 7 < 8] [len 9 != 8] [len 7 < 8] [len 13 > 12]");
    }

    #[test]
    fn a_list_ends_where_an_entry_does_not_fit() {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out, 1);
        let list = Cursor::new(b"abcde", 5);
        let two = |line: &mut Line<'_>, list: &mut Cursor<'_>| {
            line.octets(list.take(2)?);
            Ok(())
        };
        let printed = each(&mut line, list, (", ", 2), two);
        assert_eq!(printed, Err(Short::Payload));
        assert_eq!(marked(&mut line, list, printed), Ok(()));
        let cut = marked(&mut line, Cursor::new(b"a", 2), printed);
        assert_eq!(cut, Err(Short::Snapshot));
        assert_eq!(
            out,
            b", ab, cd,  [remaining length 1 < 2] (invalid) (invalid)"
        );
    }
}
