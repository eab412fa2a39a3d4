//! A diagnosis: what a person's words point to, which words, and what clears it.

use super::{
    search::marked,
    text::{Page, code, inline, title},
};
use crate::domain::{
    diagnosis::{Diagnosed, Diagnosis},
    ladder::Ladder,
};
use crate::render::words::{count, row};

/// A diagnosis.
pub fn diagnosis(ladder: &Ladder, diagnosis: &Diagnosis<'_>) -> String {
    let mut page = Page::new(if diagnosis.roadblocks.is_empty() {
        "Diagnosis: unclear"
    } else {
        "Diagnosis"
    });
    page.say(&inline(&diagnosis.detail));
    for (rank, roadblock) in diagnosis.roadblocks.iter().enumerate() {
        found(&mut page, ladder, rank, roadblock);
    }
    let read = &diagnosis.statement;
    let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    page.say(&format!(
        "Read: {}, {}, of which {} known to the ladder's signals. {}",
        count(number(read.sentences), "sentence"),
        count(number(read.words), "word"),
        read.understood,
        inline(diagnosis.rule)
    ));
    page.cite(ladder)
}

fn found(page: &mut Page, ladder: &Ladder, rank: usize, roadblock: &Diagnosed<'_>) {
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
        "Score {:.4}. Met at {}. Id: {}.",
        roadblock.score,
        row(&levels),
        code(roadblock.id)
    ));
    if !roadblock.phrases.is_empty() {
        page.say("**What speaks for it:**");
        page.list(roadblock.phrases.iter().map(|phrase| {
            format!(
                "“{}”: as in “{}”",
                marked(&phrase.pieces),
                inline(phrase.signal.as_str())
            )
        }));
    }
    page.note("Why", roadblock.cause);
    page.say("**What clears it:**");
    page.steps(roadblock.remedy.iter().map(|text| inline(text.as_str())));
}
