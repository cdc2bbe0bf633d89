//! Whole messages, as segments carry them.

use crate::payload::tests::payload;
use crate::payload::{Memory, Payload, append};
use crate::sockets::Sockets;

/// Numbers in the order of the network.
fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// A message behind its record mark.
fn record(message: &[u8]) -> Vec<u8> {
    let len = u32::try_from(message.len()).unwrap();
    [words(&[1 << 31 | len]), message.to_vec()].concat()
}

/// A call without proof of its sender.
fn call(version: u32, procedure: u32, arguments: &[u8]) -> Vec<u8> {
    let head = [7, 0, 2, 100_003, version, procedure, 0, 0, 0, 0];
    record(&[words(&head), arguments.to_vec()].concat())
}

/// A reply to a call that was accepted.
fn reply(results: &[u8]) -> Vec<u8> {
    record(&[words(&[7, 1, 0, 0, 0, 0]), results.to_vec()].concat())
}

/// What is printed of segments to the port and from it.
struct Dialogue {
    memory: Memory,
    verbosity: u8,
}

impl Dialogue {
    fn new(verbosity: u8) -> Self {
        let memory = Memory::default();
        Self { memory, verbosity }
    }

    fn segment(&mut self, sockets: Sockets, octets: &[u8], captured: usize) -> String {
        let payload = Payload {
            sockets,
            ..payload(2049, octets, captured)
        };
        let mut out = Vec::new();
        append(&mut out, &payload, self.verbosity, &mut self.memory);
        String::from_utf8(out).unwrap()
    }

    fn call(&mut self, octets: &[u8]) -> String {
        self.segment(Sockets::V4([1023, 2049], [1, 2]), octets, octets.len())
    }

    fn reply(&mut self, octets: &[u8]) -> String {
        self.segment(Sockets::V4([2049, 1023], [2, 1]), octets, octets.len())
    }
}

/// A handle of version 3 that nobody knows.
fn handle() -> Vec<u8> {
    words(&[8, 0x0102_0304, 0x0506_0708])
}

/// Attributes of version 3.
fn attributes() -> Vec<u8> {
    let mut all = vec![2, 0o755, 3, 1000, u32::MAX - 1, 0, 4096, 0, 8192, 6, 7];
    all.extend([0, 0x10, 0, 0x20, 11, 1, 12, 2, 13, 3]);
    words(&all)
}

#[test]
fn a_call_and_its_reply() {
    let name = [words(&[3]), b"a\nb\0".to_vec()].concat();
    let lookup = call(3, 3, &[handle(), name].concat());
    let found = [
        words(&[0]),
        handle(),
        words(&[1]),
        attributes(),
        words(&[0]),
    ]
    .concat();
    let mut dialogue = Dialogue::new(0);
    assert_eq!(
        dialogue.call(&lookup),
        ": NFS request xid 7 60 lookup fh Un/0102030405060708 \"a^Jb\""
    );
    assert_eq!(
        dialogue.reply(&reply(&found)),
        ": NFS reply xid 7 reply ok 132 lookup fh Un/0102030405060708"
    );
    let mut dialogue = Dialogue::new(2);
    dialogue.call(&lookup);
    assert_eq!(
        dialogue.reply(&reply(&found)),
        ": NFS reply xid 7 reply ok 132 lookup fh Un/0102030405060708 DIR 755 ids 1000/-2 sz 4096 \
         nlink 3 rdev 6/7 fsid 10 fileid 20 a/m/ctime 11.000001 12.000002 13.000003 post dattr:"
    );
}

#[test]
fn only_calls_to_the_port_and_replies_from_it_are_told() {
    let mut dialogue = Dialogue::new(0);
    assert_eq!(dialogue.reply(&call(3, 0, b"")), "");
    assert_eq!(dialogue.call(&reply(&words(&[0]))), "");
    assert_eq!(dialogue.call(b"abc"), "");
    assert_eq!(
        dialogue.call(&call(3, 0, b"")),
        ": NFS request xid 7 40 null"
    );
    assert_eq!(
        Dialogue::new(0).reply(&reply(&words(&[0]))),
        ": NFS reply xid 7 reply ok 28"
    );
}

#[test]
fn an_error_is_told_instead_of_what_is_missing() {
    let mut dialogue = Dialogue::new(0);
    dialogue.call(&call(3, 1, &handle()));
    assert_eq!(
        dialogue.reply(&reply(&words(&[70]))),
        ": NFS reply xid 7 reply ok 28 getattr ERROR: Stale NFS file handle"
    );
    assert_eq!(
        dialogue.reply(&record(&words(&[7, 1, 0, 0, 0, 3]))),
        ": NFS reply xid 7 reply ok 24 getattr PROC_UNAVAIL"
    );
    assert_eq!(
        dialogue.reply(&reply(&words(&[0, 1]))),
        ": NFS reply xid 7 reply ok 32 getattr [|nfs]"
    );
    assert_eq!(
        dialogue.reply(&record(&words(&[7, 1, 1, 1, 5]))),
        ": NFS reply xid 7 reply ERR 20: Auth Credentials are too weak"
    );
}

