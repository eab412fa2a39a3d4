//! What pay bands say in Markdown, in German.

use crate::locales::texts::{BandPositionTexts, PayReasonTexts, PayTexts};

pub(super) const PAY: PayTexts = PayTexts {
    pay_of: |ladder| format!("{ladder}: Gehalt"),
    no_band: "Ein solches Gehaltsband hat die Leiter nicht.",
    band_heads: ["Stufe", "Gehalt", "Bandmitte", "Region", "Markt", "Hinweis"],
    not_published: "nicht veröffentlicht",
    no_midpoint: "keine",
    open: "Ein Pluszeichen: Gezahlt wird auch mehr als dieser Betrag; er ist der höchste, den die Quelle nennt, und die Mitte ist bis zu ihm gerechnet.",
    place: |region, market| format!("{region}, Markt {market}"),
    unpublished: |level, place, currency, period| {
        format!(
            "Die Quelle veröffentlicht kein Gehaltsband für {level} ({place}, {currency} {period}), und nichts wird an seine Stelle gesetzt."
        )
    },
    range: |min, max| format!("{min} bis {max}"),
    no_value: |reason| format!("keine Angabe ({reason})"),
    reasons: PayReasonTexts {
        unknown: "nicht bekannt",
        not_published: "nicht veröffentlicht",
        above_open_maximum: "über einem offenen Höchstbetrag",
        open_end: "offenes Ende",
        no_next_level: "keine nächste Stufe",
        no_comparable_band: "kein vergleichbares Band",
        division_by_zero: "Division durch null",
    },
    position: |amount, period, level| format!("{amount} {period} als {level}"),
    below: BandPositionTexts {
        place: "unter",
        sentence: |place| format!("Der Betrag liegt {place} dem Band."),
    },
    within: BandPositionTexts {
        place: "im",
        sentence: |place| format!("Der Betrag liegt {place} Band."),
    },
    above: BandPositionTexts {
        place: "über",
        sentence: |place| format!("Der Betrag liegt {place} dem Band."),
    },
    above_open: BandPositionTexts {
        place: "über dem höchsten Betrag, den die Quelle nennt",
        sentence: |place| format!("Der Betrag liegt {place}; nach oben ist das Band offen."),
    },
    not_known: "Wo der Betrag liegt, lässt sich nicht sagen: Es gibt kein veröffentlichtes Band, an dem er zu messen wäre.",
    next: |band| format!("Die nächste Stufe: {band}"),
    figure_heads: ["Kennzahl", "Wert", "Formel", "Anmerkung"],
    steps: "Ist der Schritt zum nächsten Band negativ, überschneiden sich die Bänder; ist er positiv, liegt eine Lücke dazwischen.",
};
