//! What a `Host` may look like (RFC 9110, section 7.2).

/// `host[:port]`, where the host is a name, an IPv4 address or an IPv6 address in brackets.
pub(super) fn is_host(text: &[u8]) -> bool {
    let (name, port) = match text {
        [b'[', rest @ ..] => match rest.iter().position(|byte| *byte == b']') {
            Some(end) => {
                let (name, rest) = rest.split_at(end);
                let address = name
                    .iter()
                    .all(|byte| byte.is_ascii_hexdigit() || b":.%".contains(byte));
                (
                    if address { name } else { b"" },
                    rest.get(1..).unwrap_or_default(),
                )
            }
            None => return false,
        },
        _ => {
            let end = text
                .iter()
                .position(|byte| *byte == b':')
                .unwrap_or(text.len());
            let (name, rest) = text.split_at(end);
            let plain = name
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte));
            (if plain { name } else { b"" }, rest)
        }
    };
    let port = match port {
        [] => true,
        [b':', digits @ ..] => digits.len() <= 5 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    !name.is_empty() && port
}
