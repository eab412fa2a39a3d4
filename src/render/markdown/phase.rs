//! Phases, and two levels side by side.

use super::{
    pay::{band_words, figure_words},
    resource::resource_line,
    text::{MarkdownPage, code, criterion, id, inline, phase_criterion, title},
};
use crate::{
    domain::{
        comparison::{Comparison, LevelSummary, PayStep},
        document::{CriteriaKind, DimensionColumns, Phase},
        id::{Id, Text},
        ladder::Ladder,
        pay::PayReason,
    },
    locales::MessageCatalogue,
};

/// Phases, each in full.
pub fn phases<'a>(ladder: &Ladder, phases: impl Iterator<Item = &'a Phase>) -> String {
    let texts = &ladder.words().texts.phase;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.phases_of)(&name));
    let mut none = true;
    for phase in phases {
        none = false;
        body(&mut page, ladder, phase, 2);
        helpful(&mut page, ladder, phase, 3);
    }
    if none {
        page.say(texts.no_phase);
    }
    page.cite(ladder)
}

/// A phase in full: the plateau, the table, the criteria and what helps.
pub fn phase(ladder: &Ladder, phase: &Phase) -> String {
    let mut page = MarkdownPage::empty();
    body(&mut page, ladder, phase, 1);
    helpful(&mut page, ladder, phase, 2);
    page.cite(ladder)
}

/// A phase but for its resources, with its heading at `depth`.
pub(super) fn body(page: &mut MarkdownPage, ladder: &Ladder, phase: &Phase, depth: usize) {
    let words = ladder.words();
    let texts = &words.texts.phase;
    let name = inline(phase.title.as_str());
    page.heading(depth, &(texts.title)(phase.number, &name));
    page.say(&format!(
        "{} {}",
        (texts.starts_at)(&title(ladder, &phase.level), &inline(phase.theme.as_str())),
        id(words, &phase.id)
    ));
    page.note(texts.plateau, &phase.plateau);
    page.note(texts.why_it_lasts, &phase.why_it_lasts);
    page.note(texts.self_study, &phase.self_study);
    page.note(texts.mentor, &phase.mentor_role);
    let DimensionColumns { from, to } = &phase.table;
    let (from, to) = (column(ladder, from), title(ladder, to));
    page.heading(depth + 1, &format!("{from} → {to}"));
    let rows = phase.dimensions.iter().map(|row| {
        [
            format!("{} {}", inline(row.name.as_str()), code(&row.id)),
            inline(row.from.as_str()),
            inline(row.to.as_str()),
        ]
    });
    page.table([texts.dimension, &from, &to], rows);
    page.heading(
        depth + 1,
        &purpose(
            ladder,
            phase.criteria_kind,
            phase.criteria_to.as_ref(),
            &phase.level,
        ),
    );
    let criteria = phase.criteria.iter();
    page.checklist(criteria.map(|one| criterion(words, one)));
}

/// What criteria are for, as a heading.
pub(super) fn purpose(ladder: &Ladder, kind: CriteriaKind, to: Option<&Id>, level: &Id) -> String {
    let texts = &ladder.words().texts.phase;
    match (kind, to) {
        (CriteriaKind::Exit, Some(to)) => (texts.exit_to)(&title(ladder, to)),
        (CriteriaKind::Exit, None) => texts.exit.into(),
        (CriteriaKind::Operating, _) => (texts.operating)(&title(ladder, level)),
    }
}

fn helpful(page: &mut MarkdownPage, ladder: &Ladder, phase: &Phase, depth: usize) {
    if phase.resources.is_empty() {
        return;
    }
    page.heading(depth, ladder.words().texts.text.resources);
    let resources = phase.resources.iter();
    let resources = resources.filter_map(|id| ladder.resource(id.as_str()));
    page.list(resources.map(|resource| resource_line(ladder.words(), resource)));
}

fn column(ladder: &Ladder, id: &Id) -> String {
    match ladder.level(id.as_str()) {
        None if *id == *"pre-role" => ladder.words().texts.phase.pre_role.into(),
        _ => title(ladder, id),
    }
}

/// Two levels side by side.
pub fn comparison(ladder: &Ladder, comparison: &Comparison<'_>) -> String {
    let words = ladder.words();
    let texts = &words.texts.phase;
    let name = |note: &LevelSummary<'_>| inline(note.title.as_str());
    let (from, to) = (name(&comparison.from), name(&comparison.to));
    let mut page = MarkdownPage::new(&format!("{from} → {to}"));
    let side = |note: &LevelSummary<'_>| {
        let tenure = words.months(note.tenure.min_months, note.tenure.max_months);
        (texts.side)(&name(note), note.rank, &tenure)
    };
    page.list([side(&comparison.from), side(&comparison.to)].into_iter());
    if comparison.timeframes.is_empty() {
        page.say(texts.no_span);
    } else {
        page.say(texts.spans);
        page.list(comparison.timeframes.iter().map(|span| {
            let months = words.months(span.min_months, Some(span.max_months));
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
        page.heading(2, &(texts.purpose)(phase.phase, &purpose));
        let criteria = phase.criteria.iter();
        page.checklist(criteria.map(|one| phase_criterion(ladder.words(), one)));
    }
    page.heading(2, texts.pay_step);
    if comparison.pay_steps.is_empty() {
        page.say(&(words.texts.text.no_band)(&from));
    }
    for step in &comparison.pay_steps {
        pay_step(&mut page, words, step);
    }
    page.cite(ladder)
}

/// A pay step: the two bands, and the figures or why there are none.
pub(super) fn pay_step(page: &mut MarkdownPage, words: &MessageCatalogue, step: &PayStep<'_>) {
    let texts = &words.texts.phase;
    page.say(&band_words(words, &step.from));
    if let Some(to) = &step.to {
        page.say(&band_words(words, to));
    }
    let figures = [&step.midpoint_progression, &step.step_to_next_band];
    match step.step_to_next_band.reason {
        None => page.list(
            [None, Some(&step.from)]
                .into_iter()
                .zip(figures)
                .map(|(money, figure)| figure_words(words, figure, money)),
        ),
        // The bands above have said so.
        Some(PayReason::NotPublished) => page.say(texts.no_pay_step),
        Some(_) => {
            let detail = step.step_to_next_band.detail.as_deref().unwrap_or_default();
            page.say(&(texts.no_pay_step_as)(&inline(detail)));
        }
    }
}

fn changes(
    page: &mut MarkdownPage,
    ladder: &Ladder,
    comparison: &Comparison<'_>,
    [from, to]: [&str; 2],
) {
    let texts = &ladder.words().texts.phase;
    page.heading(2, texts.changes);
    if comparison.dimensions.is_empty() {
        page.say(texts.no_changes);
        return;
    }
    let mut silent = false;
    let mut said = |text: Option<&Text>| {
        silent |= text.is_none();
        text.map_or_else(|| texts.not_said.into(), |text| inline(text.as_str()))
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
    page.table([texts.dimension, from, to], rows.into_iter());
    if silent {
        page.say(texts.not_said_means);
    }
    let adjacent = comparison
        .dimensions
        .iter()
        .all(|change| change.steps.len() == 1)
        && comparison.to.rank == comparison.from.rank + 1;
    if !adjacent {
        page.heading(2, texts.steps);
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
        page.table(texts.step_heads, steps);
    }
}
