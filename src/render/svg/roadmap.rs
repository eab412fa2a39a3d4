//! A roadmap as a picture: a line of time with a bar for each milestone, grouped by phase, and at the end the target and what
//! the step pays.

use super::{
    canvas::{Canvas, INNER, MARGIN},
    comparison,
    ladder::{name, title, words},
    scale::{AROUND, BAR, LEFT, empty},
    sign::{flag, state},
    text::{Block, Face, brief, foreign},
    time::{Time, day},
};
use crate::{
    domain::{
        criteria::CriterionState,
        document::{Basis, Criterion},
        ladder::Ladder,
        roadmap::{Milestone, PlanPhase, Roadmap, Undated},
    },
    render::words::{amount, count, grouped},
};

/// The most milestones that are drawn.
const MOST: usize = 60;

/// The plan: phases and milestones on a line of time, and what is at its end.
#[must_use]
pub fn roadmap(ladder: &Ladder, roadmap: &Roadmap<'_>) -> String {
    let target = roadmap
        .target
        .as_ref()
        .map(|level| foreign(level.title.as_str()));
    let heading = match &target {
        Some(target) => format!("Roadmap to {target}"),
        None => format!("Roadmap for {}", words(ladder, &roadmap.from.placement)),
    };
    let mut canvas = Canvas::new(ladder, "roadmap", heading, tell(ladder, roadmap));
    if target.is_some() {
        let from = format!("From {}", words(ladder, &roadmap.from.placement));
        canvas.say(&from, Face::Body, 3);
    }
    canvas.y += 6;
    canvas.say(&figures(roadmap), Face::Note, 3);
    canvas.say(&ends(roadmap), Face::Note, 3);
    canvas.y += 12;
    let dated = roadmap.phases.iter().flat_map(|phase| &phase.milestones);
    let dated = dated.filter_map(|milestone| milestone.due_day).max();
    let time = dated.map(|days| Time::of(days, roadmap.start, roadmap.target_date));
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
        canvas.say(
            &format!("and {more} more milestones, which are not drawn"),
            Face::Note,
            1,
        );
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
fn figures(roadmap: &Roadmap<'_>) -> String {
    let totals = roadmap.totals;
    if totals.milestones == 0 {
        return "Every criterion on the way is met".into();
    }
    let mut words = format!(
        "{} · {} a week",
        count(totals.milestones, "milestone"),
        count(roadmap.hours_per_week, "hour")
    );
    words.push_str(&match totals.hours {
        Some(hours) => format!(" · {} of work", count(hours, "hour")),
        None => " · hours of work not known".into(),
    });
    words.push_str(&match totals.days {
        Some(days) => format!(" · {}", count(days, "day")),
        None => " · days not known".into(),
    });
    words
}

/// The first and the last day.
fn ends(roadmap: &Roadmap<'_>) -> String {
    if roadmap.totals.milestones == 0 {
        return "Nothing is left to plan.".into();
    }
    let start = roadmap.start.map(day);
    let end = roadmap.end.map(day);
    let mut words = match (start, end) {
        (Some(start), Some(end)) => format!("From {start} to {end}."),
        (Some(start), None) => format!("From {start}; when it ends cannot be said."),
        (None, _) => "No start is given: days are counted from 1.".into(),
    };
    if let Some(wanted) = roadmap.target_date {
        words.push_str(&format!(" Wanted by {}", day(wanted)));
        words.push_str(match roadmap.end {
            Some(end) if end <= wanted => ", which is kept.",
            Some(_) => ", which is missed.",
            None => ".",
        });
    }
    words
}

fn tell(ladder: &Ladder, roadmap: &Roadmap<'_>) -> Vec<String> {
    let mut told = vec![
        format!(
            "A plan on the ladder {} from {} to {}: {}.",
            name(ladder),
            words(ladder, &roadmap.from.placement),
            roadmap.target.as_ref().map_or_else(
                || "no further level".into(),
                |level| brief(level.title.as_str())
            ),
            figures(roadmap)
        ),
        ends(roadmap),
    ];
    let mut left = MOST;
    for phase in &roadmap.phases {
        told.push(format!(
            "Phase {}: {}.",
            phase.number,
            brief(phase.title.as_str())
        ));
        let milestones = phase.milestones.iter().take(left);
        told.extend(milestones.map(|milestone| {
            format!(
                "{}: {}.",
                brief(milestone.criterion.text.as_str()),
                when(milestone)
            )
        }));
        if !phase.met.is_empty() {
            told.push(format!("Met already: {}.", phase.met.len()));
        }
        left = left.saturating_sub(phase.milestones.len());
    }
    told.extend(roadmap.pay.steps.iter().take(4).map(comparison::step_words));
    told.extend(roadmap.pay.reason.map(str::to_owned));
    told
}

fn head(canvas: &mut Canvas<'_>, ladder: &Ladder, phase: &PlanPhase<'_>) {
    let heading = format!("Phase {}: {}", phase.number, foreign(phase.title.as_str()));
    let leads = match phase.leads_to {
        Some(level) => format!("leads to {}", title(ladder, level.as_str())),
        None => "what working at this level means".into(),
    };
    let words = [(heading, Face::Strong), (leads, Face::Note)]
        .map(|(words, face)| Block::new(&words, face, INNER - 32, 2));
    let height = words.iter().map(Block::height).sum::<i32>() + 18;
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
        canvas.say("Every criterion of this phase is met.", Face::Body, 1);
    }
}

