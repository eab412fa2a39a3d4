//! The versions of a ladder, and what differs between two of them.

use serde_json::Value;

use super::text::{Page, code, edition, inline};
use crate::{
    domain::{
        diff::{ChangeKind, Difference},
        id::Version,
        ladder::Stamp,
    },
    locales::{Catalogue, texts::VersionTexts},
};

/// The published versions of a ladder, each with the day of its publication and whether it is the current one.
pub fn versions<'a>(
    words: &Catalogue,
    current: &Stamp,
    versions: impl Iterator<Item = (&'a Version, String, bool)>,
) -> String {
    let texts = &words.texts.version;
    let mut page = Page::new(&(texts.versions_of)(&code(&current.id)));
    page.table(
        texts.heads,
        versions.map(|(version, published, current)| {
            let mark = if current { texts.current } else { "" };
            [version.to_string(), inline(&published), mark.into()]
        }),
    );
    page.cite_stamp(words, current)
}

/// What differs between two versions, part by part of the document.
pub fn diff(words: &Catalogue, from: &Stamp, to: &Stamp, differences: &[Difference]) -> String {
    let texts = &words.texts.version;
    let mut page = Page::new(&(texts.diff)(
        &code(&to.id),
        &from.version.to_string(),
        &to.version.to_string(),
    ));
    let between = [edition(words, from), edition(words, to)];
    let [first, second] = &between;
    page.say(&match differences.len() {
        0 => (texts.none)(first, second),
        number => {
            let number = words.count(number as u64, &words.nouns.difference);
            (texts.some)(&number, first, second)
        }
    });
    let part = |place: &str| place.split('/').nth(1).unwrap_or_default().to_owned();
    for group in differences.chunk_by(|a, b| part(&a.place) == part(&b.place)) {
        let name = group.first().map(|difference| part(&difference.place));
        page.heading(2, &inline(&name.unwrap_or_default()));
        page.list(group.iter().map(|one| line(texts, one)));
    }
    page.cite_stamp(words, to)
}

fn line(texts: &VersionTexts, difference: &Difference) -> String {
    let place = inline(&difference.place);
    let said = |value: &Value| inline(&in_words(texts, value));
    let (before, after) = (said(&difference.before), said(&difference.after));
    let both = |change: &str| {
        let (before, after) = ((texts.before)(&before), (texts.after)(&after));
        format!("**{change}** {place}\n  - {before}\n  - {after}")
    };
    match difference.change {
        ChangeKind::Added => format!("**{}** {place}: {after}", texts.added),
        ChangeKind::Removed => {
            format!(
                "**{}** {}",
                texts.removed,
                (texts.which_was)(&place, &before)
            )
        }
        ChangeKind::Changed => both(texts.changed),
        ChangeKind::Moved => both(texts.reordered),
    }
}

/// A value of the document in words.
fn in_words(texts: &VersionTexts, value: &Value) -> String {
    let said = |value: &Value| in_words(texts, value);
    match value {
        Value::Null => "null".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => texts.empty.into(),
        Value::Array(items) => items.iter().map(said).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| match value {
                Value::Object(_) | Value::Array(_) => format!("{name} ({})", said(value)),
                _ => format!("{name}: {}", said(value)),
            };
            members.iter().map(member).collect::<Vec<_>>().join("; ")
        }
    }
}
