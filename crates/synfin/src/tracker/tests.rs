//! The short way says what the patient way says, on made-up dialogues and on captures.

mod passing;

use super::flow::Flow;
use super::sleeping::Crowd;
use super::{Shares, Tracker, TrackerOptions};
use crate::tcp::{Brief, CloseStyle, Observation, Opening, Phase};
use crate::{Capture, Connection, ControlBits, Glance, Segment, SeqNumber, TcpOptions, Timestamp};
use proptest::prelude::*;
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

/// What happens next in a made-up capture.
#[derive(Clone, Debug)]
struct Act {
    /// Which of a few flows, and which of its ends sends.
    flow: usize,
    end: usize,
    kind: u8,
    /// Payload octets.
    len: u32,
    /// How far sequence and acknowledgment number are off.
    slip: i32,
    ack_slip: i32,
    /// Nanoseconds since the act before.
    pause: i64,
    window: u16,
    other_vlan: bool,
    stale: bool,
}

/// Mostly plain segments; sometimes anything.
fn acts() -> impl Strategy<Value = Vec<Act>> {
    let slip = || prop_oneof![12 => Just(0), 2 => -3000..3000_i32, 1 => any::<i32>()];
    let pause = prop_oneof![
        20 => 0..3_000_000_i64,
        4 => -2_000_000..300_000_000_i64,
        1 => 0..500_000_000_000_i64
    ];
    let kind = prop_oneof![30 => 0_u8..3, 4 => 3_u8..13];
    let len = prop_oneof![3 => Just(0), 3 => 1..3000_u32];
    let window = prop_oneof![8 => Just(500), 1 => Just(0), 1 => any::<u16>()];
    let rare = || prop_oneof![30 => Just(false), 1 => Just(true)];
    let act = (
        (0..3_usize, 0..2_usize, kind, len),
        (slip(), slip(), pause),
        (window, rare(), rare()),
    );
    let act = act.prop_map(
        |((flow, end, kind, len), (slip, ack_slip, pause), (window, other_vlan, stale))| Act {
            flow: flow.saturating_sub(1),
            end,
            kind,
            len,
            slip,
            ack_slip,
            pause,
            window,
            other_vlan,
            stale,
        },
    );
    prop::collection::vec(act, 1..120)
}

/// Two flows, both ends' next sequence numbers, and the options that go with each segment.
struct Wire {
    next: [[u32; 2]; 2],
    time: i64,
    packet: u64,
    last: Option<Segment<'static>>,
}

const SOCKETS: [[&str; 2]; 2] = [
    ["10.0.0.1:40000", "10.0.0.2:80"],
    ["[2001:db8::2]:443", "[2001:db8::1]:50000"],
];

/// A SYN's options: MSS, SACK permitted, timestamps, window scale.
const SYN_OPTIONS: &[u8] = &[
    2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
];
const NEW_OPTIONS: &[u8] = &[1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 1];
const OLD_OPTIONS: &[u8] = &[1, 1, 8, 10, 0, 0, 0, 2, 0, 0, 0, 1];

impl Wire {
    fn segment(&mut self, act: &Act) -> Segment<'static> {
        self.time = self.time.saturating_add(act.pause);
        self.packet += 1;
        if let (10, Some(mut copy)) = (act.kind, self.last) {
            // The same packet captured twice.
            (copy.packet, copy.time) = (self.packet, Timestamp::from_nanos(self.time));
            return copy;
        }
        use ControlBits as Bits;
        let control = match act.kind {
            0 | 1 => Bits::ACK,
            2 => Bits::ACK.with(Bits::PSH),
            3 => Bits::SYN,
            4 => Bits::SYN.with(Bits::ACK),
            5 => Bits::FIN.with(Bits::ACK),
            6 => Bits::RST,
            7 => Bits::RST.with(Bits::ACK),
            8 => Bits::FIN,
            9 => Bits::from_bits(0),
            11 => Bits::ACK.with(Bits::URG),
            _ => Bits::SYN.with(Bits::FIN),
        };
        let numbers = &mut self.next[act.flow];
        let (own, peer) = (numbers[act.end], numbers[1 - act.end]);
        let seq = own.wrapping_add_signed(act.slip);
        let payload_len = if act.kind < 3 { act.len } else { 0 };
        let taken = payload_len + u32::from(control.syn()) + u32::from(control.fin());
        if act.slip == 0 {
            numbers[act.end] = own.wrapping_add(taken);
        }
        let [source, destination]: [SocketAddr; 2] =
            [act.end, 1 - act.end].map(|end| SOCKETS[act.flow][end].parse().expect("a socket"));
        let options = match (control.syn(), act.stale) {
            (true, _) => SYN_OPTIONS,
            (_, false) => NEW_OPTIONS,
            (_, true) => OLD_OPTIONS,
        };
        let segment = Segment {
            packet: self.packet,
            time: Timestamp::from_nanos(self.time),
            source,
            destination,
            seq: SeqNumber(seq),
            raw_ack: SeqNumber(peer.wrapping_add_signed(act.ack_slip)),
            control,
            raw_window: act.window,
            checksum: 0,
            urgent_pointer: 0,
            header_len: 20,
            payload_len,
            options: TcpOptions::new(options, false),
            payload: &[],
            ip_id: (act.flow == 0).then_some(7),
            ttl: 64,
            vlan: act.other_vlan.then_some(3),
            tunnelled: false,
        };
        self.last = Some(segment);
        segment
    }
}

