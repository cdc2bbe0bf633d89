//! Makes seeds for the fuzz targets: `seeds OUT FOLDER...` reads every capture below the folders
//! and writes to `OUT/TARGET/` what each target would see of it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};
use synfin::{Capture, Segment};
use synfin_fuzz::frames;
use synfin_fuzz::tracker::Move;

/// Longer files are cut: what is odd in a capture is seldom far from its beginning.
const MOST: usize = 1 << 13;
/// Frames in a seed.
const FRAMES: usize = 6;

fn main() -> io::Result<()> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let out = folders.next().expect("a folder to write to");
    let mut seeds = Seeds { out, count: 0 };
    for folder in folders {
        let mut files = Vec::new();
        below(&folder, &mut files)?;
        files.sort();
        for file in files {
            seeds.of_file(&file)?;
        }
    }
    for expression in include_str!("filters.txt").lines() {
        seeds.write("filter", expression.as_bytes())?;
    }
    for expression in include_str!("queries.txt").lines() {
        seeds.write("where_query", expression.as_bytes())?;
    }
    println!("{} seeds", seeds.count);
    Ok(())
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => below(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// Writes seeds.
struct Seeds {
    out: PathBuf,
    count: usize,
}

impl Seeds {
    fn write(&mut self, target: &str, octets: &[u8]) -> io::Result<()> {
        let folder = self.out.join(target);
        fs::create_dir_all(&folder)?;
        self.count += 1;
        fs::write(folder.join(format!("seed-{:05}", self.count)), octets)
    }

    /// Writes what the targets see of a file, if it is a capture.
    fn of_file(&mut self, file: &Path) -> io::Result<()> {
        let octets = fs::read(file)?;
        let Ok(mut capture) = Capture::open(file) else {
            return Ok(());
        };
        let cut = &octets[..octets.len().min(MOST)];
        let is_pcapng = cut.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]);
        self.write(if is_pcapng { "pcapng" } else { "pcap" }, cut)?;
        for _ in 0..2 {
            let which = (self.count % 16) as u8;
            self.write("program", &[&[which], cut].concat())?;
        }
        let mut group: Vec<(Vec<u8>, u32)> = Vec::new();
        let (mut link_type, mut groups) = (0, 0);
        let mut wire = Wire::default();
        let mut moves = Vec::new();
        while let Ok(Some(frame)) = capture.next_frame() {
            if let Some(segment) = frame.decode().segment() {
                moves.extend(wire.encode(segment).to_octets());
                if segment.header_len > 20 && groups < 3 {
                    self.write("options", &[&[0], segment.options.as_bytes()].concat())?;
                }
            }
            if (frame.link_type.0 != link_type || group.len() == FRAMES) && groups < 6 {
                groups += usize::from(!group.is_empty());
                self.of_frames(link_type, &group)?;
                group.clear();
            }
            link_type = frame.link_type.0;
            if group.len() < FRAMES {
                let data = &frame.data[..frame.data.len().min(2000)];
                group.push((data.to_vec(), frame.original_len));
            }
        }
        self.of_frames(link_type, &group)?;
        if !moves.is_empty() {
            self.write("tracker", &moves[..moves.len().min(12 * 200)])?;
        }
        Ok(())
    }

    fn of_frames(&mut self, link_type: u16, group: &[(Vec<u8>, u32)]) -> io::Result<()> {
        if group.is_empty() {
            return Ok(());
        }
        let frames = group.iter().map(|(data, len)| (&data[..], *len));
        let octets = frames::write(link_type, frames);
        self.write("decode", &octets)?;
        let options = [0x10 | (self.count % 4) as u8, (self.count * 8) as u8];
        self.write("line", &[&options[..], &[0; 8], &octets].concat())?;
        let filters: Vec<&str> = include_str!("filters.txt").lines().collect();
        let filter = filters[self.count % filters.len()];
        self.write("filter", &[filter.as_bytes(), &[0], &octets].concat())
    }
}

/// What was sent so far, flow by flow.
#[derive(Default)]
struct Wire {
    flows: HashMap<[SocketAddr; 2], (u8, SocketAddr, [u32; 2])>,
    time: i64,
}

impl Wire {
    /// The move that is like a segment.
    fn encode(&mut self, segment: &Segment<'_>) -> Move {
        let mut key = [segment.source, segment.destination];
        key.sort();
        let number = (self.flows.len() % 3) as u8;
        let from_ack = segment.raw_ack.0;
        let flow =
            self.flows
                .entry(key)
                .or_insert((number, segment.source, [segment.seq.0, from_ack]));
        let from = usize::from(segment.source != flow.1);
        let off = |number: u32, near: u32| number.wrapping_sub(near) as i32 as i16;
        let later = match segment.time.as_nanos().saturating_sub(self.time) {
            ..500_000 => 0,
            500_000..20_000_000 => 2,
            20_000_000..150_000_000 => 3,
            150_000_000..700_000_000 => 4,
            700_000_000..2_000_000_000 => 5,
            2_000_000_000..30_000_000_000 => 6,
            _ => 7,
        };
        self.time = segment.time.as_nanos();
        let options = u8::from(segment.control.syn())
            | u8::from(segment.options.timestamps().is_some()) << 1
            | u8::from(segment.options.sack_blocks().count() > 0) << 2;
        let step = Move {
            who: flow.0 | (from as u8) << 2 | later << 4,
            control: segment.control.bits() as u8,
            near: options << 4,
            ttl: 0,
            len: segment.payload_len.min(0xffff) as u16,
            seq_off: off(segment.seq.0, flow.2[from]),
            ack_off: off(segment.raw_ack.0, flow.2[1 - from]),
            window: segment.raw_window,
        };
        flow.2[from] = segment.end_seq().0;
        step
    }
}
