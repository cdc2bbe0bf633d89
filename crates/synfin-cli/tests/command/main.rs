//! The command as its users meet it: what is typed, what comes out, and with which status.

#[path = "../common/mod.rs"]
mod common;

mod choosing;
mod colour;
mod connections;
mod defects;
mod explain;
#[cfg(target_os = "linux")]
mod growing;
#[cfg(unix)]
mod injection;
#[cfg(target_os = "linux")]
mod interrupted;
mod jobs;
mod live;
mod names;
#[cfg(target_os = "linux")]
mod outputs;
#[cfg(target_os = "linux")]
mod progress;
mod reading;
#[cfg(target_os = "linux")]
mod running;
mod saving;
mod usage;

use common::build;
use std::process::Output;

/// What a run printed on standard output.
fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("lines are text")
}

/// What a run printed on standard error.
fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("messages are text")
}

/// Runs `synfin` with words as they are typed, without quotes.
fn typed(words: &str) -> Output {
    common::synfin(words.split_whitespace())
}

/// The status a run ended with.
fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}
