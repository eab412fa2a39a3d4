//! What is written in pictures, in German.

use crate::locales::pictures::{
    PictureBandTexts, PictureComparisonTexts, PictureLadderTexts, PictureLevelTexts,
    PicturePlacementTexts, PictureReadinessTexts, PictureRoadmapTexts, PictureStateTexts,
    PictureTexts, PictureTimeTexts,
};

pub(super) const PICTURES: PictureTexts = PictureTexts {
    source: |title, id, version, hash| {
        format!("Leiter: {title} ({id}), Version {version}, Prüfsumme {hash}")
    },
    phase: |number, title| format!("Phase {number}: {title}"),
    phase_told: |number, title| format!("Phase {number}: {title}."),
    more: |left| match left {
        1 => "und 1 weiterer Eintrag, der nicht gezeichnet ist".into(),
        left => format!("und {left} weitere Einträge, die nicht gezeichnet sind"),
    },
    bands: BANDS,
    comparison: COMPARISON,
    ladder: LADDER,
    level: LEVEL,
    placement: PLACEMENT,
    readiness: READINESS,
    roadmap: ROADMAP,
    time: PictureTimeTexts {
        start: "Beginn",
        day: |day| format!("Tag {day}"),
    },
};

const BANDS: PictureBandTexts = PictureBandTexts {
    heading: |ladder| format!("{ladder}: Gehalt"),
    told: |bands, ladder| format!("{bands} der Leiter {ladder}."),
    none: "Ein solches Gehaltsband hat die Leiter nicht.",
    chart: |currency, pays| format!("{currency} {pays}"),
    amount: |currency, amount| format!("{amount} {currency}"),
    range: |currency, min, max| format!("{min} bis {max} {currency}"),
    figures: |range, midpoint| format!("{range} · Bandmitte {midpoint}"),
    place: |region, market| format!("{region} · Markt {market}"),
    not_published: "nicht veröffentlicht",
    pay: |range, pays| format!("{range} {pays}"),
    place_told: |region, market| format!("Region {region}, Markt {market}"),
    band_told: |title, pay, midpoint, place, open| {
        let open = match open {
            true => "; das Gehalt geht über den höchsten Betrag hinaus",
            false => "",
        };
        format!("{title}: {pay}, Bandmitte {midpoint} ({place}){open}.")
    },
    one_end_told: |title, pay, place| format!("{title}: {pay} ({place})."),
    not_published_told: |title, currency, place| {
        format!("{title}: in {currency} nicht veröffentlicht ({place}).")
    },
    bar: |market| format!("Gehalt vom niedrigsten bis zum höchsten, Markt {market}"),
    middle: "Die Mitte zwischen dem niedrigsten und dem höchsten",
    beyond: "Mit Pluszeichen: Das Gehalt geht über diesen Betrag hinaus, den höchsten, den die Quelle nennt; die Mitte ist bis zu ihm gerechnet",
    one_end: "Ohne Pluszeichen: Wo die Pfeilspitzen sind, hat das Band kein Ende und darum keine Mitte",
    empty: "Die Quelle veröffentlicht kein Band, und nichts tritt an seine Stelle",
};

const COMPARISON: PictureComparisonTexts = PictureComparisonTexts {
    told: |ladder, from, to| {
        format!("Zwei Stufen der Leiter {ladder} im Vergleich: {from} und {to}.")
    },
    level_told: |title, rank, tenure| format!("{title} (Stufe {rank}, {tenure} Berufserfahrung)"),
    change_told: |name, from, to| format!("{name} – vorher: {from}; nachher: {to}."),
    criteria_told: |phase, criteria| format!("Aufstiegskriterien der Phase {phase}: {criteria}."),
    level: |rank| format!("Stufe {rank}"),
    tenure: |tenure| format!("{tenure} Berufserfahrung"),
    tenures: "Berufserfahrung in Monaten",
    span: |span, label| format!("Dieser Schritt dauert {span}: {label}"),
    no_span: "Die Quelle nennt keine Zeitspanne für diesen Schritt.",
    changes: "Was sich ändert",
    no_changes: "Die Leiter sagt nicht, was sich ändert.",
    not_described: "nicht beschrieben",
    criteria: "Aufstiegskriterien dazwischen",
    no_criteria: "Die Leiter nennt keine Aufstiegskriterien dazwischen.",
    pay: "Gehalt",
    no_pay: |level| format!("Die Leiter nennt kein Gehaltsband für {level}."),
    no_step: |reason| format!("Kein Gehaltsschritt: {reason}"),
    no_gap: "Das höhere Band beginnt dort, wo das niedrigere endet.",
    overlap: |amount| {
        format!(
            "Überschneidung: {amount} vom niedrigsten des höheren bis zum höchsten des niedrigeren Bandes."
        )
    },
    gap: |amount| {
        format!(
            "Lücke: {amount} vom höchsten des niedrigeren bis zum niedrigsten des höheren Bandes."
        )
    },
    progression: |percent| format!("Von Bandmitte zu Bandmitte: {percent} %."),
};

