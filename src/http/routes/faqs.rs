//! Frequent questions: what people ask of a ladder.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::{ladder_query::ListQuery, lists::List},
    domain::{document::Faq, ladder::LadderRef},
    error::Error,
    http::{
        extract::request::{LadderPath, LadderRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => list_faqs]
}

/// A question that people ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The question's own members.
    #[serde(flatten)]
    #[schema(value_type = Faq)]
    pub faq: &'a Faq,
}

/// List frequent questions.
///
/// Lists the questions that people ask about the ladder, each with its answer, in the order of the document.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/faqs", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The questions and their answers.", body = List<FaqResponse>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_faqs(request: LadderRequest<ListQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let faqs = ladder.document().faqs.iter();
    let views = faqs.map(|faq| FaqResponse {
        ladder: ladder.stamp(),
        faq,
    });
    let page = request.query.page();
    let list = page.of_list("faqs", views, |view| &view.faq.id)?;
    let list = list.of_ladder(ladder.stamp());
    let body = match request.media {
        Media::Markdown => {
            let faqs = list.items.iter().map(|view| view.faq);
            markdown::faqs(ladder, faqs).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}
