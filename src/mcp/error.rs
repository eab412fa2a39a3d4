//! Errors: mistakes in a call of a tool are told to the model as a result, those of the protocol to the client as a JSON-RPC error.

use std::fmt::Write;

use rmcp::{
    ErrorData,
    model::{CallToolResult, ContentBlock},
};

use crate::error::Error;

/// Why a call of a tool failed.
pub(super) enum ToolError {
    /// A mistake of the client.
    Protocol(ErrorData),
    /// A mistake that the model can correct.
    Tool(Error),
}

impl From<ErrorData> for ToolError {
    fn from(error: ErrorData) -> Self {
        Self::Protocol(error)
    }
}

impl From<Error> for ToolError {
    fn from(error: Error) -> Self {
        Self::Tool(error)
    }
}

impl ToolError {
    /// Returns the result of the call for a mistake that the model can correct: what is wrong, where, and what to do next.
    pub(super) fn into_result(self, tool: &str) -> Result<CallToolResult, ErrorData> {
        match self {
            Self::Protocol(error) => Err(error),
            Self::Tool(error @ Error::Internal(_)) => Err(error.into()),
            Self::Tool(error) => {
                let text = explanation(&error, tool);
                Ok(CallToolResult::error(vec![ContentBlock::text(text)]))
            }
        }
    }
}

fn explanation(error: &Error, tool: &str) -> String {
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
    text
}

impl From<Error> for ErrorData {
    /// For requests other than calls of tools.
    fn from(error: Error) -> Self {
        match &error {
            Error::Internal(cause) => {
                tracing::error!(cause = cause.as_str(), "an MCP request failed: {cause}");
                Self::internal_error(error.detail().into_owned(), None)
            }
            Error::Invalid(_, faults) => {
                let faults = faults
                    .iter()
                    .map(|fault| format!("{}: {}", fault.pointer, fault.detail));
                Self::invalid_params(faults.collect::<Vec<_>>().join(" "), None)
            }
            _ => Self::invalid_params(error.detail().into_owned(), None),
        }
    }
}
