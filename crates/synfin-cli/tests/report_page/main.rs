//! The page of `synfin report` in headless Chromium: a script added to a copy of the page clicks
//! and types as a reader would and writes down what it finds.
//!
//! Where Chromium is not installed the tests are skipped, and say so.

mod browser;
#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod print;

use browser::Visit;
use common::testdata;
use std::fs;
use std::path::{Path, PathBuf};

/// What a script finds in the report of a capture.
fn browse(name: &str, capture: &Path, hash: &str, script: &str) -> Option<String> {
    browse_with(name, capture, hash, script, &[])
}

/// The same with more words to the browser.
fn browse_with(
    name: &str,
    capture: &Path,
    hash: &str,
    script: &str,
    words: &[&str],
) -> Option<String> {
    let visit = Visit { name, hash, words };
    visit.found(
        &browser::page(name, &["report", "--lang", "en"], capture),
        script,
    )
}

/// Says that a test was skipped, where a reader of the test's output sees it.
macro_rules! or_skip {
    ($browsed:expr) => {
        match $browsed {
            Some(found) => found,
            None => {
                eprintln!("SKIPPED: chromium is not installed");
                return;
            }
        }
    };
}
use or_skip;

const ROWS: &str = "const rows = () => [...document.querySelectorAll('#connections tbody tr')];\
                    const button = (name) => [...document.querySelectorAll('th button')]\
                    .find((candidate) => candidate.textContent === name);";

#[test]
fn the_table_sorts_and_filters() {
    let script = format!(
        "{ROWS} const before = rows().length; button('octets').click(); \
         const sorted = rows().map((row) => Number(row.cells[7].textContent)); \
         const aria = button('octets').parentElement.getAttribute('aria-sort'); \
         const filter = document.getElementById('filter'); filter.value = 'refused'; \
         filter.dispatchEvent(new Event('input')); \
         return [before, sorted.every((value, i) => i === 0 || value <= sorted[i - 1]), aria, \
         rows().length, rows().every((row) => row.textContent.includes('refused'))];"
    );
    let found = or_skip!(browse(
        "sort",
        &testdata().join("several-connections.pcap"),
        "",
        &script
    ));
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    assert!(found[0].as_u64() > Some(3), "{found}");
    assert_eq!(
        (&found[1], &found[2], &found[4]),
        (&true.into(), &"descending".into(), &true.into())
    );
    assert!(
        found[3].as_u64() >= Some(1) && found[3].as_u64() < found[0].as_u64(),
        "{found}"
    );
}

#[test]
fn a_link_opens_its_connection() {
    let script = "return [document.getElementById('table').hidden, document.querySelector('#detail h2').textContent, \
                  document.querySelectorAll('#ladder tbody tr').length, document.querySelectorAll('#story p').length, \
                  document.querySelectorAll('#charts svg').length];";
    let found = or_skip!(browse(
        "link",
        &testdata().join("ssh-session.pcap"),
        "#c1",
        script
    ));
    assert_eq!(
        found,
        "[true,\"Connection 1: 10.159.32.65:49972 → 10.159.52.8:22\",11,9,5]"
    );
}

#[test]
fn going_back_shows_the_table_again() {
    let script = format!(
        "{ROWS} rows()[0].querySelector('a').click(); await new Promise((done) => setTimeout(done, 50)); \
         const open = !document.getElementById('detail').hidden; location.hash = ''; \
         await new Promise((done) => setTimeout(done, 50)); \
         return [open, document.getElementById('detail').hidden, document.getElementById('table').hidden];"
    );
    let found = or_skip!(browse(
        "back",
        &testdata().join("several-connections.pcap"),
        "",
        &script
    ));
    assert_eq!(found, "[true,true,false]");
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    let script =
        "return [performance.getEntriesByType('resource').length, document.scripts.length > 0];";
    let found = or_skip!(browse(
        "network",
        &testdata().join("ssh-session.pcap"),
        "#c1",
        script
    ));
    assert_eq!(found, "[0,true]");
}

#[test]
fn ten_thousand_connections_stay_quick() {
    let capture = many(10_000);
    let script = format!(
        "{ROWS} const start = performance.now(); button('client').click(); \
         const filter = document.getElementById('filter'); filter.value = '443'; \
         filter.dispatchEvent(new Event('input')); \
         return [document.getElementById('count').textContent, rows().length <= 200, \
         performance.now() - start < 2000];"
    );
    let found = or_skip!(browse("many", &capture, "", &script));
    assert_eq!(found, "[\"10000 of 10000 connections\",true,true]");
}

/// A capture of as many SYNs to port 443, each from another address.
fn many(count: u32) -> PathBuf {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 65535, 101] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    for index in 0..count {
        for word in [1_700_000_000 + index, 0, 40, 40] {
            file.extend_from_slice(&word.to_le_bytes());
        }
        file.extend_from_slice(&[0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0]);
        file.extend_from_slice(&(0x0a00_0000 + index).to_be_bytes());
        file.extend_from_slice(&[
            192, 0, 2, 1, 0x10, 0, 1, 187, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 1, 0, 0, 0, 0, 0,
        ]);
    }
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{count}-syns.pcap"));
    fs::write(&path, file).expect("written");
    path
}

#[test]
fn one_connection_has_a_page_of_its_own() {
    let script = "return [document.title, document.getElementById('table').hidden, \
                  document.querySelector('nav').hidden, document.querySelectorAll('#story p').length, \
                  document.querySelectorAll('#ladder tbody tr').length, document.querySelectorAll('#charts svg').length, \
                  document.querySelectorAll('#facts dd').length > 10];";
    let page = browser::page(
        "show",
        &["show", "--format", "html", "--lang", "en"],
        &testdata().join("zero-window.pcap"),
    );
    let visit = Visit {
        name: "show",
        ..Visit::default()
    };
    let found = or_skip!(visit.found(&page, script));
    assert_eq!(
        found,
        "[\"1 192.0.2.1:51612 &gt; 192.0.2.2:5000\",true,true,10,22,5,true]".replace("&gt;", ">")
    );
}

