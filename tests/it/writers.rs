//! Writers: clients that write at the same time, each about people of its own, and know what they were told. Who was not told what
//! became of a request sends the very same again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{
    Client, RequestBuilder,
    header::{IF_NONE_MATCH, RETRY_AFTER},
};
use serde_json::{Value, json};

use crate::{binary::PATIENCE, people::with_body};

/// A source of numbers that goes by a seed alone.
#[derive(Debug, Clone)]
pub struct SeededRandom(u64);

impl SeededRandom {
    /// With a seed of the moment, which is told where the test fails.
    #[expect(clippy::print_stderr, reason = "shown where the test fails")]
    pub fn new() -> Self {
        let seed = Utc::now().timestamp_micros().unsigned_abs();
        eprintln!("seed {seed}");
        Self::of(seed)
    }

    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Another, which goes by this one.
    pub fn split(&mut self) -> Self {
        Self::of(self.roll(u64::MAX >> 8))
    }

    /// From 0 to one less than `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 8) % sides
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
enum Write {
    /// Puts somebody with these labels.
    Put(String, BTreeMap<String, String>),
    /// Stores an assessment, with this number, of somebody who is there.
    Assess(String, i64),
    /// Does something else, with this number, that is kept about somebody who is there.
    Keep(String, Kept, i64),
    /// What is refused, with this status.
    Refused(Refused, u16),
}

/// What is kept beside assessments.
#[derive(Debug, Clone)]
enum Kept {
    /// A piece of evidence.
    Evidence,
    /// A review of the piece with this id.
    Review(String),
    /// That the piece is withdrawn.
    Withdrawn(String),
    /// A contest of the assessment with this id.
    Contest(String),
    /// What was found in its contest.
    Resolution(String),
}

/// Writes that must never come to be.
#[derive(Debug, Clone)]
enum Refused {
    /// Labels that cannot be, for somebody new.
    Misnamed(String),
    /// Other labels for somebody who is there, where nobody was expected.
    Unexpected(String),
    /// An assessment of somebody who is not there.
    Nobody(String, i64),
    /// An assessment with an answer that cannot be.
    Unanswerable(String, i64),
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was done, or refused for good.
    Done,
    /// The database is away.
    Unavailable,
    /// Nothing.
    Nothing,
}

/// Somebody as they are to be found.
#[derive(Debug, Default, PartialEq, Eq)]
struct Known {
    labels: BTreeMap<String, String>,
    /// The ids of assessments, by when they were taken.
    assessments: BTreeMap<String, String>,
    /// Pieces of evidence by their ids.
    evidence: BTreeMap<String, Piece>,
    /// How many contests an assessment has, by its id, and how many of them are resolved.
    contests: BTreeMap<String, (usize, usize)>,
}

/// A piece of evidence as it is to be found.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    reviews: usize,
    is_withdrawn: bool,
}

impl Known {
    /// Something that may be done to what there is, or another piece of evidence.
    fn next(&self, dice: &mut SeededRandom) -> Kept {
        let mut one_of = |ids: Vec<&String>| {
            let at = usize::try_from(dice.roll(ids.len().max(1) as u64)).unwrap();
            ids.get(at).map(|id| (*id).clone())
        };
        let standing = self
            .evidence
            .iter()
            .filter(|(_, piece)| !piece.is_withdrawn);
        let standing: Vec<&String> = standing.map(|(id, _)| id).collect();
        let is_open = |id: &&String| self.contests.get(*id).is_some_and(|(all, done)| all > done);
        let (open, calm): (Vec<&String>, Vec<&String>) =
            self.assessments.values().partition(is_open);
        let could = [
            one_of(standing.clone()).map(Kept::Review),
            one_of(standing).map(Kept::Withdrawn),
            one_of(calm).map(Kept::Contest),
            one_of(open).map(Kept::Resolution),
        ];
        let at = usize::try_from(dice.roll(6)).unwrap();
        could
            .into_iter()
            .nth(at)
            .flatten()
            .unwrap_or(Kept::Evidence)
    }

