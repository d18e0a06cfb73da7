//! Names for records, given at the end: until then each is known by its place.
//!
//! A name says what the record is: the word of its section, its page, the methods around it. Two that come to
//! one name take more of their places, which is noted.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Field, Method, Record, RecordBody, Type, record_ident, type_ident};

use super::decide::{DESCRIPTION, Records};
use super::languages::Claimed;
use super::records::Described;
use super::report::Choice;
use super::world::World;
use super::{choose, join};

/// The names of records by their keys.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// The names of the records that sections describe.
    pub(crate) fn of_sections(
        worlds: &[World<'_>],
        described: &[Described<'_>],
        choices: &mut Vec<Choice>,
    ) -> Self {
        // The key itself is nobody else's, but for signs that names leave out.
        let proposed: Vec<Vec<String>> = described
            .iter()
            .map(|record| {
                let found = worlds.iter().find_map(|world| world.names_of(&record.key));
                found.unwrap_or_default().into_iter().chain([snake(&record.key)]).collect()
            })
            .collect();
        let mut names = Self::default();
        names.0.insert(DESCRIPTION.to_owned(), DESCRIPTION.to_owned());
        let mut open: Vec<usize> = (0..described.len()).collect();
        let rounds = proposed.iter().map(Vec::len).max().unwrap_or_default();
        for round in 0..rounds {
            let name = |index: usize| {
                let own: &Vec<String> = &proposed[index];
                own.get(round).or(own.last()).map_or("", String::as_str)
            };
            // Rust's names count: two that differ in signs alone are one.
            let mut claims: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for index in open.drain(..) {
                let ident = type_ident(name(index)).unwrap_or_else(|_| name(index).to_owned());
                claims.entry(ident).or_default().push(index);
            }
            for indices in claims.into_values() {
                if let [only] = indices[..]
                    && !names.has(name(only))
                {
                    names.add(described[only].key.clone(), name(only).to_owned());
                    continue;
                }
                for index in indices {
                    let page = described[index].page.split('#').next().unwrap_or_default();
                    let message = "another record comes to the same name";
                    choose(choices, page, name(index), "name-taken", message);
                    open.push(index);
                }
            }
        }
        // Keys that differ in signs alone.
        for (n, index) in open.into_iter().enumerate() {
            let name = format!("{}_{}", snake(&described[index].key), n + 1);
            names.add(described[index].key.clone(), name);
        }
        names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.values().any(|known| known == name)
    }

    /// The name of a record; its key, where it has none.
    pub(crate) fn of<'n>(&'n self, key: &'n str) -> &'n str {
        self.0.get(key).map_or(key, String::as_str)
    }

    pub(crate) fn add(&mut self, key: String, name: String) {
        self.0.insert(key, name);
    }

    /// Gives the records their names, wherever they are referred to. Records that stand in place several
    /// times in one type become shared ones, for they would have one name.
    pub(crate) fn give(self, methods: &mut [Claimed<'_>], records: Records) -> Records {
        let mut named = Records::new();
        for (key, mut record) in records {
            record.body.fields.iter_mut().for_each(|field| self.rename(&mut field.ty));
            record.name = self.0.get(&key).cloned().unwrap_or(key);
            named.insert(record.name.clone(), record);
        }
        let mut made = Made { records: &named, new: Records::new() };
        for Claimed { method, .. } in &mut *methods {
            let owner = method.name.clone();
            for field in &mut method.params {
                self.rename(&mut field.ty);
                made.share(&mut field.ty, &field.name, &owner, &method.page);
            }
            let answer = &mut method.answer.ty;
            self.rename(answer);
            made.share(answer, "", &format!("{owner}_answer"), &method.page);
        }
        let mut bodies: Vec<Record> = named.values().cloned().collect();
        for Record { name, page, body, .. } in &mut bodies {
            for field in &mut body.fields {
                made.share(&mut field.ty, &field.name, name, page);
            }
        }
        let new = made.new;
        let all = bodies.into_iter().chain(new.into_values());
        let mut named: Records = all.map(|record| (record.name.clone(), record)).collect();
        apart(&mut named);
        let records = named.values_mut().flat_map(|record| &mut record.body.fields);
        let params = methods.iter_mut().flat_map(|claimed| {
            let Method { params, answer, .. } = &mut claimed.method;
            join::settled(&mut answer.ty);
            params
        });
        records.chain(params).for_each(|field| join::settled(&mut field.ty));
        named
    }

    /// Gives the records in a type their names.
    fn rename(&self, ty: &mut Type) {
        ty.walk_mut(&mut |ty| match ty {
            Type::Ref(key) => {
                if let Some(name) = self.0.get(key) {
                    key.clone_from(name);
                }
            }
            Type::Union(members) => members.sort(),
            _ => {}
        });
    }
}

/// Records made of several that stand in one type.
struct Made<'r> {
    records: &'r Records,
    new: Records,
}

impl Made<'_> {
    /// Types in which records stand in several places get them as one shared record, named after their
    /// owner and the field.
    fn share(&mut self, ty: &mut Type, name: &str, owner: &str, page: &str) {
        match ty {
            Type::List(of) | Type::Map(of) => return self.share(of, name, owner, page),
            Type::Record(body) => {
                for field in &mut body.fields {
                    self.share(&mut field.ty, &field.name, owner, page);
                }
                return;
            }
            Type::Union(members) => {
                if let Some(other) = other_in_list(members) {
                    self.own(other, format!("{owner}_{name}_item"), page);
                }
            }
            _ => return,
        }
        let mut bodies = ty.records();
        let (Some(first), Some(second)) = (bodies.next(), bodies.next()) else {
            drop(bodies);
            if let Type::Union(members) = ty {
                members.iter_mut().for_each(|member| self.share(member, name, owner, page));
            }
            return;
        };
        let mut body = first.clone();
        for other in std::iter::once(second).chain(bodies) {
            join::bodies(&mut body, other.clone());
        }
        self.named(ty, body, &format!("{owner}_{name}"), owner, page);
    }

    /// Gives the record in a list a name of its own.
    fn own(&mut self, ty: &mut Type, name: String, page: &str) {
        let body = ty.records().next().cloned();
        if let Some(body) = body {
            self.named(ty, body, &name, &name, page);
        }
    }

    /// Puts a record of that name, or of a longer one where it is taken, in place of those in `ty`.
    fn named(&mut self, ty: &mut Type, mut body: RecordBody, name: &str, owner: &str, page: &str) {
        for field in &mut body.fields {
            self.share(&mut field.ty, &field.name, owner, page);
        }
        let mut record = snake(name);
        let taken = |known: &Records, name: &str| known.get(name).is_some_and(|r| r.body != body);
        while taken(self.records, &record) || taken(&self.new, &record) {
            record.push_str("_item");
        }
        replace(ty, &record);
        self.new.insert(record.clone(), Record::new(record, page, body));
    }
}

