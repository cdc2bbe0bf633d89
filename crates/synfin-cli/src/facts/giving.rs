//! How a catalogue's facts are given to a sink.
//!
//! Duty: make of a catalogue a slice of facts, and a function that has their names and getters built
//! in. Invariant: both have the same facts in the same order. Absence: no fact.

use super::value::Value;

/// Makes a slice of facts (name, unit, meaning, getter), and a function that gives a sink all of
/// them with names and getters built in. They stand in groups: of `facts` each is given on its own;
/// `counts` are mostly small and `spans` often the same, so that a sink may take a group at once.
macro_rules! catalogue {
    (
        $(#[doc = $text:literal])*
        $slice:ident, $each:ident: $of:ty {
            $($group:ident {
                $($name:literal, $unit:expr, $meaning:literal, $value:expr;)*
            })*
        }
    ) => {
        $(#[doc = $text])*
        pub(crate) const $slice: &[FactOf<$of>] = &[
            $($(FactOf { name: $name, unit: $unit, meaning: $meaning, value: $value },)*)*
        ];

        /// Gives the facts to a sink, in order.
        #[inline]
        pub(crate) fn $each(of: &$of, sink: &mut impl FactSink) {
            $(give!($group, of, sink, $slice, $($name, $value;)*);)*
        }
    };
}

/// Gives a group's facts to a sink. Like the other macro it takes for granted that the names in it
/// are imported where it is used.
macro_rules! give {
    (facts, $of:ident, $sink:ident, $slice:ident, $($name:literal, $value:expr;)*) => {
        $(
            let name = const { &FactName::of($name, $slice) };
            $sink.take(name, value_of($of, $value));
        )*
    };
    (counts, $of:ident, $sink:ident, $slice:ident, $($name:literal, $value:expr;)*) => {{
        const NAMES: &[FactName; [$($name),*].len()] = &[$(FactName::of($name, $slice)),*];
        const ZEROS: &Zeros<{ NAMES.len() }, { len_of_zeros(NAMES) }> = &Zeros::of(NAMES);
        let counts = [$(count_of($of, $value)),*];
        if !$sink.take_counts(ZEROS, counts) {
            give!(facts, $of, $sink, $slice, $($name, $value;)*);
        }
    }};
    (spans, $of:ident, $sink:ident, $slice:ident, $($name:literal, $value:expr;)*) => {{
        const NAMES: &[FactName; [$($name),*].len()] = &[$(FactName::of($name, $slice)),*];
        let same = same_of([$(span_of($of, $value)),*]);
        if !same.is_some_and(|nanos| $sink.take_spans(NAMES, nanos)) {
            give!(facts, $of, $sink, $slice, $($name, $value;)*);
        }
    }};
}

pub(super) use {catalogue, give};

/// Lets the compiler know what a getter takes.
#[inline(always)]
pub(super) fn value_of<T>(of: &T, value: impl FnOnce(&T) -> Value) -> Value {
    value(of)
}

/// The same of a count.
#[inline(always)]
pub(super) fn count_of<T>(of: &T, value: impl FnOnce(&T) -> Value) -> u64 {
    match value(of) {
        Value::Number(count) | Value::Octets(count) => count,
        // It has no small number.
        _ => u64::MAX,
    }
}

/// The same of a time span in milliseconds, if it is known.
#[inline(always)]
pub(super) fn span_of<T>(of: &T, value: impl FnOnce(&T) -> Value) -> Option<u64> {
    match value(of) {
        Value::Millis(nanos) => Some(nanos),
        _ => None,
    }
}

/// What all of them are, if they are known and the same.
#[inline(always)]
pub(super) fn same_of<const COUNT: usize>(spans: [Option<u64>; COUNT]) -> Option<u64> {
    let [first, ..] = spans.as_slice() else {
        return None;
    };
    first.filter(|_| spans.iter().all(|span| span == first))
}
