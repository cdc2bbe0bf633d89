//! Asking for the memory of a connection ahead of time.
//!
//! Duty: the lines that a segment needs. Invariant: what is asked for follows from where the fields
//! are. Absence: when it is worth it, and what few connections have elsewhere.

use super::Connection;
use crate::prefetch::{LINE, prefetch_behind};
use std::mem::offset_of;

/// How many lines a plain segment needs of the beginning, to the lower endpoint's numbers.
const PLAIN: usize = offset_of!(Connection, lower) / LINE + 1;

/// Where the upper endpoint's numbers are.
const UPPER: usize = offset_of!(Connection, upper) / LINE;

/// How many lines there are.
const ALL: usize = size_of::<Connection>() / LINE;

impl Connection {
    /// Asks for what a segment needs that is `plain` or not.
    #[inline]
    pub(crate) fn prefetch(&self, plain: bool) {
        const { assert!(offset_of!(Self, id) < LINE, "it is in the first line") };
        // What the ends sent, and the numbers of their endpoints.
        for line in 0..PLAIN {
            prefetch_behind(&self.id, line);
        }
        prefetch_behind(&self.id, UPPER);
        if !plain {
            for line in PLAIN..ALL {
                prefetch_behind(&self.id, line);
            }
        }
    }
}
