//! Names in place of numbers: ports from the services file, hosts from a hosts file.
//!
//! Duty: fill [`Names`] from files. Invariant: nothing leaves the machine, no DNS query is ever
//! made. Absence: names that a capture brings along; the reading loop adds those.

use crate::escape::escaped;
use crate::failure::Failure;
use std::fs;
use std::net::IpAddr;
use std::path::Path;
use synfin::filter::COMMON_SERVICES;
use synfin_line::Names;

/// The system's services file (services(5)).
const SERVICES: &str = "/etc/services";

/// The names that the system knows, with those of a hosts file (hosts(5)).
pub(crate) fn of_system(hosts: Option<&Path>) -> Result<Names, Failure> {
    let mut names = Names::new();
    match fs::read(SERVICES) {
        Ok(text) => add_services(&mut names, &String::from_utf8_lossy(&text)),
        Err(_) => add_services(&mut names, COMMON_SERVICES),
    }
    if let Some(path) = hosts {
        let text = fs::read(path).map_err(|error| {
            Failure::usage(format!(
                "{}: cannot read the hosts file: {error}",
                path.display()
            ))
        })?;
        add_hosts(&mut names, &String::from_utf8_lossy(&text));
    }
    Ok(names)
}

/// Adds names of hosts that were found in a capture, made safe to show.
pub(crate) fn add_found<'a>(names: &mut Names, found: impl Iterator<Item = (IpAddr, &'a str)>) {
    for (address, name) in found {
        names.add_host(address, escaped(name));
    }
}

/// Adds the `tcp` entries of a services file; the first entry of a port wins.
fn add_services(names: &mut Names, text: &str) {
    for mut fields in lines_of_fields(text) {
        let (Some(name), Some(place)) = (fields.next(), fields.next()) else {
            continue;
        };
        if let Some(Ok(port)) = place.strip_suffix("/tcp").map(str::parse) {
            names.add_service(port, escaped(name));
        }
    }
}

/// Adds the entries of a hosts file; the first name of an address wins.
fn add_hosts(names: &mut Names, text: &str) {
    for mut fields in lines_of_fields(text) {
        let (Some(Ok(address)), Some(name)) =
            (fields.next().map(str::parse::<IpAddr>), fields.next())
        else {
            continue;
        };
        names.add_host(address, escaped(name));
    }
}

/// The fields of each line, without comments.
fn lines_of_fields(text: &str) -> impl Iterator<Item = impl Iterator<Item = &str>> {
    text.lines().map(|line| {
        let (fields, _comment) = line.split_once('#').unwrap_or((line, ""));
        fields.split_whitespace()
    })
}

#[cfg(test)]
mod tests {
    use super::{COMMON_SERVICES, Names, add_hosts, add_services};

    #[test]
    fn the_first_tcp_entry_of_a_port_wins() {
        let mut names = Names::new();
        let text = "# comment\nssh 22/tcp\nshell2 22/tcp\ndomain 53/udp\ndomain\t53/tcp # DNS\nbad\nbad x/tcp\nbad 70000/tcp\n";
        add_services(&mut names, text);
        assert_eq!(names.service(22), Some("ssh"));
        assert_eq!(names.service(53), Some("domain"));
        assert_eq!(names.service(1), None);
    }

    #[test]
    fn the_common_services_are_known_without_a_file() {
        let mut names = Names::new();
        add_services(&mut names, COMMON_SERVICES);
        for (port, name) in [(22, "ssh"), (80, "http"), (443, "https"), (53, "domain")] {
            assert_eq!(names.service(port), Some(name));
        }
    }

    #[test]
    fn hosts_are_named_by_address_and_made_safe() {
        let mut names = Names::new();
        let text = "10.0.0.1 first alias\n10.0.0.1 second\n::1 six # loop\nnonsense\n10.0.0.2\n10.0.0.3 \x1b[2J\n";
        add_hosts(&mut names, text);
        let host = |address: &str| names.host(address.parse().unwrap());
        assert_eq!(host("10.0.0.1"), Some("first"));
        assert_eq!(host("::1"), Some("six"));
        assert_eq!(host("10.0.0.2"), None);
        assert_eq!(host("10.0.0.3"), Some("\\x1b[2J"));
    }
}
