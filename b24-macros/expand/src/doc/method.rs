//! The page of a function that starts a call.

use std::fmt::Write;

use b24_schema::{
    Field, Method, NameError, Paging, Rest, RustPath, Type, Who, answer_type, field_ident,
    module_feature, plain_path, record_ident, scope_const,
};

use super::text::{cell, code, escape, inline, links, listed, title};
use super::types::{Side, fields, words};
use super::{about, example, text};
use crate::call::is_argument;
use crate::constants::Owner;
use crate::types::Types;

/// Longer texts of parameters stand on their setters only.
const LINES_SHOWN: usize = 8;
/// Longer lists of fields stand on the record's own page only.
const FIELDS_SHOWN: usize = 12;

/// The whole page.
pub(crate) fn method(
    method: &Method,
    path: &RustPath,
    constants: &Owner<'_>,
    types: &Types<'_>,
) -> Result<String, NameError> {
    let Method {
        name,
        rest,
        page,
        title: named,
        effect: _,
        // Said by `access`.
        scopes: _,
        scope_from: _,
        who: _,
        app_only: _,
        positional: _,
        deprecated,
        // Said by `parameters`.
        params: _,
        open: _,
        alternatives: _,
        // Said by `answer`.
        answer: _,
        list: _,
        // Said by `errors`.
        errors: _,
        related,
        text: told,
    } = method;
    let mut out = String::new();
    let title = escape(title(named, types.module.language));
    if title.is_empty() {
        let _ = write!(out, "Calls {}.", code(name));
    } else {
        let _ = write!(out, "{title}: {}.", code(name));
    }
    let _ = write!(out, "\n\n{} {}.", access(method, &types.module.module), links(page));
    if let Some(gone) = deprecated {
        out.push_str("\n\n**Obsolete");
        match gone.replacement.as_slice() {
            [] => out.push_str(".**"),
            new => {
                let _ = write!(out, "**; use {}.", text::methods(new, *rest));
            }
        }
    }
    if !told.is_empty() {
        let _ = write!(out, "\n\n{}", told.as_str());
    }
    out.push_str("\n\n");
    out.push_str(&example::example(method, path, types)?);
    parameters(&mut out, method, path, constants, types)?;
    answer(&mut out, method, path, types);
    errors(&mut out, method);
    if !related.is_empty() {
        let related = text::methods(related, *rest);
        let _ = write!(out, "\n\n# See also\n\n{related}");
    }
    Ok(out)
}

