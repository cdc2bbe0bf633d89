//! Counts the packets of a capture that pass filter expressions of pcap-filter(7).
//!
//! `filter FILE EXPRESSION...` counts for one expression, its words joined; `filter FILE -` takes
//! expressions from standard input, one a line, and prints a line for each: the count, or `refused`
//! and why.

use std::io::BufRead;
use std::process::ExitCode;
use synfin::filter::{FilterSet, Names};
use synfin::{Capture, FilterError};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let path = words
        .next()
        .unwrap_or_else(|| "testdata/ssh-session.pcap".into());
    let expression = words.collect::<Vec<_>>().join(" ");
    if expression == "-" {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match count(&path, &line) {
                Ok(count) => println!("{count}"),
                Err(error) => println!("refused: {error}"),
            }
        }
        return ExitCode::SUCCESS;
    }
    match count(&path, &expression) {
        Ok(count) => {
            println!("{count}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", error.in_expression(&expression));
            ExitCode::from(2)
        }
    }
}

/// How many packets pass; those behind damage in the capture are not counted.
fn count(path: &str, expression: &str) -> Result<u64, FilterError> {
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
    let mut filter = FilterSet::new(expression, names)?;
    let mut passed = 0;
    let Ok(mut capture) = Capture::open(path) else {
        return Ok(0);
    };
    while let Ok(Some(frame)) = capture.next_frame() {
        passed += u64::from(filter.matches(&frame)?);
    }
    Ok(passed)
}
