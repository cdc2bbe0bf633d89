//! The SYN that an end begins with.
//!
//! Duty: take it in one go. Invariant: just what [`Sent::add`] would do. Absence: whether anything
//! happens in it.

use super::{Marks, Sent};
use crate::Segment;
use crate::analysis::numbering::Numbering;
use crate::analysis::window::Window;
use crate::decode::Offers;

impl Sent {
    /// Takes the SYN, captured at `time`, that it begins with, which has this fingerprint and these
    /// options. Before it was [untouched](Self::is_untouched), and nothing happens in the SYN.
    #[inline]
    pub(in crate::analysis) fn open(
        &mut self,
        syn: &Segment<'_>,
        print: u32,
        time: i64,
        offers: &Offers,
    ) {
        self.time = time;
        self.last_new = time;
        self.numbering = Numbering::from_syn(syn.seq);
        self.recent.begin(print);
        self.packets = 1;
        self.syn = 1;
        self.window = Window::offered(syn, offers);
        self.marks.set(Marks::FROM_SYN | Marks::NEW | Marks::TIMED);
        if let Some((value, _)) = offers.timestamps {
            self.echo = value;
            self.marks.set(Marks::WAITING | Marks::WAITING_FOR_LAST);
        }
        if syn.control.ack() {
            self.set_last_ack(syn.raw_ack);
        }
    }

    /// Has it sent nothing yet, as far as what it sends is looked at one by one?
    #[inline]
    pub(in crate::analysis) const fn is_untouched(&self) -> bool {
        self.packets == 0 && self.course.is_none() && self.numbering.is_untouched()
    }
}
