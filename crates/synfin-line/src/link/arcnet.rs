//! ARCnet, as on the wire and as Linux gives it.

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::writer::Text;
use crate::{ipv4, ipv6};

/// System codes: IPv4 by RFC 1051 and by RFC 1201, IPv6.
const OLD_IP: u8 = 240;
const IP: u8 = 212;
const IPV6: u8 = 196;

/// Prints a frame of the Linux kind, which has an offset before the system code and is whole.
pub(super) fn print_linux(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let Some(code) = frame.u8(4) else {
        record.mark("arcnet_linux");
        return Ok(());
    };
    let header_len = if code == OLD_IP { 5 } else { 8 };
    if !frame.has(header_len) {
        record.mark("arcnet_linux");
        return Ok(());
    }
    if record.options.link_header {
        // Like tcpdump, the third octet is named, which is not the code in this kind of header.
        header(record, frame, None);
    }
    payload(record, code, frame.skip(header_len))?;
    record.link_header_len = header_len;
    Ok(())
}

/// Prints a frame as on the wire, if it is no later fragment.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    /// The flag of a header that has flag and sequence number again behind it.
    const EXCEPTION: u8 = 0xff;
    let Some(code) = frame.u8(2) else {
        record.mark("arcnet");
        return Ok(());
    };
    if code == OLD_IP {
        if record.options.link_header {
            header(record, frame, None);
        }
        payload(record, code, frame.skip(3))?;
        record.link_header_len = 3;
        return Ok(());
    }
    let extra = if frame.u8(3) == Some(EXCEPTION) { 4 } else { 0 };
    let (Some(flag), Some(sequence)) = (frame.u8(3 + extra), frame.be16(4 + extra)) else {
        header(record, frame, None);
        record.text("phds");
        return Ok(());
    };
    if record.options.link_header {
        header(record, frame, Some((flag, sequence)));
    }
    let is_later_fragment = flag != 0 && flag & 1 == 0;
    if !is_later_fragment {
        payload(record, code, frame.skip(6 + extra))?;
    }
    record.link_header_len = 6 + extra;
    Ok(())
}

/// Appends addresses, code and, where the header has them, sequence number and fragment.
fn header(record: &mut Record<'_>, frame: Octets<'_>, fragment: Option<(u8, u16)>) {
    let [source, destination, code] = frame.array(0).unwrap_or_default();
    for address in [source, destination] {
        record.out.hex_octets(&[address]);
        record.text(" ");
    }
    if record.options.quiet == 0 {
        match code {
            OLD_IP => record.text("oldip"),
            IP => record.text("ip"),
            IPV6 => record.text("ipv6"),
            _ => record.out.hex_octets(&[code]),
        }
        record.text(" ");
        if let Some((flag, sequence)) = fragment {
            record.text("seqid ");
            record.out.hex_zeros(sequence, 4);
            record.text(" ");
            if flag & 1 == 1 {
                record.labelled("(first of ", (u16::from(flag) + 3) / 2);
                record.text(" fragments) ");
            } else if flag > 0 {
                record.labelled("(fragment ", u16::from(flag) / 2 + 1);
                record.text(") ");
            }
        }
    }
    record.dec(frame.len());
    record.text(": ");
}

fn payload(record: &mut Record<'_>, code: u8, octets: Octets<'_>) -> Outcome {
    match code {
        OLD_IP | IP => ipv4::print(record, octets),
        IPV6 => ipv6::print(record, octets),
        _ => Ok(()),
    }
}
