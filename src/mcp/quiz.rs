//! The quiz as a conversation: one engine with the API, put before the user by the client where it can, else by the model.

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ElicitRequest,
        ElicitRequestParams, ElicitResult, ElicitationAction, InputRequest, InputRequiredResult,
        ProtocolVersion,
    },
    service::RequestContext,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    arguments::{ToolArguments, ToolLadder},
    error::ToolError,
    tool_result::ToolResult,
    transport::Transport,
};
use crate::{
    app::{
        App,
        ladder_query::in_language,
        now,
        turns::{Reply, TakeQuizRequest, TurnContext as By, TurnResult, TurnStatus},
    },
    domain::search::SearchPartKind,
    error::Error,
    json,
    render::markdown,
};

pub(super) const NAME: &str = "take_quiz";
/// The name of the question among the input requests of a result.
const ANSWER: &str = "answer";

/// Stands for an answer that cannot be read, so that the question is asked again.
const NOTHING_SAID: &str = "…";

/// The outcome of a turn.
enum TurnStep {
    /// The result of the call.
    Done(CallToolResult),
    /// A form for the user.
    Ask(ElicitationForm),
}

/// A question for the user of a client that can show forms.
struct ElicitationForm {
    params: ElicitRequestParams,
    next: NextTurn,
}

/// The ladder, its edition and the state with which a quiz goes on.
struct NextTurn {
    ladder: String,
    version: Option<String>,
    locale: Option<String>,
    state: String,
}

/// How the client can be asked to show a form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ElicitationSupport {
    /// Not at all: the model asks.
    None,
    /// By a request to the client while the call waits (2025-11-25).
    Request,
    /// By a result, which the client answers with another call (from 2026-07-28 on).
    Result,
}

impl ElicitationSupport {
    fn of(context: &RequestContext<RoleServer>, transport: Transport) -> Self {
        let capabilities = context.client_capabilities().unwrap_or_default();
        // Neither mode means forms.
        let shows_forms = capabilities
            .elicitation
            .is_some_and(|modes| modes.form.is_some() || modes.url.is_none());
        let version = context.protocol_version();
        if !shows_forms {
            Self::None
        } else if version == Some(ProtocolVersion::V_2026_07_28) {
            Self::Result
        } else if version == Some(ProtocolVersion::V_2025_11_25)
            && transport == Transport::Bidirectional
        {
            // Earlier versions have no titles of choices.
            Self::Request
        } else {
            Self::None
        }
    }
}

/// Answers a call of the quiz.
pub(super) async fn take(
    app: &App,
    request: CallToolRequestParams,
    context: &RequestContext<RoleServer>,
    transport: Transport,
) -> Result<CallToolResponse, ErrorData> {
    let mut forms = ElicitationSupport::of(context, transport);
    let mut step = first_step(app, request, forms)
        .or_else(|error| error.into_result(NAME).map(TurnStep::Done))?;
    loop {
        let form = match step {
            TurnStep::Done(result) => return Ok(result.into()),
            TurnStep::Ask(form) if forms == ElicitationSupport::Result => {
                let question = InputRequest::Elicitation(ElicitRequest::new(form.params));
                let questions = [(ANSWER.to_owned(), question)].into();
                let state = Some(form.next.state);
                return Ok(InputRequiredResult::new(Some(questions), state).into());
            }
            TurnStep::Ask(form) => form,
        };
        let filled = tokio::select! {
            biased;
            () = context.ct.cancelled() => return Err(cancelled()),
            filled = context.peer.create_elicitation(form.params) => filled.ok(),
        };
        if filled.is_none() {
            // A client that fails to show a form is not asked to show the next one.
            forms = ElicitationSupport::None;
        }
        step = next_step(app, &form.next, filled, forms)?;
    }
}

fn cancelled() -> ErrorData {
    ErrorData::internal_error("The call was cancelled.", None)
}

/// The step of a new call: a quiz begins, goes on with the words of the model, or with what the user did with the form of the call before.
fn first_step(
    app: &App,
    request: CallToolRequestParams,
    forms: ElicitationSupport,
) -> Result<TurnStep, ToolError> {
    let mut own = ToolArguments::new(request.arguments);
    let asked = ToolLadder::of(app, &mut own)?;
    match request.request_state {
        // A state that came back changed is the client's doing, and no model's.
        Some(state) if forms == ElicitationSupport::Result => {
            let next = NextTurn {
                ladder: asked.published.ladder.stamp().id.to_string(),
                version: asked.version.clone(),
                locale: asked.locale.clone(),
                state,
            };
            let mut responses = request.input_responses.unwrap_or_default();
            let filled = responses.remove(ANSWER);
            let filled = filled.and_then(|filled| serde_json::from_value(filled).ok());
            let step = next_step(app, &next, filled, forms);
            Ok(step.map_err(ErrorData::from)?)
        }
        _ => {
            let said: TakeQuizRequest = json::parse(&own.body()?)?;
            Ok(turn(app, &asked, &said, forms)?)
        }
    }
}

