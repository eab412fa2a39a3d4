//! An organisation's own bands: read from CSV and JSON, laid over a ladder on a day, kept with every set before.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Reply, TestApp, new_key, store_config},
};
use rungs::{app::api_key::Scope, store::Store};

const BANDS: &str = "/v1/ladders/ai-engineer/bands";
const PAY: &str = "/v1/ladders/ai-engineer/compensation";
const HEADER: &str = "level,region,currency,period,market,min,max,effective_from,effective_to,note";

fn sheet(rows: &[&str]) -> String {
    let mut text = HEADER.to_owned();
    for row in rows {
        text += "\n";
        text += row;
    }
    text
}

async fn put(
    app: &TestApp,
    text: impl Into<reqwest::Body>,
    media: &str,
    etag: Option<&str>,
) -> Reply {
    let request = app.client.put(app.url(BANDS)).header(CONTENT_TYPE, media);
    let request = match etag {
        Some(etag) => request.header(IF_MATCH, etag),
        None => request,
    };
    app.send(request.body(text)).await
}

async fn keyed(app: &TestApp, path: &str, key: &str) -> Reply {
    app.send(app.client.get(app.url(path)).bearer_auth(key))
        .await
}

/// The bands of a level as the organisation sees them on a day: market, least, most, and whether they are its own.
async fn seen(app: &TestApp, level: &str, query: &str) -> Vec<(String, Value, Value, bool)> {
    let path = format!("{PAY}?level={level}{query}");
    let list = keyed(app, &path, &app.key).await;
    assert_eq!(list.status, 200, "{}", list.text());
    let items = list.json()["items"].clone();
    let items = items.as_array().unwrap().iter().map(|band| {
        let market = band["market"].as_str().unwrap().to_owned();
        (
            market,
            band["min"].clone(),
            band["max"].clone(),
            band.get("own").is_some(),
        )
    });
    items.collect()
}

#[tokio::test]
async fn an_organisations_bands_stand_in_place_of_the_ladders() {
    let app = TestApp::start().await;
    let public = app.get(PAY).await;
    let whole = app.get("/v1/ladders/ai-engineer").await.json();
    let text = sheet(&[
        "junior,US,USD,year,general,80000,110000,2026-01-01,2026-12-31,",
        "junior,US,USD,year,general,85000,115000,2027-01-01,,raised",
        "mid,DE,EUR,year,general,60000,80000,,,",
    ]);
    let first = put(&app, text.clone(), "text/csv", None).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.json()["set"]["number"], 1);
    assert_eq!(first.json()["bands"].as_array().unwrap().len(), 3);
    let band =
        |least: &str, most: &str| vec![("general".to_owned(), json!(least), json!(most), true)];
    assert_eq!(
        seen(&app, "junior", "&at=2026-12-31").await,
        band("80000", "110000")
    );
    assert_eq!(
        seen(&app, "junior", "&at=2027-01-01").await,
        band("85000", "115000")
    );
    // Before the first day nothing of the organisation's is in force.
    let before = seen(&app, "junior", "&at=2025-12-31").await;
    assert_eq!(
        before,
        [("general".into(), json!("90000"), json!("135000"), false)]
    );
    // Without a day it is today.
    let today = chrono::Utc::now().date_naive();
    let named = seen(&app, "junior", &format!("&at={today}")).await;
    assert_eq!(seen(&app, "junior", "").await, named);
    assert_eq!(
        seen(&app, "mid", "&region=DE").await,
        band("60000", "80000")
    );
    for none in [
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "%2B10000-1-1",
        "today",
        "2026-1-5",
        "",
    ] {
        for path in [PAY.to_owned(), format!("{PAY}.svg")] {
            let refused = keyed(&app, &format!("{path}?at={none}"), &app.key).await;
            assert_eq!(refused.status, 422, "{none}");
            assert_eq!(refused.pointers(), ["/at"], "{none}");
            assert_eq!(
                refused.json()["errors"][0]["code"],
                "no_such_date",
                "{none}"
            );
        }
    }
    let terms = keyed(&app, &format!("{PAY}?level=junior&at=2026-06-01"), &app.key)
        .await
        .json();
    let terms = &terms["items"][0]["own"];
    assert_eq!(terms["effective_from"], "2026-01-01");
    assert_eq!(terms["effective_to"], "2026-12-31");
    assert_eq!(terms["set"], first.json()["set"]["hash"]);
    // What rests on bands goes by them, too: a place in one, and the page.
    let body = json!({"level": "mid", "amount": "70000", "region": "DE"});
    let request = app
        .client
        .post(app.url(&format!("{PAY}/position")))
        .bearer_auth(&app.key);
    let request = request.header(CONTENT_TYPE, "application/json");
    let position = app.send(request.body(body.to_string())).await;
    assert_eq!(
        position.json()["figures"]["compa_ratio"]["value"],
        "1.0000",
        "{}",
        position.text()
    );
    let shown = keyed(&app, "/ladders/ai-engineer?locale=de", &app.key).await;
    assert!(
        shown.text().contains("60.000"),
        "the page in another language"
    );
    // The document is the one that was published, and nobody else sees anything of it.
    assert_eq!(
        keyed(&app, "/v1/ladders/ai-engineer", &app.key)
            .await
            .json(),
        whole
    );
    assert_eq!(app.get(PAY).await.bytes, public.bytes);
    assert_eq!(
        app.post(&format!("{PAY}/position"), &body).await.status,
        422
    );
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "other", Scope::ALL, None).await;
    let begun = std::time::Instant::now();
    let theirs = loop {
        let reply = keyed(&app, PAY, &other).await;
        // Until the server has heard of the key.
        if reply.status == 200 {
            break reply;
        }
        assert!(begun.elapsed() < crate::binary::PATIENCE);
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert_eq!(theirs.bytes, public.bytes);
    assert_eq!(keyed(&app, BANDS, &other).await.status, 404);
    // Bands change with the day and with what is put: only what is told decides whether a copy is still good.
    let since = public.header("last-modified").unwrap();
    let asked = app.client.get(app.url(PAY)).bearer_auth(&app.key);
    let asked = app.send(asked.header("if-modified-since", since)).await;
    assert_eq!(asked.status, 200);
    let cached = keyed(&app, PAY, &app.key).await;
    assert_eq!(cached.header("cache-control"), Some("private, no-cache"));
}

