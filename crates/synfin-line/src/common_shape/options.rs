//! TCP options of the kinds that everyone uses, whole and of their kinds' lengths.

use crate::line::Line;

const NO_OPERATION: u8 = 1;
const MAXIMUM_SEGMENT_SIZE: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const TIMESTAMPS: u8 = 8;

/// Are these options whole, known, and of their kinds' lengths?
#[inline]
pub(crate) fn are_common(options: &[u8]) -> bool {
    options.is_empty() || timestamps(options).is_some() || are_each_common(options)
}

/// Both time stamps, if there is nothing else but what nearly every segment has, laid out as RFC
/// 7323, appendix A, advises.
#[inline(always)]
fn timestamps(options: &[u8]) -> Option<[u32; 2]> {
    let stamps = stamps(options)?.as_chunks().0;
    let &[value, echo] = stamps else {
        return None;
    };
    Some([value, echo].map(u32::from_be_bytes))
}

/// The same as they stand there.
#[inline(always)]
pub(crate) fn stamps(options: &[u8]) -> Option<&[u8; 8]> {
    let options: &[u8; 12] = options.try_into().ok()?;
    let (head, stamps) = options.split_first_chunk()?;
    let is_usual = *head == [NO_OPERATION, NO_OPERATION, TIMESTAMPS, 10];
    is_usual.then(|| stamps.first_chunk())?
}

/// The same of options that are not only timestamps.
#[inline(never)]
pub(crate) fn are_each_common(options: &[u8]) -> bool {
    let mut rest = options;
    loop {
        rest = match rest {
            [] => return true,
            [NO_OPERATION, rest @ ..]
            | [MAXIMUM_SEGMENT_SIZE, 4, _, _, rest @ ..]
            | [WINDOW_SCALE, 3, _, rest @ ..]
            | [SACK_PERMITTED, 2, rest @ ..]
            | [TIMESTAMPS, 10, _, _, _, _, _, _, _, _, rest @ ..] => rest,
            [SACK, len @ (10 | 18 | 26 | 34), ..] => match rest.get(usize::from(*len)..) {
                Some(rest) => rest,
                None => return false,
            },
            _ => return false,
        }
    }
}

/// Appends `, options [...]` of options that are [common](are_common), if there are any, and
/// `, length `.
#[inline(always)]
pub(crate) fn append(line: &mut Line<'_>, options: &[u8], sack_base: u32) {
    if let Some([value, echo]) = timestamps(options) {
        line.lit(b", options [nop,nop,TS val ");
        line.number(value);
        line.lit(b" ecr ");
        line.number(echo);
        line.lit(b"], length ");
    } else if options.is_empty() {
        line.lit(b", length ");
    } else {
        line.apart(|line| append_each(line, options, sack_base));
    }
}

#[inline(never)]
fn append_each(line: &mut Line<'_>, options: &[u8], sack_base: u32) {
    line.lit(b", options [");
    let mut rest = options;
    loop {
        rest = match rest {
            [NO_OPERATION, rest @ ..] => {
                line.lit(b"nop");
                rest
            }
            [MAXIMUM_SEGMENT_SIZE, _, a, b, rest @ ..] => {
                line.lit(b"mss ");
                line.number(u16::from_be_bytes([*a, *b]).into());
                rest
            }
            [WINDOW_SCALE, _, shift, rest @ ..] => {
                line.lit(b"wscale ");
                line.number((*shift).into());
                rest
            }
            [SACK_PERMITTED, _, rest @ ..] => {
                line.lit(b"sackOK");
                rest
            }
            [TIMESTAMPS, _, a, b, c, d, e, f, g, h, rest @ ..] => {
                line.lit(b"TS val ");
                line.number(u32::from_be_bytes([*a, *b, *c, *d]));
                line.lit(b" ecr ");
                line.number(u32::from_be_bytes([*e, *f, *g, *h]));
                rest
            }
            [SACK, len, ..] => {
                let (blocks, rest) = rest.split_at_checked((*len).into()).unwrap_or_default();
                append_sack(line, blocks.get(2..).unwrap_or(&[]), sack_base);
                rest
            }
            _ => break,
        };
        if rest.is_empty() {
            break;
        }
        line.lit(b",");
    }
    line.lit(b"], length ");
}

fn append_sack(line: &mut Line<'_>, blocks: &[u8], base: u32) {
    line.lit(b"sack ");
    line.number(u32::try_from(blocks.len() / 8).unwrap_or(0));
    line.lit(b" ");
    let mut rest = blocks;
    while let [a, b, c, d, e, f, g, h, behind @ ..] = rest {
        line.lit(b"{");
        line.number(u32::from_be_bytes([*a, *b, *c, *d]).wrapping_sub(base));
        line.lit(b":");
        line.number(u32::from_be_bytes([*e, *f, *g, *h]).wrapping_sub(base));
        line.lit(b"}");
        rest = behind;
    }
}
