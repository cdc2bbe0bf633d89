//! Writes captures for measurements: the same octets for the same arguments, on any machine.
//!
//! ```text
//! cargo run --profile quick -p synfin --example generate -- imix 1000000 300 > imix.pcap
//! cargo run --profile quick -p synfin --example generate -- --pcapng headers 1000000 30000 > h.pcapng
//! ```
//!
//! KIND is `imix`, `headers`, `full` or `flood`; see traffic.rs.

#[path = "traffic.rs"]
mod traffic;

use std::io::{self, BufWriter};
use traffic::{Kind, Plan};

fn main() -> io::Result<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let pcapng = words.first().is_some_and(|word| word == "--pcapng");
    if pcapng {
        words.remove(0);
    }
    let [kind, packets, connections, ..] = words.as_slice() else {
        return Err(io::Error::other(
            "usage: generate [--pcapng] KIND PACKETS CONNECTIONS [SEED]",
        ));
    };
    let kind = Kind::of(kind)?;
    let number = |word: &String| word.parse::<u64>().map_err(io::Error::other);
    let seed = words.get(3).map_or(Ok(1), number)?;
    let (packets, connections) = (number(packets)?, number(connections)?);
    let out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    traffic::write(
        out,
        Plan {
            kind,
            packets,
            connections,
            seed,
            pcapng,
        },
    )
}
