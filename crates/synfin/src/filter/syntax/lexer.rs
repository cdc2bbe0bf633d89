//! From the expression's text to its tokens.
//!
//! Duty: pcap-filter(7)'s rule that the longest reading wins, and that among equally long readings
//! an address wins over a number and a number over a name. Invariant: every token knows the octet
//! it begins at. Absence: no grammar.

use super::address;
use super::token::{Operator, Token, reserved};
use crate::filter::FilterError;

/// A token and the octet of the expression it begins at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme<'a> {
    pub(crate) token: Token<'a>,
    /// Octets from the expression's start.
    pub(crate) at: usize,
}

/// Splits an expression into tokens; the last one is [`Token::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<Lexeme<'_>>, FilterError> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        at += blank;
        let rest = rest.get(blank..).unwrap_or_default();
        if rest.is_empty() {
            let token = Token::End;
            lexemes.push(Lexeme { token, at });
            return Ok(lexemes);
        }
        let (token, len) = next(rest, at)?;
        lexemes.push(Lexeme { token, at });
        at += len;
    }
}

/// The longest token at the beginning of `rest`, and its length in octets.
fn next(rest: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let word = word_len(rest);
    let ether = address::ether_len(rest);
    let number = address::number_len(rest);
    let dotted = address::dotted_len(rest);
    let ip6 = address::ip6_len(rest);
    let part = |len: usize| rest.get(..len).unwrap_or_default();
    let longest = [word, ether, number, dotted, ip6]
        .into_iter()
        .max()
        .unwrap_or(0);
    if longest == 0 {
        return sign(rest, at);
    }
    let broken = address::broken_ether_len(rest);
    if broken > longest {
        return Err(FilterError::new(at, "this is no link-layer address")
            .hint("a link-layer address has six hexadecimal octets, as in 00:1b:21:3c:4d:5e"));
    }
    if word == longest
        && let Some(token) = reserved(part(word))
    {
        return Ok((token, word));
    }
    let token = if ether == longest {
        Token::Ether(address::ether(part(ether)))
    } else if number == longest {
        Token::Number(address::number(part(number)).map_err(|message| {
            FilterError::new(at, message)
                .hint("numbers go up to 4294967295; 0x begins a hexadecimal and 0 an octal one")
        })?)
    } else if dotted == longest {
        Token::Dotted(part(dotted))
    } else if ip6 == longest {
        Token::Ip6(part(ip6))
    } else {
        Token::Name(part(word))
    };
    Ok((token, longest))
}

/// Octets of a name: letters, digits, and inside it also `-`, `_` and `.`.
fn word_len(rest: &str) -> usize {
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return 0;
    }
    let inside = |c: &u8| c.is_ascii_alphanumeric() || b"-_.".contains(c);
    let run = rest.bytes().take_while(inside).count();
    let run = rest.get(..run).unwrap_or_default();
    run.trim_end_matches(['-', '_']).len()
}

/// A token that does not begin with a letter or a digit.
fn sign(rest: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let two = match rest.get(..2) {
        Some("&&") => Some(Token::And),
        Some("||") => Some(Token::Or),
        Some(">=") => Some(Token::GreaterEqual),
        Some("<=") => Some(Token::LessEqual),
        Some("!=") => Some(Token::NotEqual),
        Some("==") => Some(Token::Equal),
        Some("<<") => Some(Token::Arithmetic(Operator::ShiftLeft)),
        Some(">>") => Some(Token::Arithmetic(Operator::ShiftRight)),
        _ => None,
    };
    if let Some(token) = two {
        return Ok((token, 2));
    }
    let mut characters = rest.chars();
    let token = match characters.next() {
        Some('+') => Token::Arithmetic(Operator::Add),
        Some('-') => Token::Arithmetic(Operator::Subtract),
        Some('*') => Token::Arithmetic(Operator::Multiply),
        Some('/') => Token::Arithmetic(Operator::Divide),
        Some('%') => Token::Arithmetic(Operator::Modulo),
        Some('&') => Token::Arithmetic(Operator::And),
        Some('|') => Token::Arithmetic(Operator::Or),
        Some('^') => Token::Arithmetic(Operator::Xor),
        Some(':') => Token::Colon,
        Some('[') => Token::OpenIndex,
        Some(']') => Token::CloseIndex,
        Some('!') => Token::Not,
        Some('<') => Token::Less,
        Some('>') => Token::Greater,
        Some('=') => Token::Equal,
        Some('(') => Token::Open,
        Some(')') => Token::Close,
        Some('$') => return arcnet(characters.as_str(), at),
        Some('\\') => return escaped(characters.as_str(), at),
        _ => {
            return Err(
                FilterError::new(at, "this character has no place in a filter")
                    .hint("names may have letters, digits, '-', '_' and '.' in them"),
            );
        }
    };
    Ok((token, 1))
}

