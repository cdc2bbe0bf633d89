//! The closed catalogue of what can happen in a packet.

/// Something that happened in a packet; named as in Wireshark's `tcp.analysis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum Event {
    /// Some sequence number of the segment was in an earlier one of its sender.
    Retransmission,
}

/// The events of one packet, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events(u32);

impl Events {
    /// Adds an event.
    pub const fn insert(&mut self, event: Event) {
        self.0 |= 1 << event as u8;
    }

    /// Is the event in the set?
    #[must_use]
    pub const fn contains(self, event: Event) -> bool {
        self.0 & (1 << event as u8) != 0
    }
}
