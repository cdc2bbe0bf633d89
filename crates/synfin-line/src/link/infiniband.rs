//! IP over InfiniBand (RFC 4391), with the global routing header before it.

use super::ethertype;
use crate::octets::Octets;
use crate::record::{Outcome, Record};

/// Octets of routing header and encapsulation header; the type is the last part but two octets.
const HEADER_LEN: usize = 44;
const TYPE_AT: usize = 40;

/// Prints a frame.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let kind = frame.be16(TYPE_AT).filter(|_| frame.has(HEADER_LEN));
    let Some(kind) = kind else {
        record.mark("ipoib");
        return Ok(());
    };
    if record.options.link_header {
        record.text("IPOIB, ethertype ");
        if record.options.quiet > 0 {
            record.text(ethertype::name(kind).unwrap_or("Unknown"));
        } else {
            ethertype::append(record, kind);
        }
        record.labelled(", length ", frame.len());
        record.text(": ");
    }
    ethertype::print(record, kind, frame.skip(HEADER_LEN))?;
    record.link_header_len = HEADER_LEN;
    Ok(())
}
