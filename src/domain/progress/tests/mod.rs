//! What the tests of progress share, and what is told of single answers, places and spans.

mod histories;

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    AssessmentRecord, MissingAssessment, PlacementChange, Progress, ProgressVersion, RespondentRef,
    UnmappedAnswer, UnmappedReason, levels::span, version_mapping::VersionMapping,
};
use crate::domain::{
    answers::{Answer, AnswerSheet, AnswerValue, Answers},
    assessment::Role,
    document::{Document, Standing},
    ladder::Ladder,
    parsing,
    quiz::samples::{SeededRandom, document, staircases},
    source::{Source, Syntax},
};

/// A made-up ladder; some of its questions in other words.
fn made_up(dice: &mut SeededRandom) -> Ladder {
    loop {
        let qualifiers = dice.roll(3);
        let mut value = document(dice, qualifiers, |dice, most| {
            staircases(dice, most, qualifiers)
        });
        for question in value["quiz"]["questions"].as_array_mut().unwrap() {
            if dice.roll(4) == 0 {
                question["text"] = "Is it otherwise?".into();
            }
        }
        value["version"] = format!("1.{}.0", dice.roll(3)).into();
        let document = serde_json::from_value::<Document>(value).unwrap();
        // Not every staircase holds beside the track's.
        if let Ok(ladder) = Ladder::prove(document) {
            return ladder;
        }
    }
}

/// Versions to draw from: proving one takes longer than all else.
fn some_ladders() -> Vec<Ladder> {
    let mut dice = SeededRandom::new(1);
    (0..40).map(|_| made_up(&mut dice)).collect()
}

/// The built-in ladder with another quiz.
fn edited(edit: impl FnOnce(&mut Value)) -> Ladder {
    let text = include_bytes!("../../../../ladders/ai-engineer.yaml");
    let mut value = Source::parse(text, Syntax::Yaml).unwrap().into_value();
    value["translations"] = json!([]);
    edit(&mut value["quiz"]);
    Ladder::prove(serde_json::from_value(value).unwrap()).unwrap()
}

fn random_sheet(dice: &mut SeededRandom, ladder: &Ladder) -> AnswerSheet {
    let quiz = &ladder.document().quiz;
    let mut sheet = AnswerSheet::empty(quiz);
    for (question, answer) in quiz.questions.iter().zip(&mut sheet.questions) {
        let answers = question.answers().chain([Answer::Unsure]);
        let answers: Vec<Answer> = answers.collect();
        *answer = answers.get(dice.roll(answers.len() + 1)).copied();
    }
    for answer in &mut sheet.qualifiers {
        *answer = Answer::PLAIN.get(dice.roll(4)).copied();
    }
    sheet
}

/// Answers to questions and to qualifiers, by their names.
fn named<'a>(ladder: &'a Ladder, sheet: &AnswerSheet) -> [Answers<'a>; 2] {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().zip(&sheet.questions);
    let questions = questions
        .filter_map(|(one, answer)| Some((one.id.as_str(), one.given((*answer)?)?)))
        .collect();
    let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers);
    let qualifiers = qualifiers
        .filter_map(|(one, answer)| Some((one.id.as_str(), AnswerValue::plain((*answer)?)?)))
        .collect();
    [questions, qualifiers]
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn taken<'a>(
    number: u128,
    at: DateTime<Utc>,
    by: Option<&'a str>,
    ladder: &'a Ladder,
    sheet: &'a AnswerSheet,
) -> AssessmentRecord<'a> {
    AssessmentRecord {
        id: Uuid::from_u128(number),
        taken_at: at,
        by: RespondentRef {
            role: if by.is_some() {
                Role::Assessor
            } else {
                Role::Oneself
            },
            id: by,
        },
        version: ProgressVersion::of(ladder),
        sheet,
        contested: false,
    }
}

fn yes_answers(ladder: &Ladder, yes: usize) -> AnswerSheet {
    let mut sheet = AnswerSheet::empty(&ladder.document().quiz);
    for (at, answer) in sheet.questions.iter_mut().enumerate() {
        *answer = Some(if at < yes { Answer::Yes } else { Answer::No });
    }
    sheet
}

