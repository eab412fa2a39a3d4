//! The Markdown beside a page: the same ladder, in the same language, for those who read no HTML.

use super::layout::PageContext;
use crate::{
    domain::id::{Id, Text},
    render::markdown::{Links, ladder_page, quiz_page},
};

/// The page of the quiz as Markdown, with how to take it. `others` are the other ladders, by id and title.
#[must_use]
pub fn quiz_text(visit: &PageContext<'_>, others: &[(&Id, &Text)]) -> String {
    quiz_page(visit.ladder, &links(visit), others)
}

/// The page of a ladder as Markdown: the whole of it, with the links under which its parts are cited.
#[must_use]
pub fn ladder_text(visit: &PageContext<'_>) -> String {
    ladder_page(visit.ladder, &links(visit))
}

fn links<'a>(visit: &PageContext<'a>) -> Links<'a> {
    let shown = visit.ladder.document().locale.as_str();
    let own = visit.locales.first();
    Links {
        base: visit.base,
        locale: own.is_some_and(|own| *own != shown).then_some(shown),
    }
}
