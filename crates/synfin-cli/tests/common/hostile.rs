//! A capture that says hostile things wherever a capture can say something.

use super::build::{CLIENT, SERVER, block, name_block, packet_block};
use etherparse::PacketBuilder;

/// Texts that do harm where they are not escaped, or are not escaped for what shows them.
pub(crate) const HOSTILE: [&str; 8] = [
    "\x1b[2J\x1b]0;owned\x07\u{9b}31m",
    "\u{202e}\u{2066}evil\u{200f}",
    "line\r\nbreak\x0b\x0c\x08\x7f\0",
    "=HYPERLINK(\"http://192.0.2.9\";\"x\")",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)><!--",
    "%%{init: {}}%%\nend;click A href \"javascript:alert(1)\"",
];

/// As long as each of them, and harmless.
pub(crate) fn harmless() -> [String; 8] {
    HOSTILE.map(|text| "x".repeat(text.len()))
}

/// An option of a pcapng block.
fn option(code: u16, text: &str) -> Vec<u8> {
    let len = u16::try_from(text.len()).expect("a short text");
    let mut option = [&code.to_le_bytes()[..], &len.to_le_bytes(), text.as_bytes()].concat();
    option.resize(option.len().next_multiple_of(4), 0);
    option
}

/// A segment between the two ends.
fn segment(from_client: bool, flags: &str, [seq, ack]: [u32; 2], payload: &[u8]) -> Vec<u8> {
    let (from, to) = if from_client {
        (CLIENT, SERVER)
    } else {
        (SERVER, CLIENT)
    };
    let ports = if from_client {
        (40_000, 80)
    } else {
        (80, 40_000)
    };
    let mut tcp = PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
        .ipv4(from.octets(), to.octets(), 64)
        .tcp(ports.0, ports.1, seq, 64_240);
    for flag in flags.chars() {
        tcp = match flag {
            'S' => tcp.syn(),
            'F' => tcp.fin(),
            'P' => tcp.psh(),
            _ => tcp.ack(ack),
        };
    }
    let mut frame = Vec::new();
    tcp.write(&mut frame, payload).expect("a vector takes all");
    frame
}

/// A capture of one connection that says `text` wherever a capture can say something: as comment,
/// interface's name, host's name, HTTP and DNS.
pub(crate) fn capture(text: &str) -> Vec<u8> {
    let head = [&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[255; 8]].concat();
    let mut file = block(
        0x0a0d_0d0a,
        &[head, option(1, text), option(2, text)].concat(),
    );
    let interface = [1, 0, 0, 0, 0, 0, 0, 0].to_vec();
    file.extend(block(
        1,
        &[interface, option(2, text), option(3, text)].concat(),
    ));
    file.extend(name_block(SERVER, text));
    file.extend(name_block(CLIENT, text));
    let request = format!("GET /{text} HTTP/1.1\r\nHost: {text}\r\n\r\n");
    let answer = format!("HTTP/1.1 200 {text}\r\nServer: {text}\r\n\r\n<b>{text}</b>");
    let (asked, told) = (
        u32::try_from(request.len()).expect("a short text"),
        u32::try_from(answer.len()).expect("a short text"),
    );
    for (from_client, flags, numbers, payload) in [
        (true, "S", [99, 0], ""),
        (false, "SA", [199, 100], ""),
        (true, "A", [100, 200], ""),
        (true, "PA", [100, 200], &request),
        (false, "PA", [200, 100 + asked], &answer),
        (true, "FA", [100 + asked, 200 + told], ""),
        (false, "FA", [200 + told, 101 + asked], ""),
        (true, "A", [101 + asked, 201 + told], ""),
    ] {
        let frame = segment(from_client, flags, numbers, payload.as_bytes());
        let mut packet = packet_block(0, &frame);
        // Behind the data, before the length at the end, stands the comment.
        let mut body = packet.split_off(8);
        body.truncate(body.len() - 4);
        file.extend(block(6, &[body, option(1, text)].concat()));
    }
    file
}
