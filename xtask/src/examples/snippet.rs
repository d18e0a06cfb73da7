//! Calls as the libraries of the languages spell them.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde_json::Value;

use super::literal::Literal;
use super::syntax::{GO, PHP, PYTHON, SCRIPT, Syntax};
use super::{Auth, Call, Fault, SnippetLang, drop_auth, is_method, params};

/// Where the name and the parameters stand in a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `('name', params)`.
    Plain,
    /// `({ method: 'name', params: … })`.
    Options,
    /// `(ctx, "name", params)`.
    Context,
    /// `a.b.c(key=value)`: the path is the name.
    Path,
}

/// What a call is recognised by.
struct Marker {
    needle: &'static str,
    form: Form,
    syntax: &'static Syntax,
    lang: SnippetLang,
}

const MARKERS: &[Marker] = &[
    Marker { needle: "callMethod(", form: Form::Plain, syntax: &SCRIPT, lang: SnippetLang::Bx24Js },
    Marker { needle: "ListMethod(", form: Form::Plain, syntax: &SCRIPT, lang: SnippetLang::Ts },
    Marker { needle: ".make", form: Form::Options, syntax: &SCRIPT, lang: SnippetLang::Ts },
    Marker { needle: "->call(", form: Form::Plain, syntax: &PHP, lang: SnippetLang::Php },
    Marker { needle: "restCommand(", form: Form::Plain, syntax: &PHP, lang: SnippetLang::Php },
    Marker { needle: "::call(", form: Form::Plain, syntax: &PHP, lang: SnippetLang::CRest },
    Marker { needle: ".Call(", form: Form::Context, syntax: &GO, lang: SnippetLang::Go },
    Marker { needle: "client.", form: Form::Path, syntax: &PYTHON, lang: SnippetLang::Python },
];

/// The actions of the script library that make one call; the others make several.
const ACTIONS: &[&str] = &[".call", ".callList", ".fetchList"];

/// How far is looked ahead where every start of something would otherwise look to the end.
const LOOK_AHEAD: usize = 1000;

/// Segments of method names that hold an underscore; in Python any other underscore may stand for
/// a capital or for nothing, so it tells no name.
const UNDERSCORED: &[&str] = &["sonet_group"];

static FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| MARKERS.iter().map(|marker| Finder::new(marker.needle)).collect());

/// The calls of a program.
pub(super) fn calls(
    info: &str,
    title: &str,
    text: &str,
    calls: &mut Vec<Call>,
    faults: &mut Vec<Fault>,
) {
    let python = info.eq_ignore_ascii_case("python") || title == "Python";
    let mut hits: Vec<(usize, &Marker)> = Vec::new();
    for (marker, finder) in MARKERS.iter().zip(FINDERS.iter()) {
        if python || marker.form != Form::Path {
            hits.extend(finder.find_iter(text.as_bytes()).map(|at| (at, marker)));
        }
    }
    hits.sort_unstable_by_key(|(at, _)| *at);
    let mut done = 0;
    for (at, marker) in hits {
        // What stands inside of a literal that was read belongs to it.
        if at < done || commented(text, at) {
            continue;
        }
        let mut reader = Reader { info, text, at, marker, end: at };
        calls.extend(reader.read(faults));
        done = reader.end;
    }
}

/// The line is a comment.
fn commented(text: &str, at: usize) -> bool {
    // Only a short part of the line is looked at, so that a long line costs nothing.
    let from = text.floor_char_boundary(at.saturating_sub(120));
    let line = text[from..at].rsplit('\n').next().unwrap_or("").trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("# ")
}

/// One hit of a marker.
struct Reader<'t> {
    info: &'t str,
    text: &'t str,
    at: usize,
    marker: &'static Marker,
    /// Where the call was read up to.
    end: usize,
}

impl<'t> Reader<'t> {
    fn read(&mut self, faults: &mut Vec<Fault>) -> Option<Call> {
        match self.marker.form {
            Form::Plain => self.plain(self.at + self.marker.needle.len(), faults),
            Form::Context => {
                let from = self.at + self.marker.needle.len();
                let rest = &self.text[from..];
                let context = rest[..rest.floor_char_boundary(LOOK_AHEAD)].find(',')?;
                let name = self.text[from..from + context].trim();
                let plain = name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_.()".contains(&byte));
                if plain { self.plain(from + context + 1, faults) } else { None }
            }
            Form::Options => self.options(faults),
            Form::Path => self.path(faults),
        }
    }

    fn lang(&self) -> SnippetLang {
        let before = &self.text[..self.at];
        let script =
            if self.info.eq_ignore_ascii_case("html") { SnippetLang::Umd } else { SnippetLang::Ts };
        match self.marker.lang {
            SnippetLang::Bx24Js if before.ends_with("$b24.") => script,
            SnippetLang::Ts => script,
            SnippetLang::CRest if !before.ends_with("CRest") => SnippetLang::Php,
            lang => lang,
        }
    }

