//! The fast way for the packets that captures are full of: TCP in IPv4 in Ethernet, whole headers,
//! nothing wrong with any length, well-known options, no more asked for than a plain line.
//!
//! Duty: the same text that the layers' own printers write, with less work. Invariant: a packet
//! that is not of this shape is refused before anything is written or remembered. Absence: no
//! truncation marks and no complaints, since nothing is missing or wrong.

mod line;

use crate::LineOptions;
use crate::ip::Addresses;
use crate::payload::{self, Payload};
use crate::record::Memory;
use crate::sequence::{Numbers, Shown};
use line::Line;
use synfin::{ControlBits, Frame, SeqNumber};

/// Where the IP header begins, and where the TCP header does: IP options are not common.
const IP: usize = 14;
const TCP: usize = 34;

/// A packet of the common shape.
struct Packet<'a> {
    addresses: ([u8; 4], [u8; 4]),
    ports: (u16, u16),
    numbers: (SeqNumber, SeqNumber),
    control: ControlBits,
    window: u16,
    urgent_pointer: u16,
    options: &'a [u8],
    /// Octets by the IP header.
    payload_len: u32,
    payload: &'a [u8],
}

/// Are lines asked for that can be written this way?
pub(crate) fn serves(options: &LineOptions) -> bool {
    options.numeric
        && options.verbosity == 0
        && options.quiet == 0
        && !options.link_header
        && options.dump.is_none()
}

/// Appends what stands behind the time stamp, and gives where the payload part begins; nothing if
/// the packet is not of the common shape.
pub(crate) fn append(
    out: &mut Vec<u8>,
    frame: &Frame<'_>,
    options: &LineOptions,
    memory: &mut Memory,
) -> Option<usize> {
    let packet = Packet::read(frame)?;
    let shown = packet.shown(options, memory);
    let mut line = Line::new();
    packet.write(&mut line, &shown);
    line.append_to(out);
    let payload_at = out.len();
    if packet.payload_len > 0 {
        let payload = Payload {
            captured: packet.payload,
            len: packet.payload_len,
            source_port: packet.ports.0,
            destination_port: packet.ports.1,
            reset: packet.control.rst(),
            has_options: !packet.options.is_empty(),
        };
        // Where a dump would begin does not matter: there is none.
        let _ = payload::append(out, &payload, &mut memory.payload, options);
    }
    Some(payload_at)
}

impl<'a> Packet<'a> {
    #[inline]
    fn read(frame: &Frame<'a>) -> Option<Self> {
        let data = frame.data;
        let headers: &[u8; 54] = data.first_chunk()?;
        let [
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            0x08,
            0x00,
            0x45,
            _,
            l1,
            l0,
            _,
            _,
            f1,
            f0,
            _,
            6,
            _,
            _,
            rest @ ..,
        ] = headers
        else {
            return None;
        };
        let [
            s3,
            s2,
            s1,
            s0,
            d3,
            d2,
            d1,
            d0,
            sp1,
            sp0,
            dp1,
            dp0,
            q3,
            q2,
            q1,
            q0,
            a3,
            a2,
            a1,
            a0,
            off,
            bits,
            w1,
            w0,
            _,
            _,
            u1,
            u0,
        ] = *rest;
        let be16 = |high, low| u16::from_be_bytes([high, low]);
        let be32 = |a, b, c, d| SeqNumber(u32::from_be_bytes([a, b, c, d]));
        let total = usize::from(be16(*l1, *l0));
        let delivered = usize::try_from(frame.original_len).ok()?.checked_sub(IP)?;
        let header_len = usize::from(off >> 4) * 4;
        let payload_at = TCP + header_len;
        // A fragment, a length that is wrong, or a header cut off is for the patient way. Neither
        // do the lengths in the packet's record contradict each other.
        let sound = be16(*f1, *f0) & 0x3fff == 0
            && total <= delivered
            && header_len >= 20
            && IP + total >= payload_at;
        if !sound {
            return None;
        }
        let options = data.get(TCP + 20..payload_at)?;
        let payload_len = (IP + total).checked_sub(payload_at)?;
        let payload = data.get(payload_at..)?;
        line::are_common(options).then_some(Self {
            addresses: ([s3, s2, s1, s0], [d3, d2, d1, d0]),
            ports: (be16(sp1, sp0), be16(dp1, dp0)),
            numbers: (be32(q3, q2, q1, q0), be32(a3, a2, a1, a0)),
            control: ControlBits::from_bits(be16(off, bits)),
            window: be16(w1, w0),
            urgent_pointer: be16(u1, u0),
            options,
            payload_len: u32::try_from(payload_len).ok()?,
            payload: payload.get(..payload_len).unwrap_or(payload),
        })
    }

    fn shown(&self, options: &LineOptions, memory: &mut Memory) -> Shown {
        let (seq, ack) = self.numbers;
        if options.absolute_seq {
            return Shown::absolute(seq, ack);
        }
        let addresses = Addresses::V4 {
            source: self.addresses.0,
            destination: self.addresses.1,
        };
        memory.sequences.observe(&Numbers {
            addresses: &addresses,
            source_port: self.ports.0,
            destination_port: self.ports.1,
            seq,
            ack,
            control: self.control,
        })
    }

    fn write(&self, line: &mut Line, shown: &Shown) {
        let state = ControlBits::SYN
            .with(ControlBits::FIN)
            .with(ControlBits::RST);
        line.lit(b"IP ");
        line.socket(self.addresses.0, self.ports.0);
        line.lit(b" > ");
        line.socket(self.addresses.1, self.ports.1);
        line.lit(b": Flags [");
        line.text(self.control.letters());
        line.lit(b"]");
        if self.payload_len > 0 || self.control.intersects(state) {
            line.lit(b", seq ");
            line.number(shown.seq.0);
            if self.payload_len > 0 {
                line.lit(b":");
                line.number(shown.seq.plus(self.payload_len).0);
            }
        }
        if self.control.ack() {
            line.lit(b", ack ");
            line.number(shown.ack.0);
        }
        line.lit(b", win ");
        line.number(self.window.into());
        if self.control.urg() {
            line.lit(b", urg ");
            line.number(self.urgent_pointer.into());
        }
        if !self.options.is_empty() {
            line.options(self.options, shown.sack_base.0);
        }
        line.lit(b", length ");
        line.number(self.payload_len);
    }
}

#[cfg(test)]
mod tests;
