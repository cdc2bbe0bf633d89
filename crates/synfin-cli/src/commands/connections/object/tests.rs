//! Members are what values are as JSON, whatever they are and wherever a piece ends.

use super::Object;
use crate::facts::{FactName, FactSink, Value};
use proptest::prelude::*;
use synfin::Timestamp;

const NAME: &FactName = &FactName::of_object("x");

/// Words of many lengths, of which the last two do not fit into a piece's room for one.
const WORDS: [&str; 8] = [
    "",
    "S1",
    "REJ",
    "client",
    "ESTABLISHED",
    "fin-then-reset-x",
    "Complete, WITH_DATA",
    "a word that is far longer than any of ours, longer even than the hundred and twenty octets that \
     the longest text of all may have",
];

fn any_value() -> impl Strategy<Value = Value> {
    let number = (0_u32..64, any::<u64>()).prop_map(|(bits, number)| number >> bits);
    prop_oneof![
        Just(Value::Unknown),
        any::<bool>().prop_map(Value::Flag),
        number.clone().prop_map(Value::Number),
        number.clone().prop_map(Value::Octets),
        number.prop_map(Value::Millis),
        any::<i64>().prop_map(|nanos| Value::Seconds(nanos.into())),
        any::<i128>().prop_map(Value::Seconds),
        (any::<i64>(), 0..2_000_000_000_u64)
            .prop_map(|(seconds, nanos)| Value::Time(Timestamp::new(seconds >> 30, nanos))),
        prop::sample::select(&WORDS[..]).prop_map(Value::Word),
        "[a-zA-Z\"]{0,20}".prop_map(|text| Value::Text(text.as_str().into())),
        any::<[u8; 4]>().prop_map(|address| Value::Address(address.into())),
        any::<[u16; 8]>().prop_map(|address| Value::Address(address.into())),
    ]
}

proptest! {
    #[test]
    fn members_are_what_values_are_as_json(values in prop::collection::vec(any_value(), 0..200)) {
        let (mut out, mut expected) = (Vec::new(), Vec::new());
        let mut object = Object::new(&mut out);
        for value in values {
            object.take(NAME, value);
            expected.extend_from_slice(b",\"x\":");
            value.write_json(&mut expected);
        }
        object.end();
        expected.extend_from_slice(b"}\n");
        prop_assert_eq!(String::from_utf8(out), String::from_utf8(expected));
    }
}
