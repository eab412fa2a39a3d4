//! From a placement to a plan: readiness and roadmaps.

use super::{
    phase::pay_step,
    quiz::place_and_phase,
    resource::resource_line,
    text::{MarkdownPage, code, effort_of, inline, paragraphs, title, to_see},
};
use crate::{
    domain::{
        criteria::{CriterionState, CriterionStatus},
        id::Id,
        ladder::Ladder,
        readiness::{Readiness, ReadinessVerdict},
        roadmap::{Milestone, PlanPhase, PlanStartSource, Roadmap, UndatedReason},
    },
    locales::{MessageCatalogue, texts::PlanTexts},
};

/// Readiness for a level.
pub fn readiness(ladder: &Ladder, readiness: &Readiness<'_>) -> String {
    let level = inline(readiness.level.title.as_str());
    let texts = &ladder.words().texts.plan;
    let mut page = MarkdownPage::new(&(texts.readiness)(&level));
    let sentence = verdict(texts, readiness.verdict, &level);
    page.say(&format!("{sentence} {}", inline(&readiness.reason)));
    page.say(&(texts.rule)(&inline(readiness.rule)));
    if readiness.self_reported {
        page.say(texts.readiness_self_reported);
    }
    if !readiness.missing.is_empty() {
        page.heading(2, texts.missing);
        page.checklist(readiness.missing.iter().map(|criterion| {
            format!(
                "{}: {}{}",
                state(texts, criterion.state),
                observable(ladder.words(), criterion),
                serves(texts, criterion)
            )
        }));
    }
    if !readiness.met.is_empty() {
        page.heading(2, texts.met);
        let met = readiness.met.iter();
        page.ticked(met.map(|one| observable(ladder.words(), one)));
    }
    if !readiness.not_counted.is_empty() {
        let ids = ids(ladder.words(), &readiness.not_counted);
        page.say(&(texts.not_counted)(&ids));
    }
    page.cite(ladder)
}

/// A verdict on readiness for a level, in a sentence.
pub(super) fn verdict(texts: &PlanTexts, verdict: ReadinessVerdict, level: &str) -> String {
    let verdict = match verdict {
        ReadinessVerdict::Ready => &texts.ready,
        ReadinessVerdict::NotReady => &texts.not_ready,
        ReadinessVerdict::InsufficientEvidence => &texts.insufficient,
    };
    (verdict.sentence)(&format!("**{}**", verdict.verdict), level)
}

fn observable(words: &MessageCatalogue, criterion: &CriterionStatus<'_>) -> String {
    to_see(words, criterion.text, criterion.measure, criterion.id)
}

fn state(texts: &PlanTexts, state: CriterionState) -> &'static str {
    match state {
        CriterionState::Met => texts.is_met,
        CriterionState::Unmet => texts.is_unmet,
        CriterionState::Unknown => texts.is_unknown,
    }
}

fn serves(texts: &PlanTexts, criterion: &CriterionStatus<'_>) -> String {
    criterion.serves.map_or_else(String::new, |row| {
        let (name, to) = (inline(row.name.as_str()), inline(row.to.as_str()));
        format!("; {}", (texts.serves)(&name, &to))
    })
}

fn ids(words: &MessageCatalogue, ids: &[&Id]) -> String {
    let ids: Vec<String> = ids.iter().map(code).collect();
    words.row(&ids)
}

/// The head of a roadmap: from where to where, how much, and the milestones by their phases.
pub fn roadmap_in_brief(ladder: &Ladder, plan: &Roadmap<'_>) -> String {
    let mut page = opening(ladder, plan);
    for phase in &plan.phases {
        milestones(&mut page, ladder, phase);
    }
    page.cite(ladder)
}

fn opening(ladder: &Ladder, plan: &Roadmap<'_>) -> MarkdownPage {
    let words = ladder.words();
    let texts = &words.texts.plan;
    let target = plan.target.as_ref().map_or_else(
        || texts.to_the_top.to_owned(),
        |level| inline(level.title.as_str()),
    );
    let mut page = MarkdownPage::new(&(texts.roadmap)(&target));
    let by = match (plan.from.by, plan.from.counts) {
        (PlanStartSource::Answers, Some(counts)) => (texts.by_answers)(
            counts.yes,
            &words.count(counts.questions, &words.nouns.question),
        ),
        _ => texts.by_level.into(),
    };
    page.say(&(texts.from)(
        &place_and_phase(ladder, &plan.from.placement),
        &by,
        &format!("**{target}**"),
    ));
    page.say(&when(words, plan));
    if plan.self_reported {
        page.say(texts.self_reported);
    }
    page.list(plan.notes.iter().map(|note| inline(&note.detail)));
    page
}

