//! How a connection was opened and closed, and by whom: the facts of its row.
//!
//! Duty: fold every segment into what [`Opening`] and [`Closing`] ask. Invariant: the answers
//! depend on header fields alone, in the order of capture, and not on what is known of the
//! endpoints' states. Absence: octet counts, which are the analysis's.

use super::{Closing, KnownBy, Opening};
use crate::{End, Segment, SeqNumber};

/// What one end sent, as far as opening and closing depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sent {
    /// The initial sequence number, from its first SYN.
    pub(crate) isn: Option<SeqNumber>,
    /// Was that SYN a SYN-ACK?
    pub(crate) accepted: bool,
    /// The sequence number of its first segment that is no RST.
    pub(crate) first_seq: Option<SeqNumber>,
    /// Its first acknowledgment number.
    pub(crate) first_ack: Option<SeqNumber>,
    /// Its last acknowledgment number.
    last_ack: Option<SeqNumber>,
    /// The number behind the highest it used.
    next_seq: Option<SeqNumber>,
    /// The last window it advertised, octets; scaled where both scales are known.
    pub(crate) window: u32,
    scale: Option<u8>,
    anything: bool,
    anything_but_syn: bool,
    anything_but_rst: bool,
    any_syn: bool,
    /// Did it send a SYN that asks?
    asked: bool,
    /// The acknowledgment number of its last SYN-ACK.
    syn_ack_ack: Option<SeqNumber>,
    /// That of its last segment with ACK that is neither SYN nor RST.
    plain_ack: Option<SeqNumber>,
    /// Did a SYN-ACK of it acknowledge the peer's SYN?
    answered: bool,
    /// Did a later segment?
    finished: bool,
    fin: bool,
    /// Did a RST of it refuse the peer's SYN?
    refused: bool,
}

/// Both ends' facts, and what follows from them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Summary {
    lower: Sent,
    upper: Sent,
    first_fin: Option<End>,
    reset_by: Option<End>,
}

/// Does `ack` acknowledge the SYN with number `isn`?
fn acknowledges(ack: Option<SeqNumber>, isn: Option<SeqNumber>) -> bool {
    matches!((ack, isn), (Some(ack), Some(isn)) if ack.distance_from(isn) >= 1)
}

impl Sent {
    /// The initial sequence number: known, or as if the first segment came right after the SYN.
    pub(crate) fn expected_isn(&self) -> Option<SeqNumber> {
        self.isn.or_else(|| Some(self.first_seq?.minus(1)))
    }

    /// Did it send nothing, or RSTs alone?
    pub(crate) const fn sent_only_resets(&self) -> bool {
        !self.anything_but_rst
    }

    /// Did it send SYN-ACKs alone?
    pub(crate) const fn sent_only_answers(&self) -> bool {
        self.accepted && !self.anything_but_syn && !self.asked
    }

    /// Did it send a SYN that asks?
    pub(crate) const fn has_asked(&self) -> bool {
        self.asked
    }

    /// Folds a segment of this end in.
    fn add(&mut self, segment: &Segment<'_>, peer: &Self) {
        let control = segment.control;
        self.anything = true;
        self.anything_but_syn |= !control.syn();
        self.anything_but_rst |= !control.rst();
        self.any_syn |= control.syn();
        self.fin |= is_fin(segment);
        self.first_ack = self.first_ack.or_else(|| segment.ack());
        if !control.rst() {
            self.first_seq = self.first_seq.or(Some(segment.seq));
            self.add_sequence(segment);
            self.add_opening(segment, peer);
        }
        self.last_ack = segment.ack().or(self.last_ack);
        self.window = u32::from(segment.raw_window);
        if control.syn() {
            self.scale = segment.options.window_scale();
        } else if let (Some(scale), Some(_)) = (self.scale, peer.scale) {
            // A shift above 14 counts as 14 (RFC 7323, 2.3).
            self.window <<= scale.min(14);
        }
    }

    /// Folds a segment in that has ACK and neither SYN, FIN nor RST, where nothing is left that
    /// such a segment could do for the first time.
    #[inline]
    fn add_calmly(&mut self, segment: &Segment<'_>, peer_scales: bool) {
        let end = segment.seq.plus(segment.payload_len);
        if self.next_seq.is_none_or(|next| next.is_before(end)) {
            self.next_seq = Some(end);
        }
        self.plain_ack = Some(segment.raw_ack);
        self.last_ack = Some(segment.raw_ack);
        let shift = match self.scale {
            Some(scale) if peer_scales => scale.min(14),
            _ => 0,
        };
        self.window = u32::from(segment.raw_window) << shift;
    }

    /// Has a plain segment of this end nothing left to do for the first time?
    const fn is_settled(&self, peer: &Self) -> bool {
        self.anything
            && self.anything_but_syn
            && self.anything_but_rst
            && self.first_ack.is_some()
            && self.first_seq.is_some()
            && (self.finished || peer.isn.is_none())
    }

    fn add_sequence(&mut self, segment: &Segment<'_>) {
        if segment.control.syn() && self.isn.is_none() {
            if self.first_seq.map(|first| first.minus(1)) != Some(segment.seq) {
                // What came before the SYN belongs to an older incarnation (RFC 9293, 3.5.1).
                self.next_seq = None;
            }
            self.isn = Some(segment.seq);
            self.accepted = segment.control.ack();
        }
        let end = segment.end_seq();
        if self.next_seq.is_none_or(|next| next.is_before(end)) {
            self.next_seq = Some(end);
        }
    }

