//! Somebody's progress: placements, time at level, changes, both sides, and old answers under the newest version.

use chrono::{DateTime, Datelike, Utc};

use super::{
    quiz::place_words,
    text::{MarkdownPage, code, inline},
};
use crate::{
    domain::{
        answers::AnswerValue,
        assessment::Role,
        disclaimer::Disclaimer,
        id::Id,
        ladder::Ladder,
        progress::{
            AssessorComparison, MappedAssessment, MissingAssessment, PlacementChange, Progress,
            RespondentRef, TimeAtLevel, UncomparedQuestion, UncomparedReason,
        },
    },
    locales::{MessageCatalogue, progress::ProgressMessages as Said},
};

/// Somebody's progress: of whom, how many assessments there are in all, and what goes with it.
pub fn progress(
    ladder: &Ladder,
    progress: &Progress<'_>,
    (person, total, guidance): (&str, i64, &Disclaimer),
) -> String {
    let words = ladder.words();
    let said = &words.progress;
    let mut page = MarkdownPage::new(&(said.heading)(&inline(person)));
    page.say(guidance.text);
    if progress.placements.is_empty() {
        page.say(said.none);
        return end(page, ladder, guidance);
    }
    page.say(&(said.looked_at)(progress.placements.len(), total));
    page.heading(2, said.placements);
    let points = progress.placements.iter().rev().map(|point| {
        let mut place = place_words(ladder, point.placement);
        if point.contested {
            place = format!("{place} ({})", said.contested);
        }
        [
            date(words, point.taken_at),
            by(said, point.by),
            point.ladder.version.to_string(),
            place,
            format!("{}/{}", point.counts.yes, point.counts.questions),
        ]
    });
    page.table(said.placement_heads, points);
    page.heading(2, said.levels);
    let levels = progress.levels.iter().rev();
    page.table(said.level_heads, levels.map(|run| level(ladder, run)));
    changes(&mut page, ladder, progress);
    sides(&mut page, ladder, progress);
    page.heading(2, said.now);
    for (role, now) in [
        (said.own, &progress.now.own),
        (said.assessor, &progress.now.assessor),
    ] {
        if let Some(now) = now {
            page.say(&transferred(ladder, role, now));
        }
    }
    end(page, ladder, guidance)
}

fn end(mut page: MarkdownPage, ladder: &Ladder, guidance: &Disclaimer) -> String {
    let said = &ladder.words().progress;
    page.heading(2, said.rules_used);
    let rules = guidance.rules.iter();
    page.list(rules.map(|rule| format!("{}: {}", code(&rule.id), rule.text)));
    page.say(&(said.contest)(&code(&guidance.contest)));
    page.cite(ladder)
}

fn date(words: &MessageCatalogue, at: DateTime<Utc>) -> String {
    words.date(at.year(), at.month(), at.day())
}

fn by(said: &Said, by: RespondentRef<'_>) -> String {
    match (by.role, by.id) {
        (Role::Oneself, _) => said.own.into(),
        (Role::Assessor, Some(id)) => (said.assessor_named)(&inline(id)),
        (Role::Assessor, None) => said.assessor.into(),
    }
}

fn moved(said: &Said, moved: PlacementChange) -> &'static str {
    let [up, down, aside, same] = said.moved;
    match moved {
        PlacementChange::Up => up,
        PlacementChange::Down => down,
        PlacementChange::Aside => aside,
        PlacementChange::Same => same,
    }
}

fn level(ladder: &Ladder, run: &TimeAtLevel<'_>) -> [String; 5] {
    let words = ladder.words();
    let said = &words.progress;
    let role = match run.role {
        Role::Oneself => said.own,
        Role::Assessor => said.assessor,
    };
    let months = words.count(run.months, &words.nouns.month);
    let days = words.count(run.days, &words.nouns.day);
    [
        role.into(),
        run.title.map_or_else(
            || words.places.before_first.into(),
            |title| inline(title.as_str()),
        ),
        date(words, run.from),
        run.until
            .map_or_else(|| said.still.into(), |until| date(words, until)),
        words.row(&[months, days]),
    ]
}

fn question(ladder: &Ladder, id: &Id) -> String {
    let quiz = &ladder.document().quiz;
    let question = quiz.questions.iter().find(|one| one.id == *id);
    let qualifier = quiz.qualifiers.iter().find(|one| one.id == *id);
    let text = question.map(|one| &one.text);
    match text.or(qualifier.map(|one| &one.text)) {
        Some(text) => format!("{} ({})", inline(text.as_str()), code(id)),
        None => code(id),
    }
}

