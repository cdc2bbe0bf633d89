//! Routes of layer 2 VPNs: label blocks (RFC 4761, 3.2.2) and discovery (RFC 6074, 3.2.2.1).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::nlri::Refused;
use super::route;

/// Octets of a discovery route: distinguisher and address.
const DISCOVERY: usize = 12;
/// Octets a label block has at least: distinguisher, three fields, and then some.
const LABEL_BLOCK: usize = 17;

/// Prints one route.
pub(super) fn print(line: &mut Line<'_>, indent: &str, at: &mut Cursor<'_>) -> Result<(), Refused> {
    let len = usize::from(at.u16()?);
    let mut body = *at;
    if len == DISCOVERY {
        let (distinguisher, next_hop) = (body.array()?, body.array()?);
        write!(line, "{indent}RD: ");
        route::distinguisher(line, distinguisher);
        write!(line, ", BGPNH: ");
        line.ipv4(next_hop);
    } else if len >= LABEL_BLOCK {
        let distinguisher = body.array()?;
        let (edge, offset, base) = (body.u16()?, body.u16()?, body.u24()?);
        write!(line, "{indent}RD: ");
        route::distinguisher(line, distinguisher);
        write!(
            line,
            ", CE-ID: {edge}, Label-Block Offset: {offset}, Label Base {}",
            base >> 4
        );
        // The three fields are counted as octets of what follows them, too.
        parts(line, body, len - DISCOVERY)?;
    } else {
        return Err(Short::Payload.into());
    }
    at.skip(len);
    Ok(())
}

/// Prints `left` octets of a label block's further parts, whose lengths count bits.
fn parts(line: &mut Line<'_>, mut at: Cursor<'_>, mut left: usize) -> Result<(), Short> {
    while left > 0 {
        let Some(rest) = left.checked_sub(3) else {
            write!(line, "\n\t\tran past the end");
            break;
        };
        left = rest;
        let (kind, bits) = (at.u8()?, at.u16()?);
        let octets = usize::from(bits).div_ceil(8);
        if kind == 1 {
            write!(line, "\n\t\tcircuit status vector (1) length: {bits}: 0x");
            for octet in at.take(octets.min(left))? {
                write!(line, "{octet:02x}");
            }
        } else {
            // Its octets are counted, yet read again as a part.
            write!(line, "\n\t\tunknown TLV #{kind}, length: {bits}");
        }
        if octets > left {
            write!(line, " (ran past the end)");
            break;
        }
        left -= octets;
    }
    Ok(())
}
