//! How what was said is taken: an answer by its name, a wish of the quiz, or words that are read.

use super::{ParsedReply, Reply, ReplyIntent, ReplyQuote, TakeQuizRequest};
use crate::domain::{
    answers::option_said,
    document::AnswerOption,
    fault::Fault,
    id::Id,
    interpretation::{AnswerIntent, interpret},
    turn::{QuizCommand, wish},
};

impl TakeQuizRequest {
    /// How what was said is taken. `locale` is the language in which the question was asked.
    pub(super) fn heard(&self, locale: &str, options: &[AnswerOption]) -> ParsedReply {
        let plain = |answer| ParsedReply {
            answer,
            words: Vec::new(),
        };
        match (&self.answer, self.text.as_deref()) {
            (Some(Reply::Yes), _) => plain(ReplyIntent::Yes),
            (Some(Reply::No), _) => plain(ReplyIntent::No),
            (Some(Reply::Unsure), _) => plain(ReplyIntent::Unsure),
            (Some(Reply::Back), _) => plain(ReplyIntent::Back),
            (Some(Reply::Stop), _) => plain(ReplyIntent::Stop),
            (Some(Reply::Option(name)), _) => match Id::try_from(name.clone()) {
                Ok(id) => plain(ReplyIntent::Option(id)),
                Err(_) => plain(ReplyIntent::Unclear),
            },
            (None, text) => ParsedReply::of(text.unwrap_or_default(), locale, options),
        }
    }
}

impl ParsedReply {
    /// How a person's words are taken.
    fn of(text: &str, locale: &str, options: &[AnswerOption]) -> Self {
        let words = |text: &str, answer| ReplyQuote {
            text: text.into(),
            answer,
        };
        if let Some(option) = option_said(options, text) {
            let answer = ReplyIntent::Option(option.id.clone());
            return Self {
                answer: answer.clone(),
                words: vec![words(text.trim(), answer)],
            };
        }
        if let Some((wish, phrase)) = wish(text) {
            let answer = match wish {
                QuizCommand::Back => ReplyIntent::Back,
                QuizCommand::Stop => ReplyIntent::Stop,
            };
            return Self {
                answer: answer.clone(),
                words: vec![words(phrase, answer)],
            };
        }
        let read = interpret(text, locale);
        // A yes or a no names no option.
        if !options.is_empty() && read.answer != AnswerIntent::Unsure {
            return Self {
                answer: ReplyIntent::Unclear,
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

impl ReplyIntent {
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
pub(super) fn no_such_answer(options: &[AnswerOption]) -> Fault {
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

impl From<AnswerIntent> for ReplyIntent {
    fn from(reading: AnswerIntent) -> Self {
        match reading {
            AnswerIntent::Yes => Self::Yes,
            AnswerIntent::No => Self::No,
            AnswerIntent::Unsure => Self::Unsure,
            AnswerIntent::Unclear => Self::Unclear,
        }
    }
}
