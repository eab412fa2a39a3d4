//! The command line: what each command prints, and the exit status that scripts rely on.

use std::{
    io::{BufRead, BufReader, Write},
    thread,
};

use rungs::app::BUILT_IN;
use serde_json::Value;

use crate::{
    app::store_ladders,
    binary::{finish, run, rungs},
    fixtures::earlier_versions,
};

#[test]
fn help_version_and_completions_are_printed() {
    let help = run(&["--help"], "");
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for command in [
        "serve",
        "migrate",
        "config",
        "ladder",
        "quiz",
        "score",
        "org",
        "key",
        "audit",
        "openapi",
        "completions",
        "healthcheck",
    ] {
        assert!(help.out.contains(command), "{command}");
    }
    assert_eq!(
        run(&["--version"], "").out,
        format!("rungs {}\n", env!("CARGO_PKG_VERSION"))
    );
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            run(&["completions", shell], "").out.contains("healthcheck"),
            "{shell}"
        );
    }
    let wrong = run(&["sing"], "");
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
}

#[test]
fn ladders_are_listed_and_shown() {
    let list = run(&["ladder", "list"], "");
    assert_eq!(list.status, 0, "{list:?}");
    assert!(list.out.contains("ai-engineer") && list.out.contains("1.3.0"));
    assert!(
        run(&["ladder", "show", "ai-engineer"], "")
            .out
            .starts_with("# ")
    );
    let json = run(&["ladder", "show", "ai-engineer", "--format", "json"], "");
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["id"], "ai-engineer");
    for unknown in [
        &["nobody"][..],
        &["ai-engineer", "--version", "9.9.9"],
        &["./nobody.yaml"],
    ] {
        let ended = run(&[&["ladder", "show"], unknown].concat(), "");
        assert_eq!(
            (ended.status, ended.err.lines().count()),
            (2, 1),
            "{ended:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    finish(rungs(&folder, &["ladder", "list"]), "");
    assert!(
        !folder.path().join("rungs.db").exists(),
        "a list makes no database"
    );
}

#[test]
fn a_document_is_checked_with_a_status_that_scripts_can_use() {
    let whole = BUILT_IN[0].text;
    let broken = whole.replace("{yes_min: 1, yes_max: 2}", "{yes_min: 2, yes_max: 2}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.yaml"), &broken).unwrap();
    let check = |input: &str, arguments: &[&str]| {
        finish(
            rungs(&folder, &[&["ladder", "check"], arguments].concat()),
            input,
        )
    };

    let ended = check(whole, &["-"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    assert!(ended.out.contains("ai-engineer 1.3.0") && ended.out.contains("blake3:"));
    let ended = check("", &["broken.yaml"]);
    assert_eq!(ended.status, 1);
    let line = broken.lines().position(|line| line == "  routing:               # by the number of yes answers, whichever questions they are; of the rules that fit, the highest precedence decides");
    let place = format!("broken.yaml:{}:", line.unwrap() + 1);
    assert!(
        ended.out.contains(&place)
            && ended.out.contains("no_outcome")
            && ended.out.contains("yes to q1;"),
        "{}",
        ended.out
    );
    let ended = check(&broken, &["-", "--format", "json"]);
    assert_eq!(ended.status, 1);
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(answer["ok"], false);
    assert_eq!(answer["findings"][0]["pointer"], "/quiz/routing");
    assert_eq!(
        answer["findings"][0]["combination"]["yes"],
        serde_json::json!(["q1"])
    );
    for (input, arguments) in [
        ("a: [", &["-"][..]),
        ("", &["-"]),
        ("", &["nobody.yaml"]),
        ("", &["."]),
        ("a: &x 1", &["-", "--format", "json"]),
    ] {
        let ended = check(input, arguments);
        assert_eq!(ended.status, 2, "{arguments:?}: {ended:?}");
        assert!(!format!("{ended:?}").contains("panicked"));
    }
}

#[test]
fn the_quiz_asks_its_qualifier_only_when_it_matters() {
    let asked = |answers: &str| run(&["quiz"], answers);
    let mid = asked("yes\nYES\ny\nno\nunsure\nn\n");
    assert_eq!(mid.status, 0, "{mid:?}");
    assert!(mid.out.contains("6/6") && mid.out.contains("Mid AI Engineer"));
    assert!(!mid.out.contains("across teams?"), "{}", mid.out);
    let senior = asked("y\ny\ny\ny\ny\ny\nno\n");
    assert!(senior.out.contains("across teams?") && senior.out.contains("Senior AI Engineer"));
    let again = asked("perhaps\ny\ny\ny\ny\ny\ny\ny\n");
    assert!(
        again.out.contains("Please answer yes, no or unsure.") && again.out.contains("approaching")
    );
    let short = asked("y\ny\n");
    assert_eq!(
        (short.status, short.err.lines().count()),
        (2, 1),
        "{short:?}"
    );
}

#[test]
fn the_settings_in_force_are_shown_with_where_they_come_from() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("mine.toml"),
        "[limits]\nbody_bytes = 1234\n",
    )
    .unwrap();
    let secret = "ab".repeat(32);
    let mut command = rungs(
        &folder,
        &[
            "config",
            "--config",
            "mine.toml",
            "--set",
            "limits.line_bytes=99",
            "--database-url",
            "postgres://me:hunter2@db/x",
        ],
    );
    command
        .env("RUNGS_LISTEN", "127.0.0.1:9")
        .env("RUNGS_RECEIPTS__KEY", &secret);
    let ended = finish(command, "");
    assert_eq!(ended.status, 0, "{ended:?}");
    let row = |name: &str| ended.out.lines().find(|line| line.contains(name)).unwrap();
    for (name, value, origin) in [
        ("limits.body_bytes", "1234", "mine.toml"),
        ("limits.line_bytes", "99", "--set"),
        ("listen", "127.0.0.1:9", "RUNGS_LISTEN"),
        ("receipts.key", "***", "RUNGS_RECEIPTS__KEY"),
        ("database_url", "db/x", "--database-url"),
    ] {
        assert!(
            row(name).contains(value) && row(name).contains(origin),
            "{}",
            row(name)
        );
    }
    assert!(!ended.out.contains("hunter2") && !ended.out.contains(&secret));
}

