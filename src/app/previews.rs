//! Whom publishing a draft would move, over stored assessments. Writes nothing.

use std::{collections::HashMap, ops::ControlFlow};

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, App};
use crate::{
    domain::{
        answers::AnswerSheet,
        diff::{PlacementMove, moves},
        ladder::{Ladder, LadderRef},
        progress::{PlacementMoveCounter, PlacementMoves},
    },
    error::Error,
};

/// What publishing a draft would move.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewResponse {
    /// The ladder that the draft would become.
    pub ladder: LadderRef,
    /// The version that is published; null where none is.
    pub published: Option<LadderRef>,
    /// Whether the answers to the one quiz fit the other; `moves` is empty where they do not, because nobody can say where they would lead.
    pub comparable: bool,
    /// Every set of answers that is placed elsewhere, in the order of the qualifiers and the totals.
    #[schema(max_items = 100_000)]
    pub moves: Vec<PlacementMove>,
    /// The organisation's people, counted by where their newest answers would move; null where no version is published.
    pub stored: Option<PlacementMoves>,
}

impl App {
    /// Tells whom publishing a draft would move.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no draft; [`Error::Unavailable`] if another replica has just published a version;
    /// [`Error::Internal`] if stored answers are not those of their quiz; if the database fails.
    pub async fn preview_draft(&self, actor: &Actor, id: &str) -> Result<PreviewResponse, Error> {
        let draft = self.find_draft(actor, id).await?.ladder;
        let Ok(published) = self.shelf.find(id, None) else {
            return Ok(PreviewResponse {
                ladder: draft.stamp().clone(),
                published: None,
                comparable: false,
                moves: Vec::new(),
                stored: None,
            });
        };
        let published = &published.ladder;
        let stored = self.stored_moves(actor, published, &draft).await?;
        let moves = moves(published, &draft);
        Ok(PreviewResponse {
            ladder: draft.stamp().clone(),
            published: Some(published.stamp().clone()),
            comparable: moves.is_some(),
            moves: moves.unwrap_or_default(),
            stored: Some(stored),
        })
    }

    /// Counts an organisation's people by where the published version of a ladder places their newest answers, and where a draft would.
    async fn stored_moves(
        &self,
        actor: &Actor,
        published: &Ladder,
        draft: &Ladder,
    ) -> Result<PlacementMoves, Error> {
        let id = published.stamp().id.as_str();
        let versions = self.shelf.versions(id).map(|volume| {
            let published = volume.published()?;
            Ok((volume.id(), &published.ladder))
        });
        let versions = versions.collect::<Result<Vec<(Uuid, &Ladder)>, Error>>()?;
        let mut census = PlacementMoveCounter::new(published, draft);
        let ways: HashMap<Uuid, _> = versions
            .into_iter()
            .map(|(version, ladder)| (version, (ladder, census.ways(ladder))))
            .collect();
        let mut failed = None;
        let each = self
            .store
            .each_newest_assessment(actor.organisation, id, |row| {
                let Some((ladder, ways)) = ways.get(&row.ladder_version) else {
                    let detail =
                        "A version of the ladder is not known here yet. Ask again in a moment.";
                    failed = Some(Error::Unavailable(detail.into()));
                    return ControlFlow::Break(());
                };
                let Some(sheet) = AnswerSheet::from_bytes(&ladder.document().quiz, &row.answers)
                else {
                    failed = Some(Error::Internal("answers that cannot be read".into()));
                    return ControlFlow::Break(());
                };
                census.add(ways, &sheet);
                ControlFlow::Continue(())
            });
        each.await?;
        match failed {
            Some(error) => Err(error),
            None => Ok(census.told(self.config.people.smallest_group)),
        }
    }
}
