//! The page on paper: laid out as it is printed, by Chromium's own print.

use super::browser::{Visit, page};
use super::common::testdata;
use super::or_skip;
use std::path::Path;

/// Elements that are on the paper.
const ON_PAPER: &str = "const onPaper = (query) => [...document.querySelectorAll(query)]\
    .filter((one) => one.getClientRects().length && !one.closest('.unseen')); \
    const cut = onPaper('body *').filter((one) => { const box = one.getBoundingClientRect(); \
    const style = getComputedStyle(one); \
    return box.left < -1 || box.right > document.documentElement.clientWidth + 1 \
    || style.overflow !== 'visible' && one.scrollWidth > one.clientWidth + 1 && one.tagName !== 'svg'; });";

fn printed(name: &str, capture: &Path, hash: &str, words: &[&str], script: &str) -> Option<String> {
    let visit = Visit { name, hash, words };
    let page = page(name, &["report", "--lang", "en"], capture);
    let (found, paper) = visit.printed(&page, &format!("{ON_PAPER} {script}"))?;
    assert!(paper.starts_with(b"%PDF"), "it is printed");
    Some(found)
}

#[test]
fn an_open_connection_is_printed_whole() {
    let script = "return [cut.length, onPaper('nav, .tools, button').length, \
        ['#name', '#facts dd', '#story p', '#ladder tbody tr', '#charts svg', '#directions td'] \
        .every((query) => onPaper(query).length === document.querySelectorAll(query).length), \
        onPaper('#table').length];";
    for name in ["loss-fast-retransmit", "ipv6", "fast-open"] {
        let capture = testdata().join(format!("{name}.pcap"));
        let folder = format!("print-{name}");
        let found = or_skip!(printed(&folder, &capture, "#c1", &[], script));
        assert_eq!(found, "[0,0,true,0]", "{name}");
    }
}

#[test]
fn the_table_is_printed_whole_though_the_screen_shows_its_beginning() {
    let script = "return [cut.length, onPaper('#connections tbody tr').length, \
        onPaper('#count').map((one) => one.textContent), onPaper('input, #more').length];";
    let capture = super::many(450);
    let found = or_skip!(printed("print-table", &capture, "", &[], script));
    assert_eq!(found, "[0,450,[\"450 of 450 connections\"],0]");
}

#[test]
fn a_section_that_is_open_is_printed_open() {
    let capture = testdata().join("several-connections.pcap");
    let page = page("print-open", &["report", "--lang", "en"], &capture);
    let visit = Visit {
        name: "print-open",
        ..Visit::default()
    };
    let script = format!("{ON_PAPER} return [cut.length, onPaper('.talkers td').length];");
    for (state, expected) in [("<details open>", "[0,6]"), ("<details>", "[0,0]")] {
        let page = page.replace("<details>", state);
        let (found, _) = or_skip!(visit.printed(&page, &script));
        assert_eq!(found, expected, "{state}");
    }
}

#[test]
fn paper_is_white_on_a_dark_screen_too() {
    let script = "const seen = (query, name) => getComputedStyle(document.querySelector(query))[name]; \
        return [seen('body', 'backgroundColor'), seen('body', 'color'), seen('#ladder .state.client', 'color')];";
    let capture = testdata().join("ssh-session.pcap");
    let dark = ["--blink-settings=preferredColorScheme=0"];
    let light = or_skip!(printed("print-light", &capture, "#c1", &[], script));
    let dark = or_skip!(printed("print-dark", &capture, "#c1", &dark, script));
    assert_eq!(light, dark);
    assert!(dark.starts_with("[\"rgb(255, 255, 255)\",\"rgb("), "{dark}");
}
