use std::path::Path;

use secrecy::ExposeSecret;

use super::redaction::redact_url;
use super::*;

fn load(
    file: Option<&str>,
    env: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> Result<LoadedConfig, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rungs.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let own = |text: &str| text.to_owned();
    Config::load(ConfigSources {
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
    let faults = load(file, env, flags).unwrap_err().faults;
    let without_folder = |fault: &String| match fault.find("(file /").zip(fault.find("rungs.toml"))
    {
        Some((start, end)) => format!("{}{}", &fault[..start + 6], &fault[end..]),
        None => fault.clone(),
    };
    faults.iter().map(without_folder).collect()
}

fn shown_of(loaded: &LoadedConfig, key: &str) -> (String, String) {
    let shown = loaded
        .origins
        .iter()
        .find(|shown| shown.key == key)
        .unwrap();
    (shown.value.clone(), shown.origin.to_string())
}

#[test]
fn the_defaults_are_settings_in_the_order_of_their_file() {
    let loaded = load(None, &[], &[]).unwrap();
    assert_eq!(loaded.config.listen, "127.0.0.1:8080");
    assert!(loaded.config.receipts.keys.is_empty() && loaded.config.log.file.is_none());
    let is_default = |shown: &DisplayedSetting| shown.origin == SettingSource::Default;
    assert!(loaded.origins.iter().all(is_default));
    let keys = loaded.origins.iter().map(|shown| shown.key.as_str());
    let mut section = "";
    let stated = DEFAULTS.lines().filter_map(|line| {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        let (name, _) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
        Some(format!("{section}.{name}").trim_matches('.').to_owned())
    });
    assert_eq!(keys.collect::<Vec<_>>(), stated.collect::<Vec<_>>());
    assert_eq!(loaded.origins.len(), 37);
}

/// The range that a comment states, as in "from 1 to 1000".
fn stated_range(comment: &str) -> Option<(i64, i64)> {
    let words: Vec<_> = comment
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',']))
        .collect();
    words.windows(4).find_map(|words| match words {
        ["from" | "From", low, "to", high] => Some((low.parse().ok()?, high.parse().ok()?)),
        _ => None,
    })
}

#[test]
fn the_documented_range_of_every_number_is_the_enforced_one() {
    let (mut section, mut comment, mut numbers) = ("", String::new(), 0);
    for line in DEFAULTS.lines() {
        if let Some(text) = line.strip_prefix('#') {
            comment.push_str(text);
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        if let Some((name, value)) = line.split_once(" = ")
            && value.parse::<i64>().is_ok()
        {
            let key = format!("{section}.{name}").trim_matches('.').to_owned();
            let (low, high) = stated_range(&comment).expect(&key);
            let is_valid = |number: i64| load(None, &[], &[(&key, &number.to_string())]).is_ok();
            let edges = [low - 1, low, high, high + 1].map(is_valid);
            assert_eq!(edges, [false, true, true, false], "{key}: {low} to {high}");
            let units = [
                ("_ms", "Milliseconds"),
                ("_minutes", "Minutes"),
                ("_bytes", "Bytes"),
                ("_days", "Days"),
            ];
            for (end, unit) in units {
                let states_unit = !name.ends_with(end) || comment.contains(unit);
                assert!(states_unit, "{name} states no {unit}");
            }
            numbers += 1;
        }
        comment.clear();
    }
    assert_eq!(numbers, 18);
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
    assert_eq!(config.database.acquire_timeout_ms, 1);
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
                rquests = true\nfile = {}\n[cors]\npublic_origins = ['*', 'https://a/b']\n\
                [mpc]\nhosts = []\n[mcp]\n";
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
            "lsten: unknown setting (file rungs.toml); did you mean listen?",
            "workers: expected a whole number, found \"two\" (file rungs.toml)",
            "limits: expected a section (file rungs.toml)",
            "max_connections: unknown setting (file rungs.toml); did you mean database.max_connections?",
            "limit: unknown setting (file rungs.toml)",
            "log.level: expected off, error, warn, info, debug or trace, or a list as in info,sqlx=warn, \
             found \"info,loud\" (file rungs.toml)",
            "log.rquests: unknown setting (file rungs.toml); did you mean log.requests?",
            "log.file: expected text, found \"a section\" (file rungs.toml)",
            "cors.public_origins: expected a list of origins, each \"*\" or as in \"https://careers.example.org\", \
             found \"*,https://a/b\" (file rungs.toml)",
            "mpc.hosts: unknown setting (file rungs.toml); did you mean mcp.hosts?",
            "connections: unknown setting (variable RUNGS_CONNECTIONS); did you mean RUNGS_LIMITS__CONNECTIONS?",
            "database.migrate: expected true or false, found \"yes\" (variable RUNGS_DATABASE__MIGRATE)",
            "limits_body_bytes: unknown setting (variable RUNGS_LIMITS_BODY_BYTES); did you mean RUNGS_LIMITS__BODY_BYTES?",
            "limits.body_bytes: expected a whole number, found \"abc\" (variable RUNGS_LIMITS__BODY_BYTES)",
            "limits.line_bytes: lower than 1, found \"0\" (variable RUNGS_LIMITS__LINE_BYTES)",
            "log: expected a section (variable RUNGS_LOG)",
            "people.smallest_group: lower than 3, found \"2\" (variable RUNGS_PEOPLE__SMALLEST_GROUP)",
            "xyz: unknown setting (variable RUNGS_XYZ)",
            "workers: greater than 1024, found \"1025\" (flag --workers)",
            "log.fromat: unknown setting (flag --log.fromat); did you mean log.format?",
        ]
    );
}

