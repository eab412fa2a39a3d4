//! The reference to a ladder: its id, version and hash.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::id::{Id, Version};

/// Which ladder an object comes from: enough to fetch the very same text years later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderRef {
    /// The ladder's id.
    pub id: Id,
    /// Its published version.
    pub version: Version,
    /// BLAKE3 of the document's canonical JSON: members sorted by name, no white space, optional members left out where they say nothing.
    /// See docs/ladder-format.md.
    #[schema(
        pattern = "^blake3:[0-9a-f]{64}$",
        max_length = 71,
        example = "blake3:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
    )]
    pub hash: String,
}
