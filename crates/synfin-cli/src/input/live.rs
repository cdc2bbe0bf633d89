//! Inputs that may keep their reader waiting: standard input, named pipes.
//!
//! Duty: read them on a thread of their own, so that a request to end is heeded while nothing
//! comes. Invariant: at most [`AHEAD`] pieces of [`PIECE`] octets are read ahead, and what has
//! come is handed on at once. Absence: nothing is printed here; who prints looks whether the next
//! packet is there already.

use crate::stop;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Octets asked for at once.
const PIECE: usize = 128 * 1024;

/// Pieces that wait to be taken.
const AHEAD: usize = 2;

/// An input that is read on a thread of its own.
pub(super) struct LiveInput {
    events: Receiver<Event>,
    piece: Vec<u8>,
    /// How much of the piece was handed on.
    taken: usize,
    ended: bool,
}

/// What the reading loop waits for.
enum Event {
    /// What was read; nothing at the end.
    Read(io::Result<Vec<u8>>),
    /// The end was asked for.
    Stop,
}

impl LiveInput {
    /// Begins to read.
    pub(super) fn new(source: impl Read + Send + 'static) -> Self {
        let (sender, events) = sync_channel(AHEAD);
        let stopper = sender.clone();
        // Where the queue is full nobody waits for an event.
        stop::on_request(move || drop(stopper.try_send(Event::Stop)));
        thread::spawn(move || read_all(source, &sender));
        Self {
            events,
            piece: Vec::new(),
            taken: 0,
            ended: false,
        }
    }
}

/// Sends everything that can be read, and then the end or the error.
fn read_all(mut source: impl Read, sender: &SyncSender<Event>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = match source.read(&mut piece) {
            Ok(count) => {
                piece.truncate(count);
                Ok(piece)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = read.as_ref().map_or(true, Vec::is_empty);
        if sender.send(Event::Read(read)).is_err() || is_last {
            return;
        }
    }
}

impl Read for LiveInput {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.piece.len() {
            if self.ended || stop::is_asked() {
                return Ok(0);
            }
            match self.events.recv() {
                Ok(Event::Read(Ok(piece))) => {
                    self.ended = piece.is_empty();
                    (self.piece, self.taken) = (piece, 0);
                }
                Ok(Event::Read(Err(error))) => {
                    self.ended = true;
                    return Err(error);
                }
                Ok(Event::Stop) => {}
                Err(_) => self.ended = true,
            }
        }
        let left = self.piece.get(self.taken..).unwrap_or_default();
        let count = left.len().min(room.len());
        if let (Some(room), Some(left)) = (room.get_mut(..count), left.get(..count)) {
            room.copy_from_slice(left);
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::LiveInput;
    use std::io::{self, Read};

    /// Fails behind three octets.
    struct Failing(usize);

    impl Read for Failing {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("gone"));
            }
            self.0 -= 1;
            room[0] = 7;
            Ok(1)
        }
    }

    #[test]
    fn everything_arrives_in_order_and_then_the_end() {
        let octets: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
        let mut live = LiveInput::new(io::Cursor::new(octets.clone()));
        let mut read = Vec::new();
        live.read_to_end(&mut read).unwrap();
        assert!(read == octets);
        assert_eq!(live.read(&mut [0; 4]).unwrap(), 0);
    }

    #[test]
    fn an_error_comes_behind_what_was_read() {
        let mut live = LiveInput::new(Failing(3));
        let mut read = Vec::new();
        assert_eq!(live.read_to_end(&mut read).unwrap_err().to_string(), "gone");
        assert_eq!(read, [7; 3]);
        assert_eq!(live.read(&mut [0; 4]).unwrap(), 0);
    }
}
