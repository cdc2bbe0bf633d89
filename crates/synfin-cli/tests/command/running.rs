//! A command that runs beside its test: fed, watched line by line, interrupted.

use super::common::testdata;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// So long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running command.
pub(crate) struct Running {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

/// How a command ended, and what it still wrote.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) lines: Vec<String>,
    pub(crate) message: String,
}

impl Running {
    /// Starts the command in the folder of captures; it heeds Ctrl-C by then.
    pub(crate) fn new(words: &[&str]) -> Self {
        Self::fed_by(words, Stdio::piped())
    }

    /// Starts it with this standard input.
    pub(crate) fn fed_by(words: &[&str], input: impl Into<Stdio>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_synfin"))
            .args(words)
            .current_dir(testdata())
            .env("TZ", "UTC")
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, lines) = channel();
        spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).all(|sent| sent.is_ok())
        });
        let input = child.stdin.take();
        let running = Self {
            child,
            input,
            lines,
        };
        until("the command heeds Ctrl-C", || {
            catches_interrupts(running.child.id())
        });
        running
    }

    /// Writes to its standard input.
    pub(crate) fn feed(&mut self, octets: &[u8]) {
        let input = self.input.as_mut().expect("the pipe is open");
        input.write_all(octets).expect("the command reads");
    }

    /// Its next line, which must not wait for anything.
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }

    /// Waits until it has read a file up to this place.
    pub(crate) fn has_read(&self, place: usize) {
        let position = format!("pos:\t{place}\n");
        until("the file is read", || {
            let folder = fs::read_dir(format!("/proc/{}/fdinfo", self.child.id()));
            folder.is_ok_and(|mut folder| {
                folder.any(|file| {
                    let info = file.and_then(|file| fs::read_to_string(file.path()));
                    info.is_ok_and(|info| info.starts_with(&position))
                })
            })
        });
    }

    /// Sends a signal, as `kill` names it.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(status.expect("kill").success());
    }

    /// Waits for its end with its standard input still open.
    pub(crate) fn end(mut self) -> Ended {
        until("the command ends", || {
            self.child.try_wait().expect("a child").is_some()
        });
        let mut message = String::new();
        let mut stderr = self.child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut message).expect("text");
        Ended {
            status: self.child.wait().expect("a child").code(),
            lines: self.lines.iter().collect(),
            message,
        }
    }

    /// Closes its standard input and waits for its end.
    pub(crate) fn close(mut self) -> Ended {
        self.input = None;
        self.end()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Does a process catch SIGINT by now?
pub(crate) fn catches_interrupts(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", process));
    let caught = status.unwrap_or_default();
    let mask = caught
        .lines()
        .find_map(|line| line.strip_prefix("SigCgt:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> 1 & 1 == 1)
}

/// Waits until something holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(Duration::from_millis(5));
    }
}
