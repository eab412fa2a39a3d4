//! People: put, found, listed, held and erased, by the ids of the calling system.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::{Days, Utc};
use reqwest::{
    RequestBuilder,
    header::{CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};
use rungs::{
    app::api_key::Scope,
    store::{Store, TABLES_OF_PEOPLE},
};
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Reply, TestApp, new_key, store_config},
    binary::PATIENCE,
};

/// A path of somebody, encoded whole.
pub fn path(id: &str) -> String {
    let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/v1/people/{encoded}")
}

/// A request with a JSON body.
pub fn with_body(request: RequestBuilder, body: &Value) -> RequestBuilder {
    let request = request.header(CONTENT_TYPE, "application/json");
    request.body(body.to_string())
}

/// Puts somebody with labels.
pub async fn put(app: &TestApp, id: &str, labels: Value) -> Reply {
    let request = app.client.put(app.url(&path(id)));
    app.send(with_body(request, &json!({ "labels": labels })))
        .await
}

async fn delete(app: &TestApp, path: &str) -> Reply {
    app.send(app.client.delete(app.url(path))).await
}

fn errors(reply: &Reply) -> Vec<(String, String, String)> {
    let body = reply.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let errors = errors.iter().map(|error| {
        (
            text(error, "in"),
            text(error, "pointer"),
            text(error, "code"),
        )
    });
    errors.collect()
}

/// Ids of a list, page by page.
async fn listed(app: &TestApp, query: &str, limit: usize) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app
            .get(&format!("/v1/people?limit={limit}{query}{cursor}"))
            .await;
        assert_eq!(page.status, 200, "{}", page.text());
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next_cursor"].as_str() else {
            return ids;
        };
        assert_eq!(items.len(), limit);
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn somebody_is_put_found_changed_and_erased() {
    let app = TestApp::start().await;
    for id in [
        "p-1042",
        "人员-17",
        "עובד-3",
        "a/b",
        "a b+c",
        "%2F",
        "100%",
        "👩‍💻",
        "?#",
        &"é".repeat(128),
    ] {
        assert_eq!(app.get(&path(id)).await.status, 404);
        let made = put(&app, id, json!({"team": "search"})).await;
        assert_eq!(made.status, 201, "{id}: {}", made.text());
        let at = made.header("location").unwrap();
        let seen = app.get(at).await;
        assert_eq!(seen.status, 200, "{at}");
        assert_eq!(seen.header("cache-control"), Some("no-store"));
        assert_eq!(seen.json(), made.json());
        assert_eq!(seen.json()["id"], id);
        assert_eq!(seen.header("etag"), made.header("etag"));

        let again = put(&app, id, json!({"team": "search"})).await;
        assert_eq!((again.status.as_u16(), again.json()), (200, made.json()));
        let changed = put(&app, id, json!({"site": "Köln"})).await;
        assert_eq!(changed.status, 200);
        assert_eq!(changed.json()["labels"], json!({"site": "Köln"}));
        assert_eq!(changed.json()["uid"], made.json()["uid"]);
        assert!(changed.json()["updated_at"].as_str() > made.json()["updated_at"].as_str());
        assert_ne!(changed.header("etag"), made.header("etag"));

        assert_eq!(delete(&app, &path(id)).await.status, 204);
        assert_eq!(app.get(&path(id)).await.status, 404);
        assert_eq!(delete(&app, &path(id)).await.status, 404);
    }
}

