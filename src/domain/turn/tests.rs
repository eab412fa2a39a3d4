//! Every way through the built-in quiz, and made-up ones, against brute force; and states that somebody worked on.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::*;
use crate::domain::{
    document::Document,
    parsing::read,
    quiz::samples::{SeededRandom, document, filled, staircases},
    receipt::{ReceiptClaims, ReceiptKey},
    source::Syntax,
};

const BUILT_IN: &[u8] = include_bytes!("../../../ladders/ai-engineer.yaml");

fn built_in() -> Ladder {
    read(BUILT_IN, Syntax::Yaml).unwrap().ladder.unwrap()
}

/// The built-in ladder with another quiz: so many questions and qualifiers, and rules by fewest and most yes, qualifiers, precedence
/// and the phase that they lead to.
fn made_up(
    questions: usize,
    qualifiers: &[&str],
    rules: &[(usize, usize, &[&str], u8, u8)],
) -> Ladder {
    let mut document: Value = serde_json::from_str(built_in().canonical()).unwrap();
    document["translations"] = json!([]);
    let quiz = &mut document["quiz"];
    quiz["questions"] = (0..questions)
        .map(|at| json!({"id": format!("a{at}"), "stage": "junior", "topic": "topic", "text": "Is it so?"}))
        .collect();
    quiz["qualifiers"] = qualifiers
        .iter()
        .map(|id| json!({"id": id, "text": "And this?"}))
        .collect();
    quiz["routing"] = rules
        .iter()
        .enumerate()
        .map(|(at, (min, max, qualifiers, precedence, phase))| {
            let level = ["junior", "mid", "senior", "staff"][usize::from(*phase) - 1];
            json!({"id": format!("rule-{at}"), "when": {"yes_min": min, "yes_max": max, "qualifiers": qualifiers},
                "precedence": precedence, "outcome": {"level": level, "phase": phase, "standing": "at"}})
        })
        .collect();
    let ladder = Ladder::prove(serde_json::from_value(document).unwrap());
    ladder.unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The orders of the placements that there are for every way to fill what is empty on a sheet.
fn outcomes(ladder: &Ladder, sheet: &AnswerSheet) -> BTreeSet<usize> {
    let sheets = filled(ladder.document(), sheet, false);
    sheets.iter().map(|one| ladder.decide(one).order).collect()
}

/// What an item is answered with, beside unsure.
fn answers(item: TurnQuestion<'_>) -> Vec<Answer> {
    match item.options.len() {
        0 => vec![Answer::No, Answer::Yes],
        options => (0..u8::try_from(options).unwrap())
            .map(Answer::Option)
            .collect(),
    }
}

/// Whether the answer to one item changes the placement in some way to answer all others that are empty.
fn can_change(ladder: &Ladder, sheet: &AnswerSheet, item: TurnQuestion<'_>) -> bool {
    let quiz = &ladder.document().quiz;
    let with = |sheet: &AnswerSheet, answer| {
        let mut sheet = sheet.clone();
        let (questions, qualifiers) = (quiz.questions.iter(), quiz.qualifiers.iter());
        let place = match item.kind {
            QuestionKind::Question => questions
                .zip(&mut sheet.questions)
                .find(|(one, _)| one.id == *item.id)
                .map(|(_, place)| place),
            QuestionKind::Qualifier => qualifiers
                .zip(&mut sheet.qualifiers)
                .find(|(one, _)| one.id == *item.id)
                .map(|(_, place)| place),
        };
        *place.unwrap() = Some(answer);
        sheet
    };
    let order = |sheet: &AnswerSheet| ladder.decide(sheet).order;
    let answers = answers(item);
    let with_first = filled(ladder.document(), &with(sheet, answers[0]), false);
    let changes = |first: &AnswerSheet| {
        let mut others = answers.iter();
        others.any(|answer| order(&with(first, *answer)) != order(first))
    };
    with_first.iter().any(changes)
}

/// Walks every way through a quiz and holds each step against brute force. How many ways there are, and the most items of one.
fn walk(ladder: &Ladder) -> (usize, usize) {
    let quiz = &ladder.document().quiz;
    let (mut ways, mut longest) = (0, 0);
    let mut courses = vec![QuizSession::begin(ladder)];
    while let Some(course) = courses.pop() {
        let left = course.left_at_most();
        let Some(item) = course.question() else {
            assert_eq!(left, 0);
            assert_eq!(
                outcomes(ladder, course.sheet()).len(),
                1,
                "{:?}",
                course.said()
            );
            ways += 1;
            longest = longest.max(course.said().len());
            continue;
        };
        let first = course.said().is_empty();
        assert!(
            first || can_change(ladder, course.sheet(), item),
            "{:?}",
            course.said()
        );
        // Everything that stands before it was asked, or cannot change anything.
        let earlier = quiz.questions.iter().map(TurnQuestion::from);
        let earlier = earlier.chain(quiz.qualifiers.iter().map(TurnQuestion::from));
        let answered = course
            .sheet
            .questions
            .iter()
            .chain(&course.sheet.qualifiers);
        let passed_over = earlier
            .zip(answered)
            .take_while(|(earlier, _)| *earlier != item)
            .filter(|(_, answer)| answer.is_none());
        for (earlier, _) in passed_over {
            assert!(
                !can_change(ladder, course.sheet(), earlier),
                "{:?}",
                course.said()
            );
        }
        for answer in answers(item).into_iter().chain([Answer::Unsure]) {
            let mut next = course.clone();
            assert!(next.say(answer));
            assert_eq!(next.back().unwrap().question(), Some(item));
            assert!(next.left_at_most() < left, "{:?}", next.said());
            let again = QuizSession::resume(ladder, next.said()).unwrap();
            assert_eq!(
                (again.sheet(), again.question()),
                (next.sheet(), next.question())
            );
            courses.push(next);
        }
    }
    (ways, longest)
}

#[test]
fn only_what_can_change_the_outcome_is_asked_on_every_way_through_the_built_in_quiz() {
    let ladder = built_in();
    // Of the 3^6 ways to answer all questions; six yes lead to the qualifier, which is answered in three ways.
    let (ways, longest) = walk(&ladder);
    assert_eq!((ways, longest), (491, 7));
    assert_eq!(QuizSession::begin(&ladder).left_at_most(), 7);
}

#[test]
fn the_same_is_true_of_quizzes_of_other_shapes() {
    type Rules<'a> = &'a [(usize, usize, &'a [&'a str], u8, u8)];
    let cases: [(usize, &[&str], Rules<'_>); 5] = [
        // Decided by the number alone, at its ends.
        (
            5,
            &[],
            &[
                (0, 0, &[], 0, 1),
                (1, 3, &[], 0, 2),
                (4, 4, &[], 0, 3),
                (5, 5, &[], 0, 4),
            ],
        ),
        // Qualifiers at different numbers, one of which needs the other.
        (
            3,
            &["b0", "b1"],
            &[
                (0, 1, &[], 0, 1),
                (2, 3, &[], 0, 2),
                (2, 3, &["b0"], 1, 3),
                (3, 3, &["b0", "b1"], 2, 4),
            ],
        ),
        // A qualifier that stands first in the document matters only where the later one is a yes.
        (
            2,
            &["b0", "b1"],
            &[
                (0, 2, &[], 0, 1),
                (0, 2, &["b1"], 1, 2),
                (1, 2, &["b0", "b1"], 2, 3),
                (2, 2, &["b0", "b1"], 3, 4),
            ],
        ),
        // The questions decide nothing; the first is asked all the same.
        (
            3,
            &["b0", "b1", "b2"],
            &[
                (0, 3, &[], 0, 1),
                (0, 3, &["b0"], 1, 2),
                (0, 3, &["b0", "b1"], 2, 3),
                (0, 3, &["b0", "b1", "b2"], 3, 4),
            ],
        ),
        // Nobody is placed without a qualifier.
        (
            4,
            &["b0"],
            &[
                (0, 4, &[], 0, 1),
                (1, 4, &["b0"], 1, 2),
                (3, 4, &["b0"], 2, 3),
                (4, 4, &["b0"], 3, 4),
            ],
        ),
    ];
    for (questions, qualifiers, rules) in cases {
        let (ways, longest) = walk(&made_up(questions, qualifiers, rules));
        assert!(ways > 2 && longest <= questions + qualifiers.len());
    }
}

#[test]
fn the_same_is_true_of_points_and_tracks() {
    let mut cases = 0;
    for seed in 0..400 {
        let mut dice = SeededRandom::new(seed);
        let qualifiers = dice.roll(3);
        let stairs = |dice: &mut SeededRandom, most| staircases(dice, most, qualifiers);
        let value = document(&mut dice, qualifiers, stairs);
        let document: Document = serde_json::from_value(value).unwrap();
        if document.quiz.questions.len() > 3 {
            continue;
        }
        if let Ok(ladder) = Ladder::prove(document) {
            walk(&ladder);
            cases += 1;
        }
    }
    assert!(cases > 15, "{cases}");
}

#[test]
fn an_answer_that_a_question_does_not_have_cannot_be_said() {
    let (mut rated, mut plain) = (0, 0);
    for seed in 0..200 {
        let mut dice = SeededRandom::new(seed);
        let value = document(&mut dice, 1, |dice, most| staircases(dice, most, 1));
        let Ok(ladder) = Ladder::prove(serde_json::from_value(value).unwrap()) else {
            continue;
        };
        let mut course = QuizSession::begin(&ladder);
        let options = course.question().unwrap().options.len();
        let beyond = Answer::Option(u8::try_from(options).unwrap());
        assert!(!course.say(beyond));
        if options > 0 {
            assert!(!course.say(Answer::Yes) && !course.say(Answer::No));
            let last = Answer::Option(u8::try_from(options - 1).unwrap());
            assert!(course.say(last));
            let sealed = QuizState::new(0, course.said(), ladder.stamp(), None).seal(&key(1));
            let state = QuizState::open(&sealed, &[key(1)]).unwrap();
            assert_eq!(state.said, [last]);
            rated += 1;
        } else {
            assert!(course.say(Answer::Yes));
            plain += 1;
        }
    }
    assert!(rated > 0 && plain > 0, "{rated} {plain}");
}

#[test]
fn more_than_is_asked_cannot_be_said() {
    let ladder = built_in();
    let full = [Answer::Yes; 7];
    let mut course = QuizSession::resume(&ladder, &full).unwrap();
    assert_eq!(course.question(), None);
    assert!(!course.say(Answer::Yes));
    assert!(QuizSession::resume(&ladder, &[Answer::Yes; 8]).is_none());
    assert!(QuizSession::begin(&ladder).back().is_none());
}

fn key(byte: u8) -> ReceiptKey {
    ReceiptKey::new(&[byte; 32]).unwrap()
}

fn state(ladder: &Ladder) -> QuizState {
    let said = [Answer::Yes, Answer::No, Answer::Unsure];
    QuizState::new(1_800_000_000, &said, ladder.stamp(), Some("caller"))
}

#[test]
fn a_state_is_read_as_it_was_written_with_any_key_that_is_kept() {
    let ladder = built_in();
    let state = state(&ladder);
    let sealed = state.seal(&key(1));
    assert!(sealed.len() < 200, "{sealed}");
    for keys in [vec![key(1)], vec![key(2), key(1)], vec![key(1), key(2)]] {
        assert_eq!(QuizState::open(&sealed, &keys), Ok(state.clone()));
    }
    assert_eq!(
        QuizState::open(&sealed, &[key(2)]),
        Err(QuizStateError::Unknown)
    );
    assert_eq!(QuizState::open(&sealed, &[]), Err(QuizStateError::Unknown));
}

#[test]
fn a_state_is_of_one_text_of_one_ladder_and_for_one_caller() {
    let ladder = built_in();
    let of = |caller| QuizState::new(0, &[], ladder.stamp(), caller);
    for (given, now) in [
        (None, Some("")),
        (Some(""), None),
        (Some("a"), Some("b")),
        (Some("a"), None),
    ] {
        assert!(of(given).is_for(given) && !of(given).is_for(now));
    }
    let mut other = ladder.stamp().clone();
    assert!(of(None).is_of(&other));
    other.hash = format!("blake3:{}", "0".repeat(64));
    assert!(!of(None).is_of(&other));
    let mut document: Value = serde_json::from_str(ladder.canonical()).unwrap();
    for (member, value) in [("version", "1.3.1"), ("id", "ai-engineers")] {
        document[member] = json!(value);
        let other = Ladder::prove(serde_json::from_value(document.clone()).unwrap()).unwrap();
        assert!(!of(None).is_of(other.stamp()), "{member}");
    }
}

#[test]
fn whatever_is_changed_in_a_state_is_found() {
    let (ladder, keys) = (built_in(), [key(1)]);
    let sealed = state(&ladder).seal(&keys[0]);
    let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << bit;
            let why = QuizState::open(&URL_SAFE_NO_PAD.encode(changed), &keys).unwrap_err();
            // The first nine name the format and the key.
            let expected = if place < 9 {
                QuizStateError::Unknown
            } else {
                QuizStateError::Changed
            };
            assert_eq!(why, expected, "{place}");
        }
    }
    for end in 0..bytes.len() {
        assert!(QuizState::open(&URL_SAFE_NO_PAD.encode(&bytes[..end]), &keys).is_err());
    }
    for end in 0..sealed.len() {
        let expected = if end < 12 {
            QuizStateError::Unknown
        } else {
            QuizStateError::Changed
        };
        assert_eq!(
            QuizState::open(&sealed[..end], &keys),
            Err(expected),
            "{end}"
        );
    }
    for more in ["A", "AA", "AAAA", "=", ".", " ", "\n", "\u{e9}"] {
        assert_eq!(
            QuizState::open(&format!("{sealed}{more}"), &keys),
            Err(QuizStateError::Changed)
        );
    }
    assert_eq!(
        QuizState::open(&format!(" {sealed}"), &keys),
        Err(QuizStateError::Unknown)
    );
    assert_eq!(
        QuizState::open(&"A".repeat(LONGEST_STATE + 1), &keys),
        Err(QuizStateError::Unknown)
    );
}

#[test]
fn neither_a_receipt_nor_what_its_key_signs_is_a_state() {
    let (ladder, keys) = (built_in(), [key(1)]);
    let mut course = QuizSession::begin(&ladder);
    course.say(Answer::Yes);
    let verdict = ladder.decide(course.sheet());
    let receipt = keys[0].sign(&ReceiptClaims::of(&ladder, course.sheet(), &verdict).unwrap());
    for part in receipt.split('.').chain([receipt.as_str()]) {
        assert_eq!(QuizState::open(part, &keys), Err(QuizStateError::Unknown));
    }
    let sealed = state(&ladder).seal(&keys[0]);
    assert_eq!(
        crate::domain::receipt::read(&sealed, &keys),
        crate::domain::receipt::ReceiptStatus::NotAReceipt
    );
}
