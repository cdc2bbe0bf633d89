//! SVG files of every capture in testdata: read by an XML parser, every text in its place.

mod common;

use common::{captures, connections};
use roxmltree::{Document, Node};
use synfin_picture::ladder::{self, Ladder};
use synfin_picture::plot::{self, Samples};
use synfin_picture::{Chronicle, escape};

/// Names and comments that a capture may hold, to break out of where they are drawn.
const HOSTILE: &[&str] = &[
    "</text></svg><script>alert(1)</script>",
    "\"><image href=x onerror=alert(1)>",
    "]]><!-- &lt; &#0; --><![CDATA[",
    "a\u{0}b\u{8}c\u{1b}[31m\u{202e}d\u{fffe}",
    "'; DROP <style>*{display:none}</style>",
];

/// A text's place: left, top, right, bottom.
type Place = (f64, f64, f64, f64);

/// Every drawing of a connection as SVG, with what it is.
fn drawings(chronicle: &Chronicle, samples: &Samples, title: &str) -> [(&'static str, String); 2] {
    [
        ("ladder", ladder::svg(&Ladder::new(chronicle))),
        ("plot", plot::svg(&samples.charts(), title)),
    ]
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    let value = node.attribute(name).expect("the attribute");
    value.parse().expect("a number")
}

/// How far the groups around a node move it down.
fn moved(node: &Node<'_, '_>) -> f64 {
    let shifts = node
        .ancestors()
        .filter_map(|group| group.attribute("transform"));
    shifts
        .map(|shift| {
            let inside = shift
                .strip_prefix("translate(0 ")
                .and_then(|rest| rest.strip_suffix(')'));
            inside.expect("a shift").parse::<f64>().expect("a number")
        })
        .sum()
}

/// Where a text stands; a character of the fonts named is at most 0.61 of its size wide.
fn place(text: &Node<'_, '_>) -> Place {
    let class = text.attribute("class").unwrap_or_default();
    let size = if class.contains("remark") { 11.0 } else { 13.0 };
    let letters = text.text().unwrap_or_default().chars().count();
    let width = letters as f64 * size * 0.61;
    let x = number(text, "x");
    let left = match text.attribute("text-anchor") {
        Some("end") => x - width,
        Some("middle") => x - width / 2.0,
        _ => x,
    };
    let baseline = number(text, "y") + moved(text);
    (
        left,
        baseline - 0.75 * size,
        left + width,
        baseline + 0.2 * size,
    )
}

fn overlap(one: Place, other: Place) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

#[test]
fn every_drawing_is_xml_with_all_texts_in_their_places() {
    let mut drawn = 0;
    for path in captures() {
        for (connection, chronicle, samples) in connections(&path, false) {
            for (kind, file) in drawings(&chronicle, &samples, &connection.to_string()) {
                let document = Document::parse(&file).expect("well-formed XML");
                let root = document.root_element();
                assert_eq!(
                    root.tag_name().namespace(),
                    Some("http://www.w3.org/2000/svg")
                );
                let (width, height) = (number(&root, "width"), number(&root, "height"));
                let texts: Vec<(Place, String)> = document
                    .descendants()
                    .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
                    .map(|node| (place(&node), node.text().unwrap_or_default().to_owned()))
                    .collect();
                for (index, (one, words)) in texts.iter().enumerate() {
                    assert!(
                        one.0 >= 0.0 && one.1 >= 0.0 && one.2 <= width && one.3 <= height,
                        "{path:?}, {kind}: {words:?} at {one:?} leaves {width} x {height}"
                    );
                    for (other, more) in texts.iter().skip(index + 1) {
                        let letters = words.len() == 1 || more.len() == 1;
                        assert!(
                            letters || !overlap(*one, *other),
                            "{path:?}, {kind}: {words:?} lies on {more:?}"
                        );
                    }
                }
                drawn += 1;
            }
        }
    }
    assert!(drawn > 100, "{drawn}");
}

#[test]
fn hostile_names_stay_text() {
    let path = common::testdata().join("close-by-server.pcap");
    let (_, chronicle, samples) = &connections(&path, false)[0];
    for name in HOSTILE {
        let hostile = Ladder {
            client: (*name).into(),
            server: name.repeat(3),
            ..Ladder::new(chronicle)
        };
        for file in [ladder::svg(&hostile), plot::svg(&samples.charts(), name)] {
            let document = Document::parse(&file).expect("well-formed XML");
            let known = ["svg", "style", "title", "rect", "line", "path", "text", "g"];
            for node in document.descendants().filter(Node::is_element) {
                assert!(known.contains(&node.tag_name().name()), "{node:?}");
                let mut attributes = node.attributes();
                assert!(attributes.all(|attribute| !attribute.name().starts_with("on")));
            }
            let all: String = document
                .descendants()
                .filter_map(|node| node.text())
                .collect();
            assert!(
                all.contains(&*escape::plain(name)),
                "{name:?} is shown as it is"
            );
        }
    }
}