/// A handshake for each flow, so that most of what follows belongs to open connections.
fn opening() -> impl Iterator<Item = Act> {
    [
        (0, 0, 3),
        (0, 1, 4),
        (0, 0, 0),
        (1, 1, 3),
        (1, 0, 4),
        (1, 1, 0),
    ]
    .into_iter()
    .map(|(flow, end, kind)| Act {
        flow,
        end,
        kind,
        len: 0,
        slip: 0,
        ack_slip: 0,
        pause: 1_000_000,
        window: 500,
        other_vlan: false,
        stale: false,
    })
}

impl Tracker {
    /// All connections are kept in less room.
    fn put_all_to_sleep(&mut self) {
        for _ in 0..self.flows.len() {
            let flow = self.flows.next_in_turn();
            flow.into_iter().for_each(Flow::fall_asleep);
        }
    }
}

/// Trackers: one as it is, one that never takes the short way, one that keeps everything in less room
/// between any two segments, one that takes its few flows for many, and three that say no more than
/// the connections' numbers: one as it is, one that lets segments wait, and one that does both by turns,
/// and keeps in less room what it can.
struct Ways([Tracker; 8]);

impl Ways {
    fn new() -> Self {
        let with = |crowd| Tracker {
            crowd,
            ..Tracker::new()
        };
        let waiting = || Crowd {
            many: 0,
            ..Crowd::default()
        };
        let sleepy = Crowd {
            many: 0,
            syns: 0,
            silent: 0,
            soon: 0,
        };
        Self([
            Tracker::new(),
            Tracker::new(),
            with(sleepy),
            with(waiting()),
            Tracker::new(),
            with(waiting()),
            with(waiting()),
            Tracker::new(),
        ])
    }

    /// Gives all of them the segment; what each says of it.
    fn observe(&mut self, segment: &Segment<'_>) -> [String; 4] {
        let Self(
            [
                short,
                patient,
                sleepy,
                crowded,
                brief,
                waiting,
                moody,
                follower,
            ],
        ) = self;
        for guesser in [&mut *sleepy, &mut *crowded, &mut *waiting, &mut *moody] {
            guesser.anticipate(guesses(segment));
        }
        let seen = [
            short.observe(segment),
            patient.observe_by(segment, false),
            sleepy.observe(segment),
            crowded.observe(segment),
        ];
        sleepy.put_all_to_sleep();
        let connection = seen[0].as_ref().map(|seen| seen.connection);
        assert_eq!(follower.follow(segment), connection);
        assert_told(brief.observe_in_brief(segment), seen[0].as_ref());
        assert_eq!(waiting.follow(segment), connection);
        assert_eq!(waiting.begun(), short.begun());
        moody.crowd.many = if segment.packet % 11 < 4 {
            usize::MAX
        } else {
            0
        };
        assert_eq!(moody.follow(segment), connection);
        if segment.packet.is_multiple_of(7) {
            moody.put_all_to_sleep();
        }
        seen.map(|seen| format!("{seen:?}"))
    }

    /// What is left of each connection in the end.
    fn finish(self) -> [Vec<String>; 8] {
        self.0.map(|tracker| {
            let connections = tracker.finish();
            connections
                .map(|connection| format!("{connection:?}"))
                .collect()
        })
    }
}

