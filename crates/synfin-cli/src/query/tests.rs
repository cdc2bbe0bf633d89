//! Expressions and what they choose.

use super::{Node, Query, parser};
use crate::facts::{Fact, Value};
use synfin::Timestamp;

/// Facts of a connection that does not exist.
fn value(fact: Fact) -> Value {
    match &*fact.name() {
        "closing" => Value::Word("reset"),
        "closed_by" => Value::Word("server"),
        "opening" => Value::Word("handshake"),
        "client_state" => Value::Word("FIN-WAIT-1"),
        "client.addr" => Value::Address("10.1.2.3".parse().unwrap()),
        "server.addr" => Value::Address("2001:db8::7".parse().unwrap()),
        "server.port" => Value::Number(443),
        "client" => Value::Text("10.1.2.3:1234".into()),
        "history" => Value::Text("ShADadR".into()),
        "handshake_rtt" => Value::Millis(150_000_000),
        "duration" => Value::Seconds(90_000_000_000),
        "first" => Value::Time(Timestamp::new(1_700_000_000, 5)),
        "bytes" => Value::Octets(1_500_000),
        "client_to_server.bytes" => Value::Octets(1536),
        "retransmitted_packets" => Value::Number(3),
        "missing_bytes" => Value::Octets(0),
        "client_to_server.sack_permitted" => Value::Flag(true),
        _ => Value::Unknown,
    }
}

fn holds(expression: &str) -> bool {
    let node: Node = parser::parse(expression).unwrap_or_else(|error| {
        panic!("{expression}: {}", error.message);
    });
    node.holds(&value)
}

#[test]
fn expressions_that_hold() {
    for expression in [
        "closing == reset",
        "closing = reset and closed_by == server",
        "closing == \"reset\"",
        "closing in (fin, reset)",
        "closing in reset",
        "closing not in [fin, open]",
        "not closing == fin",
        "!(closing == fin) && closed_by != client",
        "opening == refused or closing == reset and closed_by == server",
        "client_state == fin_wait_1",
        "client_state == FIN-WAIT-1",
        "client.addr == 10.1.2.3",
        "client.addr in 10.0.0.0/8",
        "client.addr in (192.168.0.0/16, 10.1.2.0/24)",
        "server.addr in 2001:db8::/32",
        "server.port in (80, 443)",
        "client == 10.1.2.3:1234",
        "history contains R",
        "history contains 'AD'",
        "handshake_rtt > 100ms",
        "handshake_rtt > 100",
        "handshake_rtt == 0.15s",
        "handshake_rtt <= 150000us",
        "duration >= 1.5min",
        "duration == 90",
        "duration < 1h",
        "first > 2023-11-14T00:00:00Z",
        "first == 1700000000.000000005",
        "bytes == 1.5MB",
        "bytes > 1MiB and bytes < 1500KiB",
        "client_to_server.bytes == 1.5KiB",
        "retransmitted_packets < 3.5",
        "retransmitted_packets > 2.5",
        "retransmitted_packets",
        "client_to_server.sack_permitted",
        "client_to_server.sack_permitted == true",
        "synack_rtt == null",
        "synack_rtt != 5",
        "reset",
        "not failed-handshake",
        "retransmitting",
        "retransmitting > 2",
        "slow-handshake",
        "slow-handshake>100ms",
        "slow-handshake in (150ms)",
        "not lossy",
    ] {
        assert!(holds(expression), "{expression}");
    }
}

#[test]
fn expressions_that_do_not_hold() {
    for expression in [
        "closing == fin",
        "closing == reset and closed_by == client",
        "opening == refused and closing == reset or closed_by == client",
        "not (closing == reset)",
        "client.addr in 10.2.0.0/16",
        "client.addr in 2001:db8::/32",
        "history contains x",
        "handshake_rtt > 1s",
        "slow-handshake > 200ms",
        "duration > 2min",
        "bytes < 1.5MB",
        "synack_rtt > 0",
        "synack_rtt < 5",
        "synack_rtt",
        "missing_bytes",
        "failed-handshake",
        "half-closed",
        "retransmitted_packets < -1",
    ] {
        assert!(!holds(expression), "{expression}");
    }
}

#[test]
fn or_binds_weaker_than_and() {
    assert!(holds(
        "closing == reset or closing == fin and closed_by == client"
    ));
    assert!(!holds(
        "(closing == reset or closing == fin) and closed_by == client"
    ));
}

/// What is said of a wrong expression, and what is marked.
fn refused(expression: &str) -> (String, String) {
    let error = parser::parse(expression).expect_err(expression);
    let marked = expression.get(error.place.clone()).unwrap_or_default();
    (error.message, marked.to_owned())
}

#[test]
fn wrong_expressions_say_what_and_where() {
    let cases = [
        (
            "closed_yb == server",
            "no such field: closed_yb; did you mean closed_by?",
            "closed_yb",
        ),
        (
            "closing == rest",
            "closing: expected one of fin, reset, half_closed, open",
            "rest",
        ),
        (
            "closing > fin",
            "closing has no order; compare it by ==, != or in",
            "closing >",
        ),
        (
            "server.port == http",
            "server.port: expected a number",
            "http",
        ),
        (
            "bytes > 1.5XB",
            "bytes: expected a number of octets, as 1500, 64KiB or 1.5MB",
            "1.5XB",
        ),
        (
            "duration > soon",
            "duration: expected a time, as 100ms, 2min or, in seconds, 2",
            "soon",
        ),
        (
            "client.addr in 10.0.0.0/33",
            "client.addr: expected an address or a network, as 10.0.0.0/8",
            "10.0.0.0/33",
        ),
        (
            "server.port contains 8",
            "server.port is no text",
            "server.port contains",
        ),
        (
            "closing == reset closed_by == server",
            "expected and, or, or the end of the expression",
            "closed_by",
        ),
        ("(closing == reset", "expected )", ""),
        ("closing ==", "expected a value", ""),
        ("and", "expected a field or a preset", "and"),
        ("", "expected a field or a preset", ""),
        ("closing in (fin reset)", "expected , or )", "reset"),
        ("history contains \"x", "the closing \" is missing", "\""),
        ("bytes > 5 ; reset", "';' has no meaning here", ";"),
        (
            "reset > 5",
            "expected and, or, or the end of the expression",
            ">",
        ),
    ];
    for (expression, message, marked) in cases {
        assert_eq!(refused(expression), (message.to_owned(), marked.to_owned()));
    }
}

#[test]
fn errors_show_the_place() {
    let error = "größe == 5 or bytes > x".parse::<Query>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no such field: größe; docs/fields.md lists them\n    größe == 5 or bytes > x\n    ^^^^^"
    );
    let error = "bytes >".parse::<Query>().unwrap_err().to_string();
    assert!(error.ends_with("\n    bytes >\n           ^"), "{error}");
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("{}reset{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(refused(&deep).0, "this is nested too deeply");
    let nots = "not ".repeat(10_000) + "reset";
    assert_eq!(refused(&nots).0, "this is nested too deeply");
    assert!(holds(&format!("{}reset{}", "(".repeat(90), ")".repeat(90))));
    assert!(holds(&format!("reset{}", " and reset".repeat(10_000))));
}