const LADDER: PictureLadderTexts = PictureLadderTexts {
    told: |title, levels| {
        format!("Die Leiter {title}: {levels}, von der niedrigsten bis zur höchsten.")
    },
    place_told: |place| format!("Hier eingestuft: {place}."),
    level_told: |rank, title, tenure, plateau| {
        format!("Stufe {rank}: {title}, {tenure} Berufserfahrung; Plateau: {plateau}.")
    },
    place: |levels, place| format!("{levels}. Einstufung: {place}"),
    level: |rank, tenure| format!("Stufe {rank} · {tenure} Berufserfahrung"),
    plateau: |title| format!("Plateau: {title}"),
    approaching: |level| format!("Auf dem Weg zu {level}"),
    before: |level| format!("Vor {level}"),
    before_first: "Vor der ersten Stufe",
    here: "Hier eingestuft",
    possible: "Noch möglich",
};

const LEVEL: PictureLevelTexts = PictureLevelTexts {
    told: |rank, levels, ladder, title, tenure| {
        format!(
            "Stufe {rank} von {levels} auf der Leiter {ladder}: {title}, {tenure} Berufserfahrung."
        )
    },
    plateau_told: |title, summary| format!("Das Plateau dort ist {title}: {summary}"),
    forward_told: "Was weiterbringt:",
    rank: |rank, levels, ladder| format!("Stufe {rank} von {levels} auf der Leiter {ladder}"),
    plateau: "Das Plateau",
    forward: "Was weiterbringt",
    more: |left| match left {
        1 => "und 1 weiterer Punkt".into(),
        left => format!("und {left} weitere Punkte"),
    },
};

const PLACEMENT: PicturePlacementTexts = PicturePlacementTexts {
    heading: |place| format!("Einstufung: {place}"),
    told: |ladder, place| format!("Einstufung auf der Leiter {ladder}: {place}."),
    stage_told: |level, yes, of| {
        format!("Fragen, die für {level} typisch sind: {yes} von {of} mit Ja beantwortet.")
    },
    unreviewed: "Selbstauskunft: Niemand hat die Antworten geprüft.",
    counted: |questions, [yes, no, unsure, unanswered]| {
        let questions = match questions {
            1 => "1 Frage".into(),
            questions => format!("{questions} Fragen"),
        };
        format!(
            "Von {questions}: {yes} Ja, {no} Nein, {unsure} unsicher, {unanswered} nicht beantwortet."
        )
    },
    decided: "Entschieden: Nichts, was noch offen ist, kann daran etwas ändern.",
    open: |places| {
        format!(
            "Noch nicht entschieden. Stellt sich als Ja heraus, was offen ist, kommt noch in Frage: {places}."
        )
    },
    more: |left| match left {
        1 => "1 weitere Einstufung".into(),
        left => format!("{left} weitere Einstufungen"),
    },
    profile: "Ja-Antworten nach Stufe",
    stages: "Die Stufe, für die die Fragen typisch sind, die höchste zuerst",
    points: "Punkte nach Stufen",
    stage_points: |points, of| format!("{points} von {of} Punkten"),
    stage: |yes, of| format!("{yes} von {of} Ja"),
    uneven: "lückenhaft",
};

