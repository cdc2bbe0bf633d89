//! TCP options, in tcpdump's words.
//!
//! Duty: the `options [...]` of a line, whatever the option lengths say. Invariant: every round
//! takes at least one octet, so the list ends. Absence: values are shown, never used.

use super::fields::Fields;
use super::{MIN_HEADER_LEN, mptcp};
use crate::octets::Octets;
use crate::record::{Halt, Record};
use crate::sequence::Shown;
use crate::writer::Text;

/// How the list of options ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// As it should; more of the line follows.
    Whole,
    /// In an option that is wrong or cut off; the record ends there.
    Broken,
}

/// The list's end, and what truncation marks of this packet name from there on.
pub(super) struct Printed {
    pub(super) end: End,
    /// Like tcpdump: TCP, or the option that has a printer of its own, once it was printed.
    pub(super) protocol: &'static str,
}

/// Why one option's value could not be printed whole.
pub(super) enum Trouble {
    /// It does not fit in the header, or is not what its kind has.
    Bad,
    /// It was not captured.
    Cut,
}

/// What printing an option's value gives: how many octets behind the length byte it took.
pub(super) type Taken = Result<usize, Trouble>;

pub(super) const END_OF_LIST: u8 = 0;
pub(super) const NO_OPERATION: u8 = 1;
const MAXIMUM_SEGMENT_SIZE: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const ECHO: u8 = 6;
const ECHO_REPLY: u8 = 7;
const TIMESTAMPS: u8 = 8;
const CC: u8 = 11;
const CC_NEW: u8 = 12;
const CC_ECHO: u8 = 13;
const MD5_SIGNATURE: u8 = 19;
const SCPS: u8 = 20;
const USER_TIMEOUT: u8 = 28;
const AUTHENTICATION: u8 = 29;
const MULTIPATH: u8 = 30;
const FAST_OPEN: u8 = 34;
const EXPERIMENT_2: u8 = 254;

/// One option, from behind its length byte.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    /// The octets from there on, those behind the header too.
    pub(super) octets: Octets<'a>,
    /// Octets left in the header.
    left: usize,
    /// What the length byte says, less kind and length.
    pub(super) len: usize,
}

impl Value<'_> {
    /// Are `count` octets there, in the header and in what was captured?
    pub(super) fn check(self, count: usize) -> Result<(), Trouble> {
        if count > self.left {
            Err(Trouble::Bad)
        } else if !self.octets.has(count) {
            Err(Trouble::Cut)
        } else {
            Ok(())
        }
    }

    fn be16(self, at: usize) -> Result<u16, Trouble> {
        self.octets.be16(at).ok_or(Trouble::Cut)
    }

    fn be32(self, at: usize) -> Result<u32, Trouble> {
        self.octets.be32(at).ok_or(Trouble::Cut)
    }
}

/// Appends `, options [...]`; the header has some.
pub(super) fn print(
    record: &mut Record<'_>,
    fields: &Fields,
    shown: &Shown,
    segment: Octets<'_>,
) -> Result<Printed, Halt> {
    let end = usize::try_from(fields.header_len).unwrap_or(0);
    let mut at = usize::try_from(MIN_HEADER_LEN).unwrap_or(0);
    let mut separator = "";
    let mut protocol = "tcp";
    record.text(", options [");
    while at < end {
        record.text(separator);
        let kind = segment.u8(at).ok_or(Halt::Cut(protocol))?;
        at += 1;
        match kind {
            END_OF_LIST => {
                record.text("eol");
                break;
            }
            NO_OPERATION => record.text("nop"),
            _ => {
                let len = usize::from(segment.u8(at).ok_or(Halt::Cut(protocol))?);
                at += 1;
                // The length counts kind and length byte, which lie before `at`.
                let fits = len >= 2 && at + len <= end + 2;
                let value = Value {
                    octets: segment.skip(at),
                    left: end.saturating_sub(at),
                    len: len.saturating_sub(2),
                };
                let taken = if fits {
                    option(record, kind, value, fields, shown, segment)
                } else {
                    Err(Trouble::Bad)
                };
                match taken {
                    Ok(taken) => {
                        at += taken;
                        if kind == MULTIPATH {
                            protocol = "mptcp";
                        }
                    }
                    Err(trouble) => {
                        broken(record, &trouble, !separator.is_empty(), protocol);
                        let end = End::Broken;
                        return Ok(Printed { end, protocol });
                    }
                }
            }
        }
        separator = ",";
    }
    record.text("]");
    let end = End::Whole;
    Ok(Printed { end, protocol })
}

