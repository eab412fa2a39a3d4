//! Completion: what an argument of a prompt or of a resource's address can be, as far as it was typed.

use serde_json::{Value, json};

use super::{
    Failure, Params,
    arguments::Arguments,
    prompts::PROMPTS,
    resources::{TEMPLATES, parts},
};
use crate::app::App;

/// The most values of an answer, as the protocol has it.
const MOST: usize = 100;

pub(super) fn complete(app: &App, params: &Params<'_>) -> Result<Value, Failure> {
    let (Some(reference), Some(argument)) = (&params.reference, &params.argument) else {
        return Err(Failure::params(
            "Say what is to be completed, as ref and argument.",
        ));
    };
    let name = &*argument.name;
    let takes = match (&*reference.kind, &reference.name, &reference.uri) {
        ("ref/prompt", Some(prompt), _) => PROMPTS
            .iter()
            .find(|known| known.name == *prompt)
            .map(|known| known.takes(name)),
        ("ref/resource", _, Some(template)) => TEMPLATES
            .iter()
            .find(|(known, ..)| known == template)
            .map(|(known, ..)| variables(known).any(|variable| variable == name)),
        _ => None,
    };
    match takes {
        None => {
            return Err(Failure::params(
                "There is no such prompt and no such template of a resource.",
            ));
        }
        Some(false) => return Err(Failure::params("It takes no such argument.")),
        Some(true) => {}
    }
    let settled = params
        .context
        .as_ref()
        .and_then(|context| context.arguments);
    let ladder = Arguments::read(settled)?.take("ladder")?;
    let all = values(app, name, ladder.as_deref());
    let begun = argument.value.to_lowercase();
    let fitting: Vec<String> = all
        .into_iter()
        .filter(|value| value.to_lowercase().starts_with(&begun))
        .collect();
    let total = fitting.len();
    let values: Vec<String> = fitting.into_iter().take(MOST).collect();
    Ok(json!({"completion": {"values": values, "total": total, "hasMore": total > MOST}}))
}

/// The variables of a template: what stands in its braces.
fn variables(template: &str) -> impl Iterator<Item = &str> {
    let braced = template.split(['{', '}']).skip(1).step_by(2);
    braced.flat_map(|names| names.trim_start_matches('?').split(','))
}

/// Everything that an argument can be.
fn values(app: &App, name: &str, ladder: Option<&str>) -> Vec<String> {
    let newest = app.shelf.newest();
    match name {
        "ladder" => {
            return newest
                .map(|published| published.ladder.stamp().id.to_string())
                .collect();
        }
        "part" => return parts().map(str::to_owned).collect(),
        _ => {}
    }
    let ladder = ladder.unwrap_or(&app.config.pages.ladder);
    let Ok(published) = app.shelf.find(ladder, None) else {
        return Vec::new();
    };
    let document = published.ladder.document();
    match name {
        "level" => document
            .levels
            .iter()
            .map(|level| level.id.to_string())
            .collect(),
        "number" | "phase" => document
            .phases
            .iter()
            .map(|phase| phase.number.to_string())
            .collect(),
        "version" => app
            .shelf
            .versions(ladder)
            .map(|volume| volume.stamp().version.to_string())
            .collect(),
        "locale" => published.locales().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
