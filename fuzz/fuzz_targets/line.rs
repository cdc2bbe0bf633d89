//! See `synfin_fuzz`, where target `line` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::line::run(octets));
