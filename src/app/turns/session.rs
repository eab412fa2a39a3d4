//! Taking a turn: the state is opened, what was said is done, and the next question or the result is given.

use std::{sync::Arc, time::Duration};

use super::{
    LONGEST_TEXT, ParsedReply, Reply, ReplyIntent, TakeQuizRequest, Turn, TurnContext,
    TurnProgress, TurnResult, TurnStatus, reply::no_such_answer,
};
use crate::{
    app::{App, LadderCatalogue, LadderVersion, PublishedLadder, scoring::scored},
    domain::{
        answers::Answer,
        document::Question,
        fault::Fault,
        ladder::Ladder,
        receipt::ReceiptKey,
        turn::{LONGEST_STATE, QuizSession, QuizState, QuizStateError},
    },
    error::{Error, RequestPart},
    locales::facts::TurnMessages as BoundedText,
};

/// What turns are taken with.
#[derive(Debug, Clone, Copy)]
pub struct TurnRunner<'a> {
    /// The published ladders.
    pub shelf: &'a LadderCatalogue,
    /// The receipt keys; states are signed with one derived from the first.
    pub keys: &'a [ReceiptKey],
    /// How long a state is good for.
    pub good_for: Duration,
}

impl App {
    /// What turns are taken with.
    #[must_use]
    pub fn turns(&self) -> TurnRunner<'_> {
        TurnRunner {
            shelf: &self.shelf,
            keys: &self.keys,
            good_for: Duration::from_secs(60 * self.config.quiz.turn_minutes),
        }
    }
}

/// A turn that is being taken.
#[derive(Clone, Copy)]
struct TurnInProgress<'a, 'q> {
    key: &'a ReceiptKey,
    asked: &'q TurnContext<'q>,
    published: &'a Arc<PublishedLadder>,
    ladder: &'a Ladder,
}