/// Goes on with what the user did with a form. None stands for nothing that can be read.
fn next_step(
    app: &App,
    next: &NextTurn,
    filled: Option<ElicitResult>,
    forms: ElicitationSupport,
) -> Result<TurnStep, Error> {
    let reply = match filled {
        Some(ElicitResult {
            action: ElicitationAction::Accept,
            content,
            ..
        }) => content.and_then(answer_of),
        Some(_) => Some(Reply::Stop),
        None => None,
    };
    let said = |reply: Option<Reply>| TakeQuizRequest {
        state: Some(next.state.clone()),
        text: reply.is_none().then(|| NOTHING_SAID.into()),
        answer: reply,
    };
    let original = app.shelf.find(&next.ladder, next.version.as_deref())?;
    let asked = ToolLadder::edition(original, next.version.clone(), next.locale.clone())?;
    // What the question does not have for an answer is asked again.
    if let Some(Reply::Option(_)) = reply
        && let Ok(step) = turn(app, &asked, &said(reply.clone()), forms)
    {
        return Ok(step);
    }
    let reply = reply.filter(|reply| !matches!(reply, Reply::Option(_)));
    turn(app, &asked, &said(reply), forms)
}

fn answer_of(content: Value) -> Option<Reply> {
    #[derive(Deserialize)]
    struct Content {
        answer: Option<Reply>,
    }
    serde_json::from_value::<Content>(content).ok()?.answer
}

/// Takes a turn. What the engine refuses is for the model to mend, or for the client, by how it came.
fn turn(
    app: &App,
    asked: &ToolLadder<'_>,
    said: &TakeQuizRequest,
    forms: ElicitationSupport,
) -> Result<TurnStep, Error> {
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
        Some(state)
            if forms != ElicitationSupport::None && taken.turn.status == TurnStatus::Asking =>
        {
            Ok(TurnStep::Ask(ElicitationForm {
                params: form(&taken)?,
                next: NextTurn {
                    ladder: taken.turn.ladder.id.to_string(),
                    version: asked.version.clone(),
                    locale: asked.locale.clone(),
                    state: state.clone(),
                },
            }))
        }
        _ => told(app, asked, &taken).map(TurnStep::Done),
    }
}

/// The question as a form of the client.
fn form(taken: &TurnResult<'_>) -> Result<ElicitRequestParams, Error> {
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
    let form = json!({
        "mode": "form",
        "message": message,
        "requestedSchema": {
            "type": "object",
            "properties": {"answer": {"type": "string", "title": words.answer, "oneOf": options}},
            "required": ["answer"],
        },
    });
    serde_json::from_value(form).map_err(|error| Error::Internal(error.to_string()))
}

fn told(
    app: &App,
    asked: &ToolLadder<'_>,
    taken: &TurnResult<'_>,
) -> Result<CallToolResult, Error> {
    let turn = &taken.turn;
    // The version with which the quiz began, which need not be the newest.
    let version = Some(turn.ladder.version.to_string());
    let edition = app.shelf.find(turn.ladder.id.as_str(), version.as_deref());
    let edition = edition.and_then(|original| {
        ToolLadder::edition(original, version.clone(), asked.locale.clone())
    })?;
    let text = match &turn.result {
        Some(scored) => markdown::placement_in_brief(&taken.published.ladder, &scored.placement),
        None => markdown::turn(
            &taken.published.ladder,
            &turn.detail,
            turn.question.as_ref(),
            turn.state.as_deref(),
        ),
    };
    let told = ToolResult::new(turn, text)?;
    let told = match (&turn.result, &turn.question) {
        (Some(scored), _) => told.on_placement(&taken.published.ladder, &scored.placement),
        (None, Some(question)) => told
            .on(SearchPartKind::Question, [question.id])
            .on(SearchPartKind::Qualifier, [question.id]),
        (None, None) => told,
    };
    told.result(app, &edition)
}
