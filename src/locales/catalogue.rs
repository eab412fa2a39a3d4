//! The catalogue of one language: every text that the service itself says, and figures in words.

use super::{
    assistant, calendars, evidence, facts,
    figures::{Noun, Nouns, NumberFormat, PositionTexts},
    pages, pictures, progress, texts,
};

/// All that the service says in one language.
#[derive(Debug)]
pub struct MessageCatalogue {
    /// The language (BCP 47).
    pub code: &'static str,
    /// What the language calls itself.
    pub name: &'static str,
    /// Figures in words: numbers, dates, spans, amounts.
    pub figures: NumberFormat,
    /// The things that are counted.
    pub nouns: Nouns,
    /// Where somebody is on a ladder.
    pub places: PositionTexts,
    /// What answers say.
    pub facts: facts::AnswerMessages,
    /// What the pages say.
    pub pages: pages::Pages,
    /// What the Markdown renderings say.
    pub texts: texts::Texts,
    /// What is written in pictures.
    pub pictures: pictures::PictureTexts,
    /// What is said of evidence.
    pub evidence: evidence::EvidenceMessages,
    /// What is said of somebody's progress.
    pub progress: progress::ProgressMessages,
    /// What is written in calendars.
    pub calendars: calendars::Calendars,
    /// What is said in conversations with assistants.
    pub chat: assistant::AssistantTexts,
    /// The name of a table, from its number.
    pub table: fn(usize) -> String,
}

impl MessageCatalogue {
    /// A number of things: `1 question`, `2,000 questions`.
    #[must_use]
    pub fn count(&self, number: impl Into<u64>, thing: &Noun) -> String {
        let number = number.into();
        let Noun { one, other } = thing;
        let thing = if number == 1 { one } else { other };
        format!("{} {thing}", self.grouped(&number.to_string()))
    }

    /// Words in a row: `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub fn row(&self, words: &[String]) -> String {
        joined(words, self.figures.and)
    }

    /// The same where one of them is meant.
    #[must_use]
    pub fn either(&self, words: &[String]) -> String {
        joined(words, self.figures.or)
    }

    /// A span of months in words.
    #[must_use]
    pub fn months(&self, min: u16, max: Option<u16>) -> String {
        let month = &self.nouns.month;
        match max {
            None => (self.figures.from_months)(min),
            Some(max) if max == min => self.count(min, month),
            Some(max) => format!("{min} {} {}", self.figures.to, self.count(max, month)),
        }
    }

    /// Decimal digits, with a point before the decimals, as this language writes them; a lone decimal gets its second one.
    #[must_use]
    pub fn grouped(&self, digits: &str) -> String {
        self.figures.grouped(digits)
    }

    /// How much is asked for, with its unit in the plural, as it is to be written.
    #[must_use]
    pub fn amount(&self, at_least: Option<u32>, at_most: Option<u32>, unit: &str) -> String {
        let bound = |words: &str, number: u32| match number {
            1 => format!("{unit}: {words} 1"),
            _ => format!("{words} {} {unit}", self.grouped(&number.to_string())),
        };
        match (at_least, at_most) {
            (Some(least), _) => bound(self.figures.at_least, least),
            (None, Some(most)) => bound(self.figures.at_most, most),
            (None, None) => unit.to_owned(),
        }
    }

    /// What something takes: hours of work, and weeks at the least where there are any.
    #[must_use]
    pub fn effort(&self, hours: u16, weeks: u16) -> String {
        let hours = self.count(hours, &self.nouns.hour);
        match weeks {
            0 => hours,
            weeks => {
                let weeks = self.count(weeks, &self.nouns.week);
                format!("{hours}, {} {weeks}", self.figures.at_least)
            }
        }
    }

    /// A day of a year: the day of the month from 1, the month from 1.
    #[must_use]
    pub fn date(&self, year: i32, month: u32, day: u32) -> String {
        self.figures.date(year, month, day)
    }

    /// A month of a year, from 1.
    #[must_use]
    pub fn month_of_year(&self, year: i32, month: u32) -> String {
        self.figures.month_of_year(year, month)
    }

    /// A day of a month, without its year.
    #[must_use]
    pub fn day(&self, month: u32, day: u32) -> String {
        self.figures.day(month, day)
    }

    /// A month's short name; empty for one that is not there.
    #[must_use]
    pub fn month(&self, month: u32) -> &'static str {
        self.figures.month(month)
    }
}

fn joined(words: &[String], before_last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{de, en};

    #[test]
    fn figures_are_said_in_words() {
        let (en, de) = (&en::CATALOGUE, &de::CATALOGUE);
        for (digits, english, german) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("90000", "90,000", "90.000"),
            ("-1234567.5", "-1,234,567.50", "-1.234.567,50"),
            ("45.125", "45.125", "45,125"),
        ] {
            assert_eq!(en.grouped(digits), english);
            assert_eq!(de.grouped(digits), german);
        }
        for (min, max, english, german) in [
            (18, Some(48), "18 to 48 months", "18 bis 48 Monate"),
            (96, None, "from 96 months", "ab 96 Monaten"),
            (18, Some(18), "18 months", "18 Monate"),
            (1, Some(1), "1 month", "1 Monat"),
        ] {
            assert_eq!(en.months(min, max), english);
            assert_eq!(de.months(min, max), german);
        }
        assert_eq!(en.date(2027, 3, 1), "1 Mar 2027");
        assert_eq!(de.date(2027, 3, 1), "1. März 2027");
    }
}
