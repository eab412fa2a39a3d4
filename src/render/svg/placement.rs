//! A placement as a picture: the place on the ladder, what is still possible, and the yes answers by stage.

use super::{
    canvas::{Canvas, INNER, MARGIN, WIDTH},
    icons::{TICK, warning},
    ladder::{name, title, words},
    rung_rows::{RowMarker, RungRow, draw, stands, steps},
    text::{TextBlock, TextStyle, foreign},
};
use crate::domain::{
    answers::Answer,
    ladder::Ladder,
    placement::{AnswerEffect, Placement, StageProfile},
};

/// The place, the range that is still possible, and the profile of answers.
#[must_use]
pub fn placement(ladder: &Ladder, placement: &Placement<'_>) -> String {
    let said = &ladder.words().pictures.placement;
    let place = words(ladder, placement.placement);
    let counts = placement.counts;
    let words = ladder.words();
    let counted = match (counts.points, counts.rated) {
        (Some(points), Some(rated)) => (words.texts.quiz.points_counts)(
            &words.count(counts.questions, &words.nouns.question),
            [
                counts.yes,
                counts.no,
                rated,
                counts.unsure,
                counts.unanswered,
            ],
            [points.got, points.of],
        ),
        _ => (said.counted)(
            counts.questions,
            [counts.yes, counts.no, counts.unsure, counts.unanswered],
        ),
    };
    let open = open(ladder, placement);
    let mut told = vec![
        (said.told)(&name(ladder), &place),
        counted.clone(),
        open.clone(),
    ];
    told.extend(placement.profile.iter().map(|stage| {
        let level = title(ladder, stage.stage.as_str());
        match (stage.points, stage.of_points) {
            (Some(points), Some(of)) => (words.texts.quiz.typical_points)(&level, points, of) + ".",
            _ => (said.stage_told)(&level, stage.yes, stage.of),
        }
    }));
    told.extend(placement.unevenness.clone());
    told.push(said.unreviewed.into());
    let mut canvas = Canvas::new(ladder, "placement", (said.heading)(&place), told);
    if let Some(phase) = ladder.phase(placement.placement.phase) {
        let title = foreign(phase.title.as_str());
        let phase = (ladder.words().pictures.phase)(phase.number, &title);
        canvas.say(&phase, TextStyle::Body, 3);
    }
    canvas.y += 6;
    canvas.say(&counted, TextStyle::Note, 2);
    canvas.say(&open, TextStyle::Note, 4);
    let here = stands(placement.placement);
    let possible: Vec<_> = placement.range.iter().map(|place| stands(place)).collect();
    let mark = |level: Option<&str>, stand| {
        if here == (level, stand) {
            RowMarker::Here
        } else if possible.contains(&(level, stand)) {
            RowMarker::Possible
        } else {
            RowMarker::None
        }
    };
    let drawn = steps(ladder, mark, |level| {
        RungRow::rung(ladder, level, Vec::new())
    });
    draw(&mut canvas, &drawn);
    profile(&mut canvas, ladder, placement);
    canvas.finish()
}

/// Whether the answers decide, and what is possible besides.
fn open(ladder: &Ladder, placement: &Placement<'_>) -> String {
    const MOST: usize = 5;
    let said = &ladder.words().pictures.placement;
    if placement.decided {
        return said.decided.into();
    }
    let others = placement
        .range
        .iter()
        .filter(|other| **other != placement.placement);
    let mut others: Vec<String> = others.map(|other| words(ladder, other)).collect();
    if others.len() > MOST {
        let more = others.len() - MOST;
        others.truncate(MOST);
        others.push((said.more)(more));
    }
    (said.open)(&ladder.words().either(&others))
}

