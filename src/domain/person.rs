//! People as the calling system knows them: by an id of its own and by labels for grouping. Neither is a place for a name or an
//! e-mail address, and what looks like one is told.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, ObjectBuilder, RefOr, Schema, Type},
};

use super::{
    fault::Fault,
    id_map::{IdMap, IdMapValue},
    identity::is_unseen,
    source::escape,
};

/// The longest id and the longest value of a label, in characters.
pub const LONGEST: usize = 128;

/// What is before the `uid` of somebody who was erased where others' records have named them. No id begins so.
pub const ERASED: &str = "erased:";

/// Somebody's id in the calling system: 1 to 128 characters of any script, on one line. Ids are compared as they are, character by
/// character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonId(String);

impl PersonId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PersonId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "." || text == ".." {
            return Err("an id cannot be . or .., which mean something else in a URL".into());
        }
        if text.starts_with(ERASED) {
            return Err(format!(
                "an id cannot begin with {ERASED}, which stands for somebody who was erased"
            ));
        }
        one_line(&text).map_err(|fault| format!("an id {fault}"))?;
        Ok(Self(text))
    }
}

impl From<PersonId> for String {
    fn from(id: PersonId) -> Self {
        id.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialSchema for PersonId {
    fn schema() -> RefOr<Schema> {
        line_schema(
            "A person's id in the calling system, not a name or an e-mail address: characters of any script on one line, without \
             white space at its ends, control characters and changes of the direction of writing; not `.` or `..`. An id that begins \
             with `erased:` stands for an erased person, and is refused.",
        )
        .examples(["p-1042"])
        .into()
    }
}

impl ToSchema for PersonId {}

/// What is not encoded in a segment of a path (RFC 3986).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of somebody in the API.
#[must_use]
pub fn path_of(person: &str) -> String {
    format!("/v1/people/{}", utf8_percent_encode(person, SEGMENT))
}

/// What a label says of somebody, such as which team: 1 to 128 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LabelValue(String);

impl LabelValue {
    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LabelValue {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        one_line(&text).map_err(|fault| format!("a label's value {fault}"))?;
        Ok(Self(text))
    }
}

impl From<LabelValue> for String {
    fn from(value: LabelValue) -> Self {
        value.0
    }
}

impl PartialSchema for LabelValue {
    fn schema() -> RefOr<Schema> {
        line_schema("What the label says: characters of any script on one line.")
            .examples(["search"])
            .into()
    }
}

impl ToSchema for LabelValue {}

/// Labels by their names.
pub type Labels<'a> = IdMap<'a, LabelValue>;

impl IdMapValue for LabelValue {
    const OBJECT: &'static str = "Labels";
    const MEANING: &'static str = "Labels for grouping, by their names: 1 to 64 of the letters A to Z and a to z, digits, hyphens and underscores. Whatever is left \
                                   out is taken off.";
    const MAX: usize = 16;

    fn names() -> Option<Object> {
        let name = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(LONGEST_LABEL))
            .pattern(Some("^[A-Za-z0-9_-]+$"));
        Some(name.build())
    }
}

/// The longest name of a label, in characters.
pub const LONGEST_LABEL: usize = 64;

/// What is wrong with the names of labels.
#[must_use]
pub fn misnamed(labels: &Labels<'_>) -> Vec<Fault> {
    let wrong = labels.iter().filter(|(name, _)| !is_label(name));
    let faults = wrong.map(|(name, _)| {
        let detail = "A label's name is 1 to 64 of the letters A to Z and a to z, digits, hyphens and underscores.";
        let shown: String = escape(name).chars().take(100).collect();
        Fault::error(format!("/labels/{shown}"), "wrong_format", detail)
    });
    faults.collect()
}

/// Whether a label may be named so.
#[must_use]
pub fn is_label(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=LONGEST_LABEL).contains(&name.len()) && name.bytes().all(fits)
}

/// One line without white space at its ends, as a pattern.
const LINE: &str = concat!(
    r"^[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]",
    r"([^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069])?$",
);

fn line_schema(about: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(about))
        .min_length(Some(1))
        .max_length(Some(LONGEST))
        .pattern(Some(LINE))
}

/// What keeps a text from being one line that looks like what it is.
fn one_line(text: &str) -> Result<(), &'static str> {
    /// Characters that are not seen and change how others are shown (Unicode's explicit directional formatting).
    fn turns(letter: char) -> bool {
        matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    }
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    if text.trim().is_empty() {
        Err("may not be empty")
    } else if text
        .chars()
        .all(|letter| letter.is_whitespace() || is_unseen(letter))
    {
        Err("needs something that is seen")
    } else if text.trim() != text {
        Err("may not begin or end with white space")
    } else if text.chars().count() > LONGEST {
        Err("holds at most 128 characters")
    } else if text.chars().any(breaks) {
        Err("holds no control characters and no line breaks")
    } else if text.chars().any(turns) {
        Err("holds no characters that turn the direction of writing")
    } else {
        Ok(())
    }
}

/// What a text looks like that it should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PersonalDataKind {
    Address,
    Name,
}

