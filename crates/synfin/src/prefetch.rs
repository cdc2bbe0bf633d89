//! Memory that comes into the processor's caches before it is needed.
//!
//! Duty: ask for it. Invariant: nothing is read, so that nothing waits for it, and a wrong guess costs
//! no more than the room in the caches; on processors that cannot be asked nothing happens.
//! Absence: when it is worth it.

use prefetch_index::prefetch_index;
use std::slice;

/// Octets of a line of memory, which comes as a whole.
pub(crate) const LINE: usize = 64;

/// Asks for the line where a value begins.
#[inline(always)]
pub(crate) fn prefetch<T>(value: &T) {
    prefetch_index(slice::from_ref(value), 0);
}

/// Asks for the line that is so many lines behind the number's.
#[inline(always)]
pub(crate) fn prefetch_behind(number: &u64, lines: usize) {
    prefetch_index(slice::from_ref(number), lines * (LINE / size_of::<u64>()));
}

/// Asks for all of these octets.
pub(crate) fn prefetch_octets(octets: &[u8]) {
    for at in (0..octets.len()).step_by(LINE) {
        prefetch_index(octets, at);
    }
}
