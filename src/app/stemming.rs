//! Stemming: the languages in which the forms of a word count as one word.

use std::{ops::Deref, sync::Arc};

use crate::config::WordsConfig;

/// The languages (ISO 639-1) whose words are stemmed, as the setting `words.stemming` names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stemming(Arc<[String]>);

impl Default for Stemming {
    /// As the settings have it that nobody changed.
    fn default() -> Self {
        Self(["en", "de"].map(str::to_owned).into())
    }
}

impl From<&WordsConfig> for Stemming {
    fn from(config: &WordsConfig) -> Self {
        Self(config.stemming.as_slice().into())
    }
}

impl Deref for Stemming {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Stemming;
    use crate::config::{Config, ConfigSources};

    #[test]
    fn the_default_is_that_of_the_settings() {
        let loaded = Config::load(ConfigSources {
            file: None,
            env: std::iter::empty(),
            flags: Vec::new(),
        });
        let words = loaded.unwrap().config.words;
        assert_eq!(Stemming::default(), Stemming::from(&words));
    }
}
