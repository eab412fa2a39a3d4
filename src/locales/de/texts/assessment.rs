//! What a stored assessment says in Markdown, in German.

use crate::locales::texts::AssessmentTexts;

pub(super) const ASSESSMENT: AssessmentTexts = AssessmentTexts {
    by_oneself: |person, day| format!("{person} über sich selbst, {day}."),
    by_assessor: |person, assessor, day| format!("{person}, eingeschätzt von {assessor}, {day}."),
    contests: "Angefochten",
    contested: |who, day, reason| format!("{who}, {day}: {reason}"),
    open: "Noch nicht geklärt.",
    upheld: |who, day, note| format!("Stattgegeben von {who}, {day}: {note}"),
    rejected: |who, day, note| format!("Zurückgewiesen von {who}, {day}: {note}"),
    guidance: "Wie das zu nehmen ist",
    contest: |at| format!("Anfechten lässt es sich mit einer Begründung: POST {at}"),
};