impl<'a> TurnRunner<'a> {
    /// Takes one turn of a quiz. `edition` chooses the language, once the version is known.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a ladder that is not there; [`Error::Invalid`] for a version that is not, for members that do not go
    /// together and for a state that cannot be gone on from; those of `edition`.
    pub fn take(
        self,
        asked: &TurnContext<'_>,
        said: &TakeQuizRequest,
        edition: impl FnOnce(&'a Arc<PublishedLadder>) -> Result<&'a Arc<PublishedLadder>, Error>,
    ) -> Result<TurnResult<'a>, Error> {
        let named = self.shelf.find(asked.ladder, asked.version)?;
        let mut faults = said.faults();
        let state = said.state.as_deref();
        let resumed = match state.map(|state| self.resume(asked, state)).transpose() {
            Ok(resumed) => resumed,
            Err(fault) => {
                faults.insert(0, fault);
                None
            }
        };
        let mut questions = named.ladder.document().quiz.questions.iter();
        if matches!(said.answer, Some(Reply::Option(_))) && !questions.any(Question::is_rated) {
            faults.retain(|fault| fault.pointer != "/answer");
            faults.insert(0, no_such_answer(&[]));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(RequestPart::Body, faults));
        }
        let (published, state) = match resumed {
            Some((volume, state)) => (volume.published()?, Some(state)),
            None => (named, None),
        };
        let published = edition(published)?;
        let ladder = &published.ladder;
        let key = self.keys.first();
        let taking = TurnInProgress {
            key: key.ok_or_else(|| Error::Internal("no receipt key is loaded".into()))?,
            asked,
            published,
            ladder,
        };
        let Some(state) = state else {
            let course = QuizSession::begin(ladder);
            let detail = taking.words().begins;
            return taking.ask(&course, None, |_, left| detail(left));
        };
        let course = QuizSession::resume(ladder, &state.said)
            .ok_or_else(|| Error::Internal("a state in which more is said than is asked".into()))?;
        let question = course.question();
        let options = question.map_or(&[][..], |question| question.options);
        let heard = said.heard(&ladder.document().locale, options);
        let answer = |name| question.and_then(|question| question.answer(name));
        match &heard.answer {
            ReplyIntent::Yes | ReplyIntent::No | ReplyIntent::Unsure | ReplyIntent::Option(_) => {
                match answer(heard.answer.name()) {
                    Some(answer) => taking.answer(course, answer, heard),
                    None => Err(Error::body(no_such_answer(options))),
                }
            }
            ReplyIntent::Unclear => taking.ask_again(&course, heard),
            ReplyIntent::Back => taking.back(&course, heard),
            ReplyIntent::Stop => taking.stop(&course, heard),
        }
    }

    /// Where a state was left, with the ladder with which its quiz began.
    fn resume(
        self,
        asked: &TurnContext<'_>,
        state: &str,
    ) -> Result<(&'a LadderVersion, QuizState), Fault> {
        let fault = |code, detail: &str| Fault::error("/state", code, detail);
        if !(1..=LONGEST_STATE).contains(&state.chars().count()) {
            let detail = format!("A state has 1 to {LONGEST_STATE} characters.");
            return Err(fault("out_of_range", &detail));
        }
        let state = QuizState::open(state, self.keys).map_err(|unopened| match unopened {
            QuizStateError::Changed => fault(
                "state_changed",
                "The state is not as a turn gave it. Send it exactly as it was, or begin again without a state.",
            ),
            QuizStateError::Unknown => fault(
                "state_unknown",
                "This is no state that a turn gave, or the key that signed it is no longer kept. Begin again without a state.",
            ),
        })?;
        let another = |detail: &str| {
            let detail =
                format!("{detail} Send it where it was given, or begin again without a state.");
            fault("state_of_another_quiz", &detail)
        };
        if !state.is_for(asked.caller) {
            return Err(another("The state was given to another caller."));
        }
        let mut versions = self.shelf.versions(asked.ladder);
        let volume = versions
            .find(|volume| state.is_of(volume.stamp()))
            .ok_or_else(|| {
                another("The state is of a quiz of another ladder, or of a version that is not published here.")
            })?;
        let version = volume.stamp().version.to_string();
        if asked.version.is_some_and(|named| named != version) {
            let detail = format!("The quiz began with version {version} and another one is named.");
            return Err(another(&detail));
        }
        if seconds(asked).saturating_sub(state.issued) > self.good_for.as_secs() {
            let minutes = self.good_for.as_secs() / 60;
            let detail = format!(
                "The state was given more than {minutes} minutes ago. Begin again without a state."
            );
            return Err(fault("state_expired", &detail));
        }
        Ok((volume, state))
    }
}

/// The moment in seconds since 1970.
fn seconds(asked: &TurnContext<'_>) -> u64 {
    u64::try_from(asked.now.timestamp()).unwrap_or_default()
}

impl TakeQuizRequest {
    /// Members that are there and should not be, or the other way round.
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault =
            |pointer, code, detail: &str| faults.push(Fault::error(pointer, code, detail));
        let said = [
            ("/answer", self.answer.is_some()),
            ("/text", self.text.is_some()),
        ];
        match (&self.state, said) {
            (None, said) => {
                for (pointer, _) in said.into_iter().filter(|(_, is_there)| *is_there) {
                    fault(
                        pointer,
                        "not_expected",
                        "Without a state a quiz begins, and there is no question yet. Send the state of the turn that asked it.",
                    );
                }
            }
            (Some(_), [(answer, false), (_, false)]) => fault(
                answer,
                "nothing_answered",
                "With a state something has to be said: give either an answer or a text.",
            ),
            (Some(_), [(_, true), (text, true)]) => fault(
                text,
                "not_expected",
                "It is said by an answer or by a text, not by both.",
            ),
            _ => {}
        }
        let unfit = |text: &String| text.trim().is_empty() || text.chars().count() > LONGEST_TEXT;
        if self.text.as_ref().is_some_and(unfit) {
            let detail =
                format!("A text has 1 to {LONGEST_TEXT} characters, and not only white space.");
            fault("/text", "out_of_range", &detail);
        }
        faults
    }
}

