//! Ladders and the plain lists in them: levels, roadblocks, resources, questions that people ask.

use super::{
    pay, phase,
    quiz::questions,
    text::{Page, code, edition, inline, months, paragraphs, row, title},
};
use crate::domain::{
    document::{Document, Faq, Format, Level, Resource, ResourceKind, Roadblock, Timeframe},
    id::Text,
    ladder::{Ladder, Stamp},
    pay::PayBand,
};

/// The ladders there are, each with its own version and hash.
pub fn ladders<'a>(items: impl Iterator<Item = (&'a Stamp, &'a Text, &'a Text)>) -> String {
    let mut page = Page::new("Career ladders");
    let mut none = true;
    for (stamp, title, summary) in items {
        none = false;
        page.heading(2, &inline(title.as_str()));
        page.say(&paragraphs(summary.as_str()));
        page.say(&format!("Ladder: {}, {}.", code(&stamp.id), edition(stamp)));
    }
    if none {
        page.say("No ladder is published here.");
    }
    page.whole()
}

/// The whole of a ladder.
pub fn ladder(ladder: &Ladder) -> String {
    let document = ladder.document();
    let mut page = Page::new(&inline(document.title.as_str()));
    page.say(&paragraphs(document.summary.as_str()));
    about(&mut page, ladder, document);
    page.heading(2, "Levels");
    for level in &document.levels {
        rung(&mut page, ladder, level, 3);
    }
    page.heading(
        2,
        &format!("Quiz: {}", inline(document.quiz.title.as_str())),
    );
    questions(&mut page, ladder, 3);
    page.heading(2, "Phases");
    for each in &document.phases {
        phase::body(&mut page, ladder, each, 3);
        let names = each.resources.iter().filter_map(|id| {
            let resource = ladder.resource(id.as_str())?;
            let mark = if resource.sponsored {
                " (sponsored)"
            } else {
                ""
            };
            Some(format!("{}{mark}", inline(resource.name.as_str())))
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            page.say(&format!("**Resources.** {}.", row(&names)));
        }
    }
    if !document.roadblocks.is_empty() {
        page.heading(2, "Roadblocks");
        for roadblock in &document.roadblocks {
            obstacle(&mut page, ladder, roadblock, 3);
        }
    }
    if let Some(cause) = &document.common_cause {
        page.note("What they have in common", cause);
    }
    if !document.resources.is_empty() {
        page.heading(2, "Resources");
        let listed = document.resources.iter().map(|resource| {
            let phases = document
                .phases
                .iter()
                .filter(|phase| phase.resources.contains(&resource.id));
            (
                resource,
                phases.map(|phase| phase.number).collect::<Vec<u8>>(),
            )
        });
        let lines: Vec<String> = listed
            .map(|(resource, phases)| resource_item(resource, &phases))
            .collect();
        page.list(lines.into_iter());
    }
    if let Some(principle) = &document.resource_principle {
        page.note("How to choose", principle);
    }
    page.heading(2, "Pay");
    let bands = document
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band));
    let bands: Vec<PayBand<'_>> = bands.collect();
    pay::table(&mut page, &bands.iter().collect::<Vec<_>>());
    if !document.faqs.is_empty() {
        page.heading(2, "Questions that people ask");
        for faq in &document.faqs {
            asked(&mut page, faq, 3);
        }
    }
    page.cite(ladder)
}

fn about(page: &mut Page, ladder: &Ladder, document: &Document) {
    let source = &document.source;
    let format = match document.format {
        Format::Ladder1 => "rungs/ladder/1",
    };
    page.say(&format!(
        "Facts and figures come from {} by {}, published by {}. Language: {}. Format: {}.",
        inline(source.title.as_str()),
        inline(source.author.as_str()),
        inline(source.publisher.as_str()),
        inline(&document.locale),
        code(format)
    ));
    if !document.insights.is_empty() {
        page.heading(2, "Insights");
        page.list(document.insights.iter().map(|insight| {
            let level = insight.level.as_ref();
            let level = level.map_or_else(String::new, |id| format!(" (on {})", title(ladder, id)));
            format!(
                "{}{level} {}",
                inline(insight.text.as_str()),
                code(&insight.id)
            )
        }));
    }
    if !document.timeframes.is_empty() {
        page.heading(2, "How long it takes");
        page.list(document.timeframes.iter().map(|span| {
            format!(
                "{}, {}: {} {}",
                stretch(ladder, span),
                months(span.min_months, Some(span.max_months)),
                inline(span.label.as_str()),
                code(&span.id)
            )
        }));
    }
}

fn stretch(ladder: &Ladder, span: &Timeframe) -> String {
    match (&span.from, &span.to, &span.at) {
        (_, _, Some(at)) => format!("Standing still at {}", title(ladder, at)),
        (Some(from), Some(to), None) => {
            format!("{} to {}", title(ladder, from), title(ladder, to))
        }
        (None, Some(to), None) => format!("From the beginning to {}", title(ladder, to)),
        (Some(from), None, None) => format!("From {}", title(ladder, from)),
        (None, None, None) => "In all".into(),
    }
}

/// Levels, without their pay and roadblocks.
pub fn levels<'a>(ladder: &Ladder, levels: impl Iterator<Item = &'a Level>) -> String {
    let mut page = Page::new(&format!(
        "{}: levels",
        inline(ladder.document().title.as_str())
    ));
    let mut none = true;
    for level in levels {
        none = false;
        rung(&mut page, ladder, level, 2);
    }
    if none {
        page.say("There is no level to show.");
    }
    page.cite(ladder)
}

