use std::path::Path;

use config::ValueKind;
use secrecy::ExposeSecret;

use super::fitness::check;
use super::masking::mask_password;
use super::*;

fn load(
    file: Option<&str>,
    env: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> Result<Loaded, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rungs.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let own = |text: &str| text.to_owned();
    Config::load(LoadFrom {
        file: file.map(|_| path),
        env: env.iter().map(|(name, value)| (own(name), own(value))),
        flags: flags
            .iter()
            .map(|(key, value)| Flag {
                key: own(key),
                value: own(value),
                name: format!("--{key}"),
            })
            .collect(),
    })
}

fn faults(file: Option<&str>, env: &[(&str, &str)], flags: &[(&str, &str)]) -> Vec<String> {
    let temporary = std::env::temp_dir().display().to_string();
    let faults = load(file, env, flags).unwrap_err().faults;
    let without_folder = |fault: &Fault| {
        let text = fault.to_string();
        match text.find(&temporary).zip(text.find("rungs.toml")) {
            Some((start, end)) => format!("{}{}", &text[..start], &text[end..]),
            None => text,
        }
    };
    faults.iter().map(without_folder).collect()
}

fn shown_of(loaded: &Loaded, key: &str) -> (String, String) {
    let shown = loaded
        .origins
        .iter()
        .find(|shown| shown.key == key)
        .unwrap();
    (shown.value.clone(), shown.origin.to_string())
}

#[test]
fn the_sample_alone_is_a_configuration() {
    let loaded = load(None, &[], &[]).unwrap();
    let config = &loaded.config;
    assert_eq!(config.listen, "127.0.0.1:8080");
    assert_eq!(config.database_url.expose_secret(), "sqlite:rungs.db");
    assert_eq!((config.workers, config.public_url.as_str()), (0, ""));
    assert!(config.receipts.keys.is_empty() && config.log.file.is_none());
    assert_eq!(config.log.format, LogFormat::Auto);
    assert_eq!(config.limits.keep_alive, Duration::from_secs(75));
    assert_eq!(config.shutdown.grace, Duration::from_secs(30));
    assert_eq!(config.cors.public_origins, ["*"]);
    assert!(
        loaded
            .origins
            .iter()
            .all(|shown| shown.origin == Origin::Default)
    );
    let keys: Vec<_> = loaded
        .origins
        .iter()
        .map(|shown| shown.key.as_str())
        .collect();
    assert_eq!(keys.len(), 37);
    assert_eq!(
        keys[..5],
        [
            "listen",
            "database_url",
            "public_url",
            "workers",
            "database.migrate"
        ]
    );
    assert_eq!(
        keys[27..],
        [
            "cors.public_origins",
            "cors.private_origins",
            "pages.ladder",
            "pages.frame_ancestors",
            "mcp.hosts",
            "people.personal_data",
            "people.smallest_group",
            "retention.assessments_days",
            "retention.evidence_days",
            "retention.people_days"
        ]
    );
}

#[test]
fn every_setting_of_the_sample_is_explained_and_every_number_has_a_range_with_its_unit() {
    let mut comment = String::new();
    for line in SAMPLE.lines() {
        if line.starts_with('#') {
            comment.push_str(line);
        } else if let Some((name, _)) = line.split_once(" = ") {
            assert!(comment.len() > 20, "{name} has no comment");
            for (end, unit) in [
                ("_ms", "Milliseconds"),
                ("_minutes", "Minutes"),
                ("_bytes", "Bytes"),
            ] {
                assert!(
                    !name.ends_with(end) || comment.contains(unit),
                    "{name} states no {unit}"
                );
            }
            comment.clear();
        } else {
            comment.clear();
        }
    }
    for setting in Reading::of_the_sample().unwrap().settings {
        let is_number = matches!(setting.default, ValueKind::I64(_));
        assert_eq!(setting.range.is_some(), is_number, "{}", setting.key);
        assert_eq!(check(&setting, &setting.value), Ok(()), "{}", setting.key);
    }
}

