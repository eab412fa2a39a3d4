//! Replicas: two servers on one database. What is sent to both at the same moment is done once and told alike, and whatever they do
//! between each other, the database stays consistent.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use futures_util::future::{join, join_all};
use reqwest::{Client, Method, header::RETRY_AFTER};
use serde_json::{Value, json};

use crate::{
    app::Storage,
    binary::PATIENCE,
    consistency::Inspected,
    crash::{made_key, served},
    keys::on,
    people::with_body,
    writers::{SeededRandom, assessment},
};

/// How many write at the same time.
const CLIENTS: usize = 6;

/// How much each of them does.
const STEPS: usize = 80;

/// How many people are erased and put again.
const GOING: u64 = 6;

/// What one of the replicas said.
#[derive(Debug)]
struct Told {
    status: u16,
    body: Value,
    was_replayed: bool,
    /// Whether it was to be asked again first.
    was_put_off: bool,
}

/// Two servers, and a key for both.
#[derive(Debug, Clone)]
struct Replicas {
    client: Client,
    key: String,
    bases: [String; 2],
}

impl Replicas {
    /// Asks one of them for as long as it puts this off.
    async fn ask(
        &self,
        which: usize,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        name: Option<&str>,
    ) -> Told {
        let begun = Instant::now();
        let mut was_put_off = false;
        loop {
            let url = format!("{}{path}", self.bases[which]);
            let mut request = self.client.request(method.clone(), url);
            if let Some(body) = body {
                request = with_body(request, body);
            }
            if let Some(name) = name {
                request = request.header("idempotency-key", name);
            }
            let reply = request.bearer_auth(&self.key).send().await.unwrap();
            let status = reply.status().as_u16();
            let has = |header: &str| reply.headers().contains_key(header);
            let (was_replayed, has_retry) =
                (has("idempotency-replayed"), has(RETRY_AFTER.as_str()));
            let text = reply.text().await.unwrap();
            assert!(status < 500 || status == 503 && has_retry, "{text}");
            let is_worked_on = status == 409 && text.contains("still being worked on");
            if status != 503 && !is_worked_on {
                return Told {
                    status,
                    body: serde_json::from_str(&text).unwrap_or_default(),
                    was_replayed,
                    was_put_off,
                };
            }
            was_put_off = true;
            assert!(begun.elapsed() < PATIENCE, "{path}: {text}");
        }
    }

    async fn get(&self, which: usize, path: &str) -> Value {
        let told = self.ask(which, &Method::GET, path, None, None).await;
        assert_eq!(told.status, 200, "{path}: {}", told.body);
        told.body
    }

    /// What both have at a path, which has to be the same.
    async fn both_have(&self, path: &str) -> Value {
        let (one, other) = join(self.get(0, path), self.get(1, path)).await;
        assert_eq!(one, other, "{path}");
        one
    }

    /// Every item of a list that both have.
    async fn both_list(&self, path: &str) -> Vec<Value> {
        let (mut items, mut next) = (Vec::new(), format!("{path}?limit=200"));
        loop {
            let page = self.both_have(&next).await;
            items.extend_from_slice(page["items"].as_array().unwrap());
            let Some(cursor) = page["next_cursor"].as_str() else {
                return items;
            };
            next = format!("{path}?limit=200&cursor={cursor}");
        }
    }
}

/// What somebody was told to have come to be.
#[derive(Debug, Default)]
struct Acknowledged {
    /// Ids of assessments and of evidence, by whose list they are in.
    listed: BTreeMap<String, BTreeSet<String>>,
    /// Ids of contests in their order, by the path of the assessment.
    contests: BTreeMap<String, Vec<String>>,
    /// The service's own ids of people.
    people: BTreeSet<String>,
    erasures: usize,
    /// What both replicas were asked for at once, and did once.
    twice: usize,
}

/// Who writes about everybody, as all others do.
#[derive(Debug)]
struct Writer {
    replicas: Replicas,
    number: usize,
    begun: i64,
    dice: SeededRandom,
    /// Paths of assessments that came to be.
    assessed: Vec<String>,
    known: Acknowledged,
}

/// Whether somebody is never erased.
fn stays(path: &str) -> bool {
    path.starts_with("/v1/people/stays")
}

