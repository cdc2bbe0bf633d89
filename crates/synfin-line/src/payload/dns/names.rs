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

/// Response codes, as they follow the operation; some have no blank of their own.
pub(super) fn response(code: u16) -> Option<&'static str> {
    const NAMES: [&str; 24] = [
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
        " BadVers",
        "Resp17",
        " Resp18",
        " Resp19",
        " Resp20",
        "Resp21",
        " Resp22",
        " BadCookie",
    ];
    NAMES.get(usize::from(code)).copied()
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

/// The first number of a run of record types, and the names from there on.
type Kinds = (u16, &'static [&'static str]);

/// Types of records; those that have no name stand as empty ones.
const KINDS: [Kinds; 4] = [
    (
        1,
        &[
            "A",
            "NS",
            "MD",
            "MF",
            "CNAME",
            "SOA",
            "MB",
            "MG",
            "MR",
            "NULL",
            "WKS",
            "PTR",
            "HINFO",
            "MINFO",
            "MX",
            "TXT",
            "RP",
            "AFSDB",
            "X25",
            "ISDN",
            "RT",
            "NSAP",
            "NSAP_PTR",
            "SIG",
            "KEY",
            "PX",
            "GPOS",
            "AAAA",
            "LOC",
            "NXT",
            "EID",
            "NIMLOC",
            "SRV",
            "ATMA",
            "NAPTR",
            "KX",
            "CERT",
            "A6",
            "DNAME",
            "SINK",
            "OPT",
            "APL",
            "DS",
            "SSHFP",
            "IPSECKEY",
            "RRSIG",
            "NSEC",
            "DNSKEY",
            "DHCID",
            "NSEC3",
            "NSEC3PARAM",
            "TLSA",
            "SMIMEA",
            "",
            "HIP",
            "NINFO",
            "RKEY",
            "TALINK",
            "CDS",
            "CDNSKEY",
            "OPENPGPKEY",
            "CSYNC",
            "ZONEMD",
            "SVCB",
            "HTTPS",
        ],
    ),
    (
        99,
        &[
            "SPF", "UINFO", "UID", "GID", "UNSPEC", "NID", "L32", "L64", "LP", "EUI48", "EUI64",
        ],
    ),
    (
        249,
        &[
            "TKEY", "TSIG", "IXFR", "AXFR", "MAILB", "MAILA", "ANY", "URI", "CAA", "AVC", "DOA",
            "AMTRELAY",
        ],
    ),
    (32_768, &["TA", "DLV"]),
];

/// The name of a type of records.
pub(super) fn kind(kind: u16) -> Option<&'static str> {
    let name = KINDS.iter().find_map(|(first, names)| {
        let index = kind.checked_sub(*first)?;
        names.get(usize::from(index)).copied()
    });
    name.filter(|name| !name.is_empty())
}

/// Options of EDNS.
pub(super) const fn option(code: u16) -> Option<&'static str> {
    Some(match code {
        1 => "LLQ",
        2 => "UL",
        3 => "NSID",
        5 => "DAU",
        6 => "DHU",
        7 => "N3U",
        8 => "ECS",
        9 => "EXPIRE",
        10 => "COOKIE",
        11 => "KEEPALIVE",
        12 => "PADDING",
        13 => "CHAIN",
        14 => "KEY-TAG",
        16 => "CLIENT-TAG",
        17 => "SERVER-TAG",
        _ => return None,
    })
}

/// Algorithms of DNSSEC's signatures.
pub(super) const fn signature(algorithm: u8) -> Option<&'static str> {
    Some(match algorithm {
        0 => "DELETE",
        1 => "RSAMD5",
        2 => "DH",
        3 => "DS",
        5 => "RSASHA1",
        6 => "DSA-NSEC3-SHA1",
        7 => "RSASHA1-NSEC3-SHA1",
        8 => "RSASHA256",
        10 => "RSASHA512",
        12 => "ECC-GOST",
        13 => "ECDSAP256SHA256",
        14 => "ECDSAP384SHA384",
        15 => "ED25519",
        16 => "ED448",
        252 => "INDIRECT",
        253 => "PRIVATEDNS",
        254 => "PRIVATEOID",
        _ => return None,
    })
}

/// Hashes of DS records.
pub(super) const fn digest(algorithm: u8) -> Option<&'static str> {
    Some(match algorithm {
        1 => "SHA-1",
        2 => "SHA-256",
        3 => "GOST_R_34.11-94",
        4 => "SHA-384",
        _ => return None,
    })
}

/// Hashes of NSEC3 records.
pub(super) const fn name_hash(algorithm: u8) -> Option<&'static str> {
    match algorithm {
        1 => Some("SHA-1"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{kind, operation, response};

    #[test]
    fn the_ends_of_each_run_of_types() {
        let named = [1, 53, 55, 65, 99, 109, 249, 256, 260, 32_768, 32_769].map(kind);
        let names = [
            "A", "SMIMEA", "HIP", "HTTPS", "SPF", "EUI64", "TKEY", "URI", "AMTRELAY", "TA", "DLV",
        ];
        assert_eq!(named, names.map(Some));
        for number in [0, 54, 66, 98, 110, 248, 261, 32_767, 32_770, u16::MAX] {
            assert_eq!(kind(number), None);
        }
    }

    #[test]
    fn codes_have_their_blank_but_for_two() {
        assert_eq!((operation(0), operation(15)), ("", " zoneRef"));
        let named = [0, 16, 17, 21, 23, 24].map(response);
        let names = ["", " BadVers", "Resp17", "Resp21", " BadCookie"].map(Some);
        assert_eq!(named, [&names[..], &[None]].concat()[..]);
    }
}
