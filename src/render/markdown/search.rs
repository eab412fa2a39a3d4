//! What was found in a ladder, the words that matched in bold, and words of a text that are marked.

use super::text::{Page, code, inline};
use crate::domain::{
    ladder::Ladder,
    search::{Part, PartKind},
    words::excerpt::Piece,
};
use crate::render::words::count;

/// Hits, the best first: each part with its link, its score and the words that matched.
pub fn hits<'a>(
    ladder: &Ladder,
    query: &str,
    hits: impl Iterator<Item = (&'a Part, &'a str, f64, &'a [Piece<'a>])>,
) -> String {
    let mut page = Page::new(&format!(
        "{}: search",
        inline(ladder.document().title.as_str())
    ));
    let lines: Vec<String> = hits
        .map(|(part, link, score, pieces)| {
            let title = match part.kind {
                // Their title is the very text that follows.
                PartKind::Insight
                | PartKind::Criterion
                | PartKind::Question
                | PartKind::Qualifier => String::new(),
                _ => format!(" **{}**", inline(&part.title)),
            };
            let words = marked(pieces);
            let words = if words.is_empty() {
                words
            } else {
                format!(" {words}")
            };
            format!(
                "{}{title}:{words} ({}, score {score:.4})",
                part.kind.word(),
                code(link)
            )
        })
        .collect();
    let number = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    page.say(&match number {
        0 => format!("Nothing was found for {}.", quoted(query)),
        _ => format!(
            "{} for {}, the best first:",
            count(number, "hit"),
            quoted(query)
        ),
    });
    if number > 0 {
        page.steps(lines.into_iter());
    }
    page.cite(ladder)
}

fn quoted(query: &str) -> String {
    format!("“{}”", inline(query))
}

/// Pieces on one line, those that matched in bold. Bold is put around what is escaped as a whole, so that nothing in a piece can end
/// it or act by what stands next to it.
pub(super) fn marked(pieces: &[Piece<'_>]) -> String {
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
