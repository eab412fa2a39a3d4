//! The stylesheets that renderings carry, and the Content-Security-Policy under which they, and nothing else, take effect.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The stylesheet inside every picture.
pub(super) const PICTURE_STYLE: &str = include_str!("svg/style.css");
/// The stylesheet of a page.
pub(super) const PAGE_STYLE: &str = include_str!("html/page.css");

/// The Content-Security-Policy of a page.
pub static PAGE: LazyLock<String> = LazyLock::new(|| policy(&[PAGE_STYLE, PICTURE_STYLE]));

/// The Content-Security-Policy of a picture on its own.
pub static PICTURE: LazyLock<String> = LazyLock::new(|| policy(&[PICTURE_STYLE]));

/// The source expression that lets the style of a picture inside a page take effect.
pub fn picture_style() -> String {
    source(PICTURE_STYLE)
}

fn source(style: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(style)))
}

fn policy(styles: &[&str]) -> String {
    let hashes: String = styles
        .iter()
        .map(|style| format!(" {}", source(style)))
        .collect();
    format!(
        "default-src 'none'; style-src{hashes}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
}
