//! What the pages say.

/// What the pages say. Texts with a level take its title.
#[derive(Debug)]
pub struct Pages {
    pub skip: &'static str,
    pub nav: NavTexts,
    pub start: StartTexts,
    pub result: ResultTexts,
    pub plan: PagePlanTexts,
    pub ladder: PageLadderTexts,
    pub trouble: ProblemTexts,
}

/// Head and foot of every page.
#[derive(Debug)]
pub struct NavTexts {
    pub main: &'static str,
    pub quiz: &'static str,
    pub ladder: &'static str,
    pub api: &'static str,
    pub languages: &'static str,
    pub stored: &'static str,
    pub failed: &'static str,
    pub again: &'static str,
    /// Ladder, version, and the beginning of the hash.
    pub rests_on: fn(&str, &str, &str) -> String,
    /// Title, author, publisher.
    pub source: fn(&str, &str, &str) -> String,
}

/// The quiz before it is answered.
#[derive(Debug)]
pub struct StartTexts {
    pub title: fn(&str) -> String,
    pub questions: fn(u64) -> String,
    pub a_minute: &'static str,
    pub nothing_stored: &'static str,
    pub quiz: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub unsure: &'static str,
    pub show: &'static str,
    pub nothing_answered: &'static str,
    pub one_more: &'static str,
    pub one_more_why: &'static str,
    pub levels: &'static str,
    pub read_ladder: &'static str,
    pub others: &'static str,
}

/// The result.
#[derive(Debug)]
pub struct ResultTexts {
    pub title: fn(&str) -> String,
    pub your_place: &'static str,
    pub phase: fn(u8, &str) -> String,
    pub next: fn(&str) -> String,
    pub highest: &'static str,
    pub self_reported: &'static str,
    pub open: fn(&str) -> String,
    pub contents: &'static str,
    pub why: &'static str,
    /// Yes, no, unsure, not answered.
    pub counts: fn(u8, u8, u8, u8) -> String,
    /// Points, of how many.
    pub points: fn(u16, u16) -> String,
    pub rule: fn(&str) -> String,
    pub not_answered: &'static str,
    pub counts_as_not_yes: &'static str,
    pub up: &'static str,
    pub up_all: &'static str,
    /// The same where the quiz counts points.
    pub up_all_points: &'static str,
    pub up_any: &'static str,
    /// The same where the quiz counts points.
    pub up_any_points: &'static str,
    pub up_more: fn(u64) -> String,
    pub top: &'static str,
    pub both: &'static str,
    pub plateau: fn(&str) -> String,
    pub break_it: &'static str,
    pub why_it_lasts: &'static str,
    pub roadblocks: &'static str,
    pub clears: &'static str,
    pub pay: &'static str,
    pub no_band: &'static str,
    pub next_steps: &'static str,
    pub first_milestone: fn(&str) -> String,
    pub no_milestone: &'static str,
    pub with_a_mentor: &'static str,
    pub alone: &'static str,
    pub reading: &'static str,
    pub keep: &'static str,
    pub keep_about: &'static str,
    pub link: &'static str,
    pub link_about: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub print: &'static str,
    pub markdown: &'static str,
    pub picture: &'static str,
    pub calendar: &'static str,
    pub json: &'static str,
    pub again: &'static str,
    pub change: &'static str,
}

/// The plan.
#[derive(Debug)]
pub struct PagePlanTexts {
    pub title: &'static str,
    pub to: fn(&str) -> String,
    pub at_the_top: &'static str,
    pub hours: &'static str,
    pub start: &'static str,
    pub met: &'static str,
    pub met_about: &'static str,
    pub again: &'static str,
    pub cannot: &'static str,
    pub milestone: &'static str,
    pub effort: &'static str,
    pub estimate: &'static str,
    pub at_least_weeks: fn(u16) -> String,
    pub unknown: &'static str,
    pub reckoned: &'static str,
    pub helps: &'static str,
    pub notes: &'static str,
    pub done: &'static str,
}

/// The ladder as a page.
#[derive(Debug)]
pub struct PageLadderTexts {
    pub contents: &'static str,
    pub take_quiz: &'static str,
    pub side_by_side: &'static str,
    pub tenure: &'static str,
    pub moves_forward: &'static str,
    pub plateau: &'static str,
    pub phase: fn(u8, &str) -> String,
    pub starts_at: fn(&str) -> String,
    pub why_it_lasts: &'static str,
    pub self_study: &'static str,
    pub mentor: &'static str,
    pub dimension: &'static str,
    pub before: &'static str,
    pub criteria_exit: fn(&str) -> String,
    pub criteria_operating: &'static str,
    pub remembered: &'static str,
    pub forget: &'static str,
    pub helps: &'static str,
    pub roadblocks: &'static str,
    pub met_at: fn(&str) -> String,
    pub clears: &'static str,
    pub resources: &'static str,
    pub sponsored: &'static str,
    pub for_phases: fn(&str) -> String,
    pub pay: &'static str,
    pub level: &'static str,
    pub region: &'static str,
    pub market: &'static str,
    pub range: &'static str,
    pub midpoint: &'static str,
    pub not_published: &'static str,
    pub and_more: fn(&str) -> String,
    pub faqs: &'static str,
    pub insights: &'static str,
    pub timeframes: &'static str,
    pub machines: &'static str,
    pub documentation: &'static str,
    pub guide: &'static str,
    pub tool: &'static str,
    pub reading: &'static str,
    pub practice: &'static str,
    pub course: &'static str,
    pub community: &'static str,
    pub mentoring: &'static str,
    pub anchor: fn(&str) -> String,
}

/// What went wrong.
#[derive(Debug)]
pub struct ProblemTexts {
    pub title: &'static str,
    pub back: &'static str,
}
