//! What `show` and `plot` have in common: the one connection they are about.
//!
//! Duty: read the input, give the segments of the connection that was asked for, or of the only
//! one, to whoever draws it. Absence: no drawing.

use crate::colour::Palette;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
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
    let wanted = input.connection().or_else(|| chosen.only());
    let mut connections = Vec::new();
    let outcome = input.follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, Some(seen)) if seen.connection == wanted.unwrap_or(1) => {
                if let Some(segment) = packet.segment {
                    take(segment, seen);
                }
            }
            Step::Packet(..) => {}
            Step::Over(connection) => connections.push(*connection),
        }
        Ok(())
    })?;
    connections.sort_by_key(Connection::id);
    Ok((outcome, choose(wanted, connections, out)?))
}

/// The connection asked for, or the only one.
fn choose(
    wanted: Option<u64>,
    mut all: Vec<Connection>,
    out: &mut impl Write,
) -> Result<Option<Connection>, Failure> {
    let count = all.len();
    match wanted {
        None if count == 1 => Ok(all.pop()),
        None if count == 0 => {
            writeln!(out, "There is no TCP connection.")?;
            Ok(None)
        }
        None => {
            list(out, &all)?;
            Ok(None)
        }
        Some(id) => match all.into_iter().find(|connection| connection.id() == id) {
            Some(connection) => Ok(Some(connection)),
            None => Err(Failure::usage(format!(
                "there is no connection {id}; `synfin connections` lists them"
            ))),
        },
    }
}

/// The connections to choose from.
fn list(out: &mut impl Write, connections: &[Connection]) -> Result<(), Failure> {
    let count = connections.len();
    writeln!(
        out,
        "There are {count} connections; choose one with -C N:\n"
    )?;
    for connection in connections.iter().take(LISTED) {
        writeln!(out, "  {connection}")?;
    }
    if count > LISTED {
        let more = count - LISTED;
        writeln!(out, "  ... and {more} more: see `synfin connections`")?;
    }
    Ok(())
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
