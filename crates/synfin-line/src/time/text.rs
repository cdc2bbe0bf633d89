//! The text of a time stamp that was worked out.

use super::calendar::Date;
use crate::line::Line;
use crate::writer::Text;
use crate::{Precision, TimeStyle};
use synfin::Timestamp;

/// What a time stamp is to show: worked out in the order of capture, written at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Seconds in the style's own count: of local time, of the epoch, or of a difference.
    pub(super) seconds: i64,
    /// The fraction in the unit that is printed, as 32 bits without sign.
    pub(super) fraction: u32,
    /// What stands before a difference.
    pub(super) sign: Sign,
    /// Is it before 1970? Then no number is shown.
    pub(super) overflows: bool,
    /// The second since 1970 if others in it differ in their microseconds only, and nothing need be
    /// [kept](super::Clock::keep) of them.
    pub(super) usual: Option<i64>,
}

/// What stands before the seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing: it is a time, not a difference.
    None,
    /// A space: later than what it is counted from.
    Later,
    /// A minus: earlier.
    Earlier,
}

/// Writes time stamps.
#[derive(Clone, Debug)]
pub(crate) struct StampWriter {
    style: TimeStyle,
    precision: Precision,
    /// The seconds that were written last, and their text with the dot behind them.
    last: (Option<i64>, [u8; SECONDS], usize),
    /// The second since 1970 that this is the text of, if it is a [usual](Stamp::usual) one.
    usual: Option<i64>,
}

/// Octets of the longest text of seconds: a date of the year 292 billion, and the time of day.
const SECONDS: usize = 32;

/// What stands in place of a time before 1970.
const OVERFLOW: &[u8; 21] = b"[timestamp overflow] ";

impl StampWriter {
    /// A writer that has written nothing.
    pub(crate) const fn new(style: TimeStyle, precision: Precision) -> Self {
        Self {
            style,
            precision,
            last: (None, [0; SECONDS], 0),
            usual: None,
        }
    }

    /// Appends a time stamp and the space behind it.
    #[inline]
    pub(crate) fn append(&mut self, line: &mut Line<'_>, stamp: Stamp) {
        if self.style == TimeStyle::None {
            return;
        }
        match stamp.sign {
            Sign::None => {}
            Sign::Later => line.lit(b" "),
            Sign::Earlier => line.lit(b"-"),
        }
        if stamp.overflows {
            line.lit(OVERFLOW);
        } else {
            if self.last.0 != Some(stamp.seconds) {
                self.write_seconds(stamp.seconds);
            }
            self.usual = stamp.usual;
            let (_, text, len) = &self.last;
            line.piece(text, *len);
            self.append_fraction(line, stamp.fraction);
        }
    }

    /// Appends the time stamp of a packet that was captured in the second of the last one, if nothing
    /// of it is odd, without the space behind it; else `None`, and nothing has happened.
    #[inline(always)]
    pub(crate) fn append_within(&self, line: &mut Line<'_>, time: Timestamp) -> Option<()> {
        let nanos = time.subsec_nanos();
        if self.usual != Some(time.seconds()) || nanos >= 1_000_000_000 {
            return None;
        }
        let nanos = u32::try_from(nanos).unwrap_or(0);
        let (_, text, len) = &self.last;
        line.piece(text, *len);
        line.six_digits([nanos / 1_000_000, nanos % 1_000_000 / 1000]);
        Some(())
    }

    /// Forgets which second was written last, because it may be another one in other places.
    pub(crate) const fn forget(&mut self) {
        self.usual = None;
    }

    /// Appends the fraction of a second and a space; more than a second's worth is marked.
    #[inline]
    fn append_fraction(&self, line: &mut Line<'_>, fraction: u32) {
        match self.precision {
            Precision::Micro if fraction < 1_000_000 => line.six_digits_and_space(fraction),
            Precision::Nano if fraction < 1_000_000_000 => line.nine_digits_and_space(fraction),
            Precision::Micro => {
                line.number(fraction);
                line.lit(b" (invalid us) ");
            }
            Precision::Nano => {
                line.number(fraction);
                line.lit(b" (invalid ns) ");
            }
        }
    }

    /// Writes the text of seconds, for this time stamp and those of the same second.
    #[cold]
    fn write_seconds(&mut self, seconds: i64) {
        let mut text = Vec::with_capacity(SECONDS);
        match self.style {
            TimeStyle::None => {}
            TimeStyle::Epoch => text.dec(seconds.unsigned_abs()),
            TimeStyle::TimeOfDay | TimeStyle::SincePrevious | TimeStyle::SinceFirst => {
                append_time_of_day(&mut text, seconds);
            }
            TimeStyle::DateTime => {
                append_date(&mut text, seconds);
                append_time_of_day(&mut text, seconds);
            }
        }
        text.text(".");
        let (last, place, len) = &mut self.last;
        (*last, *len) = (Some(seconds), text.len());
        text.resize(SECONDS, 0);
        place.copy_from_slice(text.get(..SECONDS).unwrap_or(&[0; SECONDS]));
    }
}

/// Appends `HH:MM:SS` of a count of seconds whose days begin at multiples of 86400.
fn append_time_of_day(out: &mut Vec<u8>, seconds: i64) {
    let second = seconds.rem_euclid(86_400).unsigned_abs();
    out.dec_zeros(second / 3600, 2);
    for part in [second / 60 % 60, second % 60] {
        out.text(":");
        out.dec_zeros(part, 2);
    }
}

/// Appends `YYYY-MM-DD ` of a local time.
fn append_date(out: &mut Vec<u8>, local_seconds: i64) {
    let date = Date::from_days(local_seconds.div_euclid(86_400));
    out.dec(date.year.unsigned_abs());
    for part in [date.month, date.day] {
        out.text("-");
        out.dec_zeros(part, 2);
    }
    out.text(" ");
}
