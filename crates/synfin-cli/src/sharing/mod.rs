//! Connections followed by several threads.
//!
//! Duty: what such threads share, whatever they make of connections: batches of segments, the numbers
//! of connections, and the turns in which they take them. Invariant: what comes of a batch, and in
//! which order, does not depend on the number of threads nor on their speed. Absence: what is made.
//!
//! A batch goes to all threads; the reading one may follow the first shard itself. Each of them
//! observes its shard's segments, lets time pass for the others, and reports which packets began
//! connections; when all have reported, those connections are numbered, and what the batch brought
//! can be told.

mod batch;
mod follower;
mod gathering;
mod numbers;
mod reports;

pub(crate) use batch::Batch;
pub(crate) use follower::{Follower, follow_batches};
pub(crate) use gathering::{Gathering, Gone, Part};
pub(crate) use numbers::{Alarm, Numbers};
pub(crate) use reports::Reports;
