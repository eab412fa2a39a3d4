//! What answers say in German.

use super::figures::FIGURES;
use crate::locales::facts::{
    AnswerMessages, DiagnosisMessages, DisclaimerMessages, FormulaText, InterpretationMessages,
    PayMessages, PlacementMessages, QuizMessages, ReadinessMessages, ReceiptMessages,
    RoadmapMessages, SearchMessages, TurnMessages,
};
use crate::locales::figures::PeriodNames;

pub(super) const FACTS: AnswerMessages = AnswerMessages {
    quiz: QuizMessages {
        rule: |least, most, qualifiers| {
            let yes = match most {
                most if most == least => format!("{most} Ja"),
                most => format!("{least} bis {most} Ja"),
            };
            [&[yes.as_str()], qualifiers].concat().join(" und ")
        },
        points_rule: |least, most, qualifiers| {
            let points = match (least, most) {
                (1, 1) => "1 Punkt".to_owned(),
                (least, most) if most == least => format!("{most} Punkte"),
                (least, most) => format!("{least} bis {most} Punkte"),
            };
            [&[points.as_str()], qualifiers].concat().join(" und ")
        },
    },
    placement: PlacementMessages {
        counts: "Zählt als ein Ja.",
        counts_not: "Zählt nicht als Ja.",
        open: "Zählt vorerst nicht als Ja; mit einem Ja wäre es eines mehr.",
        without_effect_yet: "Ändert noch nichts, wohl aber, wenn aus dem, was offen ist, ein Ja wird.",
        without_effect: "Ändert zusammen mit den übrigen Antworten nichts.",
        decisive: "Zählt: Die Regel, die entscheidet, verlangt es.",
        holds_back: "Lässt die Einstufung, wie sie ist; ein Ja würde sie anheben.",
        would_raise: "Zählt vorerst nicht als Ja; ein Ja würde die Einstufung anheben.",
        gives: |points, of| {
            format!(
                "Gibt {points} von {of} {}.",
                if of == 1 { "Punkt" } else { "Punkten" }
            )
        },
        gives_not_yet: |of| format!("Gibt vorerst keine Punkte und könnte bis zu {of} geben."),
        uneven: |stage, denied| {
            format!(
                "Uneinheitlich: Auf der Stufe {stage} steht ein Ja, darunter ein Nein ({}). Für die Einstufung zählen alle gleich; was weiter unten fehlt, verdient den ersten Blick.",
                denied.join(", ")
            )
        },
        uneven_points: |stage, denied| {
            format!(
                "Uneinheitlich: Auf der Stufe {stage} gibt es Punkte, obwohl eine Frage davor keine gab ({}). Für die Einstufung zählen alle gleich; was darunter fehlt, sollte zuerst angesehen werden.",
                denied.join(", ")
            )
        },
    },
    guidance: DisclaimerMessages {
        oneself: "Das ist eine Orientierung und keine Entscheidung über jemanden. Sie beruht auf dem, was die Person über sich selbst gesagt hat; niemand hat es geprüft.",
        assessor: "Das ist eine Orientierung und keine Entscheidung über jemanden. Sie beruht auf dem, was eine einschätzende Person gesagt hat.",
    },
    readiness: ReadinessMessages {
        ready: "bereit",
        not_ready: "nicht bereit",
        too_little: "zu wenig bekannt",
        rule: "Bereit, wenn jedes Kriterium erfüllt ist, das zu der Stufe führt. Ohne Urteil, solange von weniger als der Hälfte bekannt ist, ob sie erfüllt sind; was nicht angegeben ist, gilt als nicht bekannt. Sonst nicht bereit.",
        counts: |all, met, unmet, unknown| {
            format!(
                "Von insgesamt {all}: {met} erfüllt, {unmet} nicht erfüllt, {unknown} nicht bekannt."
            )
        },
        withheld: |all, met, unmet, unknown, least| {
            let known = match least {
                1 => "1 bekannt ist".to_owned(),
                least => format!("{least} bekannt sind"),
            };
            format!(
                "Von insgesamt {all}: {met} erfüllt, {unmet} nicht erfüllt, {unknown} nicht bekannt; ein Urteil gibt es erst, wenn mindestens {known}."
            )
        },
    },
    roadmap: ROADMAP,
    pay: PAY,
    diagnosis: DiagnosisMessages {
        rule: "Jedes Wort, das die Signale der Leiter kennen, spricht für die Hindernisse, deren Signale es verwenden, umso mehr, je \
            weniger andere es tun; Wörter eines Signals, die in zwei benachbarten Sätzen beisammenstehen, sprechen stärker, je mehr vom \
            Signal sie ausmachen. Es zählen die drei benachbarten Sätze, die am meisten sagen. Weniger spricht, was ohne ein Wort von \
            Schwierigkeiten gesagt ist, ohne die Verneinung, die ein Signal hat, ohne ein Wort über dich selbst, zwischen Worten, dass alles \
            gut ist, oder zwischen vielen Wörtern, die kein Signal kennt; und was die Leiter als gegenteilig führt, spricht dagegen. Ein \
            Hindernis wird ab einer Punktzahl von 0,5 genannt.",
        found: |title, others| {
            let others = match others {
                0 => String::new(),
                1 => " Ein weiteres ist möglich.".into(),
                others => format!(" {others} weitere sind möglich."),
            };
            format!("Das klingt nach dem Hindernis „{title}“.{others}")
        },
        level_without_signals: "Kein Hindernis dieser Stufe sagt, an welchen Wörtern es zu erkennen ist; aus einem Text lässt sich deshalb nichts schließen.",
        ladder_without_signals: "Kein Hindernis dieser Version der Leiter sagt, an welchen Wörtern es zu erkennen ist; aus einem Text lässt sich deshalb nichts schließen.",
        too_little: "Das ist zu wenig, um etwas zu sagen. Erzähl mehr: was passiert, wie oft, und was dir im Weg steht.",
    },
    interpretation: InterpretationMessages {
        quoted: |words| format!("„{words}“"),
        yes: |words| format!("Als Ja gelesen, wegen {words}."),
        no: |words| format!("Als Nein gelesen, wegen {words}."),
        unsure: |words| format!("Als nicht sicher gelesen, wegen {words}."),
        unclear: |words| {
            format!(
                "Weder ein klares Ja noch ein klares Nein, wegen {words}. Bitte antworte mit Ja, Nein oder nicht sicher."
            )
        },
        option: |option| format!("Verstanden als die Möglichkeit {option}."),
        which: |options| {
            format!(
                "Damit ist keine der Möglichkeiten genannt. Bitte antworte mit {options}, oder sag, dass du es nicht weißt."
            )
        },
        nothing: "Nichts davon sagt Ja oder Nein. Bitte antworte mit Ja, Nein oder nicht sicher.",
    },
    search: SearchMessages {
        periods: PeriodNames {
            year: "im Jahr",
            month: "im Monat",
            day: "am Tag",
            hour: "in der Stunde",
        },
        band: |level, region, currency, period, market| {
            format!("{level}, {region}, {currency} {period}, {market}")
        },
        unpublished_band: |level, region, currency, period, market| {
            format!("{level}, {region}, {currency} {period}, {market}: nicht veröffentlicht")
        },
        band_words: "Gehalt Gehaltsband Gehälter Lohn Verdienst Vergütung Bezahlung",
        unpublished_band_words: "Gehalt Gehaltsband Gehälter Lohn Verdienst Vergütung Bezahlung nicht veröffentlicht",
    },
    receipt: ReceiptMessages {
        title: "Beleg",
        none: "Das ist kein Beleg einer Einstufung.",
        not_ours: "Der Beleg nennt einen Schlüssel, den dieser Dienst nicht hat: Er wurde anderswo unterschrieben oder mit einem Schlüssel, der nicht mehr aufbewahrt wird.",
        changed: "Der Beleg nennt einen Schlüssel dieses Dienstes, und seine Unterschrift passt nicht: Er wurde nach dem Unterschreiben geändert.",
        version_gone: "Von uns und unverändert; die Version der Leiter, die er nennt, wird hier nicht aufbewahrt, sodass sich die Einstufung nicht wiederholen lässt.",
        another_text: "Von uns und unverändert; die Leiter, die hier unter dieser Kennung und Version zu sehen ist, ist nicht die, nach der eingestuft wurde: Sie kann einer anderen Organisation gehören, oder ihr Text wurde seither ersetzt. Deshalb wird die Einstufung nicht wiederholt.",
        same_outcome: "Von uns und unverändert; dieselben Antworten führen heute zum selben Ergebnis.",
        another_outcome: "Von uns und unverändert; die Antworten führen heute zu einem anderen Ergebnis.",
    },
    turns: TurnMessages {
        begins: |left| format!("Das Quiz beginnt: höchstens {left}."),
        asks: |answered, left| format!("{answered} beantwortet, höchstens noch {left}."),
        taken_back: |answered, left| {
            format!(
                "Die letzte Antwort ist zurückgenommen: {answered} beantwortet, höchstens noch {left}."
            )
        },
        nothing_to_take_back: |left| {
            format!(
                "Das ist die erste Frage, zurücknehmen lässt sich noch nichts: höchstens {left}."
            )
        },
        quoted: |words| format!("„{words}“"),
        unclear: |words| format!("Ob das Ja oder Nein heißt, ist nicht klar ({words})."),
        nothing_said: "Das sagt weder Ja noch Nein.",
        affirms: |statement| format!("Trifft das auf dich zu: „{statement}“?"),
        asks_plainly: |question| {
            format!("Antworte bitte mit Ja, Nein oder „Nicht sicher“: {question}")
        },
        which: |options| {
            format!(
                "Damit ist keine der Möglichkeiten genannt. Bitte antworte mit {options}, oder sag, dass du es nicht weißt."
            )
        },
        finished: "Fertig: Was nicht gefragt wurde, könnte an der Einstufung nichts mehr ändern.",
        stopped: "Abgebrochen: Dahin führen die Antworten bis hier.",
        stopped_at_once: "Abgebrochen, bevor etwas beantwortet war; deshalb gibt es kein Ergebnis.",
    },
};

