//! The cache of responses, from outside: whatever was asked before and by whom, a read is answered as a server answers it that was
//! asked nothing else.
//!
//! `RESPONSE_CACHE_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{
    Method, RequestBuilder,
    header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};
use rungs::{app::api_key::Scope, store::Store};
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Reply, Storage, TestApp, new_key, store_config},
    differential::random::Random,
    documented::{Documented, documented},
    publishing::ours,
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CallerKind {
    Nobody,
    First,
    Second,
}

/// What a response depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Representation {
    caller: CallerKind,
    path: String,
    media: &'static str,
    /// A parameter or a header.
    language: TextLanguage,
    coding: &'static str,
    version: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TextLanguage {
    Own,
    Parameter(&'static str),
    Header(&'static str),
}

/// What is compared of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AnswerComparison {
    status: u16,
    headers: BTreeMap<&'static str, String>,
    body: Vec<u8>,
}

const COMPARED: [&str; 7] = [
    "content-type",
    "content-language",
    "content-encoding",
    "etag",
    "last-modified",
    "vary",
    "cache-control",
];

impl AnswerComparison {
    fn of(reply: &Reply) -> Self {
        let headers = COMPARED
            .iter()
            .filter_map(|name| Some((*name, reply.header(name)?.to_owned())));
        let mut compared = Self {
            status: reply.status.as_u16(),
            headers: headers.collect(),
            body: reply.plain(),
        };
        if compared.status != 200 {
            // A problem has an id of its request.
            let mut problem = reply.json();
            problem.as_object_mut().unwrap().remove("request_id");
            compared.body = problem.to_string().into_bytes();
        }
        compared
    }
}

/// A server with two organisations, each with a ladder of the same name, and with bands of its own.
struct Servers {
    app: TestApp,
    second_key: String,
}

/// A ladder that says whose it is in every level.
fn ladder_of(owner: &str, version: &str) -> Value {
    let mut document = ours(version);
    for level in document["levels"].as_array_mut().unwrap() {
        level["title"] = json!(format!(
            "{owner} {version} {}",
            level["id"].as_str().unwrap()
        ));
    }
    document
}

impl Servers {
    async fn start() -> Self {
        let storage = Storage::new().await;
        let url = storage.database_url.clone();
        let store = Store::connect(&store_config(&url)).await.unwrap();
        store.migrate().await.unwrap();
        let second_key = new_key(&defaults(), &store, "second", Scope::ALL, None).await;
        store.close().await;
        let app = TestApp::start_on(storage, &url, &[]).await;
        let servers = Self { app, second_key };
        for (caller, owner) in [(CallerKind::First, "First"), (CallerKind::Second, "Second")] {
            servers.publish(caller, &ladder_of(owner, "1.0.0")).await;
            let bands = format!(
                "level,region,currency,period,market,min,max\nmid,DE,EUR,year,general,{},90000\n",
                30_000 + owner.len() * 1000
            );
            let url = servers.app.url("/v1/ladders/ours/bands");
            let request = servers.app.client.put(url).header(CONTENT_TYPE, "text/csv");
            let request = servers.with_key(caller, request.body(bands));
            assert_eq!(servers.app.send(request).await.status, 201);
        }
        servers
    }

    /// A server on the same database that was asked nothing yet.
    async fn fresh(&self) -> Self {
        let url = self.app.database_url.clone();
        let mut app = TestApp::start_on(Storage::of(&url), &url, &[]).await;
        // Of the same organisation; known to both.
        app.key.clone_from(&self.app.key);
        Self {
            app,
            second_key: self.second_key.clone(),
        }
    }

    async fn publish(&self, caller: CallerKind, document: &Value) {
        let path = "/v1/ladders/ours/draft";
        let request = self.app.client.put(self.app.url(path));
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = self.with_key(caller, request.body(document.to_string()));
        let draft = self.app.send(request).await;
        assert_eq!(draft.status, 201, "{}", draft.text());
        let url = self.app.url(&format!("{path}/publish"));
        let request = self.app.client.post(url);
        let request = request.header(IF_MATCH, draft.header("etag").unwrap());
        let published = self.app.send(self.with_key(caller, request)).await;
        assert_eq!(published.status, 201, "{}", published.text());
    }

    fn with_key(&self, caller: CallerKind, request: RequestBuilder) -> RequestBuilder {
        match caller {
            CallerKind::Nobody => request,
            CallerKind::First => request.bearer_auth(&self.app.key),
            CallerKind::Second => request.bearer_auth(&self.second_key),
        }
    }

    /// A request for a representation, with headers that are written in one of several ways.
    fn request(
        &self,
        method: Method,
        asked: &Representation,
        random: &mut Random,
    ) -> RequestBuilder {
        let mut parameters: Vec<String> = Vec::new();
        let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
        parameters.extend(
            query
                .split('&')
                .filter(|part| !part.is_empty())
                .map(String::from),
        );
        parameters.extend(asked.version.map(|version| format!("version={version}")));
        if let TextLanguage::Parameter(locale) = asked.language {
            parameters.push(format!("locale={locale}"));
        }
        random.shuffle(&mut parameters);
        let parameters: Vec<String> = parameters.iter().map(|one| written(one, random)).collect();
        let sign = if parameters.is_empty() { "" } else { "?" };
        let url = self
            .app
            .url(&format!("{path}{sign}{}", parameters.join("&")));
        let media = match random.below(3) {
            0 => asked.media.to_owned(),
            1 => format!("{};q=0.9, */*;q=0.1", asked.media),
            _ => format!("image/x-none, {}", asked.media),
        };
        let coding = match random.below(3) {
            0 => asked.coding.to_owned(),
            1 => format!("{};q=0.8", asked.coding),
            _ => format!("compress, {}", asked.coding),
        };
        let request = self.app.client.request(method, url);
        let request = request
            .header(ACCEPT, media)
            .header(ACCEPT_ENCODING, coding);
        let request = match (asked.language, random.below(2)) {
            (TextLanguage::Header(language), 0) => request.header(ACCEPT_LANGUAGE, language),
            (TextLanguage::Header(language), _) => {
                request.header(ACCEPT_LANGUAGE, format!("fr, {language}-AT;q=0.7"))
            }
            _ => request,
        };
        self.with_key(asked.caller, request)
    }

    async fn get(&self, asked: &Representation, random: &mut Random) -> Reply {
        self.app
            .send(self.request(Method::GET, asked, random))
            .await
    }
}

/// A parameter with a few of its letters as percent codes, which mean the same.
fn written(parameter: &str, random: &mut Random) -> String {
    let mut out = String::new();
    for sign in parameter.chars() {
        if sign.is_ascii_alphanumeric() && random.chance(10) {
            out += &format!("%{:02x}", u32::from(sign));
        } else {
            out.push(sign);
        }
    }
    out
}

/// The media types in which a read can be had.
fn media_of(read: &Documented) -> Vec<&'static str> {
    let content = read.item["responses"]["200"]["content"]
        .as_object()
        .unwrap();
    let others = read.item["x-renditions"].as_array().into_iter().flatten();
    let all = content.keys().map(String::as_str);
    let all: BTreeSet<&'static str> = all.chain(others.filter_map(Value::as_str)).collect();
    // Assets have the type of their file.
    match read.template {
        "/assets/{file}" | "/docs/{file}" => vec!["*/*"],
        _ => all.into_iter().collect(),
    }
}

