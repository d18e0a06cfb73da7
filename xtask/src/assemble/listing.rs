//! How methods give out lists: where the rows stand, what tells them apart, how the next page is
//! asked for, and whether a walk by key is proven to work.
//!
//! All of it follows from the documented parameters, answers and examples. What a page says in
//! words only stands in `listing.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use b24_schema::{Field, KeySet, Listing, Method, Paging, RecordBody, Rest, Schema, Type};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::decide::Records;
use super::decide::queries::Use;
use super::decide::shape::body_of;
use super::descriptions::{Described, Descriptions};
use super::languages::Claimed;
use super::{choose, report::Choice};
use crate::data;

/// The key that lists are told apart and sorted by, in any case.
const ID: &str = "id";

/// What pages say in words only.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// Methods whose filters take `>` before a key, though no example shows a comparison.
    compares: Vec<String>,
    /// Methods whose filters take the key too, though their tables do not name it.
    #[serde(default)]
    filters_key: Vec<Spelled>,
}

/// A key as a method's filter spells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelled {
    method: String,
    field: String,
}

static SAID: LazyLock<Said> =
    LazyLock::new(|| data::read("listing.toml", include_str!("listing.toml")));

/// The methods of `listing.toml` that are gone. Where there is nothing of a whole module, only a part of the
/// documentation is read.
pub(super) fn stale(schema: &Schema) -> Vec<&'static str> {
    let methods = schema.modules.values().flat_map(|module| &module.methods);
    let known: HashSet<&str> = methods.map(|method| method.name.as_str()).collect();
    let is_gone =
        |name: &&str| schema.modules.contains_key(&super::module_of(name)) && !known.contains(name);
    let spelled = SAID.filters_key.iter().map(|said| said.method.as_str());
    let said = SAID.compares.iter().map(String::as_str).chain(spelled);
    said.filter(is_gone).collect()
}

/// Finds how each method gives out a list, if it does.
pub(super) fn find(
    methods: &mut [Claimed<'_>],
    records: &Records,
    descriptions: &Descriptions,
    choices: &mut Vec<Choice>,
) {
    let of_method = |claimed: &mut Claimed<'_>| {
        let mut choices = Vec::new();
        let undescribed = |name: &str| {
            let said = claimed.params.fields.iter().find(|(known, _)| known == name);
            said.is_none_or(|(_, said)| said.parts.is_none())
        };
        let described = descriptions.beside(&claimed.method);
        let around =
            Around { method: &claimed.method, records, described, undescribed: &undescribed };
        // Most methods give out no list, and their examples need not be looked at.
        let Some(paging) = around.paging() else { return choices };
        let sent: Vec<Value> = claimed.sent.iter().flatten().cloned().collect();
        let answers = claimed.answered.iter().map(AsRef::as_ref).collect();
        let shown = Shown { answers, sent: &sent };
        claimed.method.list = around.listing(paging, &shown, &mut choices);
        choices
    };
    choices.par_extend(methods.par_iter_mut().flat_map_iter(of_method));
}

/// The type of the rows that a method's list has.
pub(super) fn row<'m>(method: &'m Method, records: &'m Records) -> Option<&'m Type> {
    let items = &method.list.as_ref()?.items;
    let list = match items.is_empty() {
        true => &method.answer.ty,
        false => &field(&body_of(&method.answer.ty, records)?.fields, items)?.ty,
    };
    list.item()
}

/// What examples of both languages show.
struct Shown<'e> {
    answers: Vec<&'e Value>,
    sent: &'e [Value],
}

/// Where the rows of an answer stand.
enum Items<'m> {
    At(&'m str),
    None,
    Several(Vec<&'m str>),
}

/// A method with the records that its types name.
struct Around<'m> {
    method: &'m Method,
    records: &'m Records,
    /// What its family says of the fields.
    described: Option<&'m Described>,
    /// Whether no table describes the parts of a parameter.
    undescribed: &'m dyn Fn(&str) -> bool,
}

