//! One type for the objects that the methods of a family answer.
//!
//! `crm.company.list` shows the four fields that its example selects, `tasks.task.add` and
//! `tasks.task.get` each another part of a task. What looks like one object is one.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use b24_schema::fit::Misfit;
use b24_schema::{AllowedValue, Field, Method, Record, RecordBody, Rest, Type};
use rayon::prelude::*;
use serde_json::Value;

use super::decide::shape::{is_named, is_scalar};
use super::decide::{Records, infer, misfit};
use super::join::{UNKNOWN, is_bare_map, is_unknown};
use super::languages::Claimed;
use super::names::Names;
use super::report::Choice;
use super::{choose, join, listing, referred};

/// What the methods are called that answer an object as it is.
const GET: &str = "get";

/// What the methods are called that give out a list of them.
const LIST: &str = "list";

/// How the names of methods end that describe the fields of an object.
const FIELDS: &str = "fields";

/// How the names of methods begin that answer the very object, which `get` may show a part of.
const WHOLE: [&str; 3] = ["add", "update", "list"];

/// So many of the fields of the smaller object, in percent, the larger one must have. With 80, another
/// kind of row counts as the object, such as that of `disk.file.getVersions`, and 22 methods change; with 100, so do 22,
/// because what those of `tasks.task` answer is no longer one.
const ALIKE: usize = 90;

/// What is no list, and has fewer fields than this, may be an answer about the object. Without this the results of 119
/// methods (`booking.v1.booking.add`) are taken for the object; with 5, the roles of `documentgenerator` are not one.
const TELLING: usize = 3;

/// Where an answer has an object.
struct Place {
    /// Of the methods.
    method: usize,
    /// Whether there is a list of them.
    listed: bool,
    /// The key that it is under, if any.
    key: String,
}

/// The objects of a family that are alike.
struct United<'p> {
    /// The one that the others are like.
    whole: &'p Place,
    others: Vec<&'p Place>,
    /// The fields of all of them.
    body: RecordBody,
}

/// Gives the objects of each family that are alike one type, with the fields of all of them.
pub(super) fn unite(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    names: &mut Names,
    choices: &mut Vec<Choice>,
) {
    let mut families: BTreeMap<(String, Rest), Vec<Place>> = BTreeMap::new();
    for (at, Claimed { method, .. }) in methods.iter().enumerate() {
        let Some((family, _)) = method.name.rsplit_once('.') else { continue };
        let family = (family.to_lowercase(), method.rest);
        if let Some((listed, key, _)) = object(&method.answer.ty)
            && !verb(method).ends_with(FIELDS)
        {
            families.entry(family).or_default().push(Place { method: at, listed, key });
        }
    }
    let families: Vec<Vec<Place>> = families.into_values().collect();
    let united = families.par_iter().filter_map(|places| united(places, methods, records));
    let united: Vec<United<'_>> = united.collect();
    for United { whole, others, body } in united {
        let name = methods[whole.method].method.name.clone();
        for other in &others {
            let page = &methods[other.method].method.page;
            choose(choices, page, "answer", "object-of-family", format!("what `{name}` answers"));
        }
        let family = name.rsplit_once('.').map_or("", |(family, _)| family);
        let Method { rest, page, .. } = &methods[whole.method].method;
        let own = referred::joined(&referred::versioned(*rest, family), "");
        let ty = if names.has(&own) {
            // Something else is called so.
            Type::Record(body)
        } else {
            let key = format!("{page}#answer");
            records.insert(key.clone(), Record::new(key.clone(), page, body));
            names.add(key.clone(), own);
            Type::Ref(key)
        };
        for place in others.into_iter().chain([whole]) {
            if let Some(there) = place.ty(methods) {
                there.clone_from(&ty);
            }
        }
    }
}

