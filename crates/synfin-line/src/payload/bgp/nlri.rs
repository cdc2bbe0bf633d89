//! Network layer reachability information: the prefixes of routes, in every form that is known.
//!
//! Each form is first read, then printed: what cannot be read whole leaves no text.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::route;

/// Why a route could not be read.
#[derive(Debug)]
pub(in super::super) enum Refused {
    /// It has more bits than an address of its family, or fewer than it must have.
    Illegal,
    /// It is longer than what it stands in; nothing is said of that.
    Beyond,
    /// It ends before its length says so.
    Short(Short),
}

impl From<Short> for Refused {
    fn from(short: Short) -> Self {
        Self::Short(short)
    }
}

/// An address family's prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Family {
    Ipv4,
    Ipv6,
    /// ISO network service access points.
    Nsap,
}

impl Family {
    /// Octets of a whole address.
    const fn octets(self) -> usize {
        match self {
            Self::Ipv4 => 4,
            Self::Ipv6 => 16,
            Self::Nsap => 19,
        }
    }

    /// Bits a prefix may have.
    pub(super) const fn max_bits(self) -> usize {
        self.octets() * 8
    }
}

/// The first bits of an address; those behind are 0.
struct Prefix {
    family: Family,
    octets: [u8; 19],
    bits: usize,
}

impl Prefix {
    /// Reads the octets that `bits` bits take; there must not be more than `left`.
    fn read(
        family: Family,
        at: &mut Cursor<'_>,
        bits: usize,
        left: usize,
    ) -> Result<Self, Refused> {
        if bits > family.max_bits() {
            return Err(Refused::Illegal);
        }
        let len = bits.div_ceil(8);
        let mut octets = [0; 19];
        if len > left {
            return Err(Short::Payload.into());
        }
        let taken = at.take(len)?;
        for (octet, value) in octets.iter_mut().zip(taken) {
            *octet = *value;
        }
        if let (Some(last), 1..) = (octets.get_mut(bits / 8), bits % 8) {
            *last &= !(0xff_u8 >> (bits % 8));
        }
        Ok(Self {
            family,
            octets,
            bits,
        })
    }

    fn print(&self, line: &mut Line<'_>) {
        match self.family {
            Family::Ipv4 => line.ipv4(first(&self.octets)),
            Family::Ipv6 => line.ipv6(first(&self.octets)),
            Family::Nsap => {
                let len = self.bits.div_ceil(8);
                route::nsap(line, self.octets.get(..len).unwrap_or(&[]));
            }
        }
        write!(line, "/{}", self.bits);
    }
}

/// The first `N` of more octets.
fn first<const N: usize>(octets: &[u8]) -> [u8; N] {
    octets.first_chunk().copied().unwrap_or([0; N])
}

/// Prints a bare prefix (RFC 4271, 4.3) behind `indent`, which has to end within `left` octets.
pub(in super::super) fn bare(
    line: &mut Line<'_>,
    indent: &str,
    family: Family,
    at: &mut Cursor<'_>,
    left: usize,
) -> Result<(), Refused> {
    let bits = usize::from(at.u8()?);
    let left = left.saturating_sub(1);
    let start = *at;
    let prefix = if family == Family::Nsap {
        // tcpdump reads these as if a label stood before them, yet steps over none.
        at.skip(LABEL_BITS / 8);
        let prefix = Prefix::read(family, at, bits, usize::MAX)?;
        *at = start.ahead(bits.div_ceil(8));
        prefix
    } else {
        Prefix::read(family, at, bits, left)?
    };
    write!(line, "{indent}");
    prefix.print(line);
    Ok(())
}

/// Bits of a label in front of a prefix.
const LABEL_BITS: usize = 24;

/// Prints a labelled prefix (RFC 8277, 2.2); one of IPv4 has to end within `left` octets.
pub(super) fn labelled(
    line: &mut Line<'_>,
    indent: &str,
    family: Family,
    at: &mut Cursor<'_>,
    left: usize,
) -> Result<(), Refused> {
    at.need(1 + LABEL_BITS / 8)?;
    let (bits, label) = (usize::from(at.u8()?), at.u24()?);
    let Some(bits) = bits.checked_sub(LABEL_BITS) else {
        return Err(Refused::Illegal);
    };
    let is_within = bits.div_ceil(8) + 1 + LABEL_BITS / 8 <= left;
    if family == Family::Ipv4 && bits <= family.max_bits() && !is_within {
        return Err(Refused::Beyond);
    }
    let prefix = Prefix::read(family, at, bits, usize::MAX)?;
    write!(line, "{indent}");
    prefix.print(line);
    route::label(line, label);
    Ok(())
}

