//! An excerpt: the part of a text around the words that matched, in pieces. Strung together the pieces are that part, letter by
//! letter; nothing is added, left out or escaped.

use serde::Serialize;
use utoipa::ToSchema;

/// The most characters of an excerpt.
pub const MOST: usize = 240;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextSegment<'a> {
    /// The text, verbatim.
    #[schema(value_type = String, min_length = 1, max_length = 240)]
    pub text: &'a str,
    /// Whether it is a word that matched.
    #[serde(rename = "match")]
    pub matched: bool,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// The pieces, in order.
    pub pieces: Vec<TextSegment<'a>>,
}

/// A word that matched: where it stands, in bytes, and how much it tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Highlight {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Stands for the same in every place.
    pub term: u32,
    /// How much it tells; not negative.
    pub weight: f64,
}

impl<'a> Excerpt<'a> {
    /// The part of a text, of at most [`MOST`] characters, whose marks tell the most, each term counted once. `marks` are in
    /// order; without any it is the beginning.
    #[must_use]
    pub fn around(text: &'a str, marks: &[Highlight]) -> Self {
        let (first, last) = best(text, marks);
        let (start, end) = widen(text, first, last);
        let mut pieces = Vec::new();
        let mut at = start;
        for mark in marks.iter().filter(|mark| mark.start >= start) {
            let stop = mark.end.min(end);
            if mark.start < at || mark.start >= stop {
                continue;
            }
            push(&mut pieces, text.get(at..mark.start), false);
            push(&mut pieces, text.get(mark.start..stop), true);
            at = stop;
        }
        push(&mut pieces, text.get(at..end), false);
        Self { start, pieces }
    }
}

fn push<'a>(pieces: &mut Vec<TextSegment<'a>>, text: Option<&'a str>, matched: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push(TextSegment { text, matched });
    }
}

/// The run of marks that tells the most within the length of an excerpt: from where to where, in bytes.
fn best(text: &str, marks: &[Highlight]) -> (usize, usize) {
    let Some(first) = marks.first() else {
        return (0, 0);
    };
    let mut found = (first.start, first.end);
    let mut most = 0.0;
    for (index, from) in marks.iter().enumerate() {
        let (mut terms, mut told, mut end) = (Vec::new(), 0.0, from.end);
        // In bytes and so a little too strict for other scripts; and no further than some dozens of words.
        for mark in marks.iter().skip(index).take(60) {
            if mark.end.saturating_sub(from.start) > MOST {
                break;
            }
            end = end.max(mark.end);
            if !terms.contains(&mark.term) {
                terms.push(mark.term);
                told += mark.weight;
            }
        }
        if told > most {
            most = told;
            found = (from.start, end);
        }
    }
    let most_end = text.get(found.0..).map_or(found.1, |rest| {
        rest.char_indices()
            .nth(MOST)
            .map_or(text.len(), |(at, _)| found.0 + at)
    });
    (found.0, found.1.min(most_end))
}

/// Takes in what stands around, as far as there is room, and ends between words where it can.
fn widen(text: &str, first: usize, last: usize) -> (usize, usize) {
    let inside = text.get(first..last).unwrap_or_default().chars().count();
    let room = MOST.saturating_sub(inside);
    let before = text.get(..first).unwrap_or_default();
    let after = text.get(last..).unwrap_or_default();
    // What the end leaves over goes to the beginning.
    let after_room = after.chars().take(room).count().min(room - room / 3);
    let before_room = room - after_room;
    let mut start = before
        .char_indices()
        .rev()
        .take(before_room)
        .last()
        .map_or(first, |(at, _)| at);
    let left = room - text.get(start..first).unwrap_or_default().chars().count();
    let mut end = after
        .char_indices()
        .nth(left)
        .map_or(text.len(), |(at, _)| last + at);
    if start > 0
        && let Some((at, space)) = text
            .get(start..first)
            .unwrap_or_default()
            .char_indices()
            .find(|(_, c)| c.is_whitespace())
    {
        start += at + space.len_utf8();
    }
    if end < text.len()
        && let Some((at, _)) = text
            .get(last..end)
            .unwrap_or_default()
            .char_indices()
            .rev()
            .find(|(at, c)| c.is_whitespace() && last + at > start)
    {
        end = last + at;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Excerpt, Highlight, MOST};

    fn marks(text: &str, words: &[&str]) -> Vec<Highlight> {
        let mut marks: Vec<Highlight> = Vec::new();
        for (term, word) in words.iter().enumerate() {
            marks.extend(text.match_indices(word).map(|(start, _)| Highlight {
                start,
                end: start + word.len(),
                term: u32::try_from(term).unwrap(),
                weight: 1.0,
            }));
        }
        marks.sort_by_key(|mark| mark.start);
        marks
    }

    #[test]
    fn the_part_with_most_words_is_chosen() {
        let far = "nothing here ".repeat(40);
        let text = format!("alpha {far} alpha beta {far}");
        let excerpt = Excerpt::around(&text, &marks(&text, &["alpha", "beta"]));
        let matched = excerpt.pieces.iter().filter(|piece| piece.matched);
        assert_eq!(
            matched.map(|piece| piece.text).collect::<Vec<_>>(),
            ["alpha", "beta"]
        );
        assert!(excerpt.start > 0);
    }

    #[test]
    fn a_short_text_is_given_whole() {
        let excerpt = Excerpt::around("one two", &[]);
        assert_eq!(excerpt.pieces.len(), 1);
        assert_eq!(excerpt.pieces[0].text, "one two");
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_itself(text in "\\PC{0,700}", word in "[a-e ]{1,3}") {
            let excerpt = Excerpt::around(&text, &marks(&text, &[&word]));
            let whole: String = excerpt.pieces.iter().map(|piece| piece.text).collect();
            prop_assert!(text[excerpt.start..].starts_with(&whole));
            prop_assert!(whole.chars().count() <= MOST);
            prop_assert_eq!(whole.is_empty(), text.is_empty());
        }
    }
}
