//! Pages of lists, with opaque cursors that name the last item given.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

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

    /// How many rows are read for the page: one more than it has, which tells whether another page follows.
    ///
    /// # Errors
    /// As [`Page::size`].
    pub fn rows(self) -> Result<i64, Error> {
        let size = self.size()?;
        i64::try_from(size + 1).map_err(|error| Error::Internal(error.to_string()))
    }

    /// What the cursor names, where there is one, as `read` understands it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that the list never gave.
    pub fn after<T>(self, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<Option<T>, Error> {
        let after = self.cursor.map(|cursor| {
            let after = URL_SAFE_NO_PAD.decode(cursor).ok();
            let place = after.and_then(|after| read(&after));
            place.ok_or_else(Self::unknown_cursor)
        });
        after.transpose()
    }

    /// The id of a row that the cursor of this list names, where there is one.
    ///
    /// # Errors
    /// As [`Page::after`].
    pub fn after_id(self, list: &str) -> Result<Option<Uuid>, Error> {
        self.after(|name| {
            let id = Uuid::from_slice(name.get(..16)?).ok()?;
            (id_name(list, id) == name).then_some(id)
        })
    }

    /// [`Page::of_rows`] with cursors that name ids of rows of this list, and of no other.
    ///
    /// # Errors
    /// As there.
    pub fn of_ids<R, T>(
        self,
        rows: Vec<R>,
        list: &str,
        id: impl Fn(&R) -> Uuid,
        item: impl FnMut(R) -> Result<T, Error>,
    ) -> Result<List<'static, T>, Error> {
        self.of_rows(rows, |row| id_name(list, id(row)), item)
    }

    /// Makes the page of the rows that were read for it ([`Page::rows`]); `name` is what the cursor names of a row.
    ///
    /// # Errors
    /// Those of `item`; as [`Page::size`].
    pub fn of_rows<R, T, N: AsRef<[u8]>>(
        self,
        mut rows: Vec<R>,
        name: impl Fn(&R) -> N,
        item: impl FnMut(R) -> Result<T, Error>,
    ) -> Result<List<'static, T>, Error> {
        let size = self.size()?;
        let more = rows.len() > size;
        rows.truncate(size);
        let last = rows.last().filter(|_| more);
        Ok(List {
            ladder: None,
            next_cursor: last.map(|last| URL_SAFE_NO_PAD.encode(name(last))),
            items: rows.into_iter().map(item).collect::<Result<_, _>>()?,
        })
    }

    fn unknown_cursor() -> Error {
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
        let place = |after: &[u8]| items.iter().position(|item| name(item).as_bytes() == after);
        if let Some(place) = self.after(place)? {
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

/// What a cursor says of an id: the id itself, and four bytes by which another list's is told.
fn id_name(list: &str, id: Uuid) -> Vec<u8> {
    let told = blake3::Hasher::new()
        .update(list.as_bytes())
        .update(id.as_bytes())
        .finalize();
    let told = told.as_bytes().iter().take(4);
    id.as_bytes().iter().chain(told).copied().collect()
}
