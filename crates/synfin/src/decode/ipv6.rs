//! IPv6 headers (RFC 8200) and the extension headers that stand before a payload, read through
//! etherparse.

use super::fragment::Fragment;
use super::ipv4::enter_fragment;
use super::stop::{Layer, Limit, Stop};
use super::walk::{Network, Next, Walk};
use etherparse::err::ip_auth::HeaderSliceError as AuthenticationError;
use etherparse::err::ipv6::{HeaderError, HeaderSliceError};
use etherparse::{
    IpAuthHeaderSlice, Ipv6FragmentHeaderSlice, Ipv6HeaderSlice, Ipv6RawExtHeaderSlice,
};

/// Octets of an IPv6 header without extensions.
const HEADER_LEN: usize = 40;

/// The next-header number of hop-by-hop options.
const HOP_BY_HOP: u8 = 0;

/// The jumbo payload option's type (RFC 2675, section 2).
const JUMBO_PAYLOAD: u8 = 0xc2;

/// An IPv6 header; the packet ends where its payload length or its jumbo option says.
pub(super) fn ipv6(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let header = Ipv6HeaderSlice::from_slice(walk.rest.octets()).map_err(|error| match error {
        HeaderSliceError::Len(error) => walk.rest.short(Layer::Ipv6, error.required_len),
        HeaderSliceError::Content(HeaderError::UnexpectedVersion { version_number }) => walk
            .rest
            .impossible(Layer::Ipv6, "version", version_number.into()),
    })?;
    walk.enter(Network {
        source: header.source_addr().into(),
        destination: header.destination_addr().into(),
        ttl: header.hop_limit(),
        id: None,
    });
    walk.rest.skip(HEADER_LEN, Layer::Ipv6)?;
    let next = header.next_header().0;
    let payload_len = match header.payload_length() {
        0 if next == HOP_BY_HOP => jumbo_payload_len(walk.rest.octets()).unwrap_or(0),
        len => usize::from(len),
    };
    walk.rest.truncate(payload_len, Limit::Ipv6PayloadLength);
    Ok(Next::Protocol(next))
}

/// The payload length that a jumbo payload option among the hop-by-hop options gives.
fn jumbo_payload_len(octets: &[u8]) -> Option<usize> {
    let header = Ipv6RawExtHeaderSlice::from_slice(octets).ok()?;
    let mut options = header.payload();
    loop {
        let (&kind, rest) = options.split_first()?;
        if kind == 0 {
            // Pad1 is the only option without a length.
            options = rest;
            continue;
        }
        let (&len, rest) = rest.split_first()?;
        let (value, behind) = rest.split_at_checked(len.into())?;
        if kind == JUMBO_PAYLOAD {
            let len = value.try_into().map(u32::from_be_bytes).ok()?;
            return usize::try_from(len).ok();
        }
        options = behind;
    }
}

/// An extension header of the common form: next header, length in units of eight octets.
pub(super) fn extension(walk: &mut Walk<'_>, _number: u8) -> Result<Next, Stop> {
    let header = Ipv6RawExtHeaderSlice::from_slice(walk.rest.octets())
        .map_err(|error| walk.rest.short(Layer::Ipv6Extension, error.required_len))?;
    walk.rest.skip(header.slice().len(), Layer::Ipv6Extension)?;
    Ok(Next::Protocol(header.next_header().0))
}

/// A fragment header (RFC 8200, section 4.5); an atomic one (RFC 6946) fragments nothing.
pub(super) fn fragment(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let header = Ipv6FragmentHeaderSlice::from_slice(walk.rest.octets())
        .map_err(|error| walk.rest.short(Layer::Ipv6Extension, error.required_len))?;
    walk.rest.skip(header.slice().len(), Layer::Ipv6Extension)?;
    let (id, protocol) = (header.identification(), header.next_header().0);
    if let Some(network) = &mut walk.context.network {
        network.id = Some(id);
    }
    if !header.is_fragmenting_payload() {
        return Ok(Next::Protocol(protocol));
    }
    let fragment = Fragment {
        offset: u32::from(header.fragment_offset().byte_offset()),
        more: header.more_fragments(),
        id,
        protocol,
        len: u32::try_from(walk.rest.len()).unwrap_or(u32::MAX),
        payload: walk.rest.octets(),
        context: walk.context,
    };
    enter_fragment(walk, fragment)
}

/// An authentication header (RFC 4302), in IPv4 or IPv6.
pub(super) fn authentication(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let header =
        IpAuthHeaderSlice::from_slice(walk.rest.octets()).map_err(|error| match error {
            AuthenticationError::Len(error) => {
                walk.rest.short(Layer::Authentication, error.required_len)
            }
            AuthenticationError::Content(_) => {
                walk.rest.impossible(Layer::Authentication, "length", 0)
            }
        })?;
    walk.rest
        .skip(header.slice().len(), Layer::Authentication)?;
    Ok(Next::Protocol(header.next_header().0))
}
