//! The rustdoc of generated items: facts, and the texts of the documentation where they are at hand.

pub(crate) mod alias;
mod example;
mod map;
mod method;
mod text;
mod types;

use std::fmt::Write;

use b24_schema::{Constant, ConstantSet, Field, Limits, Module, Record, Scope, Type};

pub(crate) use map::{Place, map};
pub(crate) use method::method;
use text::{code, escape, links, listed, title};
use types::Side;

use crate::constants::{self, Owner};

/// The documentation of a setter; `owner` has the constants of its values.
pub(crate) fn setter(field: &Field, owner: &Owner<'_>) -> String {
    described(field, Side::Sent, owner)
}

/// The documentation of an answer's field.
pub(crate) fn answer_field(field: &Field, owner: &Owner<'_>) -> String {
    described(field, Side::Answered, owner)
}

/// A field: its name and type, what is said of it, and what it may be.
fn described(field: &Field, side: Side, owner: &Owner<'_>) -> String {
    let Field {
        name,
        also,
        ty,
        required,
        default,
        // Said by `about`.
        values: _,
        limits: _,
        deprecated: _,
        see: _,
        constants: _,
        text,
    } = field;
    let mut out = format!("{}: {}", code(name), types::words(ty, side, &|_| None));
    if *required && side == Side::Sent {
        out.push_str(", required");
    }
    if let Some(default) = default.as_ref().filter(|_| side == Side::Sent) {
        let _ = write!(out, ", {} by default", code(default));
    }
    out.push('.');
    if !also.is_empty() && side == Side::Answered {
        let _ = write!(out, " Also spelled {}.", listed(also.iter().map(|other| code(other))));
    }
    let about = about(field, "Self", owner);
    if !about.is_empty() {
        out.push(' ');
        out.push_str(&about);
    }
    if !text.is_empty() {
        let _ = write!(out, "\n\n{}", text.as_str());
    }
    out
}

/// What a value may be, in sentences. `of` is how the owner of the constants is called here.
fn about(field: &Field, of: &str, owner: &Owner<'_>) -> String {
    // The others stand before it: a setter has them in a line, a method's page in columns.
    let Field {
        name: _,
        also: _,
        ty,
        required: _,
        default: _,
        values,
        limits,
        deprecated,
        see,
        constants,
        text,
    } = field;
    let mut out: Vec<String> = Vec::new();
    if *deprecated {
        out.push("Obsolete.".to_owned());
    }
    let Limits { min, max, max_length } = limits;
    match (min, max) {
        (Some(min), Some(max)) => out.push(format!("From {min} to {max}.")),
        (Some(min), None) => out.push(format!("At least {min}.")),
        (None, Some(max)) => out.push(format!("At most {max}.")),
        (None, None) => {}
    }
    if let Some(length) = max_length {
        out.push(format!("At most {length} characters."));
    }
    // What the text says already is not said again, but the constants are shown.
    let told = text.as_str();
    let known = values.iter().all(|value| told.contains(&code(&value.value)));
    let shown = values.iter().filter_map(|value| {
        let shown = code(&value.value);
        let label = value.label.as_ref().filter(|_| !known);
        let label = label.map(|label| format!(" ({})", escape(label))).unwrap_or_default();
        match owner.constant(field, value) {
            Some(name) => Some(format!("[{shown}]({of}::{name}){label}")),
            None => (!known).then(|| shown + &label),
        }
    });
    // The form of a boolean says its values.
    let plain = matches!(ty, Type::Boolean(_)) && values.iter().all(|v| v.label.is_none());
    let shown: Vec<_> = shown.filter(|_| !plain).collect();
    let shown_values = !shown.is_empty();
    if shown_values {
        let what = if known { "Constants:" } else { "One of" };
        out.push(format!("{what} {}.", listed(shown)));
    }
    if !constants.is_empty() {
        let what = if shown_values { "Or one of" } else { "One of" };
        out.push(format!("{what} {}.", listed(constants.iter().map(|set| text::constants(set)))));
    }
    let links = see.iter().map(|to| text::method(to));
    let target = |link: &String| link.split_once(']').is_some_and(|(_, to)| told.contains(to));
    let see: Vec<_> = links.filter(|link| !target(link)).collect();
    if !see.is_empty() {
        out.push(format!("See {}.", listed(see)));
    }
    out.join(" ")
}

/// The constants of values.
pub(crate) fn constant(constant: &constants::Constant<'_>) -> String {
    let mut out = match constant.fields.as_slice() {
        [field] => format!("A value of {}", code(field)),
        _ => "A value of several fields".to_owned(),
    };
    if let Some(label) = constant.label {
        let _ = write!(out, ": {}", escape(label));
    }
    out.push('.');
    out
}

/// What a record must have.
pub(crate) fn required(names: &[&str]) -> String {
    let names = listed(names.iter().map(|name| code(name)));
    format!(
        "Must have {names}: without them, sending fails. [`partial`](crate::Record::partial) lifts that."
    )
}

/// The module of a set of constants.
pub(crate) fn constant_set(set: &ConstantSet) -> String {
    let what = if set.numbers { "Numbers" } else { "Texts" };
    let (key, page) = (code(&set.key), links(&set.page));
    format!("{what} that fields such as {key} take.\n\n{page}")
}

/// A constant of a set, with what stands for the same thing in the other sets of its table.
pub(crate) fn named_constant(constant: &Constant, set: &ConstantSet, module: &Module) -> String {
    let beside =
        module.constants.iter().filter(|other| other.page == set.page && other.name != set.name);
    let same = beside.filter_map(|other| {
        let found = other.constants.iter().find(|c| c.name == constant.name)?;
        Some(format!("{} as {}", code(&found.value), code(&other.key)))
    });
    let same: Vec<_> = same.collect();
    let mut out = format!("{} as {}", code(&constant.value), code(&set.key));
    if !same.is_empty() {
        let _ = write!(out, "; it is {}", listed(same));
    }
    out.push('.');
    out
}

/// A shared record.
pub(crate) fn record(record: &Record) -> String {
    let mut out = format!("The record {}.", code(&record.name));
    if !record.text.is_empty() {
        let _ = write!(out, "\n\n{}", record.text.as_str());
    }
    let _ = write!(out, "\n\n{}", links(&record.page));
    out
}

/// The constant of a scope.
pub(crate) fn scope(scope: &Scope) -> String {
    let mut out = format!("The scope {}", code(&scope.code));
    let opens = escape(title(&scope.title, None));
    if !opens.is_empty() {
        let _ = write!(out, ": {opens}");
    }
    out.push('.');
    let tool = escape(title(&scope.tool, None));
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
