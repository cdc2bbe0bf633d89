//! See `synfin_fuzz`, where target `options` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::options::run(octets));
