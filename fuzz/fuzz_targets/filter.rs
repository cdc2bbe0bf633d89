//! See `synfin_fuzz`, where target `filter` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::filter::run(octets));
