//! List methods, and the methods that get, add, update and delete their rows.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::query::{self, Condition, Fields, Op};
use super::request::{Failure, Reply, Request};
use super::rows::{Query, Rows};
use super::shapes;
use crate::schema::{Method, Rest, Type};

/// How many rows a page of REST 2 has, always.
const PAGE: usize = 50;
/// How many rows a page of REST 3.0 may have.
const LARGEST_PAGE: u64 = 1000;

/// Methods of REST 3.0 that answer identifiers alone if nothing is selected.
const IDS_ALONE: [&str; 1] = ["tasks.task.list"];

const INVALID: &str = "INVALID_ARG_VALUE";

fn v3(status: u16, code: &str, message: impl Into<String>) -> Failure {
    Failure::new(status, &format!("BITRIX_REST_V3_EXCEPTION_{code}"), message)
}

/// What a method does with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    List,
    Get,
    Add,
    Update,
    Delete,
}

/// Answers a call from rows.
pub(super) fn answer(
    action: Action,
    request: &Request,
    method: Option<&Method>,
    rows: &Rows,
) -> Reply {
    let result = match (action, request.rest) {
        (Action::List, Rest::V2) => {
            return list_v2(request, method, rows).unwrap_or_else(Reply::from);
        }
        (Action::List, Rest::V3) => list_v3(request, method, rows),
        (Action::Get, _) => get(request, method, rows),
        (Action::Add, _) => {
            let (id, row) = rows.create(&fields(request));
            Ok(written(method, action, id, &row))
        }
        (Action::Update, _) => update(request, method, rows),
        (Action::Delete, _) => delete(request, method, rows),
    };
    result.map_or_else(Reply::from, Reply::from)
}

fn list_v2(request: &Request, method: Option<&Method>, rows: &Rows) -> Result<Reply, Failure> {
    let names = Names { method, rows };
    let filter = request.param("filter");
    let mut conditions = query::of_prefixes(filter, &|name| names.check("filter", name))?;
    conditions.extend(own_conditions(request, method, rows));
    let start = query::integer(request.param("start")).unwrap_or_default();
    let query = Query {
        filter: conditions,
        order: order_v2(request, &names)?,
        offset: usize::try_from(start).unwrap_or_default(),
        limit: PAGE,
        counts: start >= 0,
    };
    let page = rows.query(&query);
    let select = Select::new(request.param("select"), |name| rows.name_of(name));
    let items = page.rows.iter().map(|row| select.of(row)).collect();
    let reply = Reply::from(wrapped(method, items));
    Ok(match page.total {
        Some(total) => {
            let shown = query.offset + page.rows.len();
            let reply = reply.total(total as u64);
            if shown < total && !page.rows.is_empty() { reply.next(shown as u64) } else { reply }
        }
        // The documentation shows a total of 0 where nothing was counted.
        None => reply.total(0),
    })
}

/// Whether a list method of REST 3.0 is asked for what comes after the row with the identifier 1.
pub(super) fn is_behind_first(request: &Request, method: &Method) -> bool {
    let Some(list) = &method.list else { return false };
    let pagination = request.param("pagination");
    let page = |name: &str, first| query::integer(&pagination[name]) > Some(first);
    let is_above = |condition: &Value| {
        condition[0] == list.id.as_str()
            && condition[1] == ">"
            && query::integer(&condition[2]) >= Some(1)
    };
    let filter = request.param("filter").as_array();
    page("page", 1) || page("offset", 0) || filter.is_some_and(|all| all.iter().any(is_above))
}

/// Where in its answer a list method has its rows.
pub(super) fn wrapped(method: Option<&Method>, items: Vec<Value>) -> Value {
    match method.map(shapes::list_of) {
        Some((Some(key), _)) => super::object([(key, Value::Array(items))]),
        _ => Value::Array(items),
    }
}

/// Which names of fields a method takes.
struct Names<'a> {
    method: Option<&'a Method>,
    rows: &'a Rows,
}

impl Names<'_> {
    /// How rows call a field; an error where the method calls the identifier otherwise, as
    /// `tasks.task.list` does: silence would be an endless list for who takes the wrong one.
    fn check(&self, param: &str, name: &str) -> Result<String, Failure> {
        let id = self.rows.id_name();
        if name.eq_ignore_ascii_case(&id) {
            // Methods that spell names in small letters turn them into capitals, and other clients send capitals.
            let is_wrong = |right: String| name != right && name != right.to_uppercase();
            if self.documented_id(param).is_some_and(is_wrong) {
                let what = format!("Invalid {param}: field '{name}' is not allowed in {param}");
                return Err(Failure::new(400, INVALID, what));
            }
            return Ok(id);
        }
        Ok(self.rows.name_of(name).unwrap_or_else(|| name.to_owned()))
    }

    fn documented_id(&self, param: &str) -> Option<String> {
        let method = self.method?;
        let param = method.params.iter().find(|p| p.name.eq_ignore_ascii_case(param))?;
        let fields = shapes::fields(method, &param.ty)?;
        let id = fields.iter().find(|field| {
            let (_, name) = query::prefixed(&field.name);
            name.eq_ignore_ascii_case("id")
        })?;
        Some(query::prefixed(&id.name).1.to_owned())
    }
}

