//! Search: ranked hits over everything that a ladder says.

use crate::{
    app::{
        lists::List,
        search::{SearchHit, SearchQuery, search},
    },
    error::Error,
    http::{
        extract::request::{LadderPath, LadderRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => search_ladder]
}

/// Search a ladder.
///
/// Finds the parts of a ladder that contain at least one of the words in `q`, the best match first: levels, phases, dimensions,
/// criteria, questions, roadblocks, resources, pay bands, frequent questions and insights. Forms of a word and small typing errors
/// match, too. See docs/calls.md.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/search", tag = "Catalogue", params(LadderPath, SearchQuery),
    responses((status = 200, description = "The hits; none where nothing was found.", body = List<SearchHit>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn search_ladder(request: LadderRequest<SearchQuery>) -> Result<Representation, Error> {
    let (published, query) = (&request.published, &request.query);
    let list = search(published, query)?;
    let body = match request.media {
        Media::Markdown => {
            let hits = list.items.iter().map(SearchHit::shown);
            markdown::hits(&published.ladder, &query.q, hits).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.computed(body, Freshness::Minute))
}
