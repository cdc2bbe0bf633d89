//! Everything that is said, in Chinese.

pub(super) mod explanations;
pub(super) mod labels;
pub(super) mod phrases;

use crate::numbers::Units;

/// The units of time: one, and several.
pub(super) const UNITS: Units = [
    ("纳秒", "纳秒"),
    ("微秒", "微秒"),
    ("毫秒", "毫秒"),
    ("秒", "秒"),
    ("分钟", "分钟"),
    ("小时", "小时"),
];