#[test]
fn a_dark_screen_gets_a_dark_page() {
    let script = "const seen = (query, name) => getComputedStyle(document.querySelector(query))[name]; \
                  return [seen('body', 'backgroundColor'), seen('#ladder .state.client', 'color'), \
                  seen('#charts svg path.client', 'stroke')];";
    let capture = testdata().join("ssh-session.pcap");
    let light = or_skip!(browse("light", &capture, "#c1", script));
    let dark = ["--blink-settings=preferredColorScheme=0"];
    let dark = or_skip!(browse_with("dark", &capture, "#c1", script, &dark));
    assert_eq!(
        light,
        "[\"rgb(255, 255, 255)\",\"rgb(0, 80, 200)\",\"rgb(0, 80, 200)\"]"
    );
    assert_eq!(
        dark,
        "[\"rgb(22, 24, 28)\",\"rgb(90, 169, 242)\",\"rgb(90, 169, 242)\"]"
    );
}

#[test]
fn keyboard_and_screen_reader_find_their_way() {
    let script = format!(
        "{ROWS} const settled = () => new Promise((done) => setTimeout(done, 50)); \
         const link = rows()[2].querySelector('a'); link.focus(); link.click(); await settled(); \
         const opened = [location.hash, document.activeElement.id, document.title]; \
         document.querySelector('#story a').click(); await settled(); \
         const pointed = document.querySelector('#ladder .pointed').id; \
         window.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Escape' }})); await settled(); \
         const unnamed = [...document.querySelectorAll('a, button, input, svg, table')].filter((one) => \
           !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length)).length; \
         return [opened, pointed, location.hash, document.activeElement.getAttribute('href'), \
         document.title, unnamed, rows()[0].getAttribute('role'), button('#').parentElement.getAttribute('aria-sort')];"
    );
    let found = or_skip!(browse(
        "keyboard",
        &testdata().join("several-connections.pcap"),
        "",
        &script
    ));
    assert_eq!(
        found,
        "[[\"#c3\",\"name\",\"Connection 3: 192.0.2.1:35494 → 192.0.2.2:5000\"],\"p7\",\"\",\"#c3\",\
         \"TCP connections\",0,\"row\",\"ascending\"]"
    );
}

#[test]
fn nothing_leaves_a_narrow_screen() {
    let script = "const width = document.documentElement.clientWidth; \
                  const out = [...document.querySelectorAll('body *')].filter((one) => \
                  one.getClientRects().length && one.getBoundingClientRect().right > width + 1 && !one.closest('.unseen')); \
                  return [width <= 500, document.documentElement.scrollWidth <= width, out.length];";
    let capture = testdata().join("loss-fast-retransmit.pcap");
    for (name, hash) in [("narrow-table", ""), ("narrow-detail", "#c1")] {
        let narrow = ["--window-size=400,900"];
        let found = or_skip!(browse_with(name, &capture, hash, script, &narrow));
        assert_eq!(found, "[true,true,0]", "{name}");
    }
}

#[test]
fn every_label_is_in_the_language_asked_for() {
    let script = "const parts = 'h1, h3, th, button, dt, label, summary, caption, figcaption, #count, #name, nav a'; \
                  const named = [...document.querySelectorAll('[aria-label], [placeholder]')] \
                  .flatMap((one) => [one.getAttribute('aria-label'), one.placeholder]); \
                  const said = [...document.querySelectorAll(parts)].map((one) => one.textContent).concat(named, document.title); \
                  return [said.length > 60, document.documentElement.lang, \
                  [...new Set(said.filter((text) => /[a-z]{2}|\\d of/.test(text ?? '')))]];";
    let capture = testdata().join("loss-fast-retransmit.pcap");
    let visit = Visit {
        name: "zh",
        hash: "#c1",
        ..Visit::default()
    };
    let page = browser::page("zh", &["report", "--lang", "zh"], &capture);
    let found = or_skip!(visit.found(&page, script));
    assert_eq!(found, "[true,\"zh\",[\"关键词，例如 reset 443\"]]");
}

#[test]
fn a_line_in_a_chart_stays_where_it_ended_however_narrow() {
    // The session is silent for five of its 5.3 seconds, with nothing in flight.
    let script = "const line = document.querySelectorAll('#charts svg')[2].querySelector('path.client'); \
                  const steps = [...line.getAttribute('d').matchAll(/([MHV])([\\d.]+)(?: ([\\d.]+))?/g)]; \
                  let [x, y, widest, height] = [0, 0, 0, 0]; \
                  for (const [, move, one, other] of steps) { \
                    if (move === 'M') [x, y] = [Number(one), Number(other)]; \
                    if (move === 'V') y = Number(one); \
                    if (move === 'H') { if (Number(one) - x > widest) [widest, height] = [Number(one) - x, y]; x = Number(one); } \
                  } \
                  const grounds = [...line.ownerSVGElement.querySelectorAll('line.grid')].map((one) => Number(one.getAttribute('y1'))); \
                  return [widest > 100, height === Math.max(...grounds)];";
    for width in ["--window-size=400,900", "--window-size=1280,900"] {
        let capture = testdata().join("ssh-session.pcap");
        let found = or_skip!(browse_with("line", &capture, "#c1", script, &[width]));
        assert_eq!(found, "[true,true]", "{width}");
    }
}
