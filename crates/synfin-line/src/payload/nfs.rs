//! NFS over TCP.

use super::cursor::{Cursor, Short};
use super::line::Line;
use crate::sockets::Sockets;

pub(super) const MARK: &str = "nfs";

/// Calls that wait for their replies.
#[derive(Debug, Default)]
pub(super) struct Calls;

pub(super) fn print(
    _line: &mut Line<'_>,
    _payload: Cursor<'_>,
    _sockets: Sockets,
    _calls: &mut Calls,
) -> Result<(), Short> {
    Ok(())
}
