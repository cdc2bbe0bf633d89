//! What a word that names no file may have been meant for.

use crate::args;
use std::path::Path;

/// Words that filter expressions begin with or contain, and captures are hardly ever called.
const FILTER_WORDS: [&str; 20] = [
    "and",
    "dst",
    "ether",
    "greater",
    "host",
    "icmp",
    "ip",
    "ip6",
    "less",
    "mpls",
    "net",
    "not",
    "or",
    "port",
    "portrange",
    "pppoes",
    "src",
    "tcp",
    "udp",
    "vlan",
];

/// A word of advice where a file that does not exist is called like something else.
pub(super) fn of_missing(path: &Path) -> Option<&'static str> {
    let word = path.to_str()?;
    if FILTER_WORDS.contains(&word) || word.contains(' ') && !word.contains(['/', '.']) {
        Some("a filter expression needs -r FILE, or --filter 'EXPRESSION'")
    } else if args::is_command(word) {
        Some("a command comes first, before any option")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::of_missing;
    use std::path::Path;

    #[test]
    fn only_what_looks_like_something_else_gets_advice() {
        for word in ["tcp", "tcp or ip6 proto 6", "host"] {
            assert!(of_missing(Path::new(word)).unwrap().contains("--filter"));
        }
        assert!(
            of_missing(Path::new("connections"))
                .unwrap()
                .contains("command")
        );
        for word in ["trace.pcap", "my trace.pcap", "../tcp"] {
            assert_eq!(of_missing(Path::new(word)), None);
        }
    }
}
