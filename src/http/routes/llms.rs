//! What language models read first (llmstxt.org): what there is, with links, and all of it in one text. Both are made from what is
//! published, from the list of operations and from the pages' own Markdown.

use std::fmt::Write;

use actix_web::{http::Method, web::Data};
use serde_json::Value;

use crate::{
    app::{App, PublishedLadder},
    domain::ladder::Ladder,
    http::{
        extract::{
            query::Nothing,
            request::{ApiRequest, last_changed},
        },
        openapi::{document::ApiDocument, operation::Operation},
        response::representation::{Freshness, Representation},
    },
    operations,
    pages::{PageContext, ladder_text},
    render::markdown::plain,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => find_llms_text, find_llms_full_text]
}

/// Tags of what a model has less use for.
const OPTIONAL: [&str; 3] = ["Pictures", "Problems", "Pages"];

/// Tags of what is for those who run the service, or look after an organisation.
const NOT_LISTED: [&str; 4] = ["Operation", "Organisation", "People", "Publishing"];

/// Find what language models read first.
///
/// The service in the form of llmstxt.org, in English: what it is, how to cite it, and links to ladders and operations, absolute where
/// the setting `public_url` is set. Plain text where nothing else is asked for, because some readers take no `text/markdown`.
#[utoipa::path(get, path = "/llms.txt", tag = "Documentation",
    responses((status = 200, description = "The overview.", content((String = "text/plain"), (String = "text/markdown")))))]
async fn find_llms_text(request: ApiRequest<Nothing>, api: Data<ApiDocument>) -> Representation {
    respond(&request, overview(&request.app, &api))
}

/// Find everything in one text for language models.
///
/// The head of `/llms.txt`, then every ladder in its newest version as `/ladders/{ladder}.md` has it, in its own language, with every id
/// that can be cited and its link.
#[utoipa::path(get, path = "/llms-full.txt", tag = "Documentation",
    responses((status = 200, description = "Everything.", content((String = "text/plain"), (String = "text/markdown")))))]
async fn find_llms_full_text(
    request: ApiRequest<Nothing>,
    api: Data<ApiDocument>,
) -> Representation {
    respond(&request, everything(&request.app, &api))
}

fn respond(request: &ApiRequest<Nothing>, text: String) -> Representation {
    let representation = request.respond(text.into()).fresh_for(Freshness::Minute);
    representation.last_modified(last_changed(&request.app))
}

/// The title, what it is, and how to use it.
fn head(api: &ApiDocument, base: &str) -> String {
    let info = &api.json()["info"];
    let [title, summary, about] = ["title", "summary", "description"].map(|name| said(&info[name]));
    format!(
        "# {title}\n\n> {summary}. {about}\n\n\
         - Cite: name the ladder's id, its version and the id of the part, and give the link. The ids and links of everything that can be \
         cited are at the end of each ladder's Markdown (`{base}/ladders/{{ladder}}.md`); every JSON answer about a ladder names it in \
         `ladder` with id, version and hash.\n\
         - What a ladder does not say is null, with a reason beside it. Pay that its source does not publish is such a case: say that it is \
         not in the ladder, and give no figure.\n\
         - Interpolate nothing: no pay between two bands, no months between two figures, no level between two levels. Where a calculation \
         is allowed, an operation does it and names its formula.\n\
         - Do not score the quiz yourself: `POST {base}/v1/ladders/{{ladder}}/quiz/score` does it and gives its reasons and a receipt; \
         `POST {base}/v1/ladders/{{ladder}}/quiz/turn` asks one question after the other in a conversation. Neither keeps anything of \
         the person.\n\
         - The same as tools (MCP): `{base}/mcp` by streamable HTTP, `rungs mcp` by stdio.\n\
         - Languages: `?locale=` or `Accept-Language` choose among those that a ladder has. The media type is chosen by `Accept`: \
         `application/json` for programs, `text/markdown` to read.\n\n"
    )
}

