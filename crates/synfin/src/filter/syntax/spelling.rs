//! Guessing the keyword that was meant.

/// The keywords worth proposing.
const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "tcp",
    "udp",
    "sctp",
    "ip",
    "ip6",
    "arp",
    "icmp",
    "icmp6",
    "igmp",
    "ether",
    "host",
    "net",
    "port",
    "portrange",
    "src",
    "dst",
    "proto",
    "protochain",
    "vlan",
    "mpls",
    "pppoes",
    "pppoed",
    "geneve",
    "less",
    "greater",
    "len",
    "broadcast",
    "multicast",
    "mask",
    "inbound",
    "outbound",
    "tcpflags",
    "tcp-syn",
    "tcp-ack",
    "tcp-fin",
    "tcp-rst",
    "tcp-push",
    "tcp-urg",
    "icmptype",
    "icmpcode",
];

/// The keyword nearest to a word: but for its case, or for one slip (two in a longer word).
pub(in crate::filter) fn nearest_word(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    let slips = if lower.len() > 4 { 2 } else { 1 };
    WORDS
        .iter()
        .map(|known| (distance(known.as_bytes(), lower.as_bytes()), *known))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many letters must be added, dropped, changed, or swapped with their neighbour, to make one
/// word of the other.
fn distance(left: &[u8], right: &[u8]) -> usize {
    // Rows of the table: for the letters of `left` up to two before, one before, and this one.
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut letter_before = None;
    for (row, letter) in left.iter().enumerate() {
        let mut this = vec![row + 1];
        let mut other_before = None;
        for (column, other) in right.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, column) + usize::from(letter != other);
            best = best
                .min(at(&last, column + 1) + 1)
                .min(at(&this, column) + 1);
            if column > 0 && letter_before == Some(other) && other_before == Some(letter) {
                best = best.min(at(&before, column - 1) + 1);
            }
            this.push(best);
            other_before = Some(other);
        }
        before = last;
        last = this;
        letter_before = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen_and_another_word_is_not() {
        for (word, meant) in [
            ("TCP", Some("tcp")),
            ("tpc", Some("tcp")),
            ("porrt", Some("port")),
            ("prot", Some("port")),
            ("hots", Some("host")),
            ("portrnge", Some("portrange")),
            ("frobnicate", None),
            ("example.org", None),
        ] {
            assert_eq!(nearest_word(word), meant, "{word}");
        }
    }
}
