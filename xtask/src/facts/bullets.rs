//! Lists in descriptions: values, keys, or prose.

use std::borrow::Cow;

use b24_schema::Text;
use serde_json::Value;

use crate::dialect::{Block, BlockKind, Inline};

use super::about::{self, Hint, Lead, add_keys, flat, links};
use super::description::noun;
use super::field_name::{self, name_cell};
use super::rows::{hint, settle_choice, type_word};
use super::text::{self, Piece};
use super::values::{add_values, dash, listed, split_code};
use super::{About, FieldRow, Reader, TypeWord, needed};

/// Reads a list into `about`: values, keys, or prose in several parts.
pub(super) fn read(
    reader: &mut Reader<'_>,
    items: &[Vec<Block<'_>>],
    lead: Lead,
    hint: Hint<'_>,
    about: &mut About,
) {
    let keyed = match lead {
        // What a filter "takes" are the names of its fields.
        Lead::Values if hint.filter && are_keys(items, hint) => true,
        Lead::Values => false,
        Lead::Keys | Lead::Needed => true,
        _ if hint.container && explain(about, items) => true,
        Lead::None | Lead::Open if are_values(items, hint) => false,
        Lead::Open if hint.plain && are_unmarked(items) => false,
        _ if hint.container && are_bold(items) => true,
        Lead::Open if are_keys(items, hint) => true,
        Lead::None | Lead::Open | Lead::Other => {
            for item in items {
                about::read(reader, item, Hint { container: false, ..hint }, about);
            }
            return;
        }
    };
    for item in items {
        let Some((first, rest)) = item.split_first() else { continue };
        let BlockKind::Paragraph(inlines) = &first.kind else { continue };
        links(reader, first, inlines, about);
        let lines = text::lines(inlines);
        let Some(line) = lines.first() else { continue };
        if keyed && hint.container {
            match bullet(reader, item, about.shape.as_ref()) {
                Some(row) if lead == Lead::Needed => needed::mark(about, row),
                row => add_keys(about, row.into_iter().collect()),
            }
        } else {
            let (codes, after) = lead_codes(line);
            if codes.is_empty() {
                if let Some(value) = unmarked(line)
                    .filter(|_| matches!(lead, Lead::Values | Lead::Open) && hint.plain)
                {
                    add_values(about, vec![value]);
                }
                continue;
            }
            let label = flat(after);
            // "`id` of the message" tells where a number comes from, not what it is; "`chat` for a chat" is a value.
            let number = hint.numeric && !codes.iter().all(|code| code.parse::<i64>().is_ok());
            let listed = lead == Lead::Values && hint.plain && !number;
            if !listed && label.trim_start().starts_with(char::is_alphabetic) {
                continue;
            }
            let label = dash(&label).map(str::to_owned);
            let single = codes.len() == 1;
            let codes =
                codes.into_iter().map(|c| (c, if single { label.clone() } else { None })).collect();
            add_values(about, codes);
            for block in rest {
                if let BlockKind::Paragraph(inlines) = &block.kind {
                    links(reader, block, inlines, about);
                }
            }
        }
    }
}

/// A list item that describes a key: "`page` — page number", "**name** [`type`](…) — …". Where it has no type, its first
/// words may tell it, or the `format` of the object that it is a key of.
fn bullet(reader: &mut Reader<'_>, item: &[Block<'_>], format: Option<&Value>) -> Option<FieldRow> {
    let (first, rest) = item.split_first()?;
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
    // "`!=` or `!`" names no field.
    if let Inline::Code(code) = &inlines[0]
        && field_name::name(code).is_none()
    {
        return None;
    }
    let mut field = FieldRow::default();
    name_cell(reader, first, &inlines[..end], &mut field);
    if field.names.is_empty() || field.names.iter().any(|n| n.contains(' ')) {
        return None;
    }
    if field.types.is_empty() {
        field.types = types_behind(&reader.words().value_of_type, &inlines[end..]);
    }
    if field.types.is_empty()
        && let Some(shown) = format.and_then(|format| format.get(field.names.first()?))
        && shown.as_str().is_some_and(|text| text.parse::<f64>().is_err())
        && !crate::examples::is_unknown(shown)
    {
        field.types = vec![TypeWord { word: "string".to_owned(), list: 0, link: None }];
    }
    let mut about = std::mem::take(&mut field.about);
    about::read(reader, item, hint(&field), &mut about);
    // The item's own name is no value of it.
    about.values.retain(|v| !field.names.contains(&v.value));
    about.instead = None;
    if field.types.is_empty() {
        about.called = noun(reader.words(), &inlines[end..]);
    }
    field.about = about;
    settle_choice(&mut field);
    field.text = text_behind(reader, first, &inlines[end..], rest);
    Some(field)
}

