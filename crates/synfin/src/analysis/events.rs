//! The closed catalogue of what can happen in a packet, and the rules that say so.
//!
//! Duty: name events and rules. Invariant: each [`Rule`] belongs to exactly one [`Event`], so a
//! set of rules is a set of events with their reasons, in one machine word. Absence: no rule is
//! evaluated here; `detect` and `evidence` do that.
//!
//! The first fifteen events are Wireshark's `tcp.analysis` under the same names. The others add
//! what SACK (RFC 2018), DSACK (RFC 2883), timestamps (RFC 3522, RFC 7323), timing (RFC 6298,
//! RFC 8985) and the capture itself tell beyond them.

/// Declares the events, each with its name and what it means.
macro_rules! events {
    ($($(#[$doc:meta])* $event:ident = $name:literal: $meaning:literal,)*) => {
        /// Something that happened in a packet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Event {
            $(#[doc = $meaning] $event,)*
        }

        impl Event {
            /// Every event, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$event,)*];

            /// The name used in output.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)*
                }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$event => $meaning,)*
                }
            }
        }
    };
}

events! {
    Retransmission = "retransmission":
        "Some sequence number of the segment was in an earlier one of its sender.",
    FastRetransmission = "fast_retransmission":
        "A retransmission at the peer's last ACK, less than 20 ms after its second or later duplicate.",
    SpuriousRetransmission = "spurious_retransmission":
        "A retransmission with payload, all of which the peer had acknowledged before.",
    OutOfOrder = "out_of_order":
        "A segment not seen before that begins below the sender's highest sequence number: it fills a hole.",
    LostSegment = "lost_segment":
        "The segment begins above the sender's next sequence number: something before it was not captured.",
    AckLostSegment = "ack_lost_segment":
        "The segment acknowledges what the peer was not seen to send.",
    DuplicateAck = "duplicate_ack":
        "An ACK without payload, the same in number and window as the sender's packet before.",
    KeepAlive = "keep_alive":
        "No or one octet, one below the next sequence number, with nothing outstanding (RFC 9293, 3.8.4).",
    KeepAliveAck = "keep_alive_ack":
        "The same ACK again, in answer to a keep-alive.",
    ZeroWindow = "zero_window":
        "The window field is 0 in a segment that neither opens, closes nor resets.",
    ZeroWindowProbe = "zero_window_probe":
        "One octet of payload sent into a closed window (RFC 9293, 3.8.6.1).",
    ZeroWindowProbeAck = "zero_window_probe_ack":
        "The same ACK again with a closed window, in answer to a window probe.",
    WindowUpdate = "window_update":
        "The same ACK again with another window.",
    WindowFull = "window_full":
        "Payload that ends exactly where the peer's window does.",
    ReusedPorts = "reused_ports":
        "A SYN or SYN-ACK that begins another connection of the same endpoints.",
    CaptureDuplicate = "capture_duplicate":
        "The same packet captured twice: not something TCP did.",
    SackRetransmission = "sack_retransmission":
        "A retransmission into a hole that the peer's SACK blocks left open (RFC 6675).",
    TimeoutRetransmission = "timeout_retransmission":
        "A retransmission of the oldest outstanding octets after a silence, with no sign of a loss from the peer (RFC 6298).",
    TailLossProbe = "tail_loss_probe":
        "The last segment sent again after a silence, while older ones are outstanding (RFC 8985, 7).",
    DuplicateSack = "dsack":
        "The ACK reports octets that arrived twice (RFC 2883).",
    SpuriousByTimestamps = "spurious_by_timestamps":
        "The ACK of a retransmission echoes an older timestamp: the original had arrived (Eifel, RFC 3522).",
}

/// Declares the rules, each with its event, its identifier and what it tests.
macro_rules! rules {
    ($($rule:ident: $event:ident = $name:literal: $test:literal,)*) => {
        /// Why an event was reported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Rule {
            $(#[doc = $test] $rule,)*
        }

        impl Rule {
            /// Every rule, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// The event that the rule reports.
            #[must_use]
            pub const fn event(self) -> Event {
                match self {
                    $(Self::$rule => Event::$event,)*
                }
            }

            /// The identifier used in output.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            /// What the rule tests, in one sentence.
            #[must_use]
            pub const fn test(self) -> &'static str {
                match self {
                    $(Self::$rule => $test,)*
                }
            }
        }
    };
}

