//! TCP options (RFC 9293, section 3.2): an iterator that survives unknown kinds and always ends.

/// The octets of a TCP header behind its first twenty, as far as they were captured.
#[derive(Clone, Copy, Debug, Default)]
pub struct TcpOptions<'a> {
    octets: &'a [u8],
    cut: bool,
}

impl<'a> TcpOptions<'a> {
    /// Options from their octets; `cut` says that the header has more than was captured.
    #[must_use]
    pub const fn new(octets: &'a [u8], cut: bool) -> Self {
        Self { octets, cut }
    }

    /// The captured octets, undecoded.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.octets
    }

    /// Did the snapshot end before the header did? Then options behind it are unknown, not
    /// absent.
    #[must_use]
    pub const fn is_cut(self) -> bool {
        self.cut
    }

    /// The options one by one, up to the end-of-list option, the end, or one that is malformed.
    #[must_use]
    pub const fn iter(self) -> TcpOptionIter<'a> {
        TcpOptionIter { rest: self.octets }
    }

    /// The maximum segment size option's value in octets (RFC 9293, 3.7.1).
    #[must_use]
    pub fn mss(self) -> Option<u16> {
        self.iter().find_map(|option| match option {
            TcpOption::MaximumSegmentSize(size) => Some(size),
            _ => None,
        })
    }

    /// The window scale option's shift count as it stands, also above 14 (RFC 7323, 2.3).
    #[must_use]
    pub fn window_scale(self) -> Option<u8> {
        self.iter().find_map(|option| match option {
            TcpOption::WindowScale(shift) => Some(shift),
            _ => None,
        })
    }

    /// TSval and TSecr of the timestamps option (RFC 7323, 3.2).
    #[must_use]
    pub fn timestamps(self) -> Option<(u32, u32)> {
        self.iter().find_map(|option| match option {
            TcpOption::Timestamps { value, echo_reply } => Some((value, echo_reply)),
            _ => None,
        })
    }

    /// Is SACK-permitted among the options (RFC 2018, section 2)?
    #[must_use]
    pub fn sack_permitted(self) -> bool {
        self.iter().any(|option| option == TcpOption::SackPermitted)
    }

    /// The blocks of the SACK option: first and behind-last sequence numbers (RFC 2018).
    #[must_use]
    pub fn sack_blocks(self) -> SackBlocks<'a> {
        self.iter()
            .find_map(|option| match option {
                TcpOption::Sack(blocks) => Some(blocks),
                _ => None,
            })
            .unwrap_or_default()
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
    /// Kind 34, or 254 with the magic f989: a TCP Fast Open cookie (RFC 7413); empty in a
    /// request.
    FastOpen(&'a [u8]),
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
        (2, &[a, b]) => Some(TcpOption::MaximumSegmentSize(u16::from_be_bytes([a, b]))),
        (3, &[shift]) => Some(TcpOption::WindowScale(shift)),
        (4, &[]) => Some(TcpOption::SackPermitted),
        (5, blocks) if blocks.len() % 8 == 0 => Some(TcpOption::Sack(SackBlocks(blocks))),
        (8, &[a, b, c, d, e, f, g, h]) => Some(TcpOption::Timestamps {
            value: u32::from_be_bytes([a, b, c, d]),
            echo_reply: u32::from_be_bytes([e, f, g, h]),
        }),
        (34, cookie) => Some(TcpOption::FastOpen(cookie)),
        (254, [0xf9, 0x89, cookie @ ..]) => Some(TcpOption::FastOpen(cookie)),
        _ => None,
    }
}
