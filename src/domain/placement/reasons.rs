//! Why: what each answer counted for, and how even the profile is.

use super::{Effect, Reason, Stage, Verdict};
use crate::domain::{
    answers::{Answer, Sheet},
    ladder::Ladder,
};

impl Ladder {
    pub(super) fn reasons(&self, sheet: &Sheet, verdict: &Verdict) -> Vec<Reason<'_>> {
        let quiz = &self.document().quiz;
        let words = &self.words().facts.placement;
        let questions = quiz.questions.iter().zip(&sheet.questions);
        let questions = questions.filter_map(|(question, answer)| {
            let (effect, text) = match (*answer)? {
                Answer::Yes => (Effect::Counted, words.counts),
                Answer::No => (Effect::NotCounted, words.counts_not),
                Answer::Unsure => (Effect::Open, words.open),
            };
            Some(Reason {
                id: &question.id,
                answer: (*answer)?,
                effect,
                text,
            })
        });
        let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers).enumerate();
        let qualifiers = qualifiers.filter_map(|(bit, (qualifier, answer))| {
            let yes = usize::from(verdict.counts.yes);
            let matters = self.qualifier_matters(verdict, bit, yes);
            let could = (yes..=yes + verdict.counts.open())
                .any(|yes| self.qualifier_matters(verdict, bit, yes));
            let (effect, text) = match (matters, (*answer)?) {
                (false, _) if could => (Effect::NoEffect, words.without_effect_yet),
                (false, _) => (Effect::NoEffect, words.without_effect),
                (true, Answer::Yes) => (Effect::Counted, words.decisive),
                (true, Answer::No) => (Effect::NotCounted, words.holds_back),
                (true, Answer::Unsure) => (Effect::Open, words.would_raise),
            };
            Some(Reason {
                id: &qualifier.id,
                answer: (*answer)?,
                effect,
                text,
            })
        });
        questions.chain(qualifiers).collect()
    }

    /// Whether a qualifier's answer changes the placement with so many yes answers.
    fn qualifier_matters(&self, verdict: &Verdict, bit: usize, yes: usize) -> bool {
        let order = |mask| self.table().order(yes, mask);
        order(verdict.mask & !(1 << bit)) != order(verdict.mask | 1 << bit)
    }

    pub(super) fn profile(&self, sheet: &Sheet) -> Vec<Stage<'_>> {
        let document = self.document();
        let stages = document.levels.iter().map(|level| {
            let mut stage = Stage {
                stage: &level.id,
                yes: 0,
                of: 0,
            };
            for (question, answer) in document.quiz.questions.iter().zip(&sheet.questions) {
                if question.stage == level.id {
                    stage.of += 1;
                    stage.yes += u8::from(*answer == Some(Answer::Yes));
                }
            }
            stage
        });
        stages.filter(|stage| stage.of > 0).collect()
    }

    /// A later stage answered yes above an earlier no. Unsure is not no, and neither is silence.
    pub(super) fn unevenness(&self, sheet: &Sheet, profile: &[Stage<'_>]) -> Option<String> {
        let highest = profile.iter().rposition(|stage| stage.yes > 0)?;
        let below = profile.get(..highest)?;
        let questions = self.document().quiz.questions.iter();
        let denied: Vec<&str> = questions
            .zip(&sheet.questions)
            .filter(|(question, answer)| {
                **answer == Some(Answer::No)
                    && below.iter().any(|stage| *stage.stage == question.stage)
            })
            .map(|(question, _)| question.id.as_str())
            .collect();
        let top = profile.get(highest).filter(|_| !denied.is_empty())?;
        Some((self.words().facts.placement.uneven)(
            top.stage.as_str(),
            &denied,
        ))
    }
}
