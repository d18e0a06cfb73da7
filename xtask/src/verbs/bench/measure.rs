//! CPU seconds and memory, of this process and of a compiler that cargo starts.
//!
//! To measure rustc on one crate alone, without cargo and without the dependencies, this program
//! stands in for it: cargo starts it as `RUSTC_WRAPPER` or `RUSTDOC`, it starts the real one, and
//! writes down what that used.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Names the file that the figures go to, and makes this program a stand-in.
pub(super) const OUT: &str = "XTASK_MEASURE";

/// What something used.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Usage {
    /// Seconds of CPU, of all threads.
    pub(super) cpu: f64,
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// The most memory held, in bytes.
    pub(super) memory: u64,
}

impl Usage {
    /// The least of each figure: noise only adds.
    pub(super) fn least(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            wall: self.wall.min(other.wall),
            memory: self.memory.min(other.memory),
        }
    }

    /// One after the other.
    pub(super) fn plus(self, next: Self) -> Self {
        Self {
            cpu: self.cpu + next.cpu,
            wall: self.wall + next.wall,
            memory: self.memory.max(next.memory),
        }
    }
}

/// Runs `work` and says what it used. Memory is not measured.
pub(super) fn of<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let (cpu, clock) = (cpu_seconds(), Instant::now());
    let result = work();
    let usage = Usage { cpu: cpu_seconds() - cpu, wall: clock.elapsed().as_secs_f64(), memory: 0 };
    (result, usage)
}

/// The stand-in: what rustc or rustdoc ended with, if this process is one.
pub(crate) fn measured_compiler() -> Option<ExitCode> {
    let out = std::env::var_os(OUT)?;
    let mut args: Vec<OsString> = std::env::args_os().skip(1).collect();
    // A wrapper of rustc is given its path; a stand-in for rustdoc is not.
    let is_rustc = args
        .first()
        .is_some_and(|first| Path::new(first).file_stem().is_some_and(|s| s == "rustc"));
    let program = if is_rustc { args.remove(0) } else { "rustdoc".into() };
    let measured =
        args.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] == "b24_generated");
    let clock = Instant::now();
    let status = match Command::new(program).args(args).status() {
        Ok(status) => status,
        Err(e) => {
            eprintln!("cannot start the compiler: {e}");
            return Some(ExitCode::from(2));
        }
    };
    if measured && status.success() {
        let usage = of_children(clock.elapsed());
        let line = serde_json::to_string(&usage).unwrap_or_default();
        let file = std::fs::OpenOptions::new().append(true).create(true).open(out);
        if let Err(e) = file.and_then(|mut file| writeln!(file, "{line}")) {
            eprintln!("cannot write down what the compiler used: {e}");
        }
    }
    Some(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

#[cfg(unix)]
fn cpu_seconds() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    getrusage(UsageWho::RUSAGE_SELF).map_or(0.0, |usage| cpu(&usage))
}

#[cfg(unix)]
fn of_children(wall: Duration) -> Usage {
    use nix::sys::resource::{UsageWho, getrusage};
    // Linux counts kilobytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let (cpu, memory) = getrusage(UsageWho::RUSAGE_CHILDREN).map_or((0.0, 0), |usage| {
        (cpu(&usage), u64::try_from(usage.max_rss()).unwrap_or(0) * unit)
    });
    Usage { cpu, wall: wall.as_secs_f64(), memory }
}

#[cfg(unix)]
fn cpu(usage: &nix::sys::resource::Usage) -> f64 {
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
}

#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    0.0
}

#[cfg(not(unix))]
fn of_children(wall: Duration) -> Usage {
    Usage { cpu: 0.0, wall: wall.as_secs_f64(), memory: 0 }
}
