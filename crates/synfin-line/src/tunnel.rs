//! Tunnels through IP whose payload is printed too: GRE, and VXLAN and Geneve over UDP.

mod geneve;
mod gre;
#[cfg(test)]
mod tests;
mod vxlan;

pub(crate) use gre::print as gre;

use crate::ip::IpPacket;
use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::udp;

/// The UDP ports of tunnels, registered with IANA.
const VXLAN: u16 = 4789;
const GENEVE: u16 = 6081;

/// Prints a UDP packet, if one of its ports is a tunnel's.
pub(crate) fn udp(record: &mut Record<'_>, ip: &IpPacket<'_>, datagram: Octets<'_>) -> Outcome {
    let Some(header) = udp::Header::read(datagram) else {
        return Ok(());
    };
    // Of a quiet record tcpdump leaves nothing but the outer packet's length.
    if record.options.quiet > 0 {
        return Ok(());
    }
    let ports = [header.source_port, header.destination_port];
    // In this order, where a packet has both ports.
    let print: fn(&mut Record<'_>, Octets<'_>) -> Outcome = if ports.contains(&VXLAN) {
        vxlan::print
    } else if ports.contains(&GENEVE) {
        geneve::print
    } else {
        return Ok(());
    };
    header.append_sockets(record, ip);
    header.append_checksum(record, ip, datagram);
    let payload = datagram.skip(udp::HEADER_LEN).limit(header.payload_len);
    record.nested(|record| print(record, payload))
}

/// What a tunnel's header is followed by: a space, or with `-v` a new line.
fn separator(record: &mut Record<'_>) {
    record.text(if record.verbose() { "\n\t" } else { ": " });
}
