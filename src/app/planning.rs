//! Planning: readiness and roadmaps, from what a caller says to the domain's answers; the same over HTTP and elsewhere.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::times::day;
use crate::{
    domain::{
        answers::{AnswerSheet, Answers},
        criteria::{Checklist, CriterionStates},
        fault::Fault,
        id::Id,
        ladder::Ladder,
        readiness::Readiness,
        roadmap::{PlanParameters, Roadmap, StartingPoint, WeeklyHours},
    },
    error::{Error, RequestPart},
};

/// What is met and what is not, to be held against a level.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"level": "mid", "criteria": {"explain-model-choice": "met", "debug-unaided": "met", "eval-harness": "unmet"}}))]
pub struct CheckReadinessRequest<'a> {
    /// The level in question.
    #[serde(borrow, default)]
    #[schema(value_type = Id, required = true)]
    pub level: Option<Cow<'a, str>>,
    /// How the criteria stand; what is left out is unknown.
    #[serde(borrow, default)]
    #[schema(value_type = CriterionStates)]
    pub criteria: CriterionStates<'a>,
}

/// Where somebody is and what they want. Either `answers` or `level` says where they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no", "q5": "no", "q6": "no"},
    "criteria": {"owned-incident": "met"}, "start": "2027-01-04", "hours_per_week": 6}))]
pub struct PlanRoadmapRequest<'a> {
    /// Answers by question id; the plan starts from where they place the person.
    #[serde(borrow, default)]
    #[schema(value_type = Option<Answers>)]
    pub answers: Option<Answers<'a>>,
    /// Answers by qualifier id, beside `answers`.
    #[serde(borrow, default)]
    #[schema(value_type = Answers)]
    pub qualifiers: Answers<'a>,
    /// The present level, where there are no answers.
    #[serde(borrow, default)]
    #[schema(value_type = Option<Id>)]
    pub level: Option<Cow<'a, str>>,
    /// How the criteria stand; those met need no milestone. What is left out is unknown, and planned.
    #[serde(borrow, default)]
    #[schema(value_type = CriterionStates)]
    pub criteria: CriterionStates<'a>,
    /// The level to reach; the next one where it is left out.
    #[serde(borrow, default)]
    #[schema(value_type = Option<Id>)]
    pub target_level: Option<Cow<'a, str>>,
    /// The first day (ISO 8601). Without it days are counted and there are no dates.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, format = Date, min_length = 10, max_length = 10, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub start: Option<Cow<'a, str>>,
    /// The day by which it is wanted (ISO 8601); a note says where it cannot be kept, and what would.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, format = Date, min_length = 10, max_length = 10, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub target_date: Option<Cow<'a, str>>,
    /// Hours of work a week, a whole number from 1 to 60; 5 where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<u16>, minimum = 1, maximum = 60)]
    pub hours_per_week: Option<f64>,
}

/// Checks readiness for a level.
///
/// # Errors
/// [`Error::Invalid`] with every fault: a level or a criterion that is not on the ladder, a level that no criteria lead to.
pub fn check_readiness<'a>(
    ladder: &'a Ladder,
    asked: &CheckReadinessRequest<'_>,
) -> Result<Readiness<'a>, Error> {
    let mut faults = Vec::new();
    let level = match asked.level.as_deref() {
        Some(id) => ladder
            .level(id)
            .ok_or_else(|| ladder.unknown_level("/level")),
        None => Err(Fault::error(
            "/level",
            "missing_member",
            "The member \"level\" is missing.",
        )),
    };
    let level = level.map_err(|fault| faults.push(fault)).ok();
    let checklist = checklist(ladder, &asked.criteria, &mut faults);
    let readiness = level.and_then(|level| {
        let readiness = ladder.readiness(level, &checklist);
        readiness.map_err(|fault| faults.push(fault)).ok()
    });
    readiness
        .filter(|_| faults.is_empty())
        .ok_or(Error::Invalid(RequestPart::Body, faults))
}

/// Plans a roadmap. `today` decides nothing but the note on a start in the past.
///
/// # Errors
/// [`Error::Invalid`] with every fault.
pub fn plan_roadmap<'a>(
    ladder: &'a Ladder,
    asked: &PlanRoadmapRequest<'_>,
    today: Option<NaiveDate>,
) -> Result<Roadmap<'a>, Error> {
    let mut faults = Vec::new();
    let present = present(ladder, asked, &mut faults);
    let wish = PlanParameters {
        checklist: checklist(ladder, &asked.criteria, &mut faults),
        target: asked.target_level.as_deref(),
        start: date("/start", asked.start.as_deref(), &mut faults),
        target_date: date("/target_date", asked.target_date.as_deref(), &mut faults),
        pace: pace(asked.hours_per_week, &mut faults),
        today,
        present,
    };
    match ladder.roadmap(&wish) {
        Ok(roadmap) if faults.is_empty() => Ok(roadmap),
        Ok(_) => Err(Error::Invalid(RequestPart::Body, faults)),
        Err(more) => {
            crate::json::add(&mut faults, more);
            Err(Error::Invalid(RequestPart::Body, faults))
        }
    }
}

fn present<'a>(
    ladder: &Ladder,
    asked: &'a PlanRoadmapRequest<'_>,
    faults: &mut Vec<Fault>,
) -> Option<StartingPoint<'a>> {
    match (&asked.answers, asked.level.as_deref()) {
        (Some(answers), None) => {
            let sheet = AnswerSheet::fill(&ladder.document().quiz, answers, &asked.qualifiers);
            let sheet = sheet.map_err(|more| faults.extend(more)).ok()?;
            Some(StartingPoint::Answered(sheet))
        }
        (None, Some(level)) => {
            if !asked.qualifiers.is_empty() {
                faults.push(Fault::error(
                    "/qualifiers",
                    "not_expected",
                    "Qualifiers go with answers, and there are none.",
                ));
            }
            Some(StartingPoint::Level(level))
        }
        (Some(_), Some(_)) => {
            faults.push(Fault::error(
                "/level",
                "not_expected",
                "Answers or a level say where somebody is, not both.",
            ));
            None
        }
        (None, None) => {
            faults.push(Fault::error(
                "",
                "nothing_said",
                "Say where somebody is: by answers, or by a level.",
            ));
            None
        }
    }
}

fn checklist<'a>(
    ladder: &Ladder,
    states: &'a CriterionStates<'_>,
    faults: &mut Vec<Fault>,
) -> Checklist<'a> {
    ladder.checklist(states).unwrap_or_else(|more| {
        faults.extend(more);
        Checklist::default()
    })
}

/// The day that a text names; a fault at `pointer` where it names none.
pub(super) fn date(
    pointer: &str,
    text: Option<&str>,
    faults: &mut Vec<Fault>,
) -> Option<NaiveDate> {
    day(pointer, text?).map_err(|fault| faults.push(fault)).ok()
}

fn pace(asked: Option<f64>, faults: &mut Vec<Fault>) -> WeeklyHours {
    let pace = asked.map_or_else(|| Some(WeeklyHours::default()), WeeklyHours::new);
    pace.unwrap_or_else(|| {
        let most = WeeklyHours::MOST.hours();
        let detail = format!("A plan has 1 to {most} hours a week, in whole hours.");
        faults.push(Fault::error("/hours_per_week", "out_of_range", detail));
        WeeklyHours::default()
    })
}
