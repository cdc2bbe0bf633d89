//! The page's data: a line for each connection's row in the table, and a line for what a click on
//! it shows.
//!
//! Invariant: numbers stay numbers, in nanoseconds, microseconds and octets; the page's script
//! writes them out. Absence: no markup.

use super::Entry;
use super::json::List;
use crate::facts::{self, Fact, Value};
use synfin::{Connection, Side};
use synfin_picture::ladder::{self, Arrow, LadderRow, RailState};
use synfin_picture::plot::{Chart, Point, Samples, Shape};
use synfin_picture::words::Label;
use synfin_picture::{Language, Picture, Tone, story};

/// The columns of the table: the names of the facts, and what stands above them.
pub(super) const COLUMNS: &[(&str, Label)] = &[
    ("id", Label::Number),
    ("client", Label::Client),
    ("server", Label::Server),
    ("opening", Label::Opening),
    ("closing", Label::Closing),
    ("closed_by", Label::ClosedBy),
    ("packets", Label::Packets),
    ("bytes", Label::Octets),
    ("retransmitted_packets", Label::SentAgain),
    ("duration", Label::Seconds),
    ("client_state", Label::ClientState),
    ("server_state", Label::ServerState),
];

/// What is said of a connection beside the table's columns.
pub(super) const CONNECTION_FACTS: &[(&str, Label)] = &[
    ("first", Label::Begins),
    ("client_known_by", Label::ClientKnownBy),
    ("handshake_rtt", Label::HandshakeTime),
    ("synack_rtt", Label::ServerHalf),
    ("ack_rtt", Label::ClientHalf),
    ("time_to_first_byte", Label::TimeToFirstByte),
    ("response_time", Label::ResponseTime),
    ("longest_silence", Label::LongestSilence),
    ("close_style", Label::CloseStyle),
    ("closing_time", Label::ClosingTime),
    ("vlan", Label::Vlan),
];

/// What is said of each direction.
pub(super) const DIRECTION_FACTS: &[(&str, Label)] = &[
    ("packets", Label::Packets),
    ("bytes", Label::Octets),
    ("unique_bytes", Label::DifferentOctets),
    ("missing_bytes", Label::MissingOctets),
    ("retransmitted_packets", Label::SentAgain),
    ("out_of_order_packets", Label::OutOfOrder),
    ("zero_windows", Label::ZeroWindows),
    ("duplicate_acks", Label::DuplicateAcks),
    ("keep_alive_packets", Label::KeepAlives),
    ("rtt_min", Label::ShortestRoundTrip),
    ("rtt_avg", Label::MeanRoundTrip),
    ("rtt_max", Label::LongestRoundTrip),
    ("mss", Label::Mss),
    ("window_scale", Label::WindowScale),
    ("sack_permitted", Label::SackPermitted),
    ("timestamps", Label::Timestamps),
];

/// A fact, and what it is called.
type Named = (Fact, Label);

/// The facts of the lists above, found once.
pub(super) struct Shown {
    columns: Vec<Named>,
    connection: Vec<Named>,
    directions: Vec<Named>,
    language: Language,
}

impl Shown {
    /// Finds them in the catalogue.
    pub(super) fn new(language: Language) -> Self {
        let found = |names: &[(&str, Label)], before: &str| -> Vec<Named> {
            let facts = names.iter().map(|(name, label)| {
                let fact = facts::find(&format!("{before}{name}"));
                fact.ok().map(|fact| (fact, *label))
            });
            facts.flatten().collect()
        };
        let mut directions = Vec::new();
        for (direction, _) in facts::DIRECTIONS {
            directions.extend(found(DIRECTION_FACTS, &format!("{direction}.")));
        }
        Self {
            columns: found(COLUMNS, ""),
            connection: found(CONNECTION_FACTS, ""),
            directions,
            language,
        }
    }

    /// Names, units, meanings and labels of columns and facts, what the charts hold, and all
    /// labels, each behind its name.
    pub(super) fn model(&self, out: &mut Vec<u8>) {
        let of_each = |facts: &[Named], list: &mut List<'_>| {
            for (fact, label) in facts {
                list.list(|list| {
                    let (_, name) = split(fact);
                    list.text(&name)
                        .text(fact.unit().name())
                        .text(fact.meaning())
                        .text(label.text(self.language));
                });
            }
        };
        let per_direction = self.directions.get(..DIRECTION_FACTS.len()).unwrap_or(&[]);
        List::write(out, |list| {
            list.list(|list| of_each(&self.columns, list));
            list.list(|list| of_each(&self.connection, list));
            list.list(|list| of_each(per_direction, list));
            list.list(|list| {
                for chart in Samples::new(synfin::Timestamp::new(0, 0)).all_charts() {
                    list.list(|list| chart_model(&chart, self.language, list));
                }
            });
            list.list(|list| {
                for tone in Tone::ALL {
                    list.text(tone.class());
                }
            });
            list.list(|list| {
                for label in Label::ALL {
                    list.list(|list| {
                        list.text(&format!("{label:?}"))
                            .text(label.text(self.language));
                    });
                }
            });
        });
    }

    /// A row of the table.
    pub(super) fn row(&self, connection: &Connection, out: &mut Vec<u8>) {
        List::write(out, |list| values(&self.columns, connection, list));
    }

    /// What a click on the row shows: story, ladder, curves, facts.
    pub(super) fn details(&self, entry: Entry, out: &mut Vec<u8>) {
        let connection = &entry.connection;
        let mut sketch = entry.sketch;
        let picture = sketch.as_mut().map(|sketch| sketch.picture());
        List::write(out, |list| {
            match picture {
                Some(picture) => drawn(picture, connection, self.language, list),
                None => {
                    list.null().null().null();
                }
            }
            list.list(|list| values(&self.connection, connection, list));
            list.list(|list| values(&self.directions, connection, list));
        });
    }
}

