//! What the parts of a ladder document must say of each other: names given once, references that lead somewhere,
//! ranges that hold something. The quiz's own proof is in `quiz`.

mod bands;
mod context;
mod levels;
mod phases;
mod quiz;
mod translations;

use std::collections::{HashMap, HashSet};

use super::{document::Document, fault::Fault};
pub(super) use bands::is_region;
pub use context::PRE_ROLE;
use context::{Check, is_locale};

/// Checks names, references and ranges. Answers every fault, in the order of the document.
#[must_use]
pub fn references(document: &Document) -> Vec<Fault> {
    let mut check = Check::new(document);
    check.locale();
    check.levels();
    check.insights();
    check.timeframes();
    check.quiz();
    check.phases();
    check.roadblocks();
    check.resources();
    check.bands();
    check.unique("/faqs", document.faqs.iter().map(|faq| &faq.id));
    check.translations();
    check.faults
}

impl Check<'_> {
    fn locale(&mut self) {
        if !is_locale(&self.document.locale) {
            self.not_a_language("/locale");
        }
    }

    fn insights(&mut self) {
        let insights = &self.document.insights;
        self.unique("/insights", insights.iter().map(|insight| &insight.id));
        for (index, insight) in insights.iter().enumerate() {
            if let Some(level) = &insight.level {
                self.level(format!("/insights/{index}/level"), level);
            }
        }
    }

    fn timeframes(&mut self) {
        let timeframes = &self.document.timeframes;
        self.unique("/timeframes", timeframes.iter().map(|span| &span.id));
        for (index, span) in timeframes.iter().enumerate() {
            let at = format!("/timeframes/{index}");
            for (name, id) in [("from", &span.from), ("to", &span.to), ("at", &span.at)] {
                if let Some(id) = id {
                    self.level(format!("{at}/{name}"), id);
                }
            }
            if span.at.is_some() == span.to.is_some() || (span.at.is_some() && span.from.is_some())
            {
                self.error(
                    &at,
                    "unclear_span",
                    "A span is either a step (to, perhaps from) or a standstill (at).",
                );
            }
            if let (Some(from), Some(to)) = (&span.from, &span.to)
                && !self.is_below(from, to)
            {
                self.error(
                    format!("{at}/to"),
                    "not_upwards",
                    "A step leads to a higher level.",
                );
            }
            if span.min_months > span.max_months {
                self.error(
                    format!("{at}/max_months"),
                    "empty_range",
                    "The longest span is shorter than the shortest.",
                );
            }
        }
    }

    fn roadblocks(&mut self) {
        let roadblocks = &self.document.roadblocks;
        self.unique("/roadblocks", roadblocks.iter().map(|one| &one.id));
        let mut signals = HashMap::new();
        for (index, roadblock) in roadblocks.iter().enumerate() {
            let at = format!("/roadblocks/{index}");
            let own = roadblock.signals.iter().enumerate();
            let own = own.map(|(row, phrase)| (format!("{at}/signals/{row}"), phrase));
            let contrary = roadblock.contrary.iter().enumerate();
            let contrary = contrary.map(|(row, phrase)| (format!("{at}/contrary/{row}"), phrase));
            for (pointer, signal) in own.chain(contrary) {
                if let Some(first) = signals.insert(signal.as_str(), pointer.clone()) {
                    self.error(
                        pointer,
                        "duplicate_signal",
                        format!("The same words stand at {first}, and tell nothing apart."),
                    );
                }
            }
            if roadblock.levels.is_empty() || roadblock.remedy.is_empty() {
                self.error(
                    &at,
                    "empty",
                    "A roadblock has a level at which it is met and a remedy.",
                );
            }
            let mut seen = HashSet::new();
            for (row, level) in roadblock.levels.iter().enumerate() {
                let pointer = format!("{at}/levels/{row}");
                self.level(&pointer, level);
                if !seen.insert(level) {
                    self.error(
                        pointer,
                        "duplicate_id",
                        format!("The level {level} is listed twice."),
                    );
                }
            }
        }
    }

    fn resources(&mut self) {
        let document = self.document;
        self.unique("/resources", document.resources.iter().map(|one| &one.id));
        for (index, resource) in document.resources.iter().enumerate() {
            if !document
                .phases
                .iter()
                .any(|phase| phase.resources.contains(&resource.id))
            {
                self.warn(
                    format!("/resources/{index}"),
                    "unused_resource",
                    format!("No phase lists the resource {}.", resource.id),
                );
            }
        }
    }
}
