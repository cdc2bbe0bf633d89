//! What one layer sees of a packet: the octets captured, and how many there were on the wire.
//!
//! Duty: reading at a place that may not have been captured. Invariant: nothing here panics,
//! whatever the place or length. Absence: no knowledge of any protocol.

/// The octets of one layer and of those above it.
///
/// `captured` may be shorter than `len` (the snapshot ended) or longer (the layer below carried
/// padding); a header that gives its own length cuts both with [`limit`](Self::limit).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Octets<'a> {
    captured: &'a [u8],
    len: u32,
}

impl<'a> Octets<'a> {
    /// Octets of which `captured` were captured and `len` were there.
    pub(crate) const fn new(captured: &'a [u8], len: u32) -> Self {
        Self { captured, len }
    }

    /// The octets that were captured.
    pub(crate) const fn captured(self) -> &'a [u8] {
        self.captured
    }

    /// Octets there were on the wire, by what the layers below say.
    pub(crate) const fn len(self) -> u32 {
        self.len
    }

    /// Were at least `count` octets captured?
    pub(crate) const fn has(self, count: usize) -> bool {
        self.captured.len() >= count
    }

    /// `N` octets from `at`, if captured.
    pub(crate) fn array<const N: usize>(self, at: usize) -> Option<[u8; N]> {
        self.captured.get(at..)?.first_chunk().copied()
    }

    /// The octet at `at`, if captured.
    pub(crate) fn u8(self, at: usize) -> Option<u8> {
        self.captured.get(at).copied()
    }

    /// The two octets from `at` as a big-endian number, if captured.
    pub(crate) fn be16(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_be_bytes)
    }

    /// The four octets from `at` as a big-endian number, if captured.
    pub(crate) fn be32(self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_be_bytes)
    }

    /// What lies behind the first `count` octets.
    pub(crate) fn skip(self, count: usize) -> Self {
        Self {
            captured: self.captured.get(count..).unwrap_or(&[]),
            len: self
                .len
                .saturating_sub(u32::try_from(count).unwrap_or(u32::MAX)),
        }
    }

    /// The first `len` octets: `len` is taken as the length on the wire, and what was captured
    /// behind it is dropped.
    pub(crate) fn limit(self, len: u32) -> Self {
        let end = usize::try_from(len).unwrap_or(usize::MAX);
        Self {
            captured: self.captured.get(..end).unwrap_or(self.captured),
            len,
        }
    }
}
