//! Tables of the kinds of things that stand in a list: each has a key of its own, and a page that describes it.
//!
//! ```text
//! || **Key in LAYERS** | **Layer**           | **What it is for** ||
//! || `LINE`            | [A line](line.md)   | One or several lines ||
//! || `AREA`            | [An area](area.md)  | An area with a name ||
//! ```

use crate::dialect::{BlockKind, Cell, Inline, Row};

use super::description::says;
use super::{About, FieldRow, Origin, Reader, TypeWord, about, field_name, rows, text};

/// The name of the list, which the header gives, and a row for each kind.
pub(super) fn table(reader: &Reader<'_>, table: &[Row<'_>]) -> Option<(String, Vec<FieldRow>)> {
    let (header, kinds) = table.split_first()?;
    let list = list(reader, header.cells.first()?)?;
    let rows: Vec<FieldRow> = kinds.iter().map(|row| kind(reader, row)).collect::<Option<_>>()?;
    (!rows.is_empty()).then_some((list, rows))
}

/// The list whose elements have the keys of a column: "Key in LAYERS".
fn list(reader: &Reader<'_>, cell: &Cell<'_>) -> Option<String> {
    let header = rows::text_of(cell);
    let begins = |phrase: &String| text::lower(&header).starts_with(phrase.as_str());
    let phrase = reader.tables().key_in.iter().find(|phrase| begins(phrase))?;
    let name = header.get(phrase.len()..)?.trim().trim_matches('`');
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then(|| name.to_owned())
}

/// One kind: its key, and where it is described.
fn kind(reader: &Reader<'_>, row: &Row<'_>) -> Option<FieldRow> {
    let (first, rest) = row.cells.split_first()?;
    let [BlockKind::Paragraph(inlines)] = [&first.blocks.first()?.kind] else { return None };
    let [Inline::Code(name)] = inlines.as_slice() else { return None };
    let mut of = About::default();
    for block in rest.iter().flat_map(|cell| &cell.blocks) {
        if let BlockKind::Paragraph(inlines) = &block.kind {
            about::links(reader, block, inlines, &mut of);
        }
    }
    let object = |list| TypeWord { word: rows::OBJECT.to_owned(), list, link: None };
    let one_or_several = says(&reader.words().one_or_several, rest);
    (!of.links.is_empty()).then_some(FieldRow {
        names: vec![field_name::name(name)?],
        types: if one_or_several { vec![object(0), object(1)] } else { Vec::new() },
        about: of,
        text: reader.text(rest.iter().flat_map(|cell| &cell.blocks)),
        origin: Origin(row.span),
        ..FieldRow::default()
    })
}
