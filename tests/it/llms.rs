//! What language models read: the overview and the whole text, whose every link answers, and the Markdown beside every page.

use std::collections::BTreeSet;

use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE};
use rungs::{app::built_in, http::openapi::operation::Operation};
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    documented::API,
    fixtures::earlier_versions,
};

const PAGES: [&str; 2] = ["/", "/ladders/ai-engineer"];

/// The built-in ladder under another id, its staff band and its summary changed.
fn other(id: &str) -> Value {
    let built_in = built_in().unwrap().remove(0);
    let mut document: Value = serde_json::from_str(built_in.canonical()).unwrap();
    document["id"] = id.into();
    document["title"] = json!("Another [ladder] # of *engineers*");
    document["translations"] = json!([]);
    for band in document["compensation"].as_array_mut().unwrap() {
        if band["level"] == "junior" {
            for figure in ["min", "max", "open", "label"] {
                band[figure] = Value::Null;
            }
        }
    }
    document
}

/// The addresses of the links of a Markdown text.
fn links(markdown: &str) -> Vec<String> {
    let parser = pulldown_cmark::Parser::new(markdown);
    let found = parser.filter_map(|event| match event {
        pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    found.collect()
}

/// Every id of a document, wherever it stands.
fn ids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| ids(item, found)),
        Value::Object(members) => {
            found.extend(members.get("id").and_then(Value::as_str).map(String::from));
            members.values().for_each(|value| ids(value, found));
        }
        _ => {}
    }
}

async fn as_browser(app: &TestApp, path: &str) -> Reply {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    app.get_as(path, accept).await
}

/// Follows links, and finds the part of the page that a fragment names.
async fn follow(app: &TestApp, links: &[String]) {
    for link in links {
        assert!(!link.contains(['{', '}']), "{link} is a template");
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (link.as_str(), None),
        };
        let reply = as_browser(app, path).await;
        assert_eq!(reply.status, 200, "{link}");
        match fragment {
            Some(fragment) if path.ends_with(".md") => {
                let heading = format!("\n### {fragment}\n");
                assert!(reply.text().contains(&heading), "{link}");
            }
            Some(fragment) => {
                let id = format!("id=\"{fragment}\"");
                assert!(reply.text().contains(&id), "{link}");
            }
            None => {}
        }
    }
}

