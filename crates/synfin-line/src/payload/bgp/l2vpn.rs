//! Routes of layer 2 VPNs: label blocks (RFC 4761, 3.2.2) and discovery (RFC 6074, 3.2.2.1).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::nlri::Refused;
use super::route;

/// Octets of a discovery route: distinguisher and address.
const DISCOVERY: usize = 12;
/// Octets of a label block's distinguisher and three fields, and that it has at least.
const FIELDS: usize = 15;
const LABEL_BLOCK: usize = 18;

/// Octets of a part's type and length.
const PART: usize = 3;

/// Octets that the text of a label block has room for.
const ROOM: usize = 64 + 100;

/// Prints one route.
pub(super) fn print(line: &mut Line<'_>, indent: &str, at: &mut Cursor<'_>) -> Result<(), Refused> {
    let len = usize::from(at.u16()?);
    let mut body = *at;
    if len == DISCOVERY {
        body.need(DISCOVERY)?;
        let (distinguisher, next_hop) = (body.array()?, body.array()?);
        write!(line, "{indent}RD: ");
        route::distinguisher(line, distinguisher);
        write!(line, ", BGPNH: ");
        line.ipv4(next_hop);
    } else if len >= LABEL_BLOCK {
        let mut text = Text::default();
        label_block(&mut text, body, len)?;
        write!(line, "{indent}");
        line.octets(&text.octets);
    } else {
        return Err(Short::Payload.into());
    }
    at.skip(len);
    Ok(())
}

/// Writes a label block of so many octets.
fn label_block(text: &mut Text, mut body: Cursor<'_>, len: usize) -> Result<(), Short> {
    body.need(FIELDS)?;
    let distinguisher = body.array()?;
    let (edge, offset, base) = (body.u16()?, body.u16()?, body.u24()?);
    text.append(|line| {
        write!(line, "RD: ");
        route::distinguisher(line, distinguisher);
        let base = base >> 4;
        write!(
            line,
            ", CE-ID: {edge}, Label-Block Offset: {offset}, Label Base {base}"
        );
    });
    parts(text, body, len - FIELDS)
}

/// Writes `left` octets of a label block's further parts, whose lengths count bits. tcpdump does not
/// count their types and lengths.
fn parts(text: &mut Text, mut at: Cursor<'_>, mut left: usize) -> Result<(), Short> {
    while left > 0 {
        if left < PART {
            text.append(|line| write!(line, "\n\t\tran past the end"));
            break;
        }
        let (kind, bits) = (at.u8()?, at.u16()?);
        let octets = usize::from(bits).div_ceil(8);
        if kind == 1 {
            text.append(|line| {
                write!(line, "\n\t\tcircuit status vector (1) length: {bits}: 0x");
            });
            for _ in 0..octets.min(left) {
                at.need(1)?;
                // Where there is no room for more of them, the first of those is read as the next part.
                if !text.is_full {
                    let octet = at.u8()?;
                    text.append(|line| write!(line, "{octet:02x}"));
                }
            }
        } else {
            // Its octets are counted, yet read again as a part.
            text.append(|line| write!(line, "\n\t\tunknown TLV #{kind}, length: {bits}"));
        }
        if octets > left {
            text.append(|line| write!(line, " (ran past the end)"));
            break;
        }
        left -= octets;
    }
    Ok(())
}

/// A text of which only so much is kept as there is [room](ROOM) for.
#[derive(Default)]
struct Text {
    octets: Vec<u8>,
    is_full: bool,
}

impl Text {
    /// Appends what `write` writes, as far as there is room for it.
    fn append(&mut self, write: impl FnOnce(&mut Line<'_>)) {
        if self.is_full {
            return;
        }
        write(&mut Line::new(&mut self.octets, 0));
        if self.octets.len() >= ROOM {
            self.octets.truncate(ROOM - 1);
            self.is_full = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::cursor::{Cursor, Short};
    use super::super::super::line::Line;
    use super::{Refused, print};

    /// What is printed of one route, and how many octets it took.
    fn printed(route: &[u8]) -> Result<(String, usize), Refused> {
        let mut out = Vec::new();
        let start = Cursor::new(route, route.len()).unbounded();
        let mut at = start;
        print(&mut Line::new(&mut out, 1), "", &mut at)?;
        Ok((String::from_utf8(out).unwrap(), at.since(&start)))
    }

    /// A label block with these octets behind its fields.
    fn block(parts: &[u8]) -> Vec<u8> {
        let len = u8::try_from(15 + parts.len()).unwrap();
        let fields = [0, len, 0, 0, 0, 9, 0, 0, 0, 7, 0, 1, 0, 2, 0, 0, 0x30];
        [&fields, parts].concat()
    }

    const FIELDS: &str = "RD: 9:7 (= 0.0.0.7), CE-ID: 1, Label-Block Offset: 2, Label Base 3";

    #[test]
    fn a_label_block_and_its_parts() {
        // A part's type and length are not counted: octets behind the route are read for them.
        let route = [block(&[1, 0, 12, 0xab, 0xc0]), vec![1, 0, 24, 1, 2, 3]].concat();
        assert_eq!(
            printed(&route).unwrap(),
            (
                format!(
                    "{FIELDS}\n\t\tcircuit status vector (1) length: 12: 0xabc0\
                     \n\t\tcircuit status vector (1) length: 24: 0x010203"
                ),
                2 + 15 + 5
            )
        );
        // The octets of a part that is not known are read again, as a part.
        let (text, _) = printed(&block(&[7, 0, 8, 7, 0, 80])).unwrap();
        assert_eq!(
            text,
            format!(
                "{FIELDS}\n\t\tunknown TLV #7, length: 8\n\t\tunknown TLV #7, length: 80 (ran past the end)"
            )
        );
    }

    #[test]
    fn there_is_room_for_so_much_text() {
        let (text, _) = printed(&block(&[&[1, 2, 0], [0xff; 64].as_slice()].concat())).unwrap();
        assert_eq!(text.len(), super::ROOM - 1);
    }

    #[test]
    fn what_was_not_captured_leaves_no_text() {
        let route = block(&[1, 0, 8, 1]);
        let cut = |len| printed(&route[..len]).map(|_| ()).unwrap_err();
        assert!(matches!(cut(1), Refused::Short(Short::Snapshot)));
        assert!(matches!(cut(16), Refused::Short(Short::Payload)));
        assert!(matches!(cut(18), Refused::Short(Short::Snapshot)));
        assert!(matches!(cut(20), Refused::Short(Short::Payload)));
    }
}
