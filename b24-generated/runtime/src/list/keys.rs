//! By the key of the last row: sorted by it, and filtered to what is greater.

use b24_schema::Rest;
use b24_schema::fit::is_nothing;
use serde_json::{Map, Value, json};

use super::chain::Chain;
use super::walk::{Chunk, How, Walk};
use super::{KeySet, ListError, Listing, PAGE, Paging, number_of, take};
use crate::error::Error;
use crate::method::Method;

/// The key that everything up to was given out.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) last: Option<u64>,
    pub(super) by: By,
    /// Pages in batches, if they are.
    pub(super) chain: Option<Chain>,
}

/// How a request says where to go on.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    /// By a filter of REST 2, without a count. It may be that the call says itself how long a page is.
    Filter { key: KeySet, start: &'static str, sized: bool },
    /// By a condition of REST 3.0.
    Condition { key: KeySet, pagination: &'static str, limit: u64 },
    /// By the parameter that is made for it.
    Tail { param: &'static str, limit: u64 },
}

/// The direction that is asked for.
const RISING: &str = "ASC";

impl Keys {
    /// A walk by keys, if the parameters leave room for it: filters and sortings that it sets itself
    /// are taken out of them. The error says what is in the way.
    pub(super) fn new(
        params: &mut Map<String, Value>,
        method: &Method,
        list: &Listing,
    ) -> Result<Self, &'static str> {
        if let Paging::Tail(param) = list.paging {
            return tail(params, param, list);
        }
        let Some(key) = list.key else {
            return Err("nothing says that it filters and sorts by the rows' key");
        };
        sorted(params, &key)?;
        let (by, last) = match (method.rest, list.paging) {
            (Rest::V2, Paging::Start(start)) => {
                match take(params, start).as_ref() {
                    None => {}
                    Some(set) if matches!(number_of(set), None | Some(0)) => {}
                    Some(_) => return Err("the call begins at a page"),
                }
                beside(params, &key, list)?;
                let last = filtered(params, &key)?;
                (By::Filter { key, start, sized: is_sized(params, &key, list) }, last)
            }
            (Rest::V3, Paging::Pagination(pagination)) => {
                let page = take(params, pagination).unwrap_or_default();
                let number = |key| page.get(key).and_then(number_of).unwrap_or(0);
                if number("offset") > 0 || number("page") > 1 {
                    return Err("the call begins at a page");
                }
                let limit = page.get("limit").and_then(number_of).filter(|limit| *limit > 0);
                conditions(params, key.filter)?;
                (By::Condition { key, pagination, limit: limit.unwrap_or(PAGE) }, None)
            }
            _ => return Err("its pages are not asked for in a way that goes with it"),
        };
        selected(params, list, key.field);
        Ok(Self { last, by, chain: None })
    }

    pub(super) async fn next(mut self, walk: &mut Walk<'_>) -> Result<Chunk, Error> {
        if let Some(chain) = self.chain.take_if(|chain| chain.is_due()) {
            return chain.next(self, walk).await;
        }
        let reply = walk.send(self.by.request(&walk.params, self.last)).await?;
        let is_last = self.by.is_last(reply.rows.len(), reply.says_more());
        let total = reply.total.filter(|_| !matches!(self.by, By::Filter { .. }));
        self.last = rising(&reply.rows, self.last, walk.method, walk.list)?;
        walk.progress.last = self.last;
        if let Some(chain) = &mut self.chain {
            chain.grow();
        }
        if !is_last {
            walk.how = How::Keys(self);
        }
        Ok(Chunk { rows: reply.rows, total })
    }
}

impl By {
    /// The parameters that ask for the page after a key.
    pub(super) fn request(
        &self,
        params: &Map<String, Value>,
        last: Option<u64>,
    ) -> Map<String, Value> {
        self.request_after(params, last.map(|last| json!(last)))
    }

    pub(super) fn request_after(
        &self,
        params: &Map<String, Value>,
        last: Option<Value>,
    ) -> Map<String, Value> {
        let mut params = params.clone();
        match *self {
            Self::Filter { key, start, sized: _ } => {
                if let Some(last) = last
                    && let Value::Object(filter) = object(&mut params, key.filter)
                {
                    filter.insert(format!(">{}", key.field), last);
                }
                order(&mut params, &key);
                params.insert(start.to_owned(), json!(-1));
            }
            Self::Condition { key, pagination, limit } => {
                if let Some(last) = last
                    && let Value::Array(filter) =
                        params.entry(key.filter).or_insert_with(|| json!([]))
                {
                    filter.push(json!([key.field, ">", last]));
                }
                order(&mut params, &key);
                params.insert(pagination.to_owned(), json!({ "limit": limit }));
            }
            Self::Tail { param, limit } => {
                if let Value::Object(cursor) = object(&mut params, param) {
                    cursor.insert("order".to_owned(), json!(RISING));
                    cursor.insert("value".to_owned(), last.unwrap_or_else(|| json!(0)));
                    cursor.insert("limit".to_owned(), json!(limit));
                }
            }
        }
        params
    }

    /// Whether a page of so many rows is the last, of which the server may say that there are more.
    pub(super) fn is_last(&self, rows: usize, says_more: bool) -> bool {
        match self {
            // So the documentation says of REST 2, whose pages have 50 rows.
            Self::Filter { sized: false, .. } if !says_more => (rows as u64) < PAGE,
            // A page may be shorter than asked for.
            Self::Filter { .. } | Self::Condition { .. } | Self::Tail { .. } => rows == 0,
        }
    }

    /// Whether commands of a batch may refer to the last row of a page of 50.
    pub(super) fn is_sized(&self) -> bool {
        matches!(self, Self::Filter { sized: true, .. })
    }
}

/// The key of the last row, if the keys rise from `last` on.
pub(super) fn rising(
    rows: &[Value],
    mut last: Option<u64>,
    method: &'static Method,
    list: &'static Listing,
) -> Result<Option<u64>, ListError> {
    let key = list.id;
    for row in rows {
        let found = row.get(key).and_then(number_of);
        let found = found.ok_or(ListError::NoKey { method: method.name, key })?;
        if let Some(last) = last.filter(|last| found <= *last) {
            return Err(ListError::Disorder { method: method.name, key, last, found });
        }
        last = Some(found);
    }
    Ok(last)
}

fn order(params: &mut Map<String, Value>, key: &KeySet) {
    if key.direction.is_empty() {
        params.insert(key.order.to_owned(), json!({ key.field: RISING }));
    } else {
        params.insert(key.order.to_owned(), json!(key.field));
        params.insert(key.direction.to_owned(), json!(RISING));
    }
}

fn object<'p>(params: &'p mut Map<String, Value>, name: &str) -> &'p mut Value {
    params.entry(name).or_insert_with(|| Value::Object(Map::new()))
}

