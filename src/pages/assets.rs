//! The files that pages load. A page names them with a piece of their hash, so that copies may be kept for good.

use std::sync::LazyLock;

use super::static_files::StaticFile;

/// A file.
#[derive(Debug)]
pub struct Asset {
    /// Its media type.
    pub content_type: &'static str,
    /// Its name in URLs, with a piece of its hash.
    pub name: String,
    /// The same without.
    plain: &'static str,
    /// Its text in every coding; None if the build has left it out, which a test excludes.
    pub file: Option<&'static StaticFile>,
}

/// The stylesheet of pages.
pub static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page.css", "text/css; charset=utf-8"));

/// What script adds to pages.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| Asset::new("page.js", JAVASCRIPT));

/// The sign of the service.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| Asset::new("icon.svg", "image/svg+xml"));

/// The web component, with its texts in every language.
pub static EMBED: LazyLock<Asset> = LazyLock::new(|| Asset::new("rungs.js", JAVASCRIPT));

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

impl Asset {
    fn new(plain: &'static str, content_type: &'static str) -> Self {
        let file = StaticFile::find(plain);
        let hash = blake3::hash(file.map_or(&[], |file| file.identity)).to_hex();
        let hash = hash.get(..10).unwrap_or_default();
        let (stem, ending) = plain.split_once('.').unwrap_or((plain, ""));
        Self {
            content_type,
            name: format!("{stem}.{hash}.{ending}"),
            plain,
            file,
        }
    }

    /// The file of that name, with the piece of its hash or without.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let files = [&STYLE, &SCRIPT, &ICON, &EMBED];
        let mut files = files.into_iter().map(|file| &**file);
        files.find(|file| file.name == *name || file.plain == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Asset, EMBED, ICON, SCRIPT, STYLE};
    use crate::locales;

    #[test]
    fn the_build_leaves_no_file_out() {
        for asset in [&STYLE, &SCRIPT, &ICON, &EMBED] {
            let asset: &Asset = asset;
            let file = asset.file.unwrap();
            assert!(!file.identity.is_empty(), "{}", asset.name);
        }
    }

    #[test]
    fn the_web_component_has_the_same_texts_in_every_language() {
        let texts = include_str!("embed/texts.json");
        let texts: BTreeMap<&str, BTreeMap<&str, String>> = serde_json::from_str(texts).unwrap();
        let languages: BTreeSet<&str> = locales::ALL.iter().map(|one| one.code).collect();
        assert_eq!(texts.keys().copied().collect::<BTreeSet<_>>(), languages);
        let names: Vec<_> = texts
            .values()
            .map(|texts| texts.keys().collect::<Vec<_>>())
            .collect();
        assert!(names.windows(2).all(|pair| pair[0] == pair[1]), "{names:?}");
        assert!(
            texts
                .values()
                .flat_map(BTreeMap::values)
                .all(|text| !text.is_empty())
        );
        let file = EMBED.file.unwrap();
        assert!(file.gzip.is_some() && file.brotli.is_some() && file.zstd.is_some());
        let script = std::str::from_utf8(file.identity).unwrap();
        assert!(!script.contains("/*TEXTS*/"));
        for text in texts.values().flat_map(BTreeMap::values) {
            assert!(
                script.contains(&serde_json::to_string(text).unwrap()),
                "{text}"
            );
        }
    }
}