#[tokio::test]
async fn every_set_is_kept_and_none_is_lost() {
    let app = TestApp::start().await;
    assert_eq!(app.get(BANDS).await.status, 404);
    let row = "junior,US,USD,year,general,80000,110000,2026-01-01,,x";
    let first = put(&app, sheet(&[row]), "text/csv; charset=utf-8", None).await;
    let etag = first.header("etag").unwrap().to_owned();
    assert_eq!(put(&app, sheet(&[]), "text/csv", None).await.status, 428);
    assert_eq!(
        put(&app, sheet(&[]), "text/csv", Some("\"x\""))
            .await
            .status,
        412
    );
    let csv = app.client.get(app.url(BANDS)).header(ACCEPT, "text/csv");
    let csv = app.send(csv).await;
    assert_eq!(csv.header("etag"), Some(&*etag));
    let again = put(&app, csv.text().to_owned(), "text/csv", Some(&etag)).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(
        again.header("etag"),
        Some(&*etag),
        "the same bands have the same tag"
    );
    let bands = json!({"bands": [{"level": "junior", "region": "US", "currency": "USD", "period": "year", "market": "general",
        "min": 80000, "max": "110000", "effective_from": "2026-01-01", "note": "x"}]});
    let third = put(&app, bands.to_string(), "application/json", Some(&etag)).await;
    assert_eq!(third.header("etag"), Some(&*etag), "{}", third.text());
    let none = put(&app, sheet(&[]), "text/csv", Some(&etag)).await;
    assert_eq!(none.status, 200, "{}", none.text());
    assert!(
        !seen(&app, "junior", "").await[0].3,
        "no bands, and the ladder's stand again"
    );
    let sets = app.get(&format!("{BANDS}/sets")).await.json();
    let numbers = sets["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| set["number"].as_i64().unwrap());
    assert_eq!(numbers.collect::<Vec<_>>(), [4, 3, 2, 1]);
    assert_eq!(sets["items"][0]["created_by"], app.key[..11]);
    let old = app.get(&format!("{BANDS}?set=1")).await.json();
    assert_eq!(old["bands"][0]["min"], "80000");
    assert_eq!(app.get(&format!("{BANDS}?set=9")).await.status, 404);
    assert_eq!(app.get(&format!("{BANDS}?set=x")).await.status, 422);
    assert_eq!(
        put(&app, "a: 1", "application/yaml", Some("*"))
            .await
            .status,
        415
    );
    let audit = app.get("/v1/audit?action=bands.put").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn what_is_wrong_with_bands_is_said_with_its_row_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let band = |rest: &str| sheet(&[&format!("junior,US,USD,year,general,{rest}")]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(b"l\0e\0".iter().copied())
        .collect();
    for (text, code) in [
        (Vec::new(), "empty"),
        (b"level,region\nx,y".to_vec(), "missing_column"),
        (format!("{HEADER},pay\n").into_bytes(), "unknown_column"),
        (format!("{HEADER},note\n").into_bytes(), "duplicate_column"),
        (utf16, "utf_16"),
        (b"level,\xe4".to_vec(), "not_utf_8"),
        (
            band("\"80,000\",110000,,,").into_bytes(),
            "amount_with_separators",
        ),
        (band("80.000,110000,,,").into_bytes(), "ambiguous_amount"),
        (band("110000,80000,,,").into_bytes(), "empty_range"),
        (
            band("1,2,2026-02-01,2026-01-01,").into_bytes(),
            "ends_before_it_begins",
        ),
        (
            sheet(&["nobody,US,USD,year,general,1,2,,,"]).into_bytes(),
            "unknown_level",
        ),
    ] {
        let shown = String::from_utf8_lossy(&text).into_owned();
        let reply = put(&app, text, "text/csv", None).await;
        assert_eq!(reply.status, 422, "{shown}: {}", reply.text());
        let errors = reply.json()["errors"].clone();
        let found = errors
            .as_array()
            .unwrap()
            .iter()
            .any(|error| error["code"] == code);
        assert!(found, "{shown}: {}", reply.text());
        assert_eq!(app.get(BANDS).await.status, 404, "{shown}");
    }
    let warned = sheet(&[
        "junior,US,USD,year,general,80000,110000,,,",
        "mid,US,USD,year,general,70000,100000,,,",
    ]);
    let reply = put(&app, warned, "text/csv", None).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let findings = reply.json()["findings"].clone();
    let codes = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap());
    let codes: Vec<&str> = codes.collect();
    assert!(codes.contains(&"inverted_bands"), "{codes:?}");
    let many = sheet(&vec!["nobody,US,USD,year,general,1,2,,,"; 9_000]);
    let reply = put(&app, many, "text/csv", Some("*")).await;
    assert_eq!(reply.status, 422);
    assert!(reply.json()["errors"].as_array().unwrap().len() <= 1000);
    assert_eq!(
        app.client
            .put(app.url("/v1/ladders/nobody/bands"))
            .send()
            .await
            .unwrap()
            .status(),
        401
    );
}