fn profile(canvas: &mut Canvas<'_>, ladder: &Ladder, placement: &Placement<'_>) {
    let said = &ladder.words().pictures.placement;
    canvas.y += 10;
    let points = ladder.table().counts_points();
    let profile = if points { said.points } else { said.profile };
    canvas.say(profile, TextStyle::Head, 1);
    canvas.say(said.stages, TextStyle::Note, 1);
    let uneven = |stage: &StageProfile<'_>| {
        let above = placement
            .profile
            .iter()
            .skip_while(|other| other.stage != stage.stage);
        placement.unevenness.is_some()
            && above
                .skip(1)
                .any(|other| other.points.unwrap_or(other.yes.into()) > 0)
            && denied(ladder, placement, stage)
    };
    for stage in placement.profile.iter().rev() {
        canvas.y += 12;
        canvas.say(&title(ladder, stage.stage.as_str()), TextStyle::Body, 2);
        canvas.y += 4;
        let end = match (stage.points, stage.of_points) {
            (Some(points), Some(of)) => bar(canvas, points, of),
            _ => cells(canvas, stage),
        };
        let mut x = end + 12;
        let label = match (stage.points, stage.of_points) {
            (Some(points), Some(of)) => (said.stage_points)(points, of),
            _ => (said.stage)(stage.yes, stage.of),
        };
        let label = TextBlock::new(&label, TextStyle::Label, INNER, 1);
        canvas.text(&label, x, canvas.y + 2);
        if uneven(stage) {
            x += label.width() + 12;
            let label = TextBlock::new(said.uneven, TextStyle::Alert, INNER, 1);
            if x + 32 + label.width() > WIDTH {
                x = MARGIN;
                canvas.y += 28;
            }
            warning(canvas, x, canvas.y + 2);
            canvas.text(&label, x + 32, canvas.y + 2);
        }
        canvas.y += 26;
    }
    if let Some(unevenness) = &placement.unevenness {
        let words = TextBlock::new(unevenness, TextStyle::Body, INNER - 80, 10);
        canvas.y += 18;
        canvas.rect(
            "warning",
            [MARGIN, canvas.y, INNER, words.height() + 24],
            10,
        );
        warning(canvas, MARGIN + 18, canvas.y + 13);
        canvas.text(&words, MARGIN + 60, canvas.y + 12);
        canvas.y += words.height() + 24;
    }
}

/// One cell for each question of a stage: filled and ticked for a yes, hollow for what is not yes. Answers where they end.
fn cells(canvas: &mut Canvas<'_>, stage: &StageProfile<'_>) -> i32 {
    const ROOM: i32 = 360;
    let of = i32::from(stage.of.max(1));
    let wide = ((ROOM + 4) / of - 4).clamp(3, 56);
    let step = if of > 57 { ROOM / of } else { wide + 4 };
    for at in 0..of {
        let x = MARGIN + at * step;
        let yes = at < i32::from(stage.yes);
        let class = if yes { "full" } else { "hollow" };
        canvas.rect(
            class,
            [x, canvas.y + 1, wide.min(step - 1), 24],
            3.min(wide / 2),
        );
        if yes && wide >= 18 {
            canvas.path("light", x + wide / 2 - 7, canvas.y + 13, TICK);
        }
    }
    MARGIN + of * step
}

/// A bar that is as full as the points are of all; where it ends.
fn bar(canvas: &mut Canvas<'_>, points: u16, of: u16) -> i32 {
    const ROOM: i32 = 360;
    canvas.rect("hollow", [MARGIN, canvas.y + 1, ROOM, 24], 3);
    let full = ROOM * i32::from(points) / i32::from(of.max(1));
    if full > 0 {
        canvas.rect("full", [MARGIN, canvas.y + 1, full, 24], 3);
    }
    MARGIN + ROOM
}

/// Whether a question of a stage was answered with no.
fn denied(ladder: &Ladder, placement: &Placement<'_>, stage: &StageProfile<'_>) -> bool {
    let questions = ladder.document().quiz.questions.iter();
    let mut of_stage = questions.filter(|question| question.stage == *stage.stage);
    of_stage.any(|question| {
        let mut reasons = placement.reasons.iter();
        reasons.any(|reason| {
            let counts = question.is_rated() || reason.answer.as_plain() == Some(Answer::No);
            *reason.id == question.id && reason.effect == AnswerEffect::NotCounted && counts
        })
    })
}
