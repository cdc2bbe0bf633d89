//! Dialogues in one line a segment.
//!
//! A segment is written `c PA 1 501 20 w=5000 t=200`: who sends it (`c`lient or `s`erver), its
//! flags, sequence number, acknowledgment number if it has `A`, payload length, and then what
//! differs from the usual: `w` window field, `t` milliseconds or `us` microseconds since the
//! segment before (1 ms), `id` IP identification (a new one each), `ts` timestamps (`7/3`),
//! `sack` blocks (`30-40,10-20`), `ws` window scale, `mss`, `cut` options.
//!
//! Numbers are small for the reader; on the wire both ends' lie just before the wrap.

use crate::analysis::{Event, Events, Sent, Traffic, Verdict};
use crate::decode::TcpOptions;
use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, Timestamp};
use std::net::SocketAddr;

/// What is added to every sequence number: 120 wraps.
const OFFSET: u32 = u32::MAX - 119;

pub(super) const CLIENT: End = End::Lower;
pub(super) const SERVER: End = End::Upper;

/// A dialogue of two ends and what was said of it.
pub(super) struct Dialogue {
    pub(super) traffic: Traffic,
    pub(super) verdicts: Vec<Verdict>,
}

impl Dialogue {
    /// The dialogue of these lines.
    pub(super) fn of(lines: &[&str]) -> Self {
        Self::reusing(lines, false)
    }

    /// The same, with endpoints that had a connection before.
    pub(super) fn reusing(lines: &[&str], reused: bool) -> Self {
        let sockets = sockets();
        let key = FlowKey::new(sockets[0], sockets[1]);
        let (mut traffic, mut verdicts) = (None, Vec::new());
        let mut time = 0;
        for (number, line) in lines.iter().enumerate() {
            let mut options = Vec::new();
            let segment = segment(line, number, &mut time, &mut options);
            let ends = (key.end_of(segment.source), key.end_of(segment.destination));
            let traffic = traffic.get_or_insert_with(|| Traffic::new(&segment, reused));
            let events = traffic.observe(ends, CLIENT, &segment);
            verdicts.push(traffic.verdict(ends, &segment, events));
        }
        Self {
            traffic: traffic.expect("a dialogue has a segment"),
            verdicts,
        }
    }

    /// A handshake with window scaling by 2 on both ends, then these lines.
    pub(super) fn open(lines: &[&str]) -> Self {
        Self::of(&[&HANDSHAKE[..], lines].concat())
    }

    /// What happened in the last segment.
    pub(super) fn last(&self) -> Events {
        self.verdicts.last().expect("a segment").events
    }

    /// The names of what happened in the last segment.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.last().iter().map(Event::name).collect()
    }

    /// The names of the rules that said so.
    pub(super) fn rules(&self) -> Vec<&'static str> {
        self.last().rules().map(|rule| rule.name()).collect()
    }

    pub(super) fn client(&self) -> &Sent {
        self.traffic.sent(CLIENT)
    }

    pub(super) fn server(&self) -> &Sent {
        self.traffic.sent(SERVER)
    }
}

/// Client 1 octet and server 1 octet on, windows of 4000 octets.
pub(super) const HANDSHAKE: [&str; 3] = [
    "c S 0 ws=2 mss=1460",
    "s SA 500 1 ws=2 mss=1400",
    "c A 1 501",
];

fn sockets() -> [SocketAddr; 2] {
    [
        "10.0.0.1:1234".parse().unwrap(),
        "10.0.0.2:80".parse().unwrap(),
    ]
}

fn segment<'a>(line: &str, number: usize, time: &mut i64, options: &'a mut Vec<u8>) -> Segment<'a> {
    let [client, server] = sockets();
    let mut words = line.split(' ');
    let from_client = words.next() == Some("c");
    let flags = words.next().expect("flags");
    let (settings, numbers): (Vec<_>, Vec<_>) = words.partition(|word| word.contains('='));
    let mut numbers = numbers.into_iter().map(|word| word.parse::<u32>().unwrap());
    let seq = numbers.next().expect("a sequence number");
    let raw_ack = if flags.contains('A') {
        SeqNumber(OFFSET).plus(numbers.next().expect("an acknowledgment number"))
    } else {
        SeqNumber(0)
    };
    let mut segment = Segment {
        packet: number as u64 + 1,
        time: Timestamp::default(),
        source: if from_client { client } else { server },
        destination: if from_client { server } else { client },
        seq: SeqNumber(OFFSET).plus(seq),
        raw_ack,
        control: flags.chars().fold(ControlBits::default(), |bits, letter| {
            bits.with(bit(letter))
        }),
        raw_window: 1000,
        checksum: 0,
        urgent_pointer: 0,
        header_len: 20,
        payload_len: numbers.next().unwrap_or(0),
        options: TcpOptions::default(),
        payload: &[],
        ip_id: Some(u32::try_from(number).unwrap() + 1),
        ttl: 64,
        vlan: None,
        tunnelled: false,
    };
    let (mut step, mut cut) = (1_000_000, false);
    for setting in settings {
        let (name, value) = setting.split_once('=').unwrap();
        let number = || value.parse::<u32>().unwrap();
        match name {
            "w" => segment.raw_window = number().try_into().unwrap(),
            "t" => step = i64::from(number()) * 1_000_000,
            "us" => step = i64::from(number()) * 1_000,
            "id" => segment.ip_id = Some(number()),
            "cut" => cut = true,
            _ => add_option(options, name, value),
        }
    }
    *time += step;
    segment.time = Timestamp::from_nanos(*time);
    segment.options = TcpOptions::new(options, cut);
    segment
}

fn bit(letter: char) -> ControlBits {
    match letter {
        'F' => ControlBits::FIN,
        'S' => ControlBits::SYN,
        'R' => ControlBits::RST,
        'P' => ControlBits::PSH,
        'A' => ControlBits::ACK,
        other => panic!("no such flag: {other}"),
    }
}

fn add_option(options: &mut Vec<u8>, name: &str, value: &str) {
    let number = |text: &str| text.parse::<u32>().unwrap();
    match name {
        "mss" => {
            options.extend([2, 4]);
            options.extend(u16::try_from(number(value)).unwrap().to_be_bytes());
        }
        "ws" => options.extend([3, 3, u8::try_from(number(value)).unwrap()]),
        "ts" => {
            let (value, echo) = value.split_once('/').unwrap();
            options.extend([1, 1, 8, 10]);
            options.extend(number(value).to_be_bytes());
            options.extend(number(echo).to_be_bytes());
        }
        "sack" => {
            let edges: Vec<_> = value.split([',', '-']).map(number).collect();
            options.extend([5, u8::try_from(2 + edges.len() * 4).unwrap()]);
            for edge in edges {
                options.extend(SeqNumber(OFFSET).plus(edge).0.to_be_bytes());
            }
        }
        other => panic!("no such setting: {other}"),
    }
}
