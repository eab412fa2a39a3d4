//! Random histories against what can be told one assessment at a time.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use chrono::TimeDelta;

use super::{named, random_sheet, some_ladders, taken, time};
use crate::domain::{
    answers::{AnswerSheet, AnswerValue, Answers},
    assessment::Role,
    ladder::Ladder,
    progress::{
        AssessmentRecord, MissingAssessment, Progress, ProgressVersion, UncomparedReason,
        levels::span,
    },
    quiz::samples::SeededRandom,
};

/// Assessments by the person and two assessors at random times, some at once, with random versions and answers.
fn history<'a>(
    dice: &mut SeededRandom,
    sheets: &'a [(Ladder, AnswerSheet)],
) -> Vec<AssessmentRecord<'a>> {
    let assessments = sheets.iter().zip(1..).map(|((ladder, sheet), number)| {
        let days = i64::try_from(dice.roll(400)).unwrap();
        let at = time("2025-01-01T00:00:00Z") + TimeDelta::days(days);
        let by = [None, None, Some("lead-1"), Some("lead-2")][dice.roll(4)];
        taken(number, at, by, ladder, sheet)
    });
    assessments.collect()
}

fn random_sheets(dice: &mut SeededRandom, ladders: &[Ladder]) -> Vec<(Ladder, AnswerSheet)> {
    let two = [0; 2].map(|_| &ladders[dice.roll(ladders.len())]);
    let count = dice.roll(12);
    let sheets = (0..count).map(|_| {
        let ladder = two[dice.roll(2)].clone();
        let sheet = random_sheet(dice, &ladder);
        (ladder, sheet)
    });
    sheets.collect()
}

#[test]
fn every_assessment_has_its_point_its_run_and_its_change() {
    let ladders = some_ladders();
    let now = time("2027-01-01T00:00:00Z");
    for seed in 0..600 {
        let mut dice = SeededRandom::new(seed);
        let newest = &ladders[dice.roll(ladders.len())];
        let sheets = random_sheets(&mut dice, &ladders);
        let taken = history(&mut dice, &sheets);
        let progress = Progress::of(&taken, ProgressVersion::of(newest), now);
        assert_eq!(progress.placements.len(), taken.len());
        assert!(
            progress
                .placements
                .is_sorted_by_key(|one| (one.taken_at, one.assessment))
        );
        for point in &progress.placements {
            let one = taken.iter().find(|one| one.id == point.assessment).unwrap();
            let verdict = one.version.ladder.decide(one.sheet);
            assert_eq!(
                point.placement,
                &one.version.ladder.table().places()[verdict.order]
            );
            assert_eq!(point.counts, verdict.counts);
        }
        for role in [Role::Oneself, Role::Assessor] {
            let points = progress.placements.iter().filter(|one| one.by.role == role);
            let points: Vec<_> = points.collect();
            let runs = progress.levels.iter().filter(|one| one.role == role);
            let runs: Vec<_> = runs.collect();
            let counted: usize = runs.iter().map(|run| run.assessments).sum();
            assert_eq!(counted, points.len());
            let mut points = points.into_iter();
            for (at, run) in runs.iter().enumerate() {
                let until = runs.get(at + 1).map(|next| next.from);
                assert_eq!(run.until, until);
                assert_eq!((run.months, run.days), span(run.from, until.unwrap_or(now)));
                let of_run: Vec<_> = points.by_ref().take(run.assessments).collect();
                assert_eq!(of_run[0].taken_at, run.from);
                assert!(
                    of_run
                        .iter()
                        .all(|one| one.placement.level.as_ref() == run.level)
                );
            }
            assert!(runs.windows(2).all(|two| two[0].level != two[1].level));
            let changes = progress.changes.iter().filter(|one| one.role == role);
            assert_eq!(changes.count(), counted.saturating_sub(1));
        }
    }
}

