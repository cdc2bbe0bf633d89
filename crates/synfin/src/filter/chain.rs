//! `protochain`: walking from header to header in search of a protocol.

/// Where a chain of headers begins and which protocol is looked for in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Chain {
    pub(crate) ip6: bool,
    /// Octet where the IP header begins.
    pub(crate) header_at: u32,
    pub(crate) wanted: u32,
}

const NO_NEXT_HEADER: u32 = 59;
const HOP_BY_HOP: u32 = 0;
const ROUTING: u32 = 43;
const FRAGMENT: u32 = 44;
const AUTHENTICATION: u32 = 51;
const DESTINATION: u32 = 60;

/// libpcap walks on for ever where an authentication header leads back to itself; here such a
/// frame is rejected. No honest chain is longer.
const MOST_HEADERS: usize = 10_000;

impl Chain {
    /// The protocol at the chain's end, or the one wanted as soon as it is met. `octet` reads an
    /// octet at an offset behind a place.
    pub(crate) fn walk(self, octet: impl Fn(u32, u32) -> Option<u32>) -> Option<u32> {
        let start = self.header_at;
        let (mut protocol, mut behind) = if self.ip6 {
            (octet(0, start.wrapping_add(6))?, 40)
        } else {
            let protocol = octet(0, start.wrapping_add(9))?;
            (protocol, (octet(0, start)? & 0x0f) * 4)
        };
        for _ in 0..MOST_HEADERS {
            if protocol == self.wanted || protocol == NO_NEXT_HEADER {
                return Some(protocol);
            }
            match protocol {
                HOP_BY_HOP | DESTINATION | ROUTING | FRAGMENT if self.ip6 => {
                    protocol = octet(behind, start)?;
                    let length = octet(behind, start.wrapping_add(1))?;
                    behind += (length + 1) * 8;
                }
                AUTHENTICATION => {
                    protocol = octet(behind, start)?;
                    let length = octet(behind.wrapping_add(1), start)?;
                    // libpcap forgets to add where the header began, so this counts from the start.
                    behind = (length + 2) * 4;
                }
                _ => return Some(protocol),
            }
        }
        None
    }
}
