//! The short way and the patient way say and remember the same.

use crate::analysis::{Sent, Traffic};
use crate::{Capture, ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};
use proptest::prelude::*;
use std::collections::HashMap;
use std::net::SocketAddr;

/// Two accounts of the same segments.
struct Both {
    short: Traffic,
    patient: Traffic,
    client: End,
    /// How many segments went the short way.
    plain: usize,
}

impl Both {
    fn new(first: &Segment<'_>) -> Self {
        Self {
            short: Traffic::new(first, false),
            patient: Traffic::new(first, false),
            client: FlowKey::of(first).end_of(first.source),
            plain: 0,
        }
    }

    /// Takes the segment both ways and compares all that is known then.
    fn take(&mut self, segment: &Segment<'_>) {
        let key = FlowKey::of(segment);
        let ends = (key.end_of(segment.source), key.end_of(segment.destination));
        let before = self.short.clone();
        let short = self.short.observe_shortly(ends, self.client, segment);
        if short.is_none() {
            let (before, after) = (format!("{before:?}"), format!("{:?}", self.short));
            assert_eq!(before, after, "nothing is changed");
        }
        self.plain += usize::from(short.is_some());
        let short =
            short.unwrap_or_else(|| self.short.observe_patiently(ends, self.client, segment));
        let patient = self.patient.observe_patiently(ends, self.client, segment);
        let short = self.short.verdict(ends, segment, short);
        let patient = self.patient.verdict(ends, segment, patient);
        assert_eq!(format!("{short:?}"), format!("{patient:?}"), "{segment:?}");
        assert_eq!(format!("{:?}", self.short), format!("{:?}", self.patient));
    }
}

/// What a generated end does next.
#[derive(Clone, Copy, Debug)]
struct Turn {
    from_client: bool,
    deed: Deed,
    len: u16,
    /// Microseconds since the segment before.
    pause: i32,
    window: u16,
    stamped: bool,
    sack: bool,
    identification: u8,
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Data,
    Ack,
    /// Data that the capture has not.
    Lost,
    /// A segment from that far back, once more.
    Again(u16),
    KeepAlive,
    /// An acknowledgment of less than all, or of more.
    OtherAck(i16),
    Flags(u16),
    /// Far ahead: positions go round the circle.
    Leap(u32),
    Copy,
}

fn deeds() -> impl Strategy<Value = Deed> {
    prop_oneof![
        12 => Just(Deed::Data),
        10 => Just(Deed::Ack),
        1 => Just(Deed::Lost),
        2 => (1..4000_u16).prop_map(Deed::Again),
        1 => Just(Deed::KeepAlive),
        2 => (-2000..2000_i16).prop_map(Deed::OtherAck),
        1 => (0..64_u16).prop_map(Deed::Flags),
        1 => (0..3_usize).prop_map(|at| Deed::Flags([0x02, 0x11, 0x12][at])),
        1 => (0..0x9000_0000_u32).prop_map(Deed::Leap),
        1 => Just(Deed::Copy),
    ]
}

fn turns() -> impl Strategy<Value = Turn> {
    let window = prop_oneof![10 => Just(1000_u16), 1 => Just(0_u16), 2 => 0..2000_u16];
    let pause = prop_oneof![8 => 0..3000_i32, 1 => -40_000..0_i32, 1 => 0..400_000_i32];
    let len = prop_oneof![1 => Just(1_u16), 6 => 1..1500_u16];
    let seldom = || prop_oneof![9 => Just(false), 1 => Just(true)];
    (
        any::<bool>(),
        deeds(),
        len,
        pause,
        window,
        seldom(),
        seldom(),
        0..8_u8,
    )
        .prop_map(
            |(from_client, deed, len, pause, window, plain, sack, identification)| Turn {
                from_client,
                deed,
                len,
                pause,
                window,
                stamped: !plain,
                sack,
                identification,
            },
        )
}

/// Both ends of a generated connection.
struct Dialogue {
    next: [u32; 2],
    time: i64,
    number: u64,
}

