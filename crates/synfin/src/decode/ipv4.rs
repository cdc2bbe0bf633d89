//! IPv4 headers (RFC 791), read through etherparse.

use super::fragment::Fragment;
use super::stop::{Layer, Limit, Reason, Stop};
use super::walk::{Network, Next, TCP, Walk};
use etherparse::Ipv4HeaderSlice;
use etherparse::err::ipv4::{HeaderError, HeaderSliceError};

/// An IPv4 header with its options; the datagram ends where its total length says.
pub(super) fn ipv4(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let header = Ipv4HeaderSlice::from_slice(walk.rest.octets()).map_err(|error| match error {
        HeaderSliceError::Len(error) => walk.rest.short(Layer::Ipv4, error.required_len),
        HeaderSliceError::Content(HeaderError::UnexpectedVersion { version_number }) => walk
            .rest
            .impossible(Layer::Ipv4, "version", version_number.into()),
        HeaderSliceError::Content(HeaderError::HeaderLengthSmallerThanHeader { ihl }) => walk
            .rest
            .impossible(Layer::Ipv4, "header length", ihl.into()),
    })?;
    let (header_len, total_len) = (header.slice().len(), usize::from(header.total_len()));
    // A total length of 0 is left to hardware that cuts a large segment up (TSO): then the
    // datagram is what the link layer delivered.
    if total_len != 0 {
        if total_len < header_len {
            let value = header.total_len().into();
            return Err(walk.rest.impossible(Layer::Ipv4, "total length", value));
        }
        walk.rest.truncate(total_len, Limit::Ipv4TotalLength);
    }
    let id = u32::from(header.identification());
    walk.enter(Network {
        source: header.source_addr().into(),
        destination: header.destination_addr().into(),
        ttl: header.ttl(),
        id: Some(id),
    });
    walk.rest.skip(header_len, Layer::Ipv4)?;
    let protocol = header.protocol().0;
    if header.is_fragmenting_payload() {
        let fragment = Fragment {
            offset: u32::from(header.fragments_offset().byte_offset()),
            more: header.more_fragments(),
            id,
            protocol,
            len: u32::try_from(walk.rest.len()).unwrap_or(u32::MAX),
            payload: walk.rest.octets(),
            context: walk.context,
        };
        return enter_fragment(walk, fragment);
    }
    Ok(Next::Protocol(protocol))
}

/// A fragment: only the first one has the payload's headers.
pub(super) fn enter_fragment<'a>(
    walk: &mut Walk<'a>,
    fragment: Fragment<'a>,
) -> Result<Next, Stop> {
    walk.fragment.get_or_insert(fragment);
    if fragment.offset == 0 {
        return Ok(Next::Protocol(fragment.protocol));
    }
    walk.carries_tcp = fragment.protocol == TCP;
    Err(walk.rest.stop(Layer::Ipv4, Reason::LaterFragment))
}
