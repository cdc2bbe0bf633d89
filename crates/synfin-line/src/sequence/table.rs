//! A table of pairs of sockets and their bases.
//!
//! Duty: find a pair, mostly with one read of memory. Invariant: the places depend on random numbers,
//! so that nobody can make a capture whose pairs all collide; so a table is only looked up, never
//! walked. Absence: nothing is taken out of a table.

use super::{Bases, Pair};
use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;
use std::hash::BuildHasher;

/// The fewest places of a table that has any.
const FEWEST: usize = 16;

/// Linear probing; as many places as a power of two, at most seven eighths of them taken.
#[derive(Debug)]
pub(super) struct Table<Address> {
    keys: [u64; 2],
    places: Vec<Option<(Pair<Address>, Bases)>>,
    len: usize,
}

/// What can be hashed by two random numbers.
pub(super) trait Keyed {
    /// The hash, all of whose bits are good.
    fn hash(&self, keys: [u64; 2]) -> u64;
}

impl Keyed for Pair<u32> {
    #[inline]
    fn hash(&self, [one, other]: [u64; 2]) -> u64 {
        fold(join(self.addresses) ^ one, ports(self) ^ other)
    }
}

impl Keyed for Pair<[u32; 4]> {
    #[inline]
    fn hash(&self, [one, other]: [u64; 2]) -> u64 {
        let words = self.addresses.as_flattened().as_chunks().0;
        let seed = fold(ports(self) ^ one, other);
        words
            .iter()
            .fold(seed, |hash, word| fold(hash ^ join(*word), other))
    }
}

fn ports<Address>(pair: &Pair<Address>) -> u64 {
    join(pair.ports.map(u32::from))
}

fn join([high, low]: [u32; 2]) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Both halves of a product, as foldhash mixes.
fn fold(one: u64, other: u64) -> u64 {
    let (low, high) = one.carrying_mul(other, 0);
    low ^ high
}

impl<Address: Copy + Eq> Table<Address>
where
    Pair<Address>: Keyed,
{
    /// An empty table.
    pub(super) fn new() -> Self {
        let random = RandomState::default();
        Self {
            keys: [random.hash_one(0), random.hash_one(1)],
            places: Vec::new(),
            len: 0,
        }
    }

    /// Forgets all pairs, but keeps the room.
    pub(super) fn clear(&mut self) {
        self.places.fill(None);
        self.len = 0;
    }

    /// How many pairs there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The bases of a pair.
    #[inline]
    pub(super) fn get(&self, pair: &Pair<Address>) -> Option<Bases> {
        let mut at = self.home(pair);
        loop {
            let (known, bases) = (*self.places.get(at)?)?;
            if known == *pair {
                return Some(bases);
            }
            at = (at + 1) & self.mask();
        }
    }

    /// Sets the bases of a pair.
    pub(super) fn set(&mut self, pair: Pair<Address>, bases: Bases) {
        if (self.len + 1) * 8 > self.places.len() * 7 {
            self.grow();
        }
        let mut at = self.home(&pair);
        let mask = self.mask();
        while let Some(place) = self.places.get_mut(at) {
            match place {
                Some((known, old)) if *known == pair => {
                    *old = bases;
                    return;
                }
                Some(_) => at = (at + 1) & mask,
                None => {
                    *place = Some((pair, bases));
                    self.len += 1;
                    return;
                }
            }
        }
    }

    /// Asks for the memory where the search for a pair begins.
    #[inline]
    pub(super) fn prefetch_home(&self, pair: &Pair<Address>) {
        prefetch_index(&self.places, self.home(pair));
    }

    fn grow(&mut self) {
        let places = (self.places.len() * 2).max(FEWEST);
        let old = std::mem::replace(&mut self.places, vec![None; places]);
        self.len = 0;
        for (pair, bases) in old.into_iter().flatten() {
            self.set(pair, bases);
        }
    }

    #[inline]
    const fn mask(&self) -> usize {
        self.places.len().wrapping_sub(1)
    }

    /// Where the search for a pair begins, which is where it most likely is.
    #[inline]
    pub(super) fn home(&self, pair: &Pair<Address>) -> usize {
        let [a, b, c, d, ..] = pair.hash(self.keys).to_le_bytes();
        u32::from_le_bytes([a, b, c, d]) as usize & self.mask()
    }
}
