//! The ladder as it is drawn: rails, rungs, the ground below, and marks on them. Highest first, as it stands on the page.

use super::{
    canvas::{Canvas, INNER, MARGIN, WIDTH},
    text::{TextBlock, TextStyle, foreign},
};
use crate::domain::{
    document::{Level, Standing},
    id::Id,
    ladder::Ladder,
    quiz::LadderPosition,
};
use crate::locales::pictures as words;

/// Rails, from the left.
const RAILS: [i32; 2] = [48, 104];
const MIDDLE: i32 = 76;
/// Where words begin, and how wide they may be.
const WORDS: i32 = 148;
pub(super) const ROOM: i32 = WIDTH - MARGIN - 16 - WORDS;

/// One step of the drawing.
pub(super) struct RungRow {
    pub(super) stand: RowKind,
    pub(super) mark: RowMarker,
    /// Words beside it, each with the space above it.
    pub(super) words: Vec<(TextBlock, i32)>,
    /// Which of the words the rung is level with.
    level_with: usize,
    /// Whether it is set off from the others.
    pub(super) framed: bool,
}

/// What a step stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A rung.
    Rung,
    /// Between two rungs.
    Between,
    /// The ground.
    Ground,
}

/// What is to be seen on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowMarker {
    /// Nothing.
    None,
    /// The person.
    Here,
    /// A place that is still possible.
    Possible,
}

impl RungRow {
    /// A level with its tenure and, in brief, its plateau.
    pub(super) fn level(ladder: &Ladder, level: &Level, most: usize) -> Self {
        let said = ladder.words().pictures.ladder.plateau;
        let plateau = said(&foreign(level.plateau.title.as_str()));
        let plateau = TextBlock::new(&plateau, TextStyle::Body, ROOM, most);
        Self::rung(ladder, level, vec![(plateau, 2)])
    }

    /// A level with other words below its title.
    pub(super) fn rung(ladder: &Ladder, level: &Level, below: Vec<(TextBlock, i32)>) -> Self {
        let title = foreign(level.title.as_str());
        let mut words = vec![
            (
                TextBlock::new(&over(ladder, level), TextStyle::Note, ROOM, 2),
                0,
            ),
            (TextBlock::new(&title, TextStyle::Head, ROOM, 3), 0),
        ];
        words.extend(below);
        Self {
            stand: RowKind::Rung,
            mark: RowMarker::None,
            words,
            level_with: 1,
            framed: false,
        }
    }

    /// Between a level and one that the quiz places on the way to.
    fn between(ladder: &Ladder, level: &Level) -> Option<Self> {
        let mut next: Vec<&Id> = Vec::new();
        for place in ladder.table().places() {
            let approaches =
                place.level.as_ref() == Some(&level.id) && place.standing == Standing::Approaching;
            next.extend(
                place
                    .next_level
                    .as_ref()
                    .filter(|id| approaches && !next.contains(id)),
            );
        }
        if next.is_empty() {
            next.extend(ladder.level_above(level).map(|above| &above.id));
        }
        let next = next.into_iter().filter_map(|id| ladder.level(id.as_str()));
        let next: Vec<String> = next.map(|level| foreign(level.title.as_str())).collect();
        let words = (ladder.words().pictures.ladder.approaching)(&ladder.words().either(&next));
        (!next.is_empty()).then(|| Self::plain(RowKind::Between, &words))
    }

    /// Below the first level.
    pub(super) fn ground(ladder: &Ladder) -> Self {
        let said = &ladder.words().pictures.ladder;
        let words = ladder.document().levels.first().map_or_else(
            || said.before_first.into(),
            |level| (said.before)(&foreign(level.title.as_str())),
        );
        Self::plain(RowKind::Ground, &words)
    }

    fn plain(stand: RowKind, words: &str) -> Self {
        Self {
            stand,
            mark: RowMarker::None,
            words: vec![(TextBlock::new(words, TextStyle::Head, ROOM, 3), 0)],
            level_with: 0,
            framed: false,
        }
    }

    /// The same with a mark.
    pub(super) fn marked(mut self, mark: RowMarker) -> Self {
        self.mark = mark;
        self.framed |= mark == RowMarker::Here;
        self
    }

    fn chip(&self, said: &words::PictureLadderTexts) -> Option<&'static str> {
        match self.mark {
            RowMarker::None => None,
            RowMarker::Here => Some(said.here),
            RowMarker::Possible => Some(said.possible),
        }
    }

    fn height(&self) -> i32 {
        let words: i32 = self
            .words
            .iter()
            .map(|(block, gap)| block.height() + gap)
            .sum();
        words + if self.mark == RowMarker::None { 0 } else { 36 }
    }

    /// From the top of the step to the middle of its rung.
    fn center(&self) -> i32 {
        let mut y = 0;
        for (at, (block, gap)) in self.words.iter().enumerate() {
            y += gap;
            if at == self.level_with {
                return y + block.face.leading() / 2;
            }
            y += block.height();
        }
        y
    }
}

/// Rank and tenure.
fn over(ladder: &Ladder, level: &Level) -> String {
    let over = (ladder.words().pictures.ladder.level)(level.rank, &tenure(ladder, level));
    match track(ladder, level) {
        Some(track) => format!("{track} · {over}"),
        None => over,
    }
}

