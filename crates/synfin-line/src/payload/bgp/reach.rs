//! The attributes MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::nlri::{self, Family, Refused};
use super::{l2vpn, mvpn, names, route};

/// How the routes of an address family and a subsequent one are written.
#[derive(Clone, Copy)]
enum Form {
    Bare(Family),
    Labelled(Family),
    Vpn(Family),
    RouteTarget,
    MulticastVpn,
    /// Multicast distribution trees (RFC 6037, 4).
    Trees,
    /// Layer 2 circuits (RFC 4761, RFC 6074).
    Circuits,
}

impl Form {
    const fn of(afi: u16, safi: u8) -> Option<Self> {
        Some(match (afi, safi) {
            (1, 1..=3) => Self::Bare(Family::Ipv4),
            (1, 4) => Self::Labelled(Family::Ipv4),
            (1, 128..=130) => Self::Vpn(Family::Ipv4),
            (1, 132) => Self::RouteTarget,
            (1, 5) => Self::MulticastVpn,
            (1, 66) => Self::Trees,
            (2, 1..=3) => Self::Bare(Family::Ipv6),
            (2, 4) => Self::Labelled(Family::Ipv6),
            (2, 128..=130) => Self::Vpn(Family::Ipv6),
            (3, 1..=3) => Self::Bare(Family::Nsap),
            (3, 128..=130) => Self::Vpn(Family::Nsap),
            (25, 65) | (196, 128..=130) => Self::Circuits,
            _ => return None,
        })
    }
}

/// Prints the value, of `len` octets, of an MP_REACH_NLRI attribute.
pub(super) fn reach(line: &mut Line<'_>, value: Cursor<'_>, len: usize) -> Result<(), Short> {
    if len < FAMILY {
        return Err(Short::Payload);
    }
    let Some(form) = family(line, value, len)? else {
        return Ok(());
    };
    // Unlike the routes, what stands before them is bounded by the attribute.
    let mut at = value.with_len(len).ahead(FAMILY);
    let next_hop = usize::from(at.u8()?);
    if next_hop > at.left() {
        return Err(Short::Payload);
    }
    next_hops(line, form, &mut at, next_hop)?;
    write!(line, ", nh-length: {next_hop}");
    // RFC 4760 reserves this octet; RFC 2858 had subnetwork points of attachment there.
    let points = at.u8()?;
    if points == 0 {
        write!(line, ", no SNPA");
    } else {
        write!(line, "\n\t    {points} SNPA");
        for _ in 0..points {
            let octets = usize::from(at.u8()?);
            write!(line, "\n\t      {octets} bytes");
            at.take(octets)?;
        }
    }
    routes(line, form, at.unbounded(), (at.left(), len))
}

/// Prints the value, of `len` octets, of an MP_UNREACH_NLRI attribute.
pub(super) fn unreach(line: &mut Line<'_>, value: Cursor<'_>, len: usize) -> Result<(), Short> {
    let Some(form) = family(line, value, len)? else {
        return Ok(());
    };
    if len == FAMILY {
        // RFC 4724, 2.
        write!(line, "\n\t      End-of-Rib Marker (empty NLRI)");
    }
    let at = value.ahead(FAMILY).unbounded();
    routes(line, form, at, (len.saturating_sub(FAMILY), len))
}

/// Octets of an address family and a subsequent one.
const FAMILY: usize = 3;

/// Prints the address family; `None` if its routes cannot be read.
fn family(line: &mut Line<'_>, value: Cursor<'_>, len: usize) -> Result<Option<Form>, Short> {
    let mut at = value;
    let (afi, safi) = (at.u16()?, at.u8()?);
    write!(
        line,
        "\n\t    AFI: {} ({afi}), {}SAFI: {} ({safi})",
        names::afi(afi).unwrap_or("Unknown AFI"),
        if safi > 128 { "vendor specific " } else { "" },
        names::safi(safi).unwrap_or("Unknown SAFI"),
    );
    let form = Form::of(afi, safi);
    if form.is_none() {
        write!(line, "\n\t    no AFI {afi} / SAFI {safi} decoder");
        if line.verbosity <= 1 {
            line.hex_rows("\n\t    ", value.captured(len));
        }
    }
    Ok(form)
}

