//! A stored assessment: who and when, the placement, what was said against it, and how to take it.

use chrono::{DateTime, Datelike, Utc};

use super::{
    quiz::{explained, headed},
    text::{code, inline},
};
use crate::domain::{
    assessment::{Assessment, Role},
    contest::{Contest, ContestDecision},
    ladder::Ladder,
};

/// An assessment.
pub fn assessment(ladder: &Ladder, assessment: &Assessment<'_>) -> String {
    let texts = &ladder.words().texts.assessment;
    let mut page = headed(ladder, &assessment.placement);
    let (person, at) = (inline(assessment.person), day(ladder, assessment.taken_at));
    page.say(&match assessment.by.role {
        Role::Oneself => (texts.by_oneself)(&person, &at),
        Role::Assessor => (texts.by_assessor)(&person, &inline(&assessment.by.id), &at),
    });
    if !assessment.contests.is_empty() {
        page.heading(2, texts.contests);
        page.list(assessment.contests.iter().map(|one| contest(ladder, one)));
    }
    explained(&mut page, ladder, &assessment.placement);
    page.heading(2, texts.guidance);
    let guidance = &assessment.guidance;
    page.say(guidance.text);
    let rules = guidance.rules.iter();
    let rule = ladder.words().texts.quiz.rule;
    page.list(rules.map(|one| rule(&inline(&one.text), &code(&one.id))));
    page.say(&(texts.contest)(&code(&guidance.contest)));
    page.cite(ladder)
}

fn contest(ladder: &Ladder, contest: &Contest) -> String {
    let texts = &ladder.words().texts.assessment;
    let at = day(ladder, contest.contested_at);
    let said = (texts.contested)(&inline(&contest.by), &at, &inline(&contest.reason));
    let found = contest
        .resolution
        .as_ref()
        .map_or(texts.open.into(), |found| {
            let say = match found.decision {
                ContestDecision::Upheld => texts.upheld,
                ContestDecision::Rejected => texts.rejected,
            };
            say(
                &inline(&found.by),
                &day(ladder, found.resolved_at),
                &inline(&found.note),
            )
        });
    format!("{said} {found}")
}

fn day(ladder: &Ladder, at: DateTime<Utc>) -> String {
    ladder.words().date(at.year(), at.month(), at.day())
}
