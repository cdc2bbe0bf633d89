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

/// Hardly a line is longer.
const USUAL: usize = 192;

/// Octets of the room of a line.
pub(crate) const SPAN: usize = ROOM + PIECE;

/// The room of a line.
pub(crate) type Room = [u8; SPAN];

/// Room that was not written to.
pub(crate) const NEW_ROOM: Room = [0; SPAN];

/// A line being written.
#[derive(Debug)]
pub(crate) struct Line<'r> {
    room: &'r mut Room,
    len: usize,
}

impl<'r> Line<'r> {
    /// An empty line.
    #[inline]
    pub(crate) const fn new(room: &'r mut Room) -> Self {
        Self { room, len: 0 }
    }

    /// Octets that were written.
    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// What was written.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.room.get(..self.len).unwrap_or(&[])
    }

    /// What was written from a place on, and whatever stands behind it: `N` octets, if there are so
    /// many.
    pub(crate) fn since<const N: usize>(&self, at: usize) -> Option<&[u8; N]> {
        self.room.get(at..)?.first_chunk()
    }

    /// Moves what was written to `out`, and begins anew.
    pub(crate) fn move_to(&mut self, out: &mut Vec<u8>) {
        self.copy_to(out);
        self.len = 0;
    }

    /// Appends what was written to `out`.
    #[inline(always)]
    pub(crate) fn copy_to(&self, out: &mut Vec<u8>) {
        // Here too a fixed number of octets costs less than the right one.
        let most = self.room.first_chunk::<USUAL>();
        if self.len <= USUAL
            && let Some(octets) = most
        {
            out.extend_from_slice(octets);
            out.truncate(out.len() - (USUAL - self.len));
        } else {
            out.extend_from_slice(self.as_bytes());
        }
    }

    /// Appends the first `len` octets of a piece. The others are written too, and overwritten by
    /// what comes next: copying a fixed number of octets costs less than copying the right one.
    #[inline(always)]
    pub(crate) fn piece<const N: usize>(&mut self, text: &[u8; N], len: usize) {
        const { assert!(N <= PIECE) };
        debug_assert!(self.len < ROOM);
        // Masked, so that the compiler knows that there is room and checks nothing.
        let at = self.len & (ROOM - 1);
        if let Some(place) = self.room.get_mut(at..at + N) {
            place.copy_from_slice(text);
        }
        self.len = at.wrapping_add(len);
    }

    #[inline(always)]
    pub(crate) fn digits(&mut self, digits: Digits) {
        self.piece(&digits.word.to_le_bytes(), digits.count);
    }

    /// The same of no more than four octets.
    #[inline(always)]
    fn few_digits(&mut self, digits: Digits) {
        let [a, b, c, d, ..] = digits.word.to_le_bytes();
        self.piece(&[a, b, c, d], digits.count);
    }

    /// Has `write` append. What is not written in line is better called so: then the compiler need
    /// not keep this line's own fields in memory.
    #[inline(always)]
    pub(crate) fn apart<T>(&mut self, write: impl FnOnce(&mut Line<'_>) -> T) -> T {
        let mut line = Line {
            room: &mut *self.room,
            len: self.len,
        };
        let told = write(&mut line);
        self.len = line.len;
        told
    }

    /// Appends a literal.
    #[inline(always)]
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
    #[inline(always)]
    pub(crate) fn number(&mut self, number: u32) {
        if number < Digits::SIX {
            self.six_or_fewer(number);
        } else {
            self.apart(|line| line.long_number(number));
        }
    }

    /// Appends a decimal number below a million.
    #[inline(always)]
    fn six_or_fewer(&mut self, number: u32) {
        // Two pieces are written sooner than put together.
        if number < 1000 {
            self.few_digits(Digits::of_three(number));
        } else {
            self.few_digits(Digits::of_three(number / 1000));
            self.few_digits(Digits::three(number % 1000));
        }
    }

    /// Appends a decimal number of more than six digits.
    #[inline(never)]
    fn long_number(&mut self, number: u32) {
        self.six_or_fewer(number / 1_000_000);
        self.six_digits([number / 1000 % 1000, number % 1000]);
    }

    /// Appends a decimal number of sixteen bits.
    #[inline(always)]
    pub(crate) fn short_number(&mut self, number: u16) {
        self.six_or_fewer(number.into());
    }

    /// Appends an IPv4 socket: the address and the port, a dot between them.
    #[inline(always)]
    pub(crate) fn ipv4_socket(&mut self, address: u32, port: u16) {
        let [a, b, c, d] = address.to_be_bytes();
        for octet in [a, b, c, d] {
            self.few_digits(Digits::of_octet(octet));
        }
        self.short_number(port);
    }

    /// Appends a number below a million with all its six digits, of which the first three and the
    /// other three are given.
    #[inline(always)]
    pub(crate) fn six_digits(&mut self, thousands: [u32; 2]) {
        self.digits(Digits::six(thousands));
    }

    /// Appends a number below a million with all its six digits, and a space.
    #[inline(always)]
    pub(crate) fn six_digits_and_space(&mut self, number: u32) {
        self.digits(Digits::six_and_space(number));
    }

    /// Appends a number below a billion with all its nine digits, and a space.
    #[inline]
    pub(crate) fn nine_digits_and_space(&mut self, number: u32) {
        self.number(number / PER_WORD);
        let last = Digits::last(number % PER_WORD, 8);
        self.digits(last);
        self.lit(b" ");
    }
}
