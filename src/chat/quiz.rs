//! The quiz as a conversation: one engine with the API, put before the user by the client where it can, else by the model.

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{
    Client, Failure, Params, Wire,
    arguments::{Arguments, Asked},
    call::placed,
    told::{Answer, Refusal, Told},
};
use crate::{
    app::{
        App,
        edition::in_language,
        now,
        turns::{Asked as By, Reply, TakeQuiz, Taken, TurnStatus},
    },
    domain::search::PartKind,
    error::Error,
    json,
    render::markdown,
};

pub(super) const NAME: &str = "take_quiz";
/// What a question is known by among those that a result asks.
const ANSWER: &str = "answer";

/// What stands for an answer that cannot be read, so that the question is asked again.
const NOTHING_SAID: &str = "…";

/// What became of a turn.
pub(super) enum Step {
    /// The result of the call.
    Done(Answer),
    /// A form for the user, and what to go on with.
    Ask(Form),
}

/// A question for the user of a client that can put forms before them.
pub(super) struct Form {
    /// The params of the request to the client.
    pub(super) params: Value,
    /// The ladder, its edition and the state to go on from.
    pub(super) next: Next,
}

/// Where a quiz goes on.
#[derive(Debug, Clone)]
pub(super) struct Next {
    ladder: String,
    version: Option<String>,
    locale: Option<String>,
    state: String,
}

/// What a user did with a form.
#[derive(Deserialize)]
struct Filled {
    action: Action,
    #[serde(default)]
    content: Option<Content>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Action {
    Accept,
    Decline,
    Cancel,
}

#[derive(Deserialize)]
struct Content {
    answer: Option<Reply>,
}

/// Answers a call of a client whose version has no requests from the service.
pub(super) fn take(
    app: &App,
    asked: &Asked<'_>,
    own: &Arguments<'_>,
    params: &Params<'_>,
    client: &Client,
) -> Result<Answer, Refusal> {
    let step = match (&params.request_state, params.input_responses) {
        // A state that came back changed is the client's doing, and no model's.
        (Some(state), responses) if client.wire == Wire::Stateless => {
            let filled = responses.map(response_of).unwrap_or_default();
            let next = Next {
                ladder: asked.published.ladder.stamp().id.to_string(),
                version: asked.version.clone(),
                locale: asked.locale.clone(),
                state: state.clone().into_owned(),
            };
            go_on(app, &next, filled, client)?
        }
        _ => begin(app, asked, own, client)?,
    };
    match step {
        Step::Done(result) => Ok(result),
        Step::Ask(form) => {
            let asks = client.wire.input_required(&json!({
                "inputRequests": {ANSWER: {"method": "elicitation/create", "params": form.params}},
                "requestState": form.next.state,
            }));
            Ok(Answer::Made(asks?))
        }
    }
}

/// What a client answers to our one question, among all that it answers.
fn response_of(responses: &RawValue) -> Option<&RawValue> {
    #[derive(Deserialize)]
    struct Responses<'a> {
        #[serde(borrow, default)]
        answer: Option<&'a RawValue>,
    }
    let responses: Responses<'_> = serde_json::from_str(responses.get()).ok()?;
    responses.answer
}

/// A call with its own arguments.
pub(super) fn begin(
    app: &App,
    asked: &Asked<'_>,
    own: &Arguments<'_>,
    client: &Client,
) -> Result<Step, Refusal> {
    let said: TakeQuiz = json::parse(&own.body()?)?;
    Ok(turn(app, asked, &said, client)?)
}