/// Whether a direction is the one the walk needs; nothing stands for the server's own, which is it.
fn is_rising(direction: &Value) -> bool {
    direction.as_str().is_some_and(|text| text.is_empty() || text.eq_ignore_ascii_case(RISING))
}

/// Takes the caller's order out, if it is none or the walk's own.
fn sorted(params: &mut Map<String, Value>, key: &KeySet) -> Result<(), &'static str> {
    let other = Err("the call sets an order of its own");
    let direction = match key.direction {
        "" => None,
        name => take(params, name),
    };
    if direction.is_some_and(|direction| !is_rising(&direction)) {
        return other;
    }
    match take(params, key.order) {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(fields)) if fields.is_empty() => Ok(()),
        Some(Value::String(field)) if field.is_empty() || field.eq_ignore_ascii_case(key.field) => {
            Ok(())
        }
        // What comes behind a key that no two rows share does not matter.
        Some(Value::Object(fields)) => match fields.iter().next() {
            None => Ok(()),
            Some((field, direction))
                if field.eq_ignore_ascii_case(key.field) && is_rising(direction) =>
            {
                Ok(())
            }
            Some(_) => other,
        },
        Some(_) => other,
    }
}

/// Refuses a walk that would bring a filter to a call that has conditions beside one, but no filter. The server takes
/// `{"UF_DEPARTMENT": 1}`, and of `{"UF_DEPARTMENT": 1, "FILTER": {">ID": 50}}` the filter alone.
fn beside(params: &Map<String, Value>, key: &KeySet, list: &Listing) -> Result<(), &'static str> {
    let named = |name: &str| params.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    if named(key.filter).is_some_and(|(_, filter)| !is_nothing(filter) && *filter != json!({})) {
        return Ok(());
    }
    let others = || [key.filter, list.select].into_iter().chain(key.others.split(' '));
    let known = |name: &String| others().any(|other| other.eq_ignore_ascii_case(name));
    match params.keys().all(known) {
        true => Ok(()),
        false => Err(
            "the call sets conditions beside the filter, which the server may not read where there is one",
        ),
    }
}