const ROADMAP: RoadmapMessages = RoadmapMessages {
    rule: "Gearbeitet wird an einem Kriterium nach dem anderen: Arbeitstage = 7 x Stunden / Stunden pro Woche, aufgerundet auf ganze Tage. Fällig ist ein Kriterium, wenn die Arbeit daran getan ist und seit seinem ersten Tag die Kalenderwochen vergangen sind, die es mindestens braucht; währenddessen geht die Arbeit am nächsten weiter. Eine Phase beginnt, wenn alles aus der Phase davor fällig ist.",
    arithmetic: |hours, pace, work, weeks, least, due| {
        let work = match work {
            1 => "1 Arbeitstag".to_owned(),
            work => format!("{work} Arbeitstage"),
        };
        let least = match weeks {
            0 => String::new(),
            1 => format!("; mindestens 1 Woche = {least} Tage"),
            weeks => format!("; mindestens {weeks} Wochen = {least} Tage"),
        };
        let due = match due {
            1 => "1 Tag".to_owned(),
            due => format!("{due} Tagen"),
        };
        format!("7 x {hours} h / {pace} h pro Woche = {work}{least}; fällig nach {due}")
    },
    start_in_the_past: |start| {
        format!(
            "Der Beginn am {} liegt in der Vergangenheit. Die Termine sind trotzdem von da an gerechnet.",
            day(start)
        )
    },
    no_start: "Es wurde kein Beginn angegeben: Die Tage sind ab 1 gezählt. Gib einen Beginn an, dann gibt es Termine.",
    nothing_left: "Jedes Kriterium auf dem Weg ist erfüllt. Nun geht es darum, dass es gesehen wird: Bitte um eine Beurteilung nach diesen Kriterien.",
    undated: "Bei einigen Kriterien sagt die Leiter nicht, wie viel Arbeit sie machen. Sie und was auf sie folgt haben keine Tage; es wird nichts an ihre Stelle gesetzt.",
    estimate: "Stunden und die Wochen, die es mindestens braucht, sind eine Schätzung derer, die das Dokument der Leiter geschrieben haben, nicht ihrer Quelle, und zählen nur die Arbeit an den Kriterien. Wie lange der ganze Schritt bei den meisten dauert, sagen die Zeiträume, soweit die Quelle welche nennt.",
    approaching: "Nach den Antworten bist du auf dem Weg zur nächsten Stufe. Die Kriterien, die dorthin führen, sind eingeplant, soweit sie nicht als erfüllt angegeben sind; was die Arbeit dort bedeutet, ist der Plan für jene Stufe.",
    before_the_first_level: "Nach den Antworten bist du vor der ersten Stufe. Der Plan beginnt mit der ersten Phase; die Leiter nennt keine Kriterien, die zu ihrer untersten Stufe führen.",
    top_of_the_ladder: "Darüber gibt es keine Stufe. Die Meilensteine sind das, was die Arbeit auf dieser Stufe bedeutet.",
    not_on_the_way: |criteria, more| {
        let criteria = criteria.join(", ");
        match more {
            0 => format!("Angegeben, aber nicht auf diesem Weg: {criteria}."),
            1 => format!("Angegeben, aber nicht auf diesem Weg: {criteria} und 1 weiteres."),
            more => format!("Angegeben, aber nicht auf diesem Weg: {criteria} und {more} weitere."),
        }
    },
    unchecked_without_start: |by| {
        let by = day(by);
        format!("Ob der {by} zu halten ist, lässt sich ohne Beginn nicht sagen.")
    },
    unchecked_without_effort: |by| {
        format!(
            "Ob der {} zu halten ist, lässt sich nicht sagen: Bei einigen Kriterien fehlt der Aufwand.",
            day(by)
        )
    },
    missed: |pace, end, by, enough| {
        format!(
            "Bei {} pro Woche endet der Plan am {} und damit nach dem {}. Mit {} pro Woche wäre er zu halten.",
            hours(pace),
            day(end),
            day(by),
            hours(enough)
        )
    },
    missed_anyway: |pace, end, by, most| {
        format!(
            "Bei {} pro Woche endet der Plan am {} und damit nach dem {}. Nicht einmal mit {} pro Woche wäre er zu halten, vor allem wegen der Wochen, die Kriterien mindestens brauchen.",
            hours(pace),
            day(end),
            day(by),
            hours(most)
        )
    },
    no_band: "Die Leiter nennt kein Gehaltsband für die jetzige Stufe.",
    no_band_before_first: "Vor der ersten Stufe gibt es kein Gehaltsband, mit dem sich vergleichen ließe.",
    no_step_at_the_top: "Ganz oben auf der Leiter bleibt kein Schritt mehr.",
};

