use super::{Direction, Directions, MOST, REST, WORTH};
use crate::line::{Line, NEW_ROOM};
use synfin::SeqNumber;

/// The direction of a number, in a packet.
fn of(packet: u64, number: u16) -> (u64, Direction) {
    let addresses = [u32::from(number) << 3, 7];
    (packet, Direction::new([number, 80], addresses))
}

fn introduce(directions: &mut Directions, packet: (u64, Direction)) {
    let mut room = NEW_ROOM;
    let bases = [SeqNumber(1), SeqNumber(2)];
    directions.introduce(&mut Line::new(&mut room), packet, bases, true);
}

fn knows(directions: &mut Directions, number: u16) -> bool {
    let (packet, direction) = of(u64::MAX, number);
    directions.get(packet, direction).is_some()
}

#[test]
fn what_was_remembered_is_known_until_it_is_forgotten() {
    let mut directions = Directions::default();
    assert!(!knows(&mut directions, 0));
    for number in 0..20 {
        introduce(&mut directions, of(0, number));
        assert!(knows(&mut directions, number));
    }
    let ([one, other], [source, destination]) = of(0, 7).1.parts();
    let back = Direction::new([other, one], [destination, source]);
    introduce(&mut directions, (0, back));
    assert!(directions.get(0, back).is_some());
    directions.forget([one, other], [source, destination]);
    assert!(!knows(&mut directions, 7) && knows(&mut directions, 8));
    assert!(directions.get(0, back).is_none());
    directions.clear();
    assert!((0..20).all(|number| !knows(&mut directions, number)));
}

#[test]
fn an_empty_place_is_nobodys() {
    let mut directions = Directions::default();
    introduce(&mut directions, of(0, 1));
    let nobody = Direction::new([0; 2], [0; 2]);
    assert!(directions.get(0, nobody).is_none());
}

#[test]
fn where_all_speak_once_nothing_is_remembered_for_a_while() {
    let mut directions = Directions::default();
    let mut known = 0;
    for number in 0..u16::MAX {
        introduce(&mut directions, of(number.into(), number));
        known += u32::from(knows(&mut directions, number));
    }
    assert!(known < 2 * u32::try_from(MOST).unwrap());
    let (packet, direction) = of(REST * 2, 1);
    introduce(&mut directions, (packet, direction));
    assert!(directions.get(packet, direction).is_some());
    // With enough packets a direction it goes on.
    let mut directions = Directions::default();
    for number in 0..u16::MAX {
        introduce(&mut directions, of(u64::from(number) * (WORTH + 1), number));
        assert!(knows(&mut directions, number));
    }
}
