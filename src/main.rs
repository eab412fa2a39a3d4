//! The binary: the command line, from the crate.

/// A request allocates often and little, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rungs::cli::run()
}
