//! A person's progress on a ladder.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor,
        ladder_query::{LadderSelection, unknown_ladder},
        now,
        progress::{MOST, ProgressResponse},
    },
    domain::progress::ProgressVersion,
    error::Error,
    http::{
        extract::{
            person::{PersonParam, PersonPath},
            request::ApiRequest,
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Key(PeopleRead) => find_progress]
}

/// On which ladder, and how far back.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProgressQuery {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// How many of the newest assessments are looked at; 1000 where it is not given.
    #[param(minimum = 1, maximum = 1000, example = 1000)]
    pub limit: Option<u64>,
    /// The language (BCP 47) of the ladder's text and of what is said of it, one that the ladder has; `Accept-Language` decides where it
    /// is not given.
    #[param(
        example = "en",
        max_length = 35,
        pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )]
    pub locale: Option<String>,
}

impl LadderSelection for ProgressQuery {
    fn version(&self) -> Option<&str> {
        None
    }

    fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }
}

impl ProgressQuery {
    fn limit(&self) -> Result<u16, Error> {
        let limit = self.limit.unwrap_or(MOST.into());
        let limit = u16::try_from(limit)
            .ok()
            .filter(|limit| (1..=MOST).contains(limit));
        limit.ok_or_else(|| {
            let detail = format!("The limit goes from 1 to {MOST}.");
            Error::query("limit", "out_of_range", detail)
        })
    }
}

/// Find somebody's progress.
///
/// Compares somebody's newest assessments for a ladder over time: placements, time at each level, changes, their own view beside
/// assessors', and the placement under the newest version. Only questions and options with the same words are compared. Also as a
/// picture. See docs/people.md.
#[utoipa::path(get, path = "/v1/people/{person}/progress", tag = "People", params(PersonPath, ProgressQuery),
    responses((status = 200, description = "What the assessments say.", body = ProgressResponse)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn find_progress(
    actor: Actor,
    api: ApiRequest<ProgressQuery>,
    PersonParam(id): PersonParam,
) -> Result<Representation, Error> {
    let (app, query) = (&api.app, &api.query);
    let limit = query.limit()?;
    let person = app.person(&actor, &id).await?;
    let original = app
        .shelf
        .find(&query.ladder, None)
        .map_err(unknown_ladder)?;
    let published = api.localized(original)?;
    let kept = app
        .person_assessments(person.key(), &query.ladder, limit)
        .await?;
    let total = app
        .store
        .count_assessments(person.key(), &query.ladder)
        .await?;
    let newest = ProgressVersion {
        ladder: &original.ladder,
        edition: &published.ladder,
    };
    let note = ProgressResponse::new(&person.name, total, &kept, newest, now())?;
    let ladder = newest.edition;
    let body = match api.media {
        Media::Markdown => {
            let of = (note.person, note.total, &note.guidance);
            markdown::progress(ladder, &note.progress, of).into()
        }
        Media::Svg => svg::progress(ladder, &note.progress, now()).into(),
        _ => to_json(&note)?,
    };
    Ok(api.respond(body).in_languages(&published.languages))
}
