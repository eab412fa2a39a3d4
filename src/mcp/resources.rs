//! Resources: a ladder and its parts as Markdown, each at an address of its own, with the version and the language where they matter.

use std::sync::Arc;

use rmcp::{
    ErrorData,
    model::{
        ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
    },
};
use serde_json::json;

use crate::{
    app::{
        App, PublishedLadder,
        compensation::bands,
        ladder_query::{LadderQuery, in_language},
        levels::level,
        lists::PageBounds,
        phases::phase,
        resources::{ResourceResponse, resources},
    },
    domain::{document::Document, ladder::Ladder},
    error::Error,
    query,
    render::markdown,
};

const SCHEME: &str = "rungs://ladders/";
/// The media type of resources.
pub(super) const MARKDOWN: &str = "text/markdown";

/// Parts of a ladder that are one resource each: the last part of the address, and what it is.
const WHOLE: [(&str, &str); 7] = [
    (
        "quiz",
        "The quiz: its questions, and which outcome a number of yes answers leads to.",
    ),
    (
        "levels",
        "All levels, lowest first: tenure, what moves a person forward, the plateau at each.",
    ),
    (
        "phases",
        "All phases of the roadmap with their tables and criteria.",
    ),
    ("roadblocks", "Why people get stuck, and what clears it."),
    (
        "resources",
        "What helps in each phase; advertising is marked.",
    ),
    ("faqs", "Questions that people ask, with answers."),
    ("compensation", "Pay bands, and which are not published."),
];

/// The templates of addresses.
pub(super) const TEMPLATES: [(&str, &str, &str); 4] = [
    (
        "rungs://ladders/{ladder}{?version,locale}",
        "A ladder",
        "The whole ladder as one text.",
    ),
    (
        "rungs://ladders/{ladder}/{part}{?version,locale}",
        "A part of a ladder",
        "quiz, levels, phases, roadblocks, resources, faqs or compensation.",
    ),
    (
        "rungs://ladders/{ladder}/levels/{level}{?version,locale}",
        "A level",
        "A level with its plateau, its pay and the roadblocks met there.",
    ),
    (
        "rungs://ladders/{ladder}/phases/{number}{?version,locale}",
        "A phase",
        "A phase with its table, its criteria and the mentor's part.",
    ),
];

/// The parts that a template can name.
pub(super) fn parts() -> impl Iterator<Item = &'static str> {
    WHOLE.iter().map(|(part, _)| *part)
}

pub(super) fn templates() -> Vec<ResourceTemplate> {
    let templates = TEMPLATES.iter().map(|(template, title, about)| {
        let name = title.to_lowercase().replace(' ', "-");
        ResourceTemplate::new(*template, name)
            .with_title(*title)
            .with_description(*about)
            .with_mime_type(MARKDOWN)
    });
    templates.collect()
}

/// A page of all resources.
pub(super) fn list(app: &App, cursor: Option<&str>) -> Result<ListResourcesResult, Error> {
    let all = app
        .shelf
        .newest()
        .flat_map(|published| of(&published.ladder));
    let page = PageBounds {
        limit: Some(200),
        cursor,
    };
    let list = page.of_list("resources of assistants", all, |resource| {
        resource.uri.clone()
    })?;
    let mut result = ListResourcesResult::with_all_items(list.items);
    result.next_cursor = list.next_cursor;
    Ok(result)
}

fn of(ladder: &Ladder) -> Vec<Resource> {
    let document: &Document = ladder.document();
    let id = &ladder.stamp().id;
    let resource = |path: &str, title: &str, about: &str| {
        let name = format!("{id}{}", path.replace('/', "-"));
        Resource::new(format!("{SCHEME}{id}{path}"), name)
            .with_title(title)
            .with_description(about)
            .with_mime_type(MARKDOWN)
    };
    let mut all = vec![resource(
        "",
        document.title.as_str(),
        document.summary.as_str(),
    )];
    all.extend(WHOLE.iter().map(|(part, about)| {
        resource(
            &format!("/{part}"),
            &format!("{}: {part}", document.title),
            about,
        )
    }));
    all.extend(document.levels.iter().map(|level| {
        resource(
            &format!("/levels/{}", level.id),
            level.title.as_str(),
            level.plateau.title.as_str(),
        )
    }));
    all.extend(document.phases.iter().map(|phase| {
        resource(
            &format!("/phases/{}", phase.number),
            phase.title.as_str(),
            phase.theme.as_str(),
        )
    }));
    all
}

/// The text of a resource.
pub(super) fn read(app: &App, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let missing = || {
        let shown: String = uri.chars().take(500).collect();
        ErrorData::resource_not_found(
            "There is no such resource. resources/list and resources/templates/list name those that there are.",
            Some(json!({ "uri": shown })),
        )
    };
    let rest = uri.strip_prefix(SCHEME).ok_or_else(missing)?;
    let (path, asked) = rest.split_once('?').unwrap_or((rest, ""));
    let text = query::parse(asked).and_then(|edition| text(app, path, &edition));
    let text = text.map_err(|error| match error {
        Error::NotFound(_) => missing(),
        other => other.into(),
    })?;
    let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]))
}

/// A ladder in the edition asked for.
pub(super) fn edition<'a>(
    app: &'a App,
    ladder: &str,
    asked: &LadderQuery,
) -> Result<&'a Arc<PublishedLadder>, Error> {
    let published = app.shelf.find(ladder, asked.version.as_deref())?;
    in_language(published, asked.locale.as_deref())
}

/// The address of a path below the ladders, in the language asked for.
pub(super) fn address(path: &str, asked: &LadderQuery) -> String {
    match &asked.locale {
        Some(locale) => format!("{SCHEME}{path}?locale={locale}"),
        None => format!("{SCHEME}{path}"),
    }
}

/// The Markdown at a path below the ladders.
pub(super) fn text(app: &App, path: &str, asked: &LadderQuery) -> Result<String, Error> {
    let mut parts = path.split('/');
    let id = parts.next().unwrap_or_default();
    let published = edition(app, id, asked)?;
    let ladder = &published.ladder;
    let document = ladder.document();
    let parts: Vec<&str> = parts.collect();
    Ok(match parts.as_slice() {
        [] => markdown::ladder(ladder),
        ["quiz"] => markdown::quiz(ladder),
        ["levels"] => markdown::levels(ladder, document.levels.iter()),
        ["levels", id] => markdown::level(ladder, level(ladder, id)?.level),
        ["phases"] => markdown::phases(ladder, document.phases.iter()),
        ["phases", number] => markdown::phase(ladder, phase(ladder, number)?.phase),
        ["roadblocks"] => markdown::roadblocks(ladder, document.roadblocks.iter()),
        ["resources"] => {
            let list = resources(ladder, &query::parse("limit=200")?)?;
            markdown::resources(ladder, list.items.iter().map(ResourceResponse::shown))
        }
        ["faqs"] => markdown::faqs(ladder, document.faqs.iter()),
        ["compensation"] => {
            let list = bands(ladder, &query::parse("limit=200")?)?;
            markdown::compensation(ladder, list.items.iter().map(|view| &view.band))
        }
        _ => return Err(Error::NotFound("There is no such part of a ladder.".into())),
    })
}
