//! Exports: all that is held about a person, as one document.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App,
    assessments::AssessmentWithLadder,
    error::no_person,
    evidence::EvidenceResponse,
    now,
    people::{PersonResponse, find, tell},
};
use crate::{
    domain::{
        answers::{AnswerValue, Answers},
        assessment::Respondent,
        contest::Contest,
        id::Id,
        ladder::LadderRef,
        person::PersonId,
        quiz::LadderPosition,
    },
    error::Error,
    store::{AssessmentFilter, EvidenceFilter},
};

/// The format of the document.
pub const FORMAT: &str = "rungs/person-export/1";

/// Assessments that are read at once.
const AT_ONCE: i64 = 500;

/// All that is held about a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonExport {
    /// `rungs/person-export/1`.
    #[schema(value_type = String, max_length = 40)]
    pub format: &'static str,
    /// When it was put together.
    #[schema(max_length = 40)]
    pub exported_at: DateTime<Utc>,
    /// The person, with labels and a legal hold.
    pub person: PersonResponse,
    /// Every assessment, the newest first.
    #[schema(max_items = 1_000_000)]
    pub assessments: Vec<ExportedAssessment>,
    /// Every piece of evidence with its reviews, the newest first.
    #[schema(max_items = 1_000_000)]
    pub evidence: Vec<EvidenceResponse>,
    /// Where the person is named in what is held about others, without these others.
    #[schema(max_items = 1_000_000)]
    pub named_in: Vec<PersonMention>,
    /// Requests about the person that named themselves, kept for 24 hours.
    #[schema(max_items = 1_000_000)]
    pub requests: Vec<ExportedRequest>,
}

/// An assessment as it is held.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedAssessment {
    /// Its id.
    pub id: Uuid,
    /// The version of the ladder.
    pub ladder: LadderRef,
    /// Who answered.
    pub by: Respondent,
    /// When the quiz was taken, to the millisecond.
    #[schema(max_length = 40)]
    pub taken_at: DateTime<Utc>,
    /// When it was stored.
    #[schema(max_length = 40)]
    pub recorded_at: DateTime<Utc>,
    /// The answers by question.
    #[schema(value_type = Answers)]
    pub answers: BTreeMap<String, AnswerValue>,
    /// The answers by qualifier.
    #[schema(value_type = Answers)]
    pub qualifiers: BTreeMap<String, AnswerValue>,
    /// Where they led.
    pub placement: LadderPosition,
    /// Proof of it, as it was given.
    #[schema(max_length = 16384)]
    pub receipt: String,
    /// Every contest of it, the oldest first.
    #[schema(max_items = 100)]
    pub contests: Vec<Contest>,
}

/// What somebody did for others.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonMention {
    /// `assessed`, `contested`, `resolved`, `gave` or `reviewed`.
    #[schema(value_type = String, max_length = 20)]
    pub what: &'static str,
    /// The id of the assessment, the contest, the evidence or the review.
    pub id: Uuid,
}

/// A request that named itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedRequest {
    /// Its `Idempotency-Key`.
    #[schema(max_length = 255)]
    pub name: String,
    /// When it came.
    #[schema(max_length = 40)]
    pub at: DateTime<Utc>,
}

impl App {
    /// All that is held about a person. Who has it put together is told in the audit.
    ///
    /// # Errors
    /// [`Error::NotFound`]; where the database fails.
    pub async fn export_person(&self, actor: &Actor, id: &PersonId) -> Result<PersonExport, Error> {
        let (store, organisation) = (&self.store, actor.organisation);
        let person = self.person(actor, id).await?;
        let mut assessments = Vec::new();
        let mut filter = AssessmentFilter {
            before: None,
            ladder: None,
            role: None,
            limit: AT_ONCE,
        };
        loop {
            let rows = store.list_assessments(person.key(), &filter).await?;
            let Some(last) = rows.last() else { break };
            filter.before = Some(last.row.id);
            for row in rows {
                let kept = self.kept(row)?;
                let contests = self.contests(&kept, id).await?;
                assessments.push(self.exported(&kept, id, contests)?);
            }
        }
        let all = EvidenceFilter::default();
        let evidence = store.list_evidence(person.key(), &all).await?.into_iter();
        let evidence = evidence.map(|row| EvidenceResponse::new(id.as_str(), row));
        let mentions = store.list_mentions(organisation, id.as_str());
        let mentions = mentions.await?.into_iter();
        let requests = store.list_requests_about(person.key()).await?.into_iter();
        let mut transaction = store.begin().await?;
        // Whoever was erased meanwhile is not told of any more.
        let there = find(&mut transaction, organisation, id).await?;
        there
            .filter(|there| there.id == person.id)
            .ok_or_else(no_person)?;
        tell(&mut transaction, actor, "person.export", person.id).await?;
        transaction.commit().await?;
        Ok(PersonExport {
            format: FORMAT,
            exported_at: now(),
            evidence: evidence.collect::<Result<_, Error>>()?,
            named_in: mentions
                .map(|(what, id)| PersonMention { what, id })
                .collect(),
            requests: requests
                .map(|(name, at)| ExportedRequest { name, at })
                .collect(),
            person: person.into(),
            assessments,
        })
    }

    fn exported(
        &self,
        kept: &AssessmentWithLadder,
        person: &PersonId,
        contests: Vec<Contest>,
    ) -> Result<ExportedAssessment, Error> {
        let note = kept.note(person)?;
        let named = kept.sheet.named(&kept.published.ladder.document().quiz);
        let owned = |answers: BTreeMap<_, _>| {
            let answers = answers.into_iter();
            answers
                .map(|(id, given): (&Id, AnswerValue)| (id.to_string(), given))
                .collect()
        };
        Ok(ExportedAssessment {
            id: note.id,
            ladder: note.ladder,
            by: note.by,
            taken_at: note.taken_at,
            recorded_at: note.recorded_at,
            answers: owned(named.0),
            qualifiers: owned(named.1),
            placement: note.placement,
            receipt: self.receipt(kept)?,
            contests,
        })
    }
}
