//! Tables: from rows of cells to field rows, type rows, error rows and scope rows.

use std::borrow::Cow;

use crate::corpus::Span;
use crate::dialect::{Block, BlockKind, Cell, Inline, Row};
use crate::words::TableWords;

use super::about::{self, Hint};
use super::text::{self, label};
use super::{About, ErrorRow, FieldRow, Reader, Required, ScopeRow, TypeRow, TypeWord};

/// Types whose value is put together from parts: a list in the cell may describe them.
const CONTAINERS: [&str; 5] = ["object", "array", "struct", "dict", "map"];
/// Types of numbers.
const NUMBERS: [&str; 4] = ["integer", "int", "double", "float"];
/// More words than this are no name: tables of overviews say in their first column what can be done.
const NAME_WORDS: usize = 3;
/// Nor is it longer than this.
const NAME_CHARS: usize = 120;
/// What the docs put behind a prefix to say "and so on".
const ELLIPSES: [&str; 4] = ["...", "…", "XXX", "PropertyId"];

/// What a table holds, told by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    Fields,
    Types,
    Errors,
    Scopes,
    Unknown,
}

/// Which column holds what.
pub(crate) struct Columns {
    pub kind: TableKind,
    /// Whether the first row is the header.
    pub header: bool,
    default: Option<usize>,
    code: Option<usize>,
    status: Option<usize>,
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
    let described = (1..header.len()).any(|column| is(column, &words.description));
    let mut columns = Columns {
        kind: TableKind::Unknown,
        header: true,
        default: find(&words.default),
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
    } else if starts(&words.name) && described && !errors {
        let typed = words_of_first.len() > 1
            || rows.iter().skip(1).any(|row| row.cells.first().is_some_and(is_named));
        if typed { TableKind::Fields } else { TableKind::Unknown }
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
        let mut field = FieldRow::default();
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
        let hint = hint(&field.types);
        for (column, cell) in rest.iter().enumerate().map(|(i, c)| (i + 1, c)) {
            if columns.default == Some(column) {
                let text = text_of(cell);
                let text = text.trim_matches(['`', '"', ' ']);
                if !text.is_empty()
                    && text.split_whitespace().count() == 1
                    && !matches!(text, "-" | "—" | "–")
                {
                    field.about.default = Some(text.to_owned());
                }
            } else {
                about::read(reader, &cell.blocks, hint, &mut field.about);
            }
        }
        settle_choice(&mut field);
        out.push(field);
    }
    out
}

/// A row that names the parameter it can do without is one of two.
fn settle_choice(field: &mut FieldRow) {
    if let ([own], [other]) = (field.names.as_slice(), field.about.either.as_slice()) {
        field.about.either = vec![own.clone(), other.clone()];
    }
    if field.about.either.len() < 2 {
        field.about.either.clear();
    }
}

fn is_container(ty: &TypeWord) -> bool {
    ty.list > 0 || CONTAINERS.iter().any(|name| ty.word.eq_ignore_ascii_case(name))
}

/// What the types say about the description.
fn hint(types: &[TypeWord]) -> Hint {
    Hint {
        container: types.is_empty() || types.iter().any(is_container),
        composite: !types.is_empty() && types.iter().all(is_container),
        numeric: types.is_empty() || types.iter().any(|t| NUMBERS.contains(&t.word.as_str())),
        loose: false,
    }
}

