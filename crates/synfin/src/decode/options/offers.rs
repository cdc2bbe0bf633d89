//! What an end offers in the options of its SYN.
//!
//! Duty: read all of it in one walk. Invariant: the same as asking [`TcpOptions`] for each of
//! them. Absence: what the offers mean.

use super::TcpOptions;
use super::find::Kinds;
use super::kind::{MAXIMUM_SEGMENT_SIZE, SACK, SACK_PERMITTED, TIMESTAMPS, WINDOW_SCALE};

/// What the options of a SYN offer; of options that are there twice the first counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offers {
    /// The maximum segment size, payload octets.
    pub(crate) mss: Option<u16>,
    /// The shift count as it stands.
    pub(crate) window_scale: Option<u8>,
    pub(crate) sack_permitted: bool,
    /// TSval and TSecr.
    pub(crate) timestamps: Option<(u32, u32)>,
    /// Is there a SACK option, of whatever length?
    pub(crate) sack: bool,
}

impl TcpOptions<'_> {
    /// What they offer, if they are a SYN's.
    #[inline]
    pub(crate) fn offers(self) -> Offers {
        linux(self.as_bytes()).unwrap_or_else(|| each(self.as_bytes()))
    }
}

/// The same of options in the order that Linux has them in: maximum segment size, SACK permitted,
/// timestamps, padding, window scale.
#[inline]
fn linux(options: &[u8]) -> Option<Offers> {
    let (&[[2, 4, high, low], permitted, value, echo, [1, 3, 3, shift]], []) =
        options.as_chunks::<4>()
    else {
        return None;
    };
    (permitted == [4, 2, 8, 10]).then_some(Offers {
        mss: Some(u16::from_be_bytes([high, low])),
        window_scale: Some(shift),
        sack_permitted: true,
        timestamps: Some((u32::from_be_bytes(value), u32::from_be_bytes(echo))),
        sack: false,
    })
}

/// The same of options in any order.
fn each(options: &[u8]) -> Offers {
    let mut offers = Offers::default();
    for option in Kinds(options) {
        match option {
            (MAXIMUM_SEGMENT_SIZE, &[high, low]) => {
                let size = u16::from_be_bytes([high, low]);
                offers.mss = offers.mss.or(Some(size));
            }
            (WINDOW_SCALE, &[shift]) => {
                offers.window_scale = offers.window_scale.or(Some(shift));
            }
            (SACK_PERMITTED, []) => offers.sack_permitted = true,
            (TIMESTAMPS, &[a, b, c, d, e, f, g, h]) => {
                let both = (
                    u32::from_be_bytes([a, b, c, d]),
                    u32::from_be_bytes([e, f, g, h]),
                );
                offers.timestamps = offers.timestamps.or(Some(both));
            }
            (SACK, _) => offers.sack = true,
            _ => {}
        }
    }
    offers
}
