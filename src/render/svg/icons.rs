//! Signs: a state is told by a shape before it is told by a colour.

use super::{
    canvas::{Canvas, TextAnchor},
    text::{TextBlock, TextStyle},
};
use crate::domain::evidence::CriterionStanding;

/// A tick, from its left end.
pub(super) const TICK: &str = "l5 5l9 -10";

/// A sign that something is worth a look, 26 wide and 22 high.
pub(super) fn warning(canvas: &mut Canvas<'_>, x: i32, y: i32) {
    canvas.path("warning", x + 13, y, "l13 22h-26z");
    canvas.line("dark", [x + 13, y + 8, x + 13, y + 13]);
    canvas.circle("solid", x + 13, y + 18, 2);
}

/// How a criterion stands, around a point: a tick on a full circle, three dots in a hollow one where it waits, a cross in a hollow one, a
/// question mark in a dashed one.
pub(super) fn state(canvas: &mut Canvas<'_>, state: impl Into<CriterionStanding>, x: i32, y: i32) {
    match state.into() {
        CriterionStanding::Met => {
            canvas.circle("full", x, y, 13);
            canvas.path("light", x - 7, y, TICK);
        }
        CriterionStanding::Claimed => {
            canvas.circle("hollow", x, y, 13);
            for dot in [x - 6, x, x + 6] {
                canvas.circle("solid", dot, y, 2);
            }
        }
        CriterionStanding::Unmet => {
            canvas.circle("hollow", x, y, 13);
            canvas.path("dark", x - 5, y - 5, "l10 10m0 -10l-10 10");
        }
        CriterionStanding::Unknown => {
            canvas.circle("maybe", x, y, 13);
            let mark = TextBlock::new("?", TextStyle::Strong, 40, 1);
            canvas.held(&mark, x, y - 12, TextAnchor::Middle);
        }
    }
}

/// A flag, from the foot of its pole.
pub(super) fn flag(canvas: &mut Canvas<'_>, x: i32, y: i32) {
    canvas.path("full", x, y - 28, "l20 7l-20 8z");
    canvas.line("dark", [x, y - 29, x, y]);
}
