//! Captures for the benchmarks, made in memory.

#[path = "traffic.rs"]
mod traffic;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::io::Cursor;
use synfin::Capture;
use traffic::{Kind, Plan};

/// Packets of every capture.
const PACKETS: u64 = 100_000;

/// What a benchmark reads: a kind of traffic, how many connections share it, and the format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made(pub(crate) &'static str, pub(crate) u64, pub(crate) Format);

/// A capture's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Classic pcap.
    Pcap,
    /// pcapng, with an enhanced packet block a packet.
    #[allow(dead_code, reason = "not every benchmark reads it")]
    Pcapng,
}

/// Header-only packets, the usual mixture, and full-size ones, of few connections and of many; and a
/// flood of SYNs.
pub(crate) const KINDS: [Made; 5] = [
    Made("headers", 300, Format::Pcap),
    Made("imix", 300, Format::Pcap),
    Made("imix", 12_500, Format::Pcap),
    Made("full", 300, Format::Pcap),
    Made("flood", PACKETS, Format::Pcap),
];

/// Measures `work` on a capture opened anew each time, per packet and per octet of the file.
pub(crate) fn bench<T>(
    bencher: Bencher<'_, '_>,
    Made(kind, connections, format): Made,
    work: impl Fn(Capture) -> T + Sync,
) {
    let mut octets = Vec::new();
    let plan = Plan {
        kind: Kind::of(kind).expect("a kind"),
        packets: PACKETS,
        connections,
        seed: 1,
        pcapng: format == Format::Pcapng,
    };
    traffic::write(&mut octets, plan).expect("a vector takes all");
    bencher
        .counter(ItemsCount::new(PACKETS))
        .counter(BytesCount::new(octets.len()))
        .with_inputs(|| Cursor::new(octets.clone()))
        .bench_values(|input| {
            work(Capture::from_reader("bench", Box::new(input)).expect("a capture"))
        });
}
