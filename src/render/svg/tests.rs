use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::{
    bands,
    text::{TextBlock, TextStyle, foreign},
};
use crate::{
    domain::{ladder::Ladder, pay::PayBand},
    render::{
        content_security_policy,
        gallery::pictures,
        test_ladders::{HOSTILE, built_in, german, hostile, one_ended, placed, plan},
        xml_text::lawful,
    },
};

fn samples() -> Vec<(String, String)> {
    let ladders = [
        built_in(),
        hostile(),
        one_ended(&built_in()),
        one_ended(&german()),
    ];
    ladders.iter().flat_map(pictures).collect()
}

/// All text of an element, white space collapsed and without marks of direction.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|node| node.is_text());
    let text: Vec<&str> = texts.filter_map(|node| node.text()).collect();
    collapsed(&text.join(" "))
}

fn collapsed(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn child<'a>(svg: &'a Document<'_>, name: &str) -> Node<'a, 'a> {
    let mut children = svg.root_element().children();
    children
        .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
        .unwrap()
}

fn band_picture(ladder: &Ladder) -> String {
    let all: Vec<PayBand<'_>> = ladder
        .document()
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band))
        .collect();
    bands(ladder, all.iter())
}

#[test]
fn every_picture_is_well_formed_and_says_what_it_shows() {
    for (name, picture) in samples() {
        let svg = Document::parse(&picture).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = svg.root_element();
        assert_eq!(root.attribute("role"), Some("img"), "{name}");
        let labels: Vec<&str> = root
            .attribute("aria-labelledby")
            .unwrap()
            .split(' ')
            .collect();
        let [title, desc] = ["title", "desc"].map(|part| child(&svg, part));
        assert_eq!(
            labels,
            [
                title.attribute("id").unwrap(),
                desc.attribute("id").unwrap()
            ],
            "{name}"
        );
        assert!(words(title).len() > 2, "{name}");
        assert!(
            words(desc).contains('.') && words(desc).len() > 60,
            "{name}: {}",
            words(desc)
        );
        let size = |name| root.attribute(name).unwrap();
        assert_eq!(
            root.attribute("viewBox").unwrap(),
            format!("0 0 {} {}", size("width"), size("height")),
            "{name}"
        );
        assert_eq!(
            child(&svg, "style").text().unwrap(),
            content_security_policy::PICTURE_STYLE,
            "{name}"
        );
    }
}

#[test]
fn a_picture_refers_to_nothing_but_itself_and_cannot_act() {
    let elements = [
        "svg", "title", "desc", "style", "defs", "pattern", "g", "rect", "circle", "line", "path",
        "text",
    ];
    let attributes = [
        "class",
        "role",
        "lang",
        "aria-labelledby",
        "viewBox",
        "width",
        "height",
        "id",
        "x",
        "y",
        "rx",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "d",
        "fill",
        "text-anchor",
        "patternUnits",
        "patternTransform",
    ];
    for (name, picture) in samples() {
        let svg = Document::parse(&picture).unwrap();
        let mut ids = HashSet::new();
        let mut referred = Vec::new();
        for node in svg.descendants().filter(Node::is_element) {
            assert!(
                elements.contains(&node.tag_name().name()),
                "{name}: {:?}",
                node.tag_name()
            );
            for attribute in node.attributes() {
                assert!(
                    attributes.contains(&attribute.name()),
                    "{name}: {attribute:?}"
                );
                match attribute.name() {
                    "id" => assert!(ids.insert(attribute.value()), "{name}: {attribute:?} twice"),
                    "aria-labelledby" => referred.extend(attribute.value().split(' ')),
                    "fill" => {
                        let id = attribute
                            .value()
                            .strip_prefix("url(#")
                            .and_then(|id| id.strip_suffix(')'));
                        referred.push(id.unwrap_or_else(|| panic!("{name}: {attribute:?}")));
                    }
                    _ => {}
                }
            }
        }
        for id in referred {
            assert!(ids.contains(id), "{name}: there is no {id}");
        }
    }
    for foreign in ["url(", "@import", "http", "<", "&"] {
        assert!(
            !content_security_policy::PICTURE_STYLE.contains(foreign),
            "{foreign} in the stylesheet"
        );
    }
}

