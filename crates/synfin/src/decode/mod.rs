//! From a frame's octets to its TCP segment: link layers, IP, tunnels, TCP.
//!
//! Duty: at most one segment a frame: the innermost TCP header found directly in an IP packet;
//! one that an ICMP error quotes is none. Two ways lead to it: the hot path for the common shapes,
//! the patient path for all else and for the reason where there is none. Invariant: both give the
//! same wherever the hot path accepts. Absence: no checksum is looked at, and what lies in several
//! frames is put together by [`Reassembly`] alone.

mod ethernet;
mod fragment;
mod hot;
mod ipv4;
mod ipv6;
mod juniper;
mod lan;
mod link;
mod llc;
mod mpls;
mod options;
mod ppp;
mod reassembly;
mod rest;
mod stop;
mod tcp;
mod tunnel;
mod udp;
mod walk;
mod wireless;

#[cfg(test)]
mod tests;

pub use fragment::Fragment;
pub(crate) use options::Offers;
pub use options::{SackBlocks, TcpOption, TcpOptions};
pub use reassembly::Reassembly;
pub use stop::{Layer, Limit, Reason, Stop};

use crate::{Frame, Segment};

/// What was read of a frame: a segment, or why there is none.
#[derive(Clone, Copy, Debug)]
pub struct Decoded<'a> {
    segment: Result<Segment<'a>, Stop>,
    fragment: Option<Fragment<'a>>,
    carries_tcp: bool,
}

impl<'a> Decoded<'a> {
    /// A frame with a segment, and no more to be said of it.
    #[inline]
    const fn of(segment: Segment<'a>) -> Self {
        Self {
            segment: Ok(segment),
            fragment: None,
            carries_tcp: true,
        }
    }

    /// The TCP segment the frame carries.
    #[must_use]
    #[inline]
    pub fn segment(&self) -> Option<&Segment<'a>> {
        self.segment.as_ref().ok()
    }

    /// Why there is no segment.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        self.segment.as_ref().err().copied()
    }

    /// Does the frame carry TCP, if only a part of it (a cut header, a later fragment)?
    #[must_use]
    #[inline]
    pub const fn carries_tcp(&self) -> bool {
        self.carries_tcp
    }

    /// The fragment of a datagram that the frame carries; the outermost one, if a tunnel's inside
    /// is fragmented too. A segment of a first fragment is as long as the fragment, not as the
    /// datagram; see [`Reassembly`].
    #[must_use]
    #[inline]
    pub const fn fragment(&self) -> Option<&Fragment<'a>> {
        self.fragment.as_ref()
    }
}

/// The segment of a frame of the commonest shape; see [`Frame::common_segment`].
#[inline]
pub(crate) fn common<'a>(frame: &Frame<'a>) -> Option<Segment<'a>> {
    hot::plain(frame)
}

/// Reads a frame's headers; see [`Frame::decode`].
#[inline]
pub(crate) fn decode<'a>(frame: &Frame<'a>) -> Decoded<'a> {
    match hot::plain(frame) {
        Some(segment) => Decoded::of(segment),
        None => {
            let LessCommon {
                carries_tcp,
                segment,
                fragment,
            } = less_common(*frame);
            Decoded {
                segment,
                fragment,
                carries_tcp,
            }
        }
    }
}

/// What was read of a frame that is not of the commonest shape.
///
/// It is laid out unlike [`Decoded`], so that it is not returned into one but copied, member by
/// member: a [`Decoded`] that is used at once need then not lie in memory where the hot path made
/// it, and what nobody looks at of it is not even read.
#[repr(C)]
struct LessCommon<'a> {
    carries_tcp: bool,
    segment: Result<Segment<'a>, Stop>,
    fragment: Option<Fragment<'a>>,
}

/// Reads the headers of a frame that is not of the commonest shape.
#[inline(never)]
fn less_common(frame: Frame<'_>) -> LessCommon<'_> {
    let Decoded {
        segment,
        fragment,
        carries_tcp,
    } = match hot::other(&frame) {
        Some(segment) => Decoded::of(segment),
        None => patient(&frame),
    };
    LessCommon {
        carries_tcp,
        segment,
        fragment,
    }
}

/// Reads a frame's headers one by one.
#[cold]
#[inline(never)]
pub(crate) fn patient<'a>(frame: &Frame<'a>) -> Decoded<'a> {
    let (walk, segment) = walk::walk(frame);
    Decoded {
        segment,
        fragment: walk.fragment,
        carries_tcp: walk.carries_tcp,
    }
}