/// A date as it is written in German, from `2027-12-31`; what is no date stays as it is.
fn day(date: &str) -> String {
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next()?.parse().ok();
    let (year, month, day): (Option<u32>, Option<u32>, Option<u32>) = (part(), part(), part());
    match (year.and_then(|year| i32::try_from(year).ok()), month, day) {
        (Some(year), Some(month), Some(day)) => FIGURES.date(year, month, day),
        _ => date.to_owned(),
    }
}

fn hours(number: u16) -> String {
    match number {
        1 => "1 Stunde".into(),
        number => format!("{number} Stunden"),
    }
}

const PAY: PayMessages = PayMessages {
    midpoint: FormulaText {
        name: "Bandmitte",
        expression: "(Minimum + Maximum) / 2",
    },
    compa_ratio: FormulaText {
        name: "Vergleichsquote (Compa-Ratio)",
        expression: "Betrag / Bandmitte",
    },
    range_penetration: FormulaText {
        name: "Lage im Band",
        expression: "(Betrag - Minimum) / (Maximum - Minimum)",
    },
    range_spread: FormulaText {
        name: "Bandspanne",
        expression: "(Maximum - Minimum) / Minimum",
    },
    midpoint_progression: FormulaText {
        name: "Anstieg der Bandmitte",
        expression: "(Bandmitte der nächsten Stufe - Bandmitte) / Bandmitte",
    },
    step_to_next_band: FormulaText {
        name: "Schritt zum nächsten Band",
        expression: "Minimum der nächsten Stufe - Maximum",
    },
    division_by_zero: "Die Formel würde durch null teilen.",
    above_open: |max| {
        format!(
            "Das Band ist oberhalb von {} offen: Wie weit der Betrag darin liegt, lässt sich nicht sagen.",
            FIGURES.grouped(max)
        )
    },
    open: |max| {
        format!(
            "Das Maximum ist offen; {} ist der höchste Betrag, den die Quelle nennt.",
            FIGURES.grouped(max)
        )
    },
    open_below: |max| {
        format!(
            "Das Maximum des unteren Bandes ist offen; der Abstand ist von {} an gemessen, dem höchsten Betrag, den die Quelle nennt.",
            FIGURES.grouped(max)
        )
    },
    markets: |one, other| {
        format!("Die beiden Bänder beschreiben verschiedene Märkte: {one} und {other}.")
    },
    no_level_above: "Auf dieser Leiter gibt es keine Stufe darüber.",
    no_comparable_band: |level| {
        format!(
            "Für {level} gibt es kein Band mit derselben Region, derselben Währung und demselben Zeitraum, oder mehrere aus anderen Märkten."
        )
    },
    not_published: |level| {
        format!(
            "Die Quelle veröffentlicht kein Gehaltsband für {level}, und es wird nichts an seine Stelle gesetzt."
        )
    },
    open_upwards: |level| {
        format!(
            "Das Gehaltsband für {level} hat keinen höchsten Betrag, und es wird nichts an seine Stelle gesetzt."
        )
    },
    open_downwards: |level| {
        format!(
            "Das Gehaltsband für {level} hat keinen niedrigsten Betrag, und es wird nichts an seine Stelle gesetzt."
        )
    },
};
