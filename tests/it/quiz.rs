//! The quiz: every combination of answers against a table written from the contract's words, not from the code.

use std::collections::BTreeSet;

use rungs::{
    app::built_in,
    domain::{
        answers::{Answer, AnswerSheet, AnswerValue as Name, Answers},
        ladder::Ladder,
    },
};
use serde_json::{Map, Value, json};

use crate::app::TestApp;

const QUESTIONS: [&str; 6] = ["q1", "q2", "q3", "q4", "q5", "q6"];
const QUALIFIER: &str = "leads-cross-team";

/// Level, title, phase, standing, next level, rule and its words.
type Outcome = (
    Option<&'static str>,
    Option<&'static str>,
    usize,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Level, plateau, roadblocks, criteria, what they are for and where they lead.
type Work = (
    &'static str,
    &'static str,
    &'static [&'static str],
    [&'static str; 4],
    &'static str,
    Option<&'static str>,
);

/// The placements of the contract, lowest first.
#[rustfmt::skip]
const PLACES: [Outcome; 5] = [
    (None, None, 1, "pre-role", "junior", "none-yes", "0 yes"),
    (Some("junior"), Some("Junior AI Engineer"), 1, "at", "mid", "one-or-two-yes", "1 to 2 yes"),
    (Some("mid"), Some("Mid AI Engineer"), 2, "at", "senior", "three-or-four-yes", "3 to 4 yes"),
    (Some("senior"), Some("Senior AI Engineer"), 3, "at", "staff", "five-or-six-yes", "5 to 6 yes"),
    (Some("senior"), Some("Senior AI Engineer"), 4, "approaching", "staff", "six-yes-and-leading", "6 yes and leads-cross-team"),
];

/// What each phase gives to work on.
#[rustfmt::skip]
const PHASES: [Work; 4] = [
    ("junior", "tools-without-understanding", &["ai-as-crutch"],
        ["explain-model-choice", "debug-unaided", "eval-harness", "three-approaches"], "exit", Some("mid")),
    ("mid", "rag-to-agents", &["rag-to-agents", "self-study-ceiling"],
        ["owned-incident", "agent-orchestration", "cost-at-10x", "build-buy-finetune"], "exit", Some("senior")),
    ("senior", "prototype-to-production", &["invisible-senior", "senior-pay-plateau", "self-study-ceiling"],
        ["adopted-elsewhere", "cross-team-review", "non-technical-buy-in", "evaluation-spec"], "exit", Some("staff")),
    ("staff", "technical-to-influence", &["self-study-ceiling"],
        ["org-standard", "platform-selection", "roadmap-influence", "mentored-senior"], "operating", None),
];

/// The contract: how high a number of yes answers places, with or without the qualifier.
fn height(yes: usize, leads: bool) -> usize {
    match (yes, leads) {
        (0, _) => 0,
        (1 | 2, _) => 1,
        (3 | 4, _) => 2,
        (5, _) | (6, false) => 3,
        _ => 4,
    }
}

fn placement(height: usize) -> Value {
    let (level, title, phase, standing, next, ..) = PLACES[height];
    json!({"level": level, "title": title, "phase": phase, "standing": standing, "next_level": next})
}

/// One way to answer; absent where there is no answer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Given {
    questions: [Option<Answer>; 6],
    qualifier: Option<Answer>,
}

impl Given {
    /// All ways to answer with these words.
    fn all(questions: &[Option<Answer>], qualifier: &[Option<Answer>]) -> Vec<Self> {
        let base = questions.len();
        let mut all = Vec::new();
        for number in 0..base.pow(6) {
            let digit = |place: usize| questions[number / base.pow(place as u32) % base];
            for qualifier in qualifier {
                all.push(Self {
                    questions: [0, 1, 2, 3, 4, 5].map(digit),
                    qualifier: *qualifier,
                });
            }
        }
        all
    }

    fn count(&self, answer: Option<Answer>) -> usize {
        self.questions.iter().filter(|is| **is == answer).count()
    }

    fn body(&self) -> Value {
        let questions = QUESTIONS.iter().zip(self.questions);
        let answers: Map<String, Value> = questions
            .filter_map(|(id, answer)| Some(((*id).into(), answer?.word().into())))
            .collect();
        match self.qualifier {
            Some(answer) => json!({"answers": answers, "qualifiers": {QUALIFIER: answer.word()}}),
            None => json!({"answers": answers}),
        }
    }