/// Gives a method whose object no page and no example tells the rows of the list beside it: `call.followup.get`.
pub(super) fn get_as_list(
    methods: &mut [Claimed<'_>],
    records: &Records,
    choices: &mut Vec<Choice>,
) {
    let mut rows: BTreeMap<(String, Rest), (String, Type)> = BTreeMap::new();
    for Claimed { method, .. } in methods.iter() {
        let Some((family, LIST)) = method.name.rsplit_once('.') else { continue };
        let row = listing::row(method, records).filter(|row| is_named(row));
        if let Some(row) = row.cloned() {
            rows.insert((family.to_owned(), method.rest), (method.name.clone(), row));
        }
    }
    for Claimed { method, .. } in methods {
        let Some((family, GET)) = method.name.rsplit_once('.') else { continue };
        let Some((list, row)) = rows.get(&(family.to_owned(), method.rest)) else { continue };
        let Type::Record(body) = &mut method.answer.ty else { continue };
        let [only] = body.fields.as_mut_slice() else { continue };
        if is_bare_map(&only.ty) || is_unknown(&only.ty) {
            only.ty = row.clone();
            let message = format!("nothing shows the object; `{list}` has it as a row");
            let at = format!("answer.{}", only.name);
            choose(choices, &method.page, at, "object-of-list", message);
        }
    }
}

/// What of a family is alike, if anything is.
fn united<'p>(
    places: &'p [Place],
    methods: &[Claimed<'_>],
    records: &Records,
) -> Option<United<'p>> {
    let body = |place: &Place| {
        object(&methods[place.method].method.answer.ty).and_then(|(_, _, ty)| match ty {
            Type::Record(body) => Some(body),
            _ => None,
        })
    };
    let verb = |place: &Place| verb(&methods[place.method].method);
    let size = |place: &Place| body(place).map_or(0, |body| body.fields.len());
    let is_whole = |place: &Place| WHOLE.iter().any(|word| verb(place).starts_with(word));
    // The larger ones first: the smaller ones may have fields of theirs.
    let mut others: Vec<&Place> = places.iter().collect();
    others.sort_by_key(|place| (!is_whole(place), Reverse(size(place))));
    let get = others.iter().position(|place| verb(place) == GET).unwrap_or_default();
    let whole = others.remove(get);
    let mut all = Cow::Borrowed(body(whole)?);
    let mut shown = Vec::new();
    others.retain(|place| {
        let Some(part) = body(place) else { return false };
        let telling = match part.fields.len() {
            more if more > all.fields.len() => is_whole(place),
            fields => place.listed || fields >= TELLING,
        };
        if !telling || !alike(part, &all) {
            return false;
        }
        if shown.is_empty() {
            shown = whole.shown(methods);
        }
        let more = place.shown(methods);
        add(all.to_mut(), part.clone(), [&shown, &more], records);
        shown.extend(more);
        true
    });
    let body = all.into_owned();
    (!others.is_empty()).then_some(United { whole, others, body })
}

/// What a method does.
fn verb(method: &Method) -> String {
    method.name.rsplit('.').next().unwrap_or_default().to_lowercase()
}