#[test]
fn a_file_that_is_missing_or_broken_is_told_with_its_line_beside_the_other_faults() {
    let missing = Config::load(ConfigSources {
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
        message
            .ends_with("\nworkers: expected a whole number, found \"x\" (variable RUNGS_WORKERS)"),
        "{message}"
    );
    let broken = faults(Some("workers = 1\n[receipts]\nkey = \"s3cr3t\n"), &[], &[]);
    assert!(
        broken[0].contains("rungs.toml: not TOML: TOML parse error at line 3, column"),
        "{broken:?}"
    );
    assert!(!broken[0].contains("s3cr3t"), "{broken:?}");
}

#[test]
fn each_text_is_checked_at_its_edges() {
    let hex = "a".repeat(62);
    let good_keys = format!("|{hex}0F|{hex}0011|{hex}0F,{hex}00");
    let bad_keys = format!("{hex}|{hex}0|{hex}000|{hex}0g|{hex}é|{hex}0F,");
    // A setting, values that it takes, and values that it does not take.
    let cases = [
        (
            "listen",
            "0.0.0.0:0|[::1]:0|[::]:65535|localhost:80|rungs_api.internal:8080",
            "|8080|:8080|::1:80|[::1]|[x]:1|a:65536|a:+1|a:|a b:1|http://a:1",
        ),
        (
            "database_url",
            "sqlite:a.db|sqlite::memory:|postgres://u@h/d|postgresql:///d?host=/run",
            "|sqlite:|a.db|mysql://h/d",
        ),
        (
            "public_url",
            "|http://a|https://a.example:8443/rungs|http://[::1]:80",
            "a|/x|ftp://a|https://|https://a/|https://a?x|https://a#x|https://a b|http://u@a",
        ),
        ("receipts.key", good_keys.as_str(), bad_keys.as_str()),
        ("access.secret", good_keys.as_str(), bad_keys.as_str()),
        (
            "access.proxies",
            "|10.0.0.2|10.0.0.2,fd00::2",
            "proxy|10.0.0.0/8|10.0.0.2:80|[::1]",
        ),
        (
            "log.level",
            "off|INFO|rungs=debug|warn,rungs::request=off|0",
            "|loud|info,|=info|a=b|a=info=b",
        ),
        ("log.format", "auto|human|json", "|JSON|text"),
        ("people.personal_data", "warn|refuse", "|Warn|keep"),
        ("words.stemming", "|en|en,pt", "eng|en,xx"),
        (
            "cors.public_origins",
            "*||http://a:1",
            "a|https://a/|https://a/b|null|http://a,b",
        ),
        ("pages.ladder", "data-engineer", "|Data|a b|-"),
        (
            "pages.frame_ancestors",
            "|'self'|'self',https://a",
            "*|self|'none'|https://a/b|a; script-src *",
        ),
        (
            "mcp.hosts",
            "|*|ladders.example.org,rungs|[::1]",
            "http://a|a:1|a/b|a b",
        ),
        (
            "limits.body_bytes",
            " 2 ",
            "|-1|1.5|1e3|yes|99999999999999999999",
        ),
        ("log.requests", "true|false", "|1|TRUE"),
    ];
    for (key, good, bad) in cases {
        let is_valid = |value: &str| load(None, &[], &[(key, value)]).is_ok();
        for value in good.split('|') {
            assert!(is_valid(value), "{key} = {value:?} was refused");
        }
        for value in bad.split('|') {
            assert!(!is_valid(value), "{key} = {value:?} was taken");
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
        ("sqlite::memory:", "sqlite::memory:"),
        ("postgres://h/d", "postgres://h/d"),
        ("postgres://u@h/d", "postgres://u@h/d"),
        ("postgres://u:p@h:5432/d", "postgres://u:****@h:5432/d"),
        ("postgres://:p@h/d", "postgres://:****@h/d"),
        ("postgres://u:p%40@h/d", "postgres://u:****@h/d"),
        (
            "postgres://h/d?user=u&PassWord=p&x=1",
            "postgres://h/d?user=u&PassWord=****&x=1",
        ),
        ("postgres://u:p@/?#:x@h/d", "********"),
        ("postgres:u:p@h", "********"),
        ("u:p@h", "********"),
        ("é:ü:p@h", "********"),
        ("@", "********"),
    ] {
        assert_eq!(redact_url(url), shown, "{url}");
    }
}

#[test]
fn a_value_of_a_file_is_not_converted() {
    for line in [
        "workers = 1.5",
        "workers = '2'",
        "workers = true",
        "listen = 8080",
        "[log]\nrequests = 'true'",
        "[log]\nrequests = 1",
        "[mcp]\nhosts = 'rungs'",
    ] {
        assert!(load(Some(line), &[], &[]).is_err(), "{line} was taken");
    }
}

#[test]
fn variables_that_kubernetes_sets_for_a_service_named_rungs_are_no_settings() {
    let address = "tcp://10.96.12.7:8080";
    let links = [
        ("RUNGS_PORT", address),
        ("RUNGS_PORT_8080_TCP", address),
        ("RUNGS_PORT_8080_TCP_ADDR", "10.96.12.7"),
        ("RUNGS_PORT_8080_TCP_PORT", "8080"),
        ("RUNGS_PORT_8080_TCP_PROTO", "tcp"),
        ("RUNGS_SERVICE_HOST", "10.96.12.7"),
        ("RUNGS_SERVICE_PORT", "8080"),
        ("RUNGS_SERVICE_PORT_HTTP", "8080"),
    ];
    assert!(load(None, &links, &[]).is_ok());
    for variable in [
        "RUNGS_PORT",
        "RUNGS_PORTS",
        "RUNGS_PORT_TCP",
        "RUNGS_SERVICE",
    ] {
        assert!(
            load(None, &[(variable, "8080")], &[]).is_err(),
            "{variable}"
        );
    }
}
