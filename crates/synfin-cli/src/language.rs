//! The language of sentences: asked for, or by the locale.

use clap::ValueEnum;

/// A language that sentences are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// By the locale's variables, English where they name no other language that is known.
    pub(crate) fn of_locale() -> Self {
        Self::of_variables(|name| std::env::var(name).ok())
    }

    /// The language by the name that the catalogues have for it.
    pub(crate) const fn catalogue(self) -> synfin_picture::Language {
        match self {
            Self::En => synfin_picture::Language::English,
            Self::Zh => synfin_picture::Language::Chinese,
        }
    }

    /// The first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides (POSIX, 8.2).
    fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    fn language(variables: &[(&str, &str)]) -> Language {
        Language::of_variables(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(language(&[]), Language::En);
        assert_eq!(language(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(
            language(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]),
            Language::En
        );
        assert_eq!(
            language(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW")]),
            Language::Zh
        );
    }
}
