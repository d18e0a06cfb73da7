//! What the words of a description say of the type beside it.

use b24_schema::AllowedValue;
use serde::Deserialize;

use crate::dialect::{BlockKind, Cell, Inline};
use crate::words::{CellWords, Phrase};

use super::rows::{is_array, is_text, may_identify, text_of};
use super::text::Piece;
use super::{TypeWord, text};

/// What the first words of a description call a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// A number that stands for a thing: "Identifier of the user".
    Identifier,
    /// A text: "List of codes", "Identifiers in the format `n<ID>`", "Name of the file".
    Text,
    /// A number of something: "Interval in seconds".
    Quantity,
    /// A date: "Date of creation".
    Date,
}

impl Called {
    /// All of them.
    const ALL: [Self; 4] = [Self::Identifier, Self::Text, Self::Quantity, Self::Date];
}

/// Words for each thing that a value may be called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalledWords<T> {
    /// For an identifier.
    pub identifier: T,
    /// For a text, or texts in a list.
    pub text: T,
    /// For a number of something.
    pub quantity: T,
    /// For a date.
    pub date: T,
}

impl<T> CalledWords<T> {
    /// Those for `called`.
    pub fn of(&self, called: Called) -> &T {
        match called {
            Called::Identifier => &self.identifier,
            Called::Text => &self.text,
            Called::Quantity => &self.quantity,
            Called::Date => &self.date,
        }
    }
}

/// Whether a description says that there are several of what the type names: "Multiple", "List of contacts".
pub(super) fn says_several(words: &CellWords, cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| {
        let text = text::lower(&text_of(cell));
        let mut clauses = text.split(['.', ',', ';', '(', '\n']);
        let begins = words.several_of.iter().filter_map(|phrase| text.strip_prefix(&**phrase));
        let goes_on = |rest: &str| {
            let next = rest.strip_prefix(' ').and_then(|rest| rest.split_whitespace().next());
            next.is_some_and(|word| !words.several_for.iter().any(|other| other == word))
        };
        clauses.any(|clause| words.several.iter().any(|known| known == clause.trim()))
            || begins.into_iter().any(goes_on)
    })
}

/// Corrects the word for a type by what the description says: a text in ISO 8601 is a date with a time, an array that is
/// called an object is one, and a number that is called a timestamp counts seconds.
pub(super) fn correct(words: &CellWords, names: &[String], cells: &[Cell<'_>], ty: &mut TypeWord) {
    let is = |ty: &TypeWord, word: &str| ty.list == 0 && ty.word.eq_ignore_ascii_case(word);
    let (whole, text) = (is(ty, "integer") || is(ty, "int"), is(ty, "string"));
    if !whole && !text && !is(ty, "array") {
        return;
    }
    let said: Vec<String> = cells.iter().map(|cell| text::lower(&text_of(cell))).collect();
    let says = |phrases: &[Phrase]| {
        said.iter().any(|text| phrases.iter().any(|phrase| phrase.is_in(text)))
    };
    let called = whole && names.iter().any(|name| is_timestamp(name));
    let told = (whole || text) && says(&words.timestamp) && !says(&words.timestamp_not);
    if called || told {
        TIMESTAMP.clone_into(&mut ty.word);
        return;
    }
    for text in &said {
        if is(ty, "string") && words.day.iter().any(|format| ends_after(format, text)) {
            "date".clone_into(&mut ty.word);
        }
        let has = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.is_in(text));
        if is(ty, "string") && has(&words.iso) && !has(&words.iso_or) {
            "datetime".clone_into(&mut ty.word);
        }
        let next = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let begins = |phrase: &String| text.strip_prefix(&**phrase).is_some_and(next);
        if is(ty, "array") && words.object.iter().any(begins) {
            "object".clone_into(&mut ty.word);
        }
    }
}

/// Corrects the word for a number that is 1 for something and 0 for its opposite: "0 — do not add, 1 — add".
pub(super) fn correct_flag(words: &CellWords, values: &[AllowedValue], ty: &mut TypeWord) {
    let label = |value: &str| {
        let found = values.iter().find(|known| known.value == value)?;
        Some(text::lower(found.label.as_deref()?))
    };
    let number = ["integer", "int"].iter().any(|word| ty.word.eq_ignore_ascii_case(word));
    if !number || ty.list > 0 || values.len() != 2 {
        return;
    }
    let (Some(no), Some(yes)) = (label("0"), label("1")) else { return };
    let words = &words.opposites;
    let negates = |not: &String| {
        let positive = no.strip_prefix(&**not).map(str::trim_start);
        positive
            .is_some_and(|rest| !rest.is_empty() && rest.split(' ').next() == yes.split(' ').next())
    };
    let pair = |[a, b]: &[String; 2]| no.starts_with(&**a) && yes.starts_with(&**b);
    if words.not.iter().any(negates) || words.pairs.iter().any(pair) {
        BOOLEAN.clone_into(&mut ty.word);
    }
}

