//! The quiz: all questions as a form, which works without script and is the fallback of the web component; and the qualifier that
//! is asked where it decides.

use maud::{Markup, html};

use super::layout::{HtmlPage, PageContext, PageKind};
use crate::domain::{
    document::AnswerOption,
    id::{Id, Text},
};

/// What was given so far: to be sent again with whatever is asked next.
#[derive(Debug, Clone, Default)]
pub struct FormAnswers<'a> {
    /// The answers, by question or qualifier.
    pub answers: Vec<(&'a str, &'a str)>,
    /// The qualifiers that were asked; `*` for all that matter.
    pub asked: &'a [String],
}

/// What the page asks.
#[derive(Debug, Clone, Copy)]
pub enum QuizStep<'a> {
    /// The questions.
    Questions {
        /// Whether they came back without an answer.
        empty: bool,
    },
    /// One qualifier, which decides with the answers given.
    Qualifier(&'a Id),
}

/// The page of the quiz. `others` are the other ladders, by id and title.
#[must_use]
pub fn quiz(
    visit: &PageContext<'_>,
    stage: QuizStep<'_>,
    given: &FormAnswers<'_>,
    others: &[(&Id, &Text)],
) -> String {
    let document = visit.ladder.document();
    let words = &visit.words().pages.start;
    let title = (words.title)(document.title.as_str());
    let main = match stage {
        QuizStep::Questions { empty } => questions(visit, &title, empty, others),
        QuizStep::Qualifier(id) => qualifier(visit, id, given),
    };
    visit.page(&HtmlPage {
        kind: PageKind::Quiz,
        title: &title,
        description: document.summary.as_str(),
        structured: None,
        main,
    })
}

fn questions(visit: &PageContext<'_>, title: &str, empty: bool, others: &[(&Id, &Text)]) -> Markup {
    let document = visit.ladder.document();
    let quiz = &document.quiz;
    let stamp = visit.ladder.stamp();
    let words = &visit.words().pages.start;
    html! {
        h1 { (title) }
        p class="lead" dir="auto" { (document.summary) }
        ul class="facts" {
            li { ((words.questions)(quiz.questions.len() as u64)) }
            li { (words.a_minute) }
            li { (words.nothing_stored) }
        }
        @if empty { p class="alert" role="alert" { (words.nothing_answered) } }
        section class="quiz" aria-label=(words.quiz) {
            rungs-quiz ladder=(stamp.id) version=(stamp.version) locale=(document.locale) {
                form method="post" action=(visit.to_quiz(PageKind::Quiz, visit.locale)) {
                    p dir="auto" { (quiz.intro) }
                    @for question in &quiz.questions { (choice(visit, &question.id, &question.text, &question.options)) }
                    p { button type="submit" class="primary" { (words.show) } }
                }
            }
        }
        section {
            h2 { (words.levels) }
            ol class="rungs" {
                @for level in document.levels.iter().rev() {
                    li {
                        a href={ (visit.to_ladder(PageKind::Quiz, visit.locale)) "#level-" (level.id) } dir="auto" { (level.title) }
                        " " span class="muted" dir="auto" { (level.plateau.title) }
                    }
                }
            }
            p { a href=(visit.to_ladder(PageKind::Quiz, visit.locale)) { (words.read_ladder) } }
        }
        @if !others.is_empty() {
            section {
                h2 { (words.others) }
                ul {
                    @for (id, title) in others { li { a href=(visit.to_other(id)) dir="auto" { (title) } } }
                }
            }
        }
    }
}

/// A question with its answers: its options, or yes and no, and that one cannot tell.
fn choice(visit: &PageContext<'_>, id: &Id, text: &Text, options: &[AnswerOption]) -> Markup {
    let words = &visit.words().pages.start;
    let mut answers: Vec<(&str, &str)> = match options {
        [] => vec![("yes", words.yes), ("no", words.no)],
        options => (options.iter())
            .map(|option| (option.id.as_str(), option.text.as_str()))
            .collect(),
    };
    answers.push(("unsure", words.unsure));
    html! {
        fieldset id={ "question-" (id) } {
            legend dir="auto" { (text) }
            div class="choices" {
                @for (answer, label) in answers {
                    label {
                        input type="radio" name={ "answer." (id) } value=(answer);
                        span { (label) }
                    }
                }
            }
        }
    }
}

fn qualifier(visit: &PageContext<'_>, id: &Id, given: &FormAnswers<'_>) -> Markup {
    let words = &visit.words().pages.start;
    let qualifiers = &visit.ladder.document().quiz.qualifiers;
    html! {
        h1 { (words.one_more) }
        p class="lead" { (words.one_more_why) }
        section class="quiz" aria-label=(words.quiz) {
            form method="post" action=(visit.to_quiz(PageKind::Quiz, visit.locale)) {
                (again(given))
                @for qualifier in qualifiers.iter().filter(|qualifier| qualifier.id == *id) {
                    (choice(visit, &qualifier.id, &qualifier.text, &[]))
                }
                p { button type="submit" class="primary" name="asked" value=(id) { (words.show) } }
            }
        }
    }
}

/// What was given, to be sent again.
pub(super) fn again(given: &FormAnswers<'_>) -> Markup {
    html! {
        @for (id, answer) in &given.answers { input type="hidden" name={ "answer." (id) } value=(answer); }
        @for id in given.asked { input type="hidden" name="asked" value=(id); }
    }
}
