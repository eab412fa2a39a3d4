//! What a person is told where a page cannot be shown.

use maud::{DOCTYPE, html};

use super::assets;
use crate::{error::Problem, locales::MessageCatalogue, render::xml_text::lawful};

/// A problem as a page. `root` leads from it to the root of the service.
#[must_use]
pub fn trouble(problem: &Problem<'_>, root: &str, words: &MessageCatalogue) -> String {
    let texts = &words.pages.trouble;
    let page = html! {
        (DOCTYPE)
        html lang=(words.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (texts.title) " · Rungs" }
                link rel="stylesheet" href={ (root) "assets/" (assets::STYLE.name) };
            }
            body {
                main id="content" {
                    h1 { (texts.title) }
                    p lang="en" { strong { (problem.title) } " (" (problem.status) ")" }
                    p lang="en" { (problem.detail) }
                    ul lang="en" { @for fault in &problem.errors { li { code { (fault.pointer) } " " (fault.detail) } } }
                    p { a href=(root) { (texts.back) } }
                }
            }
        }
    };
    lawful(page.into_string())
}
