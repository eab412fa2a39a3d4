//! A roadmap as a picture: a line of time with a bar for each milestone, grouped by phase, and at the end the target and what
//! the step pays.

use super::{
    canvas::{Canvas, INNER, MARGIN},
    comparison,
    icons::{flag, state},
    ladder::{name, title, words as place},
    readiness::measured,
    scale::{AROUND, BAR, LEFT, empty},
    text::{TextBlock, TextStyle, brief, foreign},
    time::{Time, day},
};
use crate::{
    domain::{
        criteria::CriterionState,
        document::{Criterion, EffortBasis},
        ladder::Ladder,
        roadmap::{Milestone, PlanPhase, Roadmap, UndatedReason},
    },
    locales::MessageCatalogue,
};

/// The most milestones that are drawn.
const MOST: usize = 60;

/// The plan: phases and milestones on a line of time, and what is at its end.
#[must_use]
pub fn roadmap(ladder: &Ladder, roadmap: &Roadmap<'_>) -> String {
    let words = ladder.words();
    let said = &words.pictures.roadmap;
    let target = roadmap
        .target
        .as_ref()
        .map(|level| foreign(level.title.as_str()));
    let from = place(ladder, &roadmap.from.placement);
    let heading = match &target {
        Some(target) => (said.heading)(target),
        None => (said.heading_at_top)(&from),
    };
    let mut canvas = Canvas::new(ladder, "roadmap", heading, tell(ladder, roadmap));
    if target.is_some() {
        canvas.say(&(said.from)(&from), TextStyle::Body, 3);
    }
    canvas.y += 6;
    canvas.say(&figures(words, roadmap), TextStyle::Note, 3);
    canvas.say(&ends(words, roadmap), TextStyle::Note, 3);
    canvas.y += 12;
    let dated = roadmap.phases.iter().flat_map(|phase| &phase.milestones);
    let dated = dated.filter_map(|milestone| milestone.due_day).max();
    let time = dated.map(|days| Time::of(words, days, roadmap.start, roadmap.target_date));
    if let Some(time) = &time {
        time.axis(&mut canvas);
    }
    let mut left = MOST;
    for phase in &roadmap.phases {
        if left == 0 {
            break;
        }
        head(&mut canvas, ladder, phase);
        for milestone in phase.milestones.iter().take(left) {
            self::milestone(&mut canvas, time.as_ref(), milestone);
        }
        left = left.saturating_sub(phase.milestones.len().max(1));
        met(&mut canvas, ladder, phase);
    }
    let drawn = MOST.saturating_sub(left);
    if let Some(more) = usize::from(roadmap.totals.milestones)
        .checked_sub(drawn)
        .filter(|more| *more > 0 && left == 0)
    {
        canvas.y += 10;
        canvas.say(&(said.more)(more), TextStyle::Note, 2);
    }
    if let Some(time) = &time {
        canvas.y += 10;
        time.axis(&mut canvas);
        legend(&mut canvas, roadmap, time);
    }
    end(&mut canvas, roadmap, target.as_deref());
    canvas.finish()
}

/// Hours, weeks and days in figures.
fn figures(words: &MessageCatalogue, roadmap: &Roadmap<'_>) -> String {
    let (said, nouns) = (&words.pictures.roadmap, &words.nouns);
    let totals = roadmap.totals;
    if totals.milestones == 0 {
        return said.no_milestones.into();
    }
    let hours = totals.hours.map_or_else(
        || said.work_not_known.into(),
        |hours| (said.work)(&words.count(hours, &nouns.hour)),
    );
    let days = totals.days.map_or_else(
        || said.days_not_known.into(),
        |days| words.count(days, &nouns.day),
    );
    let figures = [
        words.count(totals.milestones, &nouns.milestone),
        (said.pace)(&words.count(roadmap.hours_per_week, &nouns.hour)),
        hours,
        days,
    ];
    figures.join(" · ")
}

/// The first and the last day.
fn ends(words: &MessageCatalogue, roadmap: &Roadmap<'_>) -> String {
    let said = &words.pictures.roadmap;
    if roadmap.totals.milestones == 0 {
        return said.no_plan.into();
    }
    let start = roadmap.start.map(|start| day(words, start));
    let end = roadmap.end.map(|end| day(words, end));
    let mut sentences = vec![match (start, end) {
        (Some(start), Some(end)) => (said.span)(&start, &end),
        (Some(start), None) => (said.begin)(&start),
        (None, _) => said.no_begin.into(),
    }];
    sentences.extend(roadmap.target_date.map(|wanted| {
        let say = match roadmap.end {
            Some(end) if end <= wanted => said.wanted_and_kept,
            Some(_) => said.wanted_and_missed,
            None => said.wanted,
        };
        say(&day(words, wanted))
    }));
    sentences.join(" ")
}

