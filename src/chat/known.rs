//! Calls of tools that were answered before at the same moment with a result that is ready: by the very same params, and the same said
//! beside them. Neither is read again. The least used go first.

use bytes::Bytes;
use quick_cache::{Equivalent, Weighter, sync::Cache};

use super::{Reply, message::Unread};

/// What is longer is read anew each time.
const LONGEST: usize = 1024;
/// Calls that are expected, and the most bytes that they and their results may hold together.
const EXPECTED: usize = 256;
const MOST_BYTES: u64 = 8 << 20;

/// What a carrier says of a message beside it, as headers do.
pub type Beside<'a> = [Option<&'a str>; 4];

/// Results by the calls that led to them.
#[derive(Debug)]
pub(super) struct Known(Cache<Call<String>, Bytes, Size>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Call<T> {
    generation: u64,
    params: T,
    beside: [Option<T>; 4],
}

impl Equivalent<Call<String>> for Call<&str> {
    fn equivalent(&self, key: &Call<String>) -> bool {
        let mut beside = self.beside.iter().zip(&key.beside);
        self.generation == key.generation
            && self.params == key.params
            && beside.all(|(one, other)| *one == other.as_deref())
    }
}

/// Weighs a result by its bytes.
#[derive(Debug, Clone)]
struct Size;

impl Weighter<Call<String>, Bytes> for Size {
    fn weight(&self, key: &Call<String>, result: &Bytes) -> u64 {
        (result.len() + key.params.len()) as u64 + 512
    }
}

impl Default for Known {
    fn default() -> Self {
        Self(Cache::with_weighter(EXPECTED, MOST_BYTES, Size))
    }
}

impl<'a> Call<&'a str> {
    /// None for what is no call, and for what is too long to be kept.
    fn of(generation: u64, message: &Unread<'a>, beside: &Beside<'a>) -> Option<Self> {
        let params = message.params?.get();
        let said: usize = beside.iter().flatten().map(|text| text.len()).sum();
        let asks = message.id.is_some() && message.method == "tools/call";
        (asks && params.len() + said <= LONGEST).then_some(Self {
            generation,
            params,
            beside: *beside,
        })
    }
}

impl Known {
    pub(super) fn get(
        &self,
        generation: u64,
        message: &Unread<'_>,
        beside: &Beside<'_>,
    ) -> Option<Reply> {
        let result = self.0.get(&Call::of(generation, message, beside)?)?;
        Some(Reply::ready(message.id?, result))
    }

    /// Keeps an answer whose result is ready.
    pub(super) fn keep(
        &self,
        generation: u64,
        message: &Unread<'_>,
        beside: &Beside<'_>,
        reply: &Reply,
    ) {
        let Reply::Result([_, result, _]) = reply else {
            return;
        };
        if let Some(Call { params, beside, .. }) = Call::of(generation, message, beside)
            && !result.is_empty()
        {
            let beside = beside.map(|text| text.map(str::to_owned));
            let params = params.to_owned();
            let call = Call {
                generation,
                params,
                beside,
            };
            self.0.insert(call, result.clone());
        }
    }
}
