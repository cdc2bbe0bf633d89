//! Everything that is said in sentences, in one catalogue for each language: the stories, the
//! explanations of single steps, and the labels of pages and charts.
//!
//! Duty: name what is said and give its words. Invariant: every language has all of it, which
//! the compiler checks, and the same blanks in it, which a test checks. Absence: no choice of what
//! is said; that is the story's and the explainer's.

mod chinese;
mod english;
mod explanation;
mod label;
mod phrase;

pub use explanation::Explanation;
pub use label::Label;
pub use phrase::Phrase;

use crate::numbers::Units;
use std::fmt::{Display, Write};

/// Declares the keys of a catalogue, with their list and their texts.
macro_rules! keys {
    ($(#[$about:meta])* $key:ident in $module:ident: $($(#[$doc:meta])* $name:ident,)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $key {
            $($(#[$doc])* $name,)*
        }

        impl $key {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The text in a language, with its blanks in braces.
            #[must_use]
            pub const fn text(self, language: super::Language) -> &'static str {
                match language {
                    super::Language::English => super::english::$module::text(self),
                    super::Language::Chinese => super::chinese::$module::text(self),
                }
            }
        }
    };
}
use keys;

/// A language that sentences are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The units of time.
    pub(crate) const fn units(self) -> &'static Units {
        match self {
            Self::English => &english::UNITS,
            Self::Chinese => &chinese::UNITS,
        }
    }
}

impl Label {
    /// The label in a language, its blanks filled.
    #[must_use]
    pub fn with(self, language: Language, blanks: &[(&str, &dyn Display)]) -> String {
        let mut out = String::new();
        let mut rest = self.text(language);
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            match blanks.iter().find(|(known, _)| *known == name) {
                // Writing to a string cannot fail.
                Some((_, blank)) => drop(write!(out, "{blank}")),
                None => debug_assert!(false, "{self:?} has no {name}"),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

/// Makes the function that gives a language's words for the keys of a catalogue.
macro_rules! catalogue {
    ($key:ident: $($name:ident: $text:literal;)*) => {
        /// A text with its blanks.
        pub(in crate::words) const fn text(key: $key) -> &'static str {
            match key {
                $($key::$name => $text,)*
            }
        }
    };
}
use catalogue;

#[cfg(test)]
mod tests {
    use super::{Explanation, Label, Language, Phrase};

    /// Every text: its key, and its words in each language.
    fn texts() -> Vec<(String, [&'static str; 2])> {
        let mut texts = Vec::new();
        macro_rules! add {
            ($($key:ident)*) => {$(
                texts.extend($key::ALL.iter().map(|key| {
                    (format!("{key:?}"), Language::ALL.map(|language| key.text(language)))
                }));
            )*};
        }
        add!(Phrase Explanation Label);
        texts
    }

    /// The blanks of a text, each once, sorted.
    fn blanks(text: &str) -> Vec<&str> {
        let mut blanks: Vec<_> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split_once('}').expect("a blank is closed").0)
            .collect();
        blanks.sort_unstable();
        blanks.dedup();
        blanks
    }

    /// Latin words that Chinese texts on TCP use as they are.
    const NAMES: &[&str] = &[
        "ACK",
        "D-SACK",
        "FIN",
        "Fast",
        "ICMP",
        "ISN",
        "MSL",
        "Open",
        "RFC",
        "RST",
        "SACK",
        "SYN",
        "SYN-ACK",
        "TCP",
        "VLAN",
        "F",
        "MSS",
        "R",
        "S",
        "--limit",
        "reset",
        "CLOSED",
        "LISTEN",
        "SYN-SENT",
        "SYN-RECEIVED",
        "ESTABLISHED",
        "FIN-WAIT-1",
        "FIN-WAIT-2",
        "CLOSE-WAIT",
        "CLOSING",
        "LAST-ACK",
        "TIME-WAIT",
    ];

    #[test]
    fn every_language_says_everything_with_the_same_blanks() {
        for (key, texts) in texts() {
            for text in texts {
                assert!(!text.is_empty(), "{key}");
                assert_eq!(blanks(text), blanks(texts[0]), "{key}");
            }
        }
    }

    #[test]
    fn english_is_ascii_and_chinese_is_chinese() {
        for (_, [english, chinese]) in texts() {
            assert!(english.is_ascii(), "{english}");
            let mut outside = String::new();
            let mut rest = chinese;
            while let Some((before, behind)) = rest.split_once('{') {
                outside.push_str(before);
                outside.push(' ');
                rest = behind.split_once('}').expect("a blank is closed").1;
            }
            outside.push_str(rest);
            let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '-';
            for word in outside.split(|c| !is_latin(c)) {
                let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '-');
                assert!(is_number || NAMES.contains(&word), "{word} in {chinese}");
            }
        }
    }
}
