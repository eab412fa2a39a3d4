//! What the questions of the quiz must say: names given once, stages that are levels, options that fit how a question is answered.

use std::collections::HashSet;

use super::context::Check;
use crate::domain::{
    document::{AnswerKind, Question},
    id::Id,
};

/// What an option may not be called: what is said in place of an option.
const RESERVED: [&str; 5] = ["yes", "no", "unsure", "back", "stop"];

impl Check<'_> {
    pub(super) fn quiz(&mut self) {
        let quiz = &self.document.quiz;
        let keys = quiz.questions.iter().map(|question| &question.id);
        self.unique("/quiz/questions", keys.clone());
        self.unique(
            "/quiz/qualifiers",
            quiz.qualifiers.iter().map(|qualifier| &qualifier.id),
        );
        self.unique("/quiz/routing", quiz.routing.iter().map(|rule| &rule.id));
        let keys: HashSet<&Id> = keys.collect();
        for (index, qualifier) in quiz.qualifiers.iter().enumerate() {
            if keys.contains(&qualifier.id) {
                self.error(
                    format!("/quiz/qualifiers/{index}/id"),
                    "duplicate_id",
                    format!("The id {} is taken by a question.", qualifier.id),
                );
            }
        }
        for (index, question) in quiz.questions.iter().enumerate() {
            let at = format!("/quiz/questions/{index}");
            self.level(format!("{at}/stage"), &question.stage);
            self.options(&at, question);
        }
    }

    fn options(&mut self, at: &str, question: &Question) {
        let list = format!("{at}/options");
        let options = &question.options;
        if question.kind == AnswerKind::YesNo {
            if !options.is_empty() {
                self.error(
                    list,
                    "options_not_expected",
                    "A question that is answered with yes or no has no options.",
                );
            }
            return;
        }
        if options.len() < 2 {
            self.error(
                &list,
                "too_few_options",
                "A scale or a choice has at least two options.",
            );
        }
        if options.len() > 10 {
            self.error(&list, "too_many", "A question has at most 10 options.");
        }
        let ids = options.iter().map(|option| &option.id).enumerate();
        let mut seen = HashSet::new();
        for (row, id) in ids {
            let pointer = format!("{list}/{row}/id");
            if RESERVED.contains(&id.as_str()) {
                let detail = format!("An option is not called {id}: that is an answer of its own.");
                self.error(&pointer, "reserved_id", detail);
            }
            if !seen.insert(id) {
                let detail = format!("The question has an option {id} already.");
                self.error(pointer, "duplicate_id", detail);
            }
        }
        if !options.is_empty() && options.iter().all(|option| option.points > 0) {
            self.error(
                &list,
                "no_zero_option",
                "One option gives 0 points, as unsure and no answer do.",
            );
        }
        if question.kind == AnswerKind::Scale {
            let pairs = options.iter().zip(options.iter().skip(1)).enumerate();
            for (row, (one, next)) in pairs.filter(|(_, (one, next))| next.points < one.points) {
                self.error(
                    format!("{list}/{}/points", row + 1),
                    "falling_scale",
                    format!("On a scale {} gives no less than {}.", next.id, one.id),
                );
            }
        }
    }
}
