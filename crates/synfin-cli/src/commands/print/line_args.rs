//! tcpdump's own options, and the [`LineOptions`] they make.
//!
//! Duty: what was typed, checked against each other. Invariant: letters mean what they mean in
//! tcpdump, bundled or not. Absence: no option that tcpdump does not have.

use crate::failure::Failure;
use clap::{ArgAction, Args};
use synfin_line::{Dump, DumpStyle, LineOptions, Precision, TimeStyle};

/// The options that say how a line looks, named as in tcpdump.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of tcpdump")]
pub(crate) struct LineArgs {
    /// Numbers for hosts, ports and vendors (-nn is the same)
    #[arg(short = 'n', action = ArgAction::Count)]
    numeric: u8,

    /// Cut host names at their first dot
    #[arg(short = 'N')]
    short_names: bool,

    /// Time stamps: -t none, -tt seconds since 1970, -ttt since the previous packet, -tttt with
    /// the date, -ttttt since the first packet
    #[arg(short = 't', action = ArgAction::Count)]
    time: u8,

    /// More of the IP and TCP headers; -vv still more
    #[arg(short = 'v', action = ArgAction::Count)]
    verbose: u8,

    /// Less of the protocol
    #[arg(short = 'q', action = ArgAction::Count)]
    quick: u8,

    /// Print the link-layer header
    #[arg(short = 'e')]
    link_header: bool,

    /// Absolute sequence numbers instead of relative ones
    #[arg(short = 'S', alias = "absolute-tcp-sequence-numbers")]
    absolute_seq: bool,

    /// Number the packets
    #[arg(short = '#', long = "number")]
    number: bool,

    /// Do not verify checksums
    #[arg(short = 'K', alias = "dont-verify-checksums")]
    skip_checksums: bool,

    /// With -v, no line break behind the IP header
    #[arg(short = 'g', alias = "ip-oneline")]
    one_line: bool,

    /// Dump each packet in hexadecimal; -xx with its link-layer header
    #[arg(short = 'x', action = ArgAction::Count)]
    hex: u8,

    /// Dump each packet in hexadecimal and ASCII; -XX with its link-layer header
    #[arg(short = 'X', action = ArgAction::Count)]
    hex_ascii: u8,

    /// Dump each packet in ASCII; -AA with its link-layer header
    #[arg(short = 'A', action = ArgAction::Count)]
    ascii: u8,

    /// Nine digits of the second's fraction
    #[arg(long, overrides_with_all = ["micro", "time_stamp_precision"])]
    nano: bool,

    /// Six digits of the second's fraction, as without it
    #[arg(long, overrides_with_all = ["nano", "time_stamp_precision"])]
    micro: bool,

    /// The same as --nano or --micro
    #[arg(long, value_name = "micro|nano", value_parser = precision,
          hide_short_help = true, overrides_with_all = ["nano", "micro"])]
    time_stamp_precision: Option<Precision>,

    /// Snapshot length: how much of a live capture tcpdump keeps, and nothing of a file
    #[arg(short = 's', alias = "snapshot-length", hide = true)]
    _snapshot_length: Option<u32>,

    /// No promiscuous mode, no optimiser, packets written at once: of no effect on a file
    #[arg(short = 'p', short_aliases = ['O', 'U'], hide = true)]
    _capturing: bool,
}

impl LineArgs {
    /// The options of the line, or what contradicts itself in them.
    pub(crate) fn line_options(&self) -> Result<LineOptions, Failure> {
        Ok(LineOptions {
            time_style: self.time_style()?,
            precision: self.precision(),
            verbosity: self.verbose,
            quiet: self.quick,
            link_header: self.link_header,
            absolute_seq: self.absolute_seq,
            numeric: self.numeric(),
            short_names: self.short_names,
            packet_number: self.number,
            skip_checksums: self.skip_checksums,
            one_line: self.one_line,
            dump: self.dump()?,
        })
    }

    /// Are names unwanted?
    pub(crate) const fn numeric(&self) -> bool {
        self.numeric > 0
    }

    fn time_style(&self) -> Result<TimeStyle, Failure> {
        Ok(match self.time {
            0 => TimeStyle::TimeOfDay,
            1 => TimeStyle::None,
            2 => TimeStyle::Epoch,
            3 => TimeStyle::SincePrevious,
            4 => TimeStyle::DateTime,
            5 => TimeStyle::SinceFirst,
            _ => {
                return Err(Failure::usage(
                    "only -t, -tt, -ttt, -tttt and -ttttt are supported",
                ));
            }
        })
    }

