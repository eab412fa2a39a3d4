//! Limits on the texts that are accepted.

/// The longest text accepted, in bytes (5 MiB).
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// How many objects and arrays may stand inside one another.
pub const MAX_DEPTH: usize = 64;
/// How many values (objects, arrays and scalars together) one text may hold.
pub const MAX_NODES: usize = 500_000;
/// The longest name of a member, in characters; YAML itself stops at the same figure.
pub const MAX_NAME_CHARS: usize = 1024;
/// How many duplicates are collected before the rest go unreported.
pub const MAX_DUPLICATES: usize = 100;
