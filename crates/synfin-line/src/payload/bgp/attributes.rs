//! Path attributes (RFC 4271, 4.3 and 5) but those that have files of their own.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::{communities, names, reach};

/// Prints `len` octets of attributes, in a message that ends where `at` does.
pub(super) fn list(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let start = at;
    while at.since(&start) < len {
        let left = len - at.since(&start);
        let Some(head) = Head::read(&mut at, left)? else {
            write!(line, "\n\t  [path attrs too short]");
            break;
        };
        head.print(line, "\n\t  ");
        if at.since(&start) + head.len > len {
            write!(line, " [path attrs too short]");
            break;
        }
        value(line, head.kind, at.up_to_snapshot(), (head.len, 0))?;
        at.skip(head.len);
    }
    Ok(())
}

/// What stands before an attribute's value.
struct Head {
    flags: u8,
    kind: u8,
    len: usize,
}

impl Head {
    /// Reads it; `None` if so many octets do not hold it.
    fn read(at: &mut Cursor<'_>, left: usize) -> Result<Option<Self>, Short> {
        let [flags, kind] = at.array()?;
        if left < 2 {
            return Ok(None);
        }
        let (len, octets) = if flags & 0x10 != 0 {
            (usize::from(at.u16()?), 4)
        } else {
            (usize::from(at.u8()?), 3)
        };
        let head = Self { flags, kind, len };
        Ok((left >= octets).then_some(head))
    }

    fn print(&self, line: &mut Line<'_>, indent: &str) {
        let Self { flags, kind, len } = self;
        let name = names::attribute(*kind).unwrap_or("Unknown Attribute");
        write!(line, "{indent}{name} ({kind}), length: {len}");
        if *flags != 0 {
            print_flags(line, *flags);
        }
    }
}

/// Prints an attribute's flags, the four lowest bits as a number.
fn print_flags(line: &mut Line<'_>, flags: u8) {
    write!(line, ", Flags [");
    for (bit, letter) in [(0x80, "O"), (0x40, "T"), (0x20, "P"), (0x10, "E")] {
        if flags & bit != 0 {
            write!(line, "{letter}");
        }
    }
    if flags & 0xf != 0 {
        write!(line, "+{:x}", flags & 0xf);
    }
    write!(line, "]: ");
}

/// How many attributes may lie inside each other.
const LEVELS: u8 = 10;

/// Prints the value of an attribute, of so many octets and within so many others, and with two `-v` its
/// octets.
fn value(
    line: &mut Line<'_>,
    kind: u8,
    mut at: Cursor<'_>,
    (len, level): (usize, u8),
) -> Result<(), Short> {
    let start = at;
    let mut shown = len;
    match (kind, len) {
        (1, 1) => origin(line, at.u8()?),
        (2 | 17, 0) => write!(line, "empty"),
        (2 | 17, _) if len.is_multiple_of(2) => as_path(line, at, len, kind == 17)?,
        (3 | 9, 4) => line.ipv4(at.array()?),
        (4 | 5, 4) => {
            let number = at.u32()?;
            write!(line, "{number}");
        }
        (6, 0) => {}
        (7, 6) => aggregator(line, u32::from(at.u16()?), at.array()?),
        (7 | 18, 8) => aggregator(line, at.u32()?, at.array()?),
        (8, _) if len.is_multiple_of(4) => communities::plain(line, at, len)?,
        (10, _) if len.is_multiple_of(4) => cluster_list(line, at, len)?,
        (14, _) => reach::reach(line, at, len)?,
        (15, _) => reach::unreach(line, at, len)?,
        (16, _) if len.is_multiple_of(8) => communities::extended(line, at, len)?,
        (22, _) => pmsi_tunnel(line, at, len)?,
        (26, _) => accumulated_metric(line, at, len)?,
        (32, _) if len > 0 && len.is_multiple_of(12) => {
            communities::large(line, at, len)?;
            shown = 0;
        }
        // Not the octets that are left: as many from the start.
        (128, _) => shown = attribute_set(line, at, (len, level))?,
        (1..=10 | 16..=18 | 32, _) => write!(line, "invalid len"),
        _ => {
            write!(line, "\n\t    no Attribute {kind} decoder");
            if line.verbosity == 1 {
                line.hex_rows("\n\t    ", start.captured(len));
            }
        }
    }
    if line.verbosity > 1 {
        line.hex_rows("\n\t    ", start.captured(shown));
    }
    Ok(())
}

fn origin(line: &mut Line<'_>, code: u8) {
    write!(
        line,
        "{}",
        match code {
            0 => "IGP",
            1 => "EGP",
            2 => "Incomplete",
            _ => "Unknown Origin Typecode",
        }
    );
}

fn aggregator(line: &mut Line<'_>, system: u32, address: [u8; 4]) {
    write!(line, " AS #{system}, origin ");
    line.ipv4(address);
}

fn cluster_list(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    for index in 0..len / 4 {
        if index > 0 {
            write!(line, ", ");
        }
        line.ipv4(at.array()?);
    }
    Ok(())
}

