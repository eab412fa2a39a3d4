//! Scoring in bulk: a line for a line, in order, at the pace of the client, whatever a line holds.

use reqwest::{StatusCode, header::CONTENT_TYPE};
use rungs::app::{LadderCatalogue, scoring::BatchScorer};
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    binary::{finish, rungs},
};

const BATCH: &str = "/v1/ladders/ai-engineer/quiz/score-batch";

fn levels(reply: &Reply) -> Vec<Value> {
    let lines = reply.lines().into_iter();
    lines
        .map(|line| json!([line["ref"], line["placement"]["level"]]))
        .collect()
}

/// The line, the `ref` and the status of each problem.
fn problems(reply: &Reply) -> Vec<Value> {
    let problems = reply
        .lines()
        .into_iter()
        .filter(|line| !line["problem"].is_null());
    problems
        .map(|line| json!([line["line"], line["ref"], line["problem"]["status"]]))
        .collect()
}

#[tokio::test]
async fn lines_are_answered_in_their_order() {
    let app = TestApp::start().await;
    let yes = |count: usize| -> Value {
        let word = |nth| if nth <= count { "yes" } else { "no" };
        (1..=6).map(|nth| (format!("q{nth}"), word(nth))).collect()
    };
    let line =
        |nth: usize| json!({"ref": format!("r{nth}"), "answers": yes(nth % 7)}).to_string() + "\n";
    let reply = app
        .post_lines("", (0..1000).map(line).collect::<String>())
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let levels = levels(&reply);
    assert_eq!(levels.len(), 1000);
    let of = [
        Value::Null,
        "junior".into(),
        "junior".into(),
        "mid".into(),
        "mid".into(),
        "senior".into(),
        "senior".into(),
    ];
    for (nth, level) in levels.iter().enumerate() {
        assert_eq!(*level, json!([format!("r{nth}"), of[nth % 7]]));
    }
    let first = json!({"ref": "r4", "placement": {"level": "mid", "title": "Mid AI Engineer", "phase": 2, "standing": "at", "next_level": "senior"},
        "counts": {"yes": 4, "no": 2, "unsure": 0, "unanswered": 0, "questions": 6}, "decided": true});
    assert_eq!(reply.lines()[4], first);
}

