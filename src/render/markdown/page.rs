//! The Markdown beside a page: what the renderings say, with the links under which a person reads it and a part is cited.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    ladder, quiz,
    search::kind,
    text::{code, inline},
};
use crate::domain::{
    id::{Id, Text},
    ladder::Ladder,
    search::{PartLocation, SearchPart, SearchPartKind, parts_of},
};

/// What links begin with and which edition they name.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    /// The address of the service, without a slash at the end; empty where it is not known, so that links are paths.
    pub base: &'a str,
    /// The language, where it is not the ladder's own.
    pub locale: Option<&'a str>,
}

impl Links<'_> {
    /// A path of the service with a query that names the version.
    fn versioned(&self, ladder: &Ladder, path: &str, more: &[(&str, &str)]) -> String {
        let version = ladder.stamp().version.to_string();
        let locale = self.locale.map(|locale| ("locale", locale));
        let pairs = more
            .iter()
            .copied()
            .chain([("version", version.as_str())])
            .chain(locale);
        // Only ids, a version and a language, in which nothing can fail.
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
        format!("{}{path}?{query}", self.base)
    }

    /// The ladder's page.
    fn page(&self, ladder: &Ladder) -> String {
        let path = format!("/ladders/{}", ladder.stamp().id);
        self.versioned(ladder, &path, &[])
    }

    /// The same as Markdown.
    fn text(&self, ladder: &Ladder) -> String {
        let path = format!("/ladders/{}.md", ladder.stamp().id);
        self.versioned(ladder, &path, &[])
    }

    /// The page of the quiz.
    fn quiz(&self, ladder: &Ladder) -> String {
        let id = ladder.stamp().id.as_str();
        self.versioned(ladder, "/", &[("ladder", id)])
    }

    /// A call about the ladder.
    fn call(&self, ladder: &Ladder, path: &str) -> String {
        let id = &ladder.stamp().id;
        code(format!("POST {}/v1/ladders/{id}{path}", self.base))
    }

    /// Where a person reads a part. It is the `nth` of its kind.
    #[must_use]
    pub fn part(&self, ladder: &Ladder, part: &SearchPart, nth: usize) -> String {
        let id = &part.id;
        let fragment = match (part.kind, &part.place) {
            // It is on no page before it is asked.
            (SearchPartKind::Qualifier, _) => return self.quiz(ladder),
            (SearchPartKind::Question, _) => return format!("{}#question-{id}", self.quiz(ladder)),
            (_, PartLocation::Phase(number)) => format!("phase-{number}"),
            (SearchPartKind::Dimension, PartLocation::InPhase(number)) => {
                format!("phase-{number}-{id}")
            }
            (SearchPartKind::Band, _) => format!("band-{}", nth + 1),
            (kind, _) => format!("{}-{id}", kind.word()),
        };
        format!("{}#{fragment}", self.page(ladder))
    }
}

fn link(words: &str, to: &str) -> String {
    format!("[{words}]({to})")
}

/// The page of a quiz: the quiz, and how to take it. `others` are the other ladders, by id and title.
pub fn quiz_page(ladder: &Ladder, links: &Links<'_>, others: &[(&Id, &Text)]) -> String {
    let words = ladder.words();
    let texts = &words.texts.twin;
    let document = ladder.document();
    let title = inline(document.title.as_str());
    let mut page = quiz::whole(ladder);
    page.heading(2, texts.take);
    let some = document.quiz.questions.iter().take(2);
    let some = some.zip(["yes", "no"]);
    let answers: Map<String, Value> = some
        .map(|(question, answer)| (question.id.to_string(), answer.into()))
        .collect();
    let quiz_title = inline(document.quiz.title.as_str());
    page.list(
        [
            (texts.on_its_page)(&link(&quiz_title, &links.quiz(ladder))),
            (texts.by_turns)(&links.call(ladder, "/quiz/turn")),
            (texts.at_once)(
                &links.call(ladder, "/quiz/score"),
                &code(json!({"answers": answers})),
            ),
        ]
        .into_iter(),
    );
    page.say(&(texts.read_ladder)(&link(&title, &links.text(ladder))));
    if !others.is_empty() {
        page.heading(2, words.pages.start.others);
        page.list(others.iter().map(|(id, title)| {
            let to = format!("{}/index.md?ladder={id}", links.base);
            link(&inline(title.as_str()), &to)
        }));
    }
    page.cite(ladder)
}

/// The page of a ladder: the whole of it, and the ids that can be cited with their links.
pub fn ladder_page(ladder: &Ladder, links: &Links<'_>) -> String {
    let words = ladder.words();
    let texts = &words.texts.twin;
    let document = ladder.document();
    let mut page = ladder::whole(ladder);
    page.heading(2, texts.cited);
    let to = links.page(ladder);
    let name = link(&inline(document.title.as_str()), &to);
    page.say(&(texts.cited_about)(&name));
    let parts = parts_of(document);
    let mut kinds: BTreeMap<SearchPartKind, Vec<String>> = BTreeMap::new();
    for part in &parts {
        let of_kind = kinds.entry(part.kind).or_default();
        let to = links.part(ladder, part, of_kind.len());
        of_kind.push(link(&code(&part.id), &to));
    }
    let kinds = kinds
        .into_iter()
        .map(|(one, ids)| (kind(&words.texts.search.kinds, one), ids));
    let plateaus = document.levels.iter().map(|level| &level.plateau.id);
    let plateaus = plateaus.map(|id| link(&code(id), &format!("{to}#plateau-{id}")));
    let spans = document.timeframes.iter();
    let spans = spans.map(|span| link(&code(&span.id), &format!("{to}#timeframe-{}", span.id)));
    let besides = [
        (words.texts.phase.plateau, plateaus.collect::<Vec<_>>()),
        (words.texts.ladder.takes, spans.collect()),
    ];
    let all = kinds.chain(besides).filter(|(_, ids)| !ids.is_empty());
    page.list(all.map(|(name, ids)| format!("**{name}:** {}", ids.join(", "))));
    page.say(texts.not_in_the_ladder);
    page.cite(ladder)
}
