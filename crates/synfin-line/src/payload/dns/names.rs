//! The names of DNS's numbers (IANA's lists).

/// Operation codes, as they follow a message's number.
pub(super) fn operation(code: u16) -> &'static str {
    const NAMES: [&str; 16] = [
        "",
        " inv_q",
        " stat",
        " op3",
        " notify",
        " update",
        " op6",
        " op7",
        " op8",
        " updateA",
        " updateD",
        " updateDA",
        " updateM",
        " updateMA",
        " zoneInit",
        " zoneRef",
    ];
    NAMES.get(usize::from(code)).copied().unwrap_or("")
}

/// Response codes, as they follow the operation.
pub(super) fn response(code: u16) -> &'static str {
    const NAMES: [&str; 16] = [
        "",
        " FormErr",
        " ServFail",
        " NXDomain",
        " NotImp",
        " Refused",
        " YXDomain",
        " YXRRSet",
        " NXRRSet",
        " NotAuth",
        " NotZone",
        " Resp11",
        " Resp12",
        " Resp13",
        " Resp14",
        " NoChange",
    ];
    NAMES.get(usize::from(code)).copied().unwrap_or("")
}

/// Classes.
pub(super) const fn class(class: u16) -> Option<&'static str> {
    Some(match class {
        1 => "IN",
        3 => "CHAOS",
        4 => "HS",
        255 => "ANY",
        _ => return None,
    })
}

/// Types of records.
pub(super) fn kind(kind: u16) -> Option<&'static str> {
    const LOW: [&str; 49] = [
        "", "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO",
        "MINFO", "MX", "TXT", "RP", "AFSDB", "X25", "ISDN", "RT", "NSAP", "NSAP_PTR", "SIG", "KEY",
        "PX", "GPOS", "AAAA", "LOC", "NXT", "EID", "NIMLOC", "SRV", "ATMA", "NAPTR", "KX", "CERT",
        "A6", "DNAME", "SINK", "OPT", "APL", "DS", "SSHFP", "IPSECKEY", "RRSIG", "NSEC", "DNSKEY",
    ];
    const HIGH: [(u16, &str); 15] = [
        (99, "SPF"),
        (100, "UINFO"),
        (101, "UID"),
        (102, "GID"),
        (103, "UNSPEC"),
        (104, "UNSPECA"),
        (249, "TKEY"),
        (250, "TSIG"),
        (251, "IXFR"),
        (252, "AXFR"),
        (253, "MAILB"),
        (254, "MAILA"),
        (255, "ANY"),
        (256, "URI"),
        (0, ""),
    ];
    let low = LOW.get(usize::from(kind)).copied();
    let high = || {
        HIGH.iter()
            .find(|(number, _)| *number == kind)
            .map(|(_, name)| *name)
    };
    low.or_else(high).filter(|name| !name.is_empty())
}
