//! Ladders and requests that the tests of every rendering share: the built-in one, and one that is as hostile as a valid ladder
//! can be.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::{
    answers::{AnswerSheet, Answers},
    assessment::Role,
    criteria::{CriterionState, CriterionStates},
    document::Document,
    evidence::{EvidenceCriterion, EvidenceItem, PersonReadiness, Review, ReviewDecision},
    ladder::Ladder,
    parsing,
    placement::Placement,
    progress::{AssessmentRecord, Progress, ProgressVersion, RespondentRef},
    readiness::Readiness,
    roadmap::{PlanParameters, Roadmap, StartingPoint, WeeklyHours},
    source::Syntax,
};

const BUILT_IN: &[u8] = include_bytes!("../../ladders/ai-engineer.yaml");

/// Texts that would like to be something else.
pub(super) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script> & \"quoted\" 'single' <![CDATA[x]]> <!-- --> &lt;b&gt; ]]>",
    "مهندس ذكاء اصطناعي (مستوى 3) يقود الفريق <b>",
    "מהנדסת בינה מלאכותית – דרגה 12, «בכירה»",
    "シニアAIエンジニア。設計の基準を定め、他のチームがそれを採用している（本番運用を含む）人。",
    "\u{202e}reversed\u{202c} \u{2067}isolate \u{2069}\u{2069} \u{fffe}\u{ffff} tail",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzende",
    "</title></desc></text></svg><img src=x onerror=alert(1)>",
    "Zalgo H̴̢̛̘͓̯͇̮̞̰͌͂ẹ̶̛̛̼͔̪̲̻͛ comes 👩🏽‍💻👨‍👩‍👧‍👦 with emoji",
];

pub(super) fn built_in() -> Ladder {
    let reading = parsing::read(BUILT_IN, Syntax::Yaml).unwrap();
    reading.ladder.unwrap()
}

/// The built-in ladder in German.
pub(super) fn german() -> Ladder {
    let translated = built_in().document().translated("de").unwrap();
    Ladder::prove(translated.document).unwrap()
}

/// The built-in ladder with every text of its own replaced, in a language.
pub(super) fn worded(locale: &str) -> Ladder {
    let mut value: Value = serde_json::from_str(built_in().canonical()).unwrap();
    for name in ["title", "author", "publisher"] {
        value["source"][name] = "§".into();
    }
    for question in value["quiz"]["questions"].as_array_mut().unwrap() {
        question["topic"] = "x".into();
    }
    let roadblocks = value["roadblocks"].as_array_mut().unwrap();
    for (at, roadblock) in roadblocks.iter_mut().enumerate() {
        let roadblock = roadblock.as_object_mut().unwrap();
        roadblock.remove("contrary");
        roadblock.remove("signals");
        if at == 0 {
            roadblock.insert("signals".into(), json!(["3141 5926 5358"]));
        }
    }
    let document: Document = serde_json::from_value(value.clone()).unwrap();
    let texts = document.places_of_texts().into_iter();
    let texts: Value = texts.map(|place| (place, json!("§"))).collect();
    value["translations"] = json!([{"locale": "de", "texts": texts}]);
    let document: Document = serde_json::from_value(value).unwrap();
    let mut document = document.translated("de").unwrap().document;
    document.locale = locale.into();
    Ladder::prove(document).unwrap()
}

/// A ladder with the built-in one's levels and bands that have both ends, one or none, each beside each.
pub(super) fn one_ended(ladder: &Ladder) -> Ladder {
    let bands = [
        ("DE", "junior", None, Some(62_000)),
        ("DE", "mid", Some(58_000), Some(76_000)),
        ("DE", "senior", Some(70_000), None),
        ("DE", "staff", None, None),
        ("AT", "junior", None, Some(900)),
        ("AT", "mid", Some(60_000), None),
        ("AT", "senior", None, Some(95_000)),
        ("AT", "staff", Some(101_000), None),
    ];
    let bands = bands.map(|(region, level, min, max): (_, _, Option<u32>, Option<u32>)| {
        let open = (min.is_some() || max.is_some()).then_some(max.is_none());
        let band = json!({
            "level": level, "region": region, "currency": "EUR", "period": "year", "market": "general",
            "min": min, "max": max, "open": open,
        });
        serde_json::from_value(band).unwrap()
    });
    ladder.with_bands(bands.into())
}

/// The text of a number: the hostile ones in turn, now and then one of 4,000 characters.
fn text(number: usize) -> String {
    let text = HOSTILE[number % HOSTILE.len()];
    if number % 5 == 4 {
        let long: String = format!("{text} ").repeat(4000 / text.chars().count());
        long.chars().take(4000).collect()
    } else {
        text.to_owned()
    }
}

