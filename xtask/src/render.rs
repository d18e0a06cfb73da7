//! Diagnostics for people, in the manner of rustc, and for programs, one JSON object a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use crate::corpus::{Corpus, FileId, Lang, Span};
use crate::diag::{Diagnostic, Diagnostics, Severity};

/// Where the files of spans are, and what they hold.
#[derive(Clone, Default)]
pub struct Sources<'a> {
    corpora: BTreeMap<Lang, (&'a Path, &'a Corpus)>,
    errata: Option<(&'a Path, &'a str)>,
}

impl<'a> Sources<'a> {
    /// Adds a corpus that was read from `root`; the path is shown as given.
    pub fn corpus(mut self, root: &'a Path, corpus: &'a Corpus) -> Self {
        self.corpora.insert(corpus.lang, (root, corpus));
        self
    }

    /// Adds the file of corrections.
    pub fn errata(mut self, path: &'a Path, text: &'a str) -> Self {
        self.errata = Some((path, text));
        self
    }

    /// The file of a span, and where in it the span starts and ends.
    pub fn find(&self, span: Span) -> Option<(PathBuf, Place)> {
        let (path, text) = self.file(span.file)?;
        Some((path, place(text, span)))
    }

    fn file(&self, id: FileId) -> Option<(PathBuf, &'a str)> {
        if id == FileId::ERRATA {
            return self.errata.map(|(path, text)| (path.to_owned(), text));
        }
        let (root, corpus) = self.corpora.get(&id.lang()?)?;
        let file = corpus.files.get(id.index())?;
        Some((root.join(&file.path), &file.text))
    }
}

/// Lines and columns of a span, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line it starts on.
    pub line: usize,
    /// Where on that line.
    pub column: usize,
    /// The line it ends on.
    pub end_line: usize,
    /// One past its last character on that line.
    pub end_column: usize,
}

/// Where `span` stands in `text`; a span outside the text is moved to its nearest end.
pub fn place(text: &str, span: Span) -> Place {
    let Range { start, end } = clamp(text, span);
    let (line, column) = line_column(text, start);
    let (end_line, end_column) = line_column(text, end);
    Place { line, column, end_line, end_column }
}

fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The bytes of `span` that are in `text`, moved outwards to whole characters.
fn clamp(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let end = text.ceil_char_boundary((span.end as usize).min(text.len()));
    start..end.max(start)
}

/// The diagnostics in the order they are shown: by file and place, then as they were found.
pub fn sorted(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    let mut sorted: Vec<_> = diagnostics.0.iter().collect();
    sorted.sort_by_key(|d| (d.span.file, d.span.start, d.span.end));
    sorted
}