#[test]
fn what_is_set_later_wins_and_says_where_it_came_from() {
    let file =
        "listen = 'file:1'\npublic_url = 'http://file'\nworkers = 1\n[limits]\nbody_bytes = 1\n";
    let env = [
        ("RUNGS_PUBLIC_URL", "http://env"),
        ("RUNGS_WORKERS", "2"),
        ("HOME", "/x"),
        ("RUNG", ""),
    ];
    let loaded = load(Some(file), &env, &[("workers", "3")]).unwrap();
    assert_eq!(loaded.config.workers, 3);
    assert_eq!(
        shown_of(&loaded, "workers"),
        ("3".into(), "flag --workers".into())
    );
    assert_eq!(
        shown_of(&loaded, "public_url"),
        ("http://env".into(), "variable RUNGS_PUBLIC_URL".into())
    );
    let (listen, origin) = shown_of(&loaded, "listen");
    assert!(listen == "file:1" && origin.starts_with("file /") && origin.ends_with("rungs.toml"));
    assert_eq!(loaded.config.limits.body_bytes, 1);
    assert_eq!(
        shown_of(&loaded, "limits.line_bytes"),
        ("65536".into(), "default".into())
    );
}

#[test]
fn every_setting_can_come_from_a_variable() {
    let key = "0aF9".repeat(16);
    let env = [
        ("RUNGS_DATABASE__MIGRATE", "false"),
        ("RUNGS_DATABASE__ACQUIRE_TIMEOUT_MS", "1"),
        ("RUNGS_RECEIPTS__KEY", key.as_str()),
        ("RUNGS_LOG__LEVEL", "info, sqlx=warn"),
        ("RUNGS_LOG__FORMAT", "json"),
        ("RUNGS_LOG__FILE", "/var/log/rungs.log"),
        (
            "RUNGS_CORS__PUBLIC_ORIGINS",
            "https://a.example, http://localhost:3000",
        ),
    ];
    let loaded = load(None, &env, &[]).unwrap();
    let config = &loaded.config;
    assert!(!config.database.migrate);
    assert_eq!(config.database.acquire_timeout, Duration::from_millis(1));
    assert_eq!(config.receipts.keys[0].expose_secret()[..2], [0x0a, 0xf9]);
    assert!(!config.log.level.would_enable("sqlx", &tracing::Level::INFO));
    assert_eq!(
        config.log.file.as_deref(),
        Some(Path::new("/var/log/rungs.log"))
    );
    assert_eq!(
        config.cors.public_origins,
        ["https://a.example", "http://localhost:3000"]
    );
    assert_eq!(
        shown_of(&loaded, "cors.public_origins").0,
        "https://a.example,http://localhost:3000"
    );
    let none = load(None, &[("RUNGS_CORS__PUBLIC_ORIGINS", "")], &[]).unwrap();
    assert!(none.config.cors.public_origins.is_empty());
}

#[test]
fn all_faults_of_all_sources_are_told_at_once() {
    let file = "lsten = 'a:1'\nworkers = 'two'\nlimits = 3\nmax_connections = 5\n[limit]\n[log]\nlevel = 'info,loud'\n\
                rquests = true\nfile = {}\n[cors]\npublic_origins = ['*', 'https://a/b']\n";
    let env = [
        ("RUNGS_LIMITS__BODY_BYTES", "abc"),
        ("RUNGS_LIMITS__LINE_BYTES", "0"),
        ("RUNGS_LIMITS_BODY_BYTES", "1"),
        ("RUNGS_PEOPLE__SMALLEST_GROUP", "2"),
        ("RUNGS_XYZ", ""),
        ("RUNGS_LOG", ""),
        ("RUNGS_CONNECTIONS", "1"),
        ("RUNGS_DATABASE__MIGRATE", "yes"),
    ];
    assert_eq!(
        faults(
            Some(file),
            &env,
            &[("workers", "1025"), ("log.fromat", "json")]
        ),
        [
            "cors.public_origins: expected a list of origins, each \"*\" or as in \"https://careers.example.org\", \
             found [\"*\", \"https://a/b\"] (rungs.toml)",
            "limit: unknown setting (rungs.toml); did you mean limits?",
            "limits: expected a section, found 3 (rungs.toml)",
            "log.file: expected text, found a section (rungs.toml)",
            "log.level: expected off, error, warn, info, debug or trace, or a list as in info,sqlx=warn, \
             found \"info,loud\" (rungs.toml)",
            "log.rquests: unknown setting (rungs.toml); did you mean log.requests?",
            "lsten: unknown setting (rungs.toml); did you mean listen?",
            "max_connections: unknown setting (rungs.toml); did you mean database.max_connections?",
            "workers: expected a whole number, found \"two\" (rungs.toml)",
            "RUNGS_CONNECTIONS: unknown setting (environment); did you mean RUNGS_LIMITS__CONNECTIONS?",
            "database.migrate: expected true or false, found \"yes\" (RUNGS_DATABASE__MIGRATE)",
            "RUNGS_LIMITS_BODY_BYTES: unknown setting (environment); did you mean RUNGS_LIMITS__BODY_BYTES?",
            "limits.body_bytes: expected a whole number, found \"abc\" (RUNGS_LIMITS__BODY_BYTES)",
            "limits.line_bytes: expected a number from 1 to 1073741824, found 0 (RUNGS_LIMITS__LINE_BYTES)",
            "RUNGS_LOG: unknown setting (environment)",
            "people.smallest_group: expected a number from 3 to 1000, found 2 (RUNGS_PEOPLE__SMALLEST_GROUP)",
            "RUNGS_XYZ: unknown setting (environment)",
            "workers: expected a number from 0 to 1024, found 1025 (--workers)",
            "log.fromat: unknown setting (--log.fromat); did you mean log.format?",
        ]
    );
}

