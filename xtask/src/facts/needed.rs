//! Fields that must be there, where the description of their object says so: "Required fields: `id`, `iblockId`",
//! "The `OWNER_ID` field is required".

use crate::words::CellWords;

use super::about::flat;
use super::text::{self, Piece};
use super::values::run;
use super::{About, FieldRow, Required, field_name};

/// The fields that a line calls required.
pub(super) fn named(words: &CellWords, line: &[Piece<'_>]) -> Vec<String> {
    let announced = line.iter().position(|piece| announces(words, piece));
    let codes = match announced {
        Some(at) => run(words, line, at + 1).0.into_iter().map(|(code, _)| code).collect(),
        None => alone(words, line).into_iter().collect::<Vec<_>>(),
    };
    codes.iter().filter_map(|code| field_name::name(code)).collect()
}

/// Whether the list below a line has the fields that are required.
pub(super) fn are_below(words: &CellWords, line: &[Piece<'_>]) -> bool {
    line.last().is_some_and(|piece| announces(words, piece))
}

/// Marks a field as required, among those that the description names already or beside them.
pub(super) fn mark(about: &mut About, row: FieldRow) {
    let row = FieldRow { required: Required::Yes, ..row };
    match about.keys.iter_mut().find(|known| known.names == row.names) {
        Some(known) => known.required = Required::Yes,
        None => about.keys.push(row),
    }
}

/// Whether a text ends with a colon behind words that say it: "Required fields for creating a task:".
fn announces(words: &CellWords, piece: &Piece<'_>) -> bool {
    let Piece::Text(text) = piece else { return false };
    let text = text::lower(text.trim_end());
    let sentence = text::last_sentence(&text);
    text.ends_with(':') && words.required.iter().any(|phrase| phrase.is_in(sentence))
}

/// The one field of which a line says it. What goes on may be a condition: "is required if …".
fn alone(words: &CellWords, line: &[Piece<'_>]) -> Option<String> {
    line.windows(2).enumerate().find_map(|(i, pieces)| {
        let [Piece::Text(before), Piece::Code(code)] = pieces else { return None };
        let before = text::lower(before.trim());
        let behind = text::lower(flat(&line[i + 2..]).trim());
        let says = |(a, b): &(String, String)| {
            let rest = behind.strip_prefix(&**b);
            before.ends_with(&**a)
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ';', ',']))
        };
        words.is_required.iter().any(says).then(|| (*code).to_owned())
    })
}
