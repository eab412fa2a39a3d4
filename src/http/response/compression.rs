//! Content codings of bodies.

use std::io::{self, Write};

use flate2::{Compression, write::GzEncoder};

use super::negotiation::Coding;

/// Bodies smaller than this are not compressed: the saving is less than the cost. In bytes.
pub(in crate::http) const SMALLEST_COMPRESSED: usize = 1024;

/// Compresses a body; None if the coder fails.
pub(in crate::http) fn compress(coding: Coding, plain: &[u8]) -> Option<Vec<u8>> {
    match coding {
        Coding::Identity => Some(plain.to_vec()),
        Coding::Gzip => gzip(plain).ok(),
        Coding::Brotli => brotli(plain).ok(),
        Coding::Zstd => zstd::bulk::compress(plain, 9).ok(),
    }
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn brotli(mut plain: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 20,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut plain, &mut compressed, &parameters)?;
    Ok(compressed)
}
