//! Two levels side by side as a picture: what changes, the criteria in between, tenure and pay.

use rust_decimal::Decimal;

use super::{
    bands::{BandPatterns, in_a_sentence, rows},
    canvas::{Canvas, INNER, MARGIN, WIDTH},
    ladder::name,
    scale::{AROUND, AmountBar, BAR, Scale},
    text::{TextBlock, TextStyle, brief, foreign},
};
use crate::{
    domain::{
        comparison::{Comparison, DimensionChange, LevelSummary, PayStep},
        ladder::Ladder,
        pay::PayFigure,
    },
    locales::MessageCatalogue,
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
    let title = |note: &LevelSummary<'_>| foreign(note.title.as_str());
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
    let words = ladder.words();
    let said = &words.pictures.comparison;
    let side = |note: &LevelSummary<'_>| {
        let title = brief(note.title.as_str());
        (said.level_told)(&title, note.rank, &months(words, note))
    };
    let mut told = vec![(said.told)(
        &name(ladder),
        &side(&comparison.from),
        &side(&comparison.to),
    )];
    told.extend(
        comparison
            .dimensions
            .iter()
            .take(MOST_CHANGES)
            .map(|change| {
                let [from, to] = [change.from, change.to].map(|text| {
                    text.map_or_else(|| said.not_described.into(), |text| brief(text.as_str()))
                });
                (said.change_told)(&brief(change.name.as_str()), &from, &to)
            }),
    );
    told.extend(comparison.criteria.iter().map(|phase| {
        let number = phase.criteria.len();
        (said.criteria_told)(phase.phase, number)
    }));
    for step in comparison.pay_steps.iter().take(MOST_STEPS) {
        told.push(in_a_sentence(words, &step.from));
        told.extend(step.to.as_ref().map(|band| in_a_sentence(words, band)));
        told.push(step_words(words, step));
    }
    told
}

/// A level's tenure.
fn months(words: &MessageCatalogue, note: &LevelSummary<'_>) -> String {
    words.months(note.tenure.min_months, note.tenure.max_months)
}

/// The heads of the two columns.
fn columns(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    let words = canvas.words;
    let said = &words.pictures.comparison;
    let heads = [&comparison.from, &comparison.to].map(|note| {
        [
            ((said.level)(note.rank), TextStyle::Note),
            (foreign(note.title.as_str()), TextStyle::Head),
            ((said.tenure)(&months(words, note)), TextStyle::Note),
        ]
        .map(|(words, face)| TextBlock::new(&words, face, COLUMN - 2 * PAD, 3))
    });
    let tall = heads
        .iter()
        .map(|head| head.iter().map(TextBlock::height).sum::<i32>());
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
    canvas.say(heading, TextStyle::Head, 1);
}

