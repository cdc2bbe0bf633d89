//! Every capture of `testdata` cut at every octet, and changed in every octet, through all that
//! reads, prints and follows it.
//!
//! A debug build takes every 23rd cut and every 211th change, so that it takes seconds;
//! `SYNFIN_SWEEP=all cargo test --release --test sweeps` takes all.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Cursor;
    use std::path::Path;
    use synfin::capture::Recovery;
    use synfin::decode::Reassembly;
    use synfin::{Capture, Side, Tracker};
    use synfin_line::{Dump, DumpStyle, LineOptions, LinePrinter};

    /// The captures of `testdata`, uncompressed.
    fn captures() -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
        let files = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        let mut captures: Vec<_> = files
            .filter(|path| {
                path.extension()
                    .is_some_and(|end| end == "pcap" || end == "pcapng")
            })
            .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
            .collect();
        captures.sort();
        assert!(captures.len() > 40, "{} captures", captures.len());
        captures
    }

    /// Of how many variants one is tried.
    fn stride(quick: usize) -> usize {
        match std::env::var_os("SYNFIN_SWEEP") {
            Some(_) => 1,
            None => quick,
        }
    }

    /// What is shown of a packet: everything there is.
    fn options() -> LineOptions {
        LineOptions {
            verbosity: 3,
            link_header: true,
            packet_number: true,
            dump: Some(Dump {
                style: DumpStyle::HexAscii,
                link_header: true,
            }),
            ..LineOptions::default()
        }
    }

    /// Reads, prints and follows a capture to its end; what must hold of any input holds. Gives
    /// the number of its frames.
    fn run(octets: &[u8], recovery: Recovery) -> usize {
        let input = Box::new(Cursor::new(octets.to_vec()));
        let Ok(mut capture) = Capture::from_reader("swept", input) else {
            return 0;
        };
        capture.set_recovery(recovery);
        let (mut printer, mut text) = (LinePrinter::new(options()), Vec::new());
        let (mut reassembly, mut tracker) = (Reassembly::new(), Tracker::new());
        let (mut frames, mut segments) = (0, 0);
        while let Ok(Some(frame)) = capture.next_frame() {
            frames += 1;
            let decoded = frame.decode();
            text.clear();
            printer.print(&frame, &decoded, &mut text);
            // A line of dump for sixteen octets, and a record of bounded length.
            assert!(text.len() <= 100_000 + 10 * frame.data.len());
            let steers = |octet: &u8| octet.is_ascii_control() && !b"\n\t".contains(octet);
            assert_eq!(text.iter().find(|octet| steers(octet)), None);
            if let Some(segment) = reassembly.segment(&decoded) {
                segments += u64::from(tracker.observe(&segment).is_some());
            }
        }
        // A record takes 16 octets at least.
        assert!(frames <= octets.len() / 16);
        let mut followed = 0;
        for connection in tracker.finish() {
            for side in Side::BOTH {
                followed += connection.sent(side).packets();
            }
            assert!(connection.transitions().count() <= 64 * frames);
        }
        assert_eq!(followed, segments, "every segment is counted once");
        frames
    }

    #[test]
    fn every_cut_is_read_as_far_as_it_goes() {
        let mut runs = 0;
        for (name, octets) in captures() {
            let mut before = 0;
            for len in (0..=octets.len()).step_by(stride(23)) {
                let frames = run(&octets[..len], Recovery::Certain);
                assert!(frames >= before, "{name}: fewer frames at {len}");
                assert_eq!(
                    run(&octets[..len], Recovery::Search),
                    frames,
                    "{name} at {len}"
                );
                before = frames;
                runs += 2;
            }
        }
        eprintln!("{runs} cut captures");
    }

    #[test]
    fn every_octet_may_be_anything() {
        let mut runs = 0;
        let mut turn = 0;
        for (_, mut octets) in captures() {
            for at in 0..octets.len() {
                let before = octets[at];
                for value in [0, 0xff, !before, before ^ 1, before ^ 0x80] {
                    turn += 1;
                    if turn % stride(211) == 0 {
                        octets[at] = value;
                        run(&octets, Recovery::Certain);
                        run(&octets, Recovery::Search);
                        runs += 2;
                    }
                }
                octets[at] = before;
            }
        }
        eprintln!("{runs} changed captures");
    }

    /// A block of a pcapng file.
    fn block(kind: u32, body: &[u8]) -> Vec<u8> {
        let padded = body.len().next_multiple_of(4);
        let len = u32::try_from(12 + padded).unwrap().to_le_bytes();
        let mut block = [&kind.to_le_bytes()[..], &len, body].concat();
        block.resize(8 + padded, 0);
        block.extend(len);
        block
    }

    fn option(code: u16, len: u16, value: &[u8]) -> Vec<u8> {
        [&code.to_le_bytes()[..], &len.to_le_bytes(), value].concat()
    }

    /// A section with one Ethernet interface that has these options, and what follows.
    fn section(options: &[u8], blocks: &[Vec<u8>]) -> Vec<u8> {
        let header = [
            &0x1a2b_3c4d_u32.to_le_bytes()[..],
            &[1, 0, 0, 0],
            &[0xff; 8],
        ]
        .concat();
        let interface = [&[1, 0, 0, 0, 0, 0, 0, 0], options].concat();
        let head = [block(0x0a0d_0d0a, &header), block(1, &interface)];
        [head.concat(), blocks.concat()].concat()
    }

    /// An enhanced packet block: interface, count of time, captured and original length.
    fn packet(
        interface: u32,
        ticks: u64,
        [captured, original]: [u32; 2],
        behind: &[u8],
    ) -> Vec<u8> {
        let high = u32::try_from(ticks >> 32).unwrap();
        let low = u32::try_from(ticks & 0xffff_ffff).unwrap();
        let words = [interface, high, low, captured, original].map(u32::to_le_bytes);
        block(6, &[&words.concat()[..], behind].concat())
    }

    /// The first frame of the session, a SYN.
    fn syn() -> Vec<u8> {
        let session = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ssh-session.pcap");
        fs::read(session).unwrap()[40..114].to_vec()
    }

    /// Numbers at which a field of 32 bits may break something.
    fn limits() -> impl Iterator<Item = u32> {
        let powers = (0..32).map(|power| 1_u32 << power);
        let near = powers.flat_map(|at| [at.wrapping_sub(1), at, at + 1]);
        near.chain([u32::MAX - 1, u32::MAX])
    }

    #[test]
    fn lengths_and_interfaces_may_be_anything() {
        let syn = syn();
        let len = u32::try_from(syn.len()).unwrap();
        let good = packet(0, 1, [len, len], &syn);
        for value in limits().chain([len - 1, len, len + 1, len + 2, len + 3]) {
            for other in [0, 1, len, u32::MAX] {
                for odd in [
                    packet(0, 1, [value, other], &syn),
                    packet(0, 1, [other, value], &syn),
                    packet(value, 1, [len, other], &syn),
                ] {
                    let file = section(&[], &[good.clone(), odd, good.clone()]);
                    assert!(run(&file, Recovery::Certain) >= 2);
                }
            }
            for at in [0, 4] {
                // A pcap record's lengths, in front of good ones.
                let mut session = fs::read(
                    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ssh-session.pcap"),
                )
                .unwrap();
                session[24 + 8 + at..24 + 12 + at].copy_from_slice(&value.to_le_bytes());
                run(&session, Recovery::Certain);
                assert!(run(&session, Recovery::Search) >= 43, "{value} at {at}");
            }
        }
    }

    #[test]
    fn options_may_be_as_long_as_they_claim_or_not() {
        let syn = syn();
        let len = u32::try_from(syn.len()).unwrap();
        for code in [0, 1, 2, 9, 13, 14, 0xffff] {
            for claimed in (0..=u16::MAX).step_by(stride(487)).chain(0..40) {
                let options = option(code, claimed, &[0x89; 24]);
                let behind = [&syn[..], &[0, 0], &options].concat();
                let file = section(&options, &[packet(0, 1, [len, len], &behind)]);
                assert_eq!(run(&file, Recovery::Certain), 1, "{code} {claimed}");
            }
        }
    }

    #[test]
    fn times_may_lie_at_their_limits() {
        let syn = syn();
        let len = u32::try_from(syn.len()).unwrap();
        let counts = [0, 1, 0xffff_ffff, 1 << 32, u64::MAX >> 1, 1 << 63, u64::MAX];
        for resolution in 0..=u8::MAX {
            for offset in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
                let resolution = option(9, 1, &[resolution, 0, 0, 0]);
                let offset = option(14, 8, &offset.to_le_bytes());
                let packets = counts.map(|count| packet(0, count, [len, len], &syn));
                let file = section(&[resolution, offset].concat(), &packets);
                assert_eq!(run(&file, Recovery::Certain), packets.len());
            }
        }
    }
}
