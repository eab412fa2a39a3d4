//! Places: that of somebody who stands like this or that to a level, and a place in words.

use crate::domain::{document::Standing, id::Id, ladder::Ladder, quiz::LadderPosition};

impl Ladder {
    /// The place of somebody who stands like that to a level. None where the quiz leads to no such place and the level alone does not
    /// make one.
    #[must_use]
    pub fn place_at(&self, level: Option<&str>, standing: Standing) -> Option<LadderPosition> {
        let fits = |place: &&LadderPosition| {
            place.level.as_ref().map(Id::as_str) == level && place.standing == standing
        };
        let of_the_quiz = self.table().places().iter().find(fits);
        of_the_quiz.cloned().or_else(|| {
            let level = self.level(level?).filter(|_| standing == Standing::At)?;
            Some(LadderPosition {
                level: Some(level.id.clone()),
                title: Some(level.title.clone()),
                phase: self.phase_of(level.id.as_str())?.number,
                standing,
                next_level: self.level_above(level).map(|above| above.id.clone()),
                next_levels: self.document().next_ids(Some(level)),
            })
        })
    }

    /// A place in a few words, such as `Mid AI Engineer` or `Senior AI Engineer, approaching Staff AI Engineer`.
    #[must_use]
    pub fn place_words(&self, place: &LadderPosition) -> String {
        let places = &self.words().places;
        let next = place.next_level.as_ref().map(|next| {
            let level = self.level(next.as_str());
            level.map_or(next.as_str(), |level| level.title.as_str())
        });
        match (&place.title, place.standing, next) {
            (Some(title), Standing::Approaching, Some(next)) => {
                (places.approaching)(title.as_str(), next)
            }
            (Some(title), ..) => title.to_string(),
            (None, _, Some(next)) => (places.before)(next),
            (None, ..) => places.before_first.into(),
        }
    }
}