#[tokio::test]
async fn what_cannot_be_an_id_or_a_label_is_refused_by_its_place() {
    let app = TestApp::start().await;
    for id in [
        "a\0b",
        "a\nb",
        " a",
        "a ",
        "a\u{202E}b",
        "\u{2028}",
        "\u{200B}",
        "erased:x",
        &"é".repeat(129),
    ] {
        let refused = put(&app, id, json!({})).await;
        assert_eq!(refused.status, 422, "{id:?}");
        let place = ("path".into(), "/person".into(), "wrong_format".into());
        assert_eq!(errors(&refused), [place], "{id:?}");
        assert_eq!(app.get(&path(id)).await.status, 422);
    }
    for encoded in ["%FF", "%ED%A0%80", "%C0%AF", "%", "%zz", "a%2", "%%41"] {
        let request = app.client.put(app.url(&format!("/v1/people/{encoded}")));
        let refused = app.send(with_body(request, &json!({}))).await;
        assert_eq!(refused.status, 422, "{encoded}: {}", refused.text());
    }
    let many: Value = (0..17)
        .map(|i| (format!("l{i}"), json!("x")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    for (labels, pointer) in [
        (json!({"te am": "x"}), "/labels/te am"),
        (json!({"": "x"}), "/labels/"),
        (json!({"team": ""}), "/labels/team"),
        (json!({"team": 7}), "/labels/team"),
        (json!({"team": null}), "/labels/team"),
        (json!({"team": "a\u{0}b"}), "/labels/team"),
        (json!({"team": "x".repeat(129)}), "/labels/team"),
        (json!([]), "/labels"),
        (many, "/labels"),
    ] {
        let refused = put(&app, "p-1", labels.clone()).await;
        assert_eq!(refused.status, 422, "{labels}");
        assert!(
            refused.pointers().iter().any(|place| place == pointer),
            "{labels}: {}",
            refused.text()
        );
    }
    for body in [
        "{\"labels\": {\"a\": \"x\", \"a\": \"y\"}}",
        "{\"label\": {}}",
        "[]",
        "{\"labels\": {\"a\": \"\\ud800\"}}",
    ] {
        let request = app
            .client
            .put(app.url(&path("p-1")))
            .header("content-type", "application/json");
        let refused = app.send(request.body(body)).await;
        assert!([400, 422].contains(&refused.status.as_u16()), "{body}");
    }
    assert_eq!(app.get(&path("p-1")).await.status, 404);
    assert_eq!(app.get("/v1/people").await.json()["items"], json!([]));
}

#[tokio::test]
async fn what_looks_personal_is_warned_of_or_refused() {
    let app = TestApp::start().await;
    let made = put(
        &app,
        "ada@example.org",
        json!({"lead": "Grace Hopper", "team": "search"}),
    )
    .await;
    assert_eq!(made.status, 201);
    let warned = made.json()["warnings"].clone();
    let warned: Vec<_> = warned
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["pointer"].clone(), one["code"].clone()))
        .collect();
    assert_eq!(
        warned,
        [
            (json!("/person"), json!("looks_like_an_address")),
            (json!("/labels/lead"), json!("looks_like_a_name"))
        ]
    );
    assert_eq!(
        put(&app, "p-1", json!({"team": "Site Reliability"}))
            .await
            .json()["warnings"],
        json!([])
    );

    let app = TestApp::start_with(&[("people.personal_data", "refuse")]).await;
    let refused = put(&app, "ada@example.org", json!({})).await;
    let place = (
        "path".into(),
        "/person".into(),
        "looks_like_an_address".into(),
    );
    assert_eq!(
        (refused.status.as_u16(), errors(&refused)),
        (422, vec![place])
    );
    let refused = put(&app, "p-1", json!({"mail": "x"})).await;
    assert_eq!(
        (refused.status.as_u16(), refused.pointers()),
        (422, vec!["/labels/mail".into()])
    );
    assert_eq!(app.get("/v1/people").await.json()["items"], json!([]));
}

#[tokio::test]
async fn nobodys_change_is_lost() {
    let app = TestApp::start().await;
    let made = put(&app, "p-1", json!({})).await;
    let etag = made.header("etag").unwrap().to_owned();
    let with = async |name, value: &str, labels: Value| {
        let request = app.client.put(app.url(&path("p-1"))).header(name, value);
        app.send(with_body(request, &json!({"labels": labels})))
            .await
    };
    assert_eq!(
        with(IF_NONE_MATCH, "*", json!({"a": "x"})).await.status,
        412
    );
    let (same, other) = (
        with(IF_NONE_MATCH, &etag, json!({})),
        with(IF_NONE_MATCH, "\"x\"", json!({})),
    );
    assert_eq!(
        (same.await.status, other.await.status),
        (412.try_into().unwrap(), 200.try_into().unwrap())
    );
    assert_eq!(with(IF_MATCH, &etag, json!({"a": "x"})).await.status, 200);
    assert_eq!(with(IF_MATCH, &etag, json!({"a": "y"})).await.status, 412);
    assert_eq!(
        app.get(&path("p-1")).await.json()["labels"],
        json!({"a": "x"})
    );
    // Who has this state already is not sent it again.
    let now = app
        .get(&path("p-1"))
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    for (known, status) in [(&now, 304), (&etag, 200)] {
        let request = app.client.get(app.url(&path("p-1")));
        let seen = app.send(request.header(IF_NONE_MATCH, known)).await;
        assert_eq!(seen.status, status, "{known}");
        assert_eq!(seen.header("etag"), Some(&*now));
        assert_eq!(seen.bytes.is_empty(), status == 304);
    }
    let hold = json!({"reason": "Claim 17-204", "until": "2099-12-31"});
    for (expected, status) in [(&etag, 412), (&now, 200), (&now, 412)] {
        let at = app.url(&format!("{}/hold", path("p-1")));
        let request = app.client.put(at).header(IF_MATCH, expected);
        assert_eq!(app.send(with_body(request, &hold)).await.status, status);
    }
    for at in [path("p-1"), format!("{}/hold", path("p-1"))] {
        let removed = app.client.delete(app.url(&at)).header(IF_MATCH, &etag);
        assert_eq!(app.send(removed).await.status, 412, "{at}");
    }
    assert_eq!(
        app.get(&path("p-1")).await.json()["hold"]["reason"],
        "Claim 17-204"
    );
    // Somebody who is not there is not what was expected, either; and is not made by that.
    let request = app.client.put(app.url(&path("p-2"))).header(IF_MATCH, "*");
    assert_eq!(app.send(with_body(request, &json!({}))).await.status, 412);
    assert_eq!(app.get(&path("p-2")).await.status, 404);

    // Of many who put somebody at once one makes them, and all are answered.
    let puts = (0..16).map(|i| put(&app, "p-3", json!({"n": format!("v{i}")})));
    let puts = futures_util::future::join_all(puts).await;
    let made = puts.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 1);
    assert!(
        puts.iter()
            .all(|reply| [200, 201].contains(&reply.status.as_u16()))
    );
    let uids: BTreeSet<String> = puts
        .iter()
        .map(|reply| reply.json()["uid"].to_string())
        .collect();
    assert_eq!(uids.len(), 1);
}

