//! The files that pages load. A page names them with a piece of their hash, so that copies may be kept for good.

use std::sync::LazyLock;

use super::static_files::StaticFile;
use crate::locales;

/// A file.
#[derive(Debug)]
pub struct Asset {
    /// Its media type.
    pub content_type: &'static str,
    /// Its text.
    pub text: String,
    /// Its name in URLs, with a piece of its hash.
    pub name: String,
    /// The same without.
    plain: String,
    /// The same text in every coding, unless it is put together when the service starts.
    pub file: Option<&'static StaticFile>,
}

/// The stylesheet of pages.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("page.css").to_owned();
    Asset::new("page", "css", "text/css; charset=utf-8", text)
});

/// What script adds to pages.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("page.js").to_owned();
    Asset::new("page", "js", JAVASCRIPT, text)
});

/// The sign of the service.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("icon.svg").to_owned();
    Asset::new("icon", "svg", "image/svg+xml", text)
});

/// The web component, with its texts in every language.
pub static EMBED: LazyLock<Asset> = LazyLock::new(|| {
    let texts = locales::ALL.map(|catalogue| {
        let texts = serde_json::to_value(&catalogue.embed).unwrap_or_default();
        (catalogue.code.to_owned(), texts)
    });
    let texts = serde_json::Value::Object(texts.into_iter().collect());
    let text = include_str!("embed/rungs.js").replacen("/*TEXTS*/{}", &texts.to_string(), 1);
    Asset::new("rungs", "js", JAVASCRIPT, text)
});

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

impl Asset {
    fn new(stem: &str, ending: &str, content_type: &'static str, text: String) -> Self {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let hash = hash.get(..10).unwrap_or_default();
        Self {
            content_type,
            text,
            name: format!("{stem}.{hash}.{ending}"),
            file: StaticFile::find(&format!("{stem}.{ending}")),
            plain: format!("{stem}.{ending}"),
        }
    }

    /// The file of that name, with the piece of its hash or without.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let files = [&STYLE, &SCRIPT, &ICON, &EMBED];
        let mut files = files.into_iter().map(|file| &**file);
        files.find(|file| file.name == *name || file.plain == *name)
    }
}
