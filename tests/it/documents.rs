//! Documents: what they link to and the files that they name are there, and the first ones to read stay short.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The most lines of a document that fits on one screen, and which ones have to.
const SCREEN: usize = 60;
const SHORT: [&str; 2] = ["README.md", "docs/architecture.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown file for people, by its path in the repository.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["", "docs", "docs/decisions", "deploy", "ladders/examples"]
        .map(PathBuf::from)
        .into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if path.extension().is_some_and(|end| end == "md") {
                found.push(path);
            }
        }
    }
    found
}

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// Returns the fragments of a document's headings, as GitHub makes them.
fn fragments(text: &str) -> BTreeSet<String> {
    let (mut found, mut heading) = (BTreeSet::new(), None::<String>);
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = heading.take().unwrap().to_lowercase();
                let kept = text.replace(' ', "-");
                let kept = kept
                    .chars()
                    .filter(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_'));
                found.insert(kept.collect());
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_link_of_a_document_leads_to_a_file_and_a_heading() {
    let (mut broken, mut checked) = (Vec::new(), 0);
    for document in documents() {
        let text = fs::read_to_string(root().join(&document)).unwrap();
        for event in events(&text) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            if dest_url.contains("://") {
                continue;
            }
            checked += 1;
            let (file, fragment) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = match file {
                "" => root().join(&document),
                file => root().join(document.parent().unwrap()).join(file),
            };
            let leads = match fragment {
                "" => target.exists(),
                fragment => {
                    fs::read_to_string(target).is_ok_and(|text| fragments(&text).contains(fragment))
                }
            };
            if !leads {
                broken.push(format!("{}: {dest_url}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(checked > 60, "{checked}");
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let (mut missing, mut checked) = (Vec::new(), 0);
    for document in documents() {
        // It tells of what was.
        if document == Path::new("CHANGELOG.md") {
            continue;
        }
        let text = fs::read_to_string(root().join(&document)).unwrap();
        for event in events(&text) {
            let Event::Code(name) = event else { continue };
            let first = name.split('/').next().unwrap();
            // A file whose name begins with a point is made by the reader.
            let is_path = name.contains('/')
                && !name.contains("/.")
                && !name.starts_with('/')
                && !name.contains(['*', '{', ' ', '…']);
            if !is_path || !root().join(first).is_dir() && !root().join("src").join(first).is_dir()
            {
                continue;
            }
            checked += 1;
            if !root().join(&*name).exists() && !root().join("src").join(&*name).exists() {
                missing.push(format!("{}: {name}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(checked > 20, "{checked}");
}

#[test]
fn what_is_read_first_fits_on_one_screen() {
    for document in SHORT {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let lines = text.lines().count();
        assert!(lines <= SCREEN, "{document} has {lines} lines");
    }
}

#[test]
fn every_decision_is_in_the_index() {
    let folder = root().join("docs/decisions");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut decisions = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "README.md" {
            assert!(index.contains(&format!("({name})")), "{name}");
            decisions += 1;
        }
    }
    assert!(decisions > 20, "{decisions}");
}
