//! The fast way for the packets that captures are full of: TCP in IP in Ethernet, whole headers,
//! nothing wrong with any length, well-known options, no more asked for than a plain line.
//!
//! Duty: tell such packets, and take from them what their line says. Invariant: a packet that is
//! not of this shape is refused before anything is remembered. Absence: no text; that is
//! [`LineWriter`](crate::line_writer::LineWriter)'s.

pub(crate) mod options;
mod places;

pub(crate) use places::{Places, of, of_ipv4};

use crate::LineOptions;
use crate::payload::{self, Payload};
use crate::sequence::{Numbers, SequenceBases, Shown};
use crate::sockets::Sockets;
use crate::time::Stamp;
use synfin::{ControlBits, SeqNumber};

/// What is at the fixed places of a packet of the common shape.
pub(crate) struct Shape<'a> {
    pub(crate) sockets: Sockets,
    pub(crate) seq: SeqNumber,
    /// The acknowledgment field, whether or not ACK is set.
    pub(crate) ack: SeqNumber,
    pub(crate) control: ControlBits,
    /// Unscaled.
    pub(crate) window: u16,
    pub(crate) urgent_pointer: u16,
    /// Octets by the IP header.
    pub(crate) payload_len: u32,
    /// Well-known ones, and whole.
    pub(crate) options: &'a [u8],
    /// The payload octets captured.
    pub(crate) payload: &'a [u8],
}

/// What the line of a packet says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineFields<'a> {
    pub(crate) fixed: Fixed,
    /// The TCP options; well-known ones, and whole.
    pub(crate) options: &'a [u8],
    pub(crate) behind: Behind<'a>,
}

/// What stands behind the payload's length.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Behind<'a> {
    /// Nothing.
    Nothing,
    /// What the payload's own printer has to say of these captured octets.
    Payload(&'a [u8]),
}

/// The fields of fixed size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    /// The packet's number among those given to the printer, from 1.
    pub(crate) packet: u64,
    pub(crate) stamp: Stamp,
    pub(crate) sockets: Sockets,
    pub(crate) shown: Shown,
    pub(crate) control: ControlBits,
    /// Unscaled.
    pub(crate) window: u16,
    pub(crate) urgent_pointer: u16,
    /// Octets by the IP header.
    pub(crate) payload_len: u32,
}

/// Are lines asked for that can be written this way?
pub(crate) const fn serves(options: &LineOptions) -> bool {
    options.verbosity == 0 && options.quiet == 0 && !options.link_header && options.dump.is_none()
}

impl<'a> Shape<'a> {
    /// All that the line says, after the packet has been taken note of.
    #[inline(always)]
    pub(crate) fn fields(
        &self,
        (packet, stamp): (u64, Stamp),
        options: &LineOptions,
        sequences: &mut SequenceBases,
    ) -> LineFields<'a> {
        let (seq, ack, control) = (self.seq, self.ack, self.control);
        let shown = if options.absolute_seq {
            Shown::absolute(seq, ack)
        } else {
            sequences.observe(&Numbers {
                sockets: &self.sockets,
                seq,
                ack,
                control,
            })
        };
        let (Sockets::V4(ports, _) | Sockets::V6(ports, _)) = self.sockets;
        let concerns = self.payload_len > 0 && payload::concern(ports, control);
        LineFields {
            fixed: Fixed {
                packet,
                stamp,
                sockets: self.sockets,
                shown,
                control,
                window: self.window,
                urgent_pointer: self.urgent_pointer,
                payload_len: self.payload_len,
            },
            options: self.options,
            behind: if concerns {
                Behind::Payload(self.payload)
            } else {
                Behind::Nothing
            },
        }
    }
}

impl Shape<'_> {
    /// Appends what the payload's own printer has to say.
    #[inline(never)]
    pub(crate) fn append_payload(&self, out: &mut Vec<u8>, memory: &mut payload::Memory) {
        let about = (self.sockets, self.control, !self.options.is_empty());
        append_payload(out, self.payload, self.payload_len, about, memory);
    }
}

impl LineFields<'_> {
    /// Appends what the payload's own printer has to say of captured octets.
    #[inline(never)]
    pub(crate) fn append_payload(
        &self,
        captured: &[u8],
        out: &mut Vec<u8>,
        memory: &mut payload::Memory,
    ) {
        let fixed = &self.fixed;
        let about = (fixed.sockets, fixed.control, !self.options.is_empty());
        append_payload(out, captured, fixed.payload_len, about, memory);
    }
}

/// The same of a segment's payload; besides the octets captured it is told how many there were, its
/// sockets, its control bits, and whether it has options.
fn append_payload(
    out: &mut Vec<u8>,
    captured: &[u8],
    len: u32,
    (sockets, control, has_options): (Sockets, ControlBits, bool),
    memory: &mut payload::Memory,
) {
    let payload = Payload {
        captured,
        len,
        sockets,
        reset: control.rst(),
        has_options,
        told_by: "tcp",
    };
    // Where a dump would begin does not matter: there is none, and no more than a line.
    let _ = payload::append(out, &payload, 0, memory);
}

#[cfg(test)]
mod tests;