/// An answer as it is read: an option in its words, where the newest version has it.
fn answer(ladder: &Ladder, question: &Id, given: Option<&AnswerValue>) -> String {
    let texts = &ladder.words().texts.quiz;
    match given.map(AnswerValue::as_str) {
        None => texts.not_answered.into(),
        Some("yes") => texts.yes.into(),
        Some("no") => texts.no.into(),
        Some("unsure") => texts.unsure.into(),
        Some(option) => match ladder.document().quiz.option(question, option) {
            Some(option) => inline(option.text.as_str()),
            None => code(option),
        },
    }
}

fn ids<'a>(words: &MessageCatalogue, ids: impl Iterator<Item = &'a Id>) -> Option<String> {
    let ids: Vec<String> = ids.map(code).collect();
    (!ids.is_empty()).then(|| words.row(&ids))
}

fn not_compared(page: &mut MarkdownPage, ladder: &Ladder, left_out: &[UncomparedQuestion<'_>]) {
    let words = ladder.words();
    let reasons = [
        UncomparedReason::QuestionGone,
        UncomparedReason::QuestionNew,
        UncomparedReason::QuestionChanged,
    ];
    for (reason, said) in reasons.into_iter().zip(words.progress.unlike) {
        let of_reason = left_out.iter().filter(|one| one.reason == reason);
        if let Some(ids) = ids(words, of_reason.map(|one| one.question)) {
            page.say(&said(&ids));
        }
    }
}

fn changes(page: &mut MarkdownPage, ladder: &Ladder, progress: &Progress<'_>) {
    let words = ladder.words();
    let said = &words.progress;
    if progress.changes.is_empty() {
        return;
    }
    page.heading(2, said.changes);
    for change in progress.changes.iter().rev() {
        let find = |id| progress.placements.iter().find(|one| one.assessment == id);
        let (Some(before), Some(after)) = (find(change.before), find(change.after)) else {
            continue;
        };
        let dates = [before, after].map(|point| date(words, point.taken_at));
        let places = [change.from, change.to].map(|place| place_words(ladder, place));
        let sentence = (said.change)([&dates[0], &dates[1]], [&places[0], &places[1]]);
        let who = by(said, after.by);
        page.say(&format!(
            "**{who}**, {sentence} ({})",
            moved(said, change.moved)
        ));
        page.list(change.answers.iter().map(|one| {
            let [from, to] =
                [&one.from, &one.to].map(|given| answer(ladder, one.question, given.as_ref()));
            (said.answer)(&question(ladder, one.question), [&from, &to])
        }));
        not_compared(page, ladder, &change.not_compared);
    }
}

fn sides(page: &mut MarkdownPage, ladder: &Ladder, progress: &Progress<'_>) {
    let said = &ladder.words().progress;
    page.heading(2, said.sides);
    let [no_own, no_assessor, neither] = said.missing;
    match progress.side_by_side.reason {
        Some(MissingAssessment::NoSelfAssessment) => page.say(no_own),
        Some(MissingAssessment::NoAssessor) => page.say(no_assessor),
        Some(MissingAssessment::NoAssessment) => page.say(neither),
        None => {}
    }
    for pair in progress.side_by_side.pairs.iter().flatten() {
        self::pair(page, ladder, pair);
    }
}

fn pair(page: &mut MarkdownPage, ladder: &Ladder, pair: &AssessorComparison<'_>) {
    let said = &ladder.words().progress;
    let [own, place] = [&pair.own, &pair.assessor].map(|side| place_words(ladder, side.placement));
    page.say(&(said.pair)(&own, &by(said, pair.assessor.by), &place));
    let questions = pair.questions.iter().map(|one| {
        let [own, assessor] =
            [&one.own, &one.assessor].map(|given| answer(ladder, one.question, given.as_ref()));
        let differ = match one.differ {
            Some(true) => format!("**{}**", said.differ),
            Some(false) => said.agree.into(),
            None => String::new(),
        };
        [question(ladder, one.question), own, assessor, differ]
    });
    page.table(said.pair_heads, questions);
    not_compared(page, ladder, &pair.not_compared);
}

fn transferred(ladder: &Ladder, who: &str, now: &MappedAssessment<'_>) -> String {
    let words = ladder.words();
    let said = &words.progress;
    let version = now.from.version.to_string();
    let mut sentences = Vec::new();
    match (now.placement, now.moved) {
        (Some(place), Some(moved)) => {
            let place = format!("**{}**", place_words(ladder, place));
            let place = format!("{place} ({})", self::moved(said, moved));
            sentences.push((said.now_placed)(who, &version, &place));
        }
        _ => {
            let lost = ids(words, now.lost.iter().map(|one| one.question));
            sentences.push((said.now_lost)(who, &version, &lost.unwrap_or_default()));
        }
    }
    sentences.extend(ids(words, now.unasked.iter().copied()).map(|ids| (said.now_unasked)(&ids)));
    sentences.extend(ids(words, now.reworded.iter().copied()).map(|ids| (said.now_reworded)(&ids)));
    sentences.join(" ")
}
