use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use super::text::{inline, paragraphs};
use super::*;
use crate::domain::{
    answers::{AnswerSheet, Answers},
    diff::VersionDiff,
    id::Money,
    ladder::Ladder,
    parsing,
    pay::PayBand,
    source::Syntax,
    turn::QuizSession,
};

const BUILT_IN: &[u8] = include_bytes!("../../../ladders/ai-engineer.yaml");

const HOSTILE: &[&str] = &[
    "*x* | <script>alert(1)</script> [a](javascript:alert(1))",
    "# x #",
    "x ## y {#id .class}",
    "- x",
    "1. x",
    "2) [ ] x",
    "[x] done | | --- |",
    "> [!NOTE] x",
    "``` ` x",
    "~~~ ~x~ ~~y~~ ^z^ ==w==",
    "<!-- x",
    "<https://example.org> https://example.org www.example.org me@example.org",
    "![x](https://example.org/x.png) [[x]] [^1] ![",
    "[x]: https://example.org",
    "&lt;b&gt; &#35; R&D &amp",
    "**x __y__ _z_ *",
    "\\",
    "a\\|b \\\\| c\\",
    "$x$ $$y$$",
    "---",
    "===",
    ": x",
    "x\n# y\n\n- z\n1. w\n===\n---\n    code\n\n> q\n| a | b |\n| - | - |\n<div>",
    "x\u{2028}# y",
    "\tx  \ty",
    "+++\nx\n+++",
];

fn built_in() -> Ladder {
    let reading = parsing::read(BUILT_IN, Syntax::Yaml).unwrap();
    reading.ladder.unwrap()
}

fn document(ladder: &Ladder) -> Value {
    serde_json::from_str(ladder.canonical()).unwrap()
}

/// The built-in ladder with every text replaced by one.
fn ladder_saying(words: &str) -> Ladder {
    fn replace(name: &str, value: &mut Value, words: &str) {
        let texts = [
            "title",
            "author",
            "publisher",
            "summary",
            "text",
            "label",
            "intro",
            "reading",
            "note",
            "question",
            "answer",
            "cause",
            "name",
            "use",
            "theme",
            "plateau",
            "why_it_lasts",
            "self_study",
            "mentor_role",
            "unit",
            "common_cause",
            "resource_principle",
            "moves_forward",
            "remedy",
        ];
        match value {
            Value::String(text) if texts.contains(&name) => *text = words.into(),
            Value::Array(items) => {
                for item in items {
                    replace(name, item, words);
                    if name == "dimensions" {
                        item["from"] = words.into();
                        item["to"] = words.into();
                    }
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    replace(name, value, words);
                }
            }
            _ => {}
        }
    }
    let mut value = document(&built_in());
    replace("", &mut value, words);
    Ladder::prove(serde_json::from_value(value).unwrap()).unwrap()
}

fn place(ladder: &Ladder, answers: &str, leads: Option<&str>) -> String {
    let of = |c| match c {
        'y' => Some("yes".into()),
        'n' => Some("no".into()),
        'u' => Some("unsure".into()),
        _ => None,
    };
    let given = answers.chars().enumerate();
    let answers: Answers<'_> = given
        .filter_map(|(at, c)| Some((format!("q{}", at + 1), of(c)?)))
        .collect();
    let leads: Answers<'_> = leads
        .map(|leads| ("leads-cross-team", leads.into()))
        .into_iter()
        .collect();
    let sheet = AnswerSheet::fill(&ladder.document().quiz, &answers, &leads).unwrap();
    let verdict = ladder.decide(&sheet);
    placement(ladder, &ladder.place(&sheet, &verdict).unwrap())
}

