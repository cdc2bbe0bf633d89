//! Octets in bins of equal length, for the throughput.
//!
//! Invariant: at most [`BINS`] bins; where the time grows beyond them, the bins do. Absence: no
//! division for a packet: bins are powers of two long.

use super::curve::Point;

/// Bins at most.
const BINS: usize = 128;
/// The shortest bin: 2^20 nanoseconds, about a millisecond.
const SHORTEST: u32 = 20;

/// Octets by time.
#[derive(Clone, Debug)]
pub(super) struct Rate {
    bins: Vec<u64>,
    shift: u32,
}

impl Rate {
    pub(super) const fn new() -> Self {
        Self {
            bins: Vec::new(),
            shift: SHORTEST,
        }
    }

    /// So many octets at a time; a time before the first packet counts as the first's.
    pub(super) fn add(&mut self, at: i64, octets: u32) {
        let at = at.max(0).unsigned_abs();
        let index = loop {
            match usize::try_from(at >> self.shift) {
                Ok(index) if index < BINS => break index,
                _ => self.widen(),
            }
        };
        if self.bins.len() <= index {
            self.bins.resize(index + 1, 0);
        }
        if let Some(bin) = self.bins.get_mut(index) {
            *bin += u64::from(octets);
        }
    }

    /// Makes one bin of every two.
    fn widen(&mut self) {
        self.bins = self.bins.chunks(2).map(|pair| pair.iter().sum()).collect();
        self.shift += 1;
    }

    /// Octets a second, a point where each bin begins and one behind the last.
    pub(super) fn points(&self) -> Vec<Point> {
        if self.bins.is_empty() {
            return Vec::new();
        }
        let width = 1_u128 << self.shift;
        let rates = self.bins.iter().chain([&0]).map(|&octets| {
            let rate = u128::from(octets) * 1_000_000_000 / width;
            i64::try_from(rate).unwrap_or(i64::MAX)
        });
        let mut points: Vec<Point> = (0_i64..)
            .zip(rates)
            .map(|(index, rate)| Point::new(index << self.shift, rate))
            .collect();
        points.dedup_by(|next, one| next.to == one.to);
        points
    }
}

#[cfg(test)]
mod tests {
    use super::{BINS, Rate};

    #[test]
    fn bins_grow_and_keep_every_octet() {
        let mut rate = Rate::new();
        for second in 0..1000 {
            rate.add(second * 1_000_000_000, 500);
        }
        assert!(rate.bins.len() <= BINS);
        assert_eq!(rate.bins.iter().sum::<u64>(), 500_000);
        let highest = rate.points().iter().map(|point| point.to).max();
        assert!(
            (400..600).contains(&highest.expect("points")),
            "{highest:?}"
        );
        rate.add(i64::MAX, 1);
        assert!(rate.bins.len() <= BINS);
    }
}
