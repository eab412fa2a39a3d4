//! Languages: which one is asked for, which is served, what stands in for a text that has no translation.

use rungs::{app::built_in, domain::ladder::Ladder};
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};

const AT: &str = "/v1/ladders/ai-engineer";

/// The built-in ladder as JSON, to be changed.
fn document() -> Value {
    let built_in = built_in().unwrap().remove(0);
    serde_json::from_str(built_in.canonical()).unwrap()
}

async fn liked(app: &TestApp, path: &str, languages: &str) -> Reply {
    let request = app.client.get(app.url(path));
    app.send(request.header("accept-language", languages)).await
}

#[tokio::test]
async fn the_language_is_the_one_liked_best_of_those_that_there_are() {
    let app = TestApp::start().await;
    for (languages, served) in [
        ("", "en"),
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("de-CH-1996, en;q=0.5", "de"),
        ("en, de", "en"),
        ("de;q=0.5, en;q=0.4", "de"),
        ("de;q=0.4, en;q=0.5", "en"),
        ("fr, de;q=0.3", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("*, de;q=0.9", "en"),
        ("de;q=0", "en"),
        ("de;q=x", "en"),
        ("d\u{e9}, ;;;,", "en"),
        ("-, de-, de", "de"),
    ] {
        let level = liked(&app, &format!("{AT}/levels/mid"), languages).await;
        assert_eq!(
            level.header("content-language"),
            Some(served),
            "{languages}"
        );
        let vary = level.header("vary").unwrap();
        assert!(vary.contains("accept-language"), "{vary}");
        let plateau = level.json()["plateau"]["summary"].clone();
        let own = document()["levels"][1]["plateau"]["summary"].clone();
        assert_eq!(plateau == own, served == "en", "{languages}");
    }
}

#[tokio::test]
async fn a_language_in_the_url_goes_before_the_one_liked() {
    let app = TestApp::start().await;
    for (locale, served) in [("de", "de"), ("de-CH", "de"), ("en", "en"), ("EN-gb", "en")] {
        let level = liked(
            &app,
            &format!("{AT}/levels/mid?locale={locale}"),
            "en, de;q=0.9",
        )
        .await;
        assert_eq!(level.header("content-language"), Some(served), "{locale}");
    }
    for locale in ["fr", "", "d", "de_DE", "%00", "*"] {
        let refused = app.get(&format!("{AT}/levels?locale={locale}")).await;
        assert_eq!(refused.status, 422, "{locale}");
        assert_eq!(refused.pointers(), ["/locale"], "{locale}");
    }
    let refused = app
        .post(
            &format!("{AT}/quiz/score?locale=fr"),
            &json!({"answers": {"q1": "yes"}}),
        )
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.pointers()),
        (422, vec!["/locale".to_owned()])
    );
}

#[tokio::test]
async fn every_part_is_served_in_the_language_and_says_so() {
    let app = TestApp::start().await;
    for path in [
        "",
        "/levels",
        "/levels/mid",
        "/quiz",
        "/phases",
        "/phases/2",
        "/roadblocks",
        "/resources",
        "/faqs",
        "/compensation",
        "/compare?from=junior&to=mid",
        "/search?q=Ausfall",
    ] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let german = app.get(&format!("{AT}{path}{sign}locale=de")).await;
        let english = app.get(&format!("{AT}{path}{sign}locale=en")).await;
        assert_eq!(german.header("content-language"), Some("de"), "{path}");
        assert_eq!(english.header("content-language"), Some("en"), "{path}");
        if !path.starts_with("/compensation") {
            assert_ne!(german.text(), english.text(), "{path}");
        }
        let stamp = |reply: &Reply| reply.json()["ladder"].clone();
        assert_eq!(
            stamp(&german),
            stamp(&english),
            "{path}: it is the same ladder"
        );
        let markdown = app
            .get_as(&format!("{AT}{path}{sign}locale=de"), "text/markdown")
            .await;
        assert_eq!(markdown.header("content-language"), Some("de"), "{path}");
    }
    let list = liked(&app, "/v1/ladders", "de").await;
    assert_eq!(list.header("content-language"), Some("de"));
    assert_eq!(list.json()["items"][0]["locale"], "de");
    let picture = app.get(&format!("{AT}.svg?locale=de")).await;
    assert!(picture.text().contains("lang=\"de\""));
}

