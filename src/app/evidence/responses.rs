//! Evidence as it is told.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    domain::{
        evidence::{
            EvidenceCriterion, EvidenceItem, EvidenceSource, EvidenceState, Link, Review,
            ReviewDecision,
        },
        id::{Id, Text},
        person::PersonId,
    },
    error::Error,
    store::{EvidenceReviewRow, EvidenceRow},
};

/// A piece of evidence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceResponse {
    /// Its id.
    pub id: Uuid,
    /// Whom it speaks for.
    #[schema(value_type = PersonId)]
    pub person: String,
    /// What it speaks for.
    #[schema(min_items = 1, max_items = 21)]
    pub criteria: Vec<EvidenceCriterion>,
    /// What is to be known of it; null where the URL is all.
    #[schema(value_type = Option<Text>)]
    pub text: Option<String>,
    /// Where it can be seen.
    #[schema(value_type = Option<Link>)]
    pub url: Option<String>,
    /// Who gave it.
    pub source: EvidenceSource,
    /// The same by an id of the calling system; null where it is not known.
    #[schema(value_type = Option<PersonId>)]
    pub by: Option<String>,
    /// The day of which it tells.
    #[schema(value_type = Option<String>, format = Date, max_length = 10)]
    pub observed_on: Option<NaiveDate>,
    /// The last day (UTC) on which it counts; null where it has no end.
    #[schema(value_type = Option<String>, format = Date, max_length = 10)]
    pub expires_on: Option<NaiveDate>,
    /// When it was recorded.
    #[schema(max_length = 40)]
    pub recorded_at: DateTime<Utc>,
    /// How it stands, apart from when it expires.
    pub state: EvidenceState,
    /// Its reviews, the oldest first. The newest counts.
    #[schema(max_items = 100)]
    pub reviews: Vec<EvidenceReviewResponse>,
    /// When it was withdrawn; null where it was not.
    pub withdrawn: Option<WithdrawalResponse>,
}

/// A review of a piece of evidence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceReviewResponse {
    /// What it says.
    pub decision: ReviewDecision,
    /// By whom, by an id of the calling system.
    #[schema(value_type = PersonId)]
    pub by: String,
    /// Why.
    #[schema(value_type = Option<Text>)]
    pub note: Option<String>,
    /// When.
    #[schema(max_length = 40)]
    pub at: DateTime<Utc>,
}

/// That a piece of evidence was withdrawn.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WithdrawalResponse {
    /// When.
    #[schema(max_length = 40)]
    pub at: DateTime<Utc>,
    /// Why.
    #[schema(value_type = Option<Text>)]
    pub because: Option<String>,
}

fn unknown(what: &str) -> Error {
    Error::Internal(format!("stored evidence has {what} that is none"))
}

fn decision(row: &EvidenceReviewRow) -> Result<ReviewDecision, Error> {
    ReviewDecision::of_number(row.decision).ok_or_else(|| unknown("a decision"))
}

fn criteria(row: &EvidenceRow) -> Result<Vec<EvidenceCriterion>, Error> {
    let id = |text: &String| Id::try_from(text.clone()).map_err(|_| unknown("an id"));
    let criteria = row.criteria.iter();
    criteria
        .map(|(ladder, criterion)| {
            Ok(EvidenceCriterion {
                ladder: id(ladder)?,
                criterion: id(criterion)?,
            })
        })
        .collect()
}

/// As much of a stored piece as decides something.
///
/// # Errors
/// [`Error::Internal`] where what is stored is none.
pub(super) fn piece(row: &EvidenceRow) -> Result<EvidenceItem, Error> {
    let reviews = row.reviews.iter().map(|review| {
        Ok(Review {
            on: review.reviewed_at.date_naive(),
            decision: decision(review)?,
        })
    });
    Ok(EvidenceItem {
        id: row.id,
        criteria: criteria(row)?,
        recorded_on: row.recorded_at.date_naive(),
        expires_on: row.expires_on,
        reviews: reviews.collect::<Result<_, Error>>()?,
        withdrawn_on: row.withdrawn_at.map(|at| at.date_naive()),
    })
}

impl EvidenceResponse {
    /// A stored piece as it stands now.
    ///
    /// # Errors
    /// [`Error::Internal`] where what is stored is none.
    pub(in crate::app) fn new(person: &str, row: EvidenceRow) -> Result<Self, Error> {
        let piece = piece(&row)?;
        let state = piece.state(NaiveDate::MAX);
        let reviews = row.reviews.into_iter().map(|review| {
            Ok(EvidenceReviewResponse {
                decision: decision(&review)?,
                by: review.reviewer,
                note: review.note,
                at: review.reviewed_at,
            })
        });
        Ok(Self {
            id: row.id,
            person: person.to_owned(),
            criteria: piece.criteria,
            text: row.told,
            url: row.url,
            source: EvidenceSource::of_number(row.source).ok_or_else(|| unknown("a source"))?,
            by: row.given_by,
            observed_on: row.observed_on,
            expires_on: row.expires_on,
            recorded_at: row.recorded_at,
            state: state.ok_or_else(|| unknown("a day"))?,
            reviews: reviews.collect::<Result<_, Error>>()?,
            withdrawn: row.withdrawn_at.map(|at| WithdrawalResponse {
                at,
                because: row.withdrawn_because,
            }),
        })
    }
}
