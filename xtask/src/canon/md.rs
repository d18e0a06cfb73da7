//! Text, code and links such that the reader gets the same characters back.

use std::fmt::Write as _;

use crate::corpus::relative_link;
use crate::facts::Target;

/// `text` as inline Markdown that stands inside a line.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '^' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // Inside a word an underscore means nothing; names would be unreadable with escapes.
            '_' if !(inside_word(before) && inside_word(after)) => out.push_str("\\_"),
            '&' if after.is_some_and(|a| a == '#' || a.is_ascii_alphabetic()) => {
                out.push_str("&amp;")
            }
            // Hashes at the end close a heading.
            '#' if after.is_none_or(|a| a == '#' || a == ' ') => out.push_str("\\#"),
            // Braces open what the dialect finds before inline markup is looked at.
            '{' | '}' => entity(&mut out, c),
            ' ' | '\u{a0}' if before.is_none() || after.is_none() => entity(&mut out, c),
            '\n' | '\r' | '\t' => entity(&mut out, c),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// `text` as inline Markdown that opens a block, so that its first sign opens none.
pub(super) fn opening(plain: &str) -> String {
    let escaped = text(plain);
    let marker_end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let after_number = plain[marker_end..].chars().next();
    match plain.chars().next() {
        Some(first @ ('#' | '-' | '+' | '>' | '=' | ':')) => {
            let mut out = String::with_capacity(escaped.len() + 5);
            entity(&mut out, first);
            out.push_str(&escaped[first.len_utf8()..]);
            out
        }
        Some('0'..='9') if matches!(after_number, Some('.' | ')')) => {
            format!("{}\\{}", &escaped[..marker_end], &escaped[marker_end..])
        }
        _ => escaped,
    }
}

/// `text` as a code span. A line end reads as a space there, whatever is written. A span cannot be
/// empty: its backticks would be taken for the start of the next one. The quotes of an empty text are shown.
pub(super) fn code(text: &str) -> String {
    let text = if text.is_empty() { "\"\"".to_owned() } else { text.replace(['\n', '\r'], " ") };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = text.chars().all(|c| c == ' ');
    let pad = if !blank
        && (text.starts_with('`')
            || text.ends_with('`')
            || text.starts_with(' ') && text.ends_with(' '))
    {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The address of `target` as the page at `from` writes it.
pub(super) fn href(from: &str, target: &Target) -> String {
    let own = target.page == from;
    let mut href = if own { String::new() } else { relative_link(from, &target.page) };
    if own || target.anchor.is_some() {
        href.push('#');
    }
    href.extend(target.anchor.as_deref());
    if href.chars().all(|c| c.is_alphanumeric() || "#./_-~:,@=+%".contains(c)) {
        return href;
    }
    let mut out = String::from("<");
    for c in href.chars() {
        match c {
            '<' | '>' | '\\' | '&' | '|' | '`' | '\n' | '\r' | '\t' | '{' | '}' => {
                entity(&mut out, c)
            }
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

/// A link to `target` that shows the title of what it points to.
pub(super) fn link(from: &str, target: &Target) -> String {
    format!("[{{#T}}]({})", href(from, target))
}

/// Every line that is not blank moved to the right.
pub(super) fn indent(block: &str, columns: usize) -> String {
    let mut out = String::with_capacity(block.len() + block.len() / 8);
    for line in block.split_inclusive('\n') {
        if line != "\n" {
            out.extend(std::iter::repeat_n(' ', columns));
        }
        out.push_str(line);
    }
    out
}

fn inside_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn entity(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "&#{};", u32::from(c));
}
