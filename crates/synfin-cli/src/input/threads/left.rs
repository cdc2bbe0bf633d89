//! What is left at the end of the capture on its way from a worker to the reading thread.
//!
//! Duty: hand pieces over, a few at a time, and tell the worker when the reading thread waits, which can
//! then make rows itself. Invariant: they come in the order in which they were sent. Absence: what
//! is in them.

use super::remaining::{Piece, Remaining};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use synfin::Connection;

/// Pieces that wait for the reading thread at most.
const WAITING: usize = 2;

/// What comes of the connections that are open at the end of the capture.
enum Left<T> {
    /// More of them, in order.
    Piece(Piece<T>),
    /// All that began before the end; what follows began at the end.
    AllBegun,
}

/// Where a worker puts what is left.
pub(super) struct LeftIn<T> {
    pieces: SyncSender<Left<T>>,
    is_awaited: Arc<AtomicBool>,
}

/// Where the reading thread takes it.
pub(super) struct LeftOut<T> {
    pieces: Receiver<Left<T>>,
    is_awaited: Arc<AtomicBool>,
}

/// Both ends.
pub(super) fn left<T>() -> (LeftIn<T>, LeftOut<T>) {
    let (sender, receiver) = sync_channel(WAITING);
    let is_awaited = Arc::new(AtomicBool::new(false));
    let left_in = LeftIn {
        pieces: sender,
        is_awaited: Arc::clone(&is_awaited),
    };
    let left_out = LeftOut {
        pieces: receiver,
        is_awaited,
    };
    (left_in, left_out)
}

impl<T> LeftIn<T> {
    /// Sends all that can be had now; `None` if nobody takes it.
    pub(super) fn send_all<F>(&self, remaining: &mut Remaining<'_, F>) -> Option<()>
    where
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        let is_awaited = || self.is_awaited.load(Ordering::Relaxed);
        while let Some(piece) = remaining.next_piece(is_awaited) {
            self.pieces.send(Left::Piece(piece)).ok()?;
        }
        Some(())
    }

    /// All was sent that began before the end; `None` if nobody wants to know.
    pub(super) fn end_begun(&self) -> Option<()> {
        self.pieces.send(Left::AllBegun).ok()
    }
}

impl<T> LeftOut<T> {
    /// The next piece, up to the last one of what began before the end, and then of what is left.
    pub(super) fn next(&self) -> Option<Piece<T>> {
        let next = self.pieces.try_recv().or_else(|_| {
            self.is_awaited.store(true, Ordering::Relaxed);
            let next = self.pieces.recv();
            self.is_awaited.store(false, Ordering::Relaxed);
            next
        });
        match next {
            Ok(Left::Piece(piece)) => Some(piece),
            Ok(Left::AllBegun) | Err(_) => None,
        }
    }
}
