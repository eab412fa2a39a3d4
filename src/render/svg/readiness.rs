//! Readiness for a level as a picture: the verdict, how many criteria stand how, and each of them.

use super::{
    canvas::{Canvas, Hold, INNER, MARGIN},
    ladder::name,
    sign::{state, warning},
    text::{Block, Face, brief, foreign},
};
use crate::{
    domain::{
        criteria::{CriterionNote, CriterionState},
        document::Measure,
        ladder::Ladder,
        readiness::{Readiness, ReadinessVerdict},
    },
    locales::{Catalogue, pictures as words},
};

/// The most criteria that are drawn.
const MOST: usize = 100;

/// The verdict, the counts, and the criteria that are met and missing.
#[must_use]
pub fn readiness(ladder: &Ladder, readiness: &Readiness<'_>) -> String {
    let said = &ladder.words().pictures.readiness;
    let level = foreign(readiness.level.title.as_str());
    let verdict = match readiness.verdict {
        ReadinessVerdict::Ready => said.ready,
        ReadinessVerdict::NotReady => said.not_ready,
        ReadinessVerdict::InsufficientEvidence => said.withheld,
    };
    let mut told = vec![
        (said.told)(
            &level,
            &name(ladder),
            readiness.verdict.words(ladder.words()),
        ),
        readiness.reason.clone(),
    ];
    let criteria = || readiness.met.iter().chain(&readiness.missing);
    told.extend(criteria().take(MOST).map(|criterion| {
        let state = of(said, criterion.state);
        (said.criterion_told)(state.word, &brief(criterion.text.as_str()))
    }));
    told.push(said.unreviewed.into());
    let mut canvas = Canvas::new(ladder, "readiness", (said.heading)(&level), told);
    canvas.y += 10;
    self::verdict(&mut canvas, readiness, verdict);
    counts(&mut canvas, readiness);
    let groups = [
        (said.all_met, &readiness.met),
        (said.all_missing, &readiness.missing),
    ];
    let mut left = MOST;
    for (heading, group) in groups {
        if !group.is_empty() && left > 0 {
            canvas.y += 22;
            canvas.say(heading, Face::Head, 1);
        }
        for criterion in group.iter().take(left) {
            self::criterion(&mut canvas, criterion);
        }
        left = left.saturating_sub(group.len());
    }
    if let Some(more) = criteria()
        .count()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        canvas.y += 10;
        let more = (ladder.words().pictures.more)(more);
        canvas.say(&more, Face::Note, 2);
    }
    canvas.y += 14;
    canvas.say(readiness.rule, Face::Note, 6);
    canvas.say(said.unreviewed, Face::Note, 2);
    canvas.finish()
}

/// How criteria of a state stand, in words.
fn of(said: &'static words::Readiness, state: CriterionState) -> &'static words::State {
    match state {
        CriterionState::Met => &said.met,
        CriterionState::Unmet => &said.unmet,
        CriterionState::Unknown => &said.unknown,
    }
}

fn verdict(canvas: &mut Canvas<'_>, readiness: &Readiness<'_>, heading: &str) {
    let class = match readiness.verdict {
        ReadinessVerdict::Ready => "card",
        ReadinessVerdict::NotReady => "panel",
        ReadinessVerdict::InsufficientEvidence => "warning",
    };
    let words = [(heading, Face::Head), (&readiness.reason, Face::Body)]
        .map(|(words, face)| Block::new(words, face, INNER - 84, 6));
    let height = words.iter().map(Block::height).sum::<i32>() + 28;
    canvas.rect(class, [MARGIN, canvas.y, INNER, height], 10);
    let (x, y) = (MARGIN + 30, canvas.y + 27);
    match readiness.verdict {
        ReadinessVerdict::Ready => state(canvas, CriterionState::Met, x, y),
        ReadinessVerdict::NotReady => state(canvas, CriterionState::Unmet, x, y),
        ReadinessVerdict::InsufficientEvidence => warning(canvas, x - 13, y - 12),
    }
    let mut y = canvas.y + 14;
    for block in &words {
        canvas.text(block, MARGIN + 60, y);
        y += block.height();
    }
    canvas.y += height;
}

/// A bar in parts as wide as their share, each with its word below.
fn counts(canvas: &mut Canvas<'_>, readiness: &Readiness<'_>) {
    let counts = readiness.counts;
    let said = &canvas.words.pictures.readiness;
    let all = i32::from(counts.criteria.max(1));
    canvas.y += 16;
    let mut before = 0;
    let mut labels = MARGIN;
    for (number, class, state) in [
        (counts.met, "full", CriterionState::Met),
        (counts.unmet, "hollow", CriterionState::Unmet),
        (counts.unknown, "dashed", CriterionState::Unknown),
    ] {
        let label = (of(said, state).counted)(number);
        let number = i32::from(number);
        let from = MARGIN + INNER * before / all;
        before += number;
        let to = MARGIN + INNER * before / all;
        if number > 0 {
            canvas.rect(class, [from + 1, canvas.y, (to - from - 2).max(2), 26], 4);
        }
        let label = Block::new(&label, Face::Label, INNER, 1);
        self::state(canvas, state, labels + 14, canvas.y + 52);
        canvas.held(&label, labels + 36, canvas.y + 41, Hold::Start);
        labels += label.width() + 72;
    }
    canvas.y += 66;
}

fn criterion(canvas: &mut Canvas<'_>, criterion: &CriterionNote<'_>) {
    let mut words = foreign(criterion.text.as_str());
    if let Some(measure) = criterion.measure {
        words.push_str(&measured(canvas.words, measure));
    }
    let said = &canvas.words.pictures.readiness;
    let mut note = (said.criterion)(of(said, criterion.state).word, criterion.phase);
    if let Some(row) = criterion.serves {
        note.push_str(&format!(" · {}", foreign(row.name.as_str())));
    }
    let words = Block::new(&words, Face::Body, INNER - 40, 5);
    let note = Block::new(&note, Face::Note, INNER - 40, 1);
    canvas.y += 12;
    state(canvas, criterion.state, MARGIN + 14, canvas.y + 13);
    canvas.text(&words, MARGIN + 40, canvas.y);
    canvas.text(&note, MARGIN + 40, canvas.y + words.height());
    canvas.y += words.height() + note.height();
}

/// What is added to a criterion that is measured.
pub(super) fn measured(words: &Catalogue, measure: &Measure) -> String {
    let unit = foreign(measure.unit.as_str());
    let amount = words.amount(measure.at_least, measure.at_most, &unit);
    format!(" ({amount})")
}
