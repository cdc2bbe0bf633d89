//! Leaving out and moving up tests, as libpcap's optimiser does.
//!
//! This is not for speed alone. A test that reads beyond the captured octets rejects the frame, so
//! which tests are made, and in which order, decides about frames that were cut: `ip or not ip`
//! accepts a frame of no octets at all, since nothing is left to test. And an expression that can
//! be seen to reject everything is refused, as in libpcap.
//!
//! Three rules are applied until nothing changes: an edge leads past a test whose answer is known on
//! it, or does not matter; a test of the value just tested is pulled up in a chain of `or`, and in
//! one of `and`. The blocks are visited in libpcap's order, since the outcome can depend on it.

use super::conditions::{Action, Block, Comparison, Graph, Target, Test};
use super::flow::{Edge, Flow, Side, post_order};
use super::values::{Value, ValueId, Values};

/// Larger graphs are left as they are: they select the same but for frames cut inside a header.
const MOST_BLOCKS: usize = 3000;
/// The three rules could chase each other round for ever.
const MOST_PASSES: usize = 100;

/// Simplifies a graph.
pub(crate) fn simplify(graph: &mut Graph, values: &mut Values) {
    if graph.blocks.len() > MOST_BLOCKS {
        return;
    }
    settle(graph, values);
    for _ in 0..MOST_PASSES {
        let mut changed = false;
        let mut flow = Flow::new(graph);
        for id in flow.upwards() {
            for side in [Side::Yes, Side::No] {
                changed |= lead_past(graph, &flow, values, (id, side));
            }
        }
        flow.find_edges(graph);
        for id in flow.upwards() {
            for shared in [Side::Yes, Side::No] {
                if pull_up(graph, &flow, id, shared) {
                    changed = true;
                    flow.find_dominators(graph);
                }
            }
        }
        if !changed {
            break;
        }
    }
}

/// Lets tests of known numbers lead to one place, and brings `field & 8 = 0` into the form that
/// asks for the bit.
fn settle(graph: &mut Graph, values: &mut Values) {
    for block in &mut graph.blocks {
        let Action::Test(test) = &mut block.action else {
            continue;
        };
        let Some(right) = values.known(test.right) else {
            continue;
        };
        if test.comparison == Comparison::Equal
            && right == 0
            && let Value::Masked(of, mask) = values.get(test.left)
        {
            test.comparison = Comparison::AnyBit;
            test.left = of;
            test.right = values.constant(mask);
            (block.yes, block.no) = (block.no, block.yes);
            if mask == 0 {
                block.yes = block.no;
            }
        } else if let Some(left) = values.known(test.left) {
            let answer = test.comparison.holds(left, right);
            block.settle(answer);
        }
    }
}

/// Computes what can be computed, and settles the tests that are then of known numbers.
///
/// # Errors
///
/// When a test that can be reached divides by zero or shifts by more than 31 bits.
pub(crate) fn fold(graph: &mut Graph, values: &Values) -> Result<Values, &'static str> {
    let folded = values.folded();
    for id in post_order(graph) {
        let Some(block) = graph.blocks.get_mut(id) else {
            continue;
        };
        match &mut block.action {
            Action::Store(_, value) => *value = folded.of(*value)?,
            Action::Test(test) => {
                test.left = folded.of(test.left)?;
                test.right = folded.of(test.right)?;
                let answer = known_answer(test, &folded.values);
                if let Some(answer) = answer {
                    block.settle(answer);
                }
            }
        }
    }
    skip_settled_root(graph);
    Ok(folded.values)
}

