//! Where a message of an assistant comes from: its host and its origin, so that no page of another site talks in its reader's name.

use std::net::IpAddr;

use actix_web::http::header::{HOST, HeaderMap, ORIGIN};

use crate::{config::Config, error::Error};

/// Refuses what a page of another site may have sent by way of its reader's browser (DNS rebinding): such a request names the site's
/// host, or comes from its origin.
pub(super) fn admit(headers: &HeaderMap, config: &Config) -> Result<(), Error> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.map(without_port).unwrap_or_default();
    let ours = |name: &str| {
        is_local(name)
            || config
                .mcp
                .hosts
                .iter()
                .any(|host| host == "*" || host.eq_ignore_ascii_case(name))
            || host_of(&config.public_url).is_some_and(|host| host.eq_ignore_ascii_case(name))
    };
    // An address cannot be rebound; only a name can.
    if !ours(host) && address(host).is_none() {
        return Err(Error::Forbidden(
            "This host is not known here. The setting mcp.hosts names those that are.".into(),
        ));
    }
    let mut origins = headers.get_all(ORIGIN);
    let origin = match (origins.next(), origins.next()) {
        (None, _) => return Ok(()),
        (Some(origin), None) => origin.to_str().unwrap_or_default(),
        // A browser sends one.
        (Some(_), Some(_)) => "",
    };
    let listed = config.cors.public_origins.iter().any(|one| one == origin);
    let known = host_of(origin).is_some_and(|from| ours(from) || from.eq_ignore_ascii_case(host));
    if listed || known {
        Ok(())
    } else {
        Err(Error::Forbidden(
            "Pages of this origin may not talk to assistants here. The settings mcp.hosts and cors.public_origins name those that may."
                .into(),
        ))
    }
}

fn is_local(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
        || address(name).is_some_and(|address| address.is_loopback())
}

fn address(host: &str) -> Option<IpAddr> {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(host).parse().ok()
}

/// The host of a URL or an origin. None where anything but a port goes with it: what seems to be the host may be the name of a user.
fn host_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split('/').next()?;
    let host = without_port(authority);
    let port = authority.strip_prefix(host)?;
    let port = port.strip_prefix(':').unwrap_or(port);
    let plain = !host.contains('@') && port.bytes().all(|byte| byte.is_ascii_digit());
    (known && plain && !host.is_empty()).then_some(host)
}

fn without_port(authority: &str) -> &str {
    match authority.rfind(']') {
        Some(end) => authority.get(..=end).unwrap_or(authority),
        None => authority.split(':').next().unwrap_or(authority),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_url_is_without_its_port() {
        for (url, host) in [
            ("http://localhost:8080", Some("localhost")),
            ("https://ladders.example.org/x", Some("ladders.example.org")),
            ("http://[::1]:8080", Some("[::1]")),
            ("http://127.0.0.1", Some("127.0.0.1")),
            ("null", None),
            ("file://x", None),
            ("http://", None),
            ("http://user@evil.example", None),
            ("http://localhost:80@evil.example", None),
            ("http://[::1]evil.example", None),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
        assert!(is_local("LOCALHOST") && is_local("[::1]") && is_local("127.0.0.9"));
        assert!(!is_local("localhost.evil.example") && !is_local("10.0.0.1"));
    }
}
