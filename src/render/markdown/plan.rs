//! From a placement to a plan: readiness and roadmaps.

use super::{
    ladder::resource_line,
    phase::pay_step,
    quiz::place_and_phase,
    text::{Page, code, effort_of, inline, paragraphs, title, to_see},
};
use crate::render::words::{count, months, row};
use crate::{
    domain::{
        criteria::CriterionNote,
        id::Id,
        ladder::Ladder,
        readiness::{Readiness, ReadinessVerdict},
        roadmap::{DepartureBy, Milestone, PlanPhase, Roadmap, Undated},
    },
    locales::Catalogue,
};

/// Readiness for a level.
pub fn readiness(ladder: &Ladder, readiness: &Readiness<'_>) -> String {
    let level = inline(readiness.level.title.as_str());
    let mut page = Page::new(&format!("Readiness: {level}"));
    let verdict = match readiness.verdict {
        ReadinessVerdict::Ready => format!("**Ready** for {level}."),
        ReadinessVerdict::NotReady => format!("**Not ready** for {level} yet."),
        ReadinessVerdict::InsufficientEvidence => {
            format!("**Not enough is known** to say anything of readiness for {level}.")
        }
    };
    page.say(&format!("{verdict} {}", inline(&readiness.reason)));
    page.say(&format!("The rule: {}", inline(readiness.rule)));
    if readiness.self_reported {
        page.say("Self-reported: this is what was sent, and nobody has reviewed it.");
    }
    if !readiness.missing.is_empty() {
        page.heading(2, "Missing");
        page.checklist(readiness.missing.iter().map(|criterion| {
            format!(
                "{}: {}{}",
                criterion.state.word(),
                observable(ladder.words(), criterion),
                serves(criterion)
            )
        }));
    }
    if !readiness.met.is_empty() {
        page.heading(2, "Met");
        let met = readiness.met.iter();
        page.ticked(met.map(|one| observable(ladder.words(), one)));
    }
    if !readiness.not_counted.is_empty() {
        page.say(&format!(
            "Sent, and leading to another level: {}.",
            ids(&readiness.not_counted)
        ));
    }
    page.cite(ladder)
}

fn observable(words: &Catalogue, criterion: &CriterionNote<'_>) -> String {
    to_see(words, criterion.text, criterion.measure, criterion.id)
}

fn serves(criterion: &CriterionNote<'_>) -> String {
    criterion.serves.map_or_else(String::new, |row| {
        format!(
            "; it speaks for {}: {}.",
            inline(row.name.as_str()),
            inline(row.to.as_str())
        )
    })
}

fn ids(ids: &[&Id]) -> String {
    let ids: Vec<String> = ids.iter().map(code).collect();
    row(&ids)
}

