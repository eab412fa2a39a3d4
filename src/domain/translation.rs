//! A ladder's texts in other languages: where each text stands, and the document with its texts in another language.

use super::{
    document::{Document, Translation},
    id::Text,
};

/// A document in one of its languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslatedDocument {
    /// The document, its own locale that of the language, without its translations.
    pub document: Document,
    /// The languages that its texts are in, the one asked for first.
    pub languages: Vec<String>,
}

impl Document {
    /// The document in the language of one of its translations. None where it has no such translation.
    #[must_use]
    pub fn translated(&self, locale: &str) -> Option<TranslatedDocument> {
        let chain = self.fallbacks(locale)?;
        let mut document = self.clone();
        document.translations.clear();
        document.locale = locale.to_owned();
        let mut used = vec![false; chain.len() + 1];
        each_text(&mut document, &mut |place, text| {
            let found = chain.iter().enumerate().find_map(|(at, translation)| {
                let translated = translation.texts.get(place)?;
                Some((at, translated))
            });
            if let Some((_, translated)) = found {
                text.clone_from(translated);
            }
            let at = found.map_or(chain.len(), |(at, _)| at);
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
        });
        let names = chain.iter().map(|translation| &translation.locale);
        let names = names.chain([&self.locale]).zip(used);
        let languages = names.filter(|(_, used)| *used);
        Some(TranslatedDocument {
            document,
            languages: languages.map(|(name, _)| name.clone()).collect(),
        })
    }

    /// A translation, what it falls back on, and so on; the document's own language is not among them.
    fn fallbacks(&self, locale: &str) -> Option<Vec<&Translation>> {
        let mut chain = vec![self.translation(locale)?];
        while let Some(next) = chain.last().and_then(|last| last.fallback.as_deref()) {
            match self.translation(next) {
                Some(next) if !chain.contains(&next) => chain.push(next),
                _ => break,
            }
        }
        Some(chain)
    }

    /// The translation into a language.
    #[must_use]
    pub fn translation(&self, locale: &str) -> Option<&Translation> {
        let mut translations = self.translations.iter();
        translations.find(|translation| translation.locale == *locale)
    }

    /// Where each text stands that can be translated, in the order of the document.
    #[must_use]
    pub fn places_of_texts(&self) -> Vec<String> {
        let mut places = Vec::new();
        each_text(&mut self.clone(), &mut |place, _| {
            places.push(place.to_owned());
        });
        places
    }
}

