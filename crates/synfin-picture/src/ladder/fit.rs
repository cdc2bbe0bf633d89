//! Text made as wide as its place: filled up, cut, or put on several lines.
//!
//! Absence: characters of two columns; ladders in a terminal have none.

/// A character so many times.
pub(super) fn stroke(character: char, count: usize) -> String {
    std::iter::repeat_n(character, count).collect()
}

/// The text in the middle of `width` columns filled with `fill`.
pub(super) fn centred(text: &str, width: usize, fill: char) -> String {
    let rest = width.saturating_sub(text.chars().count());
    format!(
        "{}{text}{}",
        stroke(fill, rest / 2),
        stroke(fill, rest - rest / 2)
    )
}

/// The text, or as much of it as fits with three dots behind.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    format!("{kept}...")
}

/// Remarks in as many lines of `width` columns as they need.
pub(super) fn wrapped(remarks: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for remark in remarks {
        for word in remark.split(' ') {
            match lines.last_mut() {
                Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(cut(word, width)),
            }
        }
        if let Some(last) = lines.last_mut() {
            last.push(';');
        }
    }
    if let Some(last) = lines.last_mut() {
        last.pop();
    }
    lines
}
