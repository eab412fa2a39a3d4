//! Parts that several pages have.

use maud::{Markup, PreEscaped, html};

use super::layout::PageContext;
use crate::{
    domain::{
        document::{Band, Effort, EffortBasis, Measure, Phase, Resource, ResourceKind},
        id::Id,
        ladder::Ladder,
        pay::PayBand,
        placement::RoadblockSummary,
    },
    locales::MessageCatalogue,
    render::svg,
};

/// A picture, which can be scrolled to where it is wider than the page.
pub(super) fn picture(svg: &str) -> Markup {
    html! { figure tabindex="0" { (PreEscaped(svg)) } }
}

/// A table that scrolls where it is too wide.
pub(super) fn table(name: &str, table: &Markup) -> Markup {
    html! { section class="table" aria-label=(name) tabindex="0" { table { (table) } } }
}

/// A level's title, or its id where the ladder has no such level.
pub(super) fn title<'a>(ladder: &'a Ladder, level: &'a Id) -> &'a str {
    ladder
        .level(level.as_str())
        .map_or(level.as_str(), |level| level.title.as_str())
}

/// What a criterion asks for, where it can be counted.
pub(super) fn measure(words: &MessageCatalogue, measure: Option<&Measure>) -> Markup {
    html! {
        @if let Some(measure) = measure {
            " " span class="muted" dir="auto" {
                "(" (words.amount(measure.at_least, measure.at_most, measure.unit.as_str())) ")"
            }
        }
    }
}

/// What a criterion takes, and whose figure it is.
pub(super) fn effort(words: &MessageCatalogue, effort: &Effort) -> String {
    let plan = &words.pages.plan;
    let mut parts = vec![words.count(effort.hours, &words.nouns.hour)];
    if effort.weeks > 0 {
        parts.push((plan.at_least_weeks)(effort.weeks));
    }
    if effort.basis == EffortBasis::Estimate {
        parts.push(plan.estimate.to_owned());
    }
    parts.join(", ")
}

/// Roadblocks with what clears them.
pub(super) fn roadblocks(words: &MessageCatalogue, roadblocks: &[RoadblockSummary<'_>]) -> Markup {
    html! {
        @for roadblock in roadblocks {
            details {
                summary dir="auto" { (roadblock.title) }
                p { (words.pages.result.clears) }
                ul { @for remedy in roadblock.remedy { li dir="auto" { (remedy) } } }
            }
        }
    }
}

/// Resources in a list, advertising marked.
pub(super) fn resources<'a>(
    words: &MessageCatalogue,
    resources: impl Iterator<Item = &'a Resource>,
) -> Markup {
    html! {
        ul class="resources" {
            @for resource in resources {
                li dir="auto" { (self::resource(words, resource)) }
            }
        }
    }
}

/// A resource: its name, what it is, whether it is advertising, what it is good for.
pub(super) fn resource(words: &MessageCatalogue, resource: &Resource) -> Markup {
    html! {
        strong { (resource.name) } " "
        span class="tag" { (kind(words, resource.kind)) } " "
        @if resource.sponsored { span class="tag sponsored" { (words.pages.ladder.sponsored) } " " }
        (resource.purpose)
    }
}

/// The resources of a phase.
pub(super) fn of_phase<'a>(
    ladder: &'a Ladder,
    phase: &'a Phase,
) -> impl Iterator<Item = &'a Resource> {
    phase
        .resources
        .iter()
        .filter_map(|id| ladder.resource(id.as_str()))
}

/// The word for a kind of resource.
fn kind(words: &MessageCatalogue, kind: ResourceKind) -> &'static str {
    let words = &words.pages.ladder;
    match kind {
        ResourceKind::Documentation => words.documentation,
        ResourceKind::Guide => words.guide,
        ResourceKind::Tool => words.tool,
        ResourceKind::Reading => words.reading,
        ResourceKind::Practice => words.practice,
        ResourceKind::Course => words.course,
        ResourceKind::Community => words.community,
        ResourceKind::Mentor => words.mentoring,
    }
}

/// The pay chart of some bands.
pub(super) fn bands<'a>(ladder: &Ladder, bands: impl Iterator<Item = &'a Band>) -> Option<Markup> {
    let bands: Vec<PayBand<'_>> = bands.map(|band| ladder.pay_band(band)).collect();
    (!bands.is_empty()).then(|| picture(&svg::bands(ladder, bands.iter())))
}

/// A heading with a link to itself.
pub(super) fn heading(visit: &PageContext<'_>, depth: u8, id: &str, text: &str) -> Markup {
    let name = (visit.words().pages.ladder.anchor)(text);
    let link = html! { " " a class="anchor" href={ "#" (id) } aria-label=(name) { "#" } };
    html! {
        @match depth {
            2 => h2 dir="auto" { (text) (link) },
            _ => h3 dir="auto" { (text) (link) },
        }
    }
}
