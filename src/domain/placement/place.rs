//! Places: that of somebody who stands like this or that to a level, and a place in words.

use crate::domain::{document::Standing, id::Id, ladder::Ladder, quiz::Place};

impl Ladder {
    /// The place of somebody who stands like that to a level. None where the quiz leads to no such place and the level alone does not
    /// make one.
    #[must_use]
    pub fn place_at(&self, level: Option<&str>, standing: Standing) -> Option<Place> {
        let fits = |place: &&Place| {
            place.level.as_ref().map(Id::as_str) == level && place.standing == standing
        };
        let of_the_quiz = self.table().places().iter().find(fits);
        of_the_quiz.cloned().or_else(|| {
            let level = self.level(level?).filter(|_| standing == Standing::At)?;
            Some(Place {
                level: Some(level.id.clone()),
                title: Some(level.title.clone()),
                phase: self.phase_of(level.id.as_str())?.number,
                standing,
                next_level: self.level_above(level).map(|above| above.id.clone()),
                next_levels: self.document().next_ids(Some(level)),
            })
        })
    }
}

impl Place {
    /// The placement in a few words, such as `Mid AI Engineer` or `Senior AI Engineer, approaching staff`.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.title, self.standing, &self.next_level) {
            (Some(title), Standing::Approaching, Some(next)) => {
                format!("{title}, approaching {next}")
            }
            (Some(title), ..) => title.to_string(),
            (None, _, Some(next)) => format!("Before {next}"),
            (None, ..) => "Before the first level".into(),
        }
    }
}
