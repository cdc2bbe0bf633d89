//! TCP options.
//!
//! The promise: reading them ends, and what asks for one of them agrees with the list of all.

use synfin::{TcpOption, TcpOptions};

/// Reads options; the first octet tells whether they were cut.
pub fn run(octets: &[u8]) {
    let Some((cut, octets)) = octets.split_first() else {
        return;
    };
    let options = TcpOptions::new(octets, cut & 1 == 1);
    let all: Vec<TcpOption<'_>> = options.iter().collect();
    assert!(all.len() <= octets.len());
    assert_eq!(options.as_bytes(), octets);
    assert_eq!(options.is_cut(), cut & 1 == 1);
    let ends = |option: &TcpOption<'_>| matches!(option, TcpOption::Malformed { .. });
    let ended = all.iter().position(ends).unwrap_or(all.len());
    assert!(ended + 1 >= all.len(), "something behind what is malformed");
    assert_eq!(
        options.mss(),
        first(&all, |option| match option {
            TcpOption::MaximumSegmentSize(size) => Some(size),
            _ => None,
        })
    );
    assert_eq!(
        options.window_scale(),
        first(&all, |option| match option {
            TcpOption::WindowScale(shift) => Some(shift),
            _ => None,
        })
    );
    assert_eq!(
        options.timestamps(),
        first(&all, |option| match option {
            TcpOption::Timestamps { value, echo_reply } => Some((value, echo_reply)),
            _ => None,
        })
    );
    assert_eq!(
        options.sack_permitted(),
        all.contains(&TcpOption::SackPermitted)
    );
    let blocks = first(&all, |option| match option {
        TcpOption::Sack(blocks) => Some(blocks),
        _ => None,
    });
    assert_eq!(options.sack_blocks(), blocks.unwrap_or_default());
    assert!(options.sack_blocks().count() <= octets.len() / 8);
}

fn first<'a, T>(all: &[TcpOption<'a>], find: impl Fn(TcpOption<'a>) -> Option<T>) -> Option<T> {
    all.iter().copied().find_map(find)
}