/// A fact's name without its direction.
fn split(fact: &Fact) -> (String, String) {
    let name = fact.name();
    match name.split_once('.') {
        Some((direction, rest)) => (direction.to_owned(), rest.to_owned()),
        None => (String::new(), name.into_owned()),
    }
}

fn chart_model(chart: &Chart<'_>, language: Language, list: &mut List<'_>) {
    list.text(chart.title.text(language))
        .text(chart.unit.name());
    list.list(|list| {
        for series in &chart.series {
            list.list(|list| {
                list.text(series.name.text(language))
                    .text(series.tone.class());
                list.text(match series.shape {
                    Shape::Bars => "bars",
                    Shape::Steps => "steps",
                    Shape::Dots => "dots",
                    Shape::Limit => "limit",
                });
            });
        }
    });
}

fn values(facts: &[Named], connection: &Connection, list: &mut List<'_>) {
    for (fact, _) in facts {
        value(fact.of(connection), list);
    }
}

fn value(value: Value, list: &mut List<'_>) {
    match value {
        Value::Unknown => list.null(),
        Value::Flag(flag) => list.flag(flag),
        Value::Number(number) | Value::Octets(number) | Value::Millis(number) => {
            list.number(number)
        }
        Value::Seconds(nanos) => list.number(nanos),
        // Microseconds, which a script's numbers hold exactly beyond the year 2200.
        Value::Time(time) => list.number(time.as_nanos() / 1000),
        Value::Word(word) => list.word(word),
        Value::Text(text) => list.text(text.as_str()),
        Value::Socket(socket) => list.socket(socket),
        address @ Value::Address(_) => list.text(&address.to_string()),
    };
}

/// Story, ladder and curves of a connection.
fn drawn(picture: &Picture, connection: &Connection, language: Language, list: &mut List<'_>) {
    let chronicle = &picture.chronicle;
    list.list(|list| {
        story::tell(connection, chronicle, language, |sentence| {
            list.text(sentence);
        });
    });
    list.list(|list| {
        let mut label = String::with_capacity(64);
        for row in ladder::rows(chronicle) {
            list.list(|list| ladder_row(&row, language, &mut label, list));
        }
    });
    list.list(|list| {
        let samples = &picture.samples;
        samples.each_series(|shape, points| {
            list.list(|list| curve(shape, points, list));
        });
        for side in [Side::Client, Side::Server] {
            list.list(|list| letters(samples, side, list));
        }
    });
}

/// A row of the ladder: a band of two, a fold of three, or an arrow of more.
fn ladder_row(row: &LadderRow<'_>, language: Language, label: &mut String, list: &mut List<'_>) {
    match row {
        LadderRow::Band { name, tone } => list.word(name.text(language)).number(tone.index()),
        LadderRow::Fold(fold) => list
            .number(micros(fold.at()))
            .text(&fold.label_in(language))
            .null(),
        LadderRow::Arrow(arrow) => {
            label.clear();
            arrow.push_label(label);
            arrow_row(arrow, label, list)
        }
    };
}

fn arrow_row<'l, 'a>(arrow: &Arrow<'_>, label: &str, list: &'l mut List<'a>) -> &'l mut List<'a> {
    list.number(arrow.packet()).number(micros(arrow.at()));
    list.number(match arrow.sender() {
        Side::Client => 0_u8,
        Side::Server => 1,
    });
    // A label is made of our own words and of numbers.
    list.number(arrow.tone().index()).word(label);
    for side in [Side::Client, Side::Server] {
        match arrow.state(side) {
            None => list.word(""),
            Some(RailState { name, assumed }) => list.words(name, if assumed { "?" } else { "" }),
        };
    }
    arrow.each_remark(|remark| {
        list.text(remark);
    });
    list
}

/// A series' points, each number as the difference from the one before: time, value, and for bars
/// their length.
fn curve(shape: Shape, points: &[Point], list: &mut List<'_>) {
    let (mut at, mut from) = (0, 0);
    for point in points {
        let time = micros(point.at);
        list.number(time.wrapping_sub(at));
        list.number(point.from.wrapping_sub(from));
        if shape == Shape::Bars {
            list.number(point.to.wrapping_sub(point.from));
        }
        (at, from) = (time, point.from);
    }
}

/// The letters in a direction's chart: time, value, letter.
fn letters(samples: &Samples, side: Side, list: &mut List<'_>) {
    for letter in samples.letters(side) {
        list.number(micros(letter.at)).number(letter.value);
        list.text(letter.letter.encode_utf8(&mut [0; 4]));
    }
}

const fn micros(nanos: i64) -> i64 {
    nanos / 1000
}
