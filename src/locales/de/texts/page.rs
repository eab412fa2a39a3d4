//! What a page says as Markdown beside what its rendering says, in German.

use crate::locales::texts::PageMarkdownTexts;

pub(super) const TWIN: PageMarkdownTexts = PageMarkdownTexts {
    take: "So wird es beantwortet",
    on_its_page: |page| format!("Menschen beantworten es auf seiner Seite: {page}."),
    by_turns: |call| {
        format!(
            "Als Gespräch, eine Frage nach der anderen: {call}. Zwischen zwei Runden wird nichts aufgehoben."
        )
    },
    at_once: |call, body| {
        format!("Alles auf einmal: {call}, als Inhalt etwa {body}. Was noch offen ist, bleibt weg.")
    },
    read_ladder: |ladder| {
        format!("Was die Ergebnisse bedeuten, steht in der ganzen Leiter: {ladder}.")
    },
    cited: "Was zitiert werden kann",
    cited_about: |page| {
        format!(
            "Fassung und Kennung nennen, dazu den Verweis dahinter. Die Seite für Menschen: {page}."
        )
    },
    not_in_the_ladder: "Was oben fehlt, steht nicht in der Leiter: genau das sagen und nichts Eigenes dafür einsetzen.",
};
