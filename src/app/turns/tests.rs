//! Turns at made-up moments, for made-up callers, on made-up shelves; and every way through the built-in quiz to its result.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json, value::RawValue};

use super::*;
use crate::{
    app::{
        LadderCatalogue, PublishedLadder, Stemming, built_in, now,
        scoring::{ScoreQuizRequest, score},
    },
    domain::{
        answers::{Answer, AnswerValue},
        ladder::Ladder,
        receipt::ReceiptKey,
        turn::QuizSession,
    },
    error::Error,
};

const LADDER: &str = "ai-engineer";
const HOUR: Duration = Duration::from_hours(1);

fn key(byte: u8) -> ReceiptKey {
    ReceiptKey::new(&[byte; 32]).unwrap()
}

/// The newest built-in ladder with other members.
fn changed(members: &[(&str, &str)]) -> PublishedLadder {
    let original = built_in().unwrap().remove(0);
    let mut document: Value = serde_json::from_str(original.canonical()).unwrap();
    for (name, value) in members {
        document[name] = json!(value);
    }
    let ladder = Ladder::prove(serde_json::from_value(document).unwrap()).unwrap();
    PublishedLadder::new(ladder, now(), &Stemming::default()).unwrap()
}

fn asked(now: DateTime<Utc>) -> TurnContext<'static> {
    TurnContext {
        ladder: LADDER,
        version: None,
        caller: None,
        now,
    }
}

fn turns<'a>(shelf: &'a LadderCatalogue, keys: &'a [ReceiptKey]) -> TurnRunner<'a> {
    TurnRunner {
        shelf,
        keys,
        good_for: HOUR,
    }
}

fn said(state: &str, answer: Reply) -> TakeQuizRequest {
    TakeQuizRequest {
        state: Some(state.into()),
        answer: Some(answer),
        text: None,
    }
}

/// A turn in the ladder's own language.
fn take<'a>(
    turns: TurnRunner<'a>,
    asked: &TurnContext<'_>,
    said: &TakeQuizRequest,
) -> Result<Turn<'a>, Error> {
    turns.take(asked, said, Ok).map(|taken| taken.turn)
}

/// The state of a quiz that was just begun.
fn begun(turns: TurnRunner<'_>, asked: &TurnContext<'_>) -> String {
    let turn = take(turns, asked, &TakeQuizRequest::default()).unwrap();
    turn.state.unwrap()
}

