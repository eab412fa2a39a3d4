//! The edition of a ladder that is asked for: version and language, and which page of a list.

use std::sync::Arc;

use serde::Deserialize;
use utoipa::IntoParams;

use super::{PublishedLadder, lists::PageBounds};
use crate::{domain::translation::lookup, error::Error};

/// A query of a ladder, which may name an edition of it.
pub trait LadderSelection {
    /// The version asked for.
    fn version(&self) -> Option<&str>;
    /// The language asked for.
    fn locale(&self) -> Option<&str>;
}

/// A ladder in a language that is asked for by name, in its own where none is.
///
/// # Errors
/// [`Error::Invalid`] for a name that is none of its languages.
pub fn in_language<'a>(
    published: &'a Arc<PublishedLadder>,
    locale: Option<&str>,
) -> Result<&'a Arc<PublishedLadder>, Error> {
    let Some(locale) = locale else {
        return Ok(published);
    };
    let found = lookup(locale, published.locales()).ok_or_else(|| {
        let known: Vec<&str> = published.locales().collect();
        let known = known.join(", ");
        let detail = format!("The ladder has no text in this language. It has: {known}.");
        Error::query("locale", "unknown_locale", detail)
    })?;
    published.translated(found)
}

/// What is said where it is the query, and not the path, that names a ladder that is not there.
#[must_use]
pub fn unknown_ladder(error: Error) -> Error {
    match error {
        Error::NotFound(detail) => Error::query("ladder", "unknown_ladder", detail),
        error => error,
    }
}

/// A query with members of its own and those that name an edition. Form decoding does not flatten where unknown members are refused,
/// so that the members are written into each.
macro_rules! ladder_query {
    ($(#[$about:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $(#[$about])*
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $($own)*
            /// A published version, such as `1.3.0`. The newest one where it is not given.
            #[param(example = "1.3.0", max_length = 64)]
            pub version: Option<String>,
            /// The language (BCP 47) of the ladder's text and of what is said of it, one that the ladder has; `Accept-Language`
            /// decides where it is not given.
            #[param(example = "en", max_length = 35, pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
            pub locale: Option<String>,
        }

        impl $crate::app::ladder_query::LadderSelection for $name {
            fn version(&self) -> Option<&str> {
                self.version.as_deref()
            }

            fn locale(&self) -> Option<&str> {
                self.locale.as_deref()
            }
        }
    };
}
pub(crate) use ladder_query;

/// The same with the members that name a page of a list.
macro_rules! list_query {
    ($(#[$about:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $crate::app::ladder_query::ladder_query! {
            $(#[$about])*
            pub struct $name {
                $($own)*
                /// The most items of a page; 50 where it is not given.
                #[param(minimum = 1, maximum = 200, example = 50)]
                pub limit: Option<u64>,
                /// Where the page starts: `next_cursor` of the page before.
                #[param(max_length = 200)]
                pub cursor: Option<String>,
            }
        }

        impl $name {
            /// The page that is asked for.
            #[must_use]
            pub fn page(&self) -> $crate::app::lists::PageBounds<'_> {
                $crate::app::lists::PageBounds {
                    limit: self.limit,
                    cursor: self.cursor.as_deref(),
                }
            }
        }
    };
}
pub(crate) use list_query;

ladder_query! {
    /// Which edition; nothing else.
    pub struct LadderQuery {}
}

list_query! {
    /// Which edition, and which page of the list.
    pub struct ListQuery {}
}

/// Which page; nothing else.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The page that is asked for.
    #[must_use]
    pub fn page(&self) -> PageBounds<'_> {
        PageBounds {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}
