//! Whom publishing a draft would move, over stored assessments. Writes nothing.

use std::{collections::HashMap, ops::ControlFlow};

use uuid::Uuid;

use super::{Actor, App};
use crate::{
    domain::{
        answers::Sheet,
        ladder::Ladder,
        progress::{Census, StoredMoves},
    },
    error::Error,
};

impl App {
    /// Counts an organisation's people by where the published version of a ladder places their newest answers, and where a draft would.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where another replica has just published a version; [`Error::Internal`] where stored answers are not those
    /// of their quiz; where the database fails.
    pub async fn stored_moves<'a>(
        &self,
        actor: &Actor,
        published: &'a Ladder,
        draft: &'a Ladder,
    ) -> Result<StoredMoves<'a>, Error> {
        let id = published.stamp().id.as_str();
        let versions = self.shelf.versions(id).map(|volume| {
            let published = volume.published()?;
            Ok((volume.id(), &published.ladder))
        });
        let versions = versions.collect::<Result<Vec<(Uuid, &Ladder)>, Error>>()?;
        let mut census = Census::new(published, draft);
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
                let Some(sheet) = Sheet::from_bytes(&ladder.document().quiz, &row.answers) else {
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
