//! A packet's facts as a JSON object.
//!
//! Duty: the members of `synfin packets`, in their order. Invariant: every member is always
//! there; what is not known is null. Absence: no payload.

use super::Value;
use serde::{Serialize, Serializer};
use synfin::tcp::Observation;
use synfin::{Segment, Side, TcpOption, TcpOptions};

/// One line of `synfin packets`.
#[derive(Serialize)]
pub(crate) struct PacketRow<'a> {
    /// Number of the frame in its capture, from 1.
    packet: u64,
    /// Number of the connection, as `id` in `synfin connections`.
    conn: u64,
    /// When it was captured: seconds since 1970, nine decimals.
    time: Value,
    /// `client_to_server` or `server_to_client`.
    direction: &'static str,
    /// The control bits in tcpdump's letters (RFC 9293, 3.1).
    flags: &'static str,
    /// SEG.SEQ, absolute (RFC 9293, 3.3.1).
    seq: u32,
    /// SEG.ACK, absolute; null without the ACK bit.
    ack: Option<u32>,
    /// Octets from the sender's initial sequence number to SEG.SEQ, in 64 bits.
    relative_seq: Option<i64>,
    /// Octets from the peer's initial sequence number to SEG.ACK, in 64 bits.
    relative_ack: Option<i64>,
    /// The window field as it stands.
    window: u16,
    /// The window in octets after scaling (RFC 7323, 2.2); null if the scale is not known.
    scaled_window: Option<u32>,
    /// Payload octets by the IP length.
    length: u32,
    /// The segment's part in the connection's life.
    phase: &'static str,
    /// The step within the phase: `1/3` to `3/3`, `1/4` to `4/4`, or `2+3/4`.
    step: Option<&'static str>,
    /// The client's state after the segment (RFC 9293, 3.3.2), as known then.
    client_state: &'static str,
    /// The server's state after the segment, as known then.
    server_state: &'static str,
    /// What happened in it, by name.
    events: Names<EventNames>,
    /// Which rules say so, by name.
    rules: Names<RuleNames>,
    /// The options in the order of the header.
    options: Options<'a>,
}

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

impl<'a> PacketRow<'a> {
    /// The row of a segment.
    pub(crate) fn new(segment: &Segment<'a>, observation: &Observation) -> Self {
        Self {
            packet: segment.packet,
            conn: observation.connection,
            time: Value::Time(segment.time),
            direction: match observation.sender {
                Side::Client => "client_to_server",
                Side::Server => "server_to_client",
            },
            flags: segment.control.letters(),
            seq: segment.seq.0,
            ack: segment.ack().map(|ack| ack.0),
            relative_seq: observation.relative_seq,
            relative_ack: observation.relative_ack,
            window: segment.raw_window,
            scaled_window: observation.scaled_window,
            length: segment.payload_len,
            phase: observation.phase.name(),
            step: observation.phase.step(),
            client_state: observation.client_state.name(),
            server_state: observation.server_state.name(),
            events: Names(EventNames(observation.events)),
            rules: Names(RuleNames(observation.events)),
            options: Options(segment.options),
        }
    }
}

/// A list of names.
struct Names<T>(T);

/// The names of a packet's events.
struct EventNames(synfin::analysis::Events);

/// The names of the rules behind a packet's events.
struct RuleNames(synfin::analysis::Events);

impl Serialize for Names<EventNames> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.0.iter().map(|event| event.name()))
    }
}

impl Serialize for Names<RuleNames> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.0.rules().map(|rule| rule.name()))
    }
}

/// A header's options as a list of objects.
struct Options<'a>(TcpOptions<'a>);

