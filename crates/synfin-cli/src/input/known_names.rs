//! The names that filter expressions may use on this machine.

use std::fs::read_to_string;
use synfin::filter::Names;

/// Services, protocols, hosts, networks and Ethernet addresses, from the system's files. Without
/// the files of services and protocols those that everyone knows.
pub(super) fn of_system() -> Names {
    let mut names = Names::none();
    match read_to_string("/etc/services") {
        Ok(text) => names.add_services(&text),
        Err(_) => names.add_common_services(),
    }
    match read_to_string("/etc/protocols") {
        Ok(text) => names.add_protocols(&text),
        Err(_) => names.add_common_protocols(),
    }
    for (path, add) in [
        ("/etc/hosts", Names::add_hosts as fn(&mut Names, &str)),
        ("/etc/networks", Names::add_networks),
        ("/etc/ethers", Names::add_ethers),
    ] {
        if let Ok(text) = read_to_string(path) {
            add(&mut names, &text);
        }
    }
    names
}
