//! What levels and tracks must say: ranks in order on each path, tracks that start somewhere and lead somewhere, spans in order.

use std::collections::HashSet;

use super::context::{Check, PRE_ROLE};
use crate::domain::document::{Level, Track};

impl Check<'_> {
    pub(super) fn levels(&mut self) {
        let document = self.document;
        let levels = &document.levels;
        self.unique("/levels", levels.iter().map(|level| &level.id));
        if levels.is_empty() {
            self.error("/levels", "empty", "A ladder has at least one level.");
        }
        self.tracks();
        for (index, level) in levels.iter().enumerate() {
            let at = format!("/levels/{index}");
            if level.id == *PRE_ROLE {
                self.error(
                    format!("{at}/id"),
                    "reserved_id",
                    "pre-role stands for what comes before the first level.",
                );
            }
            self.rank(&at, index, level);
            if level.moves_forward.is_empty() {
                self.error(
                    format!("{at}/moves_forward"),
                    "empty",
                    "Say what moves a person forward at this level.",
                );
            }
            let tenure = level.tenure;
            if tenure
                .max_months
                .is_some_and(|max| max <= tenure.min_months)
            {
                self.error(
                    format!("{at}/tenure/max_months"),
                    "empty_range",
                    "The end of the span is exclusive and lies after its start.",
                );
            }
            if let Some(below) = document.level_below(level) {
                self.tenures(&at, below, level);
            }
        }
    }

    /// The rank of a level, which its place among those of its track tells.
    fn rank(&mut self, at: &str, index: usize, level: &Level) {
        let document = self.document;
        let before = document.levels.iter().take(index);
        let before = before.filter(|other| other.track == level.track).count();
        let track = level.track.as_ref();
        let starts_above = match track.map(|track| document.track(track.as_str())) {
            None => Some(0),
            Some(track) => track
                .and_then(|track| document.level(track.from.as_str()))
                .map(|from| usize::from(from.rank)),
        };
        let Some(starts_above) = starts_above else {
            return;
        };
        let rank = starts_above + before + 1;
        if usize::from(level.rank) == rank {
            return;
        }
        let detail = if track.is_some() {
            format!(
                "Levels of a track stand lowest first and count on from the level at which it starts: the rank here is {rank}."
            )
        } else {
            format!("Levels stand lowest first and count from 1: the rank here is {rank}.")
        };
        self.error(format!("{at}/rank"), "rank_out_of_order", detail);
    }

    fn tenures(&mut self, at: &str, below: &Level, level: &Level) {
        if level.tenure.min_months < below.tenure.min_months {
            self.error(
                format!("{at}/tenure/min_months"),
                "tenure_out_of_order",
                format!("{} starts later than {}.", below.id, level.id),
            );
        } else if below.tenure.max_months != Some(level.tenure.min_months) {
            self.warn(
                format!("{at}/tenure/min_months"),
                "tenure_gap",
                format!(
                    "{} does not end where {} starts: months between them belong to no level or to two.",
                    below.id, level.id
                ),
            );
        }
    }

    fn tracks(&mut self) {
        let document = self.document;
        self.unique("/tracks", document.tracks.iter().map(|track| &track.id));
        for (index, track) in document.tracks.iter().enumerate() {
            let at = format!("/tracks/{index}");
            self.level(format!("{at}/from"), &track.from);
            let mut levels = document.levels.iter();
            if !levels.any(|level| level.track.as_ref() == Some(&track.id)) {
                self.error(&at, "empty_track", format!("No level is on {}.", track.id));
            }
            if self.is_cyclic(track) {
                self.error(
                    format!("{at}/from"),
                    "cyclic_tracks",
                    format!("By way of other tracks {} starts from itself.", track.id),
                );
            }
        }
        for (index, level) in document.levels.iter().enumerate() {
            if let Some(track) = &level.track
                && document.track(track.as_str()).is_none()
            {
                self.error(
                    format!("/levels/{index}/track"),
                    "unknown_track",
                    format!("There is no track {track} in this ladder."),
                );
            }
        }
    }

    fn is_cyclic(&self, track: &Track) -> bool {
        let document = self.document;
        let mut seen = HashSet::new();
        let mut at = Some(track);
        while let Some(here) = at.filter(|here| seen.insert(&here.id)) {
            let from = document.level(here.from.as_str());
            let next = from.and_then(|from| from.track.as_ref());
            at = next.and_then(|next| document.track(next.as_str()));
        }
        at.is_some_and(|at| at.id == track.id)
    }
}
