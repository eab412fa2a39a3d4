//! Organisations and their keys, on the command line and over HTTP.

use rungs::domain::key::{Scope, Token};

use crate::{
    app::Storage,
    binary::{Ended, finish, rungs},
};

/// Runs a command on a database.
pub fn on(storage: &Storage, arguments: &[&str]) -> Ended {
    let database = ["--database-url", &storage.database_url];
    let folder = tempfile::tempdir().unwrap();
    finish(rungs(&folder, &[&database, arguments].concat()), "")
}

fn done(storage: &Storage, arguments: &[&str]) -> String {
    let ended = on(storage, arguments);
    assert_eq!(ended.status, 0, "{arguments:?}: {ended:?}");
    ended.out
}

#[tokio::test]
async fn a_key_is_printed_once_and_nowhere_else() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme", "--name", "Acme Ltd"]);
    let listed = done(&storage, &["org", "list"]);
    assert!(
        listed.contains("acme") && listed.contains("Acme Ltd"),
        "{listed}"
    );
    let all: Vec<&str> = Scope::ALL
        .iter()
        .flat_map(|scope| ["--scope", scope.word()])
        .collect();
    let create = [
        &[
            "key",
            "create",
            "--org",
            "acme",
            "--name",
            "pipe",
            "--expires",
            "30",
        ],
        all.as_slice(),
    ];
    let made = on(&storage, &create.concat());
    assert_eq!(made.status, 0, "{made:?}");
    let token = Token::read(made.out.trim_end()).unwrap();
    assert_eq!(made.out, format!("{}\n", token.expose()));
    let secret = &token.expose()[11..];
    assert!(
        !made.err.contains(secret) && made.err.contains(token.prefix()),
        "{made:?}"
    );
    let listed = done(&storage, &["key", "list", "--org", "acme"]);
    assert!(
        listed.contains(token.prefix()) && listed.contains("pipe"),
        "{listed}"
    );
    assert!(
        listed.contains("keys:write") && !listed.contains(secret),
        "{listed}"
    );
    let stored = rungs::store::Store::connect(&crate::app::store_config(&storage.database_url))
        .await
        .unwrap();
    let row = stored.find_key(token.prefix()).await.unwrap().unwrap();
    assert_eq!(row.hash.len(), 32);
    assert!(row.expires_at.unwrap() > row.created_at);
    let told = format!("{row:?}");
    assert!(
        !told.contains("hash") && told.contains(token.prefix()),
        "{told}"
    );
}

#[tokio::test]
async fn a_key_is_revoked_for_good() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme"]);
    let create = ["key", "create", "--org", "acme", "--scope", "people:read"];
    let (one, other) = (done(&storage, &create), done(&storage, &create));
    assert_ne!(one, other);
    let prefix = &one[..11];
    assert!(done(&storage, &["key", "revoke", prefix]).contains("is revoked"));
    assert!(done(&storage, &["key", "revoke", prefix]).contains("before"));
    let listed = done(&storage, &["key", "list", "--org", "acme"]);
    let line = |key: &str| {
        listed
            .lines()
            .find(|line| line.contains(&key[..11]))
            .unwrap()
    };
    assert!(line(&one).contains("revoked"), "{listed}");
    assert!(line(&other).contains("never"), "{listed}");
}

#[tokio::test]
async fn what_the_commands_cannot_take_is_said_in_a_line() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme"]);
    for (arguments, status, said) in [
        (&["org", "create", "acme"][..], 1, "already"),
        (&["org", "create", "Acme Ltd"], 2, "not an id"),
        (&["key", "list", "--org", "other"], 2, "no organisation"),
        (
            &["key", "create", "--org", "other", "--scope", "audit:read"],
            2,
            "no organisation",
        ),
        (&["key", "create", "--org", "acme"], 2, "--scope"),
        (
            &["key", "create", "--org", "acme", "--scope", "all"],
            2,
            "ladders:read",
        ),
        (
            &[
                "key",
                "create",
                "--org",
                "acme",
                "--scope",
                "audit:read",
                "--expires",
                "2020-01-01",
            ],
            2,
            "passed",
        ),
        (
            &[
                "key",
                "create",
                "--org",
                "acme",
                "--scope",
                "audit:read",
                "--expires",
                "soon",
            ],
            2,
            "days",
        ),
        (&["key", "revoke", "rk_00000000"], 2, "no key"),
    ] {
        let ended = on(&storage, arguments);
        assert_eq!(
            (ended.status, ended.out.as_str()),
            (status, ""),
            "{ended:?}"
        );
        assert!(ended.err.contains(said), "{said}: {ended:?}");
    }
}
