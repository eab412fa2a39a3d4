//! YAML: a ladder document as people write one, in the order of the format.

use crate::domain::document::Document;

/// A document as YAML, without what says nothing.
///
/// # Errors
/// Where it cannot be written, which does not happen for a document.
pub fn document(document: &Document) -> Result<String, serde_saphyr::ser::Error> {
    serde_saphyr::to_string(document)
}
