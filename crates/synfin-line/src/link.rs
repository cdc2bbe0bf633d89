//! The link part of a record: from a frame's first octet to the network layer.

mod ethernet;
mod ethertype;

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{ipv4, ipv6};
use synfin::{Frame, LinkType};

/// Prints a frame from its link layer on; nothing where the link layer is not known.
pub(crate) fn print(record: &mut Record<'_>, frame: &Frame<'_>) -> Outcome {
    let octets = Octets::new(frame.data, frame.original_len);
    match frame.link_type {
        LinkType::ETHERNET => ethernet::print(record, octets),
        LinkType::RAW | LinkType::RAW_12 | LinkType::RAW_14 | LinkType::IPV4 | LinkType::IPV6 => {
            raw(record, octets)
        }
        _ => Ok(()),
    }
}

/// IP without a link layer.
fn raw(record: &mut Record<'_>, octets: Octets<'_>) -> Outcome {
    if record.options.link_header {
        record.text("ip: ");
    }
    match octets.u8(0).map(|first| first >> 4) {
        Some(4) => ipv4::print(record, octets),
        Some(6) => ipv6::print(record, octets),
        _ => Ok(()),
    }
}
