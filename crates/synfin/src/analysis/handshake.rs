//! How long the handshake took, in the server's half and the client's half.
//!
//! Duty: time SYN, SYN-ACK and the ACK of it. Invariant: a half is only known where both its
//! packets were captured, and each counts once. Absence: no judgement of how the connection opened.

use super::moment::Moment;
use crate::packing::{Pack, Packer, Unpacker, packed};
use crate::{End, Segment, SeqNumber};

/// The times of a three-way handshake, in 16 octets but while an answer waits for its ACK.
///
/// Where a SYN or SYN-ACK was sent again before its answer came, nobody knows which one was
/// answered, so that half is unknown (Karn; RFC 6298, section 3).
#[derive(Clone, Debug, Default)]
pub(super) enum Handshake {
    /// There was no SYN.
    #[default]
    None,
    /// There was a SYN.
    Asked(Asked),
    /// There was a SYN-ACK too; or an ACK after all, but not both halves are in `Done`.
    Answered(Box<Answered>),
    /// Both halves in nanoseconds, less than four seconds each; the first one, if it is known.
    Done(u32, u32),
}

/// A half of [`Handshake::Done`] that is not known.
const UNKNOWN: u32 = u32::MAX;

/// Who sent a SYN.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    client: End,
    /// The number behind the SYN, without its data.
    behind: SeqNumber,
    /// When it was captured, if it was sent once.
    time: Moment,
}

/// What is known from the SYN-ACK on.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    asked: Option<Asked>,
    /// The number behind the SYN-ACK.
    behind: SeqNumber,
    /// When it was captured, if it was sent once.
    time: Moment,
    syn_ack_rtt: Option<u64>,
    ack_rtt: Option<u64>,
}

impl Handshake {
    /// From the SYN to its SYN-ACK, in nanoseconds: the server's half.
    pub(super) fn syn_ack_rtt(&self) -> Option<u64> {
        match self {
            Self::None | Self::Asked(_) | Self::Done(UNKNOWN, _) => None,
            Self::Answered(answered) => answered.syn_ack_rtt,
            Self::Done(half, _) => Some((*half).into()),
        }
    }

    /// From the SYN-ACK to its ACK, in nanoseconds: the client's half.
    pub(super) fn ack_rtt(&self) -> Option<u64> {
        match self {
            Self::None | Self::Asked(_) => None,
            Self::Answered(answered) => answered.ack_rtt,
            Self::Done(_, half) => Some((*half).into()),
        }
    }

    /// Is there something to be learnt from a segment without SYN?
    #[inline]
    pub(super) fn waits_for_ack(&self) -> bool {
        matches!(self, Self::Answered(answered)
            if answered.ack_rtt.is_none() && answered.asked.is_some())
    }

    /// Takes the next segment, captured at `time` in nanoseconds.
    pub(super) fn take(&mut self, sender: End, segment: &Segment<'_>, time: i64) {
        if self.ack_rtt().is_some() || segment.control.rst() {
            return;
        }
        match (segment.control.syn(), segment.ack()) {
            (true, None) => self.ask(sender, segment.seq.plus(1), time),
            (true, Some(ack)) => self.answer(sender, segment.seq.plus(1), ack, time),
            (false, Some(ack)) => self.acknowledge(sender, ack, time),
            (false, None) => {}
        }
    }

    fn asked(&self) -> Option<Asked> {
        match self {
            Self::Asked(asked) => Some(*asked),
            Self::Answered(answered) => answered.asked,
            Self::None | Self::Done(..) => None,
        }
    }

    fn ask(&mut self, client: End, behind: SeqNumber, time: i64) {
        let known = self.asked().map(|asked| (asked.client, asked.behind));
        let asked = Asked {
            client,
            behind,
            time: Moment::first(known != Some((client, behind)), time),
        };
        match self {
            Self::Answered(answered) => answered.asked = Some(asked),
            _ => *self = Self::Asked(asked),
        }
    }

    fn answer(&mut self, server: End, behind: SeqNumber, ack: SeqNumber, time: i64) {
        let Some(asked) = self.asked() else {
            return;
        };
        if asked.client == server || ack.is_before(asked.behind) {
            return;
        }
        let first = match self {
            Self::Answered(answered) => answered.behind != behind,
            _ => true,
        };
        let mut syn_ack_rtt = self.syn_ack_rtt();
        if first {
            syn_ack_rtt = since(asked.time, time);
        }
        *self = Self::Answered(Box::new(Answered {
            asked: Some(asked),
            behind,
            time: Moment::first(first, time),
            syn_ack_rtt,
            ack_rtt: None,
        }));
    }

    /// Takes an ACK without SYN and RST; where none [is waited for](Self::waits_for_ack) this does
    /// nothing.
    pub(super) fn acknowledge(&mut self, client: End, ack: SeqNumber, time: i64) {
        let Self::Answered(answered) = self else {
            return;
        };
        if answered.asked.is_none_or(|asked| asked.client != client)
            || ack.is_before(answered.behind)
        {
            return;
        }
        answered.ack_rtt = since(answered.time, time);
        // Where this half stays unknown, what comes later is no handshake either.
        answered.asked = None;
        let short = |half: u64| u32::try_from(half).ok().filter(|half| *half != UNKNOWN);
        let first = match answered.syn_ack_rtt {
            Some(half) => short(half),
            None => Some(UNKNOWN),
        };
        if let (Some(first), Some(second)) = (first, answered.ack_rtt.and_then(short)) {
            *self = Self::Done(first, second);
        }
    }
}

/// From a time, if it is known, to a later one; unknown where the capture runs backwards.
fn since(from: Moment, to: i64) -> Option<u64> {
    u64::try_from(to.saturating_sub(from.nanos()?)).ok()
}

packed!(Asked {
    client,
    behind,
    time
});
packed!(Answered {
    asked,
    behind,
    time,
    syn_ack_rtt,
    ack_rtt
});

impl Pack for Handshake {
    fn pack(&self, to: &mut Packer) {
        match self {
            Self::None => to.number(0),
            Self::Asked(asked) => {
                to.number(1);
                asked.pack(to);
            }
            Self::Answered(answered) => {
                to.number(2);
                answered.pack(to);
            }
            Self::Done(first, second) => {
                to.number(3);
                (*first, *second).pack(to);
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(match from.number()? {
            0 => Self::None,
            1 => Self::Asked(Pack::unpack(from)?),
            2 => Self::Answered(Pack::unpack(from)?),
            3 => {
                let (first, second) = Pack::unpack(from)?;
                Self::Done(first, second)
            }
            _ => return None,
        })
    }
}
