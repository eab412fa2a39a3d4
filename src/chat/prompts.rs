//! Prompts: what a person picks in an assistant to start a conversation that the tools carry.

use serde_json::{Value, json};

use super::{Failure, Params, arguments::Arguments, resources};
use crate::{
    app::{App, edition::LadderQuery, levels::level, phases::phase},
    domain::{document::Phase, fault::Fault},
    error::Error,
};

/// A prompt, and the arguments that it takes beside the ladder and its language.
pub(super) struct Prompt {
    pub(super) name: &'static str,
    title: &'static str,
    about: &'static str,
    /// The one argument of its own, and what it is.
    own: Option<(&'static str, &'static str)>,
}

pub(super) const PROMPTS: [Prompt; 3] = [
    Prompt {
        name: "take_the_quiz",
        title: "Take the quiz",
        about: "Finds out at which level somebody works, one question at a time, and what to do next.",
        own: None,
    },
    Prompt {
        name: "prepare_promotion_talk",
        title: "Prepare a promotion talk",
        about: "Prepares a talk with one's manager about the next level: what is met, what is missing, and what to ask for.",
        own: Some(("level", "The level that the talk is about, by its id.")),
    },
    Prompt {
        name: "mentor_phase",
        title: "Mentor someone through a phase",
        about: "Prepares a mentor for somebody who is in a phase: the plateau, what to look for, what to give.",
        own: Some(("phase", "The phase, by its number.")),
    },
];

impl Prompt {
    pub(super) fn takes(&self, argument: &str) -> bool {
        matches!(argument, "ladder" | "locale") || self.own.is_some_and(|(own, _)| own == argument)
    }

    fn declared(&self) -> Value {
        let argument = |name: &str, about: &str, required: bool| json!({"name": name, "description": about, "required": required});
        let own = self.own.map(|(name, about)| argument(name, about, true));
        let ladder = argument(
            "ladder",
            "The ladder, by its id; the service's own where it is left out.",
            false,
        );
        let locale = argument(
            "locale",
            "The language (BCP 47); the ladder's own where it is left out.",
            false,
        );
        let arguments: Vec<Value> = own.into_iter().chain([ladder, locale]).collect();
        json!({"name": self.name, "title": self.title, "description": self.about, "arguments": arguments})
    }
}

pub(super) fn list() -> Value {
    let prompts: Vec<Value> = PROMPTS.iter().map(Prompt::declared).collect();
    json!({ "prompts": prompts })
}

/// The messages of a prompt: what to do, and the part of the ladder that it is done with.
pub(super) fn get(app: &App, params: &Params<'_>) -> Result<Value, Failure> {
    let name = params.name.as_deref().unwrap_or_default();
    let Some(prompt) = PROMPTS.iter().find(|prompt| prompt.name == name) else {
        let known: Vec<&str> = PROMPTS.iter().map(|prompt| prompt.name).collect();
        let known = known.join(", ");
        return Err(Failure::params(format!(
            "There is no such prompt. There is: {known}."
        )));
    };
    let mut arguments = Arguments::read(params.arguments)?;
    Ok(prompt.messages(app, &mut arguments)?)
}

impl Prompt {
    fn messages(&self, app: &App, arguments: &mut Arguments<'_>) -> Result<Value, Error> {
        let ladder = arguments.take("ladder")?;
        let ladder = ladder.as_deref().unwrap_or(&app.config.pages.ladder);
        let asked = LadderQuery {
            version: None,
            locale: arguments.take("locale")?,
        };
        let own = self.own.map(|(name, _)| arguments.need(name)).transpose()?;
        arguments.nothing_else()?;
        let published = resources::edition(app, ladder, &asked)?;
        let (on, words) = (&published.ladder, &published.ladder.words().chat);
        let title = on.document().title.as_str();
        let (text, path) = match (self.name, own.as_deref()) {
            ("prepare_promotion_talk", Some(id)) => {
                let level = level(on, id)?.level;
                let leads = |phase: &&Phase| phase.criteria_to.as_ref() == Some(&level.id);
                let phase = on.document().phases.iter().find(leads);
                let phase = phase.ok_or_else(|| {
                    let detail = "No criteria lead to this level, since it is the lowest.";
                    Error::body(Fault::error("/level", "lowest_level", detail))
                })?;
                let path = format!("{ladder}/phases/{}", phase.number);
                (
                    (words.talk)(level.title.as_str(), level.id.as_str(), title),
                    path,
                )
            }
            ("mentor_phase", Some(number)) => {
                let phase = phase(on, number)?.phase;
                let path = format!("{ladder}/phases/{}", phase.number);
                (
                    (words.mentor)(phase.number, phase.title.as_str(), title),
                    path,
                )
            }
            _ => ((words.quiz)(title), format!("{ladder}/quiz")),
        };
        let text = format!("{text}\n\n{}", words.manners);
        let markdown = resources::text(app, &path, &asked)?;
        let uri = resources::address(&path, &asked);
        Ok(json!({
            "description": self.about,
            "messages": [
                {"role": "user", "content": {"type": "text", "text": text}},
                {"role": "user", "content": {"type": "resource", "resource": {"uri": uri, "mimeType": "text/markdown", "text": markdown}}},
            ],
        }))
    }
}
