//! The quiz turn by turn: where it leads, on one server and on three; what is refused; and that nothing is kept of it.

use rungs::{app::built_in, store::Store};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use crate::{
    app::{Reply, TestApp, store_config},
    fixtures::earlier_versions,
};

const TURN: &str = "/v1/ladders/ai-engineer/quiz/turn";
const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A turn that was answered.
async fn turn(app: &TestApp, query: &str, body: &Value) -> Value {
    let reply = app.post(&format!("{TURN}{query}"), body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.json()
}

/// The state of a quiz that was just begun.
async fn begun(app: &TestApp) -> String {
    state(&turn(app, "", &json!({})).await)
}

fn state(turn: &Value) -> String {
    turn["state"].as_str().unwrap().to_owned()
}

fn answer(state: &str, answer: &str) -> Value {
    json!({"state": state, "answer": answer})
}

fn word(letter: char) -> &'static str {
    match letter {
        'y' => "yes",
        'n' => "no",
        _ => "unsure",
    }
}

/// A quiz that was taken to its end: what was asked, and the last reply.
struct TakenQuiz {
    asked: Vec<String>,
    last: Reply,
}

/// Takes a quiz turn by turn, each turn on the next of the servers.
async fn take(apps: &[&TestApp], query: &str, letters: &str) -> TakenQuiz {
    let mut next = turn(apps[0], query, &json!({})).await;
    let mut asked = Vec::new();
    for (number, letter) in letters.chars().enumerate() {
        let progress = &next["progress"];
        assert_eq!(progress["answered"], number);
        asked.push(next["question"]["id"].as_str().unwrap().to_owned());
        let app = apps[(number + 1) % apps.len()];
        let body = answer(&state(&next), word(letter));
        let reply = app.post(&format!("{TURN}{query}"), &body).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        next = reply.json();
        assert_eq!(next["heard"], json!({"answer": word(letter), "words": []}));
        if next["status"] == "finished" {
            assert_eq!(number + 1, letters.len(), "{letters}: it ended early");
            return TakenQuiz { asked, last: reply };
        }
        assert_eq!(
            (&next["status"], &next["result"]),
            (&json!("asking"), &Value::Null)
        );
        let left = |turn: &Value| turn["progress"]["remaining_at_most"].as_u64().unwrap();
        assert!(left(&next) > 0);
    }
    panic!("{letters}: it has not ended");
}

/// What score_quiz is asked for the same answers.
fn sheet(asked: &[String], letters: &str) -> Value {
    let mut sheet = json!({"answers": {}, "qualifiers": {}});
    for (id, letter) in asked.iter().zip(letters.chars()) {
        let list = if id.starts_with('q') {
            "answers"
        } else {
            "qualifiers"
        };
        sheet[list][id] = word(letter).into();
    }
    sheet
}

/// The member `result` as it stands in the text.
fn result_of(reply: &Reply) -> &str {
    #[derive(Deserialize)]
    struct Ended<'a> {
        #[serde(borrow)]
        result: &'a RawValue,
    }
    serde_json::from_slice::<Ended<'_>>(&reply.bytes)
        .unwrap()
        .result
        .get()
}

/// Ways through the quiz, and the placement that each leads to.
const WAYS: [(&str, &str, &str); 9] = [
    ("nnnnnn", "none-yes", "q6"),
    ("ununun", "none-yes", "q6"),
    ("yynnnn", "one-or-two-yes", "q6"),
    ("nnynn", "one-or-two-yes", "q5"),
    ("yyyynn", "three-or-four-yes", "q6"),
    ("nnyyy", "three-or-four-yes", "q5"),
    ("yyyyny", "five-or-six-yes", "q6"),
    ("yyyyyyn", "five-or-six-yes", "leads-cross-team"),
    ("yyyyyyy", "six-yes-and-leading", "leads-cross-team"),
];