#[tokio::test]
async fn every_link_of_what_models_read_leads_to_what_it_names() {
    let ladders = vec![(other("other"), "2026-12-01T00:00:00Z")];
    let app = TestApp::with_ladders(ladders, &[]).await;
    let mut all = BTreeSet::new();
    for path in [
        "/llms.txt",
        "/llms-full.txt",
        "/index.md",
        "/index.md?ladder=other&locale=en",
        "/ladders/ai-engineer.md?locale=de",
        "/docs/index.md",
    ] {
        let found = links(app.get(path).await.text());
        assert!(!found.is_empty(), "{path}");
        all.extend(found);
    }
    assert!(all.len() > 200, "{}", all.len());
    follow(&app, &all.into_iter().collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn links_are_absolute_where_the_address_is_known() {
    let base = "https://ladders.example.org/rungs";
    let app = TestApp::start_with(&[("public_url", base)]).await;
    for path in ["/llms.txt", "/llms-full.txt", "/index.md", "/docs/index.md"] {
        let text = app.get(path).await.text().to_owned();
        let found = links(&text);
        assert!(!found.is_empty(), "{path}");
        for link in &found {
            assert!(link.starts_with(&format!("{base}/")), "{path}: {link}");
        }
        let here: Vec<String> = found.iter().map(|link| link.replace(base, "")).collect();
        follow(&app, here.get(..5).unwrap_or(&here)).await;
        assert!(text.contains(&format!("{base}/v1/ladders")), "{path}");
    }
}

#[tokio::test]
async fn the_overview_has_the_form_of_llmstxt_org() {
    let app = TestApp::start().await;
    let reply = app.get("/llms.txt").await;
    let text = reply.text();
    let mut blocks = text.split("\n\n");
    assert_eq!(blocks.next(), Some("# Rungs"));
    assert!(blocks.next().unwrap().starts_with("> "));
    assert_eq!(text.matches("\n# ").count(), 0, "one title");
    let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
    assert!(sections.len() > 4);
    assert!(sections.last().unwrap().starts_with("Optional\n"));
    for section in &sections {
        let (name, list) = section.split_once("\n\n").unwrap();
        for line in list.trim().lines() {
            assert!(
                line.starts_with("- [") && line.contains("]("),
                "{name}: {line}"
            );
        }
    }
    for said in [
        "`/mcp`",
        "`rungs mcp`",
        "`POST /v1/ladders/{ladder}/quiz/turn`",
        "Interpolate nothing",
        "not in the ladder",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let listed = |operation: &&Operation| {
        !["Operation", "Organisation", "People", "Publishing"]
            .iter()
            .any(|tag| operation.is_tagged(tag))
    };
    for operation in API.operations.iter().filter(listed) {
        let call = format!("`{} {}`", operation.method, operation.path);
        assert!(text.contains(&call), "{call}");
    }
}

#[tokio::test]
async fn every_operation_is_explained_in_markdown() {
    let app = TestApp::start().await;
    let text = app.get("/docs/index.md").await.text().to_owned();
    for operation in API.operations.iter() {
        assert!(
            text.contains(&format!("\n### {}\n", operation.id())),
            "{}",
            operation.id()
        );
    }
    // What is to be sent is shown, with what each member means.
    let (_, score) = text.split_once("\n### score_quiz\n").unwrap();
    let (score, _) = score.split_once("\n### ").unwrap();
    for said in [
        "`POST /v1/ladders/{ladder}/quiz/score`",
        "{\"answers\":{\"q1\":\"yes\"",
        "`answers` (body, required): ",
        "`qualifiers` (body): ",
    ] {
        assert!(score.contains(said), "{said} in {score}");
    }
    let page = as_browser(&app, "/docs/index.html").await;
    assert!(page.text().contains("<!DOCTYPE html>"));
    let link = page.header("link").unwrap();
    assert!(
        link.starts_with("<index.md>; rel=\"alternate\"; type=\"text/markdown\""),
        "{link}"
    );
    let chosen = app.get_as("/docs/index.html", "text/markdown").await;
    assert_eq!(chosen.text(), text);
}

#[tokio::test]
async fn the_whole_text_has_every_ladder_and_every_id() {
    let ladders = vec![(other("other"), "2026-12-01T00:00:00Z")];
    let app = TestApp::with_ladders(ladders, &[]).await;
    let reply = app.get("/llms-full.txt").await;
    let full = reply.text();
    let overview = app.get("/llms.txt").await.text().to_owned();
    let (head, _) = overview.split_once("\n## ").unwrap();
    assert!(full.starts_with(head));
    assert_eq!(full.matches("\n# ").count(), 0, "one title");
    for id in ["ai-engineer", "other"] {
        let path = format!("/ladders/{id}.md?locale=en");
        let own = app.get(&path).await;
        // The same text, its headings one deeper.
        let deeper: Vec<String> = own
            .text()
            .lines()
            .map(|line| match line.starts_with('#') {
                true => format!("#{line}"),
                false => line.to_owned(),
            })
            .collect();
        assert!(full.contains(&deeper.join("\n")), "{id}");
        let document = app.get(&format!("/v1/ladders/{id}")).await.json();
        let mut all = BTreeSet::new();
        ids(&document, &mut all);
        assert!(all.len() > 60, "{}", all.len());
        for one in all {
            assert!(full.contains(&format!("`{one}`")), "{id}: {one}");
        }
    }
}

#[tokio::test]
async fn what_is_not_published_is_said_and_has_no_figure() {
    let mut priced = other("priced");
    priced["compensation"][0]["label"] = Value::Null;
    let app = TestApp::with_ladders(vec![(priced, "2026-12-01T00:00:00Z")], &[]).await;
    let markdown = app.get("/ladders/priced.md").await.text().to_owned();
    for level in ["Junior", "Mid"] {
        let said = format!("The source publishes no pay band for {level} AI Engineer");
        assert!(markdown.contains(&said), "{level}");
        let rows: Vec<&str> = markdown
            .lines()
            .filter(|line| line.starts_with(&format!("| {level} AI Engineer |")))
            .filter(|line| line.contains("| US |"))
            .collect();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(
            !rows[0].contains(|sign: char| sign.is_ascii_digit()),
            "{rows:?}"
        );
    }
    let full = app.get("/llms-full.txt").await;
    let sentence = "The source publishes no pay band for Mid AI Engineer";
    assert_eq!(
        full.text().matches(sentence).count(),
        2,
        "one in each ladder"
    );
}

#[tokio::test]
async fn the_texts_are_plain_unless_markdown_is_asked_for() {
    let app = TestApp::start().await;
    for path in ["/llms.txt", "/llms-full.txt"] {
        let plain = app.get(path).await;
        assert_eq!(
            plain.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        let seen = as_browser(&app, path).await;
        assert_eq!(seen.header("content-type"), plain.header("content-type"));
        let markdown = app.get_as(path, "text/markdown").await;
        assert_eq!(
            markdown.header("content-type"),
            Some("text/markdown; charset=utf-8")
        );
        assert_eq!(markdown.bytes, plain.bytes);
        let refused = app.get_as(path, "application/json").await;
        assert_eq!(refused.status, 406);
        let unknown = app.get(&format!("{path}?locale=de")).await;
        assert_eq!(unknown.status, 422);
        for header in [
            ("if-none-match", "etag"),
            ("if-modified-since", "last-modified"),
        ] {
            let value = plain.header(header.1).unwrap();
            let request = app.client.get(app.url(path)).header(header.0, value);
            assert_eq!(app.send(request).await.status, 304, "{path} {}", header.0);
        }
    }
}

/// A page's `.md` address, its query in place.
fn beside(page: &str, query: &str) -> String {
    match page {
        "/" => format!("/index.md{query}"),
        page => format!("{page}.md{query}"),
    }
}

#[tokio::test]
async fn the_markdown_of_a_page_is_the_same_by_accept_and_by_address() {
    let app = TestApp::with_earlier_versions().await;
    for page in PAGES {
        for query in [
            "",
            "?locale=de",
            "?version=1.1.0",
            "?version=1.2.0&locale=en",
        ] {
            for language in ["", "de", "en"] {
                let ask = async |path: &str, accept: &str| {
                    let request = app.client.get(app.url(path)).header(ACCEPT, accept);
                    app.send(request.header(ACCEPT_LANGUAGE, language)).await
                };
                let by_accept = ask(&format!("{page}{query}"), "text/markdown").await;
                let by_address = ask(&beside(page, query), "*/*").await;
                assert_eq!(by_accept.status, 200, "{page}{query}");
                assert_eq!(
                    by_accept.bytes, by_address.bytes,
                    "{page}{query} {language}"
                );
                for name in [
                    "etag",
                    "last-modified",
                    "content-language",
                    "content-type",
                    "vary",
                ] {
                    assert_eq!(by_accept.header(name), by_address.header(name), "{name}");
                }
                assert_eq!(
                    by_accept.header("content-type"),
                    Some("text/markdown; charset=utf-8")
                );
                assert_eq!(by_accept.header("content-security-policy"), None);
            }
        }
        for accept in [
            "*/*",
            "text/*",
            "text/html",
            "text/markdown;q=0.9, text/html",
        ] {
            let shown = app.get_as(page, accept).await;
            assert_eq!(
                shown.header("content-type"),
                Some("text/html; charset=utf-8"),
                "{page} {accept}"
            );
        }
        assert_eq!(app.get_as(page, "application/json").await.status, 406);
        let refused = app.get_as(&beside(page, ""), "text/html").await;
        assert_eq!(refused.status, 406);
    }
    assert_eq!(app.get("/ladders/nobody.md").await.status, 404);
    assert_eq!(app.get("/index.md?ladder=nobody").await.status, 404);
    assert_eq!(app.get("/index.md?locale=fr").await.pointers(), ["/locale"]);
}

/// The address of a page's Markdown, as its head names it, seen from its own address.
fn named(page: &str, html: &str) -> String {
    let head = "rel=\"alternate\" type=\"text/markdown\" href=\"";
    let (_, rest) = html
        .split_once(head)
        .unwrap_or_else(|| panic!("{page} names none"));
    let (to, _) = rest.split_once('"').unwrap();
    let from = reqwest::Url::parse(&format!("http://rungs.test{page}")).unwrap();
    let to = from.join(&to.replace("&amp;", "&")).unwrap();
    let query = to
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    format!("{}{query}", to.path())
}

#[tokio::test]
async fn every_page_names_its_markdown_which_answers() {
    let other = other("other");
    let named_version = format!(
        "/?ladder=other&version={}&locale=en",
        other["version"].as_str().unwrap()
    );
    let mut ladders = earlier_versions();
    ladders.push((other, "2026-12-01T00:00:00Z"));
    let app = TestApp::with_ladders(ladders, &[]).await;
    for page in [
        "/",
        "/?ladder=other",
        &named_version,
        "/?locale=de",
        "/ladders/ai-engineer",
        "/ladders/ai-engineer?version=1.1.0",
        "/ladders/ai-engineer?locale=de",
        "/problems/not-found",
    ] {
        let shown = as_browser(&app, page).await;
        let twin = named(page, shown.text());
        let reply = app.get(&twin).await;
        assert_eq!(reply.status, 200, "{page}: {twin}");
        assert_eq!(
            reply.header("content-type"),
            Some("text/markdown; charset=utf-8")
        );
        let by_accept = app.get_as(page, "text/markdown").await;
        assert_eq!(reply.bytes, by_accept.bytes, "{page}: {twin}");
        if !page.starts_with("/problems") {
            assert_eq!(
                shown.header("content-language"),
                reply.header("content-language")
            );
            let header = shown.header("link").unwrap();
            let as_header = header.split_once('>').unwrap().0;
            let as_header = format!(
                "rel=\"alternate\" type=\"text/markdown\" href=\"{}\"",
                &as_header[1..]
            );
            assert_eq!(named(page, &as_header), twin);
            // Said of a page that is not sent again, too.
            let tag = shown.header("etag").unwrap();
            let request = app.client.get(app.url(page)).header(ACCEPT, "text/html");
            let unchanged = app.send(request.header("if-none-match", tag)).await;
            assert_eq!(unchanged.status, 304, "{page}");
            assert_eq!(unchanged.header("link"), Some(header));
        }
    }
}

#[tokio::test]
async fn the_markdown_beside_a_german_page_is_german() {
    let app = TestApp::start().await;
    let quiz = app.get("/index.md?locale=de").await;
    assert_eq!(quiz.header("content-language"), Some("de"));
    assert!(quiz.text().contains("\n## So wird es beantwortet\n"));
    let ladder = app.get("/ladders/ai-engineer.md?locale=de").await;
    assert!(ladder.text().contains("\n## Was zitiert werden kann\n"));
    for reply in [&quiz, &ladder] {
        for link in links(reply.text()) {
            assert!(link.contains("locale=de"), "{link}");
        }
    }
    let english = app.get("/ladders/ai-engineer.md?locale=en").await;
    assert!(!english.text().contains("locale="));
}