/// One diagnostic as rustc would show it, with the styles of a terminal.
pub fn human(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let message = one_line(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code);
    let mut group = annotate_snippets::Group::with_title(title);
    if let Some((path, text)) = sources.file(diagnostic.span.file) {
        let span = clamp(text, diagnostic.span);
        let line_start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[span.start..].find('\n').map_or(text.len(), |i| span.start + i);
        // Only the first line is shown: a table may have hundreds.
        let line = text[line_start..line_end].trim_end_matches('\r');
        let shown =
            (span.start - line_start).min(line.len())..(span.end - line_start).min(line.len());
        let (number, _) = line_column(text, span.start);
        group = group.element(
            Snippet::source(line)
                .path(path.display().to_string())
                .line_start(number)
                .annotation(AnnotationKind::Primary.span(shown)),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    Renderer::styled().render(&[group])
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A diagnostic as a program reads it.
#[derive(Debug, Serialize)]
struct JsonDiagnostic<'a> {
    reason: &'static str,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: Option<PathBuf>,
    lang: Option<&'static str>,
    start: u32,
    end: u32,
    #[serde(flatten)]
    place: Option<Place>,
    help: Option<&'a str>,
}

/// One diagnostic as a line of JSON, without the line break.
pub fn json(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let Span { file, start, end } = diagnostic.span;
    let source = sources.file(file);
    let line = JsonDiagnostic {
        reason: "diagnostic",
        severity: severity_word(diagnostic.severity),
        code: diagnostic.code,
        message: &diagnostic.message,
        lang: file.lang().map(Lang::code),
        start,
        end,
        place: source.as_ref().map(|(_, text)| place(text, diagnostic.span)),
        file: source.map(|(path, _)| path),
        help: diagnostic.help.as_deref(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// `error`, `warning`, `note`.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// How many diagnostics there are of each code, the worst first.
pub fn counts(diagnostics: &Diagnostics) -> Vec<(Severity, &'static str, usize)> {
    let mut counts = BTreeMap::new();
    for d in &diagnostics.0 {
        *counts.entry((std::cmp::Reverse(d.severity), d.code)).or_insert(0) += 1;
    }
    counts.into_iter().map(|((severity, code), n)| (severity.0, code, n)).collect()
}

/// The [`counts`] as a table; empty where there are none.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let mut out = String::new();
    for (severity, code, n) in counts(diagnostics) {
        let _ = writeln!(out, "{n:>7}  {:<8} {code}", severity_word(severity));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::File;

    const TEXT: &str = "# Заголовок\n\n|| **ID**\r\n`integer` | Число\nlast";

    fn corpus() -> Corpus {
        Corpus::new(Lang::En, vec![File { path: "crm/page.md".into(), text: TEXT.into() }])
    }

    fn diagnostic(start: u32, end: u32) -> Diagnostic {
        let span = Span { file: FileId(0), start, end };
        let mut found = Diagnostics::default();
        found.warning("row-unclosed", span, "the row has no end");
        found.help("close it with `||`");
        found.0.remove(0)
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_diagnostic_shows_its_line_and_what_to_do() {
        let corpus = corpus();
        let sources = Sources::default().corpus(Path::new("docs/en"), &corpus);
        let at = TEXT.find("**ID**").unwrap() as u32;
        let shown = plain(&human(&diagnostic(at, at + 6), &sources));
        let expected = "\
warning[row-unclosed]: the row has no end
 --> docs/en/crm/page.md:3:4
  |
3 | || **ID**
  |    ^^^^^^
  |
  = help: close it with `||`";
        assert_eq!(shown, expected);
    }

    #[test]
    fn json_has_the_same_place() {
        let corpus = corpus();
        let sources = Sources::default().corpus(Path::new("docs/en"), &corpus);
        let at = TEXT.find("Число").unwrap() as u32;
        let line = json(&diagnostic(at, at + 10), &sources);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["file"], "docs/en/crm/page.md");
        assert_eq!((&value["line"], &value["column"]), (&4.into(), &13.into()));
        assert_eq!((&value["end_line"], &value["end_column"]), (&4.into(), &18.into()));
        assert_eq!(value["severity"], "warning");
        assert_eq!(value["lang"], "en");
    }

    #[test]
    fn no_span_is_too_odd() {
        let corpus = corpus();
        let sources = Sources::default().corpus(Path::new("docs/en"), &corpus);
        let ends: Vec<u32> = (0..TEXT.len() as u32 + 3).chain([u32::MAX]).collect();
        for &start in &ends {
            for &end in &ends {
                let d = diagnostic(start, end);
                assert!(human(&d, &sources).contains("row-unclosed"));
                assert!(json(&d, &sources).starts_with('{'));
            }
        }
        // A file that no corpus has.
        let mut d = diagnostic(0, 1);
        for id in [FileId(77), FileId::new(Lang::Ru, 0), FileId::ERRATA, FileId(0x7fff_ffff)] {
            d.span.file = id;
            assert!(human(&d, &sources).contains("no end"));
            assert!(json(&d, &sources).contains("\"file\":null"));
        }
    }

    #[test]
    fn an_empty_file_and_a_long_line_are_shown() {
        let long = format!("{}HERE{}", "тест ".repeat(20_000), " more".repeat(20_000));
        let at = long.find("HERE").unwrap() as u32;
        let files = vec![
            File { path: "a.md".into(), text: String::new() },
            File { path: "b.md".into(), text: long },
        ];
        let corpus = Corpus::new(Lang::En, files);
        let sources = Sources::default().corpus(Path::new(""), &corpus);
        assert!(plain(&human(&diagnostic(0, 0), &sources)).contains("a.md:1:1"));
        let mut d = diagnostic(at, at + 4);
        d.span.file = FileId(1);
        let shown = plain(&human(&d, &sources));
        assert!(shown.contains("HERE") && shown.len() < 2_000, "{} bytes", shown.len());
    }

    #[test]
    fn counts_put_the_worst_first() {
        let span = Span { file: FileId(0), start: 0, end: 0 };
        let mut found = Diagnostics::default();
        found.note("b", span, "");
        found.warning("c", span, "");
        found.error("z", span, "");
        found.warning("c", span, "");
        assert_eq!(
            counts(&found),
            [(Severity::Error, "z", 1), (Severity::Warning, "c", 2), (Severity::Note, "b", 1)]
        );
        assert!(summary(&found).starts_with("      1  error    z\n"));
    }
}
