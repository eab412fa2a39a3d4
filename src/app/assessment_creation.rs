//! Assessing: the answers of a quiz are read, placed, and stored for good.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App, LadderVersion,
    assessments::{AssessmentWithLadder, kid_bytes},
    batcher::{NewAssessment, StoreOutcome},
    error::no_person,
    idempotency::{IdempotencyRequest, Idempotent, Replay},
    ladder_query::in_language,
    now,
    times::moment,
};
use crate::{
    domain::{
        answers::{AnswerSheet, Answers},
        assessment::{Role, id_of},
        fault::Fault,
        id::Id,
        identity::is_same_person,
        person::PersonId,
    },
    error::{Error, RequestPart},
    store::AssessmentRow,
};

/// How much later than here it may be where the caller is.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// Answers of a quiz, to be stored for good.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ladder": "ai-engineer", "answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no", "q6": "unsure"},
    "qualifiers": {}, "by": {"role": "assessor", "id": "p-7"}, "taken_at": "2026-03-02T09:30:00Z"}))]
pub struct CreateAssessmentRequest<'a> {
    /// The ladder whose quiz was taken.
    pub ladder: Id,
    /// Its version; the newest published one where it is not given.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub version: Option<String>,
    /// Answers by question id; at least one.
    #[serde(borrow)]
    #[schema(schema_with = Answers::at_least_one)]
    pub answers: Answers<'a>,
    /// Answers by qualifier id.
    #[serde(borrow, default)]
    #[schema(value_type = Answers)]
    pub qualifiers: Answers<'a>,
    /// Who answered.
    pub by: RespondentRequest,
    /// When the quiz was taken (RFC 3339), from 1970 on and at most a minute ahead of the service's clock, of which now is kept; now where it
    /// is not given. Kept to the millisecond.
    #[serde(default)]
    #[schema(format = DateTime, max_length = 40)]
    pub taken_at: Option<String>,
}

/// Who answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RespondentRequest {
    /// The person themselves, or somebody about the person.
    pub role: Role,
    /// The assessor's id in the calling system, which is not the person's. For the person themselves it can be left out.
    #[serde(default)]
    pub id: Option<PersonId>,
}

/// An assessment that was asked for, read as far as it can be without the person.
struct ValidatedAssessment {
    volume: Arc<LadderVersion>,
    sheet: AnswerSheet,
    assessor: Option<PersonId>,
    taken_at: DateTime<Utc>,
}

impl CreateAssessmentRequest<'_> {
    /// The answers on a sheet of the quiz that they are for.
    fn filled(
        self,
        app: &App,
        person: &PersonId,
        locale: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ValidatedAssessment, Error> {
        let mut faults = Vec::new();
        let volume = match self.volume(app) {
            Ok(volume) => Some(volume),
            Err(Error::NotFound(detail)) => {
                faults.push(Fault::error("/ladder", "unknown_ladder", detail));
                None
            }
            // Of a query there, where the version is asked for.
            Err(Error::Invalid(_, unknown)) => {
                faults.extend(unknown);
                None
            }
            Err(error) => return Err(error),
        };
        let sheet = match &volume {
            Some(volume) => {
                let quiz = &volume.published()?.ladder.document().quiz;
                let sheet = AnswerSheet::fill(quiz, &self.answers, &self.qualifiers);
                sheet.map_err(|more| faults.extend(more)).ok()
            }
            None => None,
        };
        let assessor = self.by.assessor(person);
        let assessor = assessor.map_err(|fault| faults.push(fault)).ok();
        let taken_at = match &self.taken_at {
            Some(text) => taken_at(text, now).map_err(|fault| faults.push(fault)).ok(),
            None => Some(now),
        };
        match (volume, sheet, assessor, taken_at) {
            (Some(volume), Some(sheet), Some(assessor), Some(taken_at)) => {
                in_language(volume.published()?, locale)?;
                Ok(ValidatedAssessment {
                    volume: Arc::clone(volume),
                    sheet,
                    assessor,
                    taken_at,
                })
            }
            _ => Err(Error::Invalid(RequestPart::Body, faults)),
        }
    }

    fn volume<'a>(&self, app: &'a App) -> Result<&'a Arc<LadderVersion>, Error> {
        app.shelf
            .volume(self.ladder.as_str(), self.version.as_deref())
    }
}

