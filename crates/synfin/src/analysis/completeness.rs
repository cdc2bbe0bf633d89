//! Wireshark's conversation completeness: which kinds of segments a connection had.

use crate::Segment;
use crate::packing::packed;
use std::fmt;

/// Which kinds of segments were captured, with Wireshark's values: 1 SYN, 2 SYN-ACK, 4 ACK,
/// 8 data, 16 FIN, 32 RST.
///
/// As in Wireshark, "ACK" is any segment with ACK and without payload and SYN, so the end of a
/// connection whose handshake is missing has it too, and a FIN counts only with ACK set. Unlike
/// there the first packet of a connection counts also when it is not a SYN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completeness(u8);

const SYN: u8 = 1;
const SYN_ACK: u8 = 2;
const ACK: u8 = 4;
const DATA: u8 = 8;
const FIN: u8 = 16;
const RST: u8 = 32;

impl Completeness {
    /// Takes the next segment.
    #[inline]
    pub(super) fn take(&mut self, segment: &Segment<'_>) {
        let control = segment.control;
        self.0 |= match (control.syn(), control.ack()) {
            (true, false) => SYN,
            (true, true) => SYN_ACK,
            (false, true) if segment.payload_len > 0 => DATA,
            (false, true) => ACK,
            (false, false) => 0,
        };
        if control.syn() && !control.ack() && segment.payload_len > 0 {
            // TCP Fast Open (RFC 7413).
            self.0 |= DATA;
        }
        if control.fin() && control.ack() {
            self.0 |= FIN;
        }
        if control.rst() {
            self.0 |= RST;
        }
    }

    /// Takes a segment with ACK and without SYN, FIN and RST; `data` says whether it has payload.
    #[inline]
    pub(super) const fn take_plain(&mut self, data: bool) {
        self.0 |= if data { DATA } else { ACK };
    }

    /// Besides, that it has FIN.
    #[inline]
    pub(super) const fn take_fin(&mut self) {
        self.0 |= FIN;
    }

    /// The sum of the values.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Wireshark's words for it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        const HANDSHAKE: u8 = SYN | SYN_ACK | ACK;
        match self.0 {
            SYN => "Incomplete, SYN_SENT",
            bits if bits == SYN | SYN_ACK => "Incomplete, CLIENT_ESTABLISHED",
            HANDSHAKE => "Incomplete, ESTABLISHED",
            bits if bits == HANDSHAKE | DATA => "Incomplete, DATA",
            bits if bits & (HANDSHAKE | DATA) == HANDSHAKE | DATA => "Complete, WITH_DATA",
            bits if bits & HANDSHAKE == HANDSHAKE => "Complete, NO_DATA",
            _ => "Incomplete",
        }
    }
}

impl fmt::Display for Completeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

packed!(newtype Completeness);
