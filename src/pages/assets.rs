//! The files that pages load. A page names them with a piece of their hash, so that copies may be kept for good.

use std::sync::LazyLock;

use crate::locales;

/// A file.
#[derive(Debug)]
pub struct Asset {
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub text: String,
    stem: &'static str,
    ending: &'static str,
}

/// The stylesheet of pages.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| Asset {
    content_type: "text/css; charset=utf-8",
    text: include_str!("page.css").into(),
    stem: "page",
    ending: "css",
});

/// What script adds to pages.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| Asset {
    content_type: "text/javascript; charset=utf-8",
    text: include_str!("page.js").into(),
    stem: "page",
    ending: "js",
});

/// The sign of the service.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| Asset {
    content_type: "image/svg+xml",
    text: include_str!("icon.svg").into(),
    stem: "icon",
    ending: "svg",
});

/// The web component, with its texts in every language.
pub static EMBED: LazyLock<Asset> = LazyLock::new(|| {
    let texts = locales::ALL.map(|catalogue| {
        let texts = serde_json::to_value(&catalogue.embed).unwrap_or_default();
        (catalogue.code.to_owned(), texts)
    });
    let texts = serde_json::Value::Object(texts.into_iter().collect());
    Asset {
        content_type: "text/javascript; charset=utf-8",
        text: include_str!("embed/rungs.js").replacen("/*TEXTS*/{}", &texts.to_string(), 1),
        stem: "rungs",
        ending: "js",
    }
});

impl Asset {
    /// Its name in URLs.
    #[must_use]
    pub fn name(&self) -> String {
        let hash = blake3::hash(self.text.as_bytes()).to_hex();
        let hash = hash.get(..10).unwrap_or_default();
        format!("{}.{hash}.{}", self.stem, self.ending)
    }

    /// The file of that name, with the piece of its hash or without.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let files = [&STYLE, &SCRIPT, &ICON, &EMBED];
        files
            .into_iter()
            .map(|file| &**file)
            .find(|file| name == file.name() || name == format!("{}.{}", file.stem, file.ending))
    }
}
