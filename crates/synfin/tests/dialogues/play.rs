//! Playing a script, and writing down what the library says of it.

use crate::script::Reader;
use std::fmt::Write;
use synfin::tcp::{Observation, StateChange, TcpState, Transition};
use synfin::{Connection, Side, Tracker, TrackerOptions};

/// Columns of a script, counted in characters.
const PACKET: usize = 48;
const PHASE: usize = 28;
const STATES: usize = 32;

/// Plays a script; the result is the script with what the library says.
pub(crate) fn play(script: &str) -> String {
    let mut reader = Reader::new();
    let mut options = TrackerOptions::default();
    for line in script.lines() {
        if let Some(seconds) = line.strip_prefix("! idle ") {
            options.idle = Some(seconds.parse::<i64>().unwrap() * 1_000_000_000);
        } else if let Some(seconds) = line.strip_prefix("! time-wait ") {
            options.time_wait = seconds.parse::<i64>().unwrap() * 1_000_000_000;
        }
    }
    let events = script.lines().any(|line| line == "! events");
    let mut tracker = Tracker::with_options(options);
    let mut said = String::new();
    for line in script.lines() {
        let line = line.trim_end();
        if line.starts_with('=') {
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            writeln!(said, "{line}").unwrap();
            continue;
        }
        if let Some(direction) = line.strip_prefix("! ") {
            let known = ["idle", "time-wait", "events"];
            if !known.iter().any(|word| direction.starts_with(word)) {
                reader.direct(direction);
            }
            writeln!(said, "{line}").unwrap();
            continue;
        }
        let packet = line.split('|').next().unwrap().trim_end();
        let seen = tracker.observe(&reader.read(packet).segment()).unwrap();
        let text = format!(
            "{packet:PACKET$} | {:PHASE$} | {:STATES$} | {}",
            phase(&seen),
            states(&seen),
            noticed(&seen, events)
        );
        writeln!(said, "{}", text.trim_end()).unwrap();
    }
    for connection in tracker.finish() {
        said.push_str(&row(&connection));
    }
    said
}

fn phase(seen: &Observation) -> String {
    match seen.connection {
        1 => seen.phase.to_string(),
        other => format!("{other}: {}", seen.phase),
    }
}

fn states(seen: &Observation) -> String {
    let marked = |side: Side, state: TcpState| {
        let last = |change: &&StateChange| change.endpoint == side;
        let assumed = seen.changes.iter().rev().find(last);
        let mark = assumed.is_some_and(|change| change.assumed);
        format!("{state}{}", if mark { "?" } else { "" })
    };
    format!(
        "{} / {}",
        marked(Side::Client, seen.client_state),
        marked(Side::Server, seen.server_state)
    )
}

fn noticed(seen: &Observation, events: bool) -> String {
    let mut said: Vec<String> = seen.notes.iter().map(ToString::to_string).collect();
    said.extend(seen.repeats.map(|packet| format!("repeats #{packet}")));
    if events {
        said.extend(seen.events.iter().map(|event| event.name().to_owned()));
    }
    said.join(", ")
}

/// A connection's row, and what its endpoints went through.
fn row(connection: &Connection) -> String {
    let id = connection.id();
    let by = connection
        .closed_by()
        .map_or(String::new(), |side| format!(" by {side}"));
    let why = connection
        .reset_reason()
        .map_or(String::new(), |reason| format!(": {reason}"));
    let mut said = format!(
        "= {id}: opening {} ({}), closing {}{by} ({}{why}), client {} by {}\n",
        connection.opening(),
        connection.open_style(),
        connection.closing(),
        connection.close_style(),
        connection.socket(Side::Client),
        connection.client_known_by(),
    );
    for side in Side::BOTH {
        let path: Vec<String> = connection
            .transitions()
            .filter(|transition| transition.endpoint == side)
            .map(step)
            .collect();
        let start = connection
            .transitions()
            .find(|transition| transition.endpoint == side)
            .map_or_else(|| connection.state(side), |transition| transition.from);
        writeln!(said, "= {id}: {side} {start}{}", path.concat()).unwrap();
    }
    said
}

fn step(transition: Transition) -> String {
    let packet = transition
        .packet
        .map_or_else(|| "timer".to_owned(), |packet| format!("#{packet}"));
    let mark = if transition.assumed { "?" } else { "" };
    format!(" > {}{mark} {packet}", transition.to)
}
