//! What an end offered in its SYN, and the receive window it advertises.
//!
//! Duty: keep both in a few octets. Invariant: an option is only known to be absent if the whole
//! header was captured. Absence: no judgement of what a window allows.

use crate::Segment;
use crate::decode::TcpOption;
use crate::packing::packed;

/// The largest shift count that counts (RFC 7323, 2.3).
const LARGEST_SHIFT: u8 = 14;

/// An end's receive window as it advertised it last, and what its last SYN offered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    /// The window field of its last segment.
    raw: u16,
    mss: u16,
    /// The shift count as it stands in the SYN.
    scale: u8,
    marks: u8,
}

/// A SYN was captured.
const OFFERED: u8 = 1;
/// That SYN had these options, or not all of its options were captured.
const MSS: u8 = 2;
const SCALE: u8 = 4;
const SACK: u8 = 8;
const TIMESTAMPS: u8 = 16;
const CUT: u8 = 32;
/// The last segment's window is scaled.
const SCALED: u8 = 64;
/// Both ends' SYNs were captured, and whether windows are scaled is known.
const KNOWN: u8 = 128;

impl Window {
    /// The window in octets, scaled if both SYNs offered to.
    #[inline]
    pub(super) fn octets(&self) -> u32 {
        let shift = if self.has(SCALED) {
            self.scale.min(LARGEST_SHIFT)
        } else {
            0
        };
        u32::from(self.raw) << shift
    }

    /// The window field of its last segment.
    #[inline]
    pub(super) const fn raw(&self) -> u16 {
        self.raw
    }

    /// The maximum segment size that its last SYN asked for.
    pub(super) fn mss(&self) -> Option<u16> {
        self.has(MSS).then_some(self.mss)
    }

    /// The shift count of its last SYN.
    #[inline]
    pub(super) fn shift(&self) -> Option<u8> {
        self.has(SCALE).then_some(self.scale)
    }

    /// Did its last SYN permit SACK?
    pub(super) const fn sack_permitted(&self) -> Option<bool> {
        self.offers(SACK)
    }

    /// Did its last SYN carry timestamps?
    pub(super) const fn timestamps(&self) -> Option<bool> {
        self.offers(TIMESTAMPS)
    }

    /// Was the snapshot too short to tell whether its last SYN offered a scale?
    #[inline]
    const fn is_unknown(&self) -> bool {
        self.has(CUT) && !self.has(SCALE)
    }

    const fn offers(&self, option: u8) -> Option<bool> {
        match (self.has(OFFERED), self.has(option), self.has(CUT)) {
            (true, true, _) => Some(true),
            (true, false, false) => Some(false),
            _ => None,
        }
    }

    #[inline]
    const fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    /// Learns from the peer's SYN, or from that there was none, what its own SYN means; `syns`
    /// says whether both were captured.
    pub(super) fn agree(&mut self, peer: &Self, syns: bool) {
        let known = syns && !self.is_unknown() && !peer.is_unknown();
        self.marks = self.marks & !KNOWN | if known { KNOWN } else { 0 };
    }

    /// The window of the last segment in octets, if its scale is known: a SYN's is never scaled,
    /// another's only if both ends offered to (RFC 7323, 2.2).
    #[inline]
    pub(super) fn known(&self) -> Option<u32> {
        self.has(KNOWN).then(|| self.octets())
    }

    /// Takes a segment of this end; `peer_shift` is the shift count of the other end's SYN.
    #[inline]
    pub(super) fn take(&mut self, segment: &Segment<'_>, peer_shift: Option<u8>) {
        if segment.control.syn() {
            *self = Self::offered(segment);
        } else {
            let scaled = self.has(SCALE) && peer_shift.is_some();
            self.marks = self.marks & !SCALED | if scaled { SCALED } else { 0 };
        }
        self.raw = segment.raw_window;
    }

    /// What a SYN offers; of options that are there twice the first counts.
    #[cold]
    fn offered(syn: &Segment<'_>) -> Self {
        let mut window = Self {
            raw: syn.raw_window,
            marks: OFFERED | if syn.options.is_cut() { CUT } else { 0 },
            ..Self::default()
        };
        for option in syn.options.iter() {
            match option {
                TcpOption::MaximumSegmentSize(size) if !window.has(MSS) => {
                    window.mss = size;
                    window.marks |= MSS;
                }
                TcpOption::WindowScale(shift) if !window.has(SCALE) => {
                    window.scale = shift;
                    window.marks |= SCALE;
                }
                TcpOption::SackPermitted => window.marks |= SACK,
                TcpOption::Timestamps { .. } => window.marks |= TIMESTAMPS,
                _ => {}
            }
        }
        window
    }
}

packed!(Window {
    raw,
    mss,
    scale,
    marks
});