/// 40 levels, 400 criteria, 30 bands in three currencies, and a hostile text wherever there is one.
pub(super) fn hostile() -> Ladder {
    let mut number = 0;
    let mut next = || {
        number += 1;
        text(number)
    };
    let level_id = |rank: usize| format!("level-{rank}");
    let levels: Vec<Value> = (1..=40)
        .map(|rank| {
            json!({
                "id": level_id(rank), "rank": rank, "title": next(),
                "tenure": {"min_months": rank * 10 - 10, "max_months": if rank == 40 { Value::Null } else { json!(rank * 10) }},
                "moves_forward": [next(), next(), next()],
                "plateau": {"id": format!("plateau-{rank}"), "title": next(), "summary": next()},
            })
        })
        .collect();
    let phases: Vec<Value> = (1..=40)
        .map(|rank| {
            let last = rank == 40;
            let criteria: Vec<Value> = (1..=10)
                .map(|one| {
                    let mut criterion = json!({"id": format!("criterion-{rank}-{one}"), "text": next()});
                    if one % 3 != 0 || rank < 3 {
                        criterion["effort"] = json!({"hours": one * 7, "weeks": one % 4 * 3, "basis": "estimate"});
                    }
                    criterion
                })
                .collect();
            let rows: Vec<Value> = (1..=4)
                .map(|row| {
                    let id = if row == 4 { format!("own-{rank}") } else { format!("row-{row}") };
                    json!({"id": id, "name": next(), "from": next(), "to": next()})
                })
                .collect();
            json!({
                "number": rank, "id": format!("phase-{rank}"), "level": level_id(rank), "title": next(), "theme": next(),
                "plateau": next(), "why_it_lasts": next(), "self_study": next(), "mentor_role": next(),
                "table": {"from": if rank == 1 { "pre-role".into() } else { level_id(rank - 1) }, "to": level_id(rank)},
                "dimensions": rows,
                "criteria_kind": if last { "operating" } else { "exit" },
                "criteria_to": if last { Value::Null } else { json!(level_id(rank + 1)) },
                "criteria": criteria,
            })
        })
        .collect();
    let bands: Vec<Value> = (0..30)
        .map(|at| {
            let currency = ["USD", "EUR", "JPY"][at % 3];
            let lowest = [90_000_u64, 45_000, 999_000_000][at % 3] * (at as u64 + 2) / 2;
            let region = ["US", "DE-BY", "JP"][at % 3];
            let market = [
                "general",
                "top-tier-companies",
                "public-sector",
                "start-ups",
                "consulting",
                "banking",
            ][at % 6];
            let mut band = json!({
                "level": level_id(at / 2 + 1), "region": region, "currency": currency,
                "period": if at % 3 == 1 { "month" } else { "year" },
                "market": market,
                "min": lowest.to_string(), "max": (lowest * 3 / 2).to_string(), "open": at % 4 == 0, "label": next(),
            });
            if at % 7 == 3 {
                for bound in ["min", "max", "open"] {
                    band[bound] = Value::Null;
                }
            }
            band
        })
        .collect();
    let questions: Vec<Value> = (0..64)
        .map(|at| {
            json!({"id": format!("q{at}"), "stage": level_id(if at < 24 { 1 } else { at - 23 }), "topic": "topic", "text": next(), "statement": next()})
        })
        .collect();
    let routing: Vec<Value> = (0..=40)
        .map(|rank| {
            let (least, most) = if rank == 40 { (40, 64) } else { (rank, rank) };
            let level = if rank == 0 { Value::Null } else { json!(level_id(rank)) };
            json!({
                "id": format!("rule-{rank}"), "when": {"yes_min": least, "yes_max": most},
                "outcome": {"level": level, "phase": rank.max(1), "standing": if rank == 0 { "pre-role" } else { "at" }},
            })
        })
        .collect();
    let document = json!({
        "format": "rungs/ladder/1", "id": "hostile", "version": "1.0.0", "title": next(), "locale": "ar", "summary": next(),
        "source": {"title": next(), "author": next(), "publisher": next()},
        "levels": levels, "phases": phases, "compensation": bands,
        "quiz": {"title": next(), "intro": next(), "questions": questions, "routing": routing},
        "timeframes": [{"id": "span", "from": "level-1", "to": "level-3", "min_months": 3, "max_months": 900, "label": next()}],
    });
    Ladder::prove(serde_json::from_value(document).unwrap()).unwrap()
}

/// A sheet from letters: `y`, `n`, `u`, or anything else for no answer; then the qualifiers'.
pub(super) fn sheet(ladder: &Ladder, answers: &str, qualifiers: &str) -> AnswerSheet {
    let answer = |c| match c {
        'y' => Some("yes".into()),
        'n' => Some("no".into()),
        'u' => Some("unsure".into()),
        _ => None,
    };
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().zip(answers.chars());
    let questions: Answers<'_> = questions
        .filter_map(|(question, c)| Some((question.id.as_str(), answer(c)?)))
        .collect();
    let qualified = quiz.qualifiers.iter().zip(qualifiers.chars());
    let qualified: Answers<'_> = qualified
        .filter_map(|(qualifier, c)| Some((qualifier.id.as_str(), answer(c)?)))
        .collect();
    AnswerSheet::fill(quiz, &questions, &qualified).unwrap()
}

