//! 802.2 LLC and SNAP (RFC 1042, RFC 2684).

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};

/// The control octet of an unnumbered information frame.
const UI: u8 = 0x03;

/// An LLC header, with the SNAP header that usually follows.
pub(super) fn llc(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[dsap, ssap, control] = walk.rest.take(Layer::Llc)?;
    match (dsap, ssap, control) {
        (0xaa, 0xaa, UI) => snap(walk),
        // The service access point of IP itself.
        (0x06, 0x06, UI) => Ok(Next::Ip),
        (0xfe, 0xfe, UI) => nlpid(walk),
        _ => Err(walk.rest.other(Layer::Llc, dsap)),
    }
}

/// A SNAP header: an organisation, and a number by its own list.
fn snap(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[a, b, c, high, low] = walk.rest.take(Layer::Llc)?;
    let number = u16::from_be_bytes([high, low]);
    match ([a, b, c], number) {
        // Ethernet types, also under the number of bridge-tunnelled Ethernet (IEEE 802.1H).
        ([0, 0, 0] | [0, 0, 0xf8], kind) => Ok(Next::EtherType(kind)),
        // 802.1's bridged Ethernet, with and without its check sequence.
        ([0, 0x80, 0xc2], 0x0001 | 0x0007) => Ok(Next::Ethernet),
        _ => Err(walk.rest.other(Layer::Llc, number)),
    }
}

/// A network layer protocol identifier, as frame relay and ATM have it (RFC 2427).
pub(super) fn nlpid(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    match walk.rest.take(Layer::Llc)? {
        [0xcc] => Ok(Next::Ipv4),
        [0x8e] => Ok(Next::Ipv6),
        [0x80] => snap(walk),
        // A padding octet before SNAP's identifier makes the header even.
        [0x00] if walk.rest.first() == Some(0x80) => {
            walk.rest.skip(1, Layer::Llc)?;
            snap(walk)
        }
        [other] => Err(walk.rest.other(Layer::Llc, *other)),
    }
}