#[tokio::test]
async fn a_placement_is_the_same_in_every_language_and_so_is_its_receipt() {
    let app = TestApp::start().await;
    let answers = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no"}});
    let ask = async |locale: &str| {
        let reply = app
            .post(&format!("{AT}/quiz/score?locale={locale}"), &answers)
            .await;
        assert_eq!(reply.header("content-language"), Some(locale));
        assert_eq!(reply.header("vary"), Some("accept, accept-language"));
        reply.json()
    };
    let (english, german) = (ask("en").await, ask("de").await);
    for member in [
        "ladder",
        "receipt",
        "counts",
        "decided",
        "profile",
        "to_advance",
    ] {
        assert_eq!(english[member], german[member], "{member}");
    }
    assert_eq!(english["placement"]["level"], german["placement"]["level"]);
    assert_ne!(english["plateau"]["summary"], german["plateau"]["summary"]);
    assert_ne!(
        english["criteria"][0]["text"],
        german["criteria"][0]["text"]
    );
    let receipt = json!({"receipt": german["receipt"]});
    let verified = app.post("/v1/receipts/verify", &receipt).await.json();
    assert_eq!(verified["reproducible"], true, "{verified}");
    let line = json!({"answers": {"q1": "yes"}}).to_string();
    let lines = app.post_lines("?detail=full&locale=de", line).await.lines();
    assert_eq!(lines[0]["plateau"]["level"], "junior");
}

#[tokio::test]
async fn copies_in_two_languages_are_kept_apart() {
    let app = TestApp::start().await;
    let path = format!("{AT}/faqs");
    let first = [
        liked(&app, &path, "de").await,
        liked(&app, &path, "en").await,
    ];
    let again = [
        liked(&app, &path, "de").await,
        liked(&app, &path, "en").await,
    ];
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(first.text(), again.text());
        assert_eq!(
            first.header("content-language"),
            again.header("content-language")
        );
    }
    assert_ne!(first[0].header("etag"), first[1].header("etag"));
    let tag = first[0].header("etag").unwrap();
    let request = app
        .client
        .get(app.url(&path))
        .header("accept-language", "de");
    let unchanged = app.send(request.header("if-none-match", tag)).await;
    assert_eq!(unchanged.status, 304);
    assert!(
        unchanged
            .header("vary")
            .unwrap()
            .contains("accept-language")
    );
}

#[tokio::test]
async fn a_text_without_a_translation_is_served_in_the_fallback() {
    let mut ladder = document();
    ladder["id"] = json!("partly");
    let texts = |texts: &[(&str, &str)]| -> Value {
        let texts = texts
            .iter()
            .map(|(place, text)| ((*place).to_owned(), json!(text)));
        Value::Object(texts.collect())
    };
    ladder["translations"] = json!([
        {"locale": "de", "texts": texts(&[("levels/mid/title", "Mittel"), ("levels/junior/title", "Klein")])},
        {"locale": "de-AT", "fallback": "de", "texts": texts(&[("levels/mid/title", "Mittel in Wien")])},
    ]);
    let app = TestApp::with_ladders(vec![(ladder, "2026-12-01T00:00:00Z")], &[]).await;
    let titles = async |locale: &str| {
        let path = format!("/v1/ladders/partly/levels?locale={locale}");
        let reply = app.get(&path).await;
        let items = reply.json()["items"].clone();
        let titles = [0, 1, 2].map(|at: usize| items[at]["title"].as_str().unwrap().to_owned());
        (titles, reply.header("content-language").unwrap().to_owned())
    };
    let senior = "Senior AI Engineer".to_owned();
    let expected = |junior: &str, mid: &str| [junior.to_owned(), mid.to_owned(), senior.clone()];
    assert_eq!(
        titles("de").await,
        (expected("Klein", "Mittel"), "de, en".to_owned())
    );
    assert_eq!(
        titles("de-AT").await,
        (
            expected("Klein", "Mittel in Wien"),
            "de-AT, de, en".to_owned()
        )
    );
    assert_eq!(titles("en").await.1, "en");
}