/// Where it is called, what it needs, and who may call it.
fn access(method: &Method, module: &str) -> String {
    let mut out = match method.rest {
        Rest::V2 => "REST 2.".to_owned(),
        Rest::V3 => "REST 3.0.".to_owned(),
    };
    let _ = write!(out, " Feature {}.", code(&module_feature(module)));
    let scope = |scope: &String| match scope_const(scope) {
        Ok(name) => format!("[{}](crate::scope::{name})", code(scope)),
        Err(_) => code(scope),
    };
    match method.scopes.as_slice() {
        [] => {}
        [one] => {
            let _ = write!(out, " Scope {}.", scope(one));
        }
        several => {
            let _ = write!(out, " One of the scopes {}.", listed(several.iter().map(scope)));
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
    if method.app_only {
        out.push_str(" Works only with an application's authorization, not with a webhook.");
    }
    if method.positional {
        out.push_str(" The server reads the parameters by their order, which a call keeps.");
    }
    out
}

fn parameters(
    out: &mut String,
    method: &Method,
    path: &RustPath,
    constants: &Owner<'_>,
    types: &Types<'_>,
) -> Result<(), NameError> {
    let call = &path.call_type;
    if !method.params.is_empty() {
        let defaults = method.params.iter().any(|p| p.default.is_some());
        out.push_str("\n\n# Parameters\n\n| name | type |");
        out.push_str(if defaults {
            " default | |\n|---|---|---|---|"
        } else {
            " |\n|---|---|---|"
        });
        let mut rest = String::new();
        for param in &method.params {
            let (meaning, whole) = meaning(method, param, call, constants);
            let required = if param.required { ", **required**" } else { "" };
            let _ = write!(out, "\n| {} |", cell(&name(method, param, call)?));
            let _ = write!(out, " {}{required} |", cell(&ty(param, call, types)));
            if defaults {
                let default = param.default.as_deref().map(code).unwrap_or_default();
                let _ = write!(out, " {} |", cell(&default));
            }
            let _ = write!(out, " {} |", cell(&meaning));
            // A setter has the whole text; an argument has no other place for it.
            if !whole && is_argument(method, param) {
                let _ = write!(rest, "\n\n{}: {}", code(&param.name), param.text.as_str());
            }
        }
        out.push_str(&rest);
    }
    if !method.alternatives.is_empty() {
        let sets = method
            .alternatives
            .iter()
            .map(|set| set.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and "));
        let sets: Vec<_> = sets.collect();
        let _ = write!(out, "\n\nOne of these must be given: {}.", sets.join("; or "));
    }
    if method.open {
        let _ = write!(out, "\n\nTakes further keys, with [`set`]({call}::set()).");
    }
    Ok(())
}

/// A parameter's name in Rust, and on the wire where that is another one.
fn name(method: &Method, param: &Field, call: &str) -> Result<String, NameError> {
    let wire = code(&param.name);
    if param.is_wildcard() {
        return Ok(wire);
    }
    let ident = field_ident(&param.name)?;
    let own = if is_argument(method, param) {
        format!("`{ident}`")
    } else {
        format!("[`{ident}`]({call}::{})", plain_path(&ident))
    };
    Ok(if ident == param.name { own } else { format!("{own}<br>{wire}") })
}

/// What a parameter means, in a cell of the table; and whether all of it is there.
fn meaning(method: &Method, param: &Field, call: &str, owner: &Owner<'_>) -> (String, bool) {
    let (mut parts, whole) = inline(param.text.as_str());
    // A setter has the whole text.
    if !is_argument(method, param) && parts.len() > LINES_SHOWN {
        parts.truncate(LINES_SHOWN);
        parts.pop_if(|last| last.ends_with(':'));
        if let Ok(setter) = field_ident(&param.name) {
            parts.push(format!("[More]({call}::{}).", plain_path(&setter)));
        }
    }
    parts.extend([about(param, call, owner), conditions(method, param).to_owned()]);
    let names: Vec<_> = fields(&param.ty).map(|field| code(&field.name)).collect();
    if !names.is_empty() {
        parts.push(format!("Fields: {}", some(&names)));
    }
    parts.retain(|part| !part.is_empty());
    (parts.join("<br>"), whole)
}

/// How a filter that takes comparisons is made.
fn conditions(method: &Method, param: &Field) -> &'static str {
    let key = method.list.as_ref().and_then(|list| list.key.as_ref());
    match (&param.ty, method.rest) {
        _ if key.is_none_or(|key| key.filter != param.name) => "",
        (_, Rest::V3) => "Made with [`FilterV3`](crate::FilterV3).",
        (Type::Record(_) | Type::Ref(_), Rest::V2) => {
            "Comparisons are those of [`Filtering`](crate::Filtering)."
        }
        (_, Rest::V2) => "Made with [`Filter`](crate::Filter).",
    }
}

/// As many names as are read.
fn some(names: &[String]) -> String {
    let shown = &names[..names.len().min(FIELDS_SHOWN)];
    match names.len() - shown.len() {
        0 => format!("{}.", shown.join(", ")),
        more => format!("{} and {more} more.", shown.join(", ")),
    }
}

/// A parameter's type, with links to what is built for it.
fn ty(param: &Field, call: &str, types: &Types<'_>) -> String {
    let place = record_ident(call, &param.name);
    let record = |ty: &Type| match ty {
        Type::Ref(name) => {
            let path = types.builder(name).ok()?;
            Some(format!("[{}]({path})", code(name)))
        }
        // A family of parameters has no setter.
        _ => place.as_ref().ok().map(|name| format!("object [`{name}`]")),
    };
    words(&param.ty, Side::Sent, &record)
}

fn answer(out: &mut String, method: &Method, path: &RustPath, types: &Types<'_>) {
    let name = answer_type(&path.call_type);
    let record = |ty: &Type| match ty {
        Type::Ref(to) => {
            let path = types.answered(to).ok()?;
            Some(format!("[{}]({path})", code(to)))
        }
        _ => Some(format!("[`{name}`]")),
    };
    out.push_str("\n\n# Answer\n\n");
    match &method.answer.ty {
        Type::Any => out.push_str("JSON that the documentation does not describe: a value, or a type of yours with [`send_as`](crate::Call::send_as)."),
        ty => {
            let words = words(ty, Side::Answered, &record);
            let mut chars = words.chars();
            out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(chars.as_str());
            let names: Vec<_> = fields(ty).map(|field| code(&field.name)).collect();
            if names.is_empty() {
                out.push('.');
            } else {
                let _ = write!(out, ": {}", some(&names));
            }
        }
    }
    let many = method.list.is_some() || matches!(method.answer.ty, Type::List(_));
    if method.answer.total && many {
        out.push_str(
            " [`Client::answer`](crate::Client::answer) tells how many there are in all, too.",
        );
    }
    if let Some(list) = &method.list {
        out.push_str(" The rows of all pages come from [`stream`](crate::ListCall::stream)");
        out.push_str(match (&list.key, &list.paging) {
            (Some(key), _) if key.batch => ", by key, up to 2,500 a request.",
            (Some(_), _) => ", by key.",
            (None, Paging::Cursor { .. } | Paging::Tail(_)) => ".",
            (None, _) => ", page by page.",
        });
    }
    if !method.answer.text.is_empty() {
        let _ = write!(out, "\n\n{}", method.answer.text.as_str());
    }
}

fn errors(out: &mut String, method: &Method) {
    if method.errors.is_empty() {
        return;
    }
    out.push_str("\n\n# Errors\n\nBesides those that [any call](crate::codes) may fail with:\n\n");
    let status = method.errors.iter().any(|error| error.status.is_some());
    let text = method.errors.iter().any(|error| !error.text.is_empty());
    let column = |shown: bool, head: &str| if shown { format!(" {head} |") } else { String::new() };
    let line = |shown: bool| if shown { "---|" } else { "" };
    let _ = write!(out, "| code |{}{}", column(status, "status"), column(text, ""));
    let _ = write!(out, "\n|---|{}{}", line(status), line(text));
    for error in &method.errors {
        let shown =
            if error.code.is_empty() { "without a code".to_owned() } else { code(&error.code) };
        let number = error.status.map(|status| status.to_string()).unwrap_or_default();
        let meaning = inline(error.text.as_str()).0.join("<br>");
        let _ = write!(out, "\n| {} |", cell(&shown));
        let _ = write!(out, "{}{}", column(status, &number), column(text, &cell(&meaning)));
    }
}
