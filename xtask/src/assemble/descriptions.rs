//! What methods that describe fields say of the objects of their family.
//!
//! `crm.company.get` shows `"ADDRESS_2": null`. The example of `crm.company.fields` describes the field: a string. The table
//! of a task calls `sprintId` a text; `tasks.task.getFields` calls it an integer, which PHP writes as a text. And what can be
//! selected is a field of what is answered.

use std::collections::BTreeMap;

use b24_schema::{Field, Method, RecordBody, Rest, Type};
use serde_json::Value;

use super::choose;
use super::claims::Word;
use super::claims::rows::is_wire_name;
use super::claims::words::word;
use super::decide::Records;
use super::decide::ids::{Digits, is_text};
use super::decide::infer;
use super::decide::queries::Use;
use super::decide::shape::{is_spelled_alike, is_taken};
use super::join::{UNKNOWN, is_unknown};
use super::languages::Claimed;
use super::report::Choice;
use crate::examples::Description;

/// How the names of methods end that describe the fields of an object, in small letters.
const FIELDS: [&str; 3] = [".field.list", ".fields", ".getfields"];

/// The methods that answer the object, or a list of it.
const ANSWERS: [&str; 2] = ["get", "list"];

/// The parameter that takes the names of fields.
const SELECT: &str = "select";

/// How deep the descriptions may stand in an answer.
const DEPTH: u8 = 3;

/// So many names that can be selected are enough to know the object by.
const ENOUGH: usize = 5;

/// What is said of one field.
#[derive(Clone, Debug)]
struct About {
    /// Its type, but where a word of the module stands for it.
    ty: Option<Type>,
    /// Whether it can be filtered by, and sorted by, where that is said.
    filtered: Option<bool>,
    sorted: Option<bool>,
}

/// The fields of an object, with what is said of each.
#[derive(Default)]
pub(super) struct Described {
    fields: BTreeMap<String, About>,
    /// So many of those with a type tell the object.
    enough: usize,
}

/// What all methods that describe fields say.
#[derive(Default)]
pub(super) struct Descriptions {
    /// By the family, in small letters.
    families: BTreeMap<(String, Rest), Described>,
}

impl Descriptions {
    /// Reads the examples of the methods that describe fields.
    pub(super) fn of(methods: &[Claimed<'_>]) -> Self {
        let mut all = Self::default();
        for Claimed { method, answered, .. } in methods {
            if let Some(family) = described_by(method) {
                let described = all.families.entry((family, method.rest)).or_default();
                answered.iter().for_each(|answer| described.read(answer, DEPTH));
                let typed = described.fields.values().filter(|about| about.ty.is_some()).count();
                described.enough = typed.div_ceil(2);
            }
        }
        all
    }

    /// What is said of the objects of a method's family.
    pub(super) fn beside(&self, method: &Method) -> Option<&Described> {
        let (family, _) = method.name.rsplit_once('.')?;
        self.families.get(&(family.to_lowercase(), method.rest))
    }
}

/// The family that a method describes the fields of.
fn described_by(method: &Method) -> Option<String> {
    let name = method.name.to_lowercase();
    let family = FIELDS.iter().find_map(|end| name.strip_suffix(end))?;
    Some(family.to_owned())
}

/// Completes the objects that `get` and `list` of a family answer.
pub(super) fn complete(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    descriptions: &Descriptions,
    digits: &Digits,
    choices: &mut Vec<Choice>,
) {
    for Claimed { method, .. } in methods {
        for name in selectable(method, records, digits) {
            let message = "no table and no example has it; it can be selected";
            choose(choices, &method.page, format!("answer.{name}"), "selectable", message);
        }
        let Some((family, verb)) = method.name.rsplit_once('.') else { continue };
        let Some(described) = descriptions.beside(method).filter(|_| ANSWERS.contains(&verb))
        else {
            continue;
        };
        let mut told = Told { described, records, digits, page: &method.page };
        for name in told.object(&mut method.answer.ty, DEPTH) {
            let message = format!("the method that describes the fields of `{family}` tells it");
            choose(choices, &method.page, format!("answer.{name}"), "described", message);
        }
    }
}

/// Adds to the object of an answer the fields that can be selected; gives those that it lacked.
fn selectable(method: &mut Method, records: &mut Records, digits: &Digits) -> Vec<String> {
    let select = method.params.iter().find(|param| param.name.eq_ignore_ascii_case(SELECT));
    let names = select.into_iter().flat_map(|param| &param.values).map(|value| &value.value);
    let named = names.filter(|name| is_wire_name(name) && !infer::is_sample(name));
    let about = About { ty: Some(UNKNOWN), filtered: None, sorted: None };
    let fields: BTreeMap<_, _> = named.map(|name| (name.clone(), about.clone())).collect();
    let described = Described { enough: ENOUGH.min(fields.len().div_ceil(2)), fields };
    let mut told = Told { described: &described, records, digits, page: &method.page };
    told.object(&mut method.answer.ty, DEPTH)
}

impl Described {
    /// Collects what objects of descriptions say.
    fn read(&mut self, value: &Value, depth: u8) {
        if depth == 0 {
            return;
        }
        match value {
            Value::Array(values) => {
                values.iter().for_each(|value| self.read_named(None, value, depth))
            }
            Value::Object(map) => {
                map.iter().for_each(|(name, value)| self.read_named(Some(name), value, depth))
            }
            _ => {}
        }
    }

