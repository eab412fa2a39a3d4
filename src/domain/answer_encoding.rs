//! Sheets as bytes, as they are kept: many for as little as can be, and read in years as they were written.

use super::{
    answers::{Answer, AnswerSheet},
    document::Quiz,
};

/// A place of a sheet that is not answered, as a byte.
const OPEN: u8 = 0;
/// The byte of the first option; those before are the plain answers.
const FIRST_OPTION: u8 = 4;

impl AnswerSheet {
    /// One byte for each question, then one for each qualifier, in the order of the document: 0 where nothing was answered, 1 yes, 2 no,
    /// 3 unsure, and from 4 on the options of the question in their order.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let places = self.questions.iter().chain(&self.qualifiers);
        let bytes = places.map(|answer| match answer {
            None => OPEN,
            Some(Answer::Yes) => 1,
            Some(Answer::No) => 2,
            Some(Answer::Unsure) => 3,
            // A question has 50 options at most.
            Some(Answer::Option(at)) => at.saturating_add(FIRST_OPTION),
        });
        bytes.collect()
    }

    /// The sheet that these bytes were made of; None where they are not those of a sheet of this quiz.
    #[must_use]
    pub fn from_bytes(quiz: &Quiz, bytes: &[u8]) -> Option<Self> {
        let (questions, qualifiers) = bytes.split_at_checked(quiz.questions.len())?;
        if qualifiers.len() != quiz.qualifiers.len() {
            return None;
        }
        let questions = quiz
            .questions
            .iter()
            .zip(questions)
            .map(|(question, byte)| {
                let answer = unpacked(*byte);
                answer
                    .is_none_or(|answer| question.takes(answer))
                    .then_some(answer)
            });
        let qualifiers = qualifiers.iter().map(|byte| {
            let answer = unpacked(*byte);
            answer
                .is_none_or(|answer| answer.word().is_some())
                .then_some(answer)
        });
        Some(Self {
            questions: questions.collect::<Option<_>>()?,
            qualifiers: qualifiers.collect::<Option<_>>()?,
        })
    }
}

fn unpacked(byte: u8) -> Option<Answer> {
    match byte {
        OPEN => None,
        1 => Some(Answer::Yes),
        2 => Some(Answer::No),
        3 => Some(Answer::Unsure),
        option => Some(Answer::Option(option - FIRST_OPTION)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        document::Document,
        quiz::samples::{SeededRandom, document, staircases},
    };

    fn made_up(seed: u64) -> Document {
        let mut dice = SeededRandom::new(seed);
        let qualifiers = dice.roll(3);
        let made = document(&mut dice, qualifiers, |dice, most| {
            staircases(dice, most, qualifiers)
        });
        serde_json::from_value(made).unwrap()
    }

    /// Every sheet of a quiz, whatever is left open or unsure.
    fn all_sheets(quiz: &Quiz) -> Vec<AnswerSheet> {
        let questions = quiz.questions.iter().map(|question| {
            let all = question.answers().chain([Answer::Unsure]).map(Some);
            all.chain([None]).collect()
        });
        let plain = Answer::PLAIN.map(Some).into_iter().chain([None]);
        let plain: Vec<Option<Answer>> = plain.collect();
        let qualifiers = quiz.qualifiers.iter().map(|_| plain.clone());
        let places: Vec<Vec<Option<Answer>>> = questions.chain(qualifiers).collect();
        let mut all: Vec<Vec<Option<Answer>>> = vec![Vec::new()];
        for place in places {
            let longer = |so_far: &Vec<Option<Answer>>| {
                let longer = place
                    .iter()
                    .map(|answer| [&so_far[..], &[*answer]].concat());
                longer.collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        let sheets = all.into_iter().map(|mut questions| {
            let qualifiers = questions.split_off(quiz.questions.len());
            AnswerSheet {
                questions,
                qualifiers,
            }
        });
        sheets.collect()
    }

    #[test]
    fn every_sheet_is_read_again_from_its_bytes_and_no_other_has_the_same() {
        let mut sheets = 0;
        for seed in 0..40 {
            let quiz = made_up(seed).quiz;
            let mut seen = std::collections::HashSet::new();
            for sheet in all_sheets(&quiz) {
                let bytes = sheet.to_bytes();
                assert_eq!(bytes.len(), quiz.questions.len() + quiz.qualifiers.len());
                assert_eq!(
                    AnswerSheet::from_bytes(&quiz, &bytes).as_ref(),
                    Some(&sheet)
                );
                assert!(seen.insert(bytes));
                sheets += 1;
            }
        }
        assert!(sheets > 1000, "{sheets}");
    }

    #[test]
    fn bytes_are_kept_for_years_and_mean_the_same() {
        let answers = [
            None,
            Some(Answer::Yes),
            Some(Answer::No),
            Some(Answer::Unsure),
        ];
        let options = [Some(Answer::Option(0)), Some(Answer::Option(49))];
        let sheet = AnswerSheet {
            questions: [&answers[..], &options].concat(),
            qualifiers: vec![Some(Answer::Yes), None],
        };
        assert_eq!(sheet.to_bytes(), [0, 1, 2, 3, 4, 53, 1, 0]);
    }

    proptest! {
        #[test]
        fn bytes_are_those_of_a_sheet_or_of_none(
            seed in 0_u64..40,
            bytes in proptest::collection::vec(prop_oneof![4 => 0_u8..8, 1 => any::<u8>()], 0..8),
        ) {
            let quiz = made_up(seed).quiz;
            if let Some(sheet) = AnswerSheet::from_bytes(&quiz, &bytes) {
                prop_assert_eq!(sheet.to_bytes(), bytes);
                prop_assert!(all_sheets(&quiz).contains(&sheet));
            } else {
                prop_assert!(!all_sheets(&quiz).iter().any(|sheet| sheet.to_bytes() == bytes));
            }
        }
    }
}
