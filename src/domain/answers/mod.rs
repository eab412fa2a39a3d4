//! Answers to a quiz: as a caller sends them (`answer`), and matched with the questions that they answer (`answer_sheet`).

mod answer;
mod answer_sheet;

pub use answer::{Answer, AnswerValue, Answers};
pub use answer_sheet::{AnswerSheet, option_said};