impl Place {
    /// The type that stands here.
    fn ty<'m>(&self, methods: &'m mut [Claimed<'_>]) -> Option<&'m mut Type> {
        let mut ty = &mut methods[self.method].method.answer.ty;
        if !self.key.is_empty() {
            let Type::Record(body) = ty else { return None };
            ty = &mut body.fields.iter_mut().find(|field| field.name == self.key)?.ty;
        }
        if !self.listed {
            return Some(ty);
        }
        let (Type::List(of) | Type::Map(of)) = ty else { return None };
        Some(of)
    }

    /// The objects that the examples show here.
    fn shown(&self, methods: &[Claimed<'_>]) -> Vec<Value> {
        let mut out = Vec::new();
        for result in &methods[self.method].answered {
            let under = if self.key.is_empty() { Some(&**result) } else { result.get(&self.key) };
            match under {
                Some(Value::Array(rows)) => out.extend(rows.iter().cloned()),
                Some(Value::Object(map)) if self.listed => out.extend(map.values().cloned()),
                Some(value) => out.push(value.clone()),
                None => {}
            }
        }
        out
    }
}

/// The object that an answer is or lists: whether it does, and the key that it is under.
fn object(answer: &Type) -> Option<(bool, String, &Type)> {
    let held = |ty: &Type| is_object(ty.item().unwrap_or(ty));
    let (key, ty) = match answer {
        Type::Record(RecordBody { fields, .. }) => match fields.as_slice() {
            [only] if held(&only.ty) => (only.name.clone(), &only.ty),
            _ => (String::new(), answer),
        },
        _ => (String::new(), answer),
    };
    match ty {
        Type::List(of) | Type::Map(of) => is_object(of).then_some((true, key, of)),
        ty => is_object(ty).then_some((false, key, ty)),
    }
}

/// What is shared by its name is what its page says, in parameters too.
fn is_object(ty: &Type) -> bool {
    matches!(ty, Type::Record(_))
}

/// Whether all but a few fields of the smaller object are fields of the larger one, of the same form.
/// Those that users make do not count.
fn alike(a: &RecordBody, b: &RecordBody) -> bool {
    let (small, large) = if a.fields.len() <= b.fields.len() { (a, b) } else { (b, a) };
    let known = |field: &Field| {
        large.fields.iter().any(|known| known.name == field.name && fit(&known.ty, &field.ty))
    };
    let own: Vec<&Field> = small.fields.iter().filter(|f| !infer::made_by_user(&f.name)).collect();
    // Most pairs have little in common, which shows soon.
    let may_miss = own.len() * (100 - ALIKE) / 100;
    own.iter().filter(|field| !known(field)).nth(may_miss).is_none() && !own.is_empty()
}

/// Whether values of a type may be written as texts that a page calls texts.
fn is_written_as_text(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Date | Type::DateTime)
}

/// Whether two types may be of one field.
fn fit(a: &Type, b: &Type) -> bool {
    let any = |ty: &Type| *ty == Type::Any || is_unknown(ty);
    any(a) || any(b) || is_scalar(a) == is_scalar(b)
}

/// Adds the fields of a part. Where both tell one in another way, what the examples of both allow
/// counts, and the values that a page lists: `N` alone looks like a boolean, beside `I`, `E` and `S` it is none.
fn add(whole: &mut RecordBody, part: RecordBody, [known, more]: [&[Value]; 2], records: &Records) {
    whole.open |= part.open;
    for field in part.fields {
        let Some(there) = whole.fields.iter_mut().find(|there| there.name == field.name) else {
            whole.fields.push(field);
            continue;
        };
        there.text.or(&field.text);
        if there.ty == field.ty {
            if there.values.is_empty() {
                there.values = field.values;
            }
            continue;
        }
        // An object of nothing beside a value is nothing.
        if is_scalar(&there.ty) && is_bare_map(&field.ty) {
            continue;
        }
        if is_scalar(&field.ty) && is_bare_map(&there.ty) {
            (there.ty, there.values) = (field.ty, field.values);
            continue;
        }
        let explains = |ty: &Type, shown: &[Value], listed: &[AllowedValue]| {
            let fits = |value: &Value| misfit(ty, value, records) == Misfit::default();
            shown.iter().filter_map(|object| object.get(&field.name)).all(fits)
                && listed.iter().all(|listed| fits(&Value::from(&*listed.value)))
        };
        // Digits and dates fit a text: where the examples of one page show what they are, they are that.
        let narrows = there.ty == Type::String && is_written_as_text(&field.ty);
        if !narrows && !is_unknown(&there.ty) && explains(&there.ty, more, &field.values) {
            continue;
        }
        if explains(&field.ty, known, &there.values) && !is_unknown(&field.ty) {
            (there.ty, there.values) = (field.ty, field.values);
        } else {
            let one = match std::mem::replace(&mut there.ty, UNKNOWN) {
                // What told nothing by itself is told from the other: `{}` beside a text.
                one if is_unknown(&one) => {
                    let shown = known.iter().filter_map(|object| object.get(&field.name));
                    infer::infer(&shown.collect::<Vec<_>>()).unwrap_or(UNKNOWN)
                }
                one => one,
            };
            there.ty = join::join(one, field.ty);
        }
    }
}
