//! A line of bounded length, put together outside the output buffer.

/// Room for the longest line of the common shape: forty octets of options are 160 characters at
/// most, everything else is shorter.
const ROOM: usize = 512;

const NO_OPERATION: u8 = 1;
const MAXIMUM_SEGMENT_SIZE: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const TIMESTAMPS: u8 = 8;

/// A line being written. What has no room is left out, which [`ROOM`] rules out.
pub(super) struct Line {
    text: [u8; ROOM],
    len: usize,
}

/// Are these options whole, known, and of their kinds' lengths?
pub(super) fn are_common(options: &[u8]) -> bool {
    let mut rest = options;
    loop {
        rest = match rest {
            [] => return true,
            [NO_OPERATION, rest @ ..]
            | [MAXIMUM_SEGMENT_SIZE, 4, _, _, rest @ ..]
            | [WINDOW_SCALE, 3, _, rest @ ..]
            | [SACK_PERMITTED, 2, rest @ ..]
            | [TIMESTAMPS, 10, _, _, _, _, _, _, _, _, rest @ ..] => rest,
            [SACK, len @ (10 | 18 | 26 | 34), ..] => match rest.get(usize::from(*len)..) {
                Some(rest) => rest,
                None => return false,
            },
            _ => return false,
        }
    }
}

impl Line {
    pub(super) const fn new() -> Self {
        Self {
            text: [0; ROOM],
            len: 0,
        }
    }

    pub(super) fn append_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.text.get(..self.len).unwrap_or(&[]));
    }

    #[inline]
    pub(super) fn lit<const N: usize>(&mut self, text: &[u8; N]) {
        let room = self.text.get_mut(self.len..);
        if let Some(place) = room.and_then(<[u8]>::first_chunk_mut) {
            *place = *text;
            self.len += N;
        }
    }

    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        for octet in text.bytes() {
            self.lit(&[octet]);
        }
    }

    #[inline]
    pub(super) fn number(&mut self, number: u32) {
        let mut rest = number;
        let digits = rest.checked_ilog10().unwrap_or(0) as usize + 1;
        let Some(place) = self.text.get_mut(self.len..self.len + digits) else {
            return;
        };
        for digit in place.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        self.len += digits;
    }

    /// An address and a port.
    pub(super) fn socket(&mut self, [a, b, c, d]: [u8; 4], port: u16) {
        for octet in [a, b, c, d] {
            let (tens, ones) = (b'0' + octet / 10 % 10, b'0' + octet % 10);
            match octet {
                0..10 => self.lit(&[ones, b'.']),
                10..100 => self.lit(&[tens, ones, b'.']),
                _ => self.lit(&[b'0' + octet / 100, tens, ones, b'.']),
            }
        }
        self.number(port.into());
    }

    /// Options that are [common](are_common).
    pub(super) fn options(&mut self, options: &[u8], sack_base: u32) {
        self.lit(b", options [");
        let mut rest = options;
        loop {
            rest = match rest {
                [NO_OPERATION, rest @ ..] => {
                    self.lit(b"nop");
                    rest
                }
                [MAXIMUM_SEGMENT_SIZE, _, a, b, rest @ ..] => {
                    self.lit(b"mss ");
                    self.number(u16::from_be_bytes([*a, *b]).into());
                    rest
                }
                [WINDOW_SCALE, _, shift, rest @ ..] => {
                    self.lit(b"wscale ");
                    self.number((*shift).into());
                    rest
                }
                [SACK_PERMITTED, _, rest @ ..] => {
                    self.lit(b"sackOK");
                    rest
                }
                [TIMESTAMPS, _, a, b, c, d, e, f, g, h, rest @ ..] => {
                    self.lit(b"TS val ");
                    self.number(u32::from_be_bytes([*a, *b, *c, *d]));
                    self.lit(b" ecr ");
                    self.number(u32::from_be_bytes([*e, *f, *g, *h]));
                    rest
                }
                [SACK, len, ..] => {
                    let (blocks, rest) = rest.split_at_checked((*len).into()).unwrap_or_default();
                    self.sack(blocks.get(2..).unwrap_or(&[]), sack_base);
                    rest
                }
                _ => break,
            };
            if rest.is_empty() {
                break;
            }
            self.lit(b",");
        }
        self.lit(b"]");
    }

    fn sack(&mut self, blocks: &[u8], base: u32) {
        self.lit(b"sack ");
        self.number(u32::try_from(blocks.len() / 8).unwrap_or(0));
        self.lit(b" ");
        let mut rest = blocks;
        while let [a, b, c, d, e, f, g, h, behind @ ..] = rest {
            self.lit(b"{");
            self.number(u32::from_be_bytes([*a, *b, *c, *d]).wrapping_sub(base));
            self.lit(b":");
            self.number(u32::from_be_bytes([*e, *f, *g, *h]).wrapping_sub(base));
            self.lit(b"}");
            rest = behind;
        }
    }
}