impl<'m> Around<'m> {
    fn param(&self, name: &str) -> Option<&'m Field> {
        field(&self.method.params, name)
    }

    fn body(&self, ty: &'m Type) -> Option<&'m RecordBody> {
        match ty {
            Type::Union(members) => members.iter().find_map(|member| self.body(member)),
            ty => body_of(ty, self.records),
        }
    }

    fn listing(
        &self,
        paging: Paging,
        shown: &Shown<'_>,
        choices: &mut Vec<Choice>,
    ) -> Option<Listing> {
        let items = match self.items(shown) {
            Items::At(items) => items,
            Items::None => return None,
            Items::Several(names) => {
                let message = format!("which of {} are the rows?", names.join(", "));
                choose(choices, &self.method.page, "answer", "list-unclear", message);
                return None;
            }
        };
        let holder = self.holder(items)?;
        let row = self.body(holder.item()?);
        let id = row.and_then(|row| field(&row.fields, ID));
        let select = self.param("select").map(|param| param.name.clone());
        let mut list = Listing {
            items: items.to_owned(),
            id: id.map(|field| field.name.clone()).unwrap_or_default(),
            select: select.unwrap_or_default(),
            paging,
            key: None,
        };
        let whole = id.is_some_and(|id| is_number(&id.ty, &shown.values(items, &id.name)));
        let compared = self.described.is_none_or(|all| all.takes(&list.id, Use::Filter));
        if whole && compared && !matches!(list.paging, Paging::Tail(_) | Paging::Cursor { .. }) {
            list.key = self.key(&list.id, shown);
            let beside = self.beside(row, &list);
            if let Some(key) = &mut list.key {
                key.beside = beside;
                key.batch = self.method.rest == Rest::V2 && holds_list(holder);
            }
        }
        Some(list)
    }

    fn paging(&self) -> Option<Paging> {
        let name = |param: &Field| param.name.clone();
        let has = |param: &'m Field, part: &str| {
            self.body(&param.ty).is_some_and(|body| field(&body.fields, part).is_some())
        };
        if self.method.rest == Rest::V3 {
            if let Some(cursor) = self.param("cursor").filter(|cursor| has(cursor, "value")) {
                return Some(Paging::Tail(name(cursor)));
            }
            let pagination = self.param("pagination")?;
            if has(pagination, "afterCursor") {
                let answer = self.body(&self.method.answer.ty)?;
                let next = answer.fields.iter().find(|f| f.name.ends_with("Cursor"))?;
                return Some(Paging::Cursor { param: name(pagination), next: next.name.clone() });
            }
            return has(pagination, "offset").then(|| Paging::Pagination(name(pagination)));
        }
        if let Some(start) = self.param("start") {
            return Some(Paging::Start(name(start)));
        }
        if let (Some(limit), Some(offset)) = (self.param("limit"), self.param("offset")) {
            return Some(Paging::Offset { limit: name(limit), offset: name(offset) });
        }
        let verb = self.method.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let counted = self.method.answer.total || self.method.answer.next;
        (counted || verb == "list" || verb == "getlist").then(|| Paging::Start("start".to_owned()))
    }

    /// The key of the answer that holds the rows.
    fn items(&self, shown: &Shown<'_>) -> Items<'m> {
        let answer = &self.method.answer.ty;
        if holds_list(answer) {
            return Items::At("");
        }
        if matches!(answer, Type::Map(_)) {
            // A map may be anything; pages are only cut of rows.
            let pages = self.param("start").or_else(|| self.param("offset")).is_some();
            return if pages { Items::At("") } else { Items::None };
        }
        let Some(body) = self.body(answer) else { return Items::None };
        let mut found: Vec<&'m Field> =
            body.fields.iter().filter(|field| field.ty.item().is_some()).collect();
        let noun = self.method.name.rsplit('.').nth(1).unwrap_or_default().to_lowercase();
        let has_id = |field: &&'m Field| {
            let row = field.ty.item().and_then(|item| self.body(item));
            row.is_some_and(|row| self::field(&row.fields, ID).is_some())
        };
        let tests: [&dyn Fn(&&'m Field) -> bool; 3] = [
            &|field| shown.answers.iter().any(|answer| answer.get(&field.name).is_some()),
            &has_id,
            &|field| field.name.to_lowercase().starts_with(&noun),
        ];
        for test in tests {
            if found.len() > 1 && found.iter().any(test) {
                found.retain(test);
            }
        }
        match found.as_slice() {
            [] => Items::None,
            [one] => Items::At(&one.name),
            // One method, two spellings in two examples: whoever reads takes what comes.
            [first, rest @ ..] if rest.iter().all(|other| alike(&first.name, &other.name)) => {
                Items::At(&found[found.len() - 1].name)
            }
            _ => Items::Several(found.iter().map(|field| field.name.as_str()).collect()),
        }
    }

    /// The type of what holds the rows.
    fn holder(&self, items: &str) -> Option<&'m Type> {
        let answer = &self.method.answer.ty;
        if items.is_empty() {
            return Some(answer);
        }
        self.body(answer)?.fields.iter().find(|field| field.name == items).map(|field| &field.ty)
    }

    /// How to walk by the rows' key `id`, where that is proven to work: the filter takes comparisons
    /// of it, and the order can be set.
    fn key(&self, id: &str, shown: &Shown<'_>) -> Option<KeySet> {
        let filter = self.param("filter")?;
        let (order, direction) = self.order()?;
        let sorts = self.body(&order.ty).and_then(|body| field(&body.fields, ID));
        let named = |body: &'m RecordBody| {
            let bare =
                |f: &&Field| f.name.trim_start_matches(is_comparison).eq_ignore_ascii_case(ID);
            body.fields.iter().find(bare).map(|f| f.name.trim_start_matches(is_comparison))
        };
        let own = || sorts.map_or(id, |field| field.name.as_str());
        let name = &self.method.name;
        let said = SAID.filters_key.iter().find(|said| said.method == *name);
        let field = match self.method.rest {
            Rest::V3 => {
                // Conditions are triples; every filter of REST 3.0 takes every operator.
                matches!(filter.ty, Type::List(_)).then(own)?
            }
            Rest::V2 => {
                let compares = shown.compares(&filter.name) || SAID.compares.contains(name);
                let field = match (said, self.body(&filter.ty)) {
                    (Some(said), _) => said.field.as_str(),
                    (None, Some(body)) if named(body).is_some() => named(body)?,
                    (None, _) if takes_any(&filter.ty) || (self.undescribed)(&filter.name) => own(),
                    (None, _) => return None,
                };
                compares.then_some(field)?
            }
        };
        Some(KeySet {
            field: field.to_owned(),
            filter: filter.name.clone(),
            order: order.name.clone(),
            direction,
            beside: Vec::new(),
            batch: false,
        })
    }

    /// The parameters that name a field of the rows or of the filter and may be left out: conditions beside the filter.
    fn beside(&self, row: Option<&RecordBody>, list: &Listing) -> Vec<String> {
        let mut own: Vec<&str> = list.params().collect();
        if let Paging::Start(start) = &list.paging {
            own.push(start);
        }
        let filter = list.key.as_ref().and_then(|key| self.body(&self.param(&key.filter)?.ty));
        let named = |body: &RecordBody, name: &str| {
            let bare = |field: &Field| field.name.trim_start_matches(is_comparison).to_lowercase();
            body.fields.iter().any(|field| bare(field) == name.to_lowercase())
        };
        let is_condition = |param: &&Field| {
            let may = !param.required && !own.contains(&param.name.as_str());
            may && [row, filter].into_iter().flatten().any(|body| named(body, &param.name))
        };
        self.method.params.iter().filter(is_condition).map(|param| param.name.clone()).collect()
    }

    /// The parameter that sorts, and the one with the direction where it is another.
    fn order(&self) -> Option<(&'m Field, String)> {
        let by_name = |param: &&Field| {
            matches!(param.ty, Type::Map(_) | Type::Record(_) | Type::Ref(_) | Type::Any)
        };
        let sorts = |name| self.param(name);
        if let Some(order) =
            ["order", "element_order", "sort"].into_iter().filter_map(sorts).find(by_name)
        {
            return Some((order, String::new()));
        }
        let text = |param: &&Field| matches!(param.ty, Type::String);
        let sort = sorts("sort").filter(text)?;
        let direction = sorts("order").filter(text)?;
        Some((sort, direction.name.clone()))
    }
}