/// Ends the record in an option; `follows` says whether another stands before it.
fn broken(record: &mut Record<'_>, trouble: &Trouble, follows: bool, protocol: &str) {
    match trouble {
        Trouble::Bad => record.text(if follows { "[bad opt]]" } else { "[bad opt]" }),
        Trouble::Cut => {
            record.mark(protocol);
            record.text(if follows { ">" } else { "" });
        }
    }
}

/// Appends one option's name and value.
fn option(
    record: &mut Record<'_>,
    kind: u8,
    value: Value<'_>,
    fields: &Fields,
    shown: &Shown,
    segment: Octets<'_>,
) -> Taken {
    name(record, kind);
    let taken = match kind {
        MAXIMUM_SEGMENT_SIZE => fixed(record, value, 2, maximum_segment_size)?,
        WINDOW_SCALE => fixed(record, value, 1, window_scale)?,
        SACK_PERMITTED => 0,
        ECHO | ECHO_REPLY | CC | CC_NEW | CC_ECHO => fixed(record, value, 4, number)?,
        TIMESTAMPS => fixed(record, value, 8, timestamps)?,
        MD5_SIGNATURE => {
            value.check(16)?;
            md5_signature(record, value, fields, segment)
        }
        SCPS => fixed(record, value, 2, scps)?,
        USER_TIMEOUT => fixed(record, value, 2, user_timeout)?,
        SACK => return sack(record, value, shown),
        AUTHENTICATION => return authentication(record, value),
        MULTIPATH => return mptcp::print(record, value, fields.control),
        FAST_OPEN => {
            value.check(value.len)?;
            record.text(" ");
            return fast_open(record, value, 0);
        }
        EXPERIMENT_2 => return experiment(record, value),
        _ => return unknown(record, value),
    };
    if taken != value.len {
        let len = u64::try_from(value.len + 2).unwrap_or(u64::MAX);
        record.labelled("[len ", len);
        record.text("]");
    }
    Ok(taken)
}

fn name(record: &mut Record<'_>, kind: u8) {
    let name = match kind {
        MAXIMUM_SEGMENT_SIZE => "mss",
        WINDOW_SCALE => "wscale",
        SACK_PERMITTED => "sackOK",
        SACK => "sack",
        ECHO => "echo",
        ECHO_REPLY => "echoreply",
        TIMESTAMPS => "TS",
        CC => "cc",
        CC_NEW => "ccnew",
        CC_ECHO => "ccecho",
        MD5_SIGNATURE => "md5",
        SCPS => "scps",
        USER_TIMEOUT => "uto",
        AUTHENTICATION => "tcp-ao",
        MULTIPATH => "mptcp",
        FAST_OPEN => "tfo",
        EXPERIMENT_2 => "exp",
        _ => return record.labelled("unknown-", kind),
    };
    record.text(name);
}

/// Appends a value of a fixed size in octets, if it is there.
fn fixed(
    record: &mut Record<'_>,
    value: Value<'_>,
    size: usize,
    print: fn(&mut Record<'_>, Value<'_>) -> Result<(), Trouble>,
) -> Taken {
    value.check(size)?;
    print(record, value)?;
    Ok(size)
}

fn maximum_segment_size(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" ", value.be16(0)?);
    Ok(())
}

fn window_scale(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" ", value.octets.u8(0).ok_or(Trouble::Cut)?);
    Ok(())
}

fn number(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" ", value.be32(0)?);
    Ok(())
}

fn timestamps(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" val ", value.be32(0)?);
    record.labelled(" ecr ", value.be32(4)?);
    Ok(())
}

