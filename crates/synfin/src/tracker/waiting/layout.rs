//! How the options of nearly all SYNs are laid out.
//!
//! Duty: say which of a few layouts options have, and what stands in it. Invariant: what is made
//! of that again is the same, octet for octet. Absence: what options mean.

/// Options in a known layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Laid {
    /// Which layout, from 1.
    pub(super) layout: u8,
    /// The maximum segment size and the shift count, as they stand there.
    pub(super) mss: [u8; 2],
    pub(super) shift: u8,
    pub(super) timestamps: [u8; 8],
}

/// A layout: its octets, 0 where something else may stand; the maximum segment size stands at 2.
struct Layout {
    octets: &'static [u8],
    shift: Option<usize>,
    timestamps: Option<usize>,
}

const MSS: usize = 2;

const LAYOUTS: [Layout; 7] = [
    // Linux, with timestamps and without.
    Layout {
        octets: &[2, 4, 0, 0, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 0],
        shift: Some(19),
        timestamps: Some(8),
    },
    Layout {
        octets: &[2, 4, 0, 0, 1, 1, 4, 2, 1, 3, 3, 0],
        shift: Some(11),
        timestamps: None,
    },
    // Windows.
    Layout {
        octets: &[2, 4, 0, 0, 1, 3, 3, 0, 1, 1, 4, 2],
        shift: Some(7),
        timestamps: None,
    },
    // FreeBSD and macOS.
    Layout {
        octets: &[2, 4, 0, 0, 1, 3, 3, 0, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0],
        shift: Some(7),
        timestamps: Some(12),
    },
    Layout {
        octets: &[
            2, 4, 0, 0, 1, 3, 3, 0, 1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 4, 2, 0, 0,
        ],
        shift: Some(7),
        timestamps: Some(12),
    },
    // Old ones, and what answers them.
    Layout {
        octets: &[2, 4, 0, 0, 1, 1, 4, 2],
        shift: None,
        timestamps: None,
    },
    Layout {
        octets: &[2, 4, 0, 0],
        shift: None,
        timestamps: None,
    },
];

impl Laid {
    /// What stands in a header's options, if their layout is known.
    pub(super) fn of(octets: &[u8]) -> Option<Self> {
        (1..).zip(&LAYOUTS).find_map(|(layout, known)| {
            let laid = known.read(layout, octets)?;
            Some(laid)
        })
    }

    /// Puts the options at the front of `room`; says how many octets they take.
    pub(super) fn put_into(&self, room: &mut [u8]) -> usize {
        let number = usize::from(self.layout).wrapping_sub(1);
        let Some(layout) = LAYOUTS.get(number) else {
            return 0;
        };
        let len = layout.octets.len();
        if let Some(room) = room.get_mut(..len) {
            room.copy_from_slice(layout.octets);
            put(room, Some(MSS), self.mss);
            put(room, layout.shift, [self.shift]);
            put(room, layout.timestamps, self.timestamps);
        }
        len
    }
}

impl Layout {
    /// Reads options that may be laid out like this.
    fn read(&self, layout: u8, octets: &[u8]) -> Option<Laid> {
        let len = self.octets.len();
        if octets.len() != len {
            return None;
        }
        let laid = Laid {
            layout,
            mss: at(octets, Some(MSS)),
            shift: at::<1>(octets, self.shift)[0],
            timestamps: at(octets, self.timestamps),
        };
        // Whatever stands elsewhere must be the layout's.
        let mut again = [0; 24];
        laid.put_into(&mut again);
        (again.get(..len) == Some(octets)).then_some(laid)
    }
}

/// Octets at a place, if there is one.
fn at<const N: usize>(octets: &[u8], place: Option<usize>) -> [u8; N] {
    let found = place.and_then(|place| octets.get(place..)?.first_chunk());
    found.copied().unwrap_or([0; N])
}

fn put<const N: usize>(room: &mut [u8], place: Option<usize>, octets: [u8; N]) {
    let place = place.and_then(|place| room.get_mut(place..)?.first_chunk_mut());
    if let Some(place) = place {
        *place = octets;
    }
}

#[cfg(test)]
mod tests {
    use super::{LAYOUTS, Laid};

    #[test]
    fn what_is_laid_out_comes_out_again() {
        for (number, layout) in (1..).zip(&LAYOUTS) {
            let laid = Laid {
                layout: number,
                mss: [5, 180],
                shift: layout.shift.map_or(0, |_| 7),
                timestamps: layout
                    .timestamps
                    .map_or([0; 8], |_| [1, 2, 3, 4, 5, 6, 7, 8]),
            };
            let mut room = [9; 24];
            let len = laid.put_into(&mut room);
            assert_eq!(Laid::of(&room[..len]), Some(laid));
            room[len - 1] ^= 0x40;
            let other = Laid::of(&room[..len]);
            assert!(other.is_none_or(|other| other != laid), "{other:?}");
            assert_eq!(Laid::of(&room[..len - 1]), None);
        }
        assert_eq!(Laid::of(&[2, 4, 5, 180, 1, 1, 1, 1]), None);
    }
}
