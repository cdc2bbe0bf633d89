//! See `synfin_fuzz`, where target `where_query` is told of.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| synfin_fuzz::where_query::run(octets));
