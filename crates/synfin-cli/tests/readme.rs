//! What README.md shows is what the program prints, and what it names is there.

mod common;

use common::testdata;
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    testdata().join("..")
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// The blocks of one language, without their fences.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    text.split("\n```")
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect()
}

/// Every `$ synfin ...` in a console block prints the lines below it; `...` stands for any lines.
#[test]
fn shown_output_is_real() {
    let text = readme();
    let blocks = blocks(&text, "console");
    assert!(!blocks.is_empty(), "the README shows output");
    for block in blocks {
        let (command, shown) = block.split_once('\n').expect("a command and its output");
        let words = command
            .strip_prefix("$ synfin ")
            .expect("a command of ours");
        let output = Command::new(env!("CARGO_BIN_EXE_synfin"))
            .args(words.split(' '))
            .current_dir(root())
            .envs([("TZ", "UTC"), ("LC_ALL", "C")])
            .output()
            .expect("the command starts");
        let printed = String::from_utf8(output.stdout).expect("output is text");
        snapbox::Assert::new().eq(printed.trim_end(), shown.trim_end());
    }
}

#[test]
fn the_library_program_is_the_example() {
    let example = std::fs::read_to_string(root().join("examples/lifecycle.rs")).expect("example");
    let program = example
        .split_once("\n\n")
        .map(|(_, program)| program.trim_end());
    assert_eq!(
        blocks(&readme(), "rust"),
        program.into_iter().collect::<Vec<_>>()
    );
}

/// Names in code type with a slash, or that end like a file of ours.
#[test]
fn files_and_folders_it_names_are_there() {
    let text = readme();
    let named: Vec<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| !name.contains([' ', '\n']) && name.contains(['/', '.']))
        .collect();
    assert!(named.len() > 10, "{named:?}");
    for name in named {
        assert!(root().join(name).exists(), "README.md names {name}");
    }
}

/// Each `synfin WORD ...` that it names is a command that exists, with the options that it has.
#[test]
fn commands_it_names_are_there() {
    let text = readme();
    for span in text.split('`').skip(1).step_by(2) {
        let mut words = span.split(' ');
        if words.next() != Some("synfin") {
            continue;
        }
        let command: Vec<&str> = words
            .take_while(|word| word.chars().all(|letter| letter.is_ascii_lowercase()))
            .collect();
        let help = common::synfin(command.iter().chain([&"--help"]));
        let help = String::from_utf8_lossy(&help.stdout);
        let usage = format!("Usage: synfin {}", command.concat());
        assert!(help.contains(&usage), "{span}: no such command");
        for option in span.split(' ').filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{span}: no {option} in its help");
        }
    }
}
