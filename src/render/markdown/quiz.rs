//! The quiz before it is answered, and the placement after it.

use super::{
    phase::purpose,
    text::{Page, code, count, grouped, inline, joined, paragraphs, phase_criterion, row, title},
};
use crate::domain::{
    document::{Outcome, Rule, Standing, When},
    id::Id,
    ladder::Ladder,
    placement::Placement,
    quiz::Place,
};

/// The quiz: what to say first, the questions, which outcome the answers lead to, and how to read it.
pub fn quiz(ladder: &Ladder) -> String {
    let mut page = Page::new(&inline(ladder.document().quiz.title.as_str()));
    questions(&mut page, ladder, 2);
    page.cite(ladder)
}

/// The quiz below its title, with its headings at `depth`.
pub(super) fn questions(page: &mut Page, ladder: &Ladder, depth: usize) {
    let quiz = &ladder.document().quiz;
    page.say(&paragraphs(quiz.intro.as_str()));
    page.heading(depth, "Questions");
    page.say("Each is answered with yes, no or unsure.");
    page.steps(quiz.questions.iter().map(|question| {
        format!(
            "{} ({}, typical of {}, about {})",
            inline(question.text.as_str()),
            code(&question.id),
            title(ladder, &question.stage),
            inline(question.topic.as_str())
        )
    }));
    if !quiz.qualifiers.is_empty() {
        page.say("Asked only when the answer can change the outcome:");
        page.list(quiz.qualifiers.iter().map(|qualifier| {
            format!(
                "{} ({})",
                inline(qualifier.text.as_str()),
                code(&qualifier.id)
            )
        }));
    }
    page.heading(depth, "What the answers lead to");
    page.say(
        "The number of yes answers counts, whichever questions they are. Where two rows fit, the upper one decides.",
    );
    let mut rules: Vec<&Rule> = quiz.routing.iter().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse((rule.precedence, rule.when.yes_min)));
    page.table(
        ["Answers", "Outcome", "Phase", "Rule", "Remark"],
        rules.into_iter().map(|rule| {
            [
                condition(&rule.when),
                outcome(ladder, &rule.outcome),
                rule.outcome.phase.to_string(),
                code(&rule.id),
                rule.note
                    .as_ref()
                    .map_or_else(String::new, |note| inline(note.as_str())),
            ]
        }),
    );
    if let Some(reading) = &quiz.reading {
        page.note("How to read it", reading);
    }
}

fn condition(when: &When) -> String {
    let mut words = if when.yes_min == when.yes_max {
        format!("{} yes", when.yes_min)
    } else {
        format!("{} to {} yes", when.yes_min, when.yes_max)
    };
    if !when.qualifiers.is_empty() {
        let qualifiers: Vec<String> = when.qualifiers.iter().map(code).collect();
        words.push_str(", and yes to ");
        words.push_str(&row(&qualifiers));
    }
    words
}

fn outcome(ladder: &Ladder, outcome: &Outcome) -> String {
    let next = outcome.level.as_ref().and_then(|id| {
        let level = ladder.level(id.as_str())?;
        ladder.level_above(level)
    });
    match (&outcome.level, outcome.standing, next) {
        (None, ..) => "Pre-role, before the first level".into(),
        (Some(level), Standing::Approaching, Some(next)) => {
            format!(
                "{}, approaching {}",
                title(ladder, level),
                inline(next.title.as_str())
            )
        }
        (Some(level), ..) => title(ladder, level),
    }
}

