//! What a stored assessment says in Markdown, in English.

use crate::locales::texts::AssessmentTexts;

pub(super) const ASSESSMENT: AssessmentTexts = AssessmentTexts {
    by_oneself: |person, day| format!("{person} about themselves, {day}."),
    by_assessor: |person, assessor, day| format!("{person}, assessed by {assessor}, {day}."),
    contests: "Contested",
    contested: |who, day, reason| format!("{who}, {day}: {reason}"),
    open: "Not resolved yet.",
    upheld: |who, day, note| format!("Upheld by {who}, {day}: {note}"),
    rejected: |who, day, note| format!("Rejected by {who}, {day}: {note}"),
    guidance: "How to take this",
    contest: |at| format!("It can be contested with a reason: POST {at}"),
};
