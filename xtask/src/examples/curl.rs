//! Calls as shell commands and raw HTTP requests.

use memchr::{memchr, memmem};
use serde_json::{Map, Value};

use super::literal::Literal;
use super::{Auth, Call, Fault, SnippetLang, form, is_method, syntax};

/// Options that carry parameters, and whether their value is one pair of a form.
const DATA_OPTIONS: &[(&str, bool)] = &[
    ("-d", false),
    ("--data", false),
    ("--data-raw", false),
    ("--data-binary", false),
    ("--data-ascii", false),
    ("--json", false),
    ("--data-urlencode", true),
    ("-F", true),
    ("--form", true),
];

/// How far is looked ahead where every start of something would otherwise look to the end.
const LOOK_AHEAD: usize = 4000;

/// Words by which the title of a tab tells how its example is authorized.
const TITLE_MARKS: &[(&str, Auth)] =
    &[("OAuth", Auth::OAuth), ("Webhook", Auth::Webhook), ("webhook", Auth::Webhook)];

/// The calls of a block of shell commands.
pub(super) fn calls(title: &str, text: &str, calls: &mut Vec<Call>, faults: &mut Vec<Fault>) {
    let mut starts = command_starts(text);
    if starts.is_empty() {
        // The name of the program is missing, or this is a raw request.
        starts.push(0);
    }
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        Command { text, start, end }.read(title, calls, faults);
    }
}

/// Where `curl` is the first word of a line or follows a prompt.
fn command_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, b"curl")
        .filter(|&at| {
            // Only a short prefix is looked at, so that a long line costs nothing.
            let before = &bytes[at.saturating_sub(40)..at];
            let line = before.rsplit(|&byte| byte == b'\n').next().unwrap_or(before);
            let first = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'$' | b'>'));
            first && bytes.get(at + 4).is_some_and(u8::is_ascii_whitespace)
        })
        .collect()
}

/// One command: a part of the text.
struct Command<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The address of a request.
struct Address<'t> {
    offset: usize,
    method: &'t str,
    query: &'t str,
    rest3: bool,
    auth: Auth,
}

impl<'t> Command<'t> {
    fn read(&self, title: &str, calls: &mut Vec<Call>, faults: &mut Vec<Fault>) {
        let mut body: Option<Value> = None;
        let mut body_at = None;
        let mut pos = self.start;
        let mut after = self.start;
        while let Some(step) = memchr(b'-', &self.text.as_bytes()[pos..self.end]) {
            let at = pos + step;
            pos = at + 1;
            let Some(&(option, single)) = self.option(at) else { continue };
            let (value, value_at, end) = self.data(at + option.len(), single, faults);
            body_at = body_at.or(Some(value_at));
            body = merge(body, value);
            pos = end.max(pos).min(self.end);
            after = pos;
        }
        let found = self
            .address(after, self.end)
            .or_else(|| self.address(self.start, body_at.unwrap_or(self.end).max(self.start)));
        let Some(address) = found else {
            if body.is_some() {
                let message = "a body, but no address of a method".to_owned();
                faults.push(Fault { offset: self.start, code: "example-address-missing", message });
            }
            return;
        };
        if body.is_none()
            && let Some((value, at)) = self.raw_body(address.offset, faults)
        {
            body = Some(value);
            body_at = Some(at);
        }
        if !address.query.is_empty() {
            let mut pairs = Map::new();
            form::pairs(address.query, &mut pairs);
            body = merge(body, Some(form::lists(Value::Object(pairs))));
        }
        let token = body.as_mut().is_some_and(super::drop_auth);
        let shown = if token { Auth::OAuth } else { address.auth };
        let told = TITLE_MARKS.iter().find(|(mark, _)| title.contains(mark)).map(|(_, auth)| *auth);
        if let Some(told) = told
            && shown != Auth::Unknown
            && shown != told
        {
            let message = format!("the tab says {told:?}, the request is authorized by {shown:?}");
            faults.push(Fault { offset: address.offset, code: "example-auth-mismatch", message });
        }
        // Titles of two tabs may be swapped, but then there are both all the same.
        let auth = told.unwrap_or(shown);
        calls.push(Call {
            method: address.method.to_owned(),
            rest3: Some(address.rest3),
            auth,
            lang: SnippetLang::Curl,
            params: super::params(body),
            offset: body_at.unwrap_or(address.offset),
        });
    }

