//! Bands with one end only, as an organisation may have them, in every rendering.

use roxmltree::Document;

use super::{
    markdown, svg,
    test_ladders::{built_in, german, one_ended, plan},
};
use crate::domain::{id::Money, ladder::Ladder, pay::PayBand};

fn bands(ladder: &Ladder) -> Vec<PayBand<'_>> {
    let bands = ladder.document().compensation.iter();
    bands.map(|band| ladder.pay_band(band)).collect()
}

/// The text of a picture, white space collapsed and without marks of direction.
fn words(picture: &str) -> String {
    let svg = Document::parse(picture).unwrap();
    let texts = svg.descendants().filter(|node| node.is_text());
    let text: Vec<&str> = texts.filter_map(|node| node.text()).collect();
    let text = text
        .join(" ")
        .replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_band_with_one_end_is_drawn_open_and_labelled_with_that_end() {
    for (ladder, labels) in [
        (
            built_in(),
            [
                "Junior AI Engineer up to EUR 62,000 DE",
                "Mid AI Engineer EUR 58,000 to 76,000 · midpoint EUR 67,000 DE",
                "Senior AI Engineer from EUR 70,000 DE",
                "DE · market general not published",
                "Junior AI Engineer: up to EUR 62,000 a year (region DE, market general).",
                "Senior AI Engineer: from EUR 70,000 a year (region DE, market general).",
                "Staff AI Engineer: not published in EUR (region DE, market general).",
                "Without a plus sign: the band has no end",
            ],
        ),
        (
            german(),
            [
                "bis zu 62.000 EUR DE",
                "58.000 bis 76.000 EUR · Bandmitte 67.000 EUR DE",
                "ab 70.000 EUR DE",
                "DE · Markt general nicht veröffentlicht",
                ": bis zu 62.000 EUR im Jahr (Region DE, Markt general).",
                ": ab 70.000 EUR im Jahr (Region DE, Markt general).",
                "in EUR nicht veröffentlicht (Region DE, Markt general).",
                "Ohne Pluszeichen: Wo die Pfeilspitzen sind",
            ],
        ),
    ] {
        let ladder = one_ended(&ladder);
        let picture = svg::bands(&ladder, bands(&ladder).iter());
        let all = words(&picture);
        for label in labels {
            assert!(all.contains(label), "{label:?} is not in {all}");
        }
        // Three arrowheads for each end that is missing, but where there is no room, and four in the legend.
        let parsed = Document::parse(&picture).unwrap();
        let marks = parsed
            .descendants()
            .filter(|node| node.attribute("class") == Some("mark"));
        let (left, right): (Vec<_>, Vec<_>) = marks.partition(|node| {
            let path = node.attribute("d").unwrap();
            path.contains("l-7 8l7 8")
        });
        assert_eq!((left.len(), right.len()), (2 * 3 + 2, 3 * 3 + 2));
        // Only one band has a middle, and the legend's.
        let middles = parsed
            .descendants()
            .filter(|node| node.attribute("class") == Some("midpoint"));
        assert_eq!(middles.count(), 2);
    }
}

#[test]
fn bands_without_a_highest_pay_have_a_scale_that_holds_them() {
    let ladder = one_ended(&built_in());
    let shown: Vec<PayBand<'_>> = ladder
        .bands_of("staff")
        .map(|band| ladder.pay_band(band))
        .collect();
    let all = words(&svg::bands(&ladder, shown.iter()));
    assert!(
        all.contains("0 20,000 40,000 60,000 80,000 100,000 120,000 140,000"),
        "{all}"
    );
}

#[test]
fn a_step_that_needs_a_missing_end_is_not_drawn_and_says_why() {
    let ladder = one_ended(&built_in());
    for (from, to, sentences) in [
        (
            "junior",
            "mid",
            [
                "Overlap: EUR 4,000 from the lowest of the higher to the highest of the lower.",
                "Gap: EUR 59,100 from the highest of the lower to the lowest of the higher.",
            ],
        ),
        (
            "mid",
            "senior",
            [
                "Overlap: EUR 6,000 from",
                "No pay step: The pay band for Mid AI Engineer has no highest figure",
            ],
        ),
        (
            "senior",
            "staff",
            [
                "No pay step: The source publishes no pay band for Staff AI Engineer",
                "Gap: EUR 6,000 from",
            ],
        ),
    ] {
        let way = plan(&ladder, [from, to], &[], [None, None], 5);
        for picture in [
            svg::comparison(&ladder, &ladder.compare(from, to).unwrap()),
            svg::roadmap(&ladder, &way),
        ] {
            let all = words(&picture);
            for sentence in sentences {
                assert!(all.contains(sentence), "{sentence:?} is not in {all}");
            }
            assert!(!all.contains("From midpoint to midpoint"), "{all}");
        }
    }
}

#[test]
fn a_band_with_one_end_is_said_with_that_end() {
    for (ladder, lines, sentence) in [
        (
            built_in(),
            [
                "| Junior AI Engineer | up to EUR 62,000 a year | none | DE | general |",
                "| Mid AI Engineer | EUR 58,000 to 76,000 a year | 67,000 | DE | general |",
                "| Senior AI Engineer | from EUR 70,000 a year | none | DE | general |",
                "| Staff AI Engineer | not published | none | DE | general |",
            ],
            "The source publishes no pay band for Staff AI Engineer (DE,",
        ),
        (
            german(),
            [
                "| bis zu EUR 62.000 im Jahr | keine | DE | general |",
                "| EUR 58.000 bis 76.000 im Jahr | 67.000 | DE | general |",
                "| ab EUR 70.000 im Jahr | keine | DE | general |",
                "| nicht veröffentlicht | keine | DE | general |",
            ],
            "Die Quelle veröffentlicht kein Gehaltsband für",
        ),
    ] {
        let ladder = one_ended(&ladder);
        let page = markdown::compensation(&ladder, bands(&ladder).iter());
        for line in lines {
            assert!(page.contains(line), "{line} is not in {page}");
        }
        assert_eq!(page.matches(sentence).count(), 1, "{page}");
        // No amount has a plus sign, so that none is explained.
        assert!(!page.contains(ladder.words().texts.pay.open), "{page}");
    }
}

#[test]
fn figures_that_need_a_missing_end_are_said_to_have_none() {
    let ladder = one_ended(&built_in());
    let amount = Money::parse("65000").unwrap();
    let page = |level: &str| {
        let band = ladder.bands_of(level).next().unwrap();
        markdown::position(&ladder, &ladder.position_pay(band, amount))
    };
    for (level, lines) in [
        (
            "junior",
            [
                "The amount lies **above** the band.",
                "Junior AI Engineer: up to EUR 62,000 a year (DE, market `general`).",
                "| compa-ratio | none (open end) | amount / midpoint | The pay band for Junior AI Engineer has no lowest figure, and nothing is put in its place. |",
                "| step to next band | EUR -4,000 | min of next level - max |",
            ],
        ),
        (
            "mid",
            [
                "The amount lies **within** the band.",
                "Next level: Senior AI Engineer: from EUR 70,000 a year (DE, market `general`).",
                "| midpoint progression | none (open end) | (midpoint of next level - midpoint) / midpoint | The pay band for Senior AI Engineer has no highest figure, and nothing is put in its place. |",
                "| step to next band | EUR -6,000 | min of next level - max |",
            ],
        ),
        (
            "senior",
            [
                "The amount lies **below** the band.",
                "Senior AI Engineer: from EUR 70,000 a year (DE, market `general`).",
                "| range penetration | none (open end) |",
                "| step to next band | none (not published) |",
            ],
        ),
    ] {
        let page = page(level);
        for line in lines {
            assert!(page.contains(line), "{line} is not in {page}");
        }
    }
}

#[test]
fn a_step_is_said_as_far_as_the_ends_go() {
    let ladder = one_ended(&built_in());
    for (from, to, lines) in [
        (
            "junior",
            "mid",
            [
                "- midpoint progression: none (open end) (",
                "- step to next band: EUR -4,000 (min of next level - max)",
            ],
        ),
        (
            "mid",
            "senior",
            [
                "- step to next band: EUR -6,000 (min of next level - max)",
                "No pay step can be given: The pay band for Mid AI Engineer has no highest figure",
            ],
        ),
        (
            "senior",
            "staff",
            [
                "So no pay step can be given.",
                "- step to next band: EUR 6,000 (min of next level - max)",
            ],
        ),
    ] {
        let way = plan(&ladder, [from, to], &[], [None, None], 5);
        for page in [
            markdown::comparison(&ladder, &ladder.compare(from, to).unwrap()),
            markdown::roadmap(&ladder, &way),
        ] {
            for line in lines {
                assert!(page.contains(line), "{line} is not in {page}");
            }
        }
    }
}
