//! A line of bounded length, put together outside the output buffer.
//!
//! Duty: append text and numbers at fixed cost. Invariant: nothing is written outside the line's
//! own room; a line that is too long wraps round in it, which the bounds of what is written rule
//! out. Absence: no allocation, no format machinery.

pub mod digits;

use digits::{Digits, PER_WORD};

/// Where text may begin: the longest line written here has less than 450 octets (time stamp 60,
/// packet number 22, two IPv6 sockets 100, forty octets of options 160, all else 90).
const ROOM: usize = 512;

/// The longest piece that is written at once.
const PIECE: usize = 128;

/// The room of a line.
#[derive(Debug)]
pub(crate) struct Room([u8; ROOM + PIECE]);

/// A line being written.
#[derive(Debug)]
pub(crate) struct Line<'r> {
    room: &'r mut Room,
    len: usize,
}

impl Room {
    /// Room for any line.
    pub(crate) const fn new() -> Self {
        Self([0; ROOM + PIECE])
    }

    /// Writes the first `len` octets of a piece, and gives where the next one begins. The others
    /// are written too, and overwritten by what comes next: copying a fixed number of octets costs
    /// less than copying the right one.
    #[inline]
    fn piece<const N: usize>(&mut self, at: usize, text: &[u8; N], len: usize) -> usize {
        const { assert!(N <= PIECE) };
        debug_assert!(at < ROOM);
        // Masked, so that the compiler knows that there is room and checks nothing.
        let at = at & (ROOM - 1);
        if let Some(place) = self.0.get_mut(at..at + N) {
            place.copy_from_slice(text);
        }
        at.wrapping_add(len)
    }

    #[inline]
    fn digits(&mut self, at: usize, digits: Digits) -> usize {
        self.piece(at, &digits.word.to_le_bytes(), digits.count)
    }

    /// Writes a decimal number of more than one digit.
    #[inline(never)]
    fn number(&mut self, at: usize, number: u32) -> usize {
        if let Ok(short) = u16::try_from(number) {
            return self.digits(at, Digits::of_short(short));
        }
        if number < PER_WORD {
            return self.digits(at, Digits::of(number));
        }
        let at = self.digits(at, Digits::of(number / PER_WORD));
        self.digits(at, Digits::last(number % PER_WORD, 8))
    }
}

impl<'r> Line<'r> {
    /// An empty line.
    #[inline]
    pub(crate) const fn new(room: &'r mut Room) -> Self {
        Self { room, len: 0 }
    }

    /// What was written.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.room.0.get(..self.len).unwrap_or(&[])
    }

    /// Moves what was written to `out`, and begins anew.
    pub(crate) fn move_to(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
        self.len = 0;
    }

    /// Appends the first `len` octets of a piece.
    #[inline]
    pub(crate) fn piece<const N: usize>(&mut self, text: &[u8; N], len: usize) {
        self.len = self.room.piece(self.len, text, len);
    }

    /// Appends a literal.
    #[inline]
    pub(crate) fn lit<const N: usize>(&mut self, text: &[u8; N]) {
        self.piece(text, N);
    }

    /// Appends text of any length, octet by octet: for short ones.
    #[inline]
    pub(crate) fn short(&mut self, text: &[u8]) {
        for octet in text {
            self.lit(&[*octet]);
        }
    }

    /// Appends a decimal number.
    #[inline]
    pub(crate) fn number(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(digit @ 0..10) => self.lit(&[b'0' | digit]),
            _ => self.len = self.room.number(self.len, number),
        }
    }

    /// Appends a decimal number of sixteen bits.
    #[inline]
    pub(crate) fn short_number(&mut self, number: u16) {
        match u8::try_from(number) {
            Ok(digit @ 0..10) => self.lit(&[b'0' | digit]),
            _ => self.len = self.room.digits(self.len, Digits::of_short(number)),
        }
    }

    /// Appends an IPv4 socket: the address and the port, a dot between them.
    #[inline(always)]
    pub(crate) fn ipv4_socket(&mut self, address: u32, port: u16) {
        let [a, b, c, d] = address.to_be_bytes();
        for octets in [[a, b], [c, d]] {
            self.len = self.room.digits(self.len, Digits::of_octets(octets));
        }
        self.short_number(port);
    }

    /// Appends a number below a million with all its six digits, and a space.
    #[inline]
    pub(crate) fn six_digits_and_space(&mut self, number: u32) {
        self.len = self.room.digits(self.len, Digits::six_and_space(number));
    }

    /// Appends a number below a billion with all its nine digits, and a space.
    #[inline]
    pub(crate) fn nine_digits_and_space(&mut self, number: u32) {
        self.number(number / PER_WORD);
        let last = Digits::last(number % PER_WORD, 8);
        self.len = self.room.digits(self.len, last);
        self.lit(b" ");
    }
}