    /// Notes that something came to be, by what was answered.
    fn keep(&mut self, kept: Kept, nth: i64, body: &Value) {
        let count = |name: &str| body[name].as_array().unwrap().len();
        match kept {
            Kept::Evidence => {
                let id = body["id"].as_str().unwrap().to_owned();
                let piece = Piece {
                    text: words(nth),
                    reviews: 0,
                    is_withdrawn: false,
                };
                assert_eq!(self.evidence.insert(id, piece), None);
            }
            Kept::Review(id) => {
                let piece = self.evidence.get_mut(&id).unwrap();
                piece.reviews += 1;
                assert_eq!(count("reviews"), piece.reviews, "{body}");
            }
            Kept::Withdrawn(id) => {
                self.evidence.get_mut(&id).unwrap().is_withdrawn = true;
                assert_eq!(body["withdrawn"]["because"], words(nth));
            }
            Kept::Contest(id) => {
                assert_eq!(body["reason"], words(nth));
                self.contests.entry(id).or_default().0 += 1;
            }
            Kept::Resolution(id) => {
                assert_eq!(body["resolution"]["note"], words(nth));
                self.contests.get_mut(&id).unwrap().1 += 1;
            }
        }
    }
}

/// A text that no other number has.
fn words(nth: i64) -> String {
    format!("What came {nth}.")
}

/// A client that writes about people of its own.
#[derive(Debug)]
pub struct Writer {
    client: Client,
    key: String,
    /// Which of the writers, for its people's ids.
    number: u64,
    dice: SeededRandom,
    begun: i64,
    /// What was sent and not answered.
    pending: Option<Write>,
    known: BTreeMap<String, Known>,
    refused: BTreeSet<String>,
    /// How many requests were answered as done before.
    pub replayed: usize,
    pub done: usize,
}

impl Writer {
    pub fn new(number: u64, key: &str, dice: &mut SeededRandom) -> Self {
        Self {
            client: Client::builder().timeout(PATIENCE).build().unwrap(),
            key: key.to_owned(),
            number,
            dice: dice.split(),
            begun: 0,
            pending: None,
            known: BTreeMap::new(),
            refused: BTreeSet::new(),
            replayed: 0,
            done: 0,
        }
    }

    /// Writes one after the other, until it is told nothing any more.
    pub async fn write_until_broken(mut self, base: String) -> Self {
        while self.write(&base).await != Told::Nothing {}
        self
    }

    /// Sends what was not answered, or else something new.
    pub async fn write(&mut self, base: &str) -> Told {
        let write = match self.pending.take() {
            Some(write) => write,
            None => self.think(),
        };
        self.pending = Some(write.clone());
        let Ok(reply) = self.request(base, &write).send().await else {
            return Told::Nothing;
        };
        let status = reply.status().as_u16();
        let header = |name| reply.headers().get(name).is_some();
        let (has_retry, was_replayed) =
            (header(RETRY_AFTER.as_str()), header("idempotency-replayed"));
        let Ok(text) = reply.text().await else {
            return Told::Nothing;
        };
        if status == 503 {
            assert!(has_retry, "{text}");
            return Told::Unavailable;
        }
        let body: Value = serde_json::from_str(&text).unwrap();
        match write {
            Write::Put(person, labels) => {
                assert!([200, 201].contains(&status), "{status} {text}");
                self.known.entry(person).or_default().labels = labels;
            }
            Write::Assess(person, nth) => {
                assert_eq!(status, 201, "{text}");
                let id = body["id"].as_str().unwrap().to_owned();
                let known = self.known.get_mut(&person).unwrap();
                assert_eq!(known.assessments.insert(taken_at(nth), id), None);
                self.replayed += usize::from(was_replayed);
            }
            Write::Keep(person, kept, nth) => {
                assert!([200, 201].contains(&status), "{kept:?}: {status} {text}");
                self.known.get_mut(&person).unwrap().keep(kept, nth, &body);
                self.replayed += usize::from(was_replayed);
            }
            Write::Refused(what, expected) => {
                assert_eq!(status, expected, "{what:?}: {text}");
                if let Refused::Misnamed(id) | Refused::Nobody(id, _) = what {
                    self.refused.insert(id);
                }
            }
        }
        self.done += 1;
        self.pending = None;
        Told::Done
    }

