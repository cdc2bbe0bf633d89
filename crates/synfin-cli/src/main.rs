//! The `synfin` command.

use std::io::{self, Write};
use std::process::ExitCode;

/// Connections come and go in any order, with parts of several sizes: of hundreds of thousands the
/// system's allocator takes a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    synfin_cli::heed_interrupts();
    synfin_cli::run(std::env::args_os(), standard_output())
}

/// Standard output as the system has it. The command gathers what it prints by itself; the standard
/// library's own buffer would cut each piece at its last line, and write that apart.
fn standard_output() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        if let Ok(unbuffered) = io::stdout().as_fd().try_clone_to_owned() {
            return Box::new(std::fs::File::from(unbuffered));
        }
    }
    Box::new(io::stdout())
}
