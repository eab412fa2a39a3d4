//! The parts of a ladder that can be found: what each is called, where it can be read, and its words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        document::{Band, Document, Level, Period, Phase, Roadblock},
        id::Id,
    },
    locales::MessageCatalogue,
};

/// What was found.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum SearchPartKind {
    /// A finding about the ladder.
    Insight,
    /// A level.
    Level,
    /// A question of the quiz.
    Question,
    /// A question of the quiz that is asked only when its answer matters.
    Qualifier,
    /// A phase of the roadmap.
    Phase,
    /// A row of a phase's table.
    Dimension,
    /// A criterion of a phase.
    Criterion,
    /// A roadblock.
    Roadblock,
    /// A resource.
    Resource,
    /// A pay band, published or not.
    Band,
    /// A question that people ask.
    Faq,
}

impl SearchPartKind {
    /// The kind in a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Insight => "insight",
            Self::Level => "level",
            Self::Question => "question",
            Self::Qualifier => "qualifier",
            Self::Phase => "phase",
            Self::Dimension => "dimension",
            Self::Criterion => "criterion",
            Self::Roadblock => "roadblock",
            Self::Resource => "resource",
            Self::Band => "band",
            Self::Faq => "faq",
        }
    }
}

/// Where a part can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartLocation {
    /// In the ladder as a whole.
    Ladder,
    /// A level's own page.
    Level,
    /// A phase's own page.
    Phase(u8),
    /// Within a phase.
    InPhase(u8),
    /// In the quiz.
    Quiz,
    /// In the list of roadblocks.
    Roadblocks,
    /// In the list of resources.
    Resources,
    /// In the list of questions that people ask.
    Faqs,
    /// Among the pay bands: level, region, currency and market.
    Bands([String; 4]),
}

/// A part of a ladder.
#[derive(Debug)]
pub struct SearchPart {
    /// What it is.
    pub kind: SearchPartKind,
    /// Its id; of a band level, region, currency, period and market with commas between them.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it can be read.
    pub place: PartLocation,
    /// Of a band: whether it is published.
    pub published: Option<bool>,
    /// Its words, the most telling field first.
    pub(super) fields: Vec<SearchField>,
    /// Words by which it can be found though the ladder does not say them.
    pub(super) besides: &'static str,
}

/// A text of a part.
#[derive(Debug)]
pub(super) struct SearchField {
    /// JSON Pointer into the ladder document.
    pub(super) pointer: String,
    pub(super) text: String,
}

impl SearchPart {
    fn new(kind: SearchPartKind, id: &Id, title: &str, place: PartLocation) -> Self {
        Self {
            kind,
            id: id.to_string(),
            title: title.to_owned(),
            place,
            published: None,
            fields: Vec::new(),
            besides: "",
        }
    }

    fn with(mut self, pointer: String, text: &str) -> Self {
        let text = text.to_owned();
        self.fields.push(SearchField { pointer, text });
        self
    }
}

/// Every part of a ladder, in the order of the document.
#[must_use]
pub fn of(document: &Document) -> Vec<SearchPart> {
    let mut parts = Vec::new();
    for (row, insight) in document.insights.iter().enumerate() {
        let at = format!("/insights/{row}");
        let text = insight.text.as_str();
        parts.push(
            SearchPart::new(
                SearchPartKind::Insight,
                &insight.id,
                text,
                PartLocation::Ladder,
            )
            .with(format!("{at}/text"), text)
            .with(format!("{at}/id"), insight.id.as_str()),
        );
    }
    for (row, one) in document.levels.iter().enumerate() {
        parts.push(level(row, one));
    }
    for (row, question) in document.quiz.questions.iter().enumerate() {
        let at = format!("/quiz/questions/{row}");
        let text = question.text.as_str();
        let mut part = SearchPart::new(
            SearchPartKind::Question,
            &question.id,
            text,
            PartLocation::Quiz,
        )
        .with(format!("{at}/text"), text);
        for (row, option) in question.options.iter().enumerate() {
            part = part.with(format!("{at}/options/{row}/text"), option.text.as_str());
        }
        parts.push(
            part.with(format!("{at}/topic"), question.topic.as_str())
                .with(format!("{at}/id"), question.id.as_str()),
        );
    }
    for (row, qualifier) in document.quiz.qualifiers.iter().enumerate() {
        let at = format!("/quiz/qualifiers/{row}");
        let text = qualifier.text.as_str();
        parts.push(
            SearchPart::new(
                SearchPartKind::Qualifier,
                &qualifier.id,
                text,
                PartLocation::Quiz,
            )
            .with(format!("{at}/text"), text)
            .with(format!("{at}/id"), qualifier.id.as_str()),
        );
    }
    for (row, one) in document.phases.iter().enumerate() {
        phase(row, one, &mut parts);
    }
    for (row, one) in document.roadblocks.iter().enumerate() {
        parts.push(roadblock(row, one));
    }
    for (row, resource) in document.resources.iter().enumerate() {
        let at = format!("/resources/{row}");
        let name = resource.name.as_str();
        parts.push(
            SearchPart::new(
                SearchPartKind::Resource,
                &resource.id,
                name,
                PartLocation::Resources,
            )
            .with(format!("{at}/name"), name)
            .with(format!("{at}/use"), resource.purpose.as_str())
            .with(format!("{at}/id"), resource.id.as_str()),
        );
    }
    for (row, one) in document.compensation.iter().enumerate() {
        parts.push(band(row, one, document));
    }
    for (row, faq) in document.faqs.iter().enumerate() {
        let at = format!("/faqs/{row}");
        let question = faq.question.as_str();
        parts.push(
            SearchPart::new(SearchPartKind::Faq, &faq.id, question, PartLocation::Faqs)
                .with(format!("{at}/question"), question)
                .with(format!("{at}/answer"), faq.answer.as_str())
                .with(format!("{at}/id"), faq.id.as_str()),
        );
    }
    parts
}

