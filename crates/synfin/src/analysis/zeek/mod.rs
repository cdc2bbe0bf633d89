//! Zeek's view of a connection: `conn_state` and `history`, as its documentation defines them.
//!
//! Duty: give those two facts to people who know them from Zeek. Invariant: like Zeek, this looks
//! at flags alone and believes every RST. Absence: none of Zeek's timers; a connection is not cut
//! after a silence, and checksums (letter `c`) are not verified.

use super::{Event, Events};
use crate::{End, Segment};

/// How many letters a history has at most.
const LONGEST: usize = 120;

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

/// What is remembered of one end.
#[derive(Clone, Copy, Debug, Default)]
struct Endpoint {
    state: State,
    before: State,
    /// The letters that it has in the history, as bits.
    seen: u8,
    /// The sequence numbers of its last SYN, FIN and RST.
    last: [u32; 3],
    /// How many retransmissions, gaps and zero windows there were.
    counts: [u32; 3],
}

/// A letter that is repeated only with another sequence number.
#[derive(Clone, Copy)]
enum Numbered {
    Syn,
    Fin,
    Rst,
}

/// A letter that is repeated at the 10th, 100th, ... time.
#[derive(Clone, Copy)]
enum Counted {
    Retransmission,
    Gap,
    ZeroWindow,
}

/// Zeek's view of a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Zeek {
    lower: Endpoint,
    upper: Endpoint,
    /// The letters; upper case for the lower end.
    letters: Vec<u8>,
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
            self.add_counted(sender, Counted::ZeroWindow, b'W');
        }
        if segment.payload_len > 0 && events.contains(Event::Retransmission) && !reset {
            self.add_counted(sender, Counted::Retransmission, b'T');
        }
        self.advance(segment, sender, receiver, sender == client);
        let ending = segment.control.fin() || segment.control.rst();
        if events.contains(Event::AckLostSegment) && !ending {
            self.add_counted(receiver, Counted::Gap, b'G');
        }
    }

    /// Does a segment of `sender` without SYN, FIN and RST change nothing? `data` says whether it
    /// has payload; its window is open, and nothing happened in it.
    pub(super) fn is_settled(&self, sender: End, data: bool) -> bool {
        let endpoint = self.end(sender);
        let bit = if data { 2 } else { 1 };
        endpoint.seen & bit != 0 && endpoint.state != State::Inactive
    }

    /// The history with the client's letters in upper case.
    pub(super) fn history(&self, client: End) -> impl Iterator<Item = u8> {
        // In the letters as they are kept the lower end's are in upper case.
        let turn = match client {
            End::Lower => 0,
            End::Upper => b'A' ^ b'a',
        };
        self.letters.iter().map(move |letter| letter ^ turn)
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
            (_, true, true) => self.add_once(sender, b'I'),
            (true, true, _) | (true, _, true) => self.add_once(sender, b'Q'),
            (true, ..) if control.ack() => self.add_numbered(sender, Numbered::Syn, b'H', segment),
            (true, ..) => self.add_numbered(sender, Numbered::Syn, b'S', segment),
            (_, true, _) => self.add_numbered(sender, Numbered::Fin, b'F', segment),
            (.., true) => self.add_numbered(sender, Numbered::Rst, b'R', segment),
            _ if segment.payload_len > 0 => self.add_once(sender, b'D'),
            _ if control.ack() => self.add_once(sender, b'A'),
            _ => {}
        }
    }

    /// A letter that an end has once.
    fn add_once(&mut self, end: End, letter: u8) {
        let bit = match letter {
            b'A' => 1,
            b'D' => 2,
            b'I' => 4,
            _ => 8,
        };
        let endpoint = self.end_mut(end);
        if endpoint.seen & bit == 0 {
            endpoint.seen |= bit;
            self.push(end, letter);
        }
    }

    /// A letter that is repeated when the sequence number is another one.
    fn add_numbered(&mut self, end: End, kind: Numbered, letter: u8, segment: &Segment<'_>) {
        let number = match kind {
            // A FIN's number comes behind the payload.
            Numbered::Fin => segment.seq.plus(segment.payload_len).0,
            _ => segment.seq.0,
        };
        let bit = 16 << kind as u8;
        let endpoint = self.end_mut(end);
        let first = endpoint.seen & bit == 0;
        endpoint.seen |= bit;
        let [syn, fin, rst] = &mut endpoint.last;
        let last = match kind {
            Numbered::Syn => syn,
            Numbered::Fin => fin,
            Numbered::Rst => rst,
        };
        if std::mem::replace(last, number) != number || first {
            self.push(end, letter);
        }
    }

    /// A letter that is repeated at the 10th, 100th, ... time.
    fn add_counted(&mut self, end: End, kind: Counted, letter: u8) {
        let [retransmissions, gaps, windows] = &mut self.end_mut(end).counts;
        let count = match kind {
            Counted::Retransmission => retransmissions,
            Counted::Gap => gaps,
            Counted::ZeroWindow => windows,
        };
        *count = count.saturating_add(1);
        let count = *count;
        if 10_u32.checked_pow(count.ilog10()) == Some(count) {
            self.push(end, letter);
        }
    }

    fn push(&mut self, end: End, letter: u8) {
        if self.letters.len() < LONGEST {
            self.letters.push(match end {
                End::Lower => letter,
                End::Upper => letter.to_ascii_lowercase(),
            });
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
            state if control.fin() => {
                self.set(sender, State::Closed);
                let opening = matches!(state, State::SynSent | State::SynAckSent);
                // The peer's RST came after its FIN: both directions were closed after all.
                let late = peer == State::Reset && self.end(receiver).before == State::Closed;
                if !opening && late {
                    self.set(receiver, State::Closed);
                }
            }
            _ => {}
        }
    }

    /// The first segment of an end.
    fn activate(&mut self, segment: &Segment<'_>, sender: End, receiver: End, from_client: bool) {
        let control = segment.control;
        let peer = self.end(receiver).state;
        if control.syn() && from_client {
            let state = if control.ack() {
                State::SynAckSent
            } else {
                State::SynSent
            };
            self.set(sender, state);
            if peer == State::SynAckSent || (peer == State::Established && !control.ack()) {
                // The SYN-ACK was captured before the SYN.
                self.set(sender, State::Established);
                self.set(receiver, State::Established);
            }
        } else if control.syn() {
            if peer == State::SynSent {
                self.set(receiver, State::Established);
            }
            self.set(sender, State::Established);
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
