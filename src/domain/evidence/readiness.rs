//! Readiness by evidence: how each criterion that leads to a level stands on a day, why, and what can be said from that.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    CriterionEvidence, CriterionStanding, EvidenceByCriterion, EvidenceItem, Forecast,
    StandingCounts,
};
use crate::{
    domain::{
        comparison::LevelSummary,
        disclaimer::Disclaimer,
        document::{Criterion, Dimension, Level, Measure, Phase},
        fault::Fault,
        id::{Id, Text},
        ladder::{Ladder, LadderRef},
        readiness::ReadinessVerdict,
    },
    locales::evidence as words,
};

/// The most pieces of evidence that a criterion names.
const MOST_PIECES: usize = 20;

/// Somebody's readiness for a level on a day, by the evidence that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonReadiness<'a> {
    /// Whose it is, by the caller's own id.
    #[schema(value_type = String, max_length = 128)]
    pub person: &'a str,
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The level in question.
    pub level: LevelSummary<'a>,
    /// The day (UTC), at whose end it is so.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub at: NaiveDate,
    /// What can be said.
    pub verdict: ReadinessVerdict,
    /// The rule that decided, in words.
    #[schema(value_type = String, max_length = 400)]
    pub rule: &'static str,
    /// What the rule found here, in a sentence with its figures.
    #[schema(max_length = 1000)]
    pub reason: String,
    /// How many criteria stand how.
    pub counts: StandingCounts,
    /// The criteria that lead to the level, in the order of the document.
    #[schema(max_items = 10_000)]
    pub criteria: Vec<CriterionStandingReason<'a>>,
    /// What lapses after the day if nothing happens.
    pub forecast: Forecast<'a>,
    /// What this is and is not, and by which rules it came about.
    pub guidance: Disclaimer,
}

/// A criterion, how it stands, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriterionStandingReason<'a> {
    /// The criterion's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// How it stands.
    pub state: CriterionStanding,
    /// Why, in words.
    #[schema(max_length = 1000)]
    pub why: String,
    /// The pieces of evidence that decided, by id, the newest first. At most 20.
    #[schema(value_type = Vec<Uuid>, max_items = 20)]
    pub evidence: Vec<String>,
    /// How many pieces of evidence decided.
    #[schema(minimum = 0, maximum = 4_294_967_295_u64)]
    pub evidence_total: u32,
    /// The last day on which it stands so by these pieces; null where they have no end.
    #[schema(value_type = Option<String>, format = Date, max_length = 10)]
    pub until: Option<NaiveDate>,
    /// The number of its phase.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// What is to be seen.
    #[schema(value_type = Text)]
    pub text: &'a Text,
    /// How much of it, where it can be counted.
    #[schema(value_type = Option<Measure>)]
    pub measure: Option<&'a Measure>,
    /// The row of the phase's table that it speaks for; null where the ladder names none.
    #[schema(value_type = Option<Dimension>)]
    pub serves: Option<&'a Dimension>,
}

impl<'a> CriterionStandingReason<'a> {
    fn new(
        phase: &'a Phase,
        criterion: &'a Criterion,
        case: &CriterionEvidence,
        day: NaiveDate,
        words: &words::EvidenceMessages,
    ) -> Self {
        let state = case.standing(day);
        let deciding = case.deciding(state);
        let mut pieces = deciding.map_or_else(Vec::new, |tally| tally.pieces.clone());
        let total = pieces.len();
        pieces.sort_unstable_by(|one, other| other.cmp(one));
        pieces.truncate(MOST_PIECES);
        let until = deciding.and_then(|tally| match state {
            CriterionStanding::Unmet => None,
            _ => tally.end(),
        });
        let end = until.map(|day| day.to_string());
        let why = match state {
            CriterionStanding::Met => (words.why_met)(total, end.as_deref()),
            CriterionStanding::Claimed => (words.why_claimed)(total, end.as_deref()),
            CriterionStanding::Unmet => (words.why_unmet)(total),
            CriterionStanding::Unknown => (words.why_unknown)(case.expired, case.withdrawn),
        };
        Self {
            id: &criterion.id,
            state,
            why,
            evidence: pieces.iter().map(Uuid::to_string).collect(),
            evidence_total: u32::try_from(total).unwrap_or(u32::MAX),
            until,
            phase: phase.number,
            text: &criterion.text,
            measure: criterion.measure.as_ref(),
            serves: criterion
                .serves
                .as_ref()
                .and_then(|id| phase.dimensions.iter().find(|row| row.id == *id)),
        }
    }
}

impl Ladder {
    /// Somebody's readiness for a level at the end of a day, from all evidence there is for them.
    ///
    /// # Errors
    /// A fault at `/level` where no criterion leads to the level, as to the lowest.
    pub fn readiness_by_evidence<'a>(
        &'a self,
        person: &'a str,
        level: &'a Level,
        pieces: &[EvidenceItem],
        at: NaiveDate,
    ) -> Result<PersonReadiness<'a>, Fault> {
        let words = &self.words().evidence;
        let cases = EvidenceByCriterion::new(pieces, self.stamp().id.as_str(), at);
        let asked: Vec<(&Phase, &Criterion)> = self
            .phases_to(level)
            .flat_map(|phase| phase.criteria.iter().map(move |one| (phase, one)))
            .collect();
        if asked.is_empty() {
            return Err(self.no_criteria(level));
        }
        let criteria = asked.iter().map(|(phase, criterion)| {
            let case = cases.of(criterion.id.as_str());
            CriterionStandingReason::new(phase, criterion, case, at, words)
        });
        let criteria: Vec<CriterionStandingReason<'_>> = criteria.collect();
        let counts = StandingCounts::of(criteria.iter().map(|one| one.state));
        let with_cases = asked
            .iter()
            .map(|(_, one)| (&one.id, cases.of(one.id.as_str())));
        let forecast = Forecast::new(&with_cases.collect::<Vec<_>>(), at);
        Ok(PersonReadiness {
            person,
            ladder: self.stamp(),
            level: LevelSummary::of(level),
            at,
            verdict: counts.verdict(),
            rule: words.rule,
            reason: counts.told(words),
            counts,
            criteria,
            forecast,
            guidance: Disclaimer::new(
                words.guidance,
                person,
                words.rules.iter().map(|(id, text)| (*id, (*text).into())),
            ),
        })
    }
}
