//! What one end of a connection sent: counts, and the bookkeeping of its sequence numbers.
//!
//! Duty: hold what is known of one direction, and answer for it. Invariant: what nearly every
//! connection has is in place: to read what lies elsewhere takes longer than all that is done with it.
//! That is 88 octets for every end, and behind them the [`Course`], which data brings. What trouble
//! brings is in [`Odd`], which is not allocated before there is something to keep in it. Whatever an
//! end sends, all stays below 26 KiB: 1024 ranges of used positions ([`OctetSet`]) and 512 segments in
//! flight are the longest lists. Absence: no verdict on a segment (that is `detect`), no state of RFC
//! 9293.

mod course;
mod following;
mod in_flight;
mod marks;
mod opening;
mod placing;
mod timing;
mod used;

pub(super) use following::DUPLICATE_ACK;
pub(crate) use placing::Place;

use super::duplicates::Recent;
use super::evidence::Evidence;
use super::numbering::Numbering;
use super::octets::OctetSet;
use super::window::Window;
use super::{RttStats, Trouble};
use crate::packing::packed;
use crate::{SeqNumber, Timestamp};
use course::{Carried, Course, Odd};
use marks::Marks;

/// What one end of a connection sent.
///
/// What it sent before its SYN takes no part in the bookkeeping of sequence numbers, unless the
/// SYN's number is just before it: it belongs to an older incarnation (RFC 9293, 3.5.1).
// In this order, as what every segment needs should lie together.
#[derive(Clone, Debug, Default)]
#[repr(C)]
pub struct Sent {
    /// When its last packet was captured, in nanoseconds.
    pub(super) time: i64,
    /// When it last sent something that takes sequence numbers, in nanoseconds; see
    /// [`Marks::NEW`].
    last_new: i64,
    pub(super) numbering: Numbering,
    pub(super) recent: Recent,
    /// The acknowledgment number it sent last; see [`Marks::ACK`].
    last_ack: SeqNumber,
    /// Like the counts of control bits, only the part that is not yet in [`Odd::carried`].
    packets: u32,
    /// The TSval that is waited for; see [`Marks::WAITING`].
    echo: u32,
    /// The first round trip, in nanoseconds; see [`Marks::TRIP`].
    trip: u32,
    pub(super) window: Window,
    /// Duplicates of its last acknowledgment so far, as far as anybody asks.
    pub(super) duplicate_acks: u8,
    syn: u8,
    fin: u8,
    rst: u8,
    marks: Marks,
    course: Option<Course>,
}

impl Sent {
    /// Segments sent; one that IP split into fragments counts once.
    #[must_use]
    #[inline]
    pub fn packets(&self) -> u64 {
        u64::from(self.packets) + self.carried().map_or(0, |carried| carried.packets)
    }

