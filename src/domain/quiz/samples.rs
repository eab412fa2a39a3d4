//! Small made-up ladders by number, with questions of every kind, qualifiers and a track, for tests against brute force.

use serde_json::{Value, json};

use crate::domain::{
    answers::{Answer, AnswerSheet},
    document::Document,
};

/// Numbers that look random and are always the same.
pub(crate) struct SeededRandom(u64);

impl SeededRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % sides
    }
}

/// Places from low to high, as the way that leads there: of two, one is below the other where its way is the beginning of the other's.
/// With them level, phase and standing.
pub(crate) const PLACES: [(&str, &str, u8, &str); 10] = [
    ("", "", 1, "pre-role"),
    ("a", "junior", 1, "at"),
    ("ab", "junior", 2, "approaching"),
    ("abc", "mid", 2, "at"),
    ("abcd", "mid", 3, "approaching"),
    ("abcde", "senior", 3, "at"),
    ("abcdef", "senior", 4, "approaching"),
    ("abcdefg", "staff", 4, "at"),
    ("abcx", "mid", 5, "approaching"),
    ("abcxy", "lead", 5, "at"),
];

/// A rule: fewest, most, qualifiers as bits, precedence, and its place among [`PLACES`].
pub(crate) type SampleRule = (usize, usize, usize, usize, usize);

fn questions(dice: &mut SeededRandom) -> Vec<Value> {
    let count = 1 + dice.roll(4);
    let numbered = (0..count).map(|at| {
        let mut question =
            json!({"id": format!("q{at}"), "stage": "junior", "topic": "t", "text": "Is it so?", "weight": 1 + dice.roll(3)});
        let kind = ["yes_no", "scale", "choice"][dice.roll(3)];
        if kind != "yes_no" {
            let mut points: Vec<usize> = (0..1 + dice.roll(3)).map(|_| dice.roll(5)).collect();
            points.push(0);
            if kind == "scale" {
                points.sort_unstable();
            }
            let options = points.iter().enumerate();
            let options = options
                .map(|(at, points)| json!({"id": format!("o{at}"), "text": format!("So much: {at}"), "points": points}));
            question["kind"] = kind.into();
            question["options"] = options.collect();
        }
        question
    });
    let mut all: Vec<Value> = numbered.collect();
    if count == 1 {
        all[0]["weight"] = 2.into();
    }
    all
}

/// A document whose quiz has made-up questions, `qualifiers` of them, and the rules that `rules` makes of the most points.
pub(crate) fn document(
    dice: &mut SeededRandom,
    qualifiers: usize,
    rules: impl FnOnce(&mut SeededRandom, usize) -> Vec<SampleRule>,
) -> Value {
    let mut questions = questions(dice);
    let counts_points = questions
        .iter()
        .any(|one| one["kind"].is_string() || one["weight"] != 1);
    if !counts_points {
        questions[0]["weight"] = 3.into();
    }
    let most = |question: &Value| {
        let options = question["options"].as_array();
        let points = options.map_or(1, |options| {
            let points = options.iter().map(|option| option["points"].as_u64());
            points.max().flatten().unwrap()
        });
        points * question["weight"].as_u64().unwrap()
    };
    let most: u64 = questions.iter().map(most).sum();
    let rules = rules(dice, usize::try_from(most).unwrap()).into_iter();
    let rules = rules
        .enumerate()
        .map(|(at, (min, max, mask, precedence, place))| {
            let (_, level, phase, standing) = PLACES[place];
            let level = if level.is_empty() {
                Value::Null
            } else {
                level.into()
            };
            let bits = (0..qualifiers).filter(|bit| mask >> bit & 1 == 1);
            let needs: Vec<String> = bits.map(|bit| format!("k{bit}")).collect();
            json!({"id": format!("r{at}"), "precedence": precedence,
            "when": {"points_min": min, "points_max": max, "qualifiers": needs},
            "outcome": {"level": level, "phase": phase, "standing": standing}})
        });
    let levels = [
        ("junior", 1, None),
        ("mid", 2, None),
        ("senior", 3, None),
        ("staff", 4, None),
        ("lead", 3, Some("manager")),
    ];
    let phase = |(at, (id, ..)): (usize, &(&str, i32, Option<&str>))| {
        json!({"number": at + 1, "id": format!("p{at}"), "level": id, "title": "t", "theme": "t", "plateau": "t", "why_it_lasts": "t",
            "self_study": "t", "mentor_role": "t", "table": {"from": "pre-role", "to": id},
            "dimensions": [{"id": "d", "name": "n", "from": "f", "to": "t"}], "criteria_kind": "operating", "criteria_to": null,
            "criteria": [{"id": format!("c{at}"), "text": "t"}]})
    };
    let level = |(id, rank, track): &(&str, i32, Option<&str>)| {
        let mut level = json!({"id": id, "rank": rank, "title": id, "tenure": {"min_months": 0, "max_months": null},
            "moves_forward": ["m"], "plateau": {"id": format!("plateau-{id}"), "title": "t", "summary": "s"}});
        if let Some(track) = track {
            level["track"] = (*track).into();
        }
        level
    };
    json!({"format": "rungs/ladder/1", "id": "made-up", "version": "1.0.0", "title": "t", "locale": "en", "summary": "s",
        "source": {"title": "t", "author": "a", "publisher": "p"},
        "levels": levels.iter().map(level).collect::<Value>(),
        "tracks": [{"id": "manager", "title": "Manager", "from": "mid"}],
        "phases": levels.iter().enumerate().map(phase).collect::<Value>(),
        "quiz": {"title": "t", "intro": "i", "questions": questions, "routing": rules.collect::<Value>(),
            "qualifiers": (0..qualifiers).map(|at| json!({"id": format!("k{at}"), "text": "And this?"})).collect::<Value>()}})
}

