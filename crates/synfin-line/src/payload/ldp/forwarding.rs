//! Forwarding equivalence classes of LDP: prefixes (RFC 5036, 3.4.1) and pseudowires (RFC 4906, 5).

use super::super::bgp::{self, Family, Refused};
use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::parameter::is_long_enough;

/// Octets of a pseudowire's fields in front of its identifier, with that, and of the identifier.
const BEFORE_ID: usize = 7;
const FIXED: usize = 11;
const ID: u8 = 4;

/// Octets of an interface parameter's type and length.
const HEADER: u8 = 2;

/// Prints the first element of a class.
pub(super) fn print(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let element = value.u8()?;
    let name = match element {
        1 => "Wildcard",
        2 => "Prefix",
        3 => "Host address",
        0x80 => "Martini VC",
        _ => "Unknown",
    };
    write!(line, "\n\t      {name} FEC (0x{element:02x})");
    match element {
        2 if is_long_enough(line, value, 2) => prefix(line, value),
        0x80 if is_long_enough(line, value, BEFORE_ID) => pseudowire(line, value),
        _ => Ok(()),
    }
}

/// Prints a prefix, which is written as BGP's are.
fn prefix(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let (intro, family) = match value.u16()? {
        1 => (": IPv4 prefix ", Family::Ipv4),
        2 => (": IPv6 prefix ", Family::Ipv6),
        number => {
            write!(line, ": Address family {number} prefix");
            return Ok(());
        }
    };
    let left = value.left();
    match bgp::prefix(line, intro, family, &mut value, left) {
        Ok(()) => Ok(()),
        Err(Refused::Illegal) => {
            write!(line, "{intro}(invalid length)");
            Ok(())
        }
        // One that is not whole ends the printing, as if it had not been captured.
        Err(Refused::Beyond | Refused::Short(_)) => Err(Short::Snapshot),
    }
}

