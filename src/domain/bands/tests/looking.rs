//! Looking bands through with a ladder, and laying them over its own.

use super::*;
use crate::domain::fault::Severity;

#[test]
fn bands_are_looked_through_with_each_other_and_with_the_ladder() {
    let whole = [
        "junior,DE,EUR,year,general,50000,60000,,,",
        "mid,DE,EUR,year,general,58000,75000,,,",
        "senior,DE,EUR,year,general,74000,95000,,,",
        "staff,DE,EUR,year,general,90000,,,,",
    ];
    assert_eq!(bands(&whole).findings(ladder()), []);
    // Rows that replace one of these, or come after them.
    let junior = (0, "junior,DE,EUR,year,general,50000,60000");
    let (mid, senior, new) = (1, 2, 4);
    type Case<'a> = (usize, &'a str, &'a [(&'a str, &'a str)]);
    let cases: &[Case] = &[
        (
            new,
            "intern,DE,EUR,year,general,1,2,,,",
            &[("unknown_level", "/bands/4/level")],
        ),
        (
            new,
            "staff,ZZ,XXX,year,general,1,2,,,",
            &[
                ("wrong_format", "/bands/4/region"),
                ("wrong_format", "/bands/4/currency"),
                ("level_without_band", "/bands/4/region"),
            ],
        ),
        (
            mid,
            "mid,DE,EUR,year,general,75000,58000,,,",
            &[
                ("empty_range", "/bands/1/max"),
                ("inverted_bands", "/bands/1/max"),
                ("inverted_bands", "/bands/2/min"),
            ],
        ),
        (
            mid,
            "mid,DE,EUR,year,general,58000,75000,2026-02-01,2026-01-31,",
            &[("ends_before_it_begins", "/bands/1/effective_to")],
        ),
        (
            new,
            "mid,DE,EUR,year,general,58000,75000,,,",
            &[("duplicate_band", "/bands/4")],
        ),
        (new, "mid,DE,EUR,year,top-tier,58000,75000,,,", &[]),
        (new, "mid,DE,EUR,month,general,58000,75000,,,", &[]),
        (
            mid,
            "mid,DE,EUR,year,general,49000,75000,,,",
            &[("inverted_bands", "/bands/1/min")],
        ),
        (
            senior,
            "senior,DE,EUR,year,general,74000,74500,,,",
            &[
                ("inverted_bands", "/bands/2/max"),
                ("gap_between_bands", "/bands/3/min"),
            ],
        ),
        (
            mid,
            "mid,DE,EUR,year,general,60000.01,75000,,,",
            &[("gap_between_bands", "/bands/1/min")],
        ),
        (mid, "mid,DE,EUR,year,general,60000,75000,,,", &[]),
        (
            mid,
            "mid,DE,EUR,year,general,54999.99,75000,,,",
            &[("large_overlap", "/bands/1/min")],
        ),
        (mid, "mid,DE,EUR,year,general,55000,75000,,,", &[]),
        (mid, "mid,DE,EUR,year,general,,,,,", &[]),
        (mid, "mid,DE,EUR,year,general,,75000,,,", &[]),
        (
            mid,
            "senior,DE,EUR,year,other,1,2,,,",
            &[("level_without_band", "/bands/0/region")],
        ),
        (
            mid,
            "mid,DE,CHF,year,general,58000,75000,,,",
            &[("mixed_currencies", "/bands/1/currency")],
        ),
        (
            new,
            "staff,AT,EUR,year,general,1,2,,,",
            &[("level_without_band", "/bands/4/region")],
        ),
    ];
    assert!(whole[junior.0].starts_with(junior.1));
    for (place, row, expected) in cases {
        let mut rows = whole.to_vec();
        match rows.get_mut(*place) {
            Some(replaced) => *replaced = row,
            None => rows.push(row),
        }
        let findings = bands(&rows).findings(ladder());
        let found: Vec<(&str, &str)> = told(&findings)
            .iter()
            .map(|(code, at, _)| (*code, *at))
            .collect();
        assert_eq!(found, *expected, "{row}");
        let errors = [
            "unknown_level",
            "wrong_format",
            "empty_range",
            "ends_before_it_begins",
            "duplicate_band",
        ];
        for one in &findings {
            let is_error = errors.contains(&one.fault.code);
            assert_eq!(one.fault.severity == Severity::Error, is_error, "{one:?}");
            let at: usize = one
                .fault
                .pointer
                .split('/')
                .nth(2)
                .unwrap()
                .parse()
                .unwrap();
            assert_eq!(one.line, u32::try_from(at + 2).ok());
        }
    }
}

