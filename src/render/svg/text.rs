//! Words in a picture: ladder text made harmless, measured by estimation, wrapped into lines, cut with an ellipsis.
//! A picture cannot ask how wide its letters are; the widths are those of a wide system font, so that narrower ones fit too.

use textwrap::{
    WordSeparator, WordSplitter,
    core::{Fragment, Word},
    word_splitters::split_words,
    wrap_algorithms::wrap_first_fit,
};
use unicode_width::UnicodeWidthChar;

use crate::render::xml_text::lawful;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextStyle {
    /// The picture's heading.
    Title,
    /// A heading inside.
    Head,
    /// Body text in bold.
    Strong,
    /// Body text.
    Body,
    /// What is secondary.
    Note,
    /// A short label in bold.
    Label,
    /// A label that warns.
    Alert,
}

impl TextStyle {
    /// The class of its rules in the stylesheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Strong => "strong",
            Self::Body => "body",
            Self::Note => "note",
            Self::Label => "label",
            Self::Alert => "alert",
        }
    }

    /// Size in pixels, as in the stylesheet.
    pub(super) fn size(self) -> i32 {
        match self {
            Self::Title => 25,
            Self::Head => 19,
            Self::Strong | Self::Body => 17,
            Self::Note | Self::Label | Self::Alert => 15,
        }
    }

    /// From one line to the next.
    pub(super) fn leading(self) -> i32 {
        match self {
            Self::Title => 32,
            Self::Head => 26,
            Self::Strong | Self::Body => 24,
            Self::Note | Self::Label | Self::Alert => 21,
        }
    }

    /// Width of a text, rounded up.
    pub(super) fn width(self, text: &str) -> i32 {
        let hundredths: i32 = text.chars().map(|c| self.advance(c)).sum();
        (hundredths + 99) / 100
    }

    /// Advance of a character in hundredths of a pixel.
    fn advance(self, c: char) -> i32 {
        let em = match usize::from(u8::try_from(c).unwrap_or_default()).checked_sub(32) {
            Some(at) if c.is_ascii() => ASCII.get(at).copied().map_or(0, i32::from),
            _ => match (c, c.width()) {
                ('…' | '—' | '→' | '\u{fffd}', _) => 104,
                (_, None | Some(0)) => 0,
                (_, Some(1)) => 72,
                _ => 106,
            },
        };
        match self {
            Self::Body | Self::Note => em * self.size(),
            // Bold letters are wider.
            _ => em * self.size() * 115 / 100,
        }
    }
}

/// Advance of each ASCII character from the space on, in hundredths of an em.
const ASCII: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 102, 68, 69, 72, 77, 67, 61, 78, 75, 30, 50, 67, 56, 86, 75,
    79, 67, 79, 72, 67, 61, 73, 68, 99, 69, 67, 69, 39, 34, 39, 84, 56, 50, 61, 63, 55, 63, 62, 35,
    63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// Sets off what follows, in its own direction.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// A ladder's text beside our own words: without characters that turn the direction of what follows, and set apart where it
