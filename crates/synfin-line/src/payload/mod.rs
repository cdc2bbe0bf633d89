//! The payload part of a TCP record: application protocols by port, as tcpdump prints them.
//!
//! Duty: what stands behind `, length N`. Invariant: reads nothing but the payload, the ports and
//! what earlier payloads left in [`State`]; whatever the octets, it ends and does not panic.
//! Absence: no reassembly: each segment is taken for the start of a message.

mod beep;
mod bgp;
mod cursor;
mod dns;
mod ldp;
mod line;
mod msdp;
mod openflow;
mod pptp;
mod resp;
mod rpki;
mod ssh;
mod telnet;
mod text;

use crate::LineOptions;
use cursor::{Cursor, Short};
use line::Line;
use text::TextProtocol;

/// The octets behind a TCP header, and what their printing depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payload<'a> {
    /// The octets captured.
    pub(crate) captured: &'a [u8],
    /// Octets by the IP length, captured or not; not 0.
    pub(crate) len: u32,
    /// The TCP source port.
    pub(crate) source_port: u16,
    /// The TCP destination port.
    pub(crate) destination_port: u16,
    /// Is RST set?
    pub(crate) reset: bool,
    /// Has the segment options (the mark of a cut RST payload depends on it)?
    pub(crate) has_options: bool,
}

/// What the printing of a payload may depend on besides itself; one for each capture.
#[derive(Debug, Default)]
pub(crate) struct State {}

/// Did the snapshot end inside what was being printed? A dump then includes the link header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completion {
    /// All was there, or what was missing does not matter to a dump.
    Whole,
    /// The text ends in a truncation mark.
    Cut,
}

/// An application protocol that is printed.
enum Protocol {
    Text(&'static TextProtocol),
    Ssh,
    Bgp,
    Resp,
    OpenFlow,
    Telnet,
    Pptp,
    Rpki,
    Msdp,
    Beep,
    Ldp,
    Dns,
}

impl Protocol {
    /// The protocol of a port. Of a segment's two ports the one further up in this list decides.
    fn of(ports: [u16; 2]) -> Option<Self> {
        const BY_PORT: [(u16, Protocol); 19] = [
            (21, Protocol::Text(&text::FTP)),
            (22, Protocol::Ssh),
            (23, Protocol::Telnet),
            (25, Protocol::Text(&text::SMTP)),
            (43, Protocol::Text(&text::WHOIS)),
            (53, Protocol::Dns),
            (80, Protocol::Text(&text::HTTP)),
            (179, Protocol::Bgp),
            (323, Protocol::Rpki),
            (554, Protocol::Text(&text::RTSP)),
            (639, Protocol::Msdp),
            (646, Protocol::Ldp),
            (1723, Protocol::Pptp),
            (6379, Protocol::Resp),
            (10288, Protocol::Beep),
            (6633, Protocol::OpenFlow),
            (6653, Protocol::OpenFlow),
            (8080, Protocol::Text(&text::HTTP)),
            (8554, Protocol::Text(&text::RTSP)),
        ];
        let found = BY_PORT.into_iter().find(|(port, _)| ports.contains(port));
        found.map(|(_, protocol)| protocol)
    }
}

/// Appends what follows `, length N` to a record.
pub(crate) fn append(
    out: &mut Vec<u8>,
    payload: &Payload<'_>,
    _state: &mut State,
    options: &LineOptions,
) -> Completion {
    let mut line = Line::new(out, options.verbosity);
    let len = usize::try_from(payload.len).unwrap_or(usize::MAX);
    let cursor = Cursor::new(payload.captured, len);
    if payload.reset {
        reset(&mut line, payload, cursor);
        return Completion::Whole;
    }
    let Some(protocol) = Protocol::of([payload.source_port, payload.destination_port]) else {
        return Completion::Whole;
    };
    let (printed, mark) = match protocol {
        Protocol::Text(text) => (text.print(&mut line, cursor), text.mark),
        Protocol::Ssh => (ssh::print(&mut line, cursor), "ssh"),
        Protocol::Bgp => (bgp::print(&mut line, cursor), bgp::MARK),
        Protocol::Telnet => (telnet::print(&mut line, cursor), "telnet"),
        Protocol::Pptp => (pptp::print(&mut line, cursor), "pptp"),
        Protocol::Rpki => (rpki::print(&mut line, cursor), "rpki_rtr"),
        Protocol::Msdp => (msdp::print(&mut line, cursor), "msdp"),
        Protocol::Beep => (beep::print(&mut line, cursor), "beep"),
        Protocol::Ldp => (ldp::print(&mut line, cursor), "ldp"),
        Protocol::Dns => (dns::print(&mut line, cursor), dns::MARK),
        Protocol::OpenFlow => (openflow::print(&mut line, cursor), "openflow"),
        Protocol::Resp => (resp::print(&mut line, cursor), "resp"),
    };
    match printed {
        Ok(()) => Completion::Whole,
        // A message that ends too soon: all there is of it was captured.
        Err(Short::Payload) => {
            line.cut(mark);
            Completion::Whole
        }
        Err(Short::Snapshot) => {
            line.cut(mark);
            Completion::Cut
        }
    }
}

/// Octets of a reset's text that are printed.
const RESET_TEXT: usize = 30;

/// The text that may follow a reset (RFC 9293, 3.5.3: "a RST segment may contain data").
fn reset(line: &mut Line<'_>, payload: &Payload<'_>, cursor: Cursor<'_>) {
    let whole = payload.captured.len() >= cursor.left();
    if line.verbosity == 0 {
        if !whole {
            line.cut("tcp");
            if payload.has_options {
                write!(line, ">");
            }
        }
        return;
    }
    let missing = if whole { "" } else { "!" };
    let more = if cursor.left() > RESET_TEXT { "+" } else { "" };
    write!(line, " [{missing}RST{more} ");
    let shown = payload.captured.get(..cursor.left().min(RESET_TEXT));
    line.escaped(shown.unwrap_or(payload.captured));
    write!(line, "]");
}

#[cfg(test)]
mod tests;
