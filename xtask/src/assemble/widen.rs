//! What examples show and tables do not: the documented type of an answer, widened until every
//! example of it decodes.
//!
//! A documented type stays where the examples fit it. Keys that no table lists become fields, a
//! documented record that examples show in a list or under data is a list or a map of it, and what
//! contradicts the documentation stands beside it in a union.

pub(crate) mod records;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use b24_schema::{Field, Record, RecordBody, Text, Type, field_ident};
use indexmap::IndexMap;
use serde_json::Value;

use crate::examples::UNKNOWN;

use super::fit::{self, Records, check};
use super::infer::{self, infer, is_data};
use super::shape::{
    describes_fields, hosts, is_named, is_one_of, is_scalar, keyed, lists_types, overlaps, telling,
    tells,
};
use super::{ids, shared, union};

/// The shared record that describes a field of an object, in the answers of `*.fields`.
pub(crate) const DESCRIPTION: &str = "field_description";

/// Values by the shared record that is referred to where they stand.
pub(crate) type Seen<'e> = BTreeMap<String, Vec<&'e Value>>;

/// A method's answer while it is widened.
pub(crate) struct Widen<'e, 'r> {
    /// The shared records that are known.
    pub records: &'r Records,
    /// Those that are made on the way.
    pub made: Records,
    /// Values seen where a shared record is referred to.
    pub seen: Seen<'e>,
    /// The method and its page, for the records it needs.
    pub name: String,
    pub page: &'r str,
    /// Documented fields whose place only an example can tell.
    pub loose: &'r [Field],
    /// The integers among the parameters of the module, where it is known.
    pub integers: Option<&'r BTreeSet<String>>,
    /// Whether a shared record is widened, whose documented names hold elsewhere too.
    pub shared: bool,
}

/// The form that values have around what is documented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    List,
    Map,
}

