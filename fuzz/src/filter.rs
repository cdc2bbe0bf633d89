//! Filter expressions.
//!
//! The promise: a refused expression says where; a filter gives each frame the same answer each
//! time, and the same as expressions that mean the same.

use crate::frames;
use synfin::{Filter, Frame, LinkType};

/// Qualifiers after which offsets in the rest of the expression mean something else, so that
/// saying a thing twice does not mean it once.
const SHIFTING: [&str; 5] = ["vlan", "mpls", "pppoes", "geneve", "vxlan"];

/// Compiles the expression before the first octet 0, and tests the frames behind it.
pub fn run(octets: &[u8]) {
    let end = octets.iter().position(|octet| *octet == 0);
    let (text, rest) = octets.split_at(end.unwrap_or(octets.len()));
    let text = String::from_utf8_lossy(text);
    let rest = rest.get(1..).unwrap_or_default();
    let frames = frames::of(rest);
    let link_type = frames
        .first()
        .map_or(LinkType::ETHERNET, |first| first.link_type);
    let Some(filter) = compile(&text, link_type) else {
        return;
    };
    let answers = answers(&filter, &frames);
    let mut same = vec![format!("({text})"), format!("not not ({text})")];
    if !SHIFTING.iter().any(|word| text.contains(word)) {
        same.push(format!("({text}) or ({text})"));
        same.push(format!("({text}) and ({text})"));
        let never = format!("({text}) and not ({text})");
        if let Some(never) = compile(&never, link_type) {
            assert!(!frames.iter().any(|frame| never.matches(frame)), "{text}");
        }
    }
    for same in same.iter().filter(|_| !text.trim().is_empty()) {
        // What is refused as selecting nothing may be so only when it is said twice.
        if let Some(filter) = compile(same, link_type) {
            assert_eq!(self::answers(&filter, &frames), answers, "{same}");
        }
    }
}

fn compile(text: &str, link_type: LinkType) -> Option<Filter> {
    match Filter::compile(text, link_type) {
        Ok(filter) => Some(filter),
        Err(error) => {
            assert!(error.offset <= text.len(), "{error}");
            assert!(!error.in_expression(text).to_string().is_empty());
            None
        }
    }
}

fn answers(filter: &Filter, frames: &[Frame<'_>]) -> Vec<bool> {
    frames.iter().map(|frame| filter.matches(frame)).collect()
}
