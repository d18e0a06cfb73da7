//! Tables of constants: each row is a thing, each column a code that stands for it in the API.
//!
//! ```text
//! || **Type** | **Number**⏎`entityTypeId` | **Code**⏎`entityTypeName` ||
//! || Deal     | 2                         | DEAL                      ||
//! ```
//!
//! A table of types may have one such column: its header begins with the code of a field.
//!
//! ```text
//! || **Type**    | **Description** | **`scope` of the request** ||
//! || `PAGE`      | Regular site    | Leave it out               ||
//! || `KNOWLEDGE` | Knowledge base  | `KNOWLEDGE`                ||
//! ```
//!
//! A table of codes has them in its first column: each is a value of the fields whose rows link to the table.
//!
//! ```text
//! || **Code** | **Description** ||
//! || `like`   | Thumb up        ||
//! || `laugh`  | Laughter        ||
//! ```

use b24_schema::AllowedValue;

use crate::dialect::{BlockKind, Cell, Inline, Row};

use super::values::values;
use super::{ConstantTable, Reader, text};

/// With fewer columns of codes a table lists what it speaks of, not what stands for it.
const COLUMNS: usize = 2;

/// The table, if each column but the first has the name of a field in its header.
pub(crate) fn table(rows: &[Row<'_>]) -> Option<ConstantTable> {
    let (header, rows) = rows.split_first()?;
    let (_, named) = header.cells.split_first()?;
    let columns: Vec<String> = named.iter().map(column).collect::<Option<_>>()?;
    if columns.len() < COLUMNS && !is_unnamed(header) {
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

/// Whether the things of a table have no name: so canonical pages write a single column.
fn is_unnamed(header: &Row<'_>) -> bool {
    let first = header.cells.first().and_then(heading);
    first.is_some_and(|text| !text.contains(char::is_alphanumeric))
}

/// The codes that a table of types gives for a field, which the header of their column begins with.
pub(crate) fn of_types(rows: &[Row<'_>]) -> Option<ConstantTable> {
    let (header, rows) = rows.split_first()?;
    let mut named = header.cells.iter().enumerate().skip(1);
    let (at, name) = named.find_map(|(at, cell)| Some((at, begins_with(cell)?)))?;
    let codes = rows.iter().filter_map(|row| Some(vec![only_code(row.cells.get(at)?)?]));
    let rows: Vec<Vec<String>> = codes.collect();
    (rows.len() > 1).then(|| ConstantTable { columns: vec![name], rows })
}

/// Whether a table has a code in each row, and nothing else in its first column.
pub(crate) fn has_codes(rows: &[Row<'_>]) -> bool {
    let is_code =
        |row: &Row<'_>| row.cells.first().and_then(only_code).is_some_and(|c| is_code(&c));
    rows.len() > 1 && rows.iter().skip(1).all(is_code)
}

/// The codes of such a table, and what they stand for, where a column describes them.
pub(crate) fn codes(
    reader: &Reader<'_>,
    rows: &[Row<'_>],
    description: Option<usize>,
) -> Vec<AllowedValue> {
    let label = |row: &Row<'_>| heading(row.cells.get(description?)?);
    let code = |row: &Row<'_>| Some((only_code(row.cells.first()?)?, label(row)));
    values(reader.words(), rows.iter().skip(1).filter_map(code).collect())
}

/// The name of a field that a header begins with.
fn begins_with(cell: &Cell<'_>) -> Option<String> {
    let inlines = match paragraph(cell)? {
        [Inline::Strong(inner)] => inner,
        plain => plain,
    };
    let [Inline::Code(name), _, ..] = inlines else { return None };
    is_field(name).then(|| name.to_string())
}

/// The code that a cell has and nothing else.
fn only_code(cell: &Cell<'_>) -> Option<String> {
    let [Inline::Code(code)] = paragraph(cell)? else { return None };
    Some(code.to_string())
}

fn is_field(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The only paragraph of a cell.
fn paragraph<'c, 'i>(cell: &'c Cell<'i>) -> Option<&'c [Inline<'i>]> {
    let [block] = cell.blocks.as_slice() else { return None };
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    Some(inlines)
}

fn heading(cell: &Cell<'_>) -> Option<String> {
    paragraph(cell).map(|inlines| text::plain(inlines).into_owned())
}

/// The name of the field that the codes of a column are values of: code in a line of its own.
fn column(cell: &Cell<'_>) -> Option<String> {
    let [Inline::Code(name)] = text::split_lines(paragraph(cell)?).last()? else { return None };
    is_field(name).then(|| name.to_string())
}

/// A code: one word.
fn code(cell: &Cell<'_>) -> Option<String> {
    let plain = heading(cell)?;
    let code = plain.trim();
    is_code(code).then(|| code.to_owned())
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
}
