use std::sync::LazyLock;

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    ladder::Ladder,
    readiness::ReadinessVerdict::{InsufficientEvidence, NotReady, Ready},
    source::{Source, Syntax},
};
use CriterionStanding::{Claimed, Met, Unknown, Unmet};
use ReviewDecision::{Approve, Decline};

/// The last day of all that is made up here.
const LAST: u64 = 40;

fn ladder() -> &'static Ladder {
    static LADDER: LazyLock<Ladder> = LazyLock::new(|| {
        let text = include_bytes!("../../../ladders/ai-engineer.yaml");
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
fn piece(number: u128, criteria: &[&str]) -> Piece {
    let criteria = criteria.iter().map(|one| EvidenceCriterion {
        ladder: id("ai-engineer"),
        criterion: id(one),
    });
    Piece {
        id: Uuid::from_u128(number),
        criteria: criteria.collect(),
        recorded_on: day(0),
        expires_on: None,
        reviews: Vec::new(),
        withdrawn_on: None,
    }
}

fn reviewed(piece: Piece, on: u64, decision: ReviewDecision) -> Piece {
    let mut piece = piece;
    piece.reviews.push(Review {
        on: day(on),
        decision,
    });
    piece
}

fn expiring(piece: Piece, on: u64) -> Piece {
    Piece {
        expires_on: Some(day(on)),
        ..piece
    }
}

fn readiness(pieces: &[Piece], on: NaiveDate) -> PersonReadiness<'static> {
    let level = ladder().level("mid").unwrap();
    ladder()
        .readiness_by_evidence("e-17", level, pieces, on)
        .unwrap()
}

fn standing(pieces: &[Piece], on: u64) -> CriterionStanding {
    let cases = Cases::new(pieces, "ai-engineer", day(on));
    cases.of("x").standing(day(on))
}

#[test]
fn a_piece_counts_from_its_first_day_to_its_last() {
    let approved = reviewed(expiring(piece(1, &["x"]), 5), 2, Approve);
    let twice = reviewed(approved.clone(), 4, Decline);
    let same_day = reviewed(reviewed(piece(1, &["x"]), 2, Decline), 2, Approve);
    let withdrawn = Piece {
        withdrawn_on: Some(day(3)),
        ..approved.clone()
    };
    let later = Piece {
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
    let cases = Cases::new([&approved], "nurse", day(2));
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
    let mut pieces: Vec<Piece> = many.collect();
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
    let pieces: Vec<Piece> = (0..)
        .zip(&names)
        .map(|(number, name)| expiring(piece(u128::from(number), &[name.as_str()]), number))
        .collect();
    let cases = Cases::new(&pieces, "ai-engineer", day(0));
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

/// The order of verdicts.
fn rank(verdict: crate::domain::readiness::ReadinessVerdict) -> u8 {
    match verdict {
        InsufficientEvidence => 0,
        NotReady => 1,
        Ready => 2,
    }
}

fn any_decision() -> impl Strategy<Value = ReviewDecision> {
    prop::sample::select(vec![Approve, Approve, Decline])
}

fn any_piece(decision: impl Strategy<Value = ReviewDecision>) -> impl Strategy<Value = Piece> {
    let names: Vec<&str> = criteria().into_iter().map(Id::as_str).collect();
    let all = names.len();
    let some = prop::sample::subsequence(names, 0..=all);
    let days = || 0..LAST;
    let review = (days(), decision);
    (
        any::<u128>(),
        some,
        days(),
        prop::option::of(days()),
        prop::collection::vec(review, 0..4),
        prop::option::weighted(0.2, days()),
    )
        .prop_map(
            |(number, some, recorded, expires, mut reviews, withdrawn)| {
                reviews.sort_by_key(|(on, _)| *on);
                let mut made = Piece {
                    recorded_on: day(recorded),
                    withdrawn_on: withdrawn.map(day),
                    expires_on: expires.map(day),
                    ..piece(number, &some)
                };
                for (on, decision) in reviews {
                    made = reviewed(made, on, decision);
                }
                made
            },
        )
}

fn any_pieces() -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(any_piece(any_decision()), 0..12)
}

/// What of the pieces was there at the end of a day, and nothing of what came later.
fn as_of(pieces: &[Piece], on: NaiveDate) -> Vec<Piece> {
    let there = pieces.iter().filter(|piece| piece.recorded_on <= on);
    there
        .map(|piece| Piece {
            reviews: piece
                .reviews
                .iter()
                .copied()
                .filter(|one| one.on <= on)
                .collect(),
            withdrawn_on: piece.withdrawn_on.filter(|day| *day <= on),
            ..piece.clone()
        })
        .collect()
}

proptest! {
    #[test]
    fn more_evidence_never_lowers_anything(
        pieces in any_pieces(),
        more in any_piece(any_decision()),
        on in 0..LAST,
    ) {
        let before = readiness(&pieces, day(on));
        let pieces = [pieces.as_slice(), &[more]].concat();
        let after = readiness(&pieces, day(on));
        for (before, after) in before.criteria.iter().zip(&after.criteria) {
            prop_assert!(before.state <= after.state, "{}", before.id);
        }
        prop_assert!(rank(before.verdict) <= rank(after.verdict));
    }

    #[test]
    fn without_an_approval_nothing_is_met(
        pieces in prop::collection::vec(any_piece(Just(Decline)), 0..12),
        on in 0..LAST,
    ) {
        let readiness = readiness(&pieces, day(on));
        prop_assert_eq!(readiness.counts.met, 0);
        prop_assert_ne!(readiness.verdict, Ready);
    }

    #[test]
    fn what_is_met_has_an_approval_that_counts(pieces in any_pieces(), on in 0..LAST) {
        for note in readiness(&pieces, day(on)).criteria {
            for deciding in &note.evidence {
                let found = |piece: &&Piece| piece.id.to_string() == *deciding;
                let piece = pieces.iter().find(found).unwrap();
                let state = piece.state(day(on));
                let expected = match note.state {
                    Met => EvidenceState::Approved,
                    Claimed => EvidenceState::Pending,
                    _ => EvidenceState::Declined,
                };
                prop_assert_eq!(state, Some(expected));
                let counts = piece.expires_on.is_none_or(|end| end >= day(on));
                prop_assert!(counts || note.state == Unmet);
            }
            prop_assert_eq!(note.evidence.is_empty(), note.state == Unknown);
        }
    }

    #[test]
    fn a_past_day_is_told_by_what_was_there_then(pieces in any_pieces(), on in 0..LAST) {
        let now = serde_json::to_value(readiness(&pieces, day(on))).unwrap();
        let then = serde_json::to_value(readiness(&as_of(&pieces, day(on)), day(on))).unwrap();
        prop_assert_eq!(now, then);
    }

    #[test]
    fn a_forecast_says_what_is_said_on_each_day(pieces in any_pieces(), on in 0..LAST) {
        let there = as_of(&pieces, day(on));
        let mut before = readiness(&there, day(on));
        let mut lapses = std::mem::take(&mut before.forecast.lapses).into_iter().peekable();
        prop_assert_eq!(before.forecast.total as usize, lapses.len());
        for next in on + 1..LAST + 2 {
            let after = readiness(&there, day(next));
            let pairs = before.criteria.iter().zip(&after.criteria);
            let changed = pairs.filter(|(before, after)| before.state != after.state);
            let changed: Vec<_> = changed
                .map(|(before, after)| CriterionLapse {
                    criterion: before.id,
                    from: before.state,
                    to: after.state,
                })
                .collect();
            let lapse = lapses.next_if(|lapse| lapse.on == day(next));
            match lapse {
                None => {
                    prop_assert!(changed.is_empty(), "nothing is foretold of day {}", next);
                    prop_assert_eq!(before.verdict, after.verdict);
                }
                Some(lapse) => {
                    prop_assert_eq!(&lapse.criteria, &changed);
                    prop_assert!(!changed.is_empty());
                    let verdict = VerdictLapse { from: before.verdict, to: after.verdict };
                    prop_assert_eq!(lapse.verdict, verdict);
                }
            }
            before = after;
        }
        prop_assert_eq!(lapses.next(), None);
    }
}