    /// The data option at a dash, if there is one.
    fn option(&self, at: usize) -> Option<&'static (&'static str, bool)> {
        let bytes = self.text.as_bytes();
        if at > self.start && !bytes[at - 1].is_ascii_whitespace() {
            return None;
        }
        let rest = self.text.get(at..self.end)?;
        DATA_OPTIONS.iter().find(|(option, _)| {
            rest.strip_prefix(option).is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '='))
            })
        })
    }

    /// The value of a data option: the value, where it starts and where it ends.
    fn data(
        &self,
        from: usize,
        single: bool,
        faults: &mut Vec<Fault>,
    ) -> (Option<Value>, usize, usize) {
        let text = &self.text[from..self.end];
        let skipped = text.find(|c: char| !(c.is_whitespace() || c == '=' || c == '\\'));
        let at = from + skipped.unwrap_or(text.len());
        let quote =
            self.text.as_bytes().get(at).copied().filter(|byte| matches!(byte, b'\'' | b'"'));
        let open = at + usize::from(quote.is_some());
        let body = self.text.get(open..self.end).unwrap_or("");
        let trimmed = body.trim_start();
        let inner = open + body.len() - trimmed.len();
        if !single
            && quote == Some(b'"')
            && trimmed.starts_with(['{', '['])
            && trimmed[..trimmed.floor_char_boundary(LOOK_AHEAD)].contains("\\\"")
        {
            return self.escaped(open, faults);
        }
        if !single && trimmed.starts_with(['{', '[', '"']) {
            let syntax = if quote == Some(b'"') { &syntax::JSON } else { &syntax::SHELL };
            // The end of the command bounds the literal, so that a lost quote stays its own fault.
            let mut literal = Literal::new(&self.text[..self.end], inner, syntax);
            let value = literal.root();
            literal.lexer.space();
            let end = literal.lexer.pos;
            faults.append(&mut literal.lexer.faults);
            let closed = self.text.as_bytes().get(end).copied() == quote;
            let end = if closed && quote.is_some() { end + 1 } else { end };
            return (Some(value), inner, end);
        }
        let length = match quote {
            Some(quote) => memchr(quote, body.as_bytes()).unwrap_or(body.len()),
            None => body.find(char::is_whitespace).unwrap_or(body.len()),
        };
        let value = &body[..length];
        let end = open + length + usize::from(quote.is_some());
        if value.starts_with('@') || !value.contains('=') {
            return (None, open, end);
        }
        let mut pairs = Map::new();
        if single {
            // One pair: an ampersand belongs to its value.
            form::pairs(&value.replace('&', "%26"), &mut pairs);
        } else {
            form::pairs(value, &mut pairs);
        }
        (Some(form::lists(Value::Object(pairs))), open, end)
    }

    /// A body between double quotes, whose own quotes are escaped.
    fn escaped(&self, open: usize, faults: &mut Vec<Fault>) -> (Option<Value>, usize, usize) {
        let mut body = String::new();
        let mut chars = self.text[open..self.end].char_indices();
        let mut end = self.end;
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = open + at + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, c @ ('"' | '\\' | '$' | '`'))) => body.push(c),
                    Some((_, '\n')) | None => {}
                    Some((_, c)) => body.extend(['\\', c]),
                },
                c => body.push(c),
            }
        }
        let mut literal = Literal::new(&body, 0, &syntax::JSON);
        let value = literal.root();
        // Offsets inside of the unescaped text would point nowhere.
        faults
            .extend(literal.lexer.faults.into_iter().map(|fault| Fault { offset: open, ..fault }));
        (Some(value), open, end)
    }

    /// The first address of a method in a part of the text.
    fn address(&self, from: usize, to: usize) -> Option<Address<'t>> {
        let part = self.text.get(from..to)?;
        memmem::find_iter(part.as_bytes(), b"/rest/").find_map(|at| {
            let path = &part[at + "/rest/".len()..];
            let stop = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\' | ')');
            let path = &path[..path.floor_char_boundary(LOOK_AHEAD)];
            let path = &path[..path.find(stop).unwrap_or(path.len())];
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            let path = path.split('#').next().unwrap_or(path).trim_end_matches('/');
            let mut segments = path.split('/').filter(|segment| !segment.is_empty());
            let rest3 = path.starts_with("api/");
            let method = segments.next_back()?;
            let method = [".json", ".xml"].iter().fold(method, |m, end| m.trim_end_matches(end));
            if !is_method(method) {
                return None;
            }
            let auth = match segments.count() - usize::from(rest3) {
                0 => Auth::OAuth,
                2 => Auth::Webhook,
                _ => Auth::Unknown,
            };
            Some(Address { offset: from + at, method, query, rest3, auth })
        })
    }

    /// The body of a raw request: the first line after the address that opens a bracket.
    fn raw_body(&self, address: usize, faults: &mut Vec<Fault>) -> Option<(Value, usize)> {
        let rest = &self.text[address..self.end];
        let mut at = address;
        for line in rest.split_inclusive('\n') {
            let trimmed = line.trim_start();
            if at > address && trimmed.starts_with(['{', '[']) {
                let at = at + line.len() - trimmed.len();
                let mut literal = Literal::new(&self.text[..self.end], at, &syntax::JSON);
                let value = literal.root();
                faults.append(&mut literal.lexer.faults);
                return Some((value, at));
            }
            at += line.len();
        }
        None
    }
}

/// Several bodies are one.
fn merge(body: Option<Value>, more: Option<Value>) -> Option<Value> {
    match (body, more) {
        (Some(Value::Object(mut body)), Some(Value::Object(more))) => {
            body.extend(more);
            Some(Value::Object(body))
        }
        (body, more) => body.or(more),
    }
}
