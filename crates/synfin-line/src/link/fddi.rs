//! FDDI.

use super::llc;
use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::writer::Text;

/// A header's length in octets.
const HEADER_LEN: usize = 13;

/// Class, address length and format of frames that carry LLC.
const ASYNCHRONOUS_LLC: u8 = 0x50;

/// Prints a frame, if it carries LLC.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let (Some(control), Some(destination), Some(source)) =
        (frame.u8(0), frame.array(1), frame.array(7))
    else {
        record.mark("fddi");
        return Ok(());
    };
    if control & 0xf0 != ASYNCHRONOUS_LLC {
        return Ok(());
    }
    if record.options.link_header {
        if record.options.quiet == 0 {
            record.text("async");
            record.out.hex(control & 15);
            record.text(" ");
        }
        record.mac(source);
        record.text(" > ");
        record.mac(destination);
        record.labelled(", length ", frame.len());
        record.text(": ");
    }
    let llc_len = llc::print(record, frame.skip(HEADER_LEN))?;
    record.link_header_len = HEADER_LEN + llc_len;
    Ok(())
}
