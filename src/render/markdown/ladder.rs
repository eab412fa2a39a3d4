//! Ladders and the plain lists in them: levels, roadblocks, resources, questions that people ask.

use super::{
    pay, phase,
    quiz::questions,
    resource::resource_item,
    text::{MarkdownPage, code, edition, id, inline, paragraphs, title},
};
use crate::{
    domain::{
        document::{Document, DocumentFormat, Faq, Level, Resource, Roadblock, Timeframe},
        id::Text,
        ladder::{Ladder, LadderRef},
        pay::PayBand,
    },
    locales::MessageCatalogue,
};

/// The ladders there are, each with its own version and hash.
pub fn ladders<'a>(
    words: &MessageCatalogue,
    items: impl Iterator<Item = (&'a LadderRef, &'a Text, &'a Text)>,
) -> String {
    let mut page = MarkdownPage::new(words.texts.ladder.ladders);
    let mut none = true;
    for (stamp, title, summary) in items {
        none = false;
        page.heading(2, &inline(title.as_str()));
        page.say(&paragraphs(summary.as_str()));
        page.say(&(words.texts.text.ladder)(
            &code(&stamp.id),
            &edition(words, stamp),
        ));
    }
    if none {
        page.say(words.texts.ladder.no_ladder);
    }
    page.whole()
}

/// The whole of a ladder.
pub fn ladder(ladder: &Ladder) -> String {
    whole(ladder).cite(ladder)
}

/// The whole of a ladder, to which something may be added.
pub(super) fn whole(ladder: &Ladder) -> MarkdownPage {
    let words = ladder.words();
    let texts = &words.texts.ladder;
    let document = ladder.document();
    let mut page = MarkdownPage::new(&inline(document.title.as_str()));
    page.say(&paragraphs(document.summary.as_str()));
    about(&mut page, ladder, document);
    page.heading(2, texts.levels);
    for level in &document.levels {
        rung(&mut page, ladder, level, 3);
    }
    page.heading(2, &(texts.quiz)(&inline(document.quiz.title.as_str())));
    questions(&mut page, ladder, 3);
    page.heading(2, texts.phases);
    for each in &document.phases {
        phase::body(&mut page, ladder, each, 3);
        let names = each.resources.iter().filter_map(|id| {
            let resource = ladder.resource(id.as_str())?;
            let name = inline(resource.name.as_str());
            Some(match resource.sponsored {
                true => format!("{name} ({})", texts.sponsored),
                false => name,
            })
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            page.say(&format!(
                "**{}.** {}.",
                words.texts.text.resources,
                words.row(&names)
            ));
        }
    }
    if !document.roadblocks.is_empty() {
        page.heading(2, words.texts.text.roadblocks);
        for roadblock in &document.roadblocks {
            obstacle(&mut page, ladder, roadblock, 3);
        }
    }
    if let Some(cause) = &document.common_cause {
        page.note(texts.in_common, cause);
    }
    if !document.resources.is_empty() {
        page.heading(2, words.texts.text.resources);
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
            .map(|(resource, phases)| resource_item(words, resource, &phases))
            .collect();
        page.list(lines.into_iter());
    }
    if let Some(principle) = &document.resource_principle {
        page.note(texts.how_to_choose, principle);
    }
    page.heading(2, texts.pay);
    let bands = document
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band));
    let bands: Vec<PayBand<'_>> = bands.collect();
    pay::table(&mut page, words, &bands.iter().collect::<Vec<_>>());
    if !document.faqs.is_empty() {
        page.heading(2, texts.faqs);
        for faq in &document.faqs {
            asked(&mut page, faq, 3);
        }
    }
    page
}

fn about(page: &mut MarkdownPage, ladder: &Ladder, document: &Document) {
    let words = ladder.words();
    let texts = &words.texts.ladder;
    let source = &document.source;
    let format = match document.format {
        DocumentFormat::Ladder1 => "rungs/ladder/1",
    };
    page.say(&(texts.about)(
        &inline(source.title.as_str()),
        &inline(source.author.as_str()),
        &inline(source.publisher.as_str()),
        &inline(&document.locale),
        &code(format),
    ));
    if !document.insights.is_empty() {
        page.heading(2, texts.insights);
        page.list(document.insights.iter().map(|insight| {
            let level = insight.level.as_ref();
            let level = level.map_or_else(String::new, |id| {
                format!(" {}", (texts.on)(&title(ladder, id)))
            });
            format!(
                "{}{level} {}",
                inline(insight.text.as_str()),
                code(&insight.id)
            )
        }));
    }
    if !document.timeframes.is_empty() {
        page.heading(2, texts.takes);
        page.list(document.timeframes.iter().map(|span| {
            format!(
                "{}, {}: {} {}",
                stretch(ladder, span),
                words.months(span.min_months, Some(span.max_months)),
                inline(span.label.as_str()),
                code(&span.id)
            )
        }));
    }
}

fn stretch(ladder: &Ladder, span: &Timeframe) -> String {
    let texts = &ladder.words().texts.ladder;
    match (&span.from, &span.to, &span.at) {
        (_, _, Some(at)) => (texts.still_at)(&title(ladder, at)),
        (Some(from), Some(to), None) => (texts.between)(&title(ladder, from), &title(ladder, to)),
        (None, Some(to), None) => (texts.until)(&title(ladder, to)),
        (Some(from), None, None) => (texts.since)(&title(ladder, from)),
        (None, None, None) => texts.in_all.into(),
    }
}

