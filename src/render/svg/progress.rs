//! Placements over time as steps on the rungs: a full line with dots for the person's own view, a dashed one with squares for
//! assessors'.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    canvas::{Canvas, INNER, MARGIN, WIDTH},
    ladder::{name, words},
    rung_rows::{RowKind, stands, track},
    scale::{AROUND, BAR},
    text::{TextBlock, TextStyle, foreign},
    time::{Time, day},
};
use crate::domain::{
    assessment::Role,
    ladder::Ladder,
    progress::{PlacementPoint, Progress},
    quiz::LadderPosition,
};

/// The most placements that the picture's text tells of.
const MOST_TOLD: usize = 40;
/// With more than this the dots are small.
const MANY: usize = 40;

/// A place on the picture: a level's id, on its rung, above it or below all.
type ProgressRow<'a> = (Option<&'a str>, RowKind);

/// Placements from the first assessment to a moment.
#[must_use]
pub fn progress(ladder: &Ladder, progress: &Progress<'_>, moment: DateTime<Utc>) -> String {
    let catalogue = ladder.words();
    let said = &catalogue.progress;
    let date = |at: DateTime<Utc>| catalogue.date(at.year(), at.month(), at.day());
    let points = &progress.placements;
    let newest = points.iter().rev().take(MOST_TOLD);
    let mut told: Vec<String> = newest
        .map(|point| {
            let who = match point.by.role {
                Role::Oneself => said.own,
                Role::Assessor => said.assessor,
            };
            (said.told)(who, &words(ladder, point.placement), &date(point.taken_at))
        })
        .collect();
    if points.is_empty() {
        told.push(said.none.into());
    }
    told.push(said.guidance.into());
    let mut canvas = Canvas::new(ladder, "progress", (said.picture)(&name(ladder)), told);
    canvas.y += 10;
    let Some(first) = points.first() else {
        canvas.say(said.none, TextStyle::Body, 2);
        return canvas.finish();
    };
    legend(&mut canvas, points);
    let start = first.taken_at.date_naive();
    let end = points
        .last()
        .map_or(moment, |last| last.taken_at.max(moment));
    let time = Time::of(
        catalogue,
        passed(start, end.date_naive()).saturating_add(1),
        Some(start),
        None,
    );
    let rows = rows(ladder, points);
    let lanes = lanes(&mut canvas, ladder, &time, &rows);
    for role in [Role::Oneself, Role::Assessor] {
        line(&mut canvas, &time, (start, end), &lanes, points, role);
    }
    titles(&mut canvas, &lanes);
    canvas.y += 8;
    time.axis(&mut canvas);
    canvas.y += 4;
    let span = format!(
        "{} – {}",
        day(catalogue, start),
        day(catalogue, end.date_naive())
    );
    canvas.say(&span, TextStyle::Note, 1);
    canvas.say(said.guidance, TextStyle::Note, 3);
    canvas.finish()
}

fn passed(start: NaiveDate, date: NaiveDate) -> u32 {
    u32::try_from((date - start).num_days()).unwrap_or_default()
}

/// What the signs mean, as far as they are there.
fn legend(canvas: &mut Canvas<'_>, points: &[PlacementPoint<'_>]) {
    let said = &canvas.words.progress;
    for (role, words) in [
        (Role::Oneself, said.own_sign),
        (Role::Assessor, said.assessor_sign),
    ] {
        if !points.iter().any(|point| point.by.role == role) {
            continue;
        }
        let words = TextBlock::new(words, TextStyle::Note, INNER - 64, 2);
        let y = canvas.y + TextStyle::Note.leading() / 2;
        canvas.line(class(role), [MARGIN, y, MARGIN + 48, y]);
        sign(canvas, role, MARGIN + 24, y, 6);
        canvas.text(&words, MARGIN + 64, canvas.y);
        canvas.y += words.height() + 4;
    }
    canvas.y += 8;
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Oneself => "mark",
        Role::Assessor => "wanted",
    }
}

fn sign(canvas: &mut Canvas<'_>, role: Role, x: i32, y: i32, size: i32) {
    match role {
        Role::Oneself => canvas.circle("full", x, y, size),
        Role::Assessor => canvas.rect("hollow", [x - size, y - size, 2 * size, 2 * size], 0),
    }
}

/// A place that the ladder has; levels that it has no more stand below all.
fn row<'a>(ladder: &Ladder, place: &'a LadderPosition) -> ProgressRow<'a> {
    let (level, stand) = stands(place);
    match level.filter(|level| ladder.level(level).is_some()) {
        Some(level) => (Some(level), stand),
        None => (level, RowKind::Ground),
    }
}

