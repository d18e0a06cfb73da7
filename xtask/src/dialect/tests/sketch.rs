//! A tree in one line, for tests to compare, and the checks every tree has to pass.

use super::super::{Block, BlockKind, Cell, Doc, Inline, Row, Tab};
use crate::corpus::{Corpus, Span};
use crate::diag::Diagnostics;

/// The blocks in one line.
pub(super) fn sketch(blocks: &[Block<'_>]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block<'_>) -> String {
    match &block.kind {
        BlockKind::Heading { level, text, anchors } => {
            let anchors: String = anchors.iter().map(|anchor| format!("#{anchor}")).collect();
            format!("h{level}({}){anchors}", inlines(text))
        }
        BlockKind::Paragraph(text) => format!("p({})", inlines(text)),
        BlockKind::Quote(blocks) => format!("quote({})", sketch(blocks)),
        BlockKind::List(items) => {
            let items: Vec<_> =
                items.iter().map(|item| format!("item({})", sketch(item))).collect();
            format!("list({})", items.join(" "))
        }
        BlockKind::Code { info, text } => format!("code({info}:{})", text.replace('\n', "⏎")),
        BlockKind::Table(rows) => {
            let rows: Vec<_> = rows.iter().map(row).collect();
            format!("table({})", rows.join(" "))
        }
        BlockKind::Note { kind, title, blocks } => {
            format!("note({kind}:{title}: {})", sketch(blocks))
        }
        BlockKind::Tabs(tabs) => {
            let tab =
                |tab: &Tab<'_>| format!("tab({}: {})", inlines(&tab.title), sketch(&tab.blocks));
            format!("tabs({})", tabs.iter().map(tab).collect::<Vec<_>>().join(" "))
        }
        BlockKind::Cut { title, blocks } => format!("cut({title}: {})", sketch(blocks)),
    }
}

fn row(row: &Row<'_>) -> String {
    let cells: Vec<_> = row.cells.iter().map(|cell| sketch(&cell.blocks)).collect();
    format!("[{}]", cells.join("¦"))
}

fn inlines(inlines: &[Inline<'_>]) -> String {
    let inline = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => text.to_string(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Strong(text) => format!("**{}**", self::inlines(text)),
        Inline::Emphasis(text) => format!("*{}*", self::inlines(text)),
        Inline::Link { text, href } => format!("<{}→{href}>", self::inlines(text)),
        Inline::Superscript(text) => format!("^{}^", self::inlines(text)),
        Inline::Break => "/".to_owned(),
    };
    inlines.iter().map(inline).collect()
}

/// Every span is a part of its file, and on the boundaries of characters; what is inside of a block stands
/// inside of it, unless it comes from another file.
pub(super) fn check_spans(corpus: &Corpus, doc: &Doc<'_>, diags: &Diagnostics) {
    let checker = Checker { corpus };
    checker.blocks(&doc.blocks, None, 0);
    diags.0.iter().for_each(|diag| checker.span(diag.span, None));
}

struct Checker<'c> {
    corpus: &'c Corpus,
}

impl Checker<'_> {
    fn span(&self, span: Span, outer: Option<Span>) {
        let file = self.corpus.file(span.file);
        let text = file.text.get(span.start as usize..span.end as usize);
        assert!(text.is_some(), "{}: {span:?} is no part of the file", file.path);
        if let Some(outer) = outer.filter(|outer| outer.file == span.file) {
            let inside = outer.start <= span.start && span.end <= outer.end;
            assert!(inside, "{}: {span:?} is not inside of {outer:?}: {text:?}", file.path);
        }
    }

    fn blocks(&self, blocks: &[Block<'_>], outer: Option<Span>, depth: usize) {
        assert!(depth < 200, "too deep");
        for block in blocks {
            self.span(block.span, outer);
            let outer = Some(block.span);
            match &block.kind {
                BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Code { .. } => {}
                BlockKind::Quote(blocks)
                | BlockKind::Note { blocks, .. }
                | BlockKind::Cut { blocks, .. } => {
                    self.blocks(blocks, outer, depth + 1);
                }
                BlockKind::List(items) => {
                    items.iter().for_each(|item| self.blocks(item, outer, depth + 1))
                }
                BlockKind::Table(rows) => {
                    rows.iter().for_each(|row| self.row(row, block.span, depth))
                }
                BlockKind::Tabs(tabs) => {
                    for tab in tabs {
                        self.span(tab.span, outer);
                        self.blocks(&tab.blocks, Some(tab.span), depth + 1);
                    }
                }
            }
        }
    }

    fn row(&self, row: &Row<'_>, table: Span, depth: usize) {
        self.span(row.span, Some(table));
        for Cell { blocks, span } in &row.cells {
            self.span(*span, Some(row.span));
            self.blocks(blocks, Some(*span), depth + 1);
        }
    }
}
