//! The `synfin` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    synfin_cli::run(std::env::args_os(), std::io::stdout())
}
