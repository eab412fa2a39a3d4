//! The form that the page of the quiz posts: what it may hold, and what it asks for.

use std::{borrow::Cow, sync::LazyLock};

use serde_json::{Map, Value, json, map::Entry};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::{
    app::{
        now,
        planning::{PlanRoadmapRequest, plan_roadmap},
        scoring::ScoreQuizRequest,
    },
    domain::{
        answers::Answers,
        criteria::CriterionState,
        fault::Fault,
        id::Id,
        ladder::Ladder,
        placement::Placement,
        roadmap::{Roadmap, WeeklyHours},
        schema::SchemaValidator,
        source,
    },
    error::{Error, RequestPart},
    http::{extract::body::FormFields, response::negotiation::Media},
    json::MOST_FAULTS,
    pages::{FormAnswers, PlanInput},
};

/// What the page of the quiz posts. An answer is the field `answer.` and the id of its question or qualifier.
#[derive(Debug)]
pub(in crate::http) struct QuizForm;

impl PartialSchema for QuizForm {
    fn schema() -> RefOr<Schema> {
        // The members of an object by pattern are more than the builder knows of: `described` says it whole.
        ObjectBuilder::new().schema_type(Type::Object).into()
    }
}

/// The schema of the form.
pub(in crate::http) fn described() -> Value {
    let id =
        json!({"type": "string", "maxLength": 64, "pattern": "^([a-z0-9]+(-[a-z0-9]+)*|\\*)$"});
    json!({
        "type": "object",
        "description": "What the page of the quiz posts. An answer is the field `answer.` and the id of its question or qualifier.",
        "properties": {
            "hours": {"type": "string", "maxLength": 20, "description": "Hours of work a week, a whole number from 1 to 60."},
            "start": {"type": "string", "maxLength": 20, "description": "The first day of the plan (ISO 8601)."},
            "met": {"type": "array", "maxItems": 1000, "items": id, "description": "Criteria that are met already."},
            "asked": {"type": "array", "maxItems": 10, "items": id,
                "description": "Qualifiers that were asked; `*` where all were that matter."},
            "as": {"type": "string", "enum": ["markdown", "svg", "calendar", "json"],
                "description": "What to answer with in place of the page."}
        },
        "patternProperties": {"^answer\\.[a-z0-9]+(-[a-z0-9]+)*$": {
            "type": "string", "maxLength": Id::MAX,
            "description": "`yes`, `no` or `unsure`; for a question with options the id of one or `unsure`."}},
        "additionalProperties": false,
        "maxProperties": 100
    })
}

impl ToSchema for QuizForm {}

/// What a form sent.
pub(in crate::http) struct SubmittedForm {
    /// Answers by question or qualifier, in the order of the quiz.
    pub(in crate::http) answered: Vec<(String, String)>,
    /// Qualifiers that were asked.
    pub(in crate::http) asked: Vec<String>,
    pub(in crate::http) wanted: PlanInput,
    pub(in crate::http) file: Option<Media>,
}

impl SubmittedForm {
    pub(in crate::http) fn read(
        ladder: &Ladder,
        FormFields(fields): FormFields,
    ) -> Result<Self, Error> {
        let mut faults = misfits(&fields)?;
        let mut answers: Vec<(String, String)> = Vec::new();
        let mut sent = Self {
            answered: Vec::new(),
            asked: Vec::new(),
            wanted: PlanInput {
                hours: WeeklyHours::default().hours().to_string(),
                start: now().date_naive().to_string(),
                met: Vec::new(),
            },
            file: None,
        };
        for (name, value) in fields {
            if let Some(id) = name.strip_prefix("answer.") {
                if Id::try_from(id.to_owned()).is_ok() && !asks(ladder, id) {
                    let detail = "The quiz has no such question.";
                    let pointer = format!("/{}", source::escape(&name));
                    faults.push(Fault::error(pointer, "unknown_question", detail));
                }
                if let Some((code, detail)) = ladder.document().quiz.misfit(id, &value) {
                    let pointer = format!("/{}", source::escape(&name));
                    faults.push(Fault::error(pointer, code, detail));
                }
                answers.push((id.to_owned(), value));
                continue;
            }
            match name.as_str() {
                "hours" => sent.wanted.hours = value,
                "start" => sent.wanted.start = value,
                // What another version had is not on this ladder any more.
                "met" if knows(ladder, &value) => sent.wanted.met.push(value),
                "met" => {}
                "asked" => sent.asked.push(value),
                _ => {
                    sent.file = match value.as_str() {
                        "markdown" => Some(Media::Markdown),
                        "svg" => Some(Media::Svg),
                        "calendar" => Some(Media::Calendar),
                        _ => Some(Media::Json),
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(RequestPart::Body, faults));
        }
        for id in ids(ladder) {
            let found = answers.iter().find(|(other, _)| *id == **other);
            sent.answered.extend(found.cloned());
        }
        Ok(sent)
    }

    /// What is sent again with whatever is asked next.
    pub(in crate::http) fn given(&self) -> FormAnswers<'_> {
        let answers = self.answered.iter();
        let answers = answers.map(|(id, said)| (id.as_str(), said.as_str()));
        FormAnswers {
            answers: answers.collect(),
            asked: &self.asked,
        }
    }

    fn parted(&self, ladder: &Ladder, qualifiers: bool) -> Answers<'_> {
        let known = &ladder.document().quiz.qualifiers;
        let is_one = |id: &str| known.iter().any(|qualifier| qualifier.id == *id);
        let own = self
            .answered
            .iter()
            .filter(|(id, _)| is_one(id) == qualifiers);
        own.map(|(id, said)| (Cow::Borrowed(id.as_str()), said.as_str().into()))
            .collect()
    }

