//! What all connections of a capture add up to, as a person reads it.
//!
//! Invariant: `stats` and `report` show the same figures because they are written here. Absence:
//! no layout.

use super::talkers::Talk;
use super::totals::Totals;
use std::collections::BTreeMap;
use std::net::IpAddr;
use synfin_picture::Language;
use synfin_picture::words::Label;

/// The percentiles that are told.
const PERCENTS: [u64; 3] = [50, 90, 99];

/// The figures of a capture.
pub(crate) struct Figures {
    totals: Totals,
    /// Handshakes' times, nanoseconds, of [`PERCENTS`].
    times: [Option<u64>; 3],
    /// The addresses that sent most.
    pub(crate) talkers: Vec<(IpAddr, Talk)>,
    /// How much of each may be missing.
    missing: Talk,
}

/// One figure, or several of a kind.
pub(crate) struct Figure {
    /// What it is.
    pub(crate) label: Label,
    /// Does it divide the one before?
    pub(crate) is_part: bool,
    /// The figures.
    pub(crate) values: Vec<String>,
}

impl Totals {
    /// The figures.
    pub(crate) fn figures(mut self) -> Figures {
        let (talkers, missing) = std::mem::take(&mut self.talkers).listed();
        Figures {
            times: self.handshakes.percentiles(PERCENTS),
            talkers,
            missing,
            totals: self,
        }
    }
}

impl Figures {
    /// All of them, in order.
    pub(crate) fn rows(&self, language: Language) -> Vec<Figure> {
        let totals = &self.totals;
        let count = |label: Label, count: u64| label.with(language, &[("count", &count)]);
        let others = totals.last_frame.saturating_sub(totals.packets);
        let row = |label, values: Vec<String>| Figure {
            label,
            is_part: matches!(label, Label::ByOpening | Label::ByClosing),
            values,
        };
        vec![
            row(
                Label::Packets,
                vec![
                    count(Label::WithTcp, totals.packets),
                    count(Label::Others, others),
                    count(Label::Unread, totals.unread),
                ],
            ),
            row(Label::AllOfThem, vec![totals.connections.to_string()]),
            row(Label::ByOpening, vec![counts(&totals.openings)]),
            row(Label::ByClosing, vec![counts(&totals.closings)]),
            row(Label::Resets, vec![self.resets(language)]),
            row(Label::PayloadOctets, vec![totals.bytes.to_string()]),
            row(Label::Retransmitted, vec![self.retransmitted(language)]),
            row(
                Label::NotCaptured,
                vec![count(Label::SequenceNumbers, totals.missing)],
            ),
            row(Label::HandshakeTimes, vec![self.handshakes(language)]),
        ]
    }

    /// What there is to say about the addresses that sent most, where not all were kept.
    pub(crate) fn talkers_remark(&self, language: Language) -> Option<String> {
        let Talk {
            octets,
            connections,
        } = self.missing;
        let blanks: [(_, &dyn std::fmt::Display); 2] =
            [("octets", &octets), ("connections", &connections)];
        (self.missing != Talk::default()).then(|| Label::TalkersForgotten.with(language, &blanks))
    }

    fn resets(&self, language: Language) -> String {
        let [client, server] = &self.totals.resets;
        Label::ResetsBy.with(language, &[("client", client), ("server", server)])
    }

    fn retransmitted(&self, language: Language) -> String {
        let (count, all) = (self.totals.retransmitted, self.totals.segments);
        Label::OfSegments.with(
            language,
            &[
                ("count", &count),
                ("all", &all),
                ("share", &percent(count, all)),
            ],
        )
    }

    fn handshakes(&self, language: Language) -> String {
        let [median, high, highest] = self.times.map(milliseconds);
        let label = if self.totals.handshakes.is_exact() {
            Label::Percentiles
        } else {
            Label::NearPercentiles
        };
        label.with(
            language,
            &[
                ("median", &median),
                ("high", &high),
                ("highest", &highest),
                ("count", &self.totals.handshakes.len()),
            ],
        )
    }
}

/// `fin 12, reset 3`.
fn counts(counts: &BTreeMap<&'static str, u64>) -> String {
    let words = counts.iter().map(|(word, count)| format!("{word} {count}"));
    words.collect::<Vec<_>>().join(", ")
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

/// Nanoseconds in milliseconds.
fn milliseconds(nanos: Option<u64>) -> String {
    nanos.map_or_else(
        || "-".to_owned(),
        |nanos| format!("{}.{:03} ms", nanos / 1_000_000, nanos / 1000 % 1000),
    )
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, percent};

    #[test]
    fn shares_and_times() {
        assert_eq!(
            (percent(1, 3), percent(0, 0)),
            ("33.33 %".into(), "-".into())
        );
        assert_eq!(milliseconds(Some(50_000_000)), "50.000 ms");
        assert_eq!(milliseconds(Some(999)), "0.000 ms");
        assert_eq!(milliseconds(None), "-");
    }
}