fn milestone(canvas: &mut Canvas<'_>, time: Option<&Time>, milestone: &Milestone<'_>) {
    let criterion = &milestone.criterion;
    canvas.y += 12;
    let mut label = foreign(criterion.text.as_str());
    if let Some(measure) = criterion.measure {
        label.push_str(&format!(
            " ({})",
            amount(measure, &foreign(measure.unit.as_str()))
        ));
    }
    canvas.say(&label, Face::Body, 4);
    canvas.say(&when(milestone), Face::Note, 2);
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
        _ => empty(canvas, y, undated(milestone.undated)),
    }
    canvas.y += BAR + AROUND;
}

fn undated(reason: Option<Undated>) -> &'static str {
    match reason {
        Some(Undated::FollowsUndated) => "no days: it follows one that has none",
        _ => "no days: the ladder does not say what it takes",
    }
}

/// Effort, whose figure it is, and when.
fn when(milestone: &Milestone<'_>) -> String {
    let Some(effort) = milestone.effort else {
        return "Effort not known, no days".into();
    };
    let mut words = count(effort.hours, "hour");
    if effort.weeks > 0 {
        words.push_str(&format!(", at least {}", count(effort.weeks, "week")));
    }
    words.push_str(match effort.basis {
        Basis::Source => " (the source's figure)",
        Basis::Estimate => " (estimate)",
    });
    let days = |day: u32| grouped(&day.to_string());
    match (
        milestone.starts_on,
        milestone.due_on,
        milestone.first_day,
        milestone.due_day,
    ) {
        (Some(from), Some(due), ..) => words.push_str(&format!(" · {} to {}", day(from), day(due))),
        (_, _, Some(from), Some(due)) => {
            words.push_str(&format!(" · day {} to {}", days(from), days(due)));
        }
        _ => words.push_str(" · no days"),
    }
    words
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
        let words = format!("Met: {}", foreign(criterion.text.as_str()));
        let words = Block::new(&words, Face::Note, INNER - 40, 3);
        canvas.y += 12;
        state(canvas, CriterionState::Met, MARGIN + 14, canvas.y + 11);
        canvas.text(&words, MARGIN + 40, canvas.y);
        canvas.y += words.height().max(24);
    }
}

fn legend(canvas: &mut Canvas<'_>, roadmap: &Roadmap<'_>, time: &Time) {
    canvas.y += 10;
    let waits = roadmap.phases.iter().flat_map(|phase| &phase.milestones);
    let mut waits = waits.filter_map(|milestone| milestone.arithmetic.as_ref());
    let waits = waits.any(|arithmetic| arithmetic.least_days > arithmetic.work_days);
    let entries = [
        ("full", "Work"),
        ("soft", "Waiting for others, or for something to happen"),
    ];
    for (class, words) in entries.into_iter().take(if waits { 2 } else { 1 }) {
        let frame = [MARGIN, canvas.y + 2, 52, 17];
        canvas.rect(class, frame, 3);
        if class == "soft" {
            canvas.patterned(0, frame, 3);
        }
        let words = Block::new(words, Face::Note, INNER - 68, 2);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 6;
    }
    if let Some(wanted) = roadmap.target_date.filter(|_| time.holds_wanted()) {
        let x = MARGIN + 26;
        canvas.line("wanted", [x, canvas.y, x, canvas.y + 21]);
        let words = format!("The day by which it was wanted, {}", day(wanted));
        let words = Block::new(&words, Face::Note, INNER - 68, 2);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 6;
    }
}

/// The target, what the step pays, and what else there is to know.
fn end(canvas: &mut Canvas<'_>, roadmap: &Roadmap<'_>, target: Option<&str>) {
    const MOST_NOTES: usize = 8;
    canvas.y += 14;
    let reached = match (roadmap.end, roadmap.totals.days) {
        (Some(end), _) => format!("Everything due by {}", day(end)),
        (None, Some(days)) if days > 0 => {
            format!("Everything due by day {}", grouped(&days.to_string()))
        }
        (None, Some(_)) => "Every criterion is met".into(),
        (None, None) => "When everything is due cannot be said".into(),
    };
    let words = [
        (
            target.unwrap_or("The top of the ladder").to_owned(),
            Face::Head,
        ),
        (reached, Face::Body),
    ]
    .map(|(words, face)| Block::new(&words, face, INNER - 84, 3));
    let height = words.iter().map(Block::height).sum::<i32>() + 28;
    canvas.rect("card", [LEFT, canvas.y, INNER, height], 10);
    flag(canvas, MARGIN + 24, canvas.y + 45);
    let mut y = canvas.y + 14;
    for block in &words {
        canvas.text(block, MARGIN + 60, y);
        y += block.height();
    }
    canvas.y += height + 20;
    canvas.say("What the step pays", Face::Head, 1);
    comparison::steps(canvas, &roadmap.pay.steps);
    if let Some(reason) = roadmap.pay.reason {
        canvas.say(reason, Face::Body, 4);
    }
    if !roadmap.notes.is_empty() {
        canvas.y += 14;
        canvas.say("To know of this plan", Face::Head, 1);
    }
    for note in roadmap.notes.iter().take(MOST_NOTES) {
        canvas.y += 6;
        canvas.say(&foreign(&note.detail), Face::Note, 6);
    }
}
