//! The authentication header (RFC 4302), which may stand before TCP.

use crate::octets::Octets;
use crate::record::{Halt, Record};
use crate::writer::Text;

/// Appends the header; gives the protocol behind it, and its octets.
pub(crate) fn print<'a>(
    record: &mut Record<'_>,
    header: Octets<'a>,
) -> Result<(u8, Octets<'a>), Halt> {
    const CUT: Halt = Halt::Cut("ah");
    const FIXED_LEN: usize = 12;
    let next = header.u8(0).ok_or(CUT)?;
    record.text("AH");
    let words = header.u8(1).ok_or(CUT)?;
    let len = (usize::from(words) + 2) * 4;
    record.text("(");
    if record.verbose() {
        record.labelled("length=", words);
        record.labelled("(", u64::try_from(len).unwrap_or(0));
        record.text("-bytes),");
    }
    let reserved = header.be16(2).ok_or(CUT)?;
    if reserved != 0 {
        record.text("reserved=0x");
        record.out.hex(reserved);
        record.text("[MustBeZero],");
    }
    record.text("spi=0x");
    record.out.hex_zeros(header.be32(4).ok_or(CUT)?, 8);
    record.text(",seq=0x");
    record.out.hex(header.be32(8).ok_or(CUT)?);
    record.text(",icv=0x");
    let end = header.captured().len().min(len);
    let value = header.captured().get(FIXED_LEN..end).unwrap_or(&[]);
    record.out.hex_octets(value);
    if end < len {
        return Err(CUT);
    }
    record.text("): ");
    Ok((next, header.skip(len)))
}
