//! Damaged records of classic pcap files: where does the next one begin?
//!
//! Duty: skip what cannot be records, if that was asked for. Invariant: a record is believed if
//! its header is plausible, or if what stands behind it is; behind damage, only [`CHAIN`] plausible
//! headers in a row count, or fewer that end with the input. Held are at most [`HELD`] octets
//! beyond the record at hand. Absence: certainty. pcap has no marks, so this is a guess, and what
//! was skipped is reported.

use super::buffer::Buffer;
use super::defect::{DefectKind, Nonsense};
use super::findings::Findings;
use super::pcap::{Header, Pcap};
use super::record::{Interface, Record, Trouble};
use std::io;

/// Plausible headers in a row that are taken for records.
const CHAIN: usize = 4;

/// Seconds between the times of neighbouring records at most, either way: a week.
const APART: u32 = 7 * 24 * 60 * 60;

/// Octets behind a record in which the next is sought before the record is handed out: as many as
/// a record can take.
const HELD: usize = 256 * 1024;

/// Octets that are looked at before they are let go.
const STRIDE: usize = 64 * 1024;

/// A classic pcap file whose damaged records are skipped.
#[derive(Debug)]
pub(super) struct Searched {
    pcap: Pcap,
    /// Seconds of the last record.
    seconds: Option<u32>,
    /// Was the next record looked at already, and believed?
    is_believed: bool,
}

/// How a walk from header to header ended.
enum Walked {
    /// What was seen was enough.
    Judged(bool),
    /// The input ends inside a header.
    IntoHeader,
    /// The input ends behind so many headers; the last record is whole, or cut.
    ToTheEnd { records: usize, is_whole: bool },
    /// Behind [`CHAIN`] headers.
    FarEnough,
}

impl Searched {
    pub(super) const fn new(pcap: Pcap) -> Self {
        Self {
            pcap,
            seconds: None,
            is_believed: false,
        }
    }

    pub(super) const fn pcap(&self) -> &Pcap {
        &self.pcap
    }

    /// What all frames have in common.
    pub(super) const fn interface(&self) -> Interface {
        self.pcap.interface()
    }