/// A placement as a person or a chatbot wants to read it: where, why, what is open, what would move it up, what to work on.
pub fn placement(ladder: &Ladder, placement: &Placement<'_>) -> String {
    let place = placement.placement;
    let mut page = Page::new(&format!("Placement: {}", place_words(ladder, place)));
    verdict(&mut page, ladder, placement);
    why(&mut page, ladder, placement);
    page.heading(2, "Profile");
    page.list(placement.profile.iter().map(|stage| {
        format!(
            "Questions typical of {}: {} yes of {}",
            title(ladder, stage.stage),
            stage.yes,
            stage.of
        )
    }));
    if let Some(unevenness) = &placement.unevenness {
        page.say(&inline(unevenness));
    }
    advance(&mut page, ladder, placement);
    let plateau = &placement.plateau;
    page.heading(
        2,
        &format!(
            "The plateau at {}: {}",
            title(ladder, plateau.level),
            inline(plateau.title.as_str())
        ),
    );
    page.say(&paragraphs(plateau.summary.as_str()));
    if !placement.roadblocks.is_empty() {
        page.heading(2, "Roadblocks met there");
        page.list(placement.roadblocks.iter().map(|roadblock| {
            let remedy = roadblock.remedy.iter().map(|text| inline(text.as_str()));
            format!(
                "**{}.** What clears it: {}",
                inline(roadblock.title.as_str()),
                remedy.collect::<Vec<_>>().join("; ")
            )
        }));
    }
    if let Some(first) = placement.criteria.first() {
        page.heading(2, &purpose(ladder, first.kind, first.to, plateau.level));
        page.checklist(placement.criteria.iter().map(phase_criterion));
    }
    page.cite(ladder)
}

fn place_words(ladder: &Ladder, place: &Place) -> String {
    let next = place.next_level.as_ref().map(|id| title(ladder, id));
    let at = place.title.as_ref().map(|title| inline(title.as_str()));
    match (at, place.standing, next) {
        (Some(at), Standing::Approaching, Some(next)) => format!("{at}, approaching {next}"),
        (Some(at), ..) => at,
        (None, _, Some(next)) => format!("Pre-role, before {next}"),
        (None, ..) => "Pre-role, before the first level".into(),
    }
}

/// A place with its phase.
pub(super) fn place_and_phase(ladder: &Ladder, place: &Place) -> String {
    let phase = ladder.phase(place.phase);
    let name = phase.map_or_else(String::new, |phase| {
        format!(", {}", inline(phase.title.as_str()))
    });
    format!(
        "**{}** (phase {}{name})",
        place_words(ladder, place),
        place.phase
    )
}

fn verdict(page: &mut Page, ladder: &Ladder, placement: &Placement<'_>) {
    let (place, counts) = (placement.placement, placement.counts);
    let next = match (&place.next_level, place.standing) {
        (Some(next), Standing::At) => format!(" The next level is {}.", title(ladder, next)),
        (None, Standing::At) => " This is the highest level.".into(),
        _ => String::new(),
    };
    page.say(&format!(
        "The answers place at {}.{next}",
        place_and_phase(ladder, place)
    ));
    if placement.decided {
        page.say("Decided: nothing that is still open can change it.");
    } else {
        let others = placement.range.iter().filter(|other| **other != place);
        let others: Vec<String> = others.map(|other| place_and_phase(ladder, other)).collect();
        page.say(&format!(
            "Not decided yet. If what is unsure or not answered turns out as yes, it could still become {}.",
            joined(&others, "or")
        ));
    }
    if placement.self_reported {
        page.say("Self-reported: these are the answers as given, and nobody has reviewed them.");
    }
    page.heading(2, "Why");
    page.say(&format!(
        "Of {}: {} yes, {} no, {} unsure, {} not answered. The rule that decides: {} ({}).",
        count(counts.questions, "question"),
        counts.yes,
        counts.no,
        counts.unsure,
        counts.unanswered,
        inline(&placement.rule.text),
        code(&placement.rule.id)
    ));
}

