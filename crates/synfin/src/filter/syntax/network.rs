//! IPv4 and IPv6 networks: an address with a prefix or a mask.

use super::address;
use super::cursor::Parser;
use super::token::{Keyword, Operator, Token};
use super::tree::Id;
use crate::filter::FilterError;

impl Parser<'_> {
    /// What follows an IPv4 address: `/8`, `mask 255.0.0.0`, or nothing.
    pub(super) fn network(&mut self, value: u32, bits: u32) -> Result<Id, FilterError> {
        let at = self.here();
        let left_aligned = value << (32 - bits);
        let mask = match self.peek() {
            Token::Arithmetic(Operator::Divide) => {
                self.advance();
                match self.number("the length of a prefix, as in 10.0.0.0/8")? {
                    0 => 0,
                    prefix @ 1..=32 => u32::MAX << (32 - prefix),
                    _ => return Err(FilterError::new(at, "an IPv4 prefix has at most 32 bits")),
                }
            }
            Token::Keyword(Keyword::Mask) => {
                self.advance();
                let mask_at = self.here();
                let Token::Dotted(text) = self.peek() else {
                    return Err(self.unexpected().hint("as in: net 10.0.0.0 mask 255.0.0.0"));
                };
                let (mask, mask_bits) = dotted(text, mask_at)?;
                self.advance();
                mask << (32 - mask_bits)
            }
            _ => return Ok(Id::Dotted { value, bits }),
        };
        if left_aligned & !mask != 0 {
            return Err(
                FilterError::new(at, "the address has bits set behind its prefix").hint(format!(
                    "the network is {}",
                    std::net::Ipv4Addr::from(left_aligned & mask)
                )),
            );
        }
        Ok(Id::Network {
            value: left_aligned,
            mask,
        })
    }

    /// What follows an IPv6 address: `/32` or nothing.
    pub(super) fn network6(&mut self, address: u128) -> Result<Id, FilterError> {
        let at = self.here();
        if self.peek() != Token::Arithmetic(Operator::Divide) {
            return Ok(Id::Ip6 {
                address,
                prefix: 128,
            });
        }
        self.advance();
        let prefix = self.number("the length of a prefix, as in 2001:db8::/32")?;
        let mask = match prefix {
            0 => 0,
            1..=128 => u128::MAX << (128 - prefix),
            _ => return Err(FilterError::new(at, "an IPv6 prefix has at most 128 bits")),
        };
        if address & !mask != 0 {
            return Err(
                FilterError::new(at, "the address has bits set behind its prefix").hint(format!(
                    "the network is {}",
                    std::net::Ipv6Addr::from(address & mask)
                )),
            );
        }
        Ok(Id::Ip6 { address, prefix })
    }
}

/// The octets of an IPv4 address or the beginning of one, and how many bits they make up.
pub(super) fn dotted(text: &str, at: usize) -> Result<(u32, u32), FilterError> {
    address::dotted(text).ok_or_else(|| {
        FilterError::new(at, "this is no IPv4 address")
            .hint("an IPv4 address or network has up to four numbers from 0 to 255")
    })
}