/// Reads the first cell of a row: names, marks, types.
fn name_cell(reader: &Reader<'_>, block: &Block<'_>, inlines: &[Inline<'_>], field: &mut FieldRow) {
    let bold = inlines.iter().any(|i| matches!(i, Inline::Strong(_)));
    for (i, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Strong(inner) => {
                let mut raw = String::new();
                let mut mark = 0;
                // `**A**|**B**` without spaces is one key.
                let joined = matches!(i.checked_sub(1).map(|i| &inlines[i]), Some(Inline::Text(t)) if &**t == "|");
                if joined && let Some(first) = field.names.pop() {
                    raw = first + "|";
                    field.names.extend(name(&(raw + &text::plain(inner))));
                    continue;
                }
                for part in inner {
                    match part {
                        Inline::Superscript(sup) => mark += text::plain(sup).matches('*').count(),
                        other => raw.push_str(&text::plain(std::slice::from_ref(other))),
                    }
                }
                let literal = literal_marks(&raw);
                if literal > 0 {
                    raw = raw.replace(LITERAL_MARK, "");
                }
                for part in raw.split('|') {
                    add_name(part, field);
                }
                add_mark(mark + literal, field);
            }
            Inline::Superscript(sup) => add_mark(text::plain(sup).matches('*').count(), field),
            Inline::Text(text) if bold || !field.names.is_empty() => {
                add_mark(literal_marks(text), field);
                let stars = text.trim_start().chars().take_while(|&c| c == '*').count();
                if stars > 0 && field.types.is_empty() {
                    star_after(stars, field);
                }
                if text.trim_start().starts_with("[]")
                    && let Some(last) = field.types.last_mut()
                {
                    last.list += text.matches("[]").count() as u8;
                }
                // `[object]` without a target is plain text.
                if let Some(word) = text.trim().strip_prefix('[').and_then(|t| t.strip_suffix(']'))
                    && let Some(word) = type_word(word, None)
                {
                    push_one(&mut field.types, word);
                }
            }
            Inline::Text(text) => {
                for line in text.split('\n') {
                    if field.names.is_empty() {
                        add_name(line, field);
                    }
                }
            }
            Inline::Code(code) if !bold && field.names.is_empty() => add_name(code, field),
            Inline::Code(code) => types(code, None, field),
            Inline::Link { text, href } => {
                let link = reader.target(block.span.file, href);
                let words = text::plain(text);
                if bold || !field.names.is_empty() {
                    types(&words, link, field);
                } else {
                    add_name(&words, field);
                }
            }
            Inline::Emphasis(inner) => {
                if !bold && field.names.is_empty() {
                    add_name(&text::plain(inner), field);
                }
            }
            Inline::Break => {}
        }
    }
}

/// A mark that is not read as one inside of bold text.
const LITERAL_MARK: &str = "^*^";

fn literal_marks(text: &str) -> usize {
    if text.contains('^') { text.matches(LITERAL_MARK).count() } else { 0 }
}

/// Stars right behind a name: a mark, unless the name ends in an underscore and they make it a
/// wildcard (`DYNAMIC_*`).
fn star_after(stars: usize, field: &mut FieldRow) {
    match field.names.last_mut() {
        Some(name) if name.ends_with('_') => name.push('*'),
        Some(_) => add_mark(stars, field),
        None => {}
    }
}

fn add_mark(stars: usize, field: &mut FieldRow) {
    match stars {
        0 => {}
        1 => {
            if field.required == Required::No {
                field.required = Required::Yes;
            }
        }
        _ => field.required = Required::Conditional,
    }
}

fn add_name(raw: &str, field: &mut FieldRow) {
    let trimmed = raw.trim().trim_end_matches(',').trim();
    let bare = trimmed.trim_end_matches('*');
    let stars = trimmed.len() - bare.len();
    let wildcard = stars > 0 && bare.ends_with(['_', '\\']) || bare.is_empty();
    let named = match wildcard {
        true => name(&(bare.trim_end_matches('\\').to_owned() + "*")),
        false => name(bare),
    };
    if let Some(name) = named {
        if !field.names.contains(&name) {
            push_one(&mut field.names, name);
        }
        if !wildcard {
            add_mark(stars, field);
        }
    }
}

