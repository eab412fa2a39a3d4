//! Signs: a state is told by a shape before it is told by a colour.

use super::{
    canvas::{Canvas, Hold},
    text::{Block, Face},
};
use crate::domain::criteria::CriterionState;

/// A tick, from its left end.
pub(super) const TICK: &str = "l5 5l9 -10";

/// A sign that something is worth a look, 26 wide and 22 high.
pub(super) fn warning(canvas: &mut Canvas<'_>, x: i32, y: i32) {
    canvas.path("warning", x + 13, y, "l13 22h-26z");
    canvas.line("dark", [x + 13, y + 8, x + 13, y + 13]);
    canvas.circle("solid", x + 13, y + 18, 2);
}

/// How a criterion stands, around a point: a tick on a full circle, a cross in a hollow one, a question mark in a dashed one.
pub(super) fn state(canvas: &mut Canvas<'_>, state: CriterionState, x: i32, y: i32) {
    match state {
        CriterionState::Met => {
            canvas.circle("full", x, y, 13);
            canvas.path("light", x - 7, y, TICK);
        }
        CriterionState::Unmet => {
            canvas.circle("hollow", x, y, 13);
            canvas.path("dark", x - 5, y - 5, "l10 10m0 -10l-10 10");
        }
        CriterionState::Unknown => {
            canvas.circle("maybe", x, y, 13);
            let mark = Block::new("?", Face::Strong, 40, 1);
            canvas.held(&mark, x, y - 12, Hold::Middle);
        }
    }
}

/// A flag, from the foot of its pole.
pub(super) fn flag(canvas: &mut Canvas<'_>, x: i32, y: i32) {
    canvas.path("full", x, y - 28, "l20 7l-20 8z");
    canvas.line("dark", [x, y - 29, x, y]);
}
