//! VXLAN (RFC 7348).

use crate::link;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

const CUT: Halt = Halt::Cut("vxlan");

/// The header's length in octets.
const HEADER_LEN: usize = 8;

/// The flag that says that the identifier is valid.
const VALID: u8 = 0x08;

/// Prints a packet; what it carries begins on a line of its own.
pub(super) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    record.text("VXLAN");
    if packet.len() < 8 {
        record.text(" (invalid)");
        return Ok(());
    }
    let flags = packet.u8(0).ok_or(CUT)?;
    record.text(", flags [");
    record.text(if flags & VALID == 0 { "invalid" } else { "I" });
    record.text("] (0x");
    record.out.hex_zeros(flags, 2);
    let [a, b, c] = packet.array(4).ok_or(CUT)?;
    record.labelled("), vni ", u32::from_be_bytes([0, a, b, c]));
    record.text("\n");
    if !packet.has(HEADER_LEN) {
        return Err(CUT);
    }
    link::ethernet(record, packet.skip(HEADER_LEN)).map(|_| ())
}
