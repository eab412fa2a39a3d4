//! Compensation: pay bands, and where an amount lies in one.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{Ask, Form, LadderPath, LadderQuery, List, Read, list_query, show},
    extract::Json,
};
use crate::{
    domain::{
        document::Period,
        fault::Fault,
        id::{Id, Money},
        ladder::{Ladder, Stamp},
        pay::{BandChoice, PayBand, PayPosition},
    },
    error::{Error, Part},
    json, operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![draw_bands, list_bands, position_pay]
}

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
    }
}

/// A pay band.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The band.
    #[serde(flatten)]
    pub band: PayBand<'a>,
}

/// An amount to be placed against a band. What is left out is taken from the ladder where only one band is left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"level": "junior", "amount": "90000", "region": "US", "currency": "USD", "period": "year", "market": "general"}))]
pub struct PositionPay<'a> {
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
pub struct PositionView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The position.
    #[serde(flatten)]
    pub position: PayPosition<'a>,
}

/// List pay bands.
///
/// Bands in the order of the document. A band that the source does not publish is there with nulls and the reason; nothing is
/// interpolated. With `open`, pay goes beyond `max`, which is the highest that the source names.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compensation", tag = "Compensation", params(LadderPath, BandQuery),
    responses((status = 200, description = "The bands.", content(
        (List<BandView> = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "image/svg+xml")))))]
async fn list_bands(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &BandQuery, media| {
        let ladder = &published.ladder;
        let list = bands(ladder, query)?;
        let shown = || list.items.iter().map(|view| &view.band);
        show(media, ladder, &list, |form| match form {
            Form::Text => markdown::compensation(ladder, shown()),
            Form::Picture => svg::bands(ladder, shown()),
        })
    })
}

/// Draw pay bands.
///
/// The bands on one scale for each currency and period, as a picture for an `<img>`. Open ends are drawn open, and a band that the
/// source does not publish says so.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compensation.svg", tag = "Pictures", params(LadderPath, BandQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_bands(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &BandQuery, _| {
        let ladder = &published.ladder;
        let list = bands(ladder, query)?;
        let shown = list.items.iter().map(|view| &view.band);
        Ok(svg::bands(ladder, shown).into_bytes())
    })
}

fn bands<'a>(ladder: &'a Ladder, query: &BandQuery) -> Result<List<'a, BandView<'a>>, Error> {
    if let Some(level) = &query.level
        && ladder.level(level).is_none()
    {
        return Err(Error::Invalid(
            Part::Query,
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
    let page = query.page();
    page.cut(
        Some(ladder.stamp()),
        bands.map(|band| BandView {
            ladder: ladder.stamp(),
            band: ladder.pay_band(band),
        }),
        |view| {
            let band = &view.band;
            format!(
                "{},{},{},{},{}",
                band.level,
                band.region,
                band.currency,
                band.period.word(),
                band.market
            )
        },
    )
}

/// Place an amount against a band.
///
/// midpoint = (min + max) / 2; compa-ratio = amount / midpoint; range penetration = (amount - min) / (max - min), not clamped;
/// range spread = (max - min) / min; midpoint progression = (midpoint of the next level - midpoint) / midpoint; step to the next
/// band = min of the next level - max. Exact decimals, rounded half-even to four places. Above an open maximum, compa-ratio and
/// range penetration are null with a reason; against a band that is not published every figure is null, `not_published`.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/compensation/position", tag = "Compensation", params(LadderPath, LadderQuery),
    request_body = PositionPay,
    responses((status = 200, description = "Where the amount lies.", content(
        (PositionView = "application/json"), (String = "text/markdown")))))]
async fn position_pay(ask: Ask<LadderQuery>, body: Json) -> Result<HttpResponse, Error> {
    let published = ask.published()?;
    let ladder = &published.ladder;
    let (band, amount) = body.work(|text| {
        let wanted: PositionPay<'_> = json::parse(text)?;
        let choice = BandChoice {
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
            (Ok(band), Ok(amount)) => Ok((band, amount)),
            (band, amount) => {
                let mut faults = band.err().unwrap_or_default();
                faults.extend(amount.err());
                Err(Error::Invalid(Part::Body, faults))
            }
        }
    })?;
    let answer = PositionView {
        ladder: ladder.stamp(),
        position: ladder.position_pay(band, amount),
    };
    ask.answer(&answer, |answer| {
        markdown::position(ladder, &answer.position)
    })
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