/// How calls of REST 2 say how long a page is to be, as in `PARAMS[NAV_PARAMS][nPageSize]`.
const SIZES: &[&str] = &["limit", "pageSize", "page_size", "nPageSize"];

/// Whether the call says so, anywhere but among conditions and names of fields.
fn is_sized(params: &Map<String, Value>, key: &KeySet, list: &Listing) -> bool {
    fn says(name: &str, value: &Value) -> bool {
        let known = SIZES.iter().any(|size| size.eq_ignore_ascii_case(name));
        known
            || value
                .as_object()
                .is_some_and(|map| map.iter().any(|(name, value)| says(name, value)))
    }
    let other = |name: &str| {
        [key.filter, list.select].iter().all(|known| !known.eq_ignore_ascii_case(name))
    };
    params.iter().any(|(name, value)| other(name) && says(name, value))
}

/// The key that the caller's own filter begins after, taken out of it.
fn filtered(params: &mut Map<String, Value>, key: &KeySet) -> Result<Option<u64>, &'static str> {
    let mut filter = match take(params, key.filter) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(none)) if none.is_empty() => return Ok(None),
        Some(Value::Object(filter)) => filter,
        // Groups of conditions; to PHP, a list is an object with numbers for keys.
        Some(Value::Array(groups)) if groups.iter().all(Value::is_object) => {
            groups.into_iter().enumerate().map(|(at, group)| (at.to_string(), group)).collect()
        }
        Some(_) => return Err("the call's filter is not an object"),
    };
    if filter.iter().any(|(key, value)| joins_by_or(key, value)) {
        return Err("one condition of the call's filter is enough, and the walk would add one");
    }
    let after = match take(&mut filter, &format!(">{}", key.field)) {
        None => None,
        Some(after) => {
            Some(number_of(&after).ok_or("the call's filter compares the key with no number")?)
        }
    };
    params.insert(key.filter.to_owned(), Value::Object(filter));
    Ok(after)
}

/// Whether this key of a filter says that one of its conditions is enough.
fn joins_by_or(key: &str, value: &Value) -> bool {
    let and = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("AND"));
    key.eq_ignore_ascii_case("logic") && !and(value)
}

fn conditions(params: &mut Map<String, Value>, filter: &str) -> Result<(), &'static str> {
    match take(params, filter) {
        None | Some(Value::Null) => Ok(()),
        Some(conditions @ Value::Array(_)) => {
            params.insert(filter.to_owned(), conditions);
            Ok(())
        }
        Some(_) => Err("the call's filter is not a list of conditions"),
    }
}

/// Makes the answer hold the key.
pub(super) fn selected(params: &mut Map<String, Value>, list: &Listing, field: &str) {
    if list.select.is_empty() || field.is_empty() {
        return;
    }
    let Some(mut select) = take(params, list.select) else { return };
    if let Value::Array(names) = &mut select
        && !names.is_empty()
        && !names.iter().filter_map(Value::as_str).any(|n| n.eq_ignore_ascii_case(field))
    {
        names.push(json!(field));
    }
    params.insert(list.select.to_owned(), select);
}

fn tail(
    params: &mut Map<String, Value>,
    param: &'static str,
    list: &Listing,
) -> Result<Keys, &'static str> {
    let mut cursor = match take(params, param) {
        Some(Value::Object(cursor)) => cursor,
        _ => Map::new(),
    };
    if cursor.get("order").is_some_and(|order| !is_rising(order)) {
        return Err("the call goes backwards");
    }
    if cursor.get("field").and_then(Value::as_str).is_some_and(|field| field != list.id) {
        return Err("the call goes by another key than the rows' own");
    }
    cursor.insert("field".to_owned(), json!(list.id));
    let last = take(&mut cursor, "value").as_ref().and_then(number_of);
    let limit = take(&mut cursor, "limit").as_ref().and_then(number_of).filter(|l| *l > 0);
    params.insert(param.to_owned(), Value::Object(cursor));
    selected(params, list, list.id);
    Ok(Keys { last, by: By::Tail { param, limit: limit.unwrap_or(PAGE) }, chain: None })
}