fn tell(ladder: &Ladder, roadmap: &Roadmap<'_>) -> Vec<String> {
    let words = ladder.words();
    let said = &words.pictures.roadmap;
    let from = place(ladder, &roadmap.from.placement);
    let figures = figures(words, roadmap);
    let plan = match &roadmap.target {
        Some(level) => {
            let to = brief(level.title.as_str());
            (said.told)(&name(ladder), &from, &to, &figures)
        }
        None => (said.told_at_top)(&name(ladder), &from, &figures),
    };
    let mut told = vec![plan, ends(words, roadmap)];
    let mut left = MOST;
    for phase in &roadmap.phases {
        let title = brief(phase.title.as_str());
        told.push((words.pictures.phase_told)(phase.number, &title));
        let milestones = phase.milestones.iter().take(left);
        told.extend(milestones.map(|milestone| {
            let criterion = brief(milestone.criterion.text.as_str());
            (said.milestone_told)(&criterion, &when(words, milestone))
        }));
        if !phase.met.is_empty() {
            told.push((said.met_told)(phase.met.len()));
        }
        left = left.saturating_sub(phase.milestones.len());
    }
    let steps = roadmap.pay.steps.iter().take(4);
    told.extend(steps.map(|step| comparison::step_words(words, step)));
    told.extend(roadmap.pay.reason.map(str::to_owned));
    told
}

fn head(canvas: &mut Canvas<'_>, ladder: &Ladder, phase: &PlanPhase<'_>) {
    let pictures = &ladder.words().pictures;
    let said = &pictures.roadmap;
    let heading = (pictures.phase)(phase.number, &foreign(phase.title.as_str()));
    let leads = match phase.leads_to {
        Some(level) => (said.leads_to)(&title(ladder, level.as_str())),
        None => said.operating.into(),
    };
    let words = [(heading, TextStyle::Strong), (leads, TextStyle::Note)]
        .map(|(words, face)| TextBlock::new(&words, face, INNER - 32, 2));
    let height = words.iter().map(TextBlock::height).sum::<i32>() + 18;
    canvas.y += 14;
    canvas.rect("panel", [MARGIN, canvas.y, INNER, height], 8);
    let mut y = canvas.y + 9;
    for block in &words {
        canvas.text(block, MARGIN + 16, y);
        y += block.height();
    }
    canvas.y += height;
    if phase.milestones.is_empty() {
        canvas.y += 8;
        canvas.say(said.phase_met, TextStyle::Body, 2);
    }
}

fn milestone(canvas: &mut Canvas<'_>, time: Option<&Time>, milestone: &Milestone<'_>) {
    let criterion = &milestone.criterion;
    canvas.y += 12;
    let mut label = foreign(criterion.text.as_str());
    if let Some(measure) = criterion.measure {
        label.push_str(&measured(canvas.words, measure));
    }
    canvas.say(&label, TextStyle::Body, 4);
    canvas.say(&when(canvas.words, milestone), TextStyle::Note, 2);
    canvas.y += 4 + AROUND;
    let y = canvas.y;
    match (
        time,
        milestone.first_day,
        milestone.due_day,
        &milestone.arithmetic,
    ) {
        (Some(time), Some(first), Some(due), Some(arithmetic)) => {
            time.track(canvas, y);
            let begun = first.saturating_sub(1);
            let worked = begun.saturating_add(arithmetic.work_days).min(due);
            let [begun, worked, due] = [begun, worked, due].map(|passed| time.x(passed));
            if due > worked {
                let waiting = [worked, y, (due - worked).max(3), BAR];
                canvas.rect("soft", waiting, 3);
                canvas.patterned(0, waiting, 3);
            }
            canvas.rect("full", [begun, y, (worked - begun).max(3), BAR], 3);
            time.wanted(canvas, y);
        }
        _ => {
            let said = &canvas.words.pictures.roadmap;
            let reason = match milestone.undated {
                Some(UndatedReason::FollowsUndated) => said.days_follow,
                _ => said.days_not_given,
            };
            empty(canvas, y, reason);
        }
    }
    canvas.y += BAR + AROUND;
}

