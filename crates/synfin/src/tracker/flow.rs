//! What the tracker knows of one flow.
//!
//! Duty: hold the current connection, and hand it out. Invariant: there is one from the flow's
//! first segment on until it is handed out. Absence: which connection a segment belongs to.

use super::TrackerOptions;
use super::asleep::Asleep;
use super::bound::Worth;
use super::held::Held;
use super::waiting::{Pool, Reader, Waiting};
use crate::flow::{CompactKey, Ipv4Pair, Probe};
use crate::tcp::{Closing, Opening};
use crate::{Connection, FlowKey, Segment, Timestamp};

/// What is going on between two sockets.
// In this order: what a segment needs that is calm, or may wait, is one line of memory; the rest is
// another.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(super) struct Flow {
    /// The sockets; `None` where a flow was taken out of the table.
    key: Option<CompactKey>,
    /// The current connection, unless it was handed out.
    pub(super) current: Option<Box<Connection>>,
    /// The current connection's number.
    pub(super) id: u64,
    /// The latest time of the current connection's segments as far as it was noted, in nanoseconds.
    pub(super) latest: i64,
    /// Segments of the current connection that it has not observed; perhaps all of them.
    pub(super) waiting: Waiting,
    /// May the current connection be over, once it has observed what waits?
    pub(super) may_be_over: bool,
    /// Is it among those that may be ending?
    pub(super) is_listed: bool,
    /// The current connection in less room.
    pub(super) asleep: Option<Asleep>,
    /// A SYN inside the current connection, until it is known what it was. Meanwhile the connection is
    /// not calm, and nothing waits.
    held: Option<Box<Held>>,
    /// How many connections there were, the current one included.
    pub(super) incarnations: u32,
}

impl Flow {
    /// A flow that had so many connections before.
    pub(super) fn new(probe: &Probe, incarnations: u32) -> Self {
        Self {
            key: Some(probe.keep()),
            incarnations,
            ..Self::default()
        }
    }

    /// Is it the flow between these IPv4 sockets?
    #[inline]
    pub(super) fn is_ipv4(&self, pair: Ipv4Pair) -> bool {
        self.key.as_ref().is_some_and(|key| key.is_ipv4(pair))
    }

    /// Is it the flow that is looked for?
    pub(super) fn is(&self, probe: &Probe) -> bool {
        self.key.as_ref().is_some_and(|key| key.is(probe))
    }

    /// Something happens to the current connection: it has to be there, and to have observed what
    /// waits.
    pub(super) fn wake(&mut self, options: &TrackerOptions, pool: &mut Pool) {
        if let Some(asleep) = self.asleep.take() {
            let numbers = (self.id, self.incarnations);
            self.current = asleep.wake(numbers, options.time_wait);
        }
        if !self.waiting.is_empty() {
            self.settle(options.time_wait, pool);
        }
    }

    /// The current connection observes what waits.
    #[inline(never)]
    fn settle(&mut self, time_wait: i64, pool: &mut Pool) {
        let Some(key) = self.key.as_ref().map(CompactKey::key) else {
            return;
        };
        if let Some(current) = &self.current {
            current.prefetch(false);
        }
        let waiting = pool.gather(&self.waiting);
        let (mut reader, mut behind) = (waiting.reader(), waiting.reader());
        if self.current.is_none()
            && let Some(opened) = self.opened(&key, &mut behind)
        {
            (self.current, reader) = (Some(opened), behind);
        }
        let (id, incarnation) = (self.id, self.incarnations);
        let mut follow = |_: &mut Reader<'_>, segment: &Segment<'_>, sender| {
            let new = || Box::new(Connection::new(id, incarnation, segment));
            let connection = self.current.get_or_insert_with(new);
            connection.follow(segment, sender, time_wait);
        };
        while reader.next(&key, &mut follow).is_some() {}
        pool.clear(&mut self.waiting);
    }

    /// The connection that the first three of these segments opened, if they did.
    #[inline(never)]
    fn opened(&self, key: &FlowKey, reader: &mut Reader<'_>) -> Option<Box<Connection>> {
        let numbers = (self.id, self.incarnations);
        let opened = reader.next(key, |reader, syn, client| {
            reader.next(key, |reader, answer, _| {
                reader.next(key, |_, ack, _| {
                    Connection::opened(numbers, [syn, answer, ack], client)
                })
            })
        });
        opened.flatten().flatten().flatten()
    }

    /// Keeps the current connection in less room, if `segment` is all that there is of it, and it is
    /// a SYN.
    pub(super) fn keep_as_syn(&mut self, segment: &Segment<'_>) {
        if self.held.is_none()
            && self.current.is_some()
            && let Some(asleep) = Asleep::of_syn(segment)
        {
            (self.current, self.asleep) = (None, Some(asleep));
        }
    }

