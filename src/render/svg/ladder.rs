//! The ladder as a picture, as a whole or with one level set off.

use super::{
    canvas::Canvas,
    rungs::{Mark, ROOM, Step, draw, stands, steps, tenure},
    text::{Block, Face, brief, foreign},
};
use crate::{
    domain::{document::Level, document::Standing, ladder::Ladder, quiz::Place},
    render::words::count,
};

/// The rungs of a ladder, and a person's place on it where one is given.
#[must_use]
pub fn ladder(ladder: &Ladder, place: Option<&Place>) -> String {
    let mut told = vec![tell(ladder)];
    told.extend(place.map(|place| format!("Placed here: {}.", words(ladder, place))));
    told.extend(ladder.document().levels.iter().map(in_a_sentence));
    let mut canvas = Canvas::new(ladder, "ladder", name(ladder), told);
    let levels = ladder.document().levels.len();
    let under = count(levels as u64, "level");
    match place {
        None => canvas.say(&under, Face::Body, 1),
        Some(place) => canvas.say(
            &format!("{under}. Place: {}", words(ladder, place)),
            Face::Body,
            3,
        ),
    }
    let here = place.map(stands);
    let mark = |level: Option<&str>, stand| match here {
        Some(here) if here == (level, stand) => Mark::Here,
        _ => Mark::None,
    };
    draw(
        &mut canvas,
        &steps(ladder, mark, |level| Step::level(level, 3)),
    );
    canvas.finish()
}

/// The ladder with one level set off: its plateau, and what moves a person forward there.
#[must_use]
pub fn level(ladder: &Ladder, level: &Level) -> String {
    const MOST_FORWARD: usize = 12;
    let title = foreign(level.title.as_str());
    let mut told = vec![
        format!(
            "Level {} of {} on the ladder {}: {title}, {} into the career.",
            level.rank,
            ladder.document().levels.len(),
            name(ladder),
            tenure(level)
        ),
        format!(
            "The plateau there is {}: {}",
            brief(level.plateau.title.as_str()),
            brief(level.plateau.summary.as_str())
        ),
        "What moves a person forward:".into(),
    ];
    told.extend(
        level
            .moves_forward
            .iter()
            .map(|text| brief(text.as_str()) + "."),
    );
    let mut canvas = Canvas::new(ladder, "level", title, told);
    let under = format!(
        "Level {} of {} on the ladder {}",
        level.rank,
        ladder.document().levels.len(),
        name(ladder)
    );
    canvas.say(&under, Face::Body, 3);
    let text = |words: &str, face, gap| (Block::new(words, face, ROOM, 8), gap);
    let mut words = vec![
        text("The plateau", Face::Label, 10),
        text(&foreign(level.plateau.title.as_str()), Face::Strong, 0),
        text(&foreign(level.plateau.summary.as_str()), Face::Body, 0),
        text("What moves a person forward", Face::Label, 12),
    ];
    words.extend(
        level
            .moves_forward
            .iter()
            .take(MOST_FORWARD)
            .map(|forward| {
                let line = format!("→ {}", foreign(forward.as_str()));
                text(&line, Face::Body, 4)
            }),
    );
    if let Some(more) = level.moves_forward.len().checked_sub(MOST_FORWARD + 1) {
        words.push(text(&format!("and {} more", more + 1), Face::Note, 4));
    }
    let mut words = Some(words);
    let drawn = steps(
        ladder,
        |_, _| Mark::None,
        |other| {
            if other.id == level.id {
                let mut step = Step::rung(other, words.take().unwrap_or_default());
                step.framed = true;
                step
            } else {
                Step::rung(other, Vec::new())
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

/// What a ladder is, in a sentence.
fn tell(ladder: &Ladder) -> String {
    format!(
        "The ladder {} with {}, from the lowest to the highest.",
        name(ladder),
        count(ladder.document().levels.len() as u64, "level")
    )
}

fn in_a_sentence(level: &Level) -> String {
    format!(
        "Level {}: {}, {} into the career; plateau: {}.",
        level.rank,
        brief(level.title.as_str()),
        tenure(level),
        brief(level.plateau.title.as_str())
    )
}

/// A place in words.
pub(super) fn words(ladder: &Ladder, place: &Place) -> String {
    let next = place
        .next_level
        .as_ref()
        .and_then(|id| ladder.level(id.as_str()));
    let next = next.map(|level| foreign(level.title.as_str()));
    let at = place.title.as_ref().map(|title| foreign(title.as_str()));
    match (at, place.standing, next) {
        (Some(at), Standing::Approaching, Some(next)) => format!("{at}, approaching {next}"),
        (Some(at), ..) => at,
        (None, _, Some(next)) => format!("Pre-role, before {next}"),
        (None, ..) => "Pre-role, before the first level".into(),
    }
}

/// A level's title, or its id where the ladder has no such level.
pub(super) fn title(ladder: &Ladder, level: &str) -> String {
    ladder
        .level(level)
        .map_or_else(|| level.to_owned(), |level| foreign(level.title.as_str()))
}
