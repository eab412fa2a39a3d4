//! Receipts: is it ours, unchanged, and reproducible?

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    app::receipts::VerifyReceiptResponse,
    domain::{fault::Fault, receipt::MAX_LEN},
    error::Error,
    http::{
        extract::{body::Json, query::Nothing, request::ApiRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => verify_receipt]
}

/// A receipt to be verified.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyReceiptRequest {
    /// The receipt, as a placement gave it.
    #[schema(min_length = 1, max_length = 16384)]
    pub receipt: String,
}

crate::json::request_bodies![VerifyReceiptRequest];

/// Verify a receipt.
///
/// Says whether a placement's receipt was signed by this service, is unchanged, and whether its answers still give its outcome with
/// the version of the ladder that it names. A receipt is a JWS (RFC 7515, HS256) over canonical JSON.
#[utoipa::path(post, path = "/v1/receipts/verify", tag = "Quiz", request_body = VerifyReceiptRequest,
    responses((status = 200, description = "What the receipt is.", body = VerifyReceiptResponse)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn verify_receipt(request: ApiRequest<Nothing>, body: Json) -> Result<Representation, Error> {
    let VerifyReceiptRequest { receipt } = body.parse()?;
    if !(1..=MAX_LEN).contains(&receipt.len()) {
        return Err(Error::body(Fault::error(
            "/receipt",
            "out_of_range",
            format!("A receipt has 1 to {MAX_LEN} characters."),
        )));
    }
    let words = request.messages();
    let verified = request.app.verify_receipt(&receipt, words);
    let body = match request.media {
        Media::Markdown => {
            format!("# {}\n\n{}\n", words.facts.receipt.title, verified.detail).into()
        }
        _ => to_json(&verified)?,
    };
    Ok(request.respond(body).in_languages(&[words.code.to_owned()]))
}