/// Parameters that say how to list, not what.
const CONTROL: [&str; 17] = [
    "select",
    "filter",
    "order",
    "sort",
    "start",
    "params",
    "limit",
    "offset",
    "element_order",
    "iblock_order",
    "admin_mode",
    "image_resize",
    "useoriginalufnames",
    "halt",
    "cmd",
    "page",
    "socnet_group_id",
];

/// Parameters beside the filter that name a field of the rows: `entityTypeId` of `crm.item.list`,
/// `UF_DEPARTMENT` of `user.get`. Where there is a filter, only those that are required count: `user.get` takes the
/// conditions from one place.
fn own_conditions(request: &Request, method: Option<&Method>, rows: &Rows) -> Vec<Condition> {
    // Where `id` is required, it is that of a parent.
    let is_parent = method.is_some_and(|method| {
        method.params.iter().any(|p| p.required && p.name.eq_ignore_ascii_case("id"))
    });
    let filter = request.param("filter");
    let filters = filter.as_object().is_some_and(|filter| !filter.is_empty())
        || filter.as_array().is_some_and(|groups| !groups.is_empty());
    let is_required = |key: &str| {
        let params = method.map(|method| method.params.as_slice()).unwrap_or_default();
        params.iter().any(|param| param.required && param.name.eq_ignore_ascii_case(key))
    };
    let says_how = |key: &str| {
        CONTROL.contains(&key.to_lowercase().as_str())
            || is_parent && key.eq_ignore_ascii_case("id")
    };
    let counts = |key: &str| !says_how(key) && (!filters || is_required(key));
    let params = request.params.iter().filter(|(key, _)| counts(key));
    params
        .filter_map(|(key, value)| {
            let (op, name) = query::prefixed(key);
            let name = rows.name_of(name).filter(|name| rows.knows(name))?;
            Some(Condition::Field { name, op, value: value.clone() })
        })
        .collect()
}

/// The order: an object, or in some methods `sort` is the field and `order` the direction.
fn order_v2(request: &Request, names: &Names<'_>) -> Result<Vec<(String, bool)>, Failure> {
    let descends = |value: &Value| query::text(value).to_lowercase().starts_with("desc");
    let is_documented = |name: &str| {
        names.method.is_none_or(|m| {
            m.params.is_empty() || m.params.iter().any(|p| p.name.eq_ignore_ascii_case(name))
        })
    };
    if let Value::String(field) = request.param("sort") {
        let direction = request.param("order");
        return Ok(vec![(names.check("sort", field)?, descends(direction))]);
    }
    for param in ["order", "element_order", "iblock_order", "sort"] {
        if let (Value::Object(order), true) = (request.param(param), is_documented(param)) {
            let field = |(name, direction): (&String, &Value)| {
                Ok((names.check(param, name)?, descends(direction)))
            };
            return order.iter().map(field).collect();
        }
    }
    Ok(Vec::new())
}

