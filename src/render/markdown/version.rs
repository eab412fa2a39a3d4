//! The versions of a ladder, and what differs between two of them.

use serde_json::Value;

use super::text::{Page, code, edition, inline};
use crate::domain::{
    diff::{ChangeKind, Difference},
    id::Version,
    ladder::Stamp,
};
use crate::{locales::Catalogue, render::words::count};

/// The published versions of a ladder, each with the day of its publication and whether it is the current one.
pub fn versions<'a>(
    words: &Catalogue,
    current: &Stamp,
    versions: impl Iterator<Item = (&'a Version, String, bool)>,
) -> String {
    let mut page = Page::new(&format!("Versions of {}", code(&current.id)));
    page.table(
        ["Version", "Published", ""],
        versions.map(|(version, published, current)| {
            let mark = if current { "current" } else { "" };
            [version.to_string(), inline(&published), mark.into()]
        }),
    );
    page.cite_stamp(words, current)
}

/// What differs between two versions, part by part of the document.
pub fn diff(words: &Catalogue, from: &Stamp, to: &Stamp, differences: &[Difference]) -> String {
    let mut page = Page::new(&format!(
        "{}: from version {} to {}",
        code(&to.id),
        from.version,
        to.version
    ));
    let between = format!("{} and {}", edition(words, from), edition(words, to));
    page.say(&match differences.len() {
        0 => format!("Nothing differs between {between}."),
        number => format!("{} between {between}.", count(number as u64, "difference")),
    });
    let part = |place: &str| place.split('/').nth(1).unwrap_or_default().to_owned();
    for group in differences.chunk_by(|a, b| part(&a.place) == part(&b.place)) {
        let name = group.first().map(|difference| part(&difference.place));
        page.heading(2, &inline(&name.unwrap_or_default()));
        page.list(group.iter().map(line));
    }
    page.cite_stamp(words, to)
}

fn line(difference: &Difference) -> String {
    let place = inline(&difference.place);
    let (before, after) = (
        inline(&words(&difference.before)),
        inline(&words(&difference.after)),
    );
    match difference.change {
        ChangeKind::Added => format!("**Added** {place}: {after}"),
        ChangeKind::Removed => format!("**Removed** {place}, which was: {before}"),
        ChangeKind::Changed => {
            format!("**Changed** {place}\n  - Before: {before}\n  - After: {after}")
        }
        ChangeKind::Moved => {
            format!("**Reordered** {place}\n  - Before: {before}\n  - After: {after}")
        }
    }
}

/// A value of the document in words.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".into(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| match value {
                Value::Object(_) | Value::Array(_) => format!("{name} ({})", words(value)),
                _ => format!("{name}: {}", words(value)),
            };
            members.iter().map(member).collect::<Vec<_>>().join("; ")
        }
    }
}
