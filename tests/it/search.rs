//! Search: what is found and in which order, the words marked in it, pages, and queries of bad intent.

use rungs::{
    app::BUILT_IN,
    domain::source::{Source, Syntax},
};
use serde_json::Value;

use crate::app::{Reply, TestApp};

const AT: &str = "/v1/ladders/ai-engineer/search";

async fn search(app: &TestApp, q: &str, more: &str) -> Reply {
    let q = serde_urlencoded::to_string([("q", q)]).unwrap();
    app.get(&format!("{AT}?{q}{more}")).await
}

async fn hits(app: &TestApp, q: &str, more: &str) -> Vec<Value> {
    let reply = search(app, q, more).await;
    assert_eq!(reply.status, 200, "{q}: {}", reply.text());
    reply.json()["items"].as_array().unwrap().clone()
}

async fn first(app: &TestApp, q: &str) -> String {
    let hits = hits(app, q, "").await;
    let first = hits.first().unwrap_or_else(|| panic!("nothing for {q}"));
    format!(
        "{} {}",
        first["kind"].as_str().unwrap(),
        first["id"].as_str().unwrap()
    )
}

fn joined(hit: &Value) -> String {
    let pieces = hit["excerpt"].as_array().unwrap().iter();
    pieces
        .map(|piece| piece["text"].as_str().unwrap())
        .collect()
}

