//! What every page has: its head, the way to the others, its languages, and what it rests on.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use crate::{
    domain::{id::Id, ladder::Ladder},
    locales::MessageCatalogue,
    render::xml_text::lawful,
};

/// A visit to a page: the ladder in the language that is shown, and what was asked for in the URL.
#[derive(Debug, Clone, Copy)]
pub struct PageContext<'a> {
    /// The ladder, in the language of the page.
    pub ladder: &'a Ladder,
    /// The languages that it can be had in, its own first.
    pub locales: &'a [&'a str],
    /// The version asked for by name.
    pub version: Option<&'a str>,
    /// The language asked for by name.
    pub locale: Option<&'a str>,
    /// The ladder whose quiz `/` shows where none is named.
    pub front: &'a str,
    /// The address of the service, without a slash at the end; empty where it is not known.
    pub base: &'a str,
}

/// Where language models are told what there is, from the root of the service.
const LLMS: &str = "llms.txt";

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    Quiz,
    Result,
    Ladder,
}

/// One page.
pub(super) struct HtmlPage<'a> {
    pub(super) kind: PageKind,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// What programs may read of it (JSON-LD).
    pub(super) structured: Option<String>,
    pub(super) main: Markup,
}

impl<'a> PageContext<'a> {
    pub(super) fn words(&self) -> &'static MessageCatalogue {
        self.ladder.words()
    }

    /// From a page to the root of the service, so that a prefix in front of it does no harm.
    fn root(kind: PageKind) -> &'static str {
        match kind {
            PageKind::Quiz | PageKind::Result => "./",
            PageKind::Ladder => "../",
        }
    }

    /// The query that keeps to the version and the language asked for by name, with more before it.
    fn query(&self, more: &[(&str, &str)], locale: Option<&str>) -> String {
        let version = self.version.map(|version| ("version", version));
        let locale = locale.map(|locale| ("locale", locale));
        let pairs = more.iter().copied().chain(version).chain(locale);
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
        if query.is_empty() {
            query
        } else {
            format!("?{query}")
        }
    }

    /// The quiz, in a language.
    pub(super) fn to_quiz(self, from: PageKind, locale: Option<&str>) -> String {
        format!("{}{}", Self::root(from), self.quiz_query(locale))
    }

    fn quiz_query(&self, locale: Option<&str>) -> String {
        let id = self.ladder.stamp().id.as_str();
        let named = [("ladder", id)];
        let more = if id == self.front { &[][..] } else { &named };
        self.query(more, locale)
    }

    /// The same page as Markdown. A result has none: it was posted.
    fn to_twin(self, kind: PageKind) -> Option<String> {
        let id = &self.ladder.stamp().id;
        let (file, query) = match kind {
            PageKind::Result => return None,
            PageKind::Quiz => ("index.md".to_owned(), self.quiz_query(self.locale)),
            PageKind::Ladder => (format!("ladders/{id}.md"), self.query(&[], self.locale)),
        };
        Some(format!("{}{file}{query}", Self::root(kind)))
    }

    /// What the page of the quiz is related to, as a `Link` header says it (RFC 8288).
    #[must_use]
    pub fn quiz_links(&self) -> String {
        self.links(PageKind::Quiz)
    }

    /// What the page of the ladder is related to, as a `Link` header says it (RFC 8288).
    #[must_use]
    pub fn ladder_links(&self) -> String {
        self.links(PageKind::Ladder)
    }

    fn links(self, kind: PageKind) -> String {
        let twin = self.to_twin(kind).unwrap_or_default();
        let overview = format!("{}{LLMS}", Self::root(kind));
        format!(
            "<{twin}>; rel=\"alternate\"; type=\"text/markdown\", <{overview}>; rel=\"describedby\"; type=\"text/plain\""
        )
    }

    /// The quiz of another ladder, in the language asked for by name.
    pub(super) fn to_other(self, ladder: &Id) -> String {
        let locale = self.locale.map(|locale| ("locale", locale));
        let pairs = [("ladder", ladder.as_str())].into_iter().chain(locale);
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>());
        format!("./?{}", query.unwrap_or_default())
    }

    /// The ladder's page, in a language.
    pub(super) fn to_ladder(self, from: PageKind, locale: Option<&str>) -> String {
        let id = &self.ladder.stamp().id;
        format!(
            "{}ladders/{id}{}",
            Self::root(from),
            self.query(&[], locale)
        )
    }

    /// A path of the API about this ladder.
    pub(super) fn to_data(self, from: PageKind, path: &str, query: &[(&str, &str)]) -> String {
        let id = &self.ladder.stamp().id;
        let query = self.query(query, self.locale);
        format!("{}v1/ladders/{id}{path}{query}", Self::root(from))
    }

    fn to_itself(self, kind: PageKind, locale: Option<&str>) -> String {
        match kind {
            PageKind::Ladder => self.to_ladder(kind, locale),
            PageKind::Quiz | PageKind::Result => self.to_quiz(kind, locale),
        }
    }

    /// A path of this service as seen from anywhere, where its address is known.
    pub(super) fn absolute(&self, path: &str) -> Option<String> {
        (!self.base.is_empty()).then(|| format!("{}/{path}", self.base))
    }

    /// A whole page.
    pub(super) fn page(&self, page: &HtmlPage<'_>) -> String {
        let HtmlPage {
            kind,
            title,
            description,
            structured,
            main,
        } = page;
        let root = Self::root(*kind);
        let words = &self.words().pages;
        let document = self.ladder.document();
        let stamp = self.ladder.stamp();
        let hash = stamp.hash.rsplit(':').next().unwrap_or_default();
        let current = |own: &[PageKind]| own.contains(kind).then_some("page");
        // Seen from anywhere where that is known, else from here.
        let seen = |locale: Option<&str>| {
            let path = self.to_itself(*kind, locale);
            let whole = self.absolute(path.trim_start_matches(['.', '/']));
            (whole.is_some(), whole.unwrap_or(path))
        };
        let (known, canonical) = seen(self.locale);
        let page = html! {
            (DOCTYPE)
            html lang=(document.locale) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) " · Rungs" }
                    meta name="description" content=(description);
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href={ (root) "assets/" (assets::ICON.name) } type="image/svg+xml";
                    link rel="stylesheet" href={ (root) "assets/" (assets::STYLE.name) };
                    @if known { link rel="canonical" href=(canonical); }
                    @for locale in self.locales.iter().filter(|_| *kind != PageKind::Result) {
                        link rel="alternate" hreflang=(locale) href=(seen(Some(locale)).1);
                    }
                    @if let Some(twin) = self.to_twin(*kind) {
                        link rel="alternate" type="text/markdown" href=(twin);
                    }
                    link rel="describedby" type="text/plain" href={ (root) (LLMS) };
                    @if *kind == PageKind::Ladder {
                        link rel="alternate" type="application/json" href=(self.to_data(*kind, "", &[]));
                    }
                    @if *kind != PageKind::Ladder { script src={ (root) "assets/" (assets::EMBED.name) } defer {} }
                    script src={ (root) "assets/" (assets::SCRIPT.name) } defer {}
                    @if let Some(structured) = structured {
                        script type="application/ld+json" { (PreEscaped(structured)) }
                    }
                }
                body data-failed=(words.nav.failed) data-again=(words.nav.again) {
                    a class="skip" href="#content" { (words.skip) }
                    header class="site" {
                        a class="brand" href=(self.to_quiz(*kind, self.locale)) { "Rungs" }
                        nav aria-label=(words.nav.main) {
                            a href=(self.to_quiz(*kind, self.locale)) aria-current=[current(&[PageKind::Quiz])] { (words.nav.quiz) }
                            a href=(self.to_ladder(*kind, self.locale)) aria-current=[current(&[PageKind::Ladder])] { (words.nav.ladder) }
                            a href={ (root) "docs/index.html" } { (words.nav.api) }
                        }
                        @if self.locales.len() > 1 {
                            nav class="languages" aria-label=(words.nav.languages) {
                                @for locale in self.locales {
                                    @let own = **locale == *document.locale;
                                    a href=(self.to_itself(*kind, Some(locale))) hreflang=(locale) lang=(locale)
                                        aria-current=[own.then_some("true")] { (MessageCatalogue::name_of(locale)) }
                                }
                            }
                        }
                    }
                    main id="content" tabindex="-1" { (main) }
                    footer class="site" {
                        p { (words.nav.stored) }
                        p dir="auto" { (lawful((words.nav.source)(document.source.title.as_str(), document.source.author.as_str(),
                            document.source.publisher.as_str()))) }
                        p { (lawful((words.nav.rests_on)(document.title.as_str(), &stamp.version.to_string(),
                            hash.get(..12).unwrap_or(hash)))) }
                    }
                }
            }
        };
        lawful(page.into_string())
    }
}
