//! What is written in pictures. `told` is what a screen reader says of them. Titles, spans, amounts and dates come in as they are
//! to be written.

/// The words of every picture.
#[derive(Debug)]
pub struct PictureTexts {
    /// Which ladder: its title, id, version, and how its hash begins.
    pub source: fn(&str, &str, &str, &str) -> String,
    /// A phase: its number and title.
    pub phase: fn(u8, &str) -> String,
    pub phase_told: fn(u8, &str) -> String,
    /// How many of a list are left out.
    pub more: fn(usize) -> String,
    pub bands: PictureBandTexts,
    pub comparison: PictureComparisonTexts,
    pub ladder: PictureLadderTexts,
    pub level: PictureLevelTexts,
    pub placement: PicturePlacementTexts,
    pub readiness: PictureReadinessTexts,
    pub roadmap: PictureRoadmapTexts,
    pub time: PictureTimeTexts,
}

/// Pay bands.
#[derive(Debug)]
pub struct PictureBandTexts {
    /// From the ladder's title.
    pub heading: fn(&str) -> String,
    /// From the bands, counted, and the ladder's title.
    pub told: fn(&str, &str) -> String,
    pub none: &'static str,
    /// A currency, and what its amounts pay for.
    pub chart: fn(&str, &str) -> String,
    /// A currency and an amount.
    pub amount: fn(&str, &str) -> String,
    /// A currency, the lowest amount and the highest.
    pub range: fn(&str, &str, &str) -> String,
    /// A range and its midpoint.
    pub figures: fn(&str, &str) -> String,
    /// A region and a market.
    pub place: fn(&str, &str) -> String,
    pub not_published: &'static str,
    /// A range, and what its amounts pay for.
    pub pay: fn(&str, &str) -> String,
    /// The same as `place`, in a sentence.
    pub place_told: fn(&str, &str) -> String,
    /// A title, pay, its midpoint, the place, and whether pay goes beyond the highest amount.
    pub band_told: fn(&str, &str, &str, &str, bool) -> String,
    /// The same where the pay has one end only, and so no midpoint: a title, pay and the place.
    pub one_end_told: fn(&str, &str, &str) -> String,
    /// A title, a currency and the place.
    pub not_published_told: fn(&str, &str, &str) -> String,
    /// What the signs mean: a bar of this market, the line in its middle, arrowheads, arrowheads in place of an end, a dashed frame.
    pub bar: fn(&str) -> String,
    pub middle: &'static str,
    pub beyond: &'static str,
    pub one_end: &'static str,
    pub empty: &'static str,
}

/// Two levels side by side.
#[derive(Debug)]
pub struct PictureComparisonTexts {
    /// From the ladder's title and both levels.
    pub told: fn(&str, &str, &str) -> String,
    /// A level: its title, rank and tenure.
    pub level_told: fn(&str, u8, &str) -> String,
    /// A row: its name, how it is at the lower level and at the higher.
    pub change_told: fn(&str, &str, &str) -> String,
    /// The number of a phase, and of its criteria.
    pub criteria_told: fn(u8, usize) -> String,
    /// From its rank.
    pub level: fn(u8) -> String,
    pub tenure: fn(&str) -> String,
    pub tenures: &'static str,
    /// A span, and what the source says of it.
    pub span: fn(&str, &str) -> String,
    pub no_span: &'static str,
    pub changes: &'static str,
    pub no_changes: &'static str,
    pub not_described: &'static str,
    pub criteria: &'static str,
    pub no_criteria: &'static str,
    pub pay: &'static str,
    /// From the level's title.
    pub no_pay: fn(&str) -> String,
    /// From the reason.
    pub no_step: fn(&str) -> String,
    pub no_gap: &'static str,
    /// From an amount.
    pub overlap: fn(&str) -> String,
    pub gap: fn(&str) -> String,
    /// From percent with their sign.
    pub progression: fn(&str) -> String,
}

/// The ladder, and a place on it.
#[derive(Debug)]
pub struct PictureLadderTexts {
    /// From its title and its levels, counted.
    pub told: fn(&str, &str) -> String,
    pub place_told: fn(&str) -> String,
    /// A level: its rank, title, tenure and plateau.
    pub level_told: fn(u8, &str, &str, &str) -> String,
    /// From the levels, counted, and the place.
    pub place: fn(&str, &str) -> String,
    /// A level: its rank and tenure.
    pub level: fn(u8, &str) -> String,
    pub plateau: fn(&str) -> String,
    /// Between a level and this one, and below this one.
    pub approaching: fn(&str) -> String,
    pub before: fn(&str) -> String,
    pub before_first: &'static str,
    pub here: &'static str,
    pub possible: &'static str,
}

