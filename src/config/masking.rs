//! Values as anyone may see them: whatever shows or quotes a setting gets its text here, with the secrets masked.
//! No way around the masks may enter.

use config::{Value, ValueKind};

const MASK: &str = "********";

fn is_secret(key: &str) -> bool {
    matches!(key, "receipts.key" | "access.secret")
}

/// A value in the notation of a variable, fit to be shown.
pub(super) fn shown(key: &str, value: &ValueKind) -> String {
    match value {
        ValueKind::String(text) if key == "database_url" => mask_password(text),
        ValueKind::String(text) if is_secret(key) && !text.is_empty() => MASK.to_owned(),
        ValueKind::Array(items) => items
            .iter()
            .map(|item| shown(key, &item.kind))
            .collect::<Vec<_>>()
            .join(","),
        other => Value::new(None, other.clone())
            .into_string()
            .unwrap_or_default(),
    }
}

/// A value as a fault quotes it.
pub(super) fn found(key: &str, value: &ValueKind) -> String {
    match value {
        ValueKind::Table(_) => "a section".to_owned(),
        _ if is_secret(key) => MASK.to_owned(),
        ValueKind::String(_) => format!("{:?}", shown(key, value)),
        ValueKind::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| found(key, &item.kind)).collect();
            format!("[{}]", items.join(", "))
        }
        other => shown(key, other),
    }
}

/// Hides the password of a database address. Where the address is odd, rather too much of it than too little.
pub(super) fn mask_password(url: &str) -> String {
    let start = url
        .find("://")
        .map(|at| at + 3)
        .or_else(|| url.find(':').map(|at| at + 1))
        .unwrap_or(0);
    let (scheme, rest) = url.split_at(start);
    let rest = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, _)) => format!("{user}:****@{host}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    let Some((path, query)) = rest.split_once('?') else {
        return format!("{scheme}{rest}");
    };
    let masked = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.to_lowercase().contains("password") => format!("{name}=****"),
        _ => pair.to_owned(),
    });
    format!("{scheme}{path}?{}", masked.collect::<Vec<_>>().join("&"))
}
