use super::{Offers, TcpOption, TcpOptions};
use crate::SeqNumber;
use TcpOption::{
    AccurateEcn, Authentication, Experimental, FastOpen, Malformed, MaximumSegmentSize,
    Md5Signature, Multipath, NoOperation, Sack, SackPermitted, Timestamps, Unknown, UserTimeout,
    WindowScale,
};
use proptest::prelude::*;

fn read(octets: &[u8]) -> Vec<TcpOption<'_>> {
    TcpOptions::new(octets, false).iter().collect()
}

#[test]
fn a_syn_of_linux() {
    let octets = [
        2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 7, 0, 0, 0, 0, 1, 3, 3, 7,
    ];
    let options = TcpOptions::new(&octets, false);
    let value = 7;
    let echo_reply = 0;
    assert_eq!(
        read(&octets),
        [
            MaximumSegmentSize(1460),
            SackPermitted,
            Timestamps { value, echo_reply },
            NoOperation,
            WindowScale(7)
        ]
    );
    assert_eq!(
        (options.mss(), options.window_scale()),
        (Some(1460), Some(7))
    );
    assert_eq!(options.timestamps(), Some((7, 0)));
    assert!(options.sack_permitted() && !options.is_cut());
    let offers = Offers {
        mss: Some(1460),
        window_scale: Some(7),
        sack_permitted: true,
        timestamps: Some((7, 0)),
        sack: false,
    };
    assert_eq!(options.offers(), offers);
}

#[test]
fn time_stamps_are_found_in_the_usual_place_and_elsewhere() {
    let usual = [1, 1, 8, 10, 0, 0, 1, 0, 0, 0, 0, 2];
    assert_eq!(TcpOptions::new(&usual, false).timestamps(), Some((256, 2)));
    let last = [1, 8, 10, 0, 0, 1, 0, 0, 0, 0, 2, 0];
    assert_eq!(TcpOptions::new(&last, false).timestamps(), Some((256, 2)));
    assert_eq!(TcpOptions::new(&usual[..11], false).timestamps(), None);
}

#[test]
fn sack_blocks_keep_their_order() {
    let octets = [5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0, 12];
    let blocks: Vec<_> = TcpOptions::new(&octets, false).sack_blocks().collect();
    let number = SeqNumber;
    assert_eq!(blocks, [(number(1), number(2)), (number(9), number(12))]);
    assert!(matches!(read(&[5, 2])[..], [Sack(blocks)] if blocks.count() == 0));
    assert!(matches!(read(&[5, 4, 1, 2])[..], [Unknown { kind: 5, .. }]));
}

#[test]
fn every_other_kind() {
    let digest = [7; 16];
    let mut signed = vec![19, 18];
    signed.extend(digest);
    assert_eq!(read(&signed), [Md5Signature(&digest)]);
    assert_eq!(read(&[28, 4, 0, 90]), [UserTimeout { seconds: 90 }]);
    assert_eq!(read(&[28, 4, 0x80, 2]), [UserTimeout { seconds: 120 }]);
    let authentication = Authentication {
        key_id: 3,
        next_key_id: 4,
        mac: &[9, 9],
    };
    assert_eq!(read(&[29, 6, 3, 4, 9, 9]), [authentication]);
    let multipath = Multipath {
        subtype: 2,
        data: &[0x20, 1],
    };
    assert_eq!(read(&[30, 4, 0x20, 1]), [multipath]);
    assert_eq!(read(&[34, 2]), [FastOpen(&[])]);
    assert_eq!(read(&[34, 6, 1, 2, 3, 4]), [FastOpen(&[1, 2, 3, 4])]);
    assert_eq!(read(&[254, 4, 0xf9, 0x89]), [FastOpen(&[])]);
    let experimental = Experimental {
        kind: 253,
        id: 0x1234,
        data: &[5],
    };
    assert_eq!(read(&[253, 5, 0x12, 0x34, 5]), [experimental]);
    let data = &[1, 2];
    assert_eq!(read(&[77, 4, 1, 2]), [Unknown { kind: 77, data }]);
}

#[test]
fn accurate_ecn_counters_come_in_two_orders_and_may_be_left_out() {
    let counters = |ect0, ce, ect1| AccurateEcn { ect0, ce, ect1 };
    let all = [172, 11, 0, 0, 1, 0, 0, 2, 0, 1, 0];
    assert_eq!(read(&all), [counters(Some(1), Some(2), Some(256))]);
    assert_eq!(
        read(&[174, 8, 0, 0, 3, 0, 0, 2]),
        [counters(None, Some(2), Some(3))]
    );
    assert_eq!(read(&[172, 2]), [counters(None, None, None)]);
    let shared = [254, 7, 0xac, 0xc1, 0, 0, 9];
    assert_eq!(read(&shared), [counters(None, None, Some(9))]);
    assert!(matches!(
        read(&[172, 4, 0, 0])[..],
        [Unknown { kind: 172, .. }]
    ));
}

