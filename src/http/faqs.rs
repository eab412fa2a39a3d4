//! Frequent questions: what people ask of a ladder.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
};
use crate::{
    app::{edition::ListQuery, lists::List},
    domain::{document::Faq, ladder::Stamp},
    error::Error,
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
pub struct FaqView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The question's own members.
    #[serde(flatten)]
    #[schema(value_type = Faq)]
    pub faq: &'a Faq,
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
