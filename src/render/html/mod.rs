//! A rendering as a whole HTML document, to read and to print: pictures inline, and our own Markdown as HTML. No script, no
//! link, nothing loaded from elsewhere; markup in the Markdown becomes text. `policy::PAGE` is the policy to send with it.

#[cfg(test)]
mod tests;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

use super::{lawful::lawful, policy::PAGE_STYLE};
use crate::locales::Catalogue;

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Language of the words (BCP 47).
    pub language: &'a str,
    /// What to read: a rendering of `markdown`. Its first heading is the document's title.
    pub markdown: &'a str,
    /// Pictures of `svg`, shown below the first heading; those that are very tall, below the text.
    pub pictures: &'a [String],
}

/// The whole document.
#[must_use]
pub fn page(page: &Page<'_>) -> String {
    let [heading, rest] = body(page.markdown, Catalogue::of(page.language));
    let document = html! {
        (DOCTYPE)
        html lang=(page.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(page.markdown)) }
                style { (PreEscaped(PAGE_STYLE)) }
            }
            body {
                main {
                    (heading)
                    @for picture in page.pictures.iter().filter(|picture| !is_tall(picture)) {
                        figure tabindex="0" { (PreEscaped(picture)) }
                    }
                    (rest)
                    @for picture in page.pictures.iter().filter(|picture| is_tall(picture)) {
                        figure class="tall" tabindex="0" { (PreEscaped(picture)) }
                    }
                }
            }
        }
    };
    lawful(document.into_string())
}

/// Whether a picture is too tall to be printed on one sheet and still be read, so that it has to run over several of its own.
fn is_tall(picture: &str) -> bool {
    let side = |name: &str| {
        let (_, rest) = picture.split_once(&format!(" {name}=\""))?;
        rest.split_once('"')?.0.parse::<u32>().ok()
    };
    match (side("width"), side("height")) {
        (Some(width), Some(height)) => height > 2 * width,
        _ => false,
    }
}

/// The words of the first heading.
fn title(markdown: &str) -> String {
    let events = Parser::new(markdown);
    let heading = events.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let words = heading.filter_map(|event| match event {
        Event::Text(words) | Event::Code(words) => Some(words.into_string()),
        _ => None,
    });
    words.collect()
}

/// The Markdown as HTML: its first heading, where it begins with one, and what follows.
fn body(markdown: &str, words: &'static Catalogue) -> [Markup; 2] {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut writer = Writer {
        words,
        tables: 0,
        in_table: false,
        in_head: false,
        labels: Vec::new(),
    };
    for event in Parser::new_ext(markdown, options) {
        writer.take(event, &mut events);
    }
    let first = events
        .iter()
        .position(|event| matches!(event, Event::Html(tag) if **tag == *"</h1>\n"));
    let begins = matches!(events.first(), Some(Event::Html(tag)) if tag.starts_with("<h1"));
    let rest = events.split_off(first.filter(|_| begins).map_or(0, |at| at + 1));
    [events, rest].map(|events| {
        let mut html = String::new();
        push_html(&mut html, events.into_iter());
        PreEscaped(html)
    })
}

/// Turns events into those that are written: blocks say that their direction is that of their text, tasks are boxes with their
/// labels, and what could load, lead away or act becomes text.
struct Writer {
    words: &'static Catalogue,
    /// How many tables there are so far.
    tables: usize,
    in_table: bool,
    in_head: bool,
    /// The items that are open, and whether there is a label in them that is still to be closed.
    labels: Vec<bool>,
}

impl Writer {
    fn take<'a>(&mut self, event: Event<'a>, out: &mut Vec<Event<'a>>) {
        let tag = |html: &'static str| Event::Html(html.into());
        match event {
            Event::Html(markup) | Event::InlineHtml(markup) => out.push(Event::Text(markup)),
            Event::Text(words) if self.in_table => breakable(&words, out),
            Event::Start(Tag::HtmlBlock) => out.push(tag("<p dir=\"auto\">")),
            Event::End(TagEnd::HtmlBlock | TagEnd::Paragraph) => out.push(tag("</p>\n")),
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Link | TagEnd::Image)
            | Event::FootnoteReference(_) => {}
            Event::Start(Tag::Paragraph) => out.push(tag("<p dir=\"auto\">")),
            Event::Start(Tag::Heading { level, .. }) => {
                out.push(Event::Html(format!("<{level} dir=\"auto\">").into()));
            }
            Event::End(TagEnd::Heading(level)) => out.push(end_of(level)),
            Event::Start(Tag::Item) => {
                self.labels.push(false);
                out.push(tag("<li dir=\"auto\">"));
            }
            Event::TaskListMarker(done) => {
                if let Some(label) = self.labels.last_mut() {
                    *label = true;
                }
                out.push(tag(if done {
                    "<label><input type=\"checkbox\" disabled checked><span>"
                } else {
                    "<label><input type=\"checkbox\" disabled><span>"
                }));
            }
            Event::End(TagEnd::Item) => {
                if self.labels.pop() == Some(true) {
                    out.push(tag("</span></label>"));
                }
                out.push(tag("</li>\n"));
            }
            Event::Start(Tag::List(_)) => {
                // A list is no part of a label.
                if let Some(label) = self.labels.last_mut().filter(|label| **label) {
                    *label = false;
                    out.push(tag("</span></label>"));
                }
                out.push(event);
            }
            Event::Start(Tag::Table(_)) => {
                self.in_table = true;
                self.tables += 1;
                // It scrolls where it is too wide, for which it has to be reached.
                let name = (self.words.table)(self.tables);
                let section = format!(
                    "<section class=\"table\" aria-label=\"{name}\" tabindex=\"0\"><table>\n"
                );
                out.push(Event::Html(section.into()));
            }
            Event::End(TagEnd::Table) => {
                self.in_table = false;
                out.push(tag("</tbody></table></section>\n"));
            }
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                out.push(tag("<thead><tr>"));
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                out.push(tag("</tr></thead><tbody>\n"));
            }
            Event::Rule => out.push(tag("<hr>\n")),
            Event::Start(Tag::TableRow) => out.push(tag("<tr>")),
            Event::End(TagEnd::TableRow) => out.push(tag("</tr>\n")),
            Event::Start(Tag::TableCell) if self.in_head => {
                out.push(tag("<th scope=\"col\" dir=\"auto\">"));
            }
            Event::End(TagEnd::TableCell) if self.in_head => out.push(tag("</th>")),
            Event::Start(Tag::TableCell) => out.push(tag("<td dir=\"auto\">")),
            Event::End(TagEnd::TableCell) => out.push(tag("</td>")),
            other => out.push(other),
        }
    }
}

/// Text of a table, in which very long words may break: one of them would push the table out of the page.
fn breakable<'a>(words: &str, out: &mut Vec<Event<'a>>) {
    const MOST: usize = 24;
    let mut piece = String::new();
    let mut letters = 0;
    for c in words.chars() {
        letters = if c.is_whitespace() { 0 } else { letters + 1 };
        if letters > MOST {
            out.push(Event::Text(std::mem::take(&mut piece).into()));
            out.push(Event::Html("<wbr>".into()));
            letters = 1;
        }
        piece.push(c);
    }
    out.push(Event::Text(piece.into()));
}

fn end_of<'a>(level: HeadingLevel) -> Event<'a> {
    Event::Html(format!("</{level}>\n").into())
}