impl Writer {
    fn which(&mut self) -> usize {
        usize::try_from(self.dice.roll(2)).unwrap()
    }

    /// Sends the same to both replicas at the same moment. The id of what has come to be, where it must have.
    async fn post(&mut self, path: &str, body: &Value, expected: u16) -> Option<String> {
        self.begun += 1;
        let name = format!("{}-{}", self.number, self.begun);
        let ask = |which| {
            let replicas = &self.replicas;
            replicas.ask(which, &Method::POST, path, Some(body), Some(&name))
        };
        let both = join(ask(0), ask(1)).await;
        let both = [both.0, both.1];
        if !stays(path) {
            // Somebody may have erased them, before or between or after.
            for told in &both {
                assert!([expected, 404, 409].contains(&told.status), "{told:?}");
            }
            let made = both.iter().find(|told| told.status == expected)?;
            return Some(made.body["id"].as_str().unwrap().to_owned());
        }
        let [one, other] = &both;
        assert_eq!((one.status, other.status), (expected, expected), "{both:?}");
        let unnamed = |told: &Told| {
            let mut body = told.body.clone();
            body["by"] = Value::Null;
            body
        };
        assert_eq!(unnamed(one), unnamed(other));
        let did_it = both.iter().filter(|told| !told.was_replayed).count();
        // Who was put off may have done it all the same.
        let was_put_off = both.iter().any(|told| told.was_put_off);
        assert!(did_it == 1 || did_it == 0 && was_put_off, "{both:?}");
        self.known.twice += 1;
        Some(one.body["id"].as_str().unwrap().to_owned())
    }

    /// The same, where it makes something that is listed at the path.
    async fn add(&mut self, path: &str, body: &Value) -> Option<String> {
        let id = self.post(path, body, 201).await?;
        let listed = self.known.listed.entry(path.to_owned()).or_default();
        assert!(listed.insert(id.clone()), "{path}/{id} is told twice");
        Some(format!("{path}/{id}"))
    }

    async fn step(&mut self) {
        let which = self.which();
        let (kind, nth) = (["stays", "goes"][self.which()], self.dice.roll(3));
        let person = format!("/v1/people/{kind}-{nth}");
        // Whoever is named beside them may be erased meanwhile.
        let other = format!("goes-{}", 3 + self.dice.roll(3));
        let going = format!("/v1/people/goes-{}", self.dice.roll(GOING));
        match self.dice.roll(12) {
            0..=2 => {
                let team = format!("team-{}", self.dice.roll(3));
                let body = match self.dice.roll(3) {
                    0 => json!({"labels": {"team": team, "site": "berlin"}}),
                    _ => json!({"labels": {"team": team}}),
                };
                let person = [&person, &going][self.which()];
                let put = self
                    .replicas
                    .ask(which, &Method::PUT, person, Some(&body), None);
                let told = put.await;
                assert!([200, 201].contains(&told.status), "{told:?}");
                let uid = told.body["uid"].as_str().unwrap();
                self.known.people.insert(uid.to_owned());
            }
            3 => {
                let erase = self
                    .replicas
                    .ask(which, &Method::DELETE, &going, None, None);
                let told = erase.await;
                assert!([204, 404].contains(&told.status), "{told:?}");
                self.known.erasures += usize::from(told.status == 204);
            }
            4 => self.contest().await,
            5 | 6 => {
                let body = json!({"ladder": "ai-engineer", "criterion": "eval-harness",
                    "text": "Built it.", "source": "peer", "by": other});
                self.add(&format!("{person}/evidence"), &body).await;
            }
            _ => {
                let mut body = assessment(self.begun, "yes");
                body["by"] = json!({"role": "assessor", "id": other});
                let made = self.add(&format!("{person}/assessments"), &body).await;
                self.assessed.extend(made);
            }
        }
    }