impl Shown<'_> {
    /// The values that the rows of the examples have under a key.
    fn values(&self, items: &str, key: &str) -> Vec<&Value> {
        let holders = self.answers.iter().filter_map(|answer| match items {
            "" => Some(*answer),
            items => answer.get(items),
        });
        holders
            .flat_map(|holder| match holder {
                Value::Array(rows) => rows.iter().collect(),
                Value::Object(rows) => rows.values().collect(),
                _ => Vec::new(),
            })
            .filter_map(|row| row.get(key))
            .collect()
    }

    /// Whether an example filters by a comparison.
    fn compares(&self, filter: &str) -> bool {
        let filters = self.sent.iter().filter_map(|sent| {
            sent.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(filter))
        });
        filters
            .filter_map(|(_, filter)| filter.as_object())
            .flat_map(|filter| filter.keys())
            .any(|key| key.starts_with(['<', '>']))
    }
}

fn field<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
}

fn is_comparison(c: char) -> bool {
    "<>=!@%?".contains(c)
}

/// Whether one is the other with a letter or two more: `vat` and `vats`.
fn alike(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    common * 4 >= a.len().min(b.len()) * 3 || a.replace('s', "") == b.replace('s', "")
}

fn holds_list(ty: &Type) -> bool {
    match ty {
        Type::List(_) => true,
        Type::Union(members) => members.iter().any(holds_list) && ty.item().is_some(),
        _ => false,
    }
}

fn takes_any(ty: &Type) -> bool {
    match ty {
        Type::Map(_) | Type::Any => true,
        Type::Union(members) => members.iter().any(takes_any),
        _ => false,
    }
}

/// Whether the key is a number: documented so, or text that is one in every example.
fn is_number(ty: &Type, values: &[&Value]) -> bool {
    let number = |value: &&Value| match value {
        Value::Number(number) => number.is_u64(),
        Value::String(text) => text.parse::<u64>().is_ok(),
        _ => false,
    };
    let shown = values.iter().all(number);
    match ty {
        Type::Integer => shown,
        Type::String | Type::Union(_) => shown && !values.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
