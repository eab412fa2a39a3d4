//! Contests of assessments: made, shown wherever the assessment is, and resolved by somebody who has no part in it.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App,
    assessments::AssessmentWithLadder,
    error::no_person,
    idempotency::{Claim, IdempotencyRequest, Idempotent, Replay},
    now,
    people::tell,
};
use crate::{
    domain::{
        contest::{Contest, ContestDecision, ContestResolution},
        fault::Fault,
        id::Remark,
        identity::is_same_person,
        person::PersonId,
    },
    error::Error,
    store::ContestRow,
};

/// The most contests of an assessment.
const MOST_CONTESTS: usize = 100;

/// Why an assessment is wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "q5 was answered for another project."}))]
pub struct ContestAssessmentRequest {
    /// In words.
    pub reason: Remark,
    /// Who contests it, by the id in the calling system; the person where it is not given.
    #[serde(default)]
    pub by: Option<PersonId>,
}

/// What was found in a contest.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "upheld", "by": "p-9", "note": "Agreed with both; the quiz is to be taken again."}))]
pub struct ResolveContestRequest {
    /// What was found.
    pub decision: ContestDecision,
    /// Who found it, by the id in the calling system: not the person, nor whoever assessed them or contests that.
    pub by: PersonId,
    /// Why, in words.
    pub note: Remark,
}

/// A contest as it is shown; None where it cannot be.
fn shown(row: ContestRow, person: &PersonId) -> Contest {
    let decision = row.decision.and_then(ContestDecision::of_number);
    let found = (decision, row.resolved_by, row.note, row.resolved_at);
    Contest {
        id: row.id,
        reason: row.reason,
        by: row.contested_by.unwrap_or_else(|| person.to_string()),
        contested_at: row.contested_at,
        resolution: match found {
            (Some(decision), Some(by), Some(note), Some(resolved_at)) => Some(ContestResolution {
                decision,
                by,
                note,
                resolved_at,
            }),
            _ => None,
        },
    }
}

impl App {
    /// The contests of an assessment, the oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn contests(
        &self,
        kept: &AssessmentWithLadder,
        person: &PersonId,
    ) -> Result<Vec<Contest>, Error> {
        if !kept.contested {
            return Ok(Vec::new());
        }
        let row = &kept.row;
        let rows = self.store.list_contests(row.person(), row.id).await?;
        Ok(rows.into_iter().map(|row| shown(row, person)).collect())
    }

    /// Contests an assessment.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] where a contest of it is open, and where it has the most that are kept; those of
    /// [`App::claim`]; where the database fails.
    pub async fn contest_assessment(
        &self,
        actor: &Actor,
        person: &PersonId,
        assessment: &str,
        asked: ContestAssessmentRequest,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<Contest>, Error> {
        let kept = self.assessment(actor, person, assessment).await;
        let claim = self.claim_for_person(request, actor, person, kept);
        let (mut transaction, (locked, kept)) = match claim.await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => {
                return self.replay_opened(person, assessment, &replay).await;
            }
        };
        // The person was erased meanwhile, and another has the same id.
        if locked != kept.row.person() {
            return Err(no_person());
        }
        let row = ContestRow {
            organisation: kept.row.organisation,
            person: kept.row.person,
            assessment: kept.row.id,
            id: Uuid::now_v7(),
            reason: asked.reason.into(),
            contested_by: asked.by.filter(|by| by != person).map(String::from),
            contested_at: now(),
            decision: None,
            resolved_by: None,
            note: None,
            resolved_at: None,
        };
        let there = transaction.list_contests(row.person(), row.assessment);
        if there.await?.len() >= MOST_CONTESTS {
            let detail =
                format!("The assessment has {MOST_CONTESTS} contests, and no more are kept.");
            return Err(Error::Conflict(detail.into()));
        }
        if let Some(by) = &row.contested_by {
            transaction.name_people(actor.organisation, &[by]).await?;
        }
        if !transaction.create_contest(&row).await? {
            let detail = "This assessment is contested already, and nobody has resolved that yet.";
            return Err(Error::Conflict(detail.into()));
        }
        transaction.commit(&row.id).await?;
        Ok(Idempotent::new(shown(row, person)))
    }

    /// Resolves the contest of an assessment that is open.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] where none is open; [`Error::Invalid`] where who resolves it has a part in it; those of
    /// [`App::claim`]; where the database fails.
    pub async fn resolve_contest(
        &self,
        actor: &Actor,
        person: &PersonId,
        assessment: &str,
        asked: ResolveContestRequest,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<Contest>, Error> {
        let kept = self.assessment(actor, person, assessment).await;
        let claim = self.claim_for_person(request, actor, person, kept);
        let (mut transaction, (locked, kept)) = match claim.await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => {
                return self.replay_contest(person, assessment, &replay).await;
            }
        };
        // The person was erased meanwhile, and another has the same id.
        if locked != kept.row.person() {
            return Err(no_person());
        }
        let of = &kept.row;
        let there = transaction.list_contests(of.person(), of.id).await?;
        let open = there.into_iter().find(|row| row.decision.is_none());
        let Some(open) = open else {
            let detail = "No contest of this assessment is open.";
            return Err(Error::Conflict(detail.into()));
        };
        let by = asked.by.as_str();
        let parts = [
            Some(person.as_str()),
            of.assessor.as_deref(),
            open.contested_by.as_deref(),
        ];
        if parts
            .into_iter()
            .flatten()
            .any(|part| is_same_person(part, by))
        {
            let detail = "A contest is resolved by somebody who is neither the person nor whoever assessed them or contests that.";
            return Err(Error::body(Fault::error("/by", "has_a_part", detail)));
        }
        transaction.name_people(actor.organisation, &[by]).await?;
        let row = ContestRow {
            decision: Some(asked.decision.number()),
            resolved_by: Some(asked.by.into()),
            note: Some(asked.note.into()),
            resolved_at: Some(now()),
            ..open
        };
        if !transaction.resolve_contest(&row).await? {
            let detail = "Somebody else has resolved this contest meanwhile.";
            return Err(Error::Conflict(detail.into()));
        }
        tell(&mut transaction, actor, "contest.resolve", row.person).await?;
        transaction.commit(&row.id).await?;
        Ok(Idempotent::new(shown(row, person)))
    }

    /// The contest of an identical earlier request as it was when it was made.
    async fn replay_opened(
        &self,
        person: &PersonId,
        assessment: &str,
        replay: &Replay<Uuid>,
    ) -> Result<Idempotent<Contest>, Error> {
        let mut contest = self.replay_contest(person, assessment, replay).await?;
        contest.value.resolution = None;
        Ok(contest)
    }

    /// The contest of an identical earlier request.
    async fn replay_contest(
        &self,
        person: &PersonId,
        assessment: &str,
        replay: &Replay<Uuid>,
    ) -> Result<Idempotent<Contest>, Error> {
        let internal = |error: uuid::Error| Error::Internal(error.to_string());
        let assessment = Uuid::parse_str(assessment).map_err(internal)?;
        let there = match replay.person {
            Some(person) => self.store.list_contests(person, assessment).await?,
            None => Vec::new(),
        };
        let contest = there.into_iter().find(|row| row.id == replay.result);
        let gone = || Error::Conflict("What this request has made is gone.".into());
        Ok(Idempotent::replay(shown(contest.ok_or_else(gone)?, person)))
    }
}
