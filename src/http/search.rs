//! Search: ranked hits over everything that a ladder says.

use super::{
    Operation,
    negotiation::Media,
    representation::{Freshness, Representation, to_json},
    request::{LadderPath, LadderRequest},
};
use crate::{
    app::{
        lists::List,
        search::{SearchHit, SearchQuery, search},
    },
    error::Error,
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
/// Levels, phases, dimensions, criteria, quiz questions, roadblocks, resources, pay bands, questions that people ask, and insights
/// that speak of one of the words or more, the best first (BM25); of equal ones the earlier in the document. Case, accents and, in
/// languages with stemming, the forms of a word make no difference. A word that the ladder does not have stands for the nearest one:
/// one typing error is forgiven from 4 letters, two from 8. The last word, from 3 letters, also finds words that begin so. Bands that
/// are not published are found, too, and say so.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/search", tag = "Catalogue", params(LadderPath, SearchQuery),
    responses((status = 200, description = "The hits; none where nothing was found.", body = List<SearchHit>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn search_ladder(request: LadderRequest<SearchQuery>) -> Result<Representation, Error> {
    let (published, query) = (&request.published, &request.query);
    let list = search(published, query, &request.app.config.words.stemming)?;
    let body = match request.media {
        Media::Markdown => {
            let hits = list.items.iter().map(SearchHit::shown);
            markdown::hits(&published.ladder, &query.q, hits).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.computed(body, Freshness::Minute))
}
