//! Time stamps: tcpdump's `-t` family.
//!
//! Duty: print when a packet was captured, in the form asked for. Invariant: odd values of a
//! damaged file print as tcpdump has them, never as something plausible. Absence: no clock and no
//! environment; the offset of local time is the caller's, through [`UtcOffset`].

mod calendar;

use crate::writer::Text;
use crate::{Precision, TimeStyle};
use calendar::Date;
use std::fmt;
use synfin::Timestamp;
use synfin::capture::FileFormat;

/// How far local time is from UTC.
pub trait UtcOffset {
    /// Seconds that local time is ahead of UTC at a point in time, given in seconds since
    /// 1970-01-01 UTC; negative west of Greenwich. It is asked once per quarter of an hour of
    /// capture time and must not change within one.
    fn seconds_east(&self, unix_seconds: i64) -> i32;
}

/// Universal time: no offset, ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct Utc;

impl UtcOffset for Utc {
    fn seconds_east(&self, _unix_seconds: i64) -> i32 {
        0
    }
}

/// A point in time as tcpdump holds it: the fraction in the unit that is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    seconds: i64,
    fraction: i64,
}

/// Prints time stamps, one packet after the other.
pub(crate) struct Clock {
    style: TimeStyle,
    precision: Precision,
    zone: Box<dyn UtcOffset + Send>,
    /// The quarter of an hour since 1970 whose offset is known, and the offset.
    offset: Option<(i64, i32)>,
    /// The second of a day that was printed last, and its text.
    last_second: (u64, [u8; 8]),
    /// What differences are printed against; a point of 0 counts as none, as in tcpdump.
    reference: Instant,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock")
            .field("style", &self.style)
            .field("precision", &self.precision)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

impl Clock {
    /// A clock that has seen no packet.
    pub(crate) fn new(
        style: TimeStyle,
        precision: Precision,
        zone: Box<dyn UtcOffset + Send>,
    ) -> Self {
        Self {
            style,
            precision,
            zone,
            offset: None,
            last_second: (0, *b"00:00:00"),
            reference: Instant::default(),
        }
    }

    /// Appends a packet's time stamp and the space behind it. If the packet is printed,
    /// [`keep`](Self::keep) is to be called with the result.
    pub(crate) fn append(
        &mut self,
        out: &mut Vec<u8>,
        time: Timestamp,
        format: FileFormat,
    ) -> Instant {
        let instant = self.instant(time, format);
        match self.style {
            TimeStyle::None => return instant,
            TimeStyle::TimeOfDay => self.append_local(out, instant, false),
            TimeStyle::DateTime => self.append_local(out, instant, true),
            TimeStyle::Epoch if instant.seconds < 0 => out.text(OVERFLOW),
            TimeStyle::Epoch => {
                out.dec(instant.seconds.unsigned_abs());
                self.append_fraction(out, instant.fraction);
            }
            TimeStyle::SincePrevious | TimeStyle::SinceFirst => {
                self.append_difference(out, instant);
            }
        }
        out.text(" ");
        instant
    }

    /// Takes a printed packet's time as the reference of later differences, if it is to be one.
    pub(crate) fn keep(&mut self, instant: Instant) {
        if self.style == TimeStyle::SincePrevious || self.reference == Instant::default() {
            self.reference = instant;
        }
    }

    /// The time in the unit that is printed, read from the file as libpcap reads it.
    fn instant(&self, time: Timestamp, format: FileFormat) -> Instant {
        match format {
            FileFormat::Pcapng | FileFormat::Snoop => Instant {
                seconds: time.seconds(),
                fraction: match self.precision {
                    Precision::Micro => (time.subsec_nanos() / 1000).cast_signed(),
                    Precision::Nano => time.subsec_nanos().cast_signed(),
                },
            },
            // Both fields of a classic record are 32 bits, read as signed.
            FileFormat::Pcap => Instant {
                seconds: low_32_signed(time.seconds().cast_unsigned()),
                fraction: pcap_fraction(time.subsec_nanos(), self.precision),
            },
        }
    }

    fn append_local(&mut self, out: &mut Vec<u8>, instant: Instant, with_date: bool) {
        if instant.seconds < 0 {
            out.text(OVERFLOW);
            return;
        }
        let local = instant
            .seconds
            .saturating_add(self.offset_at(instant.seconds).into());
        if with_date {
            append_date(out, local);
        }
        self.append_time_of_day(out, local);
        self.append_fraction(out, instant.fraction);
    }