/// A level of the ladder.
#[derive(Debug)]
pub struct PictureLevelTexts {
    /// From its rank, the number of levels, the ladder's title, its own and its tenure.
    pub told: fn(u8, usize, &str, &str, &str) -> String,
    /// The plateau's title and what it is.
    pub plateau_told: fn(&str, &str) -> String,
    pub forward_told: &'static str,
    /// Its rank, the number of levels and the ladder's title.
    pub rank: fn(u8, usize, &str) -> String,
    pub plateau: &'static str,
    pub forward: &'static str,
    /// How many of what moves forward are left out.
    pub more: fn(usize) -> String,
}

/// A placement.
#[derive(Debug)]
pub struct PicturePlacementTexts {
    /// From the place.
    pub heading: fn(&str) -> String,
    /// From the ladder's title and the place.
    pub told: fn(&str, &str) -> String,
    /// A stage: its level, questions answered with yes, and all.
    pub stage_told: fn(&str, u8, u8) -> String,
    pub unreviewed: &'static str,
    /// All questions; how many are answered with yes, no and unsure; how many are not.
    pub counted: fn(u8, [u8; 4]) -> String,
    pub decided: &'static str,
    /// From the places that are possible, in a row.
    pub open: fn(&str) -> String,
    /// The last in that row: how many places are left out.
    pub more: fn(usize) -> String,
    pub profile: &'static str,
    pub stages: &'static str,
    /// Questions answered with yes, and all.
    pub stage: fn(u8, u8) -> String,
    /// The heading where the quiz counts points.
    pub points: &'static str,
    /// Points, and all that there could be.
    pub stage_points: fn(u16, u16) -> String,
    pub uneven: &'static str,
}

/// Readiness for a level.
#[derive(Debug)]
pub struct PictureReadinessTexts {
    /// From the level's title.
    pub heading: fn(&str) -> String,
    /// From the level's title, the ladder's and the verdict.
    pub told: fn(&str, &str, &str) -> String,
    /// How a criterion stands, and its text.
    pub criterion_told: fn(&str, &str) -> String,
    pub ready: &'static str,
    pub not_ready: &'static str,
    pub withheld: &'static str,
    pub met: PictureStateTexts,
    pub claimed: PictureStateTexts,
    pub unmet: PictureStateTexts,
    pub unknown: PictureStateTexts,
    /// Headings.
    pub all_met: &'static str,
    pub all_missing: &'static str,
    /// How a criterion stands, and the number of its phase.
    pub criterion: fn(&str, u8) -> String,
    pub unreviewed: &'static str,
}

/// How criteria stand: the word, and how many do.
#[derive(Debug)]
pub struct PictureStateTexts {
    pub word: &'static str,
    pub counted: fn(u16) -> String,
}

/// A roadmap.
#[derive(Debug)]
pub struct PictureRoadmapTexts {
    /// From the target; at the top of the ladder, from the place.
    pub heading: fn(&str) -> String,
    pub heading_at_top: fn(&str) -> String,
    /// From the ladder's title, the place, the target, and the plan in figures.
    pub told: fn(&str, &str, &str, &str) -> String,
    pub told_at_top: fn(&str, &str, &str) -> String,
    /// A criterion, and when.
    pub milestone_told: fn(&str, &str) -> String,
    pub met_told: fn(usize) -> String,
    pub from: fn(&str) -> String,
    /// The plan in figures: from hours or days, counted.
    pub pace: fn(&str) -> String,
    pub work: fn(&str) -> String,
    pub work_not_known: &'static str,
    pub days_not_known: &'static str,
    pub no_milestones: &'static str,
    /// When it begins and ends.
    pub span: fn(&str, &str) -> String,
    pub begin: fn(&str) -> String,
    pub no_begin: &'static str,
    pub no_plan: &'static str,
    /// By when it is wanted, and whether that can be kept.
    pub wanted: fn(&str) -> String,
    pub wanted_and_kept: fn(&str) -> String,
    pub wanted_and_missed: fn(&str) -> String,
    /// From a level's title.
    pub leads_to: fn(&str) -> String,
    pub operating: &'static str,
    pub phase_met: &'static str,
    /// Effort, by whose figure it is.
    pub effort: fn(&str) -> String,
    pub effort_estimated: fn(&str) -> String,
    pub effort_not_known: &'static str,
    /// From a date to another, and from a day of the plan.
    pub dates: fn(&str, &str) -> String,
    pub days: fn(&str, &str) -> String,
    pub no_days: &'static str,
    pub days_follow: &'static str,
    pub days_not_given: &'static str,
    /// From the criterion.
    pub met: fn(&str) -> String,
    /// How many milestones are left out.
    pub more: fn(usize) -> String,
    pub working: &'static str,
    pub waiting: &'static str,
    pub wanted_by: fn(&str) -> String,
    /// At its end: from a date, or from a day of the plan.
    pub top: &'static str,
    pub due_by: fn(&str) -> String,
    pub due_by_day: fn(&str) -> String,
    pub all_met: &'static str,
    pub due_not_known: &'static str,
    pub pay: &'static str,
    pub notes: &'static str,
}

/// A scale of time.
#[derive(Debug)]
pub struct PictureTimeTexts {
    pub start: &'static str,
    /// A day of the plan.
    pub day: fn(&str) -> String,
}
