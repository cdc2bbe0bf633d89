//! The link part of a record: from a frame's first octet to the network layer.

mod arcnet;
mod chdlc;
mod cooked;
mod ethernet;
mod ethertype;
mod fddi;
mod infiniband;
mod llc;
mod loopback;
mod mpls;
mod nflog;
mod ppp;
#[cfg(test)]
mod tests;

pub(crate) use ethernet::print as ethernet;
pub(crate) use ethertype::{append as append_ethertype, print as by_ethertype};
pub(crate) use mpls::print as mpls;
pub(crate) use ppp::print as ppp;

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{ipv4, ipv6};
use synfin::Frame;

/// Prints a frame from its link layer on; nothing where the link layer is not known.
pub(crate) fn print(record: &mut Record<'_>, frame: &Frame<'_>) -> Outcome {
    let octets = Octets::new(frame.data, frame.original_len);
    // The numbers are those of the registry of LINKTYPE_ values at tcpdump.org, and of DLT_RAW on
    // several systems.
    match frame.link_type.0 {
        0 | 108 => loopback::print(record, octets),
        1 => {
            record.link_header_len = ethernet::print(record, octets)?;
            Ok(())
        }
        7 => arcnet::print(record, octets),
        9 => ppp::print_frame(record, octets),
        10 => fddi::print(record, octets),
        12 | 14 | 101 | 228 | 229 => raw(record, octets),
        50 => ppp::print_serial(record, octets),
        51 => ppp::print_over_ethernet(record, octets),
        104 => chdlc::print(record, octets),
        113 => cooked::print(record, octets),
        129 => arcnet::print_linux(record, octets),
        239 => nflog::print(record, octets),
        242 => infiniband::print(record, octets),
        276 => cooked::print_2(record, octets),
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
