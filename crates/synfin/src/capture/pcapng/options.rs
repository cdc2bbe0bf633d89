//! The options at the end of a block: code, length, value, padded to four octets.

/// opt_comment: a comment on the block, UTF-8.
pub(in crate::capture) const OPTION_COMMENT: u16 = 1;

/// Iterator over options; it ends at the end-of-options code, at the end of the octets, or at an
/// option that would reach beyond them.
#[derive(Clone, Copy, Debug)]
pub(in crate::capture) struct Options<'a> {
    rest: &'a [u8],
    big_endian: bool,
}

impl<'a> Options<'a> {
    /// The options in `octets`.
    pub(in crate::capture) const fn new(octets: &'a [u8], big_endian: bool) -> Self {
        Self {
            rest: octets,
            big_endian,
        }
    }
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let &[[a, b], [c, d]] = head.as_chunks::<2>().0 else {
            return None;
        };
        let [code, len] = [[a, b], [c, d]].map(|field| {
            if self.big_endian {
                u16::from_be_bytes(field)
            } else {
                u16::from_le_bytes(field)
            }
        });
        let len = usize::from(len);
        let value = rest.get(..len);
        self.rest = rest.get(len.next_multiple_of(4)..).unwrap_or(&[]);
        (code != 0).then_some((code, value?))
    }
}