rules! {
    AllRepeated: Retransmission = "all-octets-seen-before":
        "Every octet of the payload was in earlier segments.",
    PartlyRepeated: Retransmission = "some-octets-seen-before":
        "Some octets of the payload were in earlier segments, others are new.",
    SynRepeated: Retransmission = "syn-seen-before":
        "The SYN's sequence number was used before, by this SYN.",
    FinRepeated: Retransmission = "fin-seen-before":
        "Of all its sequence numbers only the FIN's was used before.",
    AfterDuplicateAcks: FastRetransmission = "after-duplicate-acks":
        "It begins at the peer's last ACK, less than 20 ms after the second or a later duplicate of that.",
    AllAcknowledged: SpuriousRetransmission = "all-acknowledged-before":
        "The peer's last ACK covers the whole payload.",
    FillsHole: OutOfOrder = "fills-hole":
        "It begins below the highest sequence number, and none of its octets was seen.",
    BeginsAboveNext: LostSegment = "begins-above-next":
        "It begins above the sender's highest sequence number so far.",
    AcknowledgesUnseen: AckLostSegment = "acknowledges-unseen":
        "It newly acknowledges sequence numbers that are in no captured segment.",
    SameAckAndWindow: DuplicateAck = "same-ack-and-window":
        "No payload, at the next sequence number, with the ACK and the window of the packet before.",
    OneBelowNext: KeepAlive = "one-below-next":
        "It begins one below the next sequence number, and everything sent is acknowledged.",
    OneBelowNextIntoClosedWindow: KeepAlive = "one-below-next-into-closed-window":
        "As one-below-next, but the peer's window is 0: a window probe as Linux and others send it.",
    AnswersKeepAlive: KeepAliveAck = "answers-keep-alive":
        "As a duplicate ACK, but the peer's last packet was a keep-alive.",
    WindowClosed: ZeroWindow = "window-closed":
        "The window field is 0.",
    OneOctetIntoClosedWindow: ZeroWindowProbe = "one-octet-into-closed-window":
        "One octet at the next sequence number, while the peer's window is 0.",
    AnswersWindowProbe: ZeroWindowProbeAck = "answers-window-probe":
        "As a duplicate ACK with window 0, and the peer's last packet was a window probe.",
    SameAckOtherWindow: WindowUpdate = "same-ack-other-window":
        "As a duplicate ACK, but with another window, not 0.",
    EndsAtWindow: WindowFull = "ends-at-window":
        "Its last octet is the last one that the peer's window allows; both SYNs were captured.",
    OtherInitialSequenceNumber: ReusedPorts = "other-initial-sequence-number":
        "The endpoints had a connection before, with another initial sequence number.",
    SameIdentification: CaptureDuplicate = "same-ip-identification":
        "TCP header, checksum and IP identification are as in one of the sender's last four packets, less than 1 ms away.",
    SameWithoutIdentification: CaptureDuplicate = "same-within-microseconds":
        "TCP header and checksum are as in one of the sender's last four packets, less than 100 microseconds away; the IP header has no identification.",
    BelowSackedOctets: SackRetransmission = "below-sacked-octets":
        "It begins at or above the peer's ACK and below octets that the peer has reported by SACK.",
    OldestAfterSilence: TimeoutRetransmission = "oldest-after-silence":
        "It begins at or below the peer's last ACK, or there was none, 200 ms or more after the sender's last segment, with fewer than two duplicate ACKs and no SACK.",
    LastSegmentAgain: TailLossProbe = "last-segment-again":
        "It repeats the last octets sent, while older ones are outstanding, two mean round trips and 10 ms or more after the last segment, with no duplicate ACK.",
    BlockBelowAck: DuplicateSack = "first-block-below-ack":
        "The first SACK block lies below the acknowledgment number.",
    BlockInsideSecond: DuplicateSack = "first-block-inside-second":
        "The first SACK block lies inside the second.",
    EchoOlderThanRetransmission: SpuriousByTimestamps = "echo-older-than-retransmission":
        "It acknowledges the retransmission, and its echo reply is older than the retransmission's timestamp.",
}

