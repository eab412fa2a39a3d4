//! Rules: what the source keeps to, read from the source itself.

mod import_cycles;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use rungs::{
    app::RELEASED,
    domain::schema::{SchemaValidator, of_ladder},
};

use crate::documented::API;

/// What each room may import. A room that is not here is new: say what it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("locales", &[]),
    ("domain", &["locales"]),
    ("config", &["domain"]),
    ("store", &["domain"]),
    ("render", &["domain", "locales"]),
    ("error", &["domain"]),
    ("telemetry", &["config"]),
    ("json", &["domain", "error"]),
    ("query", &["domain", "error", "json"]),
    ("pages", &["domain", "error", "locales", "render"]),
    (
        "app",
        &["config", "domain", "error", "json", "locales", "store"],
    ),
    (
        "mcp",
        &["app", "domain", "error", "json", "query", "render"],
    ),
    (
        "http",
        &[
            "app",
            "mcp",
            "config",
            "domain",
            "error",
            "json",
            "locales",
            "telemetry",
            "pages",
            "query",
            "render",
        ],
    ),
    ("server", &["app", "error", "http", "telemetry"]),
    (
        "cli",
        &[
            "app",
            "mcp",
            "config",
            "domain",
            "error",
            "http",
            "json",
            "telemetry",
            "render",
            "server",
            "store",
        ],
    ),
    ("main", &["cli"]),
];

/// The most lines of a file.
const MOST_LINES: usize = 400;

/// Files that pass it, and why.
const LONGER: &[(&str, &str)] = &[
    ("config/tests.rs", "tests alone"),
    ("domain/diff/tests.rs", "tests alone"),
    ("domain/source/tests.rs", "tests alone"),
    ("domain/turn/tests.rs", "tests alone"),
    ("render/markdown/tests.rs", "tests alone"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Rust file of the source, by its path under `src`.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap();
                let name = name.to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    for (name, _) in MAY_IMPORT {
        let is_there = found.keys().any(|file| room(file) == *name);
        assert!(is_there, "src has no {name}: take it out of MAY_IMPORT");
    }
    found
}

/// The room of a file: its folder, or its own name.
fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// The rooms named after each `crate::` in the code.
fn imports(code: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, marker) in code.match_indices("crate::") {
        let rest = &code[at + marker.len()..];
        if !rest.starts_with('{') {
            found.insert(word(rest));
            continue;
        }
        let mut depth = 0;
        let mut expected = false;
        for (index, sign) in rest.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && matches!(sign, '{' | ',') {
                expected = true;
            } else if expected && sign.is_alphabetic() {
                found.insert(word(&rest[index..]));
                expected = false;
            }
        }
    }
    found
}

fn word(text: &str) -> &str {
    let end = text.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    &text[..end.unwrap_or(text.len())]
}