/// Every rendering of a ladder.
fn renderings(ladder: &Ladder) -> Vec<String> {
    let document = ladder.document();
    let bands: Vec<PayBand<'_>> = document
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band))
        .collect();
    let phases_of = [1, 2];
    let mut all = vec![
        super::ladder(ladder),
        ladders(
            ladder.words(),
            [(ladder.stamp(), &document.title, &document.summary)].into_iter(),
        ),
        levels(ladder, document.levels.iter()),
        quiz(ladder),
        turn(
            ladder,
            document.quiz.intro.as_str(),
            QuizSession::begin(ladder).question().as_ref(),
            Some("state"),
        ),
        phases(ladder, document.phases.iter()),
        roadblocks(ladder, document.roadblocks.iter()),
        resources(
            ladder,
            document
                .resources
                .iter()
                .map(|resource| (resource, phases_of.as_slice())),
        ),
        faqs(ladder, document.faqs.iter()),
        compensation(ladder, bands.iter()),
        versions(
            ladder.words(),
            ladder.stamp(),
            [(&document.version, "2026-01-02".into(), true)].into_iter(),
        ),
        place(ladder, "nnnnnn", None),
        place(ladder, "yynuy", None),
        place(ladder, "yyyyyy", Some("no")),
        place(ladder, "yyyyyy", Some("yes")),
    ];
    let links = Links {
        base: "",
        locale: None,
    };
    let others = [(&document.id, &document.title)];
    all.push(quiz_page(ladder, &links, &others));
    all.push(ladder_page(ladder, &links));
    all.extend(document.levels.iter().map(|each| level(ladder, each)));
    all.extend(document.phases.iter().map(|each| phase(ladder, each)));
    for (from, to) in [("junior", "mid"), ("mid", "senior"), ("junior", "staff")] {
        all.push(comparison(ladder, &ladder.compare(from, to).unwrap()));
    }
    let amount = Money::parse("230000").unwrap();
    all.extend(
        document
            .compensation
            .iter()
            .map(|band| position(ladder, &ladder.position_pay(band, amount))),
    );
    all
}

/// What a reader sees, white space collapsed, and the structure around it but for paragraphs.
fn parsed(markdown: &str) -> (String, Vec<String>) {
    // Every extension but the two that no escape reaches: typographic quotes, and attributes at a heading's end.
    let options =
        Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_HEADING_ATTRIBUTES;
    let (mut text, mut structure) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Paragraph) => {}
            Event::Start(tag) => structure.push(format!("{tag:?}")),
            Event::End(pulldown_cmark::TagEnd::Strong) => {}
            Event::End(_) => text.push(' '),
            other => structure.push(format!("{other:?}")),
        }
    }
    (collapsed(&text), structure)
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_text_of_the_built_in_ladder_is_in_its_rendering() {
    fn leaves(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
            // Signals are data for a diagnosis, which nobody reads; texts in other languages have renderings of their own.
            Value::Object(members) => members
                .iter()
                .filter(|(name, _)| {
                    !["signals", "contrary", "translations"].contains(&name.as_str())
                })
                .for_each(|(_, value)| leaves(value, found)),
            _ => {}
        }
    }
    let ladder = built_in();
    let seen = |text: &str| collapsed(text).to_lowercase().replace(',', "");
    let page = seen(&parsed(&super::ladder(&ladder)).0);
    let mut all = Vec::new();
    leaves(&document(&ladder), &mut all);
    assert!(all.len() > 300, "{}", all.len());
    for text in all {
        assert!(
            page.contains(seen(&text).trim_end_matches('.')),
            "{text:?} is left out"
        );
    }
}

#[test]
fn hostile_text_stays_literal_everywhere() {
    let unstamped = |ladder: &Ladder| -> Vec<String> {
        let hash = ladder.stamp().hash.get(7..19).unwrap_or_default();
        let pages = renderings(ladder).into_iter();
        pages.map(|page| page.replace(hash, "")).collect()
    };
    let tame = unstamped(&ladder_saying("TAME"));
    for hostile in HOSTILE {
        let said = unstamped(&ladder_saying(hostile));
        assert_eq!(said.len(), tame.len());
        for (said, tame) in said.iter().zip(&tame) {
            let (text, structure) = parsed(said);
            let (tame_text, tame_structure) = parsed(tame);
            let wanted = collapsed(&tame_text.replace("TAME", &collapsed(hostile)));
            assert!(text == wanted, "{hostile:?} in\n{said}\n{text}");
            let blocks = |all: Vec<String>| -> Vec<String> {
                all.into_iter()
                    .filter(|event| event != "HardBreak")
                    .collect()
            };
            assert!(
                blocks(structure) == blocks(tame_structure),
                "{hostile:?} in\n{said}"
            );
        }
    }
}

