use std::sync::LazyLock;

use proptest::prelude::*;

use super::{SearchIndex, SearchPartKind};
use crate::domain::{
    document::Document,
    source::{Source, Syntax},
};

fn document() -> Document {
    let text = include_bytes!("../../../ladders/ai-engineer.yaml");
    let source = Source::parse(text, Syntax::Yaml).unwrap();
    serde_json::from_value(source.into_value()).unwrap()
}

static ENGLISH: LazyLock<SearchIndex> =
    LazyLock::new(|| SearchIndex::new(&document(), &["en".into()]));

fn english() -> &'static SearchIndex {
    &ENGLISH
}

fn first(index: &SearchIndex, query: &str) -> Option<(SearchPartKind, String)> {
    let hits = index.find(&index.read(query), None);
    hits.first().map(|hit| (hit.part.kind, hit.part.id.clone()))
}

#[test]
fn the_part_that_is_meant_comes_first() {
    let index = english();
    for (query, kind, id) in [
        (
            "evaluation harness",
            SearchPartKind::Criterion,
            "eval-harness",
        ),
        (
            "evalution harnes",
            SearchPartKind::Criterion,
            "eval-harness",
        ),
        ("is a degree needed", SearchPartKind::Faq, "degree"),
        ("degrees", SearchPartKind::Faq, "degree"),
        ("LANGGRAPH", SearchPartKind::Resource, "langgraph"),
        (
            "orchestartion of agents",
            SearchPartKind::Resource,
            "langgraph",
        ),
        ("specialise", SearchPartKind::Faq, "depth-or-breadth"),
        ("specialize", SearchPartKind::Faq, "depth-or-breadth"),
        (
            "pay not published",
            SearchPartKind::Band,
            "mid,US,USD,year,general",
        ),
        ("weig", SearchPartKind::Resource, "weights-and-biases"),
        (
            "production incident post-mortem",
            SearchPartKind::Dimension,
            "system-accountability",
        ),
    ] {
        assert_eq!(first(index, query), Some((kind, id.into())), "{query}");
    }
    assert_eq!(first(index, "xylophone"), None);
}

#[test]
fn the_pieces_are_the_words_of_the_field() {
    let value = serde_json::to_value(document()).unwrap();
    let index = english();
    for query in [
        "evaluation",
        "senior staff",
        "in production",
        "usd",
        "not published",
    ] {
        let read = index.read(query);
        for hit in index.find(&read, None) {
            let (pointer, pieces) = index.mark(&read, &hit);
            let whole: String = pieces.iter().map(|piece| piece.text).collect();
            let text = value.pointer(pointer).unwrap().as_str().unwrap();
            assert!(text.contains(&whole), "{pointer}: {whole}");
            assert!(!whole.is_empty());
        }
    }
}

#[test]
fn words_that_only_hold_a_sentence_together_count_where_there_are_no_others() {
    let index = english();
    assert!(!index.find(&index.read("what is the"), None).is_empty());
    let with = index.find(&index.read("the harness"), None).len();
    assert_eq!(with, index.find(&index.read("harness"), None).len());
}

#[test]
fn without_stemming_whole_words_count() {
    let index = SearchIndex::new(&document(), &[]);
    assert_eq!(
        first(&index, "degrees").map(|(_, id)| id),
        Some("degree".into()),
        "one error"
    );
    assert!(index.find(&index.read("justifying "), None).is_empty());
    assert!(
        !english()
            .find(&english().read("justifying "), None)
            .is_empty()
    );
}

proptest! {
    #[test]
    fn no_query_does_harm(query in "\\PC{0,200}") {
        let index = english();
        let read = index.read(&query);
        for hit in index.find(&read, None).iter().take(5) {
            prop_assert!(hit.score.is_finite());
            prop_assert!(!index.mark(&read, hit).1.is_empty());
        }
    }
}
