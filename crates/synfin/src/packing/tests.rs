//! What was packed comes out again.

use super::{Pack, pack, unpack};
use crate::{SeqNumber, Timestamp};
use proptest::prelude::*;

fn again<T: Pack>(value: &T) -> T {
    unpack(&pack(value)).expect("it was packed")
}

type Numbers = (Vec<u32>, (Vec<i64>, (Vec<u64>, Vec<Option<i16>>)));

proptest! {
    #[test]
    fn numbers_come_out_again(
        numbers: Vec<u32>, times: Vec<i64>, counts: Vec<u64>, ages: Vec<Option<i16>>,
    ) {
        let values: Numbers = (numbers, (times, (counts, ages)));
        prop_assert_eq!(&again(&values), &values);
    }

    #[test]
    fn time_stamps_come_out_again(seconds: i64, nanoseconds: u64) {
        for odd in [nanoseconds, nanoseconds % 1_000_000_000] {
            let time = Timestamp::new(seconds, odd);
            prop_assert_eq!(again(&time), time);
        }
    }

    #[test]
    fn nothing_comes_of_a_part(numbers in proptest::collection::vec(any::<u32>(), 1..9)) {
        let octets = pack(&numbers);
        for len in 0..octets.len() {
            prop_assert_eq!(unpack::<Vec<u32>>(&octets[..len]), None);
        }
    }
}

#[test]
fn what_is_near_to_another_takes_an_octet_or_two() {
    let numbers = [0x1234_5678, 0x1234_5678, 0x1234_5679, 9, 0x1234_5700].map(SeqNumber);
    assert_eq!(again(&numbers.to_vec()), numbers);
    assert_eq!(pack(&numbers.to_vec()).len(), 1 + 1 + 5 + 1 + 1 + 2 + 2);
    let times = [
        1_700_000_000_000_000_000,
        1_700_000_000_000_000_100,
        i64::MIN,
        -5,
    ];
    assert_eq!(again(&times.to_vec()), times);
    assert_eq!(pack(&times.to_vec()).len(), 1 + 1 + 9 + 2 + 1 + 1);
}

#[test]
fn eight_numbers_that_are_0_take_an_octet() {
    let nothing = [(0_u32, (false, 0_u8)); 8];
    assert_eq!(pack(&nothing.to_vec()).len(), 1 + 1 + 3);
    assert_eq!(again(&nothing.to_vec()), nothing);
}
