//! What a diagnosis says in Markdown, in German.

use crate::locales::texts::DiagnosisTexts;

pub(super) const DIAGNOSIS: DiagnosisTexts = DiagnosisTexts {
    title: "Diagnose",
    unclear: "Diagnose: unklar",
    read: |sentences, words, known| {
        format!("Gelesen: {sentences}, {words}, davon {known} aus den Signalen der Leiter bekannt.")
    },
    score: |score| format!("Punktzahl {score}."),
    phrases: "Was dafür spricht:",
    phrase: |words, signal| format!("„{words}“: wie in „{signal}“"),
};
