//! The line of a packet of the common shape.
//!
//! Duty: write what was taken from the packet. Invariant: the same text that the layers' own
//! printers write, whatever was written before. Absence: nothing that counts on from packet to
//! packet.

use crate::common_shape::{Behind, LineFields, Places, options};
use crate::last::Last;
use crate::line::{Line, NEW_ROOM, Room};
use crate::payload;
use crate::printer::{Printed, line_end};
use crate::sockets::{SocketTexts, Sockets};
use crate::time::{Stamp, StampWriter};
use crate::writer::Text;
use crate::{LineOptions, Names};
use std::sync::Arc;
use synfin::ControlBits;

/// Writes lines from their [`LineFields`].
#[derive(Debug)]
pub(crate) struct LineWriter {
    pub(crate) options: LineOptions,
    names: Arc<Names>,
    pub(crate) stamps: StampWriter,
    sockets: SocketTexts,
    letters: Box<[Letters; 256]>,
    amidst: Amidst,
    room: Room,
}

impl LineWriter {
    /// A writer that knows no names.
    pub(crate) fn new(options: LineOptions) -> Self {
        Self {
            stamps: StampWriter::new(options.time_style, options.precision),
            options,
            names: Arc::default(),
            sockets: SocketTexts::default(),
            letters: letters(),
            amidst: amidst(),
            room: NEW_ROOM,
        }
    }

    /// The names it knows.
    pub(crate) const fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// The names, to which more may be added.
    pub(crate) fn names_mut(&mut self) -> &mut Names {
        self.sockets.clear();
        Arc::make_mut(&mut self.names)
    }

    /// Appends a line with its line feed.
    #[inline]
    pub(crate) fn append(
        &mut self,
        fields: &LineFields<'_>,
        out: &mut Vec<u8>,
        memory: &mut payload::Memory,
    ) -> Printed {
        let LineFields { fixed, .. } = fields;
        let mut line = Line::new(&mut self.room);
        if self.options.packet_number {
            append_number(&mut line, fixed.packet);
        }
        self.stamps.append(&mut line, fixed.stamp);
        match fixed.sockets {
            Sockets::V4(..) => line.lit(b"IP "),
            Sockets::V6(..) => line.lit(b"IP6 "),
        }
        let told = (&self.options, &*self.names);
        (self.sockets).append(&mut line, out, fixed.sockets, told);
        append_header(&mut line, fields, &self.letters);
        if let Behind::Payload(captured) = fields.behind {
            line.move_to(out);
            return append_behind(out, |out| fields.append_payload(captured, out, memory));
        }
        line.lit(b"\n");
        line.copy_to(out);
        Printed {
            line_end: out.len() - 1,
        }
    }

    /// Appends what stands between `Flags [` and the payload's text, for a segment that is
    /// [amidst](Places::is_amidst) a connection; `None`, and nothing of use, if its options are not
    /// well-known.
    #[inline(always)]
    pub(crate) fn append_amidst(
        &self,
        line: &mut Line<'_>,
        segment: &Places<'_>,
        last: &mut Last,
    ) -> Option<()> {
        let [with, without] = &*self.amidst;
        let letters = match segment.payload_len {
            0 => without,
            _ => with,
        };
        if let Some(letters) = letters.get(usize::from(segment.control())) {
            append_letters(line, letters);
        }
        if segment.payload_len > 0 {
            let [own, _] = last.bases;
            let seq = segment.seq().minus(own.0);
            last.end.append_once(line, seq.0);
            line.lit(b":");
            last.end.append_other(line, seq.plus(segment.payload_len).0);
            line.lit(b", ack ");
        } else if ControlBits::from_bits(segment.control().into()).fin() {
            let [own, _] = last.bases;
            line.number(segment.seq().minus(own.0).0);
            line.lit(b", ack ");
        }
        let [_, peer] = last.bases;
        last.ack.append(line, segment.ack().minus(peer.0).0);
        last.window.append(line, segment, peer.0)?;
        line.number(segment.payload_len);
        Some(())
    }