fn why(page: &mut Page, ladder: &Ladder, placement: &Placement<'_>) {
    let quiz = &ladder.document().quiz;
    let given = |id: &Id| {
        let reason = placement.reasons.iter().find(|reason| reason.id == id)?;
        Some((reason.answer.word(), reason.text))
    };
    let line = |id: &Id, text: &str, (answer, effect): (&str, &str)| {
        [code(id), inline(text), answer.to_owned(), inline(effect)]
    };
    let open = (
        "not answered",
        "Counts as not yes for now; a yes would add one.",
    );
    let questions = quiz.questions.iter().map(|question| {
        let answer = given(&question.id).unwrap_or(open);
        line(&question.id, question.text.as_str(), answer)
    });
    let qualifiers = quiz.qualifiers.iter().filter_map(|qualifier| {
        Some(line(
            &qualifier.id,
            qualifier.text.as_str(),
            given(&qualifier.id)?,
        ))
    });
    page.table(
        ["Id", "Question", "Answer", "What it did"],
        questions.chain(qualifiers),
    );
}

/// The most sets of answers that are listed, and how many there are shown of more.
const FEW_SETS: usize = 6;
const FIRST_SETS: usize = 3;

fn advance(page: &mut Page, ladder: &Ladder, placement: &Placement<'_>) {
    page.heading(2, "What would move it up");
    let sets = &placement.to_advance;
    let mut items: Vec<&Id> = Vec::new();
    for id in sets.iter().flatten() {
        if !items.contains(id) {
            items.push(id);
        }
    }
    let size = sets.first().map_or(0, Vec::len);
    if sets.is_empty() {
        page.say("Nothing: the quiz places no one higher.");
    } else if any_of(placement, items.len(), size) {
        page.say(&match (size, items.len()) {
            (1, 1) => "A yes to this would place higher:".to_owned(),
            (all, of) if all == of => "A yes to all of these would place higher:".to_owned(),
            (1, of) => format!("A yes to any one of these {of} would place higher:"),
            (size, of) => format!("A yes to any {size} of these {of} would place higher:"),
        });
        page.list(items.into_iter().map(|id| item(ladder, id)));
    } else {
        let total = usize::try_from(placement.to_advance_total).unwrap_or(usize::MAX);
        let shown = if total <= FEW_SETS {
            FEW_SETS
        } else {
            FIRST_SETS
        };
        page.say(&if total <= FEW_SETS {
            "A yes to all of any one of these sets would place higher:".to_owned()
        } else {
            format!(
                "There are {} sets of answers, each of which would place higher if it turned out as yes. The first of them:",
                grouped(&placement.to_advance_total.to_string())
            )
        });
        let mut named: Vec<&Id> = Vec::new();
        page.list(sets.iter().take(shown).map(|set| {
            let ids: Vec<String> = set.iter().map(code).collect();
            for id in set {
                if !named.contains(id) {
                    named.push(id);
                }
            }
            row(&ids)
        }));
        page.say("The questions in them:");
        page.list(named.into_iter().map(|id| item(ladder, id)));
    }
}

/// Whether the sets are all choices of `size` among `items`, so that they can be said in one sentence.
fn any_of(placement: &Placement<'_>, items: usize, size: usize) -> bool {
    let sets = &placement.to_advance;
    let mut choices = 1_u64;
    for step in 0..size as u64 {
        let left = (items as u64).saturating_sub(step);
        choices = choices.saturating_mul(left) / (step + 1);
    }
    sets.iter().all(|set| set.len() == size)
        && sets.len() as u64 == placement.to_advance_total
        && choices == placement.to_advance_total
}

/// A question or qualifier by its id.
fn item(ladder: &Ladder, id: &Id) -> String {
    let quiz = &ladder.document().quiz;
    let question = quiz.questions.iter().find(|question| question.id == *id);
    let qualifier = quiz.qualifiers.iter().find(|qualifier| qualifier.id == *id);
    let text = question
        .map(|question| &question.text)
        .or(qualifier.map(|qualifier| &qualifier.text));
    let text = text.map_or_else(String::new, |text| format!(" {}", inline(text.as_str())));
    format!("{}:{text}", code(id))
}
