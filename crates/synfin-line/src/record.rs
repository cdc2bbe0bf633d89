//! The record being written: what every layer needs at hand while it prints.
//!
//! Duty: carry the buffer, the options and the state through the layers. Invariant: layers only
//! append. Absence: no knowledge of any layer.

use crate::octets::Octets;
use crate::payload;
use crate::sequence::SequenceBases;
use crate::writer::Text;
use crate::{LineOptions, Names};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why printing ended before the packet did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// An octet that decides how to go on was not captured; the record ends in this protocol's
    /// truncation mark.
    Cut(&'static str),
    /// The same, and the mark is already printed.
    Marked,
}

/// What printing a layer gives: `Err` ends the record, all layers around it included.
pub(crate) type Outcome = Result<(), Halt>;

/// How many IP headers may lie inside each other before the rest is left out. tcpdump has no such
/// limit; without one a crafted packet decides how deep the stack gets.
const MAX_DEPTH: u8 = 32;

/// What printing one packet leaves behind for later ones.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// What relative sequence numbers count from.
    pub(crate) sequences: SequenceBases,
    /// What payloads are told by.
    pub(crate) payloads: payload::Memory,
}

/// The record being written.
#[derive(Debug)]
pub(crate) struct Record<'p> {
    /// Where it is written to.
    pub(crate) out: &'p mut Vec<u8>,
    /// How it is to look.
    pub(crate) options: &'p LineOptions,
    /// Names for numbers; not to be used where [`LineOptions::numeric`] is set.
    names: &'p Names,
    /// What earlier packets left behind.
    pub(crate) memory: &'p mut Memory,
    /// Where in `out` the part that concerns TCP is; `None` while nothing did. From there on the
    /// line it stands on goes to its end.
    tcp_at: Option<usize>,
    /// Octets of link-layer header that a dump leaves out, as far as they are known.
    pub(crate) link_header_len: usize,
    depth: u8,
}

impl<'p> Record<'p> {
    /// A record of which nothing is written.
    pub(crate) const fn new(
        out: &'p mut Vec<u8>,
        options: &'p LineOptions,
        names: &'p Names,
        memory: &'p mut Memory,
    ) -> Self {
        Self {
            out,
            options,
            names,
            memory,
            tcp_at: None,
            link_header_len: 0,
            depth: 0,
        }
    }

    /// Appends text.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        self.out.text(text);
    }

    /// Appends a decimal number.
    #[inline]
    pub(crate) fn dec(&mut self, number: impl Into<u64>) {
        self.out.dec(number);
    }

    /// Appends a label and a decimal number.
    #[inline]
    pub(crate) fn labelled(&mut self, label: &str, number: impl Into<u64>) {
        self.out.text(label);
        self.out.dec(number);
    }

    /// Appends a protocol's truncation mark.
    pub(crate) fn mark(&mut self, protocol: &str) {
        self.text(" [|");
        self.text(protocol);
        self.text("]");
    }

    /// Says that less of a packet was captured than its header has.
    pub(crate) fn remaining(&mut self, packet: Octets<'_>, header_len: u32) {
        let captured = u64::try_from(packet.captured().len()).unwrap_or(u64::MAX);
        self.labelled(" [remaining caplen(", captured);
        self.labelled(") < header length(", header_len);
        self.text(")]");
    }

    /// Is more than a line asked for (`-v`)?
    pub(crate) const fn verbose(&self) -> bool {
        self.options.verbosity > 0
    }

    /// Notes that what follows concerns TCP, so that the record is wanted.
    pub(crate) fn note_tcp(&mut self) {
        self.tcp_at = Some(self.out.len());
    }

    /// Where in the buffer the last part that concerns TCP is, if there is one.
    pub(crate) const fn tcp_at(&self) -> Option<usize> {
        self.tcp_at
    }

    /// Prints a layer inside the one being printed, unless there are too many already.
    pub(crate) fn nested(&mut self, print: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        if self.depth >= MAX_DEPTH {
            return Ok(());
        }
        self.depth += 1;
        let outcome = print(self);
        self.depth -= 1;
        outcome
    }

    /// Appends an IPv4 host: its name, or its number.
    pub(crate) fn ipv4_host(&mut self, address: [u8; 4]) {
        let address = Ipv4Addr::from(address).into();
        append_host(self.out, address, self.options, self.names);
    }

    /// Appends an IPv6 host: its name, or its number.
    pub(crate) fn ipv6_host(&mut self, address: [u8; 16]) {
        let address = Ipv6Addr::from(address).into();
        append_host(self.out, address, self.options, self.names);
    }

    /// Appends a MAC address, with its vendor unless numbers are asked for.
    pub(crate) fn mac(&mut self, address: [u8; 6]) {
        self.out.mac(&address);
        if !self.options.numeric {
            // The vendor table is tcpdump's own, of two dozen vendors; none of them is kept here.
            self.text(" (oui Unknown)");
        }
    }

    /// Appends a TCP port: the service's name, or the number.
    pub(crate) fn tcp_port(&mut self, port: u16) {
        append_tcp_port(self.out, port, self.options, self.names);
    }
}

/// Appends a host: its name, or its number.
pub(crate) fn append_host(
    out: &mut Vec<u8>,
    address: IpAddr,
    options: &LineOptions,
    names: &Names,
) {
    if !options.numeric
        && let Some(name) = names.host(address)
    {
        out.text(shortened(name, options));
        return;
    }
    match address {
        IpAddr::V4(address) => out.ipv4(address.octets()),
        IpAddr::V6(address) => out.ipv6(address.octets()),
    }
}

/// Appends a TCP port: the service's name, or the number.
pub(crate) fn append_tcp_port(out: &mut Vec<u8>, port: u16, options: &LineOptions, names: &Names) {
    match names.service(port) {
        Some(name) if !options.numeric => out.text(name),
        _ => out.dec(port),
    }
}

/// A host's name as it is to be shown: cut at its first dot with `-N`.
fn shortened<'n>(name: &'n str, options: &LineOptions) -> &'n str {
    match name.split_once('.') {
        Some((host, _)) if options.short_names => host,
        _ => name,
    }
}
