//! Headers built by code, each around a payload.

/// The segment in every frame built here: ports 1025 and 81, seq 7, ack 9, PSH and ACK, window
/// 500, a window scale option with padding, and this payload.
pub(super) const PAYLOAD: &[u8] = b"segment";

/// Octets of that segment: header, options, payload.
pub(super) const SEGMENT_LEN: usize = 24 + PAYLOAD.len();

pub(super) fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn len16(octets: usize) -> [u8; 2] {
    u16::try_from(octets).unwrap().to_be_bytes()
}

pub(super) fn tcp() -> Vec<u8> {
    let header = [
        4, 1, 0, 81, 0, 0, 0, 7, 0, 0, 0, 9, 0x60, 0x18, 1, 0xf4, 0xab, 0xcd, 0, 0,
    ];
    join(&[&header, &[3, 3, 7, 0], PAYLOAD])
}

/// IPv4 with options, flags and fragment offset as given.
pub(super) fn ipv4_with(options: &[u8], fragment: u16, protocol: u8, payload: &[u8]) -> Vec<u8> {
    let version = 0x45 + u8::try_from(options.len() / 4).unwrap();
    let total = len16(20 + options.len() + payload.len());
    join(&[
        &[version, 0],
        &total,
        &[0x12, 0x34],
        &fragment.to_be_bytes(),
        &[64, protocol, 0, 0],
        &[10, 0, 0, 1],
        &[10, 0, 0, 2],
        options,
        payload,
    ])
}

pub(super) fn ipv4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    ipv4_with(&[], 0x4000, protocol, payload)
}

pub(super) fn ipv6(next: u8, payload: &[u8]) -> Vec<u8> {
    let mut source = [0; 16];
    source[..2].copy_from_slice(&[0x20, 1]);
    let mut destination = source;
    (source[15], destination[15]) = (1, 2);
    join(&[
        &[0x60, 0, 0, 0],
        &len16(payload.len()),
        &[next, 64],
        &source,
        &destination,
        payload,
    ])
}

pub(super) fn ethernet(kind: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1],
        &kind.to_be_bytes(),
        payload,
    ])
}

/// A VLAN tag and the type behind it.
pub(super) fn vlan(id: u16, kind: u16, payload: &[u8]) -> Vec<u8> {
    join(&[&(id | 0x6000).to_be_bytes(), &kind.to_be_bytes(), payload])
}

pub(super) fn snap(kind: u16, payload: &[u8]) -> Vec<u8> {
    join(&[&[0xaa, 0xaa, 3, 0, 0, 0], &kind.to_be_bytes(), payload])
}

pub(super) fn udp(port: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &40000_u16.to_be_bytes(),
        &port.to_be_bytes(),
        &len16(8 + payload.len()),
        &[0, 0],
        payload,
    ])
}

/// A whole Ethernet frame whose UDP datagram carries a tunnel.
pub(super) fn in_udp(port: u16, payload: &[u8]) -> Vec<u8> {
    ethernet(0x0800, &ipv4(17, &udp(port, payload)))
}

/// A whole Ethernet frame whose IPv4 packet carries a tunnel.
pub(super) fn in_ipv4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    ethernet(0x0800, &ipv4(protocol, payload))
}

/// An 802.11 data frame from an access point, with QoS.
pub(super) fn wifi(payload: &[u8]) -> Vec<u8> {
    let header = [0x88, 0x02, 0, 0];
    let addresses = [2; 18];
    join(&[&header, &addresses, &[0x10, 0, 0, 0], payload])
}
