//! Resources in a line of Markdown.

use super::text::{code, inline};
use crate::{
    domain::document::{Resource, ResourceKind},
    locales::MessageCatalogue,
};

pub(super) fn resource_item(
    words: &MessageCatalogue,
    resource: &Resource,
    phases: &[u8],
) -> String {
    let numbers: Vec<String> = phases.iter().map(u8::to_string).collect();
    format!(
        "{} {}",
        resource_line(words, resource),
        (words.texts.ladder.for_phases)(numbers.len(), &words.row(&numbers))
    )
}

/// A resource in a line, marked where it is advertising.
pub(super) fn resource_line(words: &MessageCatalogue, resource: &Resource) -> String {
    let purpose = resource.purpose.as_str().trim_end();
    let mark = match resource.sponsored {
        true => format!(", **{}**", words.texts.ladder.sponsored),
        false => String::new(),
    };
    format!(
        "{} ({}{mark}): {}. {}",
        inline(resource.name.as_str()),
        kind(words, resource.kind),
        inline(purpose.strip_suffix('.').unwrap_or(purpose)),
        code(&resource.id)
    )
}

fn kind(words: &MessageCatalogue, kind: ResourceKind) -> &'static str {
    let kinds = &words.texts.ladder.kinds;
    match kind {
        ResourceKind::Documentation => kinds.documentation,
        ResourceKind::Guide => kinds.guide,
        ResourceKind::Tool => kinds.tool,
        ResourceKind::Reading => kinds.reading,
        ResourceKind::Practice => kinds.practice,
        ResourceKind::Course => kinds.course,
        ResourceKind::Community => kinds.community,
        ResourceKind::Mentor => kinds.mentor,
    }
}
