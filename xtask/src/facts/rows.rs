//! Tables: from rows of cells to field rows and type rows.

use std::borrow::Cow;

use super::Required;
use crate::corpus::Span;
use crate::dialect::{BlockKind, Cell, Inline, Row};
use crate::words::TableWords;

use super::about::{self, Hint};
use super::bullets;
use super::constants;
use super::description::{
    called, correct, correct_flag, forms_of_flag, is_countable, lists_or_says, must_be_given, says,
    says_several,
};
use super::field_name::{NAME_WORDS, name_cell};
use super::text::{self, label};
use super::{About, FieldRow, Origin, Reader, TypeRow, TypeWord};

/// The word for an object.
pub(super) const OBJECT: &str = "object";
/// Types whose value is put together from parts: a list in the cell may describe them.
const CONTAINERS: [&str; 5] = [OBJECT, "array", "struct", "dict", "map"];
/// Types of numbers.
const NUMBERS: [&str; 4] = ["integer", "int", "double", "float"];

/// What a table holds, told by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    Fields,
    Types,
    Errors,
    Scopes,
    Constants,
    Values,
    Unknown,
}

/// Which column holds what.
pub(crate) struct Columns {
    pub kind: TableKind,
    /// Whether the first row is the header.
    pub header: bool,
    default: Option<usize>,
    pub description: Option<usize>,
    pub code: Option<usize>,
    pub status: Option<usize>,
}

/// The text of a cell's first paragraph.
fn heading<'c>(cell: &'c Cell<'_>) -> Option<Cow<'c, str>> {
    match cell.blocks.first().map(|b| &b.kind) {
        Some(BlockKind::Paragraph(inlines)) => Some(text::plain(inlines)),
        _ => None,
    }
}

pub(crate) fn columns(words: &TableWords, rows: &[Row<'_>], errors: bool) -> Columns {
    let cells = rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let header: Vec<Option<String>> =
        cells.iter().map(|cell| heading(cell).map(|text| label(&text))).collect();
    // `**Name**⏎`type`` gives `name`, `type`.
    let words_of_first: Vec<String> = cells.first().and_then(heading).map_or(Vec::new(), |text| {
        text.split([' ', '\n', '/']).map(label).filter(|l| !l.is_empty()).collect()
    });
    let is = |column: usize, list: &[String]| {
        header.get(column).and_then(Option::as_ref).is_some_and(|l| list.contains(l))
    };
    let find = |list: &[String]| (0..header.len()).find(|&column| is(column, list));
    let starts = |list: &[String]| is(0, list) || words_of_first.iter().any(|l| list.contains(l));
    let description = (1..header.len()).find(|&column| is(column, &words.description));
    let described = description.is_some();
    let mut columns = Columns {
        kind: TableKind::Unknown,
        header: true,
        default: find(&words.default),
        description,
        code: find(&words.code),
        status: find(&words.status),
    };
    columns.kind = if is(0, &words.scope_code) {
        TableKind::Scopes
    } else if errors
        && (columns.code.is_some()
            || is(0, &words.error_field)
            || (0..header.len()).any(|column| is(column, &words.message)))
    {
        TableKind::Errors
    } else if is(0, &words.r#type) && described {
        TableKind::Types
    } else if is(0, &words.codes) && !errors && constants::has_codes(rows) {
        TableKind::Values
    } else if starts(&words.name) && described && !errors {
        let typed = words_of_first.len() > 1
            || rows.iter().skip(1).any(|row| row.cells.first().is_some_and(is_named));
        if typed { TableKind::Fields } else { TableKind::Unknown }
    } else if !errors && constants::table(rows).is_some() {
        TableKind::Constants
    } else if !errors && rows.first().is_some_and(is_data_row) {
        columns.header = false;
        TableKind::Fields
    } else {
        TableKind::Unknown
    };
    columns
}

/// Whether a first row is data: its name has a type or a mark, or what follows it is no heading.
fn is_data_row(row: &Row<'_>) -> bool {
    let Some((first, rest)) = row.cells.split_first() else { return false };
    let typed = matches!(
        first.blocks.first().map(|b| &b.kind),
        Some(BlockKind::Paragraph(inlines)) if inlines.iter().any(|i| matches!(i, Inline::Link { .. } | Inline::Code(_)))
    );
    let title = match first.blocks.first().map(|b| &b.kind) {
        Some(BlockKind::Paragraph(inlines)) => match inlines.first() {
            Some(Inline::Strong(name)) => text::plain(name).trim().contains(' '),
            _ => true,
        },
        _ => true,
    };
    !title && !rest.is_empty() && (typed || !rest.iter().any(is_named))
}

/// Whether a cell begins with a name in bold.
fn is_named(cell: &Cell<'_>) -> bool {
    matches!(
        cell.blocks.first().map(|b| &b.kind),
        Some(BlockKind::Paragraph(inlines)) if matches!(inlines.first(), Some(Inline::Strong(_)))
    )
}

/// The rows of a table of fields, if it is one.
pub(crate) fn fields(reader: &mut Reader<'_>, rows: &[Row<'_>], _span: Span) -> Vec<FieldRow> {
    let columns = columns(reader.tables(), rows, false);
    if columns.kind != TableKind::Fields {
        return Vec::new();
    }
    field_rows(reader, rows, &columns)
}

