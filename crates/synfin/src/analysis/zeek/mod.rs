//! Zeek's view of a connection: `conn_state` and `history`, as its documentation defines them.
//!
//! Duty: give those two facts to people who know them from Zeek. Invariant: like Zeek, this looks
//! at flags alone and believes every RST. Absence: none of Zeek's timers; a connection is not cut
//! after a silence, and checksums (letter `c`) are not verified.

mod history;
mod short;

use super::{Event, Events};
use crate::packing::{packed, packed_as_number};
use crate::{End, Segment};
use history::{History, Letter};

/// Zeek's states of an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// It sent nothing.
    #[default]
    Inactive,
    /// It sent a SYN.
    SynSent,
    /// It sent a SYN-ACK that no SYN was seen before.
    SynAckSent,
    /// It sent something, but no SYN of it was seen.
    Partial,
    /// It has answered a SYN, or its SYN was answered.
    Established,
    /// It sent a FIN.
    Closed,
    /// It sent a RST.
    Reset,
}

/// The marks of an end that has these letters.
const ACK: u8 = 1;
const DATA: u8 = 2;

/// What is remembered of one end.
#[derive(Clone, Copy, Debug, Default)]
struct Endpoint {
    state: State,
    before: State,
    /// The letters that it has in the history, as bits.
    seen: u8,
    /// The sequence numbers of its last SYN, FIN and RST.
    last: [u32; 3],
}

/// Zeek's view of a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Zeek {
    lower: Endpoint,
    upper: Endpoint,
    history: History,
}

impl Zeek {
    /// Takes a segment from `sender` to `receiver`; `client` is which end is taken for the client
    /// so far, `events` what happened in the segment.
    pub(super) fn take(
        &mut self,
        segment: &Segment<'_>,
        (sender, receiver): (End, End),
        client: End,
        events: Events,
    ) {
        self.add_flags(segment, sender);
        let reset = self.end(sender).state == State::Reset;
        let zero = segment.raw_window == 0 && !segment.control.rst() && !reset;
        if zero && self.end(receiver).state != State::Closed {
            self.history.push_counted(sender, Letter::ZeroWindow);
        }
        if segment.payload_len > 0 && events.contains(Event::Retransmission) && !reset {
            self.history.push_counted(sender, Letter::Retransmission);
        }
        self.advance(segment, sender, receiver, sender == client);
        let ending = segment.control.fin() || segment.control.rst();
        if events.contains(Event::AckLostSegment) && !ending {
            self.history.push_counted(receiver, Letter::Gap);
        }
    }

    /// The history with the client's letters in upper case.
    pub(super) fn history(&self, client: End) -> impl Iterator<Item = u8> {
        // In the letters as they are kept the lower end's are in upper case.
        let turn = match client {
            End::Lower => 0,
            End::Upper => b'A' ^ b'a',
        };
        self.history.letters().map(move |letter| letter ^ turn)
    }

