//! The short way for simple paragraphs.
//!
//! Most paragraphs and cells hold words, `code`, `**strong**` and links, and calling `pulldown-cmark`
//! costs more than reading them. This reader takes only what cannot mean anything else and declines the
//! rest; the tests compare the two on whatever it takes.

use std::borrow::Cow;

use super::lines::{Line, indent};
use super::parser::Page;
use super::{Inline, Inlines};

/// Whether a line can only be a part of a paragraph, wherever in it. No heading, list, quote, fence,
/// rule, table, HTML or link target starts so.
pub(super) fn is_paragraph(bytes: &[u8]) -> bool {
    let (columns, at) = indent(bytes);
    if columns > 3 {
        return false;
    }
    let rest = &bytes[at..];
    match rest.first() {
        None | Some(b'#' | b'>' | b'-' | b'+' | b'~' | b'<' | b'=' | b'|' | b':') => false,
        Some(b'*') => rest.len() > 2 && rest[1] == b'*' && !matches!(rest[2], b'*' | b' ' | b'\t'),
        Some(b'`') => !rest.starts_with(b"```"),
        Some(b'0'..=b'9') => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            !matches!(rest.get(digits), Some(b'.' | b')'))
        }
        Some(_) => true,
    }
}

/// Reads the inline content of a paragraph, or declines. Pipes in code are escaped in a cell.
pub(super) fn inlines<'a>(page: Page<'a>, lines: &[Line], in_cell: bool) -> Option<Inlines<'a>> {
    let mut out = Inlines::with_capacity(if lines.len() == 1 { 1 } else { 3 });
    let mut reader =
        Reader { page, bytes: page.text.as_bytes(), pos: 0, end: 0, lines, line: 0, in_cell };
    reader.enter(0);
    reader.run(&mut out, Until::End, false)?;
    Some(out)
}

/// What ends a run of inline content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    End,
    Strong,
    LinkText,
}

struct Reader<'a, 'l> {
    page: Page<'a>,
    bytes: &'a [u8],
    pos: usize,
    end: usize,
    lines: &'l [Line],
    line: usize,
    in_cell: bool,
}

/// The bytes that may mean something.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut i = 0;
    let bytes = b"\\`*_[]<&^!\0\r\t";
    while i < bytes.len() {
        special[bytes[i] as usize] = true;
        i += 1;
    }
    special
};

