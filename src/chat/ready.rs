//! Results of tools that only read a ladder, as they were given for the very same arguments; the least used go first.

use std::sync::Arc;

use quick_cache::{Equivalent, Weighter, sync::Cache};

use super::Wire;

/// Arguments longer than this are answered anew each time.
const LONGEST: usize = 256;
/// Results that are expected, and the most bytes that they may hold together.
const EXPECTED: usize = 256;
const MOST_BYTES: u64 = 8 << 20;

/// Ready results.
#[derive(Debug)]
pub(super) struct Ready(Cache<Asked<String>, Arc<[u8]>, Size>);

/// What a result was given for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked<T> {
    tool: T,
    arguments: T,
    wire: Wire,
}

impl Equivalent<Asked<String>> for Asked<&str> {
    fn equivalent(&self, key: &Asked<String>) -> bool {
        self.tool == key.tool && self.arguments == key.arguments && self.wire == key.wire
    }
}

/// Weighs a result by its bytes.
#[derive(Debug, Clone)]
struct Size;

impl Weighter<Asked<String>, Arc<[u8]>> for Size {
    fn weight(&self, key: &Asked<String>, result: &Arc<[u8]>) -> u64 {
        (result.len() + key.tool.len() + key.arguments.len()) as u64 + 256
    }
}

impl Default for Ready {
    fn default() -> Self {
        Self(Cache::with_weighter(EXPECTED, MOST_BYTES, Size))
    }
}

impl Ready {
    /// The result for these arguments, as it was made before or as it is made now. What fails is not kept.
    pub(super) fn get<E>(
        &self,
        tool: &str,
        arguments: &str,
        wire: Wire,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        if arguments.len() > LONGEST {
            return make();
        }
        if let Some(result) = self.0.get(&Asked {
            tool,
            arguments,
            wire,
        }) {
            return Ok(result.to_vec());
        }
        let result = make()?;
        let (tool, arguments) = (tool.to_owned(), arguments.to_owned());
        let asked = Asked {
            tool,
            arguments,
            wire,
        };
        self.0.insert(asked, result.as_slice().into());
        Ok(result)
    }
}
