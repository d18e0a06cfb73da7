//! Values in running text: runs of codes, lines that begin with one, and their labels.

use b24_schema::AllowedValue;

use crate::words::CellWords;

use super::about::flat;
use super::text::{self, Piece};
use super::{About, FieldRow};

/// Longest label kept, in words: labels are names, not sentences.
const LABEL_WORDS: usize = 5;

/// Longest label kept, in characters.
const LABEL_CHARS: usize = 48;

/// Longest value kept.
pub(super) const VALUE_CHARS: usize = 80;

/// Whether a code only shows how values are written: `#RRGGBB`, `https://`, `PROPERTY_N`, `SG<X>`.
pub(crate) fn is_pattern(code: &str) -> bool {
    let colour = code.strip_prefix('#').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| matches!(b, b'R' | b'G' | b'B'))
    });
    let has_part = code.ends_with("_N") || code.contains('<') && code.ends_with('>');
    colour || has_part || code.ends_with("://")
}

/// The value that a line begins with, and what it stands for: "`P` — positive".
pub(super) fn listed(line: &[Piece<'_>]) -> Option<(String, Option<String>)> {
    let [Piece::Code(code), rest @ ..] = line else { return None };
    let label = flat(rest);
    let label = match label.trim() {
        "" => None,
        label => Some(dash(label)?.to_owned()),
    };
    Some((code.trim().to_owned(), label))
}

/// Whether lines behind a colon list values: two that begin with a value and say what it stands for, or one that is
/// nothing but values.
pub(super) fn begins_list(words: &CellWords, lines: &[Vec<Piece<'_>>]) -> bool {
    let told = |line: &&Vec<Piece<'_>>| listed(line).is_some_and(|(_, label)| label.is_some());
    lines.iter().take_while(told).nth(1).is_some()
        || lines.first().is_some_and(|line| is_run(words, line))
}

/// Whether a line is nothing but several codes: "`day`, `week` or `month`".
pub(super) fn is_run(words: &CellWords, line: &[Piece<'_>]) -> bool {
    let (codes, end) = run(words, line, 0);
    let ended = end + 1 >= line.len();
    let last = line.last().map_or("", Piece::as_str).trim_matches(['.', ' ']);
    // A pattern may look like several codes.
    let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let codes_only = codes.iter().all(|(code, label)| label.is_none() && code.bytes().all(is_word));
    codes.len() > 1
        && codes_only
        && ended
        && (last.is_empty() || matches!(line.last(), Some(Piece::Code(_))))
}

/// Whether a line goes on in the next one.
pub(super) fn ends_with_comma(line: &[Piece<'_>]) -> bool {
    line.last().is_some_and(|piece| piece.as_str().trim_end().ends_with(','))
}

/// The run of codes from piece `i` on, each with its label, and where the run ends.
pub(super) fn run(
    words: &CellWords,
    line: &[Piece<'_>],
    mut i: usize,
) -> (Vec<(String, Option<String>)>, usize) {
    let mut codes: Vec<(String, Option<String>)> = Vec::new();
    while let Some(Piece::Code(code)) = line.get(i) {
        codes.extend(split_code(code).map(|c| (c, None)));
        i += 1;
        let Some(Piece::Text(text)) = line.get(i) else { continue };
        let more = matches!(line.get(i + 1), Some(Piece::Code(_)));
        let trimmed = text.trim();
        let (head, ended) = match trimmed.find(['.', ')']) {
            Some(at) => (&trimmed[..at], true),
            None => (trimmed, false),
        };
        if let Some(label) = dash(head) {
            if let Some(last) = codes.last_mut() {
                last.1 = Some(label.trim_end_matches([',', ';']).trim().to_owned());
            }
        } else if head.split_whitespace().count() > 1 && !joins(words, head) {
            break;
        }
        if ended || !more {
            break;
        }
        i += 1;
    }
    (codes, i)
}

/// Whether a text only joins the last of several to the others: ", or".
fn joins(words: &CellWords, text: &str) -> bool {
    let word = text::lower(text.trim_start_matches(',').trim());
    words.or.contains(&word) || words.and.contains(&word)
}

/// Whether a description is nothing but a name for the codes behind it: "File type: `image`, `video`".
pub(super) fn is_name_of(words: &CellWords, text: &str, line: &[Piece<'_>], end: usize) -> bool {
    let label = text::label(text);
    let ends = match line.get(end) {
        None => true,
        // "`M` — male, `F` — female."
        Some(Piece::Text(behind)) => behind.starts_with('.') || dash(behind).is_some(),
        Some(Piece::Code(_)) => false,
    };
    ends && text.trim_end().ends_with(':')
        && !text.contains(". ")
        && !words.not_values.iter().any(|other| label.ends_with(&**other))
}

pub(super) fn closes(line: &[Piece<'_>], i: usize) -> bool {
    matches!(line.get(i), Some(Piece::Text(text)) if text.trim_start().starts_with(')'))
}

/// `online|offline` in one code span is a choice.
pub(super) fn split_code(code: &str) -> impl Iterator<Item = String> + '_ {
    code.split('|').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty())
}

/// The text after a dash that opens `text`.
pub(super) fn dash(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['—', '–', '-', '='])?;
    Some(rest.trim_start_matches('>').trim())
}

pub(super) fn add_values(about: &mut About, codes: Vec<(String, Option<String>)>) {
    for (value, label) in codes {
        // A program writes a backslash twice: `Bitrix\\\\Vote`.
        let value = unquoted(&value).replace("\\\\", "\\");
        let is_long = value.chars().count() > VALUE_CHARS;
        if is_long || value.starts_with(['{', '[']) || is_range(&value) || is_pattern(&value) {
            continue;
        }
        // `'TYPE': 'A'` is a value of the field in it.
        if let Some((name, inner)) = assigned(&value) {
            add_to_key(about, name, inner, label);
            continue;
        }
        let label = label.and_then(|label| name_like(&label));
        match about.values.iter_mut().find(|known| known.value == value) {
            Some(known) => known.label = known.label.take().or(label),
            None => about.values.push(AllowedValue { value, label }),
        }
    }
}

/// Takes the value that is labelled as the default for it: "`Y` — on, by default". What several labels say means
/// something else: "`true` — create a default channel", "`false` — create no default channel".
pub(super) fn settle_default(words: &CellWords, about: &mut About) {
    let says = |value: &&mut AllowedValue| {
        let label = value.label.as_deref().map(text::lower);
        label.is_some_and(|label| words.default.iter().any(|stem| stem.is_in(&label)))
    };
    let mut labelled = about.values.iter_mut().filter(says);
    if let (Some(value), None) = (labelled.next(), labelled.next()) {
        about.default.get_or_insert_with(|| value.value.clone());
        value.label = None;
    }
}

/// The values of codes that say nothing else.
pub(super) fn values(words: &CellWords, codes: Vec<(String, Option<String>)>) -> Vec<AllowedValue> {
    let mut about = About::default();
    add_values(&mut about, codes);
    settle_default(words, &mut about);
    about.values
}

/// Whether a code stands for a range of numbers: `>= 1`.
fn is_range(value: &str) -> bool {
    let rest = value.trim_start_matches(['>', '<', '=']);
    rest.len() < value.len() && rest.trim_start().parse::<f64>().is_ok()
}

/// The name and the value of `'TYPE': 'A'`.
fn assigned(code: &str) -> Option<(&str, &str)> {
    let (name, value) = code.split_once("': '")?;
    Some((name.trim_start_matches('\''), value.strip_suffix('\'')?))
}

/// Adds a value of a field that the description names.
fn add_to_key(about: &mut About, name: &str, value: &str, label: Option<String>) {
    let is = |row: &FieldRow| row.names.iter().any(|known| known == name);
    if !about.keys.iter().any(is) {
        let names = vec![name.to_owned()];
        about.keys.push(FieldRow { names, ..FieldRow::default() });
    }
    let label = label.and_then(|label| name_like(&label));
    let rows = about.keys.iter_mut().filter(|row| is(row));
    rows.for_each(|row| {
        row.about.values.push(AllowedValue { value: value.to_owned(), label: label.clone() });
    });
}

/// A value without the quotes around it, of either kind.
fn unquoted(value: &str) -> &str {
    let plain = value.trim_matches('"');
    match plain.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) if !inner.contains('\'') => inner,
        _ => plain,
    }
}

/// The label, if it is a name of a few words; its bracketed part is left out.
fn name_like(label: &str) -> Option<String> {
    let label = label.split(['(', '.', ';']).next().unwrap_or("").trim();
    let label = label.trim_matches(|c: char| c.is_whitespace() || ",:«»\"“”*".contains(c));
    let fits = !label.is_empty()
        && label.split_whitespace().count() <= LABEL_WORDS
        && label.chars().count() <= LABEL_CHARS
        && !label.contains(['`', '|', '<', '>', '[', ']', '{', '}', '\\', '#', '_', '*']);
    fits.then(|| text::fold(label).into_owned())
}