/// What may be guessed to come: the segment, another one of its flow behind it, and by every third
/// packet only what does not come.
fn guesses(segment: &Segment<'_>) -> Vec<Glance> {
    let (SocketAddr::V4(source), SocketAddr::V4(destination)) =
        (segment.source, segment.destination)
    else {
        return Vec::new();
    };
    if segment.packet.is_multiple_of(3) {
        return vec![Glance::new([source, source], ControlBits::SYN); 3];
    }
    let right = Glance::new([source, destination], segment.control);
    let behind = Glance::new([destination, source], ControlBits::ACK);
    vec![right, behind]
}

/// What is said in brief is what was seen.
fn assert_told(brief: Option<Brief>, seen: Option<&Observation>) {
    match (brief, seen) {
        (Some(Brief::Data { connection, events }), Some(seen)) => {
            assert_eq!((connection, events), (seen.connection, seen.events));
            assert_eq!((seen.phase, seen.repeats), (Phase::Data, None));
            assert!(seen.changes.is_empty() && seen.notes.is_empty());
        }
        (brief, seen) => {
            let whole = |brief| match brief {
                Brief::Whole(observation) => format!("{observation:?}"),
                Brief::Data { .. } => String::new(),
            };
            assert_eq!(brief.map(whole), seen.map(|seen| format!("{seen:?}")));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 600 }))]

    #[test]
    fn all_ways_agree_on_made_up_dialogues(
        acts in acts(), opened: bool, isns: [[u32; 2]; 2], near_the_wrap: bool,
    ) {
        let isns = if near_the_wrap { [[u32::MAX - 900; 2]; 2] } else { isns };
        let mut wire = Wire { next: isns, time: 1_000_000_000, packet: 0, last: None };
        let mut trackers = Ways::new();
        let opening = opening().filter(|_| opened);
        for act in opening.chain(acts) {
            let segment = wire.segment(&act);
            let [short, patient, sleepy, crowded] = trackers.observe(&segment);
            prop_assert_eq!(&short, &patient);
            prop_assert_eq!(&short, &sleepy);
            prop_assert_eq!(short, crowded);
        }
        let [short, others @ ..] = trackers.finish();
        for other in others {
            prop_assert_eq!(&short, &other);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 600 }))]

    #[test]
    fn connections_leave_at_the_same_packets_where_segments_wait(
        acts in acts(), isns: [[u32; 2]; 2], time_wait in 1_000_000..400_000_000_i64,
    ) {
        let options = TrackerOptions { time_wait, ..TrackerOptions::default() };
        let mut wire = Wire { next: isns, time: 1_000_000_000, packet: 0, last: None };
        let mut trackers = [Tracker::with_options(options), Tracker::with_options(options)];
        trackers[1].crowd.many = 0;
        // A clock that runs back may bring back what was handed out.
        let forward = |act: Act| Act { pause: act.pause.abs(), ..act };
        for act in opening().chain(acts).map(forward) {
            let segment = wire.segment(&act);
            let [alike, waiting] = trackers.each_mut().map(|tracker| {
                let id = tracker.follow(&segment);
                let left: Vec<_> = tracker.drain_finished().map(|left| format!("{left:?}")).collect();
                (id, tracker.begun(), left)
            });
            prop_assert_eq!(alike, waiting);
        }
        let [alike, waiting] = trackers.map(|tracker| known(vec![tracker]));
        prop_assert_eq!(alike, waiting);
    }
}

/// What is known of connections in the end, but for their numbers.
fn known(trackers: Vec<Tracker>) -> Vec<String> {
    let connections = trackers.into_iter().flat_map(Tracker::finish);
    let mut known: Vec<_> = connections
        .map(|mut connection| {
            connection.set_id(0);
            format!("{connection:?}")
        })
        .collect();
    known.sort();
    known
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 200 }))]

    #[test]
    fn trackers_that_share_a_capture_say_what_one_would(
        acts in acts(), isns: [[u32; 2]; 2], alone in 0_usize..20, count in 1_u32..20, first in 0_u32..18,
    ) {
        let count = NonZeroU32::new(count).expect("it is not 0");
        let shares = match first {
            17 => Shares::even(count),
            sixteenths => Shares::with_first(sixteenths, count),
        };
        let mut wire = Wire { next: isns, time: 1_000_000_000, packet: 0, last: None };
        let (mut one, mut shared) = (Tracker::new(), vec![Tracker::new()]);
        for (number, act) in opening().chain(acts).enumerate() {
            if number == alone {
                shared = shared.swap_remove(0).share(&shares);
                prop_assert!(shared.iter().all(|tracker| tracker.begun() == one.begun()));
            }
            let segment = wire.segment(&act);
            let taker = if shared.len() > 1 { shares.taker_of(&segment) } else { 0 };
            shared.iter_mut().for_each(|tracker| tracker.pass_time(segment.time));
            let seen = shared[taker as usize].observe(&segment).map(|seen| seen.phase);
            prop_assert_eq!(seen, one.observe(&segment).map(|seen| seen.phase));
        }
        prop_assert_eq!(known(shared), known(vec![one]));
    }
}

