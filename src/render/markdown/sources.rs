//! The parts of a ladder that an answer rests on, and what is not in it.

use super::text::{code, inline};
use crate::locales::Catalogue;

/// The most sources that are named in a text.
const MOST: usize = 8;
/// The longest title of a source, in characters.
const LONGEST: usize = 80;

/// What is not in the ladder, a sentence each, and the parts that an answer rests on, the first of them: title, link and id. Links are paths or URLs of
/// this service.
pub fn sources<'a>(
    words: &Catalogue,
    not_in_ladder: &[String],
    sources: impl ExactSizeIterator<Item = (&'a str, &'a str, &'a str)>,
) -> String {
    let mut text = String::new();
    for sentence in not_in_ladder {
        text += &format!("\n**{sentence}**\n");
    }
    let more = sources.len().saturating_sub(MOST);
    for (at, (title, link, id)) in sources.take(MOST).enumerate() {
        if at == 0 {
            text += &format!("\n{}\n\n", words.chat.sources);
        }
        let short: String = title.chars().take(LONGEST).collect();
        let cut = if short.len() < title.len() { "…" } else { "" };
        text += &format!("- [{}{cut}]({link}) {}\n", inline(&short), code(id));
    }
    if more > 0 {
        text += &format!("- {}\n", (words.chat.more)(more));
    }
    text
}
