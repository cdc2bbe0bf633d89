//! Everything that is said, in English.

pub(super) mod explanations;
pub(super) mod labels;
pub(super) mod phrases;

use crate::numbers::Units;

/// The units of time: one, and several.
pub(super) const UNITS: Units = [
    ("nanosecond", "nanoseconds"),
    ("microsecond", "microseconds"),
    ("millisecond", "milliseconds"),
    ("second", "seconds"),
    ("minute", "minutes"),
    ("hour", "hours"),
];