    /// Appends what stands before a record: the packet's number and its time stamp.
    pub(crate) fn append_head(&mut self, packet: u64, stamp: Option<Stamp>, out: &mut Vec<u8>) {
        let mut line = Line::new(&mut self.room);
        if self.options.packet_number {
            append_number(&mut line, packet);
        }
        if let Some(stamp) = stamp {
            self.stamps.append(&mut line, stamp);
        }
        line.move_to(out);
    }
}

/// Appends the packet's number and two spaces.
#[cold]
fn append_number(line: &mut Line<'_>, packet: u64) {
    let mut text = Vec::new();
    text.dec_spaces(packet, 5);
    line.short(&text);
    line.lit(b"  ");
}

/// Letters of control bits, and behind the place of the most letters how many they are.
pub(crate) type Letters = [u8; LETTERS + 1];

/// The most letters there can be, with some more room.
const LETTERS: usize = 15;

/// The letters for each octet of control bits.
fn letters() -> Box<[Letters; 256]> {
    let mut texts = Box::new([[0; LETTERS + 1]; 256]);
    for (control, text) in (0..).map(ControlBits::from_bits).zip(texts.iter_mut()) {
        *text = text_of(&[control.letters().as_bytes()]);
    }
    texts
}

/// The letters for each octet of control bits, and what stands behind them: of segments
/// [amidst](Places::is_amidst) a connection with a payload, and of those without.
type Amidst = Box<[[Letters; 256]; 2]>;

fn amidst() -> Amidst {
    let mut texts = Box::new([[[0; LETTERS + 1]; 256]; 2]);
    for (texts, has_payload) in texts.iter_mut().zip([true, false]) {
        for (control, text) in (0..).map(ControlBits::from_bits).zip(texts) {
            let behind = match has_payload || control.fin() {
                true => b"], seq ",
                false => b"], ack ",
            };
            *text = text_of(&[control.letters().as_bytes(), behind]);
        }
    }
    texts
}

/// Short texts as one.
fn text_of(parts: &[&[u8]]) -> Letters {
    let mut letters = [0; LETTERS + 1];
    let [text @ .., len] = &mut letters;
    for (place, octet) in text.iter_mut().zip(parts.iter().copied().flatten()) {
        *place = *octet;
        *len += 1;
    }
    letters
}

/// Appends letters.
#[inline(always)]
fn append_letters(line: &mut Line<'_>, letters: &Letters) {
    let [.., len] = *letters;
    line.piece(letters, len.into());
}

/// Appends from behind the sockets to the payload's length.
#[inline]
fn append_header(line: &mut Line<'_>, fields: &LineFields<'_>, letters: &[Letters; 256]) {
    const CHANGES_STATE: ControlBits = ControlBits::SYN
        .with(ControlBits::FIN)
        .with(ControlBits::RST);
    let LineFields { fixed, .. } = fields;
    line.lit(b": Flags [");
    let [control, _] = fixed.control.bits().to_le_bytes();
    if let Some(letters) = letters.get(usize::from(control)) {
        append_letters(line, letters);
    }
    line.lit(b"]");
    if fixed.payload_len > 0 {
        line.lit(b", seq ");
        line.number(fixed.shown.seq.0);
        line.lit(b":");
        line.number(fixed.shown.seq.plus(fixed.payload_len).0);
    } else if fixed.control.intersects(CHANGES_STATE) {
        line.lit(b", seq ");
        line.number(fixed.shown.seq.0);
    }
    if fixed.control.ack() {
        line.lit(b", ack ");
        line.number(fixed.shown.ack.0);
    }
    line.lit(b", win ");
    line.short_number(fixed.window);
    if fixed.control.urg() {
        line.lit(b", urg ");
        line.short_number(fixed.urgent_pointer);
    }
    options::append(line, fields.options, fixed.shown.sack_base.0);
    line.number(fixed.payload_len);
}

/// Appends what `append` appends behind the line, and the line feed.
#[inline(never)]
fn append_behind(out: &mut Vec<u8>, append: impl FnOnce(&mut Vec<u8>)) -> Printed {
    let begin = out.len();
    append(out);
    let line_end = line_end(out, begin);
    out.text("\n");
    Printed { line_end }
}
