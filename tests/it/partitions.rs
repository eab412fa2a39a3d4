//! Partitions: the tables of organisations partitioned by organisation, as a distributed Postgres would hold them. Postgres then refuses
//! every primary key, unique index and foreign key without the organisation.

use rungs::store::Store;
use sqlx::{AssertSqlSafe, PgPool};

use crate::app::{Storage, store_config};

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

/// Statements over all organisations, by how they begin, and why.
const OVER_ALL: [(&str, &str); 2] = [
    (
        "SELECT SUM(value) FROM removals",
        "only of a SQLite file, which has no partitions",
    ),
    (
        "SELECT c.organisation, o.slug, h.entries, h.hash",
        "`rungs audit verify` looks for chains without an organisation, too",
    ),
];

/// Statements whose table is a variable, by their file and the part that names the organisation.
const OF_A_VARIABLE_TABLE: [(&str, &str); 3] = [
    (
        "mentions.rs",
        "\" = $3 WHERE organisation = $1 AND \", $column",
    ),
    (
        "mentions.rs",
        "\n            WHERE t.organisation = $1 AND t.\", $column",
    ),
    (
        "people.rs",
        "query.push(table).push(\" WHERE organisation = \")",
    ),
];

/// Statements that read all rows of an organisation, by how they begin, and why.
const OVER_AN_ORGANISATION: [(&str, &str); 3] = [
    (
        "SELECT a.ladder_version, a.answers FROM people p CROSS JOIN",
        "a preview counts everybody",
    ),
    (
        "SELECT ladder_version, label, value, day, role, place, assessments",
        "all counters are asked for",
    ),
    (
        "UPDATE idempotency SET answer = replace(",
        "any answer may name whoever is erased",
    ),
];

/// How often a statement says of which organisation a table's rows are.
fn count_conditions(statement: &str) -> usize {
    let compared = statement.matches("organisation = ").count();
    let listed = statement.matches("organisation IN (").count();
    let words: Vec<&str> = statement.split_whitespace().collect();
    let inserted = words.windows(3).filter(|words| {
        words[0] == "INTO" && ["(organisation,", "(organisation"].contains(&words[2])
    });
    compared + listed + inserted.count()
}

/// The tables that a statement reads or writes.
fn tables_of(statement: &str) -> Vec<&str> {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let pairs = words.windows(2);
    let named = pairs.filter(|pair| {
        let word = pair[0].trim_start_matches('(');
        ["FROM", "JOIN", "INTO", "UPDATE"].contains(&word)
    });
    named
        .map(|pair| pair[1].trim_matches(|letter: char| !letter.is_ascii_alphanumeric()))
        .collect()
}

/// The string literals of the files of the store.
fn literals_of_the_store() -> Vec<(String, String)> {
    let files = std::fs::read_dir("src/store").unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    files
        .flat_map(|file| {
            let source = std::fs::read_to_string(&file).unwrap();
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            let literals = literals(&source).into_iter();
            literals.map(move |literal| (name.clone(), literal))
        })
        .collect()
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
    for (_, literal) in literals_of_the_store() {
        let named = tables_of(&literal).into_iter();
        let named = named.filter(|name| tables.iter().any(|table| table == name));
        let named = named.count();
        if named == 0 {
            continue;
        }
        statements += 1;
        if OVER_ALL.iter().any(|(begin, _)| literal.starts_with(begin)) {
            over_all += 1;
            continue;
        }
        assert!(named <= count_conditions(&literal), "{literal}");
    }
    assert!(statements > 50, "{statements}");
    assert_eq!(over_all, OVER_ALL.len());
    for (file, part) in OF_A_VARIABLE_TABLE {
        let source = std::fs::read_to_string(format!("src/store/{file}")).unwrap();
        assert!(source.contains(part), "{file}: {part}");
    }
}

#[tokio::test]
async fn sqlite_looks_rows_up_and_reads_no_organisation_whole() {
    let storage = Storage::sqlite();
    let store = Store::connect(&store_config(&storage.database_url)).await;
    let store = store.unwrap();
    store.migrate().await.unwrap();
    let Store::Sqlite(pool, _) = &store else {
        panic!("{} is no SQLite file", storage.database_url);
    };
    let (mut explained, mut whole) = (0, 0);
    for (_, literal) in literals_of_the_store() {
        let begins = ["SELECT ", "UPDATE ", "DELETE "];
        if !begins.iter().any(|begin| literal.starts_with(begin)) {
            continue;
        }
        // The first value of a statement that is put together from parts.
        let statement = match literal.trim_end() {
            part if part.ends_with('=') => format!("{part} $1"),
            part if part.ends_with("IN (") => format!("{part}$1)"),
            statement => statement.to_owned(),
        };
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let plan = sqlx::query_as(explain).fetch_all(pool).await;
        // Of Postgres, or a part that is none without the next.
        let Ok(plan) = plan else { continue };
        let plan: Vec<(i64, i64, i64, String)> = plan;
        explained += 1;
        let is_whole = plan
            .iter()
            .any(|(.., step)| step.starts_with("SEARCH") && step.ends_with("(organisation=?)"));
        let mut allowed = OVER_AN_ORGANISATION.iter();
        if allowed.any(|(begin, _)| literal.starts_with(begin)) {
            whole += usize::from(is_whole);
            continue;
        }
        // What is narrowed by the parts that follow is not known yet.
        let is_part = statement != literal.trim_end();
        let plan = plan
            .iter()
            .filter(|(_, parent, ..)| !is_part || *parent != 0);
        for (.., step) in plan {
            let is_one_row = ["audit_heads", "removals"].map(|table| format!("SEARCH {table} "));
            let is_one_row = is_one_row.iter().any(|begin| step.starts_with(begin));
            let is_whole = step.ends_with("(organisation=?)") && !is_one_row;
            assert!(!is_whole, "{step}: {statement}");
        }
    }
    assert!(explained > 40, "{explained}");
    assert_eq!(whole, OVER_AN_ORGANISATION.len());
}