#[tokio::test]
async fn lists_are_narrowed_and_stay_right_while_others_write() {
    let app = TestApp::start().await;
    let mut all = Vec::new();
    for number in 0..23 {
        let id = format!("p-{number}");
        let team = ["search", "ads"][number % 2];
        let site = ["berlin", "köln & co"][number % 3 % 2];
        assert_eq!(
            put(&app, &id, json!({"team": team, "site": site}))
                .await
                .status,
            201
        );
        all.push((id, team, site));
    }
    let ids = |keep: &dyn Fn(&str, &str) -> bool| -> Vec<String> {
        let kept = all.iter().filter(|(_, team, site)| keep(team, site));
        kept.map(|(id, ..)| id.clone()).collect()
    };
    for limit in [1, 4, 23, 200] {
        assert_eq!(listed(&app, "", limit).await, ids(&|_, _| true));
    }
    assert_eq!(
        listed(&app, "&label.team=search", 3).await,
        ids(&|team, _| team == "search")
    );
    let both = "&label.team=ads&label.site=k%C3%B6ln%20%26%20co";
    assert_eq!(
        listed(&app, both, 2).await,
        ids(&|team, site| team == "ads" && site != "berlin")
    );
    assert_eq!(
        listed(&app, "&label.nothing=x", 5).await,
        Vec::<String>::new()
    );

    // Between two pages others come, change and go.
    let first = app.get("/v1/people?limit=10").await.json();
    assert_eq!(delete(&app, &path("p-9")).await.status, 204);
    assert_eq!(delete(&app, &path("p-15")).await.status, 204);
    put(&app, "p-12", json!({"team": "new"})).await;
    put(&app, "p-99", json!({})).await;
    let next = first["next_cursor"].as_str().unwrap();
    let rest = app
        .get(&format!("/v1/people?limit=200&cursor={next}"))
        .await
        .json();
    let rest: Vec<&str> = rest["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let expected: Vec<String> = (10..23)
        .filter(|n| *n != 15)
        .map(|n| format!("p-{n}"))
        .chain(["p-99".into()])
        .collect();
    assert_eq!(rest, expected);

    let since = app.get(&path("p-12")).await.json()["updated_at"]
        .as_str()
        .unwrap()
        .to_owned();
    let since = format!("&updated_since={since}");
    assert_eq!(listed(&app, &since, 50).await, ["p-12", "p-99"]);
    for (query, pointer) in [
        ("updated_since=yesterday", "/updated_since"),
        ("updated_since=2026-1-1T0:0:0Z", "/updated_since"),
        ("updated_since=%202026-01-01T00:00:00Z", "/updated_since"),
        ("updated_since=2026-01-01T00:00:00%20UTC", "/updated_since"),
        ("limit=0", "/limit"),
        ("cursor=x", "/cursor"),
        ("label.te%20am=x", "/label.te am"),
        ("label.label.team=x", "/label.label.team"),
        ("label.team=a%00b", "/label.team"),
        ("cursor=%00", "/cursor"),
        ("label.team=", "/label.team"),
        ("team=x", "/team"),
    ] {
        let refused = app.get(&format!("/v1/people?{query}")).await;
        assert_eq!(
            (refused.status.as_u16(), refused.pointers()),
            (422, vec![pointer.to_owned()]),
            "{query}"
        );
    }
    let torn = app.get("/v1/people?label.team=%ff").await;
    assert_eq!(torn.status, 400, "{}", torn.text());
}

#[tokio::test]
async fn a_legal_hold_keeps_somebody_for_as_long_as_it_lasts() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let hold = async |until: &str| {
        let request = app.client.put(app.url("/v1/people/p-1/hold"));
        app.send(with_body(
            request,
            &json!({"reason": "Claim 17-204", "until": until}),
        ))
        .await
    };
    let today = Utc::now().date_naive();
    for (until, code) in [
        ("2020-01-01", "in_the_past"),
        ("2099-02-30", "no_such_date"),
        ("99999-01-01", ""),
        ("+2099-01-1", "no_such_date"),
        ("2099-1- 01", "no_such_date"),
    ] {
        let refused = hold(until).await;
        assert_eq!(
            (refused.status.as_u16(), refused.pointers()),
            (422, vec!["/until".into()]),
            "{until}"
        );
        assert!(refused.text().contains(code));
    }
    let placed = hold(&(today + Days::new(2)).to_string()).await;
    assert_eq!(placed.status, 200, "{}", placed.text());
    assert_eq!(placed.json()["hold"]["placed_by"], app.key[..11]);
    assert_eq!(app.get("/v1/people/p-1").await.json(), placed.json());
    let refused = delete(&app, "/v1/people/p-1").await;
    assert_eq!(refused.status, 409);
    let said = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        said.contains("Claim 17-204") && said.contains(&(today + Days::new(2)).to_string()),
        "{said}"
    );
    // Labels change under it as before, and another hold takes its place.
    assert_eq!(
        put(&app, "p-1", json!({"a": "x"})).await.json()["hold"],
        placed.json()["hold"]
    );
    assert_eq!(
        hold(&today.to_string()).await.json()["hold"]["until"],
        today.to_string()
    );
    assert_eq!(delete(&app, "/v1/people/p-1/hold").await.status, 204);
    assert_eq!(delete(&app, "/v1/people/p-1/hold").await.status, 404);
    assert_eq!(delete(&app, "/v1/people/p-1").await.status, 204);
    assert_eq!(delete(&app, "/v1/people/p-1/hold").await.status, 404);

    // The audit knows what was done, and not to whom.
    let audit = app.get("/v1/audit").await.text().to_owned();
    for action in ["hold.place", "hold.release", "person.erase"] {
        assert!(audit.contains(action), "{audit}");
    }
    assert!(!audit.contains("p-1"), "{audit}");
}

