//! Sentences on lines of a terminal.
//!
//! Invariant: nothing is lost but spaces where a line ends; a line is as wide as asked for at most,
//! save where a single word is wider. Absence: languages in which characters join.

/// What the lines behind the first begin with.
const INDENT: &str = "  ";

/// Breaks a sentence into lines of `width` columns: at spaces, and between characters of two
/// columns, as Chinese has them. The lines behind the first are indented.
#[must_use]
pub fn wrapped(sentence: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for piece in pieces(sentence) {
        let word = piece.trim_end_matches(' ');
        if used > 0 && used + columns(word) > width {
            lines.push(line.trim_end().to_owned());
            INDENT.clone_into(&mut line);
            used = INDENT.len();
        }
        line.push_str(piece);
        used += columns(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// A sentence in pieces that a line may end between; spaces belong to the piece before them.
fn pieces(sentence: &str) -> impl Iterator<Item = &str> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        let mut before = None;
        let at = rest.char_indices().find_map(|(at, character)| {
            let ends = before.is_some_and(|before| breaks(before, character));
            before = Some(character);
            ends.then_some(at)
        });
        let (piece, behind) = rest.split_at(at.unwrap_or(rest.len()));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// May a line end between two characters?
fn breaks(before: char, behind: char) -> bool {
    if behind == ' ' {
        return false;
    }
    before == ' ' || (is_wide(before) || is_wide(behind)) && !opens(before) && !closes(behind)
}

/// No line begins with it.
const fn closes(character: char) -> bool {
    matches!(
        character,
        '，' | '。' | '；' | '：' | '、' | '）' | '”' | ',' | '.' | ';' | ')'
    )
}

/// No line ends with it.
const fn opens(character: char) -> bool {
    matches!(character, '（' | '“' | '(' | '#')
}

/// Columns of a text on a terminal.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| 1 + usize::from(is_wide(character)))
        .sum()
}

/// Does a character take two columns (Unicode's East Asian Width, W and F, as far as our texts use
/// them)?
const fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::{columns, wrapped};

    #[test]
    fn lines_end_at_spaces() {
        assert_eq!(wrapped("a short one", 20), ["a short one"]);
        assert_eq!(
            wrapped("one two three four", 9),
            ["one two", "  three", "  four"]
        );
        let long = "a word-that-is-wider-than-a-line b";
        assert_eq!(
            wrapped(long, 8),
            ["a", "  word-that-is-wider-than-a-line", "  b"]
        );
        assert_eq!(wrapped("", 8), [""]);
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_marks() {
        let text = "服务器表示同意，客户端随后确认（#2、#3）。";
        let lines = wrapped(text, 14);
        assert_eq!(
            lines,
            [
                "服务器表示同",
                "  意，客户端随",
                "  后确认（#2、",
                "  #3）。"
            ]
        );
        let joined: String = lines.iter().map(|line| line.trim_start()).collect();
        assert_eq!(joined, text);
        assert!(lines.iter().all(|line| columns(line) <= 14));
    }
}
