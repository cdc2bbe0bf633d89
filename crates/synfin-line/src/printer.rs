//! The printer: state that outlives a packet, and the record's frame.

mod onto;

use crate::common_shape::{self, LineFields, Shape};
use crate::last::Last;
use crate::line_writer::LineWriter;
use crate::payload::Concern;
use crate::record::{Halt, Memory, Outcome, Record};
use crate::sheet::Sheet;
use crate::time::{Clock, Stamp, Utc, UtcOffset};
use crate::writer::Text;
use crate::{LineOptions, Names, bare, dump, link};
use synfin::{Decoded, Frame, Glance, SeqNumber};

/// Prints packets as tcpdump would, in the order of capture.
///
/// The text of a packet depends on the packets printed before it: relative sequence numbers,
/// time differences and the number of `-#` count on from them.
#[derive(Debug)]
pub struct LinePrinter {
    pub(crate) writer: LineWriter,
    clock: Clock,
    pub(crate) memory: Memory,
    /// What the last line said of the directions of which nothing is remembered.
    last: Last,
    /// May packets of the common shape be printed the fast way?
    pub(crate) common_shape: bool,
    /// May packets be like most, with no names and no numbers of packets in their lines?
    pub(crate) usual: bool,
    /// Packets given so far.
    packets: u64,
    /// A line on its way to a buffer, and one on its way to a sheet; kept for their room.
    sheet: Sheet,
    line: Vec<u8>,
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
pub(crate) const MAX_LEN: usize = 262_144;

impl LinePrinter {
    /// A printer that has seen no packet. It knows no names, and its local time is UTC.
    #[must_use]
    pub fn new(options: LineOptions) -> Self {
        Self {
            clock: Clock::new(options.time_style, options.precision, Box::new(Utc)),
            memory: Memory::default(),
            last: Last::new([SeqNumber(0); 2], Concern::Nothing),
            packets: 0,
            common_shape: common_shape::serves(&options),
            usual: common_shape::serves(&options) && options.numeric && !options.packet_number,
            sheet: Sheet::new(),
            line: Vec::new(),
            writer: LineWriter::new(options),
        }
    }

    /// With names for hosts and ports, shown unless [`LineOptions::numeric`] is set.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        *self.writer.names_mut() = names;
        self
    }

    /// The names, to which more may be added while printing.
    pub fn names_mut(&mut self) -> &mut Names {
        self.writer.names_mut()
    }

    /// With another local time than UTC.
    #[must_use]
    pub fn with_local_time(mut self, zone: impl UtcOffset + Send + 'static) -> Self {
        let options = &self.writer.options;
        self.clock = Clock::new(options.time_style, options.precision, Box::new(zone));
        self.writer.stamps.forget();
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
        match self.print_common(frame, out) {
            None => self.print_layers(frame, decoded, out),
            printed => printed,
        }
    }

    /// The same for a packet of the common shape, of which nothing need be read before. `None`,
    /// and nothing has happened, for all other packets, and where more than lines is asked for:
    /// these are to be [printed](Self::print).
    #[inline]
    pub fn print_common(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> Option<Printed> {
        let mut sheet = std::mem::take(&mut self.sheet);
        sheet.clear();
        let printed = self.print_onto(frame, &mut sheet);
        let start = out.len();
        out.extend_from_slice(sheet.as_bytes());
        self.sheet = sheet;
        printed.map(|printed| Printed {
            line_end: start + printed.line_end,
        })
    }

    /// How many frames ahead [`anticipate`](Self::anticipate) looks.
    pub const AHEAD: usize = crate::sequence::AHEAD;

    /// Prepares for the next frames of the capture, the first [`AHEAD`](Self::AHEAD) of those that
    /// `glances` gives, if there are so many connections that this saves time: fewer will do
    /// `in_company`, where much other memory is read between two lines. It changes nothing.
    #[inline]
    pub fn anticipate<G: IntoIterator<Item = Glance>>(
        &self,
        in_company: bool,
        glances: impl FnOnce() -> G,
    ) {
        if self.memory.sequences.has_many(in_company) {
            let glances = glances().into_iter().take(Self::AHEAD);
            glances.for_each(|glance| self.memory.sequences.anticipate(glance));
        }
    }

    /// The same for the frames of these glances, as they are taken: for who needs them, too.
    #[inline]
    pub fn anticipating(
        &self,
        in_company: bool,
        glances: impl Iterator<Item = Glance>,
    ) -> impl Iterator<Item = Glance> {
        let sequences = &self.memory.sequences;
        let has_many = sequences.has_many(in_company);
        glances.inspect(move |glance| {
            if has_many {
                sequences.anticipate(*glance);
            }
        })
    }

    /// What the line of a packet of the common shape says. The packet counts as printed; what is
    /// left is to write its line. `None` as in [`print_common`](Self::print_common).
    #[inline(always)]
    pub(crate) fn fields<'a>(&mut self, frame: &Frame<'a>) -> Option<LineFields<'a>> {
        let shape = self.shape(frame)?;
        let told = self.note(frame);
        let options = &self.writer.options;
        Some(shape.fields(told, options, &mut self.memory.sequences))
    }
}

