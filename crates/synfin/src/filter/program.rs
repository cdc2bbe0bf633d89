//! A compiled filter: tests in a row, each saying where to go on.
//!
//! Duty: evaluate a frame without allocation. Invariant: a step leads only to later steps, so the
//! evaluation ends; reading beyond the captured octets rejects the frame, as in BPF.

use super::chain::Chain;
use super::conditions::{Action, Comparison, Graph, Target};
use super::flow::post_order;
use super::values::{Value, ValueId, Values, Width, compute};

/// Going on here accepts the frame.
const ACCEPT: u32 = u32::MAX;
/// Going on here, or at any other place that does not exist, rejects the frame.
const REJECT: u32 = u32::MAX - 1;
/// Cells that values can be kept in.
pub(super) const CELLS: usize = 16;

/// A filter ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
    values: Values,
    start: u32,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    read: Read,
    mask: u32,
    comparison: Comparison,
    operand: u32,
    yes: u32,
    no: u32,
}

/// What a step compares. All but the last two are what the common filters are made of.
#[derive(Clone, Copy, Debug)]
enum Read {
    One(u32),
    Two(u32),
    Four(u32),
    /// Octets at `.1` behind the IPv4 header that begins at `.0`.
    BehindIp4(u32, u32, Width),
    /// Any value, compared with another one.
    Values(ValueId, ValueId),
    /// Nothing is compared; the value goes to the cell.
    Store(u8, ValueId),
}

/// The frame as a filter sees it.
#[derive(Clone, Copy)]
struct Packet<'a> {
    data: &'a [u8],
    len: u32,
}

impl Program {
    /// Accepts every frame.
    pub(crate) fn accept_all() -> Self {
        Self {
            steps: Vec::new(),
            values: Values::default(),
            start: ACCEPT,
        }
    }

    pub(crate) fn new(graph: &Graph, values: Values) -> Self {
        // Each block comes before all it leads to.
        let mut order = post_order(graph);
        order.reverse();
        let mut places = vec![REJECT; graph.blocks.len()];
        for (place, block) in (0..).zip(&order) {
            if let Some(own) = places.get_mut(*block) {
                *own = place;
            }
        }
        let place = |target| match target {
            Target::Accept => ACCEPT,
            Target::Reject => REJECT,
            Target::Block(block) => places.get(block).copied().unwrap_or(REJECT),
        };
        let step = |block: &super::conditions::Block| {
            let (read, mask, comparison, operand) = match block.action {
                Action::Store(cell, value) => {
                    (Read::Store(cell, value), u32::MAX, Comparison::Equal, 0)
                }
                Action::Test(test) => {
                    let (read, mask, operand) = fused(&values, test.left, test.right);
                    (read, mask, test.comparison, operand)
                }
            };
            let (yes, no) = (place(block.yes), place(block.no));
            Step {
                read,
                mask,
                comparison,
                operand,
                yes,
                no,
            }
        };
        let blocks = order.iter().filter_map(|id| graph.blocks.get(*id));
        let steps = blocks.map(step).collect();
        Self {
            steps,
            start: place(graph.root),
            values,
        }
    }

    /// Does the frame pass? `len` is its length on the wire.
    #[inline]
    pub(crate) fn run(&self, data: &[u8], len: u32) -> bool {
        let packet = Packet { data, len };
        let mut cells = [0; CELLS];
        let mut at = self.start;
        while let Some(step) = self.steps.get(at as usize) {
            let holds = match step.read {
                Read::One(offset) => packet.one(offset).map(|octet| step.holds(octet)),
                Read::Two(offset) => packet.two(offset).map(|octets| step.holds(octets)),
                Read::Four(offset) => packet.four(offset).map(|octets| step.holds(octets)),
                Read::BehindIp4(header, offset, width) => packet
                    .header_len(header)
                    .and_then(|behind| packet.behind(behind, offset, width))
                    .map(|octets| step.holds(octets)),
                Read::Values(left, right) => self.compare(packet, &cells, step, left, right),
                Read::Store(cell, value) => self.store(packet, &mut cells, cell, value),
            };
            at = match holds {
                Some(true) => step.yes,
                Some(false) => step.no,
                None => return false,
            };
        }
        at == ACCEPT
    }