/// The word for what is or is not.
const BOOLEAN: &str = "boolean";

/// How what is and what is not are written.
const FLAGS: [[&str; 2]; 3] = [["true", "false"], ["Y", "N"], ["1", "0"]];

/// How a boolean without a default is written whose description names one of its values in passing: "If it is `true`,
/// all methods come". A value behind another code is that code's: "where `ACTIVE` is `Y`".
pub(super) fn forms_of_flag(ty: &TypeWord, cells: &[Cell<'_>]) -> Vec<AllowedValue> {
    if ty.list > 0 || !ty.word.eq_ignore_ascii_case(BOOLEAN) {
        return Vec::new();
    }
    let paragraphs = text::paragraphs(cells.iter().flat_map(|cell| &cell.blocks));
    let first = |line: Vec<Piece<'_>>| {
        let code = line.into_iter().find_map(|piece| match piece {
            Piece::Code(code) => Some(code.trim()),
            Piece::Text(_) => None,
        })?;
        FLAGS.into_iter().find(|pair| pair.contains(&code))
    };
    let mut told: Vec<[&str; 2]> =
        paragraphs.flat_map(|inlines| text::lines(inlines)).filter_map(first).collect();
    told.dedup();
    match told.as_slice() {
        [pair] => pair.map(|value| AllowedValue { value: value.to_owned(), label: None }).to_vec(),
        _ => Vec::new(),
    }
}

/// Whether a text has a format, and no more of one behind it: a day without a time.
fn ends_after(format: &Phrase, text: &str) -> bool {
    let behind = format.find(text).map(|(_, end)| text[end..].trim_start());
    behind.is_some_and(|rest| !rest.starts_with(['h', 't', 'ч', '_', '-', ':']))
}

/// The word for seconds since 1970.
const TIMESTAMP: &str = "timestamp";

/// Whether a field is called a timestamp: `timestamp`, `config_timestamp`.
pub(crate) fn is_timestamp(name: &str) -> bool {
    name.split('_').any(|part| part.eq_ignore_ascii_case(TIMESTAMP))
}

/// What stands behind the words for several at the beginning: "user IDs" of "List of user IDs".
fn behind_several<'t>(words: &CellWords, text: &'t str) -> Option<&'t str> {
    words.several_of.iter().find_map(|phrase| text.strip_prefix(&**phrase))
}

/// What a description calls the value, as far as the types beside it leave it open.
pub(super) fn called(words: &CellWords, types: &[TypeWord], cells: &[Cell<'_>]) -> Option<Called> {
    if types.is_empty() {
        return cells.iter().find_map(|cell| match &cell.blocks.first()?.kind {
            BlockKind::Paragraph(inlines) => noun(words, inlines),
            _ => None,
        });
    }
    let array = types.iter().any(is_array);
    if types.iter().any(may_identify) && says_identifier(words, cells) {
        return match says(&words.identifier_text, cells) {
            true => array.then_some(Called::Text),
            false => Some(Called::Identifier),
        };
    }
    if array && says_texts(words, cells) {
        return Some(Called::Text);
    }
    let counts = || types.iter().all(is_text) && says(&words.quantity, cells);
    (!types.is_empty() && counts()).then_some(Called::Quantity)
}

/// What the noun in the first words of a description names: a date in "Start date of the activity".
pub(super) fn noun(words: &CellWords, inlines: &[Inline<'_>]) -> Option<Called> {
    let nouns = &words.nouns;
    let text = text::lower(&beginning_of(inlines));
    let clause =
        text.trim_start_matches([' ', '—', '–', '-', ':']).split(['.', ',', ';', '(', '\n']);
    let phrase: Vec<&str> = clause
        .take(1)
        .flat_map(str::split_whitespace)
        .take_while(|word| !nouns.ends.iter().any(|end| end == word))
        .collect();
    // "Identifier of the user" and "user identifier": the noun leads its phrase in one language and ends it in the other.
    let near = match nouns.leads {
        0 => &phrase[phrase.len().saturating_sub(1)..],
        within => &phrase[..phrase.len().min(within)],
    };
    let is = |known: &[String]| near.iter().any(|word| known.iter().any(|known| known == word));
    Called::ALL.into_iter().find(|called| is(nouns.called.of(*called)))
}

/// Whether a description begins by calling the value an identifier: "Identifiers of the departments", "List of user IDs".
fn says_identifier(words: &CellWords, cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| {
        let text = text::lower(beginning(cell).trim_start());
        let all =
            behind_several(words, &text).unwrap_or(&text).split(|c: char| !c.is_alphanumeric());
        let mut before = all.filter(|word| !word.is_empty()).take(words.identifier_within);
        let is = |known: &[String], word: &str| known.iter().any(|known| known == word);
        let found =
            before.find(|word| is(&words.identifier, word) || is(&words.identifier_not, word));
        found.is_some_and(|word| is(&words.identifier, word))
    })
}

/// Whether a description begins by calling what is in a list texts: "List of access codes", "Array of field names".
fn says_texts(words: &CellWords, cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| {
        let text = text::lower(beginning(cell).trim_start());
        if words.nouns.called.text.iter().any(|noun| noun == text.trim_end_matches(['.', ' '])) {
            return true;
        }
        let rest = behind_several(words, &text);
        let Some(first) = rest.and_then(|rest| rest.split(['.', ',', '(', '\n']).next()) else {
            return false;
        };
        let near = first
            .split_whitespace()
            .take(TEXTS_WITHIN)
            .fold(String::new(), |near, word| near + " " + word);
        words.texts.iter().any(|phrase| phrase.is_in(&near))
    })
}

