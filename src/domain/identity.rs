//! Whether two ids name the same person, so that nobody reviews what is their own.

use unicode_normalization::UnicodeNormalization;

/// Whether two ids name the same person: they differ in nothing but surrounding white space, case, width and other forms of the same
/// letters, and signs that are not seen.
#[must_use]
pub fn is_same_person(one: &str, other: &str) -> bool {
    identity(one) == identity(other)
}

fn identity(id: &str) -> String {
    let seen: String = id.nfkc().filter(|sign| !is_unseen(*sign)).collect();
    // What is one letter in one case may be two in the other.
    let folded = seen.to_lowercase().to_uppercase().to_lowercase();
    folded.nfkc().collect::<String>().trim().to_owned()
}

/// Signs that show nothing by themselves: soft hyphens, joiners, marks of direction, selectors.
pub(super) fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::is_same_person;

    #[test]
    fn an_id_is_that_of_the_same_person_in_every_form_of_it() {
        for (one, other) in [
            ("E-17", "e-17"),
            (" E-17\t", "E-17"),
            ("\u{a0}E-17", "E-17\u{2003}"),
            ("Ｅ－１７", "e-17"),
            ("cafe\u{301}", "CAFÉ"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "straße"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "ΟΔΟΣ"),
            ("ﬁnn", "Finn"),
            ("e\u{200b}-17", "e-17"),
            ("\u{feff}e-17", "e-17\u{e0001}"),
            ("e-17 \u{200b}", "e-17"),
        ] {
            assert!(is_same_person(one, other), "{one:?} {other:?}");
        }
        for (one, other) in [
            ("e-17", "e-18"),
            ("e 17", "e17"),
            ("e-17", "e_17"),
            ("а", "a"),
            ("1", "11"),
        ] {
            assert!(!is_same_person(one, other), "{one:?} {other:?}");
        }
    }
}
