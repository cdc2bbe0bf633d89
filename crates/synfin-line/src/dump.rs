//! Dumps of a packet's octets behind its record: `-x`, `-X` and `-A`.

use crate::DumpStyle;
use crate::writer::Text;

/// Octets a line of a hexadecimal dump shows.
const LINE: usize = 16;

/// Columns of a line's hexadecimal part, where text follows it.
const HEX_COLUMNS: usize = 40;

/// Appends a dump; nothing for no octets.
pub(crate) fn append(out: &mut Vec<u8>, octets: &[u8], style: DumpStyle) {
    if octets.is_empty() {
        return;
    }
    match style {
        DumpStyle::Ascii => ascii(out, octets),
        DumpStyle::Hex | DumpStyle::HexAscii => {
            for (index, line) in octets.chunks(LINE).enumerate() {
                hex_line(out, index * LINE, line, style == DumpStyle::HexAscii);
            }
        }
    }
}

fn hex_line(out: &mut Vec<u8>, offset: usize, line: &[u8], with_text: bool) {
    out.text("\n\t0x");
    out.hex_zeros(u64::try_from(offset).unwrap_or(u64::MAX), 4);
    out.text(": ");
    let start = out.len();
    for pair in line.chunks(2) {
        out.text(" ");
        out.hex_octets(pair);
    }
    if with_text {
        out.repeat(b' ', (start + HEX_COLUMNS).saturating_sub(out.len()) + 2);
        out.extend(line.iter().map(|&octet| match octet {
            0x21..=0x7e => octet,
            _ => b'.',
        }));
    }
}

/// Text as it stands, line ends included; what is not text as dots.
fn ascii(out: &mut Vec<u8>, octets: &[u8]) {
    out.text("\n");
    let mut rest = octets;
    while let Some((&octet, behind)) = rest.split_first() {
        match octet {
            // The carriage return of a line's end, or one that ends the packet.
            b'\r' if behind.first() == Some(&b'\n') || behind.len() < 2 => {}
            b'\t' | b'\n' | 0x20..=0x7e => out.octets(&[octet]),
            _ => out.text("."),
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::append;
    use crate::DumpStyle;

    fn dump(octets: &[u8], style: DumpStyle) -> String {
        let mut out = Vec::new();
        append(&mut out, octets, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hex_in_pairs_of_octets() {
        let octets: Vec<u8> = (0..19).collect();
        assert_eq!(
            dump(&octets, DumpStyle::Hex),
            "\n\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f\n\t0x0010:  1011 12"
        );
        assert_eq!(dump(&[], DumpStyle::Hex), "");
    }

    #[test]
    fn text_beside_the_hex() {
        assert_eq!(
            dump(b"GET /\r\n\x7f~", DumpStyle::HexAscii),
            "\n\t0x0000:  4745 5420 2f0d 0a7f 7e                   GET./...~"
        );
    }

    #[test]
    fn text_alone() {
        assert_eq!(
            dump(b"a\r\nb\tc\x01\r.d", DumpStyle::Ascii),
            "\na\nb\tc...d"
        );
        assert_eq!(dump(b"ab\rc", DumpStyle::Ascii), "\nabc");
    }
}
