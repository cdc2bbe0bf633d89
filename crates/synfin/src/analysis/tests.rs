//! Each rule and each count on a small dialogue written by hand.

mod both_ways;
mod counts;
mod dialogue;
mod evidence;
mod rules;
mod times;
mod views;