pub(crate) fn field_rows(
    reader: &mut Reader<'_>,
    rows: &[Row<'_>],
    columns: &Columns,
) -> Vec<FieldRow> {
    // A row is large, so the list should not grow by copying.
    let mut out: Vec<FieldRow> = Vec::with_capacity(rows.len());
    for row in rows.iter().skip(usize::from(columns.header)) {
        let Some((first, rest)) = row.cells.split_first() else { continue };
        let mut field = FieldRow { origin: Origin(row.span), ..FieldRow::default() };
        for block in &first.blocks {
            if let BlockKind::Paragraph(inlines) = &block.kind {
                name_cell(reader, block, inlines, &mut field);
            }
        }
        if field.names.is_empty() {
            let text = text_of(first);
            let prose = text.split_whitespace().count() > NAME_WORDS;
            if !prose && (!text.is_empty() || rest.iter().any(|c| !text_of(c).is_empty())) {
                reader.diagnostics.warning(
                    "row-nameless",
                    row.span,
                    "a row of a table of fields has no name",
                );
            }
            continue;
        }
        // A bold title over a group of rows has neither a type nor a description.
        if field.types.is_empty()
            && rest.iter().all(|cell| text_of(cell).is_empty())
            && field.names[0].contains(' ')
        {
            continue;
        }
        let countable = |ty: &TypeWord| ty.list == 0 && is_countable(&ty.word);
        if field.types.iter().all(countable) && says_several(reader.words(), rest) {
            field.types.iter_mut().for_each(|ty| ty.list = 1);
        }
        // A mark may hold for one case of several, and the words name those in which it does not.
        let left_out = says(&reader.words().left_out, rest);
        if left_out {
            field.required = Required::No;
        } else if field.required == Required::No
            && must_be_given(reader.words(), &field.names, rest)
        {
            field.required = Required::Yes;
        }
        field.about.optional =
            left_out || field.required == Required::No && says(&reader.words().optional, rest);
        // "You can pass a string or an object" with a text for each language.
        if let [ty] = field.types.as_slice()
            && is_text(ty)
            && says(&reader.words().or_object, rest)
        {
            let (word, link) = (OBJECT.to_owned(), ty.link.clone());
            field.types.push(TypeWord { word, list: 0, link });
        }
        field.about.called = called(reader.words(), &field.types, rest);
        field.about.keyed =
            field.types.iter().any(is_container) && lists_or_says(&reader.words().keyed, rest);
        let described = |&(i, _): &(usize, &Cell<'_>)| columns.default != Some(i + 1);
        let cells = rest.iter().enumerate().filter(described);
        field.text = reader.text(cells.flat_map(|(_, cell)| &cell.blocks));
        let mut about = std::mem::take(&mut field.about);
        let hint = hint(&field);
        for (column, cell) in rest.iter().enumerate().map(|(i, c)| (i + 1, c)) {
            if columns.default == Some(column) {
                let text = text_of(cell);
                let text = text.trim_matches(['`', '"', ' ']);
                if !text.is_empty()
                    && text.split_whitespace().count() == 1
                    && !matches!(text, "-" | "—" | "–")
                {
                    about.default = Some(text.to_owned());
                }
            } else {
                about::read(reader, &cell.blocks, hint, &mut about);
            }
        }
        field.about = about;
        if let [ty] = field.types.as_mut_slice() {
            match field.about.values.as_slice() {
                [] => {
                    correct(reader.words(), &field.names, rest, ty);
                    if field.about.default.is_none() {
                        field.about.values = forms_of_flag(ty, rest);
                    }
                }
                values => correct_flag(reader.words(), values, ty),
            }
        }
        if field.about.values.is_empty()
            && field.about.keys.is_empty()
            && rest.iter().any(|cell| bullets::lists_codes(&cell.blocks))
        {
            let message =
                format!("codes are listed for `{}`, and none is read as a value", field.names[0]);
            reader.diagnostics.note("values-unread", row.span, message);
        }
        settle_choice(&mut field);
        out.push(field);
    }
    settle_stand_ins(&mut out);
    out
}

/// Makes a choice of a required parameter and the one that may be given in its place.
fn settle_stand_ins(rows: &mut [FieldRow]) {
    for at in 0..rows.len() {
        let Some(name) = rows[at].about.instead.take() else { continue };
        let is_it = |row: &FieldRow| row.required == Required::Yes && row.names.contains(&name);
        if rows[at].about.either.is_empty() && rows.iter().any(is_it) {
            rows[at].about.either.push(name);
            settle_choice(&mut rows[at]);
        }
    }
}

/// Whether a word may stand for the identifier of something, or for several: the name of a record, an array (of objects,
/// which is what the method answers), or a text, as which PHP writes numbers.
pub(crate) fn may_identify(ty: &TypeWord) -> bool {
    let is = |word: &str| ty.word.eq_ignore_ascii_case(word);
    ty.word.contains('_') && !ty.word.contains('.')
        || is("array")
        || is("string")
        || ty.list > 0 && is(CONTAINERS[0])
}

/// Whether a word is that of one text.
pub(crate) fn is_text(ty: &TypeWord) -> bool {
    ty.list == 0 && ty.word.eq_ignore_ascii_case("string")
}

/// Whether a word is that of an array of anything.
pub(crate) fn is_array(ty: &TypeWord) -> bool {
    ty.list == 0 && ty.word.eq_ignore_ascii_case(CONTAINERS[1])
}

/// A row that names the parameter it can do without is one of two.
pub(super) fn settle_choice(field: &mut FieldRow) {
    if let ([own], [other]) = (field.names.as_slice(), field.about.either.as_slice()) {
        field.about.either = vec![own.clone(), other.clone()];
    }
    if field.about.either.len() < 2 {
        field.about.either.clear();
    }
}

pub(crate) fn is_container(ty: &TypeWord) -> bool {
    ty.list > 0 || CONTAINERS.iter().any(|name| ty.word.eq_ignore_ascii_case(name))
}

/// The row of what a method answers.
const ANSWER: &str = "result";

/// How the names of parameters end that take conditions.
const FILTER: &str = "filter";

/// How the names of flags begin that end like those: `showFilter`.
const SHOW: &str = "show";

/// Whether a parameter of that name takes conditions.
pub(crate) fn is_filter(name: &str) -> bool {
    let start = name.as_bytes().get(..SHOW.len());
    let shows = start.is_some_and(|start| start.eq_ignore_ascii_case(SHOW.as_bytes()));
    ends_with(name, FILTER) && !shows
}

/// Whether a parameter is the list of the fields that are wanted, by its name.
pub(crate) fn is_select(name: &str) -> bool {
    ends_with(name, SELECT)
}

const SELECT: &str = "select";

/// Whether a name ends with a word, in any case.
pub(crate) fn ends_with(name: &str, word: &str) -> bool {
    let from = name.len().checked_sub(word.len());
    from.is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a word is the name of a record, which it links to.
fn is_record(ty: &TypeWord) -> bool {
    let anchor = ty.link.as_ref().and_then(|link| link.anchor.as_ref());
    anchor.is_some_and(|anchor| anchor.eq_ignore_ascii_case(&ty.word))
}

/// What the types say about the description.
pub(super) fn hint(field: &FieldRow) -> Hint<'_> {
    let types = &field.types;
    // Conditions are an object, whatever the table calls them.
    let filter = field.names.iter().any(|name| is_filter(name));
    Hint {
        names: &field.names,
        filter,
        container: filter
            || types.is_empty()
            || types.iter().any(|ty| is_container(ty) || is_record(ty)),
        composite: !types.is_empty() && types.iter().all(is_container),
        numeric: types.is_empty() || types.iter().any(|t| NUMBERS.contains(&t.word.as_str())),
        answered: field.names == [ANSWER] && types.iter().any(is_container),
        plain: !types.is_empty() && !types.iter().any(|ty| is_container(ty) || is_record(ty)),
        loose: false,
    }
}

/// Appends to a list that nearly always holds one thing: of the first one it takes no more room than that.
pub(super) fn push_one<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// Types written in one code span or link, `a | b` being a choice.
pub(super) fn types(text: &str, mut link: Option<super::Target>, field: &mut FieldRow) {
    let mut parts = text.split(['|', ',']).flat_map(|p| p.split_whitespace()).peekable();
    while let Some(part) = parts.next() {
        // Most links hold one word.
        let link = if parts.peek().is_some() { link.clone() } else { link.take() };
        if let Some(word) = type_word(part, link)
            && !field.types.contains(&word)
        {
            push_one(&mut field.types, word);
        }
    }
}

pub(super) fn type_word(text: &str, link: Option<super::Target>) -> Option<TypeWord> {
    let plain =
        |w: &str| w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
    let mut word = text;
    let mut list = 0;
    // Most words stand alone.
    if !plain(word) {
        word = text.trim().trim_matches(['`', '\\', '(', ')', ':', ';', '\'', '"']).trim();
        // `string[]`, and `array<string>`.
        while let Some(inner) = word
            .strip_suffix("[]")
            .or_else(|| word.strip_prefix("array<").and_then(|word| word.strip_suffix('>')))
        {
            word = inner;
            list += 1;
        }
    }
    let fits = word.starts_with(|c: char| c.is_ascii_alphabetic()) && plain(word);
    fits.then(|| TypeWord { word: word.to_owned(), list, link })
}

pub(super) fn text_of(cell: &Cell<'_>) -> String {
    let mut out = String::new();
    for block in &cell.blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => out.push_str(text::plain(inlines).trim()),
            _ => out.push(' '),
        }
    }
    if out.trim() == ">" { String::new() } else { out.trim().to_owned() }
}

