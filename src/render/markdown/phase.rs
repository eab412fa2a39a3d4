//! Phases, and two levels side by side.

use super::{
    ladder::resource_line,
    pay::{band_words, figure_words},
    text::{Page, code, criterion, inline, months, phase_criterion, row, title},
};
use crate::domain::{
    compare::{Comparison, LevelNote, PayStep},
    document::{Columns, CriteriaKind, Phase},
    id::{Id, Text},
    ladder::Ladder,
    pay::PayReason,
};

/// Phases, each in full.
pub fn phases<'a>(ladder: &Ladder, phases: impl Iterator<Item = &'a Phase>) -> String {
    let mut page = Page::new(&format!(
        "{}: phases",
        inline(ladder.document().title.as_str())
    ));
    let mut none = true;
    for phase in phases {
        none = false;
        body(&mut page, ladder, phase, 2);
        helpful(&mut page, ladder, phase, 3);
    }
    if none {
        page.say("There is no phase to show.");
    }
    page.cite(ladder)
}

/// A phase in full: the plateau, the table, the criteria and what helps.
pub fn phase(ladder: &Ladder, phase: &Phase) -> String {
    let mut page = Page::empty();
    body(&mut page, ladder, phase, 1);
    helpful(&mut page, ladder, phase, 2);
    page.cite(ladder)
}

/// A phase but for its resources, with its heading at `depth`.
pub(super) fn body(page: &mut Page, ladder: &Ladder, phase: &Phase, depth: usize) {
    page.heading(
        depth,
        &format!("Phase {}: {}", phase.number, inline(phase.title.as_str())),
    );
    page.say(&format!(
        "Starts at {}. Theme: {}. Id: {}.",
        title(ladder, &phase.level),
        inline(phase.theme.as_str()),
        code(&phase.id)
    ));
    page.note("The plateau to break", &phase.plateau);
    page.note("Why it lasts", &phase.why_it_lasts);
    page.note("Studying alone", &phase.self_study);
    page.note("What a mentor does", &phase.mentor_role);
    let Columns { from, to } = &phase.table;
    let (from, to) = (column(ladder, from), title(ladder, to));
    page.heading(depth + 1, &format!("{from} → {to}"));
    let rows = phase.dimensions.iter().map(|row| {
        [
            format!("{} {}", inline(row.name.as_str()), code(&row.id)),
            inline(row.from.as_str()),
            inline(row.to.as_str()),
        ]
    });
    page.table(["Dimension", &from, &to], rows);
    page.heading(
        depth + 1,
        &purpose(
            ladder,
            phase.criteria_kind,
            phase.criteria_to.as_ref(),
            &phase.level,
        ),
    );
    page.checklist(phase.criteria.iter().map(criterion));
}

/// What criteria are for, as a heading.
pub(super) fn purpose(ladder: &Ladder, kind: CriteriaKind, to: Option<&Id>, level: &Id) -> String {
    match (kind, to) {
        (CriteriaKind::Exit, Some(to)) => {
            format!("Exit criteria: to move on to {}", title(ladder, to))
        }
        (CriteriaKind::Exit, None) => "Exit criteria: to move on".into(),
        (CriteriaKind::Operating, _) => format!(
            "Operating criteria: what working as {} means",
            title(ladder, level)
        ),
    }
}

fn helpful(page: &mut Page, ladder: &Ladder, phase: &Phase, depth: usize) {
    if phase.resources.is_empty() {
        return;
    }
    page.heading(depth, "Resources");
    let resources = phase.resources.iter();
    page.list(resources.filter_map(|id| Some(resource_line(ladder.resource(id.as_str())?))));
}

fn column(ladder: &Ladder, id: &Id) -> String {
    match ladder.level(id.as_str()) {
        None if *id == *"pre-role" => "Pre-role".into(),
        _ => title(ladder, id),
    }
}

