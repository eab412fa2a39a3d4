//! The pay bands of a ladder document.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::id::{Id, Money, Text};

/// A pay band. `min`, `max` and `open` are all given, or all null where the source publishes no band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The level that is paid.
    pub level: Id,
    /// Country (ISO 3166-1 alpha-2), perhaps with a subdivision, such as `US` or `US-CA`.
    #[schema(pattern = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$", max_length = 6)]
    pub region: String,
    /// Currency (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$", max_length = 3)]
    pub currency: String,
    /// The time that the amounts pay for.
    pub period: Period,
    /// The part of the market that the figures describe, such as `general`.
    pub market: Id,
    /// Lowest pay, inclusive.
    pub min: Option<Money>,
    /// Highest pay, inclusive; with `open`, the highest that the source names.
    pub max: Option<Money>,
    /// Whether the source says that pay goes beyond `max`.
    pub open: Option<bool>,
    /// A remark for readers.
    #[serde(default)]
    pub label: Option<Text>,
    /// Where it is an organisation's own, laid over the ladder's: not of the document.
    #[serde(skip)]
    #[schema(ignore)]
    pub own: Option<OrganisationBandTerms>,
}

/// What is said of a band that is an organisation's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganisationBandTerms {
    /// The set of bands that it is of: BLAKE3 of the set as canonical CSV.
    #[schema(max_length = 71)]
    pub set: String,
    /// The first day on which it is in force; null where it has always been.
    #[schema(max_length = 10)]
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is in force; null where no end is set.
    #[schema(max_length = 10)]
    pub effective_to: Option<NaiveDate>,
}

/// The time that an amount pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// One year.
    Year,
    /// One month.
    Month,
    /// One day.
    Day,
    /// One hour.
    Hour,
}
