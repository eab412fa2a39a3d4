//! What a write that replaces something expects to find (RFC 9110, section 13), so that no update is lost.

use serde::Serialize;

use crate::error::Error;

/// What a write that replaces something expects to find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Precondition {
    /// Nothing is said.
    Unsaid,
    /// That there is nothing.
    Nothing,
    /// That there is something.
    Anything,
    /// One of these, by their entity tags.
    One(Vec<String>),
    /// None of these, by their entity tags; nothing, where there is nothing.
    NoneOf(Vec<String>),
}

impl Precondition {
    /// Compares with what is there, by its entity tag.
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`] where something else is expected, [`Error::PreconditionRequired`] where something is
    /// there and nothing is said.
    pub fn check(&self, there: Option<&str>) -> Result<(), Error> {
        let failed = |detail: &'static str| Err(Error::PreconditionFailed(detail.into()));
        match (self, there) {
            (Self::Unsaid, Some(_)) => Err(Error::PreconditionRequired),
            (Self::Unsaid | Self::Nothing | Self::NoneOf(_), None) | (Self::Anything, Some(_)) => {
                Ok(())
            }
            (Self::NoneOf(tags), Some(there)) if tags.iter().any(|tag| tag == there) => {
                failed("It is in a state that it was not to be in.")
            }
            (Self::NoneOf(_), Some(_)) => Ok(()),
            (Self::One(tags), Some(there)) if tags.iter().any(|tag| tag == there) => Ok(()),
            (Self::Nothing, Some(_)) => Err(there_is_one()),
            (Self::Anything | Self::One(_), None) => failed("There is none, or none any more."),
            (Self::One(_), Some(_)) => {
                failed("It was changed meanwhile. Get it anew, and with it its ETag.")
            }
        }
    }

    /// The same for what may be replaced without a word.
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`] where something else is expected.
    pub fn check_if_said(&self, there: Option<&str>) -> Result<(), Error> {
        match self {
            Self::Unsaid => Ok(()),
            said => said.check(there),
        }
    }
}

/// What is said where there must be nothing yet.
pub(super) fn there_is_one() -> Error {
    Error::PreconditionFailed("There is one already.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_what_is_expected_or_is_refused() {
        let one = Precondition::One(vec!["a".into(), "b".into()]);
        let none_of = Precondition::NoneOf(vec!["a".into(), "b".into()]);
        for (expected, there, passes) in [
            (&Precondition::Unsaid, None, true),
            (&Precondition::Unsaid, Some("a"), false),
            (&Precondition::Nothing, None, true),
            (&Precondition::Nothing, Some("a"), false),
            (&Precondition::Anything, None, false),
            (&Precondition::Anything, Some("a"), true),
            (&one, None, false),
            (&one, Some("b"), true),
            (&one, Some("c"), false),
            (&none_of, None, true),
            (&none_of, Some("b"), false),
            (&none_of, Some("c"), true),
        ] {
            let checked = expected.check(there);
            assert_eq!(checked.is_ok(), passes, "{expected:?} {there:?}");
        }
    }
}