fn list_v3(request: &Request, method: Option<&Method>, rows: &Rows) -> Result<Value, Failure> {
    let is_known = |name: &str| rows.knows(name);
    let unknown = |name: &str| {
        v3(400, "UNKNOWNDTOPROPERTYEXCEPTION", format!("Unknown field `{name}` for the entity"))
    };
    let mut filter = match request.param("filter") {
        Value::Null => Vec::new(),
        filter => query::of_lists(filter, &is_known).map_err(|refused| match refused {
            query::Refused::Field(name) => unknown(&name),
            query::Refused::Operator(op) => {
                v3(400, "UNKNOWNFILTEROPERATOREXCEPTION", format!("Unknown filter operator `{op}`"))
            }
            query::Refused::Form => {
                v3(400, "INVALIDFILTEREXCEPTION", "The filter is not a list of conditions")
            }
        })?,
    };
    let mut order = match request.param("order") {
        Value::Null => Vec::new(),
        Value::Object(order) => order
            .iter()
            .map(|(name, direction)| match is_known(name) {
                true => Ok((name.clone(), query::text(direction).eq_ignore_ascii_case("desc"))),
                false => Err(unknown(name)),
            })
            .collect::<Result<_, _>>()?,
        Value::Array(items) if items.is_empty() => Vec::new(),
        _ => return Err(v3(400, "INVALIDORDEREXCEPTION", "The order is not an object")),
    };
    let (mut offset, mut limit) = pagination(request.param("pagination"))?;
    // Methods that are read from a point on.
    if let Value::Object(cursor) = request.param("cursor") {
        let text = |key: &str| cursor.get(key).map(query::text).unwrap_or_default();
        let field = if text("field").is_empty() { rows.id_name() } else { text("field") };
        let descends = text("order").eq_ignore_ascii_case("desc");
        let value = cursor.get("value").cloned().unwrap_or(json!(0));
        let op = if descends { Op::Less } else { Op::Greater };
        filter.push(Condition::Field { name: field.clone(), op, value });
        order = vec![(field, descends)];
        offset = 0;
        limit = cursor.get("limit").and_then(Value::as_u64).unwrap_or(PAGE as u64);
    }
    let select = request.param("select");
    if !select.is_null() && !select.is_array() {
        return Err(v3(400, "INVALIDSELECTEXCEPTION", "`select` is not a list"));
    }
    let query = Query {
        filter,
        order,
        offset: usize::try_from(offset).unwrap_or(usize::MAX),
        limit: usize::try_from(limit).unwrap_or(PAGE),
        counts: false,
    };
    let page = rows.query(&query);
    let ids_alone = json!([rows.id_name()]);
    let is_bare = select.is_null() && IDS_ALONE.contains(&request.method.as_str());
    let select = if is_bare { &ids_alone } else { select };
    let select = Select::new(select, |name| Some(name.to_owned()));
    let items: Vec<Value> = page.rows.iter().map(|row| select.of(row)).collect();
    let key = method.map(shapes::list_of).and_then(|(key, _)| key).unwrap_or("items");
    Ok(super::object([(key, Value::Array(items))]))
}

/// The offset and the number of rows of a page of REST 3.0.
fn pagination(pagination: &Value) -> Result<(u64, u64), Failure> {
    let invalid =
        || v3(400, "INVALIDPAGINATIONEXCEPTION", "`pagination` is not page, limit and offset");
    let number = |key: &str| match pagination.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let number = query::integer(value).and_then(|n| u64::try_from(n).ok());
            number.map(Some).ok_or_else(invalid)
        }
    };
    let (page, limit, offset) = (number("page")?, number("limit")?, number("offset")?);
    let size = limit.unwrap_or(PAGE as u64);
    if size == 0 || size > LARGEST_PAGE {
        return Err(invalid());
    }
    // Pages count from 1; a page 0 is the first, too.
    let from_page = page.map(|page| page.saturating_sub(1).saturating_mul(size));
    Ok((from_page.or(offset).unwrap_or_default(), size))
}

fn get(request: &Request, method: Option<&Method>, rows: &Rows) -> Result<Value, Failure> {
    let id = id_of(request, method)?;
    let row = rows.fields(id).ok_or_else(|| not_found(request, method))?;
    let select = Select::new(request.param("select"), |name| rows.name_of(name));
    Ok(written(method, Action::Get, id, &Arc::new(select.fields(&row))))
}

fn update(request: &Request, method: Option<&Method>, rows: &Rows) -> Result<Value, Failure> {
    let id = id_of(request, method)?;
    if !rows.change(id, &fields(request)) {
        return Err(not_found(request, method));
    }
    let row = rows.fields(id).unwrap_or_default();
    Ok(written(method, Action::Update, id, &row))
}

fn delete(request: &Request, method: Option<&Method>, rows: &Rows) -> Result<Value, Failure> {
    let id = id_of(request, method)?;
    if !rows.delete(id) {
        return Err(not_found(request, method));
    }
    Ok(written(method, Action::Delete, id, &Arc::default()))
}

/// The fields to write: those in `fields`, or all parameters but the identifier.
fn fields(request: &Request) -> Fields {
    match request.param("fields") {
        Value::Object(fields) => fields.clone(),
        _ => {
            let others = request.params.iter().filter(|(key, _)| !key.eq_ignore_ascii_case("id"));
            others.map(|(key, value)| (key.clone(), value.clone())).collect()
        }
    }
}

/// The row that a call is about: `id`, or the first required parameter whose name ends so.
fn id_of(request: &Request, method: Option<&Method>) -> Result<i64, Failure> {
    let params = method.map(|method| method.params.as_slice()).unwrap_or_default();
    let ends = |name: &str| name.to_ascii_lowercase().ends_with("id");
    let named = params.iter().find(|p| p.name.eq_ignore_ascii_case("id"));
    let named = named.or_else(|| params.iter().find(|p| p.required && ends(&p.name)));
    let name = named.map_or("id", |param| param.name.as_str());
    query::integer(request.param(name)).ok_or_else(|| missing(request.rest, method, &[name]))
}