#[test]
fn answers_are_carried_exactly_where_their_names_can_be_sent_for_the_other_version() {
    let ladders = some_ladders();
    let (mut carried_ones, mut lost_ones) = (0, 0);
    for seed in 0..5000 {
        let mut dice = SeededRandom::new(seed);
        let [from, to] = [0; 2].map(|_| &ladders[dice.roll(ladders.len())]);
        let sheet = random_sheet(&mut dice, from);
        let [answers, qualifiers] = named(from, &sheet);
        if answers.is_empty() {
            continue;
        }
        let filled = AnswerSheet::fill(&to.document().quiz, &answers, &qualifiers);
        match (filled, VersionMapping::new(from, to).carry(&sheet)) {
            (Ok(filled), Ok(carried)) => {
                assert_eq!(filled, carried, "{seed}");
                carried_ones += 1;
            }
            (Err(faults), Err(lost)) => {
                assert_eq!(faults.len(), lost.len(), "{seed}");
                lost_ones += 1;
            }
            (filled, carried) => panic!("{seed}: {filled:?} {carried:?}"),
        }
    }
    let both = carried_ones.min(lost_ones);
    assert!(both > 200, "{carried_ones} and {lost_ones}");
}

#[test]
fn what_is_above_on_one_path_is_up_and_back_is_down() {
    for ladder in some_ladders() {
        let table = ladder.table();
        for (one, lower) in table.places().iter().enumerate() {
            for (other, higher) in table.places().iter().enumerate() {
                let moved = PlacementChange::between((&ladder, lower), (&ladder, higher));
                let back = PlacementChange::between((&ladder, higher), (&ladder, lower));
                assert_eq!(moved == PlacementChange::Same, one == other);
                assert_eq!(moved == PlacementChange::Up, back == PlacementChange::Down);
                if table.is_above(other, one) {
                    assert_eq!(moved, PlacementChange::Up, "{lower:?} {higher:?}");
                }
            }
        }
    }
}

#[test]
fn a_track_of_the_same_rank_is_aside() {
    let text = include_bytes!("../../../../ladders/examples/data-engineering.yaml");
    let ladder = parsing::read(text, Syntax::Yaml).unwrap().ladder.unwrap();
    let place = |level| ladder.place_at(Some(level), Standing::At).unwrap();
    let [staff, manager, senior] = ["staff", "engineering-manager", "senior"].map(place);
    for (before, after, moved) in [
        (&staff, &manager, PlacementChange::Aside),
        (&manager, &staff, PlacementChange::Aside),
        (&senior, &manager, PlacementChange::Up),
        (&manager, &senior, PlacementChange::Down),
        (&staff, &staff, PlacementChange::Same),
    ] {
        assert_eq!(
            PlacementChange::between((&ladder, before), (&ladder, after)),
            moved
        );
    }
}