/// Prints the segments of an AS path (RFC 4271, 5.1.2; RFC 5065, 3).
fn as_path(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize, wide: bool) -> Result<(), Short> {
    let start = at;
    let wide = wide || !fits_two_octets(at, len);
    while at.since(&start) < len {
        let (kind, count) = (at.u8()?, at.u8()?);
        let (open, close) = match kind {
            1 => ("{ ", "}"),
            2 => ("", ""),
            3 => ("( ", ")"),
            4 => ("({ ", "})"),
            _ => ("?", "?"),
        };
        write!(line, "{open}");
        for _ in 0..count {
            let system = if wide { at.u32()? } else { at.u16()?.into() };
            write!(line, "{system} ");
        }
        write!(line, "{close}");
    }
    Ok(())
}

/// Do `len` octets make sense as a path of two-octet AS numbers? Messages do not say how wide
/// they are (RFC 6793, 4.1): the capabilities of the connection's OPEN messages do.
fn fits_two_octets(mut at: Cursor<'_>, len: usize) -> bool {
    let start = at;
    while at.since(&start) < len {
        let (Ok(kind), Ok(count)) = (at.u8(), at.u8()) else {
            return false;
        };
        if !(1..=4).contains(&kind) {
            return false;
        }
        at.skip(usize::from(count) * 2);
    }
    at.since(&start) == len
}

/// RFC 6514, 5.
fn pmsi_tunnel(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    if len < 5 {
        return Err(Short::Payload);
    }
    let (flags, kind, label) = (at.u8()?, at.u8()?, at.u24()?);
    let name = names::pmsi_tunnel(kind).unwrap_or("Unknown");
    let flags = match flags & 1 {
        0 => "none",
        _ => "Leaf Information required",
    };
    write!(
        line,
        "\n\t    Tunnel-type {name} ({kind}), Flags [{flags}], MPLS Label {}",
        label >> 4
    );
    // What is missing from here on ends the printing of all messages.
    let mut at = at.unbounded();
    match kind {
        1 => number(line, "Extended-Tunnel-ID", "P2MP-ID", &mut at)?,
        2 | 7 => number(line, "Root-Node", "LSP-ID", &mut at)?,
        3 => group(line, "Root-Node", &mut at)?,
        4 | 5 => group(line, "Sender", &mut at)?,
        6 => {
            let address = at.array()?;
            write!(line, "\n\t      Tunnel-Endpoint ");
            line.ipv4(address);
        }
        _ if line.verbosity == 1 => {
            line.hex_rows("\n\t      ", at.captured(len.saturating_sub(5)));
        }
        _ => {}
    }
    Ok(())
}

/// A tunnel's address and number.
fn number(
    line: &mut Line<'_>,
    address: &str,
    name: &str,
    at: &mut Cursor<'_>,
) -> Result<(), Short> {
    let (octets, number) = (at.array()?, at.u32()?);
    write!(line, "\n\t      {address} ");
    line.ipv4(octets);
    write!(line, ", {name} 0x{number:08x}");
    Ok(())
}

/// A tunnel's address and multicast group.
fn group(line: &mut Line<'_>, address: &str, at: &mut Cursor<'_>) -> Result<(), Short> {
    let (octets, group) = (at.array()?, at.array()?);
    write!(line, "\n\t      {address} ");
    line.ipv4(octets);
    write!(line, ", P-Group ");
    line.ipv4(group);
    Ok(())
}

/// RFC 7311, 3.
fn accumulated_metric(line: &mut Line<'_>, at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let mut at = at.unbounded();
    let mut left = len;
    while left >= 3 {
        let (kind, len) = (at.u8()?, usize::from(at.u16()?));
        let name = if kind == 1 { "AIGP" } else { "Unknown" };
        write!(line, "\n\t    {name} TLV ({kind}), length {len}");
        left = left.checked_sub(len).ok_or(Short::Payload)?;
        let value = len.checked_sub(3).ok_or(Short::Payload)?;
        if kind == 1 {
            let metric = at.with_len(value).u64()?;
            write!(line, ", metric {metric}");
        } else if line.verbosity == 1 {
            line.hex_rows("\n\t      ", at.captured(value));
        }
        at.skip(value);
    }
    Ok(())
}

/// RFC 6368, 5: attributes within an attribute. Returns how many octets of it were not read.
fn attribute_set(
    line: &mut Line<'_>,
    mut at: Cursor<'_>,
    (len, level): (usize, u8),
) -> Result<usize, Short> {
    let mut left = len.checked_sub(4).ok_or(Short::Payload)?;
    let system = at.u32()?;
    write!(line, "\n\t    Origin AS: {system}");
    while left > 0 {
        let start = at;
        let Some(head) = Head::read(&mut at, left)? else {
            write!(line, " [path attr too short]");
            return Ok(left.checked_sub(2).unwrap_or(left));
        };
        left = left.saturating_sub(at.since(&start));
        head.print(line, "\n\t      ");
        if head.flags == 0 {
            write!(line, ": ");
        }
        let Some(rest) = left.checked_sub(head.len) else {
            write!(line, " [path attr too short]");
            break;
        };
        if level == LEVELS {
            write!(line, "(too many nested levels, not recursing)");
        } else {
            value(line, head.kind, at, (head.len, level + 1))?;
        }
        at.skip(head.len);
        left = rest;
    }
    Ok(left)
}
