//! `synfin stats`: one screen on the whole capture.
//!
//! Duty: add up what the connections' facts say. Invariant: every count follows from the facts
//! that `synfin connections` prints. Absence: no fact of its own.

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::output::Output;
use clap::Args;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::net::IpAddr;
use synfin::tcp::Closing;
use synfin::{Connection, Side};

/// Hosts that are listed.
const TALKERS: usize = 10;

/// Options of `stats`.
#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the command.
pub(crate) fn run(args: &StatsArgs, mut out: Output) -> Result<Outcome, Failure> {
    let mut totals = Totals::default();
    let chosen = args.input.choice()?;
    let outcome = (args.input).follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, seen) => {
                totals.last_frame = packet.frame.number;
                totals.packets += 1;
                totals.unread += u64::from(seen.is_none());
            }
            Step::Over(connection) => totals.add(&connection),
        }
        Ok(())
    })?;
    totals.print(&mut out)?;
    out.flush()?;
    Ok(outcome)
}

/// What all connections add up to.
#[derive(Default)]
struct Totals {
    packets: u64,
    /// Packets that carry TCP, but no whole TCP header or not the end of a datagram.
    unread: u64,
    last_frame: u64,
    connections: u64,
    openings: BTreeMap<&'static str, u64>,
    closings: BTreeMap<&'static str, u64>,
    /// Connections reset by the client and by the server.
    resets: [u64; 2],
    segments: u64,
    bytes: u64,
    retransmitted: u64,
    missing: u64,
    handshakes: Vec<u64>,
    /// Octets sent and connections, by address.
    hosts: HashMap<IpAddr, (u64, u64)>,
}

impl Totals {
    fn add(&mut self, connection: &Connection) {
        self.connections += 1;
        *self
            .openings
            .entry(connection.opening().name())
            .or_default() += 1;
        *self
            .closings
            .entry(connection.closing().name())
            .or_default() += 1;
        let [by_client, by_server] = &mut self.resets;
        match (connection.closing(), connection.closed_by()) {
            (Closing::Reset, Some(Side::Client)) => *by_client += 1,
            (Closing::Reset, Some(Side::Server)) => *by_server += 1,
            _ => {}
        }
        for side in [Side::Client, Side::Server] {
            let sent = connection.sent(side);
            self.segments += sent.packets();
            self.bytes += sent.bytes();
            self.retransmitted += sent.trouble().retransmitted_packets;
            self.missing += sent.missing_bytes();
            let host = self.hosts.entry(connection.socket(side).ip()).or_default();
            host.0 += sent.bytes();
            host.1 += 1;
        }
        let traffic = connection.traffic();
        if let (Some(server), Some(client)) = (traffic.syn_ack_rtt(), traffic.ack_rtt()) {
            self.handshakes.push(server.saturating_add(client));
        }
    }

    fn print(mut self, out: &mut impl Write) -> Result<(), Failure> {
        let others = self.last_frame.saturating_sub(self.packets);
        writeln!(out, "packets          {} with TCP", self.packets)?;
        writeln!(
            out,
            "                 {others} others up to the last of them"
        )?;
        writeln!(
            out,
            "                 {} cut, or earlier fragments of a datagram",
            self.unread
        )?;
        writeln!(out, "connections      {}", self.connections)?;
        counts(out, "opening", &self.openings)?;
        counts(out, "closing", &self.closings)?;
        let [by_client, by_server] = self.resets;
        writeln!(
            out,
            "resets           {by_client} by the client, {by_server} by the server"
        )?;
        writeln!(out, "payload octets   {}", self.bytes)?;
        writeln!(
            out,
            "retransmitted    {} of {} segments ({})",
            self.retransmitted,
            self.segments,
            percent(self.retransmitted, self.segments)
        )?;
        writeln!(out, "not captured     {} sequence numbers", self.missing)?;
        self.handshakes.sort_unstable();
        let at = |percent| percentile(&self.handshakes, percent);
        writeln!(
            out,
            "handshake times  50 %: {}, 90 %: {}, 99 %: {} ({} handshakes)",
            at(50),
            at(90),
            at(99),
            self.handshakes.len()
        )?;
        talkers(out, self.hosts)
    }
}

fn counts(
    out: &mut impl Write,
    title: &str,
    counts: &BTreeMap<&'static str, u64>,
) -> Result<(), Failure> {
    let words = counts.iter().map(|(word, count)| format!("{word} {count}"));
    let words: Vec<_> = words.collect();
    writeln!(out, "  by {title:<13}{}", words.join(", "))?;
    Ok(())
}

fn talkers(out: &mut impl Write, hosts: HashMap<IpAddr, (u64, u64)>) -> Result<(), Failure> {
    let mut hosts: Vec<_> = hosts.into_iter().collect();
    hosts.sort_unstable_by_key(|(address, (bytes, _))| (std::cmp::Reverse(*bytes), *address));
    writeln!(out, "top talkers      octets sent, connections")?;
    for (address, (bytes, connections)) in hosts.into_iter().take(TALKERS) {
        writeln!(out, "  {address:<39} {bytes:>14} {connections:>9}")?;
    }
    Ok(())
}

/// A share in hundredths of a percent.
fn percent(part: u64, whole: u64) -> String {
    match u128::from(part) * 10_000 {
        share if whole > 0 => {
            let share = share / u128::from(whole);
            format!("{}.{:02} %", share / 100, share % 100)
        }
        _ => "-".to_owned(),
    }
}

/// The value that so many percent of the sorted values do not exceed, in milliseconds.
fn percentile(sorted: &[u64], percent: usize) -> String {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).map_or_else(
        || "-".to_owned(),
        |nanos| format!("{}.{:03} ms", nanos / 1_000_000, nanos / 1000 % 1000),
    )
}

#[cfg(test)]
mod tests {
    use super::{percent, percentile};

    #[test]
    fn shares_and_ranks() {
        assert_eq!(
            (percent(1, 3), percent(0, 0)),
            ("33.33 %".into(), "-".into())
        );
        let values: Vec<u64> = (1..=100).map(|value| value * 1_000_000).collect();
        assert_eq!(percentile(&values, 50), "50.000 ms");
        assert_eq!(percentile(&values, 99), "99.000 ms");
        assert_eq!(percentile(&values[..1], 99), "1.000 ms");
        assert_eq!(percentile(&[], 50), "-");
    }
}
