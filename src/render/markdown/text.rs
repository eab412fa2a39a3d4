//! Words of a ladder as Markdown in which they stay literal, and the page that blocks are put on.
//! Ladder text reaches a page through `inline` or `paragraphs` only.

use std::{
    borrow::Cow,
    fmt::{Display, Write},
};

use crate::{
    domain::{
        document::{Criterion, Effort, EffortBasis, Measure, Period},
        id::{Id, Text},
        ladder::{Ladder, LadderRef},
        placement::PhaseCriterion,
    },
    locales::MessageCatalogue,
};

/// Text on one line, for a heading, a list item or a table's cell: nothing in it acts as Markdown, wherever it is put.
/// Pipes are always escaped, and so is whatever would start a block if the text came first in its line.
pub fn inline(text: &str) -> String {
    let line = one_line(text);
    let mut escaped = String::with_capacity(line.len() + 16);
    let mut done = 0;
    // What acts is ASCII.
    for (at, byte) in line.bytes().enumerate() {
        if !MAY_ACT[usize::from(byte)] {
            continue;
        }
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default();
        if acts(char::from(byte), before, after) {
            escaped.push_str(line.get(done..at).unwrap_or_default());
            escaped.push('\\');
            done = at;
        }
    }
    escaped.push_str(line.get(done..).unwrap_or_default());
    escaped
}

/// Whether a byte is a character that acts somewhere.
const MAY_ACT: [bool; 256] = {
    let (mut may, all, mut at) = ([false; 256], b"\\`*[]<|~^${_#>-+=:@&.)", 0);
    while at < all.len() {
        may[all[at] as usize] = true;
        at += 1;
    }
    may
};

/// Text without line breaks, without white space beyond single spaces, and as it may be shown.
fn one_line(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // White space, controls and turns of direction beyond ASCII begin with one of these.
    let is_odd = |byte: &u8| byte.is_ascii_control() || matches!(byte, 0xc2 | 0xe1..=0xe3);
    let spaced = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    if !spaced && !bytes.iter().any(is_odd) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text
        .split([' ', '\t', '\n', '\r', '\u{2028}', '\u{2029}'])
        .filter(|word| !word.is_empty())
        .collect();
    let line: String = words.join(" ").chars().filter_map(shown).collect();
    Cow::Owned(line.trim().to_owned())
}

/// A character as it is shown: controls are marked as such, and those that turn the direction of what follows are left out.
fn shown(c: char) -> Option<char> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// Whether a character could act as Markdown: CommonMark, GitHub's extensions, and the common ones beyond.
fn acts(c: char, before: &str, after: &str) -> bool {
    let last = before.chars().next_back();
    let next = after.chars().next();
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '^' | '$' | '{' => true,
        // Inside a word an underscore emphasises nothing.
        '_' => {
            !(last.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric))
        }
        // A heading's start, and its end too.
        '#' => last.is_none_or(char::is_whitespace),
        '>' | '-' | '+' | '=' => last.is_none(),
        ':' => last.is_none() || after.starts_with("//"),
        '@' => last.is_some() && next.is_some_and(char::is_alphanumeric),
        '&' => names_a_character(after),
        '.' | ')' if numbers_an_item(before, next) => true,
        '.' => ends_with_www(before),
        _ => false,
    }
}

/// Whether `&` begins a character's name. At the end of a text the semicolon may be ours.
fn names_a_character(after: &str) -> bool {
    let name = after.trim_start_matches('#');
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    name.len() > rest.len() && (rest.is_empty() || rest.starts_with(';'))
}

fn numbers_an_item(before: &str, next: Option<char>) -> bool {
    matches!(before.len(), 1..=9)
        && before.bytes().all(|b| b.is_ascii_digit())
        && next.is_none_or(char::is_whitespace)
}

fn ends_with_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|start| text.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Text that may run over several paragraphs: blank lines part them, other line breaks are kept as breaks.
pub(super) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut apart = "";
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        if line.trim().is_empty() {
            if !out.is_empty() {
                apart = "\n\n";
            }
            continue;
        }
        out.push_str(apart);
        out.push_str(&inline(line));
        apart = "\\\n";
    }
    out
}

/// An id, which cannot hold anything that acts.
pub(super) fn code(id: impl Display) -> String {
    format!("`{id}`")
}

/// A level's title, or its id where the ladder has no such level.
pub(super) fn title(ladder: &Ladder, level: &Id) -> String {
    ladder.level(level.as_str()).map_or_else(
        || inline(level.as_str()),
        |level| inline(level.title.as_str()),
    )
}

/// An id with its name.
pub(super) fn id(words: &MessageCatalogue, id: impl Display) -> String {
    (words.texts.text.id)(&code(id))
}

/// What an amount pays for.
pub(super) fn per(words: &MessageCatalogue, period: Period) -> &'static str {
    let pays = &words.figures.pays;
    match period {
        Period::Year => pays.year,
        Period::Month => pays.month,
        Period::Day => pays.day,
        Period::Hour => pays.hour,
    }
}

/// A criterion as an item of a checklist: what is to be seen, how much of it, and its id.
pub(super) fn criterion(words: &MessageCatalogue, criterion: &Criterion) -> String {
    let measure = criterion.measure.as_ref();
    let seen = to_see(words, &criterion.text, measure, &criterion.id);
    match &criterion.effort {
        Some(effort) => format!("{seen} ({})", effort_of(words, effort)),
        None => seen,
    }
}