    /// The next record that is believed, or `None` at the end.
    pub(super) fn next(
        &mut self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Record>, Trouble> {
        if !self.is_believed && buffer.ensure(1)? && !self.is_record(buffer, 0, self.seconds)? {
            self.search(buffer, findings)?;
        }
        match self.pcap.next(buffer) {
            Ok(Some(record)) => self.with_what_follows(buffer, record, findings),
            Err(Trouble::Damaged {
                expected, found, ..
            }) => {
                // It reaches beyond the end of the input: that was cut, or its length is wrong.
                let held = buffer.available().len();
                let Some(at) = self.first_chain(buffer, 1, held, self.seconds)? else {
                    return Err(Trouble::damaged(expected, found));
                };
                self.skip(buffer.offset(), at, [expected, found], findings);
                buffer.consume(at);
                self.is_believed = true;
                self.next(buffer, findings)
            }
            end => end,
        }
    }

    /// A record that was believed, with what has to be skipped behind it.
    fn with_what_follows(
        &mut self,
        buffer: &mut Buffer,
        record: Record,
        findings: &mut Findings,
    ) -> Result<Option<Record>, Trouble> {
        let seconds = self.pcap.header(buffer.available());
        self.seconds = seconds.map(|header| header.seconds);
        let end = record.total_len;
        self.is_believed = !buffer.ensure(end + 1)? || self.is_record(buffer, end, self.seconds)?;
        if self.is_believed {
            return Ok(Some(record));
        }
        let Some(next) = self.first_chain(buffer, record.data_at, end + HELD, self.seconds)? else {
            return Ok(Some(record));
        };
        self.is_believed = true;
        self.tell(buffer, &record, next, findings);
        Ok(Some(Record {
            data_len: record.data_len.min(next - record.data_at),
            total_len: next,
            ..record
        }))
    }

    /// Tells what is wrong where a record does not end where the next one begins.
    fn tell(&self, buffer: &Buffer, record: &Record, next: usize, findings: &mut Findings) {
        let (begin, end) = (buffer.offset(), record.total_len);
        if next < end {
            let expected = format!("a record of {next} octets, header included");
            self.skip(begin, 0, [expected, format!("{end}")], findings);
        } else {
            let words = self.words(buffer, end);
            // This is about the packet behind the record.
            findings.number += 1;
            self.skip(begin + end as u64, next - end, words, findings);
            findings.number -= 1;
        }
    }

    /// Moves to the next record, however far it is.
    fn search(&mut self, buffer: &mut Buffer, findings: &mut Findings) -> Result<(), Trouble> {
        let begin = buffer.offset();
        let words = self.words(buffer, 0);
        loop {
            if let Some(at) = self.first_chain(buffer, 0, STRIDE, self.seconds)? {
                buffer.consume(at);
                let skipped = usize::try_from(buffer.offset() - begin).unwrap_or(usize::MAX);
                self.skip(begin, skipped, words, findings);
                self.is_believed = true;
                return Ok(());
            }
            if !buffer.ensure(STRIDE)? {
                let [expected, found] = words;
                return Err(Trouble::Damaged {
                    expected,
                    found,
                    behind: buffer.offset() - begin,
                });
            }
            buffer.consume(STRIDE);
        }
    }

    /// Where between `from` and `to` a chain of plausible headers begins first.
    fn first_chain(
        &self,
        buffer: &mut Buffer,
        from: usize,
        to: usize,
        last: Option<u32>,
    ) -> io::Result<Option<usize>> {
        let mut at = from;
        while at < to && buffer.ensure(at + self.pcap.record_header_len())? {
            let octets = buffer.available().get(at..).unwrap_or_default();
            let near = octets.windows(self.pcap.record_header_len()).take(to - at);
            let mut headers = near.map(|octets| self.pcap.header(octets));
            let is_plausible = |header: Option<Header>| {
                header.is_some_and(|header| self.is_plausible(&header, last))
            };
            let Some(ahead) = headers.position(is_plausible) else {
                at += octets.len() - self.pcap.record_header_len() + 1;
                continue;
            };
            at += ahead;
            if self.is_chain(buffer, at, last)? {
                return Ok(Some(at));
            }
            at += 1;
        }
        Ok(None)
    }

    /// Does a chain of plausible headers begin here, the first one near the `last` time?
    fn is_chain(&self, buffer: &mut Buffer, at: usize, last: Option<u32>) -> io::Result<bool> {
        let judge = |header: &Header, last| (!self.is_plausible(header, last)).then_some(false);
        Ok(match self.walk(buffer, at, last, judge)? {
            Walked::Judged(verdict) => verdict,
            Walked::IntoHeader => false,
            // One header alone is too little where no time is known that it should be near.
            Walked::ToTheEnd { records, is_whole } => is_whole && (records > 1 || last.is_some()),
            Walked::FarEnough => true,
        })
    }

    /// Is it a record that stands here: by its header, or else by one of those behind it?
    fn is_record(&self, buffer: &mut Buffer, at: usize, last: Option<u32>) -> io::Result<bool> {
        let judge = |header: &Header, last| {
            if self.is_plausible(header, last) {
                Some(true)
            } else {
                (header.captured > self.pcap.max_captured()).then_some(false)
            }
        };
        Ok(match self.walk(buffer, at, last, judge)? {
            Walked::Judged(verdict) => verdict,
            // This is said when it is read.
            Walked::IntoHeader => true,
            Walked::ToTheEnd { is_whole, .. } => is_whole,
            Walked::FarEnough => false,
        })
    }

    /// Goes from header to header, [`CHAIN`] of them at most, until `judge`, which gets the time of
    /// the record before too, has seen enough.
    fn walk(
        &self,
        buffer: &mut Buffer,
        mut at: usize,
        mut last: Option<u32>,
        judge: impl Fn(&Header, Option<u32>) -> Option<bool>,
    ) -> io::Result<Walked> {
        for records in 1..=CHAIN {
            let Some(header) = self.header_at(buffer, at)? else {
                return Ok(Walked::IntoHeader);
            };
            if let Some(verdict) = judge(&header, last) {
                return Ok(Walked::Judged(verdict));
            }
            at += header.len + header.captured as usize;
            last = Some(header.seconds);
            if !buffer.ensure(at + 1)? {
                let is_whole = buffer.available().len() == at;
                return Ok(Walked::ToTheEnd { records, is_whole });
            }
        }
        Ok(Walked::FarEnough)
    }

    /// The header here; `None` where the input ends before its end.
    fn header_at(&self, buffer: &mut Buffer, at: usize) -> io::Result<Option<Header>> {
        if !buffer.ensure(at + self.pcap.record_header_len())? {
            return Ok(None);
        }
        let octets = buffer.available().get(at..).unwrap_or_default();
        Ok(self.pcap.header(octets))
    }

    /// Could a program that captures have written this header a while after the `last` one?
    fn is_plausible(&self, header: &Header, last: Option<u32>) -> bool {
        (1..=self.pcap.max_captured()).contains(&header.captured)
            && (header.captured..=self.pcap.max_captured()).contains(&header.original)
            && header.fraction < self.pcap.units_a_second()
            && last.is_none_or(|last| header.seconds.abs_diff(last) <= APART)
    }

    /// What was expected here, and what was found.
    fn words(&self, buffer: &Buffer, at: usize) -> [String; 2] {
        let octets = buffer.available().get(at..).unwrap_or_default();
        let found = self.pcap.header(octets).map_or_else(
            || "the end of the input".into(),
            |header| {
                let Header {
                    seconds,
                    captured,
                    original,
                    ..
                } = header;
                format!("{captured} captured octets of {original} at second {seconds}")
            },
        );
        ["a plausible record header".into(), found]
    }

    fn skip(
        &self,
        begin: u64,
        octets: usize,
        [expected, found]: [String; 2],
        findings: &mut Findings,
    ) {
        let nonsense = Nonsense {
            kind: DefectKind::DamagedRecord,
            expected,
            found,
        };
        findings.skipped(begin, octets as u64, nonsense);
    }
}
