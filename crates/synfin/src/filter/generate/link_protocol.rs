//! Which protocol does the link layer carry?

use super::layout::{ByteOrder, Kind};
use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator};
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::values::Width;

/// Linux cooked capture: 802.3 without 802.2.
const SLL_802_3: u32 = 0x0001;
/// Linux cooked capture: 802.2.
const SLL_802_2: u32 = 0x0004;

impl Generator<'_> {
    /// Does the link layer carry this protocol: an Ethernet type, or up to 1500 an 802.2 service
    /// access point?
    pub(super) fn link_protocol(&mut self, protocol: u32) -> Generation {
        if self.layout.labels > 0 {
            return self.mpls_protocol(protocol);
        }
        Ok(match self.layout.kind {
            Kind::Ethernet => self.ethernet_protocol(protocol),
            Kind::LinuxSll => self.sll_protocol(protocol),
            Kind::Llc(_) => self.llc_protocol(protocol),
            Kind::EtherType => self.equal(Base::Protocol, 0, Width::Two, protocol),
            Kind::CiscoHdlc => {
                let protocol = match protocol {
                    SAP_ISO => SAP_ISO << 8 | SAP_ISO,
                    protocol => protocol,
                };
                self.equal(Base::Protocol, 0, Width::Two, protocol)
            }
            Kind::Ppp { .. } => self.equal(Base::Protocol, 0, Width::Two, ppp_protocol(protocol)),
            Kind::PppBsdos => self.ppp_bsdos_protocol(protocol),
            Kind::Raw => match protocol {
                ETHER_IP => self.equal_masked(Base::Link, 0, Width::One, 0x40, 0xf0),
                ETHER_IP6 => self.equal_masked(Base::Link, 0, Width::One, 0x60, 0xf0),
                _ => self.conditions.known(false),
            },
            Kind::Ip4 => self.conditions.known(protocol == ETHER_IP),
            Kind::Ip6 => self.conditions.known(protocol == ETHER_IP6),
            Kind::Loopback(order) => self.loopback_protocol(protocol, order),
            Kind::Arcnet => self.arcnet_protocol(protocol),
            Kind::LocalTalk => self.conditions.known(protocol == ETHER_ATALK),
            Kind::FrameRelay => self.frame_relay_protocol(protocol),
            Kind::Ipnet => match protocol {
                ETHER_IP => self.equal(Base::Protocol, 0, Width::One, 2),
                ETHER_IP6 => self.equal(Base::Protocol, 0, Width::One, 26),
                _ => self.conditions.known(false),
            },
            // libpcap looks at nothing but the magic number, whatever the protocol.
            Kind::Juniper => {
                self.equal_masked(Base::Link, 0, Width::Four, 0x4d47_4300, 0xffff_ff00)
            }
            Kind::BacnetMstp => {
                self.equal_masked(Base::Link, 0, Width::Four, 0x55ff_0000, 0xffff_0000)
            }
            Kind::Opaque => {
                return Err(self
                    .error(format!(
                        "protocols cannot be told on this link layer (type {})",
                        self.link_type.0
                    ))
                    .hint("link[0] and the like, len, less and greater work here"));
            }
        })
    }

    fn ethernet_protocol(&mut self, protocol: u32) -> ConditionId {
        match protocol {
            SAP_ISO | SAP_IP | SAP_NETBEUI => {
                let is_802_3 = self.is_802_3();
                let both = self.equal(Base::Payload, 0, Width::Two, protocol << 8 | protocol);
                self.and(is_802_3, both)
            }
            SAP_IPX => {
                // 802.2's access point, 802.3 without 802.2, SNAP; or Ethernet II.
                let sap = self.equal(Base::Payload, 0, Width::One, SAP_IPX);
                let bare = self.equal(Base::Payload, 0, Width::Two, 0xffff);
                let without_snap = self.or(sap, bare);
                let snap = self.snap(0, ETHER_IPX);
                let any = self.or(snap, without_snap);
                let is_802_3 = self.is_802_3();
                let within = self.and(is_802_3, any);
                let ether = self.equal(Base::Protocol, 0, Width::Two, ETHER_IPX);
                self.or(ether, within)
            }
            ETHER_ATALK | ETHER_AARP => {
                let is_802_3 = self.is_802_3();
                let snap = self.appletalk_snap(protocol);
                let within = self.and(is_802_3, snap);
                let ether = self.equal(Base::Protocol, 0, Width::Two, protocol);
                self.or(ether, within)
            }
            0..=MOST_802_3 => {
                let is_802_3 = self.is_802_3();
                let sap = self.equal(Base::Payload, 0, Width::One, protocol);
                self.and(is_802_3, sap)
            }
            _ => self.equal(Base::Protocol, 0, Width::Two, protocol),
        }
    }

    /// Does the field hold a length and no protocol?
    pub(super) fn is_802_3(&mut self) -> ConditionId {
        let above = self.compare(
            Comparison::Greater,
            Base::Protocol,
            0,
            Width::Two,
            MOST_802_3,
        );
        self.not(above)
    }

    /// Is there a SNAP header with this organisation and protocol?
    fn snap(&mut self, organisation: u32, protocol: u32) -> ConditionId {
        let [_, a, b, c] = organisation.to_be_bytes();
        let [_, _, d, e] = protocol.to_be_bytes();
        self.equal_octets(Base::Payload, 0, &[0xaa, 0xaa, 0x03, a, b, c, d, e])
    }

    /// AppleTalk's SNAP header has Apple's organisation code, its ARP's has none.
    fn appletalk_snap(&mut self, protocol: u32) -> ConditionId {
        let organisation = if protocol == ETHER_ATALK {
            0x08_0007
        } else {
            0
        };
        self.snap(organisation, protocol)
    }

    fn sll_protocol(&mut self, protocol: u32) -> ConditionId {
        match protocol {
            SAP_ISO | SAP_IP | SAP_NETBEUI => {
                let is_802_2 = self.equal(Base::Protocol, 0, Width::Two, SLL_802_2);
                let both = self.equal(Base::Payload, 0, Width::Two, protocol << 8 | protocol);
                self.and(is_802_2, both)
            }
            SAP_IPX => {
                let sap = self.equal(Base::Payload, 0, Width::One, SAP_IPX);
                let snap = self.snap(0, ETHER_IPX);
                let either = self.or(sap, snap);
                let is_802_2 = self.equal(Base::Protocol, 0, Width::Two, SLL_802_2);
                let within = self.and(is_802_2, either);
                let bare = self.equal(Base::Protocol, 0, Width::Two, SLL_802_3);
                let without_ether = self.or(bare, within);
                let ether = self.equal(Base::Protocol, 0, Width::Two, ETHER_IPX);
                self.or(ether, without_ether)
            }
            ETHER_ATALK | ETHER_AARP => {
                let is_802_2 = self.equal(Base::Protocol, 0, Width::Two, SLL_802_2);
                let snap = self.appletalk_snap(protocol);
                let within = self.and(is_802_2, snap);
                let ether = self.equal(Base::Protocol, 0, Width::Two, protocol);
                self.or(ether, within)
            }
            0..=MOST_802_3 => {
                let is_802_2 = self.equal(Base::Protocol, 0, Width::Two, SLL_802_2);
                let sap = self.equal(Base::Payload, 0, Width::One, protocol);
                self.and(is_802_2, sap)
            }
            _ => self.equal(Base::Protocol, 0, Width::Two, protocol),
        }
    }

    /// Where 802.2 always follows. Only AppleTalk's SNAP header is looked at in full.
    fn llc_protocol(&mut self, protocol: u32) -> ConditionId {
        match protocol {
            SAP_ISO | SAP_IP | SAP_NETBEUI => {
                self.equal(Base::Payload, 0, Width::Two, protocol << 8 | protocol)
            }
            ETHER_ATALK => self.appletalk_snap(protocol),
            0..=MOST_802_3 => self.equal(Base::Payload, 0, Width::One, protocol),
            _ => self.equal(Base::Payload, 6, Width::Two, protocol),
        }
    }

    fn ppp_bsdos_protocol(&mut self, protocol: u32) -> ConditionId {
        if protocol != ETHER_IP {
            return self.equal(Base::Protocol, 0, Width::Two, ppp_protocol(protocol));
        }
        // Van Jacobson's compressed and uncompressed TCP is IP, too.
        let ip = self.equal(Base::Protocol, 0, Width::Two, 0x21);
        let compressed = self.equal(Base::Protocol, 0, Width::Two, 0x2d);
        let uncompressed = self.equal(Base::Protocol, 0, Width::Two, 0x2f);
        let either = self.or(compressed, uncompressed);
        self.or(ip, either)
    }

    fn loopback_protocol(&mut self, protocol: u32, order: ByteOrder) -> ConditionId {
        let families: &[u32] = match protocol {
            ETHER_IP => &[2],
            ETHER_IP6 => &[24, 28, 30],
            _ => &[],
        };
        let mut condition = None;
        for family in families {
            let family = match order {
                ByteOrder::Big => *family,
                ByteOrder::Little => family.swap_bytes(),
            };
            let test = self.equal(Base::Link, 0, Width::Four, family);
            condition = Some(match condition {
                Some(before) => self.or(before, test),
                None => test,
            });
        }
        condition.unwrap_or_else(|| self.conditions.known(false))
    }

    fn arcnet_protocol(&mut self, protocol: u32) -> ConditionId {
        let either: &[u32] = match protocol {
            ETHER_IP => &[0xd4, 0xf0],
            ETHER_ARP => &[0xd5, 0xf1],
            ETHER_RARP => &[0xd6],
            ETHER_ATALK => &[0xdd],
            ETHER_IP6 => &[0xc4],
            _ => &[],
        };
        let mut condition = None;
        for number in either {
            let test = self.equal(Base::Protocol, 0, Width::One, *number);
            condition = Some(match condition {
                Some(before) => self.or(before, test),
                None => test,
            });
        }
        condition.unwrap_or_else(|| self.conditions.known(false))
    }

    /// RFC 2427: control octet and NLPID.
    fn frame_relay_protocol(&mut self, protocol: u32) -> ConditionId {
        match protocol {
            ETHER_IP => self.equal(Base::Link, 2, Width::Two, 0x03cc),
            ETHER_IP6 => self.equal(Base::Link, 2, Width::Two, 0x038e),
            SAP_ISO => {
                let clnp = self.equal(Base::Link, 2, Width::Two, 0x0300 | ISO_CLNP);
                let esis = self.equal(Base::Link, 2, Width::Two, 0x0300 | ISO_ESIS);
                let isis = self.equal(Base::Link, 2, Width::Two, 0x0300 | ISO_ISIS);
                let routing = self.or(esis, isis);
                self.or(clnp, routing)
            }
            _ => self.conditions.known(false),
        }
    }

    /// Behind MPLS labels nothing names the protocol: the last label must be the bottom of the
    /// stack, and what follows must look like IP of that version.
    fn mpls_protocol(&mut self, protocol: u32) -> Generation {
        let version = match protocol {
            ETHER_IP => 0x40,
            ETHER_IP6 => 0x60,
            _ => {
                return Err(self
                    .error("this protocol cannot be told behind MPLS labels")
                    .hint("ip, ip6 and what they carry can be"));
            }
        };
        let bottom = self.equal_masked(Base::Network, 2_u32.wrapping_neg(), Width::One, 1, 1);
        let looks_like = self.equal_masked(Base::Network, 0, Width::One, version, 0xf0);
        Ok(self.and(bottom, looks_like))
    }
}

/// PPP's number for what Ethernet has another number for.
fn ppp_protocol(protocol: u32) -> u32 {
    match protocol {
        ETHER_IP => 0x0021,
        ETHER_IP6 => 0x0057,
        ETHER_DECNET => 0x0027,
        ETHER_ATALK => 0x0029,
        SAP_ISO => 0x0023,
        SAP_STP => 0x0031,
        SAP_IPX => 0x002b,
        ETHER_XNS => 0x0025,
        protocol => protocol,
    }
}