#[test]
fn only_what_is_in_force_together_is_compared() {
    let of = |rows: &[&str]| {
        let findings = bands(rows).findings(ladder());
        let told = told(&findings).into_iter();
        let of_dates = told.filter(|(code, ..)| *code != "level_without_band");
        of_dates
            .map(|(code, at, _)| format!("{code} {at}"))
            .collect::<Vec<_>>()
    };
    let junior = "junior,DE,EUR,year,general,50000,60000";
    let mid = "mid,DE,EUR,year,general";
    let row = |band: &str, rest: &str| format!("{band},{rest},");
    for (rows, expected) in [
        // One ends on the day before the other begins, and on the same day.
        (
            [row(junior, ",2025-12-31"), row(junior, "2026-01-01,")],
            &[][..],
        ),
        (
            [row(junior, ",2026-01-01"), row(junior, "2026-01-01,")],
            &["duplicate_band /bands/1"],
        ),
        (
            [row(junior, "2026-01-01,"), row(junior, ",2026-01-01")],
            &["duplicate_band /bands/1"],
        ),
        (
            [row(junior, "2026-01-01,"), row(junior, "2027-01-01,")],
            &["duplicate_band /bands/1"],
        ),
        // A gap, while both are in force.
        (
            [
                row(junior, ",2025-12-31"),
                row(mid, "70000,80000,2026-01-01,"),
            ],
            &[],
        ),
        (
            [
                row(junior, ",2026-01-01"),
                row(mid, "70000,80000,2026-01-01,"),
            ],
            &["gap_between_bands /bands/1/min"],
        ),
        (
            [
                row(mid, "70000,80000,2026-01-01,"),
                row(junior, ",2026-01-01"),
            ],
            &["gap_between_bands /bands/0/min"],
        ),
    ] {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(of(&rows), expected, "{rows:?}");
    }
    // Where a level between is missing there may be a gap; an inversion is one all the same.
    let far = "senior,DE,EUR,year,general";
    let found = |rest: &str| of(&[&row(junior, ","), &row(far, rest)]);
    assert_eq!(found("90000,99000,,"), [""; 0]);
    assert_eq!(found("40000,99000,,"), ["inverted_bands /bands/1/min"]);
}

#[test]
fn bands_are_compared_on_one_path_only() {
    let ladder = tracks();
    let band = |text: &&str| {
        let (level, ends) = text.split_once(' ').unwrap();
        let (min, max) = ends.split_once('-').unwrap();
        format!("{level},DE,EUR,year,general,{min},{max},,,")
    };
    for (rows, expected) in [
        // Each track goes on from senior, by itself.
        (
            &["senior 50-60", "staff 20-30", "engineering-manager 61-65"][..],
            &[
                "inverted_bands /bands/1/min",
                "inverted_bands /bands/1/max",
                "gap_between_bands /bands/2/min",
            ][..],
        ),
        (
            &["senior 50-60", "engineering-manager 20-65", "staff 61-65"],
            &[
                "inverted_bands /bands/1/min",
                "gap_between_bands /bands/2/min",
            ],
        ),
        (
            &[
                "senior 50-60",
                "engineering-manager 61-70",
                "staff 200-220",
                "principal 221-240",
                "head-of-data 71-90",
            ],
            &[
                "gap_between_bands /bands/1/min",
                "gap_between_bands /bands/2/min",
                "gap_between_bands /bands/3/min",
                "gap_between_bands /bands/4/min",
            ],
        ),
        // Two tracks, of which neither is above the other.
        (&["staff 200-220", "head-of-data 71-90"], &[]),
        (&["staff 200-220", "engineering-manager 71-90"], &[]),
        (
            &[
                "staff 50-60",
                "engineering-manager 10-20",
                "principal 50-70",
                "head-of-data 20-40",
            ],
            &["large_overlap /bands/2/min"],
        ),
        // Where a level between has none, the next one below on the same path counts.
        (
            &["senior 50-60", "staff 60-70", "head-of-data 40-90"],
            &["inverted_bands /bands/2/min"],
        ),
        (
            &["mid 50-60", "engineering-manager 40-90", "staff 90-99"],
            &["inverted_bands /bands/1/min"],
        ),
        (&["mid 50-60", "principal 90-99", "head-of-data 90-99"], &[]),
    ] {
        let rows: Vec<String> = rows.iter().map(band).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let findings = bands(&rows).findings(ladder);
        let found = told(&findings).into_iter();
        let found: Vec<String> = found
            .filter(|(code, ..)| *code != "level_without_band")
            .map(|(code, at, _)| format!("{code} {at}"))
            .collect();
        assert_eq!(found, expected, "{rows:?}");
    }
}

