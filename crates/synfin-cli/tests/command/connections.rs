//! `synfin connections` and `packets`: every format read back by somebody else's reader.

use super::{status, stderr, stdout, typed};
use serde_json::Value;
use std::collections::BTreeSet;

const SEVERAL: &str = "several-connections.pcap port-reuse.pcap loss-fast-retransmit.pcap";

/// The lines of a run as JSON objects.
fn objects(words: &str) -> Vec<Value> {
    let output = typed(words);
    assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
    let parse = |line| serde_json::from_str(line).expect("a line is JSON");
    stdout(&output).lines().map(parse).collect()
}

/// All names of an object's leaves, with dots for nesting.
fn leaves(object: &Value, before: &str, names: &mut Vec<(String, Value)>) {
    for (name, value) in object.as_object().expect("an object") {
        let name = format!("{before}{name}");
        if value.is_object() {
            leaves(value, &format!("{name}."), names);
        } else {
            names.push((name, value.clone()));
        }
    }
}

#[test]
fn csv_and_tsv_have_what_json_has() {
    let rows = objects(&format!("connections --format jsonl --sort id {SEVERAL}"));
    assert!(rows.len() > 3);
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let output = typed(&format!(
            "connections --format {format} --sort id {SEVERAL}"
        ));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(output.stdout.as_slice());
        let header = reader.headers().unwrap().clone();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len());
        for (record, row) in records.iter().zip(&rows) {
            let mut facts = Vec::new();
            leaves(row, "", &mut facts);
            assert_eq!(facts.len(), header.len());
            for (column, cell) in header.iter().zip(record) {
                let (name, value) = facts.iter().find(|(name, _)| name == column).unwrap();
                let value = match value {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    // A whole number of milliseconds is written without its .0.
                    other => other.to_string().trim_end_matches(".0").to_owned(),
                };
                assert_eq!(value, cell, "{name}");
            }
        }
    }
}

#[test]
fn every_row_has_the_same_members() {
    let members = |rows: Vec<Value>| {
        let names = rows.iter().map(|row| {
            let mut facts = Vec::new();
            leaves(row, "", &mut facts);
            facts.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        });
        names.collect::<BTreeSet<_>>().len()
    };
    assert_eq!(
        members(objects(&format!(
            "connections --format jsonl {SEVERAL} midstream.pcap"
        ))),
        1
    );
}

#[test]
fn packets_and_connections_agree() {
    let packets = objects(&format!("packets {SEVERAL}"));
    for row in objects(&format!("connections --format jsonl {SEVERAL}")) {
        let own = packets.iter().filter(|packet| packet["conn"] == row["id"]);
        for direction in ["client_to_server", "server_to_client"] {
            let sent = own
                .clone()
                .filter(|packet| packet["direction"] == direction);
            let count = |of: &dyn Fn(&Value) -> u64| sent.clone().map(of).sum::<u64>();
            let facts = &row[direction];
            assert_eq!(facts["packets"], count(&|_| 1));
            assert_eq!(
                facts["bytes"],
                count(&|packet| packet["length"].as_u64().unwrap())
            );
            let again = count(&|packet| {
                let events = packet["events"].as_array().unwrap();
                events.contains(&"retransmission".into()).into()
            });
            assert_eq!(facts["retransmitted_packets"], again);
        }
    }
}

#[test]
fn columns_sort_and_limit_are_heeded() {
    let rows = objects(&format!(
        "connections --format jsonl --columns id,bytes,client_to_server.packets --sort -bytes --limit 2 {SEVERAL}"
    ));
    assert_eq!(rows.len(), 2);
    let bytes: Vec<_> = rows
        .iter()
        .map(|row| row["bytes"].as_u64().unwrap())
        .collect();
    assert!(bytes[0] >= bytes[1]);
    assert_eq!(rows[0].as_object().unwrap().len(), 3);
    let all = objects(&format!(
        "connections --format jsonl --columns bytes {SEVERAL}"
    ));
    assert_eq!(
        all.iter().map(|row| row["bytes"].as_u64().unwrap()).max(),
        Some(bytes[0])
    );
}

#[test]
fn a_table_says_what_it_leaves_out() {
    let output = typed(&format!("connections --format table --limit 2 {SEVERAL}"));
    let text = stdout(&output);
    let rows = objects(&format!("connections --format jsonl {SEVERAL}")).len();
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with(&format!("2 of {rows} connections")),
        "{text}"
    );
    assert_eq!(text.lines().count(), 5, "{text}");
    let whole = typed(&format!("connections --format table --limit 0 {SEVERAL}"));
    assert_eq!(stdout(&whole).lines().count(), 2 + rows);
}

#[test]
fn without_a_terminal_rows_are_json() {
    let piped = typed("connections ssh-session.pcap");
    assert!(stdout(&piped).starts_with("{\"schema_version\":1,\"id\":1,"));
}

#[test]
fn what_is_no_field_is_wrong_usage() {
    for words in [
        "connections --sort byts ssh-session.pcap",
        "connections --columns id,byts ssh-session.pcap",
        "connections --where byts>5 ssh-session.pcap",
        "packets --where byts>5 ssh-session.pcap",
    ] {
        let output = typed(words);
        assert_eq!((status(&output), stdout(&output)), (2, ""), "{words}");
        assert!(stderr(&output).contains("did you mean bytes?"), "{words}");
    }
}

#[test]
fn where_chooses_the_same_connections_for_every_command() {
    let wanted = "--where client_to_server.retransmitted_packets>0";
    let ids = |words: &str, member: &str| -> BTreeSet<u64> {
        let rows = objects(&format!("{words} {wanted} {SEVERAL}"));
        rows.iter()
            .map(|row| row[member].as_u64().unwrap())
            .collect()
    };
    let chosen = ids("connections --format jsonl", "id");
    let all = objects(&format!("connections --format jsonl {SEVERAL}"));
    assert!(!chosen.is_empty() && chosen.len() < all.len());
    assert_eq!(ids("packets", "conn"), chosen);
    let printed = typed(&format!("print {wanted} {SEVERAL}"));
    let annotated: BTreeSet<u64> = stdout(&printed)
        .lines()
        .filter_map(|line| line.split_once("\t# ")?.1.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(annotated, chosen);
}

#[test]
fn where_needs_a_file_but_for_connections() {
    let refused = typed("print --where reset -");
    assert_eq!(status(&refused), 2);
    assert!(stderr(&refused).contains("reads the capture twice"));
}
