//! Ready JSON: those parts of an answer to a scored quiz that the place or the rule alone decides, rendered once when a ladder is
//! published. Most of an answer's bytes are such parts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::scoring::ScoredQuiz;
use crate::domain::{
    answers::Given,
    assessment::{AnsweredBy, Assessment},
    contest::Contest,
    guidance::Guidance,
    id::Id,
    ladder::Ladder,
    placement::{Counts, Outlook, Placement, Reason, Stage},
    quiz::Place,
};

/// The ready parts of a ladder's answers.
#[derive(Debug)]
pub(super) struct Ready {
    stamp: Box<RawValue>,
    /// By the rule's index.
    deciders: Vec<Box<RawValue>>,
    /// By the place's order.
    places: Vec<ReadyPlace>,
}

#[derive(Debug)]
struct ReadyPlace {
    place: Box<RawValue>,
    plateau: Box<RawValue>,
    roadblocks: Box<RawValue>,
    criteria: Box<RawValue>,
}

/// [`Assessment`] with its ready parts in place: member for member the same.
#[derive(Serialize)]
struct AssembledAssessment<'a> {
    id: Uuid,
    person: &'a str,
    by: &'a AnsweredBy,
    taken_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    answers: &'a BTreeMap<&'a Id, Given>,
    qualifiers: &'a BTreeMap<&'a Id, Given>,
    #[serde(flatten)]
    scored: Assembled<'a>,
    contests: &'a [Contest],
    guidance: &'a Guidance,
}

/// [`ScoredQuiz`] with its ready parts in place: member for member the same.
#[derive(Serialize)]
struct Assembled<'a> {
    ladder: &'a RawValue,
    placement: &'a RawValue,
    counts: Counts,
    decided: bool,
    range: Vec<&'a RawValue>,
    rule: &'a RawValue,
    reasons: &'a [Reason<'a>],
    profile: &'a [Stage<'a>],
    unevenness: Option<&'a str>,
    to_advance: &'a [Vec<&'a Id>],
    to_advance_total: u64,
    plateau: &'a RawValue,
    roadblocks: &'a RawValue,
    criteria: &'a RawValue,
    self_reported: bool,
    receipt: &'a str,
}

impl Ready {
    pub(super) fn new(ladder: &Ladder) -> serde_json::Result<Self> {
        let table = ladder.table();
        let deciders = (0..).map_while(|rule| table.decider(rule));
        let places = table.places().iter();
        Ok(Self {
            stamp: to_raw_value(ladder.stamp())?,
            deciders: deciders.map(to_raw_value).collect::<Result<_, _>>()?,
            places: places
                .filter_map(|place| Some((place, ladder.outlook(place)?)))
                .map(|(place, outlook)| ReadyPlace::new(place, &outlook))
                .collect::<Result<_, _>>()?,
        })
    }

    /// A place as JSON, by its order.
    pub(super) fn place(&self, order: usize) -> Option<&RawValue> {
        self.places.get(order).map(|ready| &*ready.place)
    }

    /// The answer to a quiz scored with this very ladder as JSON; None where it was another.
    pub(super) fn scored(&self, ladder: &Ladder, scored: &ScoredQuiz<'_>) -> Option<Vec<u8>> {
        json(&self.assemble(ladder, &scored.placement, &scored.receipt)?)
    }

    /// An assessment by this very ladder as JSON; None where it was another.
    pub(super) fn assessment(
        &self,
        ladder: &Ladder,
        assessment: &Assessment<'_>,
    ) -> Option<Vec<u8>> {
        json(&AssembledAssessment {
            id: assessment.id,
            person: assessment.person,
            by: &assessment.by,
            taken_at: assessment.taken_at,
            recorded_at: assessment.recorded_at,
            answers: &assessment.answers,
            qualifiers: &assessment.qualifiers,
            scored: self.assemble(ladder, &assessment.placement, &assessment.receipt)?,
            contests: &assessment.contests,
            guidance: &assessment.guidance,
        })
    }

    fn assemble<'a>(
        &'a self,
        ladder: &Ladder,
        placement: &'a Placement<'_>,
        receipt: &'a str,
    ) -> Option<Assembled<'a>> {
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
        let table = ladder.table();
        let ready = |place: &Place| {
            let mut places = table.places().iter();
            self.places
                .get(places.position(|other| std::ptr::eq(other, place))?)
        };
        let rule = (0..self.deciders.len()).find(|index| {
            table
                .decider(*index)
                .is_some_and(|other| std::ptr::eq(other, *rule))
        })?;
        let place = ready(placement)?;
        Some(Assembled {
            ladder: &self.stamp,
            placement: &place.place,
            counts: *counts,
            decided: *decided,
            range: range
                .iter()
                .map(|place| Some(&*ready(place)?.place))
                .collect::<Option<_>>()?,
            rule: self.deciders.get(rule)?,
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

impl ReadyPlace {
    fn new(place: &Place, outlook: &Outlook<'_>) -> serde_json::Result<Self> {
        Ok(Self {
            place: to_raw_value(place)?,
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
            Shelf,
            scoring::{ScoreQuiz, score},
        },
        domain::{
            answers::{Answers, Given},
            assessment::{AnsweredBy, Assessment, Role},
            guidance::Guidance,
            receipt::Key,
        },
    };

    #[test]
    fn what_is_assembled_is_what_would_be_serialised() {
        let shelf = Shelf::built_in().unwrap();
        let published = shelf.newest().next().unwrap();
        let quiz = &published.ladder.document().quiz;
        let key = Key::new(&[7; 32]).unwrap();
        let items = quiz.questions.len() + quiz.qualifiers.len();
        let choices = [
            Some(Given::from("yes")),
            Some(Given::from("no")),
            Some(Given::from("unsure")),
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
            let sent = ScoreQuiz {
                answers,
                qualifiers,
            };
            let Ok(scored) = score(&published.ladder, &key, &sent) else {
                continue;
            };
            scored_ones += 1;
            let assembled = published.ready.scored(&published.ladder, &scored);
            assert_eq!(assembled, serde_json::to_vec(&scored).ok());

            let (answers, qualifiers) = (BTreeMap::new(), BTreeMap::new());
            let guidance = Guidance::on("…", scored.placement.rule, "/x");
            let assessment = Assessment {
                id: Uuid::nil(),
                person: "p-1",
                by: AnsweredBy {
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
            let assembled = published.ready.assessment(&published.ladder, &assessment);
            assert_eq!(assembled, serde_json::to_vec(&assessment).ok());
        }
        assert!(scored_ones > 1000);
    }
}
