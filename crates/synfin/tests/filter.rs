//! What filters select, against what tcpdump selects.
//!
//! `filter/counts.tsv` holds tcpdump's counts; `scripts/filter-table.py` makes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use synfin::filter::{Filter, FilterError, FilterSet, Names};
use synfin::{Capture, Frame, LinkType};

const COUNTS: &str = include_str!("filter/counts.tsv");

/// The names tcpdump had when the table was made, as far as the table uses them.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    names.add_hosts("127.0.0.1 localhost");
    names.add_networks("loopback 127.0.0.0");
    names
});

fn count(path: &Path, expression: &str) -> Result<u64, FilterError> {
    let mut filter = FilterSet::new(expression, NAMES.clone())?;
    let mut capture = Capture::open(path).expect("a capture");
    if let Some(link_type) = capture.link_type() {
        filter.prepare(link_type)?;
    }
    let mut passed = 0;
    while let Ok(Some(frame)) = capture.next_frame() {
        passed += u64::from(filter.matches(&frame)?);
    }
    Ok(passed)
}

/// The table's rows by capture: the expression, and tcpdump's count unless it refused.
fn rows() -> BTreeMap<&'static str, Vec<(&'static str, Option<u64>)>> {
    let mut rows = BTreeMap::<_, Vec<_>>::new();
    for line in COUNTS.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("a field");
        let (capture, expression, count) = (field(), field(), field());
        rows.entry(capture)
            .or_default()
            .push((expression, count.parse().ok()));
    }
    rows
}

/// Counts every row again. What tcpdump refuses must be refused; what it selects must be selected,
/// or be refused in one case of twenty at most.
fn check(rows: impl Iterator<Item = (PathBuf, Vec<(&'static str, Option<u64>)>)>) -> usize {
    let (mut checked, mut refused) = (0, Vec::new());
    for (path, rows) in rows {
        for (expression, expected) in rows {
            let row = format!("{} {expression}", path.display());
            match (count(&path, expression), expected) {
                (Ok(own), expected) => assert_eq!(Some(own), expected, "{row}"),
                (Err(_), None) => {}
                (Err(error), Some(_)) => refused.push(format!("{row}: {error}")),
            }
            checked += 1;
        }
    }
    eprintln!(
        "{checked} checked, {} refused by synfin alone",
        refused.len()
    );
    assert!(
        refused.len() * 20 <= checked,
        "too much is refused: {refused:#?}"
    );
    checked
}

#[test]
fn our_own_captures_are_filtered_as_tcpdump_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let own = rows()
        .into_iter()
        .filter(|(capture, _)| capture.starts_with("testdata/"));
    let checked = check(own.map(|(capture, rows)| (root.join(capture), rows)));
    assert!(checked > 500, "{checked}");
}

#[test]
fn shared_captures_are_filtered_as_tcpdump_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let shared = rows()
        .into_iter()
        .filter(|(capture, _)| !capture.starts_with("testdata/"));
    let checked = check(shared.map(|(capture, rows)| (folder.join(capture), rows)));
    assert!(checked > 1000, "{checked}");
}

#[test]
fn the_table_is_as_large_as_it_should_be() {
    let rows = rows();
    let expressions: std::collections::BTreeSet<_> = rows
        .values()
        .flatten()
        .map(|(expression, _)| expression)
        .collect();
    assert!(
        expressions.len() >= 400,
        "{} expressions",
        expressions.len()
    );
    assert!(rows.len() >= 30, "{} captures", rows.len());
}

/// An Ethernet frame with IPv4 and the beginning of TCP.
const TCP: &[u8] = &[
    0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 0x08, 0x00, // Ethernet
    0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    0x01, 0xbb, 0xd0, 0x00, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x12, 0xff, 0xff, 0, 0, 0, 0, // TCP
];

fn passes(expression: &str, data: &[u8]) -> bool {
    let filter = Filter::compile(expression, LinkType::ETHERNET).expect(expression);
    filter.matches(&Frame::new(LinkType::ETHERNET, data))
}

