//! The bands of an organisation: put as a whole set, kept with all sets before, and laid over a ladder on a date.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Actor, App, RunningService,
    band_set::BandSet,
    lists::{List, PageBounds},
    now,
    precondition::Precondition,
};
use crate::{
    domain::{
        bands::{Bands, OrganisationBand},
        document::Period,
        id::{Id, Money, Text},
        ladder::{Ladder, LadderRef},
        parsing::Finding,
    },
    error::Error,
    store::{AuditEvent, BandSetHeadRow, BandSetRow, revisions},
};

/// An organisation's own band, as it was put.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationBandResponse<'a> {
    /// The level that is paid.
    #[schema(value_type = Id)]
    pub level: &'a Id,
    /// Country (ISO 3166-1 alpha-2), perhaps with a subdivision.
    #[schema(value_type = String, max_length = 6, example = "US")]
    pub region: &'a str,
    /// Currency (ISO 4217).
    #[schema(value_type = String, max_length = 3, example = "USD")]
    pub currency: &'a str,
    /// The time that the amounts pay for.
    pub period: Period,
    /// The part of the market that the figures describe.
    #[schema(value_type = Id)]
    pub market: &'a Id,
    /// Lowest pay, inclusive; null where the band is open downwards or not published.
    #[schema(value_type = Option<String>, max_length = 17, example = "90000")]
    pub min: Option<Money>,
    /// Highest pay, inclusive; null where the band is open upwards or not published.
    #[schema(value_type = Option<String>, max_length = 17, example = "135000")]
    pub max: Option<Money>,
    /// The first day on which it is in force; null where it has always been.
    #[schema(max_length = 10)]
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is in force; null where no end is set.
    #[schema(max_length = 10)]
    pub effective_to: Option<NaiveDate>,
    /// A remark for readers.
    #[schema(value_type = Option<Text>)]
    pub note: Option<&'a Text>,
}

/// A set of bands, as one of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandSetSummary {
    /// Its number among the organisation's sets for the ladder, from 1.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub number: i64,
    /// BLAKE3 of the bands as canonical CSV; the entity tag, too.
    #[schema(max_length = 71)]
    pub hash: String,
    /// When it was put.
    #[schema(format = DateTime, max_length = 40)]
    pub created_at: DateTime<Utc>,
    /// The key that put it, by its prefix, or `cli`.
    #[schema(max_length = 40)]
    pub created_by: String,
}

/// A set of bands with what is worth a look in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandSetResponse<'a> {
    /// The ladder with which it was looked through.
    pub ladder: &'a LadderRef,
    /// Which set.
    pub set: BandSetSummary,
    /// What is worth a look: bands that lie below those of a lower level, gaps, large overlaps, missing levels, mixed currencies.
    #[schema(max_items = 1000)]
    pub findings: Vec<Finding>,
    /// The bands, in the order in which they were put.
    #[schema(max_items = 10_000)]
    pub bands: Vec<OrganisationBandResponse<'a>>,
}

/// The bands of an organisation for a ladder, all of them.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"bands": [{"level": "mid", "region": "DE", "currency": "EUR", "period": "year", "market": "general",
    "min": "60000", "max": "80000", "effective_from": "2026-01-01"}]}))]
#[expect(
    dead_code,
    reason = "read by `Bands::read_json`, which names every fault; this is its description"
)]
pub struct PutBandsRequest {
    /// The bands.
    #[schema(max_items = 10_000)]
    bands: Vec<PutBandRequest>,
}

/// A band of an organisation.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "see `PutBands`")]
pub struct PutBandRequest {
    /// The level that is paid.
    level: Id,
    /// Country (ISO 3166-1 alpha-2), perhaps with a subdivision.
    #[schema(max_length = 6)]
    region: String,
    /// Currency (ISO 4217).
    #[schema(max_length = 3)]
    currency: String,
    /// The time that the amounts pay for.
    period: Period,
    /// The part of the market that the figures describe.
    market: Id,
    /// Lowest pay, inclusive; left out where the band is open downwards or not published.
    min: Option<Money>,
    /// Highest pay, inclusive; left out where the band is open upwards or not published.
    max: Option<Money>,
    /// The first day on which it is in force.
    #[schema(max_length = 10)]
    effective_from: Option<NaiveDate>,
    /// The last day on which it is in force.
    #[schema(max_length = 10)]
    effective_to: Option<NaiveDate>,
    /// A remark for readers.
    note: Option<Text>,
}

/// What bands are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandsFormat {
    /// CSV.
    Csv,
    /// JSON.
    Json,
}

