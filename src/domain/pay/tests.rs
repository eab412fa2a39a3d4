use super::*;
use crate::domain::{parsing, source::Syntax};

/// What is known of a band: its ends, or one of them, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Closed,
    /// With a highest figure that pay goes beyond.
    Open,
    /// Upwards of the lowest figure.
    From,
    /// Downwards of the highest figure.
    UpTo,
    /// The same, where pay goes beyond the highest figure as well.
    UpToOpen,
    /// Both ends are the same.
    Flat,
    Nothing,
}

use Known::{Closed, Flat, From, Nothing, Open, UpTo, UpToOpen};

fn built_in() -> Ladder {
    let text = include_bytes!("../../../ladders/ai-engineer.yaml");
    let reading = parsing::read(text, Syntax::Yaml).unwrap();
    reading.ladder.unwrap()
}

fn band(level: &str, known: Known, min: &str, max: &str) -> Band {
    let (has_min, has_max, open) = match known {
        Closed | Flat => (true, true, Some(false)),
        Open => (true, true, Some(true)),
        From => (true, false, Some(true)),
        UpTo => (false, true, Some(false)),
        UpToOpen => (false, true, Some(true)),
        Nothing => (false, false, None),
    };
    let max = if known == Flat { min } else { max };
    Band {
        level: Id::try_from(level.to_owned()).unwrap(),
        region: "DE".into(),
        currency: "EUR".into(),
        period: Period::Year,
        market: Id::try_from("general".to_owned()).unwrap(),
        min: has_min.then(|| Money::parse(min).unwrap()),
        max: has_max.then(|| Money::parse(max).unwrap()),
        open,
        label: None,
        own: None,
    }
}

fn lower(known: Known) -> Band {
    band("junior", known, "100", "200")
}

fn higher(known: Known) -> Band {
    band("mid", known, "240", "360")
}

/// A word of an enum as JSON has it.
fn word(value: impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap();
    json.as_str().unwrap_or("none").to_owned()
}

