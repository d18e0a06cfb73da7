//! Tables of constants: each row is a thing, each column a code that stands for it in the API.
//!
//! ```text
//! || **Type** | **Number**⏎`entityTypeId` | **Code**⏎`entityTypeName` ||
//! || Deal     | 2                         | DEAL                      ||
//! ```

use crate::dialect::{BlockKind, Cell, Inline, Row};

use super::{ConstantTable, text};

/// With fewer columns of codes a table lists what it speaks of, not what stands for it.
const COLUMNS: usize = 2;

/// The table, if each column but the first has the name of a field in its header.
pub(crate) fn table(rows: &[Row<'_>]) -> Option<ConstantTable> {
    let (header, rows) = rows.split_first()?;
    let (_, named) = header.cells.split_first()?;
    let columns: Vec<String> = named.iter().map(column).collect::<Option<_>>()?;
    if columns.len() < COLUMNS {
        return None;
    }
    let codes = |row: &Row<'_>| {
        let (_, cells) = row.cells.split_first()?;
        let codes: Vec<String> = cells.iter().map(code).collect::<Option<_>>()?;
        (codes.len() == columns.len()).then_some(codes)
    };
    let rows: Vec<Vec<String>> = rows.iter().filter_map(codes).collect();
    (!rows.is_empty()).then_some(ConstantTable { columns, rows })
}

/// The name of the field that the codes of a column are values of: code in a line of its own.
fn column(cell: &Cell<'_>) -> Option<String> {
    let [block] = cell.blocks.as_slice() else { return None };
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let [Inline::Code(name)] = text::split_lines(inlines).last()? else { return None };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then(|| name.to_string())
}

/// A code: one word.
fn code(cell: &Cell<'_>) -> Option<String> {
    let [block] = cell.blocks.as_slice() else { return None };
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let plain = text::plain(inlines);
    let code = plain.trim();
    let is_code =
        !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_code.then(|| code.to_owned())
}