/// How many words at the beginning may have the word for texts.
const TEXTS_WITHIN: usize = 4;

/// The first words of a cell, up to the first code.
fn beginning(cell: &Cell<'_>) -> String {
    let Some(BlockKind::Paragraph(inlines)) = cell.blocks.first().map(|block| &block.kind) else {
        return String::new();
    };
    beginning_of(inlines)
}

/// The first words of a paragraph, up to the first code.
fn beginning_of(inlines: &[Inline<'_>]) -> String {
    let end = inlines.iter().position(|inline| matches!(inline, Inline::Code(_)));
    text::plain(&inlines[..end.unwrap_or(inlines.len())]).to_string()
}

/// Whether a description has one of some phrases.
pub(super) fn says(phrases: &[Phrase], cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| {
        let text = text::lower(&text_of(cell));
        phrases.iter().any(|phrase| phrase.is_in(&text))
    })
}

/// Whether the words say that what a row describes must be given: "it is mandatory to specify `TEXT`" in the row of `TEXT`,
/// without an exception.
pub(super) fn must_be_given(words: &CellWords, names: &[String], cells: &[Cell<'_>]) -> bool {
    text::paragraphs(cells.iter().flat_map(|cell| &cell.blocks)).any(|inlines| {
        let mut before = String::new();
        inlines.iter().any(|inline| {
            let own = matches!(inline, Inline::Code(code) if names.iter().any(|name| name == code));
            let demands = own && {
                let lower = text::lower(&before);
                let sentence = text::last_sentence(&lower).trim_end();
                words.mandatory.iter().any(|phrase| sentence.ends_with(&**phrase))
                    && !words.except.iter().any(|phrase| phrase.is_in(sentence))
            };
            text::push_plain(std::slice::from_ref(inline), &mut before);
            demands
        })
    })
}

/// As [`says`], in the items of lists too: what there is in one case of several.
pub(super) fn lists_or_says(phrases: &[Phrase], cells: &[Cell<'_>]) -> bool {
    let mut lists = cells.iter().flat_map(|cell| &cell.blocks);
    says(phrases, cells)
        || lists.any(|block| match &block.kind {
            BlockKind::List(items) => items.iter().flatten().any(|block| match &block.kind {
                BlockKind::Paragraph(inlines) => {
                    let text = text::lower(&text::plain(inlines));
                    phrases.iter().any(|phrase| phrase.is_in(&text))
                }
                _ => false,
            }),
            _ => false,
        })
}

/// Types that do not become lists where the description speaks of several: a text may be a list with commas, an object
/// or an array may be the list itself, and a flag may say of something else whether there are several.
const UNCOUNTED: [&str; 9] =
    ["string", "text", "boolean", "bool", "char", "any", "mixed", "object", "array"];

/// Whether a word names one thing of which there may be several: a record, or its identifier.
pub(super) fn is_countable(word: &str) -> bool {
    !UNCOUNTED.iter().any(|other| other.eq_ignore_ascii_case(word))
}