#[test]
fn a_frame_cut_before_what_is_tested_does_not_pass() {
    for (expression, needed) in [
        ("ip", 14),
        ("tcp", 24),
        ("host 10.0.0.1", 30),
        ("src port 443", 36),
        ("tcp[tcpflags] & tcp-syn != 0", 48),
        ("not port 80", 38),
        ("not udp", 24),
        ("tcp[tcpflags] & tcp-rst = 0", 48),
    ] {
        for cut in 0..=TCP.len() {
            assert_eq!(
                passes(expression, &TCP[..cut]),
                cut >= needed,
                "{expression}, {cut} octets"
            );
        }
    }
}

#[test]
fn what_needs_no_octet_passes_an_empty_frame() {
    for expression in ["", "len = 0", "ip or not ip", "less 60", "1 = 1"] {
        assert!(passes(expression, &[]), "{expression}");
    }
}

#[test]
fn and_and_or_bind_equally_from_the_left() {
    assert!(!passes("tcp or udp and port 80", TCP));
    assert!(passes("tcp or (udp and port 80)", TCP));
    assert!(passes("udp and port 80 or tcp", TCP));
}

#[test]
fn an_id_takes_the_qualifiers_of_the_one_before_it() {
    assert!(passes("tcp src port 80 or 443", TCP));
    assert!(!passes("tcp dst port 80 or 443", TCP));
    assert!(passes("src host 10.0.0.9 or 10.0.0.1", TCP));
    assert!(!passes("port 443 and not 53248", TCP));
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    for (expression, offset) in [
        ("tcp prot 80", 4),
        ("tcp port", 8),
        ("tcp and (port 80", 16),
        ("tcp)", 3),
        ("host 300.1.1.1", 5),
        ("net 10.0.0.1/8", 12),
        ("10.0.0.1", 0),
        ("TCP", 0),
        ("port 99999", 5),
        ("tcp and port nosuch", 13),
        ("tcp and host nosuch", 13),
        ("tcp[13:3] = 1", 7),
        ("ip proto nosuch", 9),
        ("vlan 4096", 0),
        ("gateway foo", 8),
        ("ip; tcp", 2),
        ("len = 4294967296", 6),
        ("ip and arp", 0),
    ] {
        let error = Filter::compile(expression, LinkType::ETHERNET).expect_err(expression);
        assert_eq!(error.offset, offset, "{expression}: {error}");
    }
}

#[test]
fn a_filter_set_follows_the_link_type() {
    let mut set = FilterSet::new("tcp src port https", Names::default()).unwrap();
    for (link_type, data) in [
        (LinkType::ETHERNET, TCP),
        (LinkType::RAW, &TCP[14..]),
        (LinkType::IPV4, &TCP[14..]),
        (LinkType::ETHERNET, TCP),
    ] {
        assert_eq!(
            set.matches(&Frame::new(link_type, data)),
            Ok(true),
            "{link_type:?}"
        );
    }
    let error = set.matches(&Frame::new(LinkType(239), TCP)).unwrap_err();
    assert!(error.hint.is_some(), "{error}");
}

#[test]
fn nesting_and_length_are_bounded_but_not_short() {
    let hosts: Vec<_> = (0..2000)
        .map(|n| format!("host 10.1.{}.{}", n / 250, n % 250))
        .collect();
    assert!(!passes(&hosts.join(" or "), TCP));
    assert!(passes(
        &format!("{}tcp{}", "(".repeat(150), ")".repeat(150)),
        TCP
    ));
    for deep in [
        format!("{}tcp{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("len{} > 0", " + 1".repeat(100_000)),
        format!("{}len{} > 0", "ip[".repeat(100_000), "]".repeat(100_000)),
    ] {
        assert!(Filter::compile(&deep, LinkType::ETHERNET).is_err());
    }
    assert!(passes(&format!("{} tcp", "not ".repeat(100_000)), TCP));
}
