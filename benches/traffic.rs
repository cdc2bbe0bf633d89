#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "its input is its own plan, and it cuts numbers to the fields of headers"
)]
//! Made-up traffic for measurements: connections with handshake, data and teardown.
//!
//! A connection has a whole handshake and four-segment teardown if its share of the packets
//! allows; which connection is next is drawn by lot.

use std::io::{self, Write};

const FIN: u8 = 1;
const SYN: u8 = 2;
const PSH: u8 = 8;
const ACK: u8 = 16;

/// A generator of pseudo-random numbers (SplitMix64): seeded, so that captures are repeatable.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn seq(&mut self) -> u32 {
        (self.next() >> 32) as u32
    }
}

/// A mixture of packets.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// 66, 590 and 1514 octets, 7:4:1.
    Imix,
    /// No payload at all.
    Headers,
    /// 1514 octets and their ACKs, 2:1.
    Full,
    /// Nothing but SYNs, a connection each.
    Flood,
}

impl Kind {
    /// The mixture of a name.
    pub(crate) fn of(name: &str) -> io::Result<Self> {
        match name {
            "imix" => Ok(Self::Imix),
            "headers" => Ok(Self::Headers),
            "full" => Ok(Self::Full),
            "flood" => Ok(Self::Flood),
            _ => Err(io::Error::other("the kind is imix, headers, full or flood")),
        }
    }
}

/// One generated connection: how far each side has got.
#[derive(Clone, Copy, Default)]
struct Life {
    sent: u32,
    planned: u32,
    client_seq: u32,
    server_seq: u32,
}

/// One TCP segment to be written.
struct Segment {
    from_client: bool,
    flags: u8,
    payload: u16,
}

/// What a generated capture is made of: the same plan gives the same octets.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// The mixture of packets.
    pub(crate) kind: Kind,
    /// How many packets.
    pub(crate) packets: u64,
    /// How many connections share them.
    pub(crate) connections: u64,
    /// Another seed gives other numbers and another order.
    pub(crate) seed: u64,
    /// pcapng instead of pcap.
    pub(crate) pcapng: bool,
}

/// Writes the capture of a plan.
pub(crate) fn write(out: impl Write, plan: Plan) -> io::Result<()> {
    let Plan {
        kind,
        packets,
        connections,
        seed,
        pcapng,
    } = plan;
    let mut writer = Writer {
        out,
        pcapng,
        time: 1_700_000_000_000_000,
    };
    let mut random = Random(seed);
    writer.header()?;
    let planned = u32::try_from(packets / connections.max(1)).unwrap_or(u32::MAX);
    let mut lives: Vec<Life> = (0..connections)
        .map(|_| Life {
            sent: 0,
            planned,
            client_seq: random.seq(),
            server_seq: random.seq(),
        })
        .collect();
    // Every connection that still has packets to send; which is next is drawn by lot.
    let mut open: Vec<u32> = (0..u32::try_from(connections).unwrap_or(u32::MAX)).collect();
    let mut frame = Vec::with_capacity(1514);
    for _ in 0..packets {
        if open.is_empty() {
            break;
        }
        let turn = random.below(open.len() as u64) as usize;
        let index = open[turn];
        let life = &mut lives[index as usize];
        let segment = next_segment(kind, life, &mut random);
        build(&mut frame, index, life, &segment);
        life.sent += 1;
        if life.sent >= life.planned {
            open.swap_remove(turn);
        }
        writer.record(&frame, &mut random)?;
    }
    writer.out.flush()
}

/// What a connection sends next: handshake, data by the kind's mixture, teardown.
fn next_segment(kind: Kind, life: &Life, random: &mut Random) -> Segment {
    let left = life.planned - life.sent;
    let closing = life.planned >= 7 && left <= 4;
    let (from_client, flags, payload) = match life.sent {
        _ if kind == Kind::Flood => (true, SYN, 0),
        0 => (true, SYN, 0),
        1 => (false, SYN | ACK, 0),
        2 => (true, ACK, 0),
        _ if closing && left == 4 => (true, FIN | ACK, 0),
        _ if closing && left == 3 => (false, ACK, 0),
        _ if closing && left == 2 => (false, FIN | ACK, 0),
        _ if closing => (true, ACK, 0),
        turn => match (kind, random.below(12)) {
            (Kind::Headers, _) => (turn % 2 == 1, ACK, 0),
            (Kind::Full, 0..=7) | (Kind::Imix, 11) => (false, ACK | PSH, 1448),
            (Kind::Imix, 7..=10) => (false, ACK | PSH, 524),
            _ => (true, ACK, 0),
        },
    };
    Segment {
        from_client,
        flags,
        payload,
    }
}

