//! Which packets are read and which of them are wanted.

use super::build::{Scratch, pcap, pcapng_of_two, syn};
use super::common::{synfin, testdata};
use super::{status, stderr, stdout, typed};
use std::fs;

fn count(words: &str) -> String {
    let output = typed(words);
    assert_eq!(status(&output), 0, "synfin {words}: {}", stderr(&output));
    stdout(&output).to_owned()
}

#[test]
fn count_says_how_many_packets_there_are() {
    assert_eq!(count("--count ssh-session.pcap"), "45 packets\n");
    assert_eq!(count("--count -c 1 ssh-session.pcap"), "1 packet\n");
    assert_eq!(count("--count -c 100 ssh-session.pcap"), "45 packets\n");
    assert_eq!(
        count("--count -c 50 ssh-session.pcap ssh-session.pcap"),
        "50 packets\n"
    );
}

#[test]
fn c_stops_after_that_many_packets() {
    for words in [
        "-c 3 ssh-session.pcap",
        "ssh-session.pcap -c3",
        "-nnc3 -r ssh-session.pcap",
    ] {
        assert_eq!(count(words).lines().count(), 3, "synfin {words}");
    }
}

#[test]
fn only_one_connection_is_printed_if_asked_for() {
    let all = count("--count several-connections.pcap");
    let mut sum = 0;
    for id in 1..=4 {
        let text = count(&format!("several-connections.pcap -C {id}"));
        let mark = format!("\t# {id} ");
        assert!(text.lines().all(|line| line.contains(&mark)), "{text}");
        assert_eq!(
            count(&format!("--plain --count several-connections.pcap -C {id}")),
            format!("{} packets\n", text.lines().count())
        );
        sum += text.lines().count();
    }
    assert_eq!(all, format!("{sum} packets\n"));
    assert_eq!(
        count("--count several-connections.pcap -C 5"),
        "0 packets\n"
    );
}

#[test]
fn a_directory_stands_for_the_captures_in_it() {
    let folder = std::env::temp_dir().join(format!("synfin-reading-{}", std::process::id()));
    fs::create_dir_all(folder.join("below")).expect("a folder can be made");
    for name in ["b.pcap", "below/a.pcap", ".hidden.pcap"] {
        fs::copy(testdata().join("ssh-session.pcap"), folder.join(name)).expect("a copy");
    }
    fs::write(folder.join("notes.txt"), "no capture").expect("a file can be written");
    assert_eq!(
        count(&format!("--count {}", folder.display())),
        "90 packets\n"
    );
    fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn the_plain_line_is_what_cut_leaves_of_the_annotated_one() {
    let plain = count("--plain -nn ssh-session.pcap");
    let annotated = count("-nn ssh-session.pcap");
    assert_eq!(plain.lines().count(), 45);
    for (plain, annotated) in plain.lines().zip(annotated.lines()) {
        let (line, annotation) = annotated.split_once('\t').expect("an annotation");
        assert_eq!(line, plain);
        assert!(annotation.starts_with("# 1 "), "{annotation}");
    }
}

#[test]
fn letters_may_come_twice_and_the_last_value_counts() {
    assert_eq!(
        count("-SeSe -KK --count -c 9 -c 2 ssh-session.pcap"),
        "2 packets\n"
    );
    assert_eq!(
        count("--count ssh-session.pcap -nn ssh-session.pcap -vvv"),
        "90 packets\n"
    );
}

#[test]
fn files_come_in_the_order_of_their_first_packets() {
    let late = Scratch::new("a-late.pcap", &pcap(&[(3000, syn(3)), (3001, syn(4))]));
    let early = Scratch::new("b-early.pcap", &pcap(&[(1000, syn(1)), (1001, syn(2))]));
    let output = synfin(["-n".as_ref(), "-tt".as_ref(), late.path(), early.path()]);
    let times: Vec<_> = stdout(&output)
        .lines()
        .map(|line| line.split('.').next().unwrap_or_default())
        .collect();
    assert_eq!(times, ["1000", "1001", "3000", "3001"]);
    assert_eq!(status(&output), 0);
}

#[test]
fn plain_lines_with_r_end_where_tcpdump_ends() {
    let unlike = pcapng_of_two([1000, 2000], [syn(1), syn(2)]);
    let unlike = Scratch::new("unlike.pcapng", &unlike);
    let path = unlike.path().to_str().expect("a plain name");
    for words in ["--plain -nr", "--count -r"] {
        let output = typed(&format!("{words} {path}"));
        assert_eq!(stdout(&output).lines().count(), 1, "{words}");
        assert!(!stdout(&output).starts_with('2'), "{words}");
        assert!(stderr(&output).contains("interface 1 has link type 1 and snapshot length 2000"));
        assert_eq!(status(&output), 1);
    }
    // Whoever does not ask for tcpdump's behaviour gets all there is.
    for words in ["-nr", "--plain -n"] {
        assert_eq!(count(&format!("{words} {path}")).lines().count(), 2);
    }
    let alike = pcapng_of_two([1000, 1000], [syn(1), syn(2)]);
    let alike = Scratch::new("alike.pcapng", &alike);
    let path = alike.path().to_str().expect("a plain name");
    assert_eq!(count(&format!("--plain -nr {path}")).lines().count(), 2);
}
