//! How criteria stand, day by day and together.

mod properties;

use std::sync::LazyLock;

use super::*;
use crate::domain::{
    ladder::Ladder,
    readiness::ReadinessVerdict::{InsufficientEvidence, NotReady, Ready},
    source::{Source, Syntax},
};
use CriterionStanding::{Claimed, Met, Unknown, Unmet};
use ReviewDecision::{Approve, Decline};
use chrono::Days;

/// The last day of all that is made up here.
const LAST: u64 = 40;

fn ladder() -> &'static Ladder {
    static LADDER: LazyLock<Ladder> = LazyLock::new(|| {
        let text = include_bytes!("../../../../ladders/ai-engineer.yaml");
        let document = Source::parse(text, Syntax::Yaml).unwrap().into_value();
        Ladder::prove(serde_json::from_value(document).unwrap()).unwrap()
    });
    &LADDER
}

/// The criteria that lead to Mid.
fn criteria() -> Vec<&'static Id> {
    let level = ladder().level("mid").unwrap();
    let phases = ladder().phases_to(level);
    let criteria = phases.flat_map(|phase| &phase.criteria);
    criteria.map(|one| &one.id).collect()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(number)
}

fn id(text: &str) -> Id {
    text.to_owned().try_into().unwrap()
}

/// A piece for some criteria, recorded on day 0.
fn piece(number: u128, criteria: &[&str]) -> EvidenceItem {
    let criteria = criteria.iter().map(|one| EvidenceCriterion {
        ladder: id("ai-engineer"),
        criterion: id(one),
    });
    EvidenceItem {
        id: Uuid::from_u128(number),
        criteria: criteria.collect(),
        recorded_on: day(0),
        expires_on: None,
        reviews: Vec::new(),
        withdrawn_on: None,
    }
}

fn reviewed(piece: EvidenceItem, on: u64, decision: ReviewDecision) -> EvidenceItem {
    let mut piece = piece;
    piece.reviews.push(Review {
        on: day(on),
        decision,
    });
    piece
}

fn expiring(piece: EvidenceItem, on: u64) -> EvidenceItem {
    EvidenceItem {
        expires_on: Some(day(on)),
        ..piece
    }
}

fn readiness(pieces: &[EvidenceItem], on: NaiveDate) -> PersonReadiness<'static> {
    let level = ladder().level("mid").unwrap();
    ladder()
        .readiness_by_evidence("e-17", level, pieces, on)
        .unwrap()
}

fn standing(pieces: &[EvidenceItem], on: u64) -> CriterionStanding {
    let cases = EvidenceByCriterion::new(pieces, "ai-engineer", day(on));
    cases.of("x").standing(day(on))
}

#[test]
fn a_piece_counts_from_its_first_day_to_its_last() {
    let approved = reviewed(expiring(piece(1, &["x"]), 5), 2, Approve);
    let twice = reviewed(approved.clone(), 4, Decline);
    let same_day = reviewed(reviewed(piece(1, &["x"]), 2, Decline), 2, Approve);
    let withdrawn = EvidenceItem {
        withdrawn_on: Some(day(3)),
        ..approved.clone()
    };
    let later = EvidenceItem {
        recorded_on: day(1),
        ..piece(1, &["x"])
    };
    let elsewhere = piece(1, &["y"]);
    for (name, piece, expected) in [
        (
            "approved",
            &approved,
            [Claimed, Claimed, Met, Met, Met, Met, Unknown],
        ),
        (
            "twice",
            &twice,
            [Claimed, Claimed, Met, Met, Unmet, Unmet, Unmet],
        ),
        (
            "same day",
            &same_day,
            [Claimed, Claimed, Met, Met, Met, Met, Met],
        ),
        (
            "withdrawn",
            &withdrawn,
            [Claimed, Claimed, Met, Unknown, Unknown, Unknown, Unknown],
        ),
        (
            "pending",
            &expiring(piece(1, &["x"]), 0),
            [
                Claimed, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
            ],
        ),
        (
            "recorded later",
            &later,
            [
                Unknown, Claimed, Claimed, Claimed, Claimed, Claimed, Claimed,
            ],
        ),
        ("another criterion", &elsewhere, [Unknown; 7]),
    ] {
        for (on, expected) in (0..).zip(expected) {
            let found = standing(std::slice::from_ref(piece), on);
            assert_eq!(found, expected, "{name} on day {on}");
        }
    }
    // Another ladder's criterion of the same name is another criterion.
    let cases = EvidenceByCriterion::new([&approved], "nurse", day(2));
    assert_eq!(cases.of("x").standing(day(2)), Unknown);
}