/// `$12`: an ARCnet address.
fn arcnet(rest: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let len = address::hex_run(rest, 2);
    match u8::from_str_radix(rest.get(..len).unwrap_or_default(), 16) {
        Ok(address) => Ok((Token::Arcnet(address), len + 1)),
        Err(_) => Err(FilterError::new(at, "'$' begins an ARCnet address")
            .hint("one or two hexadecimal digits follow it, as in $2f")),
    }
}

/// `\tcp`: a word taken as a name although the language has it as a keyword.
fn escaped(rest: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let len = rest
        .find([' ', '!', '(', ')', '\n', '\t'])
        .unwrap_or(rest.len());
    match rest.get(..len) {
        Some(name) if !name.is_empty() => Ok((Token::Name(name), len + 1)),
        _ => {
            Err(FilterError::new(at, "a name must follow the backslash")
                .hint("as in: ip proto \\tcp"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::{Keyword as Word, Protocol as Proto};
    use super::*;

    fn kinds(text: &str) -> Vec<Token<'_>> {
        let lexemes = tokens(text).expect("tokens");
        lexemes.into_iter().map(|lexeme| lexeme.token).collect()
    }

    #[test]
    fn the_longest_reading_wins() {
        use Token::*;
        let minus = Arithmetic(Operator::Subtract);
        for (text, expected) in [
            ("tcp", vec![Protocol(Proto::Tcp)]),
            ("tcpx", vec![Name("tcpx")]),
            ("TCP", vec![Name("TCP")]),
            ("tcp-syn", vec![Number(2)]),
            ("es-is", vec![Protocol(Proto::Esis)]),
            ("6000-6008", vec![Name("6000-6008")]),
            ("6000 - 6008", vec![Number(6000), minus, Number(6008)]),
            ("a-", vec![Name("a"), minus]),
            ("10.1", vec![Dotted("10.1")]),
            ("10.1.2.3.4", vec![Name("10.1.2.3.4")]),
            ("1:2:3:4:5:6", vec![Ether([1, 2, 3, 4, 5, 6])]),
            ("1:2:3:4:5:6:7:8", vec![Ip6("1:2:3:4:5:6:7:8")]),
            ("fe80::1", vec![Ip6("fe80::1")]),
            ("::", vec![Ip6("::")]),
            ("::ffff:10.0.0.1", vec![Ip6("::ffff:10.0.0.1")]),
            ("2:2]", vec![Number(2), Colon, Number(2), CloseIndex]),
            ("0x10", vec![Number(16)]),
            ("010", vec![Number(8)]),
            ("0x", vec![Name("0x")]),
            (
                "001b.213c.4d5e",
                vec![Ether([0, 0x1b, 0x21, 0x3c, 0x4d, 0x5e])],
            ),
            (
                "123456789012",
                vec![Ether([0x12, 0x34, 0x56, 0x78, 0x90, 0x12])],
            ),
            ("\\tcp", vec![Name("tcp")]),
            ("$2f", vec![Arcnet(0x2f)]),
            ("!=!", vec![NotEqual, Not]),
            (
                "len<<1",
                vec![
                    Keyword(Word::Len),
                    Arithmetic(Operator::ShiftLeft),
                    Number(1),
                ],
            ),
        ] {
            let mut found = kinds(text);
            assert_eq!(found.pop(), Some(End));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused_where_it_stands() {
        for (text, at) in [
            ("tcp ; udp", 4),
            ("a \u{e9}", 2),
            ("1:2:3:", 0),
            ("len = 08", 6),
        ] {
            assert_eq!(tokens(text).expect_err(text).offset, at, "{text}");
        }
    }
}
