//! What holds of any evidence.

use proptest::prelude::*;

use super::*;

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

fn any_piece(
    decision: impl Strategy<Value = ReviewDecision>,
) -> impl Strategy<Value = EvidenceItem> {
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
                let mut made = EvidenceItem {
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

fn any_pieces() -> impl Strategy<Value = Vec<EvidenceItem>> {
    prop::collection::vec(any_piece(any_decision()), 0..12)
}

/// What of the pieces was there at the end of a day, and nothing of what came later.
fn as_of(pieces: &[EvidenceItem], on: NaiveDate) -> Vec<EvidenceItem> {
    let there = pieces.iter().filter(|piece| piece.recorded_on <= on);
    there
        .map(|piece| EvidenceItem {
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
                let found = |piece: &&EvidenceItem| piece.id.to_string() == *deciding;
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