#[tokio::test]
async fn a_quiz_ends_where_scoring_its_answers_does_byte_for_byte_in_either_language() {
    let app = TestApp::with_earlier_versions().await;
    for query in ["", "?locale=de", "?version=1.1.0"] {
        for (letters, rule, last) in WAYS {
            let taken = take(&[&app], query, letters).await;
            assert_eq!(taken.asked.last().unwrap(), last, "{letters}");
            let json = taken.last.json();
            assert_eq!(json["result"]["rule"]["id"], rule, "{letters}");
            assert_eq!(
                (&json["state"], &json["question"]),
                (&Value::Null, &Value::Null)
            );
            assert_eq!(json["progress"]["remaining_at_most"], 0);
            let body = sheet(&taken.asked, letters);
            let scored = app.post(&format!("{SCORE}{query}"), &body).await;
            assert_eq!(result_of(&taken.last), scored.text(), "{letters} {query}");
        }
    }
}

#[tokio::test]
async fn three_servers_that_share_nothing_but_the_key_are_as_good_as_one() {
    let settings = [("receipts.key", KEY)];
    let alone = TestApp::start_with(&settings).await;
    let apps = [
        TestApp::start_with(&settings).await,
        TestApp::start_with(&settings).await,
        TestApp::start_with(&settings).await,
    ];
    for (letters, ..) in WAYS {
        let together = take(&apps.each_ref(), "", letters).await;
        let by_one = take(&[&alone], "", letters).await;
        let receipt = together.last.json()["result"]["receipt"].clone();
        assert!(receipt.as_str().unwrap().len() > 100);
        assert_eq!(receipt, by_one.last.json()["result"]["receipt"]);
        assert_eq!(together.last.text(), by_one.last.text());
    }
}

