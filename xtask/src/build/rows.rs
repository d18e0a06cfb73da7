//! Lists whose rows are what `get` answers: `crm.company.list` shows the four fields that its example
//! selects, and `crm.company.get` tells of all of them.

use std::collections::HashMap;

use b24_schema::{Field, Method, RecordBody, Rest, Type};
use serde_json::Value;

use super::fit::{Findings, Records, check};
use super::method::Language;
use super::report::Choice;
use super::world::World;
use super::{answer, choose, union};

/// What the methods are called that answer one object.
const GET: &str = "get";

/// How the names of methods end or begin that list objects.
const LISTS: [&str; 3] = ["list", "search", "tail"];

/// Of so many fields of a row, in percent, `get` must know the names for the objects to be the same.
const ALIKE: usize = 80;

/// Gives the rows of every list the fields that `get` answers, where they are the same objects.
pub(super) fn like_get(language: &mut Language, worlds: &[World<'_>], choices: &mut Vec<Choice>) {
    let Language { methods, records, .. } = language;
    let mut gets: HashMap<(String, Rest), usize> = HashMap::new();
    for (at, method) in methods.iter().enumerate() {
        if let Some((family, verb)) = split(method)
            && verb.eq_ignore_ascii_case(GET)
        {
            gets.insert((family.to_lowercase(), method.rest), at);
        }
    }
    for at in 0..methods.len() {
        let list = &methods[at];
        let Some((family, verb)) = split(list) else { continue };
        let verb = verb.to_lowercase();
        let lists = LISTS.iter().any(|word| verb.starts_with(word) || verb.ends_with(word));
        let Some(&get) = gets.get(&(family.to_lowercase(), list.rest)).filter(|_| lists) else {
            continue;
        };
        let mut found = [at, get].map(|at| methods[at].answer.ty.clone());
        let [listed, got] = &mut found;
        let (Some((under, row)), Some((within, object))) = (row(listed), self::object(got)) else {
            continue;
        };
        let shown =
            [(at, under), (get, within)].map(|(at, key)| objects(&methods[at], &key, worlds));
        let Some((whole, more)) = same(object, row, &shown, records) else { continue };
        // `add` and others answer it too: it stays one type.
        if more && methods.iter().enumerate().any(|(i, other)| i != get && answers(other, object)) {
            continue;
        }
        let message = format!("the rows are what `{}` answers", methods[get].name);
        choose(choices, &list.page, "answer", "rows-as-get", message);
        let ty = match (&*object, &*row) {
            (Type::Ref(name), _) | (_, Type::Ref(name)) => {
                let name = name.clone();
                records.entry(name.clone()).and_modify(|record| record.body = whole);
                Type::Ref(name)
            }
            _ => Type::Record(whole),
        };
        row.clone_from(&ty);
        *object = ty;
        for (at, ty) in [at, get].into_iter().zip(found) {
            methods[at].answer.ty = ty;
        }
    }
}

/// Whether a method answers such an object.
fn answers(method: &Method, object: &Type) -> bool {
    let answer = &method.answer.ty;
    let within = |body: &RecordBody| matches!(body.fields.as_slice(), [only] if only.ty == *object);
    answer == object || matches!(answer, Type::Record(body) if within(body))
}

/// The family of a method, and what it does.
fn split(method: &Method) -> Option<(&str, &str)> {
    method.name.rsplit_once('.')
}

/// What an answer lists, and the key that it is under.
fn row(answer: &mut Type) -> Option<(String, &mut Type)> {
    match answer {
        Type::List(of) | Type::Map(of) => Some((String::new(), of)),
        Type::Record(body) => match body.fields.as_mut_slice() {
            [Field { name, ty: Type::List(of) | Type::Map(of), .. }] => Some((name.clone(), of)),
            _ => None,
        },
        _ => None,
    }
}

/// The object that an answer is, and the key that it is under.
fn object(answer: &mut Type) -> Option<(String, &mut Type)> {
    let wrapped = matches!(answer, Type::Record(RecordBody { fields, .. })
        if matches!(fields.as_slice(), [Field { ty: Type::Record(_) | Type::Ref(_), .. }]));
    if !wrapped {
        let whole = matches!(answer, Type::Record(_) | Type::Ref(_));
        return whole.then(|| (String::new(), answer));
    }
    let Type::Record(RecordBody { fields, .. }) = answer else { return None };
    fields.first_mut().map(|only| (only.name.clone(), &mut only.ty))
}

/// The objects that the examples of a method show under a key, alone or as rows.
fn objects(method: &Method, key: &str, worlds: &[World<'_>]) -> Vec<Value> {
    let pages = worlds.iter().filter_map(|world| world.pages.get(method.page.as_str()));
    let results = pages.flat_map(|page| answer::results(page));
    let mut out = Vec::new();
    for result in results {
        let value = if key.is_empty() { Some(&*result) } else { result.get(key) };
        match value {
            Some(Value::Array(rows)) => out.extend(rows.iter().cloned()),
            Some(Value::Object(map)) => {
                out.extend(map.values().filter(|value| value.is_object()).cloned());
                out.extend(value.cloned());
            }
            _ => {}
        }
    }
    out
}

/// The fields of an object and of the rows of a list together, where both are the same, and whether the
/// rows have more.
fn same(
    object: &Type,
    row: &Type,
    [listed, got]: &[Vec<Value>; 2],
    records: &Records,
) -> Option<(RecordBody, bool)> {
    if object == row {
        return None;
    }
    let body = |ty: &Type| match ty {
        Type::Record(body) => Some(body.clone()),
        Type::Ref(name) => records.get(name).map(|record| record.body.clone()),
        _ => None,
    };
    let (mut whole, row) = (body(object)?, body(row)?);
    let known = |field: &&Field| whole.fields.iter().any(|known| known.name == field.name);
    let common = row.fields.iter().filter(known).count();
    if common == 0 || common * 100 < row.fields.len() * ALIKE {
        return None;
    }
    let more = common < row.fields.len();
    whole.open |= row.open;
    for field in row.fields {
        let Some(known) = whole.fields.iter_mut().find(|known| known.name == field.name) else {
            whole.fields.push(field);
            continue;
        };
        known.text.or(&field.text);
        let explains = |ty: &Type, shown: &[Value]| {
            let mut values = shown.iter().filter_map(|object| object.get(&field.name));
            values.all(|value| check(ty, value, records) == Findings::default())
        };
        // What one page tells of a field may be all that examples of the other need.
        if known.ty == Type::Any || explains(&field.ty, got) && !explains(&known.ty, listed) {
            known.ty = field.ty;
        } else if !explains(&known.ty, listed) {
            let documented = std::mem::replace(&mut known.ty, Type::Any);
            known.ty = union(vec![documented, field.ty]);
        }
    }
    Some((whole, more))
}
