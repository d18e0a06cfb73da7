//! The first cell of a row of fields: names, marks, types.

use crate::dialect::{Block, Inline};

use super::rows::{push_one, type_word, types};
use super::text;
use super::{FieldRow, Reader, Required};

/// More words than this are no name: tables of overviews say in their first column what can be done.
pub(super) const NAME_WORDS: usize = 3;
/// Nor is it longer than this.
const NAME_CHARS: usize = 120;
/// What the docs put behind a prefix to say "and so on".
const ELLIPSES: [&str; 4] = ["...", "…", "XXX", PROPERTY];
const PROPERTY: &str = "PropertyId";

/// Reads the first cell of a row: names, marks, types.
pub(super) fn name_cell(
    reader: &Reader<'_>,
    block: &Block<'_>,
    inlines: &[Inline<'_>],
    field: &mut FieldRow,
) {
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
    // Most names are plain.
    if is_plain(raw) {
        return Some(raw.to_owned());
    }
    let raw = raw.trim().trim_matches(['\'', '"', '`', '«', '»', ',', ':']).trim();
    if is_plain(raw) {
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
        // `skuPropertyId` is a name, `PROPERTY_PropertyId` is not.
        if let Some(stem) = name.strip_suffix(ellipsis)
            && (ellipsis != PROPERTY || stem.ends_with('_'))
        {
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

/// Whether a text is a name as it stands.
fn is_plain(raw: &str) -> bool {
    (1..=NAME_CHARS).contains(&raw.len())
        && raw.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !raw.ends_with(['_', 'N'])
        && !ELLIPSES.iter().any(|ellipsis| raw.ends_with(ellipsis))
}
