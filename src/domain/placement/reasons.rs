//! Why: what each answer counted for, and how even the profile is.

use super::{Effect, Reason, Stage, Verdict};
use crate::domain::{
    answers::{Answer, Sheet},
    ladder::Ladder,
};

impl Ladder {
    pub(super) fn reasons(&self, sheet: &Sheet, verdict: &Verdict) -> Vec<Reason<'_>> {
        let quiz = &self.document().quiz;
        let questions = quiz.questions.iter().zip(&sheet.questions);
        let questions = questions.filter_map(|(question, answer)| {
            let (effect, text) = match (*answer)? {
                Answer::Yes => (Effect::Counted, "Counts as one yes."),
                Answer::No => (Effect::NotCounted, "Counts as not yes."),
                Answer::Unsure => (
                    Effect::Open,
                    "Counts as not yes for now; a yes would add one.",
                ),
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
            let matters = self.qualifier_matters(verdict, bit);
            let (effect, text) = match (matters, (*answer)?) {
                (false, _) => (
                    Effect::NoEffect,
                    "Changes nothing together with the other answers.",
                ),
                (true, Answer::Yes) => (
                    Effect::Counted,
                    "Counts: the rule that decides asks for it.",
                ),
                (true, Answer::No) => (
                    Effect::NotCounted,
                    "Keeps the placement where it is; a yes would raise it.",
                ),
                (true, Answer::Unsure) => (
                    Effect::Open,
                    "Counts as not yes for now; a yes would raise the placement.",
                ),
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

    fn qualifier_matters(&self, verdict: &Verdict, bit: usize) -> bool {
        let yes = usize::from(verdict.counts.yes);
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

    pub(super) fn unevenness(&self, sheet: &Sheet, profile: &[Stage<'_>]) -> Option<String> {
        let highest = profile.iter().rposition(|stage| stage.yes > 0)?;
        let gaps: Vec<&Stage<'_>> = profile
            .iter()
            .take(highest)
            .filter(|stage| stage.yes < stage.of)
            .collect();
        if gaps.is_empty() {
            return None;
        }
        let top = profile.get(highest)?;
        let open: Vec<&str> = self
            .document()
            .quiz
            .questions
            .iter()
            .zip(&sheet.questions)
            .filter(|(question, answer)| {
                **answer != Some(Answer::Yes) && gaps.iter().any(|gap| *gap.stage == question.stage)
            })
            .map(|(question, _)| question.id.as_str())
            .collect();
        Some(format!(
            "Uneven: there is a yes at the {} stage above earlier questions without one ({}). They count alike for the placement; what is missing below is worth a look first.",
            top.stage,
            open.join(", ")
        ))
    }
}
