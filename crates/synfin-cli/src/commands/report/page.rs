//! The page: summary, rows and details as data, looks and behaviour beside them.
//!
//! Invariant: everything out of the capture is either escaped as markup or JSON in which no `<`
//! is left, so it cannot end the element it stands in.

use super::collect::{Collection, Entry};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use synfin::Side;
use synfin_picture::escape::markup;
use synfin_picture::ladder::{Arrow, Ladder, LadderRow, RailState};
use synfin_picture::{Language, plot, story, style_sheet};

const CSS: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Connections whose charts are in the page: those with most packets.
const CHARTED: usize = 300;
/// A chart of fewer packets shows nothing.
const WORTH_A_CHART: u64 = 8;

/// Writes the page.
pub(super) fn write(
    out: &mut impl Write,
    mut collection: Collection,
    language: Language,
) -> io::Result<()> {
    collection.drop_dull_entries();
    let lang = match language {
        Language::English => "en",
        Language::Chinese => "zh",
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>TCP connections</title>\n<style>\n{}{CSS}</style>\n</head>\n<body>\n",
        style_sheet()
    )?;
    summary(out, &collection)?;
    out.write_all(include_bytes!("page.html"))?;
    let rows: Vec<Json> = collection.kept.iter().map(row).collect();
    data(out, "rows", &rows)?;
    let least = least_charted(&collection);
    for entry in &collection.kept {
        data(
            out,
            &format!("c{}", entry.connection.id()),
            &details(entry, language, least),
        )?;
    }
    write!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>\n")
}

/// The figures of the whole capture.
fn summary(out: &mut impl Write, all: &Collection) -> io::Result<()> {
    writeln!(out, "<header><h1>TCP connections</h1>\n<dl>")?;
    let mut figure = |name: &str, value: &str| {
        writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            markup(name),
            markup(value)
        )
    };
    figure("TCP packets", &all.frames.to_string())?;
    figure("TCP segments", &all.segments.to_string())?;
    figure("connections", &all.connections.to_string())?;
    for (opening, count) in &all.openings {
        figure(&format!("opening: {}", opening.name()), &count.to_string())?;
    }
    for (closing, count) in &all.closings {
        figure(&format!("closing: {}", closing.name()), &count.to_string())?;
    }
    let [from_clients, from_servers] = all.octets;
    figure("octets from clients", &from_clients.to_string())?;
    figure("octets from servers", &from_servers.to_string())?;
    let [by_clients, by_servers] = all.resets;
    figure("resets by clients", &by_clients.to_string())?;
    figure("resets by servers", &by_servers.to_string())?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate for people, two decimals"
    )]
    let rate = 100.0 * all.retransmitted as f64 / all.segments.max(1) as f64;
    figure(
        "retransmitted",
        &format!("{} ({rate:.2} %)", all.retransmitted),
    )?;
    writeln!(out, "</dl>")?;
    let left_out = all.connections - all.kept.len() as u64;
    if left_out > 0 {
        writeln!(
            out,
            "<p class=\"trouble\">The {} most interesting connections are shown; {left_out} are left out \
             (see --limit).</p>",
            all.kept.len()
        )?;
    }
    writeln!(out, "</header>")
}

/// A row of the table, in the order of the columns in page.js.
fn row(entry: &Entry) -> Json {
    let connection = &entry.connection;
    let [client, server] = [Side::Client, Side::Server].map(|side| connection.sent(side));
    let nanos = connection.last_time().nanos_since(connection.first_time());
    json!([
        connection.id(),
        connection.socket(Side::Client).to_string(),
        connection.socket(Side::Server).to_string(),
        connection.opening().name(),
        connection.closing().name(),
        connection.closed_by().map(|side| match side {
            Side::Client => "client",
            Side::Server => "server",
        }),
        client.packets() + server.packets(),
        client.bytes().saturating_add(server.bytes()),
        client.trouble().retransmitted_packets + server.trouble().retransmitted_packets,
        nanos / 1000,
        format!(
            "{} / {}",
            connection.state(Side::Client),
            connection.state(Side::Server)
        ),
    ])
}

/// Packets of the least connection that still gets charts.
fn least_charted(collection: &Collection) -> u64 {
    let mut counts: Vec<u64> = collection.kept.iter().map(packets).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    counts.get(CHARTED).copied().unwrap_or(0).max(WORTH_A_CHART)
}

fn packets(entry: &Entry) -> u64 {
    let connection = &entry.connection;
    connection.sent(Side::Client).packets() + connection.sent(Side::Server).packets()
}

/// What a click on a row shows: story, ladder, charts.
fn details(entry: &Entry, language: Language, least: u64) -> Json {
    let Some(picture) = &entry.picture else {
        return json!({ "story": [], "ladder": [], "charts": "" });
    };
    let ladder = Ladder::new(&picture.chronicle);
    let charts = if packets(entry) >= least {
        plot::figure(&picture.samples.charts(), &entry.connection.to_string())
    } else {
        String::new()
    };
    json!({
        "story": story(&entry.connection, &picture.chronicle, language),
        "ladder": ladder.rows.iter().map(ladder_row).collect::<Vec<_>>(),
        "charts": charts,
    })
}

/// A ladder's row as page.js draws it: a band, a fold, or an arrow.
fn ladder_row(row: &LadderRow) -> Json {
    match row {
        LadderRow::Band { name, tone } => json!([name, tone.class()]),
        LadderRow::Fold { at, label } => json!([at.map(micros), label, ""]),
        LadderRow::Arrow(arrow) => arrow_row(arrow),
    }
}

fn arrow_row(arrow: &Arrow) -> Json {
    let state = |state: Option<RailState>| {
        state.map(|state| format!("{}{}", state.name, if state.assumed { "?" } else { "" }))
    };
    json!([
        arrow.packet,
        micros(arrow.at),
        match arrow.sender {
            Side::Client => "→",
            Side::Server => "←",
        },
        arrow.label,
        arrow.tone.class(),
        state(arrow.client_state).unwrap_or_default(),
        state(arrow.server_state).unwrap_or_default(),
        arrow.remarks.join("; "),
    ])
}

const fn micros(nanos: i64) -> i64 {
    nanos / 1000
}

/// JSON in an element of its own. A `<` is written as its escape, so no text ends the element.
fn data(out: &mut impl Write, id: &str, value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string(value)?.replace('<', "\\u003c");
    writeln!(
        out,
        "<script type=\"application/json\" id=\"{id}\">{json}</script>"
    )
}