    pub(in crate::http) fn answers(&self, ladder: &Ladder) -> ScoreQuizRequest<'_> {
        ScoreQuizRequest {
            answers: self.parted(ladder, false),
            qualifiers: self.parted(ladder, true),
        }
    }

    /// The qualifier to ask next: one that was not asked yet and that, alone or with others not asked, would place higher.
    pub(in crate::http) fn qualifier<'a>(
        &self,
        ladder: &'a Ladder,
        placement: &Placement<'_>,
    ) -> Option<&'a Id> {
        if self.asked.iter().any(|id| id == "*") {
            return None;
        }
        let open = |id: &Id| {
            let asked = self.asked.iter().any(|asked| *id == **asked);
            let answered = self.answered.iter().any(|(answered, _)| *id == **answered);
            !asked && !answered
        };
        let qualifiers = &ladder.document().quiz.qualifiers;
        let left: Vec<&Id> = qualifiers
            .iter()
            .map(|one| &one.id)
            .filter(|id| open(id))
            .collect();
        let sets = placement.to_advance.iter();
        let mut decisive = sets.filter(|set| set.iter().all(|id| left.contains(id)));
        let first = decisive.next()?.first()?;
        left.into_iter().find(|id| id == first)
    }

    pub(in crate::http) fn plan<'a>(&self, ladder: &'a Ladder) -> Result<Roadmap<'a>, Error> {
        let PlanInput { hours, start, met } = &self.wanted;
        let states = met
            .iter()
            .map(|id| (Cow::Borrowed(id.as_str()), CriterionState::Met));
        let wish = PlanRoadmapRequest {
            answers: Some(self.parted(ladder, false)),
            qualifiers: self.parted(ladder, true),
            level: None,
            criteria: states.collect(),
            target_level: None,
            start: (!start.is_empty()).then_some(Cow::Borrowed(start)),
            target_date: None,
            hours_per_week: Some(hours.parse().unwrap_or(f64::NAN)),
        };
        plan_roadmap(ladder, &wish, Some(now().date_naive()))
    }
}

/// What the form's schema says against its fields.
fn misfits(fields: &[(String, String)]) -> Result<Vec<Fault>, Error> {
    static SHAPE: LazyLock<Result<SchemaValidator, String>> =
        LazyLock::new(|| SchemaValidator::new(&described()));
    let mut faults = Vec::new();
    let mut form = Map::new();
    for (name, value) in fields {
        match form.entry(name) {
            Entry::Vacant(entry) if LISTS.contains(&name.as_str()) => {
                entry.insert(json!([value]));
            }
            Entry::Vacant(entry) => {
                entry.insert(json!(value));
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Value::Array(values) => values.push(json!(value)),
                _ => faults.push(Fault::error(
                    format!("/{}", source::escape(name)),
                    "duplicate_member",
                    "The field is sent twice.",
                )),
            },
        }
    }
    let shape = SHAPE
        .as_ref()
        .map_err(|error| Error::Internal(error.clone()))?;
    faults.extend(shape.faults(&Value::Object(form), MOST_FAULTS));
    Ok(faults)
}

/// Fields that are lists.
const LISTS: [&str; 2] = ["met", "asked"];

/// The ids of questions, then of qualifiers.
fn ids(ladder: &Ladder) -> impl Iterator<Item = &Id> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().map(|question| &question.id);
    questions.chain(quiz.qualifiers.iter().map(|qualifier| &qualifier.id))
}

fn knows(ladder: &Ladder, criterion: &str) -> bool {
    let phases = ladder.document().phases.iter();
    let mut criteria = phases.flat_map(|phase| &phase.criteria);
    criteria.any(|known| known.id == *criterion)
}

fn asks(ladder: &Ladder, id: &str) -> bool {
    ids(ladder).any(|known| *known == *id)
}