#[test]
fn changes_lead_from_one_sheet_to_the_next_and_leave_out_what_differs_by_version() {
    let ladders = some_ladders();
    let (mut changed, mut not_compared) = (0, 0);
    for seed in 0..600 {
        let mut dice = SeededRandom::new(seed);
        let sheets = random_sheets(&mut dice, &ladders);
        let taken = history(&mut dice, &sheets);
        let Some(one) = taken.first() else { continue };
        let progress = Progress::of(&taken, one.version, one.taken_at);
        for change in &progress.changes {
            let find = |id| taken.iter().find(|one| one.id == id).unwrap();
            let (earlier, later) = (find(change.before), find(change.after));
            let all = |one: &AssessmentRecord<'_>| -> BTreeMap<String, Option<AnswerValue>> {
                let quiz = &one.version.ladder.document().quiz;
                let ids = quiz.questions.iter().map(|one| one.id.to_string());
                let ids = ids.chain(quiz.qualifiers.iter().map(|one| one.id.to_string()));
                let mut all: BTreeMap<_, _> = ids.map(|id| (id, None)).collect();
                let answers = named(one.version.ladder, one.sheet);
                for (id, given) in answers.iter().flat_map(Answers::iter) {
                    all.insert(id.to_owned(), Some(given));
                }
                all
            };
            let (before, after) = (all(earlier), all(later));
            for one in &change.answers {
                assert_ne!(one.from, one.to);
                assert_eq!(before[one.question.as_str()], one.from);
                assert_eq!(after[one.question.as_str()], one.to);
                changed += 1;
            }
            let named_ones = change.answers.iter().map(|one| one.question.as_str());
            let left_out = change.not_compared.iter().map(|one| one.question.as_str());
            let named_ones: BTreeSet<&str> = named_ones.chain(left_out).collect();
            let ids: BTreeSet<&str> = before
                .keys()
                .chain(after.keys())
                .map(String::as_str)
                .collect();
            assert_eq!(change.compared + change.not_compared.len(), ids.len());
            for id in ids.difference(&named_ones) {
                assert_eq!(before[*id], after[*id], "{seed} {id}");
            }
            for one in &change.not_compared {
                let id = one.question.as_str();
                let both = [before.contains_key(id), after.contains_key(id)];
                let reason = match both {
                    [true, false] => UncomparedReason::QuestionGone,
                    [false, true] => UncomparedReason::QuestionNew,
                    _ => UncomparedReason::QuestionChanged,
                };
                assert_eq!(one.reason, reason);
                not_compared += 1;
            }
        }
    }
    assert!(changed.min(not_compared) > 500, "{changed} {not_compared}");
}

#[test]
fn the_newest_view_of_each_side_is_beside_the_other() {
    let ladders = some_ladders();
    for seed in 0..600 {
        let mut dice = SeededRandom::new(seed);
        let sheets = random_sheets(&mut dice, &ladders);
        let taken = history(&mut dice, &sheets);
        let Some(one) = taken.first() else { continue };
        let sides = Progress::of(&taken, one.version, one.taken_at).side_by_side;
        let newest = |id: Option<&str>| {
            let of = taken.iter().filter(|one| one.by.id == id);
            of.max_by_key(|one| (one.taken_at, one.id))
        };
        let assessors = [Some("lead-1"), Some("lead-2")]
            .into_iter()
            .filter_map(newest);
        let assessors: Vec<_> = assessors.collect();
        assert_eq!(sides.assessors, assessors.len());
        let reason = match (newest(None), assessors.len()) {
            (None, 0) => Some(MissingAssessment::NoAssessment),
            (None, _) => Some(MissingAssessment::NoSelfAssessment),
            (_, 0) => Some(MissingAssessment::NoAssessor),
            _ => None,
        };
        assert_eq!(sides.reason, reason);
        assert_eq!(sides.pairs.is_some(), reason.is_none());
        let pairs = sides.pairs.unwrap_or_default();
        assert!(
            pairs.is_sorted_by_key(|pair| Reverse((
                pair.assessor.taken_at,
                pair.assessor.assessment
            )))
        );
        for pair in &pairs {
            let own = newest(None).unwrap();
            let assessor = newest(pair.assessor.by.id).unwrap();
            assert_eq!(
                (pair.own.assessment, pair.assessor.assessment),
                (own.id, assessor.id)
            );
            let said = |one: &AssessmentRecord<'_>, question: &str| {
                let answers = named(one.version.ladder, one.sheet);
                let mut answers = answers.iter().flat_map(Answers::iter);
                answers
                    .find(|(id, _)| *id == question)
                    .map(|(_, given)| given)
            };
            for question in &pair.questions {
                assert_eq!(question.own, said(own, question.question.as_str()));
                assert_eq!(
                    question.assessor,
                    said(assessor, question.question.as_str())
                );
                let differ = match (&question.own, &question.assessor) {
                    (Some(own), Some(assessor)) => Some(own != assessor),
                    _ => None,
                };
                assert_eq!(question.differ, differ);
            }
            let different = pair.questions.iter().filter(|one| one.differ == Some(true));
            assert_eq!(pair.different, different.count());
        }
    }
}