    fn call(
        &self,
        method: String,
        rest3: Option<bool>,
        value: Option<Value>,
        offset: usize,
    ) -> Call {
        let mut value = value;
        if let Some(value) = &mut value {
            drop_auth(value);
        }
        let (lang, params) = (self.lang(), params(value));
        Call { method, rest3, auth: Auth::Unknown, lang, params, offset }
    }

    /// From the name on.
    fn plain(&mut self, from: usize, faults: &mut Vec<Fault>) -> Option<Call> {
        let mut literal = Literal::new(self.text, from, self.marker.syntax);
        literal.lexer.space();
        let kind = literal.lexer.quote()?;
        let method = literal.lexer.string(kind, false)?;
        if !is_method(&method) {
            return None;
        }
        let method = method.into_owned();
        literal.lexer.space();
        self.end = literal.lexer.pos;
        let mut value = None;
        let mut offset = self.at;
        if literal.lexer.eat(",") {
            literal.lexer.space();
            let start = literal.lexer.pos;
            if self.literal_ahead(start) {
                let found = literal.value();
                self.end = literal.lexer.pos;
                if super::is_unknown(&found) {
                    let message = format!("the parameters of `{method}` are computed");
                    literal.lexer.fault(start, "example-params-computed", message);
                } else {
                    offset = start;
                    value = Some(found);
                }
            }
        }
        faults.append(&mut literal.lexer.faults);
        Some(self.call(method, None, value, offset))
    }

    /// A literal or a variable stands here, not a callback or another expression: those are not
    /// even skipped, for they may hold calls of their own.
    fn literal_ahead(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        if rest.starts_with(['{', '[', '&']) {
            return true;
        }
        let name = |c: char| c == '_' || c == '$' || c == '.' || c.is_alphanumeric();
        let after = rest.trim_start_matches(name);
        let word = &rest[..rest.len() - after.len()];
        let after = after.trim_start();
        match after.as_bytes().first() {
            Some(b'{') => self.marker.syntax.typed,
            Some(b'[') => word == "map",
            Some(b'(') => self.marker.syntax.is_container(word),
            Some(b',' | b')') => !word.is_empty() && word.parse::<f64>().is_err(),
            _ => false,
        }
    }

    fn options(&mut self, faults: &mut Vec<Fault>) -> Option<Call> {
        let before = &self.text[..self.at];
        let action = ACTIONS.iter().find(|action| before.ends_with(*action))?;
        let rest3 = match before[..before.len() - action.len()].rsplit('.').next() {
            Some("v3") => Some(true),
            Some("v2") => Some(false),
            _ => None,
        };
        let from = after_generics(self.text, self.at + self.marker.needle.len())?;
        let mut literal = Literal::new(self.text, from, self.marker.syntax);
        literal.lexer.space();
        let offset = literal.lexer.pos;
        if literal.lexer.peek() != b'{' {
            return None;
        }
        let value = literal.value();
        self.end = literal.lexer.pos;
        let Value::Object(mut options) = value else { return None };
        faults.append(&mut literal.lexer.faults);
        let method = options.get("method")?.as_str().filter(|method| is_method(method))?.to_owned();
        let value = options.remove("params");
        if value.as_ref().is_some_and(super::is_unknown) {
            let message = format!("the parameters of `{method}` are computed");
            faults.push(Fault { offset, code: "example-params-computed", message });
        }
        Some(self.call(method, rest3, value, offset))
    }

    fn path(&mut self, faults: &mut Vec<Fault>) -> Option<Call> {
        let from = self.at + self.marker.needle.len();
        let rest = &self.text[from..];
        let rest = &rest[..rest.floor_char_boundary(LOOK_AHEAD)];
        let path =
            rest.split(|c: char| !(c == '_' || c == '.' || c.is_ascii_alphanumeric())).next()?;
        let open = from + path.len();
        let clear = path.split('.').all(|segment| {
            let segment = segment.strip_suffix('_').unwrap_or(segment);
            !segment.contains('_') || UNDERSCORED.contains(&segment)
        });
        if !path.contains('.') || !clear || self.text.as_bytes().get(open) != Some(&b'(') {
            return None;
        }
        let method = path.strip_suffix('_').unwrap_or(path).to_owned();
        if !is_method(&method) {
            return None;
        }
        let mut literal = Literal::new(self.text, open, self.marker.syntax);
        let value = literal.arguments();
        self.end = literal.lexer.pos;
        faults.append(&mut literal.lexer.faults);
        Some(self.call(method, None, Some(value), open))
    }
}

/// Behind `<Type>` and the parenthesis.
fn after_generics(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut last = 0;
    for (offset, &byte) in bytes.get(at..)?.iter().enumerate().take(LOOK_AHEAD) {
        match byte {
            b'<' => depth += 1,
            b'>' if last != b'=' => depth = depth.checked_sub(1)?,
            b'(' if depth == 0 => return Some(at + offset + 1),
            _ if depth == 0 && !byte.is_ascii_whitespace() => return None,
            _ => {}
        }
        last = byte;
    }
    None
}
