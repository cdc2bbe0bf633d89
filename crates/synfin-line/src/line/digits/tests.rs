use super::{Digits, PER_WORD};
use proptest::prelude::*;

fn text(digits: Digits) -> String {
    String::from_utf8(digits.word.to_le_bytes()[..digits.count].to_vec()).unwrap()
}

#[test]
fn every_number_of_up_to_five_digits() {
    for number in 1..100_000 {
        assert_eq!(text(Digits::of(number)), number.to_string());
        assert_eq!(text(Digits::last(number, 8)), format!("{number:08}"));
    }
}

#[test]
fn every_number_below_a_million() {
    for number in 0..1_000_000 {
        assert_eq!(text(Digits::of_six(number)), number.to_string());
        assert_eq!(text(Digits::six_and_space(number)), format!("{number:06} "));
    }
}

#[test]
fn every_number_of_sixteen_bits() {
    for number in 0..=u16::MAX {
        assert_eq!(text(Digits::of_short(number)), format!("{number:02}"));
    }
}

#[test]
fn every_octet_of_an_address() {
    for octet in 0..=u8::MAX {
        assert_eq!(text(Digits::of_octet(octet)), format!("{octet}."));
    }
}

#[test]
fn every_number_below_a_thousand() {
    for number in 0..1000 {
        assert_eq!(text(Digits::of_three(number)), number.to_string());
        assert_eq!(text(Digits::three(number)), format!("{number:03}"));
    }
}

#[test]
fn every_upper_half() {
    for half in 1..10_000 {
        for number in [half * 10_000, half * 10_000 + 9_999] {
            assert_eq!(text(Digits::of(number)), number.to_string());
        }
    }
}

proptest! {
    #[test]
    fn any_number(number in 1..PER_WORD, digits in 1_usize..9) {
        prop_assert_eq!(text(Digits::of(number)), number.to_string());
        let all = format!("{number:08}");
        prop_assert_eq!(Some(&*text(Digits::last(number, digits))), all.get(8 - digits..));
    }
}