/// Warnings for an id and labels that look like a name or an e-mail address. It is by their form alone: two or three words that begin
/// with capital letters, `first.last` in small ones, an `@` before a domain, or a label that is called so.
#[must_use]
pub fn personal<'a>(id: &str, labels: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Fault> {
    let told = |pointer: String, looks: PersonalDataKind| {
        let (code, what) = match looks {
            PersonalDataKind::Address => ("looks_like_an_address", "an e-mail address"),
            PersonalDataKind::Name => ("looks_like_a_name", "a person's name"),
        };
        let detail = format!(
            "This looks like {what}. People are known here by an id that says nothing of them: send one of your own."
        );
        Fault::warning(pointer, code, detail)
    };
    let id = looks(id, true).map(|looks| told("/person".into(), looks));
    let labels = labels.filter_map(|(label, value)| {
        let looks = called(label).or_else(|| looks(value, false))?;
        Some(told(format!("/labels/{}", escape(label)), looks))
    });
    id.into_iter().chain(labels).collect()
}

/// What a label is by its name.
fn called(label: &str) -> Option<PersonalDataKind> {
    let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.to_ascii_lowercase().as_str() {
        "email" | "mail" | "emailaddress" => Some(PersonalDataKind::Address),
        "name" | "fullname" | "firstname" | "lastname" | "surname" | "givenname" | "familyname" => {
            Some(PersonalDataKind::Name)
        }
        _ => None,
    }
}

/// Words of which names of teams, places and trades are made, and names of people are not.
const NO_NAMES: &str = "ai analytics and area backend business center centre cloud core customer data delivery design \
    development division east engineer engineering finance frontend group infrastructure learning machine management marketing \
    mobile new north office operations people platform product remote reliability research sales security senior site south \
    staff support team unit west";

fn looks(text: &str, is_id: bool) -> Option<PersonalDataKind> {
    if is_address(text) {
        return Some(PersonalDataKind::Address);
    }
    let words: Vec<&str> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let known = |word: &&str| {
        let word = word.to_lowercase();
        NO_NAMES.split_whitespace().any(|known| known == word)
    };
    let named = (2..=3).contains(&words.len())
        && words.iter().all(|word| is_capitalised(word))
        && !words.iter().any(known);
    // Where people have user names, `first.last` is the most common one.
    let user = is_id
        && text.split_once('.').is_some_and(|(first, last)| {
            [first, last].iter().all(|part| {
                part.chars().count() >= 2
                    && part
                        .chars()
                        .all(|letter| letter.is_alphabetic() || letter == '-')
            })
        });
    (named || user).then_some(PersonalDataKind::Name)
}

fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().count() >= 2
        && letters.all(|letter| letter.is_lowercase() || letter == '-' || letter == '\'')
}

fn is_address(text: &str) -> bool {
    text.split([' ', '<', '>', ',', ';']).any(|part| {
        part.rsplit_once('@').is_some_and(|(before, domain)| {
            !before.is_empty()
                && domain
                    .split_once('.')
                    .is_some_and(|(first, rest)| !first.is_empty() && rest.chars().count() >= 2)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Result<PersonId, String> {
        PersonId::try_from(text.to_owned())
    }

    #[test]
    fn ids_are_of_any_script_and_on_one_line() {
        for good in [
            "p-1042",
            "a",
            "…",
            "人员-17",
            "עובד-3",
            "موظف",
            "क्षि",
            "a/b",
            "a b",
            "%2F",
            "👩‍💻",
            &"é".repeat(128),
        ] {
            assert_eq!(id(good).map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for (bad, said) in [
            ("", "empty"),
            ("  ", "empty"),
            ("\u{200B}", "seen"),
            ("\u{FEFF} \u{3164}", "seen"),
            (" a", "white space"),
            ("a\u{a0}", "white space"),
            (".", "URL"),
            ("..", "URL"),
            ("a\0b", "control"),
            ("a\nb", "control"),
            ("a\u{2028}b", "line breaks"),
            ("a\u{202E}b", "direction"),
            (&"é".repeat(129), "128"),
        ] {
            assert!(id(bad).is_err_and(|fault| fault.contains(said)), "{bad:?}");
        }
    }

    #[test]
    fn what_looks_like_a_name_or_an_address_is_told_by_its_place() {
        for (text, code) in [
            ("ada@example.org", "looks_like_an_address"),
            ("Ada <ada@example.org>", "looks_like_an_address"),
            ("Ada Lovelace", "looks_like_a_name"),
            ("Lovelace, Ada", "looks_like_a_name"),
            ("Мария Иванова", "looks_like_a_name"),
            ("ada.lovelace", "looks_like_a_name"),
        ] {
            let told = personal(text, std::iter::empty());
            let told: Vec<_> = told
                .iter()
                .map(|fault| (&*fault.pointer, fault.code))
                .collect();
            assert_eq!(told, [("/person", code)], "{text}");
        }
        let labels = [
            ("email", "x"),
            ("team", "Site Reliability"),
            ("lead", "Ada Lovelace"),
            ("first_name", "x"),
            ("host", "a.b"),
        ];
        let told = personal("p-1042", labels.into_iter());
        let told: Vec<&str> = told.iter().map(|fault| &*fault.pointer).collect();
        assert_eq!(
            told,
            ["/labels/email", "/labels/lead", "/labels/first_name"]
        );
        for text in [
            "p-1042",
            "17",
            "a1.b2",
            "Berlin",
            "MACHINE LEARNING",
            "v1.2",
            "@team",
            "team@home",
            "7f0c.a",
        ] {
            assert_eq!(personal(text, std::iter::empty()), [], "{text}");
        }
    }
}
