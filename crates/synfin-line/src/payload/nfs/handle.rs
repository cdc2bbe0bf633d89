//! File handles: opaque to a client (RFC 1813, 2.5), but servers of old put the file system and the
//! file's number into them.
//!
//! Duty: guess by its octets which kind of server made a handle, and print what that put into it.
//! Invariant: nothing is read beyond the handle. Absence: a promise that the guess is right.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;

/// Octets of a handle of version 2, and of the shortest one that is guessed at.
const LEN_2: usize = 32;
const LEAST: usize = 16;

/// Octets of an unknown handle that are shown, and of a name at most.
const SHOWN: usize = 32;
const NAME: usize = 64;

/// Octets of a handle that TCP/IP Services for OpenVMS made, and where the device's name ends.
const VMS: usize = 28;
const DEVICE_END: usize = 14;

/// A file system's major and minor number, and the file's.
type Numbers = (u32, u32, u32);

/// What is in a handle.
enum Parts<'a> {
    Numbers(Numbers),
    /// A device, and the file's number.
    Device(&'a [u8], u32),
    Unknown,
}

/// Prints the handle of a file behind a blank.
pub(super) fn print(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    is_version_3: bool,
) -> Result<(), Short> {
    let len = if is_version_3 {
        usize::try_from(at.u32()? / 4).unwrap_or(usize::MAX) * 4
    } else {
        LEN_2
    };
    at.need(len)?;
    let handle = at.captured(len);
    at.skip(len);
    match Parts::of(handle) {
        Parts::Numbers((major, minor, file)) => write!(line, " fh {major},{minor}/{file}"),
        Parts::Device(name, file) => {
            append_name(line, name, len / 4);
            write!(line, "{file}");
        }
        Parts::Unknown => {
            append_name(line, b"Unknown", len / 4);
            for octet in handle.iter().take(SHOWN) {
                write!(line, "{octet:02X}");
            }
        }
    }
    Ok(())
}

/// Appends a name, of which as many octets are shown as the handle has words.
fn append_name(line: &mut Line<'_>, name: &[u8], words: usize) {
    let shown = name.iter().copied().take(words.min(NAME));
    let shown: Vec<u8> = shown
        .take_while(|octet| !matches!(octet, 0 | b' '))
        .collect();
    write!(line, " fh ");
    line.escaped(&shown);
    write!(line, "/");
}

impl<'a> Parts<'a> {
    fn of(handle: &'a [u8]) -> Self {
        let Some(octets) = handle.first_chunk::<LEAST>() else {
            return Self::Unknown;
        };
        let numbers = match *octets {
            [0, 0, ..] => Some(begins_with_0(octets)),
            [_, _, 0, 0, ..] => return Self::of_short_device(octets, handle),
            [_, _, _, _, _, _, _, _, 12, 0, ..] => Some(dec_osf(octets)),
            [a, b, c, d, 0, 0, 0, 0, 0, 10, ..] => {
                let minor = u32::from_be_bytes([0, b, c, d]);
                Some((a.into(), minor, big_endian_file(octets)))
            }
            [_, _, _, _, _, _, _, _, 0, 10, ..] => Some(sun_os_5(octets)),
            _ => None,
        };
        match numbers {
            Some(numbers) => Self::Numbers(numbers),
            None => Self::of_vms(handle),
        }
    }

    /// Of a handle whose device is no number of more than two octets.
    fn of_short_device(octets: &[u8; LEAST], handle: &[u8]) -> Self {
        let [a, b, _, _, e, f, g, h, _, j, ..] = *octets;
        let file = if (g, h) == (0, 0) {
            // BSD 4.4.
            let [.., m, n, o, p] = *octets;
            u32::from_le_bytes([m, n, o, p])
        } else if handle.len() >= 24 && handle.get(21) == Some(&0) && handle.get(23) == Some(&0) {
            // Ultrix.
            u32::from_le_bytes([e, f, g, h])
        } else if j == 10 {
            return Self::Numbers(sun_os_5(octets));
        } else {
            return Self::Unknown;
        };
        Self::Numbers((b.into(), a.into(), file))
    }

    /// Of a handle that has a device's name in it: printable octets, and then noughts.
    fn of_vms(handle: &'a [u8]) -> Self {
        let Some(octets) = handle.first_chunk::<VMS>() else {
            return Self::Unknown;
        };
        let device = handle.get(1..DEVICE_END).unwrap_or_default();
        let mut rest = device
            .iter()
            .skip_while(|octet| matches!(octet, 0x20..=0x7e));
        if rest.any(|octet| *octet != 0) {
            return Self::Unknown;
        }
        let [.., low, high, _, _, volume, highest] = *octets;
        let file = u32::from_be_bytes([volume, highest, high, low]);
        Self::Device(handle.get(1..).unwrap_or_default(), file)
    }
}

/// What is in a handle that begins with two noughts: Auspex, DEC OSF, IRIX 4, SunOS 4.
fn begins_with_0(octets: &[u8; LEAST]) -> Numbers {
    match *octets {
        [_, _, 0, 0, _, _, g, h, ..] => (g.into(), h.into(), big_endian_file(octets)),
        [_, _, _, _, e, 0, _, _, 12, 0, ..] if e != 0 => dec_osf(octets),
        [_, _, c, d, 0, 8, 0, 0, i, j, k, l, ..] => {
            (c.into(), d.into(), u32::from_be_bytes([i, j, k, l]))
        }
        [_, _, c, d, ..] => (c.into(), d.into(), big_endian_file(octets)),
    }
}

fn dec_osf(octets: &[u8; LEAST]) -> Numbers {
    let [a, b, c, d, .., m, n, o, p] = *octets;
    let device = u32::from_le_bytes([a, b, c, d]);
    (
        device >> 20,
        device & 0xf_ffff,
        u32::from_le_bytes([m, n, o, p]),
    )
}

fn sun_os_5(octets: &[u8; LEAST]) -> Numbers {
    let [a, b, c, d, ..] = *octets;
    let device = u32::from_be_bytes([a, b, c, d]);
    (device >> 18, device & 0x3_ffff, big_endian_file(octets))
}

const fn big_endian_file(octets: &[u8; LEAST]) -> u32 {
    let [.., m, n, o, p] = *octets;
    u32::from_be_bytes([m, n, o, p])
}
