//! MPLS label stacks (RFC 3032).
//!
//! The stack does not say what it carries; the first four bits behind it do, as routers that
//! balance load read them (RFC 4928).

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};

/// One label; the last one of the stack is followed by what it carries.
pub(super) fn mpls(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, _, third, _] = walk.rest.take(Layer::Mpls)?;
    let is_last = third & 1 == 1;
    if !is_last {
        return Ok(Next::Mpls);
    }
    match walk.rest.peek(Layer::Mpls)? {
        [0x45..=0x4f] => Ok(Next::Ipv4),
        [0x60..=0x6f] => Ok(Next::Ipv6),
        _ => pseudowire(walk),
    }
}

/// Ethernet in a pseudowire, with a control word (first four bits 0; RFC 4385, section 3) or
/// without. It is a guess, so the frame's type must be one that IP can be behind.
fn pseudowire(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let with_control_word = walk.rest.first().is_some_and(|first| first >> 4 == 0);
    for skipped in [4, 0] {
        let kind = walk.rest.octets().get(skipped + 12..skipped + 14);
        let plausible = matches!(
            kind,
            Some([0x08, 0x00] | [0x86, 0xdd] | [0x81, 0x00] | [0x88, 0xa8 | 0x47 | 0x48 | 0x64])
        );
        if plausible && (skipped == 0 || with_control_word) {
            walk.rest.skip(skipped, Layer::Mpls)?;
            return Ok(Next::Ethernet);
        }
    }
    let first = walk.rest.first().unwrap_or(0);
    Err(walk.rest.other(Layer::Mpls, first))
}
