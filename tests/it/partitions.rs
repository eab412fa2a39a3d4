//! Partitions: the tables of organisations partitioned by organisation, as a distributed Postgres would hold them. Postgres then refuses
//! every primary key, unique index and foreign key without the organisation.

use rungs::store::Store;
use sqlx::{AssertSqlSafe, PgPool};

use crate::app::store_config;

const SCHEMA: &str = include_str!("../../migrations/0001_schema.sql");

/// Tables that are the same for everybody, and would be copied to each node.
const REFERENCE_TABLES: [&str; 5] = [
    "organisations",
    "keys",
    "receipt_keys",
    "ladder_versions",
    "revisions",
];

/// Partitions of each table.
const PARTITIONS: usize = 3;

/// The statements of the schema without comments.
fn statements() -> Vec<String> {
    let lines = SCHEMA.lines();
    let lines: Vec<&str> = lines
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect();
    let text = lines.join("\n");
    let statements = text.split(';').map(|one| one.trim().to_owned());
    statements.filter(|one| !one.is_empty()).collect()
}

/// The name of the table that a statement creates.
fn created_table(statement: &str) -> Option<&str> {
    let rest = statement.strip_prefix("CREATE TABLE ")?;
    rest.split_once(' ').map(|(name, _)| name)
}

/// The name of the table on which a statement creates an index.
fn indexed_table(statement: &str) -> Option<&str> {
    let (_, rest) = statement.split_once(" ON ")?;
    rest.split_once(' ').map(|(name, _)| name)
}

/// The tables that hold the data of organisations.
pub fn tables_of_organisations() -> Vec<String> {
    let statements = statements();
    let tables = statements.iter().filter_map(|one| created_table(one));
    let tables = tables.filter(|name| !REFERENCE_TABLES.contains(name));
    tables.map(str::to_owned).collect()
}

/// Migrates a database, and puts partitioned tables in place of those of organisations.
pub async fn create(database_url: &str) {
    let store = Store::connect(&store_config(database_url)).await.unwrap();
    store.migrate().await.unwrap();
    let Store::Postgres(pool) = &store else {
        panic!("only Postgres has partitions");
    };
    let tables = tables_of_organisations();
    execute(pool, format!("DROP TABLE {}", tables.join(", "))).await;
    for statement in statements() {
        let created = created_table(&statement).map(str::to_owned);
        let of = created.as_deref().or_else(|| indexed_table(&statement));
        if !of.is_some_and(|table| tables.iter().any(|one| one == table)) {
            continue;
        }
        let Some(table) = created else {
            execute(pool, statement).await;
            continue;
        };
        execute(
            pool,
            format!("{statement} PARTITION BY HASH (organisation)"),
        )
        .await;
        for number in 0..PARTITIONS {
            let values = format!("FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})");
            let partition = format!("CREATE TABLE {table}_{number} PARTITION OF {table} {values}");
            execute(pool, partition).await;
        }
    }
    store.close().await;
}

async fn execute(pool: &PgPool, statement: String) {
    let executed = sqlx::query(AssertSqlSafe(statement.clone())).execute(pool);
    let executed = executed.await;
    executed.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

#[test]
fn every_table_of_organisations_starts_its_keys_with_the_organisation() {
    let tables = tables_of_organisations();
    assert!(tables.len() >= 15, "{tables:?}");
    for statement in statements() {
        let is_of_organisation = |table: &str| tables.iter().any(|one| one == table);
        if let Some(table) = created_table(&statement).filter(|table| is_of_organisation(table)) {
            let columns = statement.split_once('(').unwrap().1.trim_start();
            assert!(columns.starts_with("organisation UUID"), "{table}");
            let key = statement.contains("PRIMARY KEY (organisation")
                || columns.starts_with("organisation UUID PRIMARY KEY");
            assert!(key, "{table}");
            for (_, referenced) in statement
                .match_indices("FOREIGN KEY (")
                .map(|(at, found)| (at, &statement[at + found.len()..]))
            {
                assert!(
                    referenced.starts_with("organisation, "),
                    "{table}: {referenced}"
                );
            }
        } else if let Some(table) =
            indexed_table(&statement).filter(|table| is_of_organisation(table))
        {
            let columns = format!(" ON {table} (organisation, ");
            assert!(statement.contains(&columns), "{statement}");
        }
    }
}

/// Statements over all organisations, and why.
const OVER_ALL: [(&str, &str); 1] = [(
    "SELECT SUM(value) FROM removals",
    "only of a SQLite file, which has no partitions",
)];

/// How often a text names a word.
fn count(text: &str, word: &str) -> usize {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|one| *one == word).count()
}

/// The string literals of a source file.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (mark, after) = (&rest[at..=at], &rest[at + 1..]);
        rest = match mark {
            "/" if after.starts_with('/') => after.split_once('\n').map_or("", |(_, next)| next),
            // A quote as a character; anything else is a lifetime.
            "'" if after.starts_with("\"'") => &after[2..],
            "\"" => {
                let mut end = 0;
                while let Some(next) = after[end..].find(['"', '\\']) {
                    end += next;
                    if after[end..].starts_with('"') {
                        break;
                    }
                    end += 2;
                }
                found.push(after[..end].to_owned());
                &after[end + 1..]
            }
            _ => after,
        };
    }
    found
}

#[test]
fn every_statement_names_the_organisation_of_each_table() {
    let tables = tables_of_organisations();
    let (mut statements, mut over_all) = (0, 0);
    for entry in std::fs::read_dir("src/store").unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for literal in literals(&source) {
            let words: Vec<&str> = literal.split_whitespace().collect();
            let named = words.windows(2).filter(|pair| {
                ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0])
                    && tables.iter().any(|table| table == pair[1])
            });
            let named = named.count();
            if named == 0 {
                continue;
            }
            statements += 1;
            if OVER_ALL.iter().any(|(statement, _)| *statement == literal) {
                over_all += 1;
                continue;
            }
            assert!(named <= count(&literal, "organisation"), "{literal}");
        }
    }
    assert!(statements > 50, "{statements}");
    assert_eq!(over_all, OVER_ALL.len());
}
