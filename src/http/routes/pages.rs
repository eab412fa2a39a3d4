//! The pages for people: the quiz and its result, the ladder to read.

use actix_web::http::header::{CONTENT_DISPOSITION, LINK};

use crate::{
    app::{
        App, PublishedLadder,
        ladder_query::{LadderQuery, LadderSelection, ladder_query},
        released,
    },
    domain::{
        fault::Fault,
        id::{Id, Text},
        ladder::Ladder,
        roadmap::Roadmap,
    },
    error::{Error, RequestPart},
    http::{
        extract::{
            body::FormFields,
            request::{ApiRequest, LadderPath, LadderRequest, last_changed, localized},
        },
        openapi::operation::Operation,
        pages::form::{QuizForm, SubmittedForm},
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, header_value},
        },
    },
    operations,
    pages::{self, FormAnswers, PageContext, PlanSection, QuizResult, QuizStep},
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
async fn find_quiz_page(request: ApiRequest<QuizPageQuery>) -> Result<Representation, Error> {
    quiz_page(&request)
}

/// Find the quiz as Markdown.
///
/// The page of the quiz for those who read no HTML: the questions, which outcome the answers lead to, and how to take it.
#[utoipa::path(get, path = "/index.md", tag = "Catalogue", params(QuizPageQuery),
    responses((status = 200, description = "The quiz.", body = String, content_type = "text/markdown")))]
async fn find_quiz_text(request: ApiRequest<QuizPageQuery>) -> Result<Representation, Error> {
    quiz_page(&request)
}

fn quiz_page(request: &ApiRequest<QuizPageQuery>) -> Result<Representation, Error> {
    let (app, query) = (&request.app, &request.query);
    let original = app.shelf.find(query.ladder(app), query.version())?;
    let published = localized(original, query.locale(), &request.languages)?;
    let locales: Vec<&str> = original.locales().collect();
    let visit = visit(app, &published.ladder, &locales, query);
    let others = others(request, &visit);
    Ok(match request.media {
        Media::Markdown => page(
            published,
            Media::Markdown,
            pages::quiz_text(&visit, &others),
        ),
        _ => {
            let stage = QuizStep::Questions { empty: false };
            let html = pages::quiz(&visit, stage, &FormAnswers::default(), &others);
            html_page(app, published, html).with_header(LINK, header_value(&visit.quiz_links()))
        }
    }
    // It names the other ladders, too.
    .last_modified(last_changed(app)))
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
async fn post_quiz_page(
    request: ApiRequest<QuizPageQuery>,
    form: FormFields,
) -> Result<Representation, Error> {
    let (app, query) = (&request.app, &request.query);
    let original = app.shelf.find(query.ladder(app), query.version())?;
    let published = localized(original, query.locale(), &request.languages)?;
    let ladder = &published.ladder;
    let sent = SubmittedForm::read(ladder, form)?;
    let locales: Vec<&str> = original.locales().collect();
    let visit = visit(app, ladder, &locales, query);
    let page = |html| html_page(app, published, html).fresh_for(Freshness::NoStore);
    if sent.answers(ladder).answers.is_empty() {
        let stage = QuizStep::Questions { empty: true };
        let others = others(&request, &visit);
        return Ok(page(pages::quiz(
            &visit,
            stage,
            &FormAnswers::default(),
            &others,
        )));
    }
    let scored = app.score(published, &sent.answers(ladder))?;
    let asked = sent.qualifier(ladder, &scored.placement);
    if let Some(id) = asked.filter(|_| sent.file.is_none()) {
        let stage = QuizStep::Qualifier(id);
        return Ok(page(pages::quiz(&visit, stage, &sent.given(), &[])));
    }
    let roadmap = sent.plan(ladder);
    if let Some(media) = sent.file {
        let (body, name) = match media {
            Media::Json => (published.scored_json(&scored)?, "placement.json"),
            media => written(ladder, media, &roadmap?)?,
        };
        let disposition = format!("attachment; filename=\"{}-{name}\"", ladder.stamp().id);
        return Ok(Representation::new(media, body)
            .in_languages(&published.languages)
            .with_header(CONTENT_DISPOSITION, header_value(&disposition)));
    }
    let outcome = QuizResult {
        placement: scored.placement,
        planned: PlanSection {
            roadmap: roadmap.ok(),
            wanted: sent.wanted.clone(),
        },
        given: sent.given(),
    };
    Ok(page(pages::result(&visit, &outcome)))
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
            let calendar =
                calendar.ok_or_else(|| Error::Invalid(RequestPart::Body, vec![undated()]))?;
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
async fn find_ladder_page(request: LadderRequest<LadderQuery>) -> Representation {
    ladder_page(&request)
}

/// Find a ladder as Markdown.
///
/// The whole ladder to read, and every id that can be cited with the link under which a person finds it.
#[utoipa::path(get, path = "/ladders/{ladder}.md", tag = "Catalogue", params(LadderPath, LadderQuery),
    responses((status = 200, description = "The ladder.", body = String, content_type = "text/markdown")))]
async fn find_ladder_text(request: LadderRequest<LadderQuery>) -> Representation {
    ladder_page(&request)
}

fn ladder_page(request: &LadderRequest<LadderQuery>) -> Representation {
    let (app, published) = (&request.app, &request.published);
    let locales: Vec<&str> = request.original.locales().collect();
    let visit = visit(app, &published.ladder, &locales, &request.query);
    match request.media {
        Media::Markdown => page(published, Media::Markdown, pages::ladder_text(&visit)),
        _ => html_page(app, published, pages::ladder(&visit))
            .with_header(LINK, header_value(&visit.ladder_links())),
    }
}

fn visit<'a>(
    app: &'a App,
    ladder: &'a Ladder,
    locales: &'a [&'a str],
    query: &'a impl LadderSelection,
) -> PageContext<'a> {
    PageContext {
        ladder,
        locales,
        version: query.version(),
        locale: query.locale(),
        front: &app.config.pages.ladder,
        base: &app.config.public_url,
    }
}

/// The other ladders, by id and title.
fn others<'a>(
    request: &'a ApiRequest<QuizPageQuery>,
    visit: &PageContext<'_>,
) -> Vec<(&'a Id, &'a Text)> {
    let in_language = |published| {
        let localized = localized(published, visit.locale, &request.languages);
        localized.unwrap_or(published)
    };
    let ladders = request.app.shelf.newest();
    let ladders = ladders.map(|published| &in_language(published).ladder);
    let others = ladders.filter(|ladder| ladder.stamp().id != visit.ladder.stamp().id);
    let named = others.map(|ladder| (&ladder.document().id, &ladder.document().title));
    named.collect()
}

/// A page in HTML, under its own policy.
fn html_page(app: &App, published: &PublishedLadder, html: String) -> Representation {
    let policy = pages::policy(&app.config.pages.frame_ancestors);
    page(published, Media::Html, html).with_policy(&policy)
}

/// A page in some form.
fn page(published: &PublishedLadder, media: Media, text: String) -> Representation {
    Representation::new(media, text)
        .in_languages(&published.languages)
        .fresh_for(Freshness::Minute)
        .last_modified(published.changed(released()))
}
