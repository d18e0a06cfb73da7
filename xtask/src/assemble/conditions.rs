//! Filters and sortings by the fields of what a list gives out.
//!
//! Many pages say only that a list is filtered by the fields of its object, and name a few of them in an example. The
//! object is known from the answer, and with it the names and types of what can be compared.

use b24_schema::{AllowedValue, Field, RecordBody, Rest, Type, Wire};
use rayon::prelude::*;
use serde_json::Value;

use super::claims::{Kind, Parts, Said};
use super::decide::Records;
use super::decide::ids::is_id;
use super::decide::properties::is_property;
use super::decide::queries::{SIGNS, Use, capitals, is_direction, use_of, value_of};
use super::decide::shape::{body_of, is_scalar, is_spelled_alike};
use super::descriptions::Descriptions;
use super::join::is_unknown;
use super::languages::Claimed;
use super::report::Choice;
use super::{choose, decide::infer, listing};
use crate::examples::has_time;
use crate::facts::Called;

/// The directions of a sorting, where a page names none.
const DIRECTIONS: [&str; 2] = ["ASC", "DESC"];

/// Gives filters and sortings the fields of the rows that their methods give out.
pub(super) fn complete(
    methods: &mut [Claimed<'_>],
    records: &Records,
    descriptions: &Descriptions,
    choices: &mut Vec<Choice>,
) {
    let of_method = |claimed| of_method(claimed, records, descriptions);
    choices.par_extend(methods.par_iter_mut().flat_map_iter(of_method));
}

fn of_method(
    claimed: &mut Claimed<'_>,
    records: &Records,
    descriptions: &Descriptions,
) -> Vec<Choice> {
    let mut choices = Vec::new();
    let mut params = std::mem::take(&mut claimed.method.params);
    let method = &claimed.method;
    let fields = |ty| body_of(ty, records).map(|body| body.fields.as_slice());
    let rows = listing::row(method, records).and_then(fields);
    let described = rows.and_then(|rows| descriptions.beside(method).filter(|all| all.is_of(rows)));
    let object = object(&method.answer.ty, records);
    let sent: Vec<&Value> = claimed.sent.iter().flatten().collect();
    for param in &mut params {
        let shown = infer::children(&sent, &param.name);
        as_sent(param, claimed.params.get(&param.name), &shown);
        if let Some(object) = object {
            as_answered(param, object);
        }
        let purpose = use_of(&param.name);
        if !matches!(purpose, Use::Filter | Use::Order) {
            continue;
        }
        if let Some(rows) = rows {
            let parts = claimed.params.get(&param.name).and_then(|said| said.parts.as_ref());
            if parts.is_none_or(leaves_some_out)
                && let Some(spelling) = Spelling::of(rows, &shown)
            {
                // There is no order among lists and records.
                let fits = |field: &&Field| {
                    (purpose == Use::Filter || is_scalar(&field.ty))
                        && described.is_none_or(|all| all.takes(&field.name, purpose))
                };
                let fields = rows.iter().filter(fits);
                let fields = fields.filter_map(|field| condition(field, records, method.rest));
                add(param, fields.collect(), spelling, purpose, &method.page, &mut choices);
            }
            if let (Some(described), Type::Record(body)) = (described, &mut param.ty) {
                let own = |field: &Field| {
                    parts.and_then(|parts| parts.get(&field.name)).is_some_and(is_own)
                };
                body.fields.retain(|field| own(field) || described.takes(&field.name, purpose));
            }
            if purpose == Use::Filter {
                fill(param, parts, rows, records, method.rest);
            }
        }
        if purpose == Use::Filter {
            leave_open(param);
        }
        if purpose == Use::Order {
            direct(param, &shown);
        }
    }
    claimed.method.params = params;
    as_compared(claimed, &mut choices);
    choices
}

/// Says of the rows what the page says of the conditions of its own filter: the answer of `voximplant.statistic.get` is an
/// example, and the table of its filter describes the same fields.
fn as_compared(claimed: &mut Claimed<'_>, choices: &mut Vec<Choice>) {
    let Claimed { method, params, .. } = claimed;
    let Some(list) = &method.list else { return };
    let Some(rows) = rows_of(&mut method.answer.ty, &list.items) else { return };
    for filter in method.params.iter().filter(|param| use_of(&param.name) == Use::Filter) {
        let Type::Record(body) = &filter.ty else { continue };
        let parts = params.get(&filter.name).and_then(|said| said.parts.as_ref());
        let own = |field: &&Field| parts.and_then(|p| p.get(&field.name)).is_some_and(is_own);
        for condition in body.fields.iter().filter(own) {
            let twin = |row: &&mut Field| row.name == condition.name && row.values.is_empty();
            let Some(row) = rows.fields.iter_mut().find(twin) else { continue };
            match (&row.ty, &condition.ty) {
                (Type::String, Type::Boolean(_)) => row.ty = condition.ty.clone(),
                (row, condition) if row == condition => {}
                _ => continue,
            }
            if row.ty == condition.ty && !condition.values.is_empty() {
                row.values.clone_from(&condition.values);
                let at = format!("answer.{}", row.name);
                let message = "no table describes the row; the filter has the values";
                choose(choices, &method.page, at, "values-of-condition", message);
            }
        }
    }
}

/// The fields of the rows, where they are no record that others share.
fn rows_of<'t>(answer: &'t mut Type, items: &str) -> Option<&'t mut RecordBody> {
    let list = match answer {
        answer if items.is_empty() => answer,
        Type::Record(body) => &mut body.fields.iter_mut().find(|field| field.name == items)?.ty,
        _ => return None,
    };
    match list {
        Type::List(item) | Type::Map(item) => match &mut **item {
            Type::Record(body) => Some(body),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the page of the method itself describes a condition.
fn is_own(said: &Said<'_>) -> bool {
    said.claims.iter().any(|claim| claim.source.kind != Kind::LinkedTable)
}

/// Whether there may be other fields than those that are described: they are those of another page, or only a family of
/// names is told.
fn leaves_some_out(parts: &Parts<'_>) -> bool {
    let mut kinds = parts.fields.iter().flat_map(|(_, said)| &said.claims).map(|c| c.source.kind);
    kinds.any(|kind| kind == Kind::LinkedTable)
        || parts.fields.iter().all(|(name, _)| name.contains('*'))
}

/// The fields of the object that a method answers, alone or under the only key of its result.
fn object<'t>(answer: &'t Type, records: &'t Records) -> Option<&'t [Field]> {
    let fields = &body_of(answer, records)?.fields;
    match fields.as_slice() {
        [only] => Some(&body_of(&only.ty, records)?.fields),
        fields => Some(fields),
    }
}

/// Makes identifiers and dates of what is sent those that the answer shows, where the page of the object calls them
/// texts: `GROUP_ID` and `DEADLINE` of `tasks.task.add`.
fn as_answered(param: &mut Field, object: &[Field]) {
    let Type::Record(body) = &mut param.ty else { return };
    for field in body.fields.iter_mut().filter(|field| field.ty == Type::String) {
        let Some(twin) = object.iter().find(|twin| is_spelled_alike(&twin.name, &field.name))
        else {
            continue;
        };
        let number = twin.ty == Type::Integer && is_id(&field.name);
        if number || twin.ty == Type::DateTime {
            field.ty = twin.ty.clone();
        }
    }
}

/// Leaves a date as a text where no table calls it a date and the examples send it in a form of its own, `31.12.2026`: what
/// is typed as a date is sent in ISO 8601.
fn as_sent(field: &mut Field, said: Option<&Said<'_>>, sent: &[&Value]) {
    let parts = said.and_then(|said| said.parts.as_ref());
    match &mut field.ty {
        Type::Record(body) => {
            for field in &mut body.fields {
                let said = parts.and_then(|parts| parts.get(&field.name));
                as_sent(field, said, &infer::children(sent, &field.name));
            }
        }
        ty @ (Type::Date | Type::DateTime)
            if said.is_none_or(|said| said.words().next().is_none()) =>
        {
            let texts = sent.iter().filter_map(|value| value.as_str());
            let mut dates = texts.filter(|text| has_time(text).is_some()).peekable();
            if dates.peek().is_some() && !dates.any(infer::is_iso) {
                *ty = Type::String;
            }
        }
        _ => {}
    }
}

/// How the names of a filter are spelled, as its examples show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// As in the rows.
    Same,
    /// In capitals, where the rows have small letters: `CREATED_BY` for `createdBy`.
    Capitals,
}

impl Spelling {
    /// The spelling of what examples send, if they send names of rows.
    fn of(rows: &[Field], shown: &[&Value]) -> Option<Self> {
        let keys = shown.iter().filter_map(|value| value.as_object()).flat_map(|map| map.keys());
        let mut all = None;
        for key in keys.map(|key| key.trim_start_matches(SIGNS)) {
            let row = rows.iter().find(|field| is_spelled_alike(&field.name, key));
            let Some(row) = row.filter(|row| !row.is_wildcard()) else { continue };
            let one = if row.is_spelled(key) {
                Self::Same
            } else if key == capitals(&row.name) {
                Self::Capitals
            } else {
                return None;
            };
            if *all.get_or_insert(one) != one {
                return None;
            }
        }
        all
    }

    fn spell(self, name: &str) -> String {
        match self {
            Self::Same => name.to_owned(),
            Self::Capitals => capitals(name),
        }
    }
}

/// What a field of a row is compared with.
fn condition(field: &Field, records: &Records, rest: Rest) -> Option<Field> {
    let ty = compared(&field.ty, records, rest)?;
    let mut condition = Field::new(&*field.name, ty);
    condition.values.clone_from(&field.values);
    Some(condition)
}

/// What values of a type are compared with: one of several, and the `VALUE` of a record that has one.
fn compared(ty: &Type, records: &Records, rest: Rest) -> Option<Type> {
    match ty {
        // What an answer says with `true` is asked for with `Y`, but in REST 3.0.
        Type::Boolean(Wire::Json) if rest == Rest::V2 => Some(Type::Boolean(Wire::Yn)),
        Type::List(of) => compared(of, records, rest),
        Type::Any => Some(Type::Any),
        ty if is_unknown(ty) => Some(Type::Any),
        Type::Union(members) => {
            let members: Vec<Type> =
                members.iter().filter(|member| **member != Type::Null).cloned().collect();
            match members.as_slice() {
                [only] => compared(only, records, rest),
                _ => Some(ty.clone()).filter(is_scalar),
            }
        }
        ty if is_scalar(ty) => Some(ty.clone()),
        ty => value_of(ty, records).filter(|value| is_scalar(value)).cloned(),
    }
}

/// Adds the fields of the rows to a filter or a sorting of which no table describes the parts.
fn add(
    param: &mut Field,
    rows: Vec<Field>,
    spelling: Spelling,
    purpose: Use,
    page: &str,
    choices: &mut Vec<Choice>,
) {
    let mut fields = match &mut param.ty {
        Type::Record(body) => std::mem::take(&mut body.fields),
        Type::Map(_) => Vec::new(),
        _ => return,
    };
    for mut row in rows {
        row.name = spelling.spell(&row.name);
        match fields.iter_mut().find(|known| is_spelled_alike(&known.name, &row.name)) {
            Some(known) if purpose == Use::Filter && !is_told(&known.ty) => known.ty = row.ty,
            Some(_) => {}
            None if purpose == Use::Order => fields.push(Field::new(row.name, Type::String)),
            None => fields.push(row),
        }
    }
    if fields.is_empty() {
        return;
    }
    let message = "takes the fields of what the method gives out";
    choose(choices, page, format!("params.{}", param.name), "fields-of-rows", message);
    param.ty = Type::Record(RecordBody { fields, open: true });
}

/// Gives the fields of a filter that have no type those of the rows. A day that an example compares with is no type of
/// the field: `DEADLINE` of `tasks.task.list` is a time.
fn fill(
    param: &mut Field,
    parts: Option<&Parts<'_>>,
    rows: &[Field],
    records: &Records,
    rest: Rest,
) {
    let Type::Record(body) = &mut param.ty else { return };
    let typed = |name: &str| {
        let said = parts.and_then(|parts| parts.get(name));
        said.is_some_and(|said| said.words().next().is_some() || said.is_called(Called::Date))
    };
    for field in body.fields.iter_mut().filter(|field| !infer::is_users(&field.name)) {
        let row = rows.iter().find(|row| is_spelled_alike(&row.name, &field.name));
        let Some(ty) = row.and_then(|row| compared(&row.ty, records, rest)) else { continue };
        let day = field.ty == Type::Date && ty == Type::DateTime && !typed(&field.name);
        if day || !is_told(&field.ty) {
            field.ty = ty;
        }
    }
}

/// Leaves open what conditions take of which no page says it: nothing is compared with the content of a file, and a property
/// is compared by its value, in whatever form that comes.
fn leave_open(param: &mut Field) {
    let Type::Record(body) = &mut param.ty else { return };
    for field in &mut body.fields {
        if is_property(&field.name) || field.ty.walk().any(|ty| *ty == Type::File) {
            field.ty = Type::Any;
        }
    }
}

fn is_told(ty: &Type) -> bool {
    !is_unknown(ty) && *ty != Type::Any
}

/// Gives the fields of a sorting their directions: those of the fields that have any, else the usual ones.
fn direct(param: &mut Field, shown: &[&Value]) {
    let Type::Record(body) = &mut param.ty else { return };
    let known = body.fields.iter().find(|field| field.values.iter().any(is_direction));
    let directions: Vec<AllowedValue> = match known {
        Some(field) => field.values.iter().filter(|value| is_direction(value)).cloned().collect(),
        None => {
            let maps = shown.iter().filter_map(|value| value.as_object());
            let mut texts = maps.flat_map(|map| map.values()).filter_map(Value::as_str);
            let small = texts.any(|text| text == "asc" || text == "desc");
            let spelled = |word: &str| if small { word.to_lowercase() } else { word.to_owned() };
            let value = |word: &str| AllowedValue { value: spelled(word), label: None };
            DIRECTIONS.map(value).into()
        }
    };
    for field in &mut body.fields {
        if field.values.is_empty() && field.ty == Type::String {
            field.values.clone_from(&directions);
        }
    }
}
