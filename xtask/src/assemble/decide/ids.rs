//! Identifiers that examples write as texts of digits.
//!
//! PHP gives numbers from a database as texts. Where a page does not say what a field is, such a text
//! tells that it is a number only if the field is called like an identifier; where a page calls it a
//! text, parameters and examples of the same name in the same module tell.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use b24_schema::{AllowedValue, Field, Type, field_ident};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::infer::each_place;
use crate::assemble::claims::{Parts, Said};
use crate::assemble::languages::Claimed;
use crate::assemble::{folder_of, module_of};
use crate::corpus::{Lang, Span};
use crate::data;

/// How fields are called that hold identifiers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    names: Vec<String>,
    ends: Vec<String>,
    texts: Vec<String>,
    foreign: Vec<String>,
    measures: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| data::read("ids.toml", include_str!("ids.toml")));

/// Where examples show nothing but digits, or nothing but `Y` and `N`.
#[derive(Debug, Default)]
pub(crate) struct Digits {
    /// By the folder of the pages and the name.
    names: HashMap<String, HashMap<String, bool>>,
    /// The same of `Y` and `N`, where no page lists other letters for the name.
    flags: HashMap<String, HashMap<String, bool>>,
    /// By the row of a table: one row may describe several places, of which an example shows some.
    rows: HashMap<Span, bool>,
}

impl Digits {
    /// Reads the examples of all methods.
    pub(crate) fn of(methods: &[Claimed<'_>]) -> Self {
        let mut all = Self::default();
        for Claimed { method, params, answer, answered, sent, .. } in methods {
            let own = all.names.entry(folder_of(&method.page).to_owned()).or_default();
            let flags = all.flags.entry(folder_of(&method.page).to_owned()).or_default();
            let shown = answered.iter().map(AsRef::as_ref).chain(sent.iter().flatten());
            shown.for_each(|value| {
                each_named(value, &mut |name, value| {
                    if is_told(value)
                        && let Ok(name) = field_ident(name)
                    {
                        let flag = matches!(value.as_str(), Some("Y" | "N"));
                        *flags.entry(name.clone()).or_insert(true) &= flag;
                        *own.entry(name).or_insert(true) &= is_digits(value);
                    }
                });
            });
            for parts in [Some(params), answer.parts.as_ref()].into_iter().flatten() {
                note_letters(parts, flags);
            }
            let values: Vec<&Value> = answered.iter().map(AsRef::as_ref).collect();
            each_place(answer, &values, &mut |said, values| note_rows(said, values, &mut all.rows));
        }
        all
    }

    /// Whether the examples of the pages beside one show nothing but digits under a name.
    pub(super) fn under(&self, page: &str, name: &str) -> bool {
        self.shown(page, name) == Some(true)
    }

    /// Whether they show nothing but `Y` and `N`.
    pub(super) fn flags_under(&self, page: &str, name: &str) -> bool {
        let known = |name: String| self.flags.get(folder_of(page))?.get(&name).copied();
        field_ident(name).ok().and_then(known) == Some(true)
    }

    /// Whether they show something else under the name of an identifier. What is only called `ID` is of many objects.
    pub(super) fn not_under(&self, page: &str, name: &str) -> bool {
        let named = field_ident(name).is_ok_and(|name| name.ends_with("_id"));
        named && self.shown(page, name) == Some(false)
    }

    /// Whether examples of other places that the rows of this one describe too show nothing but digits.
    pub(super) fn by_row(&self, said: &Said<'_>) -> bool {
        let spans = said.claims.iter().filter_map(|claim| claim.source.span);
        let mut known = spans.filter_map(|span| self.rows.get(&span)).peekable();
        known.peek().is_some() && known.all(|digits| *digits)
    }

    /// Whether they show digits, if they show anything that tells.
    pub(crate) fn shown(&self, page: &str, name: &str) -> Option<bool> {
        self.names.get(folder_of(page))?.get(&field_ident(name).ok()?).copied()
    }
}

/// Whether a value tells whether it is a number.
fn is_told(value: &Value) -> bool {
    value.is_number() || value.as_str().is_some_and(|text| !text.is_empty())
}

/// Notes of the rows that describe a place whether its values are digits.
fn note_rows(said: &Said<'_>, values: &[&Value], rows: &mut HashMap<Span, bool>) {
    for value in values.iter().filter(|value| is_told(value)) {
        for span in said.claims.iter().filter_map(|claim| claim.source.span) {
            *rows.entry(span).or_insert(true) &= is_digits(value);
        }
    }
}

/// Notes the names whose rows list other letters than those of a flag: `N`, `D` and `T` of `IS_LIMIT`.
fn note_letters(parts: &Parts<'_>, flags: &mut HashMap<String, bool>) {
    for (name, said) in &parts.fields {
        let other = |value: &AllowedValue| !matches!(&*value.value, "Y" | "N");
        let several =
            [Lang::En, Lang::Ru].into_iter().any(|lang| said.values(lang).iter().any(other));
        if several && let Ok(name) = field_ident(name) {
            flags.insert(name, false);
        }
        if let Some(parts) = &said.parts {
            note_letters(parts, flags);
        }
    }
}

/// Visits every value that stands under a name, at any depth.
fn each_named<'v>(value: &'v Value, visit: &mut impl FnMut(&'v str, &'v Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| each_named(value, visit)),
        Value::Object(map) => {
            for (name, value) in map {
                visit(name, value);
                each_named(value, visit);
            }
        }
        _ => {}
    }
}

