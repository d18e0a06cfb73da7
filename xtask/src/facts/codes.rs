//! Tables of codes: errors and scopes.

use b24_schema::Text;

use crate::dialect::{BlockKind, Cell, Inline, Row};

use super::rows::{Columns, text_of};
use super::text;
use super::{ErrorRow, Reader, ScopeRow};

/// The rows of a table of errors; `code` is the one that a line above the table names.
pub(crate) fn error_rows(
    reader: &mut Reader<'_>,
    rows: &[Row<'_>],
    columns: &Columns,
    code: Option<&str>,
) -> Vec<ErrorRow> {
    let mut out: Vec<ErrorRow> = Vec::new();
    let mut add = |row: ErrorRow| {
        if !out.contains(&row) {
            out.push(row);
        }
    };
    if let (Some(code), None) = (code, columns.code) {
        add(ErrorRow { code: code.to_owned(), status: None, text: Text::default() });
    }
    let Some(column) = columns.code else { return out };
    for row in rows.iter().skip(1) {
        let status =
            columns.status.and_then(|c| row.cells.get(c)).and_then(|cell| status(&text_of(cell)));
        let Some(cell) = row.cells.get(column) else { continue };
        let said = |&(i, _): &(usize, &Cell<'_>)| i != column && columns.status != Some(i);
        let said = row.cells.iter().enumerate().filter(said);
        let text = reader.text(said.flat_map(|(_, cell)| &cell.blocks));
        for code in codes(reader, cell) {
            add(ErrorRow { code, status, text: text.clone() });
        }
    }
    out
}

/// The codes of a cell: one per code span or line. A message in place of a code is no code.
fn codes(reader: &Reader<'_>, cell: &Cell<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for block in &cell.blocks {
        let BlockKind::Paragraph(inlines) = &block.kind else { continue };
        for line in text::lines(inlines) {
            for piece in line {
                let raw = piece.as_str().trim().trim_matches(['`', ' ', ',', '/', '"', '\'']);
                if reader.tables().no_code.contains(&text::lower(raw)) {
                    out.push(String::new());
                } else if is_code(raw) {
                    out.push(raw.to_owned());
                }
            }
        }
    }
    if out.is_empty() {
        out.push(String::new());
    }
    out.dedup();
    if out.len() > 1 {
        out.retain(|code| !code.is_empty());
    }
    out
}

fn is_code(raw: &str) -> bool {
    !raw.is_empty()
        && raw.chars().count() <= 120
        && raw.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:\\".contains(c))
}

/// The first three-digit number of `text` that may be an HTTP status.
pub(crate) fn status(text: &str) -> Option<u16> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|d| d.len() == 3)
        .and_then(|d| d.parse().ok())
        .filter(|n| (100..600).contains(n))
}

/// The rows of the scope list.
pub(crate) fn scope_rows(rows: &[Row<'_>]) -> Vec<ScopeRow> {
    let mut out = Vec::new();
    for row in rows.iter().skip(1) {
        let mut cells = row.cells.iter();
        let codes: Vec<String> = cells
            .next()
            .map(text_of)
            .unwrap_or_default()
            .split(',')
            .map(|code| code.trim().trim_matches(['*', '`']).to_owned())
            .filter(|code| super::head::is_scope(code))
            .collect();
        if codes.is_empty() {
            continue;
        }
        let mut scope = ScopeRow {
            codes,
            title: String::new(),
            tool: String::new(),
            versions: Vec::new(),
            deprecated: false,
        };
        if let Some(cell) = cells.next() {
            scope_title(cell, &mut scope);
        }
        if let Some(cell) = cells.next() {
            scope.tool = text_of(cell);
        }
        out.push(scope);
    }
    out
}

/// The title, up to the first sentence's end, and the narrower versions listed under it.
fn scope_title(cell: &Cell<'_>, scope: &mut ScopeRow) {
    for block in &cell.blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) if scope.title.is_empty() => {
                let first = text::split_lines(inlines).next().unwrap_or_default();
                let title = text::plain(first);
                let title = title.split(". ").next().unwrap_or("").trim();
                scope.title = title.to_owned();
            }
            BlockKind::List(items) => {
                for item in items {
                    let Some(BlockKind::Paragraph(inlines)) = item.first().map(|b| &b.kind) else {
                        continue;
                    };
                    let [Inline::Strong(code), rest @ ..] = inlines.as_slice() else { continue };
                    let title = text::plain(rest);
                    scope.versions.push((
                        text::plain(code).trim().to_owned(),
                        title.trim_start_matches([' ', '—', '–', '-']).trim().to_owned(),
                    ));
                }
            }
            _ => {}
        }
    }
}
