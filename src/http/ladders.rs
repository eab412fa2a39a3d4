//! Ladders: the list, whole documents, versions and what differs between them, two levels compared.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Operation,
    catalogue::{LadderPath, List, Page, Read, VersionQuery, render, versioned},
    rendition::{Keep, Rendition},
};
use crate::{
    app::Published,
    domain::{
        compare::Comparison,
        diff::{Difference, differences},
        document::Document,
        id::{Id, Text, Version},
        ladder::Stamp,
    },
    error::{Error, Part},
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![
        list_ladders,
        find_ladder,
        compare_levels,
        list_versions,
        diff_versions
    ]
}

/// A ladder in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderNote<'a> {
    /// Which ladder, in its newest version.
    pub ladder: &'a Stamp,
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
pub struct WholeLadder<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// When this version was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// The document's own members.
    #[serde(flatten)]
    #[schema(value_type = Document)]
    pub document: &'a Document,
}

/// A published version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionNote<'a> {
    /// The version.
    #[schema(value_type = Version)]
    pub version: &'a Version,
    /// BLAKE3 of the document's canonical JSON.
    #[schema(value_type = String, max_length = 71)]
    pub hash: &'a str,
    /// When it was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// Whether it is the one that is served where no version is asked for.
    pub current: bool,
}

/// What differs between two versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionDiff<'a> {
    /// The first version.
    pub from: &'a Stamp,
    /// The second version.
    pub to: &'a Stamp,
    /// Every difference.
    #[schema(max_items = 100_000)]
    pub differences: Vec<Difference>,
}

/// Two levels compared.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelComparison<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The comparison.
    #[serde(flatten)]
    pub comparison: Comparison<'a>,
}

/// Which two levels.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// The lower level.
    #[param(example = "junior", max_length = 64)]
    pub from: String,
    /// The higher level; it need not be the next one.
    #[param(example = "mid", max_length = 64)]
    pub to: String,
    /// A published version, such as `1.0.0`. The newest one where it is not given.
    #[param(example = "1.0.0", max_length = 64)]
    pub version: Option<String>,
}

versioned!(CompareQuery);

/// Which page of the list of ladders.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

impl PageQuery {
    fn page(&self) -> Page<'_> {
        Page {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// Two versions, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionsPath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The first version.
    #[param(example = "1.0.0", max_length = 64)]
    pub a: String,
    /// The second version.
    #[param(example = "1.0.0", max_length = 64)]
    pub b: String,
}

fn note(published: &Published) -> LadderNote<'_> {
    let document = published.ladder.document();
    LadderNote {
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
    responses((status = 200, description = "The ladders.", content(
        (List<LadderNote> = "application/json"), (String = "text/markdown")))))]
async fn list_ladders(read: Read) -> Result<HttpResponse, Error> {
    read.answer(|media| {
        read.work(|query: &PageQuery| {
            let shelf = &read.app().shelf;
            let changed = shelf.newest().map(|published| published.published_at).max();
            let list = query.page().cut(
                None,
                shelf.newest().map(|published| note(published)),
                |note| note.id.to_string(),
            )?;
            let body = render(media, &list, |list| {
                markdown::ladders(
                    list.items
                        .iter()
                        .map(|note| (note.ladder, note.title, note.summary)),
                )
            })?;
            Ok(Rendition::new(media, body, changed, Keep::AMinute))
        })
    })
}

/// Find a ladder.
///
/// The whole document of a published version, with the stamp that names it.
#[utoipa::path(get, path = "/v1/ladders/{ladder}", tag = "Catalogue", params(LadderPath, VersionQuery),
    responses((status = 200, description = "The ladder.", content(
        (WholeLadder = "application/json"), (String = "text/markdown")))))]
async fn find_ladder(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, _: &VersionQuery, media| {
        let whole = WholeLadder {
            ladder: published.ladder.stamp(),
            published_at: published.published_at,
            document: published.ladder.document(),
        };
        render(media, &whole, |_| markdown::ladder(&published.ladder))
    })
}

/// Compare two levels.
///
/// What changes in each dimension, every exit criterion between the two, their tenure, and the pay step where both bands
/// are published (else the reason why not). The second level is above the first and need not be the next one.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compare", tag = "Catalogue", params(LadderPath, CompareQuery),
    responses((status = 200, description = "The comparison.", content(
        (LevelComparison = "application/json"), (String = "text/markdown")))))]
async fn compare_levels(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &CompareQuery, media| {
        let comparison = published
            .ladder
            .compare(&query.from, &query.to)
            .map_err(|faults| Error::Invalid(Part::Query, faults))?;
        let answer = LevelComparison {
            ladder: published.ladder.stamp(),
            comparison,
        };
        render(media, &answer, |answer| {
            markdown::comparison(&published.ladder, &answer.comparison)
        })
    })
}

/// List versions.
///
/// Every published version of a ladder, newest first. Published versions never change.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/versions", tag = "Catalogue", params(LadderPath, PageQuery),
    responses((status = 200, description = "The versions.", content(
        (List<VersionNote> = "application/json"), (String = "text/markdown")))))]
async fn list_versions(read: Read) -> Result<HttpResponse, Error> {
    read.answer(|media| {
        read.work(|query: &PageQuery| {
            let shelf = &read.app().shelf;
            let current = shelf.find(read.part("ladder"), None)?.ladder.stamp();
            let versions = || shelf.versions(current.id.as_str());
            let list = query.page().cut(
                Some(current),
                versions().map(|published| {
                    let stamp = published.ladder.stamp();
                    VersionNote {
                        version: &stamp.version,
                        hash: &stamp.hash,
                        published_at: published.published_at,
                        current: stamp.version == current.version,
                    }
                }),
                |note| note.version.to_string(),
            )?;
            let changed = versions().map(|published| published.published_at).max();
            let body = render(media, &list, |list| {
                let lines = list.items.iter().map(|note| {
                    let day = note.published_at.date_naive().to_string();
                    (note.version, day, note.current)
                });
                markdown::versions(current, lines)
            })?;
            Ok(Rendition::new(media, body, changed, Keep::AMinute))
        })
    })
}

/// Compare two versions.
///
/// Every difference between two published versions of a ladder, place by place.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/versions/{a}/diff/{b}", tag = "Catalogue", params(VersionsPath),
    responses((status = 200, description = "The differences.", content(
        (VersionDiff = "application/json"), (String = "text/markdown")))))]
async fn diff_versions(read: Read) -> Result<HttpResponse, Error> {
    read.answer(|media| {
        let _: super::extract::Nothing = read.query()?;
        let shelf = &read.app().shelf;
        let version = |name: &str| {
            shelf
                .find(read.part("ladder"), Some(read.part(name)))
                .map_err(|_| Error::NotFound("There is no such version of this ladder.".into()))
        };
        let (from, to) = (version("a")?, version("b")?);
        let value = |published: &Published| {
            serde_json::from_str(published.ladder.canonical())
                .map_err(|error| Error::Internal(error.to_string()))
        };
        let diff = VersionDiff {
            from: from.ladder.stamp(),
            to: to.ladder.stamp(),
            differences: differences(&value(from)?, &value(to)?),
        };
        let changed = from.published_at.max(to.published_at);
        let body = render(media, &diff, |diff| {
            markdown::diff(diff.from, diff.to, &diff.differences)
        })?;
        Ok(Rendition::new(media, body, Some(changed), Keep::Forever))
    })
}
