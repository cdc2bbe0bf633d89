//! dbg
#![allow(missing_docs)]
use arbitrary::{Arbitrary, Unstructured};
use synfin_fuzz::tracker::{segments, Move};
use synfin::*;
#[test]
fn dbg() {
    let f = std::env::var("F").unwrap();
    let o = std::fs::read(&f).unwrap();
    let mut u = Unstructured::new(&o);
    let mut m = vec![];
    while !u.is_empty() && m.len() < 400 { m.extend(Move::arbitrary(&mut u)); }
    let s = segments(&m, 0);
    let mut t = Tracker::new();
    let only = std::env::var("FLOW").ok();
    for x in &s {
        let g = x.segment();
        let o = t.observe(&g);
        let k = format!("{} {}", g.source, g.destination);
        if only.as_ref().is_some_and(|o| !k.contains(&**o)) { continue; }
        eprintln!("{} {:?} {} > {} {} seq {} ack {:?} len {} | {:?}", g.packet, g.time.as_nanos()-1_600_000_000_000_000_000, g.source, g.destination, g.control.letters(), g.seq.0, g.ack().map(|a| a.0), g.payload_len, o.map(|o| (o.connection, o.client_state, o.server_state, o.changes.len(), o.notes)));
    }
    for c in t.finish() {
        let mut bad = false;
        for side in Side::BOTH {
            let st: Vec<_> = c.transitions().filter(|t| t.endpoint == side).collect();
            if st.last().is_some_and(|l| l.to != c.state(side)) || st.windows(2).any(|p| p[0].to != p[1].from) { bad = true; }
        }
        if bad { eprintln!("BAD {c} {:?} {:?} {:?}", c.state(Side::Client), c.state(Side::Server), c.closing());
            for t in c.transitions() { eprintln!("  {} {:?} {} > {} assumed {} {:?} {:?}", t.time.as_nanos()-1_600_000_000_000_000_000, t.packet, t.from, t.to, t.assumed, t.endpoint, t.reason); } }
    }
}
