//! How far long work has come, on standard error.
//!
//! Duty: a line that keeps changing while the work is long. Invariant: nothing is written unless
//! standard error is a terminal, and nothing stays when the work is done. Absence: no clock is
//! asked for every packet.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Packets between two looks at the clock.
const PACKETS: u64 = 1 << 12;

/// Connections drawn between two looks at the clock.
const CONNECTIONS: u64 = 1 << 5;

/// Work that takes no longer needs no progress.
const PATIENCE: Duration = Duration::from_millis(700);

/// The line on standard error, or nothing.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    done: u64,
    /// How many steps lie between two looks at the clock, and when the next one is due.
    stride: u64,
    due: u64,
}

impl Progress {
    /// Of reading that begins now; with how many octets there are to read, where that is known.
    pub(crate) fn of_reading(is_wanted: bool, octets: Option<u64>) -> Self {
        let bar = match octets {
            Some(octets) => bar(
                "read {bar:30} {percent:>3} % of {total_bytes}, {msg} packets",
                octets,
            ),
            None => spinner(),
        };
        Self::new(is_wanted.then_some(bar), PACKETS, Instant::now())
    }

    /// Of drawing so many connections, as the end of work that began at a time.
    pub(crate) fn of_drawing(is_wanted: bool, connections: u64, begun: Instant) -> Self {
        let drawing = "draw {bar:30} {percent:>3} %, {human_pos} of {human_len} connections";
        let bar = is_wanted.then(|| bar(drawing, connections));
        Self::new(bar, CONNECTIONS, begun)
    }

    fn new(bar: Option<ProgressBar>, stride: u64, begun: Instant) -> Self {
        Self {
            bar,
            begun,
            done: 0,
            stride,
            due: stride,
        }
    }

    /// Counts a packet; `octets` says how many octets were read so far.
    #[inline]
    pub(crate) fn packet(&mut self, octets: impl FnOnce() -> u64) {
        if self.is_due() {
            self.show(octets);
        }
    }

    /// Counts a connection that was drawn.
    pub(crate) fn connection(&mut self) {
        if self.is_due() {
            let done = self.done;
            self.show(|| done);
        }
    }

    /// Counts a step; is it time to look at the clock?
    #[inline]
    const fn is_due(&mut self) -> bool {
        self.done += 1;
        let is_due = self.done >= self.due;
        if is_due {
            self.due = self.done + self.stride;
        }
        is_due
    }

    #[cold]
    fn show(&self, octets: impl FnOnce() -> u64) {
        if let Some(bar) = &self.bar
            && self.begun.elapsed() > PATIENCE
        {
            bar.set_message(indicatif::HumanCount(self.done).to_string());
            bar.set_position(octets());
            if bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.tick();
            }
        }
    }

    /// Writes something else to standard error, above the line.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar that is not drawn yet.
fn bar(template: &str, whole: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(whole), ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A line for what has no known end, not drawn yet.
fn spinner() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{spinner} {msg} packets, {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
