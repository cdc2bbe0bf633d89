//! Queues of OpenFlow 1.0 (5.2.2, 5.3.4).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::parts::{Size, each, marked};
use super::super::valid16;
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
    each(line, body, ("\n\t ", QUEUE), queue)
}

/// Octets of a queue without its properties.
const QUEUE: usize = 8;

/// Prints a queue, and its properties if there are two `-v`.
fn queue(line: &mut Line<'_>, list: &mut Cursor<'_>) -> Result<(), Short> {
    let mut queue = *list;
    let id = queue.u32()?;
    write!(line, " queue_id {id}");
    let len = usize::from(queue.u16()?);
    write!(line, ", len {len}");
    Size::Between(QUEUE, list.left()).check(line, "prop. desc. length", len)?;
    queue.take(2)?;
    if line.verbosity > 1 {
        let properties = queue.with_len(len - QUEUE);
        let printed = each(line, properties, ("\n\t  ", PROPERTY), property);
        marked(line, properties, printed)?;
    }
    list.take(len).map(|_| ())
}

/// Octets of a property without its value.
const PROPERTY: usize = 8;

/// Prints a property, of which one kind has a value.
fn property(line: &mut Line<'_>, list: &mut Cursor<'_>) -> Result<(), Short> {
    let mut property = *list;
    let kind = property.u16()?;
    write!(line, " property ");
    let name = ["NONE", "MIN_RATE"].get(usize::from(kind)).copied();
    valid16(line, name, kind);
    let len = usize::from(property.u16()?);
    write!(line, ", len {len}");
    Size::Between(PROPERTY, list.left()).check(line, "property length", len)?;
    property.take(4)?;
    match (kind, len) {
        (1, 16) => rate(line, property.u16()?),
        (0, PROPERTY) | (2.., _) => {}
        _ => write!(line, " (bogus)"),
    }
    list.take(len).map(|_| ())
}

/// Appends a rate in tenths of a percent; more than all of it turns the limit off.
fn rate(line: &mut Line<'_>, rate: u16) {
    if rate > 1000 {
        write!(line, ", rate disabled");
    } else {
        write!(line, ", rate {}.{}%", rate / 10, rate % 10);
    }
}

#[cfg(test)]
mod tests {
    use crate::payload::openflow::tests::{inside, inside_at};

    const REPLY: u8 = 21;

    /// A reply with one queue, which says that it has `len` octets.
    fn reply(len: u8, properties: &[u8]) -> Vec<u8> {
        let head = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, len, 0, 0];
        [&head, properties].concat()
    }

    #[test]
    fn properties_have_rates_or_are_bogus() {
        let properties = [
            0, 1, 0, 16, 0, 0, 0, 0, 0, 105, 0, 0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 8,
            0, 0, 0, 0, 0, 9, 0, 8, 0, 0, 0, 0,
        ];
        let body = reply(48, &properties);
        assert_eq!(
            inside(1, REPLY, &body),
            "\n\t port 1\n\t  queue_id 5, len 48"
        );
        assert_eq!(
            inside_at(2, 1, REPLY, &body),
            "\n\t port 1\n\t  queue_id 5, len 48\
             \n\t   property MIN_RATE, len 16, rate 10.5%\
             \n\t   property MIN_RATE, len 8 (bogus)\
             \n\t   property NONE, len 8\
             \n\t   property invalid (0x0009), len 8"
        );
    }

    #[test]
    fn lengths_that_do_not_fit() {
        let start = "\n\t port 1\n\t  queue_id 5";
        for (len, what) in [(7, "7 < 8"), (17, "17 > 8")] {
            assert_eq!(
                inside(1, REPLY, &reply(len, &[])),
                format!("{start}, len {len} [prop. desc. length {what}] (invalid)")
            );
        }
        // Reading goes on behind the properties.
        assert_eq!(
            inside_at(2, 1, REPLY, &reply(16, &[0, 0, 0, 9, 0, 0, 0, 0, 7])),
            format!(
                "{start}, len 16\n\t   property NONE, len 9 [property length 9 > 8] (invalid)\
                 \n\t  [remaining length 1 < 8] (invalid)"
            )
        );
    }
}