/// Calls for each text of a document that can be translated, with where it stands. Not among them are the name of the source, which
/// is that of a work, and the signals of roadblocks, which are how people talk and no text to read.
fn each_text(document: &mut Document, call: &mut impl FnMut(&str, &mut Text)) {
    let mut at = |parts: &[&str], text: &mut Text| call(&parts.join("/"), text);
    at(&["title"], &mut document.title);
    at(&["summary"], &mut document.summary);
    for insight in &mut document.insights {
        at(
            &["insights", insight.id.as_str(), "text"],
            &mut insight.text,
        );
    }
    for span in &mut document.timeframes {
        at(&["timeframes", span.id.as_str(), "label"], &mut span.label);
    }
    for level in &mut document.levels {
        let id = level.id.as_str();
        at(&["levels", id, "title"], &mut level.title);
        for (place, text) in level.moves_forward.iter_mut().enumerate() {
            at(&["levels", id, "moves_forward", &place.to_string()], text);
        }
        let plateau = &mut level.plateau;
        at(&["levels", id, "plateau", "title"], &mut plateau.title);
        at(&["levels", id, "plateau", "summary"], &mut plateau.summary);
    }
    for track in &mut document.tracks {
        at(&["tracks", track.id.as_str(), "title"], &mut track.title);
        if let Some(summary) = &mut track.summary {
            at(&["tracks", track.id.as_str(), "summary"], summary);
        }
    }
    let quiz = &mut document.quiz;
    at(&["quiz", "title"], &mut quiz.title);
    at(&["quiz", "intro"], &mut quiz.intro);
    for question in &mut quiz.questions {
        let id = question.id.as_str();
        at(&["quiz", "questions", id, "text"], &mut question.text);
        if let Some(statement) = &mut question.statement {
            at(&["quiz", "questions", id, "statement"], statement);
        }
        for option in &mut question.options {
            let row = [
                "quiz",
                "questions",
                id,
                "options",
                option.id.as_str(),
                "text",
            ];
            at(&row, &mut option.text);
        }
    }
    for qualifier in &mut quiz.qualifiers {
        let id = qualifier.id.as_str();
        at(&["quiz", "qualifiers", id, "text"], &mut qualifier.text);
        if let Some(statement) = &mut qualifier.statement {
            at(&["quiz", "qualifiers", id, "statement"], statement);
        }
    }
    for rule in &mut quiz.routing {
        if let Some(note) = &mut rule.note {
            at(&["quiz", "routing", rule.id.as_str(), "note"], note);
        }
    }
    if let Some(reading) = &mut quiz.reading {
        at(&["quiz", "reading"], reading);
    }
    for phase in &mut document.phases {
        let id = phase.id.as_str();
        for (name, text) in [
            ("title", &mut phase.title),
            ("theme", &mut phase.theme),
            ("plateau", &mut phase.plateau),
            ("why_it_lasts", &mut phase.why_it_lasts),
            ("self_study", &mut phase.self_study),
            ("mentor_role", &mut phase.mentor_role),
        ] {
            at(&["phases", id, name], text);
        }
        for dimension in &mut phase.dimensions {
            let row = ["phases", id, "dimensions", dimension.id.as_str()];
            let [a, b, c, d] = row;
            at(&[a, b, c, d, "name"], &mut dimension.name);
            at(&[a, b, c, d, "from"], &mut dimension.from);
            at(&[a, b, c, d, "to"], &mut dimension.to);
        }
        for criterion in &mut phase.criteria {
            let own = criterion.id.as_str();
            at(
                &["phases", id, "criteria", own, "text"],
                &mut criterion.text,
            );
            if let Some(measure) = &mut criterion.measure {
                let place = ["phases", id, "criteria", own, "measure", "unit"];
                at(&place, &mut measure.unit);
            }
        }
    }
    for roadblock in &mut document.roadblocks {
        let id = roadblock.id.as_str();
        at(&["roadblocks", id, "title"], &mut roadblock.title);
        at(&["roadblocks", id, "cause"], &mut roadblock.cause);
        for (place, text) in roadblock.remedy.iter_mut().enumerate() {
            at(&["roadblocks", id, "remedy", &place.to_string()], text);
        }
    }
    if let Some(cause) = &mut document.common_cause {
        at(&["common_cause"], cause);
    }
    for resource in &mut document.resources {
        let id = resource.id.as_str();
        at(&["resources", id, "name"], &mut resource.name);
        at(&["resources", id, "use"], &mut resource.purpose);
    }
    if let Some(principle) = &mut document.resource_principle {
        at(&["resource_principle"], principle);
    }
    for (place, band) in document.compensation.iter_mut().enumerate() {
        if let Some(label) = &mut band.label {
            at(&["compensation", &place.to_string(), "label"], label);
        }
    }
    for faq in &mut document.faqs {
        let id = faq.id.as_str();
        at(&["faqs", id, "question"], &mut faq.question);
        at(&["faqs", id, "answer"], &mut faq.answer);
    }
}

/// The locale among some that a language tag means: itself, what it is a variety of (`de` for `de-AT`), or a variety of it
/// (`pt-BR` for `pt`); RFC 4647, section 3.4, and its filtering the other way round.
#[must_use]
pub fn lookup<'a>(tag: &str, locales: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let mut range = tag;
    loop {
        let mut exact = locales.clone();
        if let Some(found) = exact.find(|locale| locale.eq_ignore_ascii_case(range)) {
            return Some(found);
        }
        match range.rfind('-') {
            Some(end) => range = range.get(..end).unwrap_or_default(),
            None => break,
        }
    }
    let mut varieties = locales;
    varieties.find(|locale| {
        let language = locale.split('-').next().unwrap_or_default();
        language.eq_ignore_ascii_case(range)
    })
}