#[tokio::test]
async fn people_are_known_to_their_own_organisation_alone() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({"team": "search"})).await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "other", Scope::ALL, None).await;
    let ask = async |path: &str| {
        app.send(app.client.get(app.url(path)).bearer_auth(&other))
            .await
    };
    let begun = Instant::now();
    while ask("/v1/people").await.status == 401 {
        assert!(begun.elapsed() < PATIENCE, "the key is never known");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ask("/v1/people").await.json()["items"], json!([]));
    assert_eq!(ask("/v1/people/p-1").await.status, 404);
    let theirs = app
        .client
        .put(app.url("/v1/people/p-1"))
        .bearer_auth(&other);
    let theirs = app.send(with_body(theirs, &json!({}))).await;
    assert_eq!(theirs.status, 201);
    let gone = app
        .client
        .delete(app.url("/v1/people/p-1"))
        .bearer_auth(&other);
    assert_eq!(app.send(gone).await.status, 204);
    assert_eq!(
        app.get("/v1/people/p-1").await.json()["labels"],
        json!({"team": "search"})
    );
}

#[tokio::test]
async fn every_table_of_what_is_kept_about_somebody_is_erased() {
    let app = TestApp::start().await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let mut kept: Vec<String> = match &store {
        Store::Sqlite(pool, _) => {
            let asked = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'person'";
            sqlx::query_scalar(asked).fetch_all(pool).await.unwrap()
        }
        Store::Postgres(pool) => {
            let asked =
                "SELECT c.relname::TEXT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = current_schema()::REGNAMESPACE AND a.attname = 'person'
                AND c.relkind IN ('r', 'p') AND NOT c.relispartition";
            sqlx::query_scalar(asked).fetch_all(pool).await.unwrap()
        }
    };
    kept.sort();
    let mut named: Vec<String> = TABLES_OF_PEOPLE
        .iter()
        .map(|table| (*table).to_owned())
        .collect();
    named.sort();
    assert_eq!(kept, named);
}
