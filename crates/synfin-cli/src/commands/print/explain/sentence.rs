//! What can be said of a step of a connection's life: the keys of the catalogues.
//!
//! Duty: name the sentences and the blanks in them. Invariant: every language fills the same
//! blanks. Absence: no words; each language has its own file.

use crate::language::Language;

use super::{en, zh};

/// Declares the sentences with their list.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A sentence, or a part of one, that every language has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Sentence {
            $($(#[$doc])* $name,)*
        }

        impl Sentence {
            /// Every sentence, for the test that compares the languages.
            #[cfg(test)]
            pub(super) const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

sentences! {
    /// The client, as the one that does something; it begins the sentence.
    ClientActs,
    /// The server, as the one that does something; it begins the sentence.
    ServerActs,
    /// The client, inside a sentence.
    Client,
    /// The server, inside a sentence.
    Server,
    /// What is the client's.
    ClientOwns,
    /// What is the server's.
    ServerOwns,
    /// A SYN that opens.
    Syn,
    /// A SYN-ACK.
    SynAck,
    /// The ACK of a SYN-ACK.
    SynAcknowledged,
    /// Put behind "ISN + 1" where data was acknowledged too.
    MoreAcknowledged,
    /// A SYN that crosses the other end's.
    CrossingSyn,
    /// The answer to a SYN that crossed.
    CrossingSynAnswered,
    /// Put behind a SYN, SYN-ACK or ACK that carries data.
    WithData,
    /// The first FIN.
    FirstFin,
    /// The ACK of the first FIN.
    FirstFinAcknowledged,
    /// The ACK of the first FIN, with the second FIN.
    AckAndSecondFin,
    /// The second FIN.
    SecondFin,
    /// The ACK of the second FIN.
    SecondFinAcknowledged,
    /// A FIN that crosses the other end's.
    CrossingFin,
    /// The ACK of a FIN that crossed.
    CrossingFinAcknowledged,
    /// Put behind the step that leads into TIME-WAIT.
    TimeWait,
    /// A RST that answers a SYN.
    Refused,
    /// Any other RST that counts.
    Reset,
    /// A RST that the other end does not obey for its sequence number.
    IgnoredReset,
    /// A RST that does not acknowledge the SYN it would have to answer.
    StrayReset,
    /// An acknowledgment number that fits nothing.
    WrongAck,
    /// Put behind what only repeats an earlier packet.
    Again,
    /// Both ends' states.
    States,
    /// Put behind a state that the receiver has only if the segment arrived.
    IfItArrives,
    /// Put behind a state that no packet can show.
    Unseen,
}

impl Sentence {
    /// The sentence in a language, with its blanks in braces.
    pub(super) const fn text(self, language: Language) -> &'static str {
        match language {
            Language::En => en::text(self),
            Language::Zh => zh::text(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sentence;
    use crate::language::Language;

    /// The blanks of a text, sorted.
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

    #[test]
    fn both_languages_say_everything_with_the_same_blanks() {
        for sentence in Sentence::ALL {
            let (en, zh) = (sentence.text(Language::En), sentence.text(Language::Zh));
            assert!(en.is_ascii() && !en.is_empty(), "{sentence:?}");
            let chinese = |character| ('\u{4e00}'..='\u{9fff}').contains(&character);
            assert!(zh.chars().any(chinese), "{sentence:?}");
            assert_eq!(blanks(en), blanks(zh), "{sentence:?}");
        }
    }
}
