//! The catalogue: every fact of a connection, with its unit, its meaning and where that is defined.

use super::SCHEMA_VERSION;
use super::fact::{FactOf, FactSink, Unit};
use super::giving::{catalogue, count_of, give, same_of, span_of, value_of};
use super::name::{FactName, Zeros, len_of_zeros};
use super::text::Text;
use super::value::{Value, span};
use synfin::analysis::{Sent, community_id};
use synfin::{Connection, Side, Timestamp};

/// The words of client_known_by.
const KNOWN_BY: &[&str] = &["syn", "syn_ack", "first_packet"];

/// The words of opening.
const OPENINGS: &[&str] = &[
    "handshake",
    "simultaneous",
    "refused",
    "unanswered",
    "partial",
    "none",
];

/// The words of closing.
const CLOSINGS: &[&str] = &["fin", "reset", "half_closed", "open"];

/// The words of closed_by.
const SIDES: &[&str] = &["client", "server"];

/// The states of RFC 9293, section 3.3.2.
const STATES: &[&str] = &[
    "CLOSED",
    "LISTEN",
    "SYN-SENT",
    "SYN-RECEIVED",
    "ESTABLISHED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "CLOSE-WAIT",
    "CLOSING",
    "LAST-ACK",
    "TIME-WAIT",
];

/// Zeek's states of a connection.
const CONN_STATES: &[&str] = &[
    "S0", "S1", "SF", "REJ", "S2", "S3", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR", "OTH",
];

catalogue! {
    /// The facts of the connection as a whole.
    CONNECTION, each_of_connection: Connection {
    facts {
    "schema_version", Unit::Number,
        "Version of these names and meanings; grows when one is removed or changes.",
        |_| Value::Number(SCHEMA_VERSION);
    "id", Unit::Number,
        "The connection's number in the capture: 1, 2, 3, ... in the order of first packets.",
        |c| Value::Number(c.id());
    "client.addr", Unit::Address,
        "The client's address (RFC 5952). The client asked for the connection; see client_known_by.",
        |c| Value::Address(c.socket(Side::Client).ip());
    "client.port", Unit::Number,
        "The client's port.",
        |c| Value::Number(c.socket(Side::Client).port().into());
    "server.addr", Unit::Address,
        "The server's address.",
        |c| Value::Address(c.socket(Side::Server).ip());
    "server.port", Unit::Number,
        "The server's port.",
        |c| Value::Number(c.socket(Side::Server).port().into());
    "client_known_by", Unit::Word(KNOWN_BY),
        "How the client is known: it sent the SYN (syn), it received the SYN-ACK (syn_ack), or, with neither captured, it sent the first packet, a mere convention (first_packet).",
        |c| Value::Word(c.client_known_by().name());
    "vlan", Unit::Number,
        "Identifier of the first packet's outermost VLAN tag (IEEE 802.1Q); VLANs do not tell connections apart.",
        |c| Value::number(c.traffic().vlan());
    "first", Unit::Time,
        "When the first packet was captured: seconds since 1970, nine decimals.",
        |c| Value::Time(c.first_time());
    "last", Unit::Time,
        "When the last packet was captured: seconds since 1970, nine decimals.",
        |c| Value::Time(c.last_time());
    "duration", Unit::Seconds,
        "From the first packet to the last one; negative where the capture runs backwards.",
        |c| span(c.first_time(), c.last_time());
    "data_duration", Unit::Seconds,
        "From the first packet to the last one with payload; null without payload.",
        |c| last_payload(c).map_or(Value::Unknown, |last| span(c.first_time(), last));
    "opening", Unit::Word(OPENINGS),
        "How the opening was seen (RFC 9293, 3.5): handshake, simultaneous, refused (the SYN was answered by a RST), unanswered (only SYNs), partial (some SYN, none of the above), none (no SYN: the capture began later).",
        |c| Value::Word(c.opening().name());
    "closing", Unit::Word(CLOSINGS),
        "How it ended (RFC 9293, 3.6): fin (both ends sent a FIN), reset (before that one end sent a RST that the other had to obey: 3.10.7.3, 3.10.7.4), half_closed (one FIN), open.",
        |c| Value::Word(c.closing().name());
    "closed_by", Unit::Word(SIDES),
        "client or server: who sent the first FIN or, where closing is reset, that RST; null while open.",
        |c| Value::word(c.closed_by().map(side_name));
    "close_style", Unit::Word(&[]),
        "The closing more precisely: four-segment, three-segment, simultaneous, half-close, reset, fin-then-reset, ...",
        |c| Value::Word(c.close_style().name());
    "client_state", Unit::Word(STATES),
        "The client's state at the end of the capture (RFC 9293, 3.3.2).",
        |c| Value::Word(c.state(Side::Client).name());
    "server_state", Unit::Word(STATES),
        "The server's state at the end of the capture (RFC 9293, 3.3.2).",
        |c| Value::Word(c.state(Side::Server).name());
    "handshake_rtt", Unit::Milliseconds,
        "From the client's SYN to its ACK of the SYN-ACK (RFC 9293, 3.5): synack_rtt and ack_rtt together, as seen from the capture point.",
        |c| Value::millis(handshake_rtt(c));
    "synack_rtt", Unit::Milliseconds,
        "From the client's SYN to the SYN-ACK: the server's half. Null where the SYN was sent again before that (Karn; RFC 6298, 3).",
        |c| Value::millis(c.traffic().syn_ack_rtt());
    "ack_rtt", Unit::Milliseconds,
        "From the SYN-ACK to the client's ACK of it: the client's half. Null where the SYN-ACK was sent again before that.",
        |c| Value::millis(c.traffic().ack_rtt());
    "time_to_first_byte", Unit::Milliseconds,
        "From the first packet to the server's first payload.",
        |c| since(Some(c.first_time()), c.sent(Side::Server).first_payload());
    "response_time", Unit::Milliseconds,
        "From the client's first payload to the server's first payload; null if the server's came first.",
        |c| since(c.sent(Side::Client).first_payload(), c.sent(Side::Server).first_payload());
    "longest_silence", Unit::Milliseconds,
        "The longest time between two packets of the connection.",
        |c| Value::Millis(c.traffic().longest_silence().unsigned_abs());
    "closing_time", Unit::Milliseconds,
        "From the first FIN to the last packet; null without FIN.",
        |c| since(first_fin(c), Some(c.last_time()));
    "conn_state", Unit::Word(CONN_STATES),
        "Zeek's conn_state: S0, S1, SF, REJ, S2, S3, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR or OTH. Zeek's definitions on our connections: every RST is believed, and no silence cuts a connection.",
        |c| Value::Word(c.traffic().conn_state(c.end(Side::Client)));
    "history", Unit::Text,
        "Zeek's history: s SYN, h SYN-ACK, a pure ACK, d data, f FIN, r RST, t retransmitted data, w zero window, g gap, i FIN and RST at once, q SYN with FIN or RST; upper case is the client's. t, w and g come again at the 10th, 100th, ... time; c (bad checksum) is never given; at most 120 letters.",
        |c| Value::Text(Text::of_plain(c.traffic().history(c.end(Side::Client))));
    "completeness", Unit::Number,
        "Wireshark's conversation completeness: the sum of 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST.",
        |c| Value::Number(c.traffic().completeness().bits().into());
    "completeness_text", Unit::Text,
        "Wireshark's words for it: Incomplete, SYN_SENT; Complete, WITH_DATA; ...",
        |c| Value::Word(c.traffic().completeness().text());
    "community_id", Unit::Text,
        "Community ID, version 1, with seed 0: the same name for this flow in Zeek, Suricata, Wireshark and others. Connections that use the same ports one after the other share it.",
        |c| Value::Text(Text::of_plain_array(community_id(c.key()).letters()));
    }
    }
}