#[test]
fn a_wrong_length_of_a_known_kind_is_skipped_by_that_length() {
    let octets = [2, 3, 5, 3, 3, 7];
    let data = &[5];
    assert_eq!(read(&octets), [Unknown { kind: 2, data }, WindowScale(7)]);
}

#[test]
fn what_cannot_be_skipped_ends_the_list() {
    assert_eq!(read(&[1, 2]), [NoOperation, Malformed { kind: 2 }]);
    assert_eq!(read(&[2, 0, 1, 1]), [Malformed { kind: 2 }]);
    assert_eq!(read(&[2, 1, 1, 1]), [Malformed { kind: 2 }]);
    assert_eq!(read(&[2, 5, 1, 1]), [Malformed { kind: 2 }]);
    assert_eq!(read(&[0, 2, 4, 5, 0xb4]), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 20 } else { 256 }))]

    /// Any octets end, in as many steps as there are octets at most, and what is read of them
    /// without a malformed end covers them up to the end-of-list option.
    #[test]
    fn the_iterator_always_ends(octets in prop::collection::vec(any::<u8>(), 0..60)) {
        let count = TcpOptions::new(&octets, true).iter().take(61).count();
        prop_assert!(count <= octets.len());
    }

    /// What is asked for alone is what the iterator comes upon first.
    #[test]
    fn single_options_are_those_of_the_list(
        begins_as_advised in any::<bool>(),
        octets in prop::collection::vec(prop::sample::select(
            vec![0_u8, 1, 1, 2, 2, 3, 3, 4, 5, 8, 10, 10, 18, 200]), 0..40),
    ) {
        let advised: &[u8] = if begins_as_advised { &[1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2] } else { &[] };
        let octets = [advised, &octets].concat();
        let options = TcpOptions::new(&octets, false);
        let first = |what: fn(&TcpOption<'_>) -> bool| options.iter().find(what);
        let mss = first(|option| matches!(option, MaximumSegmentSize(_)));
        prop_assert_eq!(options.mss().map(MaximumSegmentSize), mss);
        let scale = first(|option| matches!(option, WindowScale(_)));
        prop_assert_eq!(options.window_scale().map(WindowScale), scale);
        let times = first(|option| matches!(option, Timestamps { .. }));
        let found = options.timestamps().map(|(value, echo_reply)| Timestamps { value, echo_reply });
        prop_assert_eq!(found, times);
        let blocks = first(|option| matches!(option, Sack(_)));
        prop_assert_eq!(Sack(options.sack_blocks()), blocks.unwrap_or_else(|| Sack(Default::default())));
        prop_assert_eq!(options.sack_permitted(), first(|option| *option == SackPermitted).is_some());
        let offers = options.offers();
        prop_assert_eq!((offers.mss, offers.window_scale), (options.mss(), options.window_scale()));
        prop_assert_eq!(offers.timestamps, options.timestamps());
        prop_assert_eq!(offers.sack_permitted, options.sack_permitted());
        prop_assert!(offers.sack || options.sack_blocks().next().is_none());
    }

    /// Where etherparse knows all kinds, it reads the same.
    #[test]
    fn etherparse_agrees(octets in prop::collection::vec(prop::sample::select(
        vec![0_u8, 1, 1, 2, 3, 4, 5, 8, 10, 18]), 0..40)) {
        use etherparse::TcpOptionElement as Theirs;
        for (ours, theirs) in TcpOptions::new(&octets, false)
            .iter()
            .zip(etherparse::TcpOptionsIterator::from_slice(&octets))
        {
            let Ok(theirs) = theirs else { break };
            let same = match (ours, theirs) {
                (NoOperation, Theirs::Noop) | (SackPermitted, Theirs::SelectiveAcknowledgementPermitted) => true,
                (MaximumSegmentSize(ours), Theirs::MaximumSegmentSize(theirs)) => ours == theirs,
                (WindowScale(ours), Theirs::WindowScale(theirs)) => ours == theirs,
                (Timestamps { value, echo_reply }, Theirs::Timestamp(a, b)) => (value, echo_reply) == (a, b),
                (Sack(blocks), Theirs::SelectiveAcknowledgement(first, rest)) => {
                    let theirs = std::iter::once(first).chain(rest.into_iter().flatten());
                    blocks.map(|(left, right)| (left.0, right.0)).eq(theirs)
                }
                _ => false,
            };
            prop_assert!(same, "{ours:?} but {octets:02x?}");
        }
    }
}
