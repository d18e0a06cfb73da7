//! Tables: of plain cells as tables, of others as lists.

use crate::dialect::{Block, BlockKind, Cell, Inline, Row};

use super::Markdown;
use super::markdown::{Piece, plain, push, push_list};

impl Markdown<'_> {
    pub(super) fn table(&self, rows: &[Row<'_>], out: &mut Vec<Piece>) {
        let (header, body) = match rows {
            [first, rest @ ..] if is_header(first) => (Some(first), rest),
            all => (None, all),
        };
        let cells = || rows.iter().flat_map(|row| &row.cells);
        if cells().all(is_plain) {
            push(plain(self.grid(header, body)), out);
        } else {
            push_list(body.iter().map(|row| self.row(row)).collect(), out);
        }
    }

    fn grid(&self, header: Option<&Row<'_>>, body: &[Row<'_>]) -> String {
        let width = header.into_iter().chain(body).map(|row| row.cells.len()).max().unwrap_or(0);
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let cells = |row: &Row<'_>| {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| self.cell(cell)).collect();
            cells.resize(width, String::new());
            cells
        };
        let mut body = body.iter().map(cells).filter(|cells| cells.iter().any(|c| !c.is_empty()));
        let Some(first) = body.next() else { return String::new() };
        let header = header.map_or_else(|| vec![String::new(); width], cells);
        let rule = format!("|{}", " --- |".repeat(width));
        let lines = [line(header), rule, line(first)].into_iter().chain(body.map(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A plain cell as one line.
    fn cell(&self, cell: &Cell<'_>) -> String {
        let line = |block: &Block<'_>| match &block.kind {
            BlockKind::Paragraph(text) => self.lines(text, block.span.file),
            _ => Vec::new(),
        };
        cell.blocks.iter().flat_map(line).collect::<Vec<_>>().join(" ")
    }

    /// A row as an item of a list: the first cell, and what the others say of it.
    fn row(&self, row: &Row<'_>) -> String {
        let cells: Vec<(&Cell<'_>, String)> = row
            .cells
            .iter()
            .map(|cell| (cell, self.blocks(&cell.blocks)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let paragraph = |cell: &Cell<'_>| {
            let first = &cell.blocks[..1];
            matches!(first[0].kind, BlockKind::Paragraph(_)) && !self.blocks(first).is_empty()
        };
        let mut out = String::new();
        let mut behind: Option<&Cell<'_>> = None;
        for (cell, text) in &cells {
            out.push_str(match behind {
                None => "",
                Some(lead) if lead.blocks.len() == 1 && paragraph(lead) && paragraph(cell) => " — ",
                Some(_) => "\n\n",
            });
            out.push_str(text);
            behind = Some(cell);
        }
        out
    }
}

/// Whether every cell of a row begins in bold.
fn is_header(row: &Row<'_>) -> bool {
    let bold = |cell: &Cell<'_>| match cell.blocks.as_slice() {
        [] => true,
        [Block { kind: BlockKind::Paragraph(text), .. }] => {
            matches!(text.first(), Some(Inline::Strong(_)))
        }
        _ => false,
    };
    row.cells.iter().all(bold) && row.cells.iter().any(|cell| !cell.blocks.is_empty())
}

/// Whether a cell of a table of Markdown can hold it: paragraphs without what separates cells.
fn is_plain(cell: &Cell<'_>) -> bool {
    fn safe(inline: &Inline<'_>) -> bool {
        match inline {
            Inline::Text(text) | Inline::Code(text) => !text.contains(['|', '\\']),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                inner.iter().all(safe)
            }
            Inline::Link { text, .. } => text.iter().all(safe),
            Inline::Break => true,
        }
    }
    cell.blocks.iter().all(|block| match &block.kind {
        BlockKind::Paragraph(text) => text.iter().all(safe),
        _ => false,
    })
}
