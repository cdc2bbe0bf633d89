//! How lines are to look: tcpdump's options as one value.

/// The form of time stamps: tcpdump's `-t` to `-ttttt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeStyle {
    /// Time of day.
    #[default]
    TimeOfDay,
    /// None at all (`-t`).
    None,
    /// Seconds since 1970 (`-tt`).
    Epoch,
    /// Since the packet printed before (`-ttt`).
    SincePrevious,
    /// Date and time of day (`-tttt`).
    DateTime,
    /// Since the first packet printed (`-ttttt`).
    SinceFirst,
}

/// Digits of the fraction of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Six digits (`--micro`).
    #[default]
    Micro,
    /// Nine digits (`--nano`).
    Nano,
}

/// The form of a dump of the packet's octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DumpStyle {
    /// Hexadecimal (`-x`).
    Hex,
    /// Hexadecimal and ASCII (`-X`).
    HexAscii,
    /// ASCII (`-A`).
    Ascii,
}

/// A dump after each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dump {
    /// Its form.
    pub style: DumpStyle,
    /// Is the link-layer header part of it (the option's letter doubled)?
    pub link_header: bool,
}

/// Which of tcpdump's options are given.
#[derive(Clone, Debug, Default)]
pub struct LineOptions {
    /// The form of time stamps (`-t`).
    pub time_style: TimeStyle,
    /// Digits of the fraction of a second (`--nano`).
    pub precision: Precision,
    /// How often `-v` was given.
    pub verbosity: u8,
    /// How often `-q` was given.
    pub quiet: u8,
    /// Print the link-layer header (`-e`).
    pub link_header: bool,
    /// Absolute sequence numbers (`-S`).
    pub absolute_seq: bool,
    /// Numbers for hosts, ports and vendors (`-n`).
    pub numeric: bool,
    /// Cut host names at their first dot (`-N`).
    pub short_names: bool,
    /// Print the packet's number first (`-#`).
    pub packet_number: bool,
    /// Do not verify checksums (`-K`).
    pub skip_checksums: bool,
    /// IP header and what follows on one line, with verbosity (`-g`).
    pub one_line: bool,
    /// Dump the packet's octets (`-x`, `-X`, `-A`).
    pub dump: Option<Dump>,
}
