//! Roadblocks and frequent questions: why people get stuck, how to tell from their own words, and what they ask.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{Ask, LadderPath, LadderQuery, List, ListQuery, Read, list_query, render},
    extract::Json,
};
use crate::{
    domain::{
        diagnosis::Diagnosis,
        document::{Faq, Roadblock},
        id::Id,
        ladder::Stamp,
    },
    error::{Error, Part},
    json, operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![list_roadblocks, diagnose_roadblocks, list_faqs]
}

list_query! {
    /// Which roadblocks.
    pub struct RoadblockQuery {
        /// Only those met at this level.
        #[param(example = "senior", max_length = 64)]
        pub level: Option<String>,
    }
}

/// A roadblock.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadblockView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The roadblock's own members.
    #[serde(flatten)]
    #[schema(value_type = Roadblock)]
    pub roadblock: &'a Roadblock,
}

/// A question that people ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The question's own members.
    #[serde(flatten)]
    #[schema(value_type = Faq)]
    pub faq: &'a Faq,
}

/// What a person tells.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "My agent works in the demo, but in production it keeps calling the same tool and I cannot tell which step failed.", "level": "mid"}))]
pub struct DiagnoseRoadblocks {
    /// What happens and what gets in the way, in the person's own words.
    #[schema(value_type = String, min_length = 1, max_length = 4_000, required = true)]
    pub text: Option<String>,
    /// Only roadblocks that are met at this level; all where it is not given.
    pub level: Option<Id>,
}

/// A diagnosis of one ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadblockDiagnosis<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The diagnosis.
    #[serde(flatten)]
    pub diagnosis: Diagnosis<'a>,
}

/// List roadblocks.
///
/// Why people get stuck and what clears it, in the order of the document.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/roadblocks", tag = "Catalogue", params(LadderPath, RoadblockQuery),
    responses((status = 200, description = "The roadblocks.", content(
        (List<RoadblockView> = "application/json"), (String = "text/markdown")))))]
async fn list_roadblocks(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &RoadblockQuery, media| {
        let ladder = &published.ladder;
        if let Some(level) = &query.level
            && ladder.level(level).is_none()
        {
            return Err(Error::Invalid(
                Part::Query,
                vec![ladder.unknown_level("/level")],
            ));
        }
        let roadblocks = ladder.document().roadblocks.iter().filter(|roadblock| {
            let met = |level: &String| roadblock.levels.iter().any(|id| id == level.as_str());
            query.level.as_ref().is_none_or(met)
        });
        let page = query.page();
        let list = page.cut(
            Some(ladder.stamp()),
            roadblocks.map(|roadblock| RoadblockView {
                ladder: ladder.stamp(),
                roadblock,
            }),
            |view| view.roadblock.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::roadblocks(ladder, list.items.iter().map(|view| view.roadblock))
        })
    })
}

/// Tell a roadblock from a person's words.
///
/// Which roadblocks a text speaks of, by the signals that the ladder lists for each, without a language model: the same text always
/// gives the same bytes, and every roadblock comes with the words that speak for it. Forms of a word, typing errors and denials are
/// seen. What is too little to go on is answered `unclear`, with nothing guessed; so is a ladder whose roadblocks have no signals
/// (`no_signals`). Nothing is stored or logged of the text.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/roadblocks/diagnose", tag = "Planning", params(LadderPath, LadderQuery),
    request_body = DiagnoseRoadblocks,
    responses((status = 200, description = "What the text points to.", content(
        (RoadblockDiagnosis = "application/json"), (String = "text/markdown")))))]
async fn diagnose_roadblocks(ask: Ask<LadderQuery>, body: Json) -> Result<HttpResponse, Error> {
    let published = ask.published()?;
    let ladder = &published.ladder;
    let (text, level) = body.work(|text| {
        let told: DiagnoseRoadblocks = json::parse(text)?;
        let level = told.level.as_ref().map(Id::as_str);
        // Read as optional, so that one that is missing does not hide what is wrong with the other.
        let faults = ladder.check_statement(told.text.as_deref(), level);
        match told.text {
            Some(text) if faults.is_empty() => Ok((text, told.level)),
            _ => Err(Error::Invalid(Part::Body, faults)),
        }
    })?;
    let index = ask.original()?.signals(&ask.app().config.words.stemming);
    let diagnosis = ladder
        .diagnose(index, &text, level.as_ref().map(Id::as_str))
        .map_err(|faults| Error::Invalid(Part::Body, faults))?;
    let answer = RoadblockDiagnosis {
        ladder: ladder.stamp(),
        diagnosis,
    };
    ask.answer(&answer, |answer| {
        markdown::diagnosis(ladder, &answer.diagnosis)
    })
}

/// List frequent questions.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/faqs", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The questions and their answers.", content(
        (List<FaqView> = "application/json"), (String = "text/markdown")))))]
async fn list_faqs(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let list = query.page().cut(
            Some(ladder.stamp()),
            ladder.document().faqs.iter().map(|faq| FaqView {
                ladder: ladder.stamp(),
                faq,
            }),
            |view| view.faq.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::faqs(ladder, list.items.iter().map(|view| view.faq))
        })
    })
}
