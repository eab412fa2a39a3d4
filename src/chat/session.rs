//! A connection with one client, as standard input and output are: it keeps what a handshake settles, and the forms that the client has
//! before its user. Over HTTP there is none.

use std::collections::VecDeque;

use serde_json::{json, value::RawValue};

use super::{
    Chat, Client, Failure, Message, Reply, VERSIONS, Wire,
    arguments::{Arguments, Asked},
    failure::UNREADABLE,
    framed,
    quiz::{self, Next, Step},
    told::Refusal,
};
use crate::{app::App, error::Error};

/// The most forms that a client has before its user at once; beyond, the model asks.
const MOST_FORMS: usize = 16;

/// A connection with one client.
#[derive(Debug, Default)]
pub struct Session {
    /// Whether the client of a handshake can put forms before its user.
    forms: bool,
    open: VecDeque<Open>,
    asked: u64,
}

/// A form that a client has before its user.
#[derive(Debug)]
struct Open {
    /// The id of our request.
    id: String,
    /// The id of the call that waits for it.
    call: Box<RawValue>,
    next: Next,
}

impl Session {
    /// Answers one message with one or none.
    #[must_use]
    pub fn answer(&mut self, chat: &Chat, app: &App, text: &[u8]) -> Option<Vec<u8>> {
        let message = match Message::read(text) {
            Ok(message) => message,
            Err((failure, id)) => return sent(failure.reply(id)),
        };
        if let Some(response) = &message.response {
            return self.filled(app, message.id, response.result);
        }
        let stateless = message.version().is_some() || message.method() == "server/discover";
        let client = if stateless {
            match message.stateless() {
                Ok(client) => client,
                Err(failure) => return message.id.and_then(|id| sent(failure.reply(Some(id)))),
            }
        } else {
            self.note(&message);
            let (wire, forms) = (Wire::WithHandshake, self.forms);
            Client { wire, forms }
        };
        let is_quiz = message.params.name.as_deref() == Some(quiz::NAME);
        match (message.id, message.method()) {
            (Some(id), "tools/call") if is_quiz && !stateless => self.begin(app, id, &message),
            _ => sent(chat.answer(app, &message, &client)),
        }
    }

    /// Answers a message of more than so many bytes, of which nothing is read.
    #[must_use]
    pub fn too_long(most: usize) -> Option<Vec<u8>> {
        let detail = Error::TooLarge(most).detail().into_owned();
        sent(Failure::new(UNREADABLE, detail).reply(None))
    }

    /// Keeps what a handshake settles, and forgets what is cancelled.
    fn note(&mut self, message: &Message<'_>) {
        let params = &message.params;
        match message.method() {
            "initialize" => {
                let [_, newest, ..] = VERSIONS;
                let capabilities = params.capabilities.unwrap_or_default();
                // Before that version forms had no titles of choices.
                self.forms =
                    capabilities.forms() && params.protocol_version.as_deref() == Some(newest);
                self.open.clear();
            }
            "notifications/cancelled" => {
                let cancelled = params.request_id.map(RawValue::get);
                self.open.retain(|open| Some(open.call.get()) != cancelled);
            }
            _ => {}
        }
    }

    /// A call of the quiz by a client with a handshake.
    fn begin(&mut self, app: &App, id: &RawValue, message: &Message<'_>) -> Option<Vec<u8>> {
        let client = Client {
            wire: Wire::WithHandshake,
            forms: self.forms && self.open.len() < MOST_FORMS,
        };
        let begun = || {
            let mut own = Arguments::read(message.params.arguments)?;
            let asked = Asked::of(app, &mut own)?;
            quiz::begin(app, &asked, &own, &client)
        };
        let refused = |refusal: Refusal| refusal.told(quiz::NAME, client.wire).map(Step::Done);
        let step = begun().or_else(refused);
        self.step(id.to_owned(), step)
    }

    /// What the client did with a form; nothing where none is open.
    fn filled(
        &mut self,
        app: &App,
        id: Option<&RawValue>,
        result: Option<&RawValue>,
    ) -> Option<Vec<u8>> {
        let id = serde_json::from_str::<String>(id?.get()).ok()?;
        let place = self.open.iter().position(|open| open.id == id)?;
        let open = self.open.remove(place)?;
        // A client that fails to show a form is not asked to show another.
        self.forms &= result.is_some();
        let client = Client {
            wire: Wire::WithHandshake,
            forms: self.forms,
        };
        let step = quiz::go_on(app, &open.next, result, &client);
        self.step(open.call, step)
    }

    fn step(&mut self, call: Box<RawValue>, step: Result<Step, Failure>) -> Option<Vec<u8>> {
        match step {
            Ok(Step::Done(result)) => Some(framed(&call, "result", &result.pieces())),
            Err(failure) => sent(failure.reply(Some(&call))),
            Ok(Step::Ask(form)) => {
                self.asked += 1;
                let id = format!("rungs-{}", self.asked);
                let request = json!({"jsonrpc": "2.0", "id": id, "method": "elicitation/create", "params": form.params});
                let next = form.next;
                self.open.push_back(Open { id, call, next });
                Some(request.to_string().into_bytes())
            }
        }
    }
}

fn sent(reply: Reply) -> Option<Vec<u8>> {
    match reply {
        Reply::Nothing => None,
        Reply::Result(body) | Reply::Error(body, _) => Some(body),
    }
}
