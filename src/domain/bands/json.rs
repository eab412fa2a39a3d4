//! Bands as JSON: an object with a list `bands`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    band_set::{Bands, COLUMNS, MOST_BANDS, OrganisationBand, ParsedBands},
    row::BandRow,
};
use crate::domain::{
    fault::Fault,
    parsing::Finding,
    source::{self, Source, Syntax},
};

impl Bands {
    /// Reads bands from JSON: an object with a list `bands` of objects with the members of [`COLUMNS`]. What is null, empty or left out is
    /// not given; amounts are strings, or numbers without an exponent.
    ///
    /// # Errors
    /// Every fault with its pointer and its place, up to the most that are listed.
    pub fn read_json(text: &[u8]) -> Result<Self, Vec<Finding>> {
        read(text)
    }
}

fn read(text: &[u8]) -> Result<Bands, Vec<Finding>> {
    let mut faults = ParsedBands::default();
    let source = match Source::parse(text, Syntax::Json) {
        Ok(source) => source,
        Err(error) => {
            let (line, column) = error.position.map(|at| (at.line, at.column)).unzip();
            let why = format!("The text cannot be read: {}.", error.reason);
            faults.push(Fault::error("", "unreadable", why), line, column);
            return Err(faults.listed());
        }
    };
    let bands = Reader {
        source: &source,
        faults: &mut faults,
    }
    .bands();
    match faults.is_empty() {
        true => Ok(Bands { bands }),
        false => Err(faults.listed()),
    }
}

struct Reader<'a> {
    source: &'a Source,
    faults: &'a mut ParsedBands,
}

impl Reader<'_> {
    fn bands(mut self) -> Vec<OrganisationBand> {
        for twice in self.source.duplicates() {
            let why = format!("The member is given twice, first at {}.", twice.first);
            let fault = Fault::error(twice.pointer.clone(), "duplicate_member", why);
            let at = twice.again;
            self.faults.push(fault, Some(at.line), Some(at.column));
        }
        let source = self.source;
        let Some(members) = source.value().as_object() else {
            self.say(
                "",
                "wrong_type",
                "Write an object with a list of bands.".into(),
            );
            return Vec::new();
        };
        self.unknown("", members, &["bands"]);
        let list = match members.get("bands") {
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.say("/bands", "wrong_type", "Write a list of bands.".into());
                return Vec::new();
            }
            None => {
                self.say(
                    "/bands",
                    "missing_member",
                    "The member \"bands\" is missing.".into(),
                );
                return Vec::new();
            }
        };
        if list.len() > MOST_BANDS {
            let why = format!("There are more than {MOST_BANDS} bands.");
            self.say("/bands", "too_many", why);
        }
        let read = list.iter().take(MOST_BANDS).enumerate();
        read.filter_map(|(at, band)| self.band(&format!("/bands/{at}"), band))
            .collect()
    }

    fn band(&mut self, at: &str, value: &Value) -> Option<OrganisationBand> {
        let Some(members) = value.as_object() else {
            self.say(
                at,
                "wrong_type",
                "Write an object with the members of a band.".into(),
            );
            return None;
        };
        self.unknown(at, members, &COLUMNS);
        let mut row = BandRow::default();
        let mut mistyped = Vec::new();
        for (cell, name) in row.cells.iter_mut().zip(COLUMNS) {
            let pointer = format!("{at}/{name}");
            let is_amount = matches!(name, "min" | "max");
            *cell = match members.get(name) {
                None | Some(Value::Null) => continue,
                // A literal decimal is kept as its text.
                Some(Value::String(text))
                    if is_amount || !self.source.is_literal_number(&pointer) =>
                {
                    Cow::Borrowed(text)
                }
                Some(Value::Number(number)) if is_amount => Cow::Owned(number.to_string()),
                Some(_) => {
                    mistyped.push(name);
                    let why = format!(
                        "Wrong type: {name} is a string{}.",
                        if is_amount { " or a number" } else { "" }
                    );
                    self.say(&pointer, "wrong_type", why);
                    continue;
                }
            };
        }
        let line = self.source.position(at).map(|position| position.line);
        let band = row.band(line);
        if let Err(wrong) = &band {
            // Of what has the wrong type it is not said that it is missing.
            for (name, code, why) in wrong.iter().filter(|(name, ..)| !mistyped.contains(name)) {
                self.say(&format!("{at}/{name}"), code, why.clone());
            }
        }
        band.ok()
    }

    fn unknown(&mut self, at: &str, members: &Map<String, Value>, known: &[&str]) {
        for name in members
            .keys()
            .filter(|name| !known.contains(&name.as_str()))
        {
            let why = format!(
                "There is no such member here. There is: {}.",
                known.join(", ")
            );
            self.say(
                &format!("{at}/{}", source::escape(name)),
                "unknown_member",
                why,
            );
        }
    }

    fn say(&mut self, pointer: &str, code: &'static str, why: String) {
        let at = self.source.name_position(pointer);
        let (line, column) = at.map(|at| (at.line, at.column)).unzip();
        self.faults
            .push(Fault::error(pointer, code, why), line, column);
    }
}