/// The rows from the highest that is reached, and one more, down to the lowest; between rungs only where somebody stands there.
fn rows<'a>(ladder: &'a Ladder, points: &[PlacementPoint<'a>]) -> Vec<ProgressRow<'a>> {
    let reached: Vec<ProgressRow<'a>> = points
        .iter()
        .map(|one| row(ladder, one.placement))
        .collect();
    let mut rows: Vec<ProgressRow<'a>> = Vec::new();
    for gone in &reached {
        if gone.1 == RowKind::Ground && !rows.contains(gone) {
            rows.push(*gone);
        }
    }
    for level in &ladder.document().levels {
        let id = Some(level.id.as_str());
        rows.push((id, RowKind::Rung));
        if reached.contains(&(id, RowKind::Between)) {
            rows.push((id, RowKind::Between));
        }
    }
    let mut places =
        (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| reached.contains(row)));
    let lowest = places.next().unwrap_or_default();
    let highest = places.next_back().unwrap_or(lowest) + 1;
    rows.truncate(highest.saturating_add(1));
    rows.drain(..lowest.saturating_sub(1));
    rows.reverse();
    rows
}

/// A row with where its title begins and where its lane lies.
type Lane<'a> = (ProgressRow<'a>, TextBlock, i32, i32);

/// Draws the lanes.
fn lanes<'a>(
    canvas: &mut Canvas<'_>,
    ladder: &'a Ladder,
    time: &Time,
    rows: &[ProgressRow<'a>],
) -> Vec<Lane<'a>> {
    let mut lanes = Vec::with_capacity(rows.len());
    for row in rows {
        let title = TextBlock::new(&title(ladder, *row), TextStyle::Label, INNER - 8, 2);
        let top = canvas.y;
        canvas.y += title.height() + AROUND + 2;
        let lane = canvas.y;
        time.track(canvas, lane);
        if row.1 == RowKind::Rung {
            canvas.line(
                "axis",
                [MARGIN, lane + BAR / 2, WIDTH - MARGIN, lane + BAR / 2],
            );
        }
        canvas.y += BAR + AROUND + 8;
        lanes.push((*row, title, top, lane));
    }
    lanes
}

fn title(ladder: &Ladder, (level, stand): ProgressRow<'_>) -> String {
    let said = &ladder.words().pictures.ladder;
    let known = level.and_then(|level| ladder.level(level));
    let text = |level: &crate::domain::document::Level| {
        let title = foreign(level.title.as_str());
        match track(ladder, level) {
            Some(track) => format!("{title} ({track})"),
            None => title,
        }
    };
    match (known, stand) {
        (Some(level), RowKind::Between) => {
            let next = ladder.level_above(level).map(&text).unwrap_or_default();
            (said.approaching)(&next)
        }
        (Some(level), _) => text(level),
        (None, _) => match level {
            Some(gone) => gone.to_owned(),
            None => ladder.document().levels.first().map_or_else(
                || said.before_first.into(),
                |level| (said.before)(&foreign(level.title.as_str())),
            ),
        },
    }
}

/// The titles, over what rises behind them.
fn titles(canvas: &mut Canvas<'_>, lanes: &[Lane<'_>]) {
    for (_, title, top, _) in lanes {
        let frame = [MARGIN - 2, *top, title.width() + 8, title.height()];
        canvas.rect("ground", frame, 0);
        canvas.text(title, MARGIN, *top);
    }
}

/// The steps of one role, from its first assessment to the end.
fn line(
    canvas: &mut Canvas<'_>,
    time: &Time,
    (start, end): (NaiveDate, DateTime<Utc>),
    lanes: &[Lane<'_>],
    points: &[PlacementPoint<'_>],
    role: Role,
) {
    // Both lie beside each other where they are at one level.
    let beside = match role {
        Role::Oneself => BAR / 2 - 7,
        Role::Assessor => BAR / 2 + 7,
    };
    let place = |point: &PlacementPoint<'_>| {
        let x = time.x(passed(start, point.taken_at.date_naive()));
        let stand = stands(point.placement);
        let lane = lanes.iter().find(|((level, lane), ..)| {
            *level == stand.0 && (*lane == stand.1 || *lane == RowKind::Ground)
        });
        lane.map(|(_, _, _, y)| (x, y + beside))
    };
    let of_role = points.iter().filter(|point| point.by.role == role);
    let places: Vec<(i32, i32)> = of_role.filter_map(place).collect();
    let last = time.x(passed(start, end.date_naive()).saturating_add(1));
    for (at, (x, y)) in places.iter().enumerate() {
        let (next_x, next_y) = places.get(at + 1).copied().unwrap_or((last, *y));
        canvas.line(class(role), [*x, *y, next_x, *y]);
        if next_y != *y {
            canvas.line(class(role), [next_x, *y, next_x, next_y]);
        }
    }
    let size = if places.len() > MANY { 3 } else { 6 };
    for (x, y) in &places {
        sign(canvas, role, *x, *y, size);
    }
}