/// All captures below a folder.
fn captures(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            captures(&path, found);
        } else if path
            .extension()
            .is_some_and(|name| name == "pcap" || name == "pcapng")
        {
            found.push(path);
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "reads many files")]
fn all_ways_agree_on_captures() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    captures(&top.join("testdata"), &mut found);
    assert!(found.len() > 10, "{found:?}");
    for folder in ["../shared/kernel", "../shared/captures"] {
        let before = found.len();
        captures(&top.join(folder), &mut found);
        if found.len() == before {
            println!("skipped: {folder} is not there");
        }
    }
    for path in found {
        let Ok(mut capture) = Capture::open(&path) else {
            continue;
        };
        let mut trackers = Ways::new();
        while let Ok(Some(frame)) = capture.next_frame() {
            if let Some(segment) = frame.decode().segment() {
                let [short, patient, sleepy, crowded] = trackers.observe(segment);
                assert_eq!(short, patient, "{}", path.display());
                assert_eq!(short, sleepy, "{}", path.display());
                assert_eq!(short, crowded, "{}", path.display());
            }
        }
        let [short, others @ ..] = trackers.finish();
        for other in others {
            assert!(short == other, "{}", path.display());
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_flow_is_found_again_after_others_left() {
    let mut tracker = Tracker::with_options(TrackerOptions {
        time_wait: 1_000,
        ..TrackerOptions::default()
    });
    let mut wire = Wire {
        next: [[5; 2]; 2],
        time: 0,
        packet: 0,
        last: None,
    };
    let mut ended = 0;
    for round in 0..3_000_u64 {
        let kinds: &[u8] = if round % 3 == 0 { &[3] } else { &[3, 4, 0, 7] };
        for (turn, kind) in kinds.iter().enumerate() {
            let act = Act {
                flow: 0,
                end: turn % 2,
                kind: *kind,
                len: 0,
                slip: 0,
                ack_slip: 0,
                pause: 10,
                window: 1,
                other_vlan: false,
                stale: false,
            };
            let mut segment = wire.segment(&act);
            let port = u16::try_from(round % 2_000 + 1).expect("a port");
            let side = if turn % 2 == 0 {
                &mut segment.source
            } else {
                &mut segment.destination
            };
            side.set_port(port);
            let seen = tracker.observe(&segment).expect("a place");
            assert_eq!(seen.connection, tracker.begun());
        }
        ended += tracker.drain_finished().count();
    }
    let left: Vec<_> = tracker.finish().collect();
    assert!(ended > 1_900, "{ended}");
    assert_eq!(ended + left.len(), 3_000);
    assert!(left.iter().all(|connection| {
        let again = connection.id() > 2_000;
        connection.incarnation() == if again { 2 } else { 1 }
    }));
}

/// A SYN of one of many clients, its packet and time by its number.
fn syn(number: u32) -> Segment<'static> {
    let mut wire = Wire {
        next: [[5; 2]; 2],
        time: i64::from(number) * 1_000,
        packet: u64::from(number),
        last: None,
    };
    let act = opening().next().expect("an act");
    let mut segment = wire.segment(&Act { pause: 0, ..act });
    let [high, low] = [number >> 8, number & 0xff].map(|half| half.to_be_bytes());
    segment.source.set_ip([10, high[2], high[3], low[3]].into());
    segment
}

#[test]
fn unanswered_syns_make_room_first_and_their_records_say_so() {
    let mut tracker = Tracker::with_options(TrackerOptions {
        max_connections: NonZeroUsize::new(10),
        ..TrackerOptions::default()
    });
    let mut wire = Wire {
        next: [[5; 2]; 2],
        time: 0,
        packet: 0,
        last: None,
    };
    for act in opening() {
        tracker.observe(&wire.segment(&act));
    }
    let mut ended: Vec<_> = Vec::new();
    for number in 100..200 {
        tracker.observe(&syn(number));
        ended.extend(tracker.drain_finished());
    }
    assert_eq!((tracker.evicted(), ended.len()), (92, 92));
    let first: Vec<_> = ended.iter().map(Connection::first_packet).collect();
    assert!(
        first.is_sorted() && first.first() == Some(&101),
        "{first:?}"
    );
    assert!(
        ended
            .iter()
            .all(|row| row.close_style() == CloseStyle::Evicted)
    );
    let left: Vec<_> = tracker.finish().collect();
    assert_eq!(left.len(), 10);
    assert!(left.iter().all(|row| row.close_style() == CloseStyle::Open));
    assert_eq!(
        left.iter()
            .filter(|row| row.opening() == Opening::Handshake)
            .count(),
        2
    );
}

#[test]
fn what_waits_makes_room_as_what_does_not() {
    let options = TrackerOptions {
        max_connections: NonZeroUsize::new(50),
        ..TrackerOptions::default()
    };
    let mut trackers = [
        Tracker::with_options(options),
        Tracker::with_options(options),
    ];
    trackers[0].crowd.many = usize::MAX;
    trackers[1].crowd.many = 0;
    let mut evicted = 0;
    for number in 0..2_000_u32 {
        // Clients come again and again; some open a connection, some close it, some reset it.
        let client = number * 7 % 131;
        let first = syn(client);
        let (source, destination) = (first.source, first.destination);
        let (packet, time) = (u64::from(number) + 1, i64::from(number) * 1_000_000);
        let turned = number % 4 == 1;
        let control = match number / 131 % 8 {
            0 => ControlBits::SYN,
            1 if turned => ControlBits::SYN.with(ControlBits::ACK),
            2 => ControlBits::FIN.with(ControlBits::ACK),
            3 if client % 5 == 0 => ControlBits::RST,
            _ => ControlBits::ACK,
        };
        let segment = Segment {
            packet,
            time: Timestamp::from_nanos(time),
            source: if turned { destination } else { source },
            destination: if turned { source } else { destination },
            control,
            ..first
        };
        let [alike, waiting] = trackers.each_mut().map(|tracker| {
            let id = tracker.follow(&segment);
            let left = tracker.drain_finished();
            let left: Vec<_> = left.map(|left| format!("{left:?}")).collect();
            evicted += left.len();
            (id, tracker.begun(), tracker.evicted(), left)
        });
        assert_eq!(alike, waiting, "packet {packet}");
    }
    assert!(evicted > 1_000, "{evicted}");
    let [alike, waiting] = trackers.map(|tracker| known(vec![tracker]));
    assert_eq!(alike, waiting);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn shards_remove_what_one_tracker_would() {
    let options = TrackerOptions {
        max_connections: NonZeroUsize::new(65_536),
        ..TrackerOptions::default()
    };
    let four = Shares::even(NonZeroU32::new(4).expect("it is not 0"));
    let mut whole = Tracker::with_options(options);
    let mut parts = vec![Tracker::with_options(options)];
    let (mut one, mut several) = (Vec::new(), Vec::new());
    for number in 1..=75_000 {
        let segment = syn(number);
        whole.observe(&segment);
        if number == 30_000 {
            parts = parts.swap_remove(0).share(&four);
        }
        let taker = if parts.len() > 1 {
            four.taker_of(&segment)
        } else {
            0
        };
        let part = &mut parts[taker as usize];
        part.observe(&segment);
        one.extend(whole.drain_finished().map(|row| row.first_packet()));
        let ended = part.drain_finished();
        several.extend(ended.map(|row| row.first_packet()));
    }
    assert_eq!(one, several);
    assert!(one.len() > 9_000, "{}", one.len());
}

#[test]
fn a_connection_is_small() {
    // It may shrink. This is what allocators round it up to; no end has a part of its traffic apart,
    // unless there was trouble.
    let sizes = [
        size_of::<Connection>(),
        size_of::<crate::analysis::Traffic>(),
    ];
    println!(
        "a connection takes {} octets, {} of them its traffic's",
        sizes[0], sizes[1]
    );
    assert!(sizes[0] <= 1_280, "{sizes:?}");
}

#[test]
fn a_flow_is_small() {
    // What a segment needs that is calm, or may wait, is one line of memory.
    assert_eq!(std::mem::offset_of!(Flow, asleep), 64);
    assert_eq!((size_of::<Flow>(), align_of::<Flow>()), (128, 64));
}
