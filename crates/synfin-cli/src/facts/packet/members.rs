//! What the members of a packet's JSON object are called and mean.

/// The members of a line of `synfin packets`: name, unit or kind of value, meaning.
pub(crate) const MEMBERS: &[[&str; 3]] = &[
    [
        "packet",
        "number",
        "The frame's number in its capture, from 1.",
    ],
    [
        "conn",
        "number",
        "The connection's number, as id in `synfin connections`.",
    ],
    [
        "time",
        "time",
        "When it was captured: seconds since 1970, nine decimals.",
    ],
    ["direction", "word", "client_to_server or server_to_client."],
    [
        "flags",
        "text",
        "The control bits in tcpdump's letters (RFC 9293, 3.1).",
    ],
    ["seq", "number", "SEG.SEQ, absolute (RFC 9293, 3.3.1)."],
    [
        "ack",
        "number",
        "SEG.ACK, absolute; null without the ACK bit.",
    ],
    [
        "relative_seq",
        "octets",
        "From the sender's initial sequence number to SEG.SEQ, in 64 bits; null if that is not known.",
    ],
    [
        "relative_ack",
        "octets",
        "From the peer's initial sequence number to SEG.ACK, in 64 bits; null if that is not known.",
    ],
    [
        "window",
        "number",
        "The window field as it stands, not scaled.",
    ],
    [
        "scaled_window",
        "octets",
        "The window after scaling (RFC 7323, 2.2); null if the scale is not known.",
    ],
    [
        "length",
        "octets",
        "Payload by the IP length, captured or not.",
    ],
    [
        "phase",
        "word",
        "The segment's part in the connection's life: handshake, data, teardown, reset, ...",
    ],
    [
        "step",
        "text",
        "The step within the phase: 1/3 to 3/3 (RFC 9293, 3.5), 1/4 to 4/4, or 2+3/4 (3.6); null where there are none.",
    ],
    [
        "client_state",
        "word",
        "The client's state after the segment (RFC 9293, 3.3.2), as known then.",
    ],
    [
        "server_state",
        "word",
        "The server's state after the segment, as known then.",
    ],
    ["events", "list of words", "What happened in it."],
    ["rules", "list of words", "Which rules say so."],
    [
        "options",
        "list of objects",
        "The TCP options in the order of the header, each with its kind.",
    ],
];

/// What `--help` says of the members.
pub(crate) fn members_help() -> String {
    let mut text = "Fields:\n".to_owned();
    for [name, unit, meaning] in MEMBERS {
        text.push_str(&format!("  {name} ({unit})\n      {meaning}\n"));
    }
    text.push_str("\ndocs/fields.md has the events and the rules.\n");
    text
}
