//! How far the closing of a connection has got.
//!
//! Duty: hold the steps that were taken. Invariant: there is one from the first FIN on. Absence: which
//! segment is which step; that is `steps`.

use super::Phase;
use crate::End;
use crate::packing::packed;

/// The steps of closing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teardown {
    /// Who sent the first FIN.
    pub(super) first_fin: End,
    /// The packet of its acknowledgment.
    pub(super) first_ack: Option<u64>,
    /// The first FIN came again since.
    pub(super) first_fin_repeated: bool,
    /// What the other FIN was.
    pub(super) second_fin: Option<Phase>,
    /// The packet of its acknowledgment.
    pub(super) second_ack: Option<u64>,
    /// The second FIN came again since.
    pub(super) second_fin_repeated: bool,
    /// Did data follow the first FIN's acknowledgment, the other way?
    pub(super) half_closed_data: bool,
}

impl Teardown {
    /// Its first FIN was sent.
    pub(super) const fn by(first_fin: End) -> Self {
        Self {
            first_fin,
            first_ack: None,
            first_fin_repeated: false,
            second_fin: None,
            second_ack: None,
            second_fin_repeated: false,
            half_closed_data: false,
        }
    }
}

packed!(Teardown {
    first_fin,
    first_ack,
    first_fin_repeated,
    second_fin,
    second_ack,
    second_fin_repeated,
    half_closed_data,
});
