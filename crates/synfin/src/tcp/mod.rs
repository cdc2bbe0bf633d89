//! The life of a TCP connection: two endpoints, their RFC 9293 states, and what each segment did.

mod closing;
mod connection;
mod endpoint;
mod facts;
mod inbox;
mod note;
mod numbers;
mod observation;
mod opening;
mod optional;
mod phase;
mod state;
mod steps;
mod summary;
mod teardown;
mod transition;

pub use closing::{CloseStyle, Closing, ResetReason};
pub use connection::Connection;
pub(crate) use connection::{Beginning, SynVerdict, Telling};
pub use note::{Note, ReuseRule};
pub use observation::{Brief, Notes, Observation, StateChanges};
pub use opening::{KnownBy, OpenStyle, Opening};
pub use phase::{HandshakeStep, Phase, TeardownStep};
pub use state::TcpState;
pub use transition::{Reason, StateChange, Transition};
