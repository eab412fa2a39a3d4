//! A published version of a ladder, in memory once for each of its languages.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::value::RawValue;

use super::{
    band_set::BandSet, score_json::ScoreParts, scored_quiz::ScoredQuiz, stemming::Stemming,
};
use crate::{
    domain::{assessment::Assessment, diagnosis, ladder::Ladder, search},
    error::Error,
};

/// A published version of a ladder.
#[derive(Debug)]
pub struct PublishedLadder {
    /// The ladder.
    pub ladder: Ladder,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The languages (BCP 47) that its texts are in, its own first.
    pub languages: Vec<String>,
    /// The same in other languages; made when first asked for.
    translations: Vec<(String, OnceLock<Arc<PublishedLadder>>)>,
    /// The parts of its scores that the outcome alone decides, as JSON.
    pub(super) score_parts: ScoreParts,
    /// The organisation's bands that are laid over it, and the same without them.
    pub(super) own_bands: Option<(Arc<BandSet>, Arc<PublishedLadder>)>,
    /// The languages whose words are stemmed.
    pub(super) stemming: Stemming,
    /// Its parts, to be searched; made when first asked for.
    parts: OnceLock<search::SearchIndex>,
    /// The signals of its roadblocks; made when first asked for.
    signals: OnceLock<diagnosis::SignalIndex>,
}

impl PublishedLadder {
    /// A ladder that was published at a time, to be searched with words stemmed in these languages.
    ///
    /// # Errors
    /// Where a placement cannot be serialised.
    pub fn new(
        ladder: Ladder,
        published_at: DateTime<Utc>,
        stemming: &Stemming,
    ) -> anyhow::Result<Self> {
        let languages = vec![ladder.document().locale.clone()];
        let mut published = Self::edition(ladder, published_at, languages, stemming)?;
        let translations = published.ladder.document().translations.iter();
        published.translations = translations
            .map(|one| (one.locale.clone(), OnceLock::new()))
            .collect();
        Ok(published)
    }

    fn edition(
        ladder: Ladder,
        published_at: DateTime<Utc>,
        languages: Vec<String>,
        stemming: &Stemming,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            score_parts: ScoreParts::new(&ladder)?,
            ladder,
            published_at,
            languages,
            translations: Vec::new(),
            own_bands: None,
            stemming: stemming.clone(),
            parts: OnceLock::new(),
            signals: OnceLock::new(),
        })
    }

    /// The same with an organisation's bands as they are in force on a date.
    ///
    /// # Errors
    /// [`Error::Internal`] where a placement cannot be serialised.
    pub fn with_bands(
        self: &Arc<Self>,
        set: &Arc<BandSet>,
        date: NaiveDate,
    ) -> anyhow::Result<Self> {
        let ladder = set.over(&self.ladder, date);
        let mut published = Self::new(ladder, self.published_at, &self.stemming)?;
        published.own_bands = Some((Arc::clone(set), Arc::clone(self)));
        Ok(published)
    }

    /// The ladder with the bands that are in force on a date; itself where no date is named or no bands are laid over it.
    #[must_use]
    pub fn at(&self, date: Option<NaiveDate>) -> Cow<'_, Ladder> {
        match (&self.own_bands, date) {
            (Some((set, original)), Some(date)) => {
                let locale = &self.ladder.document().locale;
                let original = original.translated(locale).unwrap_or(original);
                Cow::Owned(set.over(&original.ladder, date))
            }
            _ => Cow::Borrowed(&self.ladder),
        }
    }

    /// The same as it was published, without an organisation's bands over it.
    #[must_use]
    pub fn original(&self) -> &Self {
        self.own_bands
            .as_ref()
            .map_or(self, |(_, original)| original)
    }

    /// When what is told of it last changed, at a release or when it was published. None where bands are laid over it, which change with
    /// the day and with what is put.
    #[must_use]
    pub fn changed(&self, released: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        match self.own_bands {
            Some(_) => None,
            None => released.max(Some(self.published_at)),
        }
    }

    /// The ladder as it was published, in the same language.
    ///
    /// # Errors
    /// [`Error::Internal`] where a placement cannot be serialised.
    pub fn as_published(&self) -> Result<&Ladder, Error> {
        match &self.own_bands {
            Some((_, original)) => {
                let locale = &self.ladder.document().locale;
                Ok(&original.translated(locale)?.ladder)
            }
            None => Ok(&self.ladder),
        }
    }

    /// The languages that it can be had in, its own first.
    pub fn locales(&self) -> impl Iterator<Item = &str> + Clone {
        let translations = self.translations.iter();
        std::iter::once(&self.ladder.document().locale)
            .chain(translations.map(|(locale, _)| locale))
            .map(String::as_str)
    }

    /// The same in the language of one of its translations; itself where it has no such.
    ///
    /// # Errors
    /// [`Error::Internal`] where a placement cannot be serialised.
    pub fn translated<'a>(self: &'a Arc<Self>, locale: &str) -> Result<&'a Arc<Self>, Error> {
        let mut translations = self.translations.iter();
        let Some((_, made)) = translations.find(|(own, _)| own == locale) else {
            return Ok(self);
        };
        if let Some(made) = made.get() {
            return Ok(made);
        }
        let Some((translated, languages)) = self.ladder.translated(locale) else {
            return Ok(self);
        };
        let mut edition = Self::edition(translated, self.published_at, languages, &self.stemming)
            .map_err(|error| Error::Internal(error.to_string()))?;
        edition.own_bands.clone_from(&self.own_bands);
        Ok(made.get_or_init(|| Arc::new(edition)))
    }

    /// Its parts, to be searched.
    pub fn parts(&self) -> &search::SearchIndex {
        let document = self.ladder.document();
        self.parts
            .get_or_init(|| search::SearchIndex::new(document, &self.stemming))
    }

    /// The signals of its roadblocks, to be met in a text; they are in the ladder's own language, whatever the edition.
    pub fn signals(&self) -> &diagnosis::SignalIndex {
        let document = self.ladder.document();
        self.signals
            .get_or_init(|| diagnosis::SignalIndex::new(document, &self.stemming))
    }

    /// Returns a placement as JSON, by its order.
    ///
    /// # Errors
    /// [`Error::Internal`] for an order that is not of this quiz.
    pub fn place_json(&self, order: usize) -> Result<&RawValue, Error> {
        let placement = self.score_parts.placement(order);
        placement.ok_or_else(|| Error::Internal("a placement out of order".into()))
    }

    /// Serializes a score that was made with this ladder.
    ///
    /// # Errors
    /// [`Error::Internal`] for an answer of another ladder.
    pub fn scored_json(&self, scored: &ScoredQuiz<'_>) -> Result<Vec<u8>, Error> {
        let json = self.score_parts.score_json(&self.ladder, scored);
        json.ok_or_else(|| Error::Internal("an answer of another ladder".into()))
    }

    /// Serializes an assessment that was made with this version.
    ///
    /// # Errors
    /// [`Error::Internal`] where it is by another.
    pub fn assessment_json(&self, assessment: &Assessment<'_>) -> Result<Vec<u8>, Error> {
        let json = self.score_parts.assessment_json(&self.ladder, assessment);
        json.ok_or_else(|| Error::Internal("an assessment by another ladder".into()))
    }
}
