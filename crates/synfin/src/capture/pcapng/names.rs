//! Names of hosts, as name resolution blocks give them.
//!
//! Duty: one name an address. Invariant: at most 65,536 names of at most 255 octets. Absence: no
//! look-up anywhere else; and no trust: a name is what the file says, control characters
//! included, and whoever prints it has to escape it.

use super::options::Options;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many names are kept: a hostile file may bring any number.
const MAX_NAMES: usize = 1 << 16;

/// The longest name of the domain name system (RFC 1035, section 2.3.4), octets.
const MAX_NAME_LEN: usize = 255;

const IPV4: u16 = 1;
const IPV6: u16 = 2;

/// Names that a capture itself gives to addresses.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_address: HashMap<IpAddr, Box<str>>,
    /// The addresses in the order in which they got their names.
    in_order: Vec<IpAddr>,
}

impl Names {
    /// The name of an address: the first one that the capture gives.
    #[must_use]
    pub fn get(&self, address: IpAddr) -> Option<&str> {
        self.by_address.get(&address).map(|name| &**name)
    }

    /// How many addresses have names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_address.len()
    }

    /// Does no address have a name?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_address.is_empty()
    }

    /// All addresses with their names, in the order in which they got them: what is new since
    /// an earlier look comes last.
    pub fn iter(&self) -> impl Iterator<Item = (IpAddr, &str)> {
        let named = |address: &IpAddr| Some((*address, self.get(*address)?));
        self.in_order.iter().filter_map(named)
    }

    /// Adds the names of `other` for addresses that have none yet.
    pub fn merge(&mut self, other: &Self) {
        for (address, name) in other.iter() {
            self.insert(address, name);
        }
    }

    /// Adds the names of a name resolution block's body.
    ///
    /// Its records are laid out like options: type, length, value, padding.
    pub(super) fn add(&mut self, body: &[u8], big_endian: bool) {
        for (kind, value) in Options::new(body, big_endian) {
            let found = match kind {
                IPV4 => value
                    .split_first_chunk()
                    .map(|(octets, names)| (Ipv4Addr::from(*octets).into(), names)),
                IPV6 => value
                    .split_first_chunk()
                    .map(|(octets, names)| (Ipv6Addr::from(*octets).into(), names)),
                _ => None,
            };
            if let Some((address, names)) = found {
                let name = names.split(|&octet| octet == 0).next().unwrap_or(&[]);
                self.insert(address, &String::from_utf8_lossy(name));
            }
        }
    }

    fn insert(&mut self, address: IpAddr, name: &str) {
        let fits = !name.is_empty() && name.len() <= MAX_NAME_LEN;
        if fits && self.len() < MAX_NAMES && !self.by_address.contains_key(&address) {
            self.by_address.insert(address, name.into());
            self.in_order.push(address);
        }
    }
}
