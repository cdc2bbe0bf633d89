//! How long connections live, and how many of them at once.

use super::bound::Bound;
use crate::{Connection, Timestamp};
use std::num::{NonZeroU32, NonZeroUsize};

/// How long connections live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackerOptions {
    /// How long TIME-WAIT lasts, in nanoseconds: 2 MSL, by RFC 9293, 3.4.2, four minutes. Linux
    /// takes one minute.
    pub time_wait: i64,
    /// After how many nanoseconds without a packet a connection ends; by default never, however
    /// long it is silent.
    pub idle: Option<i64>,
    /// How many connections are followed at once, at most; `None` for as many as there are. When
    /// there is no room for another one, the one that is least useful to keep is removed: an
    /// unanswered SYN, the oldest first; else a connection that is over or closing; else the one
    /// that was silent for longest. Its record [says so], and what still
    /// comes of it counts as another connection.
    ///
    /// From 65,536 on the bound is kept for each of sixteen [shards](crate::FlowKey::shard) of the flows
    /// by itself, so that trackers that share a capture by these remove what one would.
    ///
    /// [says so]: crate::tcp::CloseStyle::Evicted
    pub max_connections: Option<NonZeroUsize>,
    /// How many trackers share the capture by shards of the flows; 1 where this one takes all.
    /// From how many flows on a tracker takes the trouble to keep them in less room depends on it,
    /// and nothing else.
    pub trackers: NonZeroU32,
}

impl Default for TrackerOptions {
    fn default() -> Self {
        Self {
            time_wait: 240_000_000_000,
            idle: None,
            max_connections: None,
            trackers: NonZeroU32::MIN,
        }
    }
}

impl TrackerOptions {
    /// May several trackers share a capture by sixteenths of the flows, and remove what one would?
    #[must_use]
    pub fn can_be_shared(&self) -> bool {
        self.max_connections.is_none_or(Bound::has_parts)
    }

    /// Ends a connection; the capture goes on until `now`.
    pub(super) fn end(&self, connection: &mut Connection, now: Timestamp) {
        if let Some(idle) = self.idle
            && now.as_nanos().saturating_sub(connection.latest_time()) > idle
        {
            connection.end_idle(idle);
        }
        connection.finish(now, self.time_wait);
    }
}
