//! How long many things took, in bounded memory.
//!
//! Duty: say which time so many percent did not exceed. Invariant: at most [`EXACT`] times are
//! kept, whatever the capture; beyond that they are counted in classes of nearly the same length,
//! and what is said then is off by at most 1/512 of itself. Absence: no words.

/// Times that are kept as they are: 8 MiB.
const EXACT: usize = 1 << 20;

/// Classes for each doubling of a time, as a power of two. The middle of a class is at most
/// 1/512 off.
const CLASS_BITS: u32 = 8;
const CLASSES: u64 = 1 << CLASS_BITS;

/// Times, in nanoseconds.
#[derive(Debug)]
pub(super) enum Times {
    /// Each of them.
    Exact(Vec<u64>),
    /// How many fell into each class.
    Classes { counts: Vec<u64>, all: u64 },
}

impl Default for Times {
    fn default() -> Self {
        Self::Exact(Vec::new())
    }
}

impl Times {
    /// Adds a time.
    pub(super) fn add(&mut self, nanos: u64) {
        match self {
            Self::Exact(times) if times.len() < EXACT => times.push(nanos),
            Self::Exact(times) => {
                let times = std::mem::take(times);
                let counts = Vec::new();
                *self = Self::Classes { counts, all: 0 };
                times.into_iter().for_each(|nanos| self.count(nanos));
                self.count(nanos);
            }
            Self::Classes { .. } => self.count(nanos),
        }
    }

    /// Counts a time in its class.
    fn count(&mut self, nanos: u64) {
        if let Self::Classes { counts, all } = self {
            let class = class_of(nanos);
            if counts.len() <= class {
                counts.resize(class + 1, 0);
            }
            if let Some(count) = counts.get_mut(class) {
                *count += 1;
                *all += 1;
            }
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Exact(times) => times.len() as u64,
            Self::Classes { all, .. } => *all,
        }
    }

    /// Is each of them known as it was?
    pub(super) const fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }

    /// The times that so many percent of all do not exceed; none without a time.
    pub(super) fn percentiles<const N: usize>(&mut self, percents: [u64; N]) -> [Option<u64>; N] {
        if let Self::Exact(times) = self {
            times.sort_unstable();
        }
        percents.map(|percent| {
            let rank = (u128::from(self.len()) * u128::from(percent)).div_ceil(100);
            self.at(u64::try_from(rank).ok()?.checked_sub(1)?)
        })
    }

    /// The time of a rank, from 0; those that are exact are sorted.
    fn at(&self, rank: u64) -> Option<u64> {
        match self {
            Self::Exact(times) => times.get(usize::try_from(rank).ok()?).copied(),
            Self::Classes { counts, .. } => {
                let mut below = 0;
                let class = counts.iter().position(|count| {
                    below += count;
                    below > rank
                });
                class.map(middle_of)
            }
        }
    }
}

/// The class of a time: itself while it is small, then its highest bits.
fn class_of(nanos: u64) -> usize {
    let doublings = (nanos | 1).ilog2().saturating_sub(CLASS_BITS);
    let class = u64::from(doublings) * CLASSES + (nanos >> doublings);
    usize::try_from(class).unwrap_or(usize::MAX)
}

/// The time in the middle of a class.
fn middle_of(class: usize) -> u64 {
    let class = class as u64;
    // The highest bits of all but the smallest times are CLASSES..2 * CLASSES.
    let doublings = (class / CLASSES).saturating_sub(1);
    let lowest = (class - doublings * CLASSES) << doublings;
    lowest + ((1 << doublings) >> 1)
}

#[cfg(test)]
mod tests {
    use super::{EXACT, Times, class_of, middle_of};

    #[test]
    fn ranks_are_exact_while_there_are_few() {
        let mut times = Times::default();
        assert_eq!(times.percentiles([50]), [None]);
        (1..=100).rev().for_each(|time| times.add(time));
        assert_eq!(times.percentiles([50, 99]), [Some(50), Some(99)]);
        assert!(times.is_exact());
    }

    #[test]
    fn a_class_holds_its_middle_and_is_narrow() {
        let mut before = 0;
        for bits in 0..64 {
            for nanos in [
                1_u64 << bits,
                (1 << bits) + (1 << bits) / 3,
                u64::MAX >> (63 - bits),
            ] {
                let class = class_of(nanos);
                let middle = middle_of(class);
                assert_eq!(class_of(middle), class, "{nanos}");
                assert!(
                    middle.abs_diff(nanos) <= nanos / 512,
                    "{nanos} is told as {middle}"
                );
                assert!(class >= before, "{nanos}");
                before = class;
            }
        }
        assert!(before < 1 << 14, "{before} classes");
    }

    #[test]
    fn many_times_take_bounded_memory_and_are_nearly_exact() {
        let mut times = Times::default();
        let all = EXACT as u64 + 1;
        (0..all).for_each(|time| times.add(time * 1000));
        assert!(!times.is_exact());
        assert_eq!(times.len(), all);
        for (percent, told) in [50, 90, 99]
            .into_iter()
            .zip(times.percentiles([50, 90, 99]))
        {
            let exact = ((all * percent).div_ceil(100) - 1) * 1000;
            let told = told.unwrap();
            assert!(
                told.abs_diff(exact) <= exact / 512,
                "{percent} %: {told} for {exact}"
            );
        }
    }
}