    fn compare(
        &self,
        packet: Packet<'_>,
        cells: &[u32; CELLS],
        step: &Step,
        left: ValueId,
        right: ValueId,
    ) -> Option<bool> {
        let left = self.value(packet, cells, left)?;
        let right = self.value(packet, cells, right)?;
        Some(step.comparison.holds(left, right))
    }

    fn store(
        &self,
        packet: Packet<'_>,
        cells: &mut [u32; CELLS],
        cell: u8,
        value: ValueId,
    ) -> Option<bool> {
        let value = self.value(packet, cells, value)?;
        *cells.get_mut(usize::from(cell))? = value;
        Some(true)
    }

    /// Computes a value; `None` if that reads beyond the captured octets or divides by zero.
    fn value(&self, packet: Packet<'_>, cells: &[u32; CELLS], id: ValueId) -> Option<u32> {
        match self.values.get(id) {
            Value::Constant(constant) => Some(constant),
            Value::Length => Some(packet.len),
            Value::Octets {
                base: None,
                offset,
                width,
            } => packet.behind(0, offset, width),
            Value::Octets {
                base: Some(base),
                offset,
                width,
            } => {
                let base = self.value(packet, cells, base)?;
                packet.behind(base, offset, width)
            }
            Value::HeaderLength(at) => packet.header_len(at),
            Value::Masked(of, mask) => Some(self.value(packet, cells, of)? & mask),
            Value::Negated(of) => Some(self.value(packet, cells, of)?.wrapping_neg()),
            Value::Binary(operator, left, right) => {
                let left = self.value(packet, cells, left)?;
                let right = self.value(packet, cells, right)?;
                compute(operator, left, right)
            }
            Value::Cell(cell) => cells.get(usize::from(cell)).copied(),
            Value::Chain(chain) => packet.chain(chain),
        }
    }
}

/// The quickest way to read what a test compares.
fn fused(values: &Values, left: ValueId, right: ValueId) -> (Read, u32, u32) {
    let unfused = (Read::Values(left, right), u32::MAX, 0);
    let Some(operand) = values.known(right) else {
        return unfused;
    };
    let (masked, mask) = match values.get(left) {
        Value::Masked(of, mask) => (of, mask),
        _ => (left, u32::MAX),
    };
    let read = match values.get(masked) {
        Value::Octets {
            base: None,
            offset,
            width,
        } => match width {
            Width::One => Read::One(offset),
            Width::Two => Read::Two(offset),
            Width::Four => Read::Four(offset),
        },
        Value::Octets {
            base: Some(base),
            offset,
            width,
        } => match values.get(base) {
            Value::HeaderLength(header) => Read::BehindIp4(header, offset, width),
            _ => return unfused,
        },
        _ => return unfused,
    };
    (read, mask, operand)
}

impl Step {
    #[inline]
    fn holds(&self, value: u32) -> bool {
        self.comparison.holds(value & self.mask, self.operand)
    }
}

impl Packet<'_> {
    #[inline]
    fn one(self, at: u32) -> Option<u32> {
        self.data.get(at as usize).map(|octet| u32::from(*octet))
    }

    #[inline]
    fn two(self, at: u32) -> Option<u32> {
        let octets = self.data.get(at as usize..)?.first_chunk()?;
        Some(u16::from_be_bytes(*octets).into())
    }

    #[inline]
    fn four(self, at: u32) -> Option<u32> {
        let octets = self.data.get(at as usize..)?.first_chunk()?;
        Some(u32::from_be_bytes(*octets))
    }

    #[inline]
    fn header_len(self, at: u32) -> Option<u32> {
        Some((self.one(at)? & 0x0f) * 4)
    }

    /// Octets at an offset behind a place. A sum that overflows lies behind every frame's end.
    #[inline]
    fn behind(self, base: u32, offset: u32, width: Width) -> Option<u32> {
        let at = base.checked_add(offset)?;
        match width {
            Width::One => self.one(at),
            Width::Two => self.two(at),
            Width::Four => self.four(at),
        }
    }

    fn chain(self, chain: Chain) -> Option<u32> {
        chain.walk(|behind, offset| self.behind(behind, offset, Width::One))
    }
}
