//! Ethernet, the types its headers name, and the tags between them.
//!
//! Types are those of the IEEE's registration authority, as far as IP can be behind them.

use super::stop::{Layer, Limit, Stop};
use super::walk::{Next, Walk};

/// Octets up to which an Ethernet type field is a length (IEEE 802.3, 3.2.6).
const MAX_LENGTH: u16 = 1500;

/// The least value that is a type.
const MIN_TYPE: u16 = 0x600;

/// An Ethernet header without preamble.
pub(super) fn ethernet(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let [.., high, low] = walk.rest.take::<14>(Layer::Link)?;
    match u16::from_be_bytes([*high, *low]) {
        len @ 0..=MAX_LENGTH => {
            walk.rest.truncate(len.into(), Limit::LinkLength);
            Ok(Next::Llc)
        }
        kind @ MIN_TYPE.. => Ok(Next::EtherType(kind)),
        neither => Err(walk.rest.impossible(Layer::Link, "type", neither.into())),
    }
}

/// What an Ethernet type announces.
pub(super) fn ether_type(walk: &mut Walk<'_>, kind: u16) -> Result<Next, Stop> {
    match kind {
        0x0800 => Ok(Next::Ipv4),
        0x86dd => Ok(Next::Ipv6),
        0x8100 | 0x88a8 | 0x9100 | 0x9200 => vlan(walk),
        0x8847 | 0x8848 => Ok(Next::Mpls),
        0x8864 => pppoe(walk),
        0x880b => Ok(Next::Ppp),
        // Ethernet in GRE, Geneve and others.
        0x6558 => Ok(Next::Ethernet),
        // LLC behind a type field, as for frames larger than a length field can say.
        0x8870 => Ok(Next::Llc),
        // 802.1ah: the service instance tag, then the customer's frame.
        0x88e7 => skip(walk, 4, Next::Ethernet),
        // FabricPath: forwarding tag and TTL, then a whole frame.
        0x8903 => skip(walk, 2, Next::Ethernet),
        // Cisco's VN-tag, and its metadata.
        0x8926 => tag::<4>(walk),
        0x8909 => tag::<6>(walk),
        // 802.1BR's E-tag, HSR.
        0x893f => tag::<6>(walk),
        0x892f => tag::<4>(walk),
        0x894f => Ok(Next::Nsh),
        _ => Err(walk.rest.other(Layer::Link, kind)),
    }
}

fn skip(walk: &mut Walk<'_>, count: usize, next: Next) -> Result<Next, Stop> {
    walk.rest.skip(count, Layer::Tag)?;
    Ok(next)
}

/// A VLAN tag (IEEE 802.1Q): priority and identifier, then a type or length.
fn vlan(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let tag = walk.rest.peek::<4>(Layer::Tag)?;
    let tag = etherparse::SingleVlanHeaderSlice::from_slice(tag)
        .map_err(|error| walk.rest.short(Layer::Tag, error.required_len))?;
    let (id, kind) = (tag.vlan_identifier().value(), tag.ether_type().0);
    walk.context.vlan.get_or_insert(id);
    walk.rest.skip(4, Layer::Tag)?;
    Ok(tagged(walk, kind))
}

/// Any other tag: `N` octets, then a type or length.
fn tag<const N: usize>(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(N, Layer::Tag)?;
    let kind = walk.rest.take_u16(Layer::Tag)?;
    Ok(tagged(walk, kind))
}

/// What follows a tag: a type, or an 802.3 length.
fn tagged(walk: &mut Walk<'_>, kind: u16) -> Next {
    if kind > MAX_LENGTH {
        return Next::EtherType(kind);
    }
    walk.rest.truncate(kind.into(), Limit::LinkLength);
    Next::Llc
}

/// A PPPoE session header (RFC 2516, section 4).
fn pppoe(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[version_and_type, code, _, _, high, low] = walk.rest.take(Layer::Pppoe)?;
    if version_and_type != 0x11 {
        let value = version_and_type.into();
        return Err(walk
            .rest
            .impossible(Layer::Pppoe, "version and type", value));
    }
    if code != 0 {
        return Err(walk.rest.other(Layer::Pppoe, code));
    }
    let len = u16::from_be_bytes([high, low]);
    walk.rest.truncate(len.into(), Limit::PppoeLength);
    Ok(Next::Ppp)
}
