//! A turn of a quiz that asks a question, or that ends without a result. With a result it is the placement's page.

use super::text::{MarkdownPage, code, inline, paragraphs};
use crate::domain::{ladder::Ladder, turn::TurnQuestion};

/// A turn: what was done, the question, how to answer, and the state to answer with.
pub fn turn(
    ladder: &Ladder,
    detail: &str,
    question: Option<&TurnQuestion<'_>>,
    state: Option<&str>,
) -> String {
    let texts = &ladder.words().texts.quiz;
    let mut page = MarkdownPage::new(&inline(ladder.document().quiz.title.as_str()));
    page.say(&inline(detail));
    if let Some(question) = question {
        page.heading(2, &inline(question.text.as_str()));
        if let Some(statement) = question.statement {
            page.say(&(texts.affirmed)(&paragraphs(statement.as_str())));
        }
        if question.options.is_empty() {
            page.say(texts.turn_answers);
        } else {
            let options = question.options.iter();
            page.list(
                options.map(|option| {
                    format!("{}: {}", code(&option.id), inline(option.text.as_str()))
                }),
            );
            page.say(texts.turn_options);
        }
    }
    if let Some(state) = state {
        page.say(&format!("{} {}", texts.turn_state, code(state)));
    }
    page.cite(ladder)
}
