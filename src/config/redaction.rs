//! Redaction: the text of a value as anyone may see it, in the list of settings and in errors.

use config::{Value, ValueKind};
use url::Url;

const REDACTED: &str = "********";

/// Returns a value in the notation of a variable, redacted where it is secret.
pub(super) fn redact(key: &str, value: &ValueKind) -> String {
    match value {
        ValueKind::Table(_) => "a section".to_owned(),
        ValueKind::Array(items) => {
            let items = items.iter().map(|item| redact(key, &item.kind));
            items.collect::<Vec<_>>().join(",")
        }
        ValueKind::String(text) if text.is_empty() => String::new(),
        _ if matches!(key, "receipts.key" | "access.secret") => REDACTED.to_owned(),
        ValueKind::String(url) if key == "database_url" => redact_url(url),
        other => Value::new(None, other.clone())
            .into_string()
            .unwrap_or_default(),
    }
}

/// Replaces the passwords of a database address. Where it is not clear what they are, all of it is replaced.
pub(super) fn redact_url(text: &str) -> String {
    let is_password = |name: &str| name.to_lowercase().contains("password");
    let Ok(mut url) = Url::parse(text) else {
        return REDACTED.to_owned();
    };
    if url.cannot_be_a_base() && text.contains('@') {
        return REDACTED.to_owned();
    }
    if url.password().is_some() && url.set_password(Some("****")).is_err() {
        return REDACTED.to_owned();
    }
    if url.query_pairs().any(|(name, _)| is_password(&name)) {
        let pairs = url.query_pairs().into_owned();
        let pairs = pairs.map(|(name, value)| match is_password(&name) {
            true => (name, "****".to_owned()),
            false => (name, value),
        });
        let pairs: Vec<_> = pairs.collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url.into()
}
