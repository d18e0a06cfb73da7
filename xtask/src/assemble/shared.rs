//! Where shared records go: to the module that uses them, or to `shared` where several do.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Field, Module, Record, RecordBody, Type};

use super::{merge_bodies, union};

/// Puts every record that a method reaches into its module; the rest is dropped.
pub(crate) fn place(
    records: BTreeMap<String, Record>,
    modules: &mut BTreeMap<String, Module>,
    common: &mut Module,
) {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for module in modules.values() {
        let mut reached = BTreeSet::new();
        for method in &module.methods {
            visit_fields(&method.params, &records, &mut reached);
            visit(&method.answer.ty, &records, &mut reached);
        }
        for name in reached {
            users.entry(name).or_default().insert(module.module.clone());
        }
    }
    // A record that a shared one refers to is shared as well: it is reached by the same modules.
    for (name, mut record) in records {
        let Some(used_by) = users.get(&name) else { continue };
        let mut used_by = used_by.iter();
        match (used_by.next(), used_by.next()) {
            (Some(only), None) => {
                if let Some(module) = modules.get_mut(only) {
                    module.records.push(record);
                }
            }
            _ => {
                record.modules = users[&name].iter().cloned().collect();
                common.records.push(record);
            }
        }
    }
}

fn visit_fields(
    fields: &[Field],
    records: &BTreeMap<String, Record>,
    reached: &mut BTreeSet<String>,
) {
    for field in fields {
        visit(&field.ty, records, reached);
    }
}

fn visit(ty: &Type, records: &BTreeMap<String, Record>, reached: &mut BTreeSet<String>) {
    match ty {
        Type::List(inner) | Type::Map(inner) => visit(inner, records, reached),
        Type::Record(body) => visit_fields(&body.fields, records, reached),
        Type::Union(members) => members.iter().for_each(|m| visit(m, records, reached)),
        Type::Ref(name) if reached.insert(name.clone()) => {
            if let Some(record) = records.get(name) {
                visit_fields(&record.body.fields, records, reached);
            }
        }
        _ => {}
    }
}

/// What the shared records of a method's answer are called after.
pub(crate) fn of_answer(method: &str) -> String {
    format!("{method}_answer")
}

/// Types in which records stand in several places get them as one shared record, named after their
/// owner and the field. `known` finds the shared record of a name.
pub(crate) fn share<'r>(
    ty: &mut Type,
    name: &str,
    owner: &dyn Fn() -> String,
    page: &str,
    known: &dyn Fn(&str) -> Option<&'r Record>,
) -> Option<Record> {
    let members = match ty {
        Type::List(inner) | Type::Map(inner) => return share(inner, name, owner, page, known),
        Type::Union(members) => members,
        _ => return None,
    };
    let mut bodies = Vec::new();
    members.iter().for_each(|m| in_place(m, &mut bodies));
    if bodies.len() < 2 {
        return None;
    }
    let mut body = bodies[0].clone();
    bodies[1..].iter().for_each(|other| merge_bodies(&mut body, other));
    let mut record = snake(&format!("{}_{name}", owner()));
    while known(&record).is_some_and(|known| known.body != body) {
        record.push_str("_item");
    }
    *ty = union(members.iter().map(|m| replaced(m, &record)).collect());
    Some(Record::new(record, page, body))
}

/// The one record in place in `ty` as a shared one, which `ty` then refers to.
pub(crate) fn moved(ty: &mut Type, name: &str, page: &str) -> Option<Record> {
    let mut bodies = Vec::new();
    in_place(ty, &mut bodies);
    let body = (*bodies.first()?).clone();
    *ty = replaced(ty, name);
    Some(Record::new(name, page, body))
}

/// The records that stand in place in `ty`, not those inside them.
fn in_place<'t>(ty: &'t Type, out: &mut Vec<&'t RecordBody>) {
    match ty {
        Type::Record(body) => out.push(body),
        Type::List(inner) | Type::Map(inner) => in_place(inner, out),
        Type::Union(members) => members.iter().for_each(|m| in_place(m, out)),
        _ => {}
    }
}

/// `ty` with the records that stand in place in it replaced by a shared one.
fn replaced(ty: &Type, record: &str) -> Type {
    match ty {
        Type::Record(_) => Type::Ref(record.to_owned()),
        Type::List(inner) => Type::List(Box::new(replaced(inner, record))),
        Type::Map(inner) => Type::Map(Box::new(replaced(inner, record))),
        Type::Union(members) => union(members.iter().map(|m| replaced(m, record)).collect()),
        ty => ty.clone(),
    }
}

fn snake(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}
