//! What a picture is drawn on: shapes and words by class, the frame around them, and its title and description.
//! Every text reaches the picture through maud, which escapes it.

use maud::{PreEscaped, html};

use super::text::{TextBlock, TextStyle, foreign};
use crate::{
    domain::ladder::Ladder,
    locales::MessageCatalogue,
    render::{content_security_policy::PICTURE_STYLE, xml_text::lawful},
};

/// Width of every picture.
pub(super) const WIDTH: i32 = 640;
/// From an edge to what is drawn.
pub(super) const MARGIN: i32 = 24;
/// Width between the margins.
pub(super) const INNER: i32 = WIDTH - 2 * MARGIN;

/// A picture in the making. What is drawn last lies on top; `y` is where the next thing goes.
pub(super) struct Canvas<'a> {
    ladder: &'a Ladder,
    /// What is said in it beside the ladder's own text.
    pub(super) words: &'static MessageCatalogue,
    /// Begins every id in the picture.
    prefix: String,
    title: String,
    told: Vec<String>,
    shapes: String,
    patterns: usize,
    /// The lower edge of what is drawn so far.
    pub(super) y: i32,
}

/// Where a line of text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextAnchor {
    /// At its start.
    Start,
    /// In its middle.
    Middle,
}

impl<'a> Canvas<'a> {
    /// A picture with its heading. `kind` and `told` name it: what is told of it is its description.
    pub(super) fn new(ladder: &'a Ladder, kind: &str, title: String, told: Vec<String>) -> Self {
        let mut digest = blake3::Hasher::new();
        digest.update(ladder.stamp().hash.as_bytes());
        for part in std::iter::once(&title).chain(&told) {
            digest.update(part.as_bytes());
        }
        let digest = digest.finalize().to_hex();
        let prefix = format!("{kind}-{}", digest.get(..10).unwrap_or_default());
        let mut canvas = Self {
            ladder,
            words: ladder.words(),
            prefix,
            title,
            told,
            shapes: String::with_capacity(8192),
            patterns: 0,
            y: MARGIN,
        };
        let heading = TextBlock::new(&canvas.title, TextStyle::Title, INNER, 3);
        canvas.put(&heading);
        canvas
    }

    /// Words below what there is, at the left margin.
    pub(super) fn put(&mut self, block: &TextBlock) {
        self.text(block, MARGIN, self.y);
        self.y += block.height();
    }

    /// The same from a text that needs no more than this.
    pub(super) fn say(&mut self, text: &str, face: TextStyle, most: usize) {
        self.put(&TextBlock::new(text, face, INNER, most));
    }

    /// Words with their upper left corner at a place.
    pub(super) fn text(&mut self, block: &TextBlock, x: i32, y: i32) {
        self.held(block, x, y, TextAnchor::Start);
    }

    /// Words whose lines are held at `x`, below `y`.
    pub(super) fn held(&mut self, block: &TextBlock, x: i32, y: i32, hold: TextAnchor) {
        let anchor = match hold {
            TextAnchor::Start => None,
            TextAnchor::Middle => Some("middle"),
        };
        // The middle of a line lies in the middle of its letters.
        let base = y + (block.face.leading() + block.face.size() * 7 / 10) / 2;
        let lines = (base..).step_by(usize::try_from(block.face.leading()).unwrap_or(1));
        let words = html! {
            @for (line, y) in block.lines.iter().zip(lines) {
                text class=(block.face.class()) x=(x) y=(y) text-anchor=[anchor] { (line) }
            }
        };
        let drawn = match &block.whole {
            None => words,
            Some(whole) => html! { g { title { (whole) } (words) } },
        };
        self.shapes.push_str(&drawn.0);
    }

    /// A rectangle: x, y, width and height.
    pub(super) fn rect(&mut self, class: &str, [x, y, width, height]: [i32; 4], round: i32) {
        let (width, height) = (width.max(0), height.max(0));
        let drawn =
            html! { rect class=(class) x=(x) y=(y) width=(width) height=(height) rx=(round) {} };
        self.shapes.push_str(&drawn.0);
    }

