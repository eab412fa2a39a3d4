//! Finding values in text that is written for people.

/// What stands in the holes (`{}`) of a template, in the first line that it fits.
pub fn captures<'t>(text: &'t str, template: &str) -> Option<Vec<&'t str>> {
    text.lines().find_map(|line| captures_in(line, template))
}

/// The same for every line that it fits.
pub fn all_captures<'t>(text: &'t str, template: &str) -> Vec<Vec<&'t str>> {
    let lines = text.lines();
    lines
        .filter_map(|line| captures_in(line, template))
        .collect()
}

fn captures_in<'t>(line: &'t str, template: &str) -> Option<Vec<&'t str>> {
    let pieces: Vec<&str> = template.split("{}").collect();
    let (first, rest) = pieces.split_first()?;
    line.match_indices(first).find_map(|(at, _)| {
        let mut left = &line[at + first.len()..];
        let mut found = Vec::new();
        for (nth, piece) in rest.iter().enumerate() {
            let to_the_end = piece.is_empty() && nth + 1 == rest.len();
            let end = if to_the_end {
                left.len()
            } else {
                left.find(piece)?
            };
            found.push(&left[..end]);
            left = &left[end + piece.len()..];
        }
        Some(found)
    })
}

/// The one hole of a template.
pub fn capture<'t>(text: &'t str, template: &str) -> Option<&'t str> {
    captures(text, template)?.first().copied()
}

/// Numbers in the holes of a template.
pub fn numbers(text: &str, template: &str) -> Option<Vec<u64>> {
    let captures = captures(text, template)?;
    captures.iter().map(|part| part.parse().ok()).collect()
}

/// The number in front of a word that begins like one of `words`.
pub fn number_before(text: &str, words: &[&str]) -> Option<u64> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.windows(2).find_map(|pair| {
        let is_it = words.iter().any(|word| pair[1].starts_with(word));
        is_it.then(|| pair[0].trim_matches('*').parse().ok())?
    })
}

/// What stands between two marks, each time.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut left = text;
    while let Some(at) = left.find(start) {
        left = &left[at + start.len()..];
        let Some(to) = left.find(end) else { break };
        found.push(&left[..to]);
        left = &left[to + end.len()..];
    }
    found
}

/// Markdown without the backslashes that keep text literal.
pub fn unescaped(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut signs = markdown.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\\' && signs.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(sign);
    }
    out
}

/// The lines below a heading of Markdown, up to the next heading that is not deeper.
pub fn section<'t>(markdown: &'t str, heading: &str) -> Option<&'t str> {
    sections(markdown, heading).first().copied()
}

/// The same for every heading that begins so.
pub fn sections<'t>(markdown: &'t str, heading: &str) -> Vec<&'t str> {
    let depth = heading.bytes().take_while(|byte| *byte == b'#').count();
    let mut found = Vec::new();
    let (mut start, mut at) = (None, 0);
    for line in markdown.split_inclusive('\n') {
        let own = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=depth).contains(&own) || line == "---\n" {
            found.extend(start.take().map(|start| &markdown[start..at]));
            if line.starts_with(heading) {
                start = Some(at + line.len());
            }
        }
        at += line.len();
    }
    found.extend(start.map(|start| &markdown[start..]));
    found
}

/// The items of lists.
pub fn bullets(markdown: &str) -> Vec<&str> {
    let lines = markdown.lines();
    lines.filter_map(|line| line.strip_prefix("- ")).collect()
}

/// The cells of the rows of a table, without its head.
pub fn rows(markdown: &str) -> Vec<Vec<&str>> {
    let rows = markdown.lines().filter(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| {
            let row = row.trim_start_matches('|');
            let row = row.strip_suffix('|').unwrap_or(row);
            row.split('|').map(str::trim).collect()
        })
        .collect()
}

/// What is marked as code.
pub fn codes(markdown: &str) -> Vec<&str> {
    markdown.split('`').skip(1).step_by(2).collect()
}

/// The last that is marked as code.
pub fn last_code(markdown: &str) -> Option<&str> {
    codes(markdown).last().copied()
}

/// HTML without its tags and with its characters.
pub fn html_text(html: &str) -> String {
    let mut text = String::new();
    for (nth, part) in html.split('<').enumerate() {
        let shown = match nth {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, shown)| shown),
        };
        text += shown;
    }
    for (name, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(name, sign);
    }
    text.trim().to_owned()
}

/// The text of HTML, a line for each paragraph, heading and item.
pub fn html_lines(html: &str) -> String {
    let html = ["</p>", "</h2>", "</h3>", "</li>"]
        .iter()
        .fold(html.to_owned(), |html, end| html.replace(end, "\n"));
    let lines: Vec<String> = html.lines().map(html_text).collect();
    lines.join("\n")
}

/// A section of a page by its id, with its pictures apart.
pub fn page_section(page: &str, id: &str) -> Option<(String, Vec<String>)> {
    let start = format!("<section id=\"{id}\"");
    let whole = *between(page, &start, "</section>").first()?;
    let (_, whole) = whole.split_once('>')?;
    let pictures = between(whole, "<svg", "</svg>");
    let pictures: Vec<String> = pictures
        .into_iter()
        .map(|picture| format!("<svg{picture}</svg>"))
        .collect();
    let mut text = whole.to_owned();
    for picture in &pictures {
        text = text.replace(picture.as_str(), "");
    }
    Some((text, pictures))
}

/// Without any white space, for text that is wrapped, also inside words.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The title and the description of a picture.
pub fn told(picture: &str) -> Option<(String, String)> {
    let document = roxmltree::Document::parse(picture).ok()?;
    let of = |name: &str| {
        let mut nodes = document.descendants();
        let node = nodes.find(|node| node.tag_name().name() == name)?;
        node.text().map(str::to_owned)
    };
    Some((of("title")?, of("desc")?))
}

/// The lines of text in a picture.
pub fn drawn(picture: &str) -> Vec<String> {
    let Ok(document) = roxmltree::Document::parse(picture) else {
        return Vec::new();
    };
    let nodes = document.descendants();
    nodes
        .filter(|node| node.tag_name().name() == "text")
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}
