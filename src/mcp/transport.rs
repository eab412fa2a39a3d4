//! The kinds of transports that carry messages.

/// Whether the server can send requests to the client while it answers one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Each request stands alone, as over HTTP without sessions.
    Stateless,
    /// Messages go both ways, as over standard input and output.
    Bidirectional,
}
