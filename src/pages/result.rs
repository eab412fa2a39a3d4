//! The result of the quiz: the place, why, what would move it up, the plateau, the plan, the pay, and what to do next.

use maud::{Markup, html};

use super::{
    components::{bands, picture, roadblocks, title},
    layout::{HtmlPage, PageContext, PageKind},
    plan::{PlanInput, PlanSection, plan},
    quiz::{FormAnswers, again},
};
use crate::{
    domain::{
        answers::Answer,
        id::Id,
        placement::{AnswerEffect, AnswerReason, Placement},
        quiz::LadderPosition,
        roadmap::PlanPhase,
    },
    render::svg,
};

/// A result, and what it came from.
#[derive(Debug)]
pub struct QuizResult<'a> {
    /// The placement.
    pub placement: Placement<'a>,
    /// The plan from there.
    pub planned: PlanSection<'a>,
    /// What was given.
    pub given: FormAnswers<'a>,
}

/// The page of a result.
#[must_use]
pub fn result(visit: &PageContext<'_>, outcome: &QuizResult<'_>) -> String {
    let words = &visit.words().pages.result;
    let placement = &outcome.placement;
    let heading = (words.title)(&place(visit, placement.placement));
    let main = html! {
        div id="result" data-version=(visit.ladder.stamp().version) data-share=(fragment(&outcome.given.answers)) {
            h1 dir="auto" { (heading) }
            (verdict(visit, placement))
            nav class="contents" aria-label=(words.contents) {
                @for (id, name) in [("why", words.why), ("up", words.up), ("plateau", words.break_it),
                    ("plan", visit.words().pages.plan.title), ("pay", words.pay), ("next", words.next_steps), ("keep", words.keep)] {
                    a href={ "#" (id) } { (name) }
                }
            }
            section id="place" aria-label=(words.your_place) { (picture(&svg::placement(visit.ladder, placement))) }
            section id="why" { (why(visit, placement)) }
            section id="up" { (up(visit, placement)) }
            section id="plateau" { (plateau(visit, placement)) }
            section id="plan" { (plan(visit, &outcome.planned, &outcome.given)) }
            section id="pay" { (pay(visit, placement.placement)) }
            section id="next" { (next(visit, outcome)) }
            section id="keep" { (keep(visit, outcome)) }
        }
    };
    visit.page(&HtmlPage {
        kind: PageKind::Result,
        title: &heading,
        description: visit.ladder.document().summary.as_str(),
        structured: None,
        main,
    })
}

/// The answers as they stand in a link, behind the `#`: each answer with what it was given to: `yes=q1,q2&no=q3&weekly=q4`.
fn fragment(answers: &[(&str, &str)]) -> String {
    let mut given = vec!["yes", "no", "unsure"];
    for (_, answer) in answers {
        if !given.contains(answer) {
            given.push(answer);
        }
    }
    let of = |wanted: &str| {
        let ids = answers.iter().filter(|(_, answer)| *answer == wanted);
        let ids: Vec<&str> = ids.map(|(id, _)| *id).collect();
        (!ids.is_empty()).then(|| format!("{wanted}={}", ids.join(",")))
    };
    let parts = given.into_iter().filter_map(of);
    parts.collect::<Vec<_>>().join("&")
}

fn place(visit: &PageContext<'_>, place: &LadderPosition) -> String {
    use crate::domain::document::Standing;
    let words = &visit.words().places;
    let next = place.next_level.as_ref().map(|id| title(visit.ladder, id));
    match (&place.title, place.standing, next) {
        (Some(at), Standing::Approaching, Some(next)) => (words.approaching)(at.as_str(), next),
        (Some(at), ..) => at.to_string(),
        (None, _, Some(next)) => (words.before)(next),
        (None, ..) => words.before_first.to_owned(),
    }
}

fn verdict(visit: &PageContext<'_>, placement: &Placement<'_>) -> Markup {
    let words = &visit.words().pages.result;
    let own = placement.placement;
    let phase = visit.ladder.phase(own.phase);
    let others: Vec<String> = placement
        .range
        .iter()
        .filter(|other| **other != own)
        .map(|other| place(visit, other))
        .collect();
    html! {
        p class="lead" dir="auto" {
            @if let Some(phase) = phase { ((words.phase)(phase.number, phase.title.as_str())) ". " }
            @match &own.next_level {
                Some(next) => ((words.next)(title(visit.ladder, next))),
                None => (words.highest),
            }
        }
        @if !others.is_empty() { p dir="auto" { ((words.open)(&visit.words().either(&others))) } }
        p class="muted" { (words.self_reported) }
    }
}

