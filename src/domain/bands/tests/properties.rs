//! What holds of any bands and of any text.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    document::{Band, Period},
    id::{Id, Money, Text},
};

fn any_band() -> impl Strategy<Value = OrganisationBand> {
    let id = || "[a-z0-9]{1,8}(-[a-z0-9]{1,4})?".prop_map(|id| Id::try_from(id).unwrap());
    let amount = || {
        prop::option::of(
            "[0-9]{1,12}(\\.[0-9]{1,4})?".prop_map(|text| Money::parse(&text).unwrap()),
        )
    };
    let date = || {
        prop::option::of(
            (1..=9999_i32, 1..=366_u32).prop_filter_map("no such day", |(year, day)| {
                NaiveDate::from_yo_opt(year, day)
            }),
        )
    };
    let note = prop::option::of(
        "[ -~\\n\\t\",;äß評\u{feff}\u{a0}]{1,30}".prop_filter_map("no text", |text| {
            Text::try_from(text.trim().to_owned()).ok()
        }),
    );
    let period = prop::sample::select(vec![Period::Year, Period::Month, Period::Day, Period::Hour]);
    let currency = prop::sample::select(vec!["EUR", "USD", "JPY", "KWD"]);
    let place = (id(), "[A-Z]{2}(-[A-Z0-9]{1,3})?", currency, period, id());
    (place, amount(), amount(), date(), date(), note).prop_map(
        |(
            (level, region, currency, period, market),
            min,
            max,
            effective_from,
            effective_to,
            label,
        )| OrganisationBand {
            band: Band {
                level,
                region,
                currency: currency.into(),
                period,
                market,
                min,
                max,
                open: (min.is_some() || max.is_some()).then_some(max.is_none()),
                label,
                own: None,
            },
            effective_from,
            effective_to,
            line: None,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_reads_back_the_same(written in prop::collection::vec(any_band(), 0..8)) {
        let text = Bands { bands: written.clone() }.csv();
        let read = Bands::read_csv(text.as_bytes());
        let read = read.map_err(|findings| TestCaseError::fail(format!("{findings:?}\n{text}")))?;
        prop_assert_eq!(without_lines(&read), written);
        prop_assert_eq!(read.csv(), text);
        // Looking through them fails on nothing either.
        let _ = read.findings(ladder());
        let _ = read.at(NaiveDate::MAX).over(ladder());
    }

    #[test]
    fn no_bytes_make_the_reading_fail(bytes in prop::collection::vec(any::<u8>(), 0..300), with_header in any::<bool>()) {
        let text = if with_header { [HEADER.as_bytes(), b"\n", &bytes].concat() } else { bytes };
        for findings in [Bands::read_csv(&text), Bands::read_json(&text)].into_iter().filter_map(Result::err) {
            prop_assert!(!findings.is_empty());
        }
    }

    #[test]
    fn no_cells_make_the_reading_fail(cells in prop::collection::vec("[0-9.,;'\"\\r\\n\\t a-zA-Z=+-]{0,12}", 0..40)) {
        let text = format!("{HEADER}\n{}", cells.join(","));
        if let Err(findings) = Bands::read_csv(text.as_bytes()) {
            prop_assert!(findings.iter().all(|one| !one.fault.detail.is_empty()));
        }
    }
}
