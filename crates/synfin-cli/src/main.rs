//! The `synfin` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    synfin_cli::heed_interrupts();
    synfin_cli::run(std::env::args_os(), std::io::stdout())
}
