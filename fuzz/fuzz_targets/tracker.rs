//! See `synfin_fuzz`, where target `tracker` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::tracker::run(octets));
