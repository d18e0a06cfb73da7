//! Defaults and bounds that a description states.

use crate::words::CellWords;

use super::About;
use super::about::Hint;
use super::text::{self, Piece};
use super::values::VALUE_CHARS;

/// The literal after "by default" and its like.
pub(super) fn default(words: &CellWords, line: &[Piece<'_>]) -> Option<String> {
    for (i, piece) in line.iter().enumerate() {
        let Piece::Text(text) = piece else { continue };
        let lower = text::lower(text);
        for stem in &words.default {
            let mut from = 0;
            while let Some((start, end)) = stem.find(&lower[from..]) {
                let (start, end) = (from + start, from + end);
                from = end;
                if lower[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
                    continue;
                }
                let Some(rest) = text.get(text.len() - (lower.len() - end)..) else { continue };
                match linked(words, rest) {
                    Linked::All => {
                        if let Some(Piece::Code(code)) = line.get(i + 1)
                            && code.chars().count() <= VALUE_CHARS
                        {
                            return Some(code.trim().trim_matches('"').to_owned());
                        }
                    }
                    Linked::Literal(literal) => return Some(literal),
                    Linked::No => {}
                }
            }
        }
    }
    None
}

enum Linked {
    All,
    Literal(String),
    No,
}

/// Whether only linking words stand in `rest`, up to its end or to a bare literal.
fn linked(words: &CellWords, rest: &str) -> Linked {
    let mut tokens = rest.split_whitespace().peekable();
    // A word that goes on ("defaults to" is listed whole) is not the stem.
    if rest.starts_with(char::is_alphanumeric) {
        return Linked::No;
    }
    while let Some(token) = tokens.next() {
        let bare = token.trim_end_matches([',', ':']);
        let last = tokens.peek().is_none();
        if bare.is_empty() || words.default_link.contains(&text::lower(bare)) {
            continue;
        }
        let literal = bare.trim_end_matches(['.', ';', ')']);
        let whole = token.len() != literal.len() || last;
        let is_number = literal.parse::<f64>().is_ok()
            && literal.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if whole && (is_number || matches!(literal, "true" | "false" | "Y" | "N" | "null")) {
            return Linked::Literal(literal.to_owned());
        }
        return Linked::No;
    }
    Linked::All
}

/// Bounds: "from 1 to 100", "at most 255 characters", "maximum 500".
pub(super) fn bounds(words: &CellWords, lower: &str, hint: Hint<'_>, about: &mut About) {
    if !lower.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let tokens: Vec<&str> = lower.split_whitespace().collect();
    let number = |token: &str| {
        let token = token.trim_matches(|c: char| ".,;:()`%".contains(c));
        token.parse::<i64>().ok()
    };
    let before = |i: usize, phrases: &[String]| {
        phrases.iter().any(|phrase| {
            let n = phrase.split(' ').count();
            n <= i
                && tokens[i - n..i]
                    .iter()
                    .zip(phrase.split(' '))
                    .all(|(a, b)| a.trim_matches(['.', ',', ':', '(', ';']) == b)
        })
    };
    for i in 0..tokens.len() {
        let Some(n) = number(tokens[i]) else { continue };
        let unit = tokens.get(i + 1).copied().unwrap_or("");
        if words.characters.iter().any(|stem| unit.starts_with(stem.as_str())) {
            if before(i, &words.max_length) && about.limits.max_length.is_none() {
                about.limits.max_length = u64::try_from(n).ok();
            }
            continue;
        }
        if !hint.numeric {
            continue;
        }
        if before(i, &words.from)
            && tokens.get(i + 1).is_some_and(|t| words.to.iter().any(|w| w == t))
            && let Some(max) = tokens.get(i + 2).and_then(|t| number(t))
        {
            about.limits.min.get_or_insert(n);
            about.limits.max.get_or_insert(max);
        } else if before(i, &words.min) {
            about.limits.min.get_or_insert(n);
        } else if before(i, &words.max) {
            about.limits.max.get_or_insert(n);
        }
    }
}
