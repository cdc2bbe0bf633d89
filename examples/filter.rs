//! Counts the packets of a capture that pass filter expressions of pcap-filter(7).
//!
//! `filter FILE EXPRESSION...` counts for one expression, its words joined; `filter FILE -` takes
//! expressions from standard input, one a line, and prints a line for each: the count, or `refused`
//! and why. With `--numbers` before the file it prints the packets' numbers in place of the count.

use std::io::BufRead;
use std::process::ExitCode;
use synfin::filter::{FilterSet, Names};
use synfin::{Capture, FilterError};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).peekable();
    let numbers = words.next_if(|word| word == "--numbers").is_some();
    let path = words
        .next()
        .unwrap_or_else(|| "testdata/ssh-session.pcap".into());
    let expression = words.collect::<Vec<_>>().join(" ");
    let show = |passed: Vec<u64>| match numbers {
        true => passed.iter().map(|number| format!("{number} ")).collect(),
        false => passed.len().to_string(),
    };
    if expression == "-" {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match passing(&path, &line) {
                Ok(passed) => println!("{}", show(passed)),
                Err(error) => println!("refused: {error}"),
            }
        }
        return ExitCode::SUCCESS;
    }
    match passing(&path, &expression) {
        Ok(passed) => {
            println!("{}", show(passed));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", error.in_expression(&expression));
            ExitCode::from(2)
        }
    }
}

/// The numbers of the packets that pass; those behind damage in the capture are not read.
fn passing(path: &str, expression: &str) -> Result<Vec<u64>, FilterError> {
    let mut filter = FilterSet::new(expression, names())?;
    let mut passed = Vec::new();
    let Ok(mut capture) = Capture::open(path) else {
        return Ok(passed);
    };
    while let Ok(Some(frame)) = capture.next_frame() {
        if filter.matches(&frame)? {
            passed.push(frame.number);
        }
    }
    Ok(passed)
}

/// The names this system knows.
fn names() -> Names {
    let mut names = Names::none();
    for (path, add) in [
        ("/etc/services", Names::add_services as fn(&mut Names, &str)),
        ("/etc/protocols", Names::add_protocols),
        ("/etc/hosts", Names::add_hosts),
        ("/etc/networks", Names::add_networks),
    ] {
        if let Ok(text) = std::fs::read_to_string(path) {
            add(&mut names, &text);
        }
    }
    names
}
