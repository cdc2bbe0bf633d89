//! The life of a TCP connection: two endpoints, their RFC 9293 states, and what each segment did.

mod connection;
mod observation;
mod state;

pub use connection::Connection;
pub use observation::{Note, Notes, Observation, Phase, StateChange, StateChanges};
pub use state::TcpState;
