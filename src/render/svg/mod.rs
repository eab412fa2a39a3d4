//! Pictures of domain values: standalone SVG with a title and a description, no script and nothing loaded from elsewhere.
//! One stylesheet, light and dark; no colour is the only carrier of meaning. All ladder text is untrusted: it passes through
//! `text::foreign` and reaches a picture through `canvas` only. A picture's ids begin with a prefix of its own.

mod bands;
mod canvas;
mod comparison;
mod icons;
mod ladder;
mod placement;
mod progress;
mod readiness;
mod roadmap;
mod rung_rows;
mod scale;
#[cfg(test)]
mod tests;
mod text;
mod time;

pub use bands::bands;
pub use comparison::comparison;
pub use ladder::{ladder, level};
pub use placement::placement;
pub use progress::progress;
pub use readiness::{person_readiness, readiness};
pub use roadmap::roadmap;
