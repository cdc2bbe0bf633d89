//! TCP options (RFC 9293, section 3.2): an iterator that survives unknown kinds and always ends.
//!
//! Duty: say what each option is, by the kind and the length that its RFC gives it. Invariant:
//! each step takes at least one octet; an option of a known kind but another length is
//! [`TcpOption::Unknown`], as stacks ignore it, and what follows it is read all the same. Absence:
//! no judgement whether an option may stand in its segment.

mod find;

/// Two NOPs and the head of a timestamps option: how RFC 7323, appendix A, advises to begin.
const ADVISED: u32 = 0x0101_080a;

const MAXIMUM_SEGMENT_SIZE: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const TIMESTAMPS: u8 = 8;

/// The octets of a TCP header behind its first twenty, as far as they were captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TcpOptions<'a> {
    octets: &'a [u8],
    cut: bool,
}

impl<'a> TcpOptions<'a> {
    /// Options from their octets; `cut` says that the header has more than was captured.
    #[must_use]
    #[inline]
    pub const fn new(octets: &'a [u8], cut: bool) -> Self {
        Self { octets, cut }
    }

    /// The captured octets, undecoded.
    #[must_use]
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.octets
    }

    /// Did the snapshot end before the header did? Then options behind it are unknown, not
    /// absent.
    #[must_use]
    #[inline]
    pub const fn is_cut(self) -> bool {
        self.cut
    }

    /// The options one by one, up to the end-of-list option, the end, or one that is malformed.
    #[must_use]
    #[inline]
    pub const fn iter(self) -> TcpOptionIter<'a> {
        TcpOptionIter { rest: self.octets }
    }

    /// The maximum segment size option's value in octets (RFC 9293, 3.7.1).
    #[must_use]
    pub fn mss(self) -> Option<u16> {
        find::of_len(self.octets, MAXIMUM_SEGMENT_SIZE).map(|size| u16::from_be_bytes(*size))
    }

    /// The window scale option's shift count as it stands, also above 14 (RFC 7323, 2.3).
    #[must_use]
    pub fn window_scale(self) -> Option<u8> {
        find::of_len(self.octets, WINDOW_SCALE).map(|[shift]| *shift)
    }

    /// TSval and TSecr of the timestamps option (RFC 7323, 3.2).
    #[must_use]
    #[inline]
    pub fn timestamps(self) -> Option<(u32, u32)> {
        // What nearly every segment of a connection begins with.
        if let Some([head, value, echo_reply]) = self.octets.as_chunks().0.first_chunk()
            && u32::from_be_bytes(*head) == ADVISED
        {
            return Some((u32::from_be_bytes(*value), u32::from_be_bytes(*echo_reply)));
        }
        let found: &[u8; 8] = find::of_len(self.octets, TIMESTAMPS)?;
        let &[value, echo_reply] = found.as_chunks::<4>().0 else {
            return None;
        };
        Some((u32::from_be_bytes(value), u32::from_be_bytes(echo_reply)))
    }

    /// Is SACK-permitted among the options (RFC 2018, section 2)?
    #[must_use]
    pub fn sack_permitted(self) -> bool {
        find::of_len::<0>(self.octets, SACK_PERMITTED).is_some()
    }

    /// The blocks of the SACK option: first and behind-last sequence numbers (RFC 2018).
    #[must_use]
    #[inline]
    pub fn sack_blocks(self) -> SackBlocks<'a> {
        // Nothing but timestamps, as in nearly every segment of a connection.
        if let [head, _, _] = self.octets.as_chunks().0
            && u32::from_be_bytes(*head) == ADVISED
            && self.octets.len() == 12
        {
            return SackBlocks::default();
        }
        let blocks = find::that(self.octets, SACK, |blocks| blocks.len().is_multiple_of(8));
        SackBlocks(blocks.unwrap_or_default())
    }
}

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
pub struct SackBlocks<'a>(&'a [u8]);

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

/// Iterator over a header's options; see [`TcpOptions::iter`].
#[derive(Clone, Debug)]
pub struct TcpOptionIter<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for TcpOptionIter<'a> {
    type Item = TcpOption<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&kind, rest) = self.rest.split_first()?;
        if kind == 0 {
            self.rest = &[];
            return None;
        }
        if kind == 1 {
            self.rest = rest;
            return Some(TcpOption::NoOperation);
        }
        let data = rest
            .first()
            .and_then(|&len| self.rest.get(2..usize::from(len)));
        let Some(data) = data else {
            self.rest = &[];
            return Some(TcpOption::Malformed { kind });
        };
        self.rest = self.rest.get(2 + data.len()..).unwrap_or(&[]);
        Some(known(kind, data).unwrap_or(TcpOption::Unknown { kind, data }))
    }
}

/// The option of a kind whose length is as its RFC has it.
fn known(kind: u8, data: &[u8]) -> Option<TcpOption<'_>> {
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

#[cfg(test)]
mod tests;
