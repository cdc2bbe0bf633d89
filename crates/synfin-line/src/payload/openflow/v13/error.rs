//! Errors of OpenFlow 1.3 (A.4.4).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{data, valid16};

/// Prints an error.
pub(super) fn print(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let kind = body.u16()?;
    write!(line, "\n\t type ");
    let (name, codes) = codes(kind);
    valid16(line, name, kind);
    let code = body.u16()?;
    write!(line, ", code ");
    valid16(line, codes.get(usize::from(code)).copied(), code);
    data(line, &mut body)
}

/// An error's name and those of its codes.
#[rustfmt::skip]
const fn codes(kind: u16) -> (Option<&'static str>, &'static [&'static str]) {
    match kind {
        0 => (Some("HELLO_FAILED"), &["INCOMPATIBLE", "EPERM"]),
        1 => (Some("BAD_REQUEST"), &[
            "BAD_VERSION", "BAD_TYPE", "BAD_MULTIPART", "BAD_EXPERIMENTER", "BAD_EXP_TYPE",
            "EPERM", "BAD_LEN", "BUFFER_EMPTY", "BUFFER_UNKNOWN", "BAD_TABLE_ID", "IS_SLAVE",
            "BAD_PORT", "BAD_PACKET", "MULTIPART_BUFFER_OVERFLOW",
        ]),
        2 => (Some("BAD_ACTION"), &[
            "BAD_TYPE", "BAD_LEN", "BAD_EXPERIMENTER", "BAD_EXP_TYPE", "BAD_OUT_PORT",
            "BAD_ARGUMENT", "EPERM", "TOO_MANY", "BAD_QUEUE", "BAD_OUT_GROUP",
            "MATCH_INCONSISTENT", "UNSUPPORTED_ORDER", "BAD_TAG", "BAD_SET_TYPE", "BAD_SET_LEN",
            "BAD_SET_ARGUMENT",
        ]),
        3 => (Some("BAD_INSTRUCTION"), &[
            "UNKNOWN_INST", "UNSUP_INST", "BAD_TABLE_ID", "UNSUP_METADATA",
            "UNSUP_METADATA_MASK", "BAD_EXPERIMENTER", "BAD_EXP_TYPE", "BAD_LEN", "EPERM",
        ]),
        4 => (Some("BAD_MATCH"), &[
            "BAD_TYPE", "BAD_LEN", "BAD_TAG", "BAD_DL_ADDR_MASK", "BAD_NW_ADDR_MASK",
            "BAD_WILDCARDS", "BAD_FIELD", "BAD_VALUE", "BAD_MASK", "BAD_PREREQ", "DUP_FIELD",
            "EPERM",
        ]),
        5 => (Some("FLOW_MOD_FAILED"), &[
            "UNKNOWN", "TABLE_FULL", "BAD_TABLE_ID", "OVERLAP", "EPERM", "BAD_TIMEOUT",
            "BAD_COMMAND", "BAD_FLAGS",
        ]),
        6 => (Some("GROUP_MOD_FAILED"), &[
            "GROUP_EXISTS", "INVALID_GROUP", "WEIGHT_UNSUPPORTED", "OUT_OF_GROUPS",
            "OUT_OF_BUCKETS", "CHAINING_UNSUPPORTED", "WATCH_UNSUPPORTED", "LOOP",
            "UNKNOWN_GROUP", "CHAINED_GROUP", "BAD_TYPE", "BAD_COMMAND", "BAD_BUCKET",
            "BAD_MATCH", "EPERM",
        ]),
        7 => (Some("PORT_MOD_FAILED"), &[
            "BAD_PORT", "BAD_HW_ADDR", "BAD_CONFIG", "BAD_ADVERTISE", "EPERM",
        ]),
        8 => (Some("TABLE_MOD_FAILED"), &["BAD_TABLE", "BAD_CONFIG", "EPERM"]),
        9 => (Some("QUEUE_OP_FAILED"), &["BAD_PORT", "BAD_QUEUE", "EPERM"]),
        10 => (Some("SWITCH_CONFIG_FAILED"), &["BAD_FLAGS", "BAD_LEN", "EPERM"]),
        11 => (Some("ROLE_REQUEST_FAILED"), &["STALE", "UNSUP", "BAD_ROLE"]),
        12 => (Some("METER_MOD_FAILED"), &[
            "UNKNOWN", "METER_EXISTS", "INVALID_METER", "UNKNOWN_METER", "BAD_COMMAND",
            "BAD_FLAGS", "BAD_RATE", "BAD_BURST", "BAD_BAND", "BAD_BAND_VALUE", "OUT_OF_METERS",
            "OUT_OF_BANDS",
        ]),
        13 => (Some("TABLE_FEATURES_FAILED"), &[
            "BAD_TABLE", "BAD_METADATA", "BAD_TYPE", "BAD_LEN", "BAD_ARGUMENT", "EPERM",
        ]),
        0xffff => (Some("EXPERIMENTER"), &[]),
        _ => (None, &[]),
    }
}
