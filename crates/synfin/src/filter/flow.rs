//! Which blocks and edges of a graph must have been passed on the way to a block.
//!
//! Invariant: the orders in which blocks are listed are those of libpcap's optimiser. Absence: the
//! graph itself is changed elsewhere; what is known here is as of when it was computed.

use super::conditions::{Graph, Target};

/// A side of a block's test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Yes,
    No,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
        }
    }
}

/// An edge of the graph: the block it leaves, and by which side.
pub(super) type Edge = (usize, Side);

/// What was found out of a graph.
pub(super) struct Flow {
    /// Blocks by their distance from the end, the nearest first.
    levels: Vec<Vec<usize>>,
    /// The blocks that dominate each block.
    blocks: Vec<BitSet>,
    /// The edges that dominate each block: those of the yes sides, then those of the no sides.
    edges: Vec<BitSet>,
    /// The edges that enter each block.
    entries: Vec<Vec<Edge>>,
}

impl Flow {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut flow = Self {
            levels: levels(graph),
            blocks: Vec::new(),
            edges: Vec::new(),
            entries: Vec::new(),
        };
        flow.find_dominators(graph);
        flow.find_dominating_edges(graph);
        flow.find_edges(graph);
        flow
    }

    /// The blocks, those nearest to the end first.
    pub(super) fn upwards(&self) -> Vec<usize> {
        self.levels.iter().flatten().copied().collect()
    }

    fn downwards(&self) -> Vec<usize> {
        self.levels.iter().rev().flatten().copied().collect()
    }

    /// The edges that enter a block.
    pub(super) fn entries(&self, id: usize) -> &[Edge] {
        self.entries.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Does every way to `id` lead through `through`?
    pub(super) fn dominates(&self, through: usize, id: usize) -> bool {
        self.blocks.get(id).is_some_and(|set| set.contains(through))
    }

    /// The edges that every way over an edge leads over, itself included.
    pub(super) fn dominating_edges(&self, (from, side): Edge) -> Vec<Edge> {
        let count = self.edges.len();
        let mut set = self.edges.get(from).cloned().unwrap_or_default();
        set.insert(edge_number((from, side), count));
        set.iter()
            .map(|number| match number.checked_sub(count) {
                Some(from) => (from, Side::No),
                None => (number, Side::Yes),
            })
            .collect()
    }

    /// Lists the edges that enter each block, the last one found first.
    pub(super) fn find_edges(&mut self, graph: &Graph) {
        self.entries = vec![Vec::new(); graph.blocks.len()];
        for id in self.downwards() {
            let Some(block) = graph.blocks.get(id) else {
                continue;
            };
            for (side, target) in [(Side::Yes, block.yes), (Side::No, block.no)] {
                if let Target::Block(next) = target
                    && let Some(entries) = self.entries.get_mut(next)
                {
                    entries.insert(0, (id, side));
                }
            }
        }
    }

    pub(super) fn find_dominators(&mut self, graph: &Graph) {
        let count = graph.blocks.len();
        let mut sets = vec![BitSet::full(count); count];
        if let Target::Block(root) = graph.root
            && let Some(set) = sets.get_mut(root)
        {
            *set = BitSet::default();
        }
        for id in self.downwards() {
            let Some(own) = sets.get_mut(id) else {
                continue;
            };
            own.insert(id);
            let own = own.clone();
            let Some(block) = graph.blocks.get(id) else {
                continue;
            };
            for target in [block.yes, block.no] {
                if let Target::Block(next) = target
                    && let Some(set) = sets.get_mut(next)
                {
                    set.keep(&own);
                }
            }
        }
        self.blocks = sets;
    }

    fn find_dominating_edges(&mut self, graph: &Graph) {
        let count = graph.blocks.len();
        let mut sets = vec![BitSet::full(2 * count); count];
        if let Target::Block(root) = graph.root
            && let Some(set) = sets.get_mut(root)
        {
            *set = BitSet::default();
        }
        for id in self.downwards() {
            let Some(block) = graph.blocks.get(id) else {
                continue;
            };
            for (side, target) in [(Side::Yes, block.yes), (Side::No, block.no)] {
                let mut over = sets.get(id).cloned().unwrap_or_default();
                over.insert(edge_number((id, side), count));
                if let Target::Block(next) = target
                    && let Some(set) = sets.get_mut(next)
                {
                    set.keep(&over);
                }
            }
        }
        self.edges = sets;
    }
}

fn edge_number((from, side): Edge, count: usize) -> usize {
    match side {
        Side::Yes => from,
        Side::No => from + count,
    }
}

/// The blocks that can be reached, in an order in which each comes behind all it leads to.
pub(super) fn post_order(graph: &Graph) -> Vec<usize> {
    let mut seen = vec![false; graph.blocks.len()];
    let mut order = Vec::with_capacity(graph.blocks.len());
    let mut stack = vec![(graph.root, false)];
    while let Some((target, done)) = stack.pop() {
        let Target::Block(id) = target else { continue };
        if done {
            order.push(id);
            continue;
        }
        let (Some(seen), Some(block)) = (seen.get_mut(id), graph.blocks.get(id)) else {
            continue;
        };
        if !std::mem::replace(seen, true) {
            stack.push((target, true));
            stack.push((block.no, false));
            stack.push((block.yes, false));
        }
    }
    order
}

/// The blocks by their distance from the end; of those equally far the one found last comes first.
fn levels(graph: &Graph) -> Vec<Vec<usize>> {
    let mut level_of = vec![0; graph.blocks.len()];
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for id in post_order(graph) {
        let Some(block) = graph.blocks.get(id) else {
            continue;
        };
        let height = |target| match target {
            Target::Block(next) => level_of.get(next).copied().unwrap_or(0) + 1,
            _ => 0,
        };
        let level = height(block.yes).max(height(block.no));
        if let Some(own) = level_of.get_mut(id) {
            *own = level;
        }
        if levels.len() <= level {
            levels.resize(level + 1, Vec::new());
        }
        if let Some(blocks) = levels.get_mut(level) {
            blocks.insert(0, id);
        }
    }
    levels
}

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
struct BitSet(Vec<u64>);

impl BitSet {
    fn full(count: usize) -> Self {
        Self(vec![u64::MAX; count.div_ceil(64)])
    }

    fn contains(&self, number: usize) -> bool {
        self.0
            .get(number / 64)
            .is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    fn insert(&mut self, number: usize) {
        if self.0.len() <= number / 64 {
            self.0.resize(number / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Keeps what is in both sets.
    fn keep(&mut self, other: &Self) {
        for (at, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(at).copied().unwrap_or(0);
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at * 64 + bit)
        })
    }
}
