//! Tests of the inbox.

use super::{Copy, Facts, Inbox, Kind, Letter, Letters, Mark};
use crate::SeqNumber;
use proptest::prelude::*;

fn letter(packet: u64) -> Letter {
    Letter {
        copy: Copy {
            mark: Mark { packet, time: 0 },
            brings: Facts::default(),
            seq: SeqNumber(0),
            tsval: None,
        },
        first: None,
        end: None,
        doubted: false,
        unlikely: false,
        retried: false,
    }
}

proptest! {
    #[test]
    fn letters_are_kept_by_their_kinds(
        acts in prop::collection::vec((0_usize..5, any::<bool>()), 0..40),
    ) {
        let mut inbox = Inbox::default();
        let mut expected = [None; 5];
        for (packet, (kind, puts)) in (1..).zip(acts) {
            if puts {
                inbox.put(Kind::ALL[kind], letter(packet));
                expected[kind] = Some(packet);
            } else {
                inbox.discard(Kind::ALL[kind]);
                expected[kind] = None;
            }
            let packet = |letter: &Letter| letter.copy.mark.packet;
            prop_assert_eq!(Kind::ALL.map(|kind| inbox.get(kind).map(packet)), expected);
            let found = Kind::ALL.map(|kind| inbox.get_mut(kind).map(|letter| packet(letter)));
            prop_assert_eq!(found, expected);
            let mut found = [None; 5];
            inbox.for_each(|kind, letter| found[kind as usize] = Some(packet(letter)));
            prop_assert_eq!(found, expected);
            prop_assert_eq!(inbox.letters.is_none(), inbox.is_empty());
        }
    }
}

#[test]
fn two_letters_take_two_lines_of_the_cache() {
    assert!(size_of::<Letters>() <= 128);
}
