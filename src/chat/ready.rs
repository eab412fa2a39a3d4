//! What of results is ready at a moment: of tools that only read a ladder all, by their arguments; of placements all but the answer,
//! by the place. The least used go first.

use std::sync::Arc;

use quick_cache::{Equivalent, Weighter, sync::Cache};

use super::{Wire, told::Around};

/// Arguments longer than this are answered anew each time.
const LONGEST: usize = 256;
/// Results that are expected, and the most bytes that they may hold together.
const EXPECTED: usize = 256;
const MOST_BYTES: u64 = 8 << 20;

/// Ready results.
#[derive(Debug)]
pub(super) struct Ready(Cache<Asked<String>, Arc<Around>, Size>);

/// What a result was given for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked<T> {
    generation: u64,
    tool: T,
    arguments: T,
    wire: Wire,
}

impl Equivalent<Asked<String>> for Asked<&str> {
    fn equivalent(&self, key: &Asked<String>) -> bool {
        self.generation == key.generation
            && self.tool == key.tool
            && self.arguments == key.arguments
            && self.wire == key.wire
    }
}

/// Weighs a result by its bytes.
#[derive(Debug, Clone)]
struct Size;

impl Weighter<Asked<String>, Arc<Around>> for Size {
    fn weight(&self, key: &Asked<String>, around: &Arc<Around>) -> u64 {
        (around.len() + key.tool.len() + key.arguments.len()) as u64 + 256
    }
}

impl Default for Ready {
    fn default() -> Self {
        Self(Cache::with_weighter(EXPECTED, MOST_BYTES, Size))
    }
}

impl Ready {
    /// What is ready for these arguments, as it was made before or as it is made now. What fails is not kept.
    pub(super) fn get<E>(
        &self,
        generation: u64,
        tool: &str,
        arguments: &str,
        wire: Wire,
        make: impl FnOnce() -> Result<Around, E>,
    ) -> Result<Arc<Around>, E> {
        if arguments.len() > LONGEST {
            return make().map(Arc::new);
        }
        let asked = Asked {
            generation,
            tool,
            arguments,
            wire,
        };
        if let Some(ready) = self.0.get(&asked) {
            return Ok(ready);
        }
        let made = Arc::new(make()?);
        let (tool, arguments) = (tool.to_owned(), arguments.to_owned());
        let asked = Asked {
            generation,
            tool,
            arguments,
            wire,
        };
        self.0.insert(asked, Arc::clone(&made));
        Ok(made)
    }
}
