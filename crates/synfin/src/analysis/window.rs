//! What an end offered in its SYN, and the receive window it advertises.

use super::Sent;
use crate::Segment;

/// The largest shift count that counts (RFC 7323, 2.3).
const LARGEST_SHIFT: u8 = 14;

/// What an end offered in its SYN. An option is only known to be absent if the whole header was
/// captured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) mss: Option<u16>,
    pub(super) window_scale: Option<u8>,
    pub(super) sack_permitted: Option<bool>,
    pub(super) timestamps: Option<bool>,
}

impl Offer {
    fn of(syn: &Segment<'_>) -> Self {
        let options = syn.options;
        let known = |found: bool| (found || !options.is_cut()).then_some(found);
        Self {
            mss: options.mss(),
            window_scale: options.window_scale(),
            sack_permitted: known(options.sack_permitted()),
            timestamps: known(options.timestamps().is_some()),
        }
    }
}

/// An end's receive window as it advertised it last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    /// Octets, scaled if both SYNs offered to.
    pub(super) octets: u32,
    /// What its last SYN offered.
    pub(super) offer: Option<Offer>,
    /// Was the snapshot too short to tell whether that SYN offered a scale?
    unknown: bool,
}

impl Window {
    /// The shift count of the last SYN.
    pub(super) fn shift(&self) -> Option<u8> {
        self.offer?.window_scale
    }

    /// Takes a segment of this end; `peer_shift` is the shift count of the other end's SYN.
    pub(super) fn take(&mut self, segment: &Segment<'_>, peer_shift: Option<u8>) {
        self.octets = segment.raw_window.into();
        if segment.control.syn() {
            let offer = Offer::of(segment);
            self.unknown = segment.options.is_cut() && offer.window_scale.is_none();
            self.offer = Some(offer);
        } else if let (Some(shift), Some(_)) = (self.shift(), peer_shift) {
            self.octets <<= shift.min(LARGEST_SHIFT);
        }
    }
}

/// The window of a segment of `x` in octets, if its scale is known: a SYN's is never scaled,
/// another's only if both ends offered to (RFC 7323, 2.2). The segment is already counted.
pub(super) fn scaled(segment: &Segment<'_>, x: &Sent, y: &Sent) -> Option<u32> {
    if segment.control.syn() {
        return Some(segment.raw_window.into());
    }
    let both_syns = x.numbering.isn.is_some() && y.numbering.isn.is_some();
    (both_syns && !x.window.unknown && !y.window.unknown).then_some(x.window.octets)
}