impl Dialogue {
    fn turn<'a>(&mut self, turn: Turn, options: &'a mut Vec<u8>) -> Option<Segment<'a>> {
        let [mine, peer] = if turn.from_client { [0, 1] } else { [1, 0] };
        let (mut seq, mut ack) = (self.next[mine], self.next[peer]);
        let (mut control, mut len) = (ControlBits::ACK, u32::from(turn.len));
        let mut advance = true;
        match turn.deed {
            Deed::Data => {}
            Deed::Ack => len = 0,
            Deed::Lost => {}
            Deed::Again(back) => (seq, advance) = (seq.wrapping_sub(back.into()), false),
            Deed::KeepAlive => (seq, len, advance) = (seq.wrapping_sub(1), len % 2, false),
            Deed::OtherAck(by) => {
                ack = ack.wrapping_add_signed(by.into());
                len = if len % 2 == 0 { 0 } else { len };
            }
            Deed::Flags(bits) => {
                control = ControlBits::from_bits(bits);
                len = if len % 2 == 0 { 0 } else { len };
            }
            Deed::Leap(by) => seq = seq.wrapping_add(by),
            Deed::Copy => (len, advance) = (0, false),
        }
        if advance {
            let flags = u32::from(control.syn()) + u32::from(control.fin());
            self.next[mine] = seq.wrapping_add(len).wrapping_add(flags);
        }
        if matches!(turn.deed, Deed::Lost) {
            return None;
        }
        self.number += 1;
        self.time += i64::from(turn.pause) * 1000;
        options.clear();
        if control.syn() && turn.window.is_multiple_of(2) {
            // As Linux has it, but for the timestamps that follow.
            options.extend([2, 4, 5, 180, 4, 2]);
        }
        if turn.stamped {
            let value = u32::try_from(self.time / 1_000_000 % 100_000).unwrap();
            if !control.syn() {
                options.extend([1, 1]);
            }
            options.extend([8, 10]);
            options.extend(value.to_be_bytes());
            options.extend(value.wrapping_sub(turn.len.into()).to_be_bytes());
        }
        if turn.sack {
            options.extend([1, 1, 5, 10]);
            options.extend(ack.wrapping_add(turn.len.into()).to_be_bytes());
            options.extend(ack.wrapping_add(turn.window.into()).to_be_bytes());
        }
        if control.syn() {
            options.extend([1, 3, 3, 2]);
        }
        let sockets: [SocketAddr; 2] =
            ["10.0.0.1:1234", "10.0.0.2:80"].map(|text| text.parse().unwrap());
        Some(Segment {
            packet: self.number,
            time: Timestamp::from_nanos(self.time),
            source: sockets[mine],
            destination: sockets[peer],
            seq: SeqNumber(seq),
            raw_ack: SeqNumber(ack),
            control,
            raw_window: turn.window,
            checksum: 0,
            urgent_pointer: 0,
            header_len: 20,
            payload_len: len,
            options: TcpOptions::new(options, false),
            payload: &[],
            ip_id: Some(turn.identification.into()),
            ttl: 64,
            vlan: None,
            tunnelled: false,
        })
    }
}

fn handshake() -> [Turn; 3] {
    let turn = |from_client, bits| Turn {
        from_client,
        deed: Deed::Flags(bits),
        len: 0,
        pause: 1500,
        window: 1000,
        stamped: true,
        sack: false,
        identification: 7,
    };
    [turn(true, 2), turn(false, 0x12), turn(true, 0x10)]
}

fn play(isns: [u32; 2], turns: &[Turn]) -> usize {
    let mut dialogue = Dialogue {
        next: isns,
        time: 1_000_000_000,
        number: 0,
    };
    let mut both: Option<Both> = None;
    for turn in turns {
        let mut options = Vec::new();
        if let Some(segment) = dialogue.turn(*turn, &mut options) {
            both.get_or_insert_with(|| Both::new(&segment))
                .take(&segment);
            if matches!(turn.deed, Deed::Copy) {
                both.as_mut().unwrap().take(&segment);
            }
        }
    }
    both.map_or(0, |both| both.plain)
}

proptest! {
    #[test]
    #[cfg_attr(miri, ignore = "takes too long")]
    fn generated_dialogues_are_judged_alike(
        isns in any::<[u32; 2]>(),
        opening in 0..4_usize,
        turns in prop::collection::vec(turns(), 1..120),
    ) {
        let mut all = handshake().into_iter().take(opening).collect::<Vec<_>>();
        all.extend(turns);
        play(isns, &all);
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_connection_without_trouble_goes_the_short_way() {
    let plain = |from_client, deed| Turn {
        from_client,
        deed,
        identification: 0,
        len: 900,
        ..handshake()[0]
    };
    let mut turns = handshake().to_vec();
    for _ in 0..50 {
        turns.extend([plain(true, Deed::Data), plain(false, Deed::Ack)]);
        turns.extend([plain(false, Deed::Data), plain(true, Deed::Ack)]);
    }
    turns.extend([true, false].map(|from_client| plain(from_client, Deed::Flags(0x11))));
    turns.push(plain(true, Deed::Ack));
    let short = play([u32::MAX - 5000, u32::MAX - 20_000], &turns);
    assert_eq!(short, turns.len());
}

#[test]
#[cfg_attr(miri, ignore = "reads many files")]
fn captures_are_judged_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
    let mut plain = 0;
    for entry in std::fs::read_dir(folder).expect("there is testdata") {
        let path = entry.expect("an entry").path();
        let Some(Ok(mut capture)) = path.to_str().map(Capture::open) else {
            continue;
        };
        let mut flows: HashMap<FlowKey, Both> = HashMap::new();
        while let Ok(Some(frame)) = capture.next_frame() {
            if let Some(segment) = frame.decode().segment() {
                let both = flows.entry(FlowKey::of(segment));
                both.or_insert_with(|| Both::new(segment)).take(segment);
            }
        }
        plain += flows.values().map(|both| both.plain).sum::<usize>();
    }
    assert!(plain > 100, "{plain} segments went the short way");
}

#[test]
fn what_is_in_place_is_small() {
    assert!(size_of::<Sent>() <= 288, "{}", size_of::<Sent>());
    assert!(size_of::<Traffic>() <= 664, "{}", size_of::<Traffic>());
}