/// Two levels side by side.
pub fn comparison(ladder: &Ladder, comparison: &Comparison<'_>) -> String {
    let name = |note: &LevelNote<'_>| inline(note.title.as_str());
    let (from, to) = (name(&comparison.from), name(&comparison.to));
    let mut page = Page::new(&format!("{from} → {to}"));
    let side = |note: &LevelNote<'_>| {
        format!(
            "{}: level {}, usually {}, counted from the start of the career",
            name(note),
            note.rank,
            months(note.tenure.min_months, note.tenure.max_months)
        )
    };
    page.list([side(&comparison.from), side(&comparison.to)].into_iter());
    if comparison.timeframes.is_empty() {
        page.say("The source gives no span for this step.");
    } else {
        page.say("How long the step takes:");
        page.list(comparison.timeframes.iter().map(|span| {
            let months = months(span.min_months, Some(span.max_months));
            format!("{months}: {}", inline(span.label.as_str()))
        }));
    }
    changes(&mut page, ladder, comparison, [&from, &to]);
    for phase in &comparison.criteria {
        let Some(first) = phase.criteria.first() else {
            continue;
        };
        let level = ladder.phase(phase.phase).map(|phase| &phase.level);
        let purpose = purpose(
            ladder,
            first.kind,
            first.to,
            level.unwrap_or(comparison.from.id),
        );
        page.heading(2, &format!("Phase {}. {purpose}", phase.phase));
        page.checklist(phase.criteria.iter().map(phase_criterion));
    }
    page.heading(2, "Pay step");
    if comparison.pay_steps.is_empty() {
        page.say(&format!("The ladder gives no pay band for {from}."));
    }
    for step in &comparison.pay_steps {
        pay_step(&mut page, step);
    }
    page.cite(ladder)
}

/// A pay step: the two bands, and the figures or why there are none.
pub(super) fn pay_step(page: &mut Page, step: &PayStep<'_>) {
    page.say(&band_words(&step.from));
    if let Some(to) = &step.to {
        page.say(&band_words(to));
    }
    let figures = [&step.midpoint_progression, &step.step_to_next_band];
    match step.step_to_next_band.reason {
        None => page.list(
            [None, Some(&step.from)]
                .into_iter()
                .zip(figures)
                .map(|(money, figure)| figure_words(figure, money)),
        ),
        // The bands above have said so.
        Some(PayReason::NotPublished) => page.say("So no pay step can be given."),
        Some(_) => {
            let detail = step.step_to_next_band.detail.as_deref().unwrap_or_default();
            page.say(&format!("No pay step can be given: {}", inline(detail)));
        }
    }
}

fn changes(page: &mut Page, ladder: &Ladder, comparison: &Comparison<'_>, [from, to]: [&str; 2]) {
    page.heading(2, "What changes");
    if comparison.dimensions.is_empty() {
        page.say("The ladder says nothing of what changes.");
        return;
    }
    let mut silent = false;
    let mut said = |text: Option<&Text>| {
        silent |= text.is_none();
        text.map_or_else(|| "(not said)".into(), |text| inline(text.as_str()))
    };
    let rows: Vec<[String; 3]> = comparison
        .dimensions
        .iter()
        .map(|change| {
            [
                inline(change.name.as_str()),
                said(change.from),
                said(change.to),
            ]
        })
        .collect();
    page.table(["Dimension", from, to], rows.into_iter());
    if silent {
        page.say("(not said): the ladder says nothing of this dimension at that level.");
    }
    let adjacent = comparison
        .dimensions
        .iter()
        .all(|change| change.steps.len() == 1)
        && comparison.to.rank == comparison.from.rank + 1;
    if !adjacent {
        page.heading(2, "Step by step");
        let steps = comparison.dimensions.iter().flat_map(|change| {
            change.steps.iter().map(|step| {
                [
                    inline(change.name.as_str()),
                    step.phase.to_string(),
                    format!(
                        "{}: {}",
                        column(ladder, &step.columns.from),
                        inline(step.from.as_str())
                    ),
                    format!(
                        "{}: {}",
                        column(ladder, &step.columns.to),
                        inline(step.to.as_str())
                    ),
                ]
            })
        });
        page.table(["Dimension", "Phase", "From", "To"], steps);
    }
}

/// The phases that list a resource, in words.
pub(super) fn phases_in_words(numbers: &[u8]) -> String {
    let words: Vec<String> = numbers.iter().map(u8::to_string).collect();
    match words.len() {
        0 => "no phase".into(),
        1 => format!("phase {}", row(&words)),
        _ => format!("phases {}", row(&words)),
    }
}