/// A level with its phase, pay and roadblocks.
pub fn level(ladder: &Ladder, level: &Level) -> String {
    let mut page = Page::empty();
    let id = level.id.as_str();
    rung(&mut page, ladder, level, 1);
    page.heading(2, "Pay");
    let mut bands = ladder.bands_of(id).peekable();
    if bands.peek().is_none() {
        page.say(&format!(
            "The ladder gives no pay band for {}.",
            inline(level.title.as_str())
        ));
    } else {
        page.list(bands.map(|band| pay::band_words(&ladder.pay_band(band))));
    }
    let mut roadblocks = ladder.roadblocks_at(id).peekable();
    if roadblocks.peek().is_some() {
        page.heading(2, "Roadblocks");
        page.list(roadblocks.map(|roadblock| {
            format!(
                "**{}:** {} {}",
                inline(roadblock.title.as_str()),
                inline(roadblock.cause.as_str()),
                code(&roadblock.id)
            )
        }));
    }
    page.cite(ladder)
}

fn rung(page: &mut Page, ladder: &Ladder, level: &Level, depth: usize) {
    page.heading(depth, &inline(level.title.as_str()));
    let phase = ladder.phase_of(level.id.as_str());
    let phase = phase.map_or_else(String::new, |phase| {
        format!(
            " Phase {}, {}, starts here.",
            phase.number,
            inline(phase.title.as_str())
        )
    });
    page.say(&format!(
        "Level {} of {}. Usual tenure: {}, counted from the start of the career.{phase} Id: {}.",
        level.rank,
        ladder.document().levels.len(),
        months(level.tenure.min_months, level.tenure.max_months),
        code(&level.id)
    ));
    page.say("What moves a person forward here:");
    page.list(level.moves_forward.iter().map(|text| inline(text.as_str())));
    page.say(&format!(
        "**Plateau: {}** ({}). {}",
        inline(level.plateau.title.as_str()),
        code(&level.plateau.id),
        paragraphs(level.plateau.summary.as_str())
    ));
}

/// Why people get stuck, and what clears it.
pub fn roadblocks<'a>(ladder: &Ladder, roadblocks: impl Iterator<Item = &'a Roadblock>) -> String {
    let mut page = Page::new(&format!(
        "{}: roadblocks",
        inline(ladder.document().title.as_str())
    ));
    let mut none = true;
    for roadblock in roadblocks {
        none = false;
        obstacle(&mut page, ladder, roadblock, 2);
    }
    if none {
        page.say("The ladder names no such roadblock.");
    } else if let Some(cause) = &ladder.document().common_cause {
        page.note("What the ladder's roadblocks have in common", cause);
    }
    page.cite(ladder)
}

fn obstacle(page: &mut Page, ladder: &Ladder, roadblock: &Roadblock, depth: usize) {
    page.heading(depth, &inline(roadblock.title.as_str()));
    let levels: Vec<String> = roadblock
        .levels
        .iter()
        .map(|id| title(ladder, id))
        .collect();
    page.say(&format!(
        "Met at {}. Id: {}.",
        row(&levels),
        code(&roadblock.id)
    ));
    page.note("Why", &roadblock.cause);
    page.say("**What clears it:**");
    page.steps(roadblock.remedy.iter().map(|text| inline(text.as_str())));
}

/// What helps, each with the phases that it is fit for.
pub fn resources<'a>(
    ladder: &Ladder,
    resources: impl Iterator<Item = (&'a Resource, &'a [u8])>,
) -> String {
    let mut page = Page::new(&format!(
        "{}: resources",
        inline(ladder.document().title.as_str())
    ));
    let (mut lines, mut sponsored) = (Vec::new(), false);
    for (resource, phases) in resources {
        sponsored |= resource.sponsored;
        lines.push(resource_item(resource, phases));
    }
    if lines.is_empty() {
        page.say("The ladder names no such resource.");
    } else {
        page.list(lines.into_iter());
    }
    if sponsored {
        page.say("What is marked as sponsored is advertising, such as a paid offer of the source's publisher.");
    }
    if let Some(principle) = &ladder.document().resource_principle {
        page.note("How to choose", principle);
    }
    page.cite(ladder)
}

fn resource_item(resource: &Resource, phases: &[u8]) -> String {
    format!(
        "{} For {}.",
        resource_line(resource),
        phase::phases_in_words(phases)
    )
}

/// A resource in a line, marked where it is advertising.
pub(super) fn resource_line(resource: &Resource) -> String {
    let purpose = resource.purpose.as_str().trim_end();
    let mark = if resource.sponsored {
        ", **sponsored**"
    } else {
        ""
    };
    format!(
        "{} ({}{mark}): {}. {}",
        inline(resource.name.as_str()),
        kind(resource.kind),
        inline(purpose.strip_suffix('.').unwrap_or(purpose)),
        code(&resource.id)
    )
}

fn kind(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Documentation => "documentation",
        ResourceKind::Guide => "guide",
        ResourceKind::Tool => "tool",
        ResourceKind::Reading => "reading",
        ResourceKind::Practice => "practice",
        ResourceKind::Course => "course",
        ResourceKind::Community => "community",
        ResourceKind::Mentor => "mentor",
    }
}

/// Questions that people ask, with their answers.
pub fn faqs<'a>(ladder: &Ladder, faqs: impl Iterator<Item = &'a Faq>) -> String {
    let mut page = Page::new(&format!(
        "{}: questions that people ask",
        inline(ladder.document().title.as_str())
    ));
    let mut none = true;
    for faq in faqs {
        none = false;
        asked(&mut page, faq, 2);
    }
    if none {
        page.say("The ladder answers no such question.");
    }
    page.cite(ladder)
}

fn asked(page: &mut Page, faq: &Faq, depth: usize) {
    page.heading(depth, &inline(faq.question.as_str()));
    page.say(&format!(
        "{} {}",
        paragraphs(faq.answer.as_str()),
        code(&faq.id)
    ));
}
