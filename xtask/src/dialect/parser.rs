//! What a whole parse shares: the corpus, the diagnostics, the limits, the chain of includes.

use super::lines::{self, Line};
use super::{Block, Doc, Fragments, Inlines, blocks};
use crate::corpus::{Corpus, FileId, Span};
use crate::diag::Diagnostics;

/// Blocks nested deeper than this are flattened.
pub(super) const MAX_DEPTH: usize = 32;
/// Larger pages are rejected: the largest real one has less than a hundredth of it.
const MAX_PAGE: usize = 8 << 20;
/// A page includes at most so many fragments, and so many bytes.
pub(super) const MAX_INCLUDES: usize = 500;
pub(super) const MAX_INCLUDED_BYTES: usize = 16 << 20;
/// After so many findings on one page the rest is of no use to anyone.
const MAX_FINDINGS: usize = 1000;

/// A file being parsed.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
}

impl<'a> Page<'a> {
    pub(super) fn span(self, line: Line) -> Span {
        Span { file: self.file, start: line.start, end: line.end }
    }

    pub(super) fn str(self, line: Line) -> &'a str {
        line.str(self.text)
    }
}

/// The state of one parse.
pub(super) struct Parser<'a, 'd> {
    pub(super) corpus: &'a Corpus,
    /// What the page shares with others; `None` while a fragment is parsed for them.
    pub(super) fragments: Option<&'d Fragments<'a>>,
    diags: &'d mut Diagnostics,
    findings: usize,
    /// The page, and the files it includes, down to the one being parsed.
    pub(super) files: Vec<FileId>,
    pub(super) includes: usize,
    pub(super) included_bytes: usize,
    /// How many cells are open around what is being parsed.
    pub(super) cells: usize,
    /// Room for the lines of a cell.
    pub(super) scratch: Vec<Line>,
}

/// Parses one page; see [`Fragments::page`].
pub fn parse<'a>(corpus: &'a Corpus, file: FileId, diags: &mut Diagnostics) -> Doc<'a> {
    Fragments::new(corpus).page(file, diags)
}

impl<'a, 'd> Parser<'a, 'd> {
    /// The state at the start of a page.
    pub(super) fn new(corpus: &'a Corpus, file: FileId, diags: &'d mut Diagnostics) -> Self {
        Self {
            corpus,
            fragments: None,
            diags,
            findings: 0,
            files: vec![file],
            includes: 0,
            included_bytes: 0,
            cells: 0,
            scratch: Vec::new(),
        }
    }

    /// The blocks of a file.
    pub(super) fn file(&mut self, file: FileId, depth: usize) -> Vec<Block<'a>> {
        let text = self.corpus.file(file).text.as_str();
        let page = Page { file, text };
        if text.len() > MAX_PAGE {
            let span = page.span(Line { start: 0, end: 0 });
            self.error(
                "page-too-large",
                span,
                format!("the page has {} bytes and was skipped", text.len()),
            );
            self.help(format!("split it: pages of up to {MAX_PAGE} bytes are read"));
            return Vec::new();
        }
        let lines = lines::split(text, front_matter(text));
        let mut blocks = Vec::new();
        blocks::region(self, page, &lines, depth, &mut blocks);
        blocks
    }

    pub(super) fn note(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        if self.count(span) {
            self.diags.note(code, span, message);
        }
    }

    pub(super) fn warning(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        if self.count(span) {
            self.diags.warning(code, span, message);
        }
    }

    pub(super) fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        if self.count(span) {
            self.diags.error(code, span, message);
        }
    }

    pub(super) fn help(&mut self, help: impl Into<String>) {
        if self.findings <= MAX_FINDINGS {
            self.diags.help(help);
        }
    }

    fn count(&mut self, span: Span) -> bool {
        self.findings += 1;
        if self.findings == MAX_FINDINGS + 1 {
            self.diags.error(
                "too-many-findings",
                span,
                "the page has more faults; they are not reported",
            );
        }
        self.findings <= MAX_FINDINGS
    }
}

/// The length of the metadata between two lines `---` at the start of a page.
fn front_matter(text: &str) -> usize {
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let Some(rest) = text[bom..].strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r']))
    else {
        return bom;
    };
    let mut end = bom + 3;
    for line in rest.split_inclusive('\n') {
        end += line.len();
        if line.trim_end() == "---" {
            return end;
        }
    }
    bom
}

/// The plain text of inline content: what a heading's id is made of.
pub(super) fn plain(inlines: &Inlines<'_>, text: &mut String) {
    fn push(inline: &super::Inline<'_>, text: &mut String) {
        use super::Inline;
        match inline {
            Inline::Text(t) | Inline::Code(t) => text.push_str(t),
            Inline::Strong(i)
            | Inline::Emphasis(i)
            | Inline::Superscript(i)
            | Inline::Link { text: i, .. } => {
                i.iter().for_each(|i| push(i, text));
            }
            Inline::Break => text.push(' '),
        }
    }
    inlines.iter().for_each(|i| push(i, text));
}
