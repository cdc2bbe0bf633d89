//! The little that is asked of a packed connection.
//!
//! Duty: read it without the rest. Invariant: its fields are the first that a connection packs, in
//! the same order. Absence: how a connection is packed.

use crate::Timestamp;
use crate::flow::CompactKey;
use crate::packing::packed;

/// What a packed connection begins with, for who wants to know no more of it.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) key: CompactKey,
    pub(crate) id: u64,
    first: (u64, Timestamp),
    last: (u64, Timestamp),
    pub(crate) latest: i64,
}

impl Beginning {
    pub(crate) const fn first_packet(&self) -> u64 {
        self.first.0
    }

    pub(crate) const fn last_packet(&self) -> u64 {
        self.last.0
    }
}

packed!(Beginning {
    key,
    id,
    first,
    last,
    latest
});

#[cfg(test)]
mod tests {
    use super::Beginning;
    use crate::{Connection, Frame, LinkType, Segment, Timestamp, packing};

    const SYN: [u8; 40] = [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 4, 1, 0, 80, 0, 0, 0,
        1, 0, 0, 0, 0, 0x50, 0x02, 1, 0, 0, 0, 0, 0,
    ];

    #[test]
    fn it_is_what_a_packed_connection_begins_with() {
        let decoded = Frame::new(LinkType::RAW, &SYN).decode();
        let first = decoded.segment().expect("it is TCP");
        let last = Segment {
            packet: first.packet + 4,
            time: Timestamp::new(1_700_000_000, 5),
            ..*first
        };
        let mut connection = Connection::new(7, 1, first);
        connection.observe(first, 0);
        connection.observe(&last, 0);
        let octets = packing::pack(&connection);
        let beginning: Beginning = packing::unpack_first(&octets).expect("it was packed");
        assert_eq!(beginning.key.key(), connection.key());
        assert_eq!(
            (beginning.id, beginning.latest),
            (7, 1_700_000_000_000_000_005)
        );
        let packets = (beginning.first_packet(), beginning.last_packet());
        assert_eq!(packets, (first.packet, last.packet));
    }
}
