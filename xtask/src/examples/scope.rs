//! Variables: what a name stood for when the call was made.

use memchr::memmem;
use serde_json::Value;

use super::UNKNOWN;
use super::literal::{Literal, MAX_DEPTH};

/// How many variables of one literal are looked up; the lookups search the text, so they are few.
pub(super) const MAX_LOOKUPS: usize = 16;
/// How far before a call its variables are assigned; no example is so long.
const MAX_DISTANCE: usize = 16 * 1024;
/// How many places are tried to find the assignment of one variable.
const MAX_PLACES: usize = 6;

impl Literal<'_> {
    /// The literal last assigned to a variable before the call.
    pub(super) fn variable(&mut self, name: &str) -> Option<Value> {
        let text = self.lexer.text;
        if self.lookups == 0 || self.depth >= MAX_DEPTH || name.is_empty() {
            return None;
        }
        let first = text.floor_char_boundary(self.scope.saturating_sub(MAX_DISTANCE));
        // What follows the call is out of sight, so no lookup costs more than the distance.
        let text = &text[..self.scope];
        let mut end = self.scope;
        for _ in 0..MAX_PLACES {
            let at = first + memmem::rfind(&text.as_bytes()[first..end], name.as_bytes())?;
            end = at;
            let Some(value_at) = assigned(text, at, name.len()) else { continue };
            let mut inner = Literal::new(text, value_at, self.lexer.syntax);
            inner.scope = at;
            inner.depth = self.depth + 1;
            inner.lookups = self.lookups - 1;
            let value = inner.value();
            self.lookups = inner.lookups;
            return (value != UNKNOWN).then_some(value);
        }
        None
    }
}

/// Where the value of `name = …` starts, if the name at this offset is assigned.
fn assigned(text: &str, at: usize, length: usize) -> Option<usize> {
    let before = text.as_bytes()[..at].last().copied().unwrap_or(b' ');
    if before == b'_' || before == b'$' || before == b'.' || before.is_ascii_alphanumeric() {
        return None;
    }
    let after = at + length;
    let rest = text.get(after..)?;
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    // A type may stand between the name and the sign: `params: Fields = {`.
    let sign = line.find('=')?;
    let between = line[..sign].trim();
    let typed = between.starts_with(':') && !between.contains([',', '{', '(', ';']);
    let plain = !matches!(line.as_bytes().get(sign + 1), Some(b'=' | b'>'));
    (plain && (between.is_empty() || typed)).then_some(after + sign + 1)
}
