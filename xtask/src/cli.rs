//! The command line.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::bail;
use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use xtask::corpus::Lang;
use xtask::diag::Severity;

use crate::verbs::{bench, examples, expand, import, package, regen, report, why};

/// From the Bitrix24 documentation to the schema of `b24-generated`.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  a check found files that are not up to date, a denied diagnostic occurred, a threshold is missed,
     or something stands in the way of a release
  2  the command line is wrong, or a file cannot be read or written";

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Read the upstream documentation and rewrite docs-src: facts only, one canonical page each
    Import(import::Args),
    /// Rewrite the schema and what depends on it, from docs-src or from the upstream documentation
    Regen(regen::Args),
    /// Show what became of every page, and how much of the documentation reached the schema
    Report(report::Args),
    /// Show what the pages say of one place, and why its type is what it is: claims with page and line, the rule
    /// that decided, and who was overruled
    Why(why::Args),
    /// Print the requests and answers that the documentation shows, one JSON object a line: `method`,
    /// `rest`, `params` or `answer` (the `result`, or all of it where there is no envelope), `page`, `lang`
    Examples(examples::Args),
    /// Print the Rust code that the macro makes of one method
    Expand(expand::Args),
    /// Check all that must hold before a release, in order; nothing is published
    Package(package::Args),
    /// Measure: the generator against a plain Markdown parser, and the generated crate's compile time
    Bench(bench::Args),
}

#[derive(Clone, clap::Args)]
pub(crate) struct Global {
    /// How many threads to use; as many as there are cores where it is not said
    #[arg(long, short, global = true, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// How to print diagnostics and results
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub(crate) message_format: MessageFormat,
    /// Fail if a diagnostic of this severity or worse, or with this code, occurs
    #[arg(long, global = true, value_name = "errors|warnings|notes|CODE")]
    pub(crate) deny: Vec<Rule>,
    /// Fail if something of the documentation is lost, or the errata or other data of ours are out of date:
    /// `quarantined`, `page-double`, `round-trip`, `evidence-lost`, `erratum-stale`, `listing-stale`
    #[arg(long, global = true)]
    pub(crate) deny_warnings: bool,
    /// Do not fail for diagnostics with this code, whatever denies it
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
    /// The least severe diagnostics to print one by one; the others are counted
    #[arg(long, global = true, value_name = "SEVERITY", value_enum, default_value_t = Show::Warnings)]
    pub(crate) show: Show,
    /// How many diagnostics of one code to print; 0 prints all
    #[arg(long, global = true, value_name = "N", default_value_t = 5)]
    pub(crate) limit: usize,
    /// Print no progress and no diagnostics, only results
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    /// The folder of the workspace, or of a copy of it; the one around the current folder where it is not said
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// The file of corrections
    #[arg(long, global = true, value_name = "FILE", hide = true)]
    pub(crate) errata: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    Human,
    /// One JSON object a line, on the standard output
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Show {
    Errors,
    Warnings,
    Notes,
}

impl Show {
    pub(crate) fn least(self) -> Severity {
        match self {
            Self::Errors => Severity::Error,
            Self::Warnings => Severity::Warning,
            Self::Notes => Severity::Note,
        }
    }
}

/// What `--deny` denies.
#[derive(Clone)]
pub(crate) enum Rule {
    Severity(Severity),
    Code(String),
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "errors" => Ok(Self::Severity(Severity::Error)),
            "warnings" => Ok(Self::Severity(Severity::Warning)),
            "notes" => Ok(Self::Severity(Severity::Note)),
            code if code.contains('-') => Ok(Self::Code(code.to_owned())),
            _ => Err("give `errors`, `warnings`, `notes` or the code of a diagnostic".to_owned()),
        }
    }
}

/// Where documentation is: a folder that holds one per language, or `LANG=DIR`.
#[derive(Clone)]
pub(crate) enum DocsDir {
    All(PathBuf),
    One(Lang, PathBuf),
}

impl FromStr for DocsDir {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let one = text.split_once('=').and_then(|(code, dir)| Some((lang(code).ok()?, dir)));
        Ok(match one {
            Some((lang, dir)) => Self::One(lang, dir.into()),
            None => Self::All(text.into()),
        })
    }
}

/// A language, by its code.
pub(crate) fn lang(code: &str) -> Result<Lang, String> {
    let known = Lang::ALL.into_iter().find(|lang| lang.code() == code);
    known.ok_or_else(|| format!("the languages are {}", Lang::ALL.map(Lang::code).join(" and ")))
}

/// The folder of each language. `langs` names the wanted ones; empty means all there can be.
pub(crate) fn roots(dirs: &[DocsDir], langs: &[Lang]) -> anyhow::Result<Vec<(Lang, PathBuf)>> {
    let mut roots = std::collections::BTreeMap::new();
    for dir in dirs {
        match dir {
            DocsDir::One(lang, dir) => {
                require_dir(dir)?;
                roots.insert(*lang, dir.clone());
            }
            DocsDir::All(dir) => {
                require_dir(dir)?;
                let wanted = if langs.is_empty() { &Lang::ALL[..] } else { langs };
                let inside = |lang: &Lang| dir.join(lang.code()).is_dir();
                match (wanted, Lang::ALL.iter().any(inside)) {
                    ([lang], false) => {
                        roots.insert(*lang, dir.clone());
                    }
                    (_, false) => bail!(
                        "{0} has neither a folder `en` nor a folder `ru`; if it is the documentation in one \
                         language, say which: `--lang en`, or `en={0}`",
                        dir.display()
                    ),
                    (wanted, true) => {
                        if let Some(missing) = wanted.iter().find(|lang| !inside(lang)) {
                            bail!(
                                "{} has no folder `{code}`; name the folder of that language as \
                                 `{code}=DIR`, or leave it out with `--lang`",
                                dir.display(),
                                code = missing.code()
                            );
                        }
                        roots.extend(wanted.iter().map(|lang| (*lang, dir.join(lang.code()))));
                    }
                }
            }
        }
    }
    roots.retain(|lang, _| langs.is_empty() || langs.contains(lang));
    if let Some(missing) = langs.iter().find(|lang| !roots.contains_key(lang)) {
        bail!("no folder is given for the language `{0}`; add `{0}=DIR`", missing.code());
    }
    Ok(roots.into_iter().collect())
}

fn require_dir(dir: &Path) -> anyhow::Result<()> {
    if !dir.is_dir() {
        bail!(
            "{} is not a folder; give the checkout of the Bitrix24 documentation, or the folder that holds \
             one as `en` and one as `ru`",
            dir.display()
        );
    }
    Ok(())
}
