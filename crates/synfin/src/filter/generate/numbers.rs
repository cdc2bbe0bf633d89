//! The numbers of protocols, as the headers carry them.

pub(super) const ETHER_XNS: u32 = 0x0600;
pub(super) const ETHER_IP: u32 = 0x0800;
pub(super) const ETHER_ARP: u32 = 0x0806;
pub(super) const ETHER_MOPDL: u32 = 0x6001;
pub(super) const ETHER_MOPRC: u32 = 0x6002;
pub(super) const ETHER_DECNET: u32 = 0x6003;
pub(super) const ETHER_LAT: u32 = 0x6004;
pub(super) const ETHER_SCA: u32 = 0x6007;
pub(super) const ETHER_TRANSPARENT: u32 = 0x6558;
pub(super) const ETHER_RARP: u32 = 0x8035;
pub(super) const ETHER_ATALK: u32 = 0x809b;
pub(super) const ETHER_AARP: u32 = 0x80f3;
pub(super) const ETHER_VLAN: u32 = 0x8100;
pub(super) const ETHER_IPX: u32 = 0x8137;
pub(super) const ETHER_IP6: u32 = 0x86dd;
pub(super) const ETHER_MPLS: u32 = 0x8847;
pub(super) const ETHER_PPPOED: u32 = 0x8863;
pub(super) const ETHER_PPPOES: u32 = 0x8864;
/// Provider bridging, IEEE 802.1ad.
pub(super) const ETHER_QINQ: u32 = 0x88a8;
pub(super) const ETHER_LOOPBACK: u32 = 0x9000;
/// Double tagging before 802.1ad.
pub(super) const ETHER_OLD_QINQ: u32 = 0x9100;
/// In 802.3 the field holds a length up to this, above it a protocol.
pub(super) const MOST_802_3: u32 = 1500;

/// 802.2 service access points.
pub(super) const SAP_IP: u32 = 0x06;
pub(super) const SAP_STP: u32 = 0x42;
pub(super) const SAP_IPX: u32 = 0xe0;
pub(super) const SAP_NETBEUI: u32 = 0xf0;
pub(super) const SAP_ISO: u32 = 0xfe;

pub(super) const IP_ICMP: u32 = 1;
pub(super) const IP_IGMP: u32 = 2;
pub(super) const IP_TCP: u32 = 6;
pub(super) const IP_IGRP: u32 = 9;
pub(super) const IP_UDP: u32 = 17;
pub(super) const IP_FRAGMENT: u32 = 44;
pub(super) const IP_ESP: u32 = 50;
pub(super) const IP_AH: u32 = 51;
pub(super) const IP_ICMP6: u32 = 58;
pub(super) const IP_PIM: u32 = 103;
pub(super) const IP_VRRP: u32 = 112;
pub(super) const IP_SCTP: u32 = 132;

pub(super) const ISO_CLNP: u32 = 0x81;
pub(super) const ISO_ESIS: u32 = 0x82;
pub(super) const ISO_ISIS: u32 = 0x83;
