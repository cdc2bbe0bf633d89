//! The Multipath TCP option (RFC 8684, section 3), as tcpdump prints it.
//!
//! Duty: the option's text. Invariant: an option that does not have the octets its subtype needs
//! is bad; what was printed of it until then stays. Absence: nothing of how subflows belong
//! together.

use super::options::{Taken, Trouble, Value};
use crate::record::Record;
use crate::writer::Text;
use synfin::ControlBits;

/// What printing a subtype gives: `None` if the option is bad.
type Sound = Option<()>;

/// Appends an MPTCP option of a segment with these control bits.
pub(super) fn print(record: &mut Record<'_>, value: Value<'_>, control: ControlBits) -> Taken {
    value.check(value.len)?;
    let octets = value.octets.captured().get(..value.len).unwrap_or(&[]);
    match option(record, octets, control) {
        Some(()) => Ok(value.len),
        None => Err(Trouble::Bad),
    }
}

/// `octets` are those behind the length byte: subtype, flags and so on.
fn option(record: &mut Record<'_>, octets: &[u8], control: ControlBits) -> Sound {
    let (&first, rest) = octets.split_first()?;
    let len = octets.len() + 2;
    record.labelled(" ", u64::try_from(len).unwrap_or(u64::MAX));
    let rest = Reader(rest);
    let low = first & 15;
    match first >> 4 {
        0 => capable(record, len, low, rest, control),
        1 => join(record, len, low, rest, control),
        2 => data_sequence_signal(record, rest, control),
        3 => add_address(record, len, low, rest),
        4 => remove_address(record, rest),
        5 => priority(record, len, low, rest),
        6 => {
            record.text(" fail");
            let number = eight_behind_one(len, rest)?;
            record.labelled(" seq ", number);
            Some(())
        }
        7 => {
            record.text(" fast-close");
            let key = eight_behind_one(len, rest)?;
            hex(record, " key 0x", key);
            Some(())
        }
        _ => {
            record.text(" unknown");
            Some(())
        }
    }
}

/// Octets taken one number after the other.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take().map(u8::from_be_bytes)
    }

    fn be16(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    fn be32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    fn be64(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    /// A number of eight octets or of four.
    fn long_or_short(&mut self, long: bool) -> Option<u64> {
        if long {
            self.be64()
        } else {
            self.be32().map(u64::from)
        }
    }
}

fn hex(record: &mut Record<'_>, label: &str, number: u64) {
    record.text(label);
    record.out.hex(number);
}

/// MP_CAPABLE (3.1): the keys of the ends known so far.
fn capable(
    record: &mut Record<'_>,
    len: usize,
    version: u8,
    mut rest: Reader<'_>,
    control: ControlBits,
) -> Sound {
    record.text(" capable");
    let right = match len {
        4 | 12 => control.syn(),
        20 | 22 => control.ack() && !control.syn(),
        _ => false,
    };
    if !right {
        return None;
    }
    if version > 1 {
        record.labelled(" Unknown Version (", version);
        record.text(")");
        return Some(());
    }
    record.labelled(" v", version);
    if rest.u8()? & 0x80 != 0 {
        record.text(" csum");
    }
    if len >= 12 {
        hex(record, " {0x", rest.be64()?);
        if len >= 20 {
            hex(record, ",0x", rest.be64()?);
        }
        record.text("}");
    }
    Some(())
}

/// MP_JOIN (3.2): one of three forms, by the step of the handshake.
fn join(
    record: &mut Record<'_>,
    len: usize,
    low: u8,
    mut rest: Reader<'_>,
    control: ControlBits,
) -> Sound {
    record.text(" join");
    let right = match len {
        12 => control.syn(),
        16 => control.syn() && control.ack(),
        24 => control.ack(),
        _ => false,
    };
    if !right {
        return None;
    }
    let id = rest.u8()?;
    if len < 24 {
        if low & 1 == 1 {
            record.text(" backup");
        }
        record.labelled(" id ", id);
    }
    match len {
        12 => hex(record, " token 0x", rest.be32()?.into()),
        16 => hex(record, " hmac 0x", rest.be64()?),
        _ => {
            record.text(" hmac 0x");
            record.out.hex_octets(&rest.take::<20>()?);
            return Some(());
        }
    }
    hex(record, " nonce 0x", rest.be32()?.into());
    Some(())
}

/// DSS (3.3): how octets of the subflow map to those of the whole.
fn data_sequence_signal(
    record: &mut Record<'_>,
    mut rest: Reader<'_>,
    control: ControlBits,
) -> Sound {
    const ACK: u8 = 0x01;
    const LONG_ACK: u8 = 0x02;
    const MAPPING: u8 = 0x04;
    const LONG_SEQ: u8 = 0x08;
    const FIN: u8 = 0x10;
    record.text(" dss");
    if control.syn() {
        return None;
    }
    let flags = rest.u8()?;
    if flags & FIN != 0 {
        record.text(" fin");
    }
    if flags & ACK != 0 {
        record.text(" ack ");
        let ack = rest.long_or_short(flags & LONG_ACK != 0)?;
        record.dec(ack);
    }
    if flags & MAPPING != 0 {
        record.text(" seq ");
        let seq = rest.long_or_short(flags & LONG_SEQ != 0)?;
        record.dec(seq);
        record.labelled(" subseq ", rest.be32()?);
        record.labelled(" len ", rest.be16()?);
        if let Some(checksum) = rest.be16() {
            hex(record, " csum 0x", checksum.into());
        }
    }
    rest.0.is_empty().then_some(())
}

/// ADD_ADDR (3.4.1), and that of RFC 6824.
fn add_address(record: &mut Record<'_>, len: usize, low: u8, mut rest: Reader<'_>) -> Sound {
    record.text(" add-addr");
    if !matches!(len, 8 | 10 | 16 | 18 | 20 | 22 | 28 | 30) {
        return None;
    }
    record.text(match low {
        0 => " v1",
        1 => " v1-echo",
        4 => " v0-ip4",
        6 => " v0-ip6",
        _ => " [bad version/echo]",
    });
    record.labelled(" id ", rest.u8()?);
    record.text(" ");
    if len < 20 {
        record.ipv4_host(rest.take()?);
    } else {
        record.ipv6_host(rest.take()?);
    }
    if matches!(len, 10 | 18 | 22 | 30) {
        record.labelled(":", rest.be16()?);
    }
    if matches!(len, 16 | 18 | 28 | 30) {
        hex(record, " hmac 0x", rest.be64()?);
    }
    Some(())
}

/// REMOVE_ADDR (3.4.2): the identifiers of addresses.
fn remove_address(record: &mut Record<'_>, rest: Reader<'_>) -> Sound {
    record.text(" rem-addr");
    if rest.0.is_empty() {
        return None;
    }
    record.text(" id");
    for &id in rest.0 {
        record.labelled(" ", id);
    }
    Some(())
}

/// MP_PRIO (3.3.8).
fn priority(record: &mut Record<'_>, len: usize, low: u8, mut rest: Reader<'_>) -> Sound {
    record.text(" prio");
    if !matches!(len, 3 | 4) {
        return None;
    }
    record.text(if low & 1 == 1 {
        " backup"
    } else {
        " non-backup"
    });
    if len == 4 {
        record.labelled(" id ", rest.u8()?);
    }
    Some(())
}

/// The number of eight octets behind a reserved one, in an option of 12 octets.
fn eight_behind_one(len: usize, mut rest: Reader<'_>) -> Option<u64> {
    if len != 12 {
        return None;
    }
    rest.u8()?;
    rest.be64()
}
