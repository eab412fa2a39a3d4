//! A scale from zero, with ticks at round figures, and the bars that float on it.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    canvas::{Canvas, MARGIN, TextAnchor, WIDTH},
    text::{TextBlock, TextStyle},
};
use crate::locales::MessageCatalogue;

/// Height of a bar.
pub(super) const BAR: i32 = 24;
/// Above and below a bar on its strip.
pub(super) const AROUND: i32 = 6;
/// Room at the right for what goes on beyond a bar's end.
const BEYOND: i32 = 44;
pub(super) const LEFT: i32 = MARGIN;
pub(super) const RIGHT: i32 = WIDTH - MARGIN - BEYOND;

/// A scale from zero to a round figure.
pub(super) struct Scale {
    step: Decimal,
    ticks: u8,
}

/// A bar on a scale.
pub(super) struct AmountBar {
    pub(super) min: Decimal,
    pub(super) max: Decimal,
    /// Whether it goes on beyond `max`.
    pub(super) open: bool,
    /// Whether it goes on below `min`, which is the start of the scale then.
    pub(super) open_below: bool,
    pub(super) midpoint: Option<Decimal>,
    /// Which filling; 0 is plain.
    pub(super) filling: usize,
}

impl Scale {
    /// A scale that holds a figure, with as many ticks as there is room to label.
    pub(super) fn to(words: &MessageCatalogue, highest: Decimal) -> Self {
        const MOST: u8 = 7;
        for exponent in -4..=13_i32 {
            for mantissa in [1, 2, 5] {
                let scale = u32::try_from(-exponent).unwrap_or_default();
                let zeros = 10_i64.pow(u32::try_from(exponent).unwrap_or_default());
                let step = Decimal::new(mantissa * zeros, scale);
                let ticks = (highest / step).ceil().to_u8().unwrap_or(u8::MAX).max(1);
                let label = words.grouped(&(step * Decimal::from(ticks)).normalize().to_string());
                let wide = TextStyle::Note.width(&label) + 14;
                if ticks <= MOST && i32::from(ticks) * wide <= RIGHT - LEFT {
                    return Self { step, ticks };
                }
            }
        }
        Self {
            step: highest.max(Decimal::ONE),
            ticks: 1,
        }
    }

    /// Where a figure lies.
    pub(super) fn x(&self, value: Decimal) -> i32 {
        let part = (value / self.end())
            .to_f64()
            .unwrap_or_default()
            .clamp(0.0, 1.0);
        // At most the width of the picture.
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and the width")]
        let offset = (part * f64::from(RIGHT - LEFT)).round() as i32;
        LEFT + offset
    }

    fn ticks(&self) -> impl Iterator<Item = Decimal> {
        let step = self.step;
        (0..=self.ticks).map(move |number| step * Decimal::from(number))
    }

    /// The strip on which a bar floats, with a line at each tick.
    pub(super) fn track(&self, canvas: &mut Canvas<'_>, y: i32) {
        canvas.rect(
            "track",
            [LEFT, y - AROUND, RIGHT - LEFT, BAR + 2 * AROUND],
            0,
        );
        for tick in self.ticks() {
            let x = self.x(tick);
            canvas.line("grid", [x, y - AROUND, x, y + BAR + AROUND]);
        }
    }

    /// The last figure on it.
    pub(super) fn end(&self) -> Decimal {
        self.step * Decimal::from(self.ticks)
    }

    /// The axis with its figures, below what there is.
    pub(super) fn axis(&self, canvas: &mut Canvas<'_>) {
        let y = canvas.y;
        canvas.line("axis", [LEFT, y, RIGHT, y]);
        for tick in self.ticks() {
            let x = self.x(tick);
            canvas.line("axis", [x, y, x, y + 5]);
            let label = TextBlock::new(
                &canvas.words.grouped(&tick.normalize().to_string()),
                TextStyle::Note,
                WIDTH,
                1,
            );
            let hold = if tick.is_zero() {
                TextAnchor::Start
            } else {
                TextAnchor::Middle
            };
            canvas.held(&label, x, y + 6, hold);
        }
        canvas.y += 6 + TextStyle::Note.leading();
    }

    /// A bar at a height. Closed ends are round; behind an open end the bar goes on in arrowheads, for which a bar that is open below
    /// leaves room where it is wide enough.
    pub(super) fn bar(&self, canvas: &mut Canvas<'_>, y: i32, bar: &AmountBar) {
        self.track(canvas, y);
        let mut from = self.x(bar.min);
        let mut wide = (self.x(bar.max) - from).max(8);
        if bar.open_below {
            let heads = ((wide - 8) / 9).clamp(0, 3);
            for at in 0..heads {
                canvas.path("mark", from + 8 + at * 9, y + 4, "l-7 8l7 8");
            }
            let room = if heads > 0 { heads * 9 + 6 } else { 0 };
            from += room;
            wide = (wide - room).max(8);
        }
        let frame = [from, y, wide, BAR];
        if bar.filling == 0 {
            canvas.rect("full", frame, 4);
        } else {
            canvas.rect("soft", frame, 4);
            canvas.patterned((bar.filling - 1) % 4, frame, 4);
        }
        if bar.open {
            for at in 0..3 {
                canvas.path("mark", from + wide + 7 + at * 9, y + 4, "l7 8l-7 8");
            }
        }
        if let Some(midpoint) = bar.midpoint {
            let x = self.x(midpoint);
            canvas.line("tick", [x, y, x, y + BAR]);
            canvas.line("midpoint", [x, y - AROUND, x, y + BAR + AROUND]);
        }
    }
}

/// A bar that cannot be drawn, with the reason.
pub(super) fn empty(canvas: &mut Canvas<'_>, y: i32, reason: &str) {
    canvas.rect("dashed", [LEFT, y, RIGHT - LEFT, BAR], 4);
    let label = TextBlock::new(reason, TextStyle::Label, RIGHT - LEFT, 1);
    canvas.held(
        &label,
        i32::midpoint(LEFT, RIGHT),
        y + 1,
        TextAnchor::Middle,
    );
}
