//! Descriptions: from the blocks of a cell to [`About`].

use b24_schema::AllowedValue;
use serde_json::Value;

use crate::diag::{Diagnostic, Severity};
use crate::dialect::{Block, BlockKind, Inline};
use crate::words::CellWords;

use super::limits::{bounds, default};
use super::rows::push_one;
use super::text::{self, Piece};
use super::{About, FieldRow, Reader, bullets, field_name, rows};

/// Longest label kept, in words: labels are names, not sentences.
const LABEL_WORDS: usize = 5;
/// Longest label kept, in characters.
const LABEL_CHARS: usize = 48;
/// Longest value kept.
pub(super) const VALUE_CHARS: usize = 80;

/// What the row's types say about how to read its description.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hint {
    /// An object or an array: a list in the cell may describe its keys.
    pub container: bool,
    /// Nothing but an object or an array.
    pub composite: bool,
    /// Conditions: a list of names in the cell describes the fields that they take.
    pub filter: bool,
    /// A number: bounds are bounds of its value.
    pub numeric: bool,
    /// The object that a method answers: a list of names in the cell describes its fields.
    pub answered: bool,
    /// Texts, numbers or flags, and nothing else.
    pub plain: bool,
    /// A dictionary entry: codes with labels are values even without a lead-in.
    pub loose: bool,
}

/// Reads the blocks of a description into `about`.
pub(crate) fn read(reader: &mut Reader<'_>, blocks: &[Block<'_>], hint: Hint, about: &mut About) {
    let mut lead = Lead::None;
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                links(reader, block, inlines, about);
                if hint.container {
                    format(reader, block, inlines, about);
                }
                let mut unended = false;
                let lines = text::lines(inlines);
                for (at, line) in lines.iter().enumerate() {
                    let known = about.values.len();
                    let goes_on = unended && matches!(line.first(), Some(Piece::Code(_)));
                    if lead == Lead::Open && hint.plain && begins_list(reader.words(), &lines[at..])
                    {
                        lead = Lead::Values;
                    }
                    match listed(line).filter(|_| lead == Lead::Values) {
                        // A list without marks: each line begins with a value.
                        Some(value) => add_values(reader.words(), about, vec![value]),
                        // The values for a phone, a comma, and those for an address on the next line.
                        None if goes_on => {
                            add_values(reader.words(), about, run(reader.words(), line, 0).0);
                        }
                        // All of them in one line.
                        None if lead == Lead::Values && is_run(reader.words(), line) => {
                            add_values(reader.words(), about, run(reader.words(), line, 0).0);
                        }
                        None => lead = self::line(reader.words(), line, hint, about),
                    }
                    unended = ends_with_comma(line) && (goes_on || about.values.len() > known);
                }
            }
            BlockKind::List(items) => {
                bullets::read(reader, items, lead, hint, about);
                lead = Lead::None;
            }
            BlockKind::Table(table) => {
                let keys = rows::fields(reader, table, block.span);
                add_keys(about, keys);
            }
            BlockKind::Code { text, .. } => shape(reader, block, text, about),
            BlockKind::Note { blocks, .. }
            | BlockKind::Quote(blocks)
            | BlockKind::Cut { blocks, .. } => {
                read(reader, blocks, hint, about);
            }
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    read(reader, &tab.blocks, hint, about);
                }
            }
            BlockKind::Heading { .. } => {}
        }
    }
    without_variables(blocks, &mut about.values);
    // The default of an object is said of something in it, unless it is one itself.
    if hint.composite {
        about.default.take_if(|literal| !literal.starts_with(['{', '[']));
    }
}

/// Drops what stands in braces in a code of the cell: "by the template `{type} #{id}`, where `type` is the kind" lists
/// the variables of a template, and no values.
fn without_variables(blocks: &[Block<'_>], values: &mut Vec<AllowedValue>) {
    if values.is_empty() {
        return;
    }
    let paragraphs = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines),
        _ => None,
    });
    for inline in paragraphs.flatten() {
        let Inline::Code(code) = inline else { continue };
        values.retain(|value| !code.contains(&format!("{{{}}}", value.value)));
    }
}

