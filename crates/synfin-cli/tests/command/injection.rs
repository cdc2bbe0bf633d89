//! What a capture says never becomes a control sequence, a formula, markup or script.

use super::build::{CLIENT, SERVER, Scratch, block, name_block, packet_block};
use super::common::synfin;
use super::{status, stderr, stdout};
use etherparse::PacketBuilder;
use std::fs;
use std::path::{Path, PathBuf};

/// Texts that do harm where they are not escaped, or are not escaped for what shows them.
const HOSTILE: [&str; 8] = [
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
fn harmless() -> [String; 8] {
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
fn capture(text: &str) -> Vec<u8> {
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

/// What a command prints of a capture that says `text`.
fn printed(words: &str, text: &str) -> String {
    let scratch = Scratch::new("says.pcapng", &capture(text));
    let words = words.split_whitespace().map(AsRef::as_ref);
    let output = synfin(words.chain([scratch.path().as_os_str()]));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output).to_owned()
}

/// Nothing but text, line ends and tabs.
fn assert_steers_nothing(words: &str, hostile: &str) {
    let is_dangerous = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found: Vec<_> = hostile.chars().filter(|&c| is_dangerous(c)).collect();
    assert!(found.is_empty(), "{words}: {found:?} in {hostile}");
}

#[test]
fn no_output_steers_a_terminal() {
    for text in HOSTILE {
        for words in [
            "print",
            "print -t -vvv -e",
            "print -A",
            "print -AA -v",
            "print -XX -vv",
            "print --explain",
            "print --explain --lang zh",
            "print --plain -vvv -X -t",
            "connections --format table",
            "connections --format jsonl",
            "connections --format csv",
            "connections --format tsv",
            "packets",
            "transitions",
            "transitions --format csv",
            "stats",
            "show",
            "show --ascii --unfold",
            "show --format svg",
            "show --format mermaid",
            "plot",
        ] {
            assert_steers_nothing(words, &printed(words, text));
        }
    }
}

#[test]
fn no_field_of_a_row_is_a_formula() {
    for text in HOSTILE {
        for words in ["connections --format csv", "transitions --format csv"] {
            let printed = printed(words, text);
            let mut rows = csv::Reader::from_reader(printed.as_bytes());
            let width = rows.headers().expect("a header").len();
            for row in rows.records() {
                let row = row.expect("a row as wide as the header");
                assert_eq!(row.len(), width);
                for field in &row {
                    let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(
                        !begins || field.parse::<f64>().is_ok(),
                        "{words}: {field:?}"
                    );
                }
            }
        }
    }
}

/// The page on a capture that lies in a file of this name.
fn page(folder: &Path, name: &str, text: &str, command: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, capture(text)).expect("a scratch file");
    let page = folder.join("out.html");
    let words = command.split_whitespace().map(AsRef::as_ref);
    let output = synfin(words.chain(["-o".as_ref(), page.as_os_str(), file.as_os_str()]));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    fs::read_to_string(page).expect("a page")
}

#[test]
fn no_page_gets_markup_or_script_from_a_capture() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let marks = |page: &str| page.matches(['<', '>']).count();
    for (text, harmless) in HOSTILE.into_iter().zip(harmless()) {
        // Also the file's own name may be hostile, as far as a name can be.
        let name = text.replace(['/', '\0'], "_");
        let evil = page(&folder, &name, text, "report");
        let good = page(&folder, &"x".repeat(name.len()), &harmless, "report");
        assert_eq!(marks(&evil), marks(&good), "{text}");
        assert!(
            !evil.contains("<script>alert") && !evil.contains("<img"),
            "{text}"
        );
        fs::remove_file(folder.join(name)).expect("a scratch file");
        for words in ["show --format svg", "plot --format svg"] {
            let (evil, good) = (printed(words, text), printed(words, &harmless));
            assert_eq!(marks(&evil), marks(&good), "{words}: {text}");
        }
    }
}

#[test]
fn no_hosts_file_steers_either() {
    let scratch = Scratch::new("plain.pcapng", &capture("x"));
    for text in HOSTILE {
        let word = text.replace([' ', '\n', '\t', '\r', '\x0b', '\x0c'], "");
        let hosts = Scratch::new("hosts", format!("192.0.2.2 {word}\n").as_bytes());
        let words = [
            "--hosts".as_ref(),
            hosts.path().as_os_str(),
            scratch.path().as_os_str(),
        ];
        let output = synfin(words);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert_steers_nothing("print --hosts", stdout(&output));
    }
}
