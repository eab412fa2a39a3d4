//! Files that never change in a release, in every content coding that is worth it; the build compresses them.

/// A file that is compiled in.
#[derive(Debug)]
pub struct StaticFile {
    /// Its name.
    pub name: &'static str,
    /// The file as it is.
    pub identity: &'static [u8],
    /// The file in `gzip`, if that saves a tenth or more.
    pub gzip: Option<&'static [u8]>,
    /// The file in `br`, if that saves a tenth or more.
    pub brotli: Option<&'static [u8]>,
    /// The file in `zstd`, if that saves a tenth or more.
    pub zstd: Option<&'static [u8]>,
}

static FILES: &[StaticFile] = &include!(concat!(env!("OUT_DIR"), "/static_files.rs"));

impl StaticFile {
    /// The file with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        FILES.iter().find(|file| file.name == name)
    }
}
