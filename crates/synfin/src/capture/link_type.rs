//! Link-layer header types, numbered as in the files (LINKTYPE_ values).

/// A link-layer header type: the LINKTYPE_ number of pcap and pcapng files.
///
/// Any number can stand in a file; the constants are those whose frames are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkType(pub u16);

impl LinkType {
    /// BSD loopback: a 4-octet address family in the capturing host's byte order.
    pub const NULL: Self = Self(0);
    /// Ethernet.
    pub const ETHERNET: Self = Self(1);
    /// Token ring (IEEE 802.5).
    pub const TOKEN_RING: Self = Self(6);
    /// FDDI.
    pub const FDDI: Self = Self(10);
    /// Raw IP, as several systems' DLT_RAW values got into files.
    pub const RAW_12: Self = Self(12);
    /// Raw IP, OpenBSD's DLT_RAW.
    pub const RAW_14: Self = Self(14);
    /// Raw IP: the version is in the first nibble.
    pub const RAW: Self = Self(101);
    /// OpenBSD loopback: a 4-octet address family in network byte order.
    pub const LOOP: Self = Self(108);
    /// Linux cooked capture, version 1.
    pub const LINUX_SLL: Self = Self(113);
    /// Solaris IP interfaces.
    pub const IPNET: Self = Self(226);
    /// Raw IPv4.
    pub const IPV4: Self = Self(228);
    /// Raw IPv6.
    pub const IPV6: Self = Self(229);
    /// Linux cooked capture, version 2.
    pub const LINUX_SLL2: Self = Self(276);

    /// From a file's 32-bit field: the number is in its lower half.
    pub(crate) const fn from_field(field: u32) -> Self {
        let [low, high, _, _] = field.to_le_bytes();
        Self(u16::from_le_bytes([low, high]))
    }
}