    /// Whether it waits to learn what became of a request.
    pub fn is_unsure(&self) -> bool {
        self.pending.is_some()
    }

    fn think(&mut self) -> Write {
        self.begun += 1;
        let nth = self.begun;
        let new = format!("w{}-{nth}", self.number);
        let all = self.known.len() as u64;
        let known = usize::try_from(self.dice.roll(all.max(1))).unwrap();
        let Some(known) = self.known.keys().nth(known).cloned() else {
            return Write::Put(new, self.labels());
        };
        match self.dice.roll(24) {
            0 | 1 => Write::Put(new, self.labels()),
            2..=4 => Write::Put(known, self.labels()),
            5 => Write::Refused(Refused::Misnamed(new), 422),
            6 => Write::Refused(Refused::Unexpected(known), 412),
            7 => Write::Refused(Refused::Nobody(new, nth), 404),
            8 => Write::Refused(Refused::Unanswerable(known, nth), 422),
            9..=15 => Write::Assess(known, nth),
            _ => {
                let kept = self.known[&known].next(&mut self.dice);
                Write::Keep(known, kept, nth)
            }
        }
    }

    fn labels(&mut self) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        for label in ["team", "site", "trade"] {
            let value = self.dice.roll(4);
            if value > 0 {
                labels.insert(label.to_owned(), format!("{label}-{value}"));
            }
        }
        labels
    }

    fn request(&self, base: &str, write: &Write) -> RequestBuilder {
        let put = |person: &str, labels: Value| {
            let request = self.client.put(format!("{base}/v1/people/{person}"));
            with_body(request, &json!({ "labels": labels }))
        };
        let assess = |person: &str, nth: i64, answer: &str| {
            let url = format!("{base}/v1/people/{person}/assessments");
            let name = format!("w{}-{nth}", self.number);
            let request = self.client.post(url).header("idempotency-key", name);
            with_body(request, &assessment(nth, answer))
        };
        let request = match write {
            Write::Put(person, labels) => put(person, json!(labels)),
            Write::Assess(person, nth) => assess(person, *nth, "yes"),
            Write::Keep(person, kept, nth) => self.keep(base, person, kept, *nth),
            Write::Refused(Refused::Misnamed(person), _) => put(person, json!({"team!": "x"})),
            Write::Refused(Refused::Unexpected(person), _) => {
                put(person, json!({"team": "refused"})).header(IF_NONE_MATCH, "*")
            }
            Write::Refused(Refused::Nobody(person, nth), _) => assess(person, *nth, "yes"),
            Write::Refused(Refused::Unanswerable(person, nth), _) => {
                assess(person, *nth, "perhaps")
            }
        };
        request.bearer_auth(&self.key)
    }

    fn keep(&self, base: &str, person: &str, kept: &Kept, nth: i64) -> RequestBuilder {
        let words = words(nth);
        let (at, body) = match kept {
            Kept::Evidence => (
                "evidence".to_owned(),
                json!({"ladder": "ai-engineer", "criterion": "eval-harness", "text": words, "source": "self"}),
            ),
            Kept::Review(id) => (
                format!("evidence/{id}/review"),
                json!({"decision": "approve", "by": "reviewer", "note": words}),
            ),
            Kept::Withdrawn(id) => (
                format!("evidence/{id}/withdraw"),
                json!({ "because": words }),
            ),
            Kept::Contest(id) => (
                format!("assessments/{id}/contest"),
                json!({ "reason": words }),
            ),
            Kept::Resolution(id) => (
                format!("assessments/{id}/contest/resolution"),
                json!({"decision": "upheld", "by": "reviewer", "note": words}),
            ),
        };
        let request = self.client.post(format!("{base}/v1/people/{person}/{at}"));
        let name = format!("w{}-{nth}", self.number);
        with_body(request.header("idempotency-key", name), &body)
    }

    /// Everything that was acknowledged is there once, and nothing else.
    pub async fn finds_what_it_wrote(&self, base: &str) {
        assert!(!self.is_unsure());
        for (person, known) in &self.known {
            let at = format!("{base}/v1/people/{person}");
            let (status, found) = self.get(&at).await;
            assert_eq!(status, 200, "{person}");
            assert_eq!(found["labels"], json!(known.labels), "{person}");
            let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
            let listed = self.list(&format!("{at}/assessments")).await;
            let listed = listed.iter();
            let mut listed: Vec<_> = listed
                .map(|item| (text(item, "taken_at"), text(item, "id")))
                .collect();
            listed.sort();
            let wanted: Vec<_> = known.assessments.clone().into_iter().collect();
            assert_eq!(listed, wanted, "{person}");

            let listed = self.list(&format!("{at}/evidence")).await;
            let found = listed.iter().map(|item| {
                let piece = Piece {
                    text: text(item, "text"),
                    reviews: item["reviews"].as_array().unwrap().len(),
                    is_withdrawn: !item["withdrawn"].is_null(),
                };
                (text(item, "id"), piece)
            });
            let found: BTreeMap<String, Piece> = found.collect();
            assert_eq!(listed.len(), found.len(), "{person}");
            assert_eq!(found, known.evidence, "{person}");
            for id in known.assessments.values() {
                let (status, one) = self.get(&format!("{at}/assessments/{id}")).await;
                assert_eq!(status, 200, "{person}");
                let contests = one["contests"].as_array().unwrap();
                let resolved = contests.iter().filter(|one| !one["resolution"].is_null());
                let found = (contests.len(), resolved.count());
                let wanted = known.contests.get(id).copied().unwrap_or_default();
                assert_eq!(found, wanted, "{person} {id}");
            }
        }
        for person in &self.refused {
            let (status, _) = self.get(&format!("{base}/v1/people/{person}")).await;
            assert_eq!(status, 404, "{person} was refused");
        }
    }

    /// The people that it was told of.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        self.known.keys()
    }

    /// All items of a list.
    async fn list(&self, url: &str) -> Vec<Value> {
        let (mut items, mut next) = (Vec::new(), format!("{url}?limit=200"));
        loop {
            let (status, mut page) = self.get(&next).await;
            assert_eq!(status, 200, "{url}: {page}");
            items.append(page["items"].as_array_mut().unwrap());
            let Some(cursor) = page["next_cursor"].as_str() else {
                return items;
            };
            next = format!("{url}?limit=200&cursor={cursor}");
        }
    }

    async fn get(&self, url: &str) -> (u16, Value) {
        let reply = self.client.get(url).bearer_auth(&self.key).send().await;
        let reply = reply.unwrap();
        let status = reply.status().as_u16();
        (
            status,
            serde_json::from_str(&reply.text().await.unwrap()).unwrap(),
        )
    }
}

/// What somebody says of themselves, at a time that no other number has.
pub fn assessment(nth: i64, answer: &str) -> Value {
    let fifth = if nth % 3 == 0 { "yes" } else { "no" };
    json!({"ladder": "ai-engineer", "by": {"role": "self"}, "taken_at": taken_at(nth),
        "answers": {"q1": answer, "q2": "yes", "q3": "yes", "q4": "no", "q5": fifth, "q6": "unsure"}})
}

/// When an assessment with a number was taken: eight a day.
pub fn taken_at(nth: i64) -> String {
    let first: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    let at = first + TimeDelta::hours(3 * nth);
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
