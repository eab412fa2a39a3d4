//! What is written in calendars, in German.

use crate::locales::calendars::Calendars;

pub(super) const CALENDARS: Calendars = Calendars {
    name: |target| format!("Fahrplan zu {target}"),
    name_of_ladder: |ladder| format!("Fahrplan: {ladder}"),
    due: |criterion| format!("Fällig: {criterion}"),
    measure: |amount| format!("Umfang: {amount}"),
    phase: |number, title| format!("Phase {number}: {title}"),
    effort: |effort| format!("Aufwand: {effort} (Angabe der Quelle)"),
    effort_estimated: |effort| {
        format!(
            "Aufwand: {effort} (eine Schätzung derer, die die Leiter geschrieben haben, nicht ihrer Quelle)"
        )
    },
    begins: |year, month, day| format!("Die Arbeit daran beginnt am {day:02}.{month:02}.{year:04}"),
    all_due: "Alles in diesem Plan ist fällig",
    all_due_for: |target| format!("Alles für {target} ist fällig"),
    nothing_left: "Es ist nichts mehr zu erfüllen",
    nothing_left_for: |target| format!("Für {target} ist nichts mehr zu erfüllen"),
    pace: |milestones, hours| format!("{milestones} bei {hours} pro Woche"),
    work: |hours| format!("{hours} Arbeit"),
    days: |days| format!("{days} vom ersten bis zum letzten"),
    source: |title, id, version| format!("Leiter: {title} ({id}), Version {version}"),
};
