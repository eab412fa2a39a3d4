//! Big: a ladder as large as anybody will write one, made of words that mean nothing, and published into a service's database.

use std::{path::Path, time::Duration};

use anyhow::{Context, anyhow};
use rungs::{
    app::now,
    domain::{document::Document, ladder::Ladder},
    store::{LadderRow, Store, StoreConfig},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::prose::{Prose, capital};

const LEVELS: usize = 40;
const QUESTIONS: usize = 64;
const QUALIFIERS: usize = 6;
const DIMENSIONS: usize = 5;
/// Of each phase.
const CRITERIA: usize = 10;
const ROADBLOCKS: usize = 80;
/// Of each roadblock.
const SIGNALS: usize = 10;
const RESOURCES: usize = 120;
const KINDS: [&str; 6] = [
    "documentation",
    "guide",
    "tool",
    "reading",
    "practice",
    "course",
];
const FAQS: usize = 40;
/// Of each answer, so that questions and answers are 2,000 words.
const FAQ_WORDS: (usize, usize) = (8, 42);

/// The ladder, proven.
pub(crate) fn ladder() -> anyhow::Result<Ladder> {
    let document: Document = serde_json::from_value(document())?;
    Ladder::prove(document).map_err(|faults| {
        let faults = faults
            .iter()
            .map(|fault| format!("{} {}", fault.pointer, fault.detail));
        let faults: Vec<String> = faults.take(5).collect();
        anyhow!("the big ladder is broken: {}", faults.join("; "))
    })
}

/// Puts it into the SQLite file of a service that has not been started yet.
pub(crate) fn publish(ladder: &Ladder, folder: &Path) -> anyhow::Result<()> {
    let file = folder.join("rungs.db");
    let config = StoreConfig {
        url: format!(
            "sqlite:{}",
            file.to_str().context("the folder's name is not text")?
        ),
        max_connections: 1,
        acquire_timeout: Duration::from_secs(10),
        busy_timeout: Duration::from_secs(10),
    };
    let row = LadderRow {
        id: Uuid::now_v7(),
        organisation: None,
        ladder: ladder.stamp().id.to_string(),
        version: ladder.stamp().version.to_string(),
        hash: ladder.stamp().hash.clone(),
        document: ladder.canonical().into(),
        published_at: now(),
    };
    actix_web::rt::System::new().block_on(async {
        let store = Store::connect(&config).await?;
        store.migrate().await?;
        store.create_ladder_version(&row).await?;
        store.close().await;
        Ok(())
    })
}

fn document() -> Value {
    let prose = &mut Prose::new(1);
    json!({
        "format": "rungs/ladder/1",
        "id": "big",
        "version": "1.0.0",
        "title": "A big ladder",
        "locale": "en",
        "source": {"title": "None", "author": "Nobody", "publisher": "Nobody"},
        "summary": prose.paragraph(60),
        "insights": list(20, |n| json!({"id": format!("insight-{n}"), "level": level(n), "text": prose.paragraph(25)})),
        "timeframes": list(LEVELS - 1, |n| json!({"id": format!("span-{n}"), "from": level(n), "to": level(n + 1),
            "min_months": 6, "max_months": 30, "label": prose.phrase(8)})),
        "levels": list(LEVELS, |n| level_of(n, prose)),
        "quiz": quiz(prose),
        "phases": list(LEVELS, |n| phase(n, prose)),
        "roadblocks": list(ROADBLOCKS, |n| roadblock(n, prose)),
        "common_cause": prose.sentence(16),
        "resources": list(RESOURCES, |n| json!({"id": format!("resource-{n}"), "name": capital(&prose.phrase(4)),
            "kind": KINDS.get(n % KINDS.len()), "use": prose.sentence(10)})),
        "resource_principle": prose.paragraph(30),
        "compensation": list(2 * LEVELS, band),
        "faqs": list(FAQS, |n| json!({"id": format!("faq-{n}"),
            "question": capital(&prose.phrase(FAQ_WORDS.0)) + "?", "answer": prose.paragraph(FAQ_WORDS.1)})),
    })
}

/// So many items, from 1.
fn list(count: usize, make: impl FnMut(usize) -> Value) -> Value {
    (1..=count).map(make).collect()
}

fn level(rank: usize) -> String {
    format!("level-{rank}")
}

fn level_of(rank: usize, prose: &mut Prose) -> Value {
    let end = (rank < LEVELS).then_some(12 * rank);
    json!({
        "id": level(rank),
        "rank": rank,
        "title": format!("{} {rank}", capital(&prose.phrase(4))),
        "tenure": {"min_months": 12 * (rank - 1), "max_months": end},
        "moves_forward": list(4, |_| prose.sentence(12).into()),
        "plateau": {"id": format!("plateau-{rank}"), "title": capital(&prose.phrase(6)), "summary": prose.sentence(20)},
    })
}

/// Every level has a number of yes answers of its own; at every sixth from the third a qualifier lifts to the way to the next.
fn quiz(prose: &mut Prose) -> Value {
    let last = |rank: usize| rank * QUESTIONS / LEVELS;
    let mut routing = vec![json!({"id": "none", "when": {"yes_min": 0, "yes_max": 0},
        "outcome": {"level": null, "phase": 1, "standing": "pre-role"}})];
    for rank in 1..=LEVELS {
        let (least, most) = (last(rank - 1) + 1, last(rank));
        routing.push(
            json!({"id": format!("at-{rank}"), "when": {"yes_min": least, "yes_max": most},
            "outcome": {"level": level(rank), "phase": rank, "standing": "at"}}),
        );
        if rank % QUALIFIERS == 3 && rank / QUALIFIERS < QUALIFIERS {
            let qualifier = format!("k{}", rank / QUALIFIERS + 1);
            routing.push(json!({"id": format!("beyond-{rank}"), "precedence": 1,
                "when": {"yes_min": least, "yes_max": most, "qualifiers": [qualifier]},
                "outcome": {"level": level(rank), "phase": rank + 1, "standing": "approaching"}}));
        }
    }
    json!({
        "title": "Where are you now?",
        "intro": prose.paragraph(30),
        "questions": list(QUESTIONS, |n| json!({"id": format!("q{n}"), "stage": level(n.div_ceil(2)),
            "topic": format!("topic-{}", n % 12), "text": capital(&prose.phrase(18)) + "?"})),
        "qualifiers": list(QUALIFIERS, |n| json!({"id": format!("k{n}"), "text": capital(&prose.phrase(12)) + "?"})),
        "routing": routing,
        "reading": prose.paragraph(24),
    })
}

fn phase(number: usize, prose: &mut Prose) -> Value {
    let is_last = number == LEVELS;
    let from = if number == 1 {
        "pre-role".into()
    } else {
        level(number - 1)
    };
    let row = |n: usize| format!("dimension-{}", n % DIMENSIONS + 1);
    json!({
        "number": number,
        "id": format!("phase-{number}"),
        "level": level(number),
        "title": capital(&prose.phrase(6)),
        "theme": prose.phrase(2),
        "plateau": prose.paragraph(45),
        "why_it_lasts": prose.paragraph(30),
        "self_study": prose.sentence(15),
        "mentor_role": prose.sentence(15),
        "table": {"from": from, "to": level(number)},
        "dimensions": list(DIMENSIONS, |n| json!({"id": row(n), "name": capital(&prose.phrase(2)),
            "from": prose.sentence(9), "to": prose.sentence(11)})),
        "criteria_kind": if is_last { "operating" } else { "exit" },
        "criteria_to": (!is_last).then(|| level(number + 1)),
        "criteria": list(CRITERIA, |n| json!({"id": format!("criterion-{number}-{n}"), "text": prose.sentence(20),
            "serves": row(n), "effort": {"hours": 8 + 4 * (n + number % 5), "weeks": n % 4 * 2, "basis": "estimate"}})),
        "resources": list(6, |n| format!("resource-{}", (3 * number + n) % RESOURCES + 1).into()),
    })
}

fn roadblock(n: usize, prose: &mut Prose) -> Value {
    let first = n % LEVELS + 1;
    let levels: Vec<String> = (first..=LEVELS).take(2).map(level).collect();
    json!({
        "id": format!("roadblock-{n}"),
        "levels": levels,
        "title": capital(&prose.phrase(7)),
        "cause": prose.paragraph(25),
        "remedy": list(3, |_| prose.sentence(14).into()),
        "signals": list(SIGNALS, |row| prose.phrase(3 + row % 4).into()),
    })
}

/// Two bands for each level.
fn band(n: usize) -> Value {
    let rank = n.div_ceil(2);
    let min = 60_000 + 8_000 * rank;
    json!({"level": level(rank), "region": "US", "currency": "USD", "period": "year", "open": rank == LEVELS,
        "min": min, "max": min + 30_000, "market": if n.is_multiple_of(2) { "top-tier" } else { "general" }})
}
