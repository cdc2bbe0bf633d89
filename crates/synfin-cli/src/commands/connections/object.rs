//! All facts of a connection as a JSON object.
//!
//! Duty: write members into a small piece of room, and append that to the row when it is full.
//! Invariant: the text is that of [`Value::write_json`], which still writes what is unusual.
//! Absence: no choice of facts.

#[cfg(test)]
mod tests;

use crate::facts::{FactName, FactSink, Value, Zeros};
use crate::writing::short::{self, Place, ROOM};
use crate::writing::{Append, json, parts_of_span, parts_of_time};
use std::net::IpAddr;

/// A JSON object that is being appended.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    /// What is not appended yet. It has a fixed size: so that there is room for the next member
    /// takes one comparison, and most members are a few words that are written there.
    room: [u8; PIECE],
    len: usize,
}

/// How many octets are appended at a time, about.
const PIECE: usize = 1024;

/// The longest text that is written there.
const LONGEST: usize = 120;

impl<'a> Object<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            room: [0; PIECE],
            len: 0,
        }
    }

    /// Ends the object and the line.
    pub(super) fn end(mut self) {
        self.append_octets(b"}\n");
        self.flush();
    }
}

impl FactSink for Object<'_> {
    // The kind of value is known wherever this is: its arm alone is left.
    #[inline(always)]
    fn take(&mut self, name: &'static FactName, value: Value) {
        match value {
            Value::Unknown => self.append_word(name, "null"),
            Value::Flag(true) => self.append_word(name, "true"),
            Value::Flag(false) => self.append_word(name, "false"),
            Value::Number(digit @ 0..10) | Value::Octets(digit @ 0..10) => {
                self.append_digit(name, digit);
            }
            Value::Number(number) | Value::Octets(number) => {
                if !self.append(name, |place| short::number(place, number)) {
                    self.append_unusual(name, |out| out.dec(number));
                }
            }
            Value::Millis(nanos) => {
                if !self.append(name, |place| json::short_millis(place, nanos)) {
                    self.append_unusual(name, |out| json::millis(out, nanos));
                }
            }
            Value::Seconds(nanos) => {
                if !self.append_parts(name, parts_of_span(nanos)) {
                    self.append_unusual(name, |out| json::quoted(out, |out| out.seconds(nanos)));
                }
            }
            Value::Time(time) => {
                if !self.append_parts(name, parts_of_time(time)) {
                    self.append_unusual(name, |out| json::quoted(out, |out| out.time(time)));
                }
            }
            Value::Word(word) => {
                if !self.append_quoted(name, |place| short::word(place, word)) {
                    self.append_text(name, word.as_bytes());
                }
            }
            Value::Address(IpAddr::V4(address)) => {
                self.append_quoted(name, |place| Some(short::ipv4(place, address)));
            }
            Value::Text(text) if text.is_plain() => self.append_text(name, text.as_bytes()),
            Value::Address(_) | Value::Text(_) | Value::Socket(_) => {
                self.append_unusual(name, |out| value.write_json(out));
            }
        }
    }

    #[inline(always)]
    fn take_counts<const COUNT: usize, const LEN: usize>(
        &mut self,
        zeros: &'static Zeros<COUNT, LEN>,
        counts: [u64; COUNT],
    ) -> bool {
        if counts.iter().fold(0, |all, count| all | count) > 9 {
            return false;
        }
        let (start, text) = self.room(LEN);
        text.copy_from_slice(&zeros.text);
        for (place, count) in zeros.places.iter().zip(counts) {
            let [digit, ..] = count.to_le_bytes();
            if let Some(zero) = text.get_mut(*place) {
                *zero = b'0' | digit;
            }
        }
        self.len = start + LEN;
        true
    }

    #[inline(always)]
    fn take_spans<const COUNT: usize>(
        &mut self,
        names: &'static [FactName; COUNT],
        nanos: u64,
    ) -> bool {
        let mut text = [0; ROOM];
        let Some(len) = json::short_millis(&mut text, nanos) else {
            return false;
        };
        for name in names {
            self.append(name, |place| {
                *place = text;
                Some(len)
            });
        }
        true
    }

    #[inline]
    fn begin_direction(&mut self, name: &'static FactName) {
        let (start, room) = self.room(name.octets().len());
        room.copy_from_slice(name.octets());
        self.len = start + name.text().len();
    }

    #[inline]
    fn end_direction(&mut self) {
        self.append_octets(b"}");
    }
}

