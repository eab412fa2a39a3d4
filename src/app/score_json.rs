//! JSON of scores and assessments. The parts that the outcome alone decides are serialized once, when a version is loaded: they are two
//! thirds of an answer's bytes, and half of the time that its serialization would take.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::scored_quiz::ScoredQuiz;
use crate::domain::{
    answers::AnswerValue,
    assessment::{Assessment, Respondent},
    contest::Contest,
    disclaimer::Disclaimer,
    id::Id,
    ladder::Ladder,
    placement::{AnswerCounts, AnswerReason, Placement, PlacementAdvice, StageProfile},
    quiz::LadderPosition,
};

/// The parts of a ladder's scores that the outcome alone decides, as JSON.
#[derive(Debug)]
pub(super) struct ScoreParts {
    ladder: Box<RawValue>,
    /// By the index of the rule.
    rules: Vec<Box<RawValue>>,
    /// By the order of the placement.
    places: Vec<PlaceParts>,
}

#[derive(Debug)]
struct PlaceParts {
    placement: Box<RawValue>,
    plateau: Box<RawValue>,
    roadblocks: Box<RawValue>,
    criteria: Box<RawValue>,
}

/// The members of an [`Assessment`].
#[derive(Serialize)]
struct AssessmentJson<'a> {
    id: Uuid,
    person: &'a str,
    by: &'a Respondent,
    taken_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    answers: &'a BTreeMap<&'a Id, AnswerValue>,
    qualifiers: &'a BTreeMap<&'a Id, AnswerValue>,
    #[serde(flatten)]
    score: ScoreJson<'a>,
    contests: &'a [Contest],
    guidance: &'a Disclaimer,
}

/// The members of a [`ScoredQuiz`].
#[derive(Serialize)]
struct ScoreJson<'a> {
    ladder: &'a RawValue,
    placement: &'a RawValue,
    counts: AnswerCounts,
    decided: bool,
    range: Vec<&'a RawValue>,
    rule: &'a RawValue,
    reasons: &'a [AnswerReason<'a>],
    profile: &'a [StageProfile<'a>],
    unevenness: Option<&'a str>,
    to_advance: &'a [Vec<&'a Id>],
    to_advance_total: u64,
    plateau: &'a RawValue,
    roadblocks: &'a RawValue,
    criteria: &'a RawValue,
    self_reported: bool,
    receipt: &'a str,
}

