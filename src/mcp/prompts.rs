//! Prompts: what a person picks in an assistant to start a conversation that the tools carry.

use rmcp::{
    ErrorData,
    model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role},
};

use super::{arguments::ToolArguments, resources};
use crate::{
    app::{App, ladder_query::LadderQuery, levels::level, phases::phase},
    domain::{document::Phase, fault::Fault},
    error::Error,
};

/// A prompt, and the arguments that it takes beside the ladder and its language.
pub(super) struct LadderPrompt {
    pub(super) name: &'static str,
    title: &'static str,
    about: &'static str,
    /// The one argument of its own, and what it is.
    own: Option<(&'static str, &'static str)>,
}

pub(super) const PROMPTS: [LadderPrompt; 3] = [
    LadderPrompt {
        name: "take_the_quiz",
        title: "Take the quiz",
        about: "Finds out at which level somebody works, one question at a time, and what to do next.",
        own: None,
    },
    LadderPrompt {
        name: "prepare_promotion_talk",
        title: "Prepare a promotion talk",
        about: "Prepares a talk with one's manager about the next level: what is met, what is missing, and what to ask for.",
        own: Some(("level", "The level that the talk is about, by its id.")),
    },
    LadderPrompt {
        name: "mentor_phase",
        title: "Mentor someone through a phase",
        about: "Prepares a mentor for somebody who is in a phase: the plateau, what to look for, what to give.",
        own: Some(("phase", "The phase, by its number.")),
    },
];

impl LadderPrompt {
    pub(super) fn takes(&self, argument: &str) -> bool {
        matches!(argument, "ladder" | "locale") || self.own.is_some_and(|(own, _)| own == argument)
    }

    fn declaration(&self) -> Prompt {
        let argument = |name: &str, about: &str, required: bool| {
            PromptArgument::new(name)
                .with_description(about)
                .with_required(required)
        };
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
        let arguments = own.into_iter().chain([ladder, locale]).collect();
        Prompt::new(self.name, Some(self.about), Some(arguments)).with_title(self.title)
    }
}

pub(super) fn list() -> Vec<Prompt> {
    PROMPTS.iter().map(LadderPrompt::declaration).collect()
}

/// The messages of a prompt: what to do, and the part of the ladder that it is done with.
pub(super) fn get(
    app: &App,
    name: &str,
    arguments: Option<JsonObject>,
) -> Result<GetPromptResult, ErrorData> {
    let Some(prompt) = PROMPTS.iter().find(|prompt| prompt.name == name) else {
        let known = PROMPTS.each_ref().map(|prompt| prompt.name).join(", ");
        let message = format!("There is no such prompt. There is: {known}.");
        return Err(ErrorData::invalid_params(message, None));
    };
    Ok(prompt.messages(app, &mut ToolArguments::new(arguments))?)
}

impl LadderPrompt {
    fn messages(&self, app: &App, arguments: &mut ToolArguments) -> Result<GetPromptResult, Error> {
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
        let media = resources::MARKDOWN.to_owned();
        let messages = vec![
            PromptMessage::new_text(Role::User, text),
            PromptMessage::new_resource(
                Role::User,
                uri,
                Some(media),
                Some(markdown),
                None,
                None,
                None,
            ),
        ];
        Ok(GetPromptResult::new(messages).with_description(self.about))
    }
}
