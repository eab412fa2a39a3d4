//! Bands as CSV (RFC 4180), read as spreadsheets write it.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Writer};

use super::{
    band_set::{Bands, COLUMNS, MOST_BANDS, OrganisationBand, ParsedBands},
    row::{BandRow, said},
};
use crate::domain::{
    fault::Fault,
    id::Money,
    parsing::{Finding, MOST_FINDINGS},
    source::MAX_BYTES,
};

/// The columns that have to be there; the rest of [`COLUMNS`] may be left out.
const NEEDED: usize = 7;

/// What may stand between cells.
const SEPARATORS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

impl Bands {
    /// Reads bands from CSV in UTF-8, with or without a byte order mark, with commas, semicolons or tabs between the cells. The first row
    /// names the columns of [`COLUMNS`], in any order; the dates and the note may be left out.
    ///
    /// # Errors
    /// Every fault, up to the most that are listed: with its pointer, as in JSON, its line, and row and column in words. Rows count
    /// from 1, which is the row of the names.
    pub fn read_csv(text: &[u8]) -> Result<Self, Vec<Finding>> {
        read(text)
    }

    /// The bands as CSV with commas, which reads back the same. A note that a spreadsheet would take for a formula has an apostrophe
    /// before it.
    #[must_use]
    pub fn csv(&self) -> String {
        write(self)
    }
}

fn read(text: &[u8]) -> Result<Bands, Vec<Finding>> {
    let mut faults = ParsedBands::default();
    let text = match decoded(text) {
        Ok(text) => text,
        Err((code, why, line)) => {
            faults.push(Fault::error("", code, why), line, None);
            return Err(faults.listed());
        }
    };
    let separator = separator(text);
    if let Some(line) = misquoted(text, separator) {
        let why = "A cell begins with a quotation mark here that is not closed at its end: within a cell in quotation marks, one is written twice.";
        faults.push(Fault::error("", "unclosed_quote", why), Some(line), None);
        return Err(faults.listed());
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = CsvRecords::new(text);
    let mut record = StringRecord::new();
    let mut columns = None;
    let mut bands = Vec::new();
    // Rows as a sheet counts them, and bands among them.
    let (mut number, mut next) = (0, 0);
    // Reading from memory, and text at that, does not fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let byte = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(byte);
        number += 1;
        let Some((places, width)) = &columns else {
            columns = Some((header(&record, line, &mut faults), record.len()));
            if !faults.is_empty() {
                return Err(faults.listed());
            }
            continue;
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let at = next;
        next += 1;
        if at == MOST_BANDS {
            let why = format!("There are more than {MOST_BANDS} rows of bands.");
            faults.push(Fault::error("", "too_many", why), line, None);
            break;
        }
        if record.len() != *width {
            let why = format!(
                "Row {number} has {} cells where the first row names {width} columns: put a cell in quotation marks that has {} in it, and write amounts without separators.",
                record.len(),
                SEPARATORS
                    .iter()
                    .find(|(byte, _)| *byte == separator)
                    .map_or("separators", |(_, name)| name),
            );
            let fault = Fault::error(format!("/bands/{at}"), "wrong_width", why);
            faults.push(fault, line, None);
            continue;
        }
        let cell = |place: &Option<usize>| {
            let cell = place.and_then(|place| record.get(place));
            Cow::Borrowed(cell.unwrap_or_default())
        };
        let mut cells = places.each_ref().map(cell);
        let [.., note] = &mut cells;
        if let Cow::Borrowed(text) = note {
            *text = unguarded(text);
        }
        let row = BandRow {
            cells,
            is_from_sheet: true,
        };
        match row.band(line) {
            Ok(band) => bands.push(band),
            Err(wrong) => {
                for (name, code, why) in wrong {
                    let why = format!("Row {number}, column {name}: {why}");
                    let fault = Fault::error(format!("/bands/{at}/{name}"), code, why);
                    faults.push(fault, line, None);
                }
            }
        }
    }
    if columns.is_none() {
        let why = "The text is empty: its first row names the columns.";
        faults.push(Fault::error("", "empty", why), None, None);
    }
    match faults.is_empty() {
        true => Ok(Bands { bands }),
        false => Err(faults.listed()),
    }
}

/// The text, where it is one: a code, a sentence and the line where it is not.
fn decoded(bytes: &[u8]) -> Result<&str, (&'static str, String, Option<u32>)> {
    if bytes.len() > MAX_BYTES {
        let why = format!("The text is longer than {MAX_BYTES} bytes.");
        return Err(("too_long", why, None));
    }
    let is_wide = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.iter().take(4).any(|byte| *byte == 0);
    if is_wide {
        let why = "The text is UTF-16: save it as CSV in UTF-8.";
        return Err(("utf_16", why.into(), None));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let breaks = valid.iter().filter(|byte| **byte == b'\n').count();
        let line = u32::try_from(breaks)
            .ok()
            .map(|breaks| breaks.saturating_add(1));
        let why = "The text is not UTF-8: save it as CSV in UTF-8.";
        ("not_utf_8", why.into(), line)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What stands between the names of the columns: the one by which most of them are known.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.is_empty());
    let header = header.unwrap_or_default();
    let known = |separator: u8| {
        let names = header.split(char::from(separator));
        let names = names.filter_map(|name| column(name.trim().trim_matches('"')));
        names.count()
    };
    let mut best = (b',', known(b','));
    for (separator, _) in SEPARATORS {
        if known(separator) > best.1 {
            best = (separator, known(separator));
        }
    }
    best.0
}

/// The line of the first cell in quotation marks that does not end with one. It would take rows after it into itself.
fn misquoted(text: &str, separator: u8) -> Option<u32> {
    let (mut line, mut opened) = (1_u32, None);
    // Whether a cell begins here.
    let mut is_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let ends_cell = |byte: u8| byte == separator || matches!(byte, b'\n' | b'\r');
        match (opened, byte) {
            (None, b'"') if is_start => opened = Some(line),
            (Some(_), b'"') if bytes.next_if_eq(&b'"').is_some() => {}
            (Some(_), b'"') if bytes.peek().is_none_or(|next| ends_cell(*next)) => opened = None,
            (Some(_), b'"') => return opened,
            _ => {}
        }
        is_start = opened.is_none() && ends_cell(byte);
        let breaks = byte == b'\n' || (byte == b'\r' && bytes.peek() != Some(&b'\n'));
        line = line.saturating_add(u32::from(breaks));
    }
    opened
}

