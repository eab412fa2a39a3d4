//! What answers to the quiz give, and sets of them that can be said in one sentence.

use std::borrow::Cow;

use super::text::{code, inline};
use crate::domain::{answers::Answer, document::Question, ladder::Ladder, placement::Placement};

/// What the answers to a question give.
pub(super) fn points(ladder: &Ladder, question: &Question) -> String {
    let words = ladder.words();
    let texts = &words.texts.quiz;
    let given = question.answers().map(|answer| {
        let text = match (answer, question.option(answer)) {
            (_, Some(option)) => format!("{} {}", inline(option.text.as_str()), code(&option.id)),
            (Answer::Yes, _) => texts.yes.to_owned(),
            _ => texts.no.to_owned(),
        };
        format!("{text}: {}", question.points(answer))
    });
    (texts.points)(&given.collect::<Vec<_>>().join("; "))
}

/// What a question counts for that is not answered.
pub(super) fn not_given<'a>(ladder: &'a Ladder, question: &Question) -> Cow<'a, str> {
    let words = ladder.words();
    if ladder.table().counts_points() {
        (words.facts.placement.gives_not_yet)(question.most_points()).into()
    } else {
        words.texts.quiz.counts_as_not_yes.into()
    }
}

/// Whether the sets are all choices of `size` among `items`, so that they can be said in one sentence.
pub(super) fn any_of(placement: &Placement<'_>, items: usize, size: usize) -> bool {
    let sets = &placement.to_advance;
    let mut choices = 1_u64;
    for step in 0..size as u64 {
        let left = (items as u64).saturating_sub(step);
        choices = choices.saturating_mul(left) / (step + 1);
    }
    sets.iter().all(|set| set.len() == size)
        && sets.len() as u64 == placement.to_advance_total
        && choices == placement.to_advance_total
}
