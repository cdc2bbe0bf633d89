//! Counts and verdicts over a connection's segments: bytes, losses, times.

mod community_id;
mod completeness;
mod detect;
mod duplicates;
mod events;
mod evidence;
mod handshake;
mod moment;
mod numbering;
mod octets;
mod opening;
mod plain;
mod rtt;
mod sent;
#[cfg(test)]
mod tests;
mod traffic;
mod trouble;
mod ways;
mod window;
mod zeek;

pub use community_id::{CommunityId, community_id};
pub use completeness::Completeness;
pub use events::{Event, Events, Rule};
pub use rtt::RttStats;
pub use sent::Sent;
pub use traffic::{Traffic, Verdict};
pub use trouble::Trouble;
