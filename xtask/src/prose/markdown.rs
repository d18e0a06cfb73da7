//! Blocks as Markdown that rustdoc shows: no headings, no HTML, no code that it would compile.

use b24_schema::Text;

use crate::corpus::{Corpus, FileId};
use crate::dialect::{Block, BlockKind};

use super::inline::bold;
use super::{ProseWords, escape};

/// Languages of code that rustdoc shows and does not compile. Whatever else is said is text.
const LANGUAGES: [&str; 14] = [
    "bash",
    "css",
    "go",
    "html",
    "http",
    "javascript",
    "js",
    "json",
    "php",
    "python",
    "sql",
    "ts",
    "xml",
    "yaml",
];

/// Writes what stands on one page.
#[derive(Clone, Copy)]
pub(crate) struct Markdown<'c> {
    pub corpus: &'c Corpus,
    pub page: &'c str,
    pub words: &'static ProseWords,
}

/// A block, written.
pub(super) struct Piece {
    pub text: String,
    /// The mark of its items, where it is a list: the list behind it takes another.
    pub mark: Option<char>,
}

impl Markdown<'_> {
    /// The text of `blocks`.
    pub(crate) fn text<'b, 'a: 'b>(&self, blocks: impl IntoIterator<Item = &'b Block<'a>>) -> Text {
        self.blocks(blocks).into()
    }

    pub(super) fn blocks<'b, 'a: 'b>(
        &self,
        blocks: impl IntoIterator<Item = &'b Block<'a>>,
    ) -> String {
        let mut pieces = Vec::new();
        blocks.into_iter().for_each(|block| self.block(block, &mut pieces));
        joined(&pieces, "\n\n")
    }

    fn block(&self, block: &Block<'_>, out: &mut Vec<Piece>) {
        let file = block.span.file;
        let text = match &block.kind {
            BlockKind::Heading { text, .. } => self.title(text, file),
            BlockKind::Paragraph(text) => self.paragraph(text, file),
            BlockKind::Quote(blocks) => quote(&self.blocks(blocks)),
            BlockKind::Note { kind, title, blocks } => {
                let mut title = title.trim().to_owned();
                if title.is_empty() {
                    title = self.words.notes.get(&**kind).cloned().unwrap_or_default();
                }
                let mut pieces = vec![plain(bold(&escaped(&title)))];
                blocks.iter().for_each(|block| self.block(block, &mut pieces));
                // A note that says nothing but its kind.
                if pieces.len() == 1 { String::new() } else { quote(&joined(&pieces, "\n\n")) }
            }
            BlockKind::List(items) => {
                let items = items.iter().map(|item| self.item(item)).collect();
                return push_list(items, out);
            }
            BlockKind::Code { info, text } => fence(info, text),
            BlockKind::Table(rows) => return self.table(rows, out),
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    let title = self.title(&tab.title, tab.span.file);
                    self.titled(title, &tab.blocks, out);
                }
                return;
            }
            BlockKind::Cut { title, blocks } => {
                return self.titled(bold(&escaped(title)), blocks, out);
            }
        };
        push(plain(text), out);
    }

    /// Blocks under a line of their own.
    fn titled(&self, title: String, blocks: &[Block<'_>], out: &mut Vec<Piece>) {
        push(plain(title), out);
        blocks.iter().for_each(|block| self.block(block, out));
    }

    pub(super) fn paragraph(&self, text: &[crate::dialect::Inline<'_>], file: FileId) -> String {
        let lines = self.lines(text, file);
        lines.iter().map(|line| escape::line_start(line)).collect::<Vec<_>>().join("\\\n")
    }

    /// What stands in an item of a list. A list right below a paragraph keeps the list tight.
    fn item(&self, blocks: &[Block<'_>]) -> String {
        let mut pieces = Vec::new();
        blocks.iter().for_each(|block| self.block(block, &mut pieces));
        match pieces.as_slice() {
            [lead, Piece { mark: Some(_), .. }] if lead.mark.is_none() => joined(&pieces, "\n"),
            _ => joined(&pieces, "\n\n"),
        }
    }
}

pub(super) fn plain(text: String) -> Piece {
    Piece { text, mark: None }
}

pub(super) fn push(piece: Piece, out: &mut Vec<Piece>) {
    if !piece.text.is_empty() {
        out.push(piece);
    }
}

/// Adds a list of what is not empty. Where one stands right above it, it has other marks, or the two would be one.
pub(super) fn push_list(mut items: Vec<String>, out: &mut Vec<Piece>) {
    items.retain(|item| !item.is_empty());
    let mark = if out.last().is_some_and(|above| above.mark == Some('-')) { '*' } else { '-' };
    let between = if items.iter().any(|item| item.contains("\n\n")) { "\n\n" } else { "\n" };
    let items: Vec<String> =
        items.iter().map(|item| indented(item, &format!("{mark} "), "  ")).collect();
    push(Piece { text: items.join(between), mark: Some(mark) }, out);
}

fn joined(pieces: &[Piece], between: &str) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(between)
}

/// `text` with `first` before its first line, and `other` before the others that are not empty.
fn indented(text: &str, first: &str, other: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let before = if i == 0 { first } else { other };
        out.push_str(if line.is_empty() { before.trim_end() } else { before });
        out.push_str(line);
    }
    out
}

fn quote(text: &str) -> String {
    if text.is_empty() { String::new() } else { indented(text, "> ", "> ") }
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape::push(text.trim(), true, &mut out);
    out
}

fn fence(info: &str, text: &str) -> String {
    let text = text.trim_end_matches(['\n', '\r', ' ']);
    if text.trim().is_empty() {
        return String::new();
    }
    let text = text.replace("\r\n", "\n").replace(['\r', '\0'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest.max(2) + 1);
    let word = info.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase();
    let language = LANGUAGES.iter().find(|known| **known == word).unwrap_or(&"text");
    format!("{ticks}{language}\n{text}\n{ticks}")
}
