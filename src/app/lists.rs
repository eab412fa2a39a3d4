//! Pages of lists, with opaque cursors that name the last item given.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::ladder::Stamp, error::Error};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<'a, T> {
    /// The ladder that the items come from; not there in a list of ladders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<&'a Stamp>,
    /// The items of this page.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// Where the next page starts; null where this is the last.
    #[schema(max_length = 200)]
    pub next_cursor: Option<String>,
}

/// The page of a list that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Page<'q> {
    /// The most items.
    pub limit: Option<u64>,
    /// Where to start.
    pub cursor: Option<&'q str>,
}

impl Page<'_> {
    /// The most items of the page.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a limit out of 1 to 200.
    pub fn size(self) -> Result<usize, Error> {
        let limit = self.limit.unwrap_or(50);
        let fits = usize::try_from(limit).ok();
        fits.filter(|limit| (1..=200).contains(limit))
            .ok_or_else(|| Error::query("limit", "out_of_range", "A page has 1 to 200 items."))
    }

    /// What is said of a cursor that the list never gave.
    #[must_use]
    pub fn unknown_cursor() -> Error {
        Error::query(
            "cursor",
            "unknown_cursor",
            "This list has given no such cursor. Start again without one.",
        )
    }

    /// Cuts the page out of the whole list; `name` tells items apart.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a limit out of 1 to 200 and for a cursor that this list never gave.
    pub fn cut<'a, T>(
        self,
        ladder: Option<&'a Stamp>,
        items: impl Iterator<Item = T>,
        name: impl Fn(&T) -> String,
    ) -> Result<List<'a, T>, Error> {
        let limit = self.size()?;
        let mut items: Vec<T> = items.collect();
        if let Some(cursor) = self.cursor {
            let after = URL_SAFE_NO_PAD.decode(cursor).ok();
            let place = after
                .and_then(|after| items.iter().position(|item| name(item).as_bytes() == after));
            let place = place.ok_or_else(Self::unknown_cursor)?;
            items.drain(..=place);
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        Ok(List {
            next_cursor: last.map(|last| URL_SAFE_NO_PAD.encode(name(last))),
            ladder,
            items,
        })
    }
}
