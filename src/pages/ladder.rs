//! The ladder to read: the levels side by side, each phase with its table, criteria to tick, roadblocks, resources, pay, questions.
//! Everything has an anchor.

use maud::{Markup, html};

use super::{
    components::{self, effort, heading, measure, of_phase, picture, resources, table, title},
    layout::{HtmlPage, PageContext, PageKind},
    pay::pay,
    structured_data::structured,
};
use crate::{
    domain::document::{CriteriaKind, Criterion, Level, Phase, Roadblock},
    render::svg,
};

/// The page of a ladder.
#[must_use]
pub fn ladder(visit: &PageContext<'_>) -> String {
    let document = visit.ladder.document();
    let words = &visit.words().pages.ladder;
    let main = html! {
        h1 dir="auto" { (document.title) }
        p class="lead" dir="auto" { (document.summary) }
        p { a class="button primary" href=(visit.to_quiz(PageKind::Ladder, visit.locale)) { (words.take_quiz) } }
        (contents(visit))
        section id="levels" { (levels(visit)) }
        @for phase in &document.phases { section id={ "phase-" (phase.number) } { (phase_section(visit, phase)) } }
        @if !document.roadblocks.is_empty() { section id="roadblocks" { (roadblocks(visit)) } }
        @if !document.resources.is_empty() { section id="resources" { (all_resources(visit)) } }
        @if !document.compensation.is_empty() { section id="pay" { (pay(visit)) } }
        @if !document.insights.is_empty() || !document.timeframes.is_empty() { section id="insights" { (insights(visit)) } }
        @if !document.faqs.is_empty() { section id="faqs" { (faqs(visit)) } }
        section id="data" { (data(visit)) }
    };
    visit.page(&HtmlPage {
        kind: PageKind::Ladder,
        title: document.title.as_str(),
        description: document.summary.as_str(),
        structured: Some(structured(visit)),
        main,
    })
}

fn contents(visit: &PageContext<'_>) -> Markup {
    let document = visit.ladder.document();
    let words = &visit.words().pages.ladder;
    let insights = !document.insights.is_empty() || !document.timeframes.is_empty();
    let sections = [
        (
            "roadblocks",
            words.roadblocks,
            !document.roadblocks.is_empty(),
        ),
        ("resources", words.resources, !document.resources.is_empty()),
        ("pay", words.pay, !document.compensation.is_empty()),
        ("insights", words.insights, insights),
        ("faqs", words.faqs, !document.faqs.is_empty()),
        ("data", words.machines, true),
    ];
    html! {
        nav class="contents" aria-label=(words.contents) {
            a href="#levels" { (words.side_by_side) }
            @for phase in &document.phases {
                a href={ "#phase-" (phase.number) } dir="auto" { ((words.phase)(phase.number, phase.title.as_str())) }
            }
            @for (id, name, _) in sections.into_iter().filter(|(.., there)| *there) { a href={ "#" (id) } { (name) } }
        }
    }
}

/// The title of the track that a level is on.
fn track<'a>(visit: &PageContext<'a>, level: &Level) -> Option<&'a str> {
    let track = visit
        .ladder
        .document()
        .track(level.track.as_ref()?.as_str())?;
    Some(track.title.as_str())
}

fn levels(visit: &PageContext<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let levels = &visit.ladder.document().levels;
    let rows = html! {
        thead {
            tr {
                td {}
                @for level in levels {
                    th scope="col" id={ "level-" (level.id) } dir="auto" {
                        (level.title)
                        @if let Some(track) = track(visit, level) { br; span class="muted" { (track) } }
                    }
                }
            }
        }
        tbody {
            tr {
                th scope="row" { (texts.tenure) }
                @for level in levels { td { (words.months(level.tenure.min_months, level.tenure.max_months)) } }
            }
            tr {
                th scope="row" { (texts.moves_forward) }
                @for level in levels { td { ul { @for text in &level.moves_forward { li dir="auto" { (text) } } } } }
            }
            tr {
                th scope="row" { (texts.plateau) }
                @for level in levels {
                    td id={ "plateau-" (level.plateau.id) } {
                        p dir="auto" { strong { (level.plateau.title) } }
                        p dir="auto" { (level.plateau.summary) }
                    }
                }
            }
        }
    };
    html! {
        (heading(visit, 2, "levels", texts.side_by_side))
        (picture(&svg::ladder(visit.ladder, None)))
        (table(texts.side_by_side, &rows))
    }
}