    fn add_opening(&mut self, segment: &Segment<'_>, peer: &Self) {
        match (segment.control.syn(), segment.ack()) {
            (true, None) => self.asked = true,
            (true, ack) => {
                self.answered |= acknowledges(ack, peer.isn);
                self.syn_ack_ack = ack;
            }
            (false, ack) => {
                self.finished |= acknowledges(ack, peer.isn);
                self.plain_ack = ack.or(self.plain_ack);
            }
        }
    }
}

fn is_fin(segment: &Segment<'_>) -> bool {
    let control = segment.control;
    control.fin() && !control.rst() && !control.syn()
}

impl Summary {
    /// What one end sent.
    pub(crate) const fn sent(&self, end: End) -> &Sent {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    const fn both(&mut self, sender: End) -> (&mut Sent, &mut Sent) {
        match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        }
    }

    /// Folds a segment in.
    pub(crate) fn add(&mut self, segment: &Segment<'_>, sender: End) {
        let (both_finished, first_reset) = (self.lower.fin && self.upper.fin, self.reset_by);
        let (mine, peer) = self.both(sender);
        if segment.control.rst() {
            mine.refused |= peer.asked && acknowledges(segment.ack(), peer.isn);
            if !both_finished && first_reset.is_none() && must_obey(segment, mine, peer) {
                self.reset_by = Some(sender);
            }
        }
        let (mine, peer) = self.both(sender);
        mine.add(segment, peer);
        if is_fin(segment) {
            self.first_fin = self.first_fin.or(Some(sender));
        }
    }

    /// Folds in a segment of an end that is [settled](Self::is_settled), with ACK and neither SYN,
    /// FIN nor RST.
    #[inline]
    pub(crate) fn add_calmly(&mut self, segment: &Segment<'_>, sender: End) {
        let (mine, peer) = self.both(sender);
        mine.add_calmly(segment, peer.scale.is_some());
    }

    /// Has a plain segment of this end nothing left to do for the first time?
    pub(crate) const fn is_settled(&self, sender: End) -> bool {
        let peer = match sender {
            End::Lower => &self.upper,
            End::Upper => &self.lower,
        };
        self.sent(sender).is_settled(peer)
    }

    pub(crate) fn opening(&self, client: End) -> Opening {
        let (client, server) = (self.sent(client), self.sent(!client));
        let answered = server.answered || acknowledges(server.syn_ack_ack, client.isn);
        let finished = client.finished || acknowledges(client.plain_ack, server.isn);
        if client.asked && server.asked {
            Opening::Simultaneous
        } else if client.asked && answered && finished {
            Opening::Handshake
        } else if server.refused && !server.any_syn {
            Opening::Refused
        } else if client.asked && !server.anything && !client.anything_but_syn {
            Opening::Unanswered
        } else if client.any_syn || server.any_syn {
            Opening::Partial
        } else {
            Opening::None
        }
    }

    pub(crate) fn closing(&self) -> Closing {
        if self.reset_by.is_some() {
            Closing::Reset
        } else if self.lower.fin && self.upper.fin {
            Closing::Fin
        } else if self.first_fin.is_some() {
            Closing::HalfClosed
        } else {
            Closing::Open
        }
    }

    pub(crate) fn closed_by(&self) -> Option<End> {
        self.reset_by.or(self.first_fin)
    }
}

/// Must the receiver obey this RST?
fn must_obey(reset: &Segment<'_>, sender: &Sent, receiver: &Sent) -> bool {
    // RFC 9293, 3.10.7.3: an end that waits for the answer to its SYN obeys only a RST that
    // acknowledges the SYN.
    let waits = sender.isn.is_none() && !receiver.accepted && !receiver.anything_but_syn;
    if let (Some(isn), true) = (receiver.isn, waits) {
        return reset.ack() == Some(isn.plus(1));
    }
    // 3.10.7.4: else one whose number lies in its window. What it expects next is its last ACK;
    // what it may have got but not acknowledged lies between that and the highest octet seen.
    let acked = (sender.isn.is_none() || receiver.isn.is_some()).then_some(receiver.last_ack);
    let expected = [sender.next_seq, acked.flatten()];
    let distances = expected
        .iter()
        .flatten()
        .map(|next| i64::from(next.distance_from(reset.seq)));
    match (distances.clone().min(), distances.max()) {
        (Some(low), Some(high)) => low <= 0 && 0 <= high + i64::from(receiver.window),
        _ => true,
    }
}

/// Which end is the client by a segment, if it settles that better than what is known: a SYN
/// tells who asked, even one that was captured late; a bare SYN is better evidence than its answer.
pub(crate) fn known_by(
    segment: &Segment<'_>,
    sender: End,
    before: KnownBy,
) -> Option<(End, KnownBy)> {
    let control = segment.control;
    match (control.ack(), before) {
        _ if control.rst() || !control.syn() => None,
        (false, KnownBy::SynAck | KnownBy::FirstPacket) => Some((sender, KnownBy::Syn)),
        (true, KnownBy::FirstPacket) => Some((!sender, KnownBy::SynAck)),
        _ => None,
    }
}