/// What a line announces for the list below it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Lead {
    None,
    Values,
    Keys,
    /// Something else.
    Other,
    /// It ends with a colon and says nothing that is known.
    Open,
}

pub(super) fn links(
    reader: &Reader<'_>,
    block: &Block<'_>,
    inlines: &[Inline<'_>],
    about: &mut About,
) {
    for inline in inlines {
        match inline {
            Inline::Link { text, href } => {
                let Some(mut target) = reader.target(block.span.file, href) else { continue };
                // `[sale_order](data-types.md)` means the record of that name on the page.
                let text = text::plain(text);
                if target.anchor.is_none()
                    && target.page.ends_with(TYPES_PAGE)
                    && is_type_name(text.trim())
                {
                    target.anchor = Some(text.trim().to_lowercase());
                }
                if !about.links.contains(&target) {
                    push_one(&mut about.links, target);
                }
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                links(reader, block, inner, about);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// The value that a line begins with, and what it stands for: "`P` — positive".
fn listed(line: &[Piece<'_>]) -> Option<(String, Option<String>)> {
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
fn begins_list(words: &CellWords, lines: &[Vec<Piece<'_>>]) -> bool {
    let told = |line: &&Vec<Piece<'_>>| listed(line).is_some_and(|(_, label)| label.is_some());
    lines.iter().take_while(told).nth(1).is_some()
        || lines.first().is_some_and(|line| is_run(words, line))
}

/// Whether a line is nothing but several codes: "`day`, `week` or `month`".
fn is_run(words: &CellWords, line: &[Piece<'_>]) -> bool {
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
fn ends_with_comma(line: &[Piece<'_>]) -> bool {
    line.last().is_some_and(|piece| piece.as_str().trim_end().ends_with(','))
}

/// The pages that describe records by name.
const TYPES_PAGE: &str = "data-types.md";

fn is_type_name(text: &str) -> bool {
    text.contains('_')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Reads one line; returns what it announces.
fn line(words: &CellWords, line: &[Piece<'_>], hint: Hint, about: &mut About) -> Lead {
    let lower = match line {
        [piece] => text::lower(piece.as_str()),
        _ => text::lower(&flat(line)),
    };
    deprecated(words, &lower, about);
    // What is not in the line is in none of its pieces.
    if about.default.is_none() && words.default.iter().any(|stem| stem.is_in(&lower)) {
        about.default = default(words, line);
    }
    bounds(words, &lower, hint, about);
    if words.either.iter().any(|phrase| phrase.is_in(&lower)) {
        let choice = either(words, line);
        if !choice.is_empty() {
            if about.either.is_empty() {
                about.either = choice;
            }
            return Lead::None;
        }
    }
    if about.either.is_empty() {
        about.either.extend(unless(words, line));
    }
    if is_of_another(words, line) {
        return Lead::Other;
    }
    inline_values(words, line, hint, about)
}

/// The parameter without which this one must be given: "Required if `ID` is not passed".
fn unless(words: &CellWords, line: &[Piece<'_>]) -> Option<String> {
    line.windows(2).enumerate().find_map(|(i, pieces)| {
        let [Piece::Text(before), Piece::Code(code)] = pieces else { return None };
        let behind = line.get(i + 2).map_or("", Piece::as_str);
        stands_between(&words.unless, before, behind).then(|| field_name::name(code)).flatten()
    })
}

/// Whether a line is about a parameter that it names: "The `align` parameter sets the alignment". Its values are not
/// those of the row.
fn is_of_another(words: &CellWords, line: &[Piece<'_>]) -> bool {
    let [Piece::Text(before), Piece::Code(_), Piece::Text(behind), ..] = line else { return false };
    before.split_whitespace().count() == 1 && stands_between(&words.of_another, before, behind)
}

/// Whether a code stands between the two texts of one of the pairs.
fn stands_between(pairs: &[(String, String)], before: &str, behind: &str) -> bool {
    let (before, behind) = (text::lower(before.trim()), text::lower(behind.trim()));
    pairs.iter().any(|(a, b)| before.ends_with(&**a) && behind.starts_with(&**b))
}

pub(super) fn flat(line: &[Piece<'_>]) -> String {
    line.iter().map(Piece::as_str).collect()
}

/// A field is obsolete when a sentence of its description begins with saying so.
fn deprecated(words: &CellWords, lower: &str, about: &mut About) {
    about.deprecated |= lower.split(['.', '!', '(']).any(|sentence| {
        let sentence = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.deprecated.iter().any(|word| {
            sentence
                .strip_prefix(word.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    });
}

/// The parameters of which one must be given: the codes behind a phrase that says so.
pub(super) fn either(words: &CellWords, line: &[Piece<'_>]) -> Vec<String> {
    let says = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => {
            let lower = text::lower(text);
            words.either.iter().any(|phrase| phrase.is_in(&lower))
        }
        Piece::Code(_) => false,
    };
    let Some(at) = line.iter().position(says) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for piece in &line[at..] {
        match piece {
            Piece::Code(code) => names.extend(field_name::name(code)),
            // The sentence's end ends the list.
            Piece::Text(text) if !names.is_empty() && text.contains(". ") => break,
            Piece::Text(_) => {}
        }
    }
    if names.len() > 1 { names } else { Vec::new() }
}

/// Values in running text: "possible values: `A`, `B`", "(`Y`/`N`)".
fn inline_values(words: &CellWords, line: &[Piece<'_>], hint: Hint, about: &mut About) -> Lead {
    let mut lead = Lead::None;
    let mut i = 0;
    while i < line.len() {
        if let Piece::Text(text) = &line[i] {
            let (codes, next) = run(words, line, i + 1);
            let leads = i + 1 == line.len() && text.trim_end().ends_with(':');
            let announced = if codes.is_empty() && !leads {
                Lead::None
            } else {
                // The words after the last full stop decide what the codes behind them are.
                announces(words, text.rsplit(". ").next().unwrap_or(text))
            };
            let in_brackets = text.trim_end().ends_with('(') && closes(line, next);
            match announced {
                Lead::Values if !codes.is_empty() => add_values(words, about, codes),
                Lead::Keys if !codes.is_empty() && hint.container => {
                    add_keys(about, codes.into_iter().map(|(code, _)| key(&code)).collect());
                }
                Lead::None
                    if i == 0
                        && hint.plain
                        && codes.len() > 1
                        // `#id#` is what is put in its place.
                        && !codes.iter().any(|(code, _)| code.starts_with('#'))
                        && is_name_of(words, text, line, next) =>
                {
                    add_values(words, about, codes);
                }
                _ if in_brackets && codes.len() > 1 && !hint.container => {
                    add_values(words, about, codes)
                }
                _ if hint.loose && codes.iter().any(|(_, label)| label.is_some()) => {
                    add_values(words, about, codes)
                }
                _ => {}
            }
            lead = match announced {
                _ if !leads => Lead::None,
                Lead::None => Lead::Open,
                announced => announced,
            };
        } else {
            lead = Lead::None;
        }
        i += 1;
    }
    // "Possible values for `order`:" ends in a text that is only the colon.
    if let [.., Piece::Text(before), Piece::Code(_), Piece::Text(colon)] = line
        && colon.trim() == ":"
    {
        lead = match announces(words, before) {
            Lead::None => Lead::Open,
            lead => lead,
        };
    }
    lead
}

/// What the end of `sentence` announces.
fn announces(words: &CellWords, sentence: &str) -> Lead {
    let label = text::label(sentence);
    let ends = |phrases: &[String]| {
        phrases.iter().any(|phrase| {
            label
                .strip_suffix(phrase.as_str())
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })
    };
    // "Examples of possible values".
    let begins = words.not_values.iter().any(|phrase| label.starts_with(&**phrase));
    if ends(&words.not_values) || begins && ends(&words.values) {
        Lead::Other
    } else if ends(&words.values) {
        Lead::Values
    } else if ends(&words.keys) {
        Lead::Keys
    } else {
        Lead::None
    }
}

/// The run of codes from piece `i` on, each with its label, and where the run ends.
fn run(
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
fn is_name_of(words: &CellWords, text: &str, line: &[Piece<'_>], end: usize) -> bool {
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

fn closes(line: &[Piece<'_>], i: usize) -> bool {
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

pub(super) fn add_values(
    words: &CellWords,
    about: &mut About,
    codes: Vec<(String, Option<String>)>,
) {
    for (value, label) in codes {
        let value = unquoted(&value).to_owned();
        if value.chars().count() > VALUE_CHARS || value.starts_with(['{', '[']) {
            continue;
        }
        let mut label = label.and_then(|label| name_like(&label));
        if let Some(text) = &label {
            let lower = text::lower(text);
            if words.default.iter().any(|stem| stem.is_in(&lower)) {
                about.default.get_or_insert_with(|| value.clone());
                label = None;
            }
        }
        match about.values.iter_mut().find(|known| known.value == value) {
            Some(known) => known.label = known.label.take().or(label),
            None => about.values.push(AllowedValue { value, label }),
        }
    }
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

fn key(name: &str) -> FieldRow {
    FieldRow { names: field_name::name(name).into_iter().collect(), ..FieldRow::default() }
}

pub(crate) fn add_keys(about: &mut About, keys: Vec<FieldRow>) {
    for row in keys {
        if !row.names.is_empty() && !about.keys.iter().any(|known| known.names == row.names) {
            about.keys.push(row);
        }
    }
}

/// The format that a sentence shows: "An object in the format `{fileData: [value1, value2]}`".
fn format(reader: &mut Reader<'_>, block: &Block<'_>, inlines: &[Inline<'_>], about: &mut About) {
    let announced = |text: &str| {
        let text = text::lower(text.trim_end_matches([' ', ':']));
        reader.words().format.iter().any(|phrase| text.ends_with(&**phrase))
    };
    let shown = inlines.windows(2).find_map(|pair| match pair {
        [Inline::Text(before), Inline::Code(code)] if announced(before) => Some(code.to_string()),
        _ => None,
    });
    if let Some(code) = shown
        && about.shape.is_none()
    {
        shape(reader, block, &code, about);
        about.shape.take_if(|shape| !has_names(shape));
    }
}

/// Whether the keys of a format are names, and it is no pattern: `{"code": "level"}` and `{"field_1": "value_1"}` stand for
/// any key.
fn has_names(shape: &Value) -> bool {
    let Some(map) = shape.as_object() else { return false };
    let is_name = |key: &String| {
        key.starts_with(|c: char| c.is_ascii_alphabetic())
            && !key.ends_with(|c: char| c.is_ascii_digit())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let nested = map.values().any(|value| value.is_object() || value.is_array());
    map.keys().all(is_name) && (map.len() > 1 || nested)
}

/// The format shown in a code block.
fn shape(reader: &mut Reader<'_>, block: &Block<'_>, text: &str, about: &mut About) {
    if about.shape.is_some() || !text.trim_start().starts_with(['{', '[']) {
        return;
    }
    let (value, faults) = crate::examples::answer(text);
    // A cell sketches a format, and need not write it as JSON.
    let sketched = |fault| Diagnostic { severity: Severity::Note, ..fault };
    let faults = reader.faults(block.span, text, faults).into_iter().map(sketched);
    reader.diagnostics.0.extend(faults);
    if let Some(value) = value {
        let value = reader.neutral(block.span, value);
        if value.is_object() || value.is_array() {
            about.shape = Some(value);
        }
    }
}
