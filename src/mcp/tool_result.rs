//! What a tool tells: an answer as JSON with the parts of the ladder that it rests on and what is not in the ladder, and the same
//! for people in brief.

use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
use serde::Serialize;
use serde_json::{Value, json};

use super::arguments::ToolLadder;
use crate::{
    app::App,
    domain::{
        ladder::Ladder,
        pay::PayBand,
        placement::Placement,
        search::{SearchPart, SearchPartKind},
    },
    error::Error,
    render::markdown::{self, Links},
};

/// The most parts that are named in an answer.
const MOST_SOURCES: usize = 30;

/// What a tool tells.
pub(super) struct ToolResult {
    json: JsonObject,
    text: String,
    sources: Vec<(SearchPartKind, String)>,
    not_in_ladder: Vec<String>,
}

impl ToolResult {
    /// An answer, which is an object, and its text for people.
    pub(super) fn new(answer: &impl Serialize, text: String) -> Result<Self, Error> {
        let json = match serde_json::to_value(answer) {
            Ok(Value::Object(members)) => members,
            Ok(other) => return Err(Error::Internal(format!("not an object: {other}"))),
            Err(error) => return Err(Error::Internal(error.to_string())),
        };
        Ok(Self {
            json,
            text,
            sources: Vec::new(),
            not_in_ladder: Vec::new(),
        })
    }

    /// Names parts that it rests on.
    pub(super) fn on(
        mut self,
        kind: SearchPartKind,
        ids: impl IntoIterator<Item = impl ToString>,
    ) -> Self {
        for id in ids {
            let source = (kind, id.to_string());
            if self.sources.len() < MOST_SOURCES && !self.sources.contains(&source) {
                self.sources.push(source);
            }
        }
        self
    }

    /// Names the parts that a placement rests on, and those that the placement names.
    pub(super) fn on_placement(self, ladder: &Ladder, placement: &Placement<'_>) -> Self {
        let phase = ladder.phase(placement.placement.phase);
        let roadblocks = placement.roadblocks.iter().map(|one| one.id);
        let criteria = placement.criteria.iter().map(|one| one.id);
        self.on(SearchPartKind::Level, &placement.placement.level)
            .on(SearchPartKind::Phase, phase.map(|phase| &phase.id))
            .on(SearchPartKind::Roadblock, roadblocks)
            .on(SearchPartKind::Criterion, criteria)
    }

    /// Names bands that it rests on, and says of those that the ladder has no figures for that they are not in it.
    pub(super) fn on_bands<'b>(
        mut self,
        asked: &ToolLadder<'_>,
        bands: impl IntoIterator<Item = &'b PayBand<'b>>,
    ) -> Self {
        let words = asked.published.ladder.words();
        for band in bands {
            let period = band.period.word();
            let id = format!(
                "{},{},{},{period},{}",
                band.level, band.region, band.currency, band.market
            );
            self = self.on(SearchPartKind::Band, [id]);
            if !band.published {
                self = self.without(asked, &markdown::unpublished(words, band));
            }
        }
        self
    }

    /// Says once of what was asked for that it is not in the ladder.
    pub(super) fn without(mut self, asked: &ToolLadder<'_>, missing: &str) -> Self {
        let words = asked.published.ladder.words();
        let sentence = (words.chat.not_in_ladder)(missing);
        if !self.not_in_ladder.contains(&sentence) {
            self.not_in_ladder.push(sentence);
        }
        self
    }

    /// The result of the call.
    pub(super) fn result(
        mut self,
        app: &App,
        asked: &ToolLadder<'_>,
    ) -> Result<CallToolResult, Error> {
        let ladder = &asked.published.ladder;
        let parts = asked.published.parts().parts();
        let links = Links {
            base: &app.config.public_url,
            locale: Some(&ladder.document().locale),
        };
        let cited = self
            .sources
            .iter()
            .filter_map(|(kind, id)| cite(ladder, &links, parts, *kind, id));
        let (sources, lines): (Vec<Value>, Vec<String>) = cited.unzip();
        let lines = lines.iter().map(String::as_str);
        self.text += &markdown::sources(ladder.words(), &self.not_in_ladder, lines);
        self.json.insert("sources".into(), json!(sources));
        self.json
            .insert("not_in_ladder".into(), json!(self.not_in_ladder));
        let mut result = CallToolResult::success(vec![ContentBlock::text(self.text)]);
        result.structured_content = Some(Value::Object(self.json));
        Ok(result)
    }
}

/// A part of a ladder as it is cited, as JSON and as a line of Markdown: with the place at which a person reads it, in the version and the
/// language of the edition. None where the ladder has no such part.
fn cite(
    ladder: &Ladder,
    links: &Links<'_>,
    parts: &[SearchPart],
    kind: SearchPartKind,
    id: &str,
) -> Option<(Value, String)> {
    let mut of_kind = parts.iter().filter(|part| part.kind == kind).enumerate();
    let (at, part) = of_kind.find(|(_, part)| part.id == *id)?;
    let link = links.part(ladder, part, at);
    let source = json!({
        "kind": part.kind.word(),
        "id": part.id,
        "title": part.title,
        "link": link,
    });
    Some((source, markdown::source(&part.title, &link, &part.id)))
}