fn level(row: usize, level: &Level) -> SearchPart {
    let at = format!("/levels/{row}");
    let title = level.title.as_str();
    let mut part = SearchPart::new(SearchPartKind::Level, &level.id, title, PartLocation::Level)
        .with(format!("{at}/title"), title)
        .with(format!("{at}/plateau/title"), level.plateau.title.as_str())
        .with(
            format!("{at}/plateau/summary"),
            level.plateau.summary.as_str(),
        );
    for (row, text) in level.moves_forward.iter().enumerate() {
        part = part.with(format!("{at}/moves_forward/{row}"), text.as_str());
    }
    part.with(format!("{at}/plateau/id"), level.plateau.id.as_str())
        .with(format!("{at}/id"), level.id.as_str())
}

fn phase(row: usize, phase: &Phase, parts: &mut Vec<SearchPart>) {
    let at = format!("/phases/{row}");
    let title = phase.title.as_str();
    parts.push(
        SearchPart::new(
            SearchPartKind::Phase,
            &phase.id,
            title,
            PartLocation::Phase(phase.number),
        )
        .with(format!("{at}/title"), title)
        .with(format!("{at}/theme"), phase.theme.as_str())
        .with(format!("{at}/plateau"), phase.plateau.as_str())
        .with(format!("{at}/why_it_lasts"), phase.why_it_lasts.as_str())
        .with(format!("{at}/self_study"), phase.self_study.as_str())
        .with(format!("{at}/mentor_role"), phase.mentor_role.as_str())
        .with(format!("{at}/id"), phase.id.as_str()),
    );
    let place = || PartLocation::InPhase(phase.number);
    for (row, dimension) in phase.dimensions.iter().enumerate() {
        let at = format!("{at}/dimensions/{row}");
        let name = dimension.name.as_str();
        parts.push(
            SearchPart::new(SearchPartKind::Dimension, &dimension.id, name, place())
                .with(format!("{at}/name"), name)
                .with(format!("{at}/from"), dimension.from.as_str())
                .with(format!("{at}/to"), dimension.to.as_str())
                .with(format!("{at}/id"), dimension.id.as_str()),
        );
    }
    for (row, criterion) in phase.criteria.iter().enumerate() {
        let at = format!("{at}/criteria/{row}");
        let text = criterion.text.as_str();
        let mut part = SearchPart::new(SearchPartKind::Criterion, &criterion.id, text, place())
            .with(format!("{at}/text"), text);
        if let Some(measure) = &criterion.measure {
            part = part.with(format!("{at}/measure/unit"), measure.unit.as_str());
        }
        parts.push(part.with(format!("{at}/id"), criterion.id.as_str()));
    }
}

fn roadblock(row: usize, roadblock: &Roadblock) -> SearchPart {
    let at = format!("/roadblocks/{row}");
    let title = roadblock.title.as_str();
    let mut part = SearchPart::new(
        SearchPartKind::Roadblock,
        &roadblock.id,
        title,
        PartLocation::Roadblocks,
    )
    .with(format!("{at}/title"), title)
    .with(format!("{at}/cause"), roadblock.cause.as_str());
    for (row, text) in roadblock.remedy.iter().enumerate() {
        part = part.with(format!("{at}/remedy/{row}"), text.as_str());
    }
    part.with(format!("{at}/id"), roadblock.id.as_str())
}

fn band(row: usize, band: &Band, document: &Document) -> SearchPart {
    let at = format!("/compensation/{row}");
    let published = band.is_published();
    let mut levels = document.levels.iter().enumerate();
    let level = levels.find(|(_, level)| level.id == band.level);
    let name = level.map_or(band.level.as_str(), |(_, level)| level.title.as_str());
    let (period, market) = (band.period.word(), band.market.as_str());
    let (region, currency) = (band.region.as_str(), band.currency.as_str());
    let words = &MessageCatalogue::of(&document.locale).facts.search;
    let by = match band.period {
        Period::Year => words.periods.year,
        Period::Month => words.periods.month,
        Period::Day => words.periods.day,
        Period::Hour => words.periods.hour,
    };
    let (title, besides) = match published {
        true => (words.band, words.band_words),
        false => (words.unpublished_band, words.unpublished_band_words),
    };
    let mut part = SearchPart {
        kind: SearchPartKind::Band,
        id: format!("{},{region},{currency},{period},{market}", band.level),
        title: title(name, region, currency, by, market),
        place: PartLocation::Bands(
            [band.level.as_str(), region, currency, market].map(String::from),
        ),
        published: Some(published),
        fields: Vec::new(),
        besides,
    };
    if let Some(label) = &band.label {
        part = part.with(format!("{at}/label"), label.as_str());
    }
    if let Some((row, level)) = level {
        part = part.with(format!("/levels/{row}/title"), level.title.as_str());
    }
    for (end, amount) in [("min", band.min), ("max", band.max)] {
        if let Some(amount) = amount {
            part = part.with(format!("{at}/{end}"), &amount.to_string());
        }
    }
    part.with(format!("{at}/market"), market)
        .with(format!("{at}/level"), band.level.as_str())
        .with(format!("{at}/region"), region)
        .with(format!("{at}/currency"), currency)
}
