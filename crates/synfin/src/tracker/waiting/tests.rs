use super::{MOST, Pool, Reader, Waiting};
use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};
use proptest::prelude::*;

/// What stands in a segment, as far as it is kept.
#[derive(Clone, Debug)]
struct Made {
    apart: u64,
    time: (i64, u64),
    numbers: (u32, u32),
    payload_len: u32,
    window: u16,
    checksum: u16,
    control: u16,
    ip_id: Option<u16>,
    vlan: Option<u16>,
    options: Vec<u8>,
    turned: bool,
}

impl Made {
    fn segment(&self, packet: u64) -> Segment<'_> {
        let [one, other] = sockets();
        let (source, destination) = if self.turned {
            (other, one)
        } else {
            (one, other)
        };
        Segment {
            packet,
            time: Timestamp::new(self.time.0, self.time.1),
            source,
            destination,
            seq: SeqNumber(self.numbers.0),
            raw_ack: SeqNumber(self.numbers.1),
            control: ControlBits::from_bits(self.control),
            raw_window: self.window,
            checksum: self.checksum,
            urgent_pointer: 0,
            header_len: 20,
            payload_len: self.payload_len,
            options: TcpOptions::new(&self.options, false),
            payload: &[],
            ip_id: self.ip_id.map(Into::into),
            ttl: 0,
            vlan: self.vlan,
            tunnelled: false,
        }
    }

    fn sender(&self) -> End {
        if self.turned { End::Upper } else { End::Lower }
    }
}

fn sockets() -> [std::net::SocketAddr; 2] {
    ["10.0.0.1:80", "10.0.0.2:1024"].map(|text| text.parse().unwrap())
}

fn options() -> impl Strategy<Value = Vec<u8>> {
    let timestamps = any::<[u8; 8]>().prop_map(|values| [&[1, 1, 8, 10], &values[..]].concat());
    let syn = [
        2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
    ];
    prop_oneof![
        Just(vec![]),
        timestamps,
        Just(syn.to_vec()),
        prop::collection::vec(any::<u8>(), 0..=40),
    ]
}

/// Numbers that need few octets, and those that need many.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..4, 0_u32..0x2_0000, any::<u32>()]
}

fn made() -> impl Strategy<Value = Made> {
    let apart = prop_oneof![1_u64..300, 1_u64..0x2_0000, 1_u64..1 << 34];
    let seconds = prop_oneof![1_000_i64..1_003, 0_i64..1 << 33];
    let window = prop_oneof![Just(500), any::<u16>()];
    let control = prop_oneof![Just(0x10), Just(0x18), 0_u16..0x200];
    let vlan = prop_oneof![4 => Just(None), 1 => any::<Option<u16>>()];
    (
        (apart, (seconds, 0_u64..1_000_000_000)),
        (number(), number(), prop_oneof![Just(0), number()]),
        (window, any::<u16>(), control),
        (any::<Option<u16>>(), vlan),
        (options(), any::<bool>()),
    )
        .prop_map(|(when, numbers, header, ids, (options, turned))| Made {
            apart: when.0,
            time: when.1,
            numbers: (numbers.0, numbers.1),
            payload_len: numbers.2,
            window: header.0,
            checksum: header.1,
            control: header.2,
            ip_id: ids.0,
            vlan: ids.1,
            options,
            turned,
        })
}

/// Says whether the reader gives exactly these segments.
fn gives(mut reader: Reader<'_>, expected: &[(u64, &Made)]) -> bool {
    let [one, other] = sockets();
    let key = FlowKey::new(one, other);
    let all = expected.iter().all(|(packet, made)| {
        let is_it = reader.next(&key, |_, segment, sender| {
            (segment, sender) == (&made.segment(*packet), made.sender())
        });
        is_it == Some(true)
    });
    all && reader.next(&key, |_, _, _| ()).is_none()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 512 }))]

    #[test]
    fn what_comes_out_is_what_was_put_in(all in prop::collection::vec(made(), 0..60)) {
        let (mut pool, mut waiting, mut latest) = (Pool::default(), Waiting::default(), 0);
        let (mut packet, mut kept) = (0, Vec::new());
        for made in &all {
            packet += made.apart;
            let segment = made.segment(packet);
            prop_assert!(Pool::can_take(&segment));
            if waiting.is_full() {
                prop_assert!(gives(pool.gather(&waiting).reader(), &kept));
                pool.clear(&mut waiting);
                kept.clear();
            }
            let before = latest;
            let put = pool.put(&mut waiting, &mut latest, &segment, made.sender());
            let is_late = kept.is_empty() && before > segment.time.as_nanos();
            prop_assert_eq!(put.is_none(), is_late);
            if put.is_some() {
                kept.push((packet, made));
                prop_assert_eq!(latest, before.max(segment.time.as_nanos()));
                prop_assert_eq!(waiting.last_packet(), Some(packet.min(u32::MAX.into())));
            }
            let only = (made.sender(), segment.control.steering());
            prop_assert_eq!(pool.only(&waiting), (kept.len() == 1).then_some(only));
        }
        prop_assert!(usize::from(waiting.len) <= MOST);
        prop_assert!(gives(pool.gather(&waiting).reader(), &kept));
    }
}

#[test]
fn flows_share_room_and_each_gets_its_own_back() {
    let made = |flow: u16| Made {
        apart: 1,
        time: (1_000, 5),
        numbers: (7, 8),
        payload_len: 9,
        window: flow,
        checksum: 1,
        control: 0x10,
        ip_id: Some(1),
        vlan: None,
        options: Vec::new(),
        turned: false,
    };
    let made = [made(1), made(2), made(3)];
    let mut pool = Pool::default();
    let mut flows = [Waiting::default(), Waiting::default(), Waiting::default()];
    let mut most = 0;
    for round in 0..3 {
        let (mut count, mut latest) = (0, [0; 3]);
        while !flows.iter().any(Waiting::is_full) {
            for ((waiting, made), latest) in flows.iter_mut().zip(&made).zip(&mut latest) {
                let segment = made.segment(count);
                pool.put(waiting, latest, &segment, End::Lower)
                    .expect("a place");
            }
            count += 1;
        }
        most = count.max(most);
        for (waiting, made) in flows.iter_mut().zip(&made) {
            let expected: Vec<_> = (0..count).map(|packet| (packet, made)).collect();
            assert!(
                gives(pool.gather(waiting).reader(), &expected),
                "round {round}"
            );
            pool.clear(waiting);
            assert!(waiting.is_empty() && waiting.last_packet().is_none());
        }
        assert_eq!(pool.len(), 3 * 7);
    }
    assert!(most >= 35, "{most} segments");
}
