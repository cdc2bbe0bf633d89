//! Single options, found without looking at what the others say.
//!
//! Duty: the first option of a kind that is as long as its RFC has it. Invariant: found is what
//! [`TcpOptions::iter`](super::TcpOptions::iter) would come upon. Absence: no values.

/// The first option of a kind with `N` octets behind its length.
#[inline]
pub(super) fn of_len<const N: usize>(options: &[u8], kind: u8) -> Option<&[u8; N]> {
    Kinds(options).find_map(|(found, data)| match data.try_into() {
        Ok(data) if found == kind => Some(data),
        _ => None,
    })
}

/// The first option of a kind whose octets behind the length pass `is_whole`.
#[inline]
pub(super) fn that(options: &[u8], kind: u8, is_whole: impl Fn(&[u8]) -> bool) -> Option<&[u8]> {
    Kinds(options).find_map(|(found, data)| (found == kind && is_whole(data)).then_some(data))
}

/// Iterator over kinds and the octets behind the lengths; it ends where nothing more can be read,
/// and leaves out the option that has no length, padding.
pub(super) struct Kinds<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Kinds<'a> {
    type Item = (u8, &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match *self.0 {
                [1, ref rest @ ..] => self.0 = rest,
                [kind, len, ..] if kind != 0 => {
                    let (option, rest) = self.0.split_at_checked(len.into())?;
                    self.0 = rest;
                    return Some((kind, option.get(2..)?));
                }
                _ => return None,
            }
        }
    }
}