#[test]
fn a_difference_with_hostile_text_stays_literal() {
    let ladder = built_in();
    for hostile in HOSTILE {
        let other = ladder_saying(hostile);
        let found = VersionDiff::between(&ladder, &other).unwrap();
        let (text, structure) = parsed(&diff(&ladder, &other, &found));
        assert!(text.contains(&collapsed(hostile)), "{hostile:?}");
        let mine = ["Heading", "List", "Item", "Strong", "Rule"];
        for event in structure {
            assert!(
                mine.iter().any(|name| event.starts_with(name)),
                "{event} from {hostile:?}"
            );
        }
    }
}

#[test]
fn what_is_not_published_is_said() {
    let ladder = built_in();
    let bands: Vec<PayBand<'_>> = ladder
        .bands_of("mid")
        .map(|band| ladder.pay_band(band))
        .collect();
    let amount = Money::parse("150000").unwrap();
    let against = ladder
        .bands_of("mid")
        .map(|band| ladder.position_pay(band, amount))
        .next()
        .unwrap();
    for page in [
        super::ladder(&ladder),
        level(&ladder, ladder.level("mid").unwrap()),
        compensation(&ladder, bands.iter()),
        comparison(&ladder, &ladder.compare("junior", "mid").unwrap()),
        position(&ladder, &against),
    ] {
        assert!(
            page.contains("The source publishes no pay band for Mid AI Engineer"),
            "{page}"
        );
    }
}

#[test]
fn every_rendering_ends_with_its_ladder() {
    let ladder = built_in();
    let hash = ladder
        .stamp()
        .hash
        .strip_prefix("blake3:")
        .unwrap()
        .get(..12)
        .unwrap();
    for page in renderings(&ladder) {
        let last = page.lines().last().unwrap();
        assert!(last.starts_with("Ladder: "), "{last}");
        assert!(
            last.ends_with(&format!(
                "version {}, hash `{hash}`.",
                ladder.stamp().version
            )),
            "{last}"
        );
    }
}

#[test]
fn a_placement_says_what_would_move_it_up() {
    let ladder = built_in();
    let cases = [
        (
            "yyyn",
            None,
            "A yes to any 2 of these 3 would place higher:",
        ),
        (
            "yyyyn",
            None,
            "A yes to any one of these 2 would place higher:",
        ),
        ("yyyyyy", None, "A yes to this would place higher:"),
        ("yyyyyn", None, "A yes to all of these would place higher:"),
        (
            "yyyyyy",
            Some("yes"),
            "Nothing: the quiz places no one higher.",
        ),
    ];
    for (answers, leads, sentence) in cases {
        let page = place(&ladder, answers, leads);
        assert!(page.contains(sentence), "{answers}: {page}");
    }
}

proptest! {
    #[test]
    fn any_text_stays_literal_in_every_place(
        text in r#"[\\`*_{}\[\]()#+\-.!|<>&;~^$:=@/ \n\t123awxhtps"'%é評]{1,40}"#
    ) {
        prop_assume!(!text.trim().is_empty());
        let (line, long) = (inline(&text), paragraphs(&text));
        let places = [
            (format!("# {line}\n"), "Heading"),
            (format!("- {line}\n"), "List Item"),
            (format!("- [ ] {line}\n"), "List Item TaskListMarker"),
            (format!("1. {line}\n"), "List Item"),
            (format!("x\n\n{line}\n"), ""),
            (format!("x\n\n{long}\n"), ""),
            (format!("**x.** {long}\n"), "Strong"),
            (format!("**{line}:** x\n"), "Strong"),
            (format!("| a | b |\n| --- | --- |\n| {line} | {line} |\n"), "Table TableHead TableCell TableCell TableRow TableCell TableCell"),
        ];
        for (markdown, wanted) in places {
            let (seen, structure) = parsed(&markdown);
            prop_assert!(seen.contains(&collapsed(&text)), "{:?} in {:?}", seen, markdown);
            let names = structure.iter().map(|event| event.split(['(', ' ']).next().unwrap_or_default());
            let names: Vec<&str> = names.filter(|name| *name != "HardBreak").collect();
            prop_assert_eq!(names.join(" "), wanted, "{}", markdown);
        }
    }
}