fn why(visit: &PageContext<'_>, placement: &Placement<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.result;
    let quiz = &visit.ladder.document().quiz;
    let counts = placement.counts;
    let reason = |id: &Id| placement.reasons.iter().find(|reason| reason.id == id);
    let qualifiers = quiz
        .qualifiers
        .iter()
        .map(|qualifier| (&qualifier.id, &qualifier.text));
    let qualifiers = qualifiers.filter(|(id, _)| reason(id).is_some());
    let questions = quiz
        .questions
        .iter()
        .map(|question| (&question.id, &question.text));
    let open = |id: &Id| {
        let question = quiz.questions.iter().find(|question| question.id == *id)?;
        let gives = words.facts.placement.gives_not_yet;
        visit
            .ladder
            .table()
            .counts_points()
            .then(|| gives(question.most_points()))
    };
    html! {
        h2 { (texts.why) }
        @if let Some(points) = counts.points { p { ((texts.points)(points.got, points.of)) } }
        p { ((texts.counts)(counts.yes, counts.no, counts.unsure, counts.unanswered)) " " ((texts.rule)(&placement.rule.text)) }
        @if let Some(unevenness) = &placement.unevenness { p dir="auto" { (unevenness) } }
        ul class="answers" {
            @for (id, text) in questions.chain(qualifiers) {
                li {
                    p dir="auto" { (text) }
                    @match reason(id) {
                        Some(reason) => p {
                            span class={ "answer " (class(reason)) } dir=[reason.answer.as_plain().is_none().then_some("auto")] { (label(visit, reason)) } ". "
                            span class="muted" { (reason.text) }
                        },
                        None => p {
                            span class="answer" { (texts.not_answered) } ". " span class="muted" { (open(id).unwrap_or(texts.counts_as_not_yes.into())) }
                        },
                    }
                }
            }
        }
        @if let Some(reading) = &quiz.reading { p dir="auto" { strong { (texts.reading) ": " } (reading) } }
    }
}

/// An answer in words.
fn label<'a>(visit: &PageContext<'a>, reason: &'a AnswerReason<'_>) -> &'a str {
    let words = &visit.words().pages.start;
    match reason.answer.as_plain() {
        Some(Answer::Yes) => words.yes,
        Some(Answer::No) => words.no,
        Some(_) => words.unsure,
        None => {
            let quiz = &visit.ladder.document().quiz;
            let option = quiz.option(reason.id, reason.answer.as_str());
            option.map_or(reason.answer.as_str(), |option| option.text.as_str())
        }
    }
}

/// What tells answers apart by more than their words.
fn class<'a>(reason: &'a AnswerReason<'_>) -> &'a str {
    match (reason.answer.as_plain(), reason.effect) {
        (None, AnswerEffect::Counted) => "yes",
        (None, _) => "no",
        (Some(_), _) => reason.answer.as_str(),
    }
}

/// The most ways up that are listed.
const MOST_WAYS: usize = 6;

fn up(visit: &PageContext<'_>, placement: &Placement<'_>) -> Markup {
    let words = &visit.words().pages.result;
    let quiz = &visit.ladder.document().quiz;
    let text = |id: &Id| -> String {
        let question = quiz
            .questions
            .iter()
            .find(|question| question.id == *id)
            .map(|question| &question.text);
        let qualifier = quiz
            .qualifiers
            .iter()
            .find(|qualifier| qualifier.id == *id)
            .map(|qualifier| &qualifier.text);
        question
            .or(qualifier)
            .map_or_else(|| id.to_string(), ToString::to_string)
    };
    let sets = &placement.to_advance;
    let shown = sets.len().min(MOST_WAYS) as u64;
    let points = visit.ladder.table().counts_points();
    html! {
        h2 { (words.up) }
        @match sets.as_slice() {
            [] => p { (words.top) },
            [only] => {
                p { (if points { words.up_all_points } else { words.up_all }) }
                ul { @for id in only { li dir="auto" { (text(id)) } } }
            }
            several => {
                p { (if points { words.up_any_points } else { words.up_any }) }
                ul {
                    @for set in several.iter().take(MOST_WAYS) {
                        li {
                            @for (at, id) in set.iter().enumerate() {
                                @if at > 0 { " " em { (words.both) } " " }
                                span dir="auto" { (text(id)) }
                            }
                        }
                    }
                }
                @if placement.to_advance_total > shown { p { ((words.up_more)(placement.to_advance_total - shown)) } }
            }
        }
    }
}

