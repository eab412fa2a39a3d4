//! Pages: what ladder text may become in them, and what may not be there.

use super::*;
use crate::render::{
    gallery::pages,
    policy,
    samples::{HOSTILE, built_in, hostile},
};

/// Whether a tag begins the region of a table, as it is written.
fn is_table(tag: &str) -> bool {
    let number = tag.strip_prefix("section class=\"table\" aria-label=\"Table ");
    let number = number.and_then(|rest| rest.strip_suffix("\" tabindex=\"0\""));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Every tag that a page may hold outside its pictures, as it is written.
const TAGS: &[&str] = &[
    "!DOCTYPE html",
    "html lang=\"en\"",
    "html lang=\"ar\"",
    "head",
    "meta charset=\"utf-8\"",
    "meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"",
    "title",
    "style",
    "body",
    "main",
    "figure tabindex=\"0\"",
    "figure class=\"tall\" tabindex=\"0\"",
    "h1 dir=\"auto\"",
    "h2 dir=\"auto\"",
    "h3 dir=\"auto\"",
    "h4 dir=\"auto\"",
    "p dir=\"auto\"",
    "ul",
    "ol",
    "li dir=\"auto\"",
    "label",
    "input type=\"checkbox\" disabled",
    "input type=\"checkbox\" disabled checked",
    "span",
    "strong",
    "em",
    "code",
    "br /",
    "wbr",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th scope=\"col\" dir=\"auto\"",
    "td dir=\"auto\"",
    "blockquote",
    "pre",
];

/// A page without its pictures and its stylesheet.
fn around(page: &str) -> String {
    let mut rest = page;
    let mut around = String::new();
    while let Some((before, picture)) = rest.split_once("<svg ") {
        around.push_str(before);
        rest = picture.split_once("</svg>").unwrap().1;
    }
    (around + rest).replace(PAGE_STYLE, "")
}

/// The words of a page, and every tag in it as it is written.
fn parts(page: &str) -> (String, Vec<String>) {
    let (mut words, mut tags) = (String::new(), Vec::new());
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        tags.push(tag.to_owned());
        words.push_str(text);
        if !["code", "/code", "wbr"].contains(&tag) && !tag.contains("strong") {
            words.push(' ');
        }
    }
    let words = ["&lt;<", "&gt;>", "&quot;\"", "&#39;'", "&amp;&"]
        .iter()
        .fold(words, |words, entity| {
            let (name, sign) = entity.split_at(entity.len() - 1);
            words.replace(name, sign)
        });
    (words.split_whitespace().collect::<Vec<_>>().join(" "), tags)
}

fn of(markdown: &str) -> String {
    let page = Page {
        language: "en",
        markdown,
        pictures: &[],
    };
    let page = super::page(&page);
    let (_, main) = page.split_once("<main>").unwrap();
    main.split_once("</main>").unwrap().0.to_owned()
}

#[test]
fn a_page_holds_our_tags_and_no_others() {
    for (name, page) in pages(&built_in()).into_iter().chain(pages(&hostile())) {
        let (_, tags) = parts(&around(&page));
        for tag in &tags {
            let known = match tag.strip_prefix('/') {
                Some("section") => true,
                Some(end) => TAGS.iter().any(|tag| tag.split(' ').next() == Some(end)),
                None if tag.starts_with("section ") => is_table(tag),
                None => TAGS.contains(&tag.as_str()),
            };
            assert!(known, "{name}: {tag}");
        }
        assert!(page.starts_with("<!DOCTYPE html><html lang="), "{name}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let pages: Vec<String> = pages(&hostile())
        .iter()
        .map(|(_, page)| parts(&around(page)).0)
        .collect();
    for hostile in HOSTILE {
        let said = lawful((*hostile).to_owned());
        // What turns the direction of the words that follow is left out.
        let turns = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
        let said = said.replace(|c| turns.iter().any(|range| range.contains(&c)), "");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(pages.iter().any(|page| page.contains(&said)), "{said}");
    }
}

#[test]
fn markup_in_markdown_is_text_and_nothing_leads_away() {
    let cases = [
        (
            "<script>alert(1)</script>\n",
            "<p dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n",
        ),
        (
            "a <b onclick=x>c</b>\n",
            "<p dir=\"auto\">a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n",
        ),
        (
            "[a](javascript:alert(1)) ![b](https://example.org/x.png)\n",
            "<p dir=\"auto\">a b</p>\n",
        ),
        (
            "<https://example.org>\n",
            "<p dir=\"auto\">https://example.org</p>\n",
        ),
        ("# x {#id}\n", "<h1 dir=\"auto\">x {#id}</h1>\n"),
    ];
    for (markdown, html) in cases {
        assert_eq!(of(markdown), html, "{markdown}");
    }
}

#[test]
fn tasks_are_boxes_with_labels_that_nobody_can_tick() {
    let html = of("- [ ] one\n- [x] two\n  - under\n- three\n");
    let wanted = "<ul>\n\
        <li dir=\"auto\"><label><input type=\"checkbox\" disabled><span>one</span></label></li>\n\
        <li dir=\"auto\"><label><input type=\"checkbox\" disabled checked><span>two</span></label>\n\
        <ul>\n<li dir=\"auto\">under</li>\n</ul>\n</li>\n\
        <li dir=\"auto\">three</li>\n</ul>\n";
    assert_eq!(html, wanted);
}

#[test]
fn pictures_follow_the_first_heading() {
    for (markdown, wanted) in [
        ("# Title\n\nText\n", ["<h1", "<figure", "<p"]),
        ("Text\n\n# Title\n", ["<figure", "<p", "<h1"]),
    ] {
        let pictures = ["<svg></svg>".to_owned()];
        let page = page(&Page {
            language: "en",
            markdown,
            pictures: &pictures,
        });
        let at = wanted.map(|tag| page.find(tag).unwrap());
        assert!(at.is_sorted(), "{markdown}: {at:?}");
    }
}

#[test]
fn the_policies_allow_the_stylesheets_and_nothing_else() {
    let (page, picture) = (&*policy::PAGE, &*policy::PICTURE);
    assert_eq!(page.matches("'sha256-").count(), 2, "{page}");
    assert_eq!(picture.matches("'sha256-").count(), 1, "{picture}");
    for policy in [page, picture] {
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(
            policy.ends_with("; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"),
            "{policy}"
        );
    }
    for (name, page) in pages(&built_in()) {
        assert!(!page.contains(" style="), "{name}");
        for (_, style) in page
            .match_indices("<style>")
            .map(|(at, tag)| page.split_at(at + tag.len()))
        {
            let style = style.split_once("</style>").unwrap().0;
            assert!(
                [policy::PAGE_STYLE, policy::PICTURE_STYLE].contains(&style),
                "{name}"
            );
        }
    }
}
