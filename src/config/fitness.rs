//! Which values a setting takes, and the words that say so where one does not fit.
//! A value is judged by itself: neither its source, nor another setting, nor the world outside may be asked.

use std::net::{IpAddr, Ipv6Addr};

use config::ValueKind;
use tracing_subscriber::filter::{LevelFilter, Targets};

use super::reading::Setting;
use crate::domain::id::Id;

/// The languages that can be stemmed; a test holds them against those of the domain.
pub(super) const STEMMED: [&str; 7] = ["de", "en", "es", "fr", "it", "nl", "pt"];

/// Says what the setting takes where the value is not that.
pub(super) fn check(setting: &Setting, value: &ValueKind) -> Result<(), String> {
    let (fits, expected) = match (&setting.default, value) {
        (ValueKind::Boolean(_), value) => (matches!(value, ValueKind::Boolean(_)), "true or false"),
        (ValueKind::I64(_), ValueKind::I64(number)) => match &setting.range {
            Some(range) if !range.contains(number) => {
                return Err(format!(
                    "a number from {} to {}",
                    range.start(),
                    range.end()
                ));
            }
            _ => (true, ""),
        },
        (ValueKind::I64(_), _) => (false, "a whole number"),
        (ValueKind::Array(_), ValueKind::Array(items)) if setting.key == "words.stemming" => (
            items.iter().all(
                |item| matches!(&item.kind, ValueKind::String(text) if STEMMED.contains(&text.as_str())),
            ),
            "a list of languages out of de, en, es, fr, it, nl and pt",
        ),
        (ValueKind::Array(_), ValueKind::Array(items)) if setting.key == "pages.frame_ancestors" => (
            items.iter().all(
                |item| matches!(&item.kind, ValueKind::String(text) if text == "'self'" || (text != "*" && is_origin(text))),
            ),
            "a list of \"'self'\" and of origins as in \"https://careers.example.org\"",
        ),
        (ValueKind::Array(_), ValueKind::Array(items)) if setting.key == "mcp.hosts" => (
            items.iter().all(
                |item| matches!(&item.kind, ValueKind::String(text) if text == "*" || is_host_port(&format!("{text}:80"))),
            ),
            "a list of hosts, each \"*\" or as in \"ladders.example.org\", without a port",
        ),
        (ValueKind::Array(_), ValueKind::Array(items)) if setting.key == "access.proxies" => (
            items.iter().all(
                |item| matches!(&item.kind, ValueKind::String(text) if text.parse::<IpAddr>().is_ok()),
            ),
            "a list of addresses, each as in \"10.0.0.2\" or \"fd00::2\"",
        ),
        (ValueKind::Array(_), ValueKind::Array(items)) => (
            items
                .iter()
                .all(|item| matches!(&item.kind, ValueKind::String(text) if is_origin(text))),
            "a list of origins, each \"*\" or as in \"https://careers.example.org\"",
        ),
        (ValueKind::Array(_), _) => (false, "a list"),
        (_, ValueKind::String(text)) => match setting.key.as_str() {
            "listen" => (
                is_host_port(text),
                "host:port, as in 127.0.0.1:8080 or [::1]:8080",
            ),
            "database_url" => (
                ["sqlite:", "postgres://", "postgresql://"]
                    .iter()
                    .any(|scheme| {
                        text.strip_prefix(scheme)
                            .is_some_and(|rest| !rest.is_empty())
                    }),
                "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
            ),
            "public_url" => (
                text.is_empty() || is_address(text),
                "an http:// or https:// address without a slash at the end, a query or a fragment",
            ),
            "receipts.key" | "access.secret" => (
                text.is_empty()
                    || text
                        .split(',')
                        .all(|key| bytes_of_hex(key).is_some_and(|bytes| bytes.len() >= 32)),
                "64 or more hexadecimal digits, two a byte, or several such keys with a comma between them",
            ),
            "pages.ladder" => (Id::try_from(text.clone()).is_ok(), "a ladder's id, as in ai-engineer"),
            "log.level" => (
                targets_of(text).is_some(),
                "off, error, warn, info, debug or trace, or a list as in info,sqlx=warn",
            ),
            "people.personal_data" => (
                matches!(text.as_str(), "warn" | "refuse"),
                "\"warn\" or \"refuse\"",
            ),
            "log.format" => (
                matches!(text.as_str(), "auto" | "human" | "json"),
                "\"auto\", \"human\" or \"json\"",
            ),
            _ => (true, ""),
        },
        _ => (false, "text"),
    };
    if fits {
        Ok(())
    } else {
        Err(expected.to_owned())
    }
}

fn is_host_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let is_host = match bracketed {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
    };
    is_host && port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_address(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    (is_host_port(authority) || is_host_port(&format!("{authority}:80")))
        && !rest.ends_with('/')
        && rest
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}@".contains(&b))
}

fn is_origin(text: &str) -> bool {
    text == "*" || is_address(text) && text.matches('/').count() == 2
}

/// The filter a text names; a bare word that is no level is refused, though `Targets` would take it for a target and
/// then log nothing else.
pub(super) fn targets_of(text: &str) -> Option<Targets> {
    // The parser takes an empty level for `error`.
    let is_level = |text: &str| !text.is_empty() && text.parse::<LevelFilter>().is_ok();
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let fits = |part: &&str| match part.split_once('=') {
        Some((target, level)) => !target.is_empty() && is_level(level),
        None => is_level(part),
    };
    if parts.iter().all(fits) {
        parts.join(",").parse().ok()
    } else {
        None
    }
}

pub(super) fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    pairs
        .iter()
        .map(|&[high, low]| Some(nibble(high)? << 4 | nibble(low)?))
        .collect()
}