/// `/llms.txt`.
fn overview(app: &App, api: &ApiDocument) -> String {
    let base = &app.config.public_url;
    let mut text = head(api, base);
    text.push_str("## Ladders\n\n");
    for published in app.shelf.newest() {
        let document = published.ladder.document();
        let id = &document.id;
        let _ = writeln!(
            text,
            "- [{}]({base}/ladders/{id}.md): {} (`{id}`, version {})\n- [{}]({base}/index.md?ladder={id}): {}",
            plain(document.title.as_str()),
            plain(document.summary.as_str()),
            document.version,
            plain(document.quiz.title.as_str()),
            plain(document.quiz.intro.as_str()),
        );
    }
    text.push('\n');
    let front = app.shelf.find(&app.config.pages.ladder, None).ok();
    let front = front
        .or_else(|| app.shelf.newest().next())
        .map(|published| &published.ladder);
    let tags = api.json()["tags"].as_array().into_iter().flatten();
    let tags: Vec<&str> = tags.map(|tag| said(&tag["name"])).collect();
    let listed = |tag: &&&str| !OPTIONAL.contains(tag) && !NOT_LISTED.contains(tag);
    for tag in tags.iter().filter(listed) {
        let _ = write!(text, "## {tag}\n\n");
        list(&mut text, api, base, front, tag);
        text.push('\n');
    }
    text.push_str("## Optional\n\n");
    for tag in OPTIONAL {
        list(&mut text, api, base, front, tag);
    }
    text
}

/// The operations that carry a tag, each with its link.
fn list(text: &mut String, api: &ApiDocument, base: &str, front: Option<&Ladder>, tag: &str) {
    for operation in api.operations.iter().filter(|one| one.is_tagged(tag)) {
        let described = api.describe(operation);
        let to = match front.and_then(|ladder| address(operation, described, ladder)) {
            Some(path) => path,
            None => format!("/docs/index.md#{}", operation.id()),
        };
        let title = said(&described["summary"]).trim_end_matches('.');
        let (method, path) = (&operation.method, &operation.path);
        // Its first sentence.
        let about = said(&described["description"]).replace('\n', " ");
        let about = about.split_inclusive(". ").next();
        let about = about.map_or_else(String::new, |about| format!(". {}", about.trim_end()));
        let _ = writeln!(text, "- [{title}]({base}{to}): `{method} {path}`{about}");
    }
}

/// Where a read can be tried, with a ladder's own ids in place of its parameters. None for what is not read, and where something else
/// has to be given.
fn address(operation: &Operation, described: &Value, ladder: &Ladder) -> Option<String> {
    // A picture's place or plan is said in many ways, of which none is required.
    if operation.method != Method::GET || operation.is_tagged("Pictures") {
        return None;
    }
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in described["parameters"].as_array().into_iter().flatten() {
        let name = said(&parameter["name"]);
        if parameter["required"] != true {
            continue;
        }
        let value = own(ladder, name).or_else(|| Some(said(&parameter["example"]).to_owned()))?;
        if parameter["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), &value);
        } else {
            query.push((name, value));
        }
    }
    if !query.is_empty() {
        path = format!("{path}?{}", serde_urlencoded::to_string(query).ok()?);
    }
    Some(path)
}

/// What a ladder has for a parameter.
fn own(ladder: &Ladder, name: &str) -> Option<String> {
    let document = ladder.document();
    let level = |at: usize| document.levels.get(at).map(|level| level.id.to_string());
    match name {
        "ladder" => Some(document.id.to_string()),
        "level" | "from" => level(0),
        "to" => level(1).or_else(|| level(0)),
        "number" => document
            .phases
            .first()
            .map(|phase| phase.number.to_string()),
        "a" | "b" => Some(document.version.to_string()),
        _ => None,
    }
}

/// `/llms-full.txt`.
fn everything(app: &App, api: &ApiDocument) -> String {
    let mut text = head(api, &app.config.public_url);
    for published in app.shelf.newest() {
        text.push_str(&below(&whole(app, published)));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A ladder's own Markdown.
fn whole(app: &App, published: &PublishedLadder) -> String {
    let locales: Vec<&str> = published.locales().collect();
    ladder_text(&PageContext {
        ladder: &published.ladder,
        locales: &locales,
        version: None,
        locale: None,
        front: &app.config.pages.ladder,
        base: &app.config.public_url,
    })
}

/// A rendering with every heading one deeper. No text of a ladder begins a line with a `#`.
fn below(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| match line.starts_with('#') {
        true => format!("#{line}\n"),
        false => format!("{line}\n"),
    });
    lines.collect()
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
