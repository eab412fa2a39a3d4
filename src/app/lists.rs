//! Pages of lists, with opaque cursors that hold the key of the last item given.

use std::{fmt::Display, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::ladder::LadderRef, error::Error};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<'a, T> {
    /// The ladder that the items come from; not there in a list of ladders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<&'a LadderRef>,
    /// The items of this page.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// Where the next page starts; null where this is the last.
    #[schema(max_length = 200)]
    pub next_cursor: Option<String>,
}

/// The page of a list that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PageBounds<'q> {
    /// The most items.
    pub limit: Option<u64>,
    /// Where to start.
    pub cursor: Option<&'q str>,
}

impl PageBounds<'_> {
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

    /// How many rows are read for the page: one more than it has, which tells whether another page follows.
    ///
    /// # Errors
    /// As [`PageBounds::size`].
    pub fn rows(self) -> Result<i64, Error> {
        let size = self.size()?;
        i64::try_from(size + 1).map_err(|error| Error::Internal(error.to_string()))
    }

    /// The key of the last item of the page before, if a cursor is given. `list` names the list and everything that decides what is in it
    /// and in which order, so that a cursor of another list is refused.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub fn after<K: FromStr>(self, list: &str) -> Result<Option<K>, Error> {
        let key = self.cursor.map(|cursor| {
            let key = decode_cursor(list, cursor).and_then(|key| key.parse().ok());
            key.ok_or_else(unknown_cursor)
        });
        key.transpose()
    }

    /// Makes the page of the items that were read for it: at most [`PageBounds::rows`] of those after [`PageBounds::after`].
    ///
    /// # Errors
    /// As [`PageBounds::size`].
    pub fn of_rows<T, K: Display>(
        self,
        list: &str,
        mut items: Vec<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<List<'static, T>, Error> {
        let size = self.size()?;
        let is_last = items.len() <= size;
        items.truncate(size);
        let last = items.last().filter(|_| !is_last);
        Ok(List {
            ladder: None,
            next_cursor: last.map(|last| encode_cursor(list, &key(last).to_string())),
            items,
        })
    }

    /// Makes the page of a list that is in memory as a whole.
    ///
    /// # Errors
    /// As [`PageBounds::size`] and [`PageBounds::after`].
    pub fn of_list<T, K: Display>(
        self,
        list: &str,
        items: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> K,
    ) -> Result<List<'static, T>, Error> {
        let mut items: Vec<T> = items.into_iter().collect();
        if let Some(after) = self.after::<String>(list)? {
            let place = items
                .iter()
                .position(|item| key(item).to_string() == after)
                .ok_or_else(unknown_cursor)?;
            items.drain(..=place);
        }
        self.of_rows(list, items, key)
    }
}

impl<T> List<'_, T> {
    /// The same list of items that come from a ladder.
    #[must_use]
    pub fn of_ladder(self, ladder: &LadderRef) -> List<'_, T> {
        List {
            ladder: Some(ladder),
            items: self.items,
            next_cursor: self.next_cursor,
        }
    }
}

/// The length of the digest by which a cursor of another list is told.
const DIGEST: usize = 4;

/// A cursor: the key of the last item of a page, after a digest of the list and the key.
fn encode_cursor(list: &str, key: &str) -> String {
    let mut cursor = digest(list, key).to_vec();
    cursor.extend(key.bytes());
    URL_SAFE_NO_PAD.encode(cursor)
}

/// The key of a cursor. None for a cursor that the list has not given.
fn decode_cursor(list: &str, cursor: &str) -> Option<String> {
    let cursor = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (given, key) = cursor.split_at_checked(DIGEST)?;
    let key = std::str::from_utf8(key).ok()?;
    (digest(list, key) == *given).then(|| key.to_owned())
}

fn digest(list: &str, key: &str) -> [u8; DIGEST] {
    let mut digest = [0; DIGEST];
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(list.len() as u64).to_le_bytes());
    hasher.update(list.as_bytes()).update(key.as_bytes());
    hasher.finalize_xof().fill(&mut digest);
    digest
}

fn unknown_cursor() -> Error {
    Error::query(
        "cursor",
        "unknown_cursor",
        "This list has given no such cursor. Start again without one.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(limit: u64, cursor: Option<&str>) -> PageBounds<'_> {
        let limit = Some(limit);
        PageBounds { limit, cursor }
    }

    #[test]
    fn pages_of_a_list_have_each_item_once() {
        for limit in 1..=8 {
            let (mut walked, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let list = page(limit, cursor.as_deref()).of_list("a", 0..7, |item| *item);
                let list = list.unwrap();
                assert!(list.items.len() as u64 <= limit);
                walked.extend(list.items);
                cursor = list.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert!(walked.into_iter().eq(0..7), "{limit}");
        }
    }

    #[test]
    fn a_cursor_is_of_one_list() {
        let list = page(1, None).of_list("a", 0..7, |item| *item).unwrap();
        let cursor = list.next_cursor.unwrap();
        assert_eq!(page(1, Some(&cursor)).after("a").unwrap(), Some(0));
        for (list, cursor) in [
            ("b", &*cursor),
            ("a", ""),
            ("a", "AAAA"),
            ("a", "AAAAAAA"),
            ("", &cursor),
        ] {
            assert!(
                page(1, Some(cursor)).after::<u8>(list).is_err(),
                "{list} {cursor}"
            );
        }
        // What is in the list no more cannot be gone on from.
        assert!(
            page(1, Some(&cursor))
                .of_list("a", 1..7, |item| *item)
                .is_err()
        );
    }
}
