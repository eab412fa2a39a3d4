//! The versions of a ladder, and what differs between two of them.

use std::cmp::Reverse;

use serde_json::Value;

use super::{
    quiz::place_and_phase,
    text::{MarkdownPage, code, edition, inline},
};
use crate::{
    domain::{
        diff::{ChangeKind, Difference, Impact, VersionDiff},
        id::Version,
        ladder::{Ladder, LadderRef},
    },
    locales::{
        MessageCatalogue,
        texts::{ImpactTexts, VersionTexts},
    },
};

/// The published versions of a ladder, each with the day of its publication and whether it is the current one.
pub fn versions<'a>(
    words: &MessageCatalogue,
    current: &LadderRef,
    versions: impl Iterator<Item = (&'a Version, String, bool)>,
) -> String {
    let texts = &words.texts.version;
    let mut page = MarkdownPage::new(&(texts.versions_of)(&code(&current.id)));
    page.table(
        texts.heads,
        versions.map(|(version, published, current)| {
            let mark = if current { texts.current } else { "" };
            [version.to_string(), inline(&published), mark.into()]
        }),
    );
    page.cite_stamp(words, current)
}

/// What differs between two versions, part by part of the document, what matters most first.
pub fn diff(from: &Ladder, to: &Ladder, diff: &VersionDiff<'_>) -> String {
    let words = to.words();
    let texts = &words.texts.version;
    let mut page = MarkdownPage::new(&(texts.diff)(
        &code(&diff.to.id),
        &diff.from.version.to_string(),
        &diff.to.version.to_string(),
    ));
    let between = [edition(words, diff.from), edition(words, diff.to)];
    let [first, second] = &between;
    page.say(&match diff.differences.len() {
        0 => (texts.none)(first, second),
        number => {
            let number = words.count(number as u64, &words.nouns.difference);
            (texts.some)(&number, first, second)
        }
    });
    if !diff.differences.is_empty() {
        let suggested = (texts.suggested)(&code(&diff.suggested_version));
        page.say(&format!("{} {suggested}", of(&texts.means, diff.change)));
    }
    if let Some(example) = &diff.example {
        let row = |ids: &[String]| {
            let ids: Vec<String> = ids.iter().map(code).collect();
            (!ids.is_empty()).then(|| words.row(&ids))
        };
        let answers = &example.answers;
        let (yes, qualifiers) = (row(&answers.yes), row(&answers.qualifiers));
        page.say(&(texts.example)(
            &(texts.answers)(yes.as_deref(), qualifiers.as_deref()),
            &place_and_phase(from, &example.before),
            &place_and_phase(to, &example.after),
        ));
    }
    let part = |difference: &Difference| {
        let part = difference.place.split('/').nth(1);
        part.unwrap_or_default().to_owned()
    };
    let mut parts: Vec<(String, Vec<&Difference>)> = Vec::new();
    for difference in &diff.differences {
        let name = part(difference);
        match parts.iter_mut().find(|(other, _)| *other == name) {
            Some((_, group)) => group.push(difference),
            None => parts.push((name, vec![difference])),
        }
    }
    for (_, group) in &mut parts {
        group.sort_by_key(|difference| Reverse(difference.impact));
    }
    parts.sort_by_key(|(_, group)| group.first().map(|first| Reverse(first.impact)));
    for (name, group) in &parts {
        page.heading(2, &inline(name));
        page.list(group.iter().map(|one| line(texts, one)));
    }
    page.cite_stamp(words, diff.to)
}

fn of(texts: &ImpactTexts, impact: Impact) -> &'static str {
    match impact {
        Impact::None => texts.none,
        Impact::Wording => texts.wording,
        Impact::Addition => texts.addition,
        Impact::Outcome => texts.outcome,
    }
}

fn line(texts: &VersionTexts, difference: &Difference) -> String {
    let place = inline(&difference.place);
    let impact = of(&texts.impacts, difference.impact);
    let said = |value: &Value| inline(&in_words(texts, value));
    let (before, after) = (said(&difference.before), said(&difference.after));
    let both = |change: &str| {
        let (before, after) = ((texts.before)(&before), (texts.after)(&after));
        format!("**{change}** ({impact}) {place}\n  - {before}\n  - {after}")
    };
    match difference.change {
        ChangeKind::Added => format!("**{}** ({impact}) {place}: {after}", texts.added),
        ChangeKind::Removed => {
            format!(
                "**{}** ({impact}) {}",
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
