//! Problem pages, where the `type` of every problem leads, and the JSON Schemas of documents.

use actix_web::web::Path;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::{
    app::{exports, released},
    domain::schema,
    error::{Error, KINDS, ProblemKind, kind_of},
    http::{
        extract::{query::Nothing, request::ApiRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Open => find_problem_text, find_problem; Public => find_ladder_schema, find_export_schema]
}

/// Which kind of problem, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ProblemPath {
    /// The last part of a problem's `type`.
    #[param(
        example = "not-found",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub slug: String,
}

/// Explain a problem.
///
/// What a kind of problem means and how to mend it. This is where the `type` of a problem document leads.
#[utoipa::path(get, path = "/problems/{slug}", tag = "Problems", params(ProblemPath),
    responses((status = 200, description = "The explanation.", content(
        (ProblemKind = "application/json"), (String = "text/markdown"), (String = "text/html")))))]
async fn find_problem(
    request: ApiRequest<Nothing>,
    path: Path<ProblemPath>,
) -> Result<Representation, Error> {
    problem(&request, &path.slug)
}

/// Explain a problem in Markdown.
///
/// The same under an address of its own, for those who cannot ask for a media type.
#[utoipa::path(get, path = "/problems/{slug}.md", tag = "Problems", params(ProblemPath),
    responses((status = 200, description = "The explanation.", body = String, content_type = "text/markdown")))]
async fn find_problem_text(
    request: ApiRequest<Nothing>,
    path: Path<ProblemPath>,
) -> Result<Representation, Error> {
    problem(&request, &path.slug)
}

fn problem(request: &ApiRequest<Nothing>, slug: &str) -> Result<Representation, Error> {
    let kind = kind_of(slug).ok_or_else(|| {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.slug).collect();
        let known = known.join(", ");
        Error::NotFound(format!("There is no such kind of problem. There is: {known}.").into())
    })?;
    let body = match request.media {
        Media::Html => html(kind).into(),
        Media::Markdown => markdown(kind).into(),
        _ => to_json(kind)?,
    };
    let representation = request.respond(body).fresh_for(Freshness::Minute);
    Ok(representation.last_modified(released()))
}

fn markdown(kind: &ProblemKind) -> String {
    format!(
        "# {} ({})\n\n{}\n\n## How to mend it\n\n{}\n",
        kind.title, kind.status, kind.meaning, kind.mending
    )
}

/// The texts are our own and hold nothing that HTML would take for markup.
fn html(kind: &ProblemKind) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title>\
         <link rel=\"alternate\" type=\"text/markdown\" href=\"{slug}.md\"></head>\n<body>\n<main>\n<h1>{title} ({status})</h1>\n<p>{meaning}</p>\n<h2>How to mend it</h2>\n\
         <p>{mending}</p>\n</main>\n</body>\n</html>\n",
        slug = kind.slug,
        title = kind.title,
        status = kind.status,
        meaning = kind.meaning,
        mending = kind.mending
    )
}

/// Find the ladder format's JSON Schema.
///
/// JSON Schema (2020-12) of the format `rungs/ladder/1`. References between parts and the quiz are proven beyond it, by
/// `rungs ladder check`.
#[utoipa::path(get, path = "/v1/schemas/ladder.json", tag = "Catalogue",
    responses((status = 200, description = "The schema.", body = Object)),
    extensions(("x-renditions" = json!(["application/schema+json"]))))]
async fn find_ladder_schema(request: ApiRequest<Nothing>) -> Result<Representation, Error> {
    show_schema(&request, &schema::of_ladder())
}

/// Find the JSON Schema of a person's export.
///
/// JSON Schema (2020-12) of the format `rungs/person-export/1`.
#[utoipa::path(get, path = "/v1/schemas/person-export.json", tag = "Catalogue",
    responses((status = 200, description = "The schema.", body = Object)),
    extensions(("x-renditions" = json!(["application/schema+json"]))))]
async fn find_export_schema(request: ApiRequest<Nothing>) -> Result<Representation, Error> {
    let title = format!(
        "All that Rungs holds about a person, format {}",
        exports::FORMAT
    );
    show_schema(&request, &schema::of::<exports::PersonExport>(&title))
}

fn show_schema(request: &ApiRequest<Nothing>, schema: &Value) -> Result<Representation, Error> {
    let body = serde_json::to_vec_pretty(schema);
    let body = body.map_err(|error| Error::Internal(error.to_string()))?;
    let representation = request.respond(body).fresh_for(Freshness::Minute);
    Ok(representation.last_modified(released()))
}
