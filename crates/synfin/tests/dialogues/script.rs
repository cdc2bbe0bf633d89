//! Reading a script's packets.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;
use synfin::{ControlBits, Segment, SeqNumber, TcpOptions, Timestamp};

/// Where a script is, while its packets are read.
pub(crate) struct Reader {
    ends: [SocketAddr; 2],
    isns: [u32; 2],
    packet: u64,
    time: i64,
    ids: [u32; 2],
    /// The packet before, which may be captured once more.
    last: Option<Packet>,
}

/// A packet of a script.
#[derive(Clone)]
pub(crate) struct Packet {
    segment: Segment<'static>,
    options: Vec<u8>,
}

impl Packet {
    /// The packet as the tracker takes it.
    pub(crate) fn segment(&self) -> Segment<'_> {
        Segment {
            options: TcpOptions::new(&self.options, false),
            ..self.segment
        }
    }
}

const LETTERS: [(char, ControlBits); 9] = [
    ('F', ControlBits::FIN),
    ('S', ControlBits::SYN),
    ('R', ControlBits::RST),
    ('P', ControlBits::PSH),
    ('.', ControlBits::ACK),
    ('U', ControlBits::URG),
    ('E', ControlBits::ECE),
    ('W', ControlBits::CWR),
    ('e', ControlBits::AE),
];

impl Reader {
    /// The first end's numbers wrap after 128 octets, so every script crosses 2^32.
    pub(crate) fn new() -> Self {
        Self {
            ends: [
                "10.0.0.1:40000".parse().unwrap(),
                "10.0.0.2:80".parse().unwrap(),
            ],
            isns: [0xffff_ff80, 10_000],
            packet: 0,
            time: 1_000_000_000_000,
            ids: [1, 1],
            last: None,
        }
    }

    /// Takes a line that sets the scene: `! isn > 5000`, `! ends A B`.
    pub(crate) fn direct(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["isn", end, number] => self.isns[side(end)] = absolute(0, number.parse().unwrap()),
            ["ends", one, other] => self.ends = [one.parse().unwrap(), other.parse().unwrap()],
            _ => panic!("unknown direction: {line}"),
        }
    }

    /// Reads one packet.
    pub(crate) fn read(&mut self, line: &str) -> Packet {
        let mut words = line.split_whitespace().peekable();
        let mut wait = 10_000_000;
        if let Some(word) = words.next_if(|word| word.starts_with(['+', '-'])) {
            let span =
                Duration::from_secs_f64(word.trim_start_matches(['+', '-']).parse().unwrap());
            wait = i64::try_from(span.as_nanos()).unwrap();
            if word.starts_with('-') {
                wait = -wait;
            }
        }
        self.time += wait;
        self.packet += 1;
        if words.next_if_eq(&"again").is_some() {
            return self.again(words);
        }
        let from = side(words.next().unwrap());
        let control = control(words.next().unwrap());
        let (seq, len) = numbers(words.next().unwrap());
        let mut rest: HashMap<&str, &str> = HashMap::new();
        let options = line
            .split_once('<')
            .filter(|(before, _)| !before.is_empty());
        while let Some(key) = words.next_if(|word| !word.starts_with('<')) {
            rest.insert(key, words.next().unwrap());
        }
        let options = options
            .and_then(|_| line.rsplit_once('<'))
            .and_then(|(_, tail)| tail.split_once('>'))
            .map_or(Vec::new(), |(list, _)| options_of(list, self, from));
        self.ids[from] += 1;
        let number = |key: &str| rest.get(key).map(|value| value.parse::<u16>().unwrap());
        let ack = rest.get("ack").map(|ack| ack.parse().unwrap());
        let ack = ack.map_or(0, |ack| absolute(self.isns[1 - from], ack));
        let segment = Segment {
            packet: self.packet,
            time: Timestamp::from_nanos(self.time),
            source: self.ends[from],
            destination: self.ends[1 - from],
            seq: SeqNumber(absolute(self.isns[from], seq)),
            raw_ack: SeqNumber(ack),
            control,
            raw_window: number("win").unwrap_or(1000),
            checksum: 0,
            urgent_pointer: 0,
            header_len: u8::try_from(20 + options.len().next_multiple_of(4)).unwrap(),
            payload_len: len,
            options: TcpOptions::default(),
            payload: &[],
            ip_id: Some(number("id").map_or(self.ids[from], u32::from)),
            ttl: 64,
            vlan: number("vlan"),
            tunnelled: false,
        };
        let packet = Packet { segment, options };
        self.last = Some(packet.clone());
        packet
    }

    /// The packet before, captured once more.
    fn again<'a>(&mut self, mut words: impl Iterator<Item = &'a str>) -> Packet {
        let mut packet = self.last.clone().unwrap();
        packet.segment.packet = self.packet;
        packet.segment.time = Timestamp::from_nanos(self.time);
        if words.next() == Some("vlan") {
            packet.segment.vlan = Some(words.next().unwrap().parse().unwrap());
        }
        packet
    }
}

