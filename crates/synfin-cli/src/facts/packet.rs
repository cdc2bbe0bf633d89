//! A packet's facts as a JSON object.
//!
//! Duty: the members of `synfin packets`, in their order. Invariant: every member is always
//! there; what is not known is null; nothing is allocated but the buffer's own growth. Absence:
//! no payload.

pub(super) mod members;
mod options;

pub(crate) use members::members_help;

use crate::writing::{Append, json};
use synfin::tcp::Observation;
use synfin::{Segment, Side};

/// Appends a segment's line of `synfin packets`.
pub(crate) fn append_packet(out: &mut Vec<u8>, segment: &Segment<'_>, seen: &Observation) {
    append_header(out, segment, seen);
    out.text(",\"phase\":");
    json::word(out, seen.phase.name());
    out.text(",\"step\":");
    json::or_null(out, seen.phase.step(), json::word);
    out.text(",\"client_state\":");
    json::word(out, seen.client_state.name());
    out.text(",\"server_state\":");
    json::word(out, seen.server_state.name());
    out.text(",\"events\":");
    append_words(out, seen.events.iter().map(|event| event.name()));
    out.text(",\"rules\":");
    append_words(out, seen.events.rules().map(|rule| rule.name()));
    out.text(",\"options\":");
    options::append(out, segment.options);
    out.text("}\n");
}

/// What is in the headers, and follows from the numbers in them.
fn append_header(out: &mut Vec<u8>, segment: &Segment<'_>, seen: &Observation) {
    out.text("{\"packet\":");
    out.dec(segment.packet);
    out.text(",\"conn\":");
    out.dec(seen.connection);
    out.text(",\"time\":");
    json::quoted(out, |out| out.time(segment.time));
    out.text(match seen.sender {
        Side::Client => ",\"direction\":\"client_to_server\"",
        Side::Server => ",\"direction\":\"server_to_client\"",
    });
    out.text(",\"flags\":");
    json::word(out, segment.control.letters());
    out.text(",\"seq\":");
    out.dec(segment.seq.0.into());
    out.text(",\"ack\":");
    json::or_null(out, segment.ack(), |out, ack| out.dec(ack.0.into()));
    out.text(",\"relative_seq\":");
    json::or_null(out, seen.relative_seq, json::signed);
    out.text(",\"relative_ack\":");
    json::or_null(out, seen.relative_ack, json::signed);
    out.text(",\"window\":");
    out.dec(segment.raw_window.into());
    out.text(",\"scaled_window\":");
    json::or_null(out, seen.scaled_window, |out, window| {
        out.dec(window.into())
    });
    out.text(",\"length\":");
    out.dec(segment.payload_len.into());
}

/// A list of words.
fn append_words(out: &mut Vec<u8>, words: impl Iterator<Item = &'static str>) {
    out.push(b'[');
    for (number, word) in words.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        json::word(out, word);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::append_packet;
    use super::members::MEMBERS;
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
        let mut json = Vec::new();
        append_packet(&mut json, segment, &seen);
        let json = String::from_utf8(json).unwrap();
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