    fn height(&self) -> usize {
        height(
            self.count(Some(Answer::Yes)),
            self.qualifier == Some(Answer::Yes),
        )
    }

    fn answer(&self, item: usize) -> Option<Answer> {
        *self.questions.get(item).unwrap_or(&self.qualifier)
    }

    /// The items, as bits, whose answer is one of these; the qualifier is the seventh.
    fn items(&self, answers: &[Option<Answer>]) -> u8 {
        let items = (0..7).filter(|item| answers.contains(&self.answer(*item)));
        items.map(|item| 1 << item).sum()
    }

    /// The same with yes to these items.
    fn with_yes(mut self, items: u8) -> Self {
        for (item, answer) in self
            .questions
            .iter_mut()
            .chain([&mut self.qualifier])
            .enumerate()
        {
            if items >> item & 1 == 1 {
                *answer = Some(Answer::Yes);
            }
        }
        self
    }

    /// Every smallest set of items that would place higher, by trying all sets.
    fn advances(&self) -> BTreeSet<u8> {
        let items = self.items(&[Some(Answer::No), Some(Answer::Unsure), None]);
        let works = |set: &u8| self.with_yes(*set).height() > self.height();
        let works: Vec<u8> = (1..128)
            .filter(|set| set & !items == 0)
            .filter(works)
            .collect();
        let part = |set: u8| works.iter().any(|part| *part != set && part & set == *part);
        works.iter().copied().filter(|set| !part(*set)).collect()
    }

    /// The heights that are still possible, by trying all ways in which what is open can turn out.
    fn range(&self) -> Vec<usize> {
        let items = self.items(&[Some(Answer::Unsure), None]);
        let sets = (0..128).filter(|set| set & !items == 0);
        let heights: BTreeSet<usize> = sets.map(|set| self.with_yes(set).height()).collect();
        heights.into_iter().collect()
    }
}

fn strings(list: &Value, member: &str) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one[member].as_str().unwrap().to_owned())
        .collect()
}

/// Checks a whole placement against the contract.
fn explains(given: &Given, answer: &Value) {
    let height = given.height();
    let (.., phase, _, _, rule, words) = PLACES[height];
    let yes = given.count(Some(Answer::Yes));
    assert_eq!(answer["placement"], placement(height), "{given:?}");
    assert_eq!(answer["rule"], json!({"id": rule, "text": words}));
    assert_eq!(
        answer["counts"],
        json!({"yes": yes, "no": given.count(Some(Answer::No)), "unsure": given.count(Some(Answer::Unsure)),
            "unanswered": given.count(None), "questions": 6})
    );
    let range = given.range();
    let places: Vec<Value> = range.iter().map(|height| placement(*height)).collect();
    assert_eq!(answer["range"], json!(places), "{given:?}");
    assert_eq!(answer["decided"], range.len() == 1, "{given:?}");
    reasons(given, yes, &answer["reasons"]);

    let stages = [("junior", 0), ("mid", 2), ("senior", 4)];
    let yes_to = |item: usize| given.questions[item] == Some(Answer::Yes);
    let profile = stages.map(|(stage, first)| {
        let yes = usize::from(yes_to(first)) + usize::from(yes_to(first + 1));
        json!({"stage": stage, "yes": yes, "of": 2})
    });
    assert_eq!(answer["profile"], json!(profile));
    let no_to = |item: usize| given.questions[item] == Some(Answer::No);
    let uneven = (0..6).any(|late| yes_to(late) && (0..late / 2 * 2).any(no_to));
    assert_eq!(answer["unevenness"].is_string(), uneven, "{given:?}");

    let sets = answer["to_advance"].as_array().unwrap();
    let distinct: BTreeSet<u8> = sets.iter().map(set).collect();
    assert_eq!(distinct, given.advances(), "{given:?}");
    assert_eq!(
        distinct.len(),
        sets.len(),
        "a set is listed twice: {given:?}"
    );
    assert_eq!(answer["to_advance_total"], sets.len());

    let (level, plateau, roadblocks, criteria, kind, to) = PHASES[phase - 1];
    assert_eq!(answer["plateau"]["level"], level);
    assert_eq!(answer["plateau"]["id"], plateau);
    assert_eq!(strings(&answer["roadblocks"], "id"), roadblocks);
    assert_eq!(strings(&answer["criteria"], "id"), criteria);
    for criterion in answer["criteria"].as_array().unwrap() {
        assert_eq!(criterion["kind"], kind);
        assert_eq!(criterion["to"], json!(to));
    }
    assert_eq!(answer["self_reported"], true);
    assert_eq!(answer["ladder"]["id"], "ai-engineer");
}

