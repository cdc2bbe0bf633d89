//! From a name that a person typed to a fact.

use super::{CONNECTION, DIRECTION, DIRECTIONS, Fact, all};
use synfin::Side;

/// A name that is no fact's.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no such field: {name}{}", hint(.nearest))]
pub(crate) struct UnknownFact {
    /// What was typed.
    pub(crate) name: String,
    /// The name most like it, if one is like it at all.
    pub(crate) nearest: Option<String>,
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(
        || "; docs/fields.md lists them".to_owned(),
        |nearest| format!("; did you mean {nearest}?"),
    )
}

/// The fact of that name: one that JSON has, `client` or `server` for address and port, or a
/// direction's count without its direction for the sum of both.
pub(crate) fn find(name: &str) -> Result<Fact, UnknownFact> {
    if let Some((member, rest)) = name.split_once('.') {
        for (direction, side) in DIRECTIONS {
            let fact = DIRECTION.iter().find(|fact| fact.name == rest);
            if let Some(fact) = fact.filter(|_| member == direction) {
                return Ok(Fact::Direction(direction, side, fact));
            }
        }
    }
    let socket = match name {
        "client" => Some(Fact::Socket("client", Side::Client)),
        "server" => Some(Fact::Socket("server", Side::Server)),
        _ => None,
    };
    let whole = || CONNECTION.iter().find(|fact| fact.name == name);
    let total = || {
        DIRECTION
            .iter()
            .find(|fact| fact.name == name && fact.adds_up())
    };
    socket
        .or_else(|| whole().map(Fact::Connection))
        .or_else(|| total().map(Fact::Total))
        .ok_or_else(|| UnknownFact {
            name: name.to_owned(),
            nearest: nearest(name),
        })
}

/// The name most like a mistyped one.
fn nearest(name: &str) -> Option<String> {
    let totals = DIRECTION.iter().filter(|fact| fact.adds_up());
    let candidates = all()
        .map(|fact| fact.name().into_owned())
        .chain(totals.map(|fact| fact.name.to_owned()));
    candidates
        .map(|candidate| (distance(name, &candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, left out, changed or swapped with the next to get from one
/// word to the other (optimal string alignment).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let (mut before, mut above) = (Vec::new(), (0..=other.len()).collect::<Vec<_>>());
    let mut last = None;
    for (row, letter) in one.chars().enumerate() {
        let mut line = vec![row + 1];
        for (column, wanted) in other.iter().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let change = at(&above, column) + usize::from(letter != *wanted);
            let mut best = change
                .min(at(&above, column + 1) + 1)
                .min(at(&line, column) + 1);
            let swapped =
                column > 0 && last == Some(*wanted) && other.get(column - 1) == Some(&letter);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            line.push(best);
        }
        before = std::mem::replace(&mut above, line);
        last = Some(letter);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, find};
    use crate::facts::all;

    #[test]
    fn every_fact_is_found_by_its_name() {
        for fact in all() {
            assert_eq!(find(&fact.name()).unwrap().name(), fact.name());
        }
        assert_eq!(find("client").unwrap().name(), "client");
        assert_eq!(
            find("retransmitted_packets").unwrap().name(),
            "retransmitted_packets"
        );
    }

    #[test]
    fn a_wrong_name_suggests_the_nearest() {
        let suggestion = |name: &str| find(name).err().unwrap().nearest;
        assert_eq!(suggestion("closed_yb").as_deref(), Some("closed_by"));
        assert_eq!(suggestion("client.prot").as_deref(), Some("client.port"));
        assert_eq!(
            suggestion("client_to_server.byte").as_deref(),
            Some("client_to_server.bytes")
        );
        assert_eq!(suggestion("weather"), None);
        assert_eq!(
            suggestion("rtt_min"),
            None,
            "round trips of both directions do not add up"
        );
    }

    #[test]
    fn distances_count_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
