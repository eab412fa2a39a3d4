//! The binary: the command line, from the crate.

/// A request allocates often and little, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // The allocator asks for huge pages. Each keeps 2 MiB resident once any byte of it was used: 20 MiB of an idle process.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    rungs::cli::run()
}