fn tenure(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    const MOST: usize = 6;
    let words = canvas.words;
    let said = &words.pictures.comparison;
    section(canvas, said.tenures);
    let sides = [&comparison.from, &comparison.to];
    let ends = sides
        .iter()
        .flat_map(|note| [Some(note.tenure.min_months), note.tenure.max_months]);
    let highest = ends.flatten().max().unwrap_or_default();
    let scale = Scale::to(words, Decimal::from(highest));
    for (note, filling) in sides.iter().zip([1, 0]) {
        let title = foreign(note.title.as_str());
        canvas.y += 6;
        canvas.say(
            &format!("{title}: {}", months(words, note)),
            TextStyle::Body,
            2,
        );
        canvas.y += 4 + AROUND;
        let bar = AmountBar {
            min: note.tenure.min_months.into(),
            max: note.tenure.max_months.map_or(scale.end(), Decimal::from),
            open: note.tenure.max_months.is_none(),
            open_below: false,
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
        let months = words.months(span.min_months, Some(span.max_months));
        let span = (said.span)(&months, &foreign(span.label.as_str()));
        canvas.say(&span, TextStyle::Note, 3);
    }
    if comparison.timeframes.is_empty() {
        canvas.say(said.no_span, TextStyle::Note, 2);
    }
}

/// The most rows that are drawn; the text tells of all.
const MOST_CHANGES: usize = 40;
const MOST_STEPS: usize = 10;

fn changes(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    let said = &canvas.words.pictures.comparison;
    section(canvas, said.changes);
    if comparison.dimensions.is_empty() {
        canvas.say(said.no_changes, TextStyle::Body, 2);
    }
    for change in comparison.dimensions.iter().take(MOST_CHANGES) {
        canvas.y += 8;
        canvas.say(&foreign(change.name.as_str()), TextStyle::Strong, 2);
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
        let more = (canvas.words.pictures.more)(left);
        canvas.say(&more, TextStyle::Note, 2);
    }
}

fn cells(canvas: &mut Canvas<'_>, change: &DimensionChange<'_>) {
    let not_described = canvas.words.pictures.comparison.not_described;
    let cells = [change.from, change.to].map(|text| {
        let words = text.map(|text| foreign(text.as_str()));
        let face = if text.is_some() {
            TextStyle::Body
        } else {
            TextStyle::Note
        };
        let words = words.as_deref().unwrap_or(not_described);
        TextBlock::new(words, face, COLUMN - 2 * PAD, 9)
    });
    let height = cells
        .iter()
        .map(TextBlock::height)
        .max()
        .unwrap_or_default()
        + 2 * PAD;
    for ((block, x), text) in cells.iter().zip(COLUMNS).zip([change.from, change.to]) {
        let class = if text.is_some() { "panel" } else { "dashed" };
        canvas.rect(class, [x, canvas.y, COLUMN, height], 8);
        canvas.text(block, x + PAD, canvas.y + PAD);
    }
    arrow(canvas, canvas.y + height / 2);
    canvas.y += height;
}

fn criteria(canvas: &mut Canvas<'_>, ladder: &Ladder, comparison: &Comparison<'_>) {
    let said = &ladder.words().pictures;
    section(canvas, said.comparison.criteria);
    if comparison.criteria.is_empty() {
        canvas.say(said.comparison.no_criteria, TextStyle::Body, 2);
    }
    for phase in &comparison.criteria {
        let title = ladder
            .phase(phase.phase)
            .map(|phase| foreign(phase.title.as_str()));
        let words = (said.phase)(phase.phase, &title.unwrap_or_default());
        canvas.y += 6;
        canvas.say(&words, TextStyle::Body, 2);
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
        let label = TextBlock::new(&number.to_string(), TextStyle::Strong, 80, 1);
        canvas.text(&label, MARGIN + number.min(96) * step + 8, canvas.y + 3);
        canvas.y += 32;
    }
}

fn pay(canvas: &mut Canvas<'_>, comparison: &Comparison<'_>) {
    let said = &canvas.words.pictures.comparison;
    section(canvas, said.pay);
    if comparison.pay_steps.is_empty() {
        let title = foreign(comparison.from.title.as_str());
        canvas.say(&(said.no_pay)(&title), TextStyle::Body, 3);
    }
    steps(canvas, &comparison.pay_steps);
}

/// Each pay step: both bands on one scale, and the step between them or why there is none.
pub(super) fn steps(canvas: &mut Canvas<'_>, steps: &[PayStep<'_>]) {
    for step in steps.iter().take(MOST_STEPS) {
        let bands: Vec<_> = std::iter::once(&step.from).chain(&step.to).collect();
        let fillings = BandPatterns::of(bands.iter().copied());
        canvas.y += 4;
        rows(canvas, &bands, &fillings);
        canvas.y += 10;
        let words = TextBlock::new(
            &step_words(canvas.words, step),
            TextStyle::Body,
            INNER - 32,
            8,
        );
        canvas.rect("panel", [MARGIN, canvas.y, INNER, words.height() + 20], 10);
        canvas.text(&words, MARGIN + 16, canvas.y + 10);
        canvas.y += words.height() + 30;
    }
    more(canvas, steps.len(), MOST_STEPS);
}

/// The step between two bands in words.
pub(super) fn step_words(words: &MessageCatalogue, step: &PayStep<'_>) -> String {
    let said = &words.pictures.comparison;
    let value = |figure: &PayFigure| {
        figure
            .value
            .as_deref()
            .and_then(|value| value.parse::<Decimal>().ok())
    };
    let detail = step.step_to_next_band.detail.as_deref().unwrap_or_default();
    let Some(amount) = value(&step.step_to_next_band) else {
        return (said.no_step)(&foreign(detail));
    };
    let digits = words.grouped(&amount.abs().normalize().to_string());
    let figure = (words.pictures.bands.amount)(step.from.currency, &digits);
    let mut sentences = vec![match amount {
        amount if amount.is_zero() => said.no_gap.into(),
        amount if amount.is_sign_negative() => (said.overlap)(&figure),
        _ => (said.gap)(&figure),
    }];
    if let Some(progression) = value(&step.midpoint_progression) {
        let percent = (progression * Decimal::ONE_HUNDRED).normalize();
        let sign = if percent.is_sign_negative() { "" } else { "+" };
        let percent = words.grouped(&percent.to_string());
        sentences.push((said.progression)(&format!("{sign}{percent}")));
    }
    if !detail.is_empty() {
        sentences.push(foreign(detail));
    }
    sentences.join(" ")
}
