//! Time stamps: tcpdump's `-t` family.
//!
//! Duty: say when a packet was captured, in the form asked for. Invariant: odd values of a
//! damaged file print as tcpdump has them, never as something plausible. Absence: no clock and no
//! environment; the offset of local time is the caller's, through [`UtcOffset`].

mod calendar;
mod text;

pub(crate) use text::{Stamp, StampWriter};

use crate::{Precision, TimeStyle};
use std::fmt;
use synfin::Timestamp;
use synfin::capture::FileFormat;
use text::Sign;

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

/// Works out what time stamps show, one packet after the other.
pub(crate) struct Clock {
    style: TimeStyle,
    precision: Precision,
    zone: Box<dyn UtcOffset + Send>,
    /// The quarter of an hour since 1970 whose offset is known, and the offset.
    offset: Option<(i64, i32)>,
    /// The second that was asked for last, and the local one.
    local: (i64, i64),
    /// The second that was asked for last if it is shown in the usual way, with microseconds, and
    /// whatever format it is read from.
    usual: Option<i64>,
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
            local: (i64::MIN, i64::MIN),
            usual: None,
            reference: Instant::default(),
        }
    }

    /// What a packet's time stamp shows. If the packet is printed, [`keep`](Self::keep) is to be
    /// called with its point in time.
    #[inline(always)]
    pub(crate) fn stamp(&mut self, time: Timestamp, format: FileFormat) -> (Instant, Stamp) {
        let instant = self.instant(time, format);
        let (sign, seconds, fraction) = match self.style {
            TimeStyle::None => (Sign::None, 0, 0),
            TimeStyle::Epoch => (Sign::None, instant.seconds, instant.fraction),
            TimeStyle::TimeOfDay | TimeStyle::DateTime => {
                return (instant, self.local(instant));
            }
            TimeStyle::SincePrevious | TimeStyle::SinceFirst => self.difference(instant),
        };
        let stamp = Stamp {
            seconds,
            fraction: low_32(fraction.cast_unsigned()),
            sign,
            overflows: seconds < 0,
            usual: None,
        };
        (instant, stamp)
    }

    /// Takes a printed packet's time as the reference of later differences, if it is to be one.
    #[inline]
    pub(crate) fn keep(&mut self, instant: Instant) {
        if self.style == TimeStyle::SincePrevious || self.reference == Instant::default() {
            self.reference = instant;
        }
    }

    /// The time in the unit that is printed, read from the file as libpcap reads it.
    #[inline]
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

    /// The local time, which a zone west of Greenwich may put before 1970.
    #[inline]
    fn local(&mut self, instant: Instant) -> Stamp {
        if self.local.0 != instant.seconds {
            let offset = self.offset_at(instant.seconds).into();
            self.local = (instant.seconds, instant.seconds.saturating_add(offset));
            let is_usual = self.precision == Precision::Micro
                && i32::try_from(instant.seconds).is_ok_and(|seconds| seconds >= 0);
            self.usual = is_usual.then_some(instant.seconds);
        }
        Stamp {
            seconds: self.local.1,
            fraction: low_32(instant.fraction.cast_unsigned()),
            sign: Sign::None,
            overflows: instant.seconds < 0,
            usual: self.usual,
        }
    }

    /// The difference to the reference: its sign, seconds and fraction.
    fn difference(&self, instant: Instant) -> (Sign, i64, i64) {
        let reference = if self.reference == Instant::default() {
            instant
        } else {
            self.reference
        };
        let (earlier, later, sign) = if instant < reference {
            (instant, reference, Sign::Earlier)
        } else {
            (reference, instant, Sign::Later)
        };
        let mut seconds = later.seconds.saturating_sub(earlier.seconds);
        let mut fraction = later.fraction.saturating_sub(earlier.fraction);
        if fraction < 0 {
            seconds = seconds.saturating_sub(1);
            fraction = fraction.saturating_add(self.units_per_second());
        }
        (sign, seconds, fraction)
    }

    const fn units_per_second(&self) -> i64 {
        match self.precision {
            Precision::Micro => 1_000_000,
            Precision::Nano => 1_000_000_000,
        }
    }

    #[cold]
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

/// The fraction field of a classic pcap record in the unit that is printed.
///
/// The record does not say its file's unit. A fraction below 2^31 is the same number either way;
/// above, one that is no whole number of microseconds must come from a nanosecond file.
#[inline]
fn pcap_fraction(nanos: u64, precision: Precision) -> i64 {
    let micro_file = nanos.is_multiple_of(1000);
    match precision {
        Precision::Micro if nanos < 1_000_000_000 => (nanos / 1000).cast_signed(),
        Precision::Micro if micro_file => low_32_signed(nanos / 1000),
        Precision::Micro => low_32_signed(nanos) / 1000,
        Precision::Nano => low_32_signed(nanos),
    }
}

/// The low 32 bits as a signed number.
const fn low_32_signed(number: u64) -> i64 {
    low_32(number).cast_signed() as i64
}

/// The low 32 bits.
const fn low_32(number: u64) -> u32 {
    (number & 0xffff_ffff) as u32
}

#[cfg(test)]
mod tests;
