//! What a TCP option is, by the kind and the length that its RFC gives it.
//!
//! Invariant: an option of a known kind but another length is [`TcpOption::Unknown`], as stacks
//! ignore it. Absence: where it begins and ends.

pub(super) const MAXIMUM_SEGMENT_SIZE: u8 = 2;
pub(super) const WINDOW_SCALE: u8 = 3;
pub(super) const SACK_PERMITTED: u8 = 4;
pub(super) const SACK: u8 = 5;
pub(super) const TIMESTAMPS: u8 = 8;

/// One TCP option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TcpOption<'a> {
    /// Kind 1: padding.
    NoOperation,
    /// Kind 2: the largest segment the sender takes, payload octets.
    MaximumSegmentSize(u16),
    /// Kind 3: shift count for the sender's window fields.
    WindowScale(u8),
    /// Kind 4: the sender takes SACK options.
    SackPermitted,
    /// Kind 5: selective acknowledgments.
    Sack(SackBlocks<'a>),
    /// Kind 8: timestamps.
    Timestamps {
        /// TSval.
        value: u32,
        /// TSecr.
        echo_reply: u32,
    },
    /// Kind 19: an MD5 signature of 16 octets (RFC 2385).
    Md5Signature(&'a [u8; 16]),
    /// Kind 28: how long the sender's data may stay unacknowledged (RFC 5482).
    UserTimeout {
        /// Seconds; minutes on the wire are turned into seconds.
        seconds: u32,
    },
    /// Kind 29: TCP-AO (RFC 5925).
    Authentication {
        /// KeyID: the key this segment is signed with.
        key_id: u8,
        /// RNextKeyID: the key the sender would take next.
        next_key_id: u8,
        /// The message authentication code.
        mac: &'a [u8],
    },
    /// Kind 30: Multipath TCP (RFC 8684).
    Multipath {
        /// The subtype, 0 (MP_CAPABLE) to 15.
        subtype: u8,
        /// The octets behind kind and length; the subtype is in the first one's upper half.
        data: &'a [u8],
    },
    /// Kind 34, or 254 with the magic f989: a TCP Fast Open cookie (RFC 7413); empty in a
    /// request.
    FastOpen(&'a [u8]),
    /// Kinds 172 and 174, or 254 with the magics acc0 and acc1: octets received by ECN codepoint,
    /// modulo 2^24 (RFC 9768, section 3.2.3). A short option leaves the last counters out.
    AccurateEcn {
        /// Marked ECT(0) (EE0B).
        ect0: Option<u32>,
        /// Marked CE (ECEB).
        ce: Option<u32>,
        /// Marked ECT(1) (EE1B).
        ect1: Option<u32>,
    },
    /// Kinds 253 and 254 with any other experiment (RFC 6994).
    Experimental {
        /// The kind octet.
        kind: u8,
        /// The experiment's identifier: the first 16 bits.
        id: u16,
        /// The octets behind the identifier.
        data: &'a [u8],
    },
    /// Any other kind.
    Unknown {
        /// The kind octet.
        kind: u8,
        /// The octets behind kind and length.
        data: &'a [u8],
    },
    /// A length below two or beyond the captured header: nothing behind it can be read.
    Malformed {
        /// The kind octet.
        kind: u8,
    },
}

/// The blocks of a SACK option, in the order sent; the first may be a DSACK (RFC 2883).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SackBlocks<'a>(pub(super) &'a [u8]);

impl Iterator for SackBlocks<'_> {
    type Item = (crate::SeqNumber, crate::SeqNumber);

    fn next(&mut self) -> Option<Self::Item> {
        let (left, rest) = self.0.split_first_chunk()?;
        let (right, rest) = rest.split_first_chunk()?;
        self.0 = rest;
        let number = |octets: &[u8; 4]| crate::SeqNumber(u32::from_be_bytes(*octets));
        Some((number(left), number(right)))
    }
}

/// The option of a kind whose length is as its RFC has it.
pub(super) fn known(kind: u8, data: &[u8]) -> Option<TcpOption<'_>> {
    match (kind, data) {
        (MAXIMUM_SEGMENT_SIZE, &[a, b]) => {
            Some(TcpOption::MaximumSegmentSize(u16::from_be_bytes([a, b])))
        }
        (WINDOW_SCALE, &[shift]) => Some(TcpOption::WindowScale(shift)),
        (SACK_PERMITTED, &[]) => Some(TcpOption::SackPermitted),
        (SACK, blocks) if blocks.len() % 8 == 0 => Some(TcpOption::Sack(SackBlocks(blocks))),
        (TIMESTAMPS, &[a, b, c, d, e, f, g, h]) => Some(TcpOption::Timestamps {
            value: u32::from_be_bytes([a, b, c, d]),
            echo_reply: u32::from_be_bytes([e, f, g, h]),
        }),
        (19, digest) => digest.try_into().ok().map(TcpOption::Md5Signature),
        (28, &[high, low]) => Some(user_timeout(u16::from_be_bytes([high, low]))),
        (29, &[key_id, next_key_id, ref mac @ ..]) => Some(TcpOption::Authentication {
            key_id,
            next_key_id,
            mac,
        }),
        (30, data @ &[first, ..]) => Some(TcpOption::Multipath {
            subtype: first >> 4,
            data,
        }),
        (34, cookie) => Some(TcpOption::FastOpen(cookie)),
        (172 | 174, counters) => accurate_ecn(kind == 172, counters),
        (253 | 254, &[a, b, ref data @ ..]) => {
            Some(experimental(kind, u16::from_be_bytes([a, b]), data))
        }
        _ => None,
    }
}

/// The first bit says whether minutes or seconds follow (RFC 5482, section 3).
fn user_timeout(value: u16) -> TcpOption<'static> {
    let unit = if value >> 15 == 1 { 60 } else { 1 };
    TcpOption::UserTimeout {
        seconds: u32::from(value & 0x7fff) * unit,
    }
}

/// Up to three counters of 24 bits; which comes first is what the two kinds differ in.
fn accurate_ecn(ect0_first: bool, counters: &[u8]) -> Option<TcpOption<'static>> {
    let (counters, rest) = counters.as_chunks::<3>();
    if !rest.is_empty() || counters.len() > 3 {
        return None;
    }
    let mut counters = counters
        .iter()
        .map(|&[a, b, c]| u32::from_be_bytes([0, a, b, c]));
    let (first, ce, last) = (counters.next(), counters.next(), counters.next());
    let (ect0, ect1) = if ect0_first {
        (first, last)
    } else {
        (last, first)
    };
    Some(TcpOption::AccurateEcn { ect0, ce, ect1 })
}

/// An experiment by its identifier, in IANA's list of them.
fn experimental(kind: u8, id: u16, data: &[u8]) -> TcpOption<'_> {
    let known = match (kind, id) {
        (254, 0xf989) => Some(TcpOption::FastOpen(data)),
        (254, 0xacc0 | 0xacc1) => accurate_ecn(id == 0xacc0, data),
        _ => None,
    };
    known.unwrap_or(TcpOption::Experimental { kind, id, data })
}