/// The placement of such a sheet.
pub(super) fn placed<'a>(ladder: &'a Ladder, answers: &str, qualifiers: &str) -> Placement<'a> {
    let sheet = sheet(ladder, answers, qualifiers);
    ladder.place(&sheet, &ladder.decide(&sheet)).unwrap()
}

/// Answers that say more and more, now and then less.
pub(super) fn sheets(ladder: &Ladder, count: usize) -> Vec<AnswerSheet> {
    let questions = ladder.document().quiz.questions.len();
    let sheets = (1..=count).map(|at| {
        let yes = (questions + 1) * at / (count + 1);
        let yes = if at % 5 == 4 { yes / 2 } else { yes };
        let answers = "y".repeat(yes) + &"n".repeat(questions - yes.min(questions));
        let last = if at == count { "y" } else { "n" };
        sheet(ladder, &answers, last)
    });
    sheets.collect()
}

/// What such answers say over time, until a moment; every second time by an assessor where both sides answer.
pub(super) fn progress<'a>(
    ladder: &'a Ladder,
    sheets: &'a [AnswerSheet],
    both: bool,
) -> (Progress<'a>, DateTime<Utc>) {
    let start: DateTime<Utc> = "2024-03-05T09:30:00Z".parse().unwrap();
    let after = |at: usize| {
        let time = start + TimeDelta::hours(i64::try_from(at).unwrap() * 777);
        // November is as short in both languages.
        match time.month() {
            11 => time + TimeDelta::days(30),
            _ => time,
        }
    };
    let taken = sheets.iter().enumerate().map(|(at, sheet)| {
        let (role, id) = match both && at % 2 == 1 {
            true => (Role::Assessor, Some("lead-7")),
            false => (Role::Oneself, None),
        };
        AssessmentRecord {
            id: Uuid::from_u128(u128::try_from(at).unwrap()),
            taken_at: after(at),
            by: RespondentRef { role, id },
            version: ProgressVersion::of(ladder),
            sheet,
            contested: at == 1,
        }
    });
    let taken: Vec<AssessmentRecord<'_>> = taken.collect();
    let moment = after(sheets.len() + 1);
    let progress = Progress::of(&taken, ProgressVersion::of(ladder), moment);
    (progress, moment)
}

/// States of criteria by their ids.
fn states<'a>(states: &[(&'a str, CriterionState)]) -> CriterionStates<'a> {
    states.iter().copied().collect()
}

/// Readiness for a level.
pub(super) fn ready<'a>(
    ladder: &'a Ladder,
    level: &str,
    said: &[(&str, CriterionState)],
) -> Readiness<'a> {
    let states = states(said);
    let checklist = ladder.checklist(&states).unwrap();
    ladder
        .readiness(ladder.level(level).unwrap(), &checklist)
        .unwrap()
}

/// Readiness for a level by evidence: of its criteria the first ones are approved, wait for their review, and are declined, as many as
/// are said; what is approved ends a month later.
pub(super) fn evidenced<'a>(
    ladder: &'a Ladder,
    level: &str,
    [approved, pending, declined]: [usize; 3],
) -> PersonReadiness<'a> {
    let level = ladder.level(level).unwrap();
    let day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    let criteria = ladder
        .phases_to(level)
        .flat_map(|phase| &phase.criteria)
        .take(approved + pending + declined);
    let pieces = criteria.enumerate().map(|(place, criterion)| {
        let decision = match place {
            place if place < approved => Some(ReviewDecision::Approve),
            place if place < approved + pending => None,
            _ => Some(ReviewDecision::Decline),
        };
        EvidenceItem {
            id: Uuid::from_u128(place as u128 + 1),
            criteria: vec![EvidenceCriterion {
                ladder: ladder.stamp().id.clone(),
                criterion: criterion.id.clone(),
            }],
            recorded_on: day,
            expires_on: (place < approved).then(|| day + Days::new(31 + place as u64)),
            reviews: decision
                .map(|decision| Review { on: day, decision })
                .into_iter()
                .collect(),
            withdrawn_on: None,
        }
    });
    let pieces: Vec<EvidenceItem> = pieces.collect();
    ladder
        .readiness_by_evidence("p-1042", level, &pieces, day)
        .unwrap()
}

/// The plan from a level to another, with what is met already, in `hours` a week.
pub(super) fn plan<'a>(
    ladder: &'a Ladder,
    [from, to]: [&str; 2],
    met: &[&str],
    [start, wanted]: [Option<&str>; 2],
    hours: u16,
) -> Roadmap<'a> {
    let met: Vec<_> = met.iter().map(|id| (*id, CriterionState::Met)).collect();
    let states = states(&met);
    let wish = PlanParameters {
        present: Some(StartingPoint::Level(from)),
        checklist: ladder.checklist(&states).unwrap(),
        target: (!to.is_empty()).then_some(to),
        start: start.map(|date| date.parse().unwrap()),
        target_date: wanted.map(|date| date.parse().unwrap()),
        pace: WeeklyHours::new(f64::from(hours)).unwrap(),
        today: None,
    };
    ladder.roadmap(&wish).unwrap()
}
