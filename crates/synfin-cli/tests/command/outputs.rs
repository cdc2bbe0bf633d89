//! Where output cannot be written that is said with status 1, and never passes in silence; only a
//! closed pipe is no trouble.

use super::common::testdata;
use super::running::Running;
use super::{status, stderr, stdout, typed};
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Every command that writes to standard output.
const COMMANDS: [&str; 17] = [
    "ssh-session.pcap",
    "print --plain -nn ssh-session.pcap",
    "print --count ssh-session.pcap",
    "print -l -vvv -X ssh-session.pcap",
    "print -w - ssh-session.pcap",
    "connections --format jsonl ssh-session.pcap",
    "connections --format csv ssh-session.pcap",
    "connections --format tsv ssh-session.pcap",
    "connections --format table ssh-session.pcap",
    "packets ssh-session.pcap",
    "transitions ssh-session.pcap",
    "stats ssh-session.pcap",
    "show ssh-session.pcap -C 1",
    "show several-connections.pcap",
    "plot ssh-session.pcap -C 1",
    "completions bash",
    "man",
];

fn command(words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synfin"));
    command
        .args(words.split_whitespace())
        .current_dir(testdata());
    command
}

/// A new folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// One line of complaint, and status 1.
fn assert_unwritable(output: &Output, words: &str, file: &str) {
    assert_eq!(status(output), 1, "{words}");
    let begin = format!("synfin: cannot write{file}: No space left on device");
    let message = stderr(output);
    assert!(message.starts_with(&begin), "{words}: {message}");
    assert_eq!(message.lines().count(), 1, "{words}: {message}");
}

#[test]
fn a_full_disk_is_told_by_every_command() {
    for words in COMMANDS {
        let full = File::options().write(true).open("/dev/full");
        let output = command(words).stdout(full.expect("the device")).output();
        assert_unwritable(&output.expect("the command starts"), words, "");
    }
    for words in [
        "print -w /dev/full ssh-session.pcap",
        "report -o /dev/full ssh-session.pcap",
    ] {
        assert_unwritable(&typed(words), words, " /dev/full");
    }
    let folder = folder("full");
    let name = "000001_10.159.32.65.49972_10.159.52.8.22.pcapng";
    symlink("/dev/full", folder.join(name)).expect("a link");
    let words = format!("print --split {} ssh-session.pcap", folder.display());
    let file = format!(" {}", folder.join(name).display());
    assert_unwritable(&typed(&words), &words, &file);
}

#[test]
fn a_reader_that_has_enough_ends_every_command_quietly() {
    for words in COMMANDS {
        let mut child = command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((status(&output), stderr(&output)), (0, ""), "{words}");
    }
}

#[test]
fn what_is_read_is_not_overwritten_by_a_report() {
    let file = folder("same-report").join("in.pcap");
    fs::copy(testdata().join("ssh-session.pcap"), &file).expect("a copy");
    let before = fs::read(&file).expect("the copy");
    let refused = typed(&format!("report -o {0} {0}", file.display()));
    assert_eq!(status(&refused), 2);
    assert!(stderr(&refused).contains("is read, so it cannot be written"));
    assert_eq!(fs::read(&file).expect("the copy"), before);
}

#[test]
fn a_writer_that_is_killed_in_mid_record_costs_what_it_did_not_write() {
    // The writer stays alive in the middle of the session's last record until it is killed.
    let whole = fs::metadata(testdata().join("ssh-session.pcap")).expect("the session");
    let writer = format!(
        "head -c {} ssh-session.pcap; exec sleep 1000",
        whole.len() - 3
    );
    let mut writer = Command::new("sh")
        .args(["-c", &writer])
        .current_dir(testdata())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let input = writer.stdout.take().expect("a pipe");
    let running = Running::fed_by(&["--plain", "-nn", "-"], input);
    for _ in 0..44 {
        running.line();
    }
    writer.kill().expect("a writer");
    let ended = running.end();
    writer.wait().expect("a writer");
    assert_eq!((ended.status, ended.lines.len()), (Some(1), 0));
    for part in [
        "standard input: packet 45 at octet ",
        "the end of the input after",
    ] {
        assert!(ended.message.contains(part), "{}", ended.message);
    }
}

#[test]
fn a_directory_that_cannot_be_read_is_told() {
    let folder = folder("closed").join("captures");
    fs::create_dir(&folder).expect("a folder");
    fs::copy(testdata().join("ssh-session.pcap"), folder.join("a.pcap")).expect("a copy");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o0)).expect("it is ours");
    let mut command = command("connections --format jsonl");
    command.arg(&folder).arg("ssh-session.pcap");
    if fs::read_dir(&folder).is_ok() {
        // The system's administrator may read everything; nobody may not.
        command.uid(65534).gid(65534);
    }
    let output = command.output();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let Ok(output) = output else {
        eprintln!("skipped: the command cannot be run as nobody");
        return;
    };
    assert_eq!(status(&output), 1, "{output:?}");
    assert!(
        stderr(&output).contains("captures: cannot read the directory: "),
        "{output:?}"
    );
    assert_eq!(stdout(&output).lines().count(), 1);
}
