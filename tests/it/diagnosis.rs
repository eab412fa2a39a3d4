//! Diagnosis: what a person's words point to, how often that is right, and texts of bad intent.

use rungs::domain::{
    source::{Source, Syntax},
    tokens::LANGUAGES,
};
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    binary::{finish, run, rungs},
};

const AT: &str = "/v1/ladders/ai-engineer/roadblocks/diagnose";
const TOLD: &str = "I can't explain the code that Copilot wrote, and my reviewer asked why.";

async fn diagnose(app: &TestApp, text: &str) -> Value {
    let reply = app.post(AT, &json!({"text": text})).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[tokio::test]
async fn a_roadblock_is_known_by_the_words_of_the_person() {
    let app = TestApp::start().await;
    let answer = diagnose(&app, TOLD).await;
    assert_eq!(
        (&answer["verdict"], &answer["reason"]),
        (&json!("found"), &Value::Null)
    );
    assert_eq!(answer["ladder"]["id"], "ai-engineer");
    let found = &answer["roadblocks"][0];
    assert_eq!(found["id"], "ai-as-crutch");
    assert_eq!(found["levels"], json!(["junior"]));
    assert!(found["score"].as_f64().unwrap() >= 0.5);
    assert_eq!(found["remedy"].as_array().unwrap().len(), 3);
    let phrases = found["phrases"].as_array().unwrap();
    assert!(!phrases.is_empty());
    for phrase in phrases {
        let pieces = phrase["pieces"].as_array().unwrap();
        let whole: String = pieces
            .iter()
            .map(|piece| piece["text"].as_str().unwrap())
            .collect();
        let start = usize::try_from(phrase["start"].as_u64().unwrap()).unwrap();
        let rest: String = TOLD.chars().skip(start).collect();
        assert!(rest.starts_with(&whole), "{phrase}");
        assert!(
            pieces.iter().any(|piece| piece["match"] == true),
            "{phrase}"
        );
    }
    assert_eq!(answer["statement"]["sentences"], 1);
}

#[tokio::test]
async fn what_is_too_little_or_the_opposite_stays_unclear() {
    let app = TestApp::start().await;
    for text in [
        "hi",
        "?!",
        "I was promoted to staff.",
        "Other teams ask me for reviews.",
        "今日はとても暑いですね。",
        "Is there a vegetarian option?",
    ] {
        let answer = diagnose(&app, text).await;
        assert_eq!(answer["verdict"], "unclear", "{text}");
        assert_eq!(answer["reason"], "too_little", "{text}");
        assert_eq!(answer["roadblocks"], json!([]), "{text}");
        assert!(answer["detail"].as_str().unwrap().contains("Say more"));
    }
}

#[tokio::test]
async fn a_ladder_without_signals_says_so() {
    let app = TestApp::with_earlier_versions().await;
    let reply = app
        .post(&format!("{AT}?version=1.0.0"), &json!({"text": TOLD}))
        .await;
    let answer = reply.json();
    assert_eq!(answer["ladder"]["version"], "1.0.0");
    assert_eq!(
        (&answer["verdict"], &answer["reason"]),
        (&json!("unclear"), &json!("no_signals"))
    );
}

#[tokio::test]
async fn a_level_leaves_out_the_roadblocks_of_others() {
    let app = TestApp::start().await;
    for (level, verdict) in [("junior", "found"), ("senior", "unclear")] {
        let answer = app
            .post(AT, &json!({"text": TOLD, "level": level}))
            .await
            .json();
        assert_eq!(answer["verdict"], verdict, "{level}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_refused_by_name() {
    let app = TestApp::start_with(&[("limits.body_bytes", "1000000")]).await;
    let long = "x".repeat(20_001);
    for (body, pointers) in [
        (json!({}), vec!["/text"]),
        (json!({"text": null}), vec!["/text"]),
        (json!({"text": ""}), vec!["/text"]),
        (json!({"text": " \n"}), vec!["/text"]),
        (json!({"text": 1, "level": "Mid"}), vec!["/level", "/text"]),
        (
            json!({"text": long, "level": "nobody"}),
            vec!["/level", "/text"],
        ),
        (json!({"level": "nobody"}), vec!["/level", "/text"]),
        // What does not fit the schema comes first.
        (
            json!({"level": "Nobody", "text": 1, "colour": 1}),
            vec!["/colour", "/level", "/text"],
        ),
        (
            json!({"level": "nobody", "text": "x", "colour": 1}),
            vec!["/colour"],
        ),
    ] {
        let reply: Reply = app.post(AT, &body).await;
        let mut found = reply.pointers();
        found.dedup();
        assert_eq!(found, pointers, "{}", reply.text());
    }
    let huge = app.post(AT, &json!({"text": "no ".repeat(33_334)})).await;
    assert_eq!(huge.pointers(), ["/text"]);
    assert_eq!(app.post_text(AT, r#"{"text": "\ud800"}"#).await.status, 400);
}

#[tokio::test]
async fn a_text_of_bad_intent_is_answered() {
    let app = TestApp::start_with(&[("limits.body_bytes", "1000000")]).await;
    let texts = [
        "<script>alert('I cannot explain code copilot wrote')</script>".to_owned(),
        "I cannot **explain** [code](javascript:0) `copilot` wrote | x".to_owned(),
        "I\u{0} cannot\u{1b}[31m explain\u{8} code copilot wrote".to_owned(),
        "\u{202e}I cannot explain code copilot wrote".to_owned(),
        "🦀 I can’t explain 🏳️‍🌈 code copilot wrote".to_owned(),
        "I ca\u{301}\u{302}nnot ex\u{300}plain code copilot wrote".to_owned(),
        "copilot ".repeat(499),
        "a. ".repeat(1333),
        "x".repeat(4_000),
        "🦀".repeat(4_000),
        "'".repeat(4_000),
        "no. agent. tool. loop. ".repeat(172),
    ];
    for text in &texts {
        for media in ["application/json", "text/markdown"] {
            let request = app.client.post(app.url(AT)).header("accept", media);
            let request = request.header("content-type", "application/json");
            let body = json!({"text": text}).to_string();
            let reply = app.send(request.body(body)).await;
            let shown: String = text.chars().take(40).collect();
            assert_eq!(reply.status, 200, "{shown}: {}", reply.text());
            if media == "text/markdown" {
                assert!(!reply.text().contains("<script"), "{shown}");
            }
        }
    }
    app.still_answers().await;
}

#[tokio::test]
async fn two_servers_give_the_same_bytes() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    for statement in statements(STATEMENTS).iter().take(60) {
        let body = json!({"text": statement["text"]});
        let first = one.post(AT, &body).await.bytes;
        assert_eq!(first, one.post(AT, &body).await.bytes);
        assert_eq!(first, other.post(AT, &body).await.bytes);
    }
}

const STATEMENTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/statements/ai-engineer.yaml"
);

const INDIRECT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/statements/ai-engineer-indirect.yaml"
);

fn statements(file: &str) -> Vec<Value> {
    let text = std::fs::read(file).unwrap();
    let value = Source::parse(&text, Syntax::Yaml).unwrap().into_value();
    let statements = value["statements"].as_array().unwrap().clone();
    assert!(statements.len() > 60, "{file}: {}", statements.len());
    statements
}

/// How many in a hundred have the right roadblock first, and how many that tell of none stay unclear.
async fn quality(statements: &[Value]) -> (usize, usize) {
    let app = TestApp::start().await;
    let (mut right, mut labelled, mut kept, mut none) = (0, 0, 0, 0);
    for statement in statements {
        let answer = diagnose(&app, statement["text"].as_str().unwrap()).await;
        if statement["roadblock"] == "none" {
            none += 1;
            kept += usize::from(answer["verdict"] == "unclear");
        } else {
            labelled += 1;
            right += usize::from(answer["roadblocks"][0]["id"] == statement["roadblock"]);
        }
    }
    assert!(labelled >= 60 && none >= 30, "{labelled} {none}");
    (right * 100 / labelled, kept * 100 / none)
}

#[tokio::test]
async fn what_is_told_plainly_is_known() {
    let (right, kept) = quality(&statements(STATEMENTS)).await;
    assert!(
        right >= 85 && kept >= 90,
        "right {right} %, kept unclear {kept} %"
    );
}

#[tokio::test]
async fn what_is_told_indirectly_is_mostly_known_and_seldom_guessed() {
    let (right, kept) = quality(&statements(INDIRECT)).await;
    assert!(
        right >= 65 && kept >= 90,
        "right {right} %, kept unclear {kept} %"
    );
}

#[test]
fn no_statement_is_copied_from_the_signals() {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'');
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" "))
    };
    let ladder = rungs::app::built_in().unwrap().remove(0);
    let roadblocks = ladder.document().roadblocks.iter();
    let signals = roadblocks.flat_map(|one| &one.signals);
    let signals: Vec<String> = signals.map(|signal| words(signal.as_str())).collect();
    for statement in [statements(STATEMENTS), statements(INDIRECT)].concat() {
        let text = words(statement["text"].as_str().unwrap());
        let copied = signals
            .iter()
            .find(|signal| signal.split(' ').count() > 4 && text.contains(*signal));
        assert_eq!(copied, None, "{text}");
    }
}