const READINESS: PictureReadinessTexts = PictureReadinessTexts {
    heading: |level| format!("Bereit für {level}?"),
    told: |level, ladder, verdict| {
        format!("Bereit für {level} auf der Leiter {ladder}? {verdict}.")
    },
    criterion_told: |state, text| format!("{state}: {text}."),
    ready: "Bereit",
    not_ready: "Noch nicht bereit",
    withheld: "Kein Urteil: Es ist zu wenig bekannt",
    met: PictureStateTexts {
        word: "Erfüllt",
        counted: |number| format!("{number} erfüllt"),
    },
    claimed: PictureStateTexts {
        word: "Beansprucht",
        counted: |number| format!("{number} beansprucht"),
    },
    unmet: PictureStateTexts {
        word: "Nicht erfüllt",
        counted: |number| format!("{number} nicht erfüllt"),
    },
    unknown: PictureStateTexts {
        word: "Unbekannt",
        counted: |number| format!("{number} unbekannt"),
    },
    all_met: "Erfüllt",
    all_missing: "Fehlt noch",
    criterion: |state, phase| format!("{state} · Phase {phase}"),
    unreviewed: "Selbstauskunft: Niemand hat die Angaben geprüft.",
};

const ROADMAP: PictureRoadmapTexts = PictureRoadmapTexts {
    heading: |target| format!("Fahrplan zu {target}"),
    heading_at_top: |place| format!("Fahrplan für {place}"),
    told: |ladder, from, to, figures| {
        format!("Ein Plan auf der Leiter {ladder}; Ausgangspunkt: {from}; Ziel: {to}; {figures}.")
    },
    told_at_top: |ladder, from, figures| {
        format!(
            "Ein Plan auf der Leiter {ladder}; Ausgangspunkt: {from}; Ziel: keine weitere Stufe; {figures}."
        )
    },
    milestone_told: |criterion, when| format!("{criterion}: {when}."),
    met_told: |number| format!("Schon erfüllt: {number}."),
    from: |place| format!("Ausgangspunkt: {place}"),
    pace: |hours| format!("{hours} pro Woche"),
    work: |hours| format!("{hours} Arbeit"),
    work_not_known: "Arbeitsstunden nicht bekannt",
    days_not_known: "Tage nicht bekannt",
    no_milestones: "Jedes Kriterium auf dem Weg ist erfüllt",
    span: |start, end| format!("Vom {start} bis zum {end}."),
    begin: |start| format!("Ab dem {start}; wann der Plan endet, lässt sich nicht sagen."),
    no_begin: "Ein Beginn ist nicht angegeben: Die Tage zählen ab 1.",
    no_plan: "Es ist nichts mehr zu planen.",
    wanted: |day| format!("Gewünscht bis zum {day}."),
    wanted_and_kept: |day| format!("Gewünscht bis zum {day}; das wird eingehalten."),
    wanted_and_missed: |day| format!("Gewünscht bis zum {day}; das wird verfehlt."),
    leads_to: |level| format!("führt zu {level}"),
    operating: "was die Arbeit auf dieser Stufe ausmacht",
    phase_met: "Jedes Kriterium dieser Phase ist erfüllt.",
    effort: |effort| format!("{effort} (Angabe der Quelle)"),
    effort_estimated: |effort| format!("{effort} (Schätzung)"),
    effort_not_known: "Aufwand nicht bekannt, keine Tage",
    dates: |from, to| format!("{from} bis {to}"),
    days: |from, to| format!("Tag {from} bis {to}"),
    no_days: "keine Tage",
    days_follow: "keine Tage: folgt auf eines, das keine hat",
    days_not_given: "keine Tage: Die Leiter nennt keinen Aufwand",
    met: |criterion| format!("Erfüllt: {criterion}"),
    more: |left| match left {
        1 => "und 1 weiterer Meilenstein, der nicht gezeichnet ist".into(),
        left => format!("und {left} weitere Meilensteine, die nicht gezeichnet sind"),
    },
    working: "Arbeit",
    waiting: "Warten auf andere oder darauf, dass etwas geschieht",
    wanted_by: |day| format!("Der Tag, bis zu dem es gewünscht war: {day}"),
    top: "Das obere Ende der Leiter",
    due_by: |day| format!("Alles ist fällig bis zum {day}"),
    due_by_day: |day| format!("Alles ist fällig bis Tag {day}"),
    all_met: "Jedes Kriterium ist erfüllt",
    due_not_known: "Wann alles fällig ist, lässt sich nicht sagen",
    pay: "Was der Schritt einbringt",
    notes: "Zu diesem Plan",
};