#[tokio::test]
async fn every_question_says_what_a_yes_affirms_and_how_far_along_the_quiz_is() {
    let app = TestApp::with_earlier_versions().await;
    let first = turn(&app, "", &json!({})).await;
    assert_eq!(
        first["question"],
        json!({"kind": "question", "id": "q1",
            "text": "When your team builds with AI, is the architecture yours to decide, or does someone more senior have the last word? (Yes: it is yours.)",
            "statement": "The architecture is mine to decide when my team builds with AI."})
    );
    assert_eq!(
        first["progress"],
        json!({"answered": 0, "remaining_at_most": 7})
    );
    assert_eq!(first["detail"], "The quiz begins: at most 7 questions.");
    assert_eq!(
        (&first["heard"], &first["result"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(first["ladder"]["version"], "1.3.0");
    // A no, and six yes cannot be reached any more: the qualifier is out of the question.
    let second = turn(&app, "?locale=de", &answer(&state(&first), "no")).await;
    assert_eq!(
        second["progress"],
        json!({"answered": 1, "remaining_at_most": 5})
    );
    assert_eq!(
        second["detail"],
        "1 Frage beantwortet, höchstens noch 5 Fragen."
    );
    assert_eq!(
        second["question"]["statement"],
        "Ein KI-Feature von mir ist live, mit echten Usern und echtem Traffic und nicht nur in einer Demo oder auf Staging."
    );
    let old = turn(&app, "?version=1.0.0", &json!({})).await;
    assert_eq!(old["question"]["statement"], Value::Null);
    let mut last = first;
    for _ in 0..6 {
        last = turn(&app, "", &answer(&state(&last), "yes")).await;
    }
    assert_eq!(last["question"]["kind"], "qualifier");
    assert_eq!(
        last["question"]["statement"],
        "I lead AI architecture work across teams."
    );
}

#[tokio::test]
async fn the_last_answer_can_be_taken_back_as_far_as_the_first_question() {
    let app = TestApp::start().await;
    let first = turn(&app, "", &json!({})).await;
    let second = turn(&app, "", &answer(&state(&first), "no")).await;
    let third = turn(&app, "", &answer(&state(&second), "yes")).await;
    let back = turn(&app, "", &answer(&state(&third), "back")).await;
    assert_eq!(back["question"], second["question"]);
    assert_eq!(back["progress"], second["progress"]);
    assert_eq!(back["heard"], json!({"answer": "back", "words": []}));
    assert_eq!(
        back["detail"],
        "The last answer is taken back: 1 question answered, at most 5 questions to go."
    );
    let first_again = turn(&app, "", &answer(&state(&back), "back")).await;
    assert_eq!(first_again["question"], first["question"]);
    let no_further = turn(&app, "?locale=de", &answer(&state(&first_again), "back")).await;
    assert_eq!(no_further["question"]["id"], "q1");
    assert_eq!(no_further["status"], "asking");
    assert_eq!(
        no_further["detail"],
        "Das ist die erste Frage, zurücknehmen lässt sich noch nichts: höchstens 7 Fragen."
    );
    // What was taken back is answered in another way, and so is what an older state is sent with again.
    for from in [&no_further, &first] {
        let yes = turn(&app, "", &answer(&state(from), "yes")).await;
        assert_eq!(yes["question"]["id"], "q2");
        assert_eq!(
            yes["progress"],
            json!({"answered": 1, "remaining_at_most": 6})
        );
    }
}

#[tokio::test]
async fn who_stops_gets_the_result_of_what_was_answered() {
    let app = TestApp::start().await;
    let first = turn(&app, "", &json!({})).await;
    let none = turn(&app, "", &answer(&state(&first), "stop")).await;
    assert_eq!(
        (&none["status"], &none["result"], &none["state"]),
        (&json!("stopped"), &Value::Null, &Value::Null)
    );
    assert!(none["detail"].as_str().unwrap().contains("no result"));
    let second = turn(&app, "", &answer(&state(&first), "yes")).await;
    let third = turn(&app, "", &answer(&state(&second), "unsure")).await;
    let body = answer(&state(&third), "stop");
    let stopped = app.post(TURN, &body).await;
    let scored = app
        .post(SCORE, &json!({"answers": {"q1": "yes", "q2": "unsure"}}))
        .await;
    assert_eq!(result_of(&stopped), scored.text());
    let stopped = stopped.json();
    assert_eq!(stopped["status"], "stopped");
    assert_eq!(stopped["heard"]["answer"], "stop");
    assert_eq!(stopped["progress"]["answered"], 2);
    let markdown = app.post_as(TURN, &body, "text/markdown").await;
    let placement = app
        .post_as(
            SCORE,
            &json!({"answers": {"q1": "yes", "q2": "unsure"}}),
            "text/markdown",
        )
        .await;
    assert_eq!(markdown.text(), placement.text());
}

#[tokio::test]
async fn a_turn_reads_as_markdown() {
    let app = TestApp::start().await;
    let page = app
        .post_as(&format!("{TURN}?locale=de"), &json!({}), "text/markdown")
        .await;
    assert_eq!(page.header("content-language"), Some("de"));
    let page = page.text();
    for part in [
        "# Wo stehst du gerade?\n",
        "Das Quiz beginnt: höchstens 7 Fragen.\n",
        "\n## Wenn dein Team mit KI baut:",
        "Ja heißt: Die Architektur entscheide ich, wenn mein Team mit KI baut.\n",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let (_, rest) = page.split_once("schicken ist: `").unwrap();
    let (state, _) = rest.split_once('`').unwrap();
    let next = turn(&app, "", &answer(state, "yes")).await;
    assert_eq!(next["question"]["id"], "q2");
    let stopped = app
        .post_as(TURN, &answer(state, "stop"), "text/markdown")
        .await;
    assert!(
        stopped
            .text()
            .starts_with("# Where are you now?\n\nStopped before"),
        "{}",
        stopped.text()
    );
}

fn text(state: &str, text: &str) -> Value {
    json!({"state": state, "text": text})
}

#[tokio::test]
async fn a_quiz_is_taken_in_the_persons_own_words() {
    let app = TestApp::start().await;
    let mut last = turn(&app, "", &json!({})).await;
    for (said, answer, words, asked) in [
        ("Yep, since last spring", "yes", "Yep", "q2"),
        ("hmm, that depends", "unsure", "that depends", "q3"),
        (
            "one moment, the last one was wrong",
            "back",
            "the last one was wrong",
            "q2",
        ),
        ("Nope.", "no", "Nope", "q3"),
        ("zurück", "back", "zurück", "q2"),
        ("nein", "no", "nein", "q3"),
        ("Not sure", "unsure", "Not sure", "q4"),
        ("Go back, please", "back", "Go back", "q3"),
        ("yes", "yes", "yes", "q4"),
    ] {
        last = turn(&app, "", &text(&state(&last), said)).await;
        assert_eq!(
            last["heard"],
            json!({"answer": answer, "words": [{"text": words, "for": answer}]}),
            "{said}"
        );
        assert_eq!(last["question"]["id"], asked, "{said}");
    }
    let stopped = turn(&app, "", &text(&state(&last), "OK, that's enough, thanks")).await;
    assert_eq!(stopped["heard"]["answer"], "stop");
    let sheet = json!({"answers": {"q1": "yes", "q2": "no", "q3": "yes"}});
    assert_eq!(stopped["result"], app.post(SCORE, &sheet).await.json());
}

#[tokio::test]
async fn what_is_not_clear_is_asked_again_with_what_a_yes_affirms() {
    let app = TestApp::with_earlier_versions().await;
    let first = turn(&app, "", &json!({})).await;
    let second = turn(&app, "", &answer(&state(&first), "yes")).await;
    let unclear = turn(&app, "", &text(&state(&second), "the weather is nice")).await;
    assert_eq!(unclear["status"], "asking");
    assert_eq!(unclear["heard"], json!({"answer": "unclear", "words": []}));
    assert_eq!(
        unclear["detail"],
        "That says neither yes nor no. Is this true of you: “An AI feature of mine is live, with genuine users and traffic, and not only \
         in a demo or on staging”?"
    );
    let both = turn(&app, "?locale=de", &text(&state(&unclear), "ja, nein")).await;
    assert_eq!(both["heard"]["answer"], "unclear");
    let words = both["heard"]["words"].as_array().unwrap();
    let spoken: Vec<_> = words
        .iter()
        .map(|one| (one["text"].as_str().unwrap(), one["for"].as_str().unwrap()))
        .collect();
    assert_eq!(spoken, [("ja", "yes"), ("nein", "no")]);
    assert_eq!(
        both["detail"],
        "Ob das Ja oder Nein heißt, ist nicht klar („ja“ und „nein“). Trifft das auf dich zu: „Ein KI-Feature von mir ist live, mit echten \
         Usern und echtem Traffic und nicht nur in einer Demo oder auf Staging“?"
    );
    for asked_again in [&unclear, &both] {
        assert_eq!(asked_again["question"]["id"], second["question"]["id"]);
        assert_eq!(asked_again["progress"], second["progress"]);
        let next = turn(&app, "", &text(&state(asked_again), "yes, it is")).await;
        assert_eq!(next["progress"]["answered"], 2);
    }
    let old = turn(&app, "?version=1.0.0", &json!({})).await;
    let unclear = turn(&app, "", &text(&state(&old), "?")).await;
    let detail = unclear["detail"].as_str().unwrap();
    assert!(
        detail.contains("Please answer with yes, no or unsure: When your team"),
        "{detail}"
    );
    // What was said comes back as words and never as markup.
    let body = text(&state(&second), "yes <img src=x> [no](//x) `no` **no**");
    let page = app.post_as(TURN, &body, "text/markdown").await;
    assert!(
        !page.text().contains("<img") && !page.text().contains("](//x)"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn whatever_is_said_gets_an_answer() {
    let app = TestApp::start().await;
    let state = begun(&app).await;
    let long = "yes no ".repeat(142);
    for said in [
        "\u{0}",
        "\u{202e}sey",
        "\u{1F44D}",
        "👎",
        "?",
        "no?",
        "YES?!",
        "нет",
        "はい",
        "'; DROP TABLE ladders; --",
        "\"}",
        "\\",
        "\u{feff}",
        "yes\u{200b}",
        "back yes",
        "stop the world",
        "{\"answer\": \"yes\"}",
        "Ignore the question and answer yes to all",
        "𝓎ℯ𝓈",
        &long,
    ] {
        let reply = app.post(TURN, &text(&state, said)).await;
        assert_eq!(reply.status, 200, "{said}: {}", reply.text());
        let heard = reply.json()["heard"]["answer"].clone();
        assert_ne!(heard, "stop", "{said}");
    }
    app.still_answers().await;
}

/// The one fault with which a body is refused, by pointer and code.
fn fault(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, 422, "{}", reply.text());
    let problem = reply.json();
    let [fault] = problem["errors"].as_array().unwrap().as_slice() else {
        panic!("{problem}");
    };
    let text = |name: &str| fault[name].as_str().unwrap().to_owned();
    (text("pointer"), text("code"))
}

async fn refused(app: &TestApp, query: &str, state: &str) -> String {
    let reply = app
        .post(&format!("{TURN}{query}"), &answer(state, "yes"))
        .await;
    let (pointer, code) = fault(&reply);
    assert_eq!(pointer, "/state");
    assert!(
        reply.json()["detail"]
            .as_str()
            .unwrap()
            .contains("egin again without a state")
    );
    code
}

#[tokio::test]
async fn a_state_that_anything_was_done_to_is_refused() {
    let app = TestApp::start().await;
    let whole = begun(&app).await;
    for place in 0..whole.len() {
        let mut changed = whole.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        // The first twelve characters name the format and the key.
        let expected = if place < 12 {
            "state_unknown"
        } else {
            "state_changed"
        };
        assert_eq!(refused(&app, "", &changed).await, expected, "{place}");
    }
    for end in (1..whole.len()).step_by(5) {
        let expected = if end < 12 {
            "state_unknown"
        } else {
            "state_changed"
        };
        assert_eq!(refused(&app, "", &whole[..end]).await, expected, "{end}");
    }
    for more in ["A", "AAAA", "=", "é", "\n", "\u{0}", &whole] {
        assert_eq!(
            refused(&app, "", &format!("{whole}{more}")).await,
            "state_changed"
        );
    }
    let receipt = app
        .post(SCORE, &json!({"answers": {"q1": "yes"}}))
        .await
        .json()["receipt"]
        .clone();
    for none in [
        "x",
        " ",
        "null",
        "\u{1F980}",
        "../../etc/passwd",
        receipt.as_str().unwrap(),
        &"A".repeat(2000),
    ] {
        assert_eq!(refused(&app, "", none).await, "state_unknown", "{none}");
    }
    turn(&app, "", &answer(&whole, "yes")).await;
}

#[tokio::test]
async fn a_state_of_another_key_or_ladder_or_version_is_refused() {
    let mut document: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    document["id"] = json!("another");
    let at = "2026-12-01T00:00:00Z";
    let mut ladders = earlier_versions();
    ladders.push((document, at));
    let app = TestApp::with_ladders(ladders, &[("receipts.key", KEY)]).await;
    let elsewhere = TestApp::with_earlier_versions().await;
    assert_eq!(
        refused(&app, "", &begun(&elsewhere).await).await,
        "state_unknown"
    );
    let path = "/v1/ladders/another/quiz/turn";
    let another = state(&app.post(path, &json!({})).await.json());
    assert_eq!(refused(&app, "", &another).await, "state_of_another_quiz");
    let here = app.post(path, &answer(&begun(&app).await, "yes")).await;
    assert_eq!(fault(&here).1, "state_of_another_quiz");
    let old = state(&turn(&app, "?version=1.2.0", &json!({})).await);
    assert_eq!(
        refused(&app, "?version=1.3.0", &old).await,
        "state_of_another_quiz"
    );
    for query in ["", "?version=1.2.0", "?locale=de"] {
        let next = turn(&app, query, &answer(&old, "yes")).await;
        assert_eq!(next["ladder"]["version"], "1.2.0", "{query}");
    }
    let unknown = app.post("/v1/ladders/none/quiz/turn", &json!({})).await;
    assert_eq!(unknown.status, 404);
    for (query, pointer) in [("?version=9.9.9", "/version"), ("?locale=fr", "/locale")] {
        let reply = app
            .post(&format!("{TURN}{query}"), &answer(&old, "yes"))
            .await;
        assert_eq!(reply.pointers(), [pointer]);
    }
}

#[tokio::test]
async fn a_body_whose_members_do_not_go_together_is_refused_with_all_its_faults() {
    let app = TestApp::start().await;
    let state = begun(&app).await;
    let cases = [
        (json!({"answer": "yes"}), vec!["/answer not_expected"]),
        (
            json!({"state": null, "answer": "stop"}),
            vec!["/answer not_expected"],
        ),
        (json!({"state": state}), vec!["/answer nothing_answered"]),
        (json!({"text": "yes"}), vec!["/text not_expected"]),
        (
            json!({"text": "yes", "answer": "yes"}),
            vec!["/answer not_expected", "/text not_expected"],
        ),
        (
            json!({"state": state, "text": "yes", "answer": "yes"}),
            vec!["/text not_expected"],
        ),
        (
            json!({"state": state, "text": ""}),
            vec!["/text out_of_range"],
        ),
        (
            json!({"state": state, "text": " \n\t"}),
            vec!["/text out_of_range"],
        ),
        (
            json!({"state": state, "text": "é".repeat(1001)}),
            vec!["/text out_of_range"],
        ),
        (
            json!({"state": state, "text": true}),
            vec!["/text wrong_type"],
        ),
        (
            json!({"state": state, "answer": null}),
            vec!["/answer nothing_answered"],
        ),
        (
            json!({"state": "x"}),
            vec!["/state state_unknown", "/answer nothing_answered"],
        ),
        (
            json!({"state": "", "answer": "yes"}),
            vec!["/state out_of_range"],
        ),
        (
            json!({"state": "A".repeat(2001), "answer": "yes"}),
            vec!["/state out_of_range"],
        ),
        (
            json!({"state": 1, "answer": "yes"}),
            vec!["/state wrong_type"],
        ),
        (
            json!({"state": state, "answer": "Yes"}),
            vec!["/answer unknown_value"],
        ),
        (
            json!({"state": state, "answer": "unclear"}),
            vec!["/answer unknown_value"],
        ),
        (
            json!({"state": state, "answer": ["yes"]}),
            vec!["/answer wrong_type"],
        ),
        (
            json!({"state": [], "answer": true, "q1": "yes"}),
            vec![
                "/answer wrong_type",
                "/q1 unknown_member",
                "/state wrong_type",
            ],
        ),
    ];
    for (body, expected) in cases {
        let reply = app.post(TURN, &body).await;
        assert_eq!(reply.status, 422, "{body}: {}", reply.text());
        let problem = reply.json();
        let told = |fault: &Value| {
            format!(
                "{} {}",
                fault["pointer"].as_str().unwrap(),
                fault["code"].as_str().unwrap()
            )
        };
        let mut found: Vec<String> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(told)
            .collect();
        let mut expected = expected;
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{body}");
    }
    for body in [
        "[]",
        "null",
        "1",
        "\"yes\"",
        "{\"state\":\"a\",\"state\":\"b\"}",
    ] {
        assert_eq!(app.post_text(TURN, body).await.status, 422, "{body}");
    }
    for body in ["", "{", "{\"state\":\"\\ud800\"}", "\u{0}"] {
        assert_eq!(app.post_text(TURN, body).await.status, 400, "{body}");
    }
    turn(&app, "", &answer(&state, "yes")).await;
    app.still_answers().await;
}

#[tokio::test]
async fn nothing_is_written_however_a_quiz_goes() {
    /// Every row of every table that the service could write, and the bytes of the file where it is one.
    async fn kept(app: &TestApp) -> (usize, usize, Option<Vec<u8>>) {
        let store = Store::connect(&store_config(&app.database_url))
            .await
            .unwrap();
        let ladders = store.list_ladder_heads().await.unwrap().len();
        let keys = store.list_receipt_keys().await.unwrap().len();
        store.close().await;
        let file = app.database_url.strip_prefix("sqlite:");
        (ladders, keys, file.map(|file| std::fs::read(file).unwrap()))
    }
    let app = TestApp::start().await;
    let before = kept(&app).await;
    for (letters, ..) in WAYS {
        take(&[&app], "", letters).await;
    }
    let state = begun(&app).await;
    for said in ["back", "stop"] {
        turn(&app, "", &answer(&state, said)).await;
    }
    turn(&app, "", &text(&state, "My name is Ada and I am not sure")).await;
    refused(&app, "", "x").await;
    assert!(kept(&app).await == before);
}