#[test]
fn the_command_diagnoses_and_measures() {
    let told = run(&["diagnose", TOLD], "");
    assert_eq!(told.status, 0, "{told:?}");
    assert!(told.out.starts_with("# Diagnosis") && told.out.contains("ai-as-crutch"));
    assert_eq!(run(&["diagnose"], TOLD).out, told.out);
    let measured = run(&["diagnose", "--statements", STATEMENTS], "");
    assert_eq!(measured.status, 0, "{measured:?}");
    for word in [
        "rag-to-agents",
        "none",
        "with a roadblock, right:",
        "kept unclear:",
    ] {
        assert!(measured.out.contains(word), "{word}: {}", measured.out);
    }
    for (limit, status) in [("0", 0), ("100", 1)] {
        let ended = run(
            &["diagnose", "--statements", STATEMENTS, "--at-least", limit],
            "",
        );
        assert_eq!(ended.status, status, "{limit}");
    }
    for wrong in [
        &["diagnose", " "][..],
        &["diagnose", "x", "--level", "nobody"],
        &["diagnose", "x", "--statements", STATEMENTS],
        &["diagnose", "--statements", "nobody.yaml"],
        &["diagnose", "x", "--at-least", "85"],
        &["diagnose", "x", "--ladder", "nobody"],
    ] {
        assert_eq!(run(wrong, "").status, 2, "{wrong:?}");
    }
}

#[test]
fn the_setting_takes_every_language_that_can_be_stemmed_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let set = |value: &str| {
        let setting = format!("words.stemming={value}");
        finish(rungs(&folder, &["config", "--set", &setting]), "").status
    };
    assert_eq!(set(&LANGUAGES.join(",")), 0);
    assert_eq!(set("xx"), 2);
    assert_eq!(set("english"), 2);
}