/// What the methods of a module tell of their integers.
#[derive(Debug, Default)]
pub(super) struct Integers {
    /// The names in Rust of the parameters that are integers.
    known: BTreeSet<String>,
    /// The names under which an example has a text that is no number.
    texts: BTreeSet<String>,
}

impl Integers {
    /// Whether a parameter of that name is an integer.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        is_id(name) && field_ident(name).is_ok_and(|name| self.known.contains(&name))
    }

    /// Whether digits under a name are an integer: a parameter of that name is one, or no example has anything else.
    pub(super) fn has(&self, name: &str) -> bool {
        field_ident(name)
            .is_ok_and(|name| self.known.contains(&name) || !self.texts.contains(&name))
    }
}

/// Whether values of a field are numbers of something, written as texts of digits or as numbers.
pub(super) fn counts(name: &str, values: &[&Value]) -> bool {
    is_id(name) && !values.is_empty() && values.iter().all(|value| is_digits(value))
}

pub(super) fn is_digits(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let leads = text.len() > 1 && text.starts_with('0');
            !leads && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        }
        Value::Number(number) => number.is_i64() || number.is_u64(),
        _ => false,
    }
}

/// Whether a field is called like the number of something and yet holds texts: codes, or what other systems gave.
pub(crate) fn is_text(name: &str) -> bool {
    let is_foreign = |word: &str| WORDS.foreign.iter().any(|known| known == word);
    field_ident(name)
        .is_ok_and(|name| WORDS.texts.contains(&name) || name.split('_').any(is_foreign))
}

pub(crate) fn is_id(name: &str) -> bool {
    // `PARENT_ID_*` are as many identifiers.
    let Ok(name) = field_ident(name.trim_end_matches(['*', '_'])) else { return false };
    let ends = WORDS.ends.iter().any(|end| name.ends_with(end.as_str()));
    (ends || WORDS.names.contains(&name)) && !is_text(&name)
}

/// Whether a field holds a price, a weight, or another number that is whole by chance where an example of it is.
pub(crate) fn is_measure(name: &str) -> bool {
    let Ok(name) = field_ident(name) else { return false };
    name.rsplit('_').next().is_some_and(|word| WORDS.measures.iter().any(|known| known == word))
}

/// What is known of the integers, by module.
pub(super) fn integers(methods: &[Claimed<'_>]) -> BTreeMap<String, Integers> {
    let of_method = |Claimed { method, answered, sent, .. }: &Claimed<'_>| {
        let mut own = Integers::default();
        collect(&method.params, &mut own.known);
        let shown = answered.iter().map(AsRef::as_ref).chain(sent.iter().flatten());
        shown.for_each(|value| {
            each_named(value, &mut |name, value| {
                let is_text = value.as_str().is_some_and(|text| !text.is_empty());
                if is_text && !is_digits(value) && is_id(name) {
                    own.texts.extend(field_ident(name).ok());
                }
            });
        });
        (module_of(&method.name), own)
    };
    // In parallel, because all examples are looked at.
    let all: Vec<(String, Integers)> = methods.par_iter().map(of_method).collect();
    let mut out: BTreeMap<String, Integers> = BTreeMap::new();
    for (module, Integers { known, texts }) in all {
        let module = out.entry(module).or_default();
        module.known.extend(known);
        module.texts.extend(texts);
    }
    out
}

fn collect(fields: &[Field], out: &mut BTreeSet<String>) {
    for field in fields {
        let forms = match &field.ty {
            Type::Union(members) => members.as_slice(),
            ty => std::slice::from_ref(ty),
        };
        for form in forms {
            match form {
                Type::Integer if forms.len() == 1 => out.extend(field_ident(&field.name).ok()),
                Type::Record(body) => collect(&body.fields, out),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exception_is_one() {
        let Words { names, ends, texts, foreign, measures } = &*WORDS;
        for text in texts {
            assert!(
                ends.iter().any(|end| text.ends_with(end.as_str())) || names.contains(text),
                "{text} is no name of an identifier anyway"
            );
        }
        for words in [texts, foreign, measures] {
            assert!(words.is_sorted_by(|a, b| a < b), "sorted, each once");
        }
    }
}
