//! What a hostile capture says stays text where a browser shows it.

use super::browser::{Visit, page};
use super::common::build::Scratch;
use super::common::hostile::{HOSTILE, capture};
use super::or_skip;

/// How many elements of each kind there are, and whether anything took hold: a global that a
/// script could have left, a handler, a request, a link that is no link within the page.
const LOOK: &str = "const kinds = {}; \
    for (const one of document.querySelectorAll('*')) kinds[one.localName] = (kinds[one.localName] ?? 0) + 1; \
    const handlers = [...document.querySelectorAll('*')].filter((one) => \
      one.getAttributeNames().some((name) => name.startsWith('on'))).length; \
    const links = [...document.querySelectorAll('[href], [src]')].filter((one) => \
      !/^(#|data:,)/.test(one.getAttribute('href') ?? one.getAttribute('src') ?? '#')).length; \
    return [Object.entries(kinds).sort(), handlers, links, performance.getEntriesByType('resource').length, \
      typeof window.owned, document.title];";

/// Texts that leave a mark if a browser takes them for more than text.
const MARKING: [&str; 3] = [
    "</script><script>window.owned=1;console.log('owned')</script>",
    "\"><img src=x onerror=window.owned=1><svg onload=window.owned=1>",
    "\u{202e}&lt;/title&gt;</title><style>body{display:none}</style>'\x07\x1b[2J",
];

/// Looks at what a command makes of a capture that says `text`; what is no page stands in one.
fn look(name: &str, words: &[&str], text: &str) -> Option<String> {
    let scratch = Scratch::new("says.pcapng", &capture(text));
    let made = page(name, words, scratch.path());
    let shown = if made.starts_with("<svg") {
        format!(
            "<!DOCTYPE html><html><head><link rel=\"icon\" href=\"data:,\"></head><body>{made}</body></html>"
        )
    } else {
        made
    };
    let hash = if words.first() == Some(&"report") {
        "#c1"
    } else {
        ""
    };
    let visit = Visit {
        name,
        hash,
        ..Visit::default()
    };
    visit.found(&shown, LOOK)
}

#[test]
fn pages_and_pictures_are_the_same_whatever_names_and_comments_say() {
    let text = [&MARKING[..], &HOSTILE].concat().concat();
    let harmless = "x".repeat(text.len());
    for (name, words) in [
        ("hostile-report", &["report", "--lang", "en"][..]),
        ("hostile-show", &["show", "--format", "html"][..]),
        ("hostile-svg", &["show", "--format", "svg"][..]),
        ("hostile-plot", &["plot", "--format", "svg"][..]),
    ] {
        let expected = or_skip!(look(name, words, &harmless));
        let found = or_skip!(look(name, words, &text));
        assert_eq!(found, expected, "{name}");
        assert!(found.contains(",0,0,0,\"undefined\","), "{found}");
    }
}
