//! Names for numbers: hosts and TCP services, as the caller knows them.
//!
//! Duty: hold the names and find them. Invariant: what is not named prints as its number.
//! Absence: no resolver, no services file, no file at all; the caller gives all names.

use std::collections::HashMap;
use std::net::IpAddr;

/// Names that lines show in place of addresses and ports, unless
/// [`LineOptions::numeric`](crate::LineOptions::numeric) is set.
#[derive(Clone, Debug, Default)]
pub struct Names {
    hosts: HashMap<IpAddr, String>,
    services: HashMap<u16, String>,
}

impl Names {
    /// No names: everything prints as numbers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names an address. The first name of an address wins.
    pub fn add_host(&mut self, address: IpAddr, name: impl Into<String>) {
        self.hosts.entry(address).or_insert_with(|| name.into());
    }

    /// Names a TCP port. The first name of a port wins, as in a services file.
    pub fn add_service(&mut self, port: u16, name: impl Into<String>) {
        self.services.entry(port).or_insert_with(|| name.into());
    }

    /// The name of an address.
    #[must_use]
    pub fn host(&self, address: IpAddr) -> Option<&str> {
        self.hosts.get(&address).map(String::as_str)
    }

    /// The name of a TCP port.
    #[must_use]
    pub fn service(&self, port: u16) -> Option<&str> {
        self.services.get(&port).map(String::as_str)
    }
}
