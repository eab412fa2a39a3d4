//! Assessments: who answered, and when. An id begins with the moment at which the quiz was taken, so that ids are in the order of those.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

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

/// When the quiz was taken, to the millisecond. None for an id of another kind.
#[must_use]
pub fn taken_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
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
