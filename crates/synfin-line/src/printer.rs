//! The printer: state that outlives a packet, and the record's frame.

use crate::record::{Halt, Memory, Outcome, Record};
use crate::time::{Clock, Utc, UtcOffset};
use crate::writer::Text;
use crate::{LineOptions, Names, bare, common_shape, dump, link};
use synfin::{Decoded, Frame, LinkType};

/// Prints packets as tcpdump would, in the order of capture.
///
/// The text of a packet depends on the packets printed before it: relative sequence numbers,
/// time differences and the number of `-#` count on from them.
#[derive(Debug)]
pub struct LinePrinter {
    options: LineOptions,
    names: Names,
    clock: Clock,
    memory: Memory,
    /// May packets of the common shape be printed the fast way?
    pub(crate) common_shape: bool,
    /// Packets given so far.
    packets: u64,
}

/// Where a record lies in the buffer that it was appended to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The end of the line that holds the TCP part, before its line feed: an offset from the
    /// buffer's start. Lines of a verbose payload part, and dumps, are behind it. Text inserted
    /// here stands behind the record's last field.
    pub line_end: usize,
}

/// The largest captured or original length that tcpdump takes for a packet's.
const MAX_LEN: u64 = 262_144;

impl LinePrinter {
    /// A printer that has seen no packet. It knows no names, and its local time is UTC.
    #[must_use]
    pub fn new(options: LineOptions) -> Self {
        Self {
            clock: Clock::new(options.time_style, options.precision, Box::new(Utc)),
            names: Names::new(),
            memory: Memory::default(),
            packets: 0,
            common_shape: common_shape::serves(&options),
            options,
        }
    }

    /// With names for hosts and ports, shown unless [`LineOptions::numeric`] is set.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// The names, to which more may be added while printing.
    pub const fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// With another local time than UTC.
    #[must_use]
    pub fn with_local_time(mut self, zone: impl UtcOffset + Send + 'static) -> Self {
        self.clock = Clock::new(
            self.options.time_style,
            self.options.precision,
            Box::new(zone),
        );
        self
    }

    /// Appends the record of one packet to `out`, with its newline; gives `None`, and appends
    /// nothing, for a packet that has nothing to do with TCP.
    ///
    /// To be called for every packet that passed the filter, since `-#` counts them.
    pub fn print(
        &mut self,
        frame: &Frame<'_>,
        decoded: &Decoded<'_>,
        out: &mut Vec<u8>,
    ) -> Option<Printed> {
        self.packets += 1;
        let start = out.len();
        if self.options.packet_number {
            out.dec_spaces(self.packets, 5);
            out.text("  ");
        }
        if invalid_header(frame, out) {
            let line_end = out.len();
            out.text("\n");
            return Some(Printed { line_end });
        }
        let instant = self.clock.append(out, frame.time, frame.format);
        if self.common_shape && frame.link_type == LinkType::ETHERNET {
            let memory = &mut self.memory;
            if let Some(payload) = common_shape::append(out, frame, &self.options, memory) {
                self.clock.keep(instant);
                let line_end = line_end(out, payload);
                out.text("\n");
                return Some(Printed { line_end });
            }
        }
        let begin = out.len();
        let (mut tcp_at, link_header_len) = self.record(out, &self.options.clone(), |record| {
            link::print(record, frame)
        });
        if let (None, Some(segment)) = (tcp_at, decoded.segment()) {
            out.truncate(begin);
            let options = bare::options(&self.options);
            (tcp_at, _) = self.record(out, &options, |record| bare::print(record, segment));
        }
        let Some(tcp_at) = tcp_at else {
            out.truncate(start);
            return None;
        };
        self.clock.keep(instant);
        let line_end = line_end(out, tcp_at);
        if let Some(dump) = self.options.dump {
            let from = if dump.link_header { 0 } else { link_header_len };
            dump::append(out, frame.data.get(from..).unwrap_or(&[]), dump.style);
        }
        out.text("\n");
        Some(Printed { line_end })
    }
}

impl LinePrinter {
    /// Appends a record's layers; gives where its part that concerns TCP is, and the length of
    /// its link-layer header.
    fn record(
        &mut self,
        out: &mut Vec<u8>,
        options: &LineOptions,
        print: impl FnOnce(&mut Record<'_>) -> Outcome,
    ) -> (Option<usize>, usize) {
        let mut record = Record::new(out, options, &self.names, &mut self.memory);
        if let Err(Halt::Cut(protocol)) = print(&mut record) {
            record.mark(protocol);
        }
        (record.tcp_at(), record.link_header_len)
    }
}

/// Where the line ends that begins at or before `from`.
fn line_end(out: &[u8], from: usize) -> usize {
    let rest = out.get(from..).unwrap_or(&[]);
    let len = rest.iter().position(|&octet| octet == b'\n');
    from + len.unwrap_or(rest.len())
}

/// Appends what is wrong with a packet's lengths, and says whether anything is.
fn invalid_header(frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
    let captured = u64::try_from(frame.data.len()).unwrap_or(u64::MAX);
    let original = u64::from(frame.original_len);
    let mut separator = "[Invalid header:";
    let mut complain = |text: &str, numbers: &[u64]| {
        out.text(separator);
        separator = ",";
        let mut numbers = numbers.iter();
        for (index, part) in text.split('#').enumerate() {
            if index > 0
                && let Some(number) = numbers.next()
            {
                out.dec(*number);
            }
            out.text(part);
        }
    };
    if captured == 0 {
        complain(" caplen==0", &[]);
    }
    if original == 0 {
        complain(" len==0", &[]);
    } else if original < captured {
        complain(" len(#) < caplen(#)", &[original, captured]);
    }
    if captured > MAX_LEN {
        complain(" caplen(#) > #", &[captured, MAX_LEN]);
    }
    if original > MAX_LEN {
        complain(" len(#) > #", &[original, MAX_LEN]);
    }
    if separator == "," {
        out.text("]");
    }
    separator == ","
}

#[cfg(test)]
mod tests;