/// A set of `to_advance` as bits.
fn set(names: &Value) -> u8 {
    let bit = |name: &Value| match QUESTIONS.iter().position(|id| *name == **id) {
        Some(item) => 1 << item,
        None if *name == *QUALIFIER => 1 << 6,
        None => panic!("{name} is neither a question nor a qualifier"),
    };
    names.as_array().unwrap().iter().map(bit).sum()
}

/// One line for each answer given, in the order of the quiz.
fn reasons(given: &Given, yes: usize, reasons: &Value) {
    let questions = QUESTIONS.iter().zip(given.questions);
    let expected = questions.chain([(&QUALIFIER, given.qualifier)]);
    let expected: Vec<Value> = expected
        .filter_map(|(id, answer)| {
            let effect = match answer? {
                _ if *id == QUALIFIER && yes < 6 => "no_effect",
                Answer::Yes => "counted",
                Answer::No => "not_counted",
                Answer::Unsure | Answer::Option(_) => "open",
            };
            Some(json!({"id": id, "answer": answer?.word(), "effect": effect}))
        })
        .collect();
    let mut found = reasons.clone();
    for reason in found.as_array_mut().unwrap() {
        let text = reason.as_object_mut().unwrap().remove("text").unwrap();
        assert!(text.as_str().unwrap().ends_with('.'), "{given:?}");
    }
    assert_eq!(found, json!(expected), "{given:?}");
}

fn ladder() -> Ladder {
    built_in().unwrap().remove(0)
}

fn score(ladder: &Ladder, given: &Given) -> Value {
    let questions = QUESTIONS.iter().zip(given.questions);
    let answers: Answers<'_> = questions
        .filter_map(|(id, answer)| Some((*id, Name::plain(answer?)?)))
        .collect();
    let qualifiers: Answers<'_> = given
        .qualifier
        .iter()
        .map(|answer| (QUALIFIER, Name::plain(*answer).unwrap()))
        .collect();
    let sheet = AnswerSheet::fill(&ladder.document().quiz, &answers, &qualifiers).unwrap();
    serde_json::to_value(ladder.place(&sheet, &ladder.decide(&sheet)).unwrap()).unwrap()
}

#[tokio::test]
async fn every_combination_of_answers_is_placed_as_the_contract_says() {
    let app = TestApp::start().await;
    let words = Answer::PLAIN.map(Some);
    let all = Given::all(&words, &[Some(Answer::Yes), Some(Answer::No)]);
    assert_eq!(all.len(), 3_usize.pow(6) * 2);
    let lines: Vec<String> = all.iter().map(|given| given.body().to_string()).collect();
    let reply = app.post_lines("?detail=full", lines.join("\n")).await;
    let answers = reply.lines();
    assert_eq!(answers.len(), all.len());
    for (given, answer) in all.iter().zip(&answers) {
        explains(given, answer);
        assert!(answer["receipt"].is_string());
        // What the service itself says of the answers that its sets lead to.
        for names in answer["to_advance"].as_array().unwrap() {
            let raised = given.with_yes(set(names));
            let raised = all.iter().position(|other| *other == raised).unwrap();
            assert_eq!(
                answers[raised]["placement"],
                placement(all[raised].height())
            );
            assert!(all[raised].height() > given.height());
        }
    }
}

#[test]
fn answers_left_out_are_placed_as_the_contract_says() {
    let ladder = ladder();
    let words = [
        Some(Answer::Yes),
        Some(Answer::No),
        Some(Answer::Unsure),
        None,
    ];
    for given in Given::all(&words, &words) {
        let absent = given.items(&[None]);
        // All six absent say nothing, and without any the test above has it.
        if absent > 0 && given.count(None) < 6 {
            explains(&given, &score(&ladder, &given));
        }
    }
}
