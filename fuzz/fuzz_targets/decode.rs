//! See `synfin_fuzz`, where target `decode` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::decode::run(octets));