/// One option.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum OptionRow {
    /// Padding.
    Nop,
    /// Maximum segment size, octets.
    Mss { value: u16 },
    /// Window scale, a shift count.
    WindowScale { value: u8 },
    /// SACK permitted.
    SackPermitted,
    /// SACK blocks: first and behind-last sequence numbers, absolute.
    Sack { blocks: Vec<(u32, u32)> },
    /// TSval and TSecr.
    Timestamps { value: u32, echo_reply: u32 },
    /// A TCP Fast Open cookie in hexadecimal; empty in a request.
    FastOpen { cookie: String },
    /// An MD5 signature in hexadecimal.
    Md5 { digest: String },
    /// The user timeout, seconds.
    UserTimeout { seconds: u32 },
    /// TCP-AO's key numbers, and its code in hexadecimal.
    Authentication {
        key_id: u8,
        next_key_id: u8,
        mac: String,
    },
    /// Multipath TCP, its octets behind kind and length in hexadecimal.
    Multipath { subtype: u8, data: String },
    /// Octets received by ECN codepoint, modulo 2^24; null where the option leaves them out.
    AccurateEcn {
        ect0: Option<u32>,
        ce: Option<u32>,
        ect1: Option<u32>,
    },
    /// Any other kind, with its data in hexadecimal.
    Other { number: u8, data: String },
    /// The header's options cannot be read from here on.
    Malformed { number: u8 },
}

impl Serialize for Options<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(OptionRow::from))
    }
}

impl From<TcpOption<'_>> for OptionRow {
    fn from(option: TcpOption<'_>) -> Self {
        match option {
            TcpOption::NoOperation => Self::Nop,
            TcpOption::MaximumSegmentSize(value) => Self::Mss { value },
            TcpOption::WindowScale(value) => Self::WindowScale { value },
            TcpOption::SackPermitted => Self::SackPermitted,
            TcpOption::Sack(blocks) => Self::Sack {
                blocks: blocks.map(|(left, right)| (left.0, right.0)).collect(),
            },
            TcpOption::Timestamps { value, echo_reply } => Self::Timestamps { value, echo_reply },
            TcpOption::FastOpen(cookie) => Self::FastOpen {
                cookie: hexadecimal(cookie),
            },
            TcpOption::Md5Signature(digest) => Self::Md5 {
                digest: hexadecimal(digest),
            },
            TcpOption::UserTimeout { seconds } => Self::UserTimeout { seconds },
            TcpOption::Authentication {
                key_id,
                next_key_id,
                mac,
            } => Self::Authentication {
                key_id,
                next_key_id,
                mac: hexadecimal(mac),
            },
            TcpOption::Multipath { subtype, data } => Self::Multipath {
                subtype,
                data: hexadecimal(data),
            },
            TcpOption::AccurateEcn { ect0, ce, ect1 } => Self::AccurateEcn { ect0, ce, ect1 },
            TcpOption::Experimental { kind, id, data } => Self::Other {
                number: kind,
                data: format!("{id:04x}{}", hexadecimal(data)),
            },
            TcpOption::Unknown { kind, data } => Self::Other {
                number: kind,
                data: hexadecimal(data),
            },
            TcpOption::Malformed { kind } => Self::Malformed { number: kind },
            _ => Self::Other {
                number: 0,
                data: String::new(),
            },
        }
    }
}

/// Octets in hexadecimal, without separators.
fn hexadecimal(octets: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        // Writing to a string cannot fail.
        let _ = write!(text, "{octet:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{MEMBERS, PacketRow};
    use synfin::{Frame, LinkType, Tracker};

    #[test]
    fn every_member_is_documented_in_its_order() {
        let header = [
            0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x10, 0, 0, 80, 0,
            0, 0, 1, 0, 0, 0, 0, 0x50, 2, 1, 0, 0, 0, 0, 0,
        ];
        let decoded = Frame::new(LinkType::RAW, &header).decode();
        let segment = decoded.segment().unwrap();
        let seen = Tracker::new().observe(segment).unwrap();
        let json = serde_json::to_string(&PacketRow::new(segment, &seen)).unwrap();
        let mut rest = json.as_str();
        for [name, ..] in MEMBERS {
            let key = format!("\"{name}\":");
            let found = rest.split_once(&key);
            rest = found.unwrap_or_else(|| panic!("{name} is not in {rest}")).1;
        }
        let row: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(row.as_object().unwrap().len(), MEMBERS.len());
    }
}
