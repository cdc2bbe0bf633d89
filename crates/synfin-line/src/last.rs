//! What is known of a direction and of the last line in it.
//!
//! Duty: copy what the next line has in common with it, and write the rest. Invariant: a text is
//! that of the value beside it, whatever the direction; so no text need ever be forgotten. Absence:
//! sockets.

use crate::common_shape::{Places, options};
use crate::line::Line;
use crate::line::digits::Digits;
use crate::payload::Concern;
use synfin::SeqNumber;

/// What is known of a direction, with what its last line said.
#[derive(Clone, Debug)]
pub(crate) struct Last {
    /// What the sender's sequence numbers count from, and the acknowledgments of the receiver's.
    pub(crate) bases: [SeqNumber; 2],
    /// What may follow `, length N`, if there is a payload.
    pub(crate) concern: Concern,
    /// The sequence number behind the payload: mostly the one that the next payload begins with.
    pub(crate) end: Number,
    pub(crate) ack: Number,
    pub(crate) window: Window,
}

/// A number and its text.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    value: u32,
    len: u8,
    text: [u8; NUMBER],
}

/// What stands from the window to the payload's length, where there are no options, or timestamps
/// alone.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// What it is the text of.
    said: Said,
    len: u8,
    text: [u8; WINDOW],
}

/// A window and options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    /// The window, and how many options there are, as they stand in the header.
    layout: [u8; 4],
    /// Both time stamps as they stand there; zeros if there are no options.
    stamps: [u8; 8],
}

/// Octets of the text of a number, with room.
const NUMBER: usize = 16;

/// Octets of the longest text from the window on, with room.
const WINDOW: usize = 80;

impl Last {
    /// Of a direction in which no line went yet.
    pub(crate) const fn new(bases: [SeqNumber; 2], concern: Concern) -> Self {
        Self {
            bases,
            concern,
            end: Number::ZERO,
            ack: Number::ZERO,
            window: Window::NONE,
        }
    }
}

impl Number {
    const ZERO: Self = Self {
        value: 0,
        len: 1,
        text: [b'0'; NUMBER],
    };

    /// Appends a number, which may be the same, and remembers it.
    #[inline(always)]
    pub(crate) fn append(&mut self, line: &mut Line<'_>, value: u32) {
        if self.value == value {
            line.piece(&self.text, self.len.into());
        } else {
            self.append_other(line, value);
        }
    }

    /// Appends a number, which may be the same, and does not remember it.
    #[inline(always)]
    pub(crate) fn append_once(&self, line: &mut Line<'_>, value: u32) {
        if self.value == value {
            line.piece(&self.text, self.len.into());
        } else {
            line.number(value);
        }
    }

    /// Appends a number, which most likely is another one, and remembers it.
    #[inline(always)]
    pub(crate) fn append_other(&mut self, line: &mut Line<'_>, value: u32) {
        if value < Digits::SIX {
            let digits = Digits::of_six(value);
            line.digits(digits);
            if let Some(place) = self.text.first_chunk_mut() {
                *place = digits.word.to_le_bytes();
            }
            let [len, ..] = digits.count.to_le_bytes();
            (self.value, self.len) = (value, len);
        } else {
            line.apart(|line| self.append_long(line, value));
        }
    }

    #[inline(never)]
    fn append_long(&mut self, line: &mut Line<'_>, value: u32) {
        let from = line.len();
        line.number(value);
        if let (Some(text), Ok(len)) = (line.since(from), u8::try_from(line.len() - from)) {
            (self.value, self.len, self.text) = (value, len, *text);
        }
    }
}

impl Window {
    /// Nothing was said yet: there is no such window, for no header is as long.
    const NONE: Self = Self {
        said: Said {
            layout: [0xff; 4],
            stamps: [0; 8],
        },
        len: 0,
        text: [0; WINDOW],
    };

    /// Appends all from the window to the payload's length; `None`, and nothing of use, if the
    /// options are not well-known.
    #[inline(always)]
    pub(crate) fn append(
        &mut self,
        line: &mut Line<'_>,
        segment: &Places<'_>,
        sack_base: u32,
    ) -> Option<()> {
        let stamps = match options::stamps(segment.options()) {
            Some(stamps) => *stamps,
            None if segment.options().is_empty() => [0; 8],
            None => {
                let segment = *segment;
                return line.apart(|line| append_any(line, segment, sack_base));
            }
        };
        let said = Said {
            layout: segment.layout(),
            stamps,
        };
        if self.said == said {
            line.piece(&self.text, self.len.into());
        } else {
            // A copy, so that what is read of the segment need not be in memory for most.
            let segment = *segment;
            line.apart(|line| self.append_other(line, segment, said));
        }
        Some(())
    }

    /// Appends something else, and remembers it.
    #[inline(never)]
    fn append_other(&mut self, line: &mut Line<'_>, segment: Places<'_>, said: Said) {
        let from = line.len();
        append(line, &segment, 0);
        if let (Some(text), Ok(len)) = (line.since(from), u8::try_from(line.len() - from)) {
            (self.said, self.len, self.text) = (said, len, *text);
        }
    }
}

/// The same of options that are not remembered.
#[inline(never)]
fn append_any(line: &mut Line<'_>, segment: Places<'_>, sack_base: u32) -> Option<()> {
    options::are_common(segment.options()).then(|| append(line, &segment, sack_base))
}

fn append(line: &mut Line<'_>, segment: &Places<'_>, sack_base: u32) {
    line.lit(b", win ");
    line.short_number(segment.window());
    options::append(line, segment.options(), sack_base);
}

#[cfg(test)]
mod tests {
    use super::Last;
    use crate::line::{Line, NEW_ROOM};
    use crate::payload::Concern;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Line<'_>)) -> String {
        let mut room = NEW_ROOM;
        let mut line = Line::new(&mut room);
        write(&mut line);
        String::from_utf8(line.as_bytes().to_vec()).unwrap()
    }

    proptest! {
        #[test]
        fn a_number_is_itself_whatever_was_remembered(
            numbers in prop::collection::vec(prop_oneof![0..3_u32, 0..2_000_000_u32, any::<u32>()], 0..9),
        ) {
            let Last { mut end, mut ack, .. } = Last::new([Default::default(); 2], Concern::Nothing);
            for number in numbers {
                let text = number.to_string();
                prop_assert_eq!(&written(|line| end.append_once(line, number)), &text);
                prop_assert_eq!(&written(|line| end.append_other(line, number)), &text);
                prop_assert_eq!(&written(|line| end.append(line, number)), &text);
                prop_assert_eq!(&written(|line| ack.append(line, number)), &text);
            }
        }
    }
}