catalogue! {
    /// The facts of what one side sent.
    DIRECTION, each_of_direction: Sent {
    facts {
    "packets", Unit::Segments,
        "TCP segments sent this way; one split into IP fragments counts once.",
        |s| Value::Number(s.packets());
    "bytes", Unit::Octets,
        "Payload octets in them by the lengths in their headers, repeated ones included.",
        |s| Value::Octets(s.bytes());
    "unique_bytes", Unit::Octets,
        "Payload octets with different sequence numbers. Segments with RST and keep-alives do not count here nor in what follows.",
        |s| Value::Octets(s.unique_bytes());
    "missing_bytes", Unit::Octets,
        "Sequence numbers between the lowest and the highest that payload, SYN and FIN occupied, which no captured segment did.",
        |s| Value::Octets(s.missing_bytes());
    }
    counts {
    "retransmitted_packets", Unit::Segments,
        "Segments with at least one sequence number (payload, SYN or FIN) that an earlier one had.",
        |s| Value::Number(s.trouble().retransmitted_packets);
    "retransmitted_bytes", Unit::Octets,
        "Payload octets that an earlier segment had.",
        |s| Value::Octets(s.trouble().retransmitted_bytes);
    "out_of_order_packets", Unit::Segments,
        "Segments that begin below the highest sequence number used so far and repeat nothing: they fill a hole.",
        |s| Value::Number(s.trouble().out_of_order_packets);
    "keep_alive_packets", Unit::Segments,
        "Keep-alives: no or one octet, one below the next sequence number, with nothing outstanding (RFC 9293, 3.8.4).",
        |s| Value::Number(s.trouble().keep_alive_packets);
    }
    counts {
    "syn", Unit::Segments, "Segments with SYN.", |s| Value::Number(s.syn());
    "fin", Unit::Segments, "Segments with FIN.", |s| Value::Number(s.fin());
    "rst", Unit::Segments, "Segments with RST.", |s| Value::Number(s.rst());
    }
    counts {
    "zero_windows", Unit::Segments,
        "Segments with window 0, those with SYN, FIN or RST left out (RFC 9293, 3.8.6).",
        |s| Value::Number(s.trouble().zero_windows);
    "duplicate_acks", Unit::Segments,
        "Duplicate acknowledgments (event duplicate_ack).",
        |s| Value::Number(s.trouble().duplicate_acks);
    "fast_retransmissions", Unit::Segments,
        "Retransmissions that duplicate acknowledgments brought about (event fast_retransmission; RFC 5681, 3.2).",
        |s| Value::Number(s.trouble().fast_retransmissions);
    }
    counts {
    "spurious_retransmissions", Unit::Segments,
        "Retransmissions of what had been acknowledged (event spurious_retransmission).",
        |s| Value::Number(s.trouble().spurious_retransmissions);
    "capture_duplicates", Unit::Segments,
        "Packets that the capture holds twice; they count in packets and as retransmissions too.",
        |s| Value::Number(s.trouble().capture_duplicates);
    "timeout_retransmissions", Unit::Segments,
        "Retransmissions after a silence of 200 ms or more (event timeout_retransmission; RFC 6298).",
        |s| Value::Number(s.trouble().timeout_retransmissions);
    "duplicate_sacks", Unit::Segments,
        "Acknowledgments sent this way that report octets which arrived twice (event dsack; RFC 2883).",
        |s| Value::Number(s.trouble().duplicate_sacks);
    }
    spans {
    "rtt_min", Unit::Milliseconds,
        "The shortest round trip from a segment sent this way to its acknowledgment, as seen from the capture point; none for what was sent again (Karn; RFC 6298, 3).",
        |s| Value::millis(s.rtt().min());
    "rtt_avg", Unit::Milliseconds, "Their mean.", |s| Value::millis(s.rtt().mean());
    "rtt_max", Unit::Milliseconds, "The longest of them.", |s| Value::millis(s.rtt().max());
    }
    facts {
    "rtt_count", Unit::Samples, "How many of them there are.", |s| Value::Number(s.rtt().count());
    }
    spans {
    "timestamp_rtt_min", Unit::Milliseconds,
        "The shortest round trip from a timestamp sent this way to its echo (RFC 7323, 4); what was sent again counts too.",
        |s| Value::millis(s.echo_rtt().min());
    "timestamp_rtt_avg", Unit::Milliseconds, "Their mean.", |s| Value::millis(s.echo_rtt().mean());
    "timestamp_rtt_max", Unit::Milliseconds, "The longest of them.", |s| Value::millis(s.echo_rtt().max());
    }
    facts {
    "timestamp_rtt_count", Unit::Samples, "How many of them there are.", |s| Value::Number(s.echo_rtt().count());
    "mss", Unit::Octets,
        "The maximum segment size option of the SYN: the largest payload this sender takes (RFC 9293, 3.7.1).",
        |s| Value::number(s.mss());
    "window_scale", Unit::ShiftCount,
        "The window scale option of the SYN as it stands; it applies only if both ends sent one, and counts as 14 above 14 (RFC 7323, 2).",
        |s| Value::number(s.window_scale());
    "sack_permitted", Unit::Flag, "Did the SYN permit SACK (RFC 2018, 2)? Null without a SYN, or where its options were cut off.", |s| Value::flag(s.sack_permitted());
    "timestamps", Unit::Flag, "Did the SYN carry timestamps (RFC 7323, 3.2)? Null as for sack_permitted.", |s| Value::flag(s.timestamps());
    "holes_forgotten", Unit::Flag,
        "Were there more than 1024 holes at a time? Then what filled the lowest ones counts as retransmitted.",
        |s| Value::Flag(s.forgot_holes());
    }
    }
}

/// The name of a side in output.
pub(crate) const fn side_name(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}

/// From one time to a later one; unknown where the capture runs backwards.
fn since(from: Option<Timestamp>, to: Option<Timestamp>) -> Value {
    let nanos = from.zip(to).map(|(from, to)| to.nanos_since(from));
    Value::millis(nanos.and_then(|nanos| u64::try_from(nanos).ok()))
}

fn handshake_rtt(connection: &Connection) -> Option<u64> {
    let traffic = connection.traffic();
    traffic.syn_ack_rtt()?.checked_add(traffic.ack_rtt()?)
}

fn last_payload(connection: &Connection) -> Option<Timestamp> {
    let [client, server] = Side::BOTH.map(|side| connection.sent(side).last_payload());
    match (client, server) {
        (Some(client), Some(server)) if client.as_nanos() > server.as_nanos() => Some(client),
        (client, server) => server.or(client),
    }
}

fn first_fin(connection: &Connection) -> Option<Timestamp> {
    let [client, server] = Side::BOTH.map(|side| connection.sent(side).first_fin());
    match (client, server) {
        (Some(client), Some(server)) if server.as_nanos() < client.as_nanos() => Some(server),
        (client, server) => client.or(server),
    }
}