/// The rules that report each event, as bits; by the event's place in the catalogue.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time: a slip fails the build"
)]
static RULES_OF: [u64; Event::ALL.len()] = {
    let mut table = [0; Event::ALL.len()];
    let mut rest = Rule::ALL;
    while let [rule, behind @ ..] = rest {
        table[rule.event() as usize] |= 1 << *rule as u8;
        rest = behind;
    }
    table
};

/// The event of each rule as a bit; by the rule's place in the catalogue.
static EVENT_BITS: [u32; Rule::ALL.len()] = {
    let mut table = [0; Rule::ALL.len()];
    let (mut places, mut rest): (&mut [u32], _) = (&mut table, Rule::ALL);
    while let ([place, places_behind @ ..], [rule, behind @ ..]) = (places, rest) {
        *place = 1 << rule.event() as u8;
        (places, rest) = (places_behind, behind);
    }
    table
};

/// The events of one packet, each with the rules that reported it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events(u64);

impl Events {
    /// No events.
    pub const NONE: Self = Self(0);

    /// Adds the event of a rule that applies.
    pub const fn insert(&mut self, rule: Rule) {
        self.0 |= 1 << rule as u8;
    }

    /// Adds the events of rules that apply.
    pub(super) fn extend(&mut self, rules: impl IntoIterator<Item = Rule>) {
        rules.into_iter().for_each(|rule| self.insert(rule));
    }

    /// Did the event happen?
    #[must_use]
    #[inline]
    pub fn contains(self, event: Event) -> bool {
        RULES_OF
            .get(event as usize)
            .is_some_and(|rules| self.0 & rules != 0)
    }

    /// Did this rule report its event?
    #[must_use]
    pub const fn has_rule(self, rule: Rule) -> bool {
        self.0 & (1 << rule as u8) != 0
    }

    /// Did nothing happen?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The events, each once, in the order of the catalogue.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = Event> {
        let mut bits = self.event_bits();
        std::iter::from_fn(move || {
            // Behind the last bit there is no event at the place.
            let event = Event::ALL.get(bits.trailing_zeros() as usize).copied();
            bits &= bits.wrapping_sub(1);
            event
        })
    }

    /// The events as bits, by their places in the catalogue.
    #[inline]
    fn event_bits(self) -> u32 {
        let (mut rules, mut events) = (self.0, 0);
        while rules != 0 {
            let place = rules.trailing_zeros() as usize;
            events |= EVENT_BITS.get(place).copied().unwrap_or_default();
            rules &= rules - 1;
        }
        events
    }

    /// The rules that applied, in the order of the catalogue.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        let candidates = if self.is_empty() { &[] } else { Rule::ALL };
        candidates
            .iter()
            .copied()
            .filter(move |rule| self.has_rule(*rule))
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Events, Rule};

    #[test]
    fn every_event_has_a_rule_and_names_are_unique() {
        assert!(Rule::ALL.len() <= 64, "a set of rules is one u64");
        assert!(Event::ALL.len() < 32, "a set of events fits in one u32");
        for event in Event::ALL {
            assert!(Rule::ALL.iter().any(|rule| rule.event() == *event));
        }
        let mut names: Vec<_> = Event::ALL.iter().map(|event| event.name()).collect();
        names.extend(Rule::ALL.iter().map(|rule| rule.name()));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_rule_brings_its_event() {
        let mut events = Events::NONE;
        assert!(events.is_empty() && events.iter().next().is_none());
        events.insert(Rule::FinRepeated);
        events.insert(Rule::WindowClosed);
        assert!(events.contains(Event::Retransmission));
        assert!(!events.contains(Event::OutOfOrder));
        let found: Vec<_> = events.iter().collect();
        assert_eq!(found, [Event::Retransmission, Event::ZeroWindow]);
        let rules: Vec<_> = events.rules().collect();
        assert_eq!(rules, [Rule::FinRepeated, Rule::WindowClosed]);
    }
}