#[test]
fn a_setting_that_does_not_exist_is_refused_with_the_near_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("mine.toml"),
        "lisen = \"x\"\n[limits]\nbody_byte = 1\n",
    )
    .unwrap();
    let ended = finish(rungs(&folder, &["config", "--config", "mine.toml"]), "");
    assert_eq!(ended.status, 2);
    for word in ["lisen", "listen", "limits.body_byte", "limits.body_bytes"] {
        assert!(ended.err.contains(word), "{word}: {}", ended.err);
    }
    let mut command = rungs(&folder, &["config"]);
    command.env("RUNGS_DATABASE_ULR", "x");
    let ended = finish(command, "");
    assert!(
        ended.status == 2 && ended.err.contains("RUNGS_DATABASE_URL"),
        "{ended:?}"
    );
    for arguments in [
        ["config", "--set", "limits.body_bytes=lots"],
        ["config", "--set", "wat"],
        ["config", "--config", "nobody.toml"],
    ] {
        let ended = finish(rungs(&folder, &arguments), "");
        assert_eq!(ended.status, 2, "{ended:?}");
    }
}

#[test]
fn the_printed_document_is_the_committed_one() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    assert_eq!(
        run(&["openapi"], "").out,
        std::fs::read_to_string(committed).unwrap()
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    for arguments in [&["openapi"][..], &["score"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = rungs(&folder, arguments).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer =
            thread::spawn(
                move || while stdin.write_all(b"{\"answers\":{\"q1\":\"yes\"}}\n").is_ok() {},
            );
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        // The reader is gone with its pipe.
        let ended = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    }
}

#[test]
fn ladders_are_compared_with_a_status_as_diff_has_it() {
    let whole = BUILT_IN[0].text;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("same.yaml", whole);
    write(
        "low.yaml",
        &whole.replace("version: 1.3.0", "version: 1.3.1"),
    );
    let fewer = whole.replace("version: 1.3.0", "version: 1.3.1");
    let fewer = fewer.replace("{yes_min: 1, yes_max: 2}", "{yes_min: 1, yes_max: 1}");
    let fewer = fewer.replace("{yes_min: 3, yes_max: 4}", "{yes_min: 2, yes_max: 4}");
    write("fewer.yaml", &fewer);
    write(
        "broken.yaml",
        &whole.replace("{yes_min: 3, yes_max: 4}", "{yes_min: 4, yes_max: 4}"),
    );
    let diff = |arguments: &[&str]| {
        let ended = finish(
            rungs(&folder, &[&["ladder", "diff"], arguments].concat()),
            "",
        );
        assert!(!format!("{ended:?}").contains("panicked"));
        ended
    };
    let ended = diff(&["ai-engineer", "same.yaml"]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""), "{ended:?}");
    let ended = diff(&["ai-engineer@1.2.0", "ai-engineer@1.3.0"]);
    assert_eq!((ended.status, ended.out.as_str()), (2, ""), "{ended:?}");
    let database = folder.path().join("rungs.db");
    let url = format!("sqlite:{}", database.display());
    let stored = store_ladders(&url, earlier_versions());
    tokio::runtime::Runtime::new().unwrap().block_on(stored);
    let ended = diff(&["ai-engineer@1.2.0", "ai-engineer@1.3.0"]);
    assert_eq!((ended.status, ended.err.as_str()), (1, ""), "{ended:?}");
    assert!(
        ended
            .out
            .starts_with("# `ai-engineer`: from version 1.2.0 to 1.3.0")
    );
    let ended = diff(&["same.yaml", "low.yaml"]);
    assert_eq!((ended.status, ended.err.as_str()), (1, ""), "{ended:?}");
    let ended = diff(&["ai-engineer", "fewer.yaml"]);
    assert_eq!(ended.status, 1);
    assert!(
        ended
            .out
            .contains("Yes to `q1` and `q2` and no to everything else"),
        "{ended:?}"
    );
    assert!(
        ended
            .err
            .contains("fewer.yaml: warning[version_too_low] /version"),
        "{ended:?}"
    );
    let ended = diff(&["ai-engineer", "fewer.yaml", "--format", "json"]);
    assert_eq!((ended.status, ended.err.as_str()), (1, ""), "{ended:?}");
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(answer["change"], "outcome");
    assert_eq!(answer["suggested_version"], "2.0.0");
    assert_eq!(answer["findings"][0]["code"], "version_too_low");
    let quiz = answer["differences"].as_array().unwrap().iter();
    assert_eq!(quiz.filter(|one| one["impact"] == "outcome").count(), 2);
    for arguments in [
        ["ai-engineer", "broken.yaml"],
        ["broken.yaml", "ai-engineer"],
        ["ai-engineer", "nobody.yaml"],
        ["nobody", "ai-engineer"],
        ["ai-engineer", "ai-engineer@9.9.9"],
        ["ai-engineer", "ai-engineer@"],
    ] {
        let ended = diff(&arguments);
        assert_eq!(
            (ended.status, ended.out.as_str()),
            (2, ""),
            "{arguments:?}: {ended:?}"
        );
    }
}
