//! Paths of a ladder: the trunk, and the tracks that branch off from its levels or from each other's. A level is below another one
//! only on one and the same path.

use super::{
    document::{Document, Level, Track},
    id::Id,
};

impl Document {
    /// The level of that id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == *id)
    }

    /// The track of that id.
    #[must_use]
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == *id)
    }

    /// The level at that rank of a track, or of the trunk.
    fn at(&self, track: Option<&Id>, rank: u8) -> Option<&Level> {
        let mut levels = self.levels.iter();
        levels.find(|level| level.track.as_ref() == track && level.rank == rank)
    }

    /// The level below on the path of a level; none below the first of the trunk.
    #[must_use]
    pub fn level_below(&self, level: &Level) -> Option<&Level> {
        let rank = level.rank.checked_sub(1)?;
        let track = level.track.as_ref();
        self.at(track, rank).or_else(|| {
            let track = self.track(track?.as_str())?;
            let from = self.level(track.from.as_str())?;
            (from.rank == rank).then_some(from)
        })
    }

    /// The levels that come next: that of the level's own path, then the first of each track that starts at it.
    pub fn next_levels<'a>(&'a self, level: &'a Level) -> impl Iterator<Item = &'a Level> {
        let next = level.rank.checked_add(1);
        let own = next.and_then(|rank| self.at(level.track.as_ref(), rank));
        let starting = self.tracks.iter().filter(|track| track.from == level.id);
        let first = starting.filter_map(move |track| self.at(Some(&track.id), next?));
        own.into_iter().chain(first)
    }

    /// The ids of the levels that come next, the first ones below the first level. None on a ladder without tracks, where there is no more
    /// than one.
    #[must_use]
    pub fn next_ids(&self, level: Option<&Level>) -> Option<Vec<Id>> {
        let ids = match level {
            None => self
                .levels
                .iter()
                .take(1)
                .map(|level| level.id.clone())
                .collect(),
            Some(level) => self
                .next_levels(level)
                .map(|level| level.id.clone())
                .collect(),
        };
        (!self.tracks.is_empty()).then_some(ids)
    }

    /// The path to a level, lowest first, and the level itself at its end.
    #[must_use]
    pub fn path_to<'a>(&'a self, level: &'a Level) -> Vec<&'a Level> {
        let mut path = vec![level];
        // Each one below has a lower rank, so that even tracks in a circle come to an end.
        while let Some(below) = path.last().and_then(|level| self.level_below(level)) {
            path.push(below);
        }
        path.reverse();
        path
    }

    /// The highest rank that there is: the length of the longest path.
    #[must_use]
    pub fn highest_rank(&self) -> usize {
        let ranks = self.levels.iter().map(|level| usize::from(level.rank));
        ranks.max().unwrap_or_default()
    }

    /// Whether a level is below another one, on one and the same path.
    #[must_use]
    pub fn is_below(&self, lower: &Level, higher: &Level) -> bool {
        lower.rank < higher.rank && (self.path_to(higher).iter()).any(|level| level.id == lower.id)
    }
}
