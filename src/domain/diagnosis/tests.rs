use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Diagnosis, DiagnosisVerdict, LONGEST, SignalIndex, UnclearReason};
use crate::domain::{
    ladder::Ladder,
    source::{Source, Syntax},
};

static LADDER: LazyLock<Ladder> = LazyLock::new(|| {
    let text = include_bytes!("../../../ladders/ai-engineer.yaml");
    let source = Source::parse(text, Syntax::Yaml).unwrap();
    Ladder::prove(serde_json::from_value(source.into_value()).unwrap()).unwrap()
});
static INDEX: LazyLock<SignalIndex> =
    LazyLock::new(|| SignalIndex::new(LADDER.document(), &["en".to_owned()]));

fn diagnose(text: &str) -> Diagnosis<'_> {
    LADDER.diagnose(&INDEX, text, None).unwrap()
}

fn first(text: &str) -> Option<&str> {
    let diagnosis = diagnose(text);
    diagnosis.roadblocks.first().map(|first| first.id.as_str())
}

#[test]
fn a_signal_in_other_forms_is_known_again() {
    for (text, id) in [
        (
            "I can't explain the code that Copilot has written.",
            "ai-as-crutch",
        ),
        ("cant expalin teh code copilot wrote", "ai-as-crutch"),
        (
            "My agents keep calling the same tool over and over.",
            "rag-to-agents",
        ),
        (
            "Other teams don't ever ask me for a review.",
            "invisible-senior",
        ),
        (
            "They passed me over for the Staff promotion again.",
            "senior-pay-plateau",
        ),
        (
            "I'm stuck in tutorial hell, another course and no progress.",
            "self-study-ceiling",
        ),
    ] {
        assert_eq!(first(text), Some(id), "{text}");
    }
}

#[test]
fn what_is_denied_is_not_what_is_said() {
    for text in [
        "Other teams ask me for reviews.",
        "I was promoted to staff.",
        "Every agent is stable in production.",
        "I can explain the code.",
        "Hello there.",
        "¿Dónde está la biblioteca?",
    ] {
        let diagnosis = diagnose(text);
        assert_eq!(diagnosis.verdict, DiagnosisVerdict::Unclear, "{text}");
        assert_eq!(diagnosis.reason, Some(UnclearReason::TooLittle));
        assert!(diagnosis.roadblocks.is_empty());
    }
}

#[test]
fn pieces_are_the_words_of_the_text_from_where_they_start() {
    let text =
        "Grüße! 🦀 So. I can’t explain the code that Copilot wrote, and my reviewer noticed.";
    let diagnosis = diagnose(text);
    let phrases = &diagnosis.roadblocks[0].phrases;
    assert!(!phrases.is_empty());
    for phrase in phrases {
        let whole: String = phrase.pieces.iter().map(|piece| piece.text).collect();
        let rest: String = text.chars().skip(phrase.start).collect();
        assert!(rest.starts_with(&whole), "{whole}");
        assert!(phrase.pieces.iter().any(|piece| piece.matched));
        assert!(0.0 < phrase.coverage && phrase.coverage <= 1.0);
    }
}

#[test]
fn a_text_out_of_bounds_and_an_unknown_level_are_named_together() {
    let long = "x".repeat(LONGEST + 1);
    for text in ["", " \n\t", &long] {
        let faults = LADDER.diagnose(&INDEX, text, Some("nobody")).unwrap_err();
        let pointers: Vec<&str> = faults.iter().map(|fault| &*fault.pointer).collect();
        assert_eq!(pointers, ["/text", "/level"]);
    }
}

#[test]
fn a_level_leaves_out_the_roadblocks_of_others() {
    let text = "I can't explain the code that Copilot wrote.";
    for (level, found) in [("junior", 1), ("senior", 0)] {
        let diagnosis = LADDER.diagnose(&INDEX, text, Some(level)).unwrap();
        assert_eq!(diagnosis.roadblocks.len(), found, "{level}");
    }
}

#[test]
fn hostile_texts_are_read_like_others() {
    let texts = [
        "agent ".repeat(666),
        "agent. ".repeat(571),
        "a".repeat(4_000),
        "é".repeat(4_000),
        "agent tool loop retry state. ".repeat(137),
        "x. ".repeat(1333),
        "'".repeat(4_000),
        "评".repeat(4_000),
        "e\u{301}\u{302}".repeat(1333),
        (0..480).map(|n| format!("zq{n:04}x ")).collect(),
        (0_u32..400).map(|n| word_of(n) + " ").collect(),
    ];
    for text in &texts {
        let counts = diagnose(text).statement;
        assert!(counts.understood <= counts.words);
        assert!(counts.sentences <= counts.words);
    }
}

/// A word that nobody knows and that is as long as many that are known.
fn word_of(number: u32) -> String {
    let letters = b"aeinrstlco";
    let digits = format!("{number:08}");
    let word = digits
        .bytes()
        .map(|digit| letters[usize::from(digit - b'0')]);
    word.map(char::from).collect()
}

proptest! {
    #[test]
    fn every_text_is_answered_alike_each_time(text in "\\PC{1,300}") {
        prop_assume!(!text.trim().is_empty());
        let once = serde_json::to_string(&diagnose(&text)).unwrap();
        prop_assert_eq!(once, serde_json::to_string(&diagnose(&text)).unwrap());
    }

    #[test]
    fn signals_in_any_order_keep_scores_within_bounds(rows in proptest::collection::vec((0_usize..5, 0_usize..110), 1..20)) {
        let text: Vec<&str> = rows
            .iter()
            .map(|(roadblock, row)| LADDER.document().roadblocks[*roadblock].signals[*row].as_str())
            .collect();
        let text = text.join(". ");
        for found in diagnose(&text).roadblocks {
            prop_assert!((0.5..=1.0).contains(&found.score));
        }
    }
}