    /// A rectangle filled with a pattern, over whatever is below.
    pub(super) fn patterned(
        &mut self,
        pattern: usize,
        [x, y, width, height]: [i32; 4],
        round: i32,
    ) {
        self.patterns = self.patterns.max(pattern + 1);
        let fill = format!("url(#{}-p{pattern})", self.prefix);
        let drawn = html! { rect x=(x) y=(y) width=(width.max(0)) height=(height.max(0)) rx=(round) fill=(fill) {} };
        self.shapes.push_str(&drawn.0);
    }

    /// A circle.
    pub(super) fn circle(&mut self, class: &str, x: i32, y: i32, radius: i32) {
        let drawn = html! { circle class=(class) cx=(x) cy=(y) r=(radius) {} };
        self.shapes.push_str(&drawn.0);
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, [x1, y1, x2, y2]: [i32; 4]) {
        let drawn = html! { line class=(class) x1=(x1) y1=(y1) x2=(x2) y2=(y2) {} };
        self.shapes.push_str(&drawn.0);
    }

    /// A path that begins at a place; the commands are relative to it.
    pub(super) fn path(&mut self, class: &str, x: i32, y: i32, commands: &str) {
        let drawn = html! { path class=(class) d=(format_args!("M{x} {y}{commands}")) {} };
        self.shapes.push_str(&drawn.0);
    }

    /// A label in a frame; answers its width.
    pub(super) fn chip(&mut self, label: &str, x: i32, y: i32) -> i32 {
        let words = TextBlock::new(label, TextStyle::Label, INNER, 1);
        let width = words.width() + 24;
        self.rect("chip", [x, y, width, 28], 14);
        self.held(&words, x + width / 2, y + 3, TextAnchor::Middle);
        width
    }

    /// The whole picture, with the line that names its ladder.
    pub(super) fn finish(mut self) -> String {
        self.y += 16;
        let stamp = self.ladder.stamp();
        let digits = stamp.hash.rsplit(':').next().unwrap_or_default();
        let source = (self.words.pictures.source)(
            &foreign(self.ladder.document().title.as_str()),
            stamp.id.as_str(),
            &stamp.version.to_string(),
            digits.get(..12).unwrap_or(digits),
        );
        self.line("grid", [MARGIN, self.y, WIDTH - MARGIN, self.y]);
        self.y += 8;
        self.say(&source, TextStyle::Note, 2);
        let height = self.y + MARGIN - 8;
        let [title, desc] = ["title", "desc"].map(|part| format!("{}-{part}", self.prefix));
        let drawn = html! {
            svg xmlns="http://www.w3.org/2000/svg" class="rungs-picture" role="img" lang=(self.ladder.document().locale)
                aria-labelledby=(format_args!("{title} {desc}"))
                viewBox=(format_args!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height) {
                title id=(title) { (self.title) }
                desc id=(desc) { (self.told.join(" ")) }
                style { (PreEscaped(PICTURE_STYLE)) }
                @if self.patterns > 0 { defs { @for number in 0..self.patterns { (self.pattern(number)) } } }
                rect class="ground" width=(WIDTH) height=(height) rx="12" {}
                (PreEscaped(&self.shapes))
            }
        };
        lawful(drawn.into_string())
    }

    /// Stripes, dots, upright lines, stripes the other way.
    fn pattern(&self, number: usize) -> maud::Markup {
        html! {
            pattern id=(format_args!("{}-p{number}", self.prefix)) width="9" height="9" patternUnits="userSpaceOnUse"
                patternTransform=[match number % 4 { 0 => Some("rotate(45)"), 3 => Some("rotate(-45)"), _ => None }] {
                @if number % 4 == 1 {
                    circle class="dot" cx="4.5" cy="4.5" r="2.2" {}
                } @else {
                    line class="stripe" x1="4" y1="0" x2="4" y2="9" {}
                }
            }
        }
    }
}