impl<'a> Reader<'a, '_> {
    /// Goes to the start of a line, without the white space around it.
    fn enter(&mut self, line: usize) {
        self.line = line;
        let bytes = self.lines[line].bytes(self.page.text);
        self.pos =
            self.lines[line].start as usize + bytes.iter().take_while(|b| **b == b' ').count();
        self.end = self.lines[line].end as usize;
        while self.end > self.pos && self.bytes[self.end - 1] == b' ' {
            self.end -= 1;
        }
    }

    fn push(&self, out: &mut Inlines<'a>, from: usize, to: usize) {
        if from == to {
            return;
        }
        let text = self.page.str(Line { start: from as u32, end: to as u32 });
        match out.last_mut() {
            Some(Inline::Text(last)) => last.to_mut().push_str(text),
            _ => out.push(Inline::Text(Cow::Borrowed(text))),
        }
    }

    fn run(&mut self, out: &mut Inlines<'a>, until: Until, in_link: bool) -> Option<()> {
        let mut from = self.pos;
        loop {
            let special = self.bytes[self.pos..self.end].iter().position(|b| SPECIAL[*b as usize]);
            let Some(at) = special.map(|at| self.pos + at) else {
                self.push(out, from, self.end);
                if self.line + 1 == self.lines.len() {
                    return (until == Until::End).then_some(());
                }
                out.push(Inline::Break);
                self.enter(self.line + 1);
                from = self.pos;
                continue;
            };
            let next = self.bytes[..self.end].get(at + 1).copied();
            match self.bytes[at] {
                b'\\' if next?.is_ascii_alphanumeric() => self.pos = at + 1,
                b'\\' => {
                    if !next?.is_ascii_punctuation() {
                        return None;
                    }
                    self.push(out, from, at);
                    from = at + 1;
                    self.pos = at + 2;
                }
                b'`' => {
                    self.push(out, from, at);
                    self.code(out, at)?;
                    from = self.pos;
                }
                // Between spaces it is text.
                b'*' if next.is_none_or(|b| b == b' ') && at > 0 && self.bytes[at - 1] == b' ' => {
                    self.pos = at + 1;
                }
                b'*' => {
                    if self.bytes[..self.end].get(at + 1) != Some(&b'*') {
                        return None;
                    }
                    self.push(out, from, at);
                    if until == Until::Strong {
                        return self.strong_end(at);
                    }
                    self.strong(out, at, in_link)?;
                    from = self.pos;
                    // The third star of `**name***` is text.
                    self.pos += usize::from(self.bytes[..self.end].get(from) == Some(&b'*'));
                }
                b'_' => self.pos = self.underscores(at)?,
                b'[' => {
                    if in_link || until != Until::End && until != Until::Strong {
                        return None;
                    }
                    self.push(out, from, at);
                    self.link(out, at)?;
                    from = self.pos;
                }
                b']' if until == Until::LinkText && next == Some(b'(') => {
                    self.push(out, from, at);
                    self.pos = at;
                    return Some(());
                }
                b'!' if next != Some(b'[') => self.pos = at + 1,
                _ => return None,
            }
        }
    }

    /// `` `code` `` on one line.
    fn code(&mut self, out: &mut Inlines<'a>, at: usize) -> Option<()> {
        let start = at + 1;
        let len = memchr::memchr(b'`', &self.bytes[start..self.end])?;
        let end = start + len;
        // Longer runs, and code that begins and ends with a space, are for the long way.
        if len == 0
            || self.bytes[..self.end].get(end + 1) == Some(&b'`')
            || self.bytes[start] == b' '
        {
            return None;
        }
        let code = self.page.str(Line { start: start as u32, end: end as u32 });
        if code.bytes().any(|b| matches!(b, 0 | b'\r')) {
            return None;
        }
        let escapes = self.in_cell && memchr::memchr(b'\\', code.as_bytes()).is_some();
        let code = match escapes && code.contains("\\|") {
            true => Cow::Owned(code.replace("\\|", "|")),
            false => Cow::Borrowed(code),
        };
        out.push(Inline::Code(code));
        self.pos = end + 1;
        Some(())
    }

    fn char_before(&self, at: usize) -> Option<char> {
        let start = self.lines[self.line].start as usize;
        self.page.text.get(start..at)?.chars().next_back().filter(|c| !c.is_whitespace())
    }

    fn char_after(&self, at: usize) -> Option<char> {
        self.page.text.get(at..self.end)?.chars().next().filter(|c| !c.is_whitespace())
    }

    /// `**strong**`, `**strong***` with a star behind it.
    fn strong(&mut self, out: &mut Inlines<'a>, at: usize, in_link: bool) -> Option<()> {
        let before = self.char_before(at);
        let after = self.char_after(at + 2)?;
        let opens =
            after.is_alphanumeric() || (before.is_none() && matches!(after, '`' | '[' | '_' | '.'));
        // A letter before makes it a mark that may close as well.
        if !opens || before.is_some_and(|c| !matches!(c, '(' | '[' | '|')) {
            return None;
        }
        self.pos = at + 2;
        // Nearly always it is one piece.
        let mut text = Inlines::with_capacity(1);
        self.run(&mut text, Until::Strong, in_link)?;
        out.push(Inline::Strong(text));
        Some(())
    }

    /// At `**` inside of strong text: goes behind it if it can only be the end.
    fn strong_end(&mut self, at: usize) -> Option<()> {
        let before = self.char_before(at)?;
        let stars = self.bytes[at..self.end].iter().take_while(|b| **b == b'*').count();
        let after = self.char_after(at + stars);
        let closes = before.is_alphanumeric() || after.is_none();
        let opens =
            after.is_some_and(|c| !matches!(c, ',' | '.' | ':' | ';' | ')' | ']' | '|' | '?'));
        if !closes || opens || stars > 3 || (stars == 3 && after.is_some()) {
            return None;
        }
        self.pos = at + 2;
        Some(())
    }

    /// Underscores between letters are text. Returns the place behind them.
    fn underscores(&self, at: usize) -> Option<usize> {
        let count = self.bytes[at..self.end].iter().take_while(|b| **b == b'_').count();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        (letter(self.char_before(at)) && letter(self.char_after(at + count))).then_some(at + count)
    }

    /// `[text](target)`, the target without anything special in it.
    fn link(&mut self, out: &mut Inlines<'a>, at: usize) -> Option<()> {
        self.pos = at + 1;
        let mut text = Inlines::with_capacity(1);
        self.run(&mut text, Until::LinkText, true)?;
        let start = self.pos + 2;
        let special = |b: &u8| {
            matches!(b, b')' | b'(' | b'<' | b'>' | b'\\' | b'&' | b'"' | b'\'' | 0..=b' ' | 127)
        };
        let len = self.bytes[start..self.end].iter().position(special)?;
        let end = start + len;
        if len == 0 || self.bytes[end] != b')' {
            return None;
        }
        let href = Cow::Borrowed(self.page.str(Line { start: start as u32, end: end as u32 }));
        out.push(Inline::Link { text, href });
        self.pos = end + 1;
        Some(())
    }
}
