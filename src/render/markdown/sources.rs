//! The parts of a ladder that an answer rests on, and what is not in it.

use super::text::{code, inline};
use crate::locales::MessageCatalogue;

/// The most sources that are named in a text.
const MOST: usize = 8;
/// The longest title of a source, in characters.
const LONGEST: usize = 80;

/// A source in a line: its title, its link and its id.
pub fn source(title: &str, link: &str, id: &str) -> String {
    let short: String = title.chars().take(LONGEST).collect();
    let cut = if short.len() < title.len() { "…" } else { "" };
    format!("- [{}{cut}]({link}) {}\n", inline(&short), code(id))
}

/// What is not in the ladder, a sentence each, and the first of the sources that an answer rests on, each in its line.
pub fn sources<'a>(
    words: &MessageCatalogue,
    not_in_ladder: &[String],
    sources: impl ExactSizeIterator<Item = &'a str>,
) -> String {
    let mut text = String::new();
    for sentence in not_in_ladder {
        text += &format!("\n**{sentence}**\n");
    }
    let more = sources.len().saturating_sub(MOST);
    for (at, line) in sources.take(MOST).enumerate() {
        if at == 0 {
            text += &format!("\n{}\n\n", words.chat.sources);
        }
        text += line;
    }
    if more > 0 {
        text += &format!("- {}\n", (words.chat.more)(more));
    }
    text
}