/// What a criterion takes, and whose figures these are.
pub(super) fn effort_of(words: &MessageCatalogue, effort: &Effort) -> String {
    let texts = &words.texts.text;
    let mut parts = vec![words.count(effort.hours, &words.nouns.hour)];
    if effort.weeks > 0 {
        parts.push((texts.at_least)(
            &words.count(effort.weeks, &words.nouns.week),
        ));
    }
    match effort.basis {
        EffortBasis::Source => {}
        EffortBasis::Estimate => parts.push(texts.estimate.into()),
    }
    parts.join(", ")
}

/// The same for a criterion that comes with its phase.
pub(super) fn phase_criterion(words: &MessageCatalogue, criterion: &PhaseCriterion<'_>) -> String {
    to_see(words, criterion.text, criterion.measure, criterion.id)
}

/// What is to be seen, how much of it, and the criterion's id.
pub(super) fn to_see(
    words: &MessageCatalogue,
    text: &Text,
    measure: Option<&Measure>,
    id: &Id,
) -> String {
    let measure = measure.map_or_else(String::new, |measure| {
        let unit = inline(measure.unit.as_str());
        format!(
            " ({})",
            words.amount(measure.at_least, measure.at_most, &unit)
        )
    });
    format!("{}{measure} {}", inline(text.as_str()), code(id))
}

/// A text in the making: blocks with a blank line between them. What is handed in is Markdown already.
pub(super) struct MarkdownPage {
    text: String,
}

impl MarkdownPage {
    /// A page with its title.
    pub(super) fn new(title: &str) -> Self {
        let mut page = Self::empty();
        page.heading(1, title);
        page
    }

    /// A page whose title is still to come.
    pub(super) fn empty() -> Self {
        Self {
            text: String::new(),
        }
    }

    /// A heading.
    pub(super) fn heading(&mut self, depth: usize, words: &str) {
        let _ = write!(self.text, "{:#<depth$} {words}\n\n", "");
    }

    /// A paragraph, or several.
    pub(super) fn say(&mut self, words: &str) {
        if !words.is_empty() {
            let _ = write!(self.text, "{words}\n\n");
        }
    }

    /// A paragraph, or several, of ladder text under a bold word.
    pub(super) fn note(&mut self, name: &str, text: &Text) {
        self.say(&format!("**{name}.** {}", paragraphs(text.as_str())));
    }

    /// A list.
    pub(super) fn list(&mut self, items: impl Iterator<Item = String>) {
        self.items(items.map(|item| format!("- {item}")));
    }

    /// A list to tick off.
    pub(super) fn checklist(&mut self, items: impl Iterator<Item = String>) {
        self.items(items.map(|item| format!("- [ ] {item}")));
    }

    /// A list with every item ticked off.
    pub(super) fn ticked(&mut self, items: impl Iterator<Item = String>) {
        self.items(items.map(|item| format!("- [x] {item}")));
    }

    /// A list in order.
    pub(super) fn steps(&mut self, items: impl Iterator<Item = String>) {
        self.items(
            items
                .enumerate()
                .map(|(at, item)| format!("{}. {item}", at + 1)),
        );
    }

    fn items(&mut self, items: impl Iterator<Item = String>) {
        let before = self.text.len();
        for item in items {
            let _ = writeln!(self.text, "{item}");
        }
        if self.text.len() > before {
            self.text.push('\n');
        }
    }

    /// A table.
    pub(super) fn table<const N: usize>(
        &mut self,
        heads: [&str; N],
        rows: impl Iterator<Item = [String; N]>,
    ) {
        self.cells(&heads);
        let _ = writeln!(self.text, "|{}", " --- |".repeat(N));
        for row in rows {
            self.cells(&row);
        }
        self.text.push('\n');
    }

    fn cells(&mut self, cells: &[impl AsRef<str>]) {
        self.text.push('|');
        for cell in cells {
            let cell = cell.as_ref();
            let apart = if cell.is_empty() { "" } else { " " };
            let _ = write!(self.text, " {cell}{apart}|");
        }
        self.text.push('\n');
    }

    /// The whole, with the line that names its ladder.
    pub(super) fn cite(self, ladder: &Ladder) -> String {
        let name = inline(ladder.document().title.as_str());
        let name = format!("{name} ({})", code(&ladder.stamp().id));
        self.end(ladder.words(), &name, ladder.stamp())
    }

    /// The same where there is no more than the stamp.
    pub(super) fn cite_stamp(self, words: &MessageCatalogue, stamp: &LadderRef) -> String {
        self.end(words, &code(&stamp.id), stamp)
    }

    /// The text so far.
    pub(super) fn whole(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    fn end(mut self, words: &MessageCatalogue, name: &str, stamp: &LadderRef) -> String {
        self.say("---");
        self.say(&(words.texts.text.ladder)(name, &edition(words, stamp)));
        self.whole()
    }
}

/// A version with the beginning of its hash.
pub(super) fn edition(words: &MessageCatalogue, stamp: &LadderRef) -> String {
    let digits = stamp.hash.rsplit(':').next().unwrap_or_default();
    let digits: String = digits
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(12)
        .collect();
    (words.texts.text.edition)(&stamp.version.to_string(), &code(digits))
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn plain_text_is_left_as_it_is() {
        for text in [
            "Weights & Biases",
            "snake_case: 3.5 (a) - b",
            "18 months. #no",
            "C#, a > b, x@ y",
            "Entwürfe – 評価",
        ] {
            let escaped = inline(text);
            assert_eq!(escaped.replace("\\#", "#"), text);
        }
    }
}
