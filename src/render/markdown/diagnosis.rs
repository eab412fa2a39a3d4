//! A diagnosis: what a person's words point to, which words, and what clears it.

use super::{
    search::marked,
    text::{MarkdownPage, id, inline, title},
};
use crate::domain::{
    diagnosis::{DiagnosedRoadblock, Diagnosis},
    ladder::Ladder,
};

/// A diagnosis.
pub fn diagnosis(ladder: &Ladder, diagnosis: &Diagnosis<'_>) -> String {
    let words = ladder.words();
    let texts = &words.texts.diagnosis;
    let mut page = MarkdownPage::new(if diagnosis.roadblocks.is_empty() {
        texts.unclear
    } else {
        texts.title
    });
    page.say(&inline(&diagnosis.detail));
    for (rank, roadblock) in diagnosis.roadblocks.iter().enumerate() {
        found(&mut page, ladder, rank, roadblock);
    }
    let read = &diagnosis.statement;
    let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let counts = (texts.read)(
        &words.count(number(read.sentences), &words.nouns.sentence),
        &words.count(number(read.words), &words.nouns.word),
        read.understood,
    );
    page.say(&format!("{counts} {}", inline(diagnosis.rule)));
    page.cite(ladder)
}

fn found(
    page: &mut MarkdownPage,
    ladder: &Ladder,
    rank: usize,
    roadblock: &DiagnosedRoadblock<'_>,
) {
    let words = ladder.words();
    let (texts, of_block) = (&words.texts.diagnosis, &words.texts.text);
    page.heading(
        2,
        &format!("{}. {}", rank + 1, inline(roadblock.title.as_str())),
    );
    let levels: Vec<String> = roadblock
        .levels
        .iter()
        .map(|id| title(ladder, id))
        .collect();
    page.say(&format!(
        "{} {} {}",
        (texts.score)(&words.grouped(&format!("{:.4}", roadblock.score))),
        (of_block.met_at)(&words.row(&levels)),
        id(words, roadblock.id)
    ));
    if !roadblock.phrases.is_empty() {
        page.say(&format!("**{}**", texts.phrases));
        page.list(roadblock.phrases.iter().map(|phrase| {
            (texts.phrase)(&marked(&phrase.pieces), &inline(phrase.signal.as_str()))
        }));
    }
    page.note(of_block.why, roadblock.cause);
    page.say(&format!("**{}**", of_block.clears));
    page.steps(roadblock.remedy.iter().map(|text| inline(text.as_str())));
}