/// A plan.
pub fn roadmap(ladder: &Ladder, plan: &Roadmap<'_>) -> String {
    let words = ladder.words();
    let texts = &words.texts.plan;
    let mut page = opening(ladder, plan);
    for phase in &plan.phases {
        stage(&mut page, ladder, phase);
    }
    page.heading(2, texts.pay);
    if let Some(reason) = plan.pay.reason {
        page.say(&inline(reason));
    }
    for step in &plan.pay.steps {
        pay_step(&mut page, ladder.words(), step);
    }
    if !plan.timeframes.is_empty() {
        page.heading(2, texts.spans);
        page.list(plan.timeframes.iter().map(|span| {
            let months = words.months(span.min_months, Some(span.max_months));
            let months = match span.from {
                Some(_) => months,
                None => (texts.from_the_beginning)(&months),
            };
            format!("{months}: {}", inline(span.label.as_str()))
        }));
    }
    page.heading(2, texts.reckoned);
    page.say(&inline(plan.rule));
    page.list(
        plan.phases
            .iter()
            .flat_map(|phase| &phase.milestones)
            .filter_map(|one| {
                let arithmetic = one.arithmetic.as_ref()?;
                Some(format!(
                    "{}: {}",
                    code(one.criterion.id),
                    inline(&arithmetic.text)
                ))
            }),
    );
    page.cite(ladder)
}

/// The whole plan in a line: how much, and from when to when.
fn when(words: &MessageCatalogue, plan: &Roadmap<'_>) -> String {
    let texts = &words.texts.plan;
    let (nouns, totals) = (&words.nouns, plan.totals);
    let mut parts = vec![words.count(totals.milestones, &nouns.milestone)];
    parts.extend(totals.hours.map(|hours| words.count(hours, &nouns.hour)));
    parts.push((texts.pace)(&words.count(plan.hours_per_week, &nouns.hour)));
    let parts = parts.join(", ");
    let days = totals
        .days
        .filter(|days| *days > 0)
        .map(|days| words.count(days, &nouns.day));
    match (plan.start, plan.end, days) {
        (Some(start), Some(end), Some(days)) => {
            let span = (texts.days)(&start.to_string(), &end.to_string());
            format!("{parts}: **{span}** ({days}).")
        }
        (_, _, Some(days)) => format!("{parts}: **{days}**."),
        _ => format!("{parts}."),
    }
}

fn stage(page: &mut MarkdownPage, ladder: &Ladder, phase: &PlanPhase<'_>) {
    let words = ladder.words();
    let (texts, of_phase) = (&words.texts.plan, &words.texts.phase);
    let name = inline(phase.title.as_str());
    page.heading(2, &(of_phase.title)(phase.number, &name));
    page.note(of_phase.plateau, phase.plateau);
    page.note(of_phase.why_it_lasts, phase.why_it_lasts);
    page.say(&format!(
        "**{}** {}",
        (texts.plateau)(
            &title(ladder, phase.level),
            &inline(phase.level_plateau.title.as_str())
        ),
        paragraphs(phase.level_plateau.summary.as_str())
    ));
    milestones(page, ladder, phase);
    if !phase.met.is_empty() {
        page.say(&format!(
            "**{}** {}.",
            texts.met_already,
            ids(words, &phase.met)
        ));
    }
    if !phase.resources.is_empty() {
        page.heading(3, texts.helps);
        page.list(
            phase
                .resources
                .iter()
                .map(|resource| resource_line(ladder.words(), resource)),
        );
    }
    page.note(of_phase.self_study, phase.self_study);
    page.note(texts.mentor, phase.mentor_role);
    if !phase.roadblocks.is_empty() {
        page.heading(3, texts.roadblocks);
        page.list(phase.roadblocks.iter().map(|roadblock| {
            let remedy: Vec<String> = roadblock
                .remedy
                .iter()
                .map(|step| inline(step.as_str()))
                .collect();
            format!(
                "**{}** {} {}.",
                inline(&format!("{}.", roadblock.title)),
                words.texts.text.clears,
                remedy.join("; ")
            )
        }));
    }
}

fn milestones(page: &mut MarkdownPage, ladder: &Ladder, phase: &PlanPhase<'_>) {
    let texts = &ladder.words().texts.plan;
    let heading = match phase.leads_to {
        Some(to) => (texts.milestones_to)(&title(ladder, to)),
        None => (texts.operating)(&title(ladder, phase.level)),
    };
    page.heading(3, &heading);
    if phase.milestones.is_empty() {
        page.say(texts.all_met);
    } else {
        page.table(
            texts.milestone_heads,
            phase.milestones.iter().enumerate().map(|(at, one)| {
                [
                    (at + 1).to_string(),
                    observable(ladder.words(), &one.criterion),
                    effort(ladder.words(), one),
                    day(
                        texts,
                        one,
                        one.first_day,
                        one.starts_on.map(|date| date.to_string()),
                    ),
                    day(
                        texts,
                        one,
                        one.due_day,
                        one.due_on.map(|date| date.to_string()),
                    ),
                ]
            }),
        );
    }
}

fn effort(words: &MessageCatalogue, one: &Milestone<'_>) -> String {
    one.effort.map_or_else(
        || words.texts.plan.no_effort.into(),
        |effort| effort_of(words, effort),
    )
}

fn day(texts: &PlanTexts, one: &Milestone<'_>, day: Option<u32>, date: Option<String>) -> String {
    match (date, day, one.undated) {
        (Some(date), ..) => date,
        (None, Some(day), _) => (texts.day)(day),
        (None, None, Some(UndatedReason::FollowsUndated)) => texts.after_the_last.into(),
        (None, None, _) => texts.no_date.into(),
    }
}
