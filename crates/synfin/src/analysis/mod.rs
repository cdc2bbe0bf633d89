//! Counts and verdicts over a connection's segments: bytes, losses, times.

mod events;
mod traffic;

pub use events::{Event, Events};
pub use traffic::Traffic;
