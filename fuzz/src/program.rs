//! The whole program on a capture.
//!
//! The promise: every command ends by itself with a status of 0 or 1, what it prints is text that
//! no terminal obeys, JSON and CSV can be read by those who read JSON and CSV, and the commands
//! agree on how much there is.

use crate::line::is_harmless;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What is typed before the file, and what is printed then.
const COMMANDS: [(&str, Form); 16] = [
    ("print -nn -vvX", Form::Text),
    ("print -nn --plain", Form::Text),
    ("print -nn --plain -e -vv -tttt", Form::Text),
    ("print -nn --explain --lang en", Form::Text),
    ("print -A -S -K --nano -ttt", Form::Text),
    ("connections --format jsonl", Form::JsonLines),
    ("connections --format csv", Form::Csv),
    ("connections --format table", Form::Utf8),
    ("packets --format jsonl", Form::JsonLines),
    ("transitions --format jsonl", Form::JsonLines),
    ("stats", Form::Utf8),
    ("show -C 1", Form::Utf8),
    ("show -C 1 --format svg", Form::Utf8),
    ("plot -C 1", Form::Utf8),
    ("plot -C 1 --format svg", Form::Utf8),
    ("report -o /dev/null", Form::Utf8),
];

/// What output has to be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// ASCII.
    Text,
    /// UTF-8 without control characters.
    Utf8,
    /// A JSON object a line.
    JsonLines,
    /// Comma-separated values, as many in each row.
    Csv,
}

/// Runs one command on a capture; the first octet says which.
pub fn run(octets: &[u8]) {
    if let Some((which, capture)) = octets.split_first() {
        one(usize::from(*which) % COMMANDS.len(), &file(capture));
    }
}

/// Runs every command on a capture.
pub fn every_command(capture: &[u8]) {
    let file = file(capture);
    for which in 0..COMMANDS.len() {
        one(which, &file);
    }
    let lines = |command: &str| command_on(command, &file).1.split(|o| *o == b'\n').count() - 1;
    let connections = command_on("connections --format jsonl", &file).1;
    let mut packets = 0;
    for row in serde_json::Deserializer::from_slice(&connections).into_iter() {
        let row: serde_json::Value = row.expect("JSON");
        for side in ["client_to_server", "server_to_client"] {
            packets += row[side]["packets"].as_u64().expect("a count");
        }
    }
    assert_eq!(packets, lines("packets --format jsonl") as u64);
}

fn one(which: usize, file: &Path) {
    let (command, form) = COMMANDS[which];
    let (status, printed) = command_on(command, file);
    // Asking for a connection that is not there is a mistake of who asks.
    let may_be_refused = command.contains("-C 1");
    assert!(
        status == ExitCode::SUCCESS || status == ExitCode::from(1) || may_be_refused,
        "{command}: {status:?}"
    );
    let text = String::from_utf8_lossy(&printed);
    let is_text = |char: char| !char.is_control() || matches!(char, '\n' | '\t' | '\r');
    match form {
        Form::Text => assert!(
            printed.iter().all(|octet| is_harmless(*octet)),
            "{command}: {text}"
        ),
        _ => {
            assert!(std::str::from_utf8(&printed).is_ok(), "{command}: {text}");
            assert!(text.chars().all(is_text), "{command}: {text}");
        }
    }
    match form {
        Form::JsonLines => {
            for line in text.lines() {
                let row: Result<serde_json::Value, _> = serde_json::from_str(line);
                assert!(row.is_ok_and(|row| row.is_object()), "{command}: {line}");
            }
        }
        Form::Csv => {
            let rows = csv::Reader::from_reader(&*printed).into_records();
            rows.for_each(|row| drop(row.expect("as many fields in each row")));
        }
        Form::Text | Form::Utf8 => {}
    }
}

/// Runs a command on a file, and gives its status and what it printed.
#[must_use]
pub fn command_on(command: &str, file: &Path) -> (ExitCode, Vec<u8>) {
    let words = ["synfin"].into_iter().chain(command.split(' '));
    words_on(words, file)
}

/// The same from words.
#[must_use]
pub fn words_on<'a>(words: impl IntoIterator<Item = &'a str>, file: &Path) -> (ExitCode, Vec<u8>) {
    let words = words.into_iter().map(OsString::from);
    let printed = Printed::default();
    let status = synfin_cli::run(words.chain([file.into()]), printed.clone());
    let printed = std::mem::take(&mut *printed.0.lock().unwrap_or_else(PoisonError::into_inner));
    (status, printed)
}

/// Where the program writes.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        let mut printed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        printed.extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes a capture to this process's own file, in memory where the system can.
fn file(capture: &[u8]) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        match memory.is_dir() {
            true => memory.to_owned(),
            false => std::env::temp_dir(),
        }
    });
    let thread = std::thread::current().id();
    let path = folder.join(format!("synfin-fuzz-{}-{thread:?}", std::process::id()));
    std::fs::write(&path, capture).expect("a file can be written");
    path
}
