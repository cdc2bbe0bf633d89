//! gzip (RFC 1952): one member after the other.
//!
//! Invariant: what was unpacked before damage is handed out before the damage is told. Absence:
//! names and times in members' headers.

use super::Packed;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// The largest window that deflate has, as a power of two.
const WINDOW_BITS: u8 = 15;

/// The plain octets of all members.
pub(super) struct Members {
    packed: Packed,
    /// The member at hand; none between two.
    member: Option<Box<Decompress>>,
    /// What the next call has to tell.
    damage: Option<io::Error>,
}

impl Members {
    pub(super) const fn new(packed: Packed) -> Self {
        Self {
            packed,
            member: None,
            damage: None,
        }
    }

    /// Unpacks once; how much, or `None` behind the last member.
    fn unpack(&mut self, room: &mut [u8]) -> io::Result<Option<usize>> {
        let input = self.packed.fill_buf()?;
        let is_end = input.is_empty();
        if is_end && self.member.is_none() {
            return Ok(None);
        }
        let make = || Box::new(Decompress::new_gzip(WINDOW_BITS));
        let member = self.member.get_or_insert_with(make);
        let (consumed, made) = (member.total_in(), member.total_out());
        let result = member.decompress(input, room, FlushDecompress::None);
        // Both are counted where the result is an error, too, and never beyond the buffers.
        let consumed = usize::try_from(member.total_in() - consumed).unwrap_or(usize::MAX);
        let made = usize::try_from(member.total_out() - made).unwrap_or(usize::MAX);
        self.packed.consume(consumed);
        match result {
            Ok(Status::StreamEnd) => self.member = None,
            Ok(_) if made == 0 && is_end => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) if made == 0 && consumed == 0 => return Err(damaged()),
            Ok(_) => {}
            Err(_) if made == 0 => return Err(damaged()),
            Err(_) => self.damage = Some(damaged()),
        }
        Ok(Some(made))
    }
}

impl Read for Members {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if let Some(damage) = self.damage.take() {
            return Err(damage);
        }
        if room.is_empty() {
            return Ok(0);
        }
        loop {
            match self.unpack(room)? {
                None => return Ok(0),
                Some(0) => {}
                Some(made) => return Ok(made),
            }
        }
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "damaged gzip data")
}
