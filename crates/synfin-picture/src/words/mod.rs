//! Everything that is said in sentences, in one catalogue for each language: the stories, and the
//! explanations of single steps.
//!
//! Duty: name the phrases and give their words. Invariant: every language has every phrase, which
//! the compiler checks, and the same blanks in it, which a test checks. Absence: no choice of what
//! is said; that is the story's and the explainer's.

mod chinese;
mod english;
mod phrase;

pub use phrase::Phrase;

use crate::numbers::Units;

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

impl Phrase {
    /// The phrase in a language, with its blanks in braces.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => english::text(self),
            Language::Chinese => chinese::text(self),
        }
    }
}

/// Makes the function that gives a language's words for a phrase.
macro_rules! catalogue {
    ($($phrase:ident: $text:literal;)*) => {
        /// A phrase with its blanks.
        pub(super) const fn text(phrase: super::Phrase) -> &'static str {
            match phrase {
                $(super::Phrase::$phrase => $text,)*
            }
        }
    };
}
use catalogue;

#[cfg(test)]
mod tests {
    use super::{Language, Phrase};

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
        for phrase in Phrase::ALL {
            let texts = Language::ALL.map(|language| phrase.text(language));
            for text in texts {
                assert!(!text.is_empty(), "{phrase:?}");
                assert_eq!(blanks(text), blanks(texts[0]), "{phrase:?}");
            }
        }
    }

    #[test]
    fn english_is_ascii_and_chinese_is_chinese() {
        for phrase in Phrase::ALL {
            let [english, chinese] = Language::ALL.map(|language| phrase.text(language));
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
