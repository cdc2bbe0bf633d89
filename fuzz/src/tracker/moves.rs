//! Segments from few octets: each says what differs from what its sender should send next.

use super::shifted;
use arbitrary::Arbitrary;
use std::net::SocketAddr;
use synfin::{ControlBits, Segment, SeqNumber, TcpOptions, Timestamp};

/// A segment, by what is odd about it; all zero is the next one of flow 0's client.
#[derive(Arbitrary, Clone, Copy, Debug, Default)]
pub struct Move {
    /// Bits 0 and 1: the flow. Bit 2: sent by the server. Bits 4 to 7: how much later it comes.
    pub who: u8,
    /// The control bits.
    pub control: u8,
    /// Bits 0 and 1: what the sequence number is near to. Bits 2 and 3: the same for the
    /// acknowledgment. Bits 4 to 7: the options.
    pub near: u8,
    /// The hop limit less 64.
    pub ttl: i8,
    /// Octets of payload.
    pub len: u16,
    /// How far the sequence number is from what it is near to.
    pub seq_off: i16,
    /// The same for the acknowledgment.
    pub ack_off: i16,
    /// The window field.
    pub window: u16,
}

impl Move {
    /// The octets that make this move.
    #[must_use]
    pub fn to_octets(self) -> [u8; 12] {
        let [l0, l1] = self.len.to_le_bytes();
        let [s0, s1] = self.seq_off.to_le_bytes();
        let [a0, a1] = self.ack_off.to_le_bytes();
        let [w0, w1] = self.window.to_le_bytes();
        let ttl = self.ttl as u8;
        [
            self.who,
            self.control,
            self.near,
            ttl,
            l0,
            l1,
            s0,
            s1,
            a0,
            a1,
            w0,
            w1,
        ]
    }
}

/// How much later than the one before a segment may come, in nanoseconds.
const STEPS: [i64; 16] = [
    1_000,
    0,
    1_000_000,
    40_000_000,
    200_000_000,
    1_000_000_000,
    3_000_000_000,
    61_000_000_000,
    121_000_000_000,
    241_000_000_000,
    3_600_000_000_000,
    86_400_000_000_000,
    -1_000_000,
    -1_000_000_000,
    -300_000_000_000,
    i64::MAX / 2,
];

/// What payload is made of; a segment's is a part of it that its number tells.
const PAYLOAD: &[u8; 65] =
    b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n0123456789abcdefghijklmnopqr";

/// The sockets of the flows: the client's, the server's. The last is one that talks to itself.
const FLOWS: [[&str; 2]; 4] = [
    ["192.0.2.1:40000", "192.0.2.2:80"],
    ["192.0.2.2:40000", "192.0.2.1:22"],
    ["[2001:db8::1]:50000", "[2001:db8::2]:50001"],
    ["127.0.0.1:6000", "127.0.0.1:6000"],
];

/// A segment with what it borrows.
#[derive(Debug)]
pub struct Sent {
    options: Vec<u8>,
    payload: Vec<u8>,
    bare: Segment<'static>,
}

impl Sent {
    /// The segment.
    #[must_use]
    pub fn segment(&self) -> Segment<'_> {
        Segment {
            options: TcpOptions::new(&self.options, false),
            payload: &self.payload,
            ..self.bare
        }
    }
}

/// What one end of a flow has sent.
#[derive(Clone, Copy, Default)]
struct End {
    next: u32,
    last: u32,
    clock: u32,
}

/// The segments of moves. All sequence numbers, and what acknowledges them, are `shift` more than
/// they would be.
#[must_use]
pub fn segments(moves: &[Move], shift: u32) -> Vec<Sent> {
    let mut ends = [[End::default(); 2]; FLOWS.len()];
    let mut now = 1_600_000_000_000_000_000_i64;
    let mut sent = Vec::new();
    for (packet, step) in (1..).zip(moves) {
        let flow = usize::from(step.who & 3);
        let from = usize::from(step.who >> 2 & 1);
        now = now.saturating_add(STEPS[usize::from(step.who >> 4)]);
        let time = Timestamp::from_nanos(now);
        sent.push(one(
            packet,
            time,
            step,
            (flow, from),
            &mut ends[flow],
            shift,
        ));
    }
    sent
}

fn one(
    packet: u64,
    time: Timestamp,
    step: &Move,
    (flow, from): (usize, usize),
    ends: &mut [End; 2],
    shift: u32,
) -> Sent {
    let sockets = FLOWS[flow].map(|socket| -> SocketAddr { socket.parse().expect("a socket") });
    let (own, peer) = (ends[from], ends[1 - from]);
    let near = |what: u8, next: u32, last: u32, other: u32, off: i16| match what & 3 {
        0 => next.wrapping_add_signed(off.into()),
        1 => next.wrapping_add_signed(i32::from(off) << 16),
        2 => last.wrapping_add_signed(off.into()),
        _ => other.wrapping_add_signed(off.into()),
    };
    let seq = near(step.near, own.next, own.last, peer.last, step.seq_off);
    let ack = near(step.near >> 2, peer.next, peer.last, own.next, step.ack_off);
    let control = ControlBits::from_bits(u16::from(step.control));
    let options = options(step.near >> 4, own, peer, ack, shift);
    let end = seq
        .wrapping_add(step.len.into())
        .wrapping_add(u32::from(control.syn()) + u32::from(control.fin()));
    let sender = &mut ends[from];
    sender.last = seq;
    sender.clock = sender.clock.wrapping_add(1);
    let ahead = end.wrapping_sub(sender.next) as i32;
    if ahead > 0 || step.near & 3 == 1 {
        sender.next = end;
    }
    let payload = PAYLOAD[seq as usize % 32..].iter().copied();
    Sent {
        payload: payload.take(usize::from(step.len).min(32)).collect(),
        bare: Segment {
            packet,
            time,
            source: sockets[from],
            destination: sockets[1 - from],
            seq: shifted(SeqNumber(seq), shift),
            raw_ack: match control.ack() {
                true => shifted(SeqNumber(ack), shift),
                false => SeqNumber(0),
            },
            control,
            raw_window: step.window,
            checksum: 0,
            urgent_pointer: 0,
            header_len: 20 + u8::try_from(options.len()).expect("at most 40 octets"),
            payload_len: step.len.into(),
            options: TcpOptions::default(),
            payload: &[],
            ip_id: Some(step.window.into()),
            ttl: 64_u8.wrapping_add_signed(step.ttl),
            vlan: None,
            tunnelled: false,
        },
        options,
    }
}

/// The options that go by a number from 0 to 15.
fn options(which: u8, own: End, peer: End, ack: u32, shift: u32) -> Vec<u8> {
    let mut octets = Vec::new();
    if which & 1 == 1 {
        octets.extend([2, 4, 5, 180, 3, 3, which >> 1, 1]);
    }
    if which & 2 == 2 {
        octets.extend([1, 1, 8, 10]);
        octets.extend(own.clock.to_be_bytes());
        octets.extend(peer.clock.to_be_bytes());
    }
    if which & 4 == 4 {
        let first = ack.wrapping_add(if which & 8 == 8 {
            0_u32.wrapping_sub(100)
        } else {
            100
        });
        octets.extend([1, 1, 5, 10]);
        octets.extend(first.wrapping_add(shift).to_be_bytes());
        octets.extend(first.wrapping_add(50).wrapping_add(shift).to_be_bytes());
    }
    if which == 8 {
        octets.extend([4, 2, 34, 10, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
    octets
}