/// A field's name as it is on the wire; `None` where the text is none. What stands for data in it
/// becomes a star.
pub(crate) fn name(raw: &str) -> Option<String> {
    let raw = raw.trim().trim_matches(['\'', '"', '`', '«', '»', ',', ':']).trim();
    // Most names are plain.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if (1..=NAME_CHARS).contains(&raw.len())
        && raw.bytes().all(plain)
        && !raw.ends_with(['_', 'N'])
        && !ELLIPSES.iter().any(|ellipsis| raw.ends_with(ellipsis))
    {
        return Some(raw.to_owned());
    }
    let mut name = String::with_capacity(raw.len());
    let odd = raw.find(['<', '{', '\\']).unwrap_or(raw.len());
    name.push_str(&raw[..odd]);
    let mut rest = &raw[odd..];
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '<' => rest.find('>'),
            '{' => rest.find('}'),
            _ => None,
        };
        match close {
            // A placeholder; a lone `<` is a filter's prefix.
            Some(end) => {
                name.push('*');
                rest = &rest[end + 1..];
            }
            None => {
                if c != '\\' {
                    name.push(c);
                }
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    for ellipsis in ELLIPSES {
        if let Some(stem) = name.strip_suffix(ellipsis) {
            name = format!("{stem}*");
        }
    }
    // `propertyN` is how the docs write `property258`.
    if let Some(stem) = name.strip_suffix('N')
        && stem.ends_with("property")
    {
        name = format!("{stem}*");
    }
    if name.ends_with('_') {
        name.push('*');
    }
    if name.contains("*@*") {
        name = "*".to_owned();
    }
    if name.contains(char::is_whitespace) {
        name = text::fold(&name).into_owned();
    }
    (!name.is_empty()
        && name.split(' ').count() <= NAME_WORDS
        && name.chars().count() <= NAME_CHARS
        && name.chars().any(|c| c.is_alphanumeric() || c == '*'))
    .then_some(name)
}

/// Appends to a list that nearly always holds one thing: of the first one it takes no more room than that.
pub(super) fn push_one<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// Types written in one code span or link, `a | b` being a choice.
fn types(text: &str, mut link: Option<super::Target>, field: &mut FieldRow) {
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

fn type_word(text: &str, link: Option<super::Target>) -> Option<TypeWord> {
    let mut word = text.trim().trim_matches(['`', '\\', '(', ')', ':', ';', '\'', '"']).trim();
    let mut list = 0;
    while let Some(stem) = word.strip_suffix("[]") {
        word = stem;
        list += 1;
    }
    let fits = !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        && word.starts_with(|c: char| c.is_ascii_alphabetic());
    fits.then(|| TypeWord { word: word.to_owned(), list, link })
}

/// A list item that describes a key: "`page` — page number", "**name** [`type`](…) — …".
pub(crate) fn bullet(reader: &mut Reader<'_>, item: &[Block<'_>]) -> Option<FieldRow> {
    let (first, _) = item.split_first()?;
    let BlockKind::Paragraph(inlines) = &first.kind else { return None };
    // The name and types end at the first text that holds a dash.
    let end = inlines
        .iter()
        .position(
            |i| matches!(i, Inline::Text(t) if t.trim_start().starts_with(['—', '–', '-', ':'])),
        )
        .unwrap_or(inlines.len());
    if end == 0 || !matches!(inlines[0], Inline::Code(_) | Inline::Strong(_)) {
        return None;
    }
    let mut field = FieldRow::default();
    name_cell(reader, first, &inlines[..end], &mut field);
    if field.names.is_empty() || field.names.iter().any(|n| n.contains(' ')) {
        return None;
    }
    let hint = hint(&field.types);
    about::read(reader, item, hint, &mut field.about);
    // The item's own name is no value of it.
    field.about.values.retain(|v| !field.names.contains(&v.value));
    settle_choice(&mut field);
    Some(field)
}

fn text_of(cell: &Cell<'_>) -> String {
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
                Hint { container: true, composite: false, numeric: false, loose: true },
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
        add(ErrorRow { code: code.to_owned(), status: None });
    }
    let Some(column) = columns.code else { return out };
    for row in rows.iter().skip(1) {
        let status =
            columns.status.and_then(|c| row.cells.get(c)).and_then(|cell| status(&text_of(cell)));
        let Some(cell) = row.cells.get(column) else { continue };
        for code in codes(reader, cell) {
            add(ErrorRow { code, status });
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
