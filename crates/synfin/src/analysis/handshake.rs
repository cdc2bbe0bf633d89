//! How long the handshake took, in the server's half and the client's half.
//!
//! Duty: time SYN, SYN-ACK and the ACK of it. Invariant: a half is only known where both its
//! packets were captured, and each counts once. Absence: no judgement of how the connection opened.

use crate::{End, Segment, SeqNumber};

/// The times of a three-way handshake, in nanoseconds.
///
/// Where a SYN or SYN-ACK was sent again before its answer came, nobody knows which one was
/// answered, so that half is unknown (Karn; RFC 6298, section 3).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handshake {
    /// Who sent the SYN, the number behind it (without its data), and when, if it was sent once.
    syn: Option<(End, SeqNumber, Option<i64>)>,
    /// The number behind the SYN-ACK, and when it was captured, if it was sent once.
    syn_ack: Option<(SeqNumber, Option<i64>)>,
    /// From the SYN to its SYN-ACK: the server's half.
    pub(super) syn_ack_rtt: Option<u64>,
    /// From the SYN-ACK to its ACK: the client's half.
    pub(super) ack_rtt: Option<u64>,
}

impl Handshake {
    /// Is there nothing to be learnt from segments without SYN?
    pub(super) const fn is_over(&self) -> bool {
        self.ack_rtt.is_some() || self.syn.is_none()
    }

    /// Takes the next segment.
    pub(super) fn take(&mut self, sender: End, segment: &Segment<'_>) {
        if self.ack_rtt.is_some() || segment.control.rst() {
            return;
        }
        let time = segment.time.as_nanos();
        let behind = segment.seq.plus(1);
        match (segment.control.syn(), segment.ack()) {
            (true, None) => {
                let known = self.syn.map(|(end, number, _)| (end, number));
                let first = known != Some((sender, behind));
                self.syn = Some((sender, behind, first.then_some(time)));
            }
            (true, Some(ack)) => {
                if let Some((client, asked_behind, asked)) = self.syn
                    && client != sender
                    && !ack.is_before(asked_behind)
                {
                    let known = self.syn_ack.map(|(number, _)| number);
                    let first = known != Some(behind);
                    self.syn_ack = Some((behind, first.then_some(time)));
                    if first {
                        self.syn_ack_rtt = since(asked, time);
                    }
                }
            }
            (false, Some(ack)) => {
                if let (Some((client, ..)), Some((behind, answered))) = (self.syn, self.syn_ack)
                    && client == sender
                    && !ack.is_before(behind)
                {
                    // Where this half stays unknown, what comes later is no handshake either.
                    self.ack_rtt = since(answered, time);
                    self.syn = None;
                }
            }
            (false, None) => {}
        }
    }
}

/// From a time, if it is known, to a later one; unknown where the capture runs backwards.
fn since(from: Option<i64>, to: i64) -> Option<u64> {
    u64::try_from(to.saturating_sub(from?)).ok()
}