/// The Space Communications Protocol Standards' capabilities.
fn scps(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    let [capabilities, id] = value.be16(0)?.to_be_bytes();
    record.text(" cap ");
    record.out.hex_zeros(capabilities, 2);
    record.labelled(" id ", id);
    Ok(())
}

/// RFC 5482.
fn user_timeout(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    let field = value.be16(0)?;
    record.text(" 0x");
    record.out.hex(field);
    // tcpdump takes the lowest bit for the unit, where RFC 5482 has the highest.
    let unit = if field & 1 == 1 { 60 } else { 1 };
    record.labelled(" ", u32::from(field >> 1) * unit);
    Ok(())
}

/// RFC 2018: edges are shown relative to the direction they acknowledge.
fn sack(record: &mut Record<'_>, value: Value<'_>, shown: &Shown) -> Taken {
    if !value.len.is_multiple_of(8) {
        record.text(" invalid sack");
        return Ok(value.len);
    }
    record.labelled(" ", u64::try_from(value.len / 8).unwrap_or(0));
    record.text(" ");
    for at in (0..value.len).step_by(8) {
        value.check(at + 8)?;
        for (label, place) in [("{", at), (":", at + 4)] {
            let edge = value.be32(place)?.wrapping_sub(shown.sack_base.0);
            record.labelled(label, edge);
        }
        record.text("}");
    }
    Ok(value.len)
}

/// RFC 2385. No secret is known here, so nothing is verified.
fn md5_signature(
    record: &mut Record<'_>,
    value: Value<'_>,
    fields: &Fields,
    segment: Octets<'_>,
) -> usize {
    const SIZE: usize = 16;
    let payload_end = usize::try_from(segment.len()).unwrap_or(usize::MAX);
    record.text(
        if segment.has(payload_end) || fields.header_len > segment.len() {
            " shared secret not supplied with -M, can't check - "
        } else {
            " snaplen too short, can't check - "
        },
    );
    record
        .out
        .hex_octets(value.octets.captured().get(..SIZE).unwrap_or(&[]));
    SIZE
}

/// RFC 5925, section 2.2.
fn authentication(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    if value.len < 2 {
        record.text(" (invalid)");
        return Ok(value.len);
    }
    for (index, label) in [" keyid ", " rnextkeyid "].into_iter().enumerate() {
        value.check(index + 1)?;
        record.labelled(label, value.octets.u8(index).ok_or(Trouble::Cut)?);
    }
    if value.len > 2 {
        record.text(" mac 0x");
        hex(record, value, 2)?;
    }
    Ok(value.len)
}

/// RFC 7413, section 4.1.1; the cookie begins `from` octets into the value.
fn fast_open(record: &mut Record<'_>, value: Value<'_>, from: usize) -> Taken {
    let cookie = value.octets.captured().get(from..value.len).unwrap_or(&[]);
    match cookie.len() {
        0 => record.text(" cookiereq"),
        4..=16 if cookie.len().is_multiple_of(2) => {
            record.text(" cookie ");
            record.out.hex_octets(cookie);
        }
        _ => record.text(" (invalid)"),
    }
    Ok(value.len)
}

/// RFC 6994, section 3: two octets of magic tell experiments apart.
fn experiment(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    value.check(value.len)?;
    if value.len < 2 {
        return Err(Trouble::Bad);
    }
    record.text("-");
    let magic = value.be16(0)?;
    if magic == 0xf989 {
        record.text("tfo");
        return fast_open(record, value, 2);
    }
    record.out.hex_zeros(magic, 4);
    Ok(value.len)
}

fn unknown(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    if value.len > 0 {
        record.text(" 0x");
        hex(record, value, 0)?;
    }
    Ok(value.len)
}

/// Appends a value's octets from `from` on, as many as there are.
fn hex(record: &mut Record<'_>, value: Value<'_>, from: usize) -> Result<(), Trouble> {
    for at in from..value.len {
        value.check(at + 1)?;
        if let Some(octet) = value.octets.u8(at) {
            record.out.hex_octets(&[octet]);
        }
    }
    Ok(())
}
