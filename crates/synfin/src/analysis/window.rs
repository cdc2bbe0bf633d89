//! What an end offered in its SYN, and the receive window it advertises.
//!
//! Duty: keep both in a few octets. Invariant: an option is only known to be absent if the whole
//! header was captured. Absence: no judgement of what a window allows.

use crate::Segment;
use crate::decode::Offers;
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

    /// Learns from the peer's SYN, or from that there was none, what its own SYN means, and the
    /// other way round; `syns` says whether both were captured.
    #[inline]
    pub(super) fn agree_with(&mut self, peer: &mut Self, syns: bool) {
        let known = syns && !self.is_unknown() && !peer.is_unknown();
        for window in [self, peer] {
            window.marks = window.marks & !KNOWN | if known { KNOWN } else { 0 };
        }
    }

    /// The window of the last segment in octets, if its scale is known: a SYN's is never scaled,
    /// another's only if both ends offered to (RFC 7323, 2.2).
    #[inline]
    pub(super) fn known(&self) -> Option<u32> {
        self.has(KNOWN).then(|| self.octets())
    }

    /// Takes a segment of this end without SYN, with this window field; `peer` is the other end's.
    #[inline]
    pub(super) const fn take(&mut self, raw: u16, peer: &Self) {
        let scaled = (self.marks & peer.marks & SCALE) * (SCALED / SCALE);
        self.marks = self.marks & !SCALED | scaled;
        self.raw = raw;
    }

    /// What a SYN says, which has these options.
    #[inline]
    pub(super) fn offered(syn: &Segment<'_>, offers: &Offers) -> Self {
        let mark = |is_set, mark| if is_set { mark } else { 0 };
        Self {
            raw: syn.raw_window,
            mss: offers.mss.unwrap_or_default(),
            scale: offers.window_scale.unwrap_or_default(),
            marks: OFFERED
                | mark(offers.mss.is_some(), MSS)
                | mark(offers.window_scale.is_some(), SCALE)
                | mark(offers.sack_permitted, SACK)
                | mark(offers.timestamps.is_some(), TIMESTAMPS)
                | mark(syn.options.is_cut(), CUT),
        }
    }
}

packed!(Window {
    raw,
    mss,
    scale,
    marks
});
