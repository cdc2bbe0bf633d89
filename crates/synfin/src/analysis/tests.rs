//! Each rule and each count on a small dialogue written by hand.

mod counts;
mod dialogue;
mod evidence;
mod rules;
mod times;
mod views;
