//! The payload part of a TCP record: application protocols by port, as tcpdump prints them.
//!
//! Duty: what stands behind `, length N`. Invariant: reads nothing but the payload and the sockets;
//! whatever the octets, it ends and does not panic. Absence: no reassembly: each segment is taken for
//! the start of a message.

mod beep;
mod bgp;
mod cursor;
mod dns;
mod ldp;
mod line;
mod msdp;
mod nfs;
mod openflow;
mod pptp;
mod resp;
mod rpki;
mod ssh;
mod telnet;
mod text;
mod word;

use crate::sockets::Sockets;
use cursor::{Cursor, Short};
use line::Line;
use synfin::ControlBits;
pub(crate) use text::Beginning;
use text::TextProtocol;

/// The octets behind a TCP header, and what their printing depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payload<'a> {
    /// The octets captured.
    pub(crate) captured: &'a [u8],
    /// Octets by the IP length, captured or not; not 0.
    pub(crate) len: u32,
    /// The sockets of its segment.
    pub(crate) sockets: Sockets,
    /// Is RST set?
    pub(crate) reset: bool,
    /// Has the segment options (the mark of a cut RST payload depends on it)?
    pub(crate) has_options: bool,
    /// What that mark names: what the header was told by last.
    pub(crate) told_by: &'static str,
}

/// What payloads leave behind for those printed later.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    calls: nfs::Calls,
}

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
    Nfs,
}

impl Protocol {
    /// The protocol of a port, and its rank.
    #[inline]
    const fn of_port(port: u16) -> Option<(u8, Self)> {
        Some(match port {
            21 => (0, Self::Text(&text::FTP)),
            22 => (1, Self::Ssh),
            23 => (2, Self::Telnet),
            25 => (3, Self::Text(&text::SMTP)),
            43 => (4, Self::Text(&text::WHOIS)),
            53 => (5, Self::Dns),
            80 => (6, Self::Text(&text::HTTP)),
            179 => (7, Self::Bgp),
            323 => (8, Self::Rpki),
            554 => (9, Self::Text(&text::RTSP)),
            639 => (10, Self::Msdp),
            646 => (11, Self::Ldp),
            1723 => (12, Self::Pptp),
            6379 => (13, Self::Resp),
            10288 => (14, Self::Beep),
            6633 => (15, Self::OpenFlow),
            6653 => (16, Self::OpenFlow),
            8080 => (17, Self::Text(&text::HTTP)),
            8554 => (18, Self::Text(&text::RTSP)),
            2049 => (19, Self::Nfs),
            _ => return None,
        })
    }

    /// The protocol of a segment: that of the port with the lower rank.
    #[inline]
    fn of([source, destination]: [u16; 2]) -> Option<Self> {
        match (Self::of_port(source), Self::of_port(destination)) {
            (None, None) => None,
            (Some((_, protocol)), None) | (None, Some((_, protocol))) => Some(protocol),
            (Some((one, of_source)), Some((other, of_destination))) => Some(if one <= other {
                of_source
            } else {
                of_destination
            }),
        }
    }
}

/// May something follow `, length N` for the payload between two ports, the source's first?
#[inline]
pub(crate) fn concern(ports: [u16; 2], control: ControlBits) -> bool {
    control.rst() || Protocol::of(ports).is_some()
}

/// What may follow `, length N` for the payload of segments that are no resets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Concern {
    /// Nothing.
    Nothing,
    /// A protocol's name, and text if the payload begins as it must.
    Name(&'static Beginning),
    /// Text if the payload begins with this octet, or if it was not captured.
    Begins(u8),
    /// Anything.
    More,
}

impl Concern {
    /// For the payload between two ports, the source's first.
    pub(crate) fn of(ports: [u16; 2]) -> Self {
        match Protocol::of(ports) {
            None => Self::Nothing,
            Some(Protocol::Text(text)) => text.beginning.as_ref().map_or(Self::More, Self::Name),
            Some(Protocol::Ssh) => Self::Begins(ssh::FIRST),
            Some(_) => Self::More,
        }
    }
}

/// Appends what follows `, length N` to a record; `verbosity` says how often `-v` was given.
pub(crate) fn append(
    out: &mut Vec<u8>,
    payload: &Payload<'_>,
    verbosity: u8,
    memory: &mut Memory,
) -> Completion {
    let mut line = Line::new(out, verbosity);
    let len = usize::try_from(payload.len).unwrap_or(usize::MAX);
    let cursor = Cursor::new(payload.captured, len);
    if payload.reset {
        reset(&mut line, payload, cursor);
        return Completion::Whole;
    }
    let (Sockets::V4(ports, _) | Sockets::V6(ports, _)) = payload.sockets;
    let Some(protocol) = Protocol::of(ports) else {
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
        Protocol::Nfs => (
            nfs::print(&mut line, cursor, payload.sockets, &mut memory.calls),
            nfs::MARK,
        ),
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
            line.cut(payload.told_by);
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