impl<'a> TurnInProgress<'a, '_> {
    fn words(&self) -> &'static BoundedText {
        &self.ladder.words().facts.turns
    }

    fn answer(
        self,
        mut course: QuizSession<'a>,
        answer: Answer,
        heard: ParsedReply,
    ) -> Result<TurnResult<'a>, Error> {
        if !course.say(answer) {
            return Err(Error::Internal("a state in which nothing is asked".into()));
        }
        if course.question().is_some() {
            let detail = self.words().asks;
            return self.ask(&course, Some(heard), detail);
        }
        let detail = self.words().finished;
        self.end(&course, TurnStatus::Finished, heard, detail)
    }

    fn back(self, course: &QuizSession<'a>, heard: ParsedReply) -> Result<TurnResult<'a>, Error> {
        let heard = Some(heard);
        match course.back() {
            Some(before) => self.ask(&before, heard, self.words().taken_back),
            None => {
                let detail = self.words().nothing_to_take_back;
                self.ask(course, heard, |_, left| detail(left))
            }
        }
    }

    fn stop(self, course: &QuizSession<'a>, heard: ParsedReply) -> Result<TurnResult<'a>, Error> {
        let detail = match course.said() {
            [] => self.words().stopped_at_once,
            _ => self.words().stopped,
        };
        self.end(course, TurnStatus::Stopped, heard, detail)
    }

    /// Asks the same once more, with what a yes affirms.
    fn ask_again(
        self,
        course: &QuizSession<'a>,
        heard: ParsedReply,
    ) -> Result<TurnResult<'a>, Error> {
        let words = self.words();
        let options = course
            .question()
            .map_or(&[][..], |question| question.options);
        if !options.is_empty() {
            let options = options
                .iter()
                .map(|option| (words.quoted)(option.text.as_str()));
            let options = self.ladder.words().either(&options.collect::<Vec<_>>());
            let detail = (words.which)(&options);
            return self.ask(course, Some(heard), |_, _| detail);
        }
        let said = heard.words.iter().map(|said| (words.quoted)(&said.text));
        let said = self.ladder.words().row(&said.collect::<Vec<_>>());
        let said = match said.as_str() {
            "" => words.nothing_said.to_owned(),
            said => (words.unclear)(said),
        };
        let question = course.question();
        let text = question.map(|question| match question.statement {
            Some(statement) => (words.affirms)(statement.as_str().trim_end_matches('.')),
            None => (words.asks_plainly)(question.text.as_str()),
        });
        let detail = format!("{said} {}", text.unwrap_or_default());
        self.ask(course, Some(heard), |_, _| detail)
    }

    /// Asks what is next. `detail` is told how many questions are answered, and how many are left at most.
    fn ask(
        self,
        course: &QuizSession<'a>,
        heard: Option<ParsedReply>,
        detail: impl FnOnce(&str, &str) -> String,
    ) -> Result<TurnResult<'a>, Error> {
        let progress = progress(course);
        let words = self.ladder.words();
        let count = |number: usize| {
            let number = u64::try_from(number).unwrap_or(u64::MAX);
            words.count(number, &words.nouns.question)
        };
        let (stamp, caller) = (self.ladder.stamp(), self.asked.caller);
        let state = QuizState::new(seconds(self.asked), course.said(), stamp, caller);
        let turn = Turn {
            ladder: stamp,
            status: TurnStatus::Asking,
            question: course.question(),
            heard,
            detail: detail(
                &count(progress.answered),
                &count(progress.remaining_at_most),
            ),
            progress,
            state: Some(state.seal(self.key)),
            result: None,
        };
        let published = self.published;
        Ok(TurnResult { published, turn })
    }

    /// Ends the quiz, with the result of what was answered.
    fn end(
        self,
        course: &QuizSession<'a>,
        status: TurnStatus,
        heard: ParsedReply,
        detail: &str,
    ) -> Result<TurnResult<'a>, Error> {
        let result = match course.said() {
            [] => None,
            _ => Some(scored(self.ladder, course.sheet(), self.key)?),
        };
        let turn = Turn {
            ladder: self.ladder.stamp(),
            status,
            question: None,
            heard: Some(heard),
            detail: detail.into(),
            progress: progress(course),
            state: None,
            result,
        };
        let published = self.published;
        Ok(TurnResult { published, turn })
    }
}

fn progress(course: &QuizSession<'_>) -> TurnProgress {
    TurnProgress {
        answered: course.said().len(),
        remaining_at_most: course.left_at_most(),
    }
}
