//! Counts and verdicts over a connection's segments: bytes, losses, times.

mod detect;
mod events;
mod octets;
mod rtt;
mod sent;
mod traffic;
mod trouble;

pub use events::{Event, Events, Rule};
pub use rtt::RttStats;
pub use sent::Sent;
pub use traffic::{Traffic, Verdict};
pub use trouble::Trouble;
