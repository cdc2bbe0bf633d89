//! A SYN inside a live connection, kept until its answer tells what it was.
//!
//! Duty: hold the SYN, and its repetitions, and judge by what comes next (RFC 9293, 3.5.1 and
//! 3.10.7.4, fourth; RFC 5961, section 4): a SYN-ACK opens a new connection, an ACK asks whether
//! the SYN was meant, a RST in answer to that ACK says that it was. Invariant: no more SYNs are
//! kept than a few. Absence: no connection is made or changed here.

use crate::{Segment, SeqNumber, TcpOptions};
use std::net::SocketAddr;

/// How many copies of the SYN are kept; those beyond count as packets of the old connection.
const MOST: usize = 8;

/// The octets of options that a TCP header can hold.
const OPTIONS: usize = 40;

/// A SYN with its repetitions.
#[derive(Debug)]
pub(super) struct Held {
    sender: SocketAddr,
    seq: SeqNumber,
    /// Behind its data, if it carries any.
    end: SeqNumber,
    syns: Vec<Kept>,
    /// The other end answered by an ACK.
    pub(super) challenged: bool,
    /// The sender answered that by a RST: it meant the SYN.
    pub(super) confirmed: bool,
}

/// A segment kept beyond its frame, without its payload's octets.
#[derive(Debug)]
pub(super) struct Kept {
    segment: Segment<'static>,
    options: [u8; OPTIONS],
    len: u8,
    cut: bool,
}

/// What a segment makes of the SYN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is another copy of the SYN.
    Again,
    /// It tells nothing.
    Undecided,
    /// The SYN opens a new connection, and the segment belongs to that.
    New,
    /// The SYN was an old duplicate, or forged: the connection goes on.
    Old,
}

impl Held {
    pub(super) fn new(syn: &Segment<'_>) -> Self {
        Self {
            sender: syn.source,
            seq: syn.seq,
            end: syn.end_seq(),
            syns: vec![Kept::new(syn)],
            challenged: false,
            confirmed: false,
        }
    }

    /// Who sent it.
    pub(super) const fn sender(&self) -> SocketAddr {
        self.sender
    }

    /// The packet of the first copy.
    pub(super) fn packet(&self) -> u64 {
        self.syns.first().map_or(0, |syn| syn.segment.packet)
    }

    /// Keeps another copy; says whether there was room.
    pub(super) fn keep(&mut self, syn: &Segment<'_>) -> bool {
        let room = self.syns.len() < MOST;
        if room {
            self.syns.push(Kept::new(syn));
        }
        room
    }

    /// The copies, in the order of capture.
    pub(super) fn syns(&self) -> impl Iterator<Item = Segment<'_>> {
        self.syns.iter().map(Kept::segment)
    }

    /// Judges by the next segment of the flow; `over` says that the old connection ended since.
    pub(super) fn judge(&self, segment: &Segment<'_>, over: bool) -> Verdict {
        let control = segment.control;
        if segment.source != self.sender {
            return self.judge_answer(segment);
        }
        if control.syn() && !control.ack() && segment.seq == self.seq {
            return if over { Verdict::New } else { Verdict::Again };
        }
        let goes_on = segment.seq == self.end || segment.seq == self.seq.plus(1);
        match (control.syn(), control.rst()) {
            // Its numbers go on from the SYN: the SYN-ACK was not captured.
            (false, _) if goes_on => Verdict::New,
            // The answer to a challenge ACK, or not: the old connection's endpoints decide.
            (_, true) | (true, _) => Verdict::Undecided,
            (false, false) => Verdict::Old,
        }
    }

    fn judge_answer(&self, segment: &Segment<'_>) -> Verdict {
        let control = segment.control;
        let acks = segment
            .ack()
            .is_some_and(|ack| ack == self.end || ack == self.seq.plus(1));
        if acks && (control.syn() || control.rst()) {
            Verdict::New
        } else {
            Verdict::Undecided
        }
    }
}

impl Kept {
    pub(super) fn new(segment: &Segment<'_>) -> Self {
        let mut options = [0; OPTIONS];
        let captured = segment.options.as_bytes();
        let [len, ..] = captured.len().min(OPTIONS).to_le_bytes();
        for (place, octet) in options.iter_mut().zip(captured) {
            *place = *octet;
        }
        Self {
            segment: Segment {
                options: TcpOptions::default(),
                payload: &[],
                ..*segment
            },
            options,
            len,
            cut: segment.options.is_cut(),
        }
    }

    pub(super) fn segment(&self) -> Segment<'_> {
        let octets = self.options.get(..self.len.into()).unwrap_or_default();
        Segment {
            options: TcpOptions::new(octets, self.cut),
            ..self.segment
        }
    }
}
