//! The text of a packet's two sockets, `10.0.0.1.40000 > 10.0.0.2.80`, remembered.
//!
//! Duty: write it, or copy it if it was written lately and copying is faster. Invariant: what is remembered is what would
//! be written; a change of names forgets it all. Absence: no knowledge of connections: each
//! direction is a text of its own.

use crate::ip::Addresses;
use crate::line::Line;
use crate::record;
use crate::writer::Text;
use crate::{LineOptions, Names};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A packet's sockets, by IP version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sockets {
    /// Addresses as numbers of 32 bits.
    V4(Ports, [u32; 2]),
    /// Addresses of 128 bits, in four parts.
    V6(Ports, [[u32; 4]; 2]),
}

impl Sockets {
    /// The sockets of an IP header's addresses and a TCP header's ports.
    pub(crate) fn new(addresses: &Addresses, ports: Ports) -> Self {
        match *addresses {
            Addresses::V4 {
                source,
                destination,
            } => Self::V4(ports, [source, destination].map(u32::from_be_bytes)),
            Addresses::V6 {
                source,
                destination,
            } => Self::V6(ports, [source, destination].map(quarters)),
        }
    }
}

/// An IPv6 address in four parts.
#[inline]
pub(crate) fn quarters(address: [u8; 16]) -> [u32; 4] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = address;
    [[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]].map(u32::from_be_bytes)
}

/// The source port and the destination port.
pub(crate) type Ports = [u16; 2];

/// How many directions are remembered. A power of two.
const PLACES: usize = 1024;

/// Octets of the longest text of two IPv4 sockets, and of two IPv6 sockets. A name may be longer;
/// then its text is not remembered.
const V4_TEXT: usize = 21 + 3 + 21;
const V6_TEXT: usize = 45 + 3 + 45;

/// Texts written lately.
#[derive(Debug, Default)]
pub(crate) struct SocketTexts {
    v4: Remembered<[u32; 2], V4_TEXT>,
    v6: Remembered<[[u32; 4]; 2], V6_TEXT>,
    /// The text being written, kept for its room.
    fresh: Vec<u8>,
}

/// A table with one place for each remainder of the hash: who comes later takes it over.
#[derive(Debug)]
struct Remembered<Pair, const N: usize>(Vec<Entry<Pair, N>>);

/// A text and what it is the text of; length 0 for none.
#[derive(Clone, Debug)]
struct Entry<Pair, const N: usize> {
    addresses: Pair,
    ports: Ports,
    len: u8,
    text: [u8; N],
}

impl<Pair, const N: usize> Default for Remembered<Pair, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl SocketTexts {
    /// Appends the text to a line; one that is too long for a line to `out`, behind the line's
    /// beginning.
    #[inline]
    pub(crate) fn append(
        &mut self,
        line: &mut Line<'_>,
        out: &mut Vec<u8>,
        sockets: Sockets,
        (options, names): (&LineOptions, &Names),
    ) {
        match sockets {
            // Numbers of IPv4 are written as fast as they are found.
            Sockets::V4([source_port, destination_port], [source, destination])
                if options.numeric =>
            {
                line.ipv4_socket(source, source_port);
                line.lit(b" > ");
                line.ipv4_socket(destination, destination_port);
            }
            _ => self.append_remembered(line, out, sockets, (options, names)),
        }
    }

    /// The same for a text that is remembered.
    #[inline(never)]
    fn append_remembered(
        &mut self,
        line: &mut Line<'_>,
        out: &mut Vec<u8>,
        sockets: Sockets,
        (options, names): (&LineOptions, &Names),
    ) {
        let fresh = &mut self.fresh;
        match sockets {
            Sockets::V4(ports, addresses) => {
                let [source, destination] = addresses;
                let hash = source ^ destination.rotate_left(16);
                let write = |out: &mut Vec<u8>| {
                    let hosts = addresses.map(|address| Ipv4Addr::from(address).into());
                    write(out, hosts, ports, options, names);
                };
                (self.v4).append(line, out, (addresses, ports), hash, fresh, write);
            }
            Sockets::V6(ports, addresses) => {
                let hash = addresses
                    .as_flattened()
                    .iter()
                    .fold(0, |hash: u32, part| hash.rotate_left(5) ^ part);
                let write = |out: &mut Vec<u8>| {
                    let hosts = addresses.map(|[a, b, c, d]| {
                        let high = u64::from(a) << 32 | u64::from(b);
                        let low = u64::from(c) << 32 | u64::from(d);
                        Ipv6Addr::from(u128::from(high) << 64 | u128::from(low)).into()
                    });
                    write(out, hosts, ports, options, names);
                };
                (self.v6).append(line, out, (addresses, ports), hash, fresh, write);
            }
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.v4.0.clear();
        self.v6.0.clear();
    }
}

impl<Pair: Copy + Default + PartialEq, const N: usize> Remembered<Pair, N> {
    #[inline]
    fn append(
        &mut self,
        line: &mut Line<'_>,
        out: &mut Vec<u8>,
        (addresses, ports): (Pair, Ports),
        hash: u32,
        fresh: &mut Vec<u8>,
        write: impl FnOnce(&mut Vec<u8>),
    ) {
        let [source, destination] = ports;
        let ports_hash = u32::from(source) ^ u32::from(destination) << 16;
        let mixed = (hash ^ ports_hash.rotate_left(9)).wrapping_mul(0x9e37_79b1);
        let place = (mixed >> (32 - PLACES.ilog2())) as usize;
        if let Some(entry) = self.0.get(place)
            && entry.addresses == addresses
            && entry.ports == ports
            && entry.len > 0
        {
            line.piece(&entry.text, entry.len.into());
            return;
        }
        fresh.clear();
        write(fresh);
        self.remember(place, addresses, ports, fresh);
        match self.0.get(place).filter(|entry| entry.len > 0) {
            Some(entry) => line.piece(&entry.text, entry.len.into()),
            None => {
                line.move_to(out);
                out.octets(fresh);
            }
        }
    }

    /// Puts a text in its place if there is room for it, and empties the place otherwise.
    #[inline(never)]
    fn remember(&mut self, place: usize, addresses: Pair, ports: Ports, text: &[u8]) {
        if self.0.is_empty() {
            let empty = Entry {
                addresses: Pair::default(),
                ports: [0; 2],
                len: 0,
                text: [0; N],
            };
            self.0.resize(PLACES, empty);
        }
        let Some(entry) = self.0.get_mut(place) else {
            return;
        };
        (entry.addresses, entry.ports, entry.len) = (addresses, ports, 0);
        if let (Some(room), Ok(len)) = (entry.text.get_mut(..text.len()), text.len().try_into()) {
            room.copy_from_slice(text);
            entry.len = len;
        }
    }
}

/// Writes `SRC.PORT > DST.PORT`.
fn write(
    out: &mut Vec<u8>,
    [source, destination]: [IpAddr; 2],
    [source_port, destination_port]: Ports,
    options: &LineOptions,
    names: &Names,
) {
    record::append_host(out, source, options, names);
    out.text(".");
    record::append_tcp_port(out, source_port, options, names);
    out.text(" > ");
    record::append_host(out, destination, options, names);
    out.text(".");
    record::append_tcp_port(out, destination_port, options, names);
}
