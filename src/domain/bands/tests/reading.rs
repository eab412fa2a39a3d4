//! Reading: what is taken as it is, and what is refused with which words.

use std::fmt::Write;

use serde_json::{Value, json};

use super::*;
use crate::domain::{document::Period, parsing::MOST_FINDINGS};

/// A band but for its note.
const BAND: &str = "mid,DE,EUR,year,general,1,2,,,";

#[test]
fn a_sheet_is_read_whatever_stands_between_its_cells_and_in_whatever_order() {
    let commas = sheet(&[
        "junior,DE,EUR,year,general,60000,75000.50,2026-01-01,2026-12-31,\"with, a comma\"",
        "mid,US-CA,USD,month,top-tier,9000,,,,",
        "senior,DE,EUR,year,general,,120000,,,",
        "staff,DE,EUR,year,general,,,,,",
    ]);
    let read = Bands::read_csv(commas.as_bytes()).unwrap();
    let [junior, mid, senior, staff] = read.list() else {
        panic!("{read:?}");
    };
    assert_eq!(junior.band.min.unwrap().to_string(), "60000");
    assert_eq!(junior.band.max.unwrap().to_string(), "75000.5");
    assert_eq!(
        junior.band.label.as_ref().unwrap().as_str(),
        "with, a comma"
    );
    assert_eq!(junior.effective_from, Some(day("2026-01-01")));
    assert_eq!(junior.effective_to, Some(day("2026-12-31")));
    assert_eq!(
        (mid.band.period, mid.band.region.as_str()),
        (Period::Month, "US-CA")
    );
    let opens = [junior, mid, senior, staff].map(|own| own.band.open);
    assert_eq!(opens, [Some(false), Some(true), Some(false), None]);
    let lines = [junior, mid, senior, staff].map(|own| own.line);
    assert_eq!(lines, [2, 3, 4, 5].map(Some));

    let plain = commas.replace("\"with, a comma\"", "x");
    let expected = without_lines(&Bands::read_csv(plain.as_bytes()).unwrap());
    let tabs = plain.replace(',', "\t");
    let padded = plain.replace("\nmid", "\n, ,,,,,,,,\n\nmid") + ",,,,,,,,,\n";
    let semicolons = plain.replace(',', ";");
    let marked = format!("\u{feff}{semicolons}");
    let windows = plain.replace('\n', "\r\n");
    let quoted = plain
        .replacen("level,region", " \"Level\" ,\"REGION\"", 1)
        .replacen(" \"Level\" ", "\"Level\"", 1);
    let spaced = plain.replace(',', " , ");
    for text in [tabs, semicolons, marked, windows, quoted, spaced, padded] {
        let read = Bands::read_csv(text.as_bytes()).unwrap();
        assert_eq!(without_lines(&read), expected, "{text}");
    }
    let turned: String = plain.lines().fold(String::new(), |mut turned, line| {
        let cells: Vec<&str> = line.split(',').rev().collect();
        writeln!(turned, "{}", cells.join(";")).unwrap();
        turned
    });
    assert_eq!(
        without_lines(&Bands::read_csv(turned.as_bytes()).unwrap()),
        expected
    );
    let fewer = "market,level,region,currency,period,max,min\ngeneral,mid,DE,EUR,year,2,1\n";
    assert_eq!(Bands::read_csv(fewer.as_bytes()).unwrap().list().len(), 1);
    assert_eq!(Bands::read_csv(HEADER.as_bytes()).unwrap().list().len(), 0);
}

#[test]
fn quotation_marks_are_read_as_spreadsheets_write_them() {
    for (cell, note) in [
        ("\"a \"\"b\"\"\"", "a \"b\""),
        ("\"\"\"\"", "\""),
        ("6\" disks", "6\" disks"),
        ("\"two\r\nlines\"", "two\nlines"),
        ("\"a,b\"", "a,b"),
    ] {
        let read = bands(&[&format!("{BAND}{cell}"), &format!("{BAND}last")]);
        let notes = read.list().iter().map(|own| own.band.label.as_ref());
        let notes: Vec<&str> = notes.map(|note| note.unwrap().as_str()).collect();
        assert_eq!(notes, [note, "last"], "{cell}");
    }
}