/// Every representation of every read, for every caller.
fn representations() -> Vec<Representation> {
    let languages = [
        TextLanguage::Own,
        TextLanguage::Parameter("de"),
        TextLanguage::Parameter("en"),
        TextLanguage::Header("de"),
    ];
    let mut all = Vec::new();
    for read in documented().into_iter().filter(Documented::is_cached) {
        let is_of_ladder = read.template.contains("{ladder}");
        let takes_version = read.item["parameters"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["name"] == "version"));
        let callers = [CallerKind::Nobody, CallerKind::First, CallerKind::Second];
        for (caller, media) in callers.into_iter().flat_map(|caller| {
            media_of(&read)
                .into_iter()
                .map(move |media| (caller, media))
        }) {
            for ladder in ["ai-engineer", "ours"] {
                let is_own = ladder == "ours";
                if is_own
                    && (!is_of_ladder
                        || caller == CallerKind::Nobody
                        || read.template.contains("/diff/"))
                {
                    continue;
                }
                let path = read
                    .path
                    .replace("/ladders/ai-engineer", &format!("/ladders/{ladder}"));
                for language in languages {
                    if (is_own || !takes_version) && language == TextLanguage::Parameter("de")
                        || !takes_version && language == TextLanguage::Parameter("en")
                    {
                        continue;
                    }
                    let versions: &[Option<&'static str>] = match (is_own, takes_version) {
                        (true, true) => &[None, Some("1.0.0")],
                        (false, true) => &[None, Some("1.3.0")],
                        _ => &[None],
                    };
                    for version in versions {
                        for coding in ["identity", "gzip", "br", "zstd"] {
                            all.push(Representation {
                                caller,
                                path: path.clone(),
                                media,
                                language,
                                coding,
                                version: *version,
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

/// So many representations at random, with each media type of each path at least once.
fn sample(random: &mut Random, count: usize) -> Vec<Representation> {
    let mut all = representations();
    random.shuffle(&mut all);
    let mut seen: BTreeSet<(String, &str)> = BTreeSet::new();
    let (mut first, rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|one| seen.insert((one.path.clone(), one.media)));
    let more = count.saturating_sub(first.len());
    first.extend(rest.into_iter().take(more));
    first
}

/// Random numbers of a seed that is shown where the test fails.
#[expect(clippy::print_stderr, reason = "shown where the test fails")]
fn random() -> Random {
    let seed = match std::env::var("RESPONSE_CACHE_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => getrandom::u64().unwrap(),
    };
    eprintln!("RESPONSE_CACHE_SEED={seed}");
    Random::new(seed)
}

#[tokio::test]
async fn a_read_is_answered_as_if_nothing_else_was_ever_asked() {
    let mut random = random();
    let servers = Servers::start().await;
    let asked = sample(&mut random, 220);
    // Twice in a random order, and once in another on a server of its own.
    let mut order: Vec<usize> = (0..asked.len()).chain(0..asked.len()).collect();
    random.shuffle(&mut order);
    let mut answers: Vec<Option<AnswerComparison>> = vec![None; asked.len()];
    for at in order {
        let answer = AnswerComparison::of(&servers.get(&asked[at], &mut random).await);
        match &answers[at] {
            Some(first) => assert!(
                *first == answer,
                "asked again: {:?}\n{:?}\n{:?}",
                asked[at],
                first.headers,
                answer.headers
            ),
            None => answers[at] = Some(answer),
        }
    }
    let other = servers.fresh().await;
    let mut order: Vec<usize> = (0..asked.len()).collect();
    random.shuffle(&mut order);
    for at in &order {
        let answer = AnswerComparison::of(&other.get(&asked[*at], &mut random).await);
        let first = answers[*at].as_ref().unwrap();
        assert!(
            *first == answer,
            "in another order: {:?}\n{:?}\n{:?}",
            asked[*at],
            first.headers,
            answer.headers
        );
    }
    for at in &order[..8] {
        let alone = servers.fresh().await;
        let answer = AnswerComparison::of(&alone.get(&asked[*at], &mut random).await);
        let first = answers[*at].as_ref().unwrap();
        assert!(
            *first == answer,
            "asked alone: {:?}\n{:?}\n{:?}",
            asked[*at],
            first.headers,
            answer.headers
        );
    }

    for (one, answer) in asked.iter().zip(&answers) {
        assert_eq!(answer.as_ref().unwrap().status, 200, "{one:?}");
    }
    // Of one thing the codings have the same text and tags of their own.
    let mut by_coding: BTreeMap<Representation, Vec<&AnswerComparison>> = BTreeMap::new();
    for (one, answer) in asked.iter().zip(&answers) {
        let plain = Representation {
            coding: "",
            ..one.clone()
        };
        by_coding
            .entry(plain)
            .or_default()
            .push(answer.as_ref().unwrap());
    }
    for (one, answers) in by_coding {
        let mut tags: BTreeMap<&String, &String> = BTreeMap::new();
        let none = String::new();
        for answer in answers.iter().filter(|answer| answer.status == 200) {
            assert!(answer.body == answers[0].body, "{one:?}");
            let coding = answer.headers.get("content-encoding").unwrap_or(&none);
            let tag = &answer.headers["etag"];
            assert_eq!(*tags.entry(tag).or_insert(coding), coding, "{one:?}");
        }
    }
}

#[tokio::test]
async fn head_and_304_are_those_of_the_same_get() {
    let mut random = random();
    let servers = Servers::start().await;
    let asked = sample(&mut random, 60);
    let (mut before, mut others): (Option<String>, usize) = (None, 0);
    for one in &asked {
        let get = servers.get(one, &mut random).await;
        let head = servers.request(Method::HEAD, one, &mut random);
        let head = servers.app.send(head).await;
        assert!(head.bytes.is_empty(), "{one:?}");
        let of_head: BTreeMap<_, _> = COMPARED.map(|name| (name, head.header(name))).into();
        let of_get: BTreeMap<_, _> = COMPARED.map(|name| (name, get.header(name))).into();
        assert_eq!((head.status, of_head), (get.status, of_get), "{one:?}");
        assert_eq!(get.status, 200, "{one:?}");
        let length = get.bytes.len().to_string();
        assert_eq!(
            head.header("content-length"),
            Some(length.as_str()),
            "{one:?}"
        );
        let tag = get.header("etag").unwrap();
        let same = servers.request(Method::GET, one, &mut random);
        let same = servers.app.send(same.header(IF_NONE_MATCH, tag)).await;
        assert_eq!(
            (same.status.as_u16(), same.bytes.len()),
            (304, 0),
            "{one:?}"
        );
        assert_eq!(same.header("etag"), Some(tag), "{one:?}");
        // The tag of whatever was asked before is no match.
        if let Some(other) = before.filter(|other| other != tag) {
            let request = servers.request(Method::GET, one, &mut random);
            let whole = servers.app.send(request.header(IF_NONE_MATCH, other)).await;
            assert_eq!(whole.status, 200, "{one:?}");
            assert!(whole.plain() == get.plain(), "{one:?}");
            others += 1;
        }
        before = Some(tag.to_owned());
    }
    assert!(others > asked.len() / 2, "{others}");
}

#[tokio::test]
async fn a_new_version_is_served_at_once_and_changes_nothing_for_others() {
    let mut random = random();
    let servers = Servers::start().await;
    let mut asked: Vec<Representation> = representations();
    asked.retain(|one| {
        one.path.contains("/ladders/ours") && one.media != "text/html" || one.path == "/v1/ladders"
    });
    random.shuffle(&mut asked);
    asked.truncate(60);
    let mut before = Vec::new();
    for one in &asked {
        before.push(AnswerComparison::of(&servers.get(one, &mut random).await));
    }
    servers
        .publish(CallerKind::First, &ladder_of("First", "1.1.0"))
        .await;
    let fresh = servers.fresh().await;
    let mut changed = 0;
    for (one, before) in asked.iter().zip(&before) {
        let after = AnswerComparison::of(&servers.get(one, &mut random).await);
        let expected = AnswerComparison::of(&fresh.get(one, &mut random).await);
        assert!(
            after == expected,
            "{one:?}\n{:?}\n{:?}",
            after.headers,
            expected.headers
        );
        match (one.caller, one.version) {
            (CallerKind::First, None) => changed += usize::from(after != *before),
            _ => assert!(after == *before, "{one:?}"),
        }
    }
    assert!(changed > 0, "no answer of the organisation changed");
    let newest = Representation {
        caller: CallerKind::First,
        path: "/v1/ladders/ours/levels/mid".into(),
        media: "application/json",
        language: TextLanguage::Own,
        coding: "identity",
        version: None,
    };
    let level = servers.get(&newest, &mut random).await.json();
    assert_eq!(level["title"], "First 1.1.0 mid");
    let others = Representation {
        caller: CallerKind::Second,
        ..newest
    };
    let level = servers.get(&others, &mut random).await.json();
    assert_eq!(level["title"], "Second 1.0.0 mid");
}

/// The answer that a read gives five times.
async fn several(
    servers: &Servers,
    asked: &Representation,
    random: &mut Random,
) -> AnswerComparison {
    let answer = AnswerComparison::of(&servers.get(asked, random).await);
    for _ in 0..4 {
        let again = AnswerComparison::of(&servers.get(asked, random).await);
        assert!(again == answer, "{:?}\n{:?}", again.headers, answer.headers);
    }
    answer
}

#[tokio::test]
async fn many_different_queries_of_one_client_take_nothing_from_others() {
    let mut random = random();
    let servers = Servers::start().await;
    let whole = Representation {
        caller: CallerKind::Nobody,
        path: "/v1/ladders/ai-engineer".into(),
        media: "application/json",
        language: TextLanguage::Own,
        coding: "br",
        version: None,
    };
    let own = Representation {
        caller: CallerKind::Second,
        path: "/v1/ladders/ours".into(),
        ..whole.clone()
    };
    let before = [
        several(&servers, &whole, &mut random).await,
        several(&servers, &own, &mut random).await,
    ];
    for number in 0..1500 {
        let path = match number % 5 {
            0 | 1 => format!("/search?q=word{number}x{}", random.next()),
            2 => format!("/levels?limit={}&locale=de", 1 + number % 200),
            3 => format!("/compensation?region=DE&market=m{}", random.next()),
            _ => format!("/resources?cursor={}", random.next()),
        };
        let request = servers
            .app
            .client
            .get(servers.app.url(&format!("/v1/ladders/ai-engineer{path}")));
        let request = request.header(
            ACCEPT_LANGUAGE,
            format!("x{}, en;q=0.{}", random.next() % 1000, number % 9 + 1),
        );
        let reply = request.header(ACCEPT_ENCODING, "br").send().await.unwrap();
        assert!(
            [200, 422].contains(&reply.status().as_u16()),
            "{path}: {}",
            reply.status()
        );
        reply.bytes().await.unwrap();
    }
    let after = several(&servers, &whole, &mut random).await;
    assert!(
        after == before[0],
        "{:?}\n{:?}",
        after.headers,
        before[0].headers
    );
    assert!(several(&servers, &own, &mut random).await == before[1]);
}

#[tokio::test]
async fn the_documentation_page_comes_in_the_form_that_was_asked_for() {
    let app = TestApp::start().await;
    let (page, text) = ("text/html; charset=utf-8", "text/markdown; charset=utf-8");
    for (accept, content_type) in [
        ("*/*", page),
        ("text/markdown", text),
        ("*/*", page),
        ("text/html", page),
        ("text/markdown", text),
    ] {
        let reply = app.get_as("/docs/index.html", accept).await;
        assert_eq!(reply.header("content-type"), Some(content_type), "{accept}");
    }
}

#[tokio::test]
async fn a_header_that_is_too_long_is_refused_also_where_the_response_is_kept() {
    let app = TestApp::start().await;
    for path in [
        "/v1/ladders",
        "/v1/ladders/ai-engineer/levels/mid",
        "/",
        "/assets/page.css",
        "/docs/index.html",
        "/docs/index.md",
    ] {
        for _ in 0..2 {
            let long = app.client.get(app.url(path));
            let long = long.header(ACCEPT_LANGUAGE, "en,".repeat(400));
            assert_eq!(app.send(long).await.status, 431, "{path}");
            // The limit is that of all lines of the header together.
            let lines = app.client.get(app.url(path));
            let lines = lines.header(ACCEPT_LANGUAGE, "en,".repeat(200));
            let lines = lines.header(ACCEPT_LANGUAGE, "de,".repeat(200));
            assert_eq!(app.send(lines).await.status, 431, "{path}");
            assert_eq!(app.get(path).await.status, 200, "{path}");
        }
    }
}

#[tokio::test]
async fn a_static_file_comes_in_every_coding_that_the_build_made() {
    let app = TestApp::start().await;
    for path in [
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
        "/assets/page.css",
        "/assets/page.js",
    ] {
        let plain = app.get(path).await;
        assert_eq!(plain.header("content-encoding"), None);
        let mut etags = BTreeSet::from([plain.header("etag").unwrap().to_owned()]);
        for coding in ["gzip", "br", "zstd"] {
            let request = app.client.get(app.url(path));
            let reply = app.send(request.header(ACCEPT_ENCODING, coding)).await;
            assert_eq!(reply.header("content-encoding"), Some(coding), "{path}");
            assert_eq!(reply.plain(), plain.bytes, "{path} {coding}");
            let etag = reply.header("etag").unwrap().to_owned();
            let again = app.client.get(app.url(path));
            let again = again.header(ACCEPT_ENCODING, coding);
            let again = app.send(again.header(IF_NONE_MATCH, &etag)).await;
            assert_eq!(again.status, 304, "{path} {coding}");
            etags.insert(etag);
        }
        assert_eq!(etags.len(), 4, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_answers_a_form_is_compressed_and_kept_by_nobody() {
    let app = TestApp::start().await;
    let post = app.client.post(app.url("/"));
    let post = post.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let post = post.header("accept", "text/html").body("answer.q1=yes");
    let reply = app.send(post.header(ACCEPT_ENCODING, "br")).await;
    assert_eq!(reply.header("content-encoding"), Some("br"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("etag"), None);
    let vary = reply.headers.get_all("vary").iter();
    let vary: Vec<&str> = vary.map(|value| value.to_str().unwrap()).collect();
    assert!(vary.join(", ").contains("accept-encoding"), "{vary:?}");
}
