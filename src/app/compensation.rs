//! Pay bands, and where an amount lies in one, as they are answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{ladder_query::list_query, lists::List};
use crate::{
    domain::{
        bands::day,
        document::Period,
        fault::Fault,
        id::{Id, Money},
        ladder::{Ladder, LadderRef},
        pay::{BandSelector, PayBand, PayPosition},
    },
    error::{Error, RequestPart},
};

list_query! {
    /// Which bands.
    pub struct BandQuery {
        /// Only those of this level.
        #[param(example = "senior", max_length = 64)]
        pub level: Option<String>,
        /// Only those of this region.
        #[param(example = "US", max_length = 6)]
        pub region: Option<String>,
        /// Only those in this currency.
        #[param(example = "USD", max_length = 3)]
        pub currency: Option<String>,
        /// Only those of this part of the market.
        #[param(example = "general", max_length = 64)]
        pub market: Option<String>,
        /// A day: the organisation's own bands as they are in force then. Today (UTC) where it is not given; the ladder's own bands
        /// know no days.
        #[param(value_type = Option<String>, format = Date, example = "2027-01-01", max_length = 10)]
        pub at: Option<String>,
    }
}

impl BandQuery {
    /// The day that is asked about.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is no such day in the years 0001 to 9999.
    pub fn day(&self) -> Result<Option<NaiveDate>, Error> {
        let Some(text) = self.at.as_deref() else {
            return Ok(None);
        };
        let day = day(text).ok_or_else(|| {
            let detail = "There is no such day. A date is written as in 2027-01-04.";
            Error::query("at", "no_such_date", detail)
        });
        day.map(Some)
    }
}

/// A pay band.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The band.
    #[serde(flatten)]
    pub band: PayBand<'a>,
}

/// An amount to be placed against a band. What is left out is taken from the ladder where only one band is left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"level": "junior", "amount": "90000", "region": "US", "currency": "USD", "period": "year", "market": "general"}))]
pub struct PositionPayRequest<'a> {
    /// The level whose band is meant.
    #[schema(value_type = Id, required = true)]
    pub level: Option<Id>,
    /// The amount, exact: digits as a string or as a number, read from the text itself.
    #[serde(borrow)]
    #[schema(value_type = Money, required = true)]
    pub amount: Option<&'a RawValue>,
    /// The band's region.
    #[schema(max_length = 6)]
    pub region: Option<String>,
    /// The band's currency; amounts are not converted.
    #[schema(max_length = 3)]
    pub currency: Option<String>,
    /// The band's period; amounts are not converted.
    pub period: Option<Period>,
    /// The band's market.
    pub market: Option<Id>,
}

/// Where an amount lies.
#[derive(Debug, Serialize, ToSchema)]
pub struct PayPositionResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The position.
    #[serde(flatten)]
    pub position: PayPosition<'a>,
}

/// The bands that fit, in the order of the document.
///
/// # Errors
/// [`Error::Invalid`] for a level that is not on the ladder and for a page that is not there.
pub fn bands<'a>(
    ladder: &'a Ladder,
    query: &BandQuery,
) -> Result<List<'a, BandResponse<'a>>, Error> {
    if let Some(level) = &query.level
        && ladder.level(level).is_none()
    {
        return Err(Error::Invalid(
            RequestPart::Query,
            vec![ladder.unknown_level("/level")],
        ));
    }
    let fits =
        |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|wanted| wanted == is);
    let bands = ladder.document().compensation.iter().filter(|band| {
        fits(&query.level, band.level.as_str())
            && fits(&query.region, &band.region)
            && fits(&query.currency, &band.currency)
            && fits(&query.market, band.market.as_str())
    });
    let views = bands.map(|band| BandResponse {
        ladder: ladder.stamp(),
        band: ladder.pay_band(band),
    });
    let list = query.page().of_list("compensation", views, |view| {
        let band = &view.band;
        let period = band.period.word();
        format!(
            "{},{},{},{period},{}",
            band.level, band.region, band.currency, band.market
        )
    })?;
    Ok(list.of_ladder(ladder.stamp()))
}

/// Places an amount against a band.
///
/// # Errors
/// [`Error::Invalid`] with every fault: no such band, more than one, no amount of money.
pub fn position<'a>(
    ladder: &'a Ladder,
    wanted: &PositionPayRequest<'_>,
) -> Result<PayPositionResponse<'a>, Error> {
    let choice = BandSelector {
        region: wanted.region.as_deref(),
        currency: wanted.currency.as_deref(),
        period: wanted.period,
        market: wanted.market.as_ref().map(Id::as_str),
    };
    // Read as optional, so that one that is missing does not hide what is wrong with the others.
    let missing = |name: &str| {
        let detail = format!("The member {name:?} is missing.");
        Fault::error(format!("/{name}"), "missing_member", detail)
    };
    let band = match &wanted.level {
        Some(level) => ladder.choose_band(level.as_str(), &choice),
        None => Err(vec![missing("level")]),
    };
    let amount = wanted
        .amount
        .ok_or_else(|| missing("amount"))
        .and_then(amount);
    match (band, amount) {
        (Ok(band), Ok(amount)) => Ok(PayPositionResponse {
            ladder: ladder.stamp(),
            position: ladder.position_pay(band, amount),
        }),
        (band, amount) => {
            let mut faults = band.err().unwrap_or_default();
            faults.extend(amount.err());
            Err(Error::Invalid(RequestPart::Body, faults))
        }
    }
}

/// An amount from the text of a JSON value.
fn amount(raw: &RawValue) -> Result<Money, Fault> {
    let text = raw.get();
    let amount = match serde_json::from_str::<String>(text) {
        Ok(string) => Money::parse(&string),
        Err(_) => Money::parse(text),
    };
    amount.map_err(|detail| Fault::error("/amount", "wrong_format", detail))
}
