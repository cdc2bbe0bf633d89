//! Time and sequence: what each direction sent, what came back, and what lay between.
//!
//! Duty: the samples of one connection, and the charts made of them. Invariant: memory is bounded
//! by [`MAX_POINTS`] a series. Absence: no drawing; `svg` and `terminal` draw charts and know
//! nothing of TCP.

mod axis;
mod charts;
mod curve;
mod rate;
mod samples;
mod svg;
mod terminal;

pub use charts::{Chart, Series, Unit};
pub use curve::{Point, Shape};
pub use samples::{Letter, MAX_POINTS, Samples};
pub use svg::svg;
pub use terminal::terminal;