#[test]
fn a_file_that_is_missing_or_broken_is_told_with_its_line_beside_the_other_faults() {
    let missing = Config::load(LoadFrom {
        file: Some("/nowhere/rungs.toml".into()),
        env: [("RUNGS_WORKERS".to_owned(), "x".to_owned())].into_iter(),
        flags: Vec::new(),
    });
    let message = missing.unwrap_err().to_string();
    assert!(
        message.starts_with("/nowhere/rungs.toml: cannot be read: No such file"),
        "{message}"
    );
    assert!(
        message.ends_with("\nworkers: expected a whole number, found \"x\" (RUNGS_WORKERS)"),
        "{message}"
    );
    let broken = faults(Some("workers = 1\n[receipts]\nkey = \"s3cr3t\n"), &[], &[]);
    assert!(
        broken[0].starts_with("rungs.toml: not TOML: TOML parse error at line 3, column"),
        "{broken:?}"
    );
    assert!(!broken[0].contains("s3cr3t"), "{broken:?}");
}

#[test]
fn each_text_is_checked_at_its_edges() {
    let hex = "a".repeat(62);
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "listen",
            &[
                "0.0.0.0:0",
                "[::1]:0",
                "[::]:65535",
                "localhost:80",
                "rungs_api.internal:8080",
            ],
            &[
                "",
                "8080",
                ":8080",
                "::1:80",
                "[::1]",
                "[x]:1",
                "a:65536",
                "a:+1",
                "a:",
                "a b:1",
                "http://a:1",
            ],
        ),
        (
            "database_url",
            &[
                "sqlite:a.db",
                "sqlite::memory:",
                "postgres://u@h/d",
                "postgresql:///d?host=/run",
            ],
            &["", "sqlite:", "a.db", "mysql://h/d"],
        ),
        (
            "public_url",
            &[
                "",
                "http://a",
                "https://a.example:8443/rungs",
                "http://[::1]:80",
            ],
            &[
                "a",
                "/x",
                "ftp://a",
                "https://",
                "https://a/",
                "https://a?x",
                "https://a#x",
                "https://a b",
                "http://u@a",
            ],
        ),
        (
            "receipts.key",
            &["", &format!("{hex}0F"), &format!("{hex}0011")],
            &[
                &hex,
                &format!("{hex}0"),
                &format!("{hex}000"),
                &format!("{hex}0g"),
                &format!("{hex}é"),
            ],
        ),
        (
            "access.secret",
            &["", &format!("{hex}0F"), &format!("{hex}0F,{hex}00")],
            &[&hex, &format!("{hex}0g")],
        ),
        (
            "access.failures_per_minute",
            &["1", "1000000"],
            &["0", "-1", "1000001"],
        ),
        (
            "access.proxies",
            &["", "10.0.0.2", "10.0.0.2,fd00::2"],
            &["proxy", "10.0.0.0/8", "10.0.0.2:80", "[::1]"],
        ),
        (
            "log.level",
            &["off", "INFO", "rungs=debug", "warn,rungs::request=off", "0"],
            &["", "loud", "info,", "=info", "a=b", "a=info=b"],
        ),
        (
            "log.format",
            &["auto", "human", "json"],
            &["", "JSON", "text"],
        ),
        (
            "cors.public_origins",
            &["*", "", "http://a:1"],
            &["a", "https://a/", "https://a/b", "null"],
        ),
        (
            "pages.ladder",
            &["data-engineer"],
            &["", "Data", "a b", "-"],
        ),
        (
            "pages.frame_ancestors",
            &["", "'self'", "'self',https://a"],
            &["*", "self", "'none'", "https://a/b", "a; script-src *"],
        ),
        (
            "mcp.hosts",
            &["", "*", "ladders.example.org,rungs", "[::1]"],
            &["http://a", "a:1", "a/b", "a b"],
        ),
        (
            "limits.body_bytes",
            &["1", " 2 ", "1073741824"],
            &["", "-1", "1.5", "1e3", "99999999999999999999", "1073741825"],
        ),
        ("log.requests", &["true", "false"], &["", "1", "TRUE"]),
    ];
    for (key, good, bad) in cases {
        for value in *good {
            assert!(
                load(None, &[], &[(key, value)]).is_ok(),
                "{key} = {value:?} was refused"
            );
        }
        for value in *bad {
            assert!(
                load(None, &[], &[(key, value)]).is_err(),
                "{key} = {value:?} was taken"
            );
        }
    }
}

