//! The form that the page of the quiz posts: what it may hold, and what it asks for.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Array, ObjectBuilder, RefOr, Schema, Type, schema::AdditionalProperties},
};

use crate::{
    app::{
        now,
        planning::{PlanRoadmap, plan_roadmap},
        scoring::ScoreQuiz,
    },
    domain::{
        answers::{Answer, Answers},
        criteria::CriterionState,
        fault::Fault,
        id::Id,
        ladder::Ladder,
        placement::Placement,
        roadmap::{Pace, Roadmap},
        source,
    },
    error::{Error, Part},
    http::{extract::Form, negotiation::Media},
    pages::Wanted,
};

/// What the page of the quiz posts. An answer is the field `answer.` and the id of its question or qualifier.
#[derive(Debug)]
pub(super) struct QuizForm;

impl PartialSchema for QuizForm {
    fn schema() -> RefOr<Schema> {
        let text = |description: &str, max: usize| {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some(description))
                .max_length(Some(max))
        };
        let ids = Array::new(text("An id.", 64));
        let mut met = ids.clone();
        met.description = Some("Criteria that are met already.".into());
        met.max_items = Some(1000);
        let mut asked = ids;
        asked.description =
            Some("Qualifiers that were asked; `*` where all were that matter.".into());
        asked.max_items = Some(10);
        let answer = text(
            "`yes`, `no` or `unsure`: the answer to the question whose id follows `answer.`.",
            10,
        );
        let mut form = ObjectBuilder::new()
            .description(Some(
                "What the page of the quiz posts. An answer is the field `answer.` and the id of its question or qualifier.",
            ))
            .property("hours", text("Hours of work a week, a whole number from 1 to 60.", 20))
            .property("start", text("The first day of the plan (ISO 8601).", 20))
            .property("met", met)
            .property("asked", asked)
            .property(
                "as",
                text("What to answer with in place of the page: `markdown`, `svg`, `calendar` or `json`.", 20),
            )
            .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(answer.into()))))
            .build();
        form.max_properties = Some(100);
        form.into()
    }
}

impl ToSchema for QuizForm {}

/// What a form sent.
pub(super) struct Sent {
    /// Answers by question or qualifier, in the order of the quiz.
    pub(super) answered: Vec<(String, Answer)>,
    /// Qualifiers that were asked.
    pub(super) asked: Vec<String>,
    pub(super) wanted: Wanted,
    pub(super) file: Option<Media>,
}

impl Sent {
    pub(super) fn read(ladder: &Ladder, Form(fields): Form) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let mut answers: Vec<(String, Answer)> = Vec::new();
        let mut sent = Self {
            answered: Vec::new(),
            asked: Vec::new(),
            wanted: Wanted {
                hours: Pace::default().hours().to_string(),
                start: now().date_naive().to_string(),
                met: Vec::new(),
            },
            file: None,
        };
        for (name, value) in fields {
            let mut fault = |code, detail: String| {
                let pointer = format!("/{}", source::escape(&name));
                faults.push(Fault::error(pointer, code, detail));
            };
            if let Some(id) = name.strip_prefix("answer.") {
                let said = [Answer::Yes, Answer::No, Answer::Unsure];
                match said.into_iter().find(|said| said.word() == value) {
                    _ if !asks(ladder, id) => {
                        fault("unknown_question", "The quiz has no such question.".into())
                    }
                    _ if answers.iter().any(|(other, _)| other == id) => {
                        fault("duplicate_answer", "The question is answered twice.".into());
                    }
                    Some(said) => answers.push((id.to_owned(), said)),
                    None => fault("unknown_value", "An answer is yes, no or unsure.".into()),
                }
                continue;
            }
            match name.as_str() {
                "hours" => sent.wanted.hours = value,
                "start" => sent.wanted.start = value,
                "met" => sent.wanted.met.push(value),
                "asked" => sent.asked.push(value),
                "as" => match value.as_str() {
                    "markdown" => sent.file = Some(Media::Markdown),
                    "svg" => sent.file = Some(Media::Svg),
                    "calendar" => sent.file = Some(Media::Calendar),
                    "json" => sent.file = Some(Media::Json),
                    _ => fault(
                        "unknown_value",
                        "It is markdown, svg, calendar or json.".into(),
                    ),
                },
                _ => fault("unknown_member", "The form has no such field.".into()),
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(Part::Body, faults));
        }
        for id in ids(ladder) {
            let found = answers.iter().find(|(other, _)| *id == **other);
            sent.answered.extend(found.cloned());
        }
        Ok(sent)
    }

    fn parted(&self, ladder: &Ladder, qualifiers: bool) -> Answers<'_> {
        let known = &ladder.document().quiz.qualifiers;
        let is_one = |id: &str| known.iter().any(|qualifier| qualifier.id == *id);
        let own = self
            .answered
            .iter()
            .filter(|(id, _)| is_one(id) == qualifiers);
        own.map(|(id, said)| (Cow::Borrowed(id.as_str()), *said))
            .collect()
    }

    pub(super) fn answers(&self, ladder: &Ladder) -> ScoreQuiz<'_> {
        ScoreQuiz {
            answers: self.parted(ladder, false),
            qualifiers: self.parted(ladder, true),
        }
    }

    /// The qualifier to ask next: one that was not asked yet and that, alone or with others not asked, would place higher.
    pub(super) fn qualifier<'a>(
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

    pub(super) fn plan<'a>(&self, ladder: &'a Ladder) -> Result<Roadmap<'a>, Error> {
        let Wanted { hours, start, met } = &self.wanted;
        let states = met
            .iter()
            .map(|id| (Cow::Borrowed(id.as_str()), CriterionState::Met));
        let wish = PlanRoadmap {
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

/// The ids of questions, then of qualifiers.
fn ids(ladder: &Ladder) -> impl Iterator<Item = &Id> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().map(|question| &question.id);
    questions.chain(quiz.qualifiers.iter().map(|qualifier| &qualifier.id))
}

fn asks(ladder: &Ladder, id: &str) -> bool {
    ids(ladder).any(|known| *known == *id)
}
