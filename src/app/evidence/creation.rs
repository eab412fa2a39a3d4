//! Evidence as it is given, and what may be wrong with it.

use std::{borrow::Cow, collections::BTreeSet};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::{App, planning::date},
    domain::{
        evidence::{EvidenceCriterion, EvidenceSource, Link},
        fault::Fault,
        id::{Id, Text},
        identity::is_same_person,
        person::PersonId,
    },
    error::{Error, RequestPart},
    store::EvidenceRow,
};

/// The most criteria that a piece speaks for beside its first.
const MOST_ALSO: usize = 20;

/// A piece of evidence for somebody. `text` or `url` has to be there, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ladder": "ai-engineer", "criterion": "eval-harness", "text": "Built the harness of the search team; 40 cases run on every merge.",
    "url": "https://reviews.example/17", "source": "self", "observed_on": "2026-03-02", "expires_on": "2099-12-31"}))]
pub struct AddEvidenceRequest<'a> {
    /// The ladder whose criterion it speaks for.
    pub ladder: Id,
    /// The criterion, of the version that is published now.
    pub criterion: Id,
    /// What it speaks for besides, on the same ladder or on others.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub also: Vec<EvidenceCriterion>,
    /// What is to be known of it.
    #[serde(default)]
    pub text: Option<Text>,
    /// Where it can be seen. Nobody fetches it.
    #[serde(default)]
    pub url: Option<Link>,
    /// Who gives it.
    pub source: EvidenceSource,
    /// The same by an id of the calling system: for `self` the person's own, or left out; for others never the person's. Who
    /// gives a piece may not review it, which only a named one can be kept from.
    #[serde(default)]
    pub by: Option<PersonId>,
    /// The day of which it tells (UTC), today or before.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, format = Date, min_length = 10, max_length = 10, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub observed_on: Option<Cow<'a, str>>,
    /// The last day (UTC) on which it counts, also one that has passed; it has no end where this is left out.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, format = Date, min_length = 10, max_length = 10, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub expires_on: Option<Cow<'a, str>>,
}

impl AddEvidenceRequest<'_> {
    /// The row that is to be kept for somebody.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every fault.
    pub(super) fn checked(
        self,
        app: &App,
        person: &PersonId,
        at: DateTime<Utc>,
    ) -> Result<EvidenceRow, Error> {
        let mut faults = Vec::new();
        if self.text.is_none() && self.url.is_none() {
            let detail = "Either \"text\" or \"url\" has to be there, or both.";
            faults.push(Fault::error("", "nothing_given", detail));
        }
        let criteria = self.criteria(app, &mut faults);
        self.giver(person, &mut faults);
        let today = at.date_naive();
        let observed_on = date("/observed_on", self.observed_on.as_deref(), &mut faults);
        let expires_on = date("/expires_on", self.expires_on.as_deref(), &mut faults);
        if observed_on.is_some_and(|day| day > today) {
            let detail = format!("It is {today} (UTC), and that day is still to come.");
            faults.push(Fault::error("/observed_on", "in_the_future", detail));
        }
        if expires_on < observed_on && expires_on.is_some() {
            let detail = "It ends before the day of which it tells.";
            faults.push(Fault::error("/expires_on", "before_observed", detail));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(RequestPart::Body, faults));
        }
        Ok(EvidenceRow {
            id: Uuid::now_v7(),
            source: self.source.number(),
            given_by: match self.source {
                EvidenceSource::Own => Some(person.to_string()),
                _ => self.by.map(String::from),
            },
            told: self.text.map(String::from),
            url: self.url.map(String::from),
            observed_on,
            expires_on,
            recorded_at: at,
            withdrawn_at: None,
            withdrawn_because: None,
            criteria,
            reviews: Vec::new(),
        })
    }

    /// What it speaks for, as far as the ladders have it.
    fn criteria(&self, app: &App, faults: &mut Vec<Fault>) -> Vec<(String, String)> {
        if self.also.len() > MOST_ALSO {
            let detail = format!("At most {MOST_ALSO} are taken.");
            faults.push(Fault::error("/also", "too_many", detail));
            return Vec::new();
        }
        let also = self.also.iter().enumerate();
        let also = also.map(|(place, one)| (format!("/also/{place}"), &one.ladder, &one.criterion));
        let all = std::iter::once((String::new(), &self.ladder, &self.criterion)).chain(also);
        let mut named = BTreeSet::new();
        for (at, ladder, criterion) in all {
            match app.shelf.find(ladder.as_str(), None) {
                Err(Error::NotFound(_)) => {
                    let detail = "There is no such ladder.";
                    faults.push(Fault::error(
                        format!("{at}/ladder"),
                        "unknown_ladder",
                        detail,
                    ));
                }
                Ok(published) if !published.ladder.has_criterion(criterion) => {
                    let version = &published.ladder.stamp().version;
                    let detail = format!(
                        "The ladder {ladder} {version} has no criterion of this name. Its phases list them."
                    );
                    let at = format!("{at}/criterion");
                    faults.push(Fault::error(at, "unknown_criterion", detail));
                }
                // What cannot be read is not the caller's fault, and what it has cannot be told.
                _ if !named.insert((ladder.to_string(), criterion.to_string())) => {
                    let detail = "It is named before.";
                    faults.push(Fault::error(at, "duplicate_criterion", detail));
                }
                _ => {}
            }
        }
        named.into_iter().collect()
    }

    /// Whether who gives it fits the source.
    fn giver(&self, person: &PersonId, faults: &mut Vec<Fault>) {
        let by = self.by.as_ref();
        let is_own = by.map(|by| is_same_person(by.as_str(), person.as_str()));
        let fault = match (self.source, is_own) {
            (EvidenceSource::Own, Some(false)) => Some((
                "not_by_self",
                "What somebody says of themselves is given by themselves: leave it out, or name another source.",
            )),
            (
                EvidenceSource::Peer | EvidenceSource::Manager | EvidenceSource::System,
                Some(true),
            ) => Some((
                "by_self",
                "The person gives it themselves: its source is \"self\".",
            )),
            _ => None,
        };
        faults.extend(fault.map(|(code, detail)| Fault::error("/by", code, detail)));
    }
}
