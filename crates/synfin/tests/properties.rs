//! What must hold of every connection, on generated ones.

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::net::SocketAddr;
    use synfin::tcp::TcpState;
    use synfin::{
        Connection, ControlBits, Segment, SeqNumber, Side, TcpOptions, Timestamp, Tracker,
    };

    /// How a generated connection opens, what it carries, and how it closes.
    #[derive(Clone, Debug)]
    struct Plan {
        isns: [u32; 2],
        crossed_open: bool,
        data: Vec<(usize, u32)>,
        closing: u8,
        closer: usize,
        repeat_fin: bool,
    }

    fn plans() -> impl Strategy<Value = Plan> {
        let data = prop::collection::vec((0_usize..2, 1_u32..5000), 0..6);
        (
            any::<[u32; 2]>(),
            any::<bool>(),
            data,
            0_u8..5,
            0_usize..2,
            any::<bool>(),
        )
            .prop_map(
                |(isns, crossed_open, data, closing, closer, repeat_fin)| Plan {
                    isns,
                    crossed_open,
                    data,
                    closing,
                    closer,
                    repeat_fin,
                },
            )
    }

    /// Both ends' next numbers, and what they have sent so far.
    struct Wire {
        next: [u32; 2],
        sent: Vec<(usize, u32, Option<u32>, ControlBits, u32)>,
    }

    impl Wire {
        /// `from` sends; `ack` is what it acknowledges, by default everything.
        fn send(&mut self, from: usize, bits: ControlBits, len: u32, ack: Option<u32>) {
            let ack = bits.ack().then(|| ack.unwrap_or(self.next[1 - from]));
            self.sent.push((from, self.next[from], ack, bits, len));
            let taken = len + u32::from(bits.syn()) + u32::from(bits.fin());
            self.next[from] = self.next[from].wrapping_add(taken);
        }

        /// The last segment of `from` with these bits, once more.
        fn again(&mut self, from: usize, bits: ControlBits) {
            let last = self
                .sent
                .iter()
                .rev()
                .find(|sent| sent.0 == from && sent.3.contains(bits));
            let last = *last.unwrap();
            self.sent.push(last);
        }
    }

    const SYN_ACK: ControlBits = ControlBits::SYN.with(ControlBits::ACK);
    const FIN_ACK: ControlBits = ControlBits::FIN.with(ControlBits::ACK);
    const RST_ACK: ControlBits = ControlBits::RST.with(ControlBits::ACK);

    /// The segments of a plan, as two stacks that lose nothing would send them.
    fn wire(plan: &Plan) -> Wire {
        let mut wire = Wire {
            next: plan.isns,
            sent: Vec::new(),
        };
        wire.send(0, ControlBits::SYN, 0, None);
        if plan.crossed_open {
            wire.send(1, ControlBits::SYN, 0, None);
            for end in 0..2 {
                let seq = plan.isns[end];
                wire.sent
                    .push((end, seq, Some(wire.next[1 - end]), SYN_ACK, 0));
            }
        } else {
            wire.send(1, SYN_ACK, 0, None);
            wire.send(0, ControlBits::ACK, 0, None);
        }
        for (from, len) in &plan.data {
            wire.send(*from, ControlBits::ACK, *len, None);
            wire.send(1 - from, ControlBits::ACK, 0, None);
        }
        let (first, second) = (plan.closer, 1 - plan.closer);
        match plan.closing {
            0 => {
                wire.send(first, FIN_ACK, 0, None);
                wire.send(second, ControlBits::ACK, 0, None);
                wire.send(second, FIN_ACK, 0, None);
                wire.send(first, ControlBits::ACK, 0, None);
            }
            1 => {
                wire.send(first, FIN_ACK, 0, None);
                wire.send(second, FIN_ACK, 0, None);
                wire.send(first, ControlBits::ACK, 0, None);
            }
            2 => {
                let before = wire.next[first];
                wire.send(first, FIN_ACK, 0, None);
                wire.send(second, FIN_ACK, 0, Some(before));
                wire.send(first, ControlBits::ACK, 0, None);
                wire.send(second, ControlBits::ACK, 0, None);
            }
            3 => wire.send(first, RST_ACK, 0, None),
            _ => {}
        }
        if plan.repeat_fin && plan.closing < 2 {
            wire.again(second, ControlBits::FIN);
            wire.send(first, ControlBits::ACK, 0, None);
        }
        wire
    }

    const ENDS: [&str; 2] = ["10.0.0.1:40000", "10.0.0.2:80"];

    /// The packets, numbered in tens; each comes `copies` times, microseconds apart.
    fn packets(plan: &Plan, swapped: bool, copies: u32) -> Vec<Segment<'static>> {
        let mut ends: [SocketAddr; 2] = ENDS.map(|end| end.parse().unwrap());
        if swapped {
            ends.reverse();
        }
        let mut packets = Vec::new();
        for (place, (from, seq, ack, control, len)) in (1_u32..).zip(wire(plan).sent) {
            for copy in 0..copies {
                let nanos = i64::from(place) * 1_000_000_000 + i64::from(copy) * 1_000;
                packets.push(Segment {
                    packet: u64::from(place) * 10 + u64::from(copy),
                    time: Timestamp::from_nanos(nanos),
                    source: ends[from],
                    destination: ends[1 - from],
                    seq: SeqNumber(seq),
                    raw_ack: SeqNumber(ack.unwrap_or(0)),
                    control,
                    raw_window: 5000,
                    checksum: 0,
                    urgent_pointer: 0,
                    header_len: 20,
                    payload_len: len,
                    options: TcpOptions::default(),
                    payload: &[],
                    ip_id: Some(place),
                    ttl: 64,
                    vlan: None,
                    tunnelled: false,
                });
            }
        }
        packets
    }

    fn follow(packets: &[Segment<'_>]) -> Connection {
        let mut tracker = Tracker::new();
        for packet in packets {
            tracker.observe(packet);
        }
        let mut connections: Vec<_> = tracker.finish().collect();
        assert_eq!(connections.len(), 1);
        connections.remove(0)
    }

    type Step = (TcpState, TcpState, Option<u64>, bool);

    fn path(connection: &Connection, side: Side) -> Vec<Step> {
        connection
            .transitions()
            .filter(|step| step.endpoint == side)
            .map(|step| (step.from, step.to, step.packet, step.assumed))
            .collect()
    }

    /// The arrows of RFC 9293, figure 5, with the direct ones that one segment can make.
    fn is_in_figure_5(from: TcpState, to: TcpState) -> bool {
        use TcpState::{
            CloseWait, Closed, Closing, Established, FinWait1, FinWait2, LastAck, Listen,
            SynReceived, SynSent, TimeWait,
        };
        to == Closed
            || matches!(
                (from, to),
                (Closed, SynSent | Listen)
                    | (Listen, SynReceived | SynSent)
                    | (SynSent, SynReceived | Established)
                    | (SynReceived, Established | FinWait1 | CloseWait | Listen)
                    | (Established, FinWait1 | CloseWait)
                    | (FinWait1, FinWait2 | Closing | TimeWait)
                    | (FinWait2 | Closing, TimeWait)
                    | (CloseWait, LastAck)
            )
    }

    proptest! {
        #[test]
        fn copies_change_nothing(plan in plans()) {
            let once = follow(&packets(&plan, false, 1));
            let twice = follow(&packets(&plan, false, 2));
            for side in Side::BOTH {
                prop_assert_eq!(path(&once, side), path(&twice, side));
            }
        }

        #[test]
        fn states_stay_in_figure_5(plan in plans()) {
            let connection = follow(&packets(&plan, false, 1));
            for side in Side::BOTH {
                let path = path(&connection, side);
                for (from, to, ..) in &path {
                    prop_assert!(is_in_figure_5(*from, *to), "{from} > {to}");
                }
                for pair in path.windows(2) {
                    prop_assert_eq!(pair[0].1, pair[1].0);
                }
            }
        }

        #[test]
        fn a_prefix_of_the_capture_gives_a_prefix_of_what_is_proven(plan in plans()) {
            let packets = packets(&plan, false, 1);
            let whole = follow(&packets);
            for end in 1..packets.len() {
                let part = follow(&packets[..end]);
                for side in Side::BOTH {
                    let proven: Vec<_> = path(&part, side).into_iter().filter(|step| !step.3).collect();
                    let path = path(&whole, side);
                    prop_assert!(path.starts_with(&proven), "{side}, {end}: {proven:?} {path:?}");
                }
            }
        }

        #[test]
        fn swapped_addresses_swap_the_answer(plan in plans()) {
            let here = follow(&packets(&plan, false, 1));
            let there = follow(&packets(&plan, true, 1));
            for side in Side::BOTH {
                prop_assert_eq!(path(&here, side), path(&there, side));
                prop_assert_eq!(here.socket(side), there.socket(!side));
            }
            prop_assert_eq!(here.opening(), there.opening());
            prop_assert_eq!(here.closing(), there.closing());
            prop_assert_eq!(here.closed_by(), there.closed_by());
        }
    }
}
