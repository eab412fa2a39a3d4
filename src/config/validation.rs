//! Validation of single values, for the `garde` attributes of the settings and for the fields that are parsed while they are
//! deserialized. Each error says what the setting takes.

use std::net::Ipv6Addr;

use data_encoding::HEXLOWER_PERMISSIVE;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::domain::id::Id;
use crate::domain::tokens::LANGUAGES;

fn expect(is_valid: bool, expected: &str) -> garde::Result {
    if is_valid {
        Ok(())
    } else {
        Err(garde::Error::new(format!("expected {expected}")))
    }
}

pub(super) fn host_and_port(text: &str, _: &()) -> garde::Result {
    expect(
        is_host_and_port(text),
        "host:port, as in 127.0.0.1:8080 or [::1]:8080",
    )
}

pub(super) fn database_url(url: &SecretString, _: &()) -> garde::Result {
    let is_database = ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .filter_map(|scheme| url.expose_secret().strip_prefix(scheme))
        .any(|rest| !rest.is_empty());
    expect(
        is_database,
        "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
    )
}

pub(super) fn base_url(text: &str, _: &()) -> garde::Result {
    expect(
        text.is_empty() || is_base_url(text),
        "an http:// or https:// address without a slash at the end, a query or a fragment",
    )
}

pub(super) fn cors_origin(text: &str, _: &()) -> garde::Result {
    expect(
        text == "*" || is_origin(text),
        "a list of origins, each \"*\" or as in \"https://careers.example.org\"",
    )
}

pub(super) fn frame_ancestor(text: &str, _: &()) -> garde::Result {
    expect(
        text == "'self'" || is_origin(text),
        "a list of \"'self'\" and of origins as in \"https://careers.example.org\"",
    )
}

pub(super) fn host(text: &str, _: &()) -> garde::Result {
    expect(
        text == "*" || is_host_and_port(&format!("{text}:80")),
        "a list of hosts, each \"*\" or as in \"ladders.example.org\", without a port",
    )
}

pub(super) fn language(text: &str, _: &()) -> garde::Result {
    expect(
        LANGUAGES.contains(&text),
        &format!("a list of languages out of {}", LANGUAGES.join(", ")),
    )
}

pub(super) fn ladder_id(text: &str, _: &()) -> garde::Result {
    expect(
        Id::try_from(text.to_owned()).is_ok(),
        "a ladder's id, as in ai-engineer",
    )
}

fn is_host_and_port(text: &str) -> bool {
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

fn is_base_url(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    (is_host_and_port(authority) || is_host_and_port(&format!("{authority}:80")))
        && !rest.ends_with('/')
        && rest
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}@".contains(&b))
}

fn is_origin(text: &str) -> bool {
    is_base_url(text) && text.matches('/').count() == 2
}

/// Parses `log.level`. A bare word that is no level is refused: `Targets` takes it for a target and then logs nothing else.
pub(super) fn targets<'de, D: Deserializer<'de>>(input: D) -> Result<Targets, D::Error> {
    let text = String::deserialize(input)?;
    // The parser takes an empty level for `error`.
    let is_level = |text: &str| !text.is_empty() && text.parse::<LevelFilter>().is_ok();
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let is_valid = parts.iter().all(|part| match part.split_once('=') {
        Some((target, level)) => !target.is_empty() && is_level(level),
        None => is_level(part),
    });
    let targets = if is_valid {
        parts.join(",").parse().ok()
    } else {
        None
    };
    targets.ok_or_else(|| {
        D::Error::custom(
            "expected off, error, warn, info, debug or trace, or a list as in info,sqlx=warn",
        )
    })
}

/// Parses keys of 32 bytes or more as hexadecimal digits, with commas between them; none where the text is empty.
pub(super) fn keys<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<SecretSlice<u8>>, D::Error> {
    let text = SecretString::deserialize(input)?;
    if text.expose_secret().is_empty() {
        return Ok(Vec::new());
    }
    let keys = text.expose_secret().split(',').map(|key| {
        let bytes = HEXLOWER_PERMISSIVE.decode(key.as_bytes()).ok()?;
        (bytes.len() >= 32).then(|| SecretSlice::from(bytes))
    });
    let keys = keys.collect::<Option<_>>();
    keys.ok_or_else(|| D::Error::custom("expected 64 or more hexadecimal digits, two a byte, or several such keys with a comma between them"))
}