/// Prints `len` octets of next hops.
fn next_hops(
    line: &mut Line<'_>,
    form: Form,
    at: &mut Cursor<'_>,
    len: usize,
) -> Result<(), Short> {
    let start = *at;
    let mut separator = "\n\t    nexthop: ";
    while at.since(&start) < len {
        let left = len - at.since(&start);
        write!(line, "{separator}");
        separator = ", ";
        let distinguished = matches!(form, Form::Vpn(_));
        let family = match form {
            Form::Bare(family) | Form::Labelled(family) | Form::Vpn(family) => family,
            _ => Family::Ipv4,
        };
        let prefix = if distinguished { 8 } else { 0 };
        let address = match family {
            Family::Ipv4 => 4,
            Family::Ipv6 => 16,
            Family::Nsap if distinguished => 1,
            Family::Nsap => left,
        };
        if left < prefix + address {
            write!(line, "invalid len");
            at.skip(left);
            break;
        }
        if distinguished {
            write!(line, "RD: ");
            route::distinguisher(line, at.array()?);
            write!(line, ", ");
        }
        match family {
            Family::Ipv4 => line.ipv4(at.array()?),
            Family::Ipv6 => line.ipv6(at.array()?),
            Family::Nsap => route::nsap(line, at.take(left - prefix)?),
        }
    }
    Ok(())
}

/// Prints `len` octets of routes. tcpdump holds a route to the length of the whole attribute, not to
/// what is left of it.
fn routes(
    line: &mut Line<'_>,
    form: Form,
    mut at: Cursor<'_>,
    (len, attribute): (usize, usize),
) -> Result<(), Short> {
    const INDENT: &str = "\n\t      ";
    let start = at;
    let with_path = match form {
        Form::Bare(family) => nlri::has_path_ids(at, len, family),
        _ => false,
    };
    while at.since(&start) < len {
        let path = if with_path { Some(at.u32()?) } else { None };
        let mark = line.mark();
        let printed = match form {
            Form::Bare(family) => nlri::bare(line, INDENT, family, &mut at, attribute),
            Form::Labelled(family) => nlri::labelled(line, INDENT, family, &mut at, attribute),
            Form::Vpn(family) => nlri::vpn(line, INDENT, family, &mut at),
            Form::RouteTarget => nlri::route_target(line, INDENT, &mut at),
            Form::MulticastVpn => mvpn::print(line, INDENT, &mut at),
            Form::Trees => trees(line, INDENT, &mut at),
            Form::Circuits => l2vpn::print(line, INDENT, &mut at),
        };
        match printed {
            Ok(()) => {}
            Err(Refused::Illegal) => {
                let deeper = if matches!(form, Form::RouteTarget) {
                    "  "
                } else {
                    ""
                };
                write!(line, "\n\t    {deeper}(illegal prefix length)");
                break;
            }
            Err(Refused::Beyond) => break,
            Err(Refused::Short(short)) => {
                line.rewind(mark);
                return Err(short);
            }
        }
        if let Some(path) = path {
            write!(line, "   Path Id: {path}");
        }
    }
    Ok(())
}

/// Bits of a route distinguisher and two addresses.
const TREE_BITS: u8 = 128;

/// Prints a multicast distribution tree's route.
fn trees(line: &mut Line<'_>, indent: &str, at: &mut Cursor<'_>) -> Result<(), Refused> {
    if at.u8()? != TREE_BITS {
        return Err(Refused::Illegal);
    }
    at.need(8)?;
    let (distinguisher, address, group) = (at.array()?, at.array()?, at.array()?);
    write!(line, "{indent}RD: ");
    route::distinguisher(line, distinguisher);
    write!(line, ", VPN IP Address: ");
    line.ipv4(address);
    write!(line, ", MC Group Address: ");
    line.ipv4(group);
    Ok(())
}
