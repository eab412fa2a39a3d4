//! Words in a picture: ladder text made harmless, measured by estimation, wrapped into lines, cut with an ellipsis.
//! A picture cannot ask how wide its letters are; the widths are those of a wide system font, so that narrower ones fit too.

use unicode_width::UnicodeWidthChar;

use crate::render::lawful::lawful;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
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

impl Face {
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
pub(super) struct Block {
    /// How they are set.
    pub(super) face: Face,
    /// The lines.
    pub(super) lines: Vec<String>,
    /// All of the text, where the lines hold only its beginning.
    pub(super) whole: Option<String>,
}

impl Block {
    /// Sets a text in lines of a width, at most so many.
    pub(super) fn new(text: &str, face: Face, width: i32, most: usize) -> Self {
        let room = width.max(face.size() * 2) * 100;
        let mut lines = Lines {
            face,
            room,
            most: most.max(1),
            done: Vec::new(),
            line: String::new(),
            used: 0,
            isolated: false,
            cut: false,
        };
        for word in text.split_whitespace() {
            lines.word(word);
            if lines.cut {
                break;
            }
        }
        let whole = lines.cut.then(|| text.to_owned());
        Self {
            face,
            lines: lines.end(),
            whole,
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

/// Lines in the making.
struct Lines {
    face: Face,
    room: i32,
    most: usize,
    done: Vec<String>,
    line: String,
    used: i32,
    /// Whether an isolate is open.
    isolated: bool,
    cut: bool,
}

impl Lines {
    fn word(&mut self, word: &str) {
        let space = self.face.advance(' ');
        for (at, piece) in pieces(word).into_iter().enumerate() {
            let wide: i32 = piece.chars().map(|c| self.face.advance(c)).sum();
            let gap = if at == 0 && self.used > 0 { space } else { 0 };
            if self.used + gap + wide <= self.room {
                if gap > 0 {
                    self.line.push(' ');
                }
                self.push(piece);
                self.used += gap;
                continue;
            }
            if self.used > 0 && !self.next_line() {
                return;
            }
            if wide <= self.room {
                self.push(piece);
            } else if !self.letters(piece) {
                return;
            }
        }
    }

    /// A word wider than a line, letter by letter.
    fn letters(&mut self, piece: &str) -> bool {
        for c in piece.chars() {
            let wide = self.face.advance(c);
            if self.used + wide > self.room && !self.next_line() {
                return false;
            }
            self.push(c.encode_utf8(&mut [0; 4]));
        }
        true
    }

    fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            self.used += self.face.advance(c);
            self.isolated = c == ISOLATE || self.isolated && c != END_OF_ISOLATE;
        }
        self.line.push_str(piece);
    }

    /// False where there is no further line.
    fn next_line(&mut self) -> bool {
        if self.done.len() + 1 == self.most {
            self.cut = true;
            return false;
        }
        // An isolate holds no longer than its line.
        if self.isolated {
            self.line.push(END_OF_ISOLATE);
        }
        self.done.push(std::mem::take(&mut self.line));
        if self.isolated {
            self.line.push(ISOLATE);
        }
        self.used = 0;
        true
    }

    fn end(mut self) -> Vec<String> {
        if self.cut {
            let ellipsis = self.face.advance('…');
            while self.used + ellipsis > self.room {
                let Some(last) = self.line.pop() else { break };
                self.used -= self.face.advance(last);
            }
            self.line.truncate(self.line.trim_end().len());
            self.line.push('…');
            if self.line.matches(ISOLATE).count() > self.line.matches(END_OF_ISOLATE).count() {
                self.line.push(END_OF_ISOLATE);
            }
        }
        if !self.line.is_empty() {
            self.done.push(self.line);
        }
        self.done
    }
}

/// The parts of a word between which a line may break: around ideographs, after a hyphen or a slash.
fn pieces(word: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in word.char_indices() {
        if before.is_some_and(|before| breaks(before, c)) {
            found.extend(word.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    found.extend(word.get(start..));
    found
}

fn breaks(before: char, after: char) -> bool {
    const CLOSING: &str = "、。，．！？：；）］｝」』】〉》・ー…";
    const OPENING: &str = "（［｛「『【〈《";
    let wide = |c: char| c.width() == Some(2);
    if after.width().unwrap_or_default() == 0 || CLOSING.contains(after) || OPENING.contains(before)
    {
        return false;
    }
    wide(before) || wide(after) || (matches!(before, '-' | '/') && after.is_alphabetic())
}
