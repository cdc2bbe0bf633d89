//! What the program says of the captures in `testdata` against what really happened in them, as
//! `testdata/what-happened.tsv` has it from how they were made.

mod common;

use common::{synfin, testdata};
use serde_json::Value;
use std::fmt::Write;

/// Counts that must be 0 unless the file says otherwise.
const TROUBLE: [&str; 6] = [
    "retransmitted_packets",
    "out_of_order_packets",
    "keep_alive_packets",
    "missing_bytes",
    "zero_windows",
    "fast_retransmissions",
];

/// The lines of the file, split into their nine columns; the first names them.
fn rows() -> Vec<[String; 9]> {
    let text = std::fs::read_to_string(testdata().join("what-happened.tsv")).expect("the file");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert!(
        lines
            .next()
            .is_some_and(|names| names.starts_with("capture\tconnection\t"))
    );
    lines
        .map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().expect("nine columns")
        })
        .collect()
}

/// The JSON Lines that a command prints for a capture; of cut ones only what can be read.
fn json_lines(command: &str, capture: &str) -> Vec<Value> {
    let file = ["pcap", "pcapng"]
        .map(|ending| format!("{capture}.{ending}"))
        .into_iter()
        .find(|name| testdata().join(name).exists())
        .expect("the capture is in testdata");
    let output = synfin([command, "--format", "jsonl", &file]);
    String::from_utf8(output.stdout)
        .expect("JSON is text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

/// The states an end entered. What one segment does in two steps is one step here.
fn states(transitions: &[Value], connection: u64, endpoint: &str) -> String {
    let mine: Vec<&Value> = transitions
        .iter()
        .filter(|row| row["conn"] == connection && row["endpoint"] == endpoint)
        .collect();
    let mut entered: Vec<&str> = Vec::new();
    for (row, next) in mine.iter().zip(mine.iter().skip(1).map(Some).chain([None])) {
        let passing = row["to"] == "FIN-WAIT-2"
            && next
                .is_some_and(|next| next["to"] == "TIME-WAIT" && next["packet"] == row["packet"]);
        let expired = row["to"] == "CLOSED" && row["from"] == "TIME-WAIT";
        if row["to"] != "LISTEN" && !passing && !expired {
            entered.push(row["to"].as_str().expect("a state"));
        }
    }
    if entered.is_empty() {
        "-".into()
    } else {
        entered.join(" ")
    }
}

/// A JSON value as the file writes it: nothing is `-`.
fn written(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The counts of trouble in a row of `connections`, as the file writes them.
fn trouble(row: &Value, also: &str) -> String {
    let mut seen = Vec::new();
    for (end, direction) in [
        ("client", "client_to_server"),
        ("server", "server_to_client"),
    ] {
        let counts = row[direction].as_object().expect("counts");
        for (name, count) in counts {
            let named = format!("{end} {name} ");
            if count != 0 && (TROUBLE.contains(&name.as_str()) || also.contains(&named)) {
                seen.push(format!("{named}{count}"));
            }
        }
    }
    if seen.is_empty() {
        "-".into()
    } else {
        seen.join(", ")
    }
}

/// The parts of a list in a fixed order.
fn sorted(list: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = list.split(", ").collect();
    parts.sort_unstable();
    parts
}

#[test]
fn the_program_tells_what_really_happened() {
    let mut wrong = String::new();
    for row in rows() {
        let [
            capture,
            number,
            opening,
            closing,
            closed_by,
            style,
            client,
            server,
            noticed,
        ] = &row;
        let number: u64 = number.parse().expect("a connection's number");
        let connections = json_lines("connections", capture);
        let Some(told) = connections.iter().find(|told| told["id"] == number) else {
            let _ = writeln!(wrong, "{capture}: there is no connection {number}");
            continue;
        };
        let mut check = |what: &str, told: String, truth: &str| {
            if truth != "*" && sorted(&told) != sorted(truth) {
                let _ = writeln!(wrong, "{capture} {number}: {what} is {truth}, not {told}");
            }
        };
        check("opening", written(&told["opening"]), opening);
        check("closing", written(&told["closing"]), closing);
        check("closed_by", written(&told["closed_by"]), closed_by);
        check("close_style", written(&told["close_style"]), style);
        check("trouble", trouble(told, noticed), noticed);
        let transitions = json_lines("transitions", capture);
        check(
            "client's states",
            states(&transitions, number, "client"),
            client,
        );
        check(
            "server's states",
            states(&transitions, number, "server"),
            server,
        );
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn there_is_a_row_for_every_connection() {
    let rows = rows();
    for row in &rows {
        let [capture, ..] = row;
        let known = rows
            .iter()
            .filter(|other| other.first() == Some(capture))
            .count();
        assert_eq!(json_lines("connections", capture).len(), known, "{capture}");
    }
}
