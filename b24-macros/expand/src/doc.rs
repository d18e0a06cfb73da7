//! The rustdoc of generated items, from facts only.

use std::fmt::Write;

use b24_schema::{Field, Method, Record, Rest, Scope, Title, Type, Who, Wire};

/// Text as Markdown that renders as it stands: no links, tags, emphasis or tables by accident.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '*' | '_' | '`' | '|' | '\\' | '#' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    // A bare address would be a link; rustdoc warns of those.
    out.replace("://", ":\\//")
}

/// Text in a code span.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        "an empty string".to_owned()
    } else if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn codes<'a>(items: impl IntoIterator<Item = &'a String>) -> String {
    items.into_iter().map(|i| code(i)).collect::<Vec<_>>().join(", ")
}

fn title(title: &Title) -> &str {
    if title.en.is_empty() { &title.ru } else { &title.en }
}

/// Links to a page in both languages.
pub(crate) fn links(page: &str) -> String {
    let (path, anchor) = page.split_once('#').map_or((page, None), |(p, a)| (p, Some(a)));
    let path = path.strip_suffix(".md").unwrap_or(path);
    let anchor = anchor.map(|a| format!("#{a}")).unwrap_or_default();
    format!(
        "[Documentation](https://apidocs.bitrix24.com/{path}.html{anchor}) \
         ([Russian](https://apidocs.bitrix24.ru/{path}.html{anchor}))"
    )
}

/// The page of a function that starts a call.
pub(crate) fn method(method: &Method) -> String {
    let mut out = String::new();
    let title = escape(title(&method.title));
    if title.is_empty() {
        let _ = write!(out, "Calls {}.", code(&method.name));
    } else {
        let _ = write!(out, "{title}: {}.", code(&method.name));
    }
    let _ = write!(out, "\n\n{}", access(method));
    if method.app_only {
        out.push_str(" Works only with an application's authorization, not with a webhook.");
    }
    if let Some(gone) = &method.deprecated
        && !gone.replacement.is_empty()
    {
        let _ = write!(out, "\n\nObsolete; use {}.", codes(&gone.replacement));
    }
    if method.positional {
        out.push_str("\n\nThe server reads the parameters by their order, which a call keeps.");
    }
    parameters(&mut out, method);
    if !method.errors.is_empty() {
        out.push_str("\n\n# Errors\n\nDocumented codes: ");
        for (i, error) in method.errors.iter().enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            out.push_str(&code(&error.code));
            if let Some(status) = error.status {
                let _ = write!(out, " ({status})");
            }
        }
        out.push('.');
    }
    if !method.related.is_empty() {
        let _ = write!(out, "\n\nSee also {}.", codes(&method.related));
    }
    let _ = write!(out, "\n\n{}", links(&method.page));
    out
}

fn access(method: &Method) -> String {
    let mut out = match method.rest {
        Rest::V2 => "REST 2.".to_owned(),
        Rest::V3 => "REST 3.0.".to_owned(),
    };
    match method.scopes.as_slice() {
        [] => {}
        [one] => {
            let _ = write!(out, " Scope: {}.", code(one));
        }
        several => {
            let _ = write!(out, " Scope: any of {}.", codes(several));
        }
    }
    if let Some(from) = &method.scope_from {
        let _ = write!(out, " Needs the scope that {} names, too.", code(&from.param));
    }
    out.push_str(match method.who {
        Who::Any => " Any user may call it.",
        Who::Admin => " Administrators may call it.",
        Who::Restricted => " Users with the right to the object may call it.",
    });
    out
}

