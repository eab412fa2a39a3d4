//! Ladders: the list, whole documents, and the ladder as a picture.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::{
        PublishedLadder,
        ladder_query::{LadderQuery, PageQuery, ladder_query},
        lists::List,
    },
    domain::{
        document::{Document, Standing},
        id::{Id, Text, Version},
        ladder::{Ladder, LadderRef},
        quiz::LadderPosition,
    },
    error::{Error, RequestPart},
    http::{
        extract::request::{ApiRequest, LadderPath, LadderRequest, localized},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => draw_ladder, list_ladders, find_ladder]
}

/// A ladder in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderSummary<'a> {
    /// Which ladder, in its newest version.
    pub ladder: &'a LadderRef,
    /// The ladder's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// Its title.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// What it is, in a few sentences.
    #[schema(value_type = Text)]
    pub summary: &'a Text,
    /// Its newest version.
    #[schema(value_type = Version)]
    pub version: &'a Version,
    /// Who publishes its source.
    #[schema(value_type = Text)]
    pub publisher: &'a Text,
    /// Language of its words (BCP 47).
    #[schema(value_type = String, max_length = 35, example = "en")]
    pub locale: &'a str,
    /// When this version was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// How much of everything there is.
    pub counts: LadderCounts,
}

/// How much of everything a ladder holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderCounts {
    /// Levels.
    #[schema(format = Int32, minimum = 1, maximum = 100_000)]
    pub levels: usize,
    /// Questions of the quiz, without qualifiers.
    #[schema(format = Int32, minimum = 1, maximum = 100_000)]
    pub questions: usize,
    /// Phases.
    #[schema(format = Int32, minimum = 1, maximum = 100_000)]
    pub phases: usize,
    /// Criteria in all phases.
    #[schema(format = Int32, minimum = 1, maximum = 100_000)]
    pub criteria: usize,
    /// Roadblocks.
    #[schema(format = Int32, minimum = 0, maximum = 100_000)]
    pub roadblocks: usize,
    /// Resources.
    #[schema(format = Int32, minimum = 0, maximum = 100_000)]
    pub resources: usize,
    /// Pay bands, those not published among them.
    #[schema(format = Int32, minimum = 0, maximum = 100_000)]
    pub bands: usize,
    /// Frequent questions.
    #[schema(format = Int32, minimum = 0, maximum = 100_000)]
    pub faqs: usize,
}

/// A whole ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// When this version was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// The document's own members.
    #[serde(flatten)]
    #[schema(value_type = Document)]
    pub document: &'a Document,
}

fn note(published: &PublishedLadder) -> LadderSummary<'_> {
    let document = published.ladder.document();
    LadderSummary {
        ladder: published.ladder.stamp(),
        id: &document.id,
        title: &document.title,
        summary: &document.summary,
        version: &document.version,
        publisher: &document.source.publisher,
        locale: &document.locale,
        published_at: published.published_at,
        counts: LadderCounts {
            levels: document.levels.len(),
            questions: document.quiz.questions.len(),
            phases: document.phases.len(),
            criteria: document
                .phases
                .iter()
                .map(|phase| phase.criteria.len())
                .sum(),
            roadblocks: document.roadblocks.len(),
            resources: document.resources.len(),
            bands: document.compensation.len(),
            faqs: document.faqs.len(),
        },
    }
}

/// List ladders.
///
/// Every published ladder in its newest version, by id.
#[utoipa::path(get, path = "/v1/ladders", tag = "Catalogue", params(PageQuery),
    responses((status = 200, description = "The ladders.", body = List<LadderSummary>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_ladders(request: ApiRequest<PageQuery>) -> Result<Representation, Error> {
    let shelf = &request.app.shelf;
    let last_modified = shelf.newest().map(|published| published.published_at).max();
    let newest = shelf
        .newest()
        .map(|published| localized(published, None, &request.languages))
        .collect::<Result<Vec<_>, _>>()?;
    let mut languages: Vec<String> = Vec::new();
    for language in newest.iter().flat_map(|published| &published.languages) {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    let notes = newest.iter().map(|published| note(published));
    let page = request.query.page();
    let list = page.of_list("ladders", notes, |note| note.id)?;
    let body = match request.media {
        Media::Markdown => {
            let first = newest.first();
            let words = first.map_or_else(|| request.messages(), |first| first.ladder.words());
            let ladders = list.items.iter();
            let ladders = ladders.map(|note| (note.ladder, note.title, note.summary));
            markdown::ladders(words, ladders).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request
        .respond(body)
        .fresh_for(Freshness::Minute)
        .last_modified(last_modified)
        .in_languages(&languages))
}

/// Find a ladder.
///
/// The whole document of a published version, with the stamp that names it.
#[utoipa::path(get, path = "/v1/ladders/{ladder}", tag = "Catalogue", params(LadderPath, LadderQuery),
    responses((status = 200, description = "The ladder.", body = LadderResponse)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn find_ladder(request: LadderRequest<LadderQuery>) -> Result<Representation, Error> {
    let published = &request.published;
    let ladder = &published.ladder;
    let body = match request.media {
        Media::Markdown => markdown::ladder(ladder).into(),
        Media::Svg => svg::ladder(ladder, None).into(),
        _ => to_json(&LadderResponse {
            ladder: ladder.stamp(),
            published_at: published.published_at,
            document: published.as_published()?.document(),
        })?,
    };
    Ok(request.catalog(body))
}

ladder_query! {
    /// Which place to mark.
    pub struct MarkQuery {
        /// The level at which somebody is marked.
        #[param(example = "mid", max_length = 64)]
        pub level: Option<String>,
        /// How they stand to it: `at`, the default; `approaching` the next one, where the quiz knows such a place; or, without a level,
        /// `pre-role`.
        #[param(inline, example = "at")]
        pub standing: Option<Standing>,
    }
}

/// Draw a ladder.
///
/// The ladder as a picture for an `<img>`, with somebody's place on it where one is given. It names a place and no person, and
/// needs nothing from elsewhere.
#[utoipa::path(get, path = "/v1/ladders/{ladder}.svg", tag = "Pictures", params(LadderPath, MarkQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_ladder(request: LadderRequest<MarkQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let place = marked(ladder, &request.query)?;
    Ok(request.catalog(svg::ladder(ladder, place.as_ref())))
}

fn marked(ladder: &Ladder, query: &MarkQuery) -> Result<Option<LadderPosition>, Error> {
    let (level, standing) = match (&query.level, query.standing) {
        (None, None) => return Ok(None),
        (level, standing) => (level.as_deref(), standing.unwrap_or(Standing::At)),
    };
    if let Some(id) = level
        && ladder.level(id).is_none()
    {
        return Err(Error::Invalid(
            RequestPart::Query,
            vec![ladder.unknown_level("/level")],
        ));
    }
    let place = ladder.place_at(level, standing);
    place.map(Some).ok_or_else(|| {
        let places = ladder.table().places().iter();
        let places = places.map(|place| match &place.level {
            Some(level) => format!("{} {level}", place.standing.word()),
            None => place.standing.word().to_owned(),
        });
        let known = places.collect::<Vec<_>>().join(", ");
        let detail = format!("The quiz places nobody like that. It knows: {known}.");
        Error::query("standing", "no_such_place", detail)
    })
}