#[test]
fn pictures_on_one_page_share_no_ids() {
    let mut seen = HashMap::new();
    for (name, picture) in samples() {
        let svg = Document::parse(&picture).unwrap();
        let first = child(&svg, "title").attribute("id").unwrap().to_owned();
        let other = seen.insert(first.clone(), picture.clone());
        assert!(other.is_none_or(|other| other == picture), "{name}");
        for id in svg.descendants().filter_map(|node| node.attribute("id")) {
            assert!(
                id.starts_with(first.strip_suffix("-title").unwrap()),
                "{name}: {id}"
            );
        }
    }
}

#[test]
fn the_same_values_give_the_same_picture() {
    assert_eq!(pictures(&built_in()), pictures(&built_in()));
    assert_eq!(pictures(&hostile()), pictures(&hostile()));
}

#[test]
fn hostile_text_is_text_and_nothing_else() {
    let pictures = pictures(&hostile());
    let all: Vec<String> = pictures
        .iter()
        .map(|(_, picture)| words(Document::parse(picture).unwrap().root_element()))
        .collect();
    for hostile in HOSTILE {
        let said = collapsed(&foreign(hostile));
        assert!(all.iter().any(|words| words.contains(&said)), "{said}");
    }
    for (name, picture) in pictures {
        for turning in ['\u{202e}', '\u{2067}', '\u{fffe}', '\u{ffff}'] {
            assert!(!picture.contains(turning), "{turning:?} in {name}");
        }
    }
}

#[test]
fn no_word_leaves_the_picture() {
    for (name, picture) in samples() {
        let svg = Document::parse(&picture).unwrap();
        let number =
            |node: Node<'_, '_>, name| node.attribute(name).unwrap().parse::<i32>().unwrap();
        let height = number(svg.root_element(), "height");
        for text in svg
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        {
            let face = match text.attribute("class").unwrap() {
                "title" => TextStyle::Title,
                "head" => TextStyle::Head,
                "strong" => TextStyle::Strong,
                "body" => TextStyle::Body,
                "note" => TextStyle::Note,
                "label" => TextStyle::Label,
                "alert" => TextStyle::Alert,
                other => panic!("{other}"),
            };
            let (x, y, words) = (number(text, "x"), number(text, "y"), text.text().unwrap());
            let width = face.width(words);
            let from = if text.has_attribute("text-anchor") {
                x - width / 2
            } else {
                x
            };
            assert!(
                from >= 0 && from + width <= super::canvas::WIDTH,
                "{name}: {words:?} from {from} to {}",
                from + width
            );
            assert!(y > 0 && y < height, "{name}: {words:?} at {y}");
        }
    }
}

#[test]
fn what_is_cut_is_told_in_full() {
    let picture = super::level(&hostile(), &hostile().document().levels[3]);
    let svg = Document::parse(&picture).unwrap();
    let groups = svg
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "g")));
    let mut cut = 0;
    for group in groups {
        let whole = group.first_element_child().unwrap();
        let last = words(group.last_element_child().unwrap());
        assert!(last.ends_with('…'), "{last}");
        let shown: Vec<String> = group
            .children()
            .filter(|node| node.attribute("class").is_some())
            .map(words)
            .collect();
        let shown = shown.concat().replace([' ', '…'], "");
        assert!(words(whole).replace(' ', "").starts_with(&shown), "{shown}");
        cut += 1;
    }
    assert!(cut > 3, "{cut}");
}

#[test]
fn pay_is_labelled_with_its_exact_figures() {
    let picture = band_picture(&built_in());
    let svg = Document::parse(&picture).unwrap();
    let all = words(svg.root_element());
    for label in [
        "USD a year",
        "USD 90,000 to 135,000 · midpoint USD 112,500",
        "USD 180,000 to 220,000+ · midpoint USD 200,000",
        "USD 350,000 to 550,000+ · midpoint USD 450,000",
        "US · market top-tier-companies · top-tier companies",
        "Mid AI Engineer US · market general · not published by the source not published",
        "0 100,000 200,000 300,000 400,000 500,000 600,000",
        "Mid AI Engineer: not published in USD (region US, market general).",
    ] {
        assert!(all.contains(label), "{label:?} is not in {all}");
    }
    // One chart for each currency and period.
    let picture = band_picture(&hostile());
    let all = words(Document::parse(&picture).unwrap().root_element());
    for heading in ["USD a year", "EUR a month", "JPY a year"] {
        assert!(all.contains(heading), "{heading}");
    }
}

