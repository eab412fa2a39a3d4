//! Answers to a quiz: as a caller sends them (`answer`), and matched with the questions that they answer (`answer_sheet`).

mod answer;
mod answer_sheet;

pub use answer::{Answer, Answers, Given};
pub use answer_sheet::{Sheet, option_said};
