//! Ladders, stories and plots of recorded connections: what a reader sees, as golden text.
//!
//! `INSTA_UPDATE=always cargo test -p synfin-picture` rewrites the expected texts.

mod common;

use common::{Pictured, captures, connections, testdata};
use synfin_picture::ladder::{Ladder, TextStyle, mermaid, svg, text};
use synfin_picture::plot;
use synfin_picture::{Chronicle, Language, Line, Row, story};

/// The first connection of a capture in testdata.
fn connection(name: &str, unfold: bool) -> Pictured {
    let mut all = connections(&testdata().join(name), unfold);
    all.swap_remove(0)
}

/// The ladder, 100 columns wide, and the story in both languages.
fn told((connection, chronicle, _): &Pictured) -> String {
    let style = TextStyle {
        width: 100,
        ascii: false,
    };
    let mut lines: Vec<String> = text(&Ladder::new(chronicle), style)
        .iter()
        .map(Line::text)
        .collect();
    for language in Language::ALL {
        lines.push(String::new());
        lines.extend(story(connection, chronicle, language));
    }
    lines.join("\n")
}

#[test]
fn ladders_and_stories() {
    let paths = captures();
    assert!(paths.len() > 40, "{paths:?}");
    for path in paths {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let all: Vec<String> = connections(&path, false).iter().map(told).collect();
        let all = match all.is_empty() {
            true => "(no connection)".to_owned(),
            false => all.join("\n\n"),
        };
        insta::assert_snapshot!(name, all);
    }
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    for path in captures() {
        for unfold in [false, true] {
            for (_, chronicle, samples) in connections(&path, unfold) {
                let ladder = Ladder::new(&chronicle);
                let charts = samples.charts();
                for (width, ascii) in [
                    (48, true),
                    (60, false),
                    (79, false),
                    (80, true),
                    (120, false),
                ] {
                    let lines = text(&ladder, TextStyle { width, ascii });
                    let lines = lines
                        .into_iter()
                        .chain(plot::terminal(&charts, width, ascii));
                    for line in lines.map(|line| line.text()) {
                        assert!(line.chars().count() <= width, "{path:?} in {width}: {line}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_narrow_terminal_has_states_between_the_rails() {
    let (_, chronicle, _) = connection("close-by-client.pcap", false);
    let style = TextStyle {
        width: 60,
        ascii: false,
    };
    let lines: Vec<String> = text(&Ladder::new(&chronicle), style)
        .iter()
        .map(Line::text)
        .collect();
    let wide = TextStyle {
        width: 80,
        ascii: false,
    };
    let states = |lines: &[String]| {
        let words = lines.iter().flat_map(|line| line.split([' ', '│']));
        let states = words.filter(|word| word.contains("ESTABLISHED") || word.contains("-WAIT"));
        states.map(str::to_owned).collect::<Vec<_>>()
    };
    let wide: Vec<String> = text(&Ladder::new(&chronicle), wide)
        .iter()
        .map(Line::text)
        .collect();
    assert_eq!(states(&lines), states(&wide));
    assert!(states(&lines).len() > 4);
}

#[test]
fn a_story_has_a_few_sentences_in_one_language() {
    for path in captures() {
        for (connection, chronicle, _) in connections(&path, false) {
            let [english, chinese] =
                Language::ALL.map(|language| story(&connection, &chronicle, language));
            assert_eq!(english.len(), chinese.len(), "{path:?}");
            assert!((4..=12).contains(&english.len()), "{path:?}: {english:#?}");
            for sentence in &english {
                assert!(sentence.is_ascii() && sentence.ends_with('.'), "{sentence}");
                assert!(!sentence.contains(['{', '}']), "{sentence}");
            }
            for sentence in &chinese {
                assert!(
                    sentence.ends_with('。') && !sentence.contains(['{', '}']),
                    "{sentence}"
                );
            }
        }
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let (_, chronicle, samples) = connection("loss-fast-retransmit.pcap", true);
    let ladder = Ladder::new(&chronicle);
    for width in [80, 100, 120, 200] {
        for ascii in [false, true] {
            for line in text(&ladder, TextStyle { width, ascii }) {
                let columns = line.text().chars().count();
                assert!(
                    columns <= width,
                    "{columns} columns in {width}: {}",
                    line.text()
                );
                assert!(!ascii || line.text().is_ascii(), "{}", line.text());
            }
        }
        for line in plot::terminal(&samples.charts(), width, true) {
            assert!(line.text().chars().count() <= width && line.text().is_ascii());
        }
    }
}

#[test]
fn folding_loses_no_segment() {
    let (connection, folded, _) = connection("ssh-session.pcap", false);
    assert_eq!(segments(&folded), 45);
    assert_eq!(connection.last_packet(), 45);
    assert_eq!(unfolded_rows(), 45);
}

fn unfolded_rows() -> usize {
    connection("ssh-session.pcap", true).1.rows().count()
}

fn segments(chronicle: &Chronicle) -> u64 {
    let of = |row: &Row| match row {
        Row::Step(_) => 1,
        Row::Run(run) | Row::LeftOut(run) => run.segments,
    };
    chronicle.rows().map(of).sum()
}

#[test]
fn mermaid_has_one_statement_a_line() {
    let (_, chronicle, _) = connection("close-by-server.pcap", false);
    let mut ladder = Ladder::new(&chronicle);
    ladder.rows.truncate(6);
    insta::assert_snapshot!("mermaid", mermaid(&ladder));
    let hostile = Ladder {
        client: "a;\nend <b> #1".into(),
        ..ladder.clone()
    };
    let text = mermaid(&hostile);
    assert_eq!(text.lines().count(), mermaid(&ladder).lines().count());
    assert!(!text.contains('<') && !text.contains("a;"));
}

#[test]
fn svg_keeps_hostile_text_text() {
    let (_, chronicle, samples) = connection("close-by-server.pcap", false);
    let ladder = Ladder {
        client: "</text><script>x</script>\u{202e}".into(),
        ..Ladder::new(&chronicle)
    };
    let drawn = svg(&ladder);
    assert!(!drawn.contains("<script") && !drawn.contains('\u{202e}'));
    let plotted = plot::svg(&samples.charts(), "\"><script>");
    assert!(!plotted.contains("<script"));
    for file in [drawn, plotted] {
        assert_eq!(file.matches("<svg").count(), 1);
        assert_eq!(
            file.matches("<text").count(),
            file.matches("</text>").count()
        );
    }
}

#[test]
fn series_come_in_the_order_of_the_charts() {
    let (_, _, samples) = connection("loss-fast-retransmit.pcap", false);
    let mut given = Vec::new();
    samples.each_series(|shape, points| given.push((shape, points.to_vec())));
    let charts = samples.all_charts();
    let series = charts.iter().flat_map(|chart| &chart.series);
    let drawn: Vec<_> = series
        .map(|series| (series.shape, series.points.to_vec()))
        .collect();
    assert_eq!(given, drawn);
}