/// The list, or the map, of records in a union that also has a record with none of their fields: a keyboard is an object
/// with `BUTTONS`, or the list of the buttons alone.
fn other_in_list(members: &mut [Type]) -> Option<&mut Type> {
    let whole = members.iter().find_map(|ty| match ty {
        Type::Record(body) => Some(body),
        _ => None,
    })?;
    let names: BTreeSet<String> = whole.fields.iter().map(|field| field.name.clone()).collect();
    members.iter_mut().find(|ty| {
        let (Type::List(of) | Type::Map(of)) = &**ty else { return false };
        matches!(&**of, Type::Record(body) if body.fields.iter().all(|f| !names.contains(&f.name)))
    })
}

/// A record in place is named after its owner and its field; where that is the name of another
/// record, it becomes one of its own.
fn apart(records: &mut Records) {
    let taken: BTreeSet<String> = records.keys().filter_map(|name| type_ident(name).ok()).collect();
    let mut made = Vec::new();
    for (name, record) in records.iter_mut() {
        let Ok(owner) = type_ident(name) else { continue };
        for Field { name: field, ty, .. } in &mut record.body.fields {
            if record_ident(&owner, field).is_ok_and(|ident| taken.contains(&ident)) {
                let Some(body) = ty.records().next().cloned() else { continue };
                let own = format!("{name}_{}_value", field.trim_matches('*').to_lowercase());
                replace(ty, &own);
                made.push(Record::new(own, record.page.clone(), body));
            }
        }
    }
    records.extend(made.into_iter().map(|record| (record.name.clone(), record)));
}

/// Makes the records that stand in place in a type references to one.
fn replace(ty: &mut Type, record: &str) {
    match ty {
        Type::Record(_) => *ty = Type::Ref(record.to_owned()),
        Type::List(inner) | Type::Map(inner) => replace(inner, record),
        Type::Union(members) => {
            members.iter_mut().for_each(|member| replace(member, record));
            *ty = join::all(std::mem::take(members));
        }
        _ => {}
    }
}

/// A name in the style of records.
pub(crate) fn snake(text: &str) -> String {
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