/// Prints a pseudowire. Without an identifier it has no interface parameters.
fn pseudowire(line: &mut Line<'_>, value: Cursor<'_>) -> Result<(), Short> {
    let mut at = value.unbounded();
    let (kind, len, group) = (at.u16()?, at.u8()?, at.u32()?);
    if len > 0 && !is_long_enough(line, value, FIXED) {
        return Ok(());
    }
    let name = wire_name(kind & 0x7fff);
    let word = if kind & 0x8000 == 0 { "no " } else { "" };
    write!(line, ": {name}, {word}control word, group-ID {group}");
    if len > 0 {
        let id = at.u32()?;
        write!(line, ", VC-ID {id}");
    }
    write!(line, ", VC-info-length: {len}");
    match len.checked_sub(ID) {
        Some(len) if is_long_enough(line, value.ahead(FIXED), len.into()) => {
            interface(line, at, len)
        }
        None if len > 0 => {
            write!(line, " (invalid, < {ID}");
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Prints so many octets of interface parameters, up to one of a length that cannot be.
fn interface(line: &mut Line<'_>, mut at: Cursor<'_>, mut left: u8) -> Result<(), Short> {
    while left > HEADER {
        let mut value = at;
        let (kind, len) = (value.u8()?, value.u8()?);
        if len < HEADER || left < len {
            break;
        }
        let name = match kind {
            1 => "MTU",
            3 => "Description",
            0xc => "VCCV",
            _ => "Unknown",
        };
        write!(
            line,
            "\n\t\tInterface Parameter: {name} (0x{kind:02x}), len {len}"
        );
        let body = usize::from(len - HEADER);
        match kind {
            1 => {
                let size = value.u16()?;
                write!(line, ": {size}");
            }
            3 => {
                write!(line, ": ");
                line.escaped(value.captured(body));
                value.take(body)?;
            }
            0xc => verification(line, value)?,
            _ => line.hex_rows("\n\t\t  ", value.captured(body)),
        }
        left -= len;
        at.skip(len.into());
    }
    Ok(())
}

/// Prints how connectivity may be verified (RFC 5085, 5.1.1).
fn verification(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let channels = value.u8()?;
    write!(line, "\n\t\t  Control Channels (0x{channels:02x}) = [");
    line.bits(
        channels.into(),
        &[
            (1, "PWE3 control word"),
            (2, "MPLS Router Alert Label"),
            (4, "MPLS inner label TTL = 1"),
        ],
    );
    write!(line, "]");
    let types = value.u8()?;
    write!(line, "\n\t\t  CV Types (0x{types:02x}) = [");
    line.bits(
        types.into(),
        &[(1, "ICMP Ping"), (2, "LSP Ping"), (4, "BFD")],
    );
    write!(line, "]");
    Ok(())
}

/// Pseudowire types (IANA's "MPLS Pseudowire Types").
fn wire_name(kind: u16) -> &'static str {
    const NAMES: [&str; 26] = [
        "Reserved",
        "Frame Relay DLCI (Martini Mode)",
        "ATM AAL5 SDU VCC transport",
        "ATM transparent cell transport",
        "Ethernet VLAN",
        "Ethernet",
        "Cisco-HDLC",
        "PPP",
        "SONET/SDH Circuit Emulation Service over MPLS",
        "ATM n-to-one VCC cell transport",
        "ATM n-to-one VPC cell transport",
        "IP Layer2 Transport",
        "ATM one-to-one VCC Cell Mode",
        "ATM one-to-one VPC Cell Mode",
        "ATM AAL5 PDU VCC transport",
        "Frame-Relay Port mode",
        "SONET/SDH Circuit Emulation over Packet",
        "Structure-agnostic E1 over Packet",
        "Structure-agnostic T1 (DS1) over Packet",
        "Structure-agnostic E3 over Packet",
        "Structure-agnostic T3 (DS3) over Packet",
        "CESoPSN basic mode",
        "TDMoIP basic mode",
        "CESoPSN TDM with CAS",
        "TDMoIP TDM with CAS",
        "Frame Relay DLCI",
    ];
    match kind {
        0x40 => "IP-interworking",
        _ => (NAMES.get(usize::from(kind)).copied()).unwrap_or("Unknown"),
    }
}

#[cfg(test)]
mod tests {
    use crate::payload::ldp::tests::parameters;

    /// What is said of a class with this value.
    fn class(value: &[u8]) -> String {
        let text = parameters(
            4,
            &[&[1, 0, 0, u8::try_from(value.len()).unwrap()], value].concat(),
        );
        text.split_once(" if unknown]\n\t      ")
            .unwrap()
            .1
            .to_owned()
    }

    #[test]
    fn a_pseudowire_and_its_interface_parameters() {
        let fixed = [0x80, 0x80, 5, 16, 0, 0, 0, 1, 0, 0, 0, 2];
        let parameters = b"\x01\x04\x05\xdc\x03\x04ab\x0c\x04\x06\x08";
        assert_eq!(
            class(&[&fixed, parameters.as_slice()].concat()),
            "Martini VC FEC (0x80): Ethernet, control word, group-ID 1, VC-ID 2, VC-info-length: 16\
             \n\t\tInterface Parameter: MTU (0x01), len 4: 1500\
             \n\t\tInterface Parameter: Description (0x03), len 4: ab\
             \n\t\tInterface Parameter: VCCV (0x0c), len 4\
             \n\t\t  Control Channels (0x06) = [MPLS Router Alert Label, MPLS inner label TTL = 1]\
             \n\t\t  CV Types (0x08) = [none]"
        );
    }

    #[test]
    fn a_pseudowire_that_is_not_whole() {
        assert_eq!(
            class(&[0x80, 0, 64, 0, 0, 0, 0, 1]),
            "Martini VC FEC (0x80): IP-interworking, no control word, group-ID 1, VC-info-length: 0"
        );
        assert_eq!(
            class(&[0x80, 0, 64, 5, 0, 0, 0, 1]),
            "Martini VC FEC (0x80) [tlv length 7 < 11] (invalid)"
        );
        assert_eq!(
            class(&[0x80, 0, 26, 3, 0, 0, 0, 1, 0, 0, 0, 2]),
            "Martini VC FEC (0x80): Unknown, no control word, group-ID 1, VC-ID 2, VC-info-length: 3 (invalid, < 4"
        );
    }

    #[test]
    fn prefixes() {
        assert_eq!(
            class(&[2, 0, 1, 16, 10, 1]),
            "Prefix FEC (0x02): IPv4 prefix 10.1.0.0/16"
        );
        assert_eq!(
            class(&[2, 0, 1, 33]),
            "Prefix FEC (0x02): IPv4 prefix (invalid length)"
        );
        assert_eq!(class(&[2, 0, 1, 16, 10]), "Prefix FEC (0x02) [|ldp]");
        assert_eq!(
            class(&[2, 0]),
            "Prefix FEC (0x02) [tlv length 1 < 2] (invalid)"
        );
    }
}
