use super::table::Table;
use super::{Bases, Lately, Numbers, Pair, SequenceBases};
use crate::directions::Direction;
use crate::line::{Line, NEW_ROOM};
use crate::sockets::Sockets;
use proptest::prelude::*;
use std::collections::HashMap;
use synfin::{ControlBits, SeqNumber};

const SYN: ControlBits = ControlBits::SYN;
const ACK: ControlBits = ControlBits::ACK;
const CLIENT: ([u8; 4], u16) = ([10, 0, 0, 1], 40_000);
const SERVER: ([u8; 4], u16) = ([10, 0, 0, 2], 80);

/// A dialogue between two sockets, and what its packets show.
#[derive(Default)]
struct Dialogue(SequenceBases);

impl Dialogue {
    /// The sequence number, acknowledgment number and SACK base shown.
    fn show(
        &mut self,
        from: ([u8; 4], u16),
        to: ([u8; 4], u16),
        control: ControlBits,
        seq: u32,
        ack: u32,
    ) -> (u32, u32, u32) {
        let addresses = [from.0, to.0].map(u32::from_be_bytes);
        let shown = self.0.observe(&Numbers {
            sockets: &Sockets::V4([from.1, to.1], addresses),
            seq: SeqNumber(seq),
            ack: SeqNumber(ack),
            control,
        });
        (shown.seq.0, shown.ack.0, shown.sack_base.0)
    }

    fn client(&mut self, control: ControlBits, seq: u32, ack: u32) -> (u32, u32, u32) {
        self.show(CLIENT, SERVER, control, seq, ack)
    }

    fn server(&mut self, control: ControlBits, seq: u32, ack: u32) -> (u32, u32, u32) {
        self.show(SERVER, CLIENT, control, seq, ack)
    }
}

#[test]
fn a_handshake_makes_numbers_relative() {
    let mut dialogue = Dialogue::default();
    assert_eq!(dialogue.client(SYN, 1000, 0), (1000, 0, 0));
    assert_eq!(
        dialogue.server(SYN.with(ACK), 5000, 1001),
        (5000, 1001, 1000)
    );
    assert_eq!(dialogue.client(ACK, 1001, 5001), (1, 1, 5000));
    assert_eq!(dialogue.server(ACK, 5001, 1101), (1, 101, 1000));
    // Before the base.
    assert_eq!(
        dialogue.client(ACK, 990, 4990),
        (u32::MAX - 9, u32::MAX - 9, 5000)
    );
}

#[test]
fn in_mid_stream_the_first_packet_is_the_base() {
    let mut dialogue = Dialogue::default();
    assert_eq!(dialogue.client(ACK, 900, 510), (900, 510, 509));
    assert_eq!(dialogue.client(ACK, 900, 510), (0, 1, 509));
    assert_eq!(dialogue.server(ACK, 510, 901), (1, 1, 900));
}

#[test]
fn packets_without_ack_are_absolute_and_change_nothing() {
    let mut dialogue = Dialogue::default();
    dialogue.client(ACK, 900, 510);
    assert_eq!(dialogue.client(ControlBits::RST, 905, 0), (905, 0, 0));
    assert_eq!(dialogue.client(SYN, 77, 0), (77, 0, 0));
    assert_eq!(dialogue.client(ACK, 905, 510), (5, 1, 509));
}

#[test]
fn a_syn_with_ack_begins_anew() {
    let mut dialogue = Dialogue::default();
    dialogue.client(ACK, 900, 510);
    assert_eq!(dialogue.server(SYN.with(ACK), 70, 31), (70, 31, 30));
    assert_eq!(dialogue.client(ACK, 31, 71), (1, 1, 70));
}

#[test]
fn a_socket_may_talk_to_itself() {
    let mut dialogue = Dialogue::default();
    assert_eq!(dialogue.show(CLIENT, CLIENT, ACK, 10, 20), (10, 20, 19));
    assert_eq!(
        dialogue.show(CLIENT, CLIENT, ACK, 20, 11),
        (10, u32::MAX - 7, 19)
    );
}