#[test]
fn rooms_import_one_way_only() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let room = room(&file);
        if room == "lib" {
            continue;
        }
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == room);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{room} is in no table"));
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        for import in imports(&code) {
            // A macro lives at the root, whatever room it is written in.
            let import = if import == "operations" {
                "http"
            } else {
                import
            };
            if import != room && !allowed.contains(&import) {
                broken.push(format!("src/{file} ({room}) imports {import}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn machinery_of_http_imports_no_noun_and_no_noun_imports_another() {
    let (mut nouns, mut broken) = (0, Vec::new());
    for (file, text) in sources() {
        let Some(file) = file.strip_prefix("http/") else {
            continue;
        };
        // Routes joins the nouns, and its tests look at all of them.
        if ["routes/mod.rs", "routes/tests.rs"].contains(&file) {
            continue;
        }
        let is_noun = file.starts_with("routes/");
        nouns += usize::from(is_noun);
        let code = text.split("#[cfg(test)]").next().unwrap();
        if code.contains("routes::") || is_noun && code.contains("super::") {
            broken.push(file.to_owned());
        }
    }
    assert!(nouns > 20, "{nouns}");
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn every_import_of_a_group_is_seen() {
    let code = "use crate::{\n    app::{App, scoring::Batch},\n    error::Error,\n    json,\n};\nlet x = crate::domain::source::escape(name);";
    let seen: Vec<&str> = imports(code).into_iter().collect();
    assert_eq!(seen, ["app", "domain", "error", "json"]);
}

#[test]
fn no_room_imports_the_command_line() {
    for (file, text) in sources() {
        if !matches!(room(&file), "cli" | "main" | "lib") {
            assert!(!imports(&text).contains("cli"), "src/{file} imports cli");
        }
    }
}

#[test]
fn the_domain_has_no_clock_no_files_and_no_async() {
    let foreign = [
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "tokio",
        "sqlx",
        "actix",
        "async fn",
        "async move",
        "tracing::",
    ];
    for (file, text) in sources() {
        if room(&file) != "domain" {
            continue;
        }
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            for name in foreign {
                assert!(!line.contains(name), "src/{file} uses {name}: {line}");
            }
        }
    }
}

#[test]
fn a_long_file_has_a_reason() {
    let mut long = Vec::new();
    for (file, text) in sources() {
        let lines = text.lines().count();
        if lines > MOST_LINES && !LONGER.iter().any(|(name, _)| *name == file) {
            long.push(format!("src/{file}: {lines} lines"));
        }
    }
    assert!(
        long.is_empty(),
        "over {MOST_LINES} lines without a reason: {long:#?}"
    );
}

#[test]
fn a_reason_for_a_long_file_is_still_needed() {
    let sources = sources();
    for (file, reason) in LONGER {
        let lines = sources.get(*file).map_or(0, |text| text.lines().count());
        assert!(
            lines > MOST_LINES,
            "src/{file} has {lines} lines and needs no reason ({reason})"
        );
    }
}

#[test]
fn the_committed_openapi_document_is_current() {
    assert!(
        read("openapi/openapi.json") == API.text(),
        "run: cargo run -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_committed_ladder_schema_is_current() {
    let current = serde_json::to_string_pretty(&of_ladder()).unwrap() + "\n";
    assert!(
        read("openapi/ladder.schema.json") == current,
        "openapi/ladder.schema.json is not what the types say"
    );
}

#[test]
fn the_committed_ladder_schema_is_a_valid_schema() {
    let schema = serde_json::from_str(&read("openapi/ladder.schema.json")).unwrap();
    SchemaValidator::new(&schema).unwrap();
}

#[test]
fn the_day_of_release_is_that_of_the_newest_changelog_entry() {
    assert!(RELEASED.parse::<chrono::NaiveDate>().is_ok(), "{RELEASED}");
    let changelog = read("CHANGELOG.md");
    let newest = changelog
        .lines()
        .find(|line| line.starts_with("## ") && !line.to_lowercase().contains("unreleased"));
    let newest = newest.expect("CHANGELOG.md has no heading of a release");
    assert!(newest.contains(RELEASED), "{newest} is not of {RELEASED}");
    assert!(
        newest.contains(env!("CARGO_PKG_VERSION")),
        "{newest} is not of this version"
    );
}

#[test]
fn every_setting_is_explained_where_it_stands() {
    let sample = read("deploy/config.toml");
    let (mut explained, mut settings) = (false, 0);
    for line in sample.lines() {
        if line.starts_with('#') {
            explained = true;
        } else if line.contains('=') {
            assert!(explained, "deploy/config.toml says nothing of: {line}");
            explained = false;
            settings += 1;
        }
    }
    assert!(settings > 20, "{settings}");
}

#[test]
fn every_file_of_the_source_says_what_it_is_for() {
    // What a file of tests is for its parent says.
    let tests = |file: &str| file.ends_with("/tests.rs");
    for (file, text) in sources().into_iter().filter(|(file, _)| !tests(file)) {
        assert!(text.starts_with("//!"), "src/{file} has no //! at its top");
    }
}
