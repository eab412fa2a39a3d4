//! The stylesheets that renderings carry, and the Content-Security-Policy under which they, and nothing else, take effect.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The stylesheet inside every picture.
pub(super) const PICTURE_STYLE: &str = include_str!("svg/style.css");
/// The Content-Security-Policy of a page without styles.
pub const PAGE: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The Content-Security-Policy of a picture on its own.
pub static PICTURE: LazyLock<String> = LazyLock::new(|| {
    let style = picture_style();
    format!(
        "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
});

/// The source expression that lets the style of a picture inside a page take effect.
pub fn picture_style() -> String {
    let hash = STANDARD.encode(Sha256::digest(PICTURE_STYLE));
    format!("'sha256-{hash}'")
}