/// The answer of a test, if it is the same for all frames.
fn known_answer(test: &Test, values: &Values) -> Option<bool> {
    match (values.known(test.left), values.known(test.right)) {
        (Some(left), Some(right)) => Some(test.comparison.holds(left, right)),
        // libpcap takes any value under a mask of all bits for one with a bit set.
        (None, Some(0)) if test.comparison == Comparison::Equal => match values.get(test.left) {
            Value::Masked(_, u32::MAX) => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Lets an edge lead past blocks as far as possible.
fn lead_past(graph: &mut Graph, flow: &Flow, values: &Values, edge: Edge) -> bool {
    let next = |graph: &Graph| match target(graph, edge) {
        Target::Block(next) => graph.blocks.get(next).copied(),
        _ => None,
    };
    let mut changed = false;
    if let Some(block) = next(graph)
        && block.is_settled()
    {
        set_target(graph, edge, block.yes);
        changed = true;
    }
    let known = flow.dominating_edges(edge);
    while let Some(block) = next(graph) {
        let past = known
            .iter()
            .find_map(|known| answered(graph, values, &block, *known));
        let Some(past) = past else { break };
        set_target(graph, edge, past);
        changed = true;
    }
    changed
}

/// Where a block leads if its test is answered by having come along an edge before.
fn answered(graph: &Graph, values: &Values, block: &Block, (from, side): Edge) -> Option<Target> {
    let (Action::Test(test), Action::Test(before)) = (block.action, graph.blocks.get(from)?.action)
    else {
        return None;
    };
    if test.comparison != before.comparison || test.left != before.left {
        return None;
    }
    if test.right == before.right {
        return Some(if side == Side::Yes {
            block.yes
        } else {
            block.no
        });
    }
    // A value that equals one number equals no other.
    let numbers = values.known(test.right).is_some() && values.known(before.right).is_some();
    (side == Side::Yes && test.comparison == Comparison::Equal && numbers).then_some(block.no)
}

/// If all edges into a block come from tests of one value, and the block begins a chain of tests that
/// share their target on one side, then a test of that value is moved up from further down the chain
/// to its beginning. `shared` is the side whose target the chain shares: in a chain of `or` it is
/// the yes, in one of `and` the no.
fn pull_up(graph: &mut Graph, flow: &Flow, id: usize, shared: Side) -> bool {
    let entries = flow.entries(id);
    let Some(&(first, _)) = entries.first() else {
        return false;
    };
    let value = tested(graph, first);
    if value.is_none()
        || entries
            .iter()
            .any(|(from, _)| tested(graph, *from) != value)
    {
        return false;
    }
    let Some(common) = graph.blocks.get(id).map(|block| side_of(block, shared)) else {
        return false;
    };
    let along = shared.other();
    let follows = |graph: &Graph, slot: Edge| match target(graph, slot) {
        Target::Block(next) if flow.dominates(id, next) => {
            let block = graph.blocks.get(next)?;
            (side_of(block, shared) == common).then_some(next)
        }
        _ => None,
    };
    // Down the chain to the first test of another value.
    let mut other = entry_from(graph, first, id);
    let mut at_top = true;
    let other_block = loop {
        let Some(next) = follows(graph, other) else {
            return false;
        };
        if tested(graph, next) != value {
            break next;
        }
        other = (next, along);
        at_top = false;
    };
    // Further down to the next test of the value.
    let mut same = (other_block, along);
    let pulled = loop {
        let Some(next) = follows(graph, same) else {
            return false;
        };
        if tested(graph, next) == value {
            break next;
        }
        same = (next, along);
    };
    let behind = target(graph, (pulled, along));
    set_target(graph, same, behind);
    let rest = target(graph, other);
    set_target(graph, (pulled, along), rest);
    if !at_top {
        set_target(graph, other, Target::Block(pulled));
        return true;
    }
    for (from, _) in entries {
        let entry = entry_from(graph, *from, id);
        set_target(graph, entry, Target::Block(pulled));
    }
    true
}

/// The edge by which a block leads to another.
fn entry_from(graph: &Graph, from: usize, to: usize) -> Edge {
    match target(graph, (from, Side::Yes)) == Target::Block(to) {
        true => (from, Side::Yes),
        false => (from, Side::No),
    }
}

/// The value a block compares.
fn tested(graph: &Graph, id: usize) -> Option<ValueId> {
    match graph.blocks.get(id)?.action {
        Action::Test(test) => Some(test.left),
        Action::Store(..) => None,
    }
}

/// A root whose answer does not matter is left out if nothing is tested behind it; else what it reads
/// is read.
fn skip_settled_root(graph: &mut Graph) {
    let mut root = graph.root;
    while let Target::Block(id) = root
        && let Some(block) = graph.blocks.get(id)
        && block.is_settled()
    {
        root = block.yes;
    }
    if !matches!(root, Target::Block(_)) {
        graph.root = root;
    }
}

fn side_of(block: &Block, side: Side) -> Target {
    match side {
        Side::Yes => block.yes,
        Side::No => block.no,
    }
}

fn target(graph: &Graph, (from, side): Edge) -> Target {
    graph
        .blocks
        .get(from)
        .map_or(Target::Reject, |block| side_of(block, side))
}

fn set_target(graph: &mut Graph, (from, side): Edge, target: Target) {
    if let Some(block) = graph.blocks.get_mut(from) {
        match side {
            Side::Yes => block.yes = target,
            Side::No => block.no = target,
        }
    }
}
