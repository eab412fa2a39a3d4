//! Two levels side by side as a picture: what changes, the criteria in between, tenure and pay.

use rust_decimal::Decimal;

use super::{
    bands::{Fillings, in_a_sentence, rows},
    canvas::{Canvas, INNER, MARGIN, WIDTH},
    ladder::name,
    scale::{AROUND, BAR, Bar, Scale},
    text::{Block, Face, brief, foreign},
};
use crate::{
    domain::{
        compare::{Change, Comparison, LevelNote, PayStep},
        ladder::Ladder,
        pay::Figure,
    },
    render::words::{grouped, months},
};

/// Between the two columns.
const GAP: i32 = 32;
/// Width of a column, and the left edges of both.
const COLUMN: i32 = (INNER - GAP) / 2;
const COLUMNS: [i32; 2] = [MARGIN, MARGIN + COLUMN + GAP];
/// Around the words of a cell.
const PAD: i32 = 12;

/// Two levels side by side.
#[must_use]
pub fn comparison(ladder: &Ladder, comparison: &Comparison<'_>) -> String {
    let title = |note: &LevelNote<'_>| foreign(note.title.as_str());
    let heading = format!("{} → {}", title(&comparison.from), title(&comparison.to));
    let mut canvas = Canvas::new(ladder, "comparison", heading, tell(ladder, comparison));
    canvas.y += 10;
    columns(&mut canvas, comparison);
    tenure(&mut canvas, comparison);
    changes(&mut canvas, comparison);
    criteria(&mut canvas, ladder, comparison);
    pay(&mut canvas, comparison);
    canvas.finish()
}

fn tell(ladder: &Ladder, comparison: &Comparison<'_>) -> Vec<String> {
    let side = |note: &LevelNote<'_>| {
        format!(
            "{} (level {}, {} into the career)",
            brief(note.title.as_str()),
            note.rank,
            months(note.tenure.min_months, note.tenure.max_months)
        )
    };
    let mut told = vec![format!(
        "Two levels of the ladder {} side by side: {} and {}.",
        name(ladder),
        side(&comparison.from),
        side(&comparison.to)
    )];
    told.extend(
        comparison
            .dimensions
            .iter()
            .take(MOST_CHANGES)
            .map(|change| {
                let [from, to] = [change.from, change.to].map(|text| {
                    text.map_or_else(|| "not described".into(), |text| brief(text.as_str()))
                });
                format!("{}: from {from} to {to}.", brief(change.name.as_str()))
            }),
    );
    told.extend(comparison.criteria.iter().map(|phase| {
        format!(
            "Exit criteria of phase {}: {}.",
            phase.phase,
            phase.criteria.len()
        )
    }));
    for step in comparison.pay_steps.iter().take(MOST_STEPS) {
        told.push(in_a_sentence(&step.from));
        told.extend(step.to.as_ref().map(in_a_sentence));
        told.push(step_words(step));
    }
    told
}

/// The heads of the two columns.
fn columns(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    let heads = [&comparison.from, &comparison.to].map(|note| {
        [
            (format!("Level {}", note.rank), Face::Note),
            (foreign(note.title.as_str()), Face::Head),
            (
                months(note.tenure.min_months, note.tenure.max_months) + " into the career",
                Face::Note,
            ),
        ]
        .map(|(words, face)| Block::new(&words, face, COLUMN - 2 * PAD, 3))
    });
    let tall = heads
        .iter()
        .map(|head| head.iter().map(Block::height).sum::<i32>());
    let height = tall.max().unwrap_or_default() + 2 * PAD;
    for ((head, x), class) in heads.iter().zip(COLUMNS).zip(["panel", "card"]) {
        canvas.rect(class, [x, canvas.y, COLUMN, height], 10);
        let mut y = canvas.y + PAD;
        for block in head {
            canvas.text(block, x + PAD, y);
            y += block.height();
        }
    }
    arrow(canvas, canvas.y + height / 2);
    canvas.y += height;
}

/// From the left column to the right.
fn arrow(canvas: &mut Canvas<'_>, y: i32) {
    canvas.path("mark", WIDTH / 2 - 9, y, "h18m-6 -6l6 6l-6 6");
}

fn section(canvas: &mut Canvas<'_>, heading: &str) {
    canvas.y += 24;
    canvas.say(heading, Face::Head, 1);
}

fn tenure(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    const MOST: usize = 6;
    section(canvas, "Months into the career");
    let sides = [&comparison.from, &comparison.to];
    let ends = sides
        .iter()
        .flat_map(|note| [Some(note.tenure.min_months), note.tenure.max_months]);
    let highest = ends.flatten().max().unwrap_or_default();
    let scale = Scale::to(Decimal::from(highest));
    for (note, filling) in sides.iter().zip([1, 0]) {
        let words = format!(
            "{}: {}",
            foreign(note.title.as_str()),
            months(note.tenure.min_months, note.tenure.max_months)
        );
        canvas.y += 6;
        canvas.say(&words, Face::Body, 2);
        canvas.y += 4 + AROUND;
        let bar = Bar {
            min: note.tenure.min_months.into(),
            max: note.tenure.max_months.map_or(scale.end(), Decimal::from),
            open: note.tenure.max_months.is_none(),
            midpoint: None,
            filling,
        };
        scale.bar(canvas, canvas.y, &bar);
        canvas.y += BAR + AROUND;
    }
    canvas.y += 6;
    scale.axis(canvas);
    canvas.y += 6;
    for span in comparison.timeframes.iter().take(MOST) {
        let words = format!(
            "This step takes {}: {}",
            months(span.min_months, Some(span.max_months)),
            foreign(span.label.as_str())
        );
        canvas.say(&words, Face::Note, 3);
    }
    if comparison.timeframes.is_empty() {
        canvas.say("The source gives no span for this step.", Face::Note, 1);
    }
}