fn plateau(visit: &PageContext<'_>, placement: &Placement<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.result;
    let plateau = &placement.plateau;
    html! {
        h2 dir="auto" { ((texts.plateau)(title(visit.ladder, plateau.level))) }
        p { strong dir="auto" { (plateau.title) } }
        p dir="auto" { (plateau.summary) }
        @if let Some(phase) = visit.ladder.phase(placement.placement.phase) {
            h3 { (texts.break_it) }
            p dir="auto" { (phase.plateau) }
            h3 { (texts.why_it_lasts) }
            p dir="auto" { (phase.why_it_lasts) }
        }
        @if !placement.roadblocks.is_empty() {
            h3 { (texts.roadblocks) }
            (roadblocks(words, &placement.roadblocks))
        }
    }
}

fn pay(visit: &PageContext<'_>, place: &LadderPosition) -> Markup {
    let words = &visit.words().pages.result;
    let wanted =
        |id: &Id| Some(id) == place.level.as_ref() || Some(id) == place.next_level.as_ref();
    let own = visit
        .ladder
        .document()
        .compensation
        .iter()
        .filter(|band| wanted(&band.level));
    html! {
        h2 { (words.pay) }
        @match bands(visit.ladder, own) { Some(chart) => (chart), None => p { (words.no_band) } }
    }
}

fn next(visit: &PageContext<'_>, outcome: &QuizResult<'_>) -> Markup {
    let words = &visit.words().pages.result;
    let phases = outcome
        .planned
        .roadmap
        .iter()
        .flat_map(|roadmap| &roadmap.phases);
    let first = phases.clone().flat_map(|phase| &phase.milestones).next();
    let phase: Option<&PlanPhase<'_>> = phases.into_iter().next();
    html! {
        h2 { (words.next_steps) }
        @match first {
            Some(milestone) => p dir="auto" { ((words.first_milestone)(milestone.criterion.text.as_str())) },
            None => p { (words.no_milestone) },
        }
        @if let Some(phase) = phase {
            h3 { (words.alone) }
            p dir="auto" { (phase.self_study) }
            h3 { (words.with_a_mentor) }
            p dir="auto" { (phase.mentor_role) }
        }
    }
}

fn keep(visit: &PageContext<'_>, outcome: &QuizResult<'_>) -> Markup {
    let words = &visit.words().pages.result;
    let PlanInput { hours, start, met } = &outcome.planned.wanted;
    let ways = [
        (
            "markdown",
            words.markdown,
            outcome.planned.roadmap.is_some(),
        ),
        ("svg", words.picture, outcome.planned.roadmap.is_some()),
        ("calendar", words.calendar, has_dates(outcome)),
        ("json", words.json, true),
    ];
    html! {
        h2 { (words.keep) }
        p class="muted" { (words.keep_about) }
        form class="row" method="post" action=(visit.to_quiz(PageKind::Result, visit.locale)) {
            (again(&outcome.given))
            input type="hidden" name="hours" value=(hours);
            input type="hidden" name="start" value=(start);
            @for id in met { input type="hidden" name="met" value=(id); }
            @for (value, label, _) in ways.into_iter().filter(|(.., there)| *there) {
                button type="submit" name="as" value=(value) { (label) }
            }
        }
        // Filled in and shown by script, without which there is nothing to copy and the browser prints by itself.
        div class="scripted" hidden {
            p { label for="share" { (words.link) } }
            p class="row" {
                input id="share" type="text" readonly aria-describedby="share-about";
                button type="button" id="copy" data-done=(words.copied) { (words.copy) }
                button type="button" id="print" { (words.print) }
            }
            p id="share-about" class="muted" { (words.link_about) }
            p role="status" id="copy-status" {}
        }
        p class="row" {
            a class="button scripted" hidden id="change" href=(visit.to_quiz(PageKind::Result, visit.locale)) { (words.change) }
            a class="button" id="again" href=(visit.to_quiz(PageKind::Result, visit.locale)) { (words.again) }
        }
    }
}

fn has_dates(outcome: &QuizResult<'_>) -> bool {
    let phases = outcome
        .planned
        .roadmap
        .iter()
        .flat_map(|roadmap| &roadmap.phases);
    let mut milestones = phases.flat_map(|phase| &phase.milestones);
    milestones.any(|milestone| milestone.due_on.is_some())
}