/// Effort, whose figure it is, and when.
fn when(words: &MessageCatalogue, milestone: &Milestone<'_>) -> String {
    let said = &words.pictures.roadmap;
    let Some(effort) = milestone.effort else {
        return said.effort_not_known.into();
    };
    let say = match effort.basis {
        EffortBasis::Source => said.effort,
        EffortBasis::Estimate => said.effort_estimated,
    };
    let days = |day: u32| words.grouped(&day.to_string());
    let when = match (
        milestone.starts_on,
        milestone.due_on,
        milestone.first_day,
        milestone.due_day,
    ) {
        (Some(from), Some(due), ..) => (said.dates)(&day(words, from), &day(words, due)),
        (_, _, Some(from), Some(due)) => (said.days)(&days(from), &days(due)),
        _ => said.no_days.into(),
    };
    format!(
        "{} · {when}",
        say(&words.effort(effort.hours, effort.weeks))
    )
}

/// What is met already, ticked.
fn met(canvas: &mut Canvas<'_>, ladder: &Ladder, phase: &PlanPhase<'_>) {
    let criteria = ladder
        .phase(phase.number)
        .map_or(&[][..], |phase| &phase.criteria);
    let of = |id: &str| {
        criteria
            .iter()
            .find(|criterion: &&Criterion| criterion.id == *id)
    };
    for criterion in phase.met.iter().filter_map(|id| of(id.as_str())) {
        let words = (canvas.words.pictures.roadmap.met)(&foreign(criterion.text.as_str()));
        let words = TextBlock::new(&words, TextStyle::Note, INNER - 40, 3);
        canvas.y += 12;
        state(canvas, CriterionState::Met, MARGIN + 14, canvas.y + 11);
        canvas.text(&words, MARGIN + 40, canvas.y);
        canvas.y += words.height().max(24);
    }
}

fn legend(canvas: &mut Canvas<'_>, roadmap: &Roadmap<'_>, time: &Time) {
    let said = &canvas.words.pictures.roadmap;
    canvas.y += 10;
    let waits = roadmap.phases.iter().flat_map(|phase| &phase.milestones);
    let mut waits = waits.filter_map(|milestone| milestone.arithmetic.as_ref());
    let waits = waits.any(|arithmetic| arithmetic.least_days > arithmetic.work_days);
    let entries = [("full", said.working), ("soft", said.waiting)];
    for (class, words) in entries.into_iter().take(if waits { 2 } else { 1 }) {
        let frame = [MARGIN, canvas.y + 2, 52, 17];
        canvas.rect(class, frame, 3);
        if class == "soft" {
            canvas.patterned(0, frame, 3);
        }
        let words = TextBlock::new(words, TextStyle::Note, INNER - 68, 2);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 6;
    }
    if let Some(wanted) = roadmap.target_date.filter(|_| time.holds_wanted()) {
        let x = MARGIN + 26;
        canvas.line("wanted", [x, canvas.y, x, canvas.y + 21]);
        let words = (said.wanted_by)(&day(canvas.words, wanted));
        let words = TextBlock::new(&words, TextStyle::Note, INNER - 68, 2);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 6;
    }
}

/// The target, what the step pays, and what else there is to know.
fn end(canvas: &mut Canvas<'_>, roadmap: &Roadmap<'_>, target: Option<&str>) {
    const MOST_NOTES: usize = 8;
    let words = canvas.words;
    let said = &words.pictures.roadmap;
    canvas.y += 14;
    let reached = match (roadmap.end, roadmap.totals.days) {
        (Some(end), _) => (said.due_by)(&day(words, end)),
        (None, Some(days)) if days > 0 => (said.due_by_day)(&words.grouped(&days.to_string())),
        (None, Some(_)) => said.all_met.into(),
        (None, None) => said.due_not_known.into(),
    };
    let words = [
        (target.unwrap_or(said.top), TextStyle::Head),
        (&reached, TextStyle::Body),
    ]
    .map(|(words, face)| TextBlock::new(words, face, INNER - 84, 3));
    let height = words.iter().map(TextBlock::height).sum::<i32>() + 28;
    canvas.rect("card", [LEFT, canvas.y, INNER, height], 10);
    flag(canvas, MARGIN + 24, canvas.y + 45);
    let mut y = canvas.y + 14;
    for block in &words {
        canvas.text(block, MARGIN + 60, y);
        y += block.height();
    }
    canvas.y += height + 20;
    canvas.say(said.pay, TextStyle::Head, 1);
    comparison::steps(canvas, &roadmap.pay.steps);
    if let Some(reason) = roadmap.pay.reason {
        canvas.say(reason, TextStyle::Body, 4);
    }
    if !roadmap.notes.is_empty() {
        canvas.y += 14;
        canvas.say(said.notes, TextStyle::Head, 1);
    }
    for note in roadmap.notes.iter().take(MOST_NOTES) {
        canvas.y += 6;
        canvas.say(&foreign(&note.detail), TextStyle::Note, 6);
    }
}