    /// Contests something that it has stored, and resolves that.
    async fn contest(&mut self) {
        let all = self.assessed.len() as u64;
        let nth = usize::try_from(self.dice.roll(all.max(1))).unwrap();
        let Some(assessment) = self.assessed.get(nth).cloned() else {
            return;
        };
        let path = format!("{assessment}/contest");
        let body = json!({"reason": "q5 was of another project."});
        let Some(id) = self.post(&path, &body, 201).await else {
            return;
        };
        let path = format!("{path}/resolution");
        let body = json!({"decision": "upheld", "by": "r-1", "note": "Agreed."});
        let resolved = self.post(&path, &body, 200).await;
        assert!(resolved.is_none_or(|resolved| resolved == id));
        self.known.contests.entry(assessment).or_default().push(id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_to_two_replicas_at_once_is_done_once() {
    let storage = Storage::new().await;
    let key = made_key(&storage);
    let (one, other) = join(served(&storage, &[]), served(&storage, &[])).await;
    let replicas = Replicas {
        client: Client::builder().timeout(PATIENCE).build().unwrap(),
        key,
        bases: [one.1.clone(), other.1.clone()],
    };
    let mut dice = SeededRandom::new();
    let mut known = Acknowledged::default();
    for nth in 0..3 {
        let path = format!("/v1/people/stays-{nth}");
        let body = json!({});
        let put = replicas.ask(0, &Method::PUT, &path, Some(&body), None);
        assert_eq!(put.await.status, 201);
    }
    let writing = (0..CLIENTS).map(|number| {
        let mut writer = Writer {
            replicas: replicas.clone(),
            number,
            begun: 0,
            dice: dice.split(),
            assessed: Vec::new(),
            known: Acknowledged::default(),
        };
        tokio::spawn(async move {
            for _ in 0..STEPS {
                writer.step().await;
            }
            writer.known
        })
    });
    let writing: Vec<_> = writing.collect();
    for told in join_all(writing).await {
        let told = told.unwrap();
        for (path, ids) in told.listed {
            known.listed.entry(path).or_default().extend(ids);
        }
        known.contests.extend(told.contests);
        known.people.extend(told.people);
        known.erasures += told.erasures;
        known.twice += told.twice;
    }
    assert!(known.twice > 0 && known.erasures > 0 && !known.contests.is_empty());

    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    let staying =
        |paths: &mut dyn Iterator<Item = &String>| paths.filter(|path| stays(path)).count();
    assert!(staying(&mut known.listed.keys()) > 0, "{:?}", known.listed);
    assert!(
        staying(&mut known.contests.keys()) > 0,
        "{:?}",
        known.contests
    );
    for (path, ids) in known.listed.iter().filter(|(path, _)| stays(path)) {
        let listed = replicas.both_list(path).await;
        assert_eq!(listed.len(), ids.len(), "{path}");
        assert_eq!(&listed.iter().map(id).collect::<BTreeSet<_>>(), ids);
    }
    for (path, ids) in known.contests.iter().filter(|(path, _)| stays(path)) {
        let whole = replicas.both_have(path).await;
        let contests = whole["contests"].as_array().unwrap().iter();
        assert_eq!(&contests.map(id).collect::<Vec<_>>(), ids, "{path}");
    }
    // Whoever goes is gone at last, wherever they are named.
    for nth in 0..GOING {
        let path = format!("/v1/people/goes-{nth}");
        let body = json!({});
        let put = replicas.ask(0, &Method::PUT, &path, Some(&body), None);
        let uid = put.await.body["uid"].as_str().unwrap().to_owned();
        known.people.insert(uid);
        let erase = replicas.ask(1, &Method::DELETE, &path, None, None);
        assert_eq!(erase.await.status, 204);
        known.erasures += 1;
    }
    let there = replicas.both_list("/v1/people").await;
    let uid = |item: &Value| item["uid"].as_str().unwrap().to_owned();
    let there: BTreeSet<String> = there.iter().map(uid).collect();
    let inspected = Inspected::open(&storage.database_url).await;
    inspected.is_consistent().await;
    assert!(known.people.difference(&there).count() >= GOING as usize);
    for erased in known.people.difference(&there) {
        inspected.nothing_is_left_of(erased).await;
    }
    inspected.nobody_is_named("goes-%").await;
    let buried: Vec<(i64,)> = inspected.rows("SELECT count(*) FROM tombstones").await;
    assert_eq!(usize::try_from(buried[0].0), Ok(known.erasures));
    let audit = on(&storage, &["audit", "verify"]);
    assert_eq!(audit.status, 0, "{audit:?}");
    eprintln!(
        "{} asked of both and done once, {} erased",
        known.twice, known.erasures
    );
}
