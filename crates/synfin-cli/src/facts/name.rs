//! Names of facts as rows of JSON have them, put together at compile time.
//!
//! Duty: the text before a member's value, and of counts that stand together the whole text.
//! Invariant: nothing but the catalogue's names goes into it; where a member of an object within
//! the object begins or ends the names' dots say. Absence: no value but zeros.

use super::fact::{FactOf, at_dot};

/// A fact's name as a JSON object has it before the value: the name in quotes and a colon, before
/// it a brace or a comma; where it is the first or last of some that share what is before the dot,
/// also what begins or ends the object of these.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactName {
    octets: [u8; LONGEST],
    len: usize,
}

/// The longest text before a value.
const LONGEST: usize = 40;

impl FactName {
    /// The name of a fact of a catalogue.
    pub(super) const fn of<T>(name: &str, catalogue: &[FactOf<T>]) -> Self {
        let octets = [0; LONGEST];
        let empty = Self { octets, len: 0 };
        match before(name, catalogue) {
            None => empty.with("{").with_quoted(name),
            Some(before) => empty.behind(before, name),
        }
    }

    /// The name of a member behind others whose value is an object.
    pub(crate) const fn of_object(name: &str) -> Self {
        let octets = [0; LONGEST];
        let empty = Self { octets, len: 0 };
        empty.with(",").with_quoted(name)
    }

    /// The text before the value, and room behind it.
    #[inline(always)]
    pub(crate) const fn octets(&self) -> &[u8; LONGEST] {
        &self.octets
    }

    /// The text before the value.
    #[inline(always)]
    pub(crate) fn text(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or_default()
    }

    const fn behind(self, before: &str, name: &str) -> Self {
        match (at_dot(before), at_dot(name)) {
            (None, None) => self.with(",").with_quoted(name),
            (Some((object, _)), Some((same, member))) if is_same(object, same) => {
                self.with(",").with_quoted(member)
            }
            (Some(_), None) => self.with("},").with_quoted(name),
            (None, Some((object, member))) => self.with(",").with_first(object, member),
            (Some(_), Some((object, member))) => self.with("},").with_first(object, member),
        }
    }

    const fn with_first(self, object: &str, member: &str) -> Self {
        self.with_quoted(object).with("{").with_quoted(member)
    }

    const fn with_quoted(self, name: &str) -> Self {
        self.with("\"").with(name).with("\":")
    }

    const fn with(mut self, text: &str) -> Self {
        let (_, place) = self.octets.split_at_mut(self.len);
        let (place, _) = place.split_at_mut(text.len());
        place.copy_from_slice(text.as_bytes());
        self.len += text.len();
        assert!(self.len <= LONGEST);
        self
    }
}

/// Counts that stand one behind the other in a row, as text: as if all of them were 0.
#[derive(Debug)]
pub(crate) struct Zeros<const COUNT: usize, const LEN: usize> {
    /// The members.
    pub(crate) text: [u8; LEN],
    /// Where their values stand.
    pub(crate) places: [usize; COUNT],
}

impl<const COUNT: usize, const LEN: usize> Zeros<COUNT, LEN> {
    pub(super) const fn of(names: &[FactName; COUNT]) -> Self {
        let (mut text, mut places) = ([0; LEN], [0; COUNT]);
        let (mut rest, mut left): (&[_], &mut [_]) = (names, &mut places);
        let mut end = 0;
        while let ([name, names @ ..], [place, places @ ..]) = (rest, left) {
            let with_zero = name.with("0");
            let (member, _) = with_zero.octets.split_at(with_zero.len);
            let (_, behind) = text.split_at_mut(end);
            let (copy, _) = behind.split_at_mut(member.len());
            copy.copy_from_slice(member);
            *place = end + name.len;
            end += member.len();
            (rest, left) = (names, places);
        }
        assert!(end == LEN);
        Self { text, places }
    }
}

/// How long the text of [`Zeros`] is.
pub(super) const fn len_of_zeros(names: &[FactName]) -> usize {
    let (mut rest, mut len) = (names, 0);
    while let [name, names @ ..] = rest {
        len += name.len + 1;
        rest = names;
    }
    len
}

/// The name before this one in a catalogue.
const fn before<T>(name: &str, catalogue: &[FactOf<T>]) -> Option<&'static str> {
    let (mut rest, mut before) = (catalogue, None);
    while let [fact, facts @ ..] = rest {
        if is_same(fact.name, name) {
            return before;
        }
        before = Some(fact.name);
        rest = facts;
    }
    panic!("a name that the catalogue does not have")
}

const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, one_more @ ..], [same, other_more @ ..]) = (one, other) {
        if *first != *same {
            return false;
        }
        (one, other) = (one_more, other_more);
    }
    one.is_empty() && other.is_empty()
}
