//! Why: what each answer counted for, and how even the profile is.

use std::borrow::Cow;

use super::{
    counts::small,
    result::{AnswerEffect, AnswerReason, PlacementVerdict, StageProfile},
};
use crate::domain::{
    answers::{Answer, AnswerSheet, AnswerValue},
    document::Question,
    ladder::Ladder,
};

impl Ladder {
    pub(super) fn reasons(
        &self,
        sheet: &AnswerSheet,
        verdict: &PlacementVerdict,
        totals: &[usize],
    ) -> Vec<AnswerReason<'_>> {
        let quiz = &self.document().quiz;
        let words = &self.words().facts.placement;
        let questions = quiz.questions.iter().zip(&sheet.questions);
        let questions =
            questions.filter_map(|(question, answer)| self.reason(question, (*answer)?));
        let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers).enumerate();
        let qualifiers = qualifiers.filter_map(|(bit, (qualifier, answer))| {
            let matters = self.qualifier_matters(verdict, bit, verdict.total);
            let mut totals = totals.iter();
            let could = totals.any(|total| self.qualifier_matters(verdict, bit, *total));
            let (effect, text) = match (matters, (*answer)?) {
                (false, _) if could => (AnswerEffect::NoEffect, words.without_effect_yet),
                (false, _) => (AnswerEffect::NoEffect, words.without_effect),
                (true, Answer::Yes) => (AnswerEffect::Counted, words.decisive),
                (true, Answer::Unsure) => (AnswerEffect::Open, words.would_raise),
                (true, _) => (AnswerEffect::NotCounted, words.holds_back),
            };
            Some(AnswerReason {
                id: &qualifier.id,
                answer: AnswerValue::plain((*answer)?)?,
                effect,
                text: Cow::Borrowed(text),
                points: None,
            })
        });
        questions.chain(qualifiers).collect()
    }

    /// What an answer to a question counted for.
    fn reason<'a>(&self, question: &'a Question, answer: Answer) -> Option<AnswerReason<'a>> {
        let words = &self.words().facts.placement;
        let counts_points = self.table().counts_points();
        let points = question.points(answer);
        let (effect, text) = match answer {
            Answer::Unsure if counts_points => {
                let text = (words.gives_not_yet)(question.most_points());
                (AnswerEffect::Open, Cow::Owned(text))
            }
            _ if counts_points => {
                let text = (words.gives)(points, question.most_points());
                let counted =
                    [AnswerEffect::NotCounted, AnswerEffect::Counted][usize::from(points > 0)];
                (counted, Cow::Owned(text))
            }
            Answer::Yes => (AnswerEffect::Counted, Cow::Borrowed(words.counts)),
            Answer::Unsure => (AnswerEffect::Open, Cow::Borrowed(words.open)),
            Answer::No | Answer::Option(_) => {
                (AnswerEffect::NotCounted, Cow::Borrowed(words.counts_not))
            }
        };
        Some(AnswerReason {
            id: &question.id,
            answer: question.given(answer)?,
            effect,
            text,
            points: counts_points.then_some(small(points)),
        })
    }

    /// Whether a qualifier's answer changes the placement with so many yes answers or points.
    fn qualifier_matters(&self, verdict: &PlacementVerdict, bit: usize, total: usize) -> bool {
        let order = |mask| self.table().order(total, mask);
        order(verdict.mask & !(1 << bit)) != order(verdict.mask | 1 << bit)
    }

    pub(super) fn profile(&self, sheet: &AnswerSheet) -> Vec<StageProfile<'_>> {
        let document = self.document();
        let counts_points = self.table().counts_points();
        let stages = document.levels.iter().map(|level| {
            let mut stage = StageProfile {
                stage: &level.id,
                yes: 0,
                of: 0,
                points: None,
                of_points: None,
            };
            let (mut points, mut of_points) = (0, 0);
            for (question, answer) in document.quiz.questions.iter().zip(&sheet.questions) {
                if question.stage == level.id {
                    stage.of += 1;
                    stage.yes += u8::from(*answer == Some(Answer::Yes));
                    if counts_points {
                        points += answer.map_or(0, |answer| question.points(answer));
                        of_points += question.most_points();
                    }
                }
            }
            if counts_points {
                stage.points = Some(small(points));
                stage.of_points = Some(small(of_points));
            }
            stage
        });
        stages.filter(|stage| stage.of > 0).collect()
    }

    /// A later stage answered yes above an earlier no, on one and the same path. Unsure is not no, and neither is silence; an option
    /// that gives points is as good as a yes, and one that gives none is a no.
    pub(super) fn unevenness(
        &self,
        sheet: &AnswerSheet,
        profile: &[StageProfile<'_>],
    ) -> Option<String> {
        let document = self.document();
        let counts = |stage: &StageProfile<'_>| stage.points.unwrap_or(stage.yes.into()) > 0;
        let highest = profile.iter().rposition(counts)?;
        let top = profile.get(highest)?;
        let path = match document.tracks.as_slice() {
            [] => document.levels.iter().collect(),
            _ => document.path_to(document.level(top.stage.as_str())?),
        };
        let below = profile.get(..highest)?.iter();
        let below = below.filter(|stage| path.iter().any(|level| level.id == *stage.stage));
        let below: Vec<&StageProfile<'_>> = below.collect();
        let questions = document.quiz.questions.iter();
        let denied: Vec<&str> = questions
            .zip(&sheet.questions)
            .filter(|(question, answer)| {
                let denied = match answer {
                    Some(Answer::No) => true,
                    Some(option @ Answer::Option(_)) => question.points(*option) == 0,
                    _ => false,
                };
                denied && below.iter().any(|stage| *stage.stage == question.stage)
            })
            .map(|(question, _)| question.id.as_str())
            .collect();
        if denied.is_empty() {
            return None;
        }
        let words = &self.words().facts.placement;
        let uneven = if self.table().counts_points() {
            words.uneven_points
        } else {
            words.uneven
        };
        Some(uneven(top.stage.as_str(), &denied))
    }
}
