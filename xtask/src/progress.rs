//! A progress bar, where somebody watches.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for `len` steps: on a terminal only, and not where a CI service records the output.
pub fn bar(what: &'static str, len: usize, quiet: bool) -> ProgressBar {
    if is_hidden(quiet) {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:>12} [{bar:40}] {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ");
    ProgressBar::new(len as u64).with_style(style).with_message(what)
}

/// A sign of life for work of unknown length, shown where a bar would be.
pub fn spinner(what: &'static str, quiet: bool) -> ProgressBar {
    if is_hidden(quiet) {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner:>8}  {msg}, {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    let spinner = ProgressBar::new_spinner().with_style(style).with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}

fn is_hidden(quiet: bool) -> bool {
    quiet || !std::io::stderr().is_terminal() || std::env::var_os("CI").is_some()
}
