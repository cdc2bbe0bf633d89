//! `--write` and `--split`: packets into files and back.

use super::{status, stderr, stdout, typed};
use pcap_file::pcapng::PcapNgReader;
use pcap_file::pcapng::blocks::Block;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketOption;
use pcap_file::pcapng::blocks::opt_common::CommonOption;
use std::fs::{self, File};
use std::path::PathBuf;

/// A new folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The comments of a pcapng file's packets.
fn comments(path: &PathBuf) -> Vec<String> {
    let mut reader = PcapNgReader::new(File::open(path).expect("a file")).expect("pcapng");
    let mut comments = Vec::new();
    while let Some(block) = reader.next_block() {
        if let (Block::EnhancedPacket(packet), _) = block.expect("a block") {
            comments.extend(packet.options.iter().filter_map(|option| match option {
                EnhancedPacketOption::Common(CommonOption::Comment(text)) => Some(text.to_string()),
                _ => None,
            }));
        }
    }
    comments
}

/// What tcpdump's text of a capture is.
fn plain(path: &str) -> String {
    stdout(&typed(&format!(
        "print --plain -nn -tttt --nano -e -xx {path}"
    )))
    .to_owned()
}

#[test]
fn what_is_written_reads_the_same_and_tells_each_packets_part() {
    let file = folder("write").join("out.pcapng");
    let written = typed(&format!("-w {} ssh-session.pcap", file.display()));
    assert_eq!((status(&written), stdout(&written)), (0, ""));
    assert_eq!(plain(file.to_str().unwrap()), plain("ssh-session.pcap"));
    let comments = comments(&file);
    assert_eq!(comments.len(), 45);
    assert_eq!(comments[0], "1 handshake 1/3 SYN; client CLOSED > SYN-SENT");
    assert!(
        comments
            .iter()
            .any(|comment| comment.starts_with("1 teardown 4/4"))
    );
}

#[test]
fn odd_captures_keep_times_lengths_and_link_types() {
    let folder = folder("odd");
    for name in [
        "nanoseconds.pcap",
        "sections.pcapng",
        "snaplen.pcap",
        "any-device.pcap",
    ] {
        for ending in ["pcapng", "pcap"] {
            let file = folder.join(name).with_extension(ending);
            let written = typed(&format!("-w {} {name}", file.display()));
            assert_eq!(status(&written), 0, "{name}: {}", stderr(&written));
            assert_eq!(
                plain(file.to_str().unwrap()),
                plain(name),
                "{name} as {ending}"
            );
        }
    }
}

#[test]
fn only_chosen_connections_are_written() {
    let file = folder("chosen").join("out.pcap");
    let name = "several-connections.pcap";
    let written = typed(&format!("-w {} -C 2 --print {name}", file.display()));
    let lines = stdout(&written).lines().count();
    assert!(lines > 0);
    let counted = typed(&format!("--count {}", file.display()));
    assert_eq!(stdout(&counted), format!("{lines} packets\n"));
    let nothing = typed(&format!("-w {} --where bytes>1GB {name}", file.display()));
    assert_eq!(status(&nothing), 0);
    let counted = typed(&format!("--count {}", file.display()));
    assert_eq!((status(&counted), stdout(&counted)), (0, "0 packets\n"));
}

#[test]
fn split_makes_one_file_a_connection() {
    let folder = folder("split").join("made");
    let split = typed(&format!(
        "--split {} several-connections.pcap",
        folder.display()
    ));
    assert_eq!(status(&split), 0, "{}", stderr(&split));
    let rows = typed("connections --format jsonl several-connections.pcap");
    let connections = stdout(&rows).lines().count();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), connections);
    let packets: usize = files.iter().map(|file| comments(file).len()).sum();
    let all = typed("--count several-connections.pcap");
    assert_eq!(stdout(&all), format!("{packets} packets\n"));
    let name = files[0].file_name().unwrap().to_str().unwrap();
    assert!(
        name.starts_with("000001_") && name.ends_with(".pcapng"),
        "{name}"
    );
}

#[test]
fn a_file_that_cannot_be_written_ends_with_status_1_and_its_name() {
    let broken = typed("-w /nonexistent/out.pcapng ssh-session.pcap");
    assert_eq!((status(&broken), stdout(&broken)), (1, ""));
    assert!(stderr(&broken).contains("cannot write /nonexistent/out.pcapng"));
    let file = folder("not-a-folder").join("file");
    fs::write(&file, "").unwrap();
    let split = typed(&format!("--split {} ssh-session.pcap", file.display()));
    assert_eq!(status(&split), 1);
    assert!(stderr(&split).contains("cannot write"));
}

#[test]
fn a_file_that_is_read_is_not_written() {
    let file = folder("same").join("in.pcap");
    fs::copy(super::common::testdata().join("ssh-session.pcap"), &file).unwrap();
    let before = fs::read(&file).unwrap();
    let refused = typed(&format!("-w {0} {0}", file.display()));
    assert_eq!(status(&refused), 2);
    assert!(stderr(&refused).contains("is read, so it cannot be written"));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_pcap_file_has_one_link_type_and_pcapng_many() {
    let folder = folder("types");
    let (pcap, pcapng) = (folder.join("o.pcap"), folder.join("o.pcapng"));
    let both = "ssh-session.pcap any-device.pcap";
    let refused = typed(&format!("-w {} {both}", pcap.display()));
    assert_eq!(status(&refused), 1);
    assert!(
        stderr(&refused).contains("a pcapng file has room for both"),
        "{}",
        stderr(&refused)
    );
    let written = typed(&format!("-w {} {both}", pcapng.display()));
    assert_eq!(status(&written), 0);
    assert_eq!(plain(pcapng.to_str().unwrap()), plain(both));
}
