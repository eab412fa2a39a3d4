//! Assessments: who answered what, when, and where it places them. An id begins with the moment at which the quiz was taken and goes on
//! with the one at which it was stored, so that ids are in the order of those.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

use super::{
    answers::{AnswerSheet, AnswerValue, Answers},
    contest::Contest,
    disclaimer::Disclaimer,
    document::Quiz,
    id::Id,
    person::PersonId,
    placement::Placement,
};

/// Who answered a quiz.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person themselves.
    #[serde(rename = "self")]
    Oneself,
    /// Somebody else, about the person.
    Assessor,
}

impl Role {
    /// Its number, as it is kept.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Oneself => 0,
            Self::Assessor => 1,
        }
    }

    /// The role of a number.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        let all = [Self::Oneself, Self::Assessor];
        all.into_iter().find(|role| role.number() == number)
    }
}

/// The id of an assessment that was taken at a moment: a UUIDv7 (RFC 9562) of its millisecond and random bits. None before 1970.
#[must_use]
pub fn id_at(taken_at: DateTime<Utc>, random: &[u8; 10]) -> Option<Uuid> {
    let millis = u64::try_from(taken_at.timestamp_millis()).ok()?;
    Some(Builder::from_unix_timestamp_millis(millis, random).into_uuid())
}

/// The id of an assessment that was taken at a moment and is stored at another: [`id_at`] with the microsecond of the latter in the first 54
/// of the 74 bits that are free, which is enough until the year 2540, and 20 random ones. None before 1970.
#[must_use]
pub fn id_of(taken_at: DateTime<Utc>, recorded_at: DateTime<Utc>, random: [u8; 3]) -> Option<Uuid> {
    let micros = u128::try_from(recorded_at.timestamp_micros()).ok()?;
    let [high, middle, low] = random;
    let random = u128::from(u32::from_be_bytes([0, high & 0x0f, middle, low]));
    let bits = (micros << 20 | random) & ((1 << 74) - 1);
    // The first 12 bits are before the two of the variant, the others behind them.
    let spread = (bits >> 62) << 64 | bits & ((1 << 62) - 1);
    let [_, _, _, _, _, _, free @ ..] = spread.to_be_bytes();
    id_at(taken_at, &free)
}

/// When the quiz was taken, to the millisecond. None for an id of another kind.
#[must_use]
pub fn taken_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Respondent {
    /// The person themselves, or somebody about the person.
    pub role: Role,
    /// Who it is, by the id in the calling system.
    #[schema(value_type = PersonId)]
    pub id: String,
}

/// An assessment with everything that explains it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assessment<'a> {
    /// Its id; assessments of a person are in the order of their ids: of when they were taken, and of those of one moment of when they
    /// were recorded.
    pub id: Uuid,
    /// Who was assessed.
    #[schema(value_type = PersonId)]
    pub person: &'a str,
    /// Who answered.
    pub by: Respondent,
    /// When the quiz was taken, to the millisecond.
    #[schema(max_length = 40)]
    pub taken_at: DateTime<Utc>,
    /// When it was stored.
    #[schema(max_length = 40)]
    pub recorded_at: DateTime<Utc>,
    /// The answers by question.
    #[schema(value_type = Answers)]
    pub answers: BTreeMap<&'a Id, AnswerValue>,
    /// The answers by qualifier.
    #[schema(value_type = Answers)]
    pub qualifiers: BTreeMap<&'a Id, AnswerValue>,
    /// The placement.
    #[serde(flatten)]
    pub placement: Placement<'a>,
    /// Proof of the outcome, the same as when it was stored: a JWS (RFC 7515, HS256), see scoring.
    #[schema(max_length = 16384)]
    pub receipt: String,
    /// Every contest of it, the oldest first.
    #[schema(max_items = 100)]
    pub contests: Vec<Contest>,
    /// How it is to be taken.
    pub guidance: Disclaimer,
}

impl AnswerSheet {
    /// The answers by question, and by qualifier.
    #[must_use]
    pub fn named<'a>(
        &self,
        quiz: &'a Quiz,
    ) -> (BTreeMap<&'a Id, AnswerValue>, BTreeMap<&'a Id, AnswerValue>) {
        let questions = quiz.questions.iter().zip(&self.questions);
        let questions = questions
            .filter_map(|(question, answer)| Some((&question.id, question.given((*answer)?)?)));
        let qualifiers = quiz.qualifiers.iter().zip(&self.qualifiers);
        let qualifiers = qualifiers.filter_map(|(qualifier, answer)| {
            Some((&qualifier.id, AnswerValue::plain((*answer)?)?))
        });
        (questions.collect(), qualifiers.collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_role_is_read_again_from_its_number() {
        for role in [Role::Oneself, Role::Assessor] {
            assert_eq!(Role::of_number(role.number()), Some(role));
        }
        assert_eq!(Role::of_number(2), None);
    }

    proptest! {
        #[test]
        fn of_one_moment_what_was_stored_later_has_the_higher_id(
            taken in 0_i64..4_000_000_000_000, stored in 0_i64..18_000_000_000_000_000, later in 1_i64..1_000_000_000,
            random in any::<[u8; 3]>(), others in any::<[u8; 3]>(),
        ) {
            let at = DateTime::from_timestamp_millis(taken).unwrap();
            let micros = |micros| DateTime::from_timestamp_micros(micros).unwrap();
            let first = id_of(at, micros(stored), random).unwrap();
            let second = id_of(at, micros(stored + later), others).unwrap();
            prop_assert!(first < second);
            prop_assert_eq!(taken_at(first), Some(at));
            prop_assert_eq!(first.get_version_num(), 7);
            let next = id_of(at + chrono::TimeDelta::milliseconds(1), micros(0), random).unwrap();
            prop_assert!(second < next);
            prop_assert_eq!(first == id_of(at, micros(stored), others).unwrap(), {
                let low = |random: [u8; 3]| [random[0] & 0x0f, random[1], random[2]];
                low(random) == low(others)
            });
        }
    }

    #[test]
    fn there_is_no_id_of_a_time_before_1970_and_no_time_of_another_id() {
        let before = DateTime::from_timestamp_millis(-1).unwrap();
        assert_eq!(id_at(before, &[0; 10]), None);
        assert_eq!(taken_at(Uuid::max()), None);
        assert_eq!(taken_at(Uuid::nil()), None);
    }

    proptest! {
        #[test]
        fn an_id_tells_when_and_is_in_the_order_of_it(
            times in proptest::array::uniform2(0_i64..253_402_300_800_000),
            random in any::<[[u8; 10]; 2]>(),
        ) {
            let at = times.map(|millis| DateTime::from_timestamp_millis(millis).unwrap());
            let ids = [0, 1].map(|nth| id_at(at[nth], &random[nth]).unwrap());
            prop_assert_eq!(ids.map(taken_at), at.map(Some));
            if at[0] != at[1] {
                prop_assert_eq!(ids[0] < ids[1], at[0] < at[1]);
            }
        }
    }
}