    fn precision(&self) -> Precision {
        let nano = if self.nano {
            Precision::Nano
        } else {
            Precision::Micro
        };
        self.time_stamp_precision.unwrap_or(nano)
    }

    fn dump(&self) -> Result<Option<Dump>, Failure> {
        let given = [
            (DumpStyle::Hex, self.hex),
            (DumpStyle::HexAscii, self.hex_ascii),
            (DumpStyle::Ascii, self.ascii),
        ];
        let mut given = given.into_iter().filter(|(_, times)| *times > 0);
        let dump = given.next().map(|(style, times)| Dump {
            style,
            link_header: times > 1,
        });
        match given.next() {
            None => Ok(dump),
            Some(_) => Err(Failure::usage(
                "-x, -X and -A exclude each other: choose one form of dump",
            )),
        }
    }
}

/// tcpdump takes any word that begins so.
fn precision(word: &str) -> Result<Precision, String> {
    if word.starts_with("nano") {
        Ok(Precision::Nano)
    } else if word.starts_with("micro") {
        Ok(Precision::Micro)
    } else {
        Err("it must be micro or nano".into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Dump, DumpStyle, LineArgs, LineOptions, Precision, TimeStyle};
    use clap::Parser;

    #[derive(Parser)]
    #[command(args_override_self = true)]
    struct Typed {
        #[command(flatten)]
        line: LineArgs,
    }

    fn options(words: &str) -> Result<LineOptions, String> {
        Typed::try_parse_from(format!("synfin {words}").split_whitespace())
            .map_err(|error| error.to_string())?
            .line
            .line_options()
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn letters_count_and_bundle() {
        let some = options("-nnvvqeSNK#g").unwrap();
        assert!(some.numeric && some.link_header && some.absolute_seq && some.short_names);
        assert!(some.skip_checksums && some.packet_number && some.one_line);
        assert_eq!((some.verbosity, some.quiet), (2, 1));
        assert!(!options("").unwrap().numeric);
    }

    #[test]
    fn letters_for_capturing_are_taken_and_change_nothing() {
        let same = |words| format!("{:?}", options(words).unwrap());
        assert_eq!(same("-pOUs0"), same(""));
        assert_eq!(same("-nnvvs 65535"), same("-nnvv"));
    }

    #[test]
    fn t_is_counted_up_to_five() {
        let style = |words| options(words).map(|options| options.time_style);
        assert_eq!(style(""), Ok(TimeStyle::TimeOfDay));
        assert_eq!(style("-t"), Ok(TimeStyle::None));
        assert_eq!(style("-tt"), Ok(TimeStyle::Epoch));
        assert_eq!(style("-ttt"), Ok(TimeStyle::SincePrevious));
        assert_eq!(style("-ttt -t"), Ok(TimeStyle::DateTime));
        assert_eq!(style("-ttttt"), Ok(TimeStyle::SinceFirst));
        assert!(style("-tttttt").unwrap_err().starts_with("only -t, -tt"));
    }

    #[test]
    fn the_last_precision_wins() {
        let precision = |words| options(words).map(|options| options.precision);
        assert_eq!(precision("--nano"), Ok(Precision::Nano));
        assert_eq!(precision("--nano --micro"), Ok(Precision::Micro));
        assert_eq!(
            precision("--micro --time-stamp-precision=nano"),
            Ok(Precision::Nano)
        );
        assert_eq!(
            precision("--time-stamp-precision nano --micro"),
            Ok(Precision::Micro)
        );
        assert!(precision("--time-stamp-precision=pico").is_err());
    }

    #[test]
    fn one_form_of_dump_at_a_time() {
        let dump = |words| options(words).map(|options| options.dump);
        let hex = |link_header| Dump {
            style: DumpStyle::Hex,
            link_header,
        };
        assert_eq!(dump("-x"), Ok(Some(hex(false))));
        assert_eq!(dump("-xx"), Ok(Some(hex(true))));
        assert_eq!(dump("-AA").unwrap().unwrap().style, DumpStyle::Ascii);
        assert!(dump("-xX").is_err());
        assert!(dump("-A -x").is_err());
    }
}
