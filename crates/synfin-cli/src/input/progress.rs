//! How far reading has come, on standard error.
//!
//! Duty: a line that keeps changing while the work is long. Invariant: nothing is written unless
//! standard error is a terminal, and nothing stays when the work is done. Absence: no clock is
//! asked for every packet.

use super::InputArgs;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// Packets between two looks at the clock.
const STRIDE: u64 = 1 << 12;

/// Work that takes no longer needs no progress.
const PATIENCE: Duration = Duration::from_millis(700);

/// The line on standard error, or nothing.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    packets: u64,
}

impl Progress {
    /// Progress of a reading that begins now. Where standard output is written meanwhile it must
    /// not be a terminal too, which both would share.
    pub(super) fn new(args: &InputArgs, prints_meanwhile: bool) -> Self {
        let shared = prints_meanwhile && io::stdout().is_terminal();
        let wanted = !args.quiet && !shared && io::stderr().is_terminal();
        Self {
            bar: wanted.then(line),
            begun: Instant::now(),
            packets: 0,
        }
    }

    /// Counts a packet.
    #[inline]
    pub(super) fn tick(&mut self) {
        self.packets += 1;
        if self.packets.is_multiple_of(STRIDE) {
            self.show();
        }
    }

    #[cold]
    fn show(&self) {
        if let Some(bar) = &self.bar
            && self.begun.elapsed() > PATIENCE
        {
            if bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.set_position(self.packets);
        }
    }

    /// Writes something else to standard error, above the line.
    pub(super) fn aside(&self, write: impl FnOnce()) {
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

/// A line that is not drawn yet.
fn line() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{spinner} {human_pos} packets, {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
