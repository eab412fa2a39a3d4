//! What is said of somebody by the evidence that is kept for them.

use super::{
    plan::verdict,
    text::{MarkdownPage, code, inline, to_see},
};
use crate::{
    domain::{
        evidence::{CriterionStanding, CriterionStandingReason, Lapse, PersonReadiness},
        ladder::Ladder,
    },
    locales::{MessageCatalogue, evidence::EvidenceMessages},
};

/// Somebody's readiness for a level.
pub fn person_readiness(ladder: &Ladder, readiness: &PersonReadiness<'_>) -> String {
    let words = ladder.words();
    let (texts, said) = (&words.texts.plan, &words.evidence);
    let level = inline(readiness.level.title.as_str());
    let mut page = MarkdownPage::new(&(texts.readiness)(&level));
    let sentence = verdict(texts, readiness.verdict, &level);
    page.say(&format!("{sentence} {}", inline(&readiness.reason)));
    page.say(&(said.at)(&readiness.at.to_string()));
    page.say(&(texts.rule)(&inline(readiness.rule)));
    page.heading(2, said.criteria);
    let criteria = readiness.criteria.iter();
    page.list(criteria.map(|one| criterion(words, one)));
    page.heading(2, said.forecast);
    if readiness.forecast.total == 0 {
        page.say(said.nothing_lapses);
    } else {
        let lapses = readiness.forecast.lapses.iter();
        page.list(lapses.map(|one| lapse(words, one)));
        let listed = u32::try_from(readiness.forecast.lapses.len()).unwrap_or(u32::MAX);
        let more = readiness.forecast.total.saturating_sub(listed);
        if more > 0 {
            page.say(&(said.more_days)(more));
        }
    }
    page.heading(2, said.rules_used);
    page.say(readiness.guidance.text);
    let rules = readiness.guidance.rules.iter();
    page.list(rules.map(|rule| inline(&rule.text)));
    page.say(&(said.contest)(&code(&readiness.guidance.contest)));
    page.cite(ladder)
}

fn criterion(words: &MessageCatalogue, one: &CriterionStandingReason<'_>) -> String {
    let said = &words.evidence;
    let mut line = format!(
        "**{}** {} {}",
        standing(said, one.state),
        to_see(words, one.text, one.measure, one.id),
        inline(&one.why)
    );
    if !one.evidence.is_empty() {
        let ids: Vec<String> = one.evidence.iter().map(code).collect();
        let total = usize::try_from(one.evidence_total).unwrap_or(usize::MAX);
        let more = total.saturating_sub(ids.len());
        line.push(' ');
        line.push_str(&(said.decided)(&ids.join(", "), more));
    }
    line
}

fn standing(said: &EvidenceMessages, standing: CriterionStanding) -> &'static str {
    match standing {
        CriterionStanding::Met => said.met,
        CriterionStanding::Claimed => said.claimed,
        CriterionStanding::Unmet => said.unmet,
        CriterionStanding::Unknown => said.unknown,
    }
}

fn lapse(words: &MessageCatalogue, lapse: &Lapse<'_>) -> String {
    let said = &words.evidence;
    let criteria = lapse.criteria.iter().map(|one| {
        let (from, to) = (standing(said, one.from), standing(said, one.to));
        (said.lapse)(&code(one.criterion), from, to)
    });
    let criteria: Vec<String> = criteria.collect();
    let (from, to) = (
        lapse.verdict.from.words(words),
        lapse.verdict.to.words(words),
    );
    let verdict = match from == to {
        true => (said.verdict_stays)(from),
        false => (said.verdict_lapse)(from, to),
    };
    format!("{}: {}. {verdict}", lapse.on, criteria.join("; "))
}
