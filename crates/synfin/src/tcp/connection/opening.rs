//! The usual opening of a connection, all of it at once.
//!
//! Duty: make the connection of a SYN, the SYN-ACK that answers it, and the ACK of that, if nothing is
//! odd about any of them. Invariant: it is what observing them one by one makes; whatever could call
//! for a judgement makes none. Absence: what comes before a SYN, or instead of its answer.

use super::Connection;
use super::noting::is_nonsense;
use crate::tcp::endpoint::Context;
use crate::tcp::{HandshakeStep, KnownBy, Notes, Phase};
use crate::{ControlBits, End, Segment};

impl Connection {
    /// The connection with this number, and the how many-th of its flow, that these three segments
    /// open; `client` sent the first one.
    pub(crate) fn opened(
        (id, incarnation): (u64, u32),
        [syn, answer, ack]: [&Segment<'_>; 3],
        client: End,
    ) -> Option<Box<Self>> {
        let mut notes = Notes::new();
        if !is_usual(syn, answer, ack)
            || [syn, answer, ack]
                .into_iter()
                .any(|segment| is_nonsense(segment, &mut notes))
        {
            return None;
        }
        let mut connection = Box::new(Self::new(id, incarnation, syn));
        connection.known_by = KnownBy::Syn;
        for (segment, sender) in [(syn, client), (answer, !client), (ack, client)] {
            let ends = (sender, !sender);
            let events = connection.traffic.observe(ends, client, segment);
            if !events.is_empty() {
                return None;
            }
            connection.summary.add(segment, sender);
            connection.last = (segment.packet, segment.time);
            connection.latest = connection.latest.max(segment.time.as_nanos());
        }
        connection.open_ends([syn, answer, ack], client);
        Some(connection)
    }

    fn open_ends(&mut self, [syn, answer, ack]: [&Segment<'_>; 3], client: End) {
        let asks = Phase::Handshake(HandshakeStep::Ack);
        let answers = Phase::Handshake(HandshakeStep::SynAck);
        let (active, passive) = match client {
            End::Lower => {
                self.phases = (asks, answers);
                (&mut self.lower, &mut self.upper)
            }
            End::Upper => {
                self.phases = (answers, asks);
                (&mut self.upper, &mut self.lower)
            }
        };
        active.open_actively(syn, answer, ack);
        passive.open_passively(syn, answer);
        // It is the first of its kind: there is nothing that these would be compared with.
        let context = Context {
            response: 0,
            receiver_window: 0,
            snd_nxt: None,
        };
        passive.receive(active, ack, &context, &mut Notes::new());
        self.steps.open(ack.packet);
        self.show_states();
        self.settle();
    }
}

/// Do the segments fit each other as those of a three-way handshake do?
fn is_usual(syn: &Segment<'_>, answer: &Segment<'_>, ack: &Segment<'_>) -> bool {
    let next = syn.seq.plus(1);
    syn.control.steering() == ControlBits::SYN
        && answer.control.steering() == ControlBits::SYN_ACK
        && ack.control.steering() == ControlBits::ACK
        && syn.payload_len == 0
        && answer.payload_len == 0
        && answer.raw_ack == next
        && ack.seq == next
        && ack.raw_ack == answer.seq.plus(1)
        && answer.source != syn.source
        && ack.source == syn.source
        && answer.vlan == syn.vlan
        && ack.vlan == syn.vlan
}