/// The value, or the reason, which comes with a sentence.
fn told(figure: &PayFigure) -> String {
    match (&figure.value, figure.reason) {
        (Some(value), None) => value.clone(),
        (None, Some(reason)) => {
            assert!(figure.detail.is_some(), "{figure:?}");
            word(reason)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_band_is_published_where_it_has_an_end() {
    for (known, published, reason, midpoint) in [
        (Closed, true, None, Some("150")),
        (Open, true, None, Some("150")),
        (From, true, Some(PayReason::OpenEnd), None),
        (UpTo, true, Some(PayReason::OpenEnd), None),
        (UpToOpen, true, Some(PayReason::OpenEnd), None),
        (Flat, true, None, Some("100")),
        (Nothing, false, Some(PayReason::NotPublished), None),
    ] {
        let (ladder, band) = (built_in(), lower(known));
        let shown = ladder.pay_band(&band);
        assert_eq!(shown.published, published, "{known:?}");
        assert_eq!(shown.reason, reason, "{known:?}");
        assert_eq!(shown.midpoint.as_deref(), midpoint, "{known:?}");
        assert_eq!(
            (shown.min, shown.max, shown.open),
            (band.min, band.max, band.open)
        );
    }
}

#[test]
fn an_amount_lies_where_the_ends_tell() {
    let table = [
        (
            Closed,
            ["below", "within", "within", "within", "above", "above"],
        ),
        (
            Open,
            [
                "below",
                "within",
                "within",
                "within",
                "above_open_maximum",
                "above_open_maximum",
            ],
        ),
        (
            From,
            ["below", "within", "within", "within", "within", "within"],
        ),
        (
            UpTo,
            ["within", "within", "within", "within", "above", "above"],
        ),
        (
            UpToOpen,
            [
                "within",
                "within",
                "within",
                "within",
                "above_open_maximum",
                "above_open_maximum",
            ],
        ),
        (
            Flat,
            ["below", "within", "above", "above", "above", "above"],
        ),
        (Nothing, ["none", "none", "none", "none", "none", "none"]),
    ];
    let ladder = built_in();
    for (known, expected) in table {
        let amounts = [
            "99.9999",
            "100",
            "100.0001",
            "200",
            "200.0001",
            "999999999999",
        ];
        for (amount, expected) in amounts.into_iter().zip(expected) {
            let band = lower(known);
            let position = ladder.position_pay(&band, Money::parse(amount).unwrap());
            assert_eq!(word(position.lies), expected, "{known:?} {amount}");
        }
    }
}

#[test]
fn figures_need_the_ends_that_their_formulas_name() {
    let open_end = "open_end";
    let beyond = "above_open_maximum";
    let unpublished = ["not_published"; 4];
    for (known, amount, expected) in [
        (Closed, "150", ["150", "1.0000", "0.5000", "1.0000"]),
        (Closed, "300", ["150", "2.0000", "2.0000", "1.0000"]),
        (Open, "150", ["150", "1.0000", "0.5000", "1.0000"]),
        (Open, "300", ["150", beyond, beyond, "1.0000"]),
        (From, "50", [open_end; 4]),
        (From, "150", [open_end; 4]),
        (From, "300", [open_end; 4]),
        (UpTo, "150", [open_end; 4]),
        (UpTo, "300", [open_end; 4]),
        (UpToOpen, "300", [open_end; 4]),
        (Flat, "150", ["100", "1.5000", "division_by_zero", "0.0000"]),
        (Nothing, "150", unpublished),
    ] {
        let ladder = built_in().with_bands(vec![lower(known), higher(Closed)]);
        let band = &ladder.document().compensation[0];
        let position = ladder.position_pay(band, Money::parse(amount).unwrap());
        let figures = &position.figures;
        let found = [
            &figures.midpoint,
            &figures.compa_ratio,
            &figures.range_penetration,
            &figures.range_spread,
        ];
        assert_eq!(found.map(told), expected, "{known:?} {amount}");
        // The last two are those of the step to the next band.
        let (progression, step) = match known {
            Nothing => continue,
            _ => ladder.pay_step(band, &ladder.document().compensation[1]),
        };
        assert_eq!(figures.midpoint_progression, progression, "{known:?}");
        assert_eq!(figures.step_to_next_band, step, "{known:?}");
        assert_eq!(position.next_band.map(|next| next.published), Some(true));
    }
}

#[test]
fn a_step_needs_the_two_ends_that_face_each_other() {
    let (open_end, no) = ("open_end", "not_published");
    let ladder = built_in();
    for (from, to, progression, step) in [
        (Closed, Closed, "1.0000", "40"),
        (Closed, Open, "1.0000", "40"),
        (Closed, From, open_end, "40"),
        (Closed, UpTo, open_end, open_end),
        (Closed, Nothing, no, no),
        (Open, Closed, "1.0000", "40"),
        (Open, From, open_end, "40"),
        (Open, UpTo, open_end, open_end),
        (From, Closed, open_end, open_end),
        (From, From, open_end, open_end),
        (From, UpTo, open_end, open_end),
        (From, Nothing, no, no),
        (UpTo, Closed, open_end, "40"),
        (UpTo, Open, open_end, "40"),
        (UpTo, From, open_end, "40"),
        (UpTo, UpTo, open_end, open_end),
        (UpTo, Nothing, no, no),
        (UpToOpen, From, open_end, "40"),
        (Nothing, Closed, no, no),
        (Nothing, From, no, no),
        (Nothing, UpTo, no, no),
        (Nothing, Nothing, no, no),
    ] {
        let (low, high) = (lower(from), higher(to));
        let (found, ends) = ladder.pay_step(&low, &high);
        assert_eq!(
            [told(&found), told(&ends)],
            [progression, step],
            "{from:?} to {to:?}"
        );
        // Of an open maximum that is named, the step says so.
        let says = ends.value.is_some() && matches!(from, Open | UpToOpen);
        assert_eq!(
            ends.value.is_some() && ends.detail.is_some(),
            says,
            "{from:?} to {to:?}"
        );
    }
}

#[test]
fn what_has_no_next_level_says_so_whatever_its_ends() {
    for known in [Closed, From, UpTo] {
        let ladder = built_in().with_bands(vec![band("staff", known, "100", "200")]);
        let band = &ladder.document().compensation[0];
        let figures = ladder
            .position_pay(band, Money::parse("150").unwrap())
            .figures;
        let step = [&figures.midpoint_progression, &figures.step_to_next_band];
        assert_eq!(step.map(told), ["no_next_level"; 2], "{known:?}");
    }
}

#[test]
fn the_end_that_is_missing_is_named_in_each_language() {
    let (german, _) = built_in().translated("de").unwrap();
    for (ladder, known, sentence) in [
        (
            built_in(),
            From,
            "The pay band for Junior AI Engineer has no highest figure, and nothing is put in its place.",
        ),
        (
            built_in(),
            UpTo,
            "The pay band for Junior AI Engineer has no lowest figure, and nothing is put in its place.",
        ),
        (
            german.clone(),
            From,
            "hat keinen höchsten Betrag, und es wird nichts an seine Stelle gesetzt.",
        ),
        (
            german,
            UpTo,
            "hat keinen niedrigsten Betrag, und es wird nichts an seine Stelle gesetzt.",
        ),
    ] {
        let band = lower(known);
        let position = ladder.position_pay(&band, Money::parse("150").unwrap());
        let detail = position.figures.midpoint.detail.unwrap_or_default();
        assert!(detail.ends_with(sentence), "{detail}");
    }
}
