//! The pages for people: the quiz and its result, the ladder to read.

pub(in crate::http) mod form;

use std::rc::Rc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, HeaderMap, HeaderValue},
};

use form::{QuizForm, Sent};

use super::{
    Matched, OPERATIONS, Operation,
    catalogue::{Ask, LadderPath, Read, edition},
    extract::Form,
    negotiation::{Media, catalogue, media},
    problems::released,
    rendition::{Keep, Rendition},
};
use crate::{
    app::{
        App, Published, Shelf,
        edition::{Edition, LadderQuery, ladder_query},
    },
    config::Config,
    domain::{
        fault::Fault,
        id::{Id, Text},
        ladder::Ladder,
        roadmap::Roadmap,
    },
    error::{Error, Part, Problem},
    operations,
    pages::{self, Given, Outcome, Planned, Stage, Visit},
    render::{calendar, markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![
        Public => find_quiz_page,
        post_quiz_page,
        find_quiz_text,
        find_ladder_text,
        find_ladder_page,
    ]
}

ladder_query! {
    /// Which quiz.
    pub struct QuizPageQuery {
        /// The ladder's id; where it is not given, the one that the setting `pages.ladder` names.
        #[param(example = "ai-engineer", max_length = 64, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
        pub ladder: Option<String>,
    }
}

impl QuizPageQuery {
    fn ladder<'a>(&'a self, app: &'a App) -> &'a str {
        self.ladder.as_deref().unwrap_or(&app.config.pages.ladder)
    }
}

/// Find the page of the quiz.
///
/// The self-assessment for people, with its result and plan. A link to a result carries the answers behind the `#`, which no server
/// sees. As Markdown it is what `/index.md` has.
#[utoipa::path(get, path = "/", tag = "Pages", params(QuizPageQuery),
    responses((status = 200, description = "The page.", content((String = "text/html"), (String = "text/markdown")))))]
async fn find_quiz_page(read: Read) -> Result<HttpResponse, Error> {
    quiz_page(&read)
}

/// Find the quiz as Markdown.
///
/// The page of the quiz for those who read no HTML: the questions, which outcome the answers lead to, and how to take it.
#[utoipa::path(get, path = "/index.md", tag = "Catalogue", params(QuizPageQuery),
    responses((status = 200, description = "The quiz.", body = String, content_type = "text/markdown")))]
async fn find_quiz_text(read: Read) -> Result<HttpResponse, Error> {
    quiz_page(&read)
}

fn quiz_page(read: &Read) -> Result<HttpResponse, Error> {
    let app = read.app();
    let others = |visit: &Visit<'_>| others(&app.shelf, visit, read.headers());
    shown(
        read,
        |query: &QuizPageQuery| query.ladder(app).to_owned(),
        |visit, media| match media {
            Media::Markdown => pages::quiz_text(visit, &others(visit)),
            _ => {
                let stage = Stage::Questions { empty: false };
                pages::quiz(visit, stage, &Given::default(), &others(visit))
            }
        },
        |visit| visit.quiz_links(),
    )
}

/// Answer the quiz on its page.
///
/// What the form of the page posts; answered with the page of the result, with one more question where a qualifier decides, or, by
/// `as`, with the plan or the placement itself as a file. Nothing is stored.
#[utoipa::path(post, path = "/", tag = "Pages", params(QuizPageQuery),
    request_body(content = QuizForm, content_type = "application/x-www-form-urlencoded", description = "The fields of the page's form.",
        example = json!({"answer.q1": "yes", "answer.q2": "no", "hours": "6"})),
    responses((status = 200, description = "The page of the result, or the file.", content(
        (String = "text/html"), (String = "text/markdown"), (String = "image/svg+xml"), (String = "text/calendar"),
        (Object = "application/json")))))]
async fn post_quiz_page(ask: Ask<QuizPageQuery>, form: Form) -> Result<HttpResponse, Error> {
    let app = ask.app();
    let query = ask.query();
    let published = ask.find(query.ladder(app))?;
    let ladder = &published.ladder;
    let sent = Sent::read(ladder, form)?;
    let locales: Vec<&str> = app
        .shelf
        .find(query.ladder(app), query.version())?
        .locales()
        .collect();
    let visit = visit(app, ladder, &locales, query);
    let others = others(&app.shelf, &visit, ask.headers());
    if sent.answers(ladder).answers.is_empty() {
        let stage = Stage::Questions { empty: true };
        let shown = pages::quiz(&visit, stage, &Given::default(), &others);
        return Ok(page(&ask, published, shown));
    }
    let scored = app.score(published, &sent.answers(ladder))?;
    let asked = sent.qualifier(ladder, &scored.placement);
    if let Some(id) = asked.filter(|_| sent.file.is_none()) {
        let shown = pages::quiz(&visit, Stage::Qualifier(id), &sent.given(), &[]);
        return Ok(page(&ask, published, shown));
    }
    if sent.file == Some(Media::Json) {
        let json = published.scored_json(&scored)?;
        return Ok(file(&ask, Media::Json, json, (ladder, "placement.json")));
    }
    let roadmap = sent.plan(ladder);
    if let Some(media) = sent.file {
        let (body, name) = written(ladder, media, &roadmap?)?;
        return Ok(file(&ask, media, body, (ladder, name)));
    }
    let outcome = Outcome {
        placement: scored.placement,
        planned: Planned {
            roadmap: roadmap.ok(),
            wanted: sent.wanted.clone(),
        },
        given: sent.given(),
    };
    let shown = pages::result(&visit, &outcome);
    Ok(page(&ask, published, shown))
}