/// Ethernet, IPv4 and TCP headers with the options of that segment, and its payload.
fn build(frame: &mut Vec<u8>, index: u32, life: &mut Life, segment: &Segment) {
    let options: &[u8] = if segment.flags & SYN != 0 {
        &[
            2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
        ]
    } else {
        &[1, 1, 8, 10, 0, 0, 0, 2, 0, 0, 0, 1]
    };
    let [_, a, b, c] = (index >> 2).to_be_bytes();
    let client = ([10, a, b, c], 1024 + (index % 50_000) as u16);
    let server = (
        [192, 0, 2, 1 + (index % 200) as u8],
        [80_u16, 443, 22, 8080][index as usize % 4],
    );
    let (from, to, own, peer) = if segment.from_client {
        (client, server, &mut life.client_seq, life.server_seq)
    } else {
        (server, client, &mut life.server_seq, life.client_seq)
    };
    let ack = if segment.flags & ACK == 0 { 0 } else { peer };
    let header_len = 20 + options.len() as u16;
    frame.clear();
    frame.extend_from_slice(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0]);
    frame.extend_from_slice(&(20 + header_len + segment.payload).to_be_bytes());
    frame.extend_from_slice(&(life.sent as u16).to_be_bytes());
    frame.extend_from_slice(&[0x40, 0, 64, 6, 0, 0]);
    frame.extend_from_slice(&from.0);
    frame.extend_from_slice(&to.0);
    frame.extend_from_slice(&from.1.to_be_bytes());
    frame.extend_from_slice(&to.1.to_be_bytes());
    frame.extend_from_slice(&own.to_be_bytes());
    frame.extend_from_slice(&ack.to_be_bytes());
    frame.extend_from_slice(&[
        (header_len as u8 / 4) << 4,
        segment.flags,
        0xfa,
        0xf0,
        0,
        0,
        0,
        0,
    ]);
    frame.extend_from_slice(options);
    frame.resize(frame.len() + usize::from(segment.payload), b'x');
    let control = u32::from(segment.flags & (SYN | FIN) != 0);
    *own = own.wrapping_add(u32::from(segment.payload) + control);
}

/// Writes records in either format, a few microseconds apart.
struct Writer<W> {
    out: W,
    pcapng: bool,
    time: u64,
}

impl<W: Write> Writer<W> {
    fn header(&mut self) -> io::Result<()> {
        if self.pcapng {
            self.words(&[0x0a0d_0d0a, 28, 0x1a2b_3c4d, 1, u32::MAX, u32::MAX, 28])?;
            return self.words(&[1, 20, 1, 262_144, 20]);
        }
        self.words(&[0xa1b2_c3d4, 2 | 4 << 16, 0, 0, 262_144, 1])
    }

    fn record(&mut self, frame: &[u8], random: &mut Random) -> io::Result<()> {
        self.time += 1 + random.below(8);
        let len = frame.len() as u32;
        if !self.pcapng {
            let (seconds, micros) = (self.time / 1_000_000, self.time % 1_000_000);
            self.words(&[seconds as u32, micros as u32, len, len])?;
            return self.out.write_all(frame);
        }
        let padded = len.next_multiple_of(4);
        self.words(&[6, 32 + padded, 0])?;
        self.words(&[(self.time >> 32) as u32, self.time as u32, len, len])?;
        self.out.write_all(frame)?;
        self.out.write_all(&[0; 3][..(padded - len) as usize])?;
        self.words(&[32 + padded])
    }

    fn words(&mut self, words: &[u32]) -> io::Result<()> {
        words
            .iter()
            .try_for_each(|word| self.out.write_all(&word.to_le_bytes()))
    }
}