/// The title of the track that a level is on.
pub(super) fn track(ladder: &Ladder, level: &Level) -> Option<String> {
    let track = ladder.document().track(level.track.as_ref()?.as_str())?;
    Some(foreign(track.title.as_str()))
}

pub(super) fn tenure(ladder: &Ladder, level: &Level) -> String {
    let tenure = &level.tenure;
    ladder.words().months(tenure.min_months, tenure.max_months)
}

/// Where a person stands among the steps of a ladder: the level's id, whether between it and the next.
pub(super) fn stands(place: &LadderPosition) -> (Option<&str>, RowKind) {
    let level = place.level.as_ref().map(|id| id.as_str());
    match (level, place.standing) {
        (None, _) => (None, RowKind::Ground),
        (_, Standing::Approaching) if place.next_level.is_some() => (level, RowKind::Between),
        _ => (level, RowKind::Rung),
    }
}

/// The steps of a ladder, highest first, with marks where `mark` says so. Between rungs and below the first there is a step
/// only where it is marked.
pub(super) fn steps(
    ladder: &Ladder,
    mut mark: impl FnMut(Option<&str>, RowKind) -> RowMarker,
    mut step: impl FnMut(&Level) -> RungRow,
) -> Vec<RungRow> {
    let mut steps = Vec::new();
    let ground = mark(None, RowKind::Ground);
    if ground != RowMarker::None {
        steps.push(RungRow::ground(ladder).marked(ground));
    }
    for level in &ladder.document().levels {
        let id = Some(level.id.as_str());
        steps.push(step(level).marked(mark(id, RowKind::Rung)));
        let between = mark(id, RowKind::Between);
        if between != RowMarker::None {
            steps.extend(RungRow::between(ladder, level).map(|step| step.marked(between)));
        }
    }
    steps.reverse();
    steps
}

/// Draws the steps from the canvas's edge downwards.
pub(super) fn draw(canvas: &mut Canvas<'_>, steps: &[RungRow]) {
    const APART: i32 = 30;
    canvas.y += 28;
    let top = canvas.y;
    let mut placed = Vec::with_capacity(steps.len());
    for step in steps {
        placed.push((step, canvas.y));
        canvas.y += step.height() + APART;
    }
    let on_ground = steps
        .last()
        .is_some_and(|step| step.stand == RowKind::Ground);
    let foot = match placed.last() {
        Some((step, y)) if on_ground => y + step.center() + 22,
        _ => canvas.y,
    };
    for (step, y) in placed.iter().filter(|(step, _)| step.framed) {
        let frame = [
            WORDS - 16,
            y - 12,
            WIDTH - MARGIN - WORDS + 16,
            step.height() + 24,
        ];
        canvas.rect("card", frame, 10);
    }
    for rail in RAILS {
        canvas.rect("rail", [rail - 4, top - 14, 8, foot - top + 14], 4);
    }
    canvas.line("axis", [MARGIN, foot, 128, foot]);
    for (step, y) in &placed {
        let center = y + step.center();
        if step.stand == RowKind::Rung {
            canvas.rect("rail", [RAILS[0], center - 4, RAILS[1] - RAILS[0], 8], 2);
        }
    }
    way(canvas, &placed);
    let said = &canvas.words.pictures.ladder;
    for (step, y) in &placed {
        mark(canvas, step, y + step.center());
        let mut y = *y;
        for (block, gap) in &step.words {
            y += gap;
            canvas.text(block, WORDS, y);
            y += block.height();
        }
        if let Some(chip) = step.chip(said) {
            canvas.chip(chip, WORDS, y + 8);
        }
    }
    canvas.y = canvas.y.max(foot + 6);
}

/// The dotted way from the person up to the highest place that is still possible.
fn way(canvas: &mut Canvas<'_>, placed: &[(&RungRow, i32)]) {
    let at = |mark: RowMarker| {
        let found = placed.iter().find(|(step, _)| step.mark == mark);
        found.map(|(step, y)| y + step.center())
    };
    if let (Some(highest), Some(here)) = (at(RowMarker::Possible), at(RowMarker::Here)) {
        canvas.line("way", [MIDDLE, highest + 20, MIDDLE, here - 22]);
    }
}

fn mark(canvas: &mut Canvas<'_>, step: &RungRow, y: i32) {
    match step.mark {
        RowMarker::None => {}
        RowMarker::Possible => {
            canvas.circle("maybe", MIDDLE, y, 15);
            let sign = TextBlock::new("?", TextStyle::Strong, INNER, 1);
            canvas.held(&sign, MIDDLE, y - 12, super::canvas::TextAnchor::Middle);
        }
        RowMarker::Here => {
            canvas.circle("ground", MIDDLE, y, 21);
            canvas.circle("full", MIDDLE, y, 18);
            canvas.circle("inside", MIDDLE, y - 5, 5);
            canvas.path("inside", MIDDLE - 9, y + 11, "a9 9 0 0 1 18 0z");
            if step.stand == RowKind::Between {
                canvas.path("mark", MIDDLE - 9, y - 28, "l9 -9l9 9");
            }
        }
    }
}