impl RespondentRequest {
    /// Who assessed the person; None where they did so themselves.
    fn assessor(self, person: &PersonId) -> Result<Option<PersonId>, Fault> {
        let fault = |code, detail| Fault::error("/by/id", code, detail);
        let own = |id: &PersonId| is_same_person(id.as_str(), person.as_str());
        match (self.role, self.id) {
            (Role::Oneself, None) => Ok(None),
            (Role::Oneself, Some(id)) if id == *person => Ok(None),
            (Role::Oneself, Some(_)) => {
                let detail = "Who answers about themselves is the person: leave it out, or give the person's own id.";
                Err(fault("not_the_person", detail))
            }
            (Role::Assessor, None) => {
                Err(fault("unnamed_assessor", "An assessor is named by an id."))
            }
            (Role::Assessor, Some(id)) if own(&id) => {
                let detail = "Nobody is their own assessor. What people say of themselves has the role self.";
                Err(fault("not_somebody_else", detail))
            }
            (Role::Assessor, Some(id)) => Ok(Some(id)),
        }
    }
}

/// A time from 1970 on. What is ahead within the skew of clocks is now, so that no id is later than what comes.
fn taken_at(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Fault> {
    let fault = |code, detail| Fault::error("/taken_at", code, detail);
    let at = moment("/taken_at", text)?;
    if at < DateTime::UNIX_EPOCH {
        return Err(fault("before_1970", "No quiz was taken before 1970."));
    }
    if at > now + SKEW {
        return Err(fault("in_the_future", "It has not come yet."));
    }
    Ok(at.min(now))
}

impl App {
    /// Stores an assessment, and returns once it is durable. It is shown in the language that is asked for: nothing is stored if the
    /// ladder has no text in it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what does not fit, and for the language; [`Error::NotFound`] for a person who is not there; those of
    /// [`super::batcher::AssessmentBatcher::store`].
    pub async fn create_assessment(
        &self,
        actor: &Actor,
        person: &PersonId,
        asked: CreateAssessmentRequest<'_>,
        locale: Option<&str>,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<AssessmentWithLadder>, Error> {
        let now = now();
        let filled = match asked.filled(self, person, locale, now) {
            Ok(filled) => filled,
            // What fitted when an identical request was stored is shown as it was stored.
            Err(error) => {
                return match request.find_replay(&self.store).await? {
                    Some(replay) => self.replay_assessment(&replay).await,
                    None => Err(error),
                };
            }
        };
        let ValidatedAssessment {
            volume,
            sheet,
            assessor,
            taken_at,
        } = filled;
        let published = volume.published()?;
        let mut random = [0; 3];
        let lost = |error: getrandom::Error| Error::Internal(error.to_string());
        getrandom::fill(&mut random).map_err(lost)?;
        let id = id_of(taken_at, now, random)
            .ok_or_else(|| Error::Internal("a time before 1970 was let through".into()))?;
        let place = i16::try_from(published.ladder.decide(&sheet).order);
        let place = place.map_err(|error| Error::Internal(error.to_string()))?;
        let role = assessor.as_ref().map_or(Role::Oneself, |_| Role::Assessor);
        let row = AssessmentRow {
            organisation: actor.organisation,
            person: Uuid::nil(),
            id,
            ladder_version: volume.id(),
            answers: sheet.to_bytes(),
            place,
            role: role.number(),
            assessor: assessor.map(String::from),
            kid: kid_bytes(self.signing_key()?),
            recorded_at: now.timestamp_micros(),
        };
        let new = NewAssessment {
            person: person.as_str().to_owned(),
            request: request.clone(),
            row: row.clone(),
        };
        match self.batcher.store(new).await? {
            StoreOutcome::New(person) => Ok(Idempotent::new(AssessmentWithLadder {
                row: AssessmentRow { person, ..row },
                contested: false,
                published: Arc::clone(published),
                sheet,
            })),
            StoreOutcome::Replay(replay) => self.replay_assessment(&replay).await,
        }
    }

    /// The assessment of an identical earlier request.
    async fn replay_assessment(
        &self,
        replay: &Replay<Uuid>,
    ) -> Result<Idempotent<AssessmentWithLadder>, Error> {
        let gone = || Error::Conflict("What this request has stored is gone.".into());
        let person = replay.person.ok_or_else(no_person)?;
        let row = self.store.find_assessment(person, replay.result).await?;
        Ok(Idempotent::replay(self.kept(row.ok_or_else(gone)?)?))
    }
}
