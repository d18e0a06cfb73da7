//! The fields that examples show in an object, and their values.

use std::collections::HashSet;

use b24_schema::{Field, RecordBody, Type, field_ident};
use indexmap::IndexMap;
use serde_json::Value;

use super::infer::{self, children, is_data};
use super::queries::{SIGNS, compared};
use super::shape::{is_named, is_one_of, is_scalar, is_taken, overlaps, tells};
use super::shown::Widen;
use super::{Path, fits};
use crate::assemble::join::{UNKNOWN, is_unknown, join};
use crate::examples::UNKNOWN as LEFT_OUT;

/// The values of objects by key, the keys in the order of the examples.
type Shown<'e> = IndexMap<&'e str, Vec<&'e Value>>;

impl<'e> Widen<'e, '_, '_> {
    /// The fields of `body`, and those that only the objects have.
    pub(crate) fn body(
        &mut self,
        mut body: RecordBody,
        objects: &[&'e Value],
        at: Path<'_>,
    ) -> RecordBody {
        let mut shown = Shown::new();
        for map in objects.iter().filter_map(|v| v.as_object()) {
            for (index, (key, value)) in map.iter().enumerate() {
                // Objects alike have their keys in one order: mostly none is looked up.
                match shown.get_index_mut(index) {
                    Some((known, values)) if *known == key => values.push(value),
                    _ => shown.entry(key).or_default().push(value),
                }
            }
        }
        if self.is_request() {
            self.sent(&mut body, &shown, objects, at);
        } else {
            self.answered(&mut body, &shown, objects);
        }
        for i in 0..body.fields.len() {
            let name = body.fields[i].name.clone();
            if infer::is_users(&name) {
                continue;
            }
            let found: Vec<&'e Value>;
            let values = if body.fields[i].is_wildcard() {
                let family = &body.fields[i];
                let listed = |key: &str| body.fields.iter().any(|field| field.name == *key);
                let pairs = objects.iter().filter_map(|v| v.as_object()).flatten();
                let own = pairs
                    .filter(|(key, _)| **key == name || family.is_family_of(key) && !listed(key));
                found = own.map(|(_, value)| value).collect();
                &found
            } else if self.decide.is_filter(at) {
                found = compared(objects, &name);
                &found
            } else if self.is_request() {
                found = children(objects, &name);
                &found
            } else {
                shown.get(name.as_str()).map_or(&[][..], Vec::as_slice)
            };
            let ty = std::mem::replace(&mut body.fields[i].ty, UNKNOWN);
            let documented = !is_unknown(&ty);
            let ty = self.ty(ty, values, at.at(&name));
            body.fields[i].ty = match ty {
                // A condition that takes many takes one as well.
                Type::List(of) if self.decide.is_filter(at) && !documented && is_scalar(&of) => {
                    join((*of).clone(), Type::List(of))
                }
                ty => ty,
            };
        }
        body
    }

    /// Adds what examples send in an object and its table does not name. A table that is open says itself
    /// that it leaves some out.
    fn sent(
        &mut self,
        body: &mut RecordBody,
        shown: &Shown<'e>,
        objects: &[&'e Value],
        at: Path<'_>,
    ) {
        let documented = !body.fields.is_empty();
        let filter = self.decide.is_filter(at);
        if body.open && documented && !filter {
            return;
        }
        for key in shown.keys().copied() {
            // Signs before a name are conditions.
            let key = if filter { key.trim_start_matches(SIGNS) } else { key };
            let known =
                |field: &Field| field.name.eq_ignore_ascii_case(key) || field.is_family_of(key);
            let names = || body.fields.iter().map(|field| field.name.as_str());
            let ours = body.fields.iter().any(known);
            if ours || key == LEFT_OUT || !filter && children(objects, key).is_empty() {
                continue;
            }
            // What cannot be a field can be sent all the same.
            if is_data(key) || is_taken(names(), key) {
                body.open = true;
                continue;
            }
            if documented {
                let message = "no table names the field; the examples send it";
                self.decide.choose(at.at(key), "param-from-example", message);
            }
            let family = infer::family_of(key);
            body.open |= family.is_some();
            let name = family.unwrap_or_else(|| key.to_owned());
            body.fields.push(Field::new(name, UNKNOWN));
        }
    }

    /// Adds what answers show in an object and its table does not name.
    fn answered(&mut self, body: &mut RecordBody, shown: &Shown<'e>, objects: &[&'e Value]) {
        // The case of a name that no example writes so is the one that examples write.
        for i in 0..body.fields.len() {
            let name = &body.fields[i].name;
            if !self.shared
                && !shown.contains_key(name.as_str())
                && let Some(key) = shown.keys().find(|key| key.eq_ignore_ascii_case(name))
                && !body.fields.iter().any(|field| field.name == *key)
            {
                body.fields[i].name = (*key).to_owned();
            }
        }
        self.misnamed(body, shown);
        let mut families: Vec<String> = Vec::new();
        // Names that Rust spells alike cannot both be fields.
        let mut idents: HashSet<String> =
            body.fields.iter().filter_map(|field| field_ident(&field.name).ok()).collect();
        for key in shown.keys().copied() {
            if body.fields.iter().any(|field| field.name == key)
                || key == LEFT_OUT
                || body.fields.iter().any(|f| f.is_family_of(key))
            {
                continue;
            }
            if let Some(family) = infer::family_of(key) {
                if !families.contains(&family) {
                    families.push(family);
                }
            } else if !is_data(key) && field_ident(key).is_ok_and(|ident| idents.insert(ident)) {
                body.fields.push(self.told(key, objects));
            } else {
                body.open = true;
            }
        }
        for family in families {
            if !body.fields.iter().any(|field| field.name == family) {
                body.fields.push(Field::new(family, UNKNOWN));
                body.open = true;
            }
        }
    }

    /// A documented object that no example shows, and a key of such objects that no table has, are the
    /// same, where there is one of each: `status` of `sale.status.list` is sent as `statuses`.
    fn misnamed(&self, body: &mut RecordBody, shown: &Shown<'e>) {
        let named = |field: &Field| is_named(field.ty.item().unwrap_or(&field.ty));
        let unshown = |field: &&mut Field| {
            !field.is_wildcard() && named(field) && !shown.contains_key(field.name.as_str())
        };
        let known: HashSet<String> = body.fields.iter().map(|field| field.name.clone()).collect();
        let mut unshown = body.fields.iter_mut().filter(unshown);
        let (Some(field), None) = (unshown.next(), unshown.next()) else { return };
        let mut unknown = shown.iter().filter(|(key, values)| {
            !known.contains(**key) && values.iter().any(|v| v.is_object() || v.is_array())
        });
        let (Some((key, values)), None) = (unknown.next(), unknown.next()) else { return };
        let told: Vec<&Value> = values.iter().copied().filter(|value| tells(value)).collect();
        let object =
            |value: &Value| is_one_of(field.ty.item().unwrap_or(&field.ty), value, self.records());
        let same = |value: &&Value| match (field.ty.item(), *value) {
            (Some(_), Value::Array(rows)) => rows.iter().all(object),
            (None, value @ Value::Object(_)) => object(value),
            _ => false,
        };
        if !told.is_empty() && told.iter().all(same) {
            field.name = (*key).to_owned();
        }
    }

    /// What the page says elsewhere of a field that its table leaves out.
    fn told(&self, key: &str, objects: &[&Value]) -> Field {
        let values: Vec<&Value> = objects.iter().filter_map(|v| v.get(key)).collect();
        let known = || self.loose.iter().filter(|field| field.name.eq_ignore_ascii_case(key));
        // What is under each key has fields of the record; their values are looked at when it is widened.
        let maps = |ty: &Type, value: &Value| match (ty, value) {
            (Type::Map(of), Value::Object(map)) if is_named(of) => {
                map.values().all(|value| overlaps(of, value, self.records()))
            }
            _ => false,
        };
        let fit = |ty: &Type| {
            let one = |value: &&Value| {
                fits(ty, value, self.records())
                    || value.is_array() && is_named(ty)
                    || maps(ty, value)
            };
            values.iter().all(one)
        };
        let text = known().find(|field| !field.text.is_empty()).map(|field| field.text.clone());
        let mut field = match known().find(|field| fit(&field.ty)) {
            Some(field) => Field { name: key.to_owned(), ..field.clone() },
            None => Field::new(key, UNKNOWN),
        };
        field.text = text.unwrap_or_default();
        field
    }
}