#[test]
fn what_a_call_asks_for() {
    let wordy = |procedure, arguments: &[u8]| {
        let arguments = [handle(), arguments.to_vec()].concat();
        let text = Dialogue::new(1).call(&call(3, procedure, &arguments));
        text.split_once("fh Un/0102030405060708")
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(wordy(4, &words(&[0x3f])), " NFS_ACCESS_FULL");
    assert_eq!(wordy(4, &words(&[5])), " NFS_ACCESS_READ|NFS_ACCESS_MODIFY");
    assert_eq!(wordy(4, &words(&[0x40])), " 0040");
    assert_eq!(wordy(6, &words(&[1, 0, 512])), " 512 bytes @ 4294967296");
    assert_eq!(
        wordy(7, &words(&[0, 1024, 9, 2, 9])),
        " 9 (9) bytes @ 1024 <filesync>"
    );
    assert_eq!(
        wordy(17, &words(&[0, 3, 0, 5, 512, 4096])),
        " 512 bytes @ 3 max 4096 verf 0000000000000005"
    );
    let node = [
        words(&[1]),
        b"n\0\0\0".to_vec(),
        words(&[4, 1, 0o600, 0, 0, 0, 0, 0, 8, 1]),
    ];
    assert_eq!(wordy(11, &node.concat()), " \"n\" CHR 8/1 mode 600");
    let link = [
        words(&[1]),
        b"l\0\0\0".to_vec(),
        words(&[0; 6]),
        words(&[0]),
    ];
    assert_eq!(wordy(10, &link.concat()), " \"l\" ->\"\"");
}

#[test]
fn proofs_that_are_too_long_and_messages_that_were_cut() {
    let mut call = call(3, 1, &handle());
    let len = call.len();
    let sockets = Sockets::V4([1023, 2049], [1, 2]);
    let cut = |captured| Dialogue::new(0).segment(sockets, &call, captured);
    assert_eq!(cut(11), "");
    assert_eq!(cut(len - 1), ": NFS request xid 7 52 getattr [|nfs]");
    assert_eq!(cut(27), ": NFS request xid 7 52 [|nfs]");
    call[4 + 24 + 7] = 53;
    assert_eq!(
        Dialogue::new(0).call(&call),
        ": NFS request xid 7 52 getattr [credentials length 53 > 52] (invalid) [|nfs]"
    );
}

#[test]
fn handles_of_servers_that_are_known() {
    let told = |octets: &[u8]| {
        let len = u32::try_from(octets.len()).unwrap();
        let arguments = [words(&[len]), octets.to_vec()].concat();
        let text = Dialogue::new(0).call(&call(3, 1, &arguments));
        text.split_once("getattr fh ").unwrap().1.to_owned()
    };
    let with = |places: &[(usize, u8)], len| {
        let mut octets = vec![0; len];
        for (place, octet) in places {
            octets[*place] = *octet;
        }
        octets
    };
    // Auspex, SunOS 4, IRIX 4, DEC OSF.
    assert_eq!(told(&with(&[(6, 1), (7, 2), (15, 9)], 16)), "1,2/9");
    assert_eq!(told(&with(&[(2, 7), (3, 1), (15, 9)], 16)), "7,1/9");
    assert_eq!(told(&with(&[(2, 7), (3, 1), (5, 8), (11, 9)], 16)), "7,1/9");
    assert_eq!(
        told(&with(&[(2, 0x10), (4, 1), (8, 12), (12, 9)], 16)),
        "1,0/9"
    );
    // BSD, Ultrix, SunOS 5, HP-UX.
    assert_eq!(told(&with(&[(0, 1), (1, 7), (12, 9)], 16)), "7,1/9");
    assert_eq!(told(&with(&[(1, 7), (6, 1), (4, 9)], 24)), "7,0/65545");
    assert_eq!(
        told(&with(&[(1, 4), (2, 1), (7, 2), (9, 10), (15, 9)], 16)),
        "1,256/9"
    );
    assert_eq!(
        told(&with(&[(0, 7), (3, 1), (9, 10), (15, 9)], 16)),
        "7,1/9"
    );
    // OpenVMS: as many octets of the name as the handle has words.
    let mut vms = with(&[(0, 1), (22, 2), (27, 1)], 28);
    vms[1..9].copy_from_slice(b"DISK USR");
    assert_eq!(told(&vms), "DISK/65538");
    vms[3] = 7;
    assert!(told(&vms).starts_with("Unknown/014449074B"));
}
