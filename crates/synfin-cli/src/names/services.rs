//! The services most often met, for systems without a services file.

use synfin_line::Names;

/// Names the common ports.
pub(super) fn add_common(names: &mut Names) {
    for (port, name) in COMMON {
        names.add_service(port, name);
    }
}

/// TCP ports and their names, as IANA registers them.
const COMMON: [(u16, &str); 82] = [
    (7, "echo"),
    (9, "discard"),
    (13, "daytime"),
    (19, "chargen"),
    (20, "ftp-data"),
    (21, "ftp"),
    (22, "ssh"),
    (23, "telnet"),
    (25, "smtp"),
    (37, "time"),
    (43, "whois"),
    (49, "tacacs"),
    (53, "domain"),
    (70, "gopher"),
    (79, "finger"),
    (80, "http"),
    (88, "kerberos"),
    (110, "pop3"),
    (111, "sunrpc"),
    (113, "auth"),
    (119, "nntp"),
    (135, "epmap"),
    (139, "netbios-ssn"),
    (143, "imap2"),
    (161, "snmp"),
    (179, "bgp"),
    (194, "irc"),
    (389, "ldap"),
    (427, "svrloc"),
    (443, "https"),
    (445, "microsoft-ds"),
    (464, "kpasswd"),
    (465, "submissions"),
    (512, "exec"),
    (513, "login"),
    (514, "shell"),
    (515, "printer"),
    (543, "klogin"),
    (544, "kshell"),
    (548, "afpovertcp"),
    (554, "rtsp"),
    (563, "nntps"),
    (587, "submission"),
    (631, "ipp"),
    (636, "ldaps"),
    (853, "domain-s"),
    (873, "rsync"),
    (989, "ftps-data"),
    (990, "ftps"),
    (992, "telnets"),
    (993, "imaps"),
    (995, "pop3s"),
    (1080, "socks"),
    (1194, "openvpn"),
    (1433, "ms-sql-s"),
    (1723, "pptp"),
    (1883, "mqtt"),
    (2049, "nfs"),
    (2628, "dict"),
    (3128, "squid"),
    (3260, "iscsi-target"),
    (3268, "globalcat"),
    (3306, "mysql"),
    (3389, "ms-wbt-server"),
    (3690, "svn"),
    (4369, "epmd"),
    (5060, "sip"),
    (5061, "sip-tls"),
    (5222, "xmpp-client"),
    (5269, "xmpp-server"),
    (5432, "postgresql"),
    (5671, "amqps"),
    (5672, "amqp"),
    (6000, "x11"),
    (6379, "redis"),
    (6667, "ircd"),
    (6697, "ircs-u"),
    (8080, "http-alt"),
    (8883, "secure-mqtt"),
    (9100, "hp-pdl-datastr"),
    (9418, "git"),
    (11211, "memcached"),
];

#[cfg(test)]
mod tests {
    use super::COMMON;

    #[test]
    fn no_port_is_named_twice() {
        assert!(COMMON.is_sorted_by(|one, other| one.0 < other.0));
    }
}