/// The place of a name among [`COLUMNS`].
fn column(name: &str) -> Option<usize> {
    let name = name.trim();
    COLUMNS
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name))
}

/// Where in a row each of [`COLUMNS`] stands.
fn header(
    record: &StringRecord,
    line: Option<u32>,
    faults: &mut ParsedBands,
) -> [Option<usize>; COLUMNS.len()] {
    let mut places = [None; COLUMNS.len()];
    let mut say = |code, why| faults.push(Fault::error("", code, why), line, None);
    // Whatever has more columns than there are names has a wrong one among the first.
    for (at, name) in record.iter().enumerate().take(MOST_FINDINGS) {
        match column(name).and_then(|column| places.get_mut(column)) {
            Some(Some(_)) => {
                let why = format!("The column {} is there twice.", said(name.trim()));
                say("duplicate_column", why);
            }
            Some(place) => *place = Some(at),
            None => {
                let why = format!(
                    "There is no column {} here. There is: {}.",
                    said(name.trim()),
                    COLUMNS.join(", ")
                );
                say("unknown_column", why);
            }
        }
    }
    for (name, place) in COLUMNS.iter().zip(places).take(NEEDED) {
        if place.is_none() {
            say("missing_column", format!("The column {name:?} is missing."));
        }
    }
    places
}

/// Lines of a text by offsets, each no smaller than the last.
struct CsvRecords<'a> {
    rest: &'a [u8],
    offset: u64,
    line: u32,
}

impl<'a> CsvRecords<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.as_bytes(),
            offset: 0,
            line: 1,
        }
    }

    /// The line of the first row at or after an offset: empty lines before it are passed over.
    fn at(&mut self, offset: u64) -> Option<u32> {
        while let [byte, rest @ ..] = self.rest {
            if self.offset >= offset && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            let ends = *byte == b'\n' || (*byte == b'\r' && !rest.starts_with(b"\n"));
            self.line = self.line.saturating_add(u32::from(ends));
            self.rest = rest;
            self.offset += 1;
        }
        Some(self.line)
    }
}

fn write(bands: &Bands) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for band in &bands.bands {
        let _ = writer.write_record(cells(band));
    }
    let text = writer.into_inner().unwrap_or_default();
    String::from_utf8(text).unwrap_or_default()
}

fn cells(own: &OrganisationBand) -> [String; COLUMNS.len()] {
    let band = &own.band;
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        band.level.to_string(),
        band.region.clone(),
        band.currency.clone(),
        band.period.word().into(),
        band.market.to_string(),
        text(band.min.map(amount)),
        text(band.max.map(amount)),
        text(own.effective_from.map(|day| day.to_string())),
        text(own.effective_to.map(|day| day.to_string())),
        text(band.label.as_ref().map(|note| guarded(note.as_str()))),
    ]
}

/// Whether a spreadsheet takes a text for a formula, or would without apostrophes before it.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A text that no spreadsheet takes for a formula: with an apostrophe before it where one would (OWASP, CSV injection).
fn guarded(text: &str) -> String {
    let guard = if is_formula(text) { "'" } else { "" };
    format!("{guard}{text}")
}

/// What was guarded, without its apostrophe.
fn unguarded(text: &str) -> &str {
    let guarded = text.trim_start().strip_prefix('\'');
    guarded.filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// An amount that can be read in one way only.
fn amount(amount: Money) -> String {
    let text = amount.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        _ => text,
    }
}
