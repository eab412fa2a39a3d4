//! The quiz before it is answered, and the placement after it.

use std::{borrow::Cow, cmp::Reverse};

use super::{
    answer_sets::{any_of, not_given, points},
    phase::purpose,
    text::{MarkdownPage, code, inline, paragraphs, phase_criterion, title},
};
use crate::domain::{
    answers::Answer,
    document::{Question, RoutingRule, RuleCondition, RuleOutcome, Standing},
    id::{Id, Text},
    ladder::Ladder,
    placement::{LevelPlateau, Placement},
    quiz::LadderPosition,
};

/// The quiz: what to say first, the questions, which outcome the answers lead to, and how to read it.
pub fn quiz(ladder: &Ladder) -> String {
    whole(ladder).cite(ladder)
}

/// The same, to which something may be added.
pub(super) fn whole(ladder: &Ladder) -> MarkdownPage {
    let mut page = MarkdownPage::new(&inline(ladder.document().quiz.title.as_str()));
    questions(&mut page, ladder, 2);
    page
}

/// The quiz below its title, with its headings at `depth`.
pub(super) fn questions(page: &mut MarkdownPage, ladder: &Ladder, depth: usize) {
    let texts = &ladder.words().texts.quiz;
    let quiz = &ladder.document().quiz;
    page.say(&paragraphs(quiz.intro.as_str()));
    page.heading(depth, texts.questions);
    page.say(if quiz.questions.iter().any(Question::is_rated) {
        texts.answered_with_options
    } else {
        texts.answered_with
    });
    page.steps(quiz.questions.iter().map(|question| {
        let typical = (texts.typical)(
            &code(&question.id),
            &title(ladder, &question.stage),
            &inline(question.topic.as_str()),
        );
        let mut text = affirmed(
            ladder,
            format!("{} ({typical})", inline(question.text.as_str())),
            question.statement.as_ref(),
        );
        if ladder.table().counts_points() {
            text = format!("{text}. {}", points(ladder, question));
        }
        text
    }));
    if !quiz.qualifiers.is_empty() {
        page.say(texts.qualifiers);
        page.list(quiz.qualifiers.iter().map(|qualifier| {
            affirmed(
                ladder,
                format!(
                    "{} ({})",
                    inline(qualifier.text.as_str()),
                    code(&qualifier.id)
                ),
                qualifier.statement.as_ref(),
            )
        }));
    }
    page.heading(depth, texts.rules);
    page.say(if ladder.table().counts_points() {
        texts.points_about
    } else {
        texts.rules_about
    });
    let mut rules: Vec<&RoutingRule> = quiz.routing.iter().collect();
    let least = |rule: &RoutingRule| rule.when.range(ladder.table().counts_points());
    rules.sort_by_key(|rule| Reverse((rule.precedence, least(rule).map(|(least, _)| least))));
    page.table(
        texts.rule_heads,
        rules.into_iter().map(|rule| {
            [
                condition(ladder, &rule.when),
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
        page.note(texts.reading, reading);
    }
}

/// A question, and the statement that a yes affirms.
fn affirmed(ladder: &Ladder, question: String, statement: Option<&Text>) -> String {
    let Some(statement) = statement else {
        return question;
    };
    let affirmed = ladder.words().texts.quiz.affirmed;
    format!("{question}. {}", affirmed(&inline(statement.as_str())))
}

fn condition(ladder: &Ladder, when: &RuleCondition) -> String {
    let words = ladder.words();
    let texts = &words.texts.quiz;
    let points = ladder.table().counts_points();
    let (least, most) = when.range(points).unwrap_or_default();
    let answers = if points {
        (words.facts.quiz.points_rule)(least, most, &[])
    } else {
        (texts.yes_answers)(least, most)
    };
    if when.qualifiers.is_empty() {
        return answers;
    }
    let qualifiers: Vec<String> = when.qualifiers.iter().map(code).collect();
    (texts.yes_to)(&answers, &words.row(&qualifiers))
}

fn outcome(ladder: &Ladder, outcome: &RuleOutcome) -> String {
    let places = &ladder.words().places;
    let mut all = ladder.table().places().iter();
    let place = all.find(|place| {
        (place.level == outcome.level && place.phase == outcome.phase)
            && place.standing == outcome.standing
    });
    let next = place.and_then(|place| place.next_level.as_ref());
    match (&outcome.level, outcome.standing, next) {
        (None, ..) => places.before_first.into(),
        (Some(level), Standing::Approaching, Some(next)) => {
            (places.approaching)(&title(ladder, level), &title(ladder, next))
        }
        (Some(level), ..) => title(ladder, level),
    }
}

/// A placement as a person or a chatbot wants to read it: where, why, what is open, what would move it up, what to work on.
pub fn placement(ladder: &Ladder, placement: &Placement<'_>) -> String {
    let mut page = headed(ladder, placement);
    explained(&mut page, ladder, placement);
    page.cite(ladder)
}

/// A page with the placement as its title.
pub(super) fn headed(ladder: &Ladder, placement: &Placement<'_>) -> MarkdownPage {
    let title = ladder.words().texts.quiz.placement;
    MarkdownPage::new(&title(&place_words(ladder, placement.placement)))
}

/// The placement below its title.
pub(super) fn explained(page: &mut MarkdownPage, ladder: &Ladder, placement: &Placement<'_>) {
    let texts = &ladder.words().texts;
    verdict(page, ladder, placement);
    why(page, ladder, placement);
    page.heading(2, texts.quiz.profile);
    page.list(placement.profile.iter().map(|stage| {
        let level = title(ladder, stage.stage);
        match (stage.points, stage.of_points) {
            (Some(points), Some(of)) => (texts.quiz.typical_points)(&level, points, of),
            _ => (texts.quiz.typical_yes)(&level, stage.yes, stage.of),
        }
    }));
    if let Some(unevenness) = &placement.unevenness {
        page.say(&inline(unevenness));
    }
    advance(page, ladder, placement);
    let plateau = &placement.plateau;
    plateau_of(page, ladder, plateau);
    if !placement.roadblocks.is_empty() {
        page.heading(2, texts.quiz.roadblocks);
        page.list(placement.roadblocks.iter().map(|roadblock| {
            let remedy = roadblock.remedy.iter().map(|text| inline(text.as_str()));
            format!(
                "**{}.** {} {}",
                inline(roadblock.title.as_str()),
                texts.text.clears,
                remedy.collect::<Vec<_>>().join("; ")
            )
        }));
    }
    if let Some(first) = placement.criteria.first() {
        page.heading(2, &purpose(ladder, first.kind, first.to, plateau.level));
        let criteria = placement.criteria.iter();
        page.checklist(criteria.map(|one| phase_criterion(ladder.words(), one)));
    }
}

/// The head of a placement: where it is, what is open, and the plateau to break.
pub fn placement_in_brief(ladder: &Ladder, placement: &Placement<'_>) -> String {
    let mut page = headed(ladder, placement);
    verdict(&mut page, ladder, placement);
    plateau_of(&mut page, ladder, &placement.plateau);
    page.cite(ladder)
}

fn plateau_of(page: &mut MarkdownPage, ladder: &Ladder, plateau: &LevelPlateau<'_>) {
    let heading = (ladder.words().texts.quiz.plateau)(
        &title(ladder, plateau.level),
        &inline(plateau.title.as_str()),
    );
    page.heading(2, &heading);
    page.say(&paragraphs(plateau.summary.as_str()));
}

pub(super) fn place_words(ladder: &Ladder, place: &LadderPosition) -> String {
    let places = &ladder.words().places;
    let next = place.next_level.as_ref().map(|id| title(ladder, id));
    let at = place.title.as_ref().map(|title| inline(title.as_str()));
    match (at, place.standing, next) {
        (Some(at), Standing::Approaching, Some(next)) => (places.approaching)(&at, &next),
        (Some(at), ..) => at,
        (None, _, Some(next)) => (places.before)(&next),
        (None, ..) => places.before_first.into(),
    }
}

/// A place with its phase.
pub(super) fn place_and_phase(ladder: &Ladder, place: &LadderPosition) -> String {
    let phase = ladder.phase(place.phase);
    let title = phase.map_or_else(String::new, |phase| inline(phase.title.as_str()));
    let phase = (ladder.words().texts.quiz.phase)(place.phase, &title);
    format!("**{}** ({phase})", place_words(ladder, place))
}

fn verdict(page: &mut MarkdownPage, ladder: &Ladder, placement: &Placement<'_>) {
    let words = ladder.words();
    let texts = &words.texts.quiz;
    let (place, counts) = (placement.placement, placement.counts);
    let mut sentences = vec![(texts.places_at)(&place_and_phase(ladder, place))];
    match (&place.next_level, place.standing) {
        (Some(next), Standing::At) => sentences.push((texts.next)(&title(ladder, next))),
        (None, Standing::At) => sentences.push(texts.highest.into()),
        _ => {}
    }
    page.say(&sentences.join(" "));
    if placement.decided {
        page.say(texts.decided);
    } else {
        let others = placement.range.iter().filter(|other| **other != place);
        let others: Vec<String> = others.map(|other| place_and_phase(ladder, other)).collect();
        page.say(&(texts.open)(&words.either(&others)));
    }
    if placement.self_reported {
        page.say(texts.self_reported);
    }
    page.heading(2, texts.why);
    let questions = words.count(counts.questions, &words.nouns.question);
    let counted = match (counts.points, counts.rated) {
        (Some(points), Some(rated)) => (texts.points_counts)(
            &questions,
            [
                counts.yes,
                counts.no,
                rated,
                counts.unsure,
                counts.unanswered,
            ],
            [points.got, points.of],
        ),
        _ => (texts.counts)(
            &questions,
            counts.yes,
            counts.no,
            counts.unsure,
            counts.unanswered,
        ),
    };
    page.say(&format!(
        "{counted} {}",
        (texts.rule)(&inline(&placement.rule.text), &code(&placement.rule.id))
    ));
}

fn why(page: &mut MarkdownPage, ladder: &Ladder, placement: &Placement<'_>) {
    let texts = &ladder.words().texts.quiz;
    let quiz = &ladder.document().quiz;
    let given = |id: &Id| {
        let reason = placement.reasons.iter().find(|reason| reason.id == id)?;
        let answer = match reason.answer.as_plain() {
            Some(Answer::Yes) => texts.yes.to_owned(),
            Some(Answer::No) => texts.no.to_owned(),
            Some(_) => texts.unsure.to_owned(),
            None => {
                let option = quiz.option(id, reason.answer.as_str())?;
                inline(option.text.as_str())
            }
        };
        Some((answer, &*reason.text))
    };
    let line = |id: &Id, text: &str, (answer, effect): (String, &str)| {
        [code(id), inline(text), answer, inline(effect)]
    };
    let questions = quiz.questions.iter().map(|question| {
        let open = || (texts.not_answered.to_owned(), not_given(ladder, question));
        let given = given(&question.id).map(|(answer, effect)| (answer, effect.into()));
        let (answer, effect): (String, Cow<'_, str>) = given.unwrap_or_else(open);
        let answer = (answer, &*effect);
        line(&question.id, question.text.as_str(), answer)
    });
    let qualifiers = quiz.qualifiers.iter().filter_map(|qualifier| {
        Some(line(
            &qualifier.id,
            qualifier.text.as_str(),
            given(&qualifier.id)?,
        ))
    });
    page.table(texts.answer_heads, questions.chain(qualifiers));
}

/// The most sets of answers that are listed, and how many there are shown of more.
const FEW_SETS: usize = 6;
const FIRST_SETS: usize = 3;

fn advance(page: &mut MarkdownPage, ladder: &Ladder, placement: &Placement<'_>) {
    let words = ladder.words();
    let texts = &words.texts.quiz;
    page.heading(2, texts.up);
    let sets = &placement.to_advance;
    let mut items: Vec<&Id> = Vec::new();
    for id in sets.iter().flatten() {
        if !items.contains(id) {
            items.push(id);
        }
    }
    let size = sets.first().map_or(0, Vec::len);
    let points = ladder.table().counts_points();
    if sets.is_empty() {
        page.say(texts.top);
    } else if any_of(placement, items.len(), size) {
        let any = if points {
            texts.up_any_points
        } else {
            texts.up_any
        };
        page.say(&any(size, items.len()));
        page.list(items.into_iter().map(|id| item(ladder, id)));
    } else {
        let total = usize::try_from(placement.to_advance_total).unwrap_or(usize::MAX);
        let shown = if total <= FEW_SETS {
            FEW_SETS
        } else {
            FIRST_SETS
        };
        if total <= FEW_SETS {
            page.say(if points {
                texts.up_set_points
            } else {
                texts.up_set
            });
        } else {
            let total = words.grouped(&placement.to_advance_total.to_string());
            let sets = if points {
                texts.up_sets_points
            } else {
                texts.up_sets
            };
            page.say(&sets(&total));
        }
        let mut named: Vec<&Id> = Vec::new();
        page.list(sets.iter().take(shown).map(|set| {
            let ids: Vec<String> = set.iter().map(code).collect();
            for id in set {
                if !named.contains(id) {
                    named.push(id);
                }
            }
            words.row(&ids)
        }));
        page.say(texts.up_questions);
        page.list(named.into_iter().map(|id| item(ladder, id)));
    }
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