#[test]
fn secrets_are_never_shown() {
    let key = "5ec2e7".repeat(11);
    let url = "postgres://rungs:5ec2e7@db/rungs?sslmode=require";
    let loaded = load(
        None,
        &[("RUNGS_RECEIPTS__KEY", &key), ("RUNGS_DATABASE_URL", url)],
        &[],
    )
    .unwrap();
    assert_eq!(shown_of(&loaded, "receipts.key").0, "********");
    let secret = load(None, &[("RUNGS_ACCESS__SECRET", &key)], &[]).unwrap();
    assert_eq!(shown_of(&secret, "access.secret").0, "********");
    assert!(!format!("{secret:?}").contains("5ec2e7"));
    assert_eq!(
        shown_of(&loaded, "database_url").0,
        "postgres://rungs:****@db/rungs?sslmode=require"
    );
    assert!(!format!("{loaded:?}").contains("5ec2e7"));
    let told = faults(
        Some("[receipts]\nkey = 527727\n"),
        &[
            ("RUNGS_RECEIPTS__KEY", "5ec2e7"),
            ("RUNGS_DATABASE_URL", "mysql://u:5ec2e7@h/d"),
        ],
        &[("receipts.key", "5ec2e7x")],
    );
    assert_eq!(told.len(), 4);
    assert!(
        !told
            .iter()
            .any(|fault| fault.contains("5ec2e7") || fault.contains("527727")),
        "{told:?}"
    );
}

#[test]
fn a_password_is_hidden_in_odd_addresses_too() {
    for (url, shown) in [
        ("sqlite:rungs.db?mode=rwc", "sqlite:rungs.db?mode=rwc"),
        ("postgres://h/d", "postgres://h/d"),
        ("postgres://u@h/d", "postgres://u@h/d"),
        ("postgres://u:p@h:5432/d", "postgres://u:****@h:5432/d"),
        ("postgres://u:p@/?#:x@h/d", "postgres://u:****@h/d"),
        ("postgres://:p@h/d", "postgres://:****@h/d"),
        (
            "postgres://h/d?user=u&password=p&x",
            "postgres://h/d?user=u&password=****&x",
        ),
        ("postgres:u:p@h", "postgres:u:****@h"),
        ("u:p@h", "u:p@h"),
        ("é:ü:p@h", "é:ü:****@h"),
        ("", ""),
        ("@", "@"),
        ("://", "://"),
        ("?", "?"),
    ] {
        assert_eq!(mask_password(url), shown, "{url}");
    }
}
