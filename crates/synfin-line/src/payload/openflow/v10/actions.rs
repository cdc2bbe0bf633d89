//! Actions of OpenFlow 1.0 (5.2.4).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::parts::{Size, each, marked};
use super::super::{mac, valid16};
use super::{port, vendor};

/// The names of the types.
pub(super) const NAMES: [&str; 12] = [
    "OUTPUT",
    "SET_VLAN_VID",
    "SET_VLAN_PCP",
    "STRIP_VLAN",
    "SET_DL_SRC",
    "SET_DL_DST",
    "SET_NW_SRC",
    "SET_NW_DST",
    "SET_NW_TOS",
    "SET_TP_SRC",
    "SET_TP_DST",
    "ENQUEUE",
];

/// The type of a vendor's action.
const VENDOR: u16 = 0xffff;

/// Octets of an action's header and its first field.
const LEAST: usize = 8;

/// Prints a list of actions, each behind `intro`. One that is not valid ends the list, and is
/// marked here.
pub(super) fn print(line: &mut Line<'_>, intro: &str, list: Cursor<'_>) -> Result<(), Short> {
    let printed = each(line, list, (intro, LEAST), action);
    marked(line, list, printed)
}

/// Prints one action behind its intro.
fn action(line: &mut Line<'_>, list: &mut Cursor<'_>) -> Result<(), Short> {
    let mut head = *list;
    let kind = head.u16()?;
    let name = match kind {
        VENDOR => Some("VENDOR"),
        _ => NAMES.get(usize::from(kind)).copied(),
    };
    write!(line, " type ");
    valid16(line, name, kind);
    let len = usize::from(head.u16()?);
    write!(line, ", len {len}");
    Size::Between(LEAST, list.left()).check(line, "alen", len)?;
    let possible = match kind {
        4 | 5 | 11 => len == 16,
        0..=10 => len == 8,
        VENDOR => len.is_multiple_of(8),
        _ => true,
    };
    if !possible {
        write!(line, " (bogus)");
    } else {
        let mut body = head.with_len(len - 4);
        field(line, kind, &mut body)?;
    }
    list.take(len).map(|_| ())
}

/// Prints an action's fields.
fn field(line: &mut Line<'_>, kind: u16, body: &mut Cursor<'_>) -> Result<(), Short> {
    match kind {
        0 => {
            let number = body.u16()?;
            write!(line, ", port ");
            port::number(line, number);
            let len = body.u16()?;
            if number == port::CONTROLLER {
                write!(line, ", max_len {len}");
            }
        }
        1 => {
            let value = body.u16()?;
            write!(line, ", vlan_vid ");
            super::flow::vlan(line, value);
        }
        2 => {
            let priority = body.u8()?;
            write!(line, ", vlan_pcp {priority}");
            if priority > 7 {
                write!(line, " (bogus)");
            }
        }
        4 | 5 => {
            let value = body.array()?;
            write!(line, ", dl_addr ");
            mac(line, value);
        }
        6 | 7 => {
            let value = body.array()?;
            write!(line, ", nw_addr ");
            line.ipv4(value);
        }
        8 => {
            let service = body.u8()?;
            write!(line, ", nw_tos 0x{service:02x}");
        }
        9 | 10 => {
            let number = body.u16()?;
            write!(line, ", tp_port {number}");
        }
        11 => {
            let value = body.u16()?;
            write!(line, ", port ");
            port::number(line, value);
            body.skip(6);
            let value = body.u32()?;
            write!(line, ", queue_id ");
            super::queue::number(line, value);
        }
        VENDOR => vendor::action(line, *body)?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::super::cursor::Cursor;
    use super::super::super::super::line::Line;
    use super::print;

    fn printed(list: &[u8]) -> String {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out, 1);
        print(&mut line, ":", Cursor::new(list, list.len())).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_length_that_does_not_fit_ends_the_list() {
        for (len, what) in [(0, "0 < 8"), (20, "20 > 16")] {
            assert_eq!(
                printed(&[0, 0, 0, len, 0, 1, 0, 0, 0, 3, 0, 8, 0, 0, 0, 0]),
                format!(": type OUTPUT, len {len} [alen {what}] (invalid)")
            );
        }
    }

    #[test]
    fn what_is_unknown_or_has_a_wrong_length_is_stepped_over() {
        assert_eq!(
            printed(&[
                0, 12, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 0, 8, 0, 1, 0, 0, 0, 8, 0, 8, 9, 0, 0,
                0
            ]),
            ": type invalid (0x000c), len 12: type ENQUEUE, len 8 (bogus)\
             : type SET_NW_TOS, len 8, nw_tos 0x09"
        );
    }

    #[test]
    fn actions_of_vendors() {
        let head = [0xff, 0xff, 0, 16, 0, 0x5c, 0x16, 0xc7];
        let bsn = |rest: &[u8]| printed(&[&head, rest].concat());
        let start = ": type VENDOR, len 16, vendor 0x005c16c7 (Big Switch Networks)\n\t  subtype ";
        assert_eq!(
            bsn(&[0, 0, 0, 1, 0, 0, 0, 0]),
            format!("{start}MIRROR [len 4 != 12] (invalid)")
        );
        assert_eq!(bsn(&[0, 0, 0, 4, 0, 0, 0, 0]), format!("{start}CHECKSUM"));
        assert_eq!(
            printed(&[0xff, 0xff, 0, 8, 0, 0x5c, 0x16, 0xc7]),
            ": type VENDOR, len 8, vendor 0x005c16c7 (Big Switch Networks)\
             \n\t  [len 0 < 4] (invalid)"
        );
    }
}