#[test]
fn spans_are_whole_months_of_the_calendar_and_the_days_beyond() {
    for (from, until, months, days) in [
        ("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", 1, 0),
        ("2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z", 1, 1),
        ("2026-01-31T00:00:00Z", "2026-02-27T23:59:59Z", 0, 27),
        ("2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z", 1, 0),
        ("2024-02-29T12:00:00Z", "2025-02-28T12:00:00Z", 12, 0),
        ("2024-02-29T12:00:00Z", "2025-02-28T11:59:59Z", 11, 29),
        ("2026-05-10T08:00:00Z", "2026-05-10T08:00:00Z", 0, 0),
        ("2026-05-10T08:00:00Z", "2026-05-11T07:59:59Z", 0, 0),
        ("2026-05-10T08:00:00Z", "2026-05-09T08:00:00Z", 0, 0),
        ("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 96_359, 30),
    ] {
        assert_eq!(
            span(time(from), time(until)),
            (months, days),
            "{from} {until}"
        );
    }
}

#[test]
fn spans_are_those_that_are_counted_month_by_month() {
    let mut dice = SeededRandom::new(7);
    for _ in 0..3000 {
        let start = time("1999-12-30T22:00:00Z");
        let from = start + TimeDelta::hours(i64::try_from(dice.roll(200_000)).unwrap());
        let until = from + TimeDelta::hours(i64::try_from(dice.roll(60_000)).unwrap());
        let after = |months| from + Months::new(months);
        let months = (0..)
            .take_while(|months| after(*months) <= until)
            .last()
            .unwrap();
        let days = (0..).take_while(|days| after(months) + TimeDelta::days(*days) <= until);
        let days = u32::try_from(days.last().unwrap()).unwrap();
        assert_eq!(span(from, until), (months, days), "{from} {until}");
    }
}

#[test]
fn a_new_version_tells_what_old_answers_give_now_and_leaves_what_was_said() {
    let old = edited(|_| ());
    let moved_up = edited(|quiz| {
        quiz["routing"][1]["when"]["yes_max"] = 1.into();
        quiz["routing"][2]["when"]["yes_min"] = 2.into();
    });
    let sheet = yes_answers(&old, 2);
    let at = time("2026-03-01T00:00:00Z");
    let taken = [
        taken(1, at, None, &old, &sheet),
        taken(2, at, Some("lead"), &old, &sheet),
    ];
    let before = Progress::of(&taken, ProgressVersion::of(&old), at);
    let after = Progress::of(&taken, ProgressVersion::of(&moved_up), at);
    assert_eq!(before.placements, after.placements);
    let own = before.now.own.unwrap();
    assert_eq!(
        (own.moved, own.placement),
        (
            Some(PlacementChange::Same),
            Some(before.placements[0].placement)
        )
    );
    for now in [after.now.own.unwrap(), after.now.assessor.unwrap()] {
        assert_eq!(now.moved, Some(PlacementChange::Up));
        let level = now.placement.unwrap().level.as_ref().unwrap();
        assert_eq!(level.as_str(), "mid");
        assert_eq!(now.from, old.stamp());
        assert!(now.lost.is_empty() && now.unasked.is_empty() && now.reworded.is_empty());
    }
}

#[test]
fn answers_that_do_not_fit_a_new_version_place_nobody() {
    let old = edited(|_| ());
    let renamed = edited(|quiz| quiz["questions"][0]["id"] = "another-one".into());
    let sheet = yes_answers(&old, 3);
    let at = time("2026-03-01T00:00:00Z");
    let answered = [taken(1, at, None, &old, &sheet)];
    let now = Progress::of(&answered, ProgressVersion::of(&renamed), at).now;
    let own = now.own.unwrap();
    assert_eq!((own.placement, own.moved, own.decided), (None, None, None));
    let question = &old.document().quiz.questions[0].id;
    let reason = UnmappedReason::QuestionGone;
    assert_eq!(own.lost, [UnmappedAnswer { question, reason }]);
    assert_eq!(own.unasked[0].as_str(), "another-one");
    assert!(now.assessor.is_none());
    // What was not answered is not missed.
    let mut silent = sheet.clone();
    silent.questions[0] = None;
    let silent = [taken(1, at, None, &old, &silent)];
    let own = Progress::of(&silent, ProgressVersion::of(&renamed), at)
        .now
        .own
        .unwrap();
    assert!(own.placement.is_some() && own.lost.is_empty());
    assert_eq!(own.decided, Some(false));
}

#[test]
fn nothing_is_made_of_nothing() {
    let ladder = edited(|_| ());
    let progress = Progress::of(
        &[],
        ProgressVersion::of(&ladder),
        time("2026-03-01T00:00:00Z"),
    );
    assert!(progress.placements.is_empty() && progress.levels.is_empty());
    assert!(progress.changes.is_empty());
    assert_eq!(
        progress.side_by_side.reason,
        Some(MissingAssessment::NoAssessment)
    );
    assert!(progress.now.own.is_none() && progress.now.assessor.is_none());
}