/// Bits of a label and a route distinguisher in front of a prefix.
const VPN_BITS: usize = LABEL_BITS + 64;

/// Prints a VPN's labelled prefix (RFC 4364, 4.3.4).
pub(super) fn vpn(
    line: &mut Line<'_>,
    indent: &str,
    family: Family,
    at: &mut Cursor<'_>,
) -> Result<(), Refused> {
    let bits = usize::from(at.u8()?);
    let Some(bits) = bits.checked_sub(VPN_BITS) else {
        return Err(Refused::Illegal);
    };
    if bits > family.max_bits() {
        return Err(Refused::Illegal);
    }
    let (label, distinguisher) = (at.u24()?, at.array()?);
    let prefix = Prefix::read(family, at, bits, usize::MAX)?;
    write!(line, "{indent}RD: ");
    route::distinguisher(line, distinguisher);
    write!(line, ", ");
    prefix.print(line);
    route::label(line, label);
    Ok(())
}

/// Bits of an origin AS in front of a route target, and of both together.
const TARGET_BITS: (usize, usize) = (32, 96);

/// Prints a route target (RFC 4684, 4).
pub(super) fn route_target(
    line: &mut Line<'_>,
    indent: &str,
    at: &mut Cursor<'_>,
) -> Result<(), Refused> {
    let bits = usize::from(at.u8()?);
    if bits == 0 {
        write!(line, "{indent}default route target");
        return Ok(());
    }
    if bits < TARGET_BITS.0 {
        return Err(Refused::Illegal);
    }
    let origin = at.u32()?;
    if bits > TARGET_BITS.1 {
        return Err(Refused::Illegal);
    }
    let bits = bits - TARGET_BITS.0;
    let octets = Prefix::read(Family::Ipv6, at, bits, usize::MAX)?.octets;
    write!(line, "{indent}origin AS: {origin}, route");
    target(line, &octets, bits);
    Ok(())
}

/// Prints the first `bits` bits of a route target: an extended community.
fn target(line: &mut Line<'_>, octets: &[u8; 19], bits: usize) {
    let [t, u, a, b, c, d, e, f] = first(octets);
    let (kind, number) = (u16::from_be_bytes([t, u]), u16::from_be_bytes([e, f]));
    let mut unknown = true;
    match kind {
        _ if bits == 0 => {
            write!(line, "-target: 0:0/0");
            return;
        }
        _ if bits < 16 => write!(line, "-target: partial-type: ("),
        0x0002 => {
            let system = u16::from_be_bytes([a, b]);
            let number = u32::from_be_bytes([c, d, e, f]);
            write!(line, "-target: {system}:{number}/{bits} (");
            unknown = false;
        }
        0x0102 => {
            write!(line, "-target: {a}.{b}.{c}.{d}:{number}/{bits} (");
            unknown = false;
        }
        0x0202 => {
            let system = u32::from_be_bytes([a, b, c, d]);
            write!(line, "-target: {system}:{number}/{bits} (");
            unknown = false;
        }
        _ => write!(line, " target: unknown-type({kind:04x}) ("),
    }
    let shown = octets.get(..bits.div_ceil(8)).unwrap_or(octets);
    for (index, octet) in shown.iter().enumerate() {
        let space = if index % 2 == 0 && index > 0 { " " } else { "" };
        write!(line, "{space}{octet:02x}");
    }
    if unknown {
        write!(line, "/{bits}");
    }
    write!(line, ")");
}

/// Is there a path identifier (RFC 7911, 3) before each prefix of `len` octets? Messages do not
/// say so: it is guessed, from the prefixes being sound with it and not without it.
pub(super) fn has_path_ids(at: Cursor<'_>, len: usize, family: Family) -> bool {
    const PATH_ID: usize = 4;
    len > PATH_ID && sound(at, len, family, PATH_ID, 0) && !sound(at, len, family, 0, 1)
}

/// Do prefixes of `least` bits or more, each behind `before` octets, fit `len` octets, as far as
/// was captured?
fn sound(at: Cursor<'_>, len: usize, family: Family, before: usize, least: usize) -> bool {
    let mut offset = 0_usize;
    while offset < len {
        offset += before;
        let Ok(bits) = at.ahead(offset).u8() else {
            break;
        };
        let bits = usize::from(bits);
        if bits < least || bits > family.max_bits() {
            return false;
        }
        offset += 1 + bits.div_ceil(8);
    }
    offset <= len
}
