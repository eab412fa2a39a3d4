//! The plan in a result: what it is made from, its time line, and its milestones.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::{
    components::{effort, measure, picture, resources},
    layout::{PageContext, PageKind},
    quiz::{FormAnswers, again},
};
use crate::{
    domain::roadmap::{Milestone, PlanPhase, Roadmap},
    render::svg,
};

/// What a plan was wanted with, as it was sent.
#[derive(Debug, Clone, Default)]
pub struct PlanInput {
    /// Hours a week.
    pub hours: String,
    /// The first day.
    pub start: String,
    /// The criteria met already, by id.
    pub met: Vec<String>,
}

/// A plan, or that none could be made of what was sent.
#[derive(Debug)]
pub struct PlanSection<'a> {
    /// The plan; None where it could not be made.
    pub roadmap: Option<Roadmap<'a>>,
    /// With what it was wanted.
    pub wanted: PlanInput,
}

pub(super) fn plan(
    visit: &PageContext<'_>,
    planned: &PlanSection<'_>,
    given: &FormAnswers<'_>,
) -> Markup {
    let words = &visit.words().pages.plan;
    html! {
        h2 { (words.title) }
        @match &planned.roadmap {
            None => p class="alert" role="alert" { (words.cannot) },
            Some(roadmap) => (shown(visit, roadmap)),
        }
        (controls(visit, planned, given))
    }
}

fn shown(visit: &PageContext<'_>, roadmap: &Roadmap<'_>) -> Markup {
    let words = &visit.words().pages.plan;
    html! {
        p { strong dir="auto" {
            @match &roadmap.target { Some(target) => ((words.to)(target.title.as_str())), None => (words.at_the_top) }
        } }
        (picture(&svg::roadmap(visit.ladder, roadmap)))
        @if roadmap.totals.milestones == 0 { p { (words.done) } }
        @for phase in &roadmap.phases { (phase_of(visit, phase)) }
        @if !roadmap.notes.is_empty() {
            h3 { (words.notes) }
            ul { @for note in &roadmap.notes { li dir="auto" { (note.detail) } } }
        }
        details { summary { (words.reckoned) } p { (roadmap.rule) } }
    }
}

fn phase_of(visit: &PageContext<'_>, phase: &PlanPhase<'_>) -> Markup {
    let words = visit.words();
    let plan = &words.pages.plan;
    html! {
        @if !phase.milestones.is_empty() {
            details {
                summary dir="auto" { (plan.milestone) ": " ((words.pages.ladder.phase)(phase.number, phase.title.as_str())) }
                ol class="milestones" {
                    @for milestone in &phase.milestones { (milestone_of(visit, milestone)) }
                }
            }
        }
        @if !phase.resources.is_empty() {
            details {
                summary dir="auto" { (plan.helps) ": " ((words.pages.ladder.phase)(phase.number, phase.title.as_str())) }
                (resources(words, phase.resources.iter().copied()))
            }
        }
    }
}

fn milestone_of(visit: &PageContext<'_>, milestone: &Milestone<'_>) -> Markup {
    let words = visit.words();
    let plan = &words.pages.plan;
    let date = |date: NaiveDate| words.date(date.year(), date.month(), date.day());
    html! {
        li {
            p dir="auto" { (milestone.criterion.text) (measure(words, milestone.criterion.measure)) }
            p class="muted" {
                (plan.effort) ": "
                @match milestone.effort { Some(figure) => (effort(words, figure)), None => (plan.unknown) }
                @if let (Some(from), Some(due)) = (milestone.starts_on, milestone.due_on) {
                    " · " time datetime=(from) { (date(from)) } " – " time datetime=(due) { (date(due)) }
                }
            }
        }
    }
}

/// Hours, start, and what is met already, to plan again with.
fn controls(visit: &PageContext<'_>, planned: &PlanSection<'_>, given: &FormAnswers<'_>) -> Markup {
    let words = &visit.words().pages.plan;
    let wanted = &planned.wanted;
    let phases = planned.roadmap.iter().flat_map(|roadmap| &roadmap.phases);
    let phases = phases.filter_map(|phase| visit.ladder.phase(phase.number));
    let met = |id: &str| wanted.met.iter().any(|met| met == id);
    html! {
        form class="plan" method="post" action={ (visit.to_quiz(PageKind::Result, visit.locale)) "#plan" } {
            (again(given))
            p class="row" {
                label { (words.hours) " " input type="number" name="hours" min="1" max="60" step="1" required value=(wanted.hours); }
                label { (words.start) " " input type="date" name="start" min="1900-01-01" max="9000-12-31" value=(wanted.start); }
            }
            fieldset {
                legend { (words.met) }
                p class="muted" { (words.met_about) }
                @for phase in phases {
                    @for criterion in &phase.criteria {
                        label class="check" {
                            input type="checkbox" name="met" value=(criterion.id) checked[met(criterion.id.as_str())];
                            span dir="auto" { (criterion.text) }
                        }
                    }
                }
            }
            p { button type="submit" { (words.again) } }
        }
    }
}
