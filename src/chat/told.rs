//! What a tool tells: an answer as JSON with the parts of the ladder that it rests on and what is not in the ladder, and the same
//! for people in brief.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use super::{Failure, Wire, arguments::Asked};
use crate::{
    app::{App, Cited},
    domain::{
        pay::PayBand,
        search::{Part, PartKind},
    },
    error::Error,
    render::markdown::{self, Links},
};

/// The most parts that are named in an answer.
const MOST_SOURCES: usize = 30;

/// What a tool tells.
pub(super) struct Told {
    json: Vec<u8>,
    text: String,
    sources: Vec<(PartKind, String)>,
    not_in_ladder: Vec<String>,
}

impl Told {
    /// An answer, and its text for people.
    pub(super) fn new(answer: &impl Serialize, text: String) -> Result<Self, Error> {
        let json = serde_json::to_vec(answer);
        Ok(Self::ready(
            json.map_err(|error| Error::Internal(error.to_string()))?,
            text,
        ))
    }

    /// An answer that is JSON already.
    pub(super) fn ready(json: Vec<u8>, text: String) -> Self {
        Self {
            json,
            text,
            sources: Vec::new(),
            not_in_ladder: Vec::new(),
        }
    }

    /// Names parts that it rests on.
    pub(super) fn on(
        mut self,
        kind: PartKind,
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

    /// Names bands that it rests on, and says of those that the ladder has no figures for that they are not in it.
    pub(super) fn on_bands<'b>(
        mut self,
        asked: &Asked<'_>,
        bands: impl IntoIterator<Item = &'b PayBand<'b>>,
    ) -> Self {
        let words = asked.published.ladder.words();
        for band in bands {
            let period = band.period.word();
            let id = format!(
                "{},{},{},{period},{}",
                band.level, band.region, band.currency, band.market
            );
            self = self.on(PartKind::Band, [id]);
            if !band.published {
                self = self.without(asked, &markdown::unpublished(words, band));
            }
        }
        self
    }

    /// Says once of what was asked for that it is not in the ladder.
    pub(super) fn without(mut self, asked: &Asked<'_>, missing: &str) -> Self {
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
        asked: &Asked<'_>,
        wire: Wire,
    ) -> Result<Answer, Error> {
        let words = asked.published.ladder.words();
        let parts = asked.published.parts(&app.config.words.stemming).parts();
        let cited = asked.published.cited(|| cited(app, asked, parts));
        let sources: Vec<&Cited> = self
            .sources
            .iter()
            .filter_map(|(kind, id)| {
                let is_it = |part: &Part| part.kind == *kind && part.id == *id;
                cited.get(parts.iter().position(is_it)?)
            })
            .collect();
        let lines = sources.iter().map(|source| &*source.line);
        self.text += &markdown::sources(words, &self.not_in_ladder, lines);
        let sources: Vec<&str> = sources.iter().map(|source| &*source.json).collect();
        let text = written_json(&self.text)?;
        let not_in_ladder = written_json(&self.not_in_ladder)?;
        let before =
            format!("{{\"content\":[{{\"type\":\"text\",\"text\":{text}}}],\"structuredContent\":");
        let after = format!(
            ",\"sources\":[{}],\"not_in_ladder\":{not_in_ladder}}},\"isError\":false{}",
            sources.join(","),
            wire.ending()
        );
        Ok(Answer::Around {
            before,
            json: self.json,
            after,
        })
    }
}

/// The result of a request, as the pieces of its JSON.
pub(super) enum Answer {
    /// In one piece.
    Made(Vec<u8>),
    /// An answer's JSON, which is an object, with what stands around it.
    Around {
        before: String,
        json: Vec<u8>,
        after: String,
    },
}

impl Answer {
    pub(super) fn pieces(&self) -> [&[u8]; 3] {
        match self {
            Self::Made(json) => [json, b"", b""],
            Self::Around {
                before,
                json,
                after,
            } => {
                let members = json.strip_suffix(b"}").unwrap_or(json);
                [before.as_bytes(), members, after.as_bytes()]
            }
        }
    }
}

fn written_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

/// Every part of a ladder as it is cited: with the place at which a person reads it, in the version and the language of the edition.
fn cited(app: &App, asked: &Asked<'_>, parts: &[Part]) -> Vec<Cited> {
    let ladder = &asked.published.ladder;
    let links = Links {
        base: &app.config.public_url,
        locale: Some(&ladder.document().locale),
    };
    let cited = parts.iter().enumerate().map(|(at, part)| {
        let of_kind = parts
            .iter()
            .take(at)
            .filter(|other| other.kind == part.kind);
        let link = links.part(ladder, part, of_kind.count());
        let source = json!({
            "kind": part.kind.word(),
            "id": part.id,
            "title": part.title,
            "link": link,
        });
        Cited {
            json: source.to_string(),
            line: markdown::source(&part.title, &link, &part.id),
        }
    });
    cited.collect()
}

/// Why a call has no answer.
pub(super) enum Refusal {
    /// It is told to the client.
    Protocol(Failure),
    /// It is told to the model, to be mended.
    Tool(Error),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Protocol(failure)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Tool(error)
    }
}

impl Refusal {
    /// The result of the call, where there is one all the same.
    pub(super) fn told(self, tool: &str, wire: Wire) -> Result<Answer, Failure> {
        match self {
            Self::Protocol(failure) => Err(failure),
            Self::Tool(error) => trouble(&error, tool, wire).map(Answer::Made),
        }
    }
}

/// An error as the result of a call: what is wrong, where, and what to do next.
fn trouble(error: &Error, tool: &str, wire: Wire) -> Result<Vec<u8>, Failure> {
    if matches!(error, Error::Internal(_)) {
        let detail = error.detail().into_owned();
        return Err(Failure::from(Error::Internal(detail)));
    }
    let problem = error.problem("", None, None);
    let mut text = format!("{}. {}\n", problem.title, problem.detail);
    if !problem.errors.is_empty() {
        text.push('\n');
    }
    for fault in &problem.errors {
        let place = if fault.pointer.is_empty() {
            "/"
        } else {
            fault.pointer
        };
        let _ = writeln!(text, "- {place}: {}", fault.detail);
    }
    let next = match error {
        Error::Invalid(..) => {
            "Mend the arguments at these places, with what the person said or what a tool answered and not with a guess, and call"
        }
        Error::NotFound(_) => {
            "See list_levels and search_ladder for what there is, and the resource list for the ladders; then call"
        }
        _ => "Mend that and call",
    };
    let _ = write!(text, "\nWhat to do: {next} {tool} again.");
    let mut out = b"{\"content\":[{\"type\":\"text\",\"text\":".to_vec();
    serde_json::to_writer(&mut out, &text)
        .map_err(|error| Failure::from(Error::Internal(error.to_string())))?;
    out.extend_from_slice(b"}],\"isError\":true");
    out.extend_from_slice(wire.ending().as_bytes());
    Ok(out)
}
