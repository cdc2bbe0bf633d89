//! What `show` and `plot` have in common: the one connection they are about.
//!
//! Duty: read the input, give the segments of the connection that was asked for, or of the only
//! one, to whoever draws it. Invariant: no more connections are kept than are listed. Absence: no
//! drawing.

use crate::colour::Palette;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, IsTerminal, Write};
use synfin::tcp::Observation;
use synfin::{Connection, Segment};
use synfin_picture::{Line, Tone};

/// Connections that are listed where one has to be chosen.
const LISTED: usize = 20;

/// Columns where standard output is no terminal.
const COLUMNS: usize = 100;

/// Gives every segment of the connection to `take`; then the connection, or `None` if one has to
/// be chosen first, in which case a list to choose from was written.
pub(super) fn follow(
    input: &InputArgs,
    out: &mut impl Write,
    mut take: impl FnMut(&Segment<'_>, &Observation),
) -> Result<(Outcome, Option<Connection>), Failure> {
    let chosen = input.choice()?;
    let mut candidates = Candidates::new(input.connection().or_else(|| chosen.only()));
    let outcome = input.follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, Some(seen)) => {
                if let (true, Some(segment)) = (candidates.see(seen.connection), packet.segment) {
                    take(segment, seen);
                }
            }
            Step::Packet(..) => {}
            Step::Over(connection) => candidates.end(*connection),
        }
        Ok(())
    })?;
    Ok((outcome, candidates.choose(out)?))
}

/// The connections that may be meant: those with a packet that passes the filter. Kept are only
/// the ones that would be listed, and the numbers of those that are open.
struct Candidates {
    wanted: Option<u64>,
    /// The first one seen, which is drawn if it stays the only one.
    first: Option<u64>,
    open: HashSet<u64>,
    over: u64,
    /// Is the wanted one there, without a packet that passes?
    is_filtered: bool,
    kept: BTreeMap<u64, Connection>,
}

impl Candidates {
    fn new(wanted: Option<u64>) -> Self {
        Self {
            wanted,
            first: None,
            open: HashSet::new(),
            over: 0,
            is_filtered: false,
            kept: BTreeMap::new(),
        }
    }

    /// Takes a connection's packet; is the connection one to draw?
    fn see(&mut self, id: u64) -> bool {
        self.open.insert(id);
        let first = *self.first.get_or_insert(id);
        id == self.wanted.unwrap_or(first)
    }

    /// Takes a connection that is over.
    fn end(&mut self, connection: Connection) {
        let id = connection.id();
        if !self.open.remove(&id) {
            self.is_filtered |= self.wanted == Some(id);
            return;
        }
        self.over += 1;
        if self.wanted.is_none_or(|wanted| wanted == id) {
            self.kept.insert(id, connection);
        }
        if self.kept.len() > LISTED {
            self.kept.pop_last();
        }
    }

    /// The connection asked for, or the only one; else a list is written.
    fn choose(mut self, out: &mut impl Write) -> Result<Option<Connection>, Failure> {
        match self.wanted {
            None if self.over == 0 => writeln!(out, "There is no TCP connection.")?,
            None if self.over > 1 => self.list(out)?,
            Some(id) if self.is_filtered => {
                return Err(Failure::usage(format!(
                    "no packet of connection {id} passes the filter"
                )));
            }
            Some(id) if self.kept.is_empty() => {
                return Err(Failure::usage(format!(
                    "there is no connection {id}; `synfin connections` lists them"
                )));
            }
            _ => return Ok(self.kept.pop_first().map(|(_, connection)| connection)),
        }
        Ok(None)
    }

    /// The connections to choose from.
    fn list(&self, out: &mut impl Write) -> Result<(), Failure> {
        let count = self.over;
        writeln!(
            out,
            "There are {count} connections; choose one with -C N:\n"
        )?;
        for connection in self.kept.values() {
            writeln!(out, "  {connection}")?;
        }
        let more = count.saturating_sub(LISTED as u64);
        if more > 0 {
            writeln!(out, "  ... and {more} more: see `synfin connections`")?;
        }
        Ok(())
    }
}

/// The terminal's width, or a fixed one.
pub(super) fn columns() -> usize {
    let terminal = io::stdout().is_terminal();
    let size = terminal.then(terminal_size::terminal_size).flatten();
    size.map_or(COLUMNS, |(width, _)| width.0.into())
}

/// Writes a line in the palette's colours.
pub(super) fn write_line(
    out: &mut impl Write,
    line: &Line,
    palette: &Palette,
) -> Result<(), Failure> {
    if palette.reset.is_empty() {
        writeln!(out, "{}", line.text())?;
        return Ok(());
    }
    let mut last = Tone::Plain;
    for (tone, text) in line.pieces() {
        if tone != last {
            write!(out, "{}{}", palette.reset, colour(palette, tone))?;
        }
        out.write_all(text.as_bytes())?;
        last = tone;
    }
    writeln!(out, "{}", palette.reset)?;
    Ok(())
}

fn colour(palette: &Palette, tone: Tone) -> &str {
    match tone {
        Tone::Plain => "",
        Tone::Faint => &palette.faint,
        Tone::Client => &palette.client,
        Tone::Server => &palette.server,
        Tone::Handshake => &palette.opening,
        Tone::Teardown => &palette.closing,
        Tone::Trouble => &palette.trouble,
        Tone::Heading => &palette.state,
    }
}
