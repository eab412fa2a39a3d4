//! Text that XML has a place for.

/// Replaces the characters that XML 1.0 has no place for.
#[must_use]
pub fn lawful(text: String) -> String {
    let unlawful = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(unlawful) {
        text.replace(unlawful, "\u{fffd}")
    } else {
        text
    }
}
