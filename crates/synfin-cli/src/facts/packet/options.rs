//! A header's options as a list of JSON objects.

use crate::writing::{Append, json};
use synfin::{SeqNumber, TcpOption, TcpOptions};

/// Appends the options in the order of the header, each with its kind.
pub(super) fn append(out: &mut Vec<u8>, options: TcpOptions<'_>) {
    out.push(b'[');
    for (number, option) in options.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        append_option(out, option);
        out.push(b'}');
    }
    out.push(b']');
}

/// Appends an option without the brace behind it.
fn append_option(out: &mut Vec<u8>, option: TcpOption<'_>) {
    match option {
        TcpOption::NoOperation => out.text("{\"kind\":\"nop\""),
        TcpOption::SackPermitted => out.text("{\"kind\":\"sack_permitted\""),
        TcpOption::MaximumSegmentSize(value) => {
            number(out, "{\"kind\":\"mss\",\"value\":", value);
        }
        TcpOption::WindowScale(value) => {
            number(out, "{\"kind\":\"window_scale\",\"value\":", value);
        }
        TcpOption::Timestamps { value, echo_reply } => {
            number(out, "{\"kind\":\"timestamps\",\"value\":", value);
            number(out, ",\"echo_reply\":", echo_reply);
        }
        TcpOption::Sack(blocks) => append_blocks(out, blocks),
        TcpOption::UserTimeout { seconds } => {
            number(out, "{\"kind\":\"user_timeout\",\"seconds\":", seconds);
        }
        TcpOption::AccurateEcn { ect0, ce, ect1 } => {
            out.text("{\"kind\":\"accurate_ecn\"");
            for (name, count) in [(",\"ect0\":", ect0), (",\"ce\":", ce), (",\"ect1\":", ect1)] {
                out.text(name);
                json::or_null(out, count, |out, count| out.dec(count.into()));
            }
        }
        TcpOption::Malformed { kind } => {
            number(out, "{\"kind\":\"malformed\",\"number\":", kind);
        }
        other => append_octets(out, other),
    }
}

/// Appends an option that holds octets of its own.
fn append_octets(out: &mut Vec<u8>, option: TcpOption<'_>) {
    match option {
        TcpOption::FastOpen(cookie) => {
            hexadecimal(out, "{\"kind\":\"fast_open\",\"cookie\":\"", &[], cookie);
        }
        TcpOption::Md5Signature(digest) => {
            hexadecimal(out, "{\"kind\":\"md5\",\"digest\":\"", &[], digest);
        }
        TcpOption::Authentication {
            key_id,
            next_key_id,
            mac,
        } => {
            number(out, "{\"kind\":\"authentication\",\"key_id\":", key_id);
            number(out, ",\"next_key_id\":", next_key_id);
            hexadecimal(out, ",\"mac\":\"", &[], mac);
        }
        TcpOption::Multipath { subtype, data } => {
            number(out, "{\"kind\":\"multipath\",\"subtype\":", subtype);
            hexadecimal(out, ",\"data\":\"", &[], data);
        }
        TcpOption::Experimental { kind, id, data } => {
            number(out, "{\"kind\":\"other\",\"number\":", kind);
            hexadecimal(out, ",\"data\":\"", &id.to_be_bytes(), data);
        }
        TcpOption::Unknown { kind, data } => {
            number(out, "{\"kind\":\"other\",\"number\":", kind);
            hexadecimal(out, ",\"data\":\"", &[], data);
        }
        _ => out.text("{\"kind\":\"other\",\"number\":0,\"data\":\"\""),
    }
}

/// Appends SACK blocks: first and behind-last sequence numbers, absolute.
fn append_blocks(out: &mut Vec<u8>, blocks: impl Iterator<Item = (SeqNumber, SeqNumber)>) {
    out.text("{\"kind\":\"sack\",\"blocks\":[");
    for (place, (left, right)) in blocks.enumerate() {
        number(out, if place == 0 { "[" } else { ",[" }, left.0);
        number(out, ",", right.0);
        out.push(b']');
    }
    out.push(b']');
}

fn number(out: &mut Vec<u8>, before: &str, number: impl Into<u64>) {
    out.text(before);
    out.dec(number.into());
}

fn hexadecimal(out: &mut Vec<u8>, before: &str, head: &[u8], octets: &[u8]) {
    out.text(before);
    json::hexadecimal(out, head);
    json::hexadecimal(out, octets);
    out.push(b'"');
}
