//! The Content-Security-Policy of pages.

use crate::render::content_security_policy::picture_style;

/// What a page may load and do: its own origin's files, the style of the pictures in it, and nothing else. `frame_ancestors` are the
/// origins that may show it in a frame.
#[must_use]
pub fn policy(frame_ancestors: &[String]) -> String {
    let ancestors = match frame_ancestors {
        [] => "'none'".to_owned(),
        some => some.join(" "),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {}; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors {ancestors}",
        picture_style()
    )
}
