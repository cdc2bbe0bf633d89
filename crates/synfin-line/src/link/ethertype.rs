//! EtherTypes: their names, and which printer takes what is inside.

use super::{mpls, ppp};
use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::writer::Text;
use crate::{ipv4, ipv6};

/// IPv4.
pub(super) const IPV4: u16 = 0x0800;
/// IPv6.
pub(super) const IPV6: u16 = 0x86dd;
/// A VLAN tag (IEEE 802.1Q).
pub(super) const VLAN: u16 = 0x8100;
/// An outer VLAN tag (IEEE 802.1ad).
pub(super) const VLAN_QINQ: u16 = 0x88a8;
/// An outer VLAN tag, as used before the standard.
pub(super) const VLAN_9100: u16 = 0x9100;
/// The same.
pub(super) const VLAN_9200: u16 = 0x9200;

/// MPLS, one receiver (RFC 3032).
pub(super) const MPLS: u16 = 0x8847;
/// MPLS, several receivers (RFC 5332).
pub(super) const MPLS_MULTICAST: u16 = 0x8848;
/// PPPoE, session stage (RFC 2516).
const PPPOE_SESSION: u16 = 0x8864;
/// The same, as some devices number it.
const PPPOE_SESSION_2: u16 = 0x3c13;
/// An LLC header behind a length that would not fit.
pub(super) const JUMBO: u16 = 0x8870;
/// PPP (RFC 7042).
const PPP: u16 = 0x880b;

/// The largest length field of IEEE 802.3; what is above is a type.
pub(super) const MAX_LENGTH: u16 = 1500;

/// Is this a VLAN tag's type?
pub(super) const fn is_vlan(ethertype: u16) -> bool {
    matches!(ethertype, VLAN | VLAN_QINQ | VLAN_9100 | VLAN_9200)
}

/// A type's name, for those that TCP may lie behind.
pub(super) const fn name(ethertype: u16) -> Option<&'static str> {
    Some(match ethertype {
        IPV4 => "IPv4",
        IPV6 => "IPv6",
        VLAN => "802.1Q",
        VLAN_QINQ => "802.1Q-QinQ",
        VLAN_9100 => "802.1Q-9100",
        VLAN_9200 => "802.1Q-9200",
        0x6558 => "TEB",
        PPP => "PPP",
        MPLS => "MPLS unicast",
        MPLS_MULTICAST => "MPLS multicast",
        0x8863 => "PPPoE D",
        PPPOE_SESSION => "PPPoE S",
        JUMBO => "Jumbo",
        0x894f => "NSH",
        _ => return None,
    })
}

/// Appends `NAME (0xhhhh)`.
pub(crate) fn append(record: &mut Record<'_>, ethertype: u16) {
    record.text(name(ethertype).unwrap_or("Unknown"));
    record.text(" (0x");
    record.out.hex_zeros(ethertype, 4);
    record.text(")");
}

/// Appends `NAME`, as `-q` has it.
pub(super) fn append_quietly(record: &mut Record<'_>, ethertype: u16) {
    if let Some(name) = name(ethertype) {
        record.text(name);
    } else {
        record.text("Unknown Ethertype (0x");
        record.out.hex_zeros(ethertype, 4);
        record.text(")");
    }
}

/// Prints what a type says is inside, if it may be TCP.
pub(crate) fn print(record: &mut Record<'_>, ethertype: u16, octets: Octets<'_>) -> Outcome {
    match ethertype {
        IPV4 => ipv4::print(record, octets),
        IPV6 => ipv6::print(record, octets),
        MPLS | MPLS_MULTICAST => mpls::print(record, octets),
        PPPOE_SESSION | PPPOE_SESSION_2 => ppp::print_over_ethernet(record, octets),
        PPP => {
            record.text(": ");
            ppp::print(record, octets)
        }
        _ => Ok(()),
    }
}