fn marked(hit: &Value) -> Vec<&str> {
    let pieces = hit["excerpt"].as_array().unwrap().iter();
    let pieces = pieces.filter(|piece| piece["match"] == true);
    pieces
        .map(|piece| piece["text"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn forms_accents_case_beginnings_and_typing_errors_make_no_difference() {
    let app = TestApp::start().await;
    for q in [
        "evaluation harness",
        "EVALUATING HARNESSES",
        "évaluation hárness",
        "evalaution harnes",
        "evaluation harn",
    ] {
        assert_eq!(first(&app, q).await, "criterion eval-harness", "{q}");
    }
    assert_eq!(
        first(&app, "specialize or go broad").await,
        "faq depth-or-breadth"
    );
    assert_eq!(
        first(&app, "certificates in machine lerning degre").await,
        "faq degree"
    );
    assert!(hits(&app, "xylophone", "").await.is_empty());
    // A beginning is one only where nothing stands behind it.
    assert!(!hits(&app, "harn", "").await.is_empty());
    assert!(hits(&app, "harn ", "").await.is_empty());
}

#[tokio::test]
async fn what_is_marked_stands_in_the_ladder_letter_by_letter() {
    let app = TestApp::start().await;
    let ladder = app.get("/v1/ladders/ai-engineer").await.json();
    for q in [
        "production",
        "senior staff influence",
        "why do agents fail",
        "usd",
        "how long",
    ] {
        let found = hits(&app, q, "").await;
        assert!(!found.is_empty(), "{q}");
        for hit in found {
            let text = ladder.pointer(hit["field"].as_str().unwrap()).unwrap();
            let excerpt = joined(&hit);
            assert!(text.as_str().unwrap().contains(&excerpt), "{hit}");
            assert!(excerpt.chars().count() <= 240, "{hit}");
            assert!(!marked(&hit).is_empty(), "{q}: {hit}");
        }
    }
}

#[tokio::test]
async fn scores_fall_and_have_four_decimals() {
    let app = TestApp::start().await;
    let found = hits(&app, "production agents", "&limit=200").await;
    let scores: Vec<f64> = found
        .iter()
        .map(|hit| hit["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    for score in scores {
        assert!(((score * 1e4).round() / 1e4 - score).abs() < f64::EPSILON);
    }
}

#[tokio::test]
async fn every_link_leads_to_where_the_hit_can_be_read() {
    let app = TestApp::with_earlier_versions().await;
    for more in ["", "&version=1.0.0"] {
        for q in [
            "level",
            "senior",
            "production",
            "langgraph",
            "usd",
            "degree",
            "architecture",
        ] {
            let found = hits(&app, q, &format!("&limit=200{more}")).await;
            assert!(!found.is_empty(), "{q}");
            for hit in found {
                let link = hit["link"].as_str().unwrap();
                assert_eq!(link.contains("version=1.0.0"), !more.is_empty(), "{link}");
                let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
                let reply = app.get(path).await;
                assert_eq!(reply.status, 200, "{link}");
                assert!(reply.text().contains(&format!("\"{fragment}")), "{link}");
                if hit["kind"] == "band" {
                    assert_eq!(reply.json()["items"].as_array().unwrap().len(), 1, "{link}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_kind_keeps_the_others_out() {
    let app = TestApp::start().await;
    for kind in [
        "insight",
        "level",
        "question",
        "phase",
        "dimension",
        "criterion",
        "roadblock",
        "resource",
        "band",
        "faq",
    ] {
        let found = hits(
            &app,
            "senior team design production langgraph usd",
            &format!("&kind={kind}"),
        )
        .await;
        assert!(!found.is_empty(), "{kind}");
        assert!(found.iter().all(|hit| hit["kind"] == kind), "{kind}");
    }
    assert_eq!(hits(&app, "across teams", "&kind=qualifier").await.len(), 1);
    let reply = search(&app, "senior", "&kind=podcast&limit=0").await;
    assert_eq!(reply.pointers(), ["/kind", "/limit"]);
}

#[tokio::test]
async fn a_band_that_is_not_published_is_found_and_says_so() {
    let app = TestApp::start().await;
    let found = hits(&app, "mid salary", "&kind=band").await;
    let mid = &found[0];
    assert_eq!(mid["id"], "mid,US,USD,year,general");
    assert_eq!(mid["published"], false);
    assert!(mid["title"].as_str().unwrap().ends_with("not published"));
    assert!(found[1..].iter().all(|band| band["published"] == true));
    let markdown = app
        .get_as(&format!("{AT}?q=mid+pay&kind=band"), "text/markdown")
        .await;
    assert!(
        markdown.text().contains("not published"),
        "{}",
        markdown.text()
    );
}

#[tokio::test]
async fn pages_give_every_hit_once_and_in_order() {
    let app = TestApp::with_earlier_versions().await;
    let whole = hits(&app, "production", "&limit=200").await;
    assert!(whole.len() > 10);
    for limit in [1, 3, whole.len()] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = search(&app, "production", &format!("&limit={limit}{cursor}"))
                .await
                .json();
            walked.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(walked, whole, "by {limit}");
    }
    let page = search(&app, "production", "&limit=1").await.json();
    let cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap());
    for (q, more) in [
        ("senior", ""),
        ("production", "&kind=level"),
        ("production", "&version=1.0.0"),
    ] {
        let reply = search(&app, q, &format!("{more}{cursor}")).await;
        assert_eq!(reply.pointers(), ["/cursor"], "{q}{more}");
    }
}

#[tokio::test]
async fn a_query_of_bad_intent_is_answered_or_refused_by_name() {
    let app = TestApp::start().await;
    let long = "é".repeat(200);
    let words = "a b c d e ".repeat(20);
    let masks = "'".repeat(200);
    for q in [
        "<script>alert(1)</script>",
        "**senior** [x](javascript:0) `y`",
        "\u{202e}roines",
        "שלום عليكم",
        "今日はとても",
        "🦀🏳️‍🌈",
        "s\u{301}\u{302}\u{303}enior",
        "...!?",
        "%_\\'\";--",
        "\u{200b}\u{feff}x",
        "a\u{0}b",
        "a\nb",
        "\u{1b}[31m",
        "\u{7f}",
        "a",
        &long,
        &words,
        &masks,
    ] {
        for media in ["application/json", "text/markdown"] {
            let path = serde_urlencoded::to_string([("q", q)]).unwrap();
            let reply = app.get_as(&format!("{AT}?{path}"), media).await;
            assert_eq!(reply.status, 200, "{q:?}: {}", reply.text());
        }
    }
    let too_long = "x".repeat(201);
    for q in ["", " \u{a0}", &too_long] {
        assert_eq!(search(&app, q, "").await.pointers(), ["/q"], "{q:?}");
    }
    assert_eq!(app.get(AT).await.pointers(), ["/q"]);
    assert_eq!(app.get(&format!("{AT}?q=x&q=y")).await.pointers(), ["/q"]);
    // Bytes that are no UTF-8, half a surrogate among them.
    for q in ["%ff", "%ed%a0%80", "%c3"] {
        let reply = app.get(&format!("{AT}?q={q}")).await;
        assert_eq!(reply.status, 400, "{q}");
    }
    app.still_answers().await;
}

#[tokio::test]
async fn an_amount_finds_its_band() {
    let app = TestApp::start().await;
    let found = search(&app, "220000", "").await.json();
    assert_eq!(found["items"][0]["kind"], "band");
    assert_eq!(found["items"][0]["id"], "senior,US,USD,year,general");
}

#[tokio::test]
async fn markdown_marks_the_words_and_nothing_else_acts() {
    let app = TestApp::start().await;
    let reply = app
        .get_as(&format!("{AT}?q=incident"), "text/markdown")
        .await;
    assert!(reply.text().contains("**incident**"), "{}", reply.text());
    assert!(
        reply
            .text()
            .contains("/v1/ladders/ai-engineer/phases/2#owned-incident")
    );
    let q = serde_urlencoded::to_string([("q", "<b>**x**</b>")]).unwrap();
    let reply = app.get_as(&format!("{AT}?{q}"), "text/markdown").await;
    assert!(!reply.text().contains("<b>**"), "{}", reply.text());
    let html = |text: &str| {
        pulldown_cmark::Parser::new(text).any(|event| {
            matches!(
                event,
                pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)
            )
        })
    };
    assert!(!html(reply.text()));
}

#[tokio::test]
async fn two_servers_give_the_same_bytes() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    for q in ["production", "senior staff", "agnets", "pro"] {
        for media in ["application/json", "text/markdown"] {
            let path = format!("{AT}?{}", serde_urlencoded::to_string([("q", q)]).unwrap());
            let first = one.get_as(&path, media).await;
            assert_eq!(first.bytes, one.get_as(&path, media).await.bytes);
            assert_eq!(first.bytes, other.get_as(&path, media).await.bytes);
        }
    }
}

/// A server with the built-in ladder put into another language.
async fn in_german(settings: &[(&str, &str)]) -> TestApp {
    let text = BUILT_IN[0]
        .text
        .replacen("locale: en", "locale: de", 1)
        .replacen("id: ai-engineer", "id: ki", 1);
    let (text, _) = text.split_once("\ntranslations:").unwrap();
    let text = text.replace(
        "Is a machine learning degree needed?",
        "Braucht man Prüfungen?",
    );
    let source = Source::parse(text.as_bytes(), Syntax::Yaml).unwrap();
    let ladders = vec![(source.into_value(), "2026-12-01T00:00:00Z")];
    TestApp::with_ladders(ladders, settings).await
}

#[tokio::test]
async fn another_language_is_matched_by_whole_words_unless_it_is_named() {
    let found = async |app: &TestApp, q: &str| {
        let q = serde_urlencoded::to_string([("q", q)]).unwrap();
        let reply = app
            .get(&format!("/v1/ladders/ki/search?{q}&kind=faq"))
            .await;
        reply.json()["items"].as_array().unwrap().len()
    };
    let plain = in_german(&[]).await;
    assert_eq!(found(&plain, "prufungen").await, 1);
    assert_eq!(found(&plain, "Prüfnugen").await, 1);
    assert_eq!(found(&plain, "prüf ").await, 0);
    let stemmed = in_german(&[("words.stemming", "de,en")]).await;
    assert_eq!(found(&stemmed, "Prüfung ").await, 1);
}