#[test]
fn the_best_piece_counts() {
    let pending = piece(1, &["x"]);
    let declined = reviewed(piece(2, &["x"]), 0, Decline);
    let approved = reviewed(piece(3, &["x"]), 0, Approve);
    for (pieces, expected) in [
        (vec![], Unknown),
        (vec![declined.clone()], Unmet),
        (vec![declined.clone(), pending.clone()], Claimed),
        (vec![approved.clone(), declined.clone(), pending], Met),
        (vec![declined, approved], Met),
    ] {
        assert_eq!(standing(&pieces, 0), expected);
    }
}

#[test]
fn half_of_the_criteria_are_enough_and_less_is_not() {
    for (standings, expected) in [
        (vec![Unknown], InsufficientEvidence),
        (vec![Claimed], NotReady),
        (vec![Met], Ready),
        (vec![Met, Unknown], NotReady),
        (vec![Unknown, Unknown, Met], InsufficientEvidence),
        (vec![Unknown, Unmet, Met], NotReady),
        (vec![Unknown, Unknown, Unmet, Claimed], NotReady),
        (vec![Unknown, Unknown, Unknown, Met], InsufficientEvidence),
        (
            vec![Unknown, Unknown, Unknown, Met, Met],
            InsufficientEvidence,
        ),
        (vec![Unknown, Unknown, Claimed, Claimed, Claimed], NotReady),
        (vec![Met, Met, Met], Ready),
        (vec![Met, Met, Claimed], NotReady),
    ] {
        let counts = StandingCounts::of(standings.iter().copied());
        assert_eq!(counts.verdict(), expected, "{standings:?}");
    }
}

#[test]
fn a_criterion_says_why_it_stands_so() {
    let [first, second, third, fourth, ..] = criteria()[..] else {
        panic!("Mid has fewer than four criteria");
    };
    let many =
        (10..35).map(|number| reviewed(expiring(piece(number, &[first.as_str()]), 9), 0, Approve));
    let mut pieces: Vec<EvidenceItem> = many.collect();
    pieces.push(piece(1, &[second.as_str()]));
    pieces.push(reviewed(piece(2, &[third.as_str()]), 0, Decline));
    pieces.push(expiring(piece(3, &[fourth.as_str()]), 0));
    let readiness = readiness(&pieces, day(1));
    let told: Vec<_> = readiness.criteria[..4]
        .iter()
        .map(|one| (one.state, one.why.as_str(), one.evidence_total, one.until))
        .collect();
    assert_eq!(
        told,
        [
            (
                Met,
                "25 pieces of evidence are approved and count until 1970-01-10.",
                25,
                Some(day(9))
            ),
            (
                Claimed,
                "1 piece of evidence has not been reviewed.",
                1,
                None
            ),
            (
                Unmet,
                "1 piece of evidence was declined, and there is none that counts.",
                1,
                None
            ),
            (Unknown, "No evidence counts any more: 1 expired.", 0, None),
        ]
    );
    let newest: Vec<String> = (15..35)
        .rev()
        .map(|number| Uuid::from_u128(number).to_string())
        .collect();
    assert_eq!(readiness.criteria[0].evidence, newest);
    assert!(readiness.criteria[3].evidence.is_empty());
}

#[test]
fn a_forecast_lists_a_hundred_days_and_counts_all() {
    let names: Vec<Id> = (0..150).map(|number| id(&format!("c-{number}"))).collect();
    let pieces: Vec<EvidenceItem> = (0..)
        .zip(&names)
        .map(|(number, name)| expiring(piece(u128::from(number), &[name.as_str()]), number))
        .collect();
    let cases = EvidenceByCriterion::new(&pieces, "ai-engineer", day(0));
    let all: Vec<_> = names
        .iter()
        .map(|name| (name, cases.of(name.as_str())))
        .collect();
    let forecast = Forecast::new(&all, day(0));
    assert_eq!((forecast.lapses.len(), forecast.total), (100, 150));
    let first = &forecast.lapses[0];
    assert_eq!((first.on, first.criteria[0].criterion), (day(1), &names[0]));
    // Of 150 the 76th leaves 74 that are known.
    let withheld = forecast
        .lapses
        .iter()
        .find(|lapse| lapse.verdict.from != lapse.verdict.to);
    let withheld = withheld.unwrap();
    assert_eq!(
        (withheld.on, withheld.verdict.to),
        (day(76), InsufficientEvidence)
    );
}
