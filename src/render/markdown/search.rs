//! What was found in a ladder, the words that matched in bold, and words of a text that are marked.

use super::text::{MarkdownPage, code, inline};
use crate::{
    domain::{
        ladder::Ladder,
        search::{SearchPart, SearchPartKind},
        tokens::excerpt::TextSegment,
    },
    locales::texts::PartTexts,
};

/// Hits, the best first: each part with its link, its score and the words that matched.
pub fn hits<'a>(
    ladder: &Ladder,
    query: &str,
    hits: impl Iterator<Item = (&'a SearchPart, &'a str, f64, &'a [TextSegment<'a>])>,
) -> String {
    let words = ladder.words();
    let texts = &words.texts.search;
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(texts.search_of)(&name));
    let lines: Vec<String> = hits
        .map(|(part, link, score, pieces)| {
            let title = match part.kind {
                // Their title is the very text that follows.
                SearchPartKind::Insight
                | SearchPartKind::Criterion
                | SearchPartKind::Question
                | SearchPartKind::Qualifier => String::new(),
                _ => format!(" **{}**", inline(&part.title)),
            };
            let found = marked(pieces);
            let found = if found.is_empty() {
                found
            } else {
                format!(" {found}")
            };
            let score = (texts.score)(&words.grouped(&format!("{score:.4}")));
            format!(
                "{}{title}:{found} ({}, {score})",
                kind(&texts.kinds, part.kind),
                code(link)
            )
        })
        .collect();
    let number = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let query = (texts.quoted)(&inline(query));
    page.say(&match number {
        0 => (texts.nothing)(&query),
        _ => (texts.hits)(&words.count(number, &words.nouns.hit), &query),
    });
    if number > 0 {
        page.steps(lines.into_iter());
    }
    page.cite(ladder)
}

pub(super) fn kind(texts: &PartTexts, kind: SearchPartKind) -> &'static str {
    match kind {
        SearchPartKind::Insight => texts.insight,
        SearchPartKind::Level => texts.level,
        SearchPartKind::Question => texts.question,
        SearchPartKind::Qualifier => texts.qualifier,
        SearchPartKind::Phase => texts.phase,
        SearchPartKind::Dimension => texts.dimension,
        SearchPartKind::Criterion => texts.criterion,
        SearchPartKind::Roadblock => texts.roadblock,
        SearchPartKind::Resource => texts.resource,
        SearchPartKind::Band => texts.band,
        SearchPartKind::Faq => texts.faq,
    }
}

/// Pieces on one line, those that matched in bold. Bold is put around what is escaped as a whole, so that nothing in a piece can end
/// it or act by what stands next to it.
pub(super) fn marked(pieces: &[TextSegment<'_>]) -> String {
    let mut line = String::new();
    for piece in pieces {
        let spaced = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let words = inline(piece.text);
        if spaced(piece.text.chars().next()) && !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        if piece.matched && !words.is_empty() {
            line.push_str("**");
            line.push_str(&words);
            line.push_str("**");
        } else {
            line.push_str(&words);
        }
        if spaced(piece.text.chars().next_back()) && !words.is_empty() {
            line.push(' ');
        }
    }
    line.trim().to_owned()
}
