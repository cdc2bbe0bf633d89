//! UPDATE messages (RFC 4271, 4.3): routes withdrawn, path attributes, routes announced.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::nlri::{self, Family, Refused};
use super::{HEADER, attributes};

/// Octets of a message without routes and attributes.
const EMPTY: usize = HEADER + 4;

/// Prints an UPDATE message of `len` octets.
pub(super) fn print(line: &mut Line<'_>, message: Cursor<'_>, len: usize) -> Result<(), Short> {
    if len < EMPTY {
        return Err(Short::Payload);
    }
    let mut at = message.with_len(len).ahead(HEADER);
    let part = |at: &mut Cursor<'_>| {
        let len = usize::from(at.u16()?);
        let left = at.left().checked_sub(len).ok_or(Short::Payload)?;
        Ok((len, left))
    };
    let (withdrawn, _) = part(&mut at)?;
    // One octet can hold a default route, but tcpdump leaves it out.
    if withdrawn > 1 {
        write!(line, "\n\t  Withdrawn routes:");
        // If one is illegal, this is not where they end; tcpdump goes on from there.
        routes(line, &mut at, withdrawn)?;
    } else {
        at.skip(withdrawn);
    }
    let (attributes, announced) = part(&mut at)?;
    if withdrawn != 1 && attributes == 0 && announced == 0 {
        // RFC 4724, 2, asks that nothing be withdrawn either; tcpdump does not.
        write!(line, "\n\t  End-of-Rib Marker (empty NLRI)");
        return Ok(());
    }
    attributes::list(line, at, attributes)?;
    at.skip(attributes);
    if announced > 0 {
        write!(line, "\n\t  Updated routes:");
        routes(line, &mut at, announced)?;
    }
    Ok(())
}

/// Prints `len` octets of IPv4 routes.
fn routes(line: &mut Line<'_>, at: &mut Cursor<'_>, len: usize) -> Result<(), Short> {
    let start = *at;
    let with_path = nlri::has_path_ids(at.up_to_snapshot(), len, Family::Ipv4);
    while at.since(&start) < len {
        let path = if with_path { Some(at.u32()?) } else { None };
        let left = len.saturating_sub(at.since(&start));
        let prefix = *at;
        match nlri::bare(line, "\n\t    ", Family::Ipv4, at, left) {
            Ok(()) => {}
            Err(Refused::Illegal) => {
                *at = prefix;
                write!(line, "\n\t    (illegal prefix length)");
                break;
            }
            Err(Refused::Beyond) => return Err(Short::Payload),
            Err(Refused::Short(short)) => return Err(short),
        }
        if let Some(path) = path {
            write!(line, "   Path Id: {path}");
        }
    }
    Ok(())
}