fn side(word: &str) -> usize {
    match word {
        ">" => 0,
        "<" => 1,
        _ => panic!("neither > nor <: {word}"),
    }
}

fn absolute(isn: u32, relative: i64) -> u32 {
    u32::try_from((i64::from(isn) + relative).rem_euclid(1 << 32)).unwrap()
}

fn control(letters: &str) -> ControlBits {
    let bit = |letter| {
        let found = LETTERS.iter().find(|(known, _)| *known == letter);
        found.unwrap_or_else(|| panic!("no control bit {letter}")).1
    };
    letters
        .chars()
        .filter(|letter| *letter != '-')
        .fold(ControlBits::default(), |bits, letter| {
            bits.with(bit(letter))
        })
}

/// `seq:end(octets)`.
fn numbers(word: &str) -> (i64, u32) {
    let (seq, rest) = word.split_once(':').unwrap();
    let (end, len) = rest.strip_suffix(')').unwrap().split_once('(').unwrap();
    let (seq, len) = (seq.parse::<i64>().unwrap(), len.parse::<u32>().unwrap());
    assert_eq!(end.parse::<i64>().unwrap(), seq + i64::from(len), "{word}");
    (seq, len)
}

fn options_of(list: &str, reader: &Reader, from: usize) -> Vec<u8> {
    let mut octets = Vec::new();
    for option in list.split(',') {
        let words: Vec<&str> = option.split_whitespace().collect();
        match words.as_slice() {
            ["mss", size] => {
                octets.extend([2, 4]);
                octets.extend(size.parse::<u16>().unwrap().to_be_bytes());
            }
            ["wscale", shift] => octets.extend([3, 3, shift.parse().unwrap()]),
            ["sackOK"] => octets.extend([4, 2]),
            ["ts", value, echo] => {
                octets.extend([8, 10]);
                octets.extend(value.parse::<u32>().unwrap().to_be_bytes());
                octets.extend(echo.parse::<u32>().unwrap().to_be_bytes());
            }
            ["sack", block] => {
                let (left, right) = block.split_once(':').unwrap();
                octets.extend([5, 10]);
                for edge in [left, right] {
                    let edge = absolute(reader.isns[1 - from], edge.parse().unwrap());
                    octets.extend(edge.to_be_bytes());
                }
            }
            ["tfo"] => octets.extend([34, 2]),
            ["tfo", cookie] => {
                octets.extend([34, 10]);
                octets.extend(cookie.parse::<u64>().unwrap().to_be_bytes());
            }
            ["odd", kind, len] => {
                octets.extend([kind, len].map(|word| word.parse::<u8>().unwrap()))
            }
            ["nop"] => octets.push(1),
            _ => panic!("unknown option: {option}"),
        }
    }
    octets
}
