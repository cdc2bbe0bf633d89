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

/// Which options tcpdump would have been given.
#[derive(Clone, Debug, Default)]
pub struct LineOptions {
    /// The form of time stamps.
    pub time_style: TimeStyle,
}