impl<'e> Widen<'e, '_> {
    /// `ty`, so that all of `values` fit it. `name` is the field it stands in.
    pub(crate) fn ty(&mut self, ty: Type, values: &[&'e Value], name: &str) -> Type {
        let values = match telling(values, &ty) {
            told if !told.is_empty() => told,
            // A text is empty more often than anything else is written as one.
            _ if ty == Type::Any && values.iter().any(|v| v.as_str() == Some("")) => {
                return Type::String;
            }
            _ => return ty,
        };
        if let Some(described) = self.described(&values) {
            return described;
        }
        let mut ty = match ty {
            Type::File => Type::File,
            Type::Union(members) => self.members(members, &values, name),
            Type::List(item) => self.around(Around::List, *item, &values, name),
            Type::Map(item) => self.around(Around::Map, *item, &values, name),
            item => self.around(Around::Nothing, item, &values, name),
        };
        let Self { records, made, page, .. } = self;
        let owner = || self.name.clone();
        let known = |name: &str| made.get(name).or_else(|| records.get(name));
        let record = shared::share(&mut ty, name, &owner, page, &known);
        made.extend(record.map(|record| (record.name.clone(), record)));
        ty
    }

    /// Every value goes to the member that it fits best; what fits none is a member of its own.
    fn members(&mut self, members: Vec<Type>, values: &[&'e Value], name: &str) -> Type {
        let mut given: Vec<Vec<&'e Value>> = vec![Vec::new(); members.len()];
        let mut rest = Vec::new();
        for &value in values {
            let best = (0..members.len()).min_by_key(|&i| check(&members[i], value, self.records));
            match best {
                Some(best) if hosts(&members[best], value) => given[best].push(value),
                _ => rest.push(value),
            }
        }
        let mut out: Vec<Type> = members
            .into_iter()
            .zip(given)
            .map(|(ty, values)| if values.is_empty() { ty } else { self.ty(ty, &values, name) })
            .collect();
        if !rest.is_empty() {
            out.push(self.ty(Type::Any, &rest, name));
        }
        union(out)
    }

    /// `item`, documented with `documented` around it. Arrays, objects keyed by data and single
    /// values tell what really is around it.
    fn around(&mut self, documented: Around, item: Type, values: &[&'e Value], name: &str) -> Type {
        let mut items: Vec<&'e Value> = Vec::new();
        let mut shapes: Vec<Around> = Vec::new();
        let mut others: Vec<&'e Value> = Vec::new();
        let mut add = |around: Around| {
            if !shapes.contains(&around) {
                shapes.push(around);
            }
        };
        let bare = item == Type::Any;
        let mut wrapper: Option<&'e str> = None;
        for &value in values {
            match value {
                Value::Array(elements) if documented == Around::Map && !bare => {
                    // PHP writes a map whose keys count from zero as an array.
                    let fit = elements.iter().all(|v| fit::fits(&item, v, self.records));
                    add(if fit { Around::Map } else { Around::List });
                    items.extend(elements);
                }
                Value::Array(elements) => {
                    if is_scalar(&item) && elements.iter().any(|v| v.is_object() || v.is_array()) {
                        others.push(value);
                    } else {
                        add(Around::List);
                        items.extend(elements);
                    }
                }
                Value::Object(map) if documented == Around::Map && !bare => {
                    let keyed =
                        map.keys().all(|key| is_data(key)) || keyed(&item, value, self.records);
                    if keyed || map.values().all(|v| fit::fits(&item, v, self.records)) {
                        add(Around::Map);
                        items.extend(map.values());
                    } else if overlaps(&item, value, self.records) {
                        add(Around::Nothing);
                        items.push(value);
                    } else {
                        others.push(value);
                    }
                }
                Value::Object(map) if self.wraps(&item, value, wrapper) => {
                    wrapper = map.keys().next().map(String::as_str);
                    items.extend(map.values());
                }
                Value::Object(map) if keyed(&item, value, self.records) => {
                    let counted = map.keys().all(|key| key.parse::<i64>().is_ok());
                    let list = documented == Around::List && counted;
                    add(if list { Around::List } else { Around::Map });
                    items.extend(map.values());
                }
                Value::Object(_) => {
                    let foreign = documented == Around::List
                        && !bare
                        && !overlaps(&item, value, self.records);
                    if foreign || is_scalar(&item) {
                        others.push(value);
                    } else {
                        add(Around::Nothing);
                        items.push(value);
                    }
                }
                value => {
                    if bare && documented != Around::Nothing
                        || is_named(&item)
                        || documented != Around::Nothing && !fit::fits(&item, value, self.records)
                    {
                        others.push(value);
                    } else {
                        add(Around::Nothing);
                        items.push(value);
                    }
                }
            }
        }
        // A map may be anything that PHP calls an array: where examples show none, nothing is said.
        let mut out = Vec::new();
        if shapes.is_empty() && wrapper.is_none() {
            // A word for a scalar, and nothing but objects or lists shown: the word describes
            // something else.
            if !(is_scalar(&item) && others.iter().all(|v| v.is_object() || v.is_array())) {
                shapes.push(documented);
            }
        }
        let bare_said = bare && documented != Around::Nothing && items.is_empty();
        if !bare_said || others.is_empty() {
            let wrapped = wrapper.map(|key| {
                let mut each = Vec::new();
                items.iter().for_each(|v| match v {
                    Value::Array(elements) => each.extend(elements),
                    value => each.push(*value),
                });
                (key, items.iter().any(|v| v.is_array()), each)
            });
            if let Some((key, list, each)) = wrapped {
                // What is described stands under a name that no table has.
                items = each;
                let inner = self.item(item.clone(), &items, name);
                let inner = if list { Type::List(Box::new(inner)) } else { inner };
                let fields = vec![Field::new(key, inner)];
                out.push(Type::Record(RecordBody { fields, open: false }));
            }
            let inner = self.item(item, &items, name);
            let each = std::iter::repeat_n(inner, shapes.len());
            out.extend(shapes.into_iter().zip(each).map(|(shape, inner)| match shape {
                Around::Nothing => inner,
                Around::List => Type::List(Box::new(inner)),
                Around::Map => Type::Map(Box::new(inner)),
            }));
        }
        if !others.is_empty() {
            out.push(self.ty(Type::Any, &others, name));
        }
        union(out)
    }

    /// What stands in the list or the map, or alone.
    fn item(&mut self, item: Type, values: &[&'e Value], name: &str) -> Type {
        let values = telling(values, &item);
        if let Some(described) = self.described(&values) {
            return described;
        }
        if !values.is_empty() && values.iter().all(|value| lists_types(&item, value)) {
            let each: Vec<&'e Value> =
                values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values()).collect();
            return Type::Map(Box::new(self.ty(Type::Any, &each, name)));
        }
        let (objects, rest): (Vec<&'e Value>, Vec<&'e Value>) =
            values.iter().copied().partition(|v| v.is_object());
        let by_data = || objects.iter().any(|value| keyed(&item, value, self.records));
        let by_name = matches!(item, Type::Record(_)) && rest.is_empty() && !by_data();
        match item {
            item if values.is_empty() => item,
            Type::Record(body) if by_name => Type::Record(self.body(body, &objects)),
            Type::Ref(name) if rest.is_empty() => {
                self.seen.entry(name.clone()).or_default().extend(objects);
                Type::Ref(name)
            }
            item @ (Type::Record(_) | Type::Ref(_)) => self.nested(item, &values, name),
            Type::Any if ids::counts(name, &values) => Type::Integer,
            Type::Any if objects.is_empty() && rest.iter().all(|v| !v.is_array()) => {
                infer(&rest).unwrap_or(Type::Any)
            }
            Type::Any => self.shown(&objects, &rest, name),
            item @ (Type::List(_) | Type::Map(_) | Type::Union(_)) => self.ty(item, &values, name),
            Type::String
                if ids::counts(name, &values)
                    && self.integers.is_some_and(|known| ids::has(known, name)) =>
            {
                Type::Integer
            }
            scalar => {
                let unfit: Vec<&Value> = values
                    .iter()
                    .copied()
                    .filter(|v| !fit::fits(&scalar, v, self.records))
                    .collect();
                match infer(&unfit) {
                    Some(other) => union(vec![scalar, other]),
                    None => scalar,
                }
            }
        }
    }

    /// Whether an object has one key, no field of the record `item`, and such a record under it.
    fn wraps(&self, item: &Type, value: &Value, known: Option<&str>) -> bool {
        let Some(map) = value.as_object().filter(|map| map.len() == 1) else { return false };
        let Some((key, inner)) = map.iter().next() else { return false };
        let same = known.is_none_or(|known| known == key);
        let holds = |value: &Value| match value {
            Value::Array(elements) => {
                !elements.is_empty() && elements.iter().all(|v| overlaps(item, v, self.records))
            }
            value => overlaps(item, value, self.records),
        };
        same && is_named(item)
            && !is_data(key)
            && infer::family_of(key).is_none()
            && field_ident(key).is_ok()
            && !overlaps(item, value, self.records)
            && holds(inner)
    }

    /// A record, and values that are not all objects with names.
    fn nested(&mut self, item: Type, values: &[&'e Value], name: &str) -> Type {
        let (composite, scalars): (Vec<&'e Value>, Vec<&'e Value>) =
            values.iter().copied().partition(|v| v.is_object() || v.is_array());
        let mut out = vec![if composite.is_empty() {
            item
        } else {
            self.around(Around::Nothing, item, &composite, name)
        }];
        out.extend(infer(&scalars));
        union(out)
    }

    /// The type of what no table describes.
    fn shown(&mut self, objects: &[&'e Value], rest: &[&'e Value], name: &str) -> Type {
        let mut out = Vec::new();
        let told: Vec<&'e Value> = objects.iter().copied().filter(|v| tells(v)).collect();
        if told.is_empty() && !objects.is_empty() {
            out.push(Type::Map(Box::new(Type::Any)));
        }
        let (keyed, named): (Vec<&'e Value>, Vec<&'e Value>) =
            told.into_iter().partition(|v| keyed(&Type::Any, v, self.records));
        if !named.is_empty() {
            let body = RecordBody { fields: Vec::new(), open: true };
            out.push(Type::Record(self.body(body, &named)));
        }
        if !keyed.is_empty() {
            let each: Vec<&'e Value> =
                keyed.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values()).collect();
            out.push(Type::Map(Box::new(self.ty(Type::Any, &each, name))));
        }
        let arrays: Vec<&'e Value> = rest.iter().filter_map(|v| v.as_array()).flatten().collect();
        if rest.iter().any(|v| v.is_array()) {
            out.push(Type::List(Box::new(self.ty(Type::Any, &arrays, name))));
        }
        let scalars: Vec<&Value> = rest.iter().copied().filter(|v| !v.is_array()).collect();
        out.extend(infer(&scalars));
        union(out)
    }

    /// The fields of `body`, and those that only the objects have.
    pub(crate) fn body(&mut self, mut body: RecordBody, objects: &[&'e Value]) -> RecordBody {
        // The values by key, the keys in the order of the examples.
        let mut shown: IndexMap<&'e str, Vec<&'e Value>> = IndexMap::new();
        for map in objects.iter().filter_map(|v| v.as_object()) {
            for (at, (key, value)) in map.iter().enumerate() {
                // Objects alike have their keys in one order: mostly none is looked up.
                match shown.get_index_mut(at) {
                    Some((known, values)) if *known == key => values.push(value),
                    _ => shown.entry(key).or_default().push(value),
                }
            }
        }
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
        self.misnamed(&mut body, &shown);
        let mut families: Vec<String> = Vec::new();
        // Names that Rust spells alike cannot both be fields.
        let mut idents: HashSet<String> =
            body.fields.iter().filter_map(|field| field_ident(&field.name).ok()).collect();
        for key in shown.keys().copied() {
            if body.fields.iter().any(|field| field.name == key)
                || key == UNKNOWN
                || body.fields.iter().any(|f| f.is_wildcard() && fit::family(&f.name, key))
            {
                continue;
            }
            if let Some(family) = infer::family_of(key) {
                if !families.contains(&family) {
                    families.push(family);
                }
            } else if !is_data(key) && field_ident(key).is_ok_and(|ident| idents.insert(ident)) {
                let ty = self.hint(key, objects);
                let text = self.said(key);
                body.fields.push(Field { text, ..Field::new(key, ty) });
            } else {
                body.open = true;
            }
        }
        for family in families {
            if !body.fields.iter().any(|field| field.name == family) {
                body.fields.push(Field::new(family, Type::Any));
                body.open = true;
            }
        }
        for i in 0..body.fields.len() {
            let name = body.fields[i].name.clone();
            if infer::is_users(&name) {
                continue;
            }
            let of_family: Vec<&'e Value>;
            let values = if body.fields[i].is_wildcard() {
                let listed = |key: &str| body.fields.iter().any(|field| field.name == *key);
                let pairs = objects.iter().filter_map(|v| v.as_object()).flatten();
                let own = pairs
                    .filter(|(key, _)| **key == name || fit::family(&name, key) && !listed(key));
                of_family = own.map(|(_, value)| value).collect();
                &of_family
            } else {
                shown.get(name.as_str()).map_or(&[][..], Vec::as_slice)
            };
            let ty = std::mem::replace(&mut body.fields[i].ty, Type::Any);
            body.fields[i].ty = self.ty(ty, values, &name);
        }
        body
    }

    /// A documented object that no example shows, and a key of such objects that no table has, are the
    /// same, where there is one of each: `status` of `sale.status.list` is sent as `statuses`.
    fn misnamed(&self, body: &mut RecordBody, shown: &IndexMap<&'e str, Vec<&'e Value>>) {
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
            |value: &Value| is_one_of(field.ty.item().unwrap_or(&field.ty), value, self.records);
        let same = |value: &&Value| match (field.ty.item(), *value) {
            (Some(_), Value::Array(rows)) => rows.iter().all(object),
            (None, value @ Value::Object(_)) => object(value),
            _ => false,
        };
        if !told.is_empty() && told.iter().all(same) {
            field.name = (*key).to_owned();
        }
    }

    /// The text of a field that the page describes elsewhere.
    fn said(&self, key: &str) -> Text {
        let mut known = self.loose.iter().filter(|field| field.name.eq_ignore_ascii_case(key));
        let said = known.find(|field| !field.text.is_empty());
        said.map(|field| field.text.clone()).unwrap_or_default()
    }

    /// What the page says elsewhere of a field that its table leaves out.
    fn hint(&self, key: &str, objects: &[&Value]) -> Type {
        let values: Vec<&Value> = objects.iter().filter_map(|v| v.get(key)).collect();
        let known = self.loose.iter().filter(|field| field.name.eq_ignore_ascii_case(key));
        let fit = |ty: &Type| {
            values
                .iter()
                .all(|value| fit::fits(ty, value, self.records) || value.is_array() && is_named(ty))
        };
        known.map(|field| &field.ty).find(|ty| fit(ty)).cloned().unwrap_or(Type::Any)
    }

    /// The map that objects are which describe fields, all of them.
    fn described(&mut self, values: &[&'e Value]) -> Option<Type> {
        if values.is_empty() || !values.iter().all(|value| describes_fields(value)) {
            return None;
        }
        let each = values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
        self.seen.entry(DESCRIPTION.to_owned()).or_default().extend(each);
        Some(self.descriptions())
    }

    /// A description each of the fields of an object.
    pub(crate) fn descriptions(&mut self) -> Type {
        if !self.records.contains_key(DESCRIPTION) {
            self.made.entry(DESCRIPTION.to_owned()).or_insert_with(|| {
                let body = RecordBody { fields: Vec::new(), open: true };
                Record::new(DESCRIPTION, self.page, body)
            });
        }
        Type::Map(Box::new(Type::Ref(DESCRIPTION.to_owned())))
    }
}