#[test]
fn ipv6_is_kept_apart() {
    let mut dialogue = Dialogue::default();
    dialogue.client(ACK, 900, 510);
    let mut numbers = Numbers {
        sockets: &Sockets::V6([1, 2], [[0; 4], [1; 4]]),
        seq: SeqNumber(50),
        ack: SeqNumber(60),
        control: ACK,
    };
    assert_eq!(dialogue.0.observe(&numbers).seq, SeqNumber(50));
    numbers.seq = SeqNumber(51);
    assert_eq!(dialogue.0.observe(&numbers).seq, SeqNumber(1));
}

/// A pair of sockets to each number.
fn pair(number: u32) -> Pair<u32> {
    Pair {
        addresses: [number, 1],
        ports: [2, 3],
    }
}

#[test]
fn what_was_used_lately_is_kept() {
    let bases = |number: u32| Bases {
        lower: SeqNumber(number),
        upper: SeqNumber(number + 1),
    };
    let mut table = Lately::new(100);
    for number in 0..1000_u32 {
        table.set(pair(number), bases(number));
        // One that is used all the time, and the ninety-nine last ones.
        assert_eq!(
            table.get(&pair(7)).map(|it| it.upper),
            (number >= 7).then_some(SeqNumber(8))
        );
        for earlier in number.saturating_sub(98)..=number {
            assert_eq!(
                table.get(&pair(earlier)).map(|it| it.lower),
                Some(SeqNumber(earlier))
            );
        }
        assert!(table.now.len() <= 100 && table.before.len() <= 100);
    }
    assert!(table.get(&pair(8)).is_none());
}

#[test]
fn a_new_value_is_not_hidden_by_an_old_one() {
    let bases = |number| Bases {
        lower: SeqNumber(number),
        upper: SeqNumber(number),
    };
    let mut table = Lately::new(2);
    table.set(pair(1), bases(10));
    table.set(pair(2), bases(20));
    table.set(pair(3), bases(30));
    table.set(pair(1), bases(11));
    assert_eq!(table.get(&pair(1)).map(|it| it.lower), Some(SeqNumber(11)));
    table.set(pair(4), bases(40));
    assert_eq!(table.get(&pair(1)).map(|it| it.lower), Some(SeqNumber(11)));
}

proptest! {
    #[test]
    fn a_table_is_a_map(steps in prop::collection::vec((any::<bool>(), 0..60_u32, any::<u32>()), 0..400)) {
        let (mut table, mut six) = (Table::new(), Table::new());
        let mut map = HashMap::new();
        let of_six = |number| Pair { addresses: [[number; 4], [0; 4]], ports: [0, 0] };
        for (sets, number, value) in steps {
            let key = pair(number);
            prop_assert_eq!(table.get(&key).map(|bases| bases.lower.0), map.get(&number).copied());
            prop_assert_eq!(six.get(&of_six(number)).map(|bases| bases.upper.0), map.get(&number).copied());
            if sets {
                let bases = Bases { lower: SeqNumber(value), upper: SeqNumber(value) };
                table.set(key, bases);
                six.set(of_six(number), bases);
                map.insert(number, value);
            }
            prop_assert_eq!(table.len(), map.len());
        }
    }
}

#[test]
fn at_a_turn_directions_are_forgotten_so_that_whoever_speaks_is_known_to() {
    let mut dialogue = Dialogue::default();
    dialogue.0.v4 = Lately::new(4);
    dialogue.client(ACK, 1000, 5000);
    let mut room = NEW_ROOM;
    let ports = [CLIENT.1, SERVER.1];
    let addresses = [CLIENT.0, SERVER.0].map(u32::from_be_bytes);
    let direction = Direction::new(ports, addresses);
    let packet = (1, direction);
    let told = dialogue
        .0
        .introduce(&mut Line::new(&mut room), packet, false, true);
    assert_eq!(told.unwrap().0, [SeqNumber(1000), SeqNumber(4999)]);
    assert!(dialogue.0.directions.get(1, direction).is_some());
    for port in 1..5 {
        dialogue.show(([10, 0, 0, 9], port), SERVER, ACK, 1, 1);
    }
    assert!(dialogue.0.directions.get(1, direction).is_none());
    assert_eq!(dialogue.client(ACK, 1001, 5000), (1, 1, 4999));
}