/// The rows of a dictionary of types.
pub(crate) fn type_rows(reader: &mut Reader<'_>, rows: &[Row<'_>]) -> Vec<TypeRow> {
    let mut out = Vec::new();
    for row in rows.iter().skip(1) {
        let Some((first, rest)) = row.cells.split_first() else { continue };
        let word = text_of(first);
        let word = word.trim_matches('`').to_owned();
        if word.is_empty() || word.contains([' ', '|']) {
            continue;
        }
        let mut about = About::default();
        // The word's own link leads to the record that describes it.
        for block in first.blocks.iter() {
            if let BlockKind::Paragraph(inlines) = &block.kind {
                let mut hrefs = Vec::new();
                text::hrefs(inlines, &mut hrefs);
                about.links.extend(
                    hrefs.into_iter().filter_map(|href| reader.target(block.span.file, href)),
                );
            }
        }
        let mut base = None;
        for cell in rest {
            about::read(
                reader,
                &cell.blocks,
                Hint { container: true, loose: true, ..Hint::default() },
                &mut about,
            );
            if base.is_none() {
                let lower = text::lower(&text_of(cell));
                base = reader
                    .words()
                    .bases
                    .iter()
                    .filter_map(|(stem, base)| {
                        lower.find(stem.as_str()).map(|at| (at, usize::MAX - stem.len(), base))
                    })
                    .min()
                    .map(|(_, _, base)| base.clone());
            }
        }
        out.push(TypeRow { word, about, base });
    }
    out
}
