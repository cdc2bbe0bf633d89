//! TCP options, in tcpdump's words.
//!
//! Duty: the `options [...]` of a line, whatever the option lengths say. Invariant: every round
//! takes at least one octet, so the list ends. Absence: values are shown, never used.

mod values;

use super::fields::Fields;
use super::{MIN_HEADER_LEN, mptcp};
use crate::octets::Octets;
use crate::record::{Halt, Record};
use crate::sequence::Shown;

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
        MAXIMUM_SEGMENT_SIZE => fixed(record, value, 2, values::maximum_segment_size)?,
        WINDOW_SCALE => fixed(record, value, 1, values::window_scale)?,
        SACK_PERMITTED => 0,
        ECHO | ECHO_REPLY | CC | CC_NEW | CC_ECHO => fixed(record, value, 4, values::number)?,
        TIMESTAMPS => fixed(record, value, 8, values::timestamps)?,
        MD5_SIGNATURE => {
            value.check(16)?;
            values::md5_signature(record, value, fields, segment)
        }
        SCPS => fixed(record, value, 2, values::scps)?,
        USER_TIMEOUT => fixed(record, value, 2, values::user_timeout)?,
        SACK => return values::sack(record, value, shown),
        AUTHENTICATION => return values::authentication(record, value),
        MULTIPATH => return mptcp::print(record, value, fields.control),
        FAST_OPEN => {
            value.check(value.len)?;
            record.text(" ");
            return values::fast_open(record, value, 0);
        }
        EXPERIMENT_2 => return values::experiment(record, value),
        _ => return values::unknown(record, value),
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