/// The most rows that are drawn; the text tells of all.
const MOST_CHANGES: usize = 40;
const MOST_STEPS: usize = 10;

fn changes(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    section(canvas, "What changes");
    if comparison.dimensions.is_empty() {
        canvas.say("The ladder says nothing of what changes.", Face::Body, 2);
    }
    for change in comparison.dimensions.iter().take(MOST_CHANGES) {
        canvas.y += 8;
        canvas.say(&foreign(change.name.as_str()), Face::Strong, 2);
        canvas.y += 4;
        cells(canvas, change);
        canvas.y += 8;
    }
    more(canvas, comparison.dimensions.len(), MOST_CHANGES);
}

/// How many are left out, where some are.
fn more(canvas: &mut Canvas<'_>, all: usize, most: usize) {
    if let Some(left) = all.checked_sub(most).filter(|left| *left > 0) {
        canvas.y += 8;
        canvas.say(
            &format!("and {left} more, which are not drawn"),
            Face::Note,
            1,
        );
    }
}

fn cells(canvas: &mut Canvas<'_>, change: &Change<'_>) {
    let cells = [change.from, change.to].map(|text| {
        let words = text.map(|text| foreign(text.as_str()));
        let face = if text.is_some() {
            Face::Body
        } else {
            Face::Note
        };
        let words = words.as_deref().unwrap_or("not described");
        Block::new(words, face, COLUMN - 2 * PAD, 9)
    });
    let height = cells.iter().map(Block::height).max().unwrap_or_default() + 2 * PAD;
    for ((block, x), text) in cells.iter().zip(COLUMNS).zip([change.from, change.to]) {
        let class = if text.is_some() { "panel" } else { "dashed" };
        canvas.rect(class, [x, canvas.y, COLUMN, height], 8);
        canvas.text(block, x + PAD, canvas.y + PAD);
    }
    arrow(canvas, canvas.y + height / 2);
    canvas.y += height;
}

fn criteria(canvas: &mut Canvas<'_>, ladder: &Ladder, comparison: &Comparison<'_>) {
    section(canvas, "Exit criteria between them");
    if comparison.criteria.is_empty() {
        canvas.say(
            "The ladder names no exit criteria between them.",
            Face::Body,
            2,
        );
    }
    for phase in &comparison.criteria {
        let title = ladder
            .phase(phase.phase)
            .map(|phase| foreign(phase.title.as_str()));
        let words = format!("Phase {}: {}", phase.phase, title.unwrap_or_default());
        canvas.y += 6;
        canvas.say(&words, Face::Body, 2);
        let number = i32::try_from(phase.criteria.len()).unwrap_or(i32::MAX);
        let step = (480 / number.max(1)).clamp(5, 30);
        for at in 0..number.min(96) {
            let size = (step - 4).max(3);
            canvas.rect(
                "hollow",
                [MARGIN + at * step, canvas.y + 4, size, 22],
                3.min(size / 3),
            );
        }
        let label = Block::new(&number.to_string(), Face::Strong, 80, 1);
        canvas.text(&label, MARGIN + number.min(96) * step + 8, canvas.y + 3);
        canvas.y += 32;
    }
}

fn pay(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    section(canvas, "Pay");
    if comparison.pay_steps.is_empty() {
        let title = foreign(comparison.from.title.as_str());
        canvas.say(
            &format!("The ladder gives no pay band for {title}."),
            Face::Body,
            3,
        );
    }
    steps(canvas, &comparison.pay_steps);
}

/// Each pay step: both bands on one scale, and the step between them or why there is none.
pub(super) fn steps(canvas: &mut Canvas<'_>, steps: &[PayStep<'_>]) {
    for step in steps.iter().take(MOST_STEPS) {
        let bands: Vec<_> = std::iter::once(&step.from).chain(&step.to).collect();
        let fillings = Fillings::of(bands.iter().copied());
        canvas.y += 4;
        rows(canvas, &bands, &fillings);
        canvas.y += 10;
        let words = Block::new(&step_words(step), Face::Body, INNER - 32, 8);
        canvas.rect("panel", [MARGIN, canvas.y, INNER, words.height() + 20], 10);
        canvas.text(&words, MARGIN + 16, canvas.y + 10);
        canvas.y += words.height() + 30;
    }
    more(canvas, steps.len(), MOST_STEPS);
}

/// The step between two bands in words.
pub(super) fn step_words(step: &PayStep<'_>) -> String {
    let value = |figure: &Figure| {
        figure
            .value
            .as_deref()
            .and_then(|value| value.parse::<Decimal>().ok())
    };
    let detail = step.step_to_next_band.detail.as_deref().unwrap_or_default();
    let Some(amount) = value(&step.step_to_next_band) else {
        return format!("No pay step: {}", foreign(detail));
    };
    let figure = format!(
        "{} {}",
        step.from.currency,
        grouped(&amount.abs().normalize().to_string())
    );
    let mut words = match amount {
        amount if amount.is_zero() => "The higher band begins where the lower one ends.".to_owned(),
        amount if amount.is_sign_negative() => {
            format!("Overlap: {figure} from the lowest of the higher to the highest of the lower.")
        }
        _ => format!("Gap: {figure} from the highest of the lower to the lowest of the higher."),
    };
    if let Some(progression) = value(&step.midpoint_progression) {
        let percent = (progression * Decimal::ONE_HUNDRED).normalize();
        words.push_str(&format!(
            " From midpoint to midpoint: {}{} %.",
            if percent.is_sign_negative() { "" } else { "+" },
            grouped(&percent.to_string())
        ));
    }
    if !detail.is_empty() {
        words.push(' ');
        words.push_str(&foreign(detail));
    }
    words
}
