//! Interpretation: a person's words as the answer to a question, over the whole set of phrases, and what is refused.

use rungs::domain::source::{Source, Syntax};
use serde_json::{Value, json};

use crate::app::TestApp;

const AT: &str = "/v1/ladders/ai-engineer/quiz/interpret";
const QUESTIONS: [&str; 7] = ["q1", "q2", "q3", "q4", "q5", "q6", "leads-cross-team"];

fn phrases(name: &str) -> Vec<Value> {
    let file = format!("{}/tests/phrases/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(file).unwrap();
    let value = Source::parse(&text, Syntax::Yaml).unwrap().into_value();
    let phrases = value["phrases"].as_array().unwrap().clone();
    assert!(phrases.len() > 40, "{name}: {}", phrases.len());
    phrases
}

#[tokio::test]
async fn no_phrase_of_the_set_is_turned_round_in_either_language() {
    let app = TestApp::start().await;
    for name in ["en", "de", "traps"] {
        let phrases = phrases(name);
        for locale in ["en", "de"] {
            let (mut clear, mut left) = (0, Vec::new());
            for (phrase, question) in phrases.iter().zip(QUESTIONS.iter().cycle()) {
                let text = &phrase["phrase"];
                let body = json!({"question": question, "text": text});
                let answer = app
                    .post(&format!("{AT}?locale={locale}"), &body)
                    .await
                    .json();
                let read = answer["answer"].as_str().unwrap();
                let expected = phrase["expected"].as_str().unwrap();
                let turned = [
                    ("yes", "no"),
                    ("no", "yes"),
                    ("unclear", "yes"),
                    ("unclear", "no"),
                ];
                assert!(!turned.contains(&(expected, read)), "{text} as {answer}");
                if expected != "unclear" {
                    clear += 1;
                    left.extend((read == "unclear").then_some(text));
                }
                // What decides is shown, and is the person's own.
                let mut rest = text.as_str().unwrap();
                let words = answer["words"].as_array().unwrap();
                assert!(read == "unclear" || !words.is_empty(), "{answer}");
                for word in words {
                    assert!(read == "unclear" || word["for"] == read, "{answer}");
                    let piece = word["text"].as_str().unwrap();
                    rest = rest.split_once(piece).unwrap().1;
                }
                assert_eq!(answer["question"]["id"], *question);
            }
            assert!(left.len() * 10 <= clear, "{name}: {left:?} of {clear}");
        }
    }
}

#[tokio::test]
async fn the_words_decide_and_are_named_in_the_ladders_language() {
    let app = TestApp::start().await;
    let body = json!({"question": "q1", "text": "yeah, since last spring"});
    let answer = app.post(AT, &body).await.json();
    let quiz = app.get("/v1/ladders/ai-engineer/quiz").await.json();
    assert_eq!(answer["answer"], "yes");
    assert_eq!(answer["words"], json!([{"text": "yeah", "for": "yes"}]));
    assert_eq!(answer["detail"], "Read as yes, because of “yeah”.");
    assert_eq!(answer["question"]["text"], quiz["questions"][0]["text"]);
    assert_eq!(answer["ladder"], quiz["ladder"]);
    let german = format!("{AT}?locale=de");
    for (question, text, answer, detail) in [
        (
            "q2",
            "ja, aber eigentlich nicht",
            "unclear",
            "Weder ein klares Ja noch ein klares Nein, wegen „ja“, „aber“ und „eigentlich nicht“. Bitte antworte mit Ja, Nein oder nicht sicher.",
        ),
        (
            "q3",
            "Nee, leider nicht!",
            "no",
            "Als Nein gelesen, wegen „Nee“ und „leider nicht“.",
        ),
        (
            "leads-cross-team",
            "teils, teils",
            "unsure",
            "Als nicht sicher gelesen, wegen „teils“ und „teils“.",
        ),
        (
            "q4",
            "42",
            "unclear",
            "Nichts davon sagt Ja oder Nein. Bitte antworte mit Ja, Nein oder nicht sicher.",
        ),
    ] {
        let body = json!({"question": question, "text": text});
        let reply = app.post(&german, &body).await;
        assert_eq!(reply.header("content-language"), Some("de"));
        let read = reply.json();
        assert_eq!(
            (&read["answer"], &read["detail"]),
            (&json!(answer), &json!(detail))
        );
    }
}

#[tokio::test]
async fn markdown_says_the_same_and_acts_on_nothing() {
    let app = TestApp::start().await;
    let body = json!({"question": "q1", "text": "sort of, my lead signs off"});
    let page = app.post_as(AT, &body, "text/markdown").await;
    assert_eq!(
        page.header("content-type"),
        Some("text/markdown; charset=utf-8")
    );
    assert!(
        page.text().starts_with("# Answer: unsure\n"),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("- “sort of”: unsure\n"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("When your team builds with AI"));
    let body = json!({"question": "q1", "text": "nö"});
    let german = format!("{AT}?locale=de");
    let german = app.post_as(&german, &body, "text/markdown").await;
    assert!(
        german.text().starts_with("# Antwort: Nein\n"),
        "{}",
        german.text()
    );
    let hostile =
        json!({"question": "q1", "text": "I <b>have</b> **not** [done](x) | that\n# yet"});
    let page = app.post_as(AT, &hostile, "text/markdown").await;
    assert!(
        !page.text().contains("<b>") && !page.text().contains("**not**"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn what_does_not_fit_is_named_all_at_once() {
    let app = TestApp::start().await;
    let long = "yes ".repeat(250) + "!";
    for (body, faults) in [
        (
            json!({}),
            vec![("/question", "missing_member"), ("/text", "missing_member")],
        ),
        (
            json!({"question": "q7", "text": "yes"}),
            vec![("/question", "unknown_question")],
        ),
        (
            json!({"question": "Q1", "text": " \n\t\u{3000}"}),
            vec![("/question", "unknown_question"), ("/text", "out_of_range")],
        ),
        (
            json!({"question": "q1", "text": ""}),
            vec![("/text", "out_of_range")],
        ),
        (
            json!({"question": "q1", "text": long}),
            vec![("/text", "out_of_range")],
        ),
        (
            json!({"question": "q1", "text": null}),
            vec![("/text", "missing_member")],
        ),
        (
            json!({"question": 1, "text": "yes"}),
            vec![("/question", "wrong_type")],
        ),
        (
            json!({"question": 9, "text": ["yes"], "answer": "no"}),
            vec![
                ("/answer", "unknown_member"),
                ("/question", "wrong_type"),
                ("/text", "wrong_type"),
            ],
        ),
        // What does not fit the schema comes first.
        (
            json!({"question": "q9", "text": "yes", "answer": "no"}),
            vec![("/answer", "unknown_member")],
        ),
    ] {
        let reply = app.post(AT, &body).await;
        assert_eq!(reply.status, 422, "{body}: {}", reply.text());
        let problem = reply.json();
        let errors = problem["errors"].as_array().unwrap().iter();
        let mut named: Vec<_> = errors
            .map(|error| {
                (
                    error["pointer"].as_str().unwrap(),
                    error["code"].as_str().unwrap(),
                )
            })
            .collect();
        named.sort_unstable();
        assert_eq!(named, faults, "{body}");
    }
    let unknown = app
        .post(AT, &json!({"question": "q7", "text": "yes"}))
        .await
        .json();
    let detail = unknown["errors"][0]["detail"].as_str().unwrap();
    assert!(QUESTIONS.iter().all(|id| detail.contains(id)), "{detail}");
    let longest = json!({"question": "q1", "text": "y".repeat(1_000)});
    assert_eq!(app.post(AT, &longest).await.status, 200);
    let gone = "/v1/ladders/nowhere/quiz/interpret";
    assert_eq!(
        app.post(gone, &json!({"question": "q1", "text": "yes"}))
            .await
            .status,
        404
    );
    let media = app
        .post_as(
            AT,
            &json!({"question": "q1", "text": "yes"}),
            "image/svg+xml",
        )
        .await;
    assert_eq!(media.status, 406);
}

#[tokio::test]
async fn hostile_texts_are_answered_or_refused_and_the_server_goes_on() {
    let app = TestApp::start().await;
    for (text, status) in [
        (r"\u0000yes\u0000", 200),
        (r"\ud83d\udc4d", 200),
        (r"\u202Eyes\u202C", 200),
        (r"ye\u0301s n\u0303o", 200),
        (r"\ud800", 400),
    ] {
        let body = format!(r#"{{"question": "q1", "text": "{text}"}}"#);
        let reply = app.post_text(AT, body).await;
        assert_eq!(reply.status, status, "{text}: {}", reply.text());
    }
    for text in [
        "no ".repeat(333),
        "never not ".repeat(100),
        "?".repeat(1_000),
        "👍".repeat(1_000),
        "\u{301}".repeat(1_000),
        "'".repeat(1_000),
    ] {
        let reply = app.post(AT, &json!({"question": "q1", "text": text})).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let page = json!({"question": "q1", "text": "yes ".repeat(1_000)});
    assert_eq!(app.post(AT, &page).await.pointers(), ["/text"]);
    app.still_answers().await;
}

#[tokio::test]
async fn the_same_words_give_the_same_bytes_everywhere() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    for phrase in phrases("de").iter().take(40) {
        let body = json!({"question": "q2", "text": phrase["phrase"]});
        let first = one.post(AT, &body).await.bytes;
        assert_eq!(first, one.post(AT, &body).await.bytes);
        assert_eq!(first, other.post(AT, &body).await.bytes);
    }
}
