//! The conditions of a filter as a tree, and their lowering to a graph of tests.
//!
//! Duty: say what is tested in which order. The order is libpcap's, since a test that reads beyond
//! the captured octets rejects the frame, whatever a later test would say.

use super::values::ValueId;

/// A condition's place in [`Conditions`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConditionId(usize);

/// How a test compares; everything else is one of these with its answer turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Greater,
    GreaterEqual,
    /// Is one of these bits set?
    AnyBit,
}

/// One comparison of unsigned numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) comparison: Comparison,
    pub(crate) left: ValueId,
    pub(crate) right: ValueId,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Condition {
    Known(bool),
    Test(Test),
    /// Always true; computes a value and keeps it in a cell.
    Store(u8, ValueId),
    And(ConditionId, ConditionId),
    Or(ConditionId, ConditionId),
    Not(ConditionId),
}

/// All conditions of a filter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions(Vec<Condition>);

/// Where a test leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Accept,
    Reject,
    Block(usize),
}

/// What a block does before it leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Test(Test),
    /// Both targets are the same.
    Store(u8, ValueId),
}

/// A node of the graph of tests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) action: Action,
    pub(crate) yes: Target,
    pub(crate) no: Target,
}

/// A graph of tests and where it begins. There are no loops in it.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    pub(crate) blocks: Vec<Block>,
    pub(crate) root: Target,
}

impl Block {
    /// Makes the answer the same for all frames.
    pub(crate) fn settle(&mut self, answer: bool) {
        match answer {
            true => self.no = self.yes,
            false => self.yes = self.no,
        }
    }

    /// Is it a test whose answer does not matter?
    pub(crate) fn is_settled(&self) -> bool {
        self.yes == self.no && matches!(self.action, Action::Test(_))
    }
}

impl Conditions {
    fn add(&mut self, condition: Condition) -> ConditionId {
        self.0.push(condition);
        ConditionId(self.0.len() - 1)
    }

    pub(crate) fn known(&mut self, truth: bool) -> ConditionId {
        self.add(Condition::Known(truth))
    }

    pub(crate) fn and(&mut self, first: ConditionId, second: ConditionId) -> ConditionId {
        self.add(Condition::And(first, second))
    }

    pub(crate) fn or(&mut self, first: ConditionId, second: ConditionId) -> ConditionId {
        self.add(Condition::Or(first, second))
    }

    pub(crate) fn not(&mut self, of: ConditionId) -> ConditionId {
        self.add(Condition::Not(of))
    }

    pub(crate) fn store(&mut self, cell: u8, value: ValueId) -> ConditionId {
        self.add(Condition::Store(cell, value))
    }

    pub(crate) fn test(
        &mut self,
        comparison: Comparison,
        left: ValueId,
        right: ValueId,
    ) -> ConditionId {
        self.add(Condition::Test(Test {
            comparison,
            left,
            right,
        }))
    }

    /// The graph that tests the condition.
    pub(crate) fn graph(&self, root: ConditionId) -> Graph {
        let mut blocks = Vec::new();
        let root = self.lower(root, Target::Accept, Target::Reject, &mut blocks);
        Graph { blocks, root }
    }

    /// Adds the blocks of a condition and gives where they begin. The left side of a chain is
    /// followed by the loop, so only parentheses take stack.
    fn lower(&self, id: ConditionId, yes: Target, no: Target, blocks: &mut Vec<Block>) -> Target {
        let (mut id, mut yes, mut no) = (id, yes, no);
        loop {
            let action = match self.0.get(id.0) {
                Some(Condition::And(first, second)) => {
                    yes = self.lower(*second, yes, no, blocks);
                    id = *first;
                    continue;
                }
                Some(Condition::Or(first, second)) => {
                    no = self.lower(*second, yes, no, blocks);
                    id = *first;
                    continue;
                }
                Some(Condition::Not(of)) => {
                    (yes, no) = (no, yes);
                    id = *of;
                    continue;
                }
                Some(Condition::Known(true)) => return yes,
                Some(Condition::Known(false)) | None => return no,
                Some(Condition::Test(test)) => Action::Test(*test),
                Some(Condition::Store(cell, value)) => {
                    no = yes;
                    Action::Store(*cell, *value)
                }
            };
            blocks.push(Block { action, yes, no });
            return Target::Block(blocks.len() - 1);
        }
    }
}

impl Comparison {
    /// Does it hold between two numbers?
    #[inline]
    pub(crate) fn holds(self, left: u32, right: u32) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Greater => left > right,
            Self::GreaterEqual => left >= right,
            Self::AnyBit => left & right != 0,
        }
    }
}