fn phase_section(visit: &PageContext<'_>, phase: &Phase) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let ladder = visit.ladder;
    let name = (texts.phase)(phase.number, phase.title.as_str());
    let column = |id| match ladder.level(id) {
        Some(level) => level.title.as_str(),
        None => texts.before,
    };
    let rows = html! {
        thead { tr {
            th scope="col" { (texts.dimension) }
            th scope="col" dir="auto" { (column(phase.table.from.as_str())) }
            th scope="col" dir="auto" { (column(phase.table.to.as_str())) }
        } }
        tbody {
            @for dimension in &phase.dimensions {
                tr id={ "phase-" (phase.number) "-" (dimension.id) } {
                    th scope="row" dir="auto" { (dimension.name) }
                    td dir="auto" { (dimension.from) }
                    td dir="auto" { (dimension.to) }
                }
            }
        }
    };
    html! {
        (heading(visit, 2, &format!("phase-{}", phase.number), &name))
        p class="muted" dir="auto" { ((texts.starts_at)(title(ladder, &phase.level))) " · " (phase.theme) }
        p dir="auto" { strong { (texts.plateau) ": " } (phase.plateau) }
        p dir="auto" { strong { (texts.why_it_lasts) ": " } (phase.why_it_lasts) }
        (table(&name, &rows))
        (criteria(visit, phase))
        @if !phase.resources.is_empty() {
            h3 { (texts.helps) }
            (resources(words, of_phase(ladder, phase)))
        }
        p dir="auto" { strong { (texts.self_study) ": " } (phase.self_study) }
        p dir="auto" { strong { (texts.mentor) ": " } (phase.mentor_role) }
    }
}

fn criteria(visit: &PageContext<'_>, phase: &Phase) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let heading = match (phase.criteria_kind, &phase.criteria_to) {
        (CriteriaKind::Exit, Some(level)) => (texts.criteria_exit)(title(visit.ladder, level)),
        _ => texts.criteria_operating.to_owned(),
    };
    let item = |criterion: &Criterion| {
        html! {
            li id={ "criterion-" (criterion.id) } {
                label class="check" {
                    input type="checkbox" data-criterion=(criterion.id);
                    span dir="auto" { (criterion.text) (measure(words, criterion.measure.as_ref())) }
                }
                @if let Some(figure) = &criterion.effort { span class="muted" { (effort(words, figure)) } }
            }
        }
    };
    html! {
        h3 dir="auto" { (heading) }
        ul class="checklist" data-ladder=(visit.ladder.stamp().id) { @for criterion in &phase.criteria { (item(criterion)) } }
        p class="scripted muted" hidden { (texts.remembered) " " button type="button" class="forget" { (texts.forget) } }
    }
}

fn roadblocks(visit: &PageContext<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let document = visit.ladder.document();
    let met_at = |roadblock: &Roadblock| {
        let levels = roadblock
            .levels
            .iter()
            .map(|id| title(visit.ladder, id).to_owned());
        (texts.met_at)(&words.row(&levels.collect::<Vec<_>>()))
    };
    html! {
        (heading(visit, 2, "roadblocks", texts.roadblocks))
        @if let Some(cause) = &document.common_cause { p dir="auto" { (cause) } }
        @for roadblock in &document.roadblocks {
            @let id = format!("roadblock-{}", roadblock.id);
            article id=(id) {
                (heading(visit, 3, &id, roadblock.title.as_str()))
                p class="muted" dir="auto" { (met_at(roadblock)) }
                p dir="auto" { (roadblock.cause) }
                p { strong { (texts.clears) } }
                ol { @for remedy in &roadblock.remedy { li dir="auto" { (remedy) } } }
            }
        }
    }
}

fn all_resources(visit: &PageContext<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let document = visit.ladder.document();
    let phases = |id: &crate::domain::id::Id| {
        let phases = document
            .phases
            .iter()
            .filter(|phase| phase.resources.contains(id));
        phases
            .map(|phase| phase.number.to_string())
            .collect::<Vec<_>>()
    };
    html! {
        (heading(visit, 2, "resources", texts.resources))
        @if let Some(principle) = &document.resource_principle { p dir="auto" { (principle) } }
        ul class="resources" {
            @for resource in &document.resources {
                @let phases = phases(&resource.id);
                li id={ "resource-" (resource.id) } dir="auto" {
                    (components::resource(words, resource)) " "
                    @if !phases.is_empty() { span class="muted" { ((texts.for_phases)(&words.row(&phases))) } }
                }
            }
        }
    }
}

fn insights(visit: &PageContext<'_>) -> Markup {
    let words = visit.words();
    let document = visit.ladder.document();
    html! {
        (heading(visit, 2, "insights", words.pages.ladder.insights))
        ul { @for insight in &document.insights { li id={ "insight-" (insight.id) } dir="auto" { (insight.text) } } }
        @if !document.timeframes.is_empty() {
            h3 { (words.pages.ladder.timeframes) }
            ul {
                @for span in &document.timeframes {
                    li id={ "timeframe-" (span.id) } dir="auto" {
                        (span.label) ": " (words.months(span.min_months, Some(span.max_months)))
                    }
                }
            }
        }
    }
}

fn faqs(visit: &PageContext<'_>) -> Markup {
    html! {
        (heading(visit, 2, "faqs", visit.words().pages.ladder.faqs))
        @for faq in &visit.ladder.document().faqs {
            @let id = format!("faq-{}", faq.id);
            article id=(id) {
                (heading(visit, 3, &id, faq.question.as_str()))
                p dir="auto" { (faq.answer) }
            }
        }
    }
}

fn data(visit: &PageContext<'_>) -> Markup {
    html! {
        (heading(visit, 2, "data", visit.words().pages.ladder.machines))
        ul {
            li { a href=(visit.to_data(PageKind::Ladder, "", &[])) { "JSON" } }
            li { a href=(visit.to_data(PageKind::Ladder, ".svg", &[])) { "SVG" } }
            li { a href="../docs/index.html" { "OpenAPI" } }
        }
    }
}