/// The answer to a call without required parameters.
pub(super) fn missing(rest: Rest, method: Option<&Method>, names: &[&str]) -> Failure {
    if rest == Rest::V3 {
        let mut failure =
            v3(400, "VALIDATION_REQUESTVALIDATIONEXCEPTION", "Error validating request object");
        let one =
            |name: &&str| ((*name).to_owned(), format!("Required field `{name}` is not specified"));
        failure.validation = names.iter().map(one).collect();
        return failure;
    }
    let errors = method.map(|method| method.errors.as_slice()).unwrap_or_default();
    let codes = ["ERROR_REQUIRED_PARAMETERS_MISSING", "ERROR_ARGUMENT", "100"];
    let documented = codes.into_iter().find_map(|code| errors.iter().find(|e| e.code == code));
    let (code, status) =
        documented.map_or(("100", None), |error| (error.code.as_str(), error.status));
    let text = format!("Could not find value for parameter {{{}}}", names.join(", "));
    Failure::new(status.unwrap_or(400), code, text)
}

fn not_found(request: &Request, method: Option<&Method>) -> Failure {
    if request.rest == Rest::V3 {
        return v3(400, "ENTITYNOTFOUNDEXCEPTION", "The entity is not found");
    }
    let errors = method.map(|method| method.errors.as_slice()).unwrap_or_default();
    let documented = errors.iter().find(|error| error.code.to_uppercase().contains("NOT_FOUND"));
    let (code, status) =
        documented.map_or(("NOT_FOUND", None), |error| (error.code.as_str(), error.status));
    Failure::new(status.unwrap_or(400), code, "Not found")
}

/// The documented form of what a write answers: an identifier, a mark of success, or the row.
fn written(method: Option<&Method>, action: Action, id: i64, row: &Arc<Fields>) -> Value {
    let whole = || Value::Object((**row).clone());
    let Some(method) = method else {
        return match action {
            Action::Get => whole(),
            Action::Add => json!(id),
            _ => json!(true),
        };
    };
    let of = |ty: &Type| match ty {
        Type::Boolean(_) => json!(true),
        Type::Integer | Type::Number => json!(id),
        Type::String => json!(id.to_string()),
        Type::List(_) => json!([]),
        Type::Any if action == Action::Add => json!(id),
        Type::Any if action != Action::Get => json!(true),
        // Nothing, as PHP writes it.
        Type::Null => json!([]),
        _ => whole(),
    };
    let ty = match &method.answer.ty {
        Type::Union(members) => members.iter().find(|ty| **ty != Type::Null).unwrap_or(&members[0]),
        ty => ty,
    };
    match shapes::fields(method, ty) {
        // `{"item": {…}}`, `{"result": true}`, `{"id": 7}`.
        Some([only]) => json!({ only.name.as_str(): of(&only.ty) }),
        _ => of(ty),
    }
}

/// Which fields of rows are asked for.
struct Select {
    /// `None`: all.
    names: Option<Vec<String>>,
    families: Vec<String>,
}

impl Select {
    fn new(select: &Value, name_of: impl Fn(&str) -> Option<String>) -> Self {
        let names: Vec<String> = match select {
            Value::Array(items) => items.iter().map(query::text).collect(),
            Value::Object(items) => items.values().map(query::text).collect(),
            _ => Vec::new(),
        };
        if names.is_empty() || names.iter().any(|name| name == "*") {
            return Self { names: None, families: Vec::new() };
        }
        let (families, names): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| name.ends_with('*'));
        let families = families.iter().map(|name| name.trim_end_matches('*').to_owned()).collect();
        let own = |name: String| name_of(&name).unwrap_or(name);
        Self { names: Some(names.into_iter().map(own).collect()), families }
    }

    fn of(&self, row: &Fields) -> Value {
        Value::Object(self.fields(row))
    }

    fn fields(&self, row: &Fields) -> Fields {
        let Some(names) = &self.names else { return row.clone() };
        let mut selected = Map::new();
        for name in names {
            match (row.get(name), name.split_once('.')) {
                (Some(value), _) => drop(selected.insert(name.clone(), value.clone())),
                // A field of a related object, in REST 3.0.
                (None, Some((object, field))) => {
                    if let Some(value) = row.get(object).and_then(|value| value.get(field)) {
                        let part = selected.entry(object).or_insert_with(|| json!({}));
                        part[field] = value.clone();
                    }
                }
                (None, None) => {}
            }
        }
        let of_family = |name: &str| self.families.iter().any(|family| name.starts_with(family));
        let more = row.iter().filter(|(name, _)| of_family(name));
        selected.extend(more.map(|(name, value)| (name.clone(), value.clone())));
        selected
    }
}