/// Goes on with what the user did with a form.
pub(super) fn go_on(
    app: &App,
    next: &Next,
    filled: Option<&RawValue>,
    client: &Client,
) -> Result<Step, Failure> {
    let filled = filled.and_then(|filled| serde_json::from_str::<Filled>(filled.get()).ok());
    let reply = match filled {
        Some(Filled {
            action: Action::Accept,
            content,
        }) => content.and_then(|content| content.answer),
        Some(_) => Some(Reply::Stop),
        None => None,
    };
    let said = |reply: Option<Reply>| TakeQuiz {
        state: Some(next.state.clone()),
        text: reply.is_none().then(|| NOTHING_SAID.into()),
        answer: reply,
    };
    let original = app.shelf.find(&next.ladder, next.version.as_deref())?;
    let asked = Asked::edition(original, next.version.clone(), next.locale.clone())?;
    // What the question does not have for an answer is asked again.
    if let Some(Reply::Option(_)) = reply
        && let Ok(step) = turn(app, &asked, &said(reply.clone()), client)
    {
        return Ok(step);
    }
    let reply = reply.filter(|reply| !matches!(reply, Reply::Option(_)));
    Ok(turn(app, &asked, &said(reply), client)?)
}

/// Takes a turn. What the engine refuses is for the model to mend, or for the client, by how it came.
fn turn(app: &App, asked: &Asked<'_>, said: &TakeQuiz, client: &Client) -> Result<Step, Error> {
    let by = By {
        ladder: asked.published.ladder.stamp().id.as_str(),
        version: asked.version.as_deref(),
        caller: None,
        now: now(),
    };
    let locale = asked.locale.as_deref();
    let turns = app.turns();
    let taken = turns.take(&by, said, |published| in_language(published, locale))?;
    match &taken.turn.state {
        Some(state) if client.forms && taken.turn.status == TurnStatus::Asking => {
            Ok(Step::Ask(Form {
                params: form(&taken),
                next: Next {
                    ladder: taken.turn.ladder.id.to_string(),
                    version: asked.version.clone(),
                    locale: asked.locale.clone(),
                    state: state.clone(),
                },
            }))
        }
        _ => told(app, asked, &taken, client.wire).map(Step::Done),
    }
}

/// The question as a form of the client.
fn form(taken: &Taken<'_>) -> Value {
    let words = &taken.published.ladder.words().chat;
    let affirmed = taken.published.ladder.words().texts.quiz.affirmed;
    let mut message = String::new();
    if let Some(question) = &taken.turn.question {
        message += question.text.as_str();
        if let Some(statement) = question.statement {
            message += &format!("\n\n{}", affirmed(statement.as_str()));
        }
    }
    message += &format!("\n\n{}", taken.turn.detail);
    let option = |value: &str, title: &str| json!({"const": value, "title": title});
    let own = taken
        .turn
        .question
        .map_or(&[][..], |question| question.options);
    let mut options: Vec<Value> = match own {
        [] => vec![option("yes", words.yes), option("no", words.no)],
        own => (own.iter())
            .map(|one| option(one.id.as_str(), one.text.as_str()))
            .collect(),
    };
    options.extend([
        option("unsure", words.unsure),
        option("back", words.back),
        option("stop", words.stop),
    ]);
    json!({
        "mode": "form",
        "message": message,
        "requestedSchema": {
            "type": "object",
            "properties": {"answer": {"type": "string", "title": words.answer, "oneOf": options}},
            "required": ["answer"],
        },
    })
}

fn told(app: &App, asked: &Asked<'_>, taken: &Taken<'_>, wire: Wire) -> Result<Answer, Error> {
    let turn = &taken.turn;
    // The version with which the quiz began, which need not be the newest.
    let version = Some(turn.ladder.version.to_string());
    let edition = app.shelf.find(turn.ladder.id.as_str(), version.as_deref());
    let edition = edition
        .and_then(|original| Asked::edition(original, version.clone(), asked.locale.clone()))?;
    let text = match &turn.result {
        Some(scored) => markdown::placement_in_brief(&taken.published.ladder, &scored.placement),
        None => markdown::turn(
            &taken.published.ladder,
            &turn.detail,
            turn.question.as_ref(),
            turn.state.as_deref(),
        ),
    };
    let told = Told::new(turn, text)?;
    let told = match (&turn.result, &turn.question) {
        (Some(scored), _) => placed(told, &taken.published.ladder, scored),
        (None, Some(question)) => told
            .on(PartKind::Question, [question.id])
            .on(PartKind::Qualifier, [question.id]),
        (None, None) => told,
    };
    told.result(app, &edition, wire)
}
