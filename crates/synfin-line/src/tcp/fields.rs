//! The fields of a TCP header without its options.

use crate::octets::Octets;
use crate::record::Record;
use crate::sequence::Shown;
use synfin::{ControlBits, SeqNumber};

/// A TCP header's fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) seq: SeqNumber,
    pub(super) ack: SeqNumber,
    /// Octets by the data offset, also where they are too few or too many.
    pub(super) header_len: u32,
    pub(super) control: ControlBits,
    /// Unscaled.
    pub(super) window: u16,
    pub(super) checksum: u16,
    pub(super) urgent_pointer: u16,
}

impl Fields {
    /// The fields, if all twenty octets were captured.
    pub(super) fn read(segment: Octets<'_>) -> Option<Self> {
        let offset_and_control = segment.be16(12)?;
        Some(Self {
            seq: SeqNumber(segment.be32(4)?),
            ack: SeqNumber(segment.be32(8)?),
            header_len: u32::from(offset_and_control >> 12) * 4,
            control: ControlBits::from_bits(offset_and_control),
            window: segment.be16(14)?,
            checksum: segment.be16(16)?,
            urgent_pointer: segment.be16(18)?,
        })
    }
}

/// Appends the fields between the checksum and the options.
pub(super) fn print(record: &mut Record<'_>, fields: &Fields, shown: &Shown, payload_len: u32) {
    let control = fields.control;
    let wordy = record.options.verbosity > 1;
    let changes_state = ControlBits::SYN
        .with(ControlBits::FIN)
        .with(ControlBits::RST);
    if payload_len > 0 || control.intersects(changes_state) || wordy {
        record.labelled(", seq ", shown.seq.0);
        if payload_len > 0 {
            record.labelled(":", shown.seq.plus(payload_len).0);
        }
    }
    if control.ack() {
        record.labelled(", ack ", shown.ack.0);
    } else if wordy && fields.ack.0 != 0 {
        record.labelled(", [ack ", fields.ack.0);
        record.text(" != 0 while ACK flag not set]");
    }
    record.labelled(", win ", fields.window);
    if control.urg() {
        record.labelled(", urg ", fields.urgent_pointer);
    } else if wordy && fields.urgent_pointer != 0 {
        record.labelled(", [urg ", fields.urgent_pointer);
        record.text(" != 0 while URG flag not set]");
    }
}
