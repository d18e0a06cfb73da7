//! Descriptions: from the blocks of a cell to [`About`].

use b24_schema::AllowedValue;

use crate::dialect::{Block, BlockKind, Inline};
use crate::words::CellWords;

use super::formats::{format, shape};
use super::limits::{bounds, default};
use super::rows::push_one;
use super::text::{self, Piece};
use super::values::{
    add_values, begins_list, closes, ends_with_comma, is_name_of, is_run, listed, run,
    settle_default,
};
use super::{About, FieldRow, Item, Reader, bullets, field_name, is_select, needed, rows};

/// What the row's types say about how to read its description.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hint<'n> {
    /// What the row describes.
    pub names: &'n [String],
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
pub(crate) fn read(
    reader: &mut Reader<'_>,
    blocks: &[Block<'_>],
    hint: Hint<'_>,
    about: &mut About,
) {
    let mut lead = Lead::None;
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                links(reader, block, inlines, about);
                if hint.container {
                    format(reader, block, inlines, hint.names, about);
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
                        Some(value) => add_values(about, vec![value]),
                        // The values for a phone, a comma, and those for an address on the next line.
                        None if goes_on => {
                            add_values(about, run(reader.words(), line, 0).0);
                        }
                        // All of them in one line.
                        None if lead == Lead::Values && is_run(reader.words(), line) => {
                            add_values(about, run(reader.words(), line, 0).0);
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
            BlockKind::Code { text, .. } => shape(reader, block, text, hint.names, about),
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
    settle_default(reader.words(), about);
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
    for inline in text::paragraphs(blocks).flatten() {
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
    /// Keys that must be there.
    Needed,
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

/// The pages that describe records by name.
const TYPES_PAGE: &str = "data-types.md";

fn is_type_name(text: &str) -> bool {
    text.contains('_')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Reads one line; returns what it announces.
fn line(words: &CellWords, line: &[Piece<'_>], hint: Hint<'_>, about: &mut About) -> Lead {
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
        about.either.extend(between(&words.unless, line));
    }
    if about.instead.is_none() {
        about.instead = between(&words.instead, line);
    }
    // What must be selected is no part of the list of names.
    if hint.container && !hint.names.iter().any(|name| is_select(name)) {
        for name in needed::named(words, line) {
            needed::mark(about, FieldRow { names: vec![name], ..FieldRow::default() });
        }
        if needed::are_below(words, line) {
            return Lead::Needed;
        }
    }
    if is_of_another(words, line) {
        return Lead::Other;
    }
    inline_values(words, line, hint, about)
}

/// The parameter between the two texts of one of the pairs: "Required if `ID` is not passed".
fn between(pairs: &[(String, String)], line: &[Piece<'_>]) -> Option<String> {
    line.windows(2).enumerate().find_map(|(i, pieces)| {
        let [Piece::Text(before), Piece::Code(code)] = pieces else { return None };
        let behind = line.get(i + 2).map_or("", Piece::as_str);
        stands_between(pairs, before, behind).then(|| field_name::name(code)).flatten()
    })
}

/// Whether a line is about a parameter that it names: "The `align` parameter sets the alignment", "Value for `ACTION`:".
/// Its values are not those of the row.
fn is_of_another(words: &CellWords, line: &[Piece<'_>]) -> bool {
    let [Piece::Text(before), Piece::Code(_), Piece::Text(behind), ..] = line else { return false };
    let whole = |(a, _): &(String, String)| text::lower(before.trim()) == **a;
    words.of_another.iter().any(whole) && stands_between(&words.of_another, before, behind)
}

/// Whether a code stands between the two texts of one of the pairs.
pub(super) fn stands_between(pairs: &[(String, String)], before: &str, behind: &str) -> bool {
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

/// "Pass one of the parameters `uuid` or `crmId`", below the table that has them: their marks hold for one of them.
pub(super) fn choice_below(reader: &Reader<'_>, inlines: &[Inline<'_>], items: &mut [Item]) {
    let Some(Item::Fields(table)) = items.last_mut() else { return };
    for line in text::lines(inlines) {
        let names = either(reader.words(), &line);
        let known = |name: &String| table.rows.iter().any(|row| row.names.contains(name));
        if names.is_empty() || !names.iter().all(known) {
            continue;
        }
        for row in &mut table.rows {
            if row.about.either.is_empty() && row.names.iter().any(|name| names.contains(name)) {
                row.about.either.clone_from(&names);
            }
        }
    }
}

/// Values in running text: "possible values: `A`, `B`", "(`Y`/`N`)".
fn inline_values(words: &CellWords, line: &[Piece<'_>], hint: Hint<'_>, about: &mut About) -> Lead {
    let mut lead = Lead::None;
    let mut i = 0;
    while i < line.len() {
        if let Piece::Text(text) = &line[i] {
            let (codes, next) = run(words, line, i + 1);
            let leads = i + 1 == line.len() && text.trim_end().ends_with(':');
            // "Possible values for `order`:" are those of the list below.
            let named = codes.len() == 1 && ends_with_colon(&line[next.min(line.len())..]);
            let announced = if codes.is_empty() && !leads || named {
                Lead::None
            } else {
                // The words after the last full stop decide what the codes behind them are.
                announces(words, text::last_sentence(text))
            };
            let in_brackets = text.trim_end().ends_with('(') && closes(line, next);
            match announced {
                Lead::Values if !codes.is_empty() => add_values(about, codes),
                // "Each kind of `field` has settings" lists none.
                Lead::Keys
                    if !codes.is_empty()
                        && hint.container
                        && (codes.len() > 1 || ends_clause(&line[next.min(line.len())..])) =>
                {
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
                    add_values(about, codes);
                }
                _ if in_brackets && codes.len() > 1 && !hint.container => add_values(about, codes),
                _ if hint.loose && codes.iter().any(|(_, label)| label.is_some()) => {
                    add_values(about, codes)
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
    if let [.., Piece::Text(before), Piece::Code(_), colon] = line
        && ends_with_colon(std::slice::from_ref(colon))
    {
        lead = match announces(words, before) {
            Lead::None => Lead::Open,
            lead => lead,
        };
    }
    lead
}

/// Whether nothing but a colon is left of a line.
fn ends_with_colon(rest: &[Piece<'_>]) -> bool {
    matches!(rest, [Piece::Text(colon)] if colon.trim() == ":")
}

/// Whether a clause ends before what is left of a line.
fn ends_clause(rest: &[Piece<'_>]) -> bool {
    let goes_on = |text: &str| text.trim_start().starts_with(char::is_alphabetic);
    !matches!(rest, [Piece::Text(text), ..] if goes_on(text))
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

fn key(name: &str) -> FieldRow {
    FieldRow { names: field_name::name(name).into_iter().collect(), ..FieldRow::default() }
}

/// Whether a paragraph says that the list below it has the values: "The kind can take the following values:".
pub(super) fn says_values(words: &CellWords, inlines: &[Inline<'_>]) -> bool {
    let text = text::plain(inlines);
    let text = text.trim_end();
    text.ends_with(':') && announces(words, text::last_sentence(text)) == Lead::Values
}

pub(crate) fn add_keys(about: &mut About, keys: Vec<FieldRow>) {
    for row in keys {
        if !row.names.is_empty() && !about.keys.iter().any(|known| known.names == row.names) {
            about.keys.push(row);
        }
    }
}
