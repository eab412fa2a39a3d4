//! Crash: the server is killed while it writes, again and again, and nothing that it acknowledged is lost or done twice.

use std::time::Duration;

use futures_util::future::join_all;

use crate::{
    app::Storage,
    binary::Serving,
    consistency::Inspected,
    keys::on,
    writers::{SeededRandom, Told, Writer},
};

/// How often it is killed, where `TEST_KILLS` does not say.
const KILLS: usize = 100;

/// How many write at the same time.
const WRITERS: u64 = 8;

/// A key of an organisation that may read and write people.
pub fn made_key(storage: &Storage) -> String {
    // Only a server that was there makes the tables.
    assert_eq!(on(storage, &["migrate"]).status, 0);
    assert_eq!(on(storage, &["org", "create", "acme"]).status, 0);
    let scopes = ["--scope", "people:read", "--scope", "people:write"];
    let made = on(
        storage,
        &[&["key", "create", "--org", "acme"], scopes.as_slice()].concat(),
    );
    assert_eq!(made.status, 0, "{made:?}");
    made.out.trim_end().to_owned()
}

/// A server of its own process, started without keeping others from their work.
pub async fn served(storage: &Storage, settings: &'static [&str]) -> (Serving, String) {
    let url = storage.database_url.clone();
    let serving = tokio::task::spawn_blocking(move || Serving::start(&url, settings));
    let serving = serving.await.unwrap();
    let base = format!("http://{}", serving.address);
    (serving, base)
}

/// Everything that was acknowledged is there, once, and nothing else; where it was not told what became of a request, it asks again.
pub async fn find_all(writers: &mut [Writer], base: &str, database_url: &str) {
    for writer in &mut *writers {
        while writer.is_unsure() {
            assert_ne!(writer.write(base).await, Told::Nothing);
        }
        writer.finds_what_it_wrote(base).await;
    }
    let inspected = Inspected::open(database_url).await;
    inspected.is_consistent().await;
    let mut people: Vec<(String,)> = inspected.rows("SELECT name FROM people").await;
    people.sort();
    let known = writers.iter().flat_map(Writer::people);
    let mut known: Vec<(String,)> = known.map(|name| (name.clone(),)).collect();
    known.sort();
    assert_eq!(people, known);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_every_kill() {
    let kills = std::env::var("TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let storage = Storage::new().await;
    let key = made_key(&storage);
    let mut dice = SeededRandom::new();
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|number| Writer::new(number, &key, &mut dice))
        .collect();
    let mut unsure = 0;
    for _ in 0..kills {
        let (serving, base) = served(&storage, &[]).await;
        let writing = writers
            .into_iter()
            .map(|writer| tokio::spawn(writer.write_until_broken(base.clone())));
        let writing: Vec<_> = writing.collect();
        tokio::time::sleep(Duration::from_millis(3 + dice.roll(300))).await;
        serving.kill();
        let ended = join_all(writing).await;
        writers = ended.into_iter().map(Result::unwrap).collect();
        unsure += writers.iter().filter(|writer| writer.is_unsure()).count();
    }
    assert!(unsure > 0, "nobody was interrupted");
    let (_serving, base) = served(&storage, &[]).await;
    find_all(&mut writers, &base, &storage.database_url).await;
    let sum = |of: fn(&Writer) -> usize| writers.iter().map(of).sum::<usize>();
    let (done, replayed) = (sum(|writer| writer.done), sum(|writer| writer.replayed));
    eprintln!(
        "{kills} kills, {done} writes, {unsure} of them interrupted, {replayed} answered again"
    );
    assert!(done > kills);
    // Some were killed after the work and before the answer.
    assert!(replayed > 0);
}