impl Object<'_> {
    /// Appends a member whose value `write` writes, unless that is not short.
    #[inline(always)]
    fn append(
        &mut self,
        name: &'static FactName,
        write: impl FnOnce(&mut Place) -> Option<usize>,
    ) -> bool {
        let (start, room) = self.room_behind(name, ROOM);
        let Some(len) = room.first_chunk_mut().and_then(write) else {
            return false;
        };
        self.len = start + len;
        true
    }

    /// The same in quotes.
    #[inline(always)]
    fn append_quoted(
        &mut self,
        name: &'static FactName,
        write: impl FnOnce(&mut Place) -> Option<usize>,
    ) -> bool {
        let (start, room) = self.room_behind(name, ROOM + 2);
        let [quote, room @ ..] = room else {
            return false;
        };
        *quote = b'"';
        let Some(len) = room.first_chunk_mut().and_then(write) else {
            return false;
        };
        if let Some(quote) = room.get_mut(len) {
            *quote = b'"';
        }
        self.len = start + len + 2;
        true
    }

    /// Appends seconds and nanoseconds as seconds with nine decimals, in quotes.
    #[inline(always)]
    fn append_parts(&mut self, name: &'static FactName, parts: Option<(u64, u32)>) -> bool {
        let Some((seconds, nanos)) = parts else {
            return false;
        };
        let (start, room) = self.room_behind(name, 2 * ROOM + 2);
        let [quote, room @ ..] = room else {
            return false;
        };
        *quote = b'"';
        let place = room.first_chunk_mut();
        let Some(len) = place.and_then(|place| short::number(place, seconds)) else {
            return false;
        };
        let room = room.get_mut(len..).unwrap_or_default();
        if let Some(place) = room.first_chunk_mut() {
            short::decimals(place, nanos);
        }
        if let Some(quote) = room.get_mut(short::DECIMALS) {
            *quote = b'"';
        }
        self.len = start + len + short::DECIMALS + 2;
        true
    }

    /// Appends a member of text in quotes that needs no escaping.
    #[inline(always)]
    fn append_text(&mut self, name: &'static FactName, text: &[u8]) {
        let (start, room) = self.room_behind(name, LONGEST + 2);
        if let [quote, room @ ..] = room
            && let Some((place, [quote_behind, ..])) = room.split_at_mut_checked(text.len())
        {
            *quote = b'"';
            place.copy_from_slice(text);
            *quote_behind = b'"';
            self.len = start + text.len() + 2;
        } else {
            self.append_unusual(name, |out| json::plain(out, text));
        }
    }

    /// Appends a member that is a word of four or five letters.
    #[inline(always)]
    fn append_word(&mut self, name: &'static FactName, word: &'static str) {
        let (start, room) = self.room_behind(name, word.len());
        room.copy_from_slice(word.as_bytes());
        self.len = start + word.len();
    }

    /// Appends a member of one digit.
    #[inline(always)]
    fn append_digit(&mut self, name: &'static FactName, digit: u64) {
        let [digit, ..] = digit.to_le_bytes();
        let (start, room) = self.room_behind(name, 1);
        room.fill(b'0' | digit);
        self.len = start + 1;
    }

    /// Appends a member whose value `write` appends.
    #[cold]
    #[inline(never)]
    fn append_unusual(&mut self, name: &'static FactName, write: impl FnOnce(&mut Vec<u8>)) {
        self.flush();
        self.out.extend_from_slice(name.text());
        write(self.out);
    }

    /// Appends a piece of the object.
    fn append_octets(&mut self, octets: &[u8]) {
        let room = self.room.get_mut(self.len..).unwrap_or_default();
        match room.get_mut(..octets.len()) {
            Some(place) => {
                place.copy_from_slice(octets);
                self.len += octets.len();
            }
            None => {
                self.flush();
                self.out.extend_from_slice(octets);
            }
        }
    }

    /// Writes a name; gives the place behind it, and room of that size there. What is written there
    /// counts only once the length is set.
    #[inline(always)]
    fn room_behind(&mut self, name: &'static FactName, len: usize) -> (usize, &mut [u8]) {
        let name = name.text();
        let (start, room) = self.room(name.len() + len);
        let (place, behind) = room.split_at_mut_checked(name.len()).unwrap_or_default();
        place.copy_from_slice(name);
        (start + name.len(), behind)
    }

    /// Gives where the next piece stands, and room of that size there.
    #[inline(always)]
    fn room(&mut self, len: usize) -> (usize, &mut [u8]) {
        let mut start = self.len;
        if start > PIECE - len {
            self.flush();
            start = 0;
        }
        let room = self.room.get_mut(start..).unwrap_or_default();
        (start, room.get_mut(..len).unwrap_or_default())
    }

    #[inline(always)]
    fn flush(&mut self) {
        append_piece(self.out, self.room.get(..self.len).unwrap_or_default());
        self.len = 0;
    }
}

#[inline(never)]
fn append_piece(out: &mut Vec<u8>, piece: &[u8]) {
    out.extend_from_slice(piece);
}
