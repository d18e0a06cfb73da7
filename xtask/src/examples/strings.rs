//! Strings: escapes, splices of the shell, and quotes that are missing or one too many.

use std::borrow::Cow;

use super::UNKNOWN;
use super::lexer::Lexer;
use super::syntax::{COMMANDS, Quote};

impl<'t> Lexer<'t> {
    /// Which quote opens here, if one does.
    pub(super) fn quote(&self) -> Option<Quote> {
        let byte = self.peek();
        self.syntax.quotes.iter().find(|(quote, _)| *quote == byte).map(|(_, kind)| *kind)
    }

    /// Reads the string whose quote opens here; `None` if it holds something computed. `value`:
    /// no separator may follow it, so JSON allows a guess at quotes that lack their backslash.
    pub(super) fn string(&mut self, kind: Quote, value: bool) -> Option<Cow<'t, str>> {
        let start = self.pos;
        let quote = self.peek();
        self.pos += 1;
        let mut text: Cow<'t, str> = Cow::Borrowed("");
        let mut from = self.pos;
        let mut inner = false;
        // A third character to stop at: where the string may end although its quote is missing.
        let watched = if self.syntax.shell { b'\'' } else { b'\n' };
        loop {
            let bytes = self.text.as_bytes().get(self.pos..).unwrap_or(b"");
            let Some(step) = memchr::memchr3(quote, b'\\', watched, bytes) else {
                self.pos = self.text.len();
                self.fault(
                    start,
                    "example-quote-missing",
                    "the closing quote of a string is missing",
                );
                append(&mut text, &self.text[from..]);
                break;
            };
            self.pos += step;
            let byte = self.peek();
            if byte == b'\\' {
                if kind == Quote::Raw {
                    self.pos += 1;
                    continue;
                }
                append(&mut text, &self.text[from..self.pos]);
                self.escape(kind, quote, text.to_mut());
                from = self.pos;
            } else if byte == quote {
                if value && self.syntax.json && self.is_inner(inner) {
                    if !inner {
                        self.fault(
                            self.pos,
                            "example-quote-unescaped",
                            "a quote without a backslash",
                        );
                    }
                    inner = !inner;
                    self.pos += 1;
                    continue;
                }
                append(&mut text, &self.text[from..self.pos]);
                self.pos += 1;
                break;
            } else if let Some(length) = self.splice() {
                append(&mut text, &self.text[from..self.pos]);
                let command = &self.text[self.pos..self.pos + length];
                append(&mut text, output(command));
                self.pos += length;
                from = self.pos;
            } else if let Some(end) = self.lost_quote(start, kind, quote) {
                self.fault(
                    start,
                    "example-quote-missing",
                    "the closing quote of a string is missing",
                );
                append(&mut text, self.text[from..end.max(from)].trim_end_matches(',').trim_end());
                self.pos = if end < self.pos { end + 1 } else { end };
                break;
            } else {
                if byte == b'\n' {
                    self.json_fault(self.pos, "example-line-break", "a line break inside a string");
                }
                self.pos += 1;
            }
        }
        let computed = matches!(kind, Quote::Interpolated | Quote::Template)
            && interpolated(&self.text[start..self.pos], kind);
        (!computed).then_some(text)
    }

    /// The quote here belongs to the text although no backslash stands before it: another
    /// character follows at once, or, where such a quote is open, one more quote on this line.
    fn is_inner(&self, inner: bool) -> bool {
        let rest = &self.text[self.pos + 1..];
        match rest.as_bytes().first() {
            None | Some(b'\n' | b'\r' | b'}' | b']') => false,
            Some(b'\'' | b'/' | b'#') if !inner => false,
            Some(b' ' | b'\t' | b',') if !inner => false,
            // Only a short part of the line is looked at, so that a long line costs nothing.
            _ if inner => {
                let line = &rest[..rest.floor_char_boundary(500)];
                line.split('\n').next().unwrap_or("").contains('"')
            }
            Some(_) => true,
        }
    }

    /// At a line break or an apostrophe: where the string ends if its own quote is missing.
    fn lost_quote(&self, start: usize, kind: Quote, quote: u8) -> Option<usize> {
        let rest = self.rest();
        if self.syntax.shell {
            // The apostrophe that ends the whole body ends the line as well.
            let line = rest[1..rest.floor_char_boundary(80)].split('\n').next().unwrap_or("");
            let line = line.trim_end_matches('\\').trim();
            return (line.is_empty() || line.starts_with("http")).then_some(self.pos);
        }
        if matches!(kind, Quote::Raw | Quote::Template) {
            return None;
        }
        // A short look ahead: a text of many line breaks must not cost its square.
        let next = rest[..rest.floor_char_boundary(200)].trim_start();
        let next = next.split('\n').next().unwrap_or("");
        let ends = match next.as_bytes().first() {
            Some(b'}' | b']') => self.syntax.json,
            Some(&first) if first == quote => {
                next[1..].split_once(char::from(quote)).is_some_and(|(_, rest)| {
                    let rest = rest.trim_start();
                    let mark = self.syntax.separators[0];
                    rest.starts_with(mark) && !rest.starts_with("://")
                })
            }
            _ => false,
        };
        if !ends {
            return None;
        }
        // Closed by the other quote?
        let from = self.text.floor_char_boundary(self.pos.saturating_sub(20).max(start + 1));
        let tail = &self.text[from..self.pos];
        let other = if quote == b'"' { '\'' } else { '"' };
        let closed = tail.rfind(other).filter(|&at| {
            tail[at + 1..].chars().all(|c| matches!(c, ']' | '}' | ')' | ',') || c.is_whitespace())
        });
        Some(closed.map_or(self.pos, |at| from + at))
    }

    /// The length of a splice of the shell that starts at this apostrophe, `'"$(command)"'`,
    /// `'$(command)'` or `'"$NAME"'`.
    pub(super) fn splice(&self) -> Option<usize> {
        if !self.syntax.shell {
            return None;
        }
        let rest = self.rest();
        let quoted = rest.starts_with("'\"$");
        let at = if quoted { 2 } else { 1 };
        let command = rest.get(at..)?.strip_prefix('$').filter(|_| rest.starts_with('\''))?;
        let length = if command.starts_with('(') {
            let mut lexer = Lexer::new(command, 0, &super::syntax::SCRIPT);
            lexer.skip_balanced();
            lexer.pos
        } else {
            let name = |c: char| !(c == '_' || c == '{' || c == '}' || c.is_ascii_alphanumeric());
            command.find(name).unwrap_or(command.len())
        };
        let after = &command[length..];
        let close = ["\"'", "'"].iter().find(|close| after.starts_with(**close));
        (length > 0).then(|| at + 1 + length + close.map_or(0, |close| close.len()))
    }

    fn escape(&mut self, kind: Quote, quote: u8, text: &mut String) {
        let start = self.pos;
        self.pos += 1;
        let byte = self.peek();
        if kind == Quote::Single {
            if byte != quote && byte != b'\\' {
                text.push('\\');
            }
            if byte != 0 && byte != b'\n' {
                text.push_str(self.text[self.pos..].get(..1).unwrap_or(""));
                self.pos += usize::from(byte.is_ascii());
            }
            return;
        }
        let plain = match byte {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'"' | b'\\' | b'/' => char::from(byte),
            b'u' => {
                self.pos += 1;
                if let Some(found) = self.unicode() {
                    text.push(found);
                } else {
                    self.json_fault(
                        start,
                        "example-escape",
                        "a \\u escape without its four digits",
                    );
                    text.push(char::REPLACEMENT_CHARACTER);
                }
                return;
            }
            _ => {
                if byte != quote {
                    self.json_fault(
                        start,
                        "example-escape",
                        "a backslash before a character without escape",
                    );
                    // Scripts escape the quotes of their neighbours.
                    if byte != b'\'' && byte != b'`' {
                        text.push('\\');
                    }
                }
                if byte == b'\'' || byte == b'`' {
                    text.push(char::from(byte));
                    self.pos += 1;
                }
                return;
            }
        };
        self.pos += 1;
        text.push(plain);
    }

    /// After `\u`: the digits, and the second half of a pair.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high);
        }
        if self.eat("\\u") {
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
        }
        None
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.pos..self.pos + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.pos += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// What stands for the output of a command.
pub(super) fn output(command: &str) -> &'static str {
    COMMANDS.iter().find(|(mark, _)| command.contains(mark)).map_or(UNKNOWN, |(_, value)| value)
}

/// Appends without copying as long as there is only one part.
fn append<'t>(text: &mut Cow<'t, str>, part: &'t str) {
    if text.is_empty() {
        *text = Cow::Borrowed(part);
    } else if !part.is_empty() {
        text.to_mut().push_str(part);
    }
}

fn interpolated(text: &str, kind: Quote) -> bool {
    if kind == Quote::Template {
        return text.contains("${");
    }
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', bytes).any(|at| {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        let braced = at > 0 && bytes[at - 1] == b'{';
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        !escaped && (braced || next == b'{' || next == b'_' || next.is_ascii_alphabetic())
    })
}
