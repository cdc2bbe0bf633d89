//! The names of NFS's numbers (RFC 1094, RFC 1813) and of ONC RPC's (RFC 5531).

use super::super::line::Line;

/// What version 2 has and version 3 has not.
const NONE: u32 = 25;

/// Procedures of version 3 (RFC 1813, 3).
pub(super) mod procedures {
    pub(in super::super) const GETATTR: u32 = 1;
    pub(in super::super) const SETATTR: u32 = 2;
    pub(in super::super) const LOOKUP: u32 = 3;
    pub(in super::super) const ACCESS: u32 = 4;
    pub(in super::super) const READLINK: u32 = 5;
    pub(in super::super) const READ: u32 = 6;
    pub(in super::super) const WRITE: u32 = 7;
    pub(in super::super) const CREATE: u32 = 8;
    pub(in super::super) const MKDIR: u32 = 9;
    pub(in super::super) const SYMLINK: u32 = 10;
    pub(in super::super) const MKNOD: u32 = 11;
    pub(in super::super) const REMOVE: u32 = 12;
    pub(in super::super) const RMDIR: u32 = 13;
    pub(in super::super) const RENAME: u32 = 14;
    pub(in super::super) const LINK: u32 = 15;
    pub(in super::super) const READDIR: u32 = 16;
    pub(in super::super) const READDIRPLUS: u32 = 17;
    pub(in super::super) const FSSTAT: u32 = 18;
    pub(in super::super) const FSINFO: u32 = 19;
    pub(in super::super) const PATHCONF: u32 = 20;
    pub(in super::super) const COMMIT: u32 = 21;
}

/// Their names, by number.
const PROCEDURES: [&str; 22] = [
    "null",
    "getattr",
    "setattr",
    "lookup",
    "access",
    "readlink",
    "read",
    "write",
    "create",
    "mkdir",
    "symlink",
    "mknod",
    "remove",
    "rmdir",
    "rename",
    "link",
    "readdir",
    "readdirplus",
    "fsstat",
    "fsinfo",
    "pathconf",
    "commit",
];

/// The number in version 3 of a procedure of version 2 (RFC 1094, 2.2).
pub(super) fn in_version_3(number: u32) -> u32 {
    const NUMBERS: [u32; 18] = [
        0, 1, 2, NONE, 3, 5, 6, NONE, 7, 8, 12, 14, 15, 10, 9, 13, 16, 18,
    ];
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    match NUMBERS.get(place) {
        Some(number) => *number,
        None if number <= NONE => NONE,
        None => number,
    }
}

/// A procedure's name, by its number in version 3.
pub(super) fn procedure(number: u32) -> Option<&'static str> {
    if number == NONE {
        return Some("nop");
    }
    let place = usize::try_from(number).ok()?;
    PROCEDURES.get(place).copied()
}

/// Statuses of both versions, and further error numbers of the BSD that servers grew from.
pub(super) const fn status(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "Operation not permitted",
        2 => "No such file or directory",
        5 => "Input/output error",
        6 => "Device not configured",
        11 => "Resource deadlock avoided",
        12 => "Cannot allocate memory",
        13 => "Permission denied",
        17 => "File exists",
        18 => "Cross-device link",
        19 => "Operation not supported by device",
        20 => "Not a directory",
        21 => "Is a directory",
        22 => "Invalid argument",
        26 => "Text file busy",
        27 => "File too large",
        28 => "No space left on device",
        30 => "Read-only file system",
        31 => "Too many links",
        45 | 10004 => "Operation not supported",
        62 => "Too many levels of symbolic links",
        63 => "File name too long",
        66 => "Directory not empty",
        69 => "Disc quota exceeded",
        70 => "Stale NFS file handle",
        71 => "Too many levels of remote in path",
        99 => "Write cache flushed to disk",
        10001 => "Illegal NFS file handle",
        10002 => "Update synchronization mismatch",
        10003 => "READDIR/READDIRPLUS cookie is stale",
        10005 => "Buffer or request is too small",
        10006 => "Unspecified error on server",
        10007 => "Object of that type not supported",
        10008 => "Request couldn't be completed in time",
        _ => return None,
    })
}

/// Types of files (RFC 1813, 2.6); sockets have no name.
pub(super) const fn file_type(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "NON",
        1 => "REG",
        2 => "DIR",
        3 => "BLK",
        4 => "CHR",
        5 => "LNK",
        7 => "FIFO",
        _ => return None,
    })
}

/// Prints how stable what was written is (RFC 1813, 3.3.7).
pub(super) fn stability(line: &mut Line<'_>, number: u32) {
    match number {
        0 => write!(line, " <unstable>"),
        1 => write!(line, " <datasync>"),
        2 => write!(line, " <filesync>"),
        _ => write!(line, " <#{}>", number.cast_signed()),
    }
}

/// Statuses of accepted calls (RFC 5531, 9), but success.
pub(super) const fn accepted(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "PROG_UNAVAIL",
        2 => "PROG_MISMATCH",
        3 => "PROC_UNAVAIL",
        4 => "GARBAGE_ARGS",
        5 => "SYSTEM_ERR",
        _ => return None,
    })
}

/// Why authentication failed (RFC 5531, 9).
pub(super) const fn authentication(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "OK",
        1 => "Bogus Credentials (seal broken)",
        2 => "Rejected Credentials (client should begin new session)",
        3 => "Bogus Verifier (seal broken)",
        4 => "Verifier expired or was replayed",
        5 => "Credentials are too weak",
        6 => "Bogus response verifier",
        7 => "Unknown failure",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{in_version_3, procedure};

    #[test]
    fn procedures_of_version_2_have_the_names_of_version_3() {
        let names = [4, 8, 10, 15, 17, 3, 18, 25]
            .map(in_version_3)
            .map(procedure);
        assert_eq!(
            names.map(Option::unwrap),
            [
                "lookup", "write", "remove", "rmdir", "fsstat", "nop", "nop", "nop"
            ]
        );
        assert_eq!((in_version_3(26), procedure(26)), (26, None));
        assert_eq!((procedure(21), procedure(22)), (Some("commit"), None));
    }
}
