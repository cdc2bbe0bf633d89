//! Names that stand for numbers: services, protocols, hosts, networks, Ethernet addresses.
//!
//! Duty: hold what `/etc/services` and its like say. Absence: nothing is read here and nothing is
//! asked of a resolver; the one who has the files hands in their text.

mod builtin;

pub use builtin::SERVICES as COMMON_SERVICES;

use std::collections::HashMap;
use std::net::IpAddr;

/// The names a filter may use. The default knows the common services and protocols.
#[derive(Clone, Debug)]
pub struct Names {
    services: HashMap<String, Service>,
    protocols: HashMap<String, u32>,
    hosts: HashMap<String, Vec<IpAddr>>,
    networks: HashMap<String, u32>,
    ethers: HashMap<String, [u8; 6]>,
}

/// The ports of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Service {
    pub(crate) tcp: Option<u16>,
    pub(crate) udp: Option<u16>,
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self::none();
        names.add_common_services();
        names.add_common_protocols();
        names
    }
}

impl Names {
    /// No names at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            services: HashMap::new(),
            protocols: HashMap::new(),
            hosts: HashMap::new(),
            networks: HashMap::new(),
            ethers: HashMap::new(),
        }
    }

    /// Adds the services that are met most, by IANA's numbers.
    pub fn add_common_services(&mut self) {
        self.add_services(builtin::SERVICES);
    }

    /// Adds the protocols over IP, by IANA's numbers.
    pub fn add_common_protocols(&mut self) {
        self.add_protocols(builtin::PROTOCOLS);
    }

    /// Adds the services of a text in the form of `/etc/services`. Of several lines for one name
    /// the first counts, those known before included.
    pub fn add_services(&mut self, text: &str) {
        for (name, value, aliases) in entries(text) {
            let Some((port, transport)) = value.split_once('/') else {
                continue;
            };
            let Ok(port) = port.parse() else { continue };
            for name in std::iter::once(name).chain(aliases) {
                let service = self.services.entry(name.to_owned()).or_default();
                match transport {
                    "tcp" => service.tcp = service.tcp.or(Some(port)),
                    "udp" => service.udp = service.udp.or(Some(port)),
                    _ => {}
                }
            }
        }
    }

    /// Adds the protocols of a text in the form of `/etc/protocols`.
    pub fn add_protocols(&mut self, text: &str) {
        for (name, value, aliases) in entries(text) {
            let Ok(number) = value.parse() else { continue };
            for name in std::iter::once(name).chain(aliases) {
                self.protocols.entry(name.to_owned()).or_insert(number);
            }
        }
    }

    /// Adds the hosts of a text in the form of `/etc/hosts`.
    pub fn add_hosts(&mut self, text: &str) {
        for (address, name, aliases) in entries(text) {
            let Ok(address) = address.parse() else {
                continue;
            };
            for name in std::iter::once(name).chain(aliases) {
                let addresses = self.hosts.entry(name.to_owned()).or_default();
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
    }

    /// Adds the networks of a text in the form of `/etc/networks`.
    pub fn add_networks(&mut self, text: &str) {
        for (name, value, aliases) in entries(text) {
            // As inet_network() has it: 127 and 127.0.0.0 are both networks, the second a longer.
            let mut parts = value.split('.').map(str::parse::<u8>);
            let number = parts.try_fold(0, |number: u32, part| {
                part.map(|part| number << 8 | u32::from(part))
            });
            let Ok(number) = number else { continue };
            for name in std::iter::once(name).chain(aliases) {
                self.networks.entry(name.to_owned()).or_insert(number);
            }
        }
    }

    /// Adds the addresses of a text in the form of `/etc/ethers`.
    pub fn add_ethers(&mut self, text: &str) {
        for (address, name, _) in entries(text) {
            let octets: Option<Vec<u8>> = address
                .split(':')
                .map(|octet| u8::from_str_radix(octet, 16).ok())
                .collect();
            if let Some(Ok(octets)) = octets.map(<[u8; 6]>::try_from) {
                self.ethers.entry(name.to_owned()).or_insert(octets);
            }
        }
    }

    pub(crate) fn service(&self, name: &str) -> Option<Service> {
        self.services.get(name).copied()
    }

    pub(crate) fn protocol(&self, name: &str) -> Option<u32> {
        self.protocols.get(name).copied()
    }

    pub(crate) fn host(&self, name: &str) -> &[IpAddr] {
        self.hosts.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn network(&self, name: &str) -> Option<u32> {
        self.networks.get(name).copied()
    }

    pub(crate) fn ether(&self, name: &str) -> Option<[u8; 6]> {
        self.ethers.get(name).copied()
    }
}

/// The lines of such a file: two words, and the further ones. `#` begins a comment.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str, std::str::SplitWhitespace<'_>)> {
    text.lines().filter_map(|line| {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        Some((words.next()?, words.next()?, words))
    })
}