/// A plan.
pub fn roadmap(ladder: &Ladder, plan: &Roadmap<'_>) -> String {
    let target = plan.target.as_ref().map_or_else(
        || "the top of the ladder".to_owned(),
        |level| inline(level.title.as_str()),
    );
    let mut page = Page::new(&format!("Roadmap: {target}"));
    let by = match (plan.from.by, plan.from.counts) {
        (DepartureBy::Answers, Some(counts)) => {
            format!(
                "{} of {} answered with yes",
                counts.yes,
                count(counts.questions, "question")
            )
        }
        _ => "the level that was sent".into(),
    };
    page.say(&format!(
        "From {}, by {by}, to **{target}**.",
        place_and_phase(ladder, &plan.from.placement)
    ));
    page.say(&when(plan));
    if plan.self_reported {
        page.say("Self-reported: this rests on what was sent, and nobody has reviewed it.");
    }
    page.list(plan.notes.iter().map(|note| inline(&note.detail)));
    for phase in &plan.phases {
        stage(&mut page, ladder, phase);
    }
    page.heading(2, "Pay at the end");
    if let Some(reason) = plan.pay.reason {
        page.say(&inline(reason));
    }
    for step in &plan.pay.steps {
        pay_step(&mut page, ladder.words(), step);
    }
    if !plan.timeframes.is_empty() {
        page.heading(2, "What the source says of the time");
        page.list(plan.timeframes.iter().map(|span| {
            let months = months(span.min_months, Some(span.max_months));
            let from = match span.from {
                Some(_) => "",
                None => " from the beginning",
            };
            format!("{months}{from}: {}", inline(span.label.as_str()))
        }));
    }
    page.heading(2, "From hours to dates");
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
fn when(plan: &Roadmap<'_>) -> String {
    let totals = plan.totals;
    let mut words = vec![count(totals.milestones, "milestone")];
    words.extend(totals.hours.map(|hours| count(hours, "hour")));
    let pace = format!("at {} a week", count(plan.hours_per_week, "hour"));
    let days = totals
        .days
        .filter(|days| *days > 0)
        .map(|days| count(days, "day"));
    match (plan.start, plan.end, days) {
        (Some(start), Some(end), Some(days)) => format!(
            "{}, {pace}: **{start} to {end}** ({days}).",
            words.join(", ")
        ),
        (_, _, Some(days)) => format!("{}, {pace}: **{days}**.", words.join(", ")),
        _ => format!("{}, {pace}.", words.join(", ")),
    }
}

fn stage(page: &mut Page, ladder: &Ladder, phase: &PlanPhase<'_>) {
    page.heading(
        2,
        &format!("Phase {}: {}", phase.number, inline(phase.title.as_str())),
    );
    page.note("The plateau to break", phase.plateau);
    page.note("Why it lasts", phase.why_it_lasts);
    page.say(&format!(
        "**The plateau at {}: {}.** {}",
        title(ladder, phase.level),
        inline(phase.level_plateau.title.as_str()),
        paragraphs(phase.level_plateau.summary.as_str())
    ));
    match phase.leads_to {
        Some(to) => page.heading(3, &format!("Milestones to {}", title(ladder, to))),
        None => page.heading(
            3,
            &format!("What working as {} means", title(ladder, phase.level)),
        ),
    }
    if phase.milestones.is_empty() {
        page.say("Every criterion of this phase is met.");
    } else {
        page.table(
            ["", "Milestone", "Effort", "Begins", "Due"],
            phase.milestones.iter().enumerate().map(|(at, one)| {
                [
                    (at + 1).to_string(),
                    observable(ladder.words(), &one.criterion),
                    effort(ladder.words(), one),
                    day(
                        one,
                        one.first_day,
                        one.starts_on.map(|date| date.to_string()),
                    ),
                    day(one, one.due_day, one.due_on.map(|date| date.to_string())),
                ]
            }),
        );
    }
    if !phase.met.is_empty() {
        page.say(&format!("**Met already.** {}.", ids(&phase.met)));
    }
    if !phase.resources.is_empty() {
        page.heading(3, "What helps in this phase");
        page.list(
            phase
                .resources
                .iter()
                .map(|resource| resource_line(ladder.words(), resource)),
        );
    }
    page.note("Studying alone", phase.self_study);
    page.note("The mentor's part", phase.mentor_role);
    if !phase.roadblocks.is_empty() {
        page.heading(3, "Roadblocks likely on the way");
        page.list(phase.roadblocks.iter().map(|roadblock| {
            let remedy: Vec<String> = roadblock
                .remedy
                .iter()
                .map(|step| inline(step.as_str()))
                .collect();
            format!(
                "**{}** What clears it: {}.",
                inline(&format!("{}.", roadblock.title)),
                remedy.join("; ")
            )
        }));
    }
}

fn effort(words: &Catalogue, one: &Milestone<'_>) -> String {
    one.effort
        .map_or_else(|| "not said".into(), |effort| effort_of(words, effort))
}

fn day(one: &Milestone<'_>, day: Option<u32>, date: Option<String>) -> String {
    match (date, day, one.undated) {
        (Some(date), ..) => date,
        (None, Some(day), _) => format!("day {day}"),
        (None, None, Some(Undated::FollowsUndated)) => "after the one before".into(),
        (None, None, _) => "no date".into(),
    }
}