/// Levels, without their pay and roadblocks.
pub fn levels<'a>(ladder: &Ladder, levels: impl Iterator<Item = &'a Level>) -> String {
    let texts = &ladder.words().texts.ladder;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.levels_of)(&name));
    let mut none = true;
    for level in levels {
        none = false;
        rung(&mut page, ladder, level, 2);
    }
    if none {
        page.say(texts.no_level);
    }
    page.cite(ladder)
}

/// A level with its phase, pay and roadblocks.
pub fn level(ladder: &Ladder, level: &Level) -> String {
    let texts = &ladder.words().texts;
    let mut page = MarkdownPage::empty();
    let id = level.id.as_str();
    rung(&mut page, ladder, level, 1);
    page.heading(2, texts.ladder.pay);
    let mut bands = ladder.bands_of(id).peekable();
    if bands.peek().is_none() {
        page.say(&(texts.text.no_band)(&inline(level.title.as_str())));
    } else {
        page.list(bands.map(|band| pay::band_words(ladder.words(), &ladder.pay_band(band))));
    }
    let mut roadblocks = ladder.roadblocks_at(id).peekable();
    if roadblocks.peek().is_some() {
        page.heading(2, texts.text.roadblocks);
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

/// The track that a level is on, where it is on one, with where that starts.
fn track(ladder: &Ladder, level: &Level) -> Option<String> {
    let track = ladder.document().track(level.track.as_ref()?.as_str())?;
    let name = inline(track.title.as_str());
    let mut said = (ladder.words().texts.ladder.track)(&name, &title(ladder, &track.from));
    if let Some(summary) = &track.summary {
        said += &format!(
            " {}: {}.",
            name,
            inline(summary.as_str().trim_end_matches('.'))
        );
    }
    Some(said)
}

fn rung(page: &mut MarkdownPage, ladder: &Ladder, level: &Level, depth: usize) {
    let words = ladder.words();
    let texts = &words.texts.ladder;
    page.heading(depth, &inline(level.title.as_str()));
    let tenure = words.months(level.tenure.min_months, level.tenure.max_months);
    let levels = ladder.document().highest_rank();
    let mut sentences = vec![(texts.rung)(level.rank, levels, &tenure)];
    if let Some(phase) = ladder.phase_of(level.id.as_str()) {
        let title = inline(phase.title.as_str());
        sentences.push((texts.phase_starts)(phase.number, &title));
    }
    sentences.push(id(words, &level.id));
    sentences.extend(track(ladder, level));
    page.say(&sentences.join(" "));
    page.say(texts.moves_forward);
    page.list(level.moves_forward.iter().map(|text| inline(text.as_str())));
    page.say(&format!(
        "**{}** ({}). {}",
        (texts.plateau)(&inline(level.plateau.title.as_str())),
        code(&level.plateau.id),
        paragraphs(level.plateau.summary.as_str())
    ));
}

/// Why people get stuck, and what clears it.
pub fn roadblocks<'a>(ladder: &Ladder, roadblocks: impl Iterator<Item = &'a Roadblock>) -> String {
    let texts = &ladder.words().texts.ladder;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.roadblocks_of)(&name));
    let mut none = true;
    for roadblock in roadblocks {
        none = false;
        obstacle(&mut page, ladder, roadblock, 2);
    }
    if none {
        page.say(texts.no_roadblock);
    } else if let Some(cause) = &ladder.document().common_cause {
        page.note(texts.ladder_in_common, cause);
    }
    page.cite(ladder)
}

fn obstacle(page: &mut MarkdownPage, ladder: &Ladder, roadblock: &Roadblock, depth: usize) {
    let words = ladder.words();
    let texts = &words.texts.text;
    page.heading(depth, &inline(roadblock.title.as_str()));
    let levels: Vec<String> = roadblock
        .levels
        .iter()
        .map(|id| title(ladder, id))
        .collect();
    page.say(&format!(
        "{} {}",
        (texts.met_at)(&words.row(&levels)),
        id(words, &roadblock.id)
    ));
    page.note(texts.why, &roadblock.cause);
    page.say(&format!("**{}**", texts.clears));
    page.steps(roadblock.remedy.iter().map(|text| inline(text.as_str())));
}

/// What helps, each with the phases that it is fit for.
pub fn resources<'a>(
    ladder: &Ladder,
    resources: impl Iterator<Item = (&'a Resource, &'a [u8])>,
) -> String {
    let texts = &ladder.words().texts.ladder;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.resources_of)(&name));
    let (mut lines, mut sponsored) = (Vec::new(), false);
    for (resource, phases) in resources {
        sponsored |= resource.sponsored;
        lines.push(resource_item(ladder.words(), resource, phases));
    }
    if lines.is_empty() {
        page.say(texts.no_resource);
    } else {
        page.list(lines.into_iter());
    }
    if sponsored {
        page.say(texts.sponsored_about);
    }
    if let Some(principle) = &ladder.document().resource_principle {
        page.note(texts.how_to_choose, principle);
    }
    page.cite(ladder)
}

/// Questions that people ask, with their answers.
pub fn faqs<'a>(ladder: &Ladder, faqs: impl Iterator<Item = &'a Faq>) -> String {
    let texts = &ladder.words().texts.ladder;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.faqs_of)(&name));
    let mut none = true;
    for faq in faqs {
        none = false;
        asked(&mut page, faq, 2);
    }
    if none {
        page.say(texts.no_faq);
    }
    page.cite(ladder)
}

fn asked(page: &mut MarkdownPage, faq: &Faq, depth: usize) {
    page.heading(depth, &inline(faq.question.as_str()));
    page.say(&format!(
        "{} {}",
        paragraphs(faq.answer.as_str()),
        code(&faq.id)
    ));
}
