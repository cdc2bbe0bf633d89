//! See `synfin_fuzz`, where target `pcapng` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::capture::pcapng(octets));