fn parameters(out: &mut String, method: &Method) {
    if !method.params.is_empty() {
        out.push_str("\n\n# Parameters\n");
        for param in &method.params {
            let _ = write!(out, "\n* {}: {}", code(&param.name), facts(param, Side::Sent));
        }
    }
    if !method.alternatives.is_empty() {
        out.push_str("\n\nOne of these must be given: ");
        for (i, set) in method.alternatives.iter().enumerate() {
            out.push_str(if i > 0 { "; or " } else { "" });
            out.push_str(&set.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and "));
        }
        out.push('.');
    }
    if method.open {
        out.push_str("\n\nTakes further keys, with `set`.");
    }
}

/// The documentation of a setter.
pub(crate) fn field(field: &Field) -> String {
    format!("{}: {}", code(&field.name), facts(field, Side::Sent))
}

/// A field in one sentence: type, duty, default, values, bounds.
fn facts(field: &Field, side: Side) -> String {
    let mut out = type_words(&field.ty, side);
    if field.required && side == Side::Sent {
        out.push_str(", required");
    }
    if field.deprecated {
        out.push_str(", obsolete");
    }
    if let Some(default) = field.default.as_ref().filter(|_| side == Side::Sent) {
        let _ = write!(out, ", {} by default", code(default));
    }
    let limits = &field.limits;
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => {
            let _ = write!(out, ", from {min} to {max}");
        }
        (Some(min), None) => {
            let _ = write!(out, ", at least {min}");
        }
        (None, Some(max)) => {
            let _ = write!(out, ", at most {max}");
        }
        (None, None) => {}
    }
    if let Some(length) = limits.max_length {
        let _ = write!(out, ", at most {length} characters");
    }
    if !field.values.is_empty() {
        out.push_str("; one of ");
        for (i, value) in field.values.iter().enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            out.push_str(&code(&value.value));
            if let Some(label) = &value.label {
                let _ = write!(out, " ({})", escape(label));
            }
        }
    }
    if !field.see.is_empty() {
        let _ = write!(out, "; see {}", codes(&field.see));
    }
    out.push('.');
    out
}

/// The documentation of an answer's field.
pub(crate) fn answer_field(field: &Field) -> String {
    format!("{}: {}", code(&field.name), facts(field, Side::Answered))
}

/// Which way a value goes. Duties, defaults and forms on the wire are those of requests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sent,
    Answered,
}

/// A type in words.
fn type_words(ty: &Type, side: Side) -> String {
    let of = |ty: &Type| type_words(ty, side);
    match ty {
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Boolean(_) if side == Side::Answered => "boolean".to_owned(),
        Type::Boolean(Wire::Json) => "boolean".to_owned(),
        Type::Boolean(Wire::Yn) => "boolean, sent as `Y` or `N`".to_owned(),
        Type::Boolean(Wire::Int) => "boolean, sent as `1` or `0`".to_owned(),
        Type::Boolean(Wire::Digit) => "boolean, sent as `\"1\"` or `\"0\"`".to_owned(),
        Type::Boolean(Wire::Text) => "boolean, sent as `\"true\"` or `\"false\"`".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "date and time".to_owned(),
        Type::Timestamp => "seconds since 1970".to_owned(),
        Type::File => "file".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Any => "any value".to_owned(),
        Type::List(item) => format!("list of {}", of(item)),
        Type::Map(item) => format!("map of {}", of(item)),
        Type::Record(_) => "object".to_owned(),
        Type::Ref(name) => code(name),
        Type::Union(members) => members.iter().map(of).collect::<Vec<_>>().join(" or "),
    }
}

/// A shared record.
pub(crate) fn record(record: &Record) -> String {
    format!("The record {}.\n\n{}", code(&record.name), links(&record.page))
}

/// The constant of a scope.
pub(crate) fn scope(scope: &Scope) -> String {
    let mut out = format!("The scope {}", code(&scope.code));
    let opens = escape(title(&scope.title));
    if !opens.is_empty() {
        let _ = write!(out, ": {opens}");
    }
    out.push('.');
    let tool = escape(title(&scope.tool));
    if !tool.is_empty() {
        let _ = write!(out, " Tool: {tool}.");
    }
    if let Some(of) = &scope.version_of {
        let _ = write!(out, " A narrower version of {}.", code(of));
    }
    if !scope.listed {
        out.push_str(" Named on pages of methods only, not in the list of scopes.");
    }
    out
}