#[tokio::test]
async fn a_ref_comes_back_as_it_was_sent() {
    let app = TestApp::start().await;
    let long = "\u{1F980}".repeat(200);
    let refs = [
        json!("a"),
        json!(""),
        json!("Ünï \"x\" \\ \u{1F980}\n\t\u{0}"),
        Value::Null,
        json!(long),
    ];
    let lines: Vec<String> = refs
        .iter()
        .map(|name| json!({"ref": name, "answers": {"q1": "yes"}}).to_string())
        .collect();
    let reply = app
        .post_lines("", lines.join("\n") + "\n{\"answers\":{\"q1\":\"no\"}}")
        .await;
    let names: Vec<Value> = reply
        .lines()
        .into_iter()
        .map(|line| line["ref"].clone())
        .collect();
    assert_eq!(names[..5], refs);
    assert_eq!(names[5], Value::Null);
    for name in [json!("x".repeat(201)), json!(7), json!({}), json!(true)] {
        let line = json!({"ref": name, "answers": {"q1": "yes"}}).to_string();
        let reply = app.post_lines("", line).await;
        assert_eq!(problems(&reply), [json!([1, null, 422])], "{name}");
        assert_eq!(
            reply.lines()[0]["problem"]["errors"][0]["pointer"],
            "/ref",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_line_that_cannot_be_scored_is_answered_on_its_own_line_and_the_rest_goes_on() {
    let app = TestApp::start().await;
    let good = r#"{"ref":"good","answers":{"q1":"yes"}}"#;
    let bad: [(&[u8], Value, u16); 14] = [
        (br#"{"ref":"a""#, Value::Null, 400),
        (b"null", Value::Null, 422),
        (b"[]", Value::Null, 422),
        (b"\"q1\"", Value::Null, 422),
        (b"\x00", Value::Null, 400),
        (b"\xff\xfe", Value::Null, 400),
        (br#"{"ref":"b","answers":{}}"#, json!("b"), 422),
        (br#"{"ref":"c"}"#, json!("c"), 422),
        (br#"{"ref":"d","answers":{"q9":"yes"}}"#, json!("d"), 422),
        (br#"{"ref":"e","answers":{"q1":"maybe"}}"#, json!("e"), 422),
        (
            br#"{"ref":"f","answers":{"q1":"yes","q1":"no"}}"#,
            json!("f"),
            422,
        ),
        (
            br#"{"ref":"g","answers":{"q1":"yes"},"name":"x"}"#,
            json!("g"),
            422,
        ),
        (
            br#"{"ref":"\ud800","answers":{"q1":"yes"}}"#,
            Value::Null,
            400,
        ),
        (
            br#"{"answers":{"q1":"yes"}} {"answers":{"q1":"yes"}}"#,
            Value::Null,
            400,
        ),
    ];
    let mut body = Vec::new();
    for (line, ..) in &bad {
        body.extend([line, b"\n".as_slice(), good.as_bytes(), b"\n"].concat());
    }
    let reply = app.post_lines("", body).await;
    assert_eq!(reply.status, 200);
    let lines = reply.lines();
    assert_eq!(lines.len(), 2 * bad.len());
    for (nth, (line, name, status)) in bad.iter().enumerate() {
        let answer = &lines[2 * nth];
        let expected = json!([2 * nth + 1, name, status]);
        let found = json!([answer["line"], answer["ref"], answer["problem"]["status"]]);
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(line));
        assert_eq!(lines[2 * nth + 1]["ref"], "good");
    }
}

#[tokio::test]
async fn deep_json_on_a_line_is_refused_and_the_server_stays_up() {
    let app = TestApp::start().await;
    let deep = format!(
        "{{\"answers\":{}{}}}",
        "[".repeat(30_000),
        "]".repeat(30_000)
    );
    let reply = app
        .post_lines("", deep + "\n{\"answers\":{\"q1\":\"yes\"}}")
        .await;
    assert_eq!(problems(&reply), [json!([1, null, 400])]);
    assert_eq!(reply.lines().len(), 2);
}

#[tokio::test]
async fn blank_lines_are_passed_over_and_counted() {
    let app = TestApp::start().await;
    let reply = app.post_lines("", "\n \t\r\n{\"ref\":\"a\",\"answers\":{\"q1\":\"yes\"}}\r\n\r\n\nx\r\n{\"ref\":\"b\",\"answers\":{\"q1\":\"no\"}}").await;
    assert_eq!(problems(&reply), [json!([6, null, 400])]);
    assert_eq!(
        levels(&reply),
        [
            json!(["a", "junior"]),
            json!([null, null]),
            json!(["b", null])
        ]
    );
    for empty in ["", "\n", "\r\n\n  "] {
        let reply = app.post_lines("", empty).await;
        assert_eq!((reply.status, reply.text()), (StatusCode::OK, ""));
    }
}

#[tokio::test]
async fn a_line_over_the_limit_is_answered_and_passed_over() {
    let app =
        TestApp::start_with(&[("limits.line_bytes", "100"), ("limits.body_bytes", "10")]).await;
    let line = r#"{"answers":{"q1":"yes"}}"#;
    let fitting = |length: usize| line.to_owned() + &" ".repeat(length - line.len());
    for (length, problem) in [(100, false), (101, true), (200_000, true)] {
        let body = format!("{}\n{}\n{}", fitting(50), fitting(length), fitting(50));
        let reply = app.post_lines("", body).await;
        assert_eq!(reply.lines().len(), 3, "{length}");
        let expected = if problem {
            vec![json!([2, null, 413])]
        } else {
            vec![]
        };
        assert_eq!(problems(&reply), expected, "{length}");
    }
    let reply = app.post_lines("", fitting(101)).await;
    assert_eq!(problems(&reply), [json!([1, null, 413])]);
}

#[test]
fn the_answer_does_not_depend_on_where_the_chunks_end() {
    let published = LadderCatalogue::built_in()
        .unwrap()
        .find("ai-engineer", None)
        .unwrap()
        .clone();
    let input = "{\"ref\":\"é\",\"answers\":{\"q1\":\"yes\"}}\r\n\nbad\n{\"ref\":\"too long for the limit\",\"answers\":{\"q1\":\"yes\"}}\n{\"answers\":{\"q2\":\"no\"}}".as_bytes();
    let answer = |chunks: &[&[u8]]| {
        let mut batch = BatchScorer::new(published.clone(), None, String::new(), 40);
        let mut out = Vec::new();
        chunks.iter().for_each(|chunk| batch.feed(chunk, &mut out));
        batch.finish(&mut out);
        assert_eq!((batch.lines(), batch.failed()), (5, 2));
        String::from_utf8(out).unwrap()
    };
    let whole = answer(&[input]);
    assert_eq!(whole.lines().count(), 4);
    for first in 0..=input.len() {
        for second in first..=input.len() {
            let chunks = [&input[..first], &input[first..second], &input[second..]];
            assert_eq!(answer(&chunks), whole, "{first} {second}");
        }
    }
    assert_eq!(answer(&input.chunks(1).collect::<Vec<_>>()), whole);
}

#[tokio::test]
async fn the_full_answer_is_the_single_one_and_the_ref() {
    let app = TestApp::start().await;
    let answers = [
        json!({"answers": {"q1": "yes", "q3": "unsure"}}),
        json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "yes", "q6": "yes"}, "qualifiers": {"leads-cross-team": "yes"}}),
    ];
    for answers in answers {
        let single = app
            .post("/v1/ladders/ai-engineer/quiz/score", &answers)
            .await;
        let mut line = answers.clone();
        line["ref"] = "x".into();
        let full = app
            .post_lines("?detail=full&version=1.3.0", line.to_string())
            .await;
        let expected = single.text().replacen('{', "{\"ref\":\"x\",", 1);
        assert_eq!(full.text().trim_end(), expected.trim_end());
    }
}

#[tokio::test]
async fn what_is_no_batch_is_refused_before_a_line_is_read() {
    let app = TestApp::start().await;
    let post = |path: &str, media: &str| {
        app.client
            .post(app.url(path))
            .header(CONTENT_TYPE, media)
            .body("{\"answers\":{\"q1\":\"yes\"}}")
    };
    for media in [
        "application/json",
        "text/plain",
        "application/x-ndjson; charset=latin1",
        "x-ndjson",
    ] {
        assert_eq!(app.send(post(BATCH, media)).await.status, 415, "{media}");
    }
    let encoded = post(BATCH, "application/x-ndjson").header("content-encoding", "gzip");
    assert_eq!(app.send(encoded).await.status, 415);
    let taken = post(BATCH, "Application/X-NDJSON; charset=\"UTF-8\"");
    assert_eq!(app.send(taken).await.status, 200);
    assert_eq!(app.get(BATCH).await.status, 405);
    assert_eq!(
        app.post_lines("?detail=some", "").await.pointers(),
        ["/detail"]
    );
    assert_eq!(
        app.post_lines("?version=2.0.0&wat=1", "").await.pointers(),
        ["/version", "/wat"]
    );
    assert_eq!(
        app.post_lines("?version=2.0.0", "").await.pointers(),
        ["/version"]
    );
    let elsewhere = post(
        "/v1/ladders/nobody/quiz/score-batch",
        "application/x-ndjson",
    );
    assert_eq!(app.send(elsewhere).await.status, 404);
}

#[tokio::test]
async fn the_command_line_gives_the_same_bytes() {
    let app = TestApp::start().await;
    let input = "{\"ref\":\"a\",\"answers\":{\"q1\":\"yes\",\"q2\":\"unsure\"}}\r\n\nbad\n{\"ref\":\"c\",\"answers\":{\"q9\":\"yes\"}}\n{\"answers\":{\"q1\":\"no\"},\"qualifiers\":{}}";
    let folder = tempfile::tempdir().unwrap();
    for (query, flag) in [("", None), ("?detail=full", Some("--full"))] {
        let mut command = rungs(
            &folder,
            &[
                "score",
                "--ladder",
                "ai-engineer",
                "--database-url",
                &app.database_url,
            ],
        );
        command.args(flag);
        let ended = finish(command, input);
        let reply = app.post_lines(query, input).await;
        assert_eq!(ended.out, reply.text());
        assert_eq!(
            (ended.status, ended.err.as_str()),
            (1, ""),
            "two lines could not be scored"
        );
    }
    let ended = finish(
        rungs(&folder, &["score"]),
        "{\"answers\":{\"q1\":\"yes\"}}\n",
    );
    assert_eq!(ended.status, 0);
}
