//! How long the handshake took, in the server's half and the client's half.
//!
//! Duty: time SYN, SYN-ACK and the ACK of it. Invariant: a half is only known where both its
//! packets were captured, and each counts once. Absence: no judgement of how the connection opened.

use crate::{End, Segment, SeqNumber};

/// The times of a three-way handshake, in nanoseconds.
///
/// A SYN or SYN-ACK that was sent again counts by its last transmission before the answer, so a
/// half is never longer than it was; where the answer was to an earlier one it looks shorter.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handshake {
    /// Who sent the SYN, the number behind it (without its data), and when.
    syn: Option<(End, SeqNumber, i64)>,
    /// The number behind the SYN-ACK, and when it was captured.
    syn_ack: Option<(SeqNumber, i64)>,
    /// From the SYN to its SYN-ACK: the server's half.
    pub(super) syn_ack_rtt: Option<u64>,
    /// From the SYN-ACK to its ACK: the client's half.
    pub(super) ack_rtt: Option<u64>,
}

impl Handshake {
    /// Takes the next segment.
    pub(super) fn take(&mut self, sender: End, segment: &Segment<'_>) {
        if self.ack_rtt.is_some() || segment.control.rst() {
            return;
        }
        let time = segment.time.as_nanos();
        match (segment.control.syn(), segment.ack()) {
            (true, None) => self.syn = Some((sender, segment.seq.plus(1), time)),
            (true, Some(ack)) => {
                if let Some((client, behind, asked)) = self.syn
                    && client != sender
                    && !ack.is_before(behind)
                {
                    self.syn_ack = Some((segment.seq.plus(1), time));
                    if self.syn_ack_rtt.is_none() {
                        self.syn_ack_rtt = u64::try_from(time.saturating_sub(asked)).ok();
                    }
                }
            }
            (false, Some(ack)) => {
                if let (Some((client, ..)), Some((behind, answered))) = (self.syn, self.syn_ack)
                    && client == sender
                    && !ack.is_before(behind)
                {
                    // Where time ran backwards this half stays unknown, and what comes later is no
                    // handshake.
                    self.ack_rtt = u64::try_from(time.saturating_sub(answered)).ok();
                    self.syn = None;
                }
            }
            (false, None) => {}
        }
    }
}
