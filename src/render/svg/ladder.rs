//! The ladder as a picture, as a whole or with one level set off.

use super::{
    canvas::Canvas,
    rung_rows::{ROOM, RowMarker, RungRow, draw, stands, steps, tenure, track},
    text::{TextBlock, TextStyle, brief, foreign},
};
use crate::domain::{document::Level, document::Standing, ladder::Ladder, quiz::LadderPosition};

/// The rungs of a ladder, and a person's place on it where one is given.
#[must_use]
pub fn ladder(ladder: &Ladder, place: Option<&LadderPosition>) -> String {
    let said = &ladder.words().pictures.ladder;
    let place_words = place.map(|place| words(ladder, place));
    let levels = &ladder.document().levels;
    let count = ladder
        .words()
        .count(levels.len() as u64, &ladder.words().nouns.level);
    let mut told = vec![(said.told)(&name(ladder), &count)];
    told.extend(place_words.as_deref().map(said.place_told));
    told.extend(levels.iter().map(|level| in_a_sentence(ladder, level)));
    let mut canvas = Canvas::new(ladder, "ladder", name(ladder), told);
    match place_words {
        None => canvas.say(&count, TextStyle::Body, 1),
        Some(place) => canvas.say(&(said.place)(&count, &place), TextStyle::Body, 3),
    }
    let here = place.map(stands);
    let mark = |level: Option<&str>, stand| match here {
        Some(here) if here == (level, stand) => RowMarker::Here,
        _ => RowMarker::None,
    };
    draw(
        &mut canvas,
        &steps(ladder, mark, |level| RungRow::level(ladder, level, 3)),
    );
    canvas.finish()
}

/// The ladder with one level set off: its plateau, and what moves a person forward there.
#[must_use]
pub fn level(ladder: &Ladder, level: &Level) -> String {
    const MOST_FORWARD: usize = 12;
    let said = &ladder.words().pictures.level;
    let title = foreign(level.title.as_str());
    let levels = ladder.document().highest_rank();
    let tenure = tenure(ladder, level);
    let mut told = vec![
        (said.told)(level.rank, levels, &name(ladder), &title, &tenure),
        (said.plateau_told)(
            &brief(level.plateau.title.as_str()),
            &brief(level.plateau.summary.as_str()),
        ),
        said.forward_told.into(),
    ];
    told.extend(
        level
            .moves_forward
            .iter()
            .map(|text| brief(text.as_str()) + "."),
    );
    let mut canvas = Canvas::new(ladder, "level", title, told);
    let under = (said.rank)(level.rank, levels, &name(ladder));
    canvas.say(&under, TextStyle::Body, 3);
    let text = |words: &str, face, gap| (TextBlock::new(words, face, ROOM, 8), gap);
    let mut words = vec![
        text(said.plateau, TextStyle::Label, 10),
        text(&foreign(level.plateau.title.as_str()), TextStyle::Strong, 0),
        text(&foreign(level.plateau.summary.as_str()), TextStyle::Body, 0),
        text(said.forward, TextStyle::Label, 12),
    ];
    words.extend(
        level
            .moves_forward
            .iter()
            .take(MOST_FORWARD)
            .map(|forward| {
                let line = format!("→ {}", foreign(forward.as_str()));
                text(&line, TextStyle::Body, 4)
            }),
    );
    if let Some(more) = level.moves_forward.len().checked_sub(MOST_FORWARD + 1) {
        words.push(text(&(said.more)(more + 1), TextStyle::Note, 4));
    }
    let mut words = Some(words);
    let drawn = steps(
        ladder,
        |_, _| RowMarker::None,
        |other| {
            if other.id == level.id {
                let mut step = RungRow::rung(ladder, other, words.take().unwrap_or_default());
                step.framed = true;
                step
            } else {
                RungRow::rung(ladder, other, Vec::new())
            }
        },
    );
    draw(&mut canvas, &drawn);
    canvas.finish()
}

/// The ladder's name.
pub(super) fn name(ladder: &Ladder) -> String {
    foreign(ladder.document().title.as_str())
}

fn in_a_sentence(ladder: &Ladder, level: &Level) -> String {
    let title = brief(level.title.as_str());
    let title = match track(ladder, level) {
        Some(track) => format!("{title} ({track})"),
        None => title,
    };
    (ladder.words().pictures.ladder.level_told)(
        level.rank,
        &title,
        &tenure(ladder, level),
        &brief(level.plateau.title.as_str()),
    )
}

/// A place in words.
pub(super) fn words(ladder: &Ladder, place: &LadderPosition) -> String {
    let next = place
        .next_level
        .as_ref()
        .and_then(|id| ladder.level(id.as_str()));
    let next = next.map(|level| foreign(level.title.as_str()));
    let at = place.title.as_ref().map(|title| foreign(title.as_str()));
    let said = &ladder.words().places;
    match (at, place.standing, next) {
        (Some(at), Standing::Approaching, Some(next)) => (said.approaching)(&at, &next),
        (Some(at), ..) => at,
        (None, _, Some(next)) => (said.before)(&next),
        (None, ..) => said.before_first.into(),
    }
}

/// A level's title, or its id where the ladder has no such level.
pub(super) fn title(ladder: &Ladder, level: &str) -> String {
    ladder
        .level(level)
        .map_or_else(|| level.to_owned(), |level| foreign(level.title.as_str()))
}
