//! Legal holds: why somebody must not be erased, and until when.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Actor, App,
    error::no_person,
    now,
    people::{PersonResponse, changed_at, find, tag, tell},
    precondition::Precondition,
    times::day,
};
use crate::{
    domain::{fault::Fault, id::Text, person::PersonId},
    error::Error,
    store::{HoldRow, PersonRow},
};

/// Why somebody must not be erased yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Claim 17-204 before the labour court", "until": "2099-12-31"}))]
pub struct PlaceHoldRequest {
    /// In words, for whoever wants to erase them.
    pub reason: Text,
    /// The last day (UTC) of the hold, today or later.
    #[schema(value_type = String, format = Date, min_length = 10, max_length = 10, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub until: String,
}

impl App {
    /// Places a legal hold on somebody, in place of the one that is there.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::PreconditionFailed`]; [`Error::Invalid`] for the day; where the database fails.
    pub async fn place_hold(
        &self,
        actor: &Actor,
        id: &PersonId,
        hold: PlaceHoldRequest,
        expected: &Precondition,
    ) -> Result<PersonResponse, Error> {
        let until = last_day(&hold.until, now().date_naive())?;
        let mut transaction = self.store.begin().await?;
        let person = find(&mut transaction, actor.organisation, id).await?;
        let person = person.ok_or_else(no_person)?;
        expected.check_if_said(tag(Some(person.clone())).as_deref())?;
        let hold = HoldRow {
            until,
            reason: hold.reason.into(),
            placed_at: now(),
            placed_by: actor.name().to_owned(),
        };
        let at = changed_at(&person);
        transaction.place_hold(person.key(), &hold, at).await?;
        tell(&mut transaction, actor, "hold.place", person.id).await?;
        transaction.commit().await?;
        let row = PersonRow {
            updated_at: at,
            hold: Some(hold),
            ..person
        };
        Ok(row.into())
    }

    /// Releases somebody's legal hold.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none; [`Error::PreconditionFailed`]; where the database fails.
    pub async fn release_hold(
        &self,
        actor: &Actor,
        id: &PersonId,
        expected: &Precondition,
    ) -> Result<(), Error> {
        let mut transaction = self.store.begin().await?;
        let person = find(&mut transaction, actor.organisation, id).await?;
        let person = person.ok_or_else(no_person)?;
        expected.check_if_said(tag(Some(person.clone())).as_deref())?;
        let at = changed_at(&person);
        if !transaction.release_hold(person.key(), at).await? {
            let detail = "There is no legal hold on this person.";
            return Err(Error::NotFound(detail.into()));
        }
        tell(&mut transaction, actor, "hold.release", person.id).await?;
        transaction.commit().await?;
        Ok(())
    }
}

fn last_day(text: &str, today: NaiveDate) -> Result<NaiveDate, Error> {
    let until = day("/until", text).map_err(Error::body)?;
    if until < today {
        let fault = Fault::error("/until", "in_the_past", "It has passed.");
        return Err(Error::body(fault));
    }
    Ok(until)
}
