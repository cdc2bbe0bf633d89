//! Cisco HDLC.

use super::ethertype;
use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::writer::Text;
use crate::{ipv4, ipv6};

/// The address field of a frame for one station, and of one for all.
pub(super) const UNICAST: u8 = 0x0f;
pub(super) const BROADCAST: u8 = 0x8f;

/// A header's length in octets.
const HEADER_LEN: usize = 4;

/// Prints a frame.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let (Some(address), Some(protocol)) = (frame.u8(0), frame.be16(2)) else {
        record.mark("chdlc");
        return Ok(());
    };
    if record.options.link_header {
        match address {
            UNICAST => record.text("unicast, "),
            BROADCAST => record.text("bcast, "),
            _ => {
                record.text("0x");
                record.out.hex_octets(&[address]);
                record.text(", ");
            }
        }
        record.text("ethertype ");
        ethertype::append(record, protocol);
        record.labelled(", length ", frame.len());
        record.text(": ");
    }
    let octets = frame.skip(HEADER_LEN);
    match protocol {
        ethertype::IPV4 => ipv4::print(record, octets),
        ethertype::IPV6 => ipv6::print(record, octets),
        ethertype::MPLS | ethertype::MPLS_MULTICAST => super::mpls::print(record, octets),
        _ => Ok(()),
    }?;
    record.link_header_len = HEADER_LEN;
    Ok(())
}