    /// The connection's state in Zeek's words; `empty` says that neither end sent payload.
    pub(super) fn conn_state(&self, client: End, empty: bool) -> &'static str {
        let (orig, resp) = (self.end(client).state, self.end(!client).state);
        let inactive = |state| matches!(state, State::Inactive | State::Partial);
        match (orig, resp) {
            (State::SynSent | State::SynAckSent, State::Reset) => "REJ",
            (State::Reset, State::Reset) if empty => "REJ",
            (_, State::Reset) if inactive(orig) => "RSTRH",
            (_, State::Reset) => "RSTR",
            (State::Reset, _) if !inactive(resp) => "RSTO",
            (State::Reset, _) if self.is_aborted_attempt(client) => "RSTOS0",
            (State::Reset, _) => "OTH",
            (State::Closed, State::Closed) => "SF",
            (State::Closed, _) if inactive(resp) => "SH",
            (State::Closed, _) => "S2",
            (_, State::Closed) if inactive(orig) => "SHR",
            (_, State::Closed) => "S3",
            (State::SynSent, State::Inactive) => "S0",
            (State::Established, State::Established) => "S1",
            _ => "OTH",
        }
    }

    /// Did the client send a SYN and then a RST, with nothing else of its own between?
    fn is_aborted_attempt(&self, client: End) -> bool {
        let mut history = self.history(client);
        let begins = history.next() == Some(b'S');
        let end = history.find(|letter| b"RHAFGIQ".contains(letter));
        begins && end == Some(b'R')
    }

    /// The letters of a segment's flags and payload.
    fn add_flags(&mut self, segment: &Segment<'_>, sender: End) {
        let control = segment.control;
        match (control.syn(), control.fin(), control.rst()) {
            (_, true, true) => self.add_once(sender, Letter::Inconsistent),
            (true, true, _) | (true, _, true) => self.add_once(sender, Letter::MultiFlag),
            (true, ..) if control.ack() => self.add_numbered(sender, Letter::SynAck, segment),
            (true, ..) => self.add_numbered(sender, Letter::Syn, segment),
            (_, true, _) => self.add_numbered(sender, Letter::Fin, segment),
            (.., true) => self.add_numbered(sender, Letter::Rst, segment),
            _ if segment.payload_len > 0 => self.add_once(sender, Letter::Data),
            _ if control.ack() => self.add_once(sender, Letter::Ack),
            _ => {}
        }
    }

    /// A letter that an end has once.
    #[inline]
    fn add_once(&mut self, end: End, letter: Letter) {
        let bit = match letter {
            Letter::Ack => ACK,
            Letter::Data => DATA,
            Letter::Inconsistent => 4,
            _ => 8,
        };
        let endpoint = self.end_mut(end);
        if endpoint.seen & bit == 0 {
            endpoint.seen |= bit;
            self.history.push(end, letter);
        }
    }

    /// A letter that is repeated when the sequence number is another one.
    fn add_numbered(&mut self, end: End, letter: Letter, segment: &Segment<'_>) {
        let endpoint = self.end_mut(end);
        let [syn, fin, rst] = &mut endpoint.last;
        let (last, bit, number) = match letter {
            // A FIN's number comes behind the payload.
            Letter::Fin => (fin, 32, segment.seq.plus(segment.payload_len).0),
            Letter::Rst => (rst, 64, segment.seq.0),
            _ => (syn, 16, segment.seq.0),
        };
        let first = endpoint.seen & bit == 0;
        endpoint.seen |= bit;
        if std::mem::replace(last, number) != number || first {
            self.history.push(end, letter);
        }
    }

    /// Moves the sender's state on, as Zeek does.
    fn advance(&mut self, segment: &Segment<'_>, sender: End, receiver: End, from_client: bool) {
        let control = segment.control;
        let peer = self.end(receiver).state;
        match self.end(sender).state {
            State::Inactive => self.activate(segment, sender, receiver, from_client),
            State::Partial if control.syn() && !control.ack() && peer == State::Inactive => {
                self.set(sender, State::SynSent);
            }
            State::Closed if control.rst() && peer != State::Closed => {
                self.set(sender, State::Reset);
            }
            State::Closed | State::Reset => {}
            _ if control.rst() => self.set(sender, State::Reset),
            _ if control.fin() => self.close(sender, receiver),
            _ => {}
        }
    }

    /// The FIN of an end that sent something before.
    #[inline]
    fn close(&mut self, sender: End, receiver: End) {
        let state = self.end(sender).state;
        if matches!(state, State::Closed | State::Reset) {
            return;
        }
        self.set(sender, State::Closed);
        let opening = matches!(state, State::SynSent | State::SynAckSent);
        let peer = self.end(receiver);
        // The peer's RST came after its FIN: both directions were closed after all.
        let late = peer.state == State::Reset && peer.before == State::Closed;
        if !opening && late {
            self.set(receiver, State::Closed);
        }
    }

    /// The first segment of an end.
    fn activate(&mut self, segment: &Segment<'_>, sender: End, receiver: End, from_client: bool) {
        let control = segment.control;
        let peer = self.end(receiver).state;
        if control.syn() {
            self.open(control.ack(), sender, receiver, from_client);
        }
        if control.fin() {
            self.set(sender, State::Closed);
        }
        if control.rst() {
            self.set(sender, State::Reset);
        }
        let flags = control.syn() || control.fin() || control.rst();
        let early_ack = !from_client && segment.payload_len == 0 && peer == State::SynSent;
        if !flags && !early_ack {
            // After a SYN-ACK a bare ACK: only the SYN is missing.
            let established = control.ack() && peer == State::Established;
            self.set(
                sender,
                if established {
                    State::Established
                } else {
                    State::Partial
                },
            );
        }
    }

    /// The SYN of an end that sent nothing before; `answers` says whether it is a SYN-ACK.
    #[inline]
    fn open(&mut self, answers: bool, sender: End, receiver: End, from_client: bool) {
        let peer = self.end(receiver).state;
        if from_client {
            let state = if answers {
                State::SynAckSent
            } else {
                State::SynSent
            };
            self.set(sender, state);
            if peer == State::SynAckSent || (peer == State::Established && !answers) {
                // The SYN-ACK was captured before the SYN.
                self.set(sender, State::Established);
                self.set(receiver, State::Established);
            }
        } else {
            if peer == State::SynSent {
                self.set(receiver, State::Established);
            }
            self.set(sender, State::Established);
        }
    }

    #[inline]
    fn set(&mut self, end: End, state: State) {
        let endpoint = self.end_mut(end);
        if endpoint.state != state {
            endpoint.before = std::mem::replace(&mut endpoint.state, state);
        }
    }

    const fn end(&self, end: End) -> &Endpoint {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    const fn end_mut(&mut self, end: End) -> &mut Endpoint {
        match end {
            End::Lower => &mut self.lower,
            End::Upper => &mut self.upper,
        }
    }
}

packed_as_number!(State: Inactive, SynSent, SynAckSent, Partial, Established, Closed, Reset);
packed!(Endpoint {
    state,
    before,
    seen,
    last
});
packed!(Zeek {
    lower,
    upper,
    history
});
