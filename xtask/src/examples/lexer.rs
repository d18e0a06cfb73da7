//! The characters of a literal: spaces and comments, strings, words, and what to skip.

use super::Fault;
use super::syntax::Syntax;

/// A position in a text that is read by one syntax, and what was wrong so far.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) pos: usize,
    pub(super) syntax: &'static Syntax,
    pub(super) faults: Vec<Fault>,
}

impl<'t> Lexer<'t> {
    /// Starts at a byte offset of the text, which must be a boundary of characters.
    pub(super) fn new(text: &'t str, pos: usize, syntax: &'static Syntax) -> Self {
        Self { text, pos, syntax, faults: Vec::new() }
    }

    /// The byte at the position, 0 at the end: no text of interest holds a NUL.
    #[inline]
    pub(super) fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.pos).copied().unwrap_or(0)
    }

    /// Nothing is left.
    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.pos..).unwrap_or("")
    }

    /// Takes the text if it comes next.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.pos += expected.len();
        }
        found
    }

    /// Notes a fault.
    pub(super) fn fault(&mut self, offset: usize, code: &'static str, message: impl Into<String>) {
        self.faults.push(Fault { offset, code, message: message.into() });
    }

    /// A fault only where the text should have been JSON.
    pub(super) fn json_fault(&mut self, offset: usize, code: &'static str, message: &str) {
        if self.syntax.json {
            self.fault(offset, code, message);
        }
    }

    /// One character further, whatever its width.
    pub(super) fn bump(&mut self) {
        self.pos += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Skips spaces and comments.
    #[inline]
    pub(super) fn space(&mut self) {
        loop {
            match self.peek() {
                b' ' | b'\t' | b'\r' | b'\n' => self.pos += 1,
                b'/' | b'#' => {
                    if !self.comment() {
                        return;
                    }
                }
                // No-break spaces and byte order marks come with text copied from elsewhere.
                0xC2 if self.eat("\u{a0}") => {}
                0xEF if self.eat("\u{feff}") => {}
                b'\\' if self.syntax.shell => {
                    self.json_fault(
                        self.pos,
                        "example-stray-backslash",
                        "a backslash between two values",
                    );
                    self.pos += 1;
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self) -> bool {
        let start = self.pos;
        let rest = self.rest();
        if rest.starts_with("/*") {
            let length = memchr::memmem::find(rest.as_bytes(), b"*/").map_or(rest.len(), |n| n + 2);
            self.pos += length;
        } else if self.syntax.comments.iter().any(|mark| rest.starts_with(mark)) {
            let line = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            self.pos += line;
        } else {
            return false;
        }
        self.json_fault(start, "example-comment", "a comment in JSON");
        true
    }

    /// A name as the language spells names; `$` counts, and in Go so does the dot of a package.
    pub(super) fn word(&mut self) -> &'t str {
        let start = self.pos;
        let dots = self.syntax.typed;
        while matches!(self.peek(), b'_' | b'$' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | 0x80..)
            || (dots && self.peek() == b'.')
        {
            self.pos += 1;
        }
        &self.text[start..self.pos]
    }

    /// From an opening bracket to behind the bracket that closes it, or to the end.
    pub(super) fn skip_balanced(&mut self) {
        let mut depth = 0usize;
        while !self.at_end() {
            match self.peek() {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                byte => {
                    if !self.skip_atom(byte) {
                        self.bump();
                    }
                    continue;
                }
            }
            self.pos += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// To the end of an expression: a comma, semicolon or closing bracket of the enclosing level,
    /// and where `stop` is given, that text.
    pub(super) fn skip_expression(&mut self, stop: Option<&str>) {
        while !self.at_end() {
            match self.peek() {
                b'(' | b'[' | b'{' => self.skip_balanced(),
                b',' | b';' | b')' | b']' | b'}' => return,
                b'\n' | b'\'' if self.syntax.json => return,
                _ if stop.is_some_and(|stop| self.rest().starts_with(stop)) => return,
                byte => {
                    if !self.skip_atom(byte) {
                        self.bump();
                    }
                }
            }
        }
    }

    /// A string or a comment, whose brackets do not count.
    fn skip_atom(&mut self, byte: u8) -> bool {
        match byte {
            b'/' | b'#' => {
                let faults = self.faults.len();
                let found = self.comment();
                self.faults.truncate(faults);
                found
            }
            b'"' | b'\'' | b'`' => {
                let faults = self.faults.len();
                if let Some(kind) = self.quote() {
                    self.string(kind, false);
                    self.faults.truncate(faults);
                    return true;
                }
                false
            }
            _ => false,
        }
    }
}