    /// Keeps the current connection in less room, unless more hangs on it.
    pub(super) fn fall_asleep(&mut self) {
        if self.held.is_none()
            && self.waiting.is_empty()
            && let Some(current) = self.current.take()
        {
            self.asleep = Some(Asleep::packed(&current, worth_of(&current)));
        }
    }

    /// Asks for what its next segment needs, which is `plain` or not.
    #[inline(always)]
    pub(super) fn prefetch(&self, plain: bool, pool: &Pool) {
        if self.waiting.is_empty() || self.waiting.is_full() {
            self.prefetch_all(plain, pool);
        } else {
            // Its next segment waits too, most likely.
            pool.prefetch_next(&self.waiting);
        }
    }

    /// Asks for all that there is of the current connection; the least of it if its next segment is
    /// `plain`.
    #[inline]
    pub(super) fn prefetch_all(&self, plain: bool, pool: &Pool) {
        if !self.waiting.is_empty() {
            pool.prefetch_all(&self.waiting);
        }
        if let Some(current) = &self.current {
            current.prefetch(plain);
        } else if let Some(asleep) = &self.asleep {
            asleep.prefetch();
        }
    }

    /// Is it awake, and did nothing of it come since the first of these packets? The second one
    /// counts where all of it only waits, which has to take more room than if it slept.
    pub(super) fn is_silent_since(&self, packet: u64, waiting: u64) -> bool {
        let last = self.waiting.last_packet();
        match &self.current {
            Some(current) => last.unwrap_or_else(|| current.last_packet()) < packet,
            None => self.waiting.is_long() && last.is_some_and(|last| last < waiting),
        }
    }

    /// The sockets.
    pub(super) fn key(&self) -> Option<FlowKey> {
        self.key.as_ref().map(CompactKey::key)
    }

    /// Is it the same socket at both ends?
    #[inline]
    pub(super) fn is_one_socket(&self) -> bool {
        self.key.as_ref().is_some_and(CompactKey::is_one_socket)
    }

    /// The current connection's number, and how useful it is to keep it; nothing of it waits.
    pub(super) fn worth(&self) -> Option<(u64, Worth)> {
        if let Some(asleep) = &self.asleep {
            return Some((self.id, asleep.worth()?));
        }
        Some((self.id, worth_of(self.current.as_ref()?)))
    }

    /// The current connection leaves the table, to bound memory.
    pub(super) fn evict(
        &mut self,
        now: Timestamp,
        options: &TrackerOptions,
        pool: &mut Pool,
    ) -> Option<Box<Connection>> {
        self.wake(options, pool);
        self.current.as_mut()?.evict();
        self.end(now, options, pool)
    }

    /// How many connections there were, the current one included.
    pub(super) const fn incarnations(&self) -> u32 {
        self.incarnations
    }

    /// The current connection, if it may take the short way.
    #[inline]
    pub(super) fn calm(&mut self) -> Option<&mut Connection> {
        let free = self.waiting.is_empty();
        self.current.as_deref_mut().filter(|_| free)
    }

    /// Is there a connection, and is nothing left of it but, perhaps, TIME-WAIT? Nothing of it
    /// waits.
    pub(super) fn is_over(&self) -> bool {
        let current = self.current.as_ref().map(|current| current.is_over());
        let over = current.or_else(|| self.asleep.as_ref().map(|asleep| asleep.is_over()));
        self.held.is_none() && over == Some(true)
    }

    /// The latest time of the current connection's packets, in nanoseconds.
    pub(super) fn latest_time(&self) -> Option<i64> {
        let current = self.current.as_ref().map(|current| current.latest_time());
        let observed = current.or_else(|| self.asleep.as_ref()?.latest_time());
        if self.waiting.is_empty() {
            return observed;
        }
        // It was noted of each segment that waits.
        observed.max(Some(self.latest))
    }

    /// Holds a SYN until it is known what it was.
    pub(super) fn hold(&mut self, held: Box<Held>) {
        if let Some(current) = &mut self.current {
            current.unsettle();
        }
        self.held = Some(held);
    }

    /// The SYN that was held, which it is no longer.
    pub(super) const fn take_held(&mut self) -> Option<Box<Held>> {
        self.held.take()
    }

    /// Is there none?
    #[inline]
    pub(super) const fn holds_none(&self) -> bool {
        self.held.is_none()
    }

    /// The packet of the SYN that still waits for its answer.
    pub(super) fn held_packet(&self) -> Option<u64> {
        Some(self.held.as_ref()?.packet())
    }

    /// Ends the current connection; the capture goes on until `now`.
    pub(super) fn end(
        &mut self,
        now: Timestamp,
        options: &TrackerOptions,
        pool: &mut Pool,
    ) -> Option<Box<Connection>> {
        self.wake(options, pool);
        let mut connection = self.current.take()?;
        options.end(&mut connection, now);
        Some(connection)
    }

    /// Has it a connection that was not handed out?
    pub(super) const fn has_connection(&self) -> bool {
        self.current.is_some() || self.asleep.is_some() || !self.waiting.is_empty()
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
