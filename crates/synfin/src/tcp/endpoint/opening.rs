//! The usual opening of an endpoint, all of it at once.
//!
//! Duty: what SYN, SYN-ACK and ACK make of either end where nothing is odd about them (RFC 9293,
//! 3.5, figure 6). Invariant: the endpoint is left as `send` and `receive` would leave it. Absence:
//! whether anything is odd.

use super::{Endpoint, Original};
use crate::Segment;
use crate::tcp::Reason;
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::Mark;

impl Endpoint {
    /// It sent the SYN, and the ACK proves that it received the SYN-ACK.
    pub(crate) fn open_actively(
        &mut self,
        syn: &Segment<'_>,
        answer: &Segment<'_>,
        ack: &Segment<'_>,
    ) {
        self.syn = Some(Original::of(syn));
        let asked = Facts::default().and(Fact::SynSent);
        self.learn(asked, Mark::of(syn), false, Reason::SynSent);
        self.numbers.sent(syn);
        self.numbers.received_timestamp(answer);
        self.answered(answer, ack);
        let open = Facts::default().and(Fact::SynReceived).and(Fact::SynAcked);
        self.learn(open, Mark::of(answer), false, Reason::of_arrival(open));
        self.numbers.sent(ack);
    }

    /// It received the SYN, as its SYN-ACK proves; whether the ACK arrives is to be seen.
    pub(crate) fn open_passively(&mut self, syn: &Segment<'_>, answer: &Segment<'_>) {
        self.numbers.received_timestamp(syn);
        self.answered(syn, answer);
        let asked = Facts::default().and(Fact::SynReceived);
        self.learn(asked, Mark::of(syn), false, Reason::of_arrival(asked));
        self.accepted = true;
        self.syn = Some(Original::of(answer));
        let answered = asked.and(Fact::SynSent).and(Fact::Passive);
        self.learn(answered, Mark::of(answer), false, Reason::SynAnswered);
        self.numbers.sent(answer);
    }

    /// It answered one segment by another one.
    fn answered(&mut self, segment: &Segment<'_>, by: &Segment<'_>) {
        let after = by.time.nanos_since(segment.time);
        self.fastest.take(after.max(0));
    }
}