#[test]
fn a_comparison_says_the_step_or_why_there_is_none() {
    let ladder = built_in();
    for (from, to, sentence) in [
        (
            "senior",
            "staff",
            "Gap: USD 130,000 from the highest of the lower to the lowest of the higher. From midpoint to midpoint: +125 %.",
        ),
        (
            "junior",
            "mid",
            "No pay step: The source publishes no pay band for Mid AI Engineer",
        ),
        ("junior", "staff", "not described"),
    ] {
        let picture = super::comparison(&ladder, &ladder.compare(from, to).unwrap());
        assert!(
            words(Document::parse(&picture).unwrap().root_element()).contains(sentence),
            "{sentence}"
        );
    }
}

#[test]
fn a_place_is_shown_where_it_is() {
    let ladder = built_in();
    for (answers, qualifiers, sentence) in [
        ("nnnnnn", "", "Before Junior AI Engineer Placed here"),
        ("yyyyyy", "y", "Approaching Staff AI Engineer Placed here"),
        ("yyynnn", "", "Mid AI Engineer Placed here"),
        ("yyynn", "", "Mid AI Engineer Placed here"),
    ] {
        let picture = super::placement(&ladder, &placed(&ladder, answers, qualifiers));
        let all = words(Document::parse(&picture).unwrap().root_element());
        assert!(all.contains(sentence), "{sentence:?} is not in {all}");
    }
    let open = super::placement(&ladder, &placed(&ladder, "yyynu", ""));
    let open = words(Document::parse(&open).unwrap().root_element());
    assert!(open.contains("Senior AI Engineer Still possible"), "{open}");
}

#[test]
fn what_has_no_days_says_so() {
    let ladder = hostile();
    let picture = super::roadmap(
        &ladder,
        &plan(
            &ladder,
            ["level-3", "level-4"],
            &[],
            [Some("2027-01-04"), None],
            5,
        ),
    );
    let all = words(Document::parse(&picture).unwrap().root_element());
    for sentence in [
        "no days: the ladder does not say what it takes",
        "no days: it follows one that has none",
        "when it ends cannot be said",
    ] {
        assert!(all.contains(sentence), "{sentence:?} is not in {all}");
    }
}

proptest! {
    #[test]
    fn lines_hold_their_width_and_all_of_the_text(
        text in r"[a-zA-ZäÖß0-9 .,/\-評価日本、。مهنس\u{301}\u{202e}\u{2068}\u{2069}👩🏽]{0,200}",
        width in 60..600_i32,
        most in 1..6_usize,
    ) {
        let text = foreign(&text);
        let block = TextBlock::new(&text, TextStyle::Body, width, most);
        prop_assert!(block.lines.len() <= most);
        for line in &block.lines {
            prop_assert!(TextStyle::Body.width(line) <= width, "{:?} in {}", line, width);
            prop_assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{:?}", line);
        }
        let bare = |text: &str| collapsed(text).replace(' ', "");
        let shown = bare(&block.lines.join(" "));
        match &block.whole {
            None => prop_assert_eq!(shown, bare(&text)),
            Some(whole) => {
                prop_assert_eq!(whole, &text);
                prop_assert!(bare(&text).starts_with(shown.trim_end_matches('…')));
            }
        }
    }

    #[test]
    fn any_text_becomes_lawful(text in "(.|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{ffff}]){0,50}") {
        let xml = format!("<a>{}</a>", lawful(text).replace('&', "&amp;").replace('<', "&lt;").replace("]]>", ""));
        prop_assert!(Document::parse(&xml).is_ok(), "{:?}", xml);
    }
}