#[test]
fn codes_that_stand_for_nothing_are_refused() {
    let refused = |region: &str, currency: &str| {
        let band = format!("mid,{region},{currency},year,general,1,2,,,");
        let findings = bands(&[&band]).findings(ladder());
        let of_codes = findings
            .iter()
            .filter(|one| one.fault.code == "wrong_format");
        of_codes
            .map(|one| one.fault.pointer.clone())
            .collect::<Vec<_>>()
    };
    for region in ["AA", "QM", "QZ", "XA", "XX", "XZ", "ZZ", "ZZ-1"] {
        assert_eq!(refused(region, "EUR"), ["/bands/0/region"], "{region}");
    }
    for region in ["XK", "AZ", "QA", "ZA", "US-CA", "KX"] {
        assert_eq!(refused(region, "EUR"), [""; 0], "{region}");
    }
    for currency in ["XXX", "XTS"] {
        assert_eq!(refused("DE", currency), ["/bands/0/currency"], "{currency}");
    }
    // Of several countries, and in no country.
    for currency in ["XOF", "XAF", "XCD", "XPF", "XAU"] {
        assert_eq!(refused("DE", currency), [""; 0], "{currency}");
    }
}

#[test]
fn bands_in_force_stand_in_place_of_the_ladders() {
    let ladder = ladder();
    let first = &ladder.document().compensation[0];
    let key = format!(
        "{},{},{},{},{}",
        first.level,
        first.region,
        first.currency,
        first.period.word(),
        first.market
    );
    let own = bands(&[
        &format!("{key},1,2,2026-01-01,2026-06-30,"),
        &format!("{key},3,4,2026-07-01,,"),
        "mid,DE,EUR,year,general,5,6,,,",
        "junior,DE,EUR,year,general,7,8,,,",
        "intern,DE,EUR,year,general,9,9,,,",
    ]);
    let laid = |date: &str| {
        let in_force = own.at(day(date));
        let laid = in_force.over(ladder);
        laid.into_iter()
            .map(|one| {
                let min = one.band.min.map(|min| min.to_string());
                (
                    min.unwrap_or_default(),
                    one.owner == BandOwner::Organisation,
                    one.since,
                )
            })
            .collect::<Vec<_>>()
    };
    let of_ladder = ladder.document().compensation.len();
    let always = [("7".to_owned(), true, None), ("5".to_owned(), true, None)];
    for (date, min, since) in [
        ("2026-01-01", "1", "2026-01-01"),
        ("2026-06-30", "1", "2026-01-01"),
        ("2026-07-01", "3", "2026-07-01"),
    ] {
        let laid = laid(date);
        assert_eq!(laid.len(), of_ladder + 2, "{date}");
        assert_eq!(laid[0], (min.to_owned(), true, Some(day(since))));
        assert!(
            laid[1..of_ladder]
                .iter()
                .all(|(_, is_own, since)| !is_own && since.is_none())
        );
        assert_eq!(laid[of_ladder..], always);
    }
    let before = laid("2025-12-31");
    assert_eq!(before[0], (first.min.unwrap().to_string(), false, None));
    assert_eq!(own.at(day("2025-12-31")).list().len(), 3);
    let whose = own.at(day("2025-12-31")).over(ladder)[0].owner;
    assert_eq!(whose, BandOwner::Ladder(ladder.stamp()));
}

#[test]
fn days_are_of_years_from_1_to_9999() {
    for (text, is_day) in [
        ("0001-01-01", true),
        ("9999-12-31", true),
        ("0000-12-31", false),
        ("+10000-1-1", false),
        ("10000-01-01", false),
        ("-001-01-01", false),
        ("2026-02-30", false),
    ] {
        assert_eq!(crate::domain::bands::day(text).is_some(), is_day, "{text}");
        let row = format!("mid,DE,EUR,year,general,1,2,{text},,");
        let read = Bands::read_csv(sheet(&[&row]).as_bytes());
        assert_eq!(read.is_ok(), is_day, "{row}");
    }
}