    fn append_difference(&mut self, out: &mut Vec<u8>, instant: Instant) {
        let reference = if self.reference == Instant::default() {
            instant
        } else {
            self.reference
        };
        let (earlier, later, sign) = if instant < reference {
            (instant, reference, "-")
        } else {
            (reference, instant, " ")
        };
        let mut seconds = later.seconds.saturating_sub(earlier.seconds);
        let mut fraction = later.fraction.saturating_sub(earlier.fraction);
        if fraction < 0 {
            seconds = seconds.saturating_sub(1);
            fraction = fraction.saturating_add(self.units_per_second());
        }
        out.text(sign);
        if seconds < 0 {
            out.text(OVERFLOW);
        } else {
            self.append_time_of_day(out, seconds);
            self.append_fraction(out, fraction);
        }
    }

    /// The fraction of a second, as 32 bits without sign; more than a second's worth is marked.
    fn append_fraction(&self, out: &mut Vec<u8>, fraction: i64) {
        let (width, mark) = match self.precision {
            Precision::Micro => (6, " (invalid us)"),
            Precision::Nano => (9, " (invalid ns)"),
        };
        let printed = fraction.cast_unsigned() & 0xffff_ffff;
        out.text(".");
        out.dec_zeros(printed, width);
        if printed >= self.units_per_second().unsigned_abs() {
            out.text(mark);
        }
    }

    /// Appends `HH:MM:SS` of a count of seconds whose days begin at multiples of 86400.
    fn append_time_of_day(&mut self, out: &mut Vec<u8>, seconds: i64) {
        let second = seconds.rem_euclid(86_400).unsigned_abs();
        if second != self.last_second.0 {
            self.last_second = (second, time_of_day(second));
        }
        out.octets(&self.last_second.1);
    }

    const fn units_per_second(&self) -> i64 {
        match self.precision {
            Precision::Micro => 1_000_000,
            Precision::Nano => 1_000_000_000,
        }
    }

    fn offset_at(&mut self, unix_seconds: i64) -> i32 {
        let quarter = unix_seconds.div_euclid(900);
        match self.offset {
            Some((known, offset)) if known == quarter => offset,
            _ => {
                let offset = self.zone.seconds_east(unix_seconds);
                self.offset = Some((quarter, offset));
                offset
            }
        }
    }
}

/// What stands in place of a time before 1970.
const OVERFLOW: &str = "[timestamp overflow]";

/// The fraction field of a classic pcap record in the unit that is printed.
///
/// The record does not say its file's unit. A fraction below 2^31 is the same number either way;
/// above, one that is no whole number of microseconds must come from a nanosecond file.
fn pcap_fraction(nanos: u64, precision: Precision) -> i64 {
    let micro_file = nanos.is_multiple_of(1000);
    match precision {
        Precision::Micro if micro_file => low_32_signed(nanos / 1000),
        Precision::Micro => low_32_signed(nanos) / 1000,
        Precision::Nano => low_32_signed(nanos),
    }
}

/// The low 32 bits as a signed number.
const fn low_32_signed(number: u64) -> i64 {
    ((number & 0xffff_ffff) as u32).cast_signed() as i64
}

/// `HH:MM:SS` of a second of the day.
fn time_of_day(second: u64) -> [u8; 8] {
    let mut text = *b"00:00:00";
    let parts = [second / 3600, second / 60 % 60, second % 60];
    for (place, part) in text.chunks_mut(3).zip(parts) {
        let part = u8::try_from(part).unwrap_or(0);
        for (digit, value) in place.iter_mut().zip([part / 10, part % 10]) {
            *digit = b'0' + value;
        }
    }
    text
}

/// `YYYY-MM-DD ` of a local time.
fn append_date(out: &mut Vec<u8>, local_seconds: i64) {
    let date = Date::from_days(local_seconds.div_euclid(86_400));
    out.dec(date.year.unsigned_abs());
    for part in [date.month, date.day] {
        out.text("-");
        out.dec_zeros(part, 2);
    }
    out.text(" ");
}

#[cfg(test)]
mod tests;
