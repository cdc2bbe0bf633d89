//! What is left of a frame behind the headers read so far.
//!
//! Duty: every take names its layer and can fail. Invariant: `octets.len() <= len`: octets beyond
//! a length field's end are never seen, so padding is not data. Absence: no meaning of the octets.

use super::stop::{Layer, Limit, Reason, Stop};

/// The octets left: those captured, and how many there were.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest<'a> {
    octets: &'a [u8],
    /// Octets left on the wire, by the innermost length field.
    len: usize,
    /// Who says so.
    limit: Limit,
    /// Octets of the frame before these.
    offset: usize,
}

impl<'a> Rest<'a> {
    /// A whole frame: what was captured of `len` octets. A file that says less than it has is
    /// wrong.
    pub(super) fn new(octets: &'a [u8], len: u32) -> Self {
        Self {
            octets,
            len: octets.len().max(usize::try_from(len).unwrap_or(usize::MAX)),
            limit: Limit::Frame,
            offset: 0,
        }
    }

    /// A datagram's payload that is there as a whole.
    pub(super) const fn of(octets: &'a [u8]) -> Self {
        Self {
            octets,
            len: octets.len(),
            limit: Limit::Captured,
            offset: 0,
        }
    }

    /// The octets captured.
    pub(super) const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// Octets left on the wire.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The first octet, if it was captured.
    pub(super) fn first(&self) -> Option<u8> {
        self.octets.first().copied()
    }

    /// The first `N` octets; they are still left.
    pub(super) fn peek<const N: usize>(&self, layer: Layer) -> Result<&'a [u8; N], Stop> {
        self.octets
            .first_chunk()
            .ok_or_else(|| self.short(layer, N))
    }

    /// Takes the first `N` octets.
    pub(super) fn take<const N: usize>(&mut self, layer: Layer) -> Result<&'a [u8; N], Stop> {
        let taken = self.peek(layer)?;
        self.advance(N);
        Ok(taken)
    }

    /// Takes the first `count` octets.
    pub(super) fn take_slice(&mut self, count: usize, layer: Layer) -> Result<&'a [u8], Stop> {
        let taken = self
            .octets
            .get(..count)
            .ok_or_else(|| self.short(layer, count))?;
        self.advance(count);
        Ok(taken)
    }

    /// Takes a 16-bit number in network byte order.
    pub(super) fn take_u16(&mut self, layer: Layer) -> Result<u16, Stop> {
        self.take(layer).copied().map(u16::from_be_bytes)
    }

    /// Leaves out the first `count` octets, captured all.
    pub(super) fn skip(&mut self, count: usize, layer: Layer) -> Result<(), Stop> {
        self.take_slice(count, layer).map(|_| ())
    }

    /// Drops all but the first `len` octets; more than are left change nothing.
    pub(super) fn truncate(&mut self, len: usize, limit: Limit) {
        if len < self.len {
            self.len = len;
            self.limit = limit;
            self.octets = self.octets.get(..len).unwrap_or(self.octets);
        }
    }

    /// Why `needed` octets cannot be had.
    #[cold]
    pub(super) fn short(&self, layer: Layer, needed: usize) -> Stop {
        // What is beyond the wire's end is no fault of the capture.
        let (available, limit) = if needed > self.len {
            (self.len, self.limit)
        } else {
            (self.octets.len(), Limit::Captured)
        };
        self.stop(
            layer,
            Reason::Short {
                needed: clamp(needed),
                available: clamp(available),
                limit,
            },
        )
    }

    /// The header that begins here has an impossible value.
    #[cold]
    pub(super) fn impossible(&self, layer: Layer, field: &'static str, value: u32) -> Stop {
        self.stop(layer, Reason::Impossible { field, value })
    }

    /// The header that begins here, or ended here, carries something else.
    #[cold]
    pub(super) fn other(&self, layer: Layer, protocol: impl Into<u32>) -> Stop {
        let protocol = protocol.into();
        self.stop(layer, Reason::Other { protocol })
    }

    /// Decoding ends here.
    pub(super) fn stop(&self, layer: Layer, reason: Reason) -> Stop {
        Stop {
            layer,
            offset: clamp(self.offset),
            reason,
        }
    }

    fn advance(&mut self, count: usize) {
        self.octets = self.octets.get(count..).unwrap_or(&[]);
        self.len = self.len.saturating_sub(count);
        self.offset += count;
    }
}

fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Rest;
    use crate::decode::stop::{Layer, Limit, Reason};

    #[test]
    fn a_take_names_what_ended_first() {
        let mut rest = Rest::new(&[1, 2, 3, 4, 5], 20);
        assert_eq!(rest.take::<2>(Layer::Llc).unwrap(), &[1, 2]);
        let stop = rest.take::<9>(Layer::Llc).unwrap_err();
        assert_eq!((stop.layer, stop.offset), (Layer::Llc, 2));
        let short = |needed, available, limit| Reason::Short {
            needed,
            available,
            limit,
        };
        assert_eq!(stop.reason, short(9, 3, Limit::Captured));
        rest.truncate(8, Limit::UdpLength);
        let stop = rest.peek::<9>(Layer::Tcp).unwrap_err();
        assert_eq!(stop.reason, short(9, 8, Limit::UdpLength));
        rest.truncate(2, Limit::TunnelLength);
        assert_eq!((rest.octets(), rest.len()), (&[3, 4][..], 2));
    }

    #[test]
    fn a_frame_is_at_least_as_long_as_what_was_captured_of_it() {
        let rest = Rest::new(&[0; 10], 4);
        assert_eq!((rest.octets().len(), rest.len()), (10, 10));
    }
}
