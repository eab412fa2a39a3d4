//! Completion: what an argument of a prompt or of a resource's address can be, as far as it was typed.

use rmcp::{
    ErrorData,
    model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference},
};

use super::{
    prompts::PROMPTS,
    resources::{TEMPLATES, parts},
};
use crate::app::App;

pub(super) fn complete(
    app: &App,
    request: &CompleteRequestParams,
) -> Result<CompleteResult, ErrorData> {
    let name = &*request.argument.name;
    let takes = match &request.r#ref {
        Reference::Prompt(prompt) => PROMPTS
            .iter()
            .find(|known| known.name == prompt.name)
            .map(|known| known.takes(name)),
        Reference::Resource(template) => TEMPLATES
            .iter()
            .find(|(known, ..)| *known == template.uri)
            .map(|(known, ..)| variables(known).any(|variable| variable == name)),
        _ => None,
    };
    let refused = match takes {
        None => Some("There is no such prompt and no such template of a resource."),
        Some(false) => Some("It takes no such argument."),
        Some(true) => None,
    };
    if let Some(message) = refused {
        return Err(ErrorData::invalid_params(message, None));
    }
    let context = request.context.as_ref();
    let ladder = context.and_then(|context| context.get_argument("ladder"));
    let begun = request.argument.value.to_lowercase();
    let mut values = values(app, name, ladder.map(String::as_str));
    values.retain(|value| value.to_lowercase().starts_with(&begun));
    let total = values.len();
    values.truncate(CompletionInfo::MAX_VALUES);
    let has_more = total > values.len();
    CompletionInfo::with_pagination(values, u32::try_from(total).ok(), has_more)
        .map(CompleteResult::new)
        .map_err(|error| ErrorData::internal_error(error, None))
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