    /// Payload octets in them by their headers' lengths, repeated ones included.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.course.as_ref().map_or(0, |course| course.bytes)
    }

    /// Payload octets with different sequence numbers. Segments with RST and keep-alives do not
    /// count here, nor in what follows from sequence numbers.
    #[must_use]
    pub fn unique_bytes(&self) -> u64 {
        let not_unique = self.odd().map_or(0, |odd| odd.not_unique);
        self.bytes().saturating_sub(not_unique)
    }

    /// Sequence numbers between the lowest and the highest that payload, SYN and FIN occupied,
    /// which no captured segment did.
    #[must_use]
    pub fn missing_bytes(&self) -> u64 {
        self.listed().map_or(0, OctetSet::missing)
    }

    /// Segments with SYN.
    #[must_use]
    pub fn syn(&self) -> u64 {
        u64::from(self.syn) + self.carried().map_or(0, |carried| carried.syn)
    }

    /// Segments with FIN.
    #[must_use]
    pub fn fin(&self) -> u64 {
        u64::from(self.fin) + self.carried().map_or(0, |carried| carried.fin)
    }

    /// Segments with RST.
    #[must_use]
    pub fn rst(&self) -> u64 {
        u64::from(self.rst) + self.carried().map_or(0, |carried| carried.rst)
    }

    /// What went wrong on the way, and what was done about it.
    #[must_use]
    #[inline]
    pub fn trouble(&self) -> Trouble {
        let Some(course) = &self.course else {
            return Trouble::NONE;
        };
        let odd = course.odd.as_ref();
        let mut trouble = odd.map_or(Trouble::NONE, |odd| odd.trouble);
        trouble.duplicate_acks = course.duplicate_acks;
        trouble
    }

    /// Were there more holes than are remembered? Then octets that filled the lowest of them are
    /// counted as retransmitted.
    #[must_use]
    pub fn forgot_holes(&self) -> bool {
        self.listed().is_some_and(OctetSet::overflowed)
    }

    /// The initial sequence number, absolute, if its SYN was captured.
    #[must_use]
    pub fn initial_seq(&self) -> Option<SeqNumber> {
        self.numbering.isn()
    }

    /// The maximum segment size this end asked for in its SYN, payload octets (RFC 9293, 3.7.1).
    #[must_use]
    pub fn mss(&self) -> Option<u16> {
        self.window.mss()
    }

    /// The shift count this end offered in its SYN, as it stands; above 14 it counts as 14
    /// (RFC 7323, 2.3).
    #[must_use]
    pub fn window_scale(&self) -> Option<u8> {
        self.window.shift()
    }

    /// Did its SYN permit SACK (RFC 2018, section 2)? Unknown without its SYN.
    #[must_use]
    pub fn sack_permitted(&self) -> Option<bool> {
        self.window.sack_permitted()
    }

    /// Did its SYN carry timestamps (RFC 7323, 3.2)? Unknown without its SYN.
    #[must_use]
    pub fn timestamps(&self) -> Option<bool> {
        self.window.timestamps()
    }

    /// When its first payload was captured, segments with RST left out.
    #[must_use]
    pub fn first_payload(&self) -> Option<Timestamp> {
        self.course.as_ref()?.first_payload.timestamp()
    }

    /// When its last payload was captured, segments with RST left out.
    #[must_use]
    pub fn last_payload(&self) -> Option<Timestamp> {
        let course = self.course.as_ref()?;
        course.first_payload.nanos()?;
        Some(course.last_payload)
    }

    /// When its first FIN was captured.
    #[must_use]
    pub fn first_fin(&self) -> Option<Timestamp> {
        self.course.as_ref()?.first_fin.timestamp()
    }

    /// Round trips from what this end sent to its acknowledgment, as seen from the capture point.
    #[must_use]
    #[inline]
    pub fn rtt(&self) -> RttStats {
        match &self.course {
            Some(course) => course.rtt,
            None => self.first_trip(Marks::TRIP),
        }
    }

    /// Round trips from a timestamp this end sent to its echo (RFC 7323, 4.1).
    #[must_use]
    pub fn echo_rtt(&self) -> RttStats {
        match &self.course {
            Some(course) => course.echo_rtt,
            None => self.first_trip(Marks::ECHO_TRIP),
        }
    }

    /// Octets from this end's initial sequence number to `seq`, in 64 bits.
    #[must_use]
    pub fn relative(&self, seq: SeqNumber) -> Option<i64> {
        self.numbering.relative(seq)
    }

    /// Has it sent anything?
    #[inline]
    pub(super) fn is_known(&self) -> bool {
        self.packets > 0 || self.packets() > 0
    }

    /// The acknowledgment number it sent last.
    #[inline]
    pub(super) fn last_ack(&self) -> Option<SeqNumber> {
        self.marks.has(Marks::ACK).then_some(self.last_ack)
    }

    /// Is this the acknowledgment number it sent last?
    #[inline]
    pub(super) fn repeats_ack(&self, ack: SeqNumber) -> bool {
        self.last_ack == ack && self.marks.has(Marks::ACK)
    }

    /// When it last sent something that takes sequence numbers, in nanoseconds.
    pub(super) fn last_new(&self) -> Option<i64> {
        self.marks.has(Marks::NEW).then_some(self.last_new)
    }

    /// Was its last packet a keep-alive?
    #[inline]
    pub(super) const fn kept_alive(&self) -> bool {
        self.marks.has(Marks::KEPT_ALIVE)
    }

    /// Does an acknowledgment of what it sent need a closer look: for evidence, or as the answer to
    /// a keep-alive?
    #[inline]
    pub(super) const fn asks_for_care(&self) -> bool {
        self.marks.has(Marks::AGAIN | Marks::KEPT_ALIVE)
    }

    /// Did its last packet probe a closed window?
    pub(super) const fn probed(&self) -> bool {
        self.marks.has(Marks::PROBED)
    }

    /// What its retransmissions, and the peer's reports of holes, leave to be remembered.
    #[inline]
    pub(super) fn evidence(&self) -> Option<&Evidence> {
        Some(&self.odd()?.evidence)
    }

    #[inline]
    fn odd(&self) -> Option<&Odd> {
        self.course.as_ref()?.odd.as_deref()
    }

    fn carried(&self) -> Option<&Carried> {
        self.odd()?.carried.as_deref()
    }

    fn odd_mut(&mut self) -> &mut Odd {
        self.course_mut().odd.get_or_insert_default()
    }
}

packed!(Sent {
    course,
    time,
    last_new,
    numbering,
    recent,
    last_ack,
    packets,
    echo,
    trip,
    window,
    duplicate_acks,
    syn,
    fin,
    rst,
    marks,
});