impl ScoreParts {
    pub(super) fn new(ladder: &Ladder) -> serde_json::Result<Self> {
        let table = ladder.table();
        let rules = (0..).map_while(|rule| table.decider(rule));
        let places = table.places().iter();
        Ok(Self {
            ladder: to_raw_value(ladder.stamp())?,
            rules: rules.map(to_raw_value).collect::<Result<_, _>>()?,
            places: places
                .filter_map(|place| Some((place, ladder.outlook(place)?)))
                .map(|(place, outlook)| PlaceParts::new(place, &outlook))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Returns a placement by its order.
    pub(super) fn placement(&self, order: usize) -> Option<&RawValue> {
        self.places.get(order).map(|place| &*place.placement)
    }

    /// Serializes a score. None where it was made with another ladder.
    pub(super) fn score_json(&self, ladder: &Ladder, scored: &ScoredQuiz<'_>) -> Option<Vec<u8>> {
        json(&self.score(ladder, &scored.placement, &scored.receipt)?)
    }

    /// Serializes an assessment. None where it was made with another ladder.
    pub(super) fn assessment_json(
        &self,
        ladder: &Ladder,
        assessment: &Assessment<'_>,
    ) -> Option<Vec<u8>> {
        json(&AssessmentJson {
            id: assessment.id,
            person: assessment.person,
            by: &assessment.by,
            taken_at: assessment.taken_at,
            recorded_at: assessment.recorded_at,
            answers: &assessment.answers,
            qualifiers: &assessment.qualifiers,
            score: self.score(ladder, &assessment.placement, &assessment.receipt)?,
            contests: &assessment.contests,
            guidance: &assessment.guidance,
        })
    }

    fn score<'a>(
        &'a self,
        ladder: &Ladder,
        placement: &'a Placement<'_>,
        receipt: &'a str,
    ) -> Option<ScoreJson<'a>> {
        let Placement {
            ladder: _,
            placement,
            counts,
            decided,
            range,
            rule,
            reasons,
            profile,
            unevenness,
            to_advance,
            to_advance_total,
            plateau: _,
            roadblocks: _,
            criteria: _,
            self_reported,
        } = placement;
        // A score borrows its placements and its rule from the tables of the ladder that it was made with, in which their index is found.
        let table = ladder.table();
        let parts_of = |place: &LadderPosition| {
            let mut places = table.places().iter();
            let order = places.position(|other| std::ptr::eq(other, place))?;
            self.places.get(order)
        };
        let mut rules = (0..self.rules.len()).map_while(|index| table.decider(index));
        let rule = rules.position(|other| std::ptr::eq(other, *rule))?;
        let place = parts_of(placement)?;
        Some(ScoreJson {
            ladder: &self.ladder,
            placement: &place.placement,
            counts: *counts,
            decided: *decided,
            range: range
                .iter()
                .map(|place| Some(&*parts_of(place)?.placement))
                .collect::<Option<_>>()?,
            rule: self.rules.get(rule)?,
            reasons,
            profile,
            unevenness: unevenness.as_deref(),
            to_advance,
            to_advance_total: *to_advance_total,
            plateau: &place.plateau,
            roadblocks: &place.roadblocks,
            criteria: &place.criteria,
            self_reported: *self_reported,
            receipt,
        })
    }
}

fn json(answer: &impl Serialize) -> Option<Vec<u8>> {
    let mut json = Vec::with_capacity(4096);
    serde_json::to_writer(&mut json, answer).ok()?;
    Some(json)
}

impl PlaceParts {
    fn new(place: &LadderPosition, outlook: &PlacementAdvice<'_>) -> serde_json::Result<Self> {
        Ok(Self {
            placement: to_raw_value(place)?,
            plateau: to_raw_value(&outlook.plateau)?,
            roadblocks: to_raw_value(&outlook.roadblocks)?,
            criteria: to_raw_value(&outlook.criteria)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;
    use uuid::Uuid;

    use crate::{
        app::{
            LadderCatalogue,
            scoring::{ScoreQuizRequest, score},
        },
        domain::{
            answers::{AnswerValue, Answers},
            assessment::{Assessment, Respondent, Role},
            disclaimer::Disclaimer,
            receipt::ReceiptKey,
        },
    };

    #[test]
    fn scores_and_assessments_serialize_as_their_types_do() {
        let shelf = LadderCatalogue::built_in().unwrap();
        let published = shelf.newest().next().unwrap();
        let quiz = &published.ladder.document().quiz;
        let key = ReceiptKey::new(&[7; 32]).unwrap();
        let items = quiz.questions.len() + quiz.qualifiers.len();
        let choices = [
            Some(AnswerValue::from("yes")),
            Some(AnswerValue::from("no")),
            Some(AnswerValue::from("unsure")),
            None,
        ];
        let mut scored_ones = 0;
        for case in 0..4_usize.pow(u32::try_from(items).unwrap()) {
            let choice = |item: usize| choices[case >> (2 * item) & 3].clone();
            let answers: Answers<'_> = quiz
                .questions
                .iter()
                .enumerate()
                .filter_map(|(item, question)| Some((question.id.as_str(), choice(item)?)))
                .collect();
            let qualifiers: Answers<'_> = quiz
                .qualifiers
                .iter()
                .enumerate()
                .filter_map(|(item, qualifier)| {
                    Some((qualifier.id.as_str(), choice(quiz.questions.len() + item)?))
                })
                .collect();
            let sent = ScoreQuizRequest {
                answers,
                qualifiers,
            };
            let Ok(scored) = score(&published.ladder, &key, &sent) else {
                continue;
            };
            scored_ones += 1;
            let json = published.score_parts.score_json(&published.ladder, &scored);
            assert_eq!(json, serde_json::to_vec(&scored).ok());

            let (answers, qualifiers) = (BTreeMap::new(), BTreeMap::new());
            let guidance = Disclaimer::on("…", scored.placement.rule, "/x");
            let assessment = Assessment {
                id: Uuid::nil(),
                person: "p-1",
                by: Respondent {
                    role: Role::Oneself,
                    id: "p-1".into(),
                },
                taken_at: DateTime::UNIX_EPOCH,
                recorded_at: DateTime::UNIX_EPOCH,
                answers,
                qualifiers,
                placement: scored.placement,
                receipt: scored.receipt,
                contests: Vec::new(),
                guidance,
            };
            let json = published
                .score_parts
                .assessment_json(&published.ladder, &assessment);
            assert_eq!(json, serde_json::to_vec(&assessment).ok());
        }
        assert!(scored_ones > 1000);
    }
}
