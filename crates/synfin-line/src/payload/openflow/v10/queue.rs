//! Queues of OpenFlow 1.0 (5.2.2, 5.3.4).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{Size, valid16};
use super::port;

/// Appends a queue's number, or the name of all.
pub(super) fn number(line: &mut Line<'_>, number: u32) {
    match number {
        u32::MAX => write!(line, "ALL"),
        _ => write!(line, "{number}"),
    }
}

/// Asks for the queues of a port.
pub(super) fn configuration_request(
    line: &mut Line<'_>,
    mut body: Cursor<'_>,
) -> Result<(), Short> {
    let value = body.u16()?;
    write!(line, "\n\t port ");
    port::number(line, value);
    body.take(2).map(|_| ())
}

/// The queues of a port.
pub(super) fn configuration_reply(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let value = body.u16()?;
    write!(line, "\n\t port ");
    port::number(line, value);
    body.take(6)?;
    while !body.is_empty() {
        Size::AtLeast(8).check(body)?;
        let mut queue = body;
        let id = queue.u32()?;
        write!(line, "\n\t  queue_id {id}");
        let len = queue.u16()?;
        write!(line, ", len {len}");
        let len = usize::from(len);
        if len < 8 || len > body.left() {
            return Err(Short::Payload);
        }
        queue.skip(2);
        match properties(line, queue.with_len(len - 8)) {
            Err(Short::Payload) => write!(line, " (invalid)"),
            other => other?,
        }
        body.take(len)?;
    }
    Ok(())
}

/// Prints a queue's properties, if there are two `-v`.
fn properties(line: &mut Line<'_>, mut list: Cursor<'_>) -> Result<(), Short> {
    while line.verbosity > 1 && !list.is_empty() {
        Size::AtLeast(8).check(list)?;
        let mut property = list;
        let kind = property.u16()?;
        write!(line, "\n\t   property ");
        let name = ["NONE", "MIN_RATE"].get(usize::from(kind)).copied();
        valid16(line, name, kind);
        let len = property.u16()?;
        write!(line, ", len {len}");
        let len = usize::from(len);
        if len < 8 || len > list.left() {
            return Err(Short::Payload);
        }
        property.skip(4);
        if kind == 1 {
            if len != 16 {
                return Err(Short::Payload);
            }
            rate(line, property.u16()?);
        }
        list.take(len)?;
    }
    Ok(())
}

/// Appends a rate in tenths of a percent; more than all of it turns the limit off.
fn rate(line: &mut Line<'_>, rate: u16) {
    if rate > 1000 {
        write!(line, ", rate disabled");
    } else {
        write!(line, ", rate {}.{}%", rate / 10, rate % 10);
    }
}
