//! What a diagnosis says in Markdown, in English.

use crate::locales::texts::DiagnosisTexts;

pub(super) const DIAGNOSIS: DiagnosisTexts = DiagnosisTexts {
    title: "Diagnosis",
    unclear: "Diagnosis: unclear",
    read: |sentences, words, known| {
        format!("Read: {sentences}, {words}, of which {known} known to the ladder's signals.")
    },
    score: |score| format!("Score {score}."),
    phrases: "What speaks for it:",
    phrase: |words, signal| format!("“{words}”: as in “{signal}”"),
};
