//! Limits of texts and headers, which the code keeps and the OpenAPI document names.

/// The most characters of a text in a response; a ladder document itself has at most 5 MiB.
pub(super) const MAX_TEXT_CHARS: u32 = 16_777_216;

/// The most bytes of `Accept-Language`.
pub(super) const MAX_ACCEPT_LANGUAGE_BYTES: usize = 1000;

/// The most bytes of a conditional header.
pub(super) const MAX_CONDITION_BYTES: usize = 4096;