impl<'a> OrganisationBandResponse<'a> {
    fn of(own: &'a OrganisationBand) -> Self {
        let band = &own.band;
        Self {
            level: &band.level,
            region: &band.region,
            currency: &band.currency,
            period: band.period,
            market: &band.market,
            min: band.min,
            max: band.max,
            effective_from: own.effective_from,
            effective_to: own.effective_to,
            note: band.label.as_ref(),
        }
    }
}

impl From<&BandSetHeadRow> for BandSetSummary {
    fn from(head: &BandSetHeadRow) -> Self {
        Self {
            number: head.number,
            hash: head.hash.clone(),
            created_at: head.created_at,
            created_by: head.created_by.clone(),
        }
    }
}

impl BandSet {
    /// The set with what is worth a look in it, as bands for a ladder.
    #[must_use]
    pub fn view<'a>(&'a self, ladder: &'a Ladder) -> BandSetResponse<'a> {
        BandSetResponse {
            ladder: ladder.stamp(),
            set: BandSetSummary::from(&self.head),
            findings: self.bands.findings(ladder),
            bands: self
                .bands
                .list()
                .iter()
                .map(OrganisationBandResponse::of)
                .collect(),
        }
    }
}

/// Reads bands for a ladder.
///
/// # Errors
/// [`Error::Unfit`] with every finding, where there is an error among them.
pub fn read(ladder: &Ladder, text: &[u8], sheet: BandsFormat) -> Result<Bands, Error> {
    let bands = match sheet {
        BandsFormat::Csv => Bands::read_csv(text),
        BandsFormat::Json => Bands::read_json(text),
    };
    let bands = bands.map_err(Error::Unfit)?;
    let findings = bands.findings(ladder);
    if findings.iter().any(|finding| finding.fault.is_error()) {
        return Err(Error::Unfit(findings));
    }
    Ok(bands)
}

impl RunningService {
    /// Puts a set of bands in place of the one that is expected; answers the set, and whether it is the first.
    ///
    /// # Errors
    /// [`Error::PreconditionRequired`] and [`Error::PreconditionFailed`] where another is there.
    pub async fn put_bands(
        &self,
        actor: &Actor,
        ladder: &Ladder,
        bands: Bands,
        expected: &Precondition,
    ) -> Result<(BandSet, bool), Error> {
        let store = &self.public().store;
        let id = ladder.stamp().id.as_str();
        let sets = store.list_band_sets(actor.organisation, id).await?;
        let newest = sets.first();
        expected.check(newest.map(|newest| newest.hash.as_str()))?;
        let document = bands.csv();
        let row = BandSetRow {
            organisation: actor.organisation,
            ladder: id.into(),
            number: newest.map_or(1, |newest| newest.number + 1),
            hash: Ladder::hash(&document),
            document,
            created_at: now(),
            created_by: actor.name().to_owned(),
        };
        let mut transaction = store.begin().await?;
        if !transaction.create_band_set(&row).await? {
            let detail =
                "Somebody else has put bands meanwhile. Get them, and with them their ETag.";
            return Err(Error::PreconditionFailed(detail.into()));
        }
        let event = AuditEvent {
            before: newest.map(|newest| newest.hash.clone()),
            after: Some(row.hash.clone()),
            ..actor.audit_event("bands.put", id)
        };
        transaction.raise_revision(revisions::LADDERS).await?;
        transaction.tell(&event).await?;
        transaction.commit().await?;
        self.refreshed().await;
        Ok((BandSet::stored(row)?, newest.is_none()))
    }
}

impl App {
    /// A set of an organisation's bands for a ladder: the one of a number, or the one that holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn find_bands(
        &self,
        actor: &Actor,
        ladder: &str,
        number: Option<i64>,
    ) -> Result<BandSet, Error> {
        let (store, organisation) = (&self.store, actor.organisation);
        let number = match number {
            Some(number) => Some(number),
            None => {
                let sets = store.list_band_sets(organisation, ladder).await?;
                sets.first().map(|newest| newest.number)
            }
        };
        let row = match number {
            Some(number) => store.find_band_set(organisation, ladder, number).await?,
            None => None,
        };
        row.map_or_else(
            || Err(Error::NotFound("There are no such bands.".into())),
            BandSet::stored,
        )
    }

    /// Every set of bands that an organisation has put for a ladder, the newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a page that is not there.
    pub async fn list_band_sets(
        &self,
        actor: &Actor,
        ladder: &str,
        page: PageBounds<'_>,
    ) -> Result<List<'static, BandSetSummary>, Error> {
        let sets = self.store.list_band_sets(actor.organisation, ladder);
        let sets = sets.await?;
        let list = format!("band sets {} {ladder}", actor.organisation);
        page.of_list(&list, sets.iter().map(BandSetSummary::from), |note| {
            note.number
        })
    }
}
