//! The whole machine, derived by walking RFC 9293's figure 5 in facts, and its page in `docs/`.

use super::{Fact, Facts};
use crate::tcp::TcpState;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;

/// Something that happens to an endpoint: its name, what becomes true, and when it can happen.
struct Event {
    name: &'static str,
    facts: &'static [Fact],
    possible: fn(Facts) -> bool,
}

const fn open(facts: Facts) -> bool {
    facts.has(Fact::SynReceived) && facts.has(Fact::SynSent)
}

const fn alive(facts: Facts) -> bool {
    !facts.has(Fact::Reset) && !facts.has(Fact::Expired)
}

const EVENTS: [Event; 11] = [
    Event {
        name: "send SYN",
        facts: &[Fact::SynSent],
        possible: |facts| !facts.has(Fact::SynSent) && !facts.has(Fact::SynReceived),
    },
    Event {
        name: "get SYN, send SYN-ACK",
        facts: &[Fact::SynSent, Fact::SynReceived, Fact::Passive],
        possible: |facts| !facts.has(Fact::SynSent),
    },
    Event {
        name: "get SYN",
        facts: &[Fact::SynReceived],
        possible: |facts| facts.has(Fact::SynSent) && !facts.has(Fact::SynReceived),
    },
    Event {
        name: "get SYN-ACK",
        facts: &[Fact::SynReceived, Fact::SynAcked],
        possible: |facts| facts.has(Fact::SynSent) && !facts.has(Fact::SynReceived),
    },
    Event {
        name: "get ACK of SYN",
        facts: &[Fact::SynAcked],
        possible: |facts| open(facts) && !facts.has(Fact::SynAcked),
    },
    Event {
        name: "send FIN",
        facts: &[Fact::FinSent],
        possible: |facts| open(facts) && !facts.has(Fact::FinSent) && !facts.has(Fact::FinReceived),
    },
    Event {
        name: "send FIN",
        facts: &[Fact::FinSent, Fact::PeerFirst],
        possible: |facts| open(facts) && !facts.has(Fact::FinSent) && facts.has(Fact::FinReceived),
    },
    Event {
        name: "get ACK of FIN",
        facts: &[Fact::FinAcked, Fact::SynAcked],
        possible: |facts| facts.has(Fact::FinSent) && !facts.has(Fact::FinAcked),
    },
    Event {
        name: "get FIN",
        facts: &[Fact::FinReceived],
        possible: |facts| open(facts) && !facts.has(Fact::FinReceived),
    },
    Event {
        name: "send RST, or get an acceptable one",
        facts: &[Fact::Reset],
        possible: |facts| facts.has(Fact::SynSent),
    },
    Event {
        name: "2 MSL pass",
        facts: &[Fact::Expired],
        possible: |facts| matches!(facts.state(), TcpState::TimeWait),
    },
];

const NAMES: [(Fact, &str); 10] = [
    (Fact::SynSent, "SYN sent"),
    (Fact::Passive, "passive"),
    (Fact::SynReceived, "SYN received"),
    (Fact::SynAcked, "SYN acked"),
    (Fact::FinSent, "FIN sent"),
    (Fact::FinReceived, "FIN received"),
    (Fact::PeerFirst, "peer's FIN first"),
    (Fact::FinAcked, "FIN acked"),
    (Fact::Reset, "reset"),
    (Fact::Expired, "expired"),
];

fn names(facts: Facts) -> String {
    let held: Vec<_> = NAMES
        .iter()
        .filter(|(fact, _)| facts.has(*fact))
        .map(|(_, name)| *name)
        .collect();
    if held.is_empty() {
        "nothing".into()
    } else {
        held.join(", ")
    }
}

/// Every set of facts that can be reached, in the order of a walk from nothing, and every change
/// of state on the way.
fn walk() -> (
    Vec<Facts>,
    BTreeSet<(&'static str, &'static str, &'static str)>,
) {
    let mut reached = vec![Facts::default()];
    let mut queue = VecDeque::from([Facts::default()]);
    let mut changes = BTreeSet::new();
    while let Some(facts) = queue.pop_front() {
        for event in EVENTS
            .iter()
            .filter(|event| alive(facts) && (event.possible)(facts))
        {
            let next = event
                .facts
                .iter()
                .fold(facts, |facts, fact| facts.and(*fact));
            let (from, to) = (facts.state(), next.state());
            if from != to {
                changes.insert((from.name(), event.name, to.name()));
            }
            // What happened once happens again without effect: retransmissions are idempotent.
            let again = event
                .facts
                .iter()
                .fold(next, |facts, fact| facts.and(*fact));
            assert_eq!(again.state(), to);
            if !reached.contains(&next) {
                reached.push(next);
                queue.push_back(next);
            }
        }
    }
    (reached, changes)
}

#[test]
fn every_state_of_figure_5_is_derived() {
    let (reached, _) = walk();
    let states: BTreeSet<_> = reached.iter().map(|facts| facts.state().name()).collect();
    assert_eq!(states.len(), 11, "{states:?}");
}

#[test]
fn the_page_of_states_is_up_to_date() {
    let (reached, changes) = walk();
    let mut page = String::from(include_str!("states-head.md"));
    page.push_str("\n## Facts and states\n\n| facts | state |\n| --- | --- |\n");
    for facts in reached {
        writeln!(page, "| {} | {} |", names(facts), facts.state()).unwrap();
    }
    page.push_str("\n## Changes of state\n\n| from | event | to |\n| --- | --- | --- |\n");
    for (from, event, to) in changes {
        writeln!(page, "| {from} | {event} | {to} |").unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/states.md is old: UPDATE_GOLDEN=1 cargo test -p synfin the_page_of_states"
    );
}