/// may run from right to left.
pub(super) fn foreign(text: &str) -> String {
    const MOST_MARKS: usize = 4;
    let mut marks = 0;
    let text: String = text
        .chars()
        .filter(|c| {
            marks = match c.width() {
                Some(0) => marks + 1,
                _ => 0,
            };
            // Marks piled up on one letter would reach into the lines around it.
            !turns(*c) && marks <= MOST_MARKS
        })
        .collect();
    let text = lawful(text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.chars().any(from_right) {
        format!("{ISOLATE}{text}{END_OF_ISOLATE}")
    } else {
        text
    }
}

/// The same in at most so many characters.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 160;
    if text.chars().count() <= MOST {
        return foreign(text);
    }
    let mut cut: String = text.chars().take(MOST - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    foreign(&cut)
}

/// Embeddings, overrides and isolates.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Words set in lines of a given width.
#[derive(Debug, Clone)]
pub(super) struct TextBlock {
    /// How they are set.
    pub(super) face: TextStyle,
    /// The lines.
    pub(super) lines: Vec<String>,
    /// All of the text, where the lines hold only its beginning.
    pub(super) whole: Option<String>,
}

impl TextBlock {
    /// Sets a text in lines of a width, at most so many.
    pub(super) fn new(text: &str, face: TextStyle, width: i32, most: usize) -> Self {
        let room = width.max(face.size() * 2) * 100;
        let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = WordSeparator::UnicodeBreakProperties.find_words(&spaced);
        let splitter = WordSplitter::Custom(hyphens);
        let pieces: Vec<TextFragment<'_>> = split_words(words, &splitter)
            .flat_map(|word| TextFragment::of(word, face, room))
            .collect();
        let wrapped = wrap_first_fit(&pieces, &[f64::from(room)]);
        let most = most.max(1);
        let mut lines: Vec<String> = wrapped.iter().take(most).map(|line| joined(line)).collect();
        let is_cut = wrapped.len() > most;
        if is_cut && let Some(last) = lines.last_mut() {
            end_early(last, face, room);
        }
        isolate_in_each(&mut lines);
        lines.retain(|line| !line.is_empty());
        Self {
            face,
            lines,
            whole: is_cut.then(|| text.to_owned()),
        }
    }

    /// Height of all lines.
    pub(super) fn height(&self) -> i32 {
        let lines = i32::try_from(self.lines.len()).unwrap_or(i32::MAX);
        lines.saturating_mul(self.face.leading())
    }

    /// Width of the widest line.
    pub(super) fn width(&self) -> i32 {
        let widths = self.lines.iter().map(|line| self.face.width(line));
        widths.max().unwrap_or_default()
    }
}

/// A word or a part of one, narrow enough for a line. Widths are in hundredths of a pixel.
#[derive(Debug)]
struct TextFragment<'a> {
    text: &'a str,
    width: i32,
    /// The width of the space behind it; 0 where none follows.
    space: i32,
}

impl Fragment for TextFragment<'_> {
    fn width(&self) -> f64 {
        self.width.into()
    }

    fn whitespace_width(&self) -> f64 {
        self.space.into()
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

impl<'a> TextFragment<'a> {
    /// Returns a word in one piece, or in several where it is wider than a line.
    fn of(word: Word<'a>, face: TextStyle, room: i32) -> Vec<Self> {
        let mut pieces = Vec::new();
        let (mut start, mut width) = (0, 0);
        for (at, c) in word.word.char_indices() {
            let advance = face.advance(c);
            if at > start && width + advance > room {
                pieces.push(Self {
                    text: word.word.get(start..at).unwrap_or_default(),
                    width,
                    space: 0,
                });
                (start, width) = (at, 0);
            }
            width += advance;
        }
        let is_spaced = !word.whitespace.is_empty();
        pieces.push(Self {
            text: word.word.get(start..).unwrap_or_default(),
            width,
            space: if is_spaced { face.advance(' ') } else { 0 },
        });
        pieces
    }
}

/// Returns the ends of the hyphens between letters of a word, where a line may break. Dates and ranges stay whole.
fn hyphens(word: &str) -> Vec<usize> {
    let ends = word.match_indices('-').map(|(at, _)| (at, at + 1));
    ends.filter(|(at, end)| {
        let before = word.get(..*at).unwrap_or_default();
        let after = word.get(*end..).unwrap_or_default();
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphabetic)
    })
    .map(|(_, end)| end)
    .collect()
}

fn joined(pieces: &[TextFragment<'_>]) -> String {
    let mut line = String::new();
    for piece in pieces {
        line.push_str(piece.text);
        if piece.space > 0 {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Ends a line with an ellipsis within its width.
fn end_early(line: &mut String, face: TextStyle, room: i32) {
    let mut used: i32 = line.chars().map(|c| face.advance(c)).sum();
    while used + face.advance('…') > room {
        let Some(last) = line.pop() else { break };
        used -= face.advance(last);
    }
    line.truncate(line.trim_end().len());
    line.push('…');
}

/// Closes an isolate at the end of each line, and opens it again on the next one: it reaches no further than its line.
fn isolate_in_each(lines: &mut [String]) {
    let mut is_open = false;
    for line in lines {
        if is_open {
            line.insert(0, ISOLATE);
        }
        let mut marks = line
            .chars()
            .filter(|c| matches!(*c, ISOLATE | END_OF_ISOLATE));
        is_open = marks.next_back() == Some(ISOLATE);
        if is_open {
            line.push(END_OF_ISOLATE);
        }
    }
}