impl LinePrinter {
    /// What is at the places of a packet of the common shape, if those are printed the fast way.
    #[inline(always)]
    fn shape<'a>(&self, frame: &Frame<'a>) -> Option<Shape<'a>> {
        self.common_shape.then(|| common_shape::of(frame))?
    }

    /// Counts a packet that is printed, and gives its number and time stamp.
    #[inline(always)]
    fn note(&mut self, frame: &Frame<'_>) -> (u64, Stamp) {
        self.packets += 1;
        let (instant, stamp) = self.clock.stamp(frame.time, frame.origin.format);
        self.clock.keep(instant);
        (self.packets, stamp)
    }

    /// Prints a packet layer by layer.
    #[cold]
    #[inline(never)]
    fn print_layers(
        &mut self,
        frame: &Frame<'_>,
        decoded: &Decoded<'_>,
        out: &mut Vec<u8>,
    ) -> Option<Printed> {
        self.packets += 1;
        let start = out.len();
        if is_invalid(frame) {
            self.writer.append_head(self.packets, None, out);
            append_invalid(frame, out);
            let line_end = out.len();
            out.text("\n");
            return Some(Printed { line_end });
        }
        let (instant, stamp) = self.clock.stamp(frame.time, frame.origin.format);
        self.writer.append_head(self.packets, Some(stamp), out);
        let begin = out.len();
        let options = self.writer.options.clone();
        let (mut tcp_at, link_header_len) =
            self.record(out, &options, |record| link::print(record, frame));
        if let (None, Some(segment)) = (tcp_at, decoded.segment()) {
            out.truncate(begin);
            let options = bare::options(&options);
            (tcp_at, _) = self.record(out, &options, |record| bare::print(record, segment));
        }
        let Some(tcp_at) = tcp_at else {
            out.truncate(start);
            return None;
        };
        self.clock.keep(instant);
        let line_end = line_end(out, tcp_at);
        if let Some(dump) = options.dump {
            let from = if dump.link_header { 0 } else { link_header_len };
            dump::append(out, frame.data.get(from..).unwrap_or(&[]), dump.style);
        }
        out.text("\n");
        Some(Printed { line_end })
    }

    /// Appends a record's layers; gives where its part that concerns TCP is, and the length of
    /// its link-layer header.
    fn record(
        &mut self,
        out: &mut Vec<u8>,
        options: &LineOptions,
        print: impl FnOnce(&mut Record<'_>) -> Outcome,
    ) -> (Option<usize>, usize) {
        let mut record = Record::new(out, options, self.writer.names(), &mut self.memory);
        if let Err(Halt::Cut(protocol)) = print(&mut record) {
            record.mark(protocol);
        }
        (record.tcp_at(), record.link_header_len)
    }
}

/// Where the line ends that begins at or before `from`.
pub(crate) fn line_end(out: &[u8], from: usize) -> usize {
    let rest = out.get(from..).unwrap_or(&[]);
    let len = rest.iter().position(|&octet| octet == b'\n');
    from + len.unwrap_or(rest.len())
}

/// Is anything wrong with a packet's lengths?
fn is_invalid(frame: &Frame<'_>) -> bool {
    let captured = frame.data.len();
    let original = usize::try_from(frame.original_len).unwrap_or(usize::MAX);
    captured == 0 || original < captured || original > MAX_LEN
}

/// Appends what is wrong with a packet's lengths.
fn append_invalid(frame: &Frame<'_>, out: &mut Vec<u8>) {
    let captured = u64::try_from(frame.data.len()).unwrap_or(u64::MAX);
    let original = u64::from(frame.original_len);
    let max_len = u64::try_from(MAX_LEN).unwrap_or(u64::MAX);
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
    if captured > max_len {
        complain(" caplen(#) > #", &[captured, max_len]);
    }
    if original > max_len {
        complain(" len(#) > #", &[original, max_len]);
    }
    out.text("]");
}

#[cfg(test)]
mod tests;
