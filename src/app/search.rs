//! Search, as it is answered: hits with their links and excerpts.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    PublishedLadder,
    ladder_query::{LadderSelection, list_query},
    lists::List,
};
use crate::{
    domain::{
        ladder::LadderRef,
        search::{PartLocation, SearchIndex, SearchMatch, SearchPart, SearchPartKind, SearchTerms},
        tokens::excerpt::TextSegment,
    },
    error::Error,
};

/// The most characters of `q`.
const LONGEST: usize = 200;

list_query! {
    /// What is looked for.
    pub struct SearchQuery {
        /// Some words, of which the first 32 count; more than white space.
        #[param(
            example = "incident",
            min_length = 1,
            max_length = 200,
            pattern = r"\S"
        )]
        pub q: String,
        /// Only hits of this kind.
        #[param(inline, example = "criterion")]
        pub kind: Option<SearchPartKind>,
    }
}

/// A part of a ladder that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit<'a> {
    /// What it is.
    pub kind: SearchPartKind,
    /// Its id; of a band level, region, currency, period and market with commas between them.
    #[schema(value_type = String, max_length = 200, example = "owned-incident")]
    pub id: &'a str,
    /// What it is called: its title or name; of a criterion, a question or an insight its text.
    #[schema(value_type = String, max_length = 4200)]
    pub title: &'a str,
    /// Where it can be read: a path of this service, with a fragment where the part is one of several there.
    #[schema(
        max_length = 500,
        example = "/v1/ladders/ai-engineer/phases/2#owned-incident"
    )]
    pub link: String,
    /// BM25 over the words of `q`, with four decimals: higher is better, and only scores of the same `q` compare.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub score: f64,
    /// Of a band: whether the source publishes it. Null for everything else.
    pub published: Option<bool>,
    /// Where the excerpt stands: a JSON Pointer into the ladder document, as `/v1/ladders/{ladder}` answers it.
    #[schema(value_type = String, max_length = 100, example = "/phases/1/criteria/0/text")]
    pub field: &'a str,
    /// At most 240 characters around the words that matched, in pieces that are plain text; strung together they are verbatim. No
    /// piece is marked where the words are none that the ladder says, such as `salary` for a band.
    #[schema(min_items = 1, max_items = 500)]
    pub excerpt: Vec<TextSegment<'a>>,
    #[serde(skip)]
    #[schema(ignore)]
    part: &'a SearchPart,
}

/// A hit as it is answered. Its link names the edition that was asked for by name.
pub fn view<'a>(
    stamp: &LadderRef,
    asked: &impl LadderSelection,
    index: &SearchIndex,
    query: &SearchTerms,
    hit: &SearchMatch<'a>,
) -> SearchHit<'a> {
    let (field, excerpt) = index.mark(query, hit);
    SearchHit {
        kind: hit.part.kind,
        id: &hit.part.id,
        title: &hit.part.title,
        link: link(
            stamp,
            asked.version(),
            asked.locale(),
            &hit.part.place,
            &hit.part.id,
        ),
        score: hit.score,
        published: hit.part.published,
        field,
        excerpt,
        part: hit.part,
    }
}

/// The path at which a part of a ladder can be read, in the edition that is named.
fn link(
    stamp: &LadderRef,
    version: Option<&str>,
    locale: Option<&str>,
    place: &PartLocation,
    id: &str,
) -> String {
    let one_of = |path: &str| (path.to_owned(), Some(id));
    // On the first page there is most of what a list holds.
    let of_list = |path: &str, query: &mut Vec<String>| {
        query.push("limit=200".into());
        one_of(path)
    };
    let mut query = Vec::new();
    let (path, fragment) = match place {
        PartLocation::Ladder => one_of(""),
        PartLocation::Level => (format!("/levels/{id}"), None),
        PartLocation::Phase(number) => (format!("/phases/{number}"), None),
        PartLocation::InPhase(number) => one_of(&format!("/phases/{number}")),
        PartLocation::Quiz => one_of("/quiz"),
        PartLocation::Roadblocks => of_list("/roadblocks", &mut query),
        PartLocation::Resources => of_list("/resources", &mut query),
        PartLocation::Faqs => of_list("/faqs", &mut query),
        PartLocation::Bands([level, region, currency, market]) => {
            // Ids and codes, in which nothing has to be escaped.
            query.push(format!(
                "level={level}&region={region}&currency={currency}&market={market}"
            ));
            ("/compensation".into(), None)
        }
    };
    if version.is_some() {
        // A plus sign of the build part would be read as a space.
        let version = stamp.version.to_string().replace('+', "%2B");
        query.push(format!("version={version}"));
    }
    if let Some(locale) = locale {
        // One that was found: letters, digits and hyphens.
        query.push(format!("locale={locale}"));
    }
    let mut link = format!("/v1/ladders/{}{path}", stamp.id);
    if !query.is_empty() {
        link += &format!("?{}", query.join("&"));
    }
    if let Some(fragment) = fragment {
        link += &format!("#{fragment}");
    }
    link
}

impl<'a> SearchHit<'a> {
    /// What people are shown of it: the part, its link, its score and the excerpt.
    #[must_use]
    pub fn shown(&self) -> (&SearchPart, &str, f64, &[TextSegment<'a>]) {
        (self.part, &self.link, self.score, &self.excerpt)
    }
}

/// Searches a ladder.
///
/// # Errors
/// [`Error::Invalid`] for words that are none or too many, and for a page that is not there.
pub fn search<'a>(
    published: &'a PublishedLadder,
    query: &SearchQuery,
) -> Result<List<'a, SearchHit<'a>>, Error> {
    check(&query.q)?;
    let stamp = published.ladder.stamp();
    let index = published.parts();
    let wanted = index.read(&query.q);
    let hits = index.find(&wanted, query.kind);
    // The order of hits is that of this search alone.
    let kind = query.kind.map_or("", SearchPartKind::word);
    let search = format!("search {} {kind} {}", stamp.hash, query.q);
    let list = query
        .page()
        .of_list(&search, hits.iter(), |hit| hit.order)?;
    // Only what is on the page is marked.
    let views = list.items.iter();
    Ok(List {
        ladder: Some(stamp),
        items: views
            .map(|hit| view(stamp, query, index, &wanted, hit))
            .collect(),
        next_cursor: list.next_cursor,
    })
}

fn check(q: &str) -> Result<(), Error> {
    if q.trim().is_empty() || q.chars().count() > LONGEST {
        let detail = format!("Say 1 to {LONGEST} characters, and more than white space.");
        return Err(Error::query("q", "out_of_range", detail));
    }
    Ok(())
}