    fn read_named(&mut self, name: Option<&String>, value: &Value, depth: u8) {
        let Some(map) = value.as_object() else { return self.read(value, depth - 1) };
        let Some(read) = Description::of(map) else { return self.read(value, depth - 1) };
        let Some(name) = name.map(String::as_str).or(read.name()) else { return };
        let ty = match word(read.word()) {
            Some(Word::Basic(ty)) if !matches!(ty, Type::Any | Type::File | Type::Null) => Some(ty),
            _ => None,
        };
        let about = About {
            ty: ty.filter(|_| !read.is_multiple()),
            filtered: read.filtered(),
            sorted: read.sorted(),
        };
        self.fields.insert(name.to_owned(), about);
    }

    /// Whether these are the fields of the object: they have half of those with a type, or so many that can be selected.
    pub(super) fn is_of(&self, fields: &[Field]) -> bool {
        let has = |name: &&String| fields.iter().any(|field| is_spelled_alike(&field.name, name));
        let known = self.fields.keys().filter(has).count();
        known > 0 && known >= self.enough
    }

    /// Whether a filter, or a sorting, takes a field. Where marks tell, those without one are not of the object.
    pub(super) fn takes(&self, name: &str, purpose: Use) -> bool {
        let mark = |about: &About| match purpose {
            Use::Filter => about.filtered,
            _ => about.sorted.or(about.filtered.map(|_| true)),
        };
        let about = self.fields.get(name).or_else(|| {
            let mut all = self.fields.iter();
            all.find(|(known, _)| is_spelled_alike(known, name)).map(|(_, about)| about)
        });
        match about {
            Some(about) => mark(about).unwrap_or(true),
            None => !self.fields.values().any(|about| mark(about).is_some()),
        }
    }
}

/// An object that is being told.
struct Told<'t> {
    described: &'t Described,
    records: &'t mut Records,
    digits: &'t Digits,
    page: &'t str,
}

impl Told<'_> {
    /// Completes the object of an answer, which may stand in a list and under a name; gives the fields that were told.
    fn object(&mut self, ty: &mut Type, depth: u8) -> Vec<String> {
        if depth == 0 {
            return Vec::new();
        }
        match ty {
            Type::List(of) | Type::Map(of) => self.object(of, depth),
            Type::Record(body) => {
                let inner = body.fields.iter_mut();
                let told: Vec<String> =
                    inner.flat_map(|field| self.object(&mut field.ty, depth - 1)).collect();
                // A page may describe the object and what holds it in one table.
                if told.is_empty() && self.described.is_of(&body.fields) {
                    self.fields(body)
                } else {
                    told
                }
            }
            // Taken out, for a record may hold itself.
            Type::Ref(key) => {
                let Some(mut record) = self.records.remove(key) else { return Vec::new() };
                let mut whole = Type::Record(record.body);
                let told = self.object(&mut whole, depth - 1);
                if let Type::Record(body) = whole {
                    record.body = body;
                    self.records.insert(key.clone(), record);
                    return told;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn fields(&self, body: &mut RecordBody) -> Vec<String> {
        let mut told = Vec::new();
        let same = |field: &Field| self.described.fields.contains_key(&field.name);
        let same_spelling =
            body.fields.iter().filter(|field| same(field)).count() >= self.described.enough;
        for (name, about) in &self.described.fields {
            let Some(ty) = &about.ty else { continue };
            let taken = is_taken(body.fields.iter().map(|field| &*field.name), name);
            match body.fields.iter_mut().find(|field| is_spelled_alike(&field.name, name)) {
                Some(field) if !is_unknown(ty) && self.is_open(field, ty) => field.ty = ty.clone(),
                None if same_spelling && !taken && !infer::is_sample(name) => {
                    body.fields.push(Field::new(&**name, ty.clone()));
                }
                _ => continue,
            }
            told.push(name.clone());
        }
        told
    }

    /// Whether a field may be of the type that is described: nobody tells what it is, or it is a number that PHP writes as a
    /// text, and no example beside it shows anything else.
    fn is_open(&self, field: &Field, described: &Type) -> bool {
        let number = matches!(described, Type::Integer | Type::Number);
        is_unknown(&field.ty)
            || number
                && field.ty == Type::String
                && field.values.is_empty()
                && !is_text(&field.name)
                && self.digits.shown(self.page, &field.name) != Some(false)
    }
}
