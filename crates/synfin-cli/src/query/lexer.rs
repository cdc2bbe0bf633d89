//! From an expression's text to its tokens.

use super::Comparison;
use super::error::Misread;
use std::ops::Range;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a number with its unit, an address, a time: what it is, its place tells.
    Word(String),
    /// A text in quotation marks.
    Quoted(String),
    /// A comparison.
    Comparison(Comparison),
    And,
    Or,
    Not,
    In,
    Open,
    Close,
    Comma,
}

/// A token and the octets it was read from.
pub(super) type Placed = (Token, Range<usize>);

/// The tokens of an expression.
pub(super) fn tokens(expression: &str) -> Result<Vec<Placed>, Misread> {
    let mut tokens = Vec::new();
    let mut rest = expression;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(tokens);
        }
        let start = expression.len() - rest.len();
        let (token, len) = first(rest).map_err(|message| {
            let letter = rest.chars().next().map_or(1, char::len_utf8);
            Misread::new(message, start..start + letter)
        })?;
        tokens.push((token, start..start + len));
        rest = rest.get(len..).unwrap_or_default();
    }
}

/// Signs, the longer ones first.
const SIGNS: [(&str, Token); 17] = [
    ("==", Token::Comparison(Comparison::Equal)),
    ("!=", Token::Comparison(Comparison::NotEqual)),
    ("<=", Token::Comparison(Comparison::LessOrEqual)),
    (">=", Token::Comparison(Comparison::GreaterOrEqual)),
    ("&&", Token::And),
    ("||", Token::Or),
    ("=", Token::Comparison(Comparison::Equal)),
    ("<", Token::Comparison(Comparison::Less)),
    (">", Token::Comparison(Comparison::Greater)),
    ("!", Token::Not),
    ("(", Token::Open),
    (")", Token::Close),
    ("[", Token::Open),
    ("]", Token::Close),
    ("{", Token::Open),
    ("}", Token::Close),
    (",", Token::Comma),
];

/// The first token and its length in octets.
fn first(text: &str) -> Result<(Token, usize), String> {
    for (sign, token) in SIGNS {
        if text.starts_with(sign) {
            return Ok((token, sign.len()));
        }
    }
    let mark = text.chars().next().unwrap_or_default();
    if mark == '"' || mark == '\'' {
        return quoted(text, mark);
    }
    let end = text.find(|letter| !is_of_word(letter));
    let word = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let token = match word {
        "" => return Err(format!("{mark:?} has no meaning here")),
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        "in" => Token::In,
        "contains" => Token::Comparison(Comparison::Contains),
        _ => Token::Word(word.to_owned()),
    };
    Ok((token, word.len()))
}

/// Letters of names, numbers, units, addresses and times.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':' | '/' | '-' | '+' | '%' | '^')
}

/// A text in quotation marks; a backslash makes the next character stand for itself.
fn quoted(text: &str, mark: char) -> Result<(Token, usize), String> {
    let mut content = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            return Ok((Token::Quoted(content), at + mark.len_utf8()));
        }
        let plain = if letter == '\\' {
            letters.next().map(|(_, letter)| letter)
        } else {
            Some(letter)
        };
        content.extend(plain);
    }
    Err(format!("the closing {mark} is missing"))
}
