//! The assessment batcher: requests are stored together, one that cannot be stored affects no other, and nobody waits for ever.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, future::join_all};
use rungs::{
    app::{
        Actor,
        api_key::Scope,
        api_key_cache::CachedApiKey,
        batcher::{AssessmentBatcher, NewAssessment, StoreOutcome},
        idempotency::IdempotencyRequest,
    },
    domain::assessment::{id_at, taken_at},
    error::Error,
    store::{
        AssessmentFilter, AssessmentRow, Store,
        placements::{PlacementCounters, count},
    },
};
use uuid::Uuid;

use crate::{
    access::defaults,
    app::{Storage, new_key, store_config},
};

/// A database with an organisation that has people.
struct Office {
    store: Store,
    organisation: Uuid,
    version: Uuid,
    _storage: Storage,
}

impl Office {
    async fn new(people: &[&str]) -> Self {
        let storage = Storage::new().await;
        let store = Store::connect(&store_config(&storage.database_url))
            .await
            .unwrap();
        store.migrate().await.unwrap();
        rungs::app::App::load(defaults(), store.clone())
            .await
            .unwrap();
        new_key(&defaults(), &store, "own", Scope::ALL, None).await;
        let organisation = store.find_organisation("own").await.unwrap().unwrap().id;
        let mut transaction = store.begin().await.unwrap();
        for person in people {
            let at = Utc::now();
            transaction
                .claim_person(organisation, person, at)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        let heads = store.list_ladder_heads().await.unwrap();
        Self {
            organisation,
            version: heads.last().unwrap().id,
            store,
            _storage: storage,
        }
    }

    /// A batcher whose requests wait for locked people for five seconds.
    fn batcher(&self) -> AssessmentBatcher {
        AssessmentBatcher::start(self.store.clone(), Duration::from_secs(5))
    }

    fn new_assessment(&self, person: &str, nth: u8) -> NewAssessment {
        NewAssessment {
            person: person.into(),
            row: AssessmentRow {
                organisation: self.organisation,
                person: Uuid::nil(),
                id: id_at(DateTime::UNIX_EPOCH, &[nth; 10]).unwrap(),
                ladder_version: self.version,
                answers: vec![1, 2, 3],
                place: 1,
                role: 0,
                assessor: None,
                kid: vec![0; 8],
                recorded_at: 0,
            },
            request: IdempotencyRequest::default(),
        }
    }

    async fn stored(&self, person: &str) -> Vec<Uuid> {
        let found = self.store.find_person(self.organisation, person).await;
        let filter = AssessmentFilter {
            before: None,
            ladder: None,
            role: None,
            limit: 10_000,
        };
        let person = found.unwrap().unwrap().key();
        let rows = self.store.list_assessments(person, &filter).await.unwrap();
        rows.into_iter().map(|listed| listed.row.id).collect()
    }

    /// What the counters say, and what counting says.
    async fn counted(&self, people: &[String]) -> (PlacementCounters, PlacementCounters) {
        let rows = self.store.list_placements_by_day(self.organisation).await;
        let kept = rows.unwrap().into_iter();
        let kept = kept.map(|row| (row.placed, row.assessments)).collect();
        let mut counts = PlacementCounters::new();
        for name in people {
            let person = self.store.find_person(self.organisation, name).await;
            let Some(person) = person.unwrap() else {
                continue;
            };
            let key = person.key();
            let labels: Vec<(String, String)> = person.labels.into_iter().collect();
            let filter = AssessmentFilter {
                before: None,
                ladder: None,
                role: None,
                limit: 10_000,
            };
            let rows = self.store.list_assessments(key, &filter).await;
            for row in rows.unwrap().into_iter().map(|listed| listed.row) {
                let placed = (row.id, row.ladder_version, row.role, row.place);
                count(&mut counts, &labels, placed, 1);
            }
        }
        (kept, counts)
    }
}

#[tokio::test]
async fn one_that_cannot_be_stored_harms_nobody_else() {
    let office = Office::new(&["p-1", "p-2"]).await;
    let batcher = office.batcher();
    // The third has the id of the first: the database refuses it, and with it all of the transaction.
    let filed = [
        ("p-1", 1),
        ("p-2", 1),
        ("p-1", 1),
        ("nobody", 2),
        ("p-2", 3),
    ];
    let filed = filed.map(|(person, nth)| batcher.store(office.new_assessment(person, nth)));
    let filed = join_all(filed).await;
    batcher.stop().await;
    let is_new: Vec<bool> = filed
        .iter()
        .map(|one| matches!(one, Ok(StoreOutcome::New(_))))
        .collect();
    assert_eq!(is_new, [true, true, false, false, true]);
    assert!(matches!(filed[2], Err(Error::Internal(_))), "{filed:?}");
    assert!(matches!(filed[3], Err(Error::NotFound(_))), "{filed:?}");
    assert_eq!(office.stored("p-1").await.len(), 1);
    assert_eq!(office.stored("p-2").await.len(), 2);
    let (kept, counts) = office.counted(&["p-1".into(), "p-2".into()]).await;
    assert_eq!(kept, counts);
}

#[tokio::test]
async fn somebody_whom_another_is_changing_stops_nobody_else() {
    let office = Office::new(&["p-1", "p-2", "p-3"]).await;
    let start = |lock_timeout| AssessmentBatcher::start(office.store.clone(), lock_timeout);
    let (patient, hasty) = (start(Duration::from_secs(600)), start(Duration::ZERO));
    let (others, freed) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
    let holding = async {
        let mut holding = None;
        // Whoever writes to a SQLite file has all of it.
        if let Store::Postgres(_) = &office.store {
            let mut transaction = office.store.begin().await.unwrap();
            let of = office.organisation;
            transaction.find_person(of, "p-1").await.unwrap();
            holding = Some(transaction);
        }
        freed.notify_one();
        others.notified().await;
        if let Some(holding) = holding {
            holding.commit().await.unwrap();
        }
    };
    let filing = async {
        freed.notified().await;
        let mut of_one = Box::pin(patient.store(office.new_assessment("p-1", 1)));
        assert!(of_one.as_mut().now_or_never().is_none());
        let both = [("p-2", 2), ("nobody", 3)];
        let both =
            join_all(both.map(|(person, nth)| patient.store(office.new_assessment(person, nth))));
        let both = both.await;
        assert!(matches!(both[0], Ok(StoreOutcome::New(_))), "{both:?}");
        assert!(matches!(both[1], Err(Error::NotFound(_))), "{both:?}");
        let later = patient.store(office.new_assessment("p-3", 4)).await;
        assert!(matches!(later, Ok(StoreOutcome::New(_))), "{later:?}");
        if let Store::Postgres(_) = &office.store {
            assert!(of_one.as_mut().now_or_never().is_none());
            let given_up =
                ["p-1", "p-2"].map(|person| hasty.store(office.new_assessment(person, 5)));
            let given_up = join_all(given_up).await;
            assert!(
                matches!(given_up[0], Err(Error::Unavailable(_))),
                "{given_up:?}"
            );
            assert!(
                matches!(given_up[1], Ok(StoreOutcome::New(_))),
                "{given_up:?}"
            );
        }
        // A request that waits for somebody is stored though the batcher is stopped.
        let let_go = async {
            tokio::task::yield_now().await;
            others.notify_one();
        };
        let (of_one, (), (), ()) = tokio::join!(of_one, patient.stop(), hasty.stop(), let_go);
        assert!(matches!(of_one, Ok(StoreOutcome::New(_))), "{of_one:?}");
    };
    tokio::join!(holding, filing);
    assert_eq!(office.stored("p-1").await.len(), 1);
    let people = ["p-1", "p-2", "p-3"].map(String::from);
    let (kept, counts) = office.counted(&people).await;
    assert_eq!(kept, counts);
}

#[tokio::test]
async fn of_two_of_one_name_in_one_transaction_the_second_is_the_first_again() {
    let office = Office::new(&["p-1"]).await;
    let batcher = office.batcher();
    let mut key = office.store.list_valid_keys().await.unwrap().remove(0);
    key.organisation = office.organisation;
    let key = Arc::new(CachedApiKey::new(key).unwrap());
    let actor = Actor::with_api_key(key, None);
    let named = |nth: u8, body: &str| {
        let mut new = office.new_assessment("p-1", nth);
        let body = body.as_bytes();
        new.request = IdempotencyRequest::new(&actor, Some("one"), "create", &["p-1"], body);
        new
    };
    let (same, another) = (r#"{"a":1,"b":2}"#, r#"{"a":2,"b":2}"#);
    let first = named(1, same).row.id;
    let reordered = r#"{ "b": 2, "a": 1 }"#;
    let filed = [named(1, same), named(2, reordered), named(3, another)];
    let filed = join_all(filed.map(|new| batcher.store(new))).await;
    assert!(matches!(filed[0], Ok(StoreOutcome::New(_))), "{filed:?}");
    assert!(
        matches!(&filed[1], Ok(StoreOutcome::Replay(replay)) if replay.result == first),
        "{filed:?}"
    );
    assert!(matches!(filed[2], Err(Error::Invalid(..))), "{filed:?}");
    assert_eq!(office.stored("p-1").await.len(), 1);
}

#[tokio::test]
async fn what_was_accepted_is_stored_though_the_batcher_is_stopped() {
    let office = Office::new(&["p-1"]).await;
    let batcher = office.batcher();
    let mut filed: Vec<_> = (0..200)
        .map(|nth| Box::pin(batcher.store(office.new_assessment("p-1", nth))))
        .collect();
    for one in &mut filed {
        assert!(one.as_mut().now_or_never().is_none());
    }
    // Also what nobody waits for any more.
    filed.truncate(100);
    let (filed, ()) = tokio::join!(join_all(filed), batcher.stop());
    let is_new = |one: &Result<_, _>| matches!(one, Ok(StoreOutcome::New(_)));
    assert!(filed.iter().all(is_new));
    assert_eq!(office.stored("p-1").await.len(), 200);
    let late = batcher.store(office.new_assessment("p-1", 201)).await;
    assert!(matches!(late, Err(Error::Unavailable(_))), "{late:?}");
}

/// A runtime that runs nothing until it is told to.
fn idle_runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

#[tokio::test]
async fn without_its_task_no_request_waits() {
    let office = Office::new(&["p-1"]).await;
    let runtime = idle_runtime();
    let batcher = {
        let _entered = runtime.enter();
        office.batcher()
    };
    let mut accepted = Box::pin(batcher.store(office.new_assessment("p-1", 1)));
    assert!(accepted.as_mut().now_or_never().is_none());
    // The task is gone, as after a panic.
    runtime.shutdown_background();
    let later = batcher.store(office.new_assessment("p-1", 2));
    for refused in [accepted.now_or_never(), later.now_or_never()] {
        assert!(
            matches!(refused, Some(Err(Error::Unavailable(_)))),
            "{refused:?}"
        );
    }
    assert_eq!(office.stored("p-1").await.len(), 0);
    batcher.stop().await;
}

#[tokio::test]
async fn a_queue_that_is_full_or_without_a_database_says_so_to_all() {
    let office = Office::new(&["p-1"]).await;
    let runtime = idle_runtime();
    let batcher = {
        let _entered = runtime.enter();
        Arc::new(office.batcher())
    };
    let (mut waiting, mut refused) = (Vec::new(), 0);
    for nth in 0..1500_u16 {
        let [_, byte] = nth.to_be_bytes();
        let mut one = Box::pin(batcher.store(office.new_assessment("p-1", byte)));
        match one.as_mut().now_or_never() {
            None => waiting.push(one),
            Some(answer) => {
                assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
                refused += 1;
            }
        }
    }
    assert_eq!((waiting.len(), refused), (1024, 476));
    office.store.close().await;
    let stopped = Arc::clone(&batcher);
    let running = std::thread::spawn(move || runtime.block_on(stopped.stop()));
    let answers = join_all(waiting).await;
    running.join().unwrap();
    assert!(
        answers
            .iter()
            .all(|one| matches!(one, Err(Error::Unavailable(_))))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_say_what_counting_says() {
    let office = Office::new(&[]).await;
    let people: Vec<String> = (0..6).map(|nth| format!("p-{nth}")).collect();
    // As two replicas would.
    let batchers = [office.batcher(), office.batcher()];
    let all = (0..4).map(|task: usize| {
        let (office, people, batcher) = (&office, &people, &batchers[task % 2]);
        async move {
            let mut seed = 7919 * (task as u64 + 1);
            let mut roll = |sides: u64| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                (seed >> 8) % sides
            };
            for nth in 0..60_u8 {
                let person = &people[usize::try_from(roll(6)).unwrap()];
                match roll(8) {
                    0 => erase(office, person).await,
                    1 | 2 => {
                        let team = format!("t-{}", roll(3));
                        relabel(office, person, &team, roll(2) == 0).await;
                    }
                    _ => {
                        let mut new = office.new_assessment(person, nth);
                        let day = i64::try_from(roll(3)).unwrap();
                        let at = DateTime::UNIX_EPOCH + TimeDelta::days(day);
                        let mut random = [nth; 10];
                        random[9] = u8::try_from(task).unwrap();
                        new.row.id = id_at(at, &random).unwrap();
                        new.row.place = i16::try_from(roll(3)).unwrap();
                        new.row.role = i16::try_from(roll(2)).unwrap();
                        match batcher.store(new).await {
                            Ok(_) | Err(Error::NotFound(_)) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            }
        }
    });
    join_all(all).await;
    join_all(batchers.iter().map(AssessmentBatcher::stop)).await;
    let (kept, counts) = office.counted(&people).await;
    assert_eq!(kept, counts);
    let days: BTreeMap<_, _> = counts
        .iter()
        .map(|(placed, all)| (placed.day, all))
        .collect();
    // Of which days depends on who was erased last.
    assert!(!days.is_empty());
    // With the last of them all counters go, and with them what they say of labels.
    for person in &people {
        erase(&office, person).await;
    }
    assert_eq!(
        office.counted(&people).await,
        (PlacementCounters::new(), PlacementCounters::new())
    );
    assert!(taken_at(office.new_assessment("p-1", 1).row.id).is_some());
}

/// Does something in a transaction, again where another writer was in the way.
async fn erase(office: &Office, person: &str) {
    for _ in 0..10 {
        let done: Result<(), rungs::store::StoreError> = async {
            let mut transaction = office.store.begin().await?;
            let found = transaction.find_person(office.organisation, person).await?;
            if let Some(found) = found {
                transaction.erase_person(&found, Utc::now()).await?;
            }
            transaction.commit().await
        }
        .await;
        match done {
            Ok(()) => return,
            Err(error) => assert!(error.is_collision(), "{error}"),
        }
    }
    panic!("always in the way");
}

async fn relabel(office: &Office, person: &str, team: &str, with_site: bool) {
    let mut labels = BTreeMap::from([("team".to_owned(), team.to_owned())]);
    if with_site {
        labels.insert("site".into(), "berlin".into());
    }
    for _ in 0..10 {
        let done: Result<(), rungs::store::StoreError> = async {
            let mut transaction = office.store.begin().await?;
            let at = Utc::now();
            transaction
                .claim_person(office.organisation, person, at)
                .await?;
            let found = transaction.find_person(office.organisation, person).await?;
            let found = found.unwrap();
            transaction.move_placements(found.key(), -1).await?;
            transaction.put_labels(found.key(), &labels, at).await?;
            transaction.move_placements(found.key(), 1).await?;
            transaction.commit().await
        }
        .await;
        match done {
            Ok(()) => return,
            Err(error) => assert!(error.is_collision(), "{error}"),
        }
    }
    panic!("always in the way");
}
