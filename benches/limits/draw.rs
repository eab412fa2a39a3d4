//! Draw: numbers that look drawn at random and are the same in every run.

/// Knuth's MMIX generator.
#[derive(Debug)]
pub(crate) struct Draw(u64);

impl Draw {
    /// Two seeds give two rows of numbers.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// One of a list; None of nothing.
    pub(crate) fn one<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(list.len())
            .ok()
            .filter(|length| *length > 0)?;
        list.get(usize::try_from(self.below(length)).ok()?)
    }
}