#[test]
fn a_note_is_no_formula_in_a_spreadsheet_and_reads_back_the_same() {
    for (note, cell) in [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("- made up", "'- made up"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''@x", "'''@x"),
        ("'quoted'", "'quoted'"),
        ("made up = so", "made up = so"),
    ] {
        let text = serde_json::json!({"bands": [{"level": "mid", "region": "DE", "currency": "EUR", "period": "year",
            "market": "general", "min": "1", "max": "2", "note": note}]});
        let read = Bands::read_json(text.to_string().as_bytes()).unwrap();
        let given_out = read.csv();
        let ending = format!(",{cell}\n");
        assert!(given_out.ends_with(&ending), "{given_out}");
        let again = Bands::read_csv(given_out.as_bytes()).unwrap();
        assert_eq!(without_lines(&again), without_lines(&read));
        assert_eq!(again.list()[0].band.label.as_ref().unwrap().as_str(), note);
    }
}

#[test]
fn columns_that_are_not_as_they_have_to_be_are_named() {
    for (header, expected) in [
        (
            "level,region,currency,period,market,min",
            &[("missing_column", "max")][..],
        ),
        (
            "level,region,currency,period,market,min,max,salary",
            &[("unknown_column", "salary")],
        ),
        (
            "level;region;currency;period;market;min;max;min;level",
            &[("duplicate_column", "min"), ("duplicate_column", "level")],
        ),
        (
            "level,region,currency,period,market,min,maximum",
            &[("unknown_column", "maximum"), ("missing_column", "max")],
        ),
    ] {
        let findings = Bands::read_csv(format!("\n{header}\nx\n").as_bytes()).unwrap_err();
        assert_eq!(findings.len(), expected.len(), "{findings:?}");
        for (finding, (code, name)) in findings.iter().zip(expected) {
            assert_eq!((finding.fault.code, finding.line), (*code, Some(2)));
            assert!(
                finding.fault.detail.contains(&format!("{name:?}")),
                "{finding:?}"
            );
        }
    }
}

#[test]
fn a_text_that_is_no_sheet_is_refused_with_the_reason() {
    let wide = |order: fn(u16) -> [u8; 2]| {
        let units = HEADER.encode_utf16();
        units.flat_map(order).collect::<Vec<u8>>()
    };
    let marked = |mark: [u8; 2], text: Vec<u8>| [mark.to_vec(), text].concat();
    let latin = [
        sheet(&[]).as_bytes(),
        b"mid,DE,EUR,year,general,1,2,,,Geh\xe4lter\n",
    ]
    .concat();
    for (text, code, says, line) in [
        (
            marked([0xff, 0xfe], wide(u16::to_le_bytes)),
            "utf_16",
            "UTF-16",
            None,
        ),
        (
            marked([0xfe, 0xff], wide(u16::to_be_bytes)),
            "utf_16",
            "UTF-16",
            None,
        ),
        (wide(u16::to_le_bytes), "utf_16", "UTF-16", None),
        (wide(u16::to_be_bytes), "utf_16", "UTF-16", None),
        (latin, "not_utf_8", "not UTF-8", Some(2)),
        (Vec::new(), "empty", "empty", None),
        (b"\xef\xbb\xbf\n\n".to_vec(), "empty", "empty", None),
        (vec![b'x'; 5 * 1024 * 1024 + 1], "too_long", "longer", None),
        (
            sheet(&[&format!("{BAND}x"), &format!("{BAND}\"y")]).into(),
            "unclosed_quote",
            "not closed",
            Some(3),
        ),
        (
            sheet(&[&format!("{BAND}\"x"), &format!("{BAND}\"y")]).into(),
            "unclosed_quote",
            "not closed",
            Some(2),
        ),
    ] {
        let findings = Bands::read_csv(&text).unwrap_err();
        assert_eq!(told(&findings), [(code, "", line)]);
        assert!(findings[0].fault.detail.contains(says), "{findings:?}");
    }
}

#[test]
fn an_amount_is_read_exactly_or_not_at_all() {
    let amount = |text: &str| {
        let row = format!("mid,DE,EUR,year,general,\"{text}\",,,,");
        Bands::read_csv(sheet(&[&row]).as_bytes())
    };
    for (text, exact) in [
        ("120000", "120000"),
        ("120000.50", "120000.5"),
        ("0", "0"),
        (" 1.25 ", "1.25"),
        ("1234.567", "1234.567"),
        ("0.125", "0.125"),
        ("120.1250", "120.125"),
        ("999999999999.9999", "999999999999.9999"),
    ] {
        let found = amount(text).unwrap().list()[0].band.min.unwrap();
        assert_eq!(found.to_string(), exact, "{text}");
    }
    let separators = [
        "120,000",
        "120.000,50",
        "120,000.50",
        "1.200.000",
        "120 000",
        "120\u{a0}000",
        "120\u{202f}000",
        "120'000",
        "120’000",
        "120_000",
        "120000,50",
        "1,5",
        "12,34,567",
        ",",
        "٬",
    ];
    let others = [
        "120k",
        "€120000",
        "120000 EUR",
        "-1",
        "+1",
        "1e5",
        "NaN",
        "1.23456",
        "1234567890123",
        ".5",
        "5.",
        "١٢٠",
        "0x10",
        "=1+1",
    ];
    let codes = separators
        .map(|text| (text, "amount_with_separators"))
        .into_iter();
    let codes = codes.chain(others.map(|text| (text, "not_an_amount")));
    let codes = codes.chain(["120.000", "1.200"].map(|text| (text, "ambiguous_amount")));
    for (text, code) in codes {
        let findings = amount(text).unwrap_err();
        assert_eq!(told(&findings), [(code, "/bands/0/min", Some(2))], "{text}");
        let detail = &findings[0].fault.detail;
        assert!(detail.starts_with("Row 2, column min: "), "{detail}");
        let says = ["120000.50", "write 120000 where", "write 1200 where"];
        assert!(says.iter().any(|way| detail.contains(way)), "{detail}");
    }
}

#[test]
fn every_fault_of_a_row_is_named_with_its_row_and_column() {
    let text = sheet(&[
        "mid,DE,EUR,year,general,1,2,2026-01-01,2026-12-31,fine",
        "",
        "Mid,Germany,XXY,weekly,,1k,2,01.02.2026,2026-02-30,\"two\nlines\"",
        "mid,DE,EUR,year,general,1,2,,,,x",
        "mid,DE,EUR",
        "mid,de,EUR,year,general,1,2,2026-1-05,,",
    ]);
    let findings = Bands::read_csv(text.as_bytes()).unwrap_err();
    let expected = [
        ("wrong_format", "/bands/1/level", Some(4)),
        ("wrong_format", "/bands/1/region", Some(4)),
        ("wrong_format", "/bands/1/currency", Some(4)),
        ("wrong_format", "/bands/1/period", Some(4)),
        ("missing_value", "/bands/1/market", Some(4)),
        ("not_an_amount", "/bands/1/min", Some(4)),
        ("wrong_format", "/bands/1/effective_from", Some(4)),
        ("wrong_format", "/bands/1/effective_to", Some(4)),
        ("wrong_width", "/bands/2", Some(6)),
        ("wrong_width", "/bands/3", Some(7)),
        ("wrong_format", "/bands/4/region", Some(8)),
        ("wrong_format", "/bands/4/effective_from", Some(8)),
    ];
    assert_eq!(told(&findings), expected);
    assert!(
        findings[0]
            .fault
            .detail
            .starts_with("Row 3, column level: \"Mid\" is no id")
    );
    assert!(
        findings[8]
            .fault
            .detail
            .starts_with("Row 4 has 11 cells where the first row names 10")
    );
    let long = format!("{},DE,EUR,year,general,1,2,,,", "x".repeat(100_000));
    let findings = Bands::read_csv(sheet(&[&long]).as_bytes()).unwrap_err();
    assert!(findings[0].fault.detail.len() < 300);
}

#[test]
fn json_has_the_same_members_and_every_fault_its_place() {
    let read = |value: &Value| Bands::read_json(value.to_string().as_bytes());
    let text = json!({"bands": [
        {"level": "mid", "region": "DE", "currency": "EUR", "period": "year", "market": "general", "min": "60000.50", "max": 75000,
            "effective_from": "2026-01-01", "effective_to": null, "note": "x"},
        {"level": "senior", "region": "DE", "currency": "EUR", "period": "year", "market": "general", "min": "", "max": null},
    ]});
    let from_json = read(&text).unwrap();
    let from_csv = bands(&[
        "mid,DE,EUR,year,general,60000.50,75000,2026-01-01,,x",
        "senior,DE,EUR,year,general,,,,,",
    ]);
    assert_eq!(without_lines(&from_json), without_lines(&from_csv));
    let decimals = br#"{"bands": [{"level": "mid", "region": "DE", "currency": "EUR", "period": "year", "market": "x", "min": 0.10, "max": "1.200"}]}"#;
    let decimals = Bands::read_json(decimals).unwrap();
    let band = &decimals.list()[0].band;
    assert_eq!(
        band.min
            .zip(band.max)
            .map(|(min, max)| format!("{min} {max}"))
            .unwrap(),
        "0.1 1.2"
    );

    let broken = br#"{"bands": [
 {"level": "mid", "region": "DE", "currency": "EUR", "period": "year", "market": "x", "min": "120,000", "max": 1e5},
 {"level": 5, "region": "DE", "currency": "EUR", "period": "year", "market": "x", "pay": 1, "level": "x"},
 7,
 {"level": "mid", "region": 1.5, "currency": "EUR", "period": "year", "min": true}
], "more": 1}"#;
    let findings = Bands::read_json(broken).unwrap_err();
    let expected = [
        ("amount_with_separators", "/bands/0/min", Some(2)),
        ("not_an_amount", "/bands/0/max", Some(2)),
        ("wrong_type", "/bands/1/level", Some(3)),
        ("unknown_member", "/bands/1/pay", Some(3)),
        ("duplicate_member", "/bands/1/level", Some(3)),
        ("wrong_type", "/bands/2", Some(4)),
        ("missing_value", "/bands/3/market", Some(5)),
        ("wrong_type", "/bands/3/region", Some(5)),
        ("wrong_type", "/bands/3/min", Some(5)),
        ("unknown_member", "/more", Some(6)),
    ];
    assert_eq!(told(&findings), expected);
    for (text, code) in [
        ("[]", "wrong_type"),
        ("{}", "missing_member"),
        (r#"{"bands": {}}"#, "wrong_type"),
        ("{", "unreadable"),
        ("\u{0}", "unreadable"),
    ] {
        let findings = Bands::read_json(text.as_bytes()).unwrap_err();
        assert_eq!(findings[0].fault.code, code, "{text}");
    }
}

#[test]
fn what_is_too_much_is_capped_and_said_so() {
    let row = "mid,DE,EUR,year,general,1,2,,,";
    let full = |number: usize| sheet(&vec![row; number]);
    assert_eq!(
        Bands::read_csv(full(MOST_BANDS).as_bytes())
            .unwrap()
            .list()
            .len(),
        MOST_BANDS
    );
    let findings = Bands::read_csv(full(MOST_BANDS + 1).as_bytes()).unwrap_err();
    assert_eq!(told(&findings), [("too_many", "", Some(10_002))]);
    let json = json!({"bands": vec![json!({"level": "mid", "region": "DE", "currency": "EUR", "period": "year", "market": "x"}); MOST_BANDS + 1]});
    let findings = Bands::read_json(json.to_string().as_bytes()).unwrap_err();
    assert_eq!(told(&findings), [("too_many", "/bands", Some(1))]);

    let wrong = sheet(&vec!["Mid,DE,EUR,year,general,1,2,,,"; 1500]);
    let findings = Bands::read_csv(wrong.as_bytes()).unwrap_err();
    assert_eq!(findings.len(), MOST_FINDINGS);
    let last = &findings[MOST_FINDINGS - 1].fault;
    assert_eq!(
        (last.code, last.detail.as_str()),
        ("more_findings", "501 more findings are not listed.")
    );
    let exact = sheet(&vec!["Mid,DE,EUR,year,general,1,2,,,"; MOST_FINDINGS]);
    let findings = Bands::read_csv(exact.as_bytes()).unwrap_err();
    assert!(findings.iter().all(|one| one.fault.code == "wrong_format"));
    assert_eq!(findings.len(), MOST_FINDINGS);
    let many = Bands::read_csv(full(MOST_BANDS).as_bytes()).unwrap();
    let findings = many.findings(ladder());
    assert_eq!(findings.len(), MOST_FINDINGS);
    assert_eq!(findings[MOST_FINDINGS - 1].fault.code, "more_findings");
}
