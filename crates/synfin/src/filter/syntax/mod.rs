//! From text to a tree: tokens, grammar, and the tree itself.
//!
//! Invariant: what pcap-filter(7) lets a reader leave out (the qualifiers of the second `80` in
//! `tcp port 22 or 80`) is written out in the tree. Absence: nothing here knows a link layer.

pub(super) mod address;
mod arithmetic;
mod cursor;
mod lexer;
mod network;
mod parser;
mod primitive;
mod spelling;
pub(super) mod token;
pub(super) mod tree;
mod wlan;

pub(super) use parser::parse;
pub(super) use spelling::nearest_word;
