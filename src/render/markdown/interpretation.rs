//! An interpretation: what a person's words say to a question, and which of them.

use super::text::{MarkdownPage, inline};
use crate::domain::{
    document::AnswerOption,
    interpretation::{AnswerIntent, InterpretationQuote},
    ladder::Ladder,
};

/// What a person's words say to a question.
pub fn interpretation(
    ladder: &Ladder,
    question: &str,
    answer: Result<AnswerIntent, &AnswerOption>,
    spoken: &[InterpretationQuote<'_>],
    detail: &str,
) -> String {
    let words = ladder.words();
    let texts = &words.texts.interpretation;
    let named = |reading| match reading {
        AnswerIntent::Yes => words.texts.quiz.yes,
        AnswerIntent::No => words.texts.quiz.no,
        AnswerIntent::Unsure => words.texts.quiz.unsure,
        AnswerIntent::Unclear => texts.unclear,
    };
    let answer = answer.map_or_else(
        |option| inline(option.text.as_str()),
        |one| named(one).into(),
    );
    let mut page = MarkdownPage::new(&(texts.answer)(&answer));
    page.say(&inline(question));
    page.say(&inline(detail));
    if !spoken.is_empty() {
        page.say(&format!("**{}**", texts.words));
        page.list(spoken.iter().map(|one| {
            let quoted = (words.facts.interpretation.quoted)(&inline(one.text));
            (texts.word)(&quoted, named(one.reading))
        }));
    }
    page.cite(ladder)
}
