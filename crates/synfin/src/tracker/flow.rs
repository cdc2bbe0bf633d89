//! What the tracker knows of one flow.
//!
//! Duty: hold the current connection, and hand it out. Invariant: there is one from the flow's
//! first segment on until it is handed out. Absence: which connection a segment belongs to.

use super::TrackerOptions;
use super::asleep::Asleep;
use super::bound::Worth;
use super::held::Held;
use crate::flow::Probe;
use crate::tcp::{Closing, Opening};
use crate::{Connection, FlowKey, Segment, Timestamp};

/// What is going on between two sockets.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The current connection, unless it was handed out.
    pub(super) current: Option<Box<Connection>>,
    /// Or the same in less room.
    pub(super) asleep: Option<Asleep>,
    /// How many connections there were, the current one included.
    pub(super) incarnations: u32,
    /// A SYN inside the current connection, until it is known what it was.
    pub(super) held: Option<Box<Held>>,
}

/// A connection to be handed out.
#[derive(Debug)]
pub(super) enum Leaving {
    /// It was ended.
    Ended(Box<Connection>),
    /// It is still to be ended.
    Open(Box<Connection>),
    /// So is this.
    Asleep(Asleep),
}

impl Leaving {
    /// The connection's number.
    pub(super) fn id(&self) -> u64 {
        match self {
            Self::Ended(connection) | Self::Open(connection) => connection.id(),
            Self::Asleep(asleep) => asleep.id(),
        }
    }

    /// Was it removed to bound memory?
    pub(super) fn is_evicted(&self) -> bool {
        match self {
            Self::Ended(connection) => connection.is_evicted(),
            Self::Open(_) | Self::Asleep(_) => false,
        }
    }

    /// The connection, ended; the capture goes on until `now`.
    pub(super) fn connection(self, now: Timestamp, options: &TrackerOptions) -> Option<Connection> {
        let mut connection = match self {
            Self::Ended(connection) => return Some(*connection),
            Self::Open(connection) => connection,
            Self::Asleep(asleep) => asleep.wake(options.time_wait)?,
        };
        options.end(&mut connection, now);
        Some(*connection)
    }
}

impl Flow {
    /// A flow that had so many connections before.
    pub(super) fn after(incarnations: u32) -> Self {
        Self {
            incarnations,
            ..Self::default()
        }
    }

    /// Is it the flow that is looked for?
    #[inline]
    pub(super) fn is(&self, probe: &Probe) -> bool {
        match (&self.current, &self.asleep) {
            (Some(current), _) => current.is_of(probe),
            (None, Some(asleep)) => asleep.is(probe),
            (None, None) => false,
        }
    }

    /// Something happens to the current connection: it has to be there.
    pub(super) fn wake(&mut self, options: &TrackerOptions) {
        if let Some(asleep) = self.asleep.take() {
            self.current = asleep.wake(options.time_wait);
        }
    }

    /// Keeps the current connection in less room, if `segment` is all that there is of it, and it is
    /// a SYN.
    pub(super) fn keep_as_syn(&mut self, segment: &Segment<'_>) {
        if self.held.is_none()
            && let Some(current) = &self.current
            && let Some(asleep) = Asleep::of_syn(current, segment)
        {
            (self.current, self.asleep) = (None, Some(asleep));
        }
    }

    /// Keeps the current connection in less room, unless more hangs on it.
    pub(super) fn fall_asleep(&mut self) {
        if self.held.is_none()
            && let Some(current) = self.current.take()
        {
            self.asleep = Some(Asleep::packed(&current, worth_of(&current)));
        }
    }

    /// Is it awake, and did nothing of it come since the packet with this number?
    pub(super) fn is_silent_since(&self, packet: u64) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(|current| current.last_packet() < packet)
    }

    /// The current connection's flow.
    pub(super) fn key(&self) -> Option<FlowKey> {
        let current = self.current.as_ref().map(|current| current.key());
        current.or_else(|| self.asleep.as_ref()?.key())
    }

    /// The current connection's number, and how useful it is to keep it.
    pub(super) fn worth(&self) -> Option<(u64, Worth)> {
        if let Some(asleep) = &self.asleep {
            return Some((asleep.id(), asleep.worth()?));
        }
        let current = self.current.as_ref()?;
        Some((current.id(), worth_of(current)))
    }

    /// The current connection leaves the table, to bound memory.
    pub(super) fn evict(&mut self, now: Timestamp, options: &TrackerOptions) -> Option<Leaving> {
        self.wake(options);
        self.current.as_mut()?.evict();
        self.end(now, options)
    }

    /// How many connections there were, the current one included.
    pub(super) const fn incarnations(&self) -> u32 {
        self.incarnations
    }

    /// The current connection, if it may take the short way.
    #[inline]
    pub(super) fn calm(&mut self) -> Option<&mut Connection> {
        self.current.as_deref_mut().filter(|_| self.held.is_none())
    }

    /// Is there a connection, and is nothing left of it but, perhaps, TIME-WAIT?
    pub(super) fn is_over(&self) -> bool {
        let current = self.current.as_ref().map(|current| current.is_over());
        let over = current.or_else(|| self.asleep.as_ref().map(|asleep| asleep.is_over()));
        self.held.is_none() && over == Some(true)
    }

    /// The latest time of the current connection's packets, in nanoseconds.
    pub(super) fn latest_time(&self) -> Option<i64> {
        let current = self.current.as_ref().map(|current| current.latest_time());
        current.or_else(|| self.asleep.as_ref()?.latest_time())
    }

    /// The packet of the SYN that still waits for its answer.
    pub(super) fn held_packet(&self) -> Option<u64> {
        Some(self.held.as_ref()?.packet())
    }

    /// Ends the current connection; the capture goes on until `now`.
    pub(super) fn end(&mut self, now: Timestamp, options: &TrackerOptions) -> Option<Leaving> {
        self.wake(options);
        let mut connection = self.current.take()?;
        options.end(&mut connection, now);
        Some(Leaving::Ended(connection))
    }

    /// The current connection, not yet ended.
    pub(super) fn leave(&mut self) -> Option<Leaving> {
        let open = self.current.take().map(Leaving::Open);
        open.or_else(|| self.asleep.take().map(Leaving::Asleep))
    }
}

/// How useful it is to keep a connection.
fn worth_of(connection: &Connection) -> Worth {
    if connection.opening() == Opening::Unanswered {
        Worth::Unanswered(connection.first_packet())
    } else if connection.closing() != Closing::Open || connection.is_over() {
        Worth::Closing(connection.last_packet())
    } else {
        Worth::Open(connection.last_packet())
    }
}
