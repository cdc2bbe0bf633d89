//! Routes of multicast VPNs (RFC 6514, section 4).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::nlri::Refused;
use super::{names, route};

/// Octets of a route distinguisher.
const DISTINGUISHER: usize = 8;

/// An address behind its length in bits.
#[derive(Clone, Copy)]
enum Address {
    None,
    Ipv4([u8; 4]),
    Ipv6([u8; 16]),
    /// Of so many bits, which no address has.
    Bogus(u32),
}

impl Address {
    fn read(mut at: Cursor<'_>, bits: u32) -> Result<Self, Short> {
        Ok(match bits {
            0 => Self::None,
            32 => Self::Ipv4(at.array()?),
            128 => Self::Ipv6(at.array()?),
            _ => Self::Bogus(bits),
        })
    }

    fn print(self, line: &mut Line<'_>) {
        match self {
            Self::None => write!(line, "bogus address length 0"),
            Self::Ipv4(address) => line.ipv4(address),
            Self::Ipv6(address) => line.ipv6(address),
            Self::Bogus(bits) => write!(line, "bogus address length {bits}"),
        }
    }
}

/// A multicast source and group, either of which may be absent.
struct SourceAndGroup {
    source: Address,
    group: Address,
    /// Octets they take.
    len: usize,
}

impl SourceAndGroup {
    /// Reads them, as far as they were captured.
    fn read(mut at: Cursor<'_>) -> Result<Self, Short> {
        let mut pair = Self {
            source: Address::None,
            group: Address::None,
            len: 0,
        };
        for address in [&mut pair.source, &mut pair.group] {
            let bits = at.u8()?;
            let octets = usize::from(bits / 8);
            if !at.has(octets) {
                break;
            }
            *address = Address::read(at, bits.into())?;
            at.skip(octets);
            pair.len += 1 + octets;
        }
        Ok(pair)
    }

    fn print(&self, line: &mut Line<'_>) {
        for (name, address) in [(", Source ", self.source), (", Group ", self.group)] {
            if !matches!(address, Address::None) {
                write!(line, "{name}");
                address.print(line);
            }
        }
    }
}

/// Prints one route.
pub(super) fn print(line: &mut Line<'_>, indent: &str, at: &mut Cursor<'_>) -> Result<(), Refused> {
    let (kind, len) = (at.u8()?, usize::from(at.u8()?));
    let mut body = *at;
    let head = |line: &mut Line<'_>| {
        let name = names::multicast_vpn_route(kind).unwrap_or("Unknown");
        write!(line, "{indent}Route-Type: {name} ({kind}), length: {len}");
    };
    if matches!(kind, 1..=3 | 5..=7) {
        let system = if matches!(kind, 2 | 6 | 7) { 4 } else { 0 };
        body.need(DISTINGUISHER + system)?;
        let distinguisher = body.array()?;
        let head = |line: &mut Line<'_>| {
            head(line);
            write!(line, ", RD: ");
            route::distinguisher(line, distinguisher);
        };
        match kind {
            1 => {
                let len = len.checked_sub(DISTINGUISHER).ok_or(Short::Payload)?;
                let originator = Address::read(body, bits(len))?;
                head(line);
                write!(line, ", Originator ");
                originator.print(line);
            }
            2 => {
                let system = body.u32()?;
                head(line);
                write!(line, ", Source-AS {system}");
            }
            3 => {
                let pair = SourceAndGroup::read(body)?;
                // The originator stands behind the pair, yet tcpdump looks for it at the pair's
                // place, and counts the distinguisher among its octets.
                let len = len.checked_sub(pair.len).ok_or(Short::Payload)?;
                body.need(len)?;
                let originator = Address::read(body, bits(len))?;
                head(line);
                pair.print(line);
                write!(line, ", Originator ");
                originator.print(line);
            }
            5 => {
                let pair = SourceAndGroup::read(body)?;
                head(line);
                pair.print(line);
            }
            _ => {
                let system = body.u32()?;
                let pair = SourceAndGroup::read(body)?;
                head(line);
                write!(line, ", Source-AS {system}");
                pair.print(line);
            }
        }
    } else {
        head(line);
    }
    at.skip(len);
    Ok(())
}

/// Bits of so many octets; no more than 255 are possible.
fn bits(octets: usize) -> u32 {
    u32::try_from(octets).unwrap_or(u32::MAX).saturating_mul(8)
}
