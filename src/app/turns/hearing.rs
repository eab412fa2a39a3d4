//! How what was said is taken: an answer by its name, a wish of the quiz, or words that are read.

use super::{Heard, HeardAs, HeardWords, Reply, TakeQuiz};
use crate::domain::{
    answers::option_said,
    document::Choice,
    fault::Fault,
    id::Id,
    interpretation::{Reading, interpret},
    turn::{Wish, wish},
};

impl TakeQuiz {
    /// How what was said is taken. `locale` is the language in which the question was asked.
    pub(super) fn heard(&self, locale: &str, options: &[Choice]) -> Heard {
        let plain = |answer| Heard {
            answer,
            words: Vec::new(),
        };
        match (&self.answer, self.text.as_deref()) {
            (Some(Reply::Yes), _) => plain(HeardAs::Yes),
            (Some(Reply::No), _) => plain(HeardAs::No),
            (Some(Reply::Unsure), _) => plain(HeardAs::Unsure),
            (Some(Reply::Back), _) => plain(HeardAs::Back),
            (Some(Reply::Stop), _) => plain(HeardAs::Stop),
            (Some(Reply::Option(name)), _) => match Id::try_from(name.clone()) {
                Ok(id) => plain(HeardAs::Option(id)),
                Err(_) => plain(HeardAs::Unclear),
            },
            (None, text) => Heard::of(text.unwrap_or_default(), locale, options),
        }
    }
}

impl Heard {
    /// How a person's words are taken.
    fn of(text: &str, locale: &str, options: &[Choice]) -> Self {
        let words = |text: &str, answer| HeardWords {
            text: text.into(),
            answer,
        };
        if let Some(option) = option_said(options, text) {
            let answer = HeardAs::Option(option.id.clone());
            return Self {
                answer: answer.clone(),
                words: vec![words(text.trim(), answer)],
            };
        }
        if let Some((wish, phrase)) = wish(text) {
            let answer = match wish {
                Wish::Back => HeardAs::Back,
                Wish::Stop => HeardAs::Stop,
            };
            return Self {
                answer: answer.clone(),
                words: vec![words(phrase, answer)],
            };
        }
        let read = interpret(text, locale);
        // A yes or a no names no option.
        if !options.is_empty() && read.answer != Reading::Unsure {
            return Self {
                answer: HeardAs::Unclear,
                words: Vec::new(),
            };
        }
        let spoken = read.words.iter();
        Self {
            answer: read.answer.into(),
            words: spoken
                .map(|one| words(one.text, one.reading.into()))
                .collect(),
        }
    }
}

impl HeardAs {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
            Self::Unclear => "unclear",
            Self::Back => "back",
            Self::Stop => "stop",
            Self::Option(id) => id.as_str(),
        }
    }
}

/// The fault of an answer that the question asked does not have.
pub(super) fn no_such_answer(options: &[Choice]) -> Fault {
    if options.is_empty() {
        let detail = r#"Unknown value. It is one of: "yes", "no", "unsure", "back", "stop"."#;
        return Fault::error("/answer", "unknown_value", detail);
    }
    let known = options.iter().map(|option| option.id.as_str());
    let known: Vec<&str> = known.chain(["unsure", "back", "stop"]).collect();
    let known = known.join(", ");
    let detail = format!("The question has no such option. It is answered with one of: {known}.");
    Fault::error("/answer", "unknown_option", detail)
}

impl From<Reading> for HeardAs {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::Yes => Self::Yes,
            Reading::No => Self::No,
            Reading::Unsure => Self::Unsure,
            Reading::Unclear => Self::Unclear,
        }
    }
}
