//! Roadmaps: from a placement to a plan.

use chrono::NaiveDate;

use crate::{
    app::{
        ladder_query::{LadderQuery, ladder_query},
        now,
        planning::{PlanRoadmapRequest, plan_roadmap as plan},
    },
    domain::{fault::Fault, ladder::Ladder, roadmap::Roadmap},
    error::{Error, RequestPart},
    http::{
        extract::{
            body::Json,
            id_lists::{IdLists, checked},
            request::{LadderPath, LadderRequest},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
    operations,
    render::{calendar, markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => plan_roadmap, draw_roadmap, find_roadmap_calendar]
}

ladder_query! {
    /// Where somebody is and what they want.
    pub struct RoadmapQuery {
        /// The present level, where there are no answers.
        #[param(example = "mid", max_length = 64)]
        pub level: Option<String>,
        /// Questions and qualifiers answered with yes, by id with commas between them.
        #[param(max_length = 1000)]
        pub yes: Option<String>,
        /// Questions and qualifiers answered with no.
        #[param(max_length = 1000)]
        pub no: Option<String>,
        /// Questions and qualifiers answered with unsure.
        #[param(max_length = 1000)]
        pub unsure: Option<String>,
        /// Options chosen, each as `question:option`, with commas between them.
        #[param(max_length = 1000)]
        pub options: Option<String>,
        /// Criteria that are met, by id with commas between them.
        #[param(example = "owned-incident", max_length = 1000)]
        pub met: Option<String>,
        /// Criteria that are not met.
        #[param(max_length = 1000)]
        pub unmet: Option<String>,
        /// The level to reach; the next one where it is not given.
        #[param(example = "senior", max_length = 64)]
        pub target_level: Option<String>,
        /// The first day (ISO 8601). Without it days are counted and there are no dates; a calendar needs it.
        #[param(example = "2027-01-04", min_length = 10, max_length = 10)]
        pub start: Option<String>,
        /// The day by which it is wanted (ISO 8601).
        #[param(example = "2027-12-31", min_length = 10, max_length = 10)]
        pub target_date: Option<String>,
        /// Hours of work a week, from 1 to 60; 5 where it is not given.
        #[param(minimum = 1, maximum = 60, example = 6)]
        pub hours_per_week: Option<u8>,
    }
}

/// Plan a roadmap.
///
/// Plans the way from a `level`, or from quiz `answers`, to `target_level`: phases with their plateau, milestones with effort and
/// dates, resources, roadblocks, and the pay step at the end. As `text/calendar` the milestones are a calendar, which needs `start`.
/// Nothing is stored. See docs/calls.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/roadmap", tag = "Planning", params(LadderPath, LadderQuery),
    request_body(content = PlanRoadmapRequest, description = "Where somebody is, by answers or by a level, and what they want."),
    responses((status = 200, description = "The plan.", body = Roadmap)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml", "text/calendar"]))))]
async fn plan_roadmap(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let today = now().date_naive();
    let roadmap = plan(ladder, &body.parse()?, Some(today))?;
    let body = match request.media {
        Media::Markdown => markdown::roadmap(ladder, &roadmap).into(),
        Media::Svg => svg::roadmap(ladder, &roadmap).into(),
        Media::Calendar => milestones(ladder, &roadmap, RequestPart::Body)?.into(),
        _ => to_json(&roadmap)?,
    };
    Ok(request.respond(body))
}

/// Draw a roadmap.
///
/// A plan on a time line, as a picture for an `<img>`. A URL with somebody's answers in it is seen by whatever carries it: this
/// service does not log queries, others may.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/roadmap.svg", tag = "Pictures", params(LadderPath, RoadmapQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_roadmap(request: LadderRequest<RoadmapQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let roadmap = planned(ladder, &request.query)?;
    let picture = svg::roadmap(ladder, &roadmap);
    Ok(request.computed(picture, Freshness::PrivateMinute))
}

/// Find a roadmap's calendar.
///
/// The milestones of a plan as a calendar (RFC 5545) to import or to subscribe to: an all-day event on the day on which each is due.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/roadmap.ics", tag = "Pictures", params(LadderPath, RoadmapQuery),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar")))]
async fn find_roadmap_calendar(
    request: LadderRequest<RoadmapQuery>,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let roadmap = planned(ladder, &request.query)?;
    let calendar = milestones(ladder, &roadmap, RequestPart::Query)?;
    Ok(request.computed(calendar, Freshness::PrivateMinute))
}

fn planned<'a>(ladder: &'a Ladder, query: &RoadmapQuery) -> Result<Roadmap<'a>, Error> {
    let answers = IdLists::answers(
        query.yes.as_deref(),
        query.no.as_deref(),
        query.unsure.as_deref(),
        query.options.as_deref(),
    );
    let criteria = IdLists::criteria(query.met.as_deref(), query.unmet.as_deref());
    let (answered, qualifiers) = answers.parted(&ladder.document().quiz);
    let asked = PlanRoadmapRequest {
        answers: (!answers.is_empty()).then_some(answered),
        qualifiers,
        level: query.level.as_deref().map(Into::into),
        criteria: criteria.states(),
        target_level: query.target_level.as_deref().map(Into::into),
        start: query.start.as_deref().map(Into::into),
        target_date: query.target_date.as_deref().map(Into::into),
        hours_per_week: query.hours_per_week.map(f64::from),
    };
    // What has a URL does not look at the clock: the same URL is the same plan.
    let today: Option<NaiveDate> = None;
    let roadmap = plan(ladder, &asked, today)
        .map_err(|error| criteria.blame(error))
        .map_err(|error| answers.blame(error));
    let mut faults = answers.faults();
    faults.extend(criteria.faults());
    checked(roadmap, faults)
}

fn milestones(ladder: &Ladder, roadmap: &Roadmap<'_>, part: RequestPart) -> Result<String, Error> {
    calendar::roadmap(ladder, roadmap).ok_or_else(|| {
        let fault = match roadmap.start {
            None => Fault::error(
                "/start",
                "missing_start",
                "A calendar needs the day on which the plan starts.",
            ),
            Some(_) => Fault::error(
                "",
                "no_dates",
                "No milestone of this plan has a date, so that there is nothing for a calendar.",
            ),
        };
        Error::Invalid(part, vec![fault])
    })
}