#[test]
fn what_is_wrong_with_a_translation_is_found_at_its_place() {
    let cases = [
        (
            json!([{"locale": "en", "texts": {}}]),
            "duplicate_locale",
            "/translations/0/locale",
        ),
        (
            json!([{"locale": "d", "texts": {}}]),
            "not_a_language",
            "/translations/0/locale",
        ),
        (
            json!([{"locale": "de", "texts": {}}, {"locale": "de", "texts": {}}]),
            "duplicate_locale",
            "/translations/1/locale",
        ),
        (
            json!([{"locale": "de", "fallback": "fr", "texts": {}}]),
            "unknown_locale",
            "/translations/0/fallback",
        ),
        (
            json!([{"locale": "de", "fallback": "fr", "texts": {}}, {"locale": "fr", "fallback": "de", "texts": {}}]),
            "circular_fallback",
            "/translations/0/fallback",
        ),
        (
            json!([{"locale": "de", "fallback": "de", "texts": {}}]),
            "circular_fallback",
            "/translations/0/fallback",
        ),
        (
            json!([{"locale": "de", "texts": {"levels/mid/name": "x"}}]),
            "unknown_text",
            "/translations/0/texts/levels~1mid~1name",
        ),
    ];
    for (translations, code, pointer) in cases {
        let mut ladder = document();
        ladder["translations"] = translations.clone();
        let faults = Ladder::prove(serde_json::from_value(ladder).unwrap()).unwrap_err();
        let found = faults
            .iter()
            .any(|fault| fault.code == code && fault.pointer == pointer);
        assert!(found, "{translations}: {faults:?}");
    }
    let mut ladder = document();
    ladder["translations"] = json!([{"locale": "de", "texts": {"title": "x"}}]);
    let ladder = Ladder::prove(serde_json::from_value(ladder).unwrap()).unwrap();
    let warning = ladder
        .warnings()
        .iter()
        .find(|fault| fault.code == "untranslated");
    assert_eq!(warning.unwrap().pointer, "/translations/0/texts");
}

#[test]
fn the_built_in_ladder_is_translated_in_full_and_figure_by_figure() {
    let ladder = built_in().unwrap().remove(0);
    let document = ladder.document();
    let german = document.translation("de").unwrap();
    let places = document.places_of_texts();
    assert!(places.len() > 150, "{}", places.len());
    for place in &places {
        assert!(german.texts.contains_key(place), "{place}");
    }
    let (translated, languages) = ladder.translated("de").unwrap();
    assert_eq!(languages, ["de"]);
    // Digits of a text in the order of their worth: notations differ, figures do not.
    let figures = |text: &str| {
        let plain = text.replace(['.', ','], "");
        let mut figures: Vec<String> = plain
            .split(|sign: char| !sign.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(str::to_owned)
            .collect();
        figures.sort();
        figures
    };
    let leaves = |document: &rungs::domain::document::Document| {
        let mut found = Vec::new();
        leaves(&serde_json::to_value(document).unwrap(), &mut found);
        found
    };
    let mut own = document.clone();
    own.translations.clear();
    let (own, other) = (leaves(&own), leaves(translated.document()));
    assert_eq!(own.len(), other.len());
    for (own, other) in own.iter().zip(&other) {
        assert_eq!(figures(own), figures(other), "{own}\n{other}");
    }
}

fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
        Value::Object(members) => members.values().for_each(|value| leaves(value, found)),
        _ => {}
    }
}