/// A plan as a file, with its name.
fn written(
    ladder: &Ladder,
    media: Media,
    roadmap: &Roadmap<'_>,
) -> Result<(Vec<u8>, &'static str), Error> {
    Ok(match media {
        Media::Svg => (svg::roadmap(ladder, roadmap).into_bytes(), "plan.svg"),
        Media::Calendar => {
            let undated = "A calendar needs a start, and a milestone with a date.";
            let undated = || Fault::error("/start", "no_dates", undated);
            let calendar = calendar::roadmap(ladder, roadmap);
            let calendar = calendar.ok_or_else(|| Error::Invalid(Part::Body, vec![undated()]))?;
            (calendar.into_bytes(), "plan.ics")
        }
        _ => (markdown::roadmap(ladder, roadmap).into_bytes(), "plan.md"),
    })
}

/// Find the page of a ladder.
///
/// The ladder to read and to print: the levels side by side, each phase with its table and criteria, roadblocks, resources, pay and
/// questions, each with an anchor; with the same as JSON-LD (schema.org) for programs. As Markdown it is what
/// `/ladders/{ladder}.md` has.
#[utoipa::path(get, path = "/ladders/{ladder}", tag = "Pages", params(LadderPath, LadderQuery),
    responses((status = 200, description = "The page.", content((String = "text/html"), (String = "text/markdown")))))]
async fn find_ladder_page(read: Read) -> Result<HttpResponse, Error> {
    ladder_page(&read)
}

/// Find a ladder as Markdown.
///
/// The whole ladder to read, and every id that can be cited with the link under which a person finds it.
#[utoipa::path(get, path = "/ladders/{ladder}.md", tag = "Catalogue", params(LadderPath, LadderQuery),
    responses((status = 200, description = "The ladder.", body = String, content_type = "text/markdown")))]
async fn find_ladder_text(read: Read) -> Result<HttpResponse, Error> {
    ladder_page(&read)
}

fn ladder_page(read: &Read) -> Result<HttpResponse, Error> {
    shown(
        read,
        |_: &LadderQuery| read.part("ladder").to_owned(),
        |visit, media| match media {
            Media::Markdown => pages::ladder_text(visit),
            _ => pages::ladder(visit),
        },
        |visit| visit.ladder_links(),
    )
}

/// The page of a ladder that a query or the path names. What it is related to is said of the page, not of its Markdown.
fn shown<Q>(
    read: &Read,
    id: impl Fn(&Q) -> String,
    page: impl Fn(&Visit<'_>, Media) -> String,
    links: impl Fn(&Visit<'_>) -> String,
) -> Result<HttpResponse, Error>
where
    Q: Edition + serde::de::DeserializeOwned + utoipa::IntoParams,
{
    let app = read.app();
    read.answer(|media| {
        read.work(|query: &Q| {
            let published = app.shelf.find(&id(query), query.version())?;
            let shown = edition(published, query.locale(), read.headers())?;
            let locales: Vec<&str> = published.locales().collect();
            let visit = visit(app, &shown.ladder, &locales, query);
            let body = page(&visit, media).into_bytes();
            let changed = shown.changed(released());
            let rendition = Rendition::new(media, body, changed, Keep::AMinute);
            let rendition = rendition.in_languages(&shown.languages);
            Ok(match media {
                Media::Html => rendition
                    .under(&policy(&app.config))
                    .with_links(&links(&visit)),
                _ => rendition,
            })
        })
    })
}

/// A problem as a page, where a browser asked for one.
pub(super) fn trouble(request: &HttpRequest, problem: &Problem<'_>) -> Option<String> {
    let matched = request.app_data::<Rc<Matched>>()?;
    let asked = OPERATIONS.get(matched.first)?;
    let wanted = media(request.headers(), &[Media::Json, Media::Html]);
    if !asked.is_tagged(TAG) || wanted != Some(Media::Html) {
        return None;
    }
    let root = if request.path() == "/" { "./" } else { "../" };
    Some(pages::trouble(problem, root, catalogue(request.headers())))
}

/// The tag of the operations that are pages.
pub(super) const TAG: &str = "Pages";

pub(super) fn policy(config: &Config) -> String {
    pages::policy(&config.pages.frame_ancestors)
}

fn visit<'a>(
    app: &'a App,
    ladder: &'a Ladder,
    locales: &'a [&'a str],
    query: &'a impl Edition,
) -> Visit<'a> {
    Visit {
        ladder,
        locales,
        version: query.version(),
        locale: query.locale(),
        front: &app.config.pages.ladder,
        base: &app.config.public_url,
    }
}

/// The other ladders, by id and title.
fn others<'a>(shelf: &'a Shelf, visit: &Visit<'_>, headers: &HeaderMap) -> Vec<(&'a Id, &'a Text)> {
    let in_language = |published| edition(published, visit.locale, headers).unwrap_or(published);
    let ladders = shelf
        .newest()
        .map(|published| &in_language(published).ladder);
    let others = ladders.filter(|ladder| ladder.stamp().id != visit.ladder.stamp().id);
    let named = others.map(|ladder| (&ladder.document().id, &ladder.document().title));
    named.collect()
}

/// A page that answers a form. It is large, and holds no secret that its size could tell.
fn page(ask: &Ask<QuizPageQuery>, published: &Published, page: String) -> HttpResponse {
    let rendition = Rendition::new(Media::Html, page.into_bytes(), None, Keep::Privately);
    let rendition = rendition.in_languages(&published.languages);
    rendition
        .under(&policy(&ask.app().config))
        .once(ask.headers())
}

/// A file that answers a form.
fn file(
    ask: &Ask<QuizPageQuery>,
    media: Media,
    body: Vec<u8>,
    (ladder, name): (&Ladder, &str),
) -> HttpResponse {
    let mut response = ask.respond_in(media, body);
    let value = format!("attachment; filename=\"{}-{name}\"", ladder.stamp().id);
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}