/// The code with which a state is refused.
fn refused(turns: TurnRunner<'_>, asked: &TurnContext<'_>, state: &str) -> &'static str {
    match take(turns, asked, &said(state, Reply::Yes)) {
        Err(Error::Invalid(_, faults)) => {
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(faults[0].pointer, "/state");
            assert!(faults[0].detail.contains("egin again without a state"));
            faults[0].code
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_way_through_the_quiz_ends_in_what_score_quiz_answers_byte_for_byte() {
    let (shelf, keys) = (LadderCatalogue::built_in().unwrap(), [key(1)]);
    let turns = turns(&shelf, &keys);
    let asked = asked(now());
    let published = shelf.find(LADDER, None).unwrap();
    let replies = [
        (Reply::Yes, Answer::Yes),
        (Reply::No, Answer::No),
        (Reply::Unsure, Answer::Unsure),
    ];
    let mut ways = 0;
    let mut open: Vec<(String, Vec<(String, Answer)>)> = vec![(begun(turns, &asked), Vec::new())];
    while let Some((state, answers)) = open.pop() {
        let said_so_far: Vec<Answer> = answers.iter().map(|(_, answer)| *answer).collect();
        let course = QuizSession::resume(&published.ladder, &said_so_far).unwrap();
        let id = course.question().unwrap().id.to_string();
        for (reply, answer) in replies.clone() {
            let turn = take(turns, &asked, &said(&state, reply)).unwrap();
            let mut answers = answers.clone();
            answers.push((id.clone(), answer));
            assert_eq!(turn.progress.answered, answers.len());
            if let Some(state) = &turn.state {
                assert_eq!(
                    (turn.status, turn.result.is_none()),
                    (TurnStatus::Asking, true)
                );
                open.push((state.clone(), answers));
                continue;
            }
            assert_eq!(turn.status, TurnStatus::Finished);
            let (questions, qualifiers) = answers
                .iter()
                .map(|(id, answer)| (id.as_str(), AnswerValue::plain(*answer).unwrap()))
                .partition::<Vec<_>, _>(|(id, _)| id.starts_with('q'));
            let sent = ScoreQuizRequest {
                answers: questions.into_iter().collect(),
                qualifiers: qualifiers.into_iter().collect(),
            };
            let scored = score(&published.ladder, &keys[0], &sent).unwrap();
            let scored = published.scored_json(&scored).unwrap();
            let json = serde_json::to_string(&turn).unwrap();
            #[derive(Deserialize)]
            struct Ended<'a> {
                #[serde(borrow)]
                result: &'a RawValue,
            }
            let ended: Ended<'_> = serde_json::from_str(&json).unwrap();
            assert_eq!(ended.result.get().as_bytes(), scored, "{answers:?}");
            ways += 1;
        }
    }
    assert_eq!(ways, 491);
}

#[test]
fn a_state_is_good_for_its_time_and_no_longer_whatever_the_clocks_of_replicas_say() {
    let (shelf, keys) = (LadderCatalogue::built_in().unwrap(), [key(1)]);
    let turns = turns(&shelf, &keys);
    let began = now();
    let state = begun(turns, &asked(began));
    for seconds in [0, 1, 3599, 3600, -5, -100_000] {
        let at = asked(began + TimeDelta::seconds(seconds));
        assert!(
            take(turns, &at, &said(&state, Reply::Yes)).is_ok(),
            "{seconds}"
        );
    }
    for seconds in [3601, 100_000, 3_000_000_000] {
        let at = asked(began + TimeDelta::seconds(seconds));
        assert_eq!(refused(turns, &at, &state), "state_expired", "{seconds}");
    }
    // Every turn gives a new one.
    let later = asked(began + TimeDelta::seconds(3000));
    let next = take(turns, &later, &said(&state, Reply::Yes)).unwrap();
    let later = asked(began + TimeDelta::seconds(6000));
    assert!(take(turns, &later, &said(&next.state.unwrap(), Reply::Yes)).is_ok());
    assert_eq!(refused(turns, &later, &state), "state_expired");
}

#[test]
fn a_state_is_for_the_caller_to_whom_it_was_given() {
    let (shelf, keys) = (LadderCatalogue::built_in().unwrap(), [key(1)]);
    let turns = turns(&shelf, &keys);
    let by = |caller| TurnContext {
        caller,
        ..asked(now())
    };
    let callers = [None, Some("one"), Some("another")];
    for giver in callers {
        let state = begun(turns, &by(giver));
        for taker in callers {
            if giver == taker {
                assert!(take(turns, &by(taker), &said(&state, Reply::Yes)).is_ok());
            } else {
                assert_eq!(refused(turns, &by(taker), &state), "state_of_another_quiz");
            }
        }
    }
}

#[test]
fn a_quiz_goes_on_with_the_version_that_it_began_with() {
    let (mut shelf, keys) = (LadderCatalogue::built_in().unwrap(), [key(1)]);
    for earlier in ["1.0.0", "1.2.0"] {
        shelf.add(changed(&[("version", earlier)]));
    }
    let now = now();
    let state = begun(turns(&shelf, &keys), &asked(now));
    let old = begun(
        turns(&shelf, &keys),
        &TurnContext {
            version: Some("1.2.0"),
            ..asked(now)
        },
    );
    shelf.add(changed(&[("version", "1.4.0")]));
    shelf.add(changed(&[("id", "another")]));
    let turns = turns(&shelf, &keys);
    let named = |version| TurnContext {
        version,
        ..asked(now)
    };
    for (state, version) in [(&state, "1.3.0"), (&old, "1.2.0")] {
        for named in [named(None), named(Some(version))] {
            let turn = take(turns, &named, &said(state, Reply::Yes)).unwrap();
            assert_eq!(turn.ladder.version.to_string(), version);
        }
        for other in ["1.4.0", "1.0.0"] {
            assert_eq!(
                refused(turns, &named(Some(other)), state),
                "state_of_another_quiz"
            );
        }
        let elsewhere = TurnContext {
            ladder: "another",
            ..asked(now)
        };
        assert_eq!(refused(turns, &elsewhere, state), "state_of_another_quiz");
    }
    let newest = take(turns, &asked(now), &TakeQuizRequest::default()).unwrap();
    assert_eq!(newest.ladder.version.to_string(), "1.4.0");
    let newest = newest.state.unwrap();
    let before = LadderCatalogue::built_in().unwrap();
    let before = TurnRunner {
        shelf: &before,
        ..turns
    };
    assert_eq!(
        refused(before, &asked(now), &newest),
        "state_of_another_quiz"
    );
}

#[test]
fn every_key_that_is_kept_verifies_and_the_first_signs() {
    let shelf = LadderCatalogue::built_in().unwrap();
    let (old, both, new) = ([key(1)], [key(2), key(1)], [key(2)]);
    let turns = |keys| turns(&shelf, keys);
    let at = asked(now());
    let state = begun(turns(&old), &at);
    let next = take(turns(&both), &at, &said(&state, Reply::No)).unwrap();
    let next = next.state.unwrap();
    assert!(take(turns(&new), &at, &said(&next, Reply::No)).is_ok());
    assert_eq!(refused(turns(&old), &at, &next), "state_unknown");
    assert_eq!(refused(turns(&new), &at, &state), "state_unknown");
}