/// The types that a description names behind one of the phrases: "default value of type `datetime` or `date`".
fn types_behind(phrases: &[String], inlines: &[Inline<'_>]) -> Vec<TypeWord> {
    let announces = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => phrases.iter().any(|p| text::lower(text.trim_end()).ends_with(&**p)),
        _ => false,
    };
    let Some(at) = inlines.iter().position(announces) else { return Vec::new() };
    let named = inlines[at + 1..].iter().take_while(|inline| match inline {
        Inline::Code(_) => true,
        Inline::Text(text) => text.split_whitespace().count() == 1,
        _ => false,
    });
    let code = |inline: &Inline<'_>| match inline {
        Inline::Code(code) => type_word(code, None),
        _ => None,
    };
    named.filter_map(code).collect()
}

/// What stands behind the name of a list item and its dash.
fn text_behind(
    reader: &Reader<'_>,
    first: &Block<'_>,
    inlines: &[Inline<'_>],
    rest: &[Block<'_>],
) -> Text {
    if reader.markdown.is_none() {
        return Text::default();
    }
    let mut inlines = inlines.to_vec();
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        let behind = text.trim_start().trim_start_matches(['—', '–', '-', ':']).trim_start();
        *text = Cow::Owned(behind.to_owned());
    }
    let lead = Block { kind: BlockKind::Paragraph(inlines), span: first.span };
    reader.text(std::iter::once(&lead).chain(rest))
}

/// The value that a list item begins with without marking it as code: "CPC — ads", "**P** — personal settings".
fn unmarked(line: &[Piece<'_>]) -> Option<(String, Option<String>)> {
    let text = flat(line);
    let (value, label) = text.trim_start().split_once(char::is_whitespace)?;
    let is_code = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let label = dash(label)?;
    value.bytes().all(is_code).then(|| (value.to_owned(), Some(label.to_owned())))
}

/// The codes that the items of a list begin with, several, each with what it stands for.
pub(super) fn codes(items: &[Vec<Block<'_>>]) -> Option<Vec<(String, Option<String>)>> {
    let code = |item: &Vec<Block<'_>>| match item.as_slice() {
        [Block { kind: BlockKind::Paragraph(inlines), .. }] => {
            let lines = text::lines(inlines);
            lines.first().and_then(|line| listed(line).or_else(|| unmarked(line)))
        }
        _ => None,
    };
    let codes: Vec<_> = items.iter().map(code).collect::<Option<_>>()?;
    (codes.len() > 1).then_some(codes)
}

/// Whether all items of a list, several, begin with a value that nothing marks as code.
fn are_unmarked(items: &[Vec<Block<'_>>]) -> bool {
    let is = |item: &Vec<Block<'_>>| match item.as_slice() {
        [Block { kind: BlockKind::Paragraph(inlines), .. }] => match &text::lines(inlines)[..] {
            // "Size — 24x24 pixels" tells of the value, and is none.
            [line] => unmarked(line).is_some_and(|(value, _)| {
                value == value.to_lowercase() || value == value.to_uppercase()
            }),
            _ => false,
        },
        _ => false,
    };
    items.len() > 2 && items.iter().all(is)
}

/// Whether a description lists codes, in a list or in a line.
pub(super) fn lists_codes(blocks: &[Block<'_>]) -> bool {
    blocks.iter().any(|block| match &block.kind {
        BlockKind::List(items) => {
            all_begin_with(items, |_| true) || items.iter().any(|item| lists_codes(item))
        }
        BlockKind::Paragraph(inlines) => {
            let codes = inlines.iter().filter(|inline| matches!(inline, Inline::Code(_)));
            // Of fewer there is no run.
            if codes.count() < 3 {
                return false;
            }
            let lines = text::lines(inlines);
            let separator =
                |piece: &Piece<'_>| matches!(piece, Piece::Text(text) if text.trim() == ",");
            let is_run = |run: &[Piece<'_>]| match run {
                [Piece::Code(_), a, Piece::Code(_), b, Piece::Code(_)] => {
                    separator(a) && separator(b)
                }
                _ => false,
            };
            lines.iter().any(|line| line.windows(5).any(is_run))
        }
        BlockKind::Note { blocks, .. }
        | BlockKind::Quote(blocks)
        | BlockKind::Cut { blocks, .. } => lists_codes(blocks),
        _ => false,
    })
}

/// Whether the items of a list look like values, whatever stands above it: each begins with a code and a dash, where
/// the type is a plain one; with a number, where it may be another.
fn are_values(items: &[Vec<Block<'_>>], hint: Hint<'_>) -> bool {
    let fits = |code: &str| match hint.numeric || hint.container {
        true => code.parse::<i64>().is_ok(),
        false => !code.contains(['.', ' ', '(', '=', '<', '{', '%']),
    };
    !hint.composite && all_begin_with(items, fits) || hint.plain && all_are_codes(items)
}

/// Whether all items of a list, more than one, are codes and nothing else.
fn all_are_codes(items: &[Vec<Block<'_>>]) -> bool {
    let is = |item: &Vec<Block<'_>>| match item.as_slice() {
        [Block { kind: BlockKind::Paragraph(inlines), .. }] => match inlines.as_slice() {
            [Inline::Code(code)] => !code.contains([' ', '(', '=', '<', '{']),
            _ => false,
        },
        _ => false,
    };
    items.len() > 1 && items.iter().all(is)
}

/// Whether a list explains the keys of the format above it: "where: `VALUE` — a date, `TYPE` — its kind".
fn explain(about: &About, items: &[Vec<Block<'_>>]) -> bool {
    let Some(format) = about.shape.as_ref().and_then(|shape| shape.as_object()) else {
        return false;
    };
    all_begin_with(items, |code| format.contains_key(code))
}

/// Whether the items of a list look like fields that conditions take: each begins with a name and a dash.
fn are_keys(items: &[Vec<Block<'_>>], hint: Hint<'_>) -> bool {
    let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'*');
    let fits = |code: &str| {
        let flag = matches!(code, "true" | "false" | "Y" | "N");
        code.starts_with(|c: char| c.is_ascii_alphabetic()) && code.bytes().all(name) && !flag
    };
    (hint.filter || hint.answered) && all_begin_with(items, fits)
}

/// Whether all items of a list, more than one, begin with a bold name and a dash: so pages set fields.
fn are_bold(items: &[Vec<Block<'_>>]) -> bool {
    let does = |item: &Vec<Block<'_>>| {
        let Some(BlockKind::Paragraph(inlines)) = item.first().map(|block| &block.kind) else {
            return false;
        };
        let [Inline::Strong(name), Inline::Text(behind), ..] = inlines.as_slice() else {
            return false;
        };
        let name = text::plain(name);
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'*'));
        is_name && !name.is_empty() && dash(behind).is_some()
    };
    items.len() > 1 && items.iter().all(does)
}

/// Whether all items of a list, more than one, begin with codes and a dash.
fn all_begin_with(items: &[Vec<Block<'_>>], fits: impl Fn(&str) -> bool) -> bool {
    let does = |item: &Vec<Block<'_>>| {
        let Some(BlockKind::Paragraph(inlines)) = item.first().map(|block| &block.kind) else {
            return false;
        };
        let lines = text::lines(inlines);
        let Some(line) = lines.first() else { return false };
        let (codes, after) = lead_codes(line);
        let coded = !codes.is_empty() && codes.iter().all(|code| fits(code));
        coded && dash(&flat(after)).is_some()
    };
    items.len() > 1 && items.iter().all(does)
}

/// The codes a list item begins with, and what follows them.
fn lead_codes<'l, 'i>(line: &'l [Piece<'i>]) -> (Vec<String>, &'l [Piece<'i>]) {
    let mut codes = Vec::new();
    let mut i = 0;
    loop {
        match line.get(i) {
            Some(Piece::Code(code)) => {
                codes.extend(split_code(code));
                i += 1;
            }
            Some(Piece::Text(text))
                if !codes.is_empty()
                    && matches!(line.get(i + 1), Some(Piece::Code(_)))
                    && text.trim().chars().all(|c| ",/;|".contains(c)) =>
            {
                i += 1;
            }
            _ => return (codes, &line[i..]),
        }
    }
}