/// Rules that are proven: a staircase over the trunk, and where there is a qualifier one over the track.
pub(crate) fn staircases(
    dice: &mut SeededRandom,
    most: usize,
    qualifiers: usize,
) -> Vec<SampleRule> {
    let mut rules = Vec::new();
    let mut stairs = |dice: &mut SeededRandom, places: &[usize], mask, precedence| {
        let mut least = 0;
        for (at, place) in places.iter().enumerate() {
            let last = at + 1 == places.len();
            let top = if last {
                most
            } else {
                (least + dice.roll(3)).min(most)
            };
            rules.push((least, top, mask, precedence, *place));
            least = top + 1;
            if least > most {
                break;
            }
        }
    };
    stairs(dice, &[0, 1, 2, 3, 4, 6, 7], 0, 0);
    if qualifiers > 0 {
        // No lower than without the qualifier, where it is the same path.
        stairs(dice, &[9], 1, 1);
    }
    if qualifiers > 1 {
        stairs(dice, &[7], 2, 2);
    }
    rules
}

/// Every way to answer all questions of a document, with the points in all.
pub(crate) fn all_answers(document: &Document) -> Vec<(Vec<Answer>, usize)> {
    let mut all = vec![(Vec::new(), 0)];
    for question in &document.quiz.questions {
        let weight = usize::from(question.weight.0);
        let answers: Vec<(Answer, usize)> = if question.options.is_empty() {
            vec![(Answer::No, 0), (Answer::Yes, weight)]
        } else {
            let options = question.options.iter().zip(0..);
            options
                .map(|(one, at)| (Answer::Option(at), usize::from(one.points) * weight))
                .collect()
        };
        let longer = |(so_far, total): &(Vec<Answer>, usize)| {
            let longer = answers.iter().map(|(answer, points)| {
                let with = so_far.iter().copied().chain([*answer]).collect();
                (with, total + points)
            });
            longer.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// Every way to fill what is open on a sheet: not answered or, with `unsure`, unsure as well.
pub(crate) fn filled(document: &Document, sheet: &AnswerSheet, unsure: bool) -> Vec<AnswerSheet> {
    let is_open =
        |answer: &Option<Answer>| answer.is_none() || (unsure && *answer == Some(Answer::Unsure));
    let mut filled = Vec::new();
    let mut sheets = vec![sheet.clone()];
    while let Some(sheet) = sheets.pop() {
        let question = sheet.questions.iter().position(is_open);
        let qualifier = sheet.qualifiers.iter().position(is_open);
        let answers = match (question, qualifier) {
            (Some(at), _) => document.quiz.questions[at].answers().collect(),
            (None, Some(_)) => vec![Answer::Yes, Answer::No],
            (None, None) => {
                filled.push(sheet);
                continue;
            }
        };
        for answer in answers {
            let mut fuller = sheet.clone();
            match (question, qualifier) {
                (Some(at), _) => fuller.questions[at] = Some(answer),
                (None, at) => fuller.qualifiers[at.unwrap()] = Some(answer),
            }
            sheets.push(fuller);
        }
    }
    filled
}
